/* Inside document/: a difference as HTML, its words. */
#ifndef DOCUMENT_DIFF_HTML_H
#define DOCUMENT_DIFF_HTML_H

#include "document/diff.h"

/* whole is the change of the box that is open, if it came or went whole; what stands in it is not marked again. */
struct diff_writer {
	struct buf *out;
	const struct difference_words *words;
	struct arena *arena; /* for what is made while writing */
	enum part_change whole;
	bool in_code;        /* of the block that is open */
	size_t columns;      /* of the table that is open */
};

void diff_html_text(const struct diff_writer *w, struct span s);
/* What tells a screen reader that something came or went. */
void diff_html_note(const struct diff_writer *w, enum part_change change);
/* The words of a part that holds no parts. */
void diff_html_leaf(const struct diff_writer *w, const struct part *p);
/* How its kind was written and is, where that changed. */
void diff_html_signs(const struct diff_writer *w, const struct part *p);

#endif
