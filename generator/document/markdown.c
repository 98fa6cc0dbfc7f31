/* cmark's tree becomes ours. Its nodes are copied in the order of its iterator;
 * nothing recurses. cmark's own costs are bounded before it is called (limits.h). */
#include "document/markdown.h"

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "document/limits.h"
#include "document/position.h"

#define COMMENTS_REPORTED 20
#define HIDDEN_REPORTED 20

struct conversion {
	struct arena *arena;
	struct diags *diags; /* NULL: lenient */
	const char *path;
	unsigned first_line;
	struct source_lines lines;
	struct inline_places places;
	struct node *parent;
	unsigned nesting, inline_nesting, comments, nodes, headings;
	bool refused;
	bool too_many; /* nodes or headings: the rest is not looked at */
};

static const enum node_type types[] = {
	[CMARK_NODE_DOCUMENT] = NODE_DOCUMENT,
	[CMARK_NODE_BLOCK_QUOTE] = NODE_BLOCK_QUOTE,
	[CMARK_NODE_LIST] = NODE_LIST,
	[CMARK_NODE_ITEM] = NODE_ITEM,
	[CMARK_NODE_CODE_BLOCK] = NODE_CODE_BLOCK,
	[CMARK_NODE_HTML_BLOCK] = NODE_HTML_BLOCK,
	[CMARK_NODE_PARAGRAPH] = NODE_PARAGRAPH,
	[CMARK_NODE_HEADING] = NODE_HEADING,
	[CMARK_NODE_THEMATIC_BREAK] = NODE_THEMATIC_BREAK,
	[CMARK_NODE_TEXT] = NODE_TEXT,
	[CMARK_NODE_SOFTBREAK] = NODE_SOFT_BREAK,
	[CMARK_NODE_LINEBREAK] = NODE_LINE_BREAK,
	[CMARK_NODE_CODE] = NODE_CODE,
	[CMARK_NODE_HTML_INLINE] = NODE_HTML_INLINE,
	[CMARK_NODE_EMPH] = NODE_EMPH,
	[CMARK_NODE_STRONG] = NODE_STRONG,
	[CMARK_NODE_LINK] = NODE_LINK,
	[CMARK_NODE_IMAGE] = NODE_IMAGE,
};

/* A copy in which what is not UTF-8 is U+FFFD. (cmark makes such bytes: FF of &#xFFFF;) */
static struct span valid_copy(struct arena *a, struct span s)
{
	size_t n = utf8_invalid(s);
	if (n == s.length)
		return span_make(arena_span(a, s), s.length);
	struct buf b;
	buf_init(&b, SIZE_MAX / 4);
	for (; s.length; n = utf8_invalid(s)) {
		buf_add(&b, s.data, n);
		if (n < s.length)
			buf_text(&b, "\uFFFD");
		s = span_after(s, n < s.length ? n + 1 : n);
	}
	struct span copy = span_make(arena_span(a, buf_as_span(&b)), b.length);
	buf_fini(&b);
	return copy;
}

static const char *copied(struct arena *a, const char *text)
{
	return valid_copy(a, span_of(text)).data;
}

static const char *copied_unless_empty(struct arena *a, const char *text)
{
	return text && *text ? copied(a, text) : NULL;
}

static void copy_list(struct node *n, cmark_node *from)
{
	n->ordered = cmark_node_get_list_type(from) == CMARK_ORDERED_LIST;
	n->tight = cmark_node_get_list_tight(from) != 0;
	n->start = cmark_node_get_list_start(from);
	if (n->ordered)
		n->delimiter = cmark_node_get_list_delim(from) == CMARK_PAREN_DELIM ? ')' : '.';
}

static struct node *copy_node(struct arena *a, cmark_node *from)
{
	struct node *n = node_new(a, types[cmark_node_get_type(from)]);
	const char *literal = cmark_node_get_literal(from);
	if (literal)
		n->literal = valid_copy(a, span_of(literal));
	if (n->type == NODE_HEADING)
		n->level = cmark_node_get_heading_level(from);
	if (n->type == NODE_LIST)
		copy_list(n, from);
	if (n->type == NODE_CODE_BLOCK)
		n->info = copied_unless_empty(a, cmark_node_get_fence_info(from));
	if (n->type == NODE_LINK || n->type == NODE_IMAGE) {
		n->url = copied(a, cmark_node_get_url(from));
		n->title = copied_unless_empty(a, cmark_node_get_title(from));
	}
	return n;
}

static unsigned positive(int n)
{
	return n > 0 ? (unsigned)n : 0;
}

static void place_node(struct conversion *c, struct node *n, cmark_node *from)
{
	unsigned line = positive(cmark_node_get_start_line(from));
	unsigned column = positive(cmark_node_get_start_column(from));
	unsigned end = positive(cmark_node_get_end_line(from));
	if (node_is_block(n->type)) {
		n->line = line;
		n->column = column;
		c->places = inline_places(&c->lines, line, column, end);
	} else {
		inline_place(&c->places, n, line, column, end);
	}
}

static size_t find(struct span s, size_t from, const char *what)
{
	size_t n = strlen(what);
	for (size_t i = from; i + n <= s.length; i++)
		if (memcmp(s.data + i, what, n) == 0)
			return i;
	return s.length;
}

/* The place of the comment that begins at offset in n's literal. */
static struct place comment_place(const struct conversion *c, const struct node *n, size_t offset)
{
	unsigned line = n->line;
	for (size_t i = 0; n->type == NODE_HTML_BLOCK && i < offset; i++)
		line += n->literal.data[i] == '\n';
	struct span source = source_line(&c->lines, line);
	size_t at = find(source, n->type == NODE_HTML_INLINE && n->column ? n->column - 1 : 0, "<!--");
	return (struct place){c->path, line + c->first_line - 1, at < source.length ? (unsigned)at + 1 : 0};
}

static void report_comment(struct conversion *c, const struct node *n, size_t offset)
{
	c->refused = true;
	if (c->comments++ >= COMMENTS_REPORTED)
		return;
	diag(c->diags, DIAG_MARKDOWN_COMMENT, comment_place(c, n, offset),
	     "take it out: everyone could read it; notes for colleagues belong in the commit message",
	     "the text holds an HTML comment");
}

/* Takes the comments out of a literal; one that is not closed goes to the end. */
static struct span without_comments(struct arena *a, struct span s)
{
	char *kept = arena_alloc(a, s.length + 1), *to = kept;
	for (size_t i = 0; i < s.length;) {
		size_t begin = find(s, i, "<!--");
		memcpy(to, s.data + i, begin - i);
		to += begin - i;
		size_t end = begin < s.length ? find(s, begin + 4, "-->") : s.length;
		i = end < s.length ? end + 3 : s.length;
	}
	return span_make(kept, (size_t)(to - kept));
}

/* False if nothing of the node is left. */
static bool check_comment(struct conversion *c, struct node *n)
{
	size_t at = find(n->literal, 0, "<!--");
	if (at == n->literal.length)
		return true;
	if (c->diags) {
		report_comment(c, n, at);
		return true;
	}
	n->literal = without_comments(c->arena, n->literal);
	return span_trim(n->literal).length > 0;
}

static struct place node_place(const struct conversion *c, const struct node *n)
{
	return (struct place){c->path, n->line, n->column};
}

/* What every later stage can bear: each costs time and memory for a node, and some visit all that hold it. */
static void check_size(struct conversion *c, const struct node *n)
{
	bool many = ++c->nodes > MARKDOWN_NODES, headings = (c->headings += n->type == NODE_HEADING) > MARKDOWN_HEADINGS;
	bool deep = c->nesting > MARKDOWN_NESTING, deep_inline = c->inline_nesting > MARKDOWN_INLINE_NESTING;
	if (!c->refused && c->diags && deep)
		diag(c->diags, DIAG_MARKDOWN_NESTING, node_place(c, n), "make it flatter, or give the inner part a heading of its own; a nested list counts as two: the list and its item",
		     "blocks are nested deeper than %d", MARKDOWN_NESTING);
	else if (!c->refused && c->diags && deep_inline)
		diag(c->diags, DIAG_MARKDOWN_NESTING, node_place(c, n), "a * or [ that stands for itself is written \\* or \\[",
		     "emphasis and links are nested deeper than %d", MARKDOWN_INLINE_NESTING);
	if (c->diags && (many || headings))
		diag(c->diags, DIAG_MARKDOWN_COSTLY, (struct place){c->path, n->line, 0},
		     "divide it, or attach the long part as a file", "the text has more than %d %s",
		     many ? MARKDOWN_NODES : MARKDOWN_HEADINGS, many ? "blocks, lines, links and other parts" : "headings");
	c->too_many = many || headings;
	c->refused = c->refused || deep || deep_inline || c->too_many;
}

static void enter(struct conversion *c, cmark_node *from)
{
	struct node *n = copy_node(c->arena, from);
	place_node(c, n, from);
	if ((n->type == NODE_HTML_BLOCK || n->type == NODE_HTML_INLINE) && !check_comment(c, n))
		return;
	n->line += c->first_line - 1;
	node_append(c->parent, n);
	c->parent = n;
	*(node_is_block(n->type) ? &c->nesting : &c->inline_nesting) += 1;
	check_size(c, n);
}

static void leave(struct conversion *c)
{
	*(node_is_block(c->parent->type) ? &c->nesting : &c->inline_nesting) -= 1;
	c->parent = c->parent->parent;
}

/* cmark's iterator gives leaves an enter event only. */
static bool is_leaf(cmark_node *n)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_THEMATIC_BREAK:
	case CMARK_NODE_TEXT:
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
	case CMARK_NODE_CODE:
	case CMARK_NODE_HTML_INLINE:
		return true;
	default:
		return false;
	}
}

/* The document is entered here and never left: every other node has a parent. */
static struct node *convert(struct conversion *c, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_iter_next(iter);
	struct node *document = copy_node(c->arena, root);
	place_node(c, document, root);
	document->line += c->first_line - 1;
	c->parent = document;
	cmark_event_type event;
	while (!c->too_many && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && cmark_iter_get_node(iter) != root) {
		cmark_node *from = cmark_iter_get_node(iter);
		struct node *before = c->parent;
		if (event == CMARK_EVENT_ENTER)
			enter(c, from);
		if (event == CMARK_EVENT_EXIT || (is_leaf(from) && c->parent != before))
			leave(c);
	}
	cmark_iter_free(iter);
	return document;
}

/* What cannot be parsed (a past version): its source, without comments. */
static struct node *as_code(struct arena *a, struct span body, unsigned first_line)
{
	struct node *root = node_new(a, NODE_DOCUMENT), *code = node_new(a, NODE_CODE_BLOCK);
	code->literal = without_comments(a, valid_copy(a, body));
	root->line = code->line = first_line;
	root->column = code->column = 1;
	node_append(root, code);
	return root;
}

static struct place line_place(const char *path, unsigned line)
{
	return (struct place){path, line, 0};
}

/* What can be refused before cmark runs. */
static bool acceptable(struct span body, unsigned first_line, const char *path, struct diags *d)
{
	unsigned line;
	const char *what;
	bool large = body.length > MARKDOWN_BYTES;
	if (large && d)
		diag(d, DIAG_MARKDOWN_SIZE, line_place(path, first_line),
		     "divide it, or attach the long part as a file",
		     "the text has %zu bytes; 1 MiB is the most", body.length);
	if (large)
		return false;
	if (!markdown_costly(body, &line, &what))
		return true;
	if (d)
		diag(d, DIAG_MARKDOWN_COSTLY, line_place(path, line + first_line - 1),
		     "divide the text, or make it simpler", "the text would take too long to read: %s", what);
	return false;
}

static bool valid_utf8(struct span body, unsigned first_line, const char *path, struct diags *d)
{
	size_t bad = utf8_invalid(body), start = 0;
	if (bad == body.length)
		return true;
	unsigned line = first_line;
	for (size_t i = 0; i < bad; i++)
		if (body.data[i] == '\n') {
			line++;
			start = i + 1;
		}
	if (d)
		diag(d, DIAG_NOT_UTF8, (struct place){path, line, (unsigned)(bad - start) + 1},
		     "save the file as UTF-8", "the text is not UTF-8");
	return false;
}

/* The first character that hides or reorders text, or 0; a control becomes a visible U+FFFD in every rendering. */
static uint32_t hidden_character(struct span s)
{
	size_t at = utf8_find_deceptive(s), n;
	return at < s.length ? utf8_decode(span_after(s, at), &n) : 0;
}

/* What "&#x202E;" means stands only in the tree: the source was looked at before. */
static void refuse_hidden(struct conversion *c, const struct node *root)
{
	unsigned told = 0;
	for (const struct node *n = root; n && told < HIDDEN_REPORTED; n = node_walk(root, n)) {
		struct span title = span_of(n->title ? n->title : "");
		uint32_t found = hidden_character(n->literal);
		found = found ? found : hidden_character(title);
		if (!found)
			continue;
		diag(c->diags, DIAG_MARKDOWN_HIDDEN, node_place(c, n),
		     "take it out, also where it is written as &#…;", "U+%04X hides or reorders text", (unsigned)found);
		c->refused = true;
		told++;
	}
}

/* A past version cannot be mended: what hides there is shown as U+FFFD. */
static void show_hidden(struct arena *a, struct node *root)
{
	for (struct node *n = root; n; n = node_walk(root, n)) {
		if (hidden_character(n->literal))
			n->literal = utf8_made_visible(a, n->literal);
		if (n->title && hidden_character(span_of(n->title)))
			n->title = utf8_made_visible(a, span_of(n->title)).data;
	}
}

struct node *markdown_parse(struct arena *a, struct span body, unsigned first_line, const char *path,
			    struct diags *d)
{
	bool valid = valid_utf8(body, first_line, path, d);
	if ((!valid && d) || !acceptable(body, first_line, path, d))
		return d ? NULL : as_code(a, body, first_line);
	struct conversion c = {.arena = a, .diags = d, .path = path, .first_line = first_line};
	c.lines = source_lines(a, body);
	int options = CMARK_OPT_SOURCEPOS | (valid ? 0 : CMARK_OPT_VALIDATE_UTF8);
	cmark_node *parsed = cmark_parse_document(body.length ? body.data : "", body.length, options);
	struct node *root = convert(&c, parsed);
	cmark_node_free(parsed);
	if (d)
		refuse_hidden(&c, root);
	else
		show_hidden(a, root);
	if (c.refused)
		return d ? NULL : as_code(a, body, first_line);
	node_merge_text(a, root);
	return root;
}
