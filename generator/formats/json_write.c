/* Invariant: between quotes there is no byte below 0x20, no quote or backslash that is not
 * escaped, and no character that a terminal or an editor would obey or hide. */
#include <inttypes.h>

#include "base/utf8.h"
#include "formats/json.h"

static void write_unit(struct buf *out, uint32_t unit)
{
	buf_printf(out, "\\u%04" PRIX32, unit);
}

static void write_character(struct buf *out, struct span s, uint32_t c, size_t bytes)
{
	if (c == '"' || c == '\\')
		buf_printf(out, "\\%c", (char)c);
	else if (c == '\n')
		buf_text(out, "\\n");
	else if (c == '\t')
		buf_text(out, "\\t");
	else if (!utf8_is_control(c) && !utf8_is_deceptive(c))
		buf_add(out, s.data, bytes);
	else if (c < 0x10000)
		write_unit(out, c);
	else {
		write_unit(out, 0xD800 + ((c - 0x10000) >> 10));
		write_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
	}
}

/* Paths of past commits may be any bytes: what is not UTF-8 is U+FFFD. */
static void write_text(struct buf *out, struct span s)
{
	buf_char(out, '"');
	for (size_t bytes = 1; s.length; s = span_after(s, bytes), bytes = 1) {
		if (utf8_invalid(span_make(s.data, s.length < 4 ? s.length : 4)) == 0) {
			buf_text(out, "\xEF\xBF\xBD");
			continue;
		}
		uint32_t c = utf8_decode(s, &bytes);
		write_character(out, s, c, bytes);
	}
	buf_char(out, '"');
}

static void begin_line(struct buf *out, unsigned depth)
{
	buf_char(out, '\n');
	for (unsigned i = 0; i < depth; i++)
		buf_char(out, ' ');
}

static void write_value(struct buf *out, const struct value *v, unsigned depth);

static void write_items(struct buf *out, const struct value *v, unsigned depth)
{
	bool map = v->kind == VALUE_MAP;
	buf_char(out, map ? '{' : '[');
	for (size_t i = 0; i < v->count; i++) {
		if (i)
			buf_char(out, ',');
		begin_line(out, depth + 1);
		if (map) {
			write_text(out, span_of(v->keys[i].text));
			buf_text(out, ": ");
		}
		write_value(out, v->items[i], depth + 1);
	}
	if (v->count)
		begin_line(out, depth);
	buf_char(out, map ? '}' : ']');
}

/* As deep as the value, which its maker bounds. */
static void write_value(struct buf *out, const struct value *v, unsigned depth)
{
	switch (v->kind) {
	case VALUE_TEXT:
		write_text(out, span_make(v->text, v->length));
		break;
	case VALUE_NUMBER:
		buf_printf(out, "%" PRId64, v->number);
		break;
	case VALUE_BOOL:
		buf_text(out, v->truth ? "true" : "false");
		break;
	case VALUE_LIST:
	case VALUE_MAP:
		write_items(out, v, depth);
		break;
	}
}

void json_write(struct buf *out, const struct value *v)
{
	write_value(out, v, 0);
	buf_char(out, '\n');
}
