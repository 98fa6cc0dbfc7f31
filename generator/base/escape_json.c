/* Invariant: between quotes there is no byte below 0x20, no quote or backslash that is not
 * escaped, and no character that a terminal or an editor would obey or hide. */
#include <inttypes.h>

#include "base/buf.h"
#include "base/utf8.h"

static void add_unit(struct buf *b, uint32_t unit)
{
	buf_printf(b, "\\u%04" PRIX32, unit);
}

static bool is_line_separator(uint32_t c)
{
	return c == 0x2028 || c == 0x2029;
}

static bool is_plain(uint32_t c, const char *also)
{
	bool wanted_plain = !c || c >= 0x80 || !strchr(also, (int)c);
	return wanted_plain && !utf8_is_control(c) && !utf8_is_deceptive(c) && !is_line_separator(c);
}

static void add_character(struct buf *b, struct span s, uint32_t c, size_t bytes, const char *also)
{
	if (c == '"' || c == '\\')
		buf_printf(b, "\\%c", (char)c);
	else if (c == '\n')
		buf_text(b, "\\n");
	else if (c == '\t')
		buf_text(b, "\\t");
	else if (is_plain(c, also))
		buf_add(b, s.data, bytes);
	else if (c < 0x10000)
		add_unit(b, c);
	else {
		add_unit(b, 0xD800 + ((c - 0x10000) >> 10));
		add_unit(b, 0xDC00 + ((c - 0x10000) & 0x3FF));
	}
}

void buf_json_text(struct buf *b, struct span s, const char *also)
{
	buf_char(b, '"');
	for (size_t bytes = 1; s.length; s = span_after(s, bytes), bytes = 1) {
		if (utf8_invalid(span_make(s.data, s.length < 4 ? s.length : 4)) == 0) {
			buf_text(b, "\xEF\xBF\xBD");
			continue;
		}
		uint32_t c = utf8_decode(s, &bytes);
		add_character(b, s, c, bytes, also);
	}
	buf_char(b, '"');
}
