#include "base/span.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct span span_trim(struct span a)
{
	while (a.length && is_blank(a.data[0]))
		a = span_after(a, 1);
	while (a.length && is_blank(a.data[a.length - 1]))
		a.length--;
	return a;
}

bool span_next_line(struct span *rest, struct span *line)
{
	if (!rest->length)
		return false;
	const char *lf = memchr(rest->data, '\n', rest->length);
	size_t n = lf ? (size_t)(lf - rest->data) : rest->length;
	*line = span_make(rest->data, n);
	*rest = span_after(*rest, lf ? n + 1 : n);
	if (line->length && line->data[line->length - 1] == '\r')
		line->length--;
	return true;
}
