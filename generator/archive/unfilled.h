/* What an author has still to write: marks such as 「（記入：どの製品か）」 and "(FILL IN: which product)",
 * which `shirase new` and `shirase init` put where something is wanted. A document that holds one is not
 * published: in a draft a mark may stand for any value, whatever its form; everywhere else it is an error. */
#ifndef ARCHIVE_UNFILLED_H
#define ARCHIVE_UNFILLED_H

#include "base/value.h"

struct unfilled {
	unsigned line, column; /* in the file */
	const char *what;      /* what is wanted */
};

struct unfilled_list {
	struct unfilled *items;
	size_t count, capacity;
};

/* The first mark in text: *at is its offset, *what (a piece of text) what it asks for, up to its closing bracket or the
 * end of the line. False if there is none. */
bool unfilled_find(size_t *at, struct span *what, struct span text);

/* Adds the marks in all texts of v, each at its value's place, into the arena. */
void unfilled_in_value(struct unfilled_list *list, struct arena *a, const struct value *v);
/* Adds those of a body, one a line; its first line has the number first_line. */
void unfilled_in_body(struct unfilled_list *list, struct arena *a, struct span body, unsigned first_line);
struct unfilled_list unfilled_copy(struct arena *a, const struct unfilled_list *list);

#endif
