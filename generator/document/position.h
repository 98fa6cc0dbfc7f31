/* Where inline nodes stand in the source. cmark 0.30.2 tells it, but wrongly in
 * some cases: it does not count the line after a backslash break, a line in a
 * link's target, definitions before a paragraph; its columns forget what each line's containers
 * take. Mended here as far as can be, and checked against the source. */
#ifndef DOCUMENT_POSITION_H
#define DOCUMENT_POSITION_H

#include "base/arena.h"
#include "base/span.h"
#include "document/node.h"

struct source_lines {
	struct span *items; /* without their ends */
	size_t count;
};

/* Lines as cmark counts them: ended by LF, CR or both. */
struct source_lines source_lines(struct arena *a, struct span body);
/* Line number (from 1); empty if there is none. */
struct span source_line(const struct source_lines *lines, unsigned number);

/* State while the inlines of one block are visited in order. */
struct inline_places {
	const struct source_lines *lines;
	unsigned first_line, last_line, first_column; /* of the block */
	unsigned reported;                            /* cmark's line of the last leaf */
	unsigned breaks;                              /* soft and hard breaks since then */
	unsigned missed;                              /* lines that cmark did not count so far */
	bool after_break;                             /* the node before was a break */
};

struct inline_places inline_places(const struct source_lines *lines, unsigned first_line,
				   unsigned first_column, unsigned last_line);

/* Sets node's line and column (both within the body). line, column, end_line are cmark's. */
void inline_place(struct inline_places *p, struct node *node, unsigned line, unsigned column,
		  unsigned end_line);

#endif
