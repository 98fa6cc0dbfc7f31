/* Invariant: no line of the outline but the first begins where it does: what a text holds cannot begin one. */
#include "document/outline.h"

#include "base/utf8.h"

static void add_quoted(struct buf *out, struct arena *a, const char *key, struct span text)
{
	buf_printf(out, " %s=\"", key);
	for (const char *p = utf8_masked(a, text, 5 * text.length + 1); *p; p++) {
		if (*p == '"')
			buf_char(out, '\\');
		buf_char(out, *p);
	}
	buf_char(out, '"');
}

static void add_text(struct buf *out, struct arena *a, const char *key, const char *text)
{
	if (text)
		add_quoted(out, a, key, span_of(text));
}

static void add_word(struct buf *out, bool is, const char *word)
{
	if (is)
		buf_printf(out, " %s", word);
}

static void add_list(struct buf *out, const struct node *n)
{
	add_word(out, n->ordered, "ordered");
	if (n->ordered)
		buf_printf(out, " start=%d", n->start);
	if (n->ordered && n->delimiter)
		buf_printf(out, " delimiter=\"%c\"", n->delimiter);
	add_word(out, n->tight, "tight");
}

static void add_cell(struct buf *out, const struct node *n)
{
	static const char *const names[] = {"none", "left", "centre", "right"};
	add_word(out, n->header, "header");
	if (n->align != ALIGN_NONE)
		buf_printf(out, " align=\"%s\"", names[n->align]);
}

static void add_heading(struct buf *out, struct arena *a, const struct node *n)
{
	buf_printf(out, " level=%d", n->level);
	add_text(out, a, "section", n->section);
	add_text(out, a, "anchor", n->anchor);
}

static void add_fields(struct buf *out, struct arena *a, const struct node *n)
{
	switch (n->type) {
	case NODE_TEXT:
	case NODE_CODE:
	case NODE_CODE_BLOCK:
	case NODE_HTML_BLOCK:
	case NODE_HTML_INLINE:
		add_text(out, a, "info", n->type == NODE_CODE_BLOCK ? n->info : NULL);
		add_quoted(out, a, "text", n->literal);
		break;
	case NODE_HEADING: add_heading(out, a, n); break;
	case NODE_LIST: add_list(out, n); break;
	case NODE_ROW: add_word(out, n->header, "header"); break;
	case NODE_CELL: add_cell(out, n); break;
	case NODE_RUBY: add_text(out, a, "reading", n->info); break;
	case NODE_LINK:
	case NODE_IMAGE:
		add_text(out, a, "url", n->url);
		add_text(out, a, "title", n->title);
		break;
	case NODE_TERM:
		add_text(out, a, "url", n->url);
		add_text(out, a, "definition", n->title);
		break;
	case NODE_TABLE: add_text(out, a, "caption", n->title); break;
	case NODE_FIGURE: add_text(out, a, "caption", n->title); /* fall through */
	case NODE_SPAN:
	case NODE_DIV: add_text(out, a, "classes", n->classes); break;
	default: break;
	}
}

void outline_render(struct buf *out, const struct node *root)
{
	struct arena *a = arena_new();
	size_t depth = 0;
	for (struct node_event e = {.root = root}; node_next(&e);) {
		if (e.leaving) {
			depth--;
			continue;
		}
		buf_repeat(out, ' ', 2 * depth++);
		buf_text(out, node_type_name(e.node->type));
		if (e.node->line)
			buf_printf(out, e.node->column ? " %u:%u" : " %u", e.node->line, e.node->column);
		add_fields(out, a, e.node);
		buf_char(out, '\n');
		arena_reset(a);
	}
	arena_free(a);
}
