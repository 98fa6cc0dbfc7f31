/* SHA256SUMS in the form of sha256sum(1): "<hex>  <path>", sorted by byte, text
 * that `sha256sum -c` takes. Paths with LF, CR or backslash do not occur. */
#ifndef TRUST_SUMS_H
#define TRUST_SUMS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/digest.h"

struct sum {
	const char *path;
	struct sha256 digest;
};

void sums_write(struct buf *out, struct sum *sums, size_t count); /* sorts sums */
/* True if each line has this form, no path is absolute, holds ".." or stands twice, and the order is right; else *line
 * says where it is not so. */
bool sums_check(struct span text, size_t *line);
/* Takes the next line off a text that sums_check found right; false at its end. The path is a part of the text. */
bool sums_next(struct span *rest, struct span *path, struct sha256 *digest);
/* True for the paths that are not listed: SHA256SUMS itself and the signatures
 * (SHA256SUMS.asc, text/…asc, .well-known/csaf/….json.asc, .well-known/security.txt). */
bool sums_excluded(const char *path);

#endif
