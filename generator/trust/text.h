/* What a text must be so that a clear signature covers every byte of it
 * (RFC 4880 section 7.1; gpg cuts lines at 19,995 bytes silently, and neither
 * trailing blanks nor the kind of line end are signed). */
#ifndef TRUST_TEXT_H
#define TRUST_TEXT_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/span.h"

#define TEXT_LINE_LIMIT 900 /* bytes, without the LF */

/* UTF-8 with LF, no trailing blanks, no control character but LF, exactly one LF
 * at the end, no line over TEXT_LINE_LIMIT. The first fault is reported with its
 * line and column in path. */
bool text_signable(struct span text, const char *path, struct diags *d);

#endif
