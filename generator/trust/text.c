/* Invariant: a text that passes is the only one that its clear signature fits. */
#include "trust/text.h"

#include "base/utf8.h"

static bool refuse(const char *path, unsigned line, size_t column, struct diags *d, const char *fault)
{
	struct place at = {path, line, (unsigned)column};
	diag(d, DIAG_TEXT_NOT_SIGNABLE, at, NULL, "this text cannot be clear-signed: %s", fault);
	return false;
}

/* The offset of the first control character of the line, or its length. */
static size_t find_control(struct span line)
{
	size_t at = 0;
	while (at < line.length) {
		size_t bytes;
		uint32_t c = utf8_decode(span_after(line, at), &bytes);
		if (c == '\t' || utf8_is_control(c))
			return at;
		at += bytes;
	}
	return at;
}

static bool line_signable(struct span line, const char *path, unsigned number, struct diags *d)
{
	size_t invalid = utf8_invalid(line);
	if (invalid != line.length)
		return refuse(path, number, invalid + 1, d, "it is not UTF-8");
	size_t control = find_control(line);
	if (control != line.length)
		return refuse(path, number, control + 1, d, "it holds a control character");
	if (line.length && line.data[line.length - 1] == ' ')
		return refuse(path, number, line.length, d, "a blank ends a line, and would not be signed");
	if (line.length > TEXT_LINE_LIMIT)
		return refuse(path, number, TEXT_LINE_LIMIT + 1, d, "a line is longer than 900 bytes");
	return true;
}

bool text_signable(struct span text, const char *path, struct diags *d)
{
	if (!text.length)
		return refuse(path, 1, 1, d, "it is empty");
	unsigned number = 0;
	size_t last = 0;
	while (text.length) {
		number++;
		const char *lf = memchr(text.data, '\n', text.length);
		last = lf ? (size_t)(lf - text.data) : text.length;
		if (!line_signable(span_make(text.data, last), path, number, d))
			return false;
		if (!lf)
			return refuse(path, number, last + 1, d, "its last line does not end with LF");
		text = span_after(text, last + 1);
	}
	return last || refuse(path, number, 1, d, "it ends with an empty line");
}
