/* Invariant: offsets count bytes of the text that was handed in; places are
 * made from them by counting LF. */
#include "archive/input.h"

#include "base/utf8.h"

struct place input_place(struct span text, size_t offset, const char *path, unsigned first_line)
{
	struct place at = {.path = path, .line = first_line, .column = 1};
	const char *rest = text.data, *target = text.data + offset, *lf;
	while (offset && (lf = memchr(rest, '\n', (size_t)(target - rest)))) {
		at.line++;
		rest = lf + 1;
	}
	if (offset)
		at.column = (unsigned)(target - rest) + 1;
	return at;
}

size_t input_bad_character(struct span text, bool deceptive, uint32_t *c)
{
	for (size_t at = 0, n; at < text.length; at += n) {
		*c = utf8_decode(span_after(text, at), &n);
		if (utf8_is_control(*c) || (deceptive && utf8_is_deceptive(*c)))
			return at;
	}
	return text.length;
}

bool input_is_text(struct span text, const char *path, unsigned first_line, struct diags *d)
{
	size_t at = utf8_invalid(text);
	if (at < text.length) {
		if (d)
			diag(d, DIAG_NOT_UTF8, input_place(text, at, path, first_line),
			     "save the file as UTF-8", "the byte 0x%02X at offset %zu is not UTF-8",
			     (unsigned char)text.data[at], at);
		return false;
	}
	const char *nul = text.length ? memchr(text.data, '\0', text.length) : NULL;
	if (!nul)
		return true;
	at = (size_t)(nul - text.data);
	if (d)
		diag(d, DIAG_CHARACTER, input_place(text, at, path, first_line),
		     "remove it; is this a text file?", "a NUL byte at offset %zu", at);
	return false;
}

struct span input_without_bom(struct span text)
{
	return span_starts(text, "\xEF\xBB\xBF") ? span_after(text, 3) : text;
}
