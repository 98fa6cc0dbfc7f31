/* What cmark 0.30.2 needs more than linear time for. Estimated from the source before cmark
 * sees it, so that no document costs more than about a second. */
#ifndef DOCUMENT_LIMITS_H
#define DOCUMENT_LIMITS_H

#include <stdbool.h>

#include "base/span.h"

/* True if parsing body could take more than about a second; *line (from 1) and
 * *what (static text) say where and what is too much. */
bool markdown_costly(struct span body, unsigned *line, const char **what);

#endif
