/* Markdown (CommonMark 0.30, by cmark) to a tree. Only document/ includes cmark.h. */
#ifndef DOCUMENT_MARKDOWN_H
#define DOCUMENT_MARKDOWN_H

#include "base/diag.h"
#include "document/node.h"

#define MARKDOWN_BYTES ((size_t)1 << 20)
#define MARKDOWN_NESTING 16
#define MARKDOWN_INLINE_NESTING 64
#define MARKDOWN_NODES 250000
#define MARKDOWN_HEADINGS 10000

/* Parses the body; first_line is the number of its first line in the file.
 * Refused with place: HTML comments, characters that hide or reorder text (also as &#x202E;), nesting deeper than 16 blocks (a nested list
 * is two: list and item) or 64 inlines, a body over 1 MiB or of more than 250,000 nodes or 10,000 headings, and what would cost cmark
 * 0.30.2 more than linear time (limits.h). Text nodes that touch are merged. NULL after reporting.
 *
 * d may be NULL (past versions): nothing is reported and the result is never NULL then; comments are
 * left out, what is not UTF-8 becomes U+FFFD, and a body that would be refused is one CodeBlock that
 * holds its source.
 *
 * The tree is wholly in the arena; body need not outlive the call.
 *
 * Places: a block's line and column are cmark's. An inline's line is the best that can be told (it
 * lies within its block); its column is 0 unless the source there agrees. */
struct node *markdown_parse(struct arena *a, struct span body, unsigned first_line, const char *path,
			    struct diags *d);

#endif
