/* Inside document/: what the parts of the plain-text rendering share. */
#ifndef DOCUMENT_PLAIN_TEXT_H
#define DOCUMENT_PLAIN_TEXT_H

#include "base/map.h"
#include "document/plain.h"

/* In a text to be wrapped: the line is not broken after this byte, which is not written. */
#define WRAP_TOGETHER '\x02'
/* A line has at least so many columns after its prefix. */
#define WRAP_LEAST 24

struct plain_link {
	const char *url, *title; /* title or NULL */
};

struct plain_frame {
	size_t rest;      /* length of the prefix outside it */
	long long number; /* List: of its next item */
};

struct plain {
	struct buf *out;
	const struct plain_options *options;
	struct arena *arena;

	/* Prefixes of lines: of the next one while pending, of those after it. */
	struct buf lead, rest;
	bool pending;
	bool blank; /* the last line is blank, or there is none */

	struct plain_frame *frames; /* open lists, items and quotations */
	size_t frame_count, frame_size;

	struct plain_link *links;
	size_t link_count, link_size;
	struct map *numbers; /* url and title → index into links */
	int top_level;       /* of headings */
};

/* The prefix of the next line, and that it is written now. */
const char *plain_lead(struct plain *p);
void plain_lead_done(struct plain *p);
void plain_blank(struct plain *p);
/* What stands between a label and what it names. */
const char *plain_colon(const struct plain *p);
/* Wraps a text, as the options say; returns the widest line's columns. */
size_t plain_lines(struct plain *p, struct span text, const char *first, const char *rest);
/* The same as lines of the present block. */
size_t plain_paragraph(struct plain *p, struct span text);

/* plain_inline.c: the text of a block's inlines, as plain_wrap takes it; numbers its links. */
void plain_inlines(struct plain *p, const struct node *block, struct buf *text);
void plain_links(struct plain *p);
/* The caption of the figure in which an image without a description stands alone: it stands for that. Else NULL. */
const char *plain_told_by_figure(const struct node *image);
/* Appends text that holds no control character: they become U+FFFD, tabs and line ends blanks. */
void plain_clean(struct buf *out, struct span text);

/* plain_table.c */
void plain_table(struct plain *p, const struct node *table);

#endif
