/* Invariant: a cell that holds a comma, a quote or a line's end stands between quotes, in which quotes are doubled. */
#include "formats/csv.h"

static bool is_formula(const char *cell)
{
	return *cell && strchr("=+-@\t\r", *cell);
}

static void put_cell(struct buf *out, const char *cell)
{
	size_t length = strlen(cell);
	bool quoted = strpbrk(cell, ",\"\n\r") || (length && (cell[0] == ' ' || cell[length - 1] == ' '));
	buf_text(out, quoted ? "\"" : "");
	buf_text(out, is_formula(cell) ? "'" : "");
	for (; *cell; cell++) {
		if (*cell == '"')
			buf_char(out, '"');
		unsigned char c = (unsigned char)*cell;
		buf_char(out, (c < 0x20 && c != '\n') || c == 0x7F ? ' ' : *cell);
	}
	buf_text(out, quoted ? "\"" : "");
}

void csv_line(struct buf *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_text(out, i ? "," : "");
		put_cell(out, cells[i] ? cells[i] : "");
	}
	buf_text(out, "\r\n");
}
