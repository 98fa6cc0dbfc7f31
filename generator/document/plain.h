/* Plain text of a tree: wrapped at a width counted in columns (East Asian wide
 * characters are two), broken by UAX #14 with kinsoku, no line over 900 bytes.
 * Links are numbered [1] and listed at the end; what a link's text says itself is not listed.
 *
 * It begins no line with "-" of its own accord: gpg would escape that in a clear-signed text. So items
 * begin with "* ", and headings are underlined with "=", "~" or ".". */
#ifndef DOCUMENT_PLAIN_H
#define DOCUMENT_PLAIN_H

#include "base/buf.h"
#include "document/html.h"

#define PLAIN_WIDTH 72
#define PLAIN_UNWRAPPED (-1) /* a paragraph is one line */
#define PLAIN_LINE_BYTES 900

struct plain_options {
	int width;                /* columns; 0: PLAIN_WIDTH; of tables always that */
	link_resolve *resolve;
	void *context;
	const char *links_title;  /* heading over the list of links, or NULL: the list has none */
	const char *figure_label; /* what an image begins with, [LABEL: description]; NULL: [description] */
	const char *colon;        /* between a label and what it names; NULL: ": " */
};

/* Appends whole lines. Nothing is written for an empty tree. */
void plain_render(struct buf *out, const struct node *root, const struct plain_options *options);

/* Wraps one paragraph of running text: the first line begins with first, the others with rest.
 * LF in text begins a new line; blanks at line ends are dropped. ASCII words (URLs, versions) are not
 * broken, even if they are wider than the line. Returns the columns of the widest line, without first
 * and rest. */
size_t plain_wrap(struct buf *out, struct span text, const char *first, const char *rest, int width);

/* Makes a text what design.md's signing section demands: no control character but LF (tabs become
 * blanks, others U+FFFD, and so does what is not UTF-8), no trailing blanks, one LF at the end, no line
 * over 900 bytes (cut at a UTF-8 boundary, at a blank where there is one). */
void plain_normalise(struct buf *text);

#endif
