/* Blocks as text. Invariants: rest is the prefix of every line within the open
 * lists, items and quotations; frames know how long it was outside each of them, so that leaving restores it.
 * lead is the prefix of the next line only, while an item's marker is still to be written. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/plain_text.h"

#define INDENT_MOST 4   /* what a long marker ("100. ") indents its item's other lines by */
#define PREFIX_MOST 40  /* columns; deeper blocks are not indented further */
#define CODE_INDENT "    "
#define TAB_STOP 8

const char *plain_lead(struct plain *p)
{
	return p->pending ? p->lead.data : p->rest.data;
}

void plain_lead_done(struct plain *p)
{
	p->pending = false;
	p->blank = false;
}

static void trim_line(struct buf *out)
{
	while (out->length && out->data[out->length - 1] == ' ')
		buf_truncate(out, out->length - 1);
}

static void empty_line(struct plain *p)
{
	buf_text(p->out, plain_lead(p));
	trim_line(p->out);
	buf_char(p->out, '\n');
	p->pending = false;
}

void plain_blank(struct plain *p)
{
	if (p->pending || p->blank)
		return;
	empty_line(p);
	p->blank = true;
}

const char *plain_colon(const struct plain *p)
{
	return p->options->colon ? p->options->colon : ": ";
}

/* The inlines have left no other control characters in the text. */
static size_t unwrapped(struct buf *out, struct span text, const char *first, const char *rest)
{
	size_t widest = 0;
	for (struct span line; span_next_line(&text, &line); first = rest) {
		size_t from = out->length;
		buf_text(out, first);
		for (const char *cut; line.length && (cut = memchr(line.data, WRAP_TOGETHER, line.length));) {
			size_t n = (size_t)(cut - line.data);
			buf_add(out, line.data, n);
			line = span_after(line, n + 1);
		}
		buf_span(out, line);
		trim_line(out);
		size_t columns = out->length > from ? utf8_width(span_make(out->data + from, out->length - from)) : 0;
		widest = columns > widest ? columns : widest;
		buf_char(out, '\n');
	}
	return widest;
}

size_t plain_lines(struct plain *p, struct span text, const char *first, const char *rest)
{
	int width = p->options->width;
	return width == PLAIN_UNWRAPPED ? unwrapped(p->out, text, first, rest)
					: plain_wrap(p->out, text, first, rest, width ? width : PLAIN_WIDTH);
}

size_t plain_paragraph(struct plain *p, struct span text)
{
	size_t columns = plain_lines(p, text, plain_lead(p), p->rest.data);
	plain_lead_done(p);
	return columns;
}

static void push(struct plain *p, const char *first, const char *rest)
{
	if (p->frame_count == p->frame_size) {
		p->frame_size = p->frame_size ? 2 * p->frame_size : 16;
		p->frames = memory_resize(p->frames, p->frame_size, sizeof(*p->frames));
	}
	p->frames[p->frame_count++] = (struct plain_frame){.rest = p->rest.length};
	if (!p->pending) {
		buf_clear(&p->lead);
		buf_text(&p->lead, p->rest.data);
	}
	if (p->rest.length >= PREFIX_MOST)
		return;
	buf_text(&p->lead, first);
	buf_text(&p->rest, rest);
}

static void pop(struct plain *p)
{
	buf_truncate(&p->rest, p->frames[--p->frame_count].rest);
}

static void begin_list(struct plain *p, const struct node *n)
{
	push(p, "", "");
	p->frames[p->frame_count - 1].number = n->start;
}

static void begin_item(struct plain *p, const struct node *n)
{
	const struct node *list = n->parent;
	char marker[32] = "* ";
	if (list && list->type == NODE_LIST && p->frame_count) {
		long long number = p->frames[p->frame_count - 1].number++;
		if (list->ordered)
			snprintf(marker, sizeof(marker), "%lld%c ", number,
				 list->delimiter ? list->delimiter : '.');
	}
	size_t indent = strlen(marker) < INDENT_MOST ? strlen(marker) : INDENT_MOST;
	push(p, marker, &"    "[INDENT_MOST - indent]);
	p->pending = true;
}

static void end_item(struct plain *p)
{
	if (p->pending)
		empty_line(p);
	p->blank = false;
	pop(p);
}

static bool is_tight(const struct node *item)
{
	const struct node *list = item->type == NODE_ITEM ? item->parent : NULL;
	return list && list->type == NODE_LIST && list->tight;
}

/* Whether a blank line stands before the block. */
static bool stands_apart(const struct node *n)
{
	if (!n->previous || n->type == NODE_ROW || n->type == NODE_CELL)
		return false;
	if (n->type == NODE_ITEM)
		return !is_tight(n);
	return !(n->parent && is_tight(n->parent) && (n->type == NODE_PARAGRAPH || n->type == NODE_LIST));
}

static void heading(struct plain *p, const struct node *n, struct span text)
{
	static const char rules[] = "=~...";
	size_t columns = plain_paragraph(p, text);
	int below = n->level - p->top_level;
	if (!columns)
		return;
	buf_text(p->out, p->rest.data);
	buf_repeat(p->out, rules[below < 0 ? 0 : below > 4 ? 4 : below], columns);
	buf_char(p->out, '\n');
}

static void running_text(struct plain *p, const struct node *n)
{
	struct buf text;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	plain_inlines(p, n, &text);
	if (text.length && n->type == NODE_HEADING)
		heading(p, n, buf_as_span(&text));
	else if (text.length)
		plain_paragraph(p, buf_as_span(&text));
	buf_fini(&text);
}

/* A line of code without tabs and control characters. */
static void clean_code(struct buf *out, struct span line)
{
	size_t column = 0;
	for (size_t i = 0, n; i < line.length; i += n + 1) {
		size_t from = out->length;
		for (n = 0; i + n < line.length && line.data[i + n] != '\t';)
			n++;
		plain_clean(out, span_make(line.data + i, n));
		column += utf8_width(span_make(out->data + from, out->length - from));
		if (i + n == line.length)
			return;
		buf_repeat(out, ' ', TAB_STOP - column % TAB_STOP);
		column += TAB_STOP - column % TAB_STOP;
	}
}

/* The longest beginning of s of at most limit bytes that ends with a character. */
static size_t whole_characters(struct span s, size_t limit)
{
	if (s.length <= limit)
		return s.length;
	size_t n = limit;
	while (n > 0 && ((unsigned char)s.data[n] & 0xC0) == 0x80)
		n--;
	return n ? n : limit;
}

static void code_line(struct plain *p, struct span line)
{
	struct span rest = span_make(line.data, line.length);
	do {
		size_t from = p->out->length;
		buf_text(p->out, plain_lead(p));
		buf_text(p->out, CODE_INDENT);
		size_t used = p->out->length > from ? p->out->length - from : 0;
		size_t n = whole_characters(rest, PLAIN_LINE_BYTES - used);
		buf_add(p->out, rest.data, n);
		trim_line(p->out);
		buf_char(p->out, '\n');
		plain_lead_done(p);
		rest = span_after(rest, n);
	} while (rest.length);
}

static void code(struct plain *p, const struct node *n)
{
	struct buf text;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	for (struct span rest = n->literal, line; span_next_line(&rest, &line);) {
		buf_clear(&text);
		clean_code(&text, line);
		code_line(p, buf_as_span(&text));
	}
	buf_fini(&text);
}

static void begin_block(struct plain *p, const struct node *n)
{
	if (stands_apart(n))
		plain_blank(p);
	switch (n->type) {
	case NODE_PARAGRAPH:
	case NODE_HEADING:
		running_text(p, n);
		return;
	case NODE_LIST:
		begin_list(p, n);
		return;
	case NODE_ITEM:
		begin_item(p, n);
		return;
	case NODE_BLOCK_QUOTE:
		push(p, "> ", "> ");
		return;
	case NODE_CODE_BLOCK:
	case NODE_HTML_BLOCK:
		code(p, n);
		return;
	case NODE_THEMATIC_BREAK:
		plain_paragraph(p, SPAN_LITERAL("* * *"));
		return;
	case NODE_TABLE:
		plain_table(p, n);
		return;
	default:
		return;
	}
}

static void end_block(struct plain *p, const struct node *n)
{
	switch (n->type) {
	case NODE_ITEM:
		end_item(p);
		return;
	case NODE_LIST:
	case NODE_BLOCK_QUOTE:
		pop(p);
		return;
	case NODE_FIGURE:
		if (n->title && !(n->first && n->first->first && plain_told_by_figure(n->first->first))) {
			plain_blank(p);
			plain_paragraph(p, span_of(n->title));
		}
		return;
	default:
		return;
	}
}

static int top_level(const struct node *root)
{
	int level = 6;
	for (const struct node *n = root; n; n = node_walk(root, n))
		if (n->type == NODE_HEADING && n->level < level)
			level = n->level;
	return level;
}

void plain_render(struct buf *out, const struct node *root, const struct plain_options *options)
{
	struct plain p = {.out = out,
			  .options = options,
			  .arena = arena_new(),
			  .blank = true,
			  .numbers = map_new(),
			  .top_level = top_level(root)};
	buf_init(&p.lead, BUF_LIMIT_DEFAULT);
	buf_init(&p.rest, BUF_LIMIT_DEFAULT);
	for (struct node_event e = {.root = root}; node_next(&e);)
		if (node_is_block(e.node->type))
			(e.leaving ? end_block : begin_block)(&p, e.node);
	plain_links(&p);
	buf_fini(&p.lead);
	buf_fini(&p.rest);
	map_free(p.numbers);
	free(p.frames);
	arena_free(p.arena);
}
