/* Invariant: a line lies within its block; a column is either 0 or that of a
 * byte which can begin the node. */
#include "document/position.h"

static size_t line_end(struct span s)
{
	size_t n = 0;
	while (n < s.length && s.data[n] != '\n' && s.data[n] != '\r')
		n++;
	return n;
}

struct source_lines source_lines(struct arena *a, struct span body)
{
	struct source_lines lines = {0};
	size_t capacity = 0;
	while (body.length) {
		size_t n = line_end(body);
		lines.items = arena_grow(a, lines.items, lines.count, &capacity, sizeof(*lines.items));
		lines.items[lines.count++] = span_make(body.data, n);
		if (n + 1 < body.length && body.data[n] == '\r' && body.data[n + 1] == '\n')
			n++;
		body = span_after(body, n < body.length ? n + 1 : n);
	}
	return lines;
}

struct span source_line(const struct source_lines *lines, unsigned number)
{
	return number && number <= lines->count ? lines->items[number - 1] : span_make(NULL, 0);
}

struct inline_places inline_places(const struct source_lines *lines, unsigned first_line,
				   unsigned first_column, unsigned last_line)
{
	return (struct inline_places){.lines = lines,
				      .first_line = first_line,
				      .first_column = first_column,
				      .last_line = last_line < first_line ? first_line : last_line,
				      .reported = first_line};
}

/* What stands before the text of a continued line: blanks and quotation marks. */
static unsigned prefix_length(struct span line)
{
	size_t n = 0;
	while (n < line.length && (line.data[n] == ' ' || line.data[n] == '\t' || line.data[n] == '>'))
		n++;
	return (unsigned)n;
}

static bool can_begin(const struct node *node, char c)
{
	switch (node->type) {
	case NODE_TEXT:
		return node->literal.length && (c == node->literal.data[0] || c == '\\' || c == '&');
	case NODE_CODE:
		return c == ' ' || (node->literal.length && c == node->literal.data[0]);
	case NODE_EMPH:
	case NODE_STRONG:
		return c == '*' || c == '_';
	case NODE_LINK:
		return c == '[' || c == '<';
	case NODE_IMAGE:
		return c == '!';
	case NODE_HTML_INLINE:
		return c == '<';
	default:
		return false;
	}
}

/* The column if the source has there what can begin the node, else 0. */
static unsigned checked(struct span line, const struct node *node, unsigned column)
{
	return column && column <= line.length && can_begin(node, line.data[column - 1]) ? column : 0;
}

/* cmark's column, mended; for what follows a break, else, where its line begins. */
static unsigned column_of(const struct inline_places *p, const struct node *node, unsigned column)
{
	struct span line = source_line(p->lines, node->line);
	bool continued = node->line > p->first_line;
	if (continued && column >= p->first_column)
		column = column - p->first_column + 1 + prefix_length(line);
	unsigned found = checked(line, node, column);
	return found || !continued || !p->after_break ? found : checked(line, node, prefix_length(line) + 1);
}

void inline_place(struct inline_places *p, struct node *node, unsigned line, unsigned column,
		  unsigned end_line)
{
	bool leaf = node->type == NODE_TEXT || node->type == NODE_CODE || node->type == NODE_HTML_INLINE;
	unsigned here = p->reported + p->missed + p->breaks;
	if (leaf && line) {
		unsigned counted = line >= p->reported ? line - p->reported : 0;
		if (p->breaks > counted)
			p->missed += p->breaks - counted;
		p->breaks = 0;
		here = line + p->missed;
		p->reported = end_line > line ? end_line : line;
	}
	node->line = here < p->last_line ? here : p->last_line;
	node->column = column_of(p, node, column);
	p->after_break = node->type == NODE_SOFT_BREAK || node->type == NODE_LINE_BREAK;
	p->breaks += p->after_break;
}
