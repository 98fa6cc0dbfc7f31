/* A tree as CommonMark 0.30 again, for those who read Markdown and not our tree: parsed, it reads as the tree's plain text does. Links,
 * images, lists, quotations, headings and code stay what they are; emphasis is left out, as in plain text; a table, for which CommonMark
 * has nothing, is code, and so is raw HTML. */
#ifndef DOCUMENT_MARKDOWN_WRITE_H
#define DOCUMENT_MARKDOWN_WRITE_H

#include "base/buf.h"
#include "document/html.h"

struct markdown_options {
	link_resolve *resolve; /* NULL: urls as they are */
	void *context;
	int deeper;            /* added to the levels of headings, which stay from 1 to 6 */
};

/* Appends whole lines. */
void markdown_render(struct buf *out, const struct node *root, const struct markdown_options *options);
/* Appends plain text that is to be read as such: what would be markup is escaped; LF begins a new line of the paragraph. */
void markdown_text(struct buf *out, struct span text);

#endif
