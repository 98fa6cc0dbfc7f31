/* Private to archive/: front matter and body of a Markdown file. */
#ifndef ARCHIVE_SPLIT_H
#define ARCHIVE_SPLIT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

struct split {
	struct span front, body; /* LF only; pieces of bytes, or (where there was a CR) in the arena */
	unsigned body_line;      /* the front matter begins in line 2 */
};

/* Splits a file whose first line is --- at the next such line. False, and a
 * report if d is not NULL: over 1 MiB, front matter over 64 KiB, not UTF-8,
 * NUL, no front matter, no end of it. */
bool split_document(struct split *out, struct arena *a, const char *path, struct span bytes, struct diags *d);

#endif
