/* Invariants: parent, siblings and children agree in both directions; a node
 * that was removed has no parent and no siblings. Nothing here recurses: a walk
 * finds its way back by the parents. */
#include "document/node.h"

#include "base/buf.h"

struct node *node_new(struct arena *a, enum node_type type)
{
	struct node *n = arena_alloc(a, sizeof(*n));
	n->type = type;
	n->level = type == NODE_HEADING;
	n->start = type == NODE_LIST;
	return n;
}

struct node *node_text(struct arena *a, struct span text)
{
	struct node *n = node_new(a, NODE_TEXT);
	n->literal = text;
	return n;
}

static const char *const names[NODE_TYPES] = {
	[NODE_DOCUMENT] = "Document",
	[NODE_PARAGRAPH] = "Paragraph",
	[NODE_HEADING] = "Heading",
	[NODE_LIST] = "List",
	[NODE_ITEM] = "Item",
	[NODE_CODE_BLOCK] = "CodeBlock",
	[NODE_BLOCK_QUOTE] = "BlockQuote",
	[NODE_THEMATIC_BREAK] = "ThematicBreak",
	[NODE_HTML_BLOCK] = "HtmlBlock",
	[NODE_TABLE] = "Table",
	[NODE_ROW] = "Row",
	[NODE_CELL] = "Cell",
	[NODE_DIV] = "Div",
	[NODE_FIGURE] = "Figure",
	[NODE_TEXT] = "Text",
	[NODE_CODE] = "Code",
	[NODE_EMPH] = "Emph",
	[NODE_STRONG] = "Strong",
	[NODE_LINK] = "Link",
	[NODE_IMAGE] = "Image",
	[NODE_SOFT_BREAK] = "SoftBreak",
	[NODE_LINE_BREAK] = "LineBreak",
	[NODE_HTML_INLINE] = "HtmlInline",
	[NODE_RUBY] = "Ruby",
	[NODE_TERM] = "Term",
	[NODE_SPAN] = "Span",
};

const char *node_type_name(enum node_type type)
{
	return type < NODE_TYPES ? names[type] : "?";
}

bool node_is_block(enum node_type type)
{
	return type < NODE_TEXT;
}

/* What may stand in a document, a quotation, an item. */
static bool is_flow(enum node_type type)
{
	return node_is_block(type) && type != NODE_DOCUMENT && type != NODE_ITEM && type != NODE_ROW &&
	       type != NODE_CELL;
}

bool node_may_contain(enum node_type parent, enum node_type child)
{
	switch (parent) {
	case NODE_DOCUMENT:
	case NODE_BLOCK_QUOTE:
	case NODE_ITEM:
	case NODE_DIV:
	case NODE_FIGURE:
		return is_flow(child);
	case NODE_LIST:
		return child == NODE_ITEM;
	case NODE_TABLE:
		return child == NODE_ROW;
	case NODE_ROW:
		return child == NODE_CELL;
	case NODE_LINK:
	case NODE_TERM:
		return !node_is_block(child) && child != NODE_LINK && child != NODE_TERM;
	case NODE_PARAGRAPH:
	case NODE_HEADING:
	case NODE_CELL:
	case NODE_EMPH:
	case NODE_STRONG:
	case NODE_IMAGE:
	case NODE_RUBY:
	case NODE_SPAN:
		return !node_is_block(child);
	default:
		return false;
	}
}

void node_remove(struct node *node)
{
	if (node->previous)
		node->previous->next = node->next;
	else if (node->parent)
		node->parent->first = node->next;
	if (node->next)
		node->next->previous = node->previous;
	else if (node->parent)
		node->parent->last = node->previous;
	node->parent = node->previous = node->next = NULL;
}

void node_append(struct node *parent, struct node *child)
{
	node_remove(child);
	child->parent = parent;
	child->previous = parent->last;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

void node_insert_before(struct node *sibling, struct node *node)
{
	if (sibling == node)
		return;
	node_remove(node);
	node->parent = sibling->parent;
	node->next = sibling;
	node->previous = sibling->previous;
	if (sibling->previous)
		sibling->previous->next = node;
	else if (sibling->parent)
		sibling->parent->first = node;
	sibling->previous = node;
}

void node_insert_after(struct node *sibling, struct node *node)
{
	if (sibling == node)
		return;
	node_remove(node);
	node->parent = sibling->parent;
	node->previous = sibling;
	node->next = sibling->next;
	if (sibling->next)
		sibling->next->previous = node;
	else if (sibling->parent)
		sibling->parent->last = node;
	sibling->next = node;
}

void node_replace(struct node *node, struct node *with)
{
	if (node == with)
		return;
	node_insert_before(node, with);
	node_remove(node);
}

bool node_holds(const struct node *node, const struct node *inner)
{
	while (inner && inner != node)
		inner = inner->parent;
	return inner != NULL;
}

struct node *node_skip(const struct node *root, const struct node *node)
{
	for (; node && node != root; node = node->parent)
		if (node->next)
			return node->next;
	return NULL;
}

struct node *node_walk(const struct node *root, const struct node *node)
{
	return node->first ? node->first : node_skip(root, node);
}

bool node_next(struct node_event *e)
{
	if (!e->node) {
		e->node = e->root;
		return e->node != NULL;
	}
	if (!e->leaving) {
		if (e->node->first)
			e->node = e->node->first;
		else
			e->leaving = true;
		return true;
	}
	if (e->node == e->root)
		return false;
	e->leaving = !e->node->next;
	e->node = e->node->next ? e->node->next : e->node->parent;
	return true;
}

static struct node *copy_alone(struct arena *a, const struct node *node)
{
	struct node *n = arena_alloc(a, sizeof(*n));
	*n = *node;
	n->parent = n->previous = n->next = n->first = n->last = NULL;
	return n;
}

struct node *node_copy(struct arena *a, const struct node *node)
{
	struct node *root = copy_alone(a, node), *into = root;
	for (struct node_event e = {.root = node}; node_next(&e);) {
		if (e.node == node)
			continue;
		if (e.leaving) {
			into = into->parent;
			continue;
		}
		struct node *n = copy_alone(a, e.node);
		node_append(into, n);
		into = n;
	}
	return root;
}

/* The length of the run of Text nodes that begins with node; *end is what follows it. */
static size_t run_length(const struct node *node, const struct node **end)
{
	size_t length = 0;
	for (; node && node->type == NODE_TEXT; node = node->next)
		length += node->literal.length;
	*end = node;
	return length;
}

static void merge_run(struct arena *a, struct node *first)
{
	const struct node *end;
	size_t length = run_length(first, &end);
	char *joined = arena_alloc(a, length + 1), *to = joined;
	for (const struct node *n = first; n != end; n = n->next) {
		if (n->literal.length)
			memcpy(to, n->literal.data, n->literal.length);
		to += n->literal.length;
	}
	first->literal = span_make(joined, length);
	while (first->next != end)
		node_remove(first->next);
}

void node_merge_text(struct arena *a, struct node *root)
{
	for (struct node *n = root; n; n = node_walk(root, n))
		if (n != root && n->type == NODE_TEXT && n->next && n->next->type == NODE_TEXT)
			merge_run(a, n);
}
