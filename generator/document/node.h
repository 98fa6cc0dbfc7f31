/* The Markdown tree: CommonMark's nodes and ours. All of it lives in one arena;
 * nodes are never freed alone. A node has at most one parent; the functions
 * here keep the links of parent, siblings and children consistent, and are the
 * only ones that change them. */
#ifndef DOCUMENT_NODE_H
#define DOCUMENT_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

enum node_type {
	/* blocks */
	NODE_DOCUMENT,
	NODE_PARAGRAPH,
	NODE_HEADING,
	NODE_LIST,
	NODE_ITEM,
	NODE_CODE_BLOCK,
	NODE_BLOCK_QUOTE,
	NODE_THEMATIC_BREAK,
	NODE_HTML_BLOCK,
	NODE_TABLE,
	NODE_ROW,
	NODE_CELL,
	NODE_DIV,
	NODE_FIGURE,
	/* inlines */
	NODE_TEXT,
	NODE_CODE,
	NODE_EMPH,
	NODE_STRONG,
	NODE_LINK,
	NODE_IMAGE,
	NODE_SOFT_BREAK,
	NODE_LINE_BREAK,
	NODE_HTML_INLINE,
	NODE_RUBY,
	NODE_TERM,
	NODE_SPAN,
	NODE_TYPES
};

enum cell_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct node {
	enum node_type type;
	struct node *parent, *previous, *next, *first, *last;
	unsigned line, column;      /* in the file, from 1; 0: made by a filter */
	struct span literal;        /* Text, Code, CodeBlock, HtmlBlock, HtmlInline */
	const char *url, *title;    /* Link, Image; Term: url of its definition, title the definition;
				       title of a Table or Figure: its caption */
	const char *info;           /* CodeBlock's info string; Ruby's reading */
	const char *anchor;         /* Heading: the id, once anchors are assigned */
	const char *classes;        /* Span, Div, Figure: space-separated, or NULL */
	const char *section;        /* Heading: canonical name of the section ("impact"), or NULL */
	int level;                  /* Heading: 1 to 6 */
	bool ordered, tight;        /* List */
	char delimiter;             /* List, ordered: '.' or ')' */
	int start;                  /* List, ordered */
	bool header;                /* Row, Cell: of the table's head */
	enum cell_align align;      /* Cell */
};

struct node *node_new(struct arena *a, enum node_type type);
struct node *node_text(struct arena *a, struct span text); /* the bytes are borrowed */

const char *node_type_name(enum node_type type); /* "BlockQuote" */
bool node_is_block(enum node_type type);
/* True if CommonMark and our own rules let child stand in parent. */
bool node_may_contain(enum node_type parent, enum node_type child);

/* A copy of node and all below it, without a parent; its texts are borrowed. */
struct node *node_copy(struct arena *a, const struct node *node);

void node_append(struct node *parent, struct node *child);
void node_insert_before(struct node *sibling, struct node *node);
void node_insert_after(struct node *sibling, struct node *node);
void node_remove(struct node *node); /* from its parent; stays usable */
/* Puts with (taken from where it was) in node's place; node is without a parent then. */
void node_replace(struct node *node, struct node *with);
/* True if inner is node or stands below it: such a node must not be put into inner. */
bool node_holds(const struct node *node, const struct node *inner);

/* The next node of a depth-first walk in document order within root, children
 * before siblings; NULL at the end. node_skip does not enter the children. */
struct node *node_walk(const struct node *root, const struct node *node);
struct node *node_skip(const struct node *root, const struct node *node);

/* A walk that tells both when a node begins and when its children are done.
 * Starts as {.root = root}; every node gives two events, leaves too. */
struct node_event {
	const struct node *root, *node;
	bool leaving;
};
bool node_next(struct node_event *e);

/* Joins neighbouring Text nodes below root. */
void node_merge_text(struct arena *a, struct node *root);

/* True if the SoftBreak stands between two Japanese characters (also where emphasis,
 * a link or code ends or begins there; one of them may be a symbol such as … or →): it is
 * nothing then, and a blank or LF otherwise. */
bool node_joins(const struct node *soft_break);

/* The text of node and all below, without markup, as one line; of an image its
 * description, of a Ruby its base. */
struct buf;
void node_plain(struct buf *out, const struct node *node);

#endif
