/* A table that fits in the line has its columns aligned; another becomes one
 * block a row, of lines "header: cell". */
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/plain_text.h"

#define GAP 2

struct cell {
	struct span text;
	size_t columns;
	enum cell_align align;
};

struct row {
	struct cell *cells;
	size_t count;
	bool header;
};

struct table {
	struct row *rows;
	size_t count;
	size_t *widths; /* of each column */
	size_t columns;
};

static struct cell read_cell(struct plain *p, const struct node *n)
{
	struct buf text;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	plain_inlines(p, n, &text);
	size_t kept = 0;
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] != WRAP_TOGETHER)
			text.data[kept++] = text.data[i] == '\n' ? ' ' : text.data[i];
	buf_truncate(&text, kept);
	struct cell c = {.text = span_make(arena_span(p->arena, buf_as_span(&text)), text.length),
			 .columns = utf8_width(buf_as_span(&text)),
			 .align = n->align};
	buf_fini(&text);
	return c;
}

static struct row read_row(struct plain *p, const struct node *n)
{
	struct row r = {.header = n->header};
	size_t capacity = 0;
	for (const struct node *c = n->first; c; c = c->next) {
		r.cells = arena_grow(p->arena, r.cells, r.count, &capacity, sizeof(*r.cells));
		r.cells[r.count++] = read_cell(p, c);
	}
	return r;
}

static struct table read_table(struct plain *p, const struct node *n)
{
	struct table t = {0};
	size_t capacity = 0;
	for (const struct node *r = n->first; r; r = r->next) {
		t.rows = arena_grow(p->arena, t.rows, t.count, &capacity, sizeof(*t.rows));
		t.rows[t.count] = read_row(p, r);
		if (t.rows[t.count].count > t.columns)
			t.columns = t.rows[t.count].count;
		t.count++;
	}
	t.widths = arena_array(p->arena, t.columns + 1, sizeof(*t.widths));
	for (size_t i = 0; i < t.count; i++)
		for (size_t j = 0; j < t.rows[i].count; j++)
			if (t.rows[i].cells[j].columns > t.widths[j])
				t.widths[j] = t.rows[i].cells[j].columns;
	return t;
}

/* Bytes of the row when its columns are aligned. */
static size_t row_bytes(const struct table *t, const struct row *r)
{
	size_t bytes = 0;
	for (size_t j = 0; j < r->count; j++)
		bytes += r->cells[j].text.length + t->widths[j] - r->cells[j].columns + GAP;
	return bytes;
}

static bool fits(const struct plain *p, const struct table *t)
{
	size_t columns = utf8_width(buf_as_span(&p->rest));
	for (size_t j = 0; j < t->columns; j++)
		columns += t->widths[j] + (j ? GAP : 0);
	if (columns > PLAIN_WIDTH)
		return false;
	for (size_t i = 0; i < t->count; i++)
		if (p->rest.length + row_bytes(t, &t->rows[i]) > PLAIN_LINE_BYTES)
			return false;
	return true;
}

static void add_cell(struct buf *line, const struct cell *c, size_t width)
{
	size_t spare = width - c->columns, before = 0;
	if (c->align == ALIGN_RIGHT)
		before = spare;
	if (c->align == ALIGN_CENTRE)
		before = spare / 2;
	buf_repeat(line, ' ', before);
	buf_span(line, c->text);
	buf_repeat(line, ' ', spare - before);
}

static void write_row(struct plain *p, struct buf *line)
{
	buf_span(p->out, span_of(plain_lead(p)));
	while (line->length && line->data[line->length - 1] == ' ')
		buf_truncate(line, line->length - 1);
	buf_span(p->out, buf_as_span(line));
	buf_char(p->out, '\n');
	plain_lead_done(p);
	buf_clear(line);
}

static void write_rule(struct plain *p, const struct table *t, struct buf *line)
{
	for (size_t j = 0; j < t->columns; j++) {
		buf_repeat(line, ' ', j ? GAP : 0);
		buf_repeat(line, '=', t->widths[j]);
	}
	write_row(p, line);
}

static void write_aligned(struct plain *p, const struct table *t)
{
	struct buf line;
	buf_init(&line, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < t->count; i++) {
		const struct row *r = &t->rows[i];
		for (size_t j = 0; j < r->count; j++) {
			buf_repeat(&line, ' ', j ? GAP : 0);
			add_cell(&line, &r->cells[j], t->widths[j]);
		}
		write_row(p, &line);
		if (r->header && i + 1 < t->count && !t->rows[i + 1].header)
			write_rule(p, t, &line);
	}
	buf_fini(&line);
}

/* One row as a block; names is the row of headers or NULL. */
static void write_block(struct plain *p, const struct row *r, const struct row *names)
{
	struct buf line;
	buf_init(&line, BUF_LIMIT_DEFAULT);
	for (size_t j = 0; j < r->count; j++) {
		if (!r->cells[j].text.length)
			continue;
		buf_clear(&line);
		if (names && j < names->count && names->cells[j].text.length) {
			buf_span(&line, names->cells[j].text);
			buf_text(&line, plain_colon(p));
		}
		buf_span(&line, r->cells[j].text);
		plain_paragraph(p, buf_as_span(&line));
	}
	buf_fini(&line);
}

static void write_blocks(struct plain *p, const struct table *t)
{
	const struct row *names = t->count > 1 && t->rows[0].header ? &t->rows[0] : NULL;
	for (size_t i = names ? 1 : 0; i < t->count; i++) {
		plain_blank(p);
		write_block(p, &t->rows[i], names);
	}
}

void plain_table(struct plain *p, const struct node *table)
{
	struct table t = read_table(p, table);
	if (table->title)
		plain_paragraph(p, span_of(table->title));
	if (fits(p, &t))
		write_aligned(p, &t);
	else
		write_blocks(p, &t);
}
