/* The last word on what is signed: whatever came in, the result obeys the rules. */
#include "base/utf8.h"
#include "document/plain.h"

#define TAB_STOP 8

/* Appends a line without control characters and what is not UTF-8. */
static void clean(struct buf *out, struct span line)
{
	size_t column = 0, bytes;
	for (; line.length; line = span_after(line, bytes)) {
		uint32_t c = utf8_decode(line, &bytes);
		if (c == '\t') {
			buf_repeat(out, ' ', TAB_STOP - column % TAB_STOP);
			column += TAB_STOP - column % TAB_STOP;
		} else if (c == 0xFFFD || utf8_is_control(c)) {
			buf_text(out, "\uFFFD");
			column++;
		} else {
			column += (size_t)utf8_width_of(c);
			buf_add(out, line.data, bytes);
		}
	}
}

static struct span without_end_blanks(struct span s)
{
	while (s.length && s.data[s.length - 1] == ' ')
		s.length--;
	return s;
}

/* Where a line of more than the allowed bytes is cut: at the last blank with
 * something before it, else between characters. */
static size_t cut(struct span line)
{
	size_t n = PLAIN_LINE_BYTES;
	while (n > 0 && line.data[n] != ' ')
		n--;
	if (without_end_blanks(span_make(line.data, n)).length)
		return n;
	n = PLAIN_LINE_BYTES;
	while (n > 1 && ((unsigned char)line.data[n] & 0xC0) == 0x80)
		n--;
	return n > 1 ? n : PLAIN_LINE_BYTES;
}

static void add_lines(struct buf *out, struct span line)
{
	line = without_end_blanks(line);
	while (line.length > PLAIN_LINE_BYTES) {
		size_t n = cut(line);
		buf_span(out, without_end_blanks(span_make(line.data, n)));
		buf_char(out, '\n');
		line = span_after(line, line.data[n] == ' ' ? n + 1 : n);
	}
	buf_span(out, line);
	buf_char(out, '\n');
}

void plain_normalise(struct buf *text)
{
	struct buf out, line;
	buf_init(&out, text->limit);
	buf_init(&line, text->limit);
	for (struct span rest = buf_as_span(text), raw; span_next_line(&rest, &raw);) {
		buf_clear(&line);
		clean(&line, raw);
		add_lines(&out, buf_as_span(&line));
	}
	while (out.length > 1 && out.data[out.length - 1] == '\n' && out.data[out.length - 2] == '\n')
		buf_truncate(&out, out.length - 1);
	if (!out.length)
		buf_char(&out, '\n');
	out.overflow = out.overflow || line.overflow || text->overflow;
	buf_fini(&line);
	buf_fini(text);
	*text = out;
}
