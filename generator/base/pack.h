/* Numbers, bytes and texts one behind another, for files that only shirase reads (cache.h). What is
 * read was written by this program, but is treated like any input: nothing is read beyond the end. */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

void pack_number(struct buf *out, uint64_t n); /* small ones take one byte */
void pack_bytes(struct buf *out, const void *data, size_t length); /* as they are: the reader knows how many */
void pack_text(struct buf *out, const char *text); /* NULL is kept as NULL */

/* A failure is sticky: numbers are then 0, texts "". The reader asks once, at the end, whether `failed` is set; loops
 * end by themselves, since a count is never more than what is left. */
struct unpack {
	struct span rest;
	bool failed;
};

/* Says that what was read makes no sense. */
void unpack_fail(struct unpack *u);
uint64_t unpack_number(struct unpack *u);
/* A number that must be below limit. */
size_t unpack_below(struct unpack *u, size_t limit);
/* How many items follow, of at least `least` bytes each (1 or more). */
size_t unpack_count(struct unpack *u, size_t least);
void unpack_bytes(struct unpack *u, void *out, size_t length);
struct span unpack_span(struct unpack *u, size_t length);
/* Ends with NUL, and lives as long as the bytes that are read. */
const char *unpack_text(struct unpack *u);
/* The same; NULL fails. */
const char *unpack_some_text(struct unpack *u);

#endif
