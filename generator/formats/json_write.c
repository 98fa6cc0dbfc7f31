/* Invariant: each line begins with as many spaces as there are containers around it. */
#include <inttypes.h>

#include "base/buf.h"
#include "formats/json.h"

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
			buf_json_text(out, span_of(v->keys[i].text), "");
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
		buf_json_text(out, span_make(v->text, v->length), "");
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
