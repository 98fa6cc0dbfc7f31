/* Reads the HTML of a difference: one side of it, what is the other side's left out. Asserts that elements nest. */
#ifndef TESTS_DOCUMENT_READING_H
#define TESTS_DOCUMENT_READING_H

#include "base/arena.h"
#include "base/buf.h"

enum side { BEFORE, AFTER };

struct open_element {
	char name[12];
	bool hidden, wrapper, code; /* of the other side; an element that only marks; pre */
};

struct reading {
	struct arena *arena;
	enum side side;
	bool tags;                /* elements are part of the result */
	struct open_element open[64];
	size_t depth, hidden, code;
	bool blank, fresh;        /* white space was read; a block begins */
	struct buf out;
	size_t shown_bytes, changed_bytes; /* of text, outside and inside of what changed */
	size_t changes;
};

/* tags: elements that are not marks are part of the result. Blanks are, where they stand between ASCII characters of one
 * block. Left out are notes, signs, and the targets https://t.example/…, which are shown only where they changed. */
struct reading read_html(struct arena *a, const char *html, enum side side, bool tags);
/* Its text, in the arena. */
const char *read_side(struct arena *a, const char *html, enum side side, bool tags);

#endif
