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
/* Parses; false if a line has not this form, a path is absolute, holds ".." or
 * stands twice, or the order is wrong; *line says where. Lives in the arena. */
struct arena;
bool sums_parse(struct sum **out, size_t *count, struct arena *a, struct span text, size_t *line);
/* True for the paths that are not listed: SHA256SUMS itself and the signatures
 * (SHA256SUMS.asc, text/…asc, .well-known/csaf/….json.asc, .well-known/security.txt). */
bool sums_excluded(const char *path);

#endif
