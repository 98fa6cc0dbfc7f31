/* Invariant: offsets count bytes of the text that was handed in; places are
 * made from them by counting LF. */
#include "archive/input.h"

#include "base/utf8.h"

#define REPORTS_MAX 20 /* of one text: who has twenty has seen what is wrong */

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

const char *input_fault_of(uint32_t c)
{
	return utf8_is_control(c) ? "is a control" : "hides or reorders text";
}

bool input_is_visible(struct span text, const char *path, unsigned first_line, struct diags *d)
{
	size_t at = 0, n, reports = 0;
	uint32_t c;
	for (; reports < REPORTS_MAX; at += n) {
		at += input_bad_character(span_after(text, at), true, &c);
		if (at == text.length)
			break;
		diag(d, DIAG_CHARACTER, input_place(text, at, path, first_line), "remove it",
		     "U+%04X, a character that %s", c, input_fault_of(c));
		reports++;
		utf8_decode(span_after(text, at), &n);
	}
	return reports == 0;
}

/* Does the line begin with a word and a colon that nothing parts from what follows ("status:final")? */
static bool lacks_blank(struct span line)
{
	size_t n = 0;
	while (n < line.length && ((line.data[n] >= 'a' && line.data[n] <= 'z') || line.data[n] == '_'))
		n++;
	return n && n + 1 < line.length && line.data[n] == ':' && !strchr(" \t/", line.data[n + 1]);
}

const char *input_typing_hint(struct span line)
{
	static const char wide_colon[] = "\xEF\xBC\x9A"; /* U+FF1A */
	while (line.length && (line.data[0] == ' ' || line.data[0] == '-'))
		line = span_after(line, 1);
	if (span_starts(line, "\xE3\x80\x80"))
		return "indent with half-width spaces, not U+3000";
	if (!line.length)
		return NULL;
	const char *colon = memchr(line.data, ':', line.length);
	const char *wide = memmem(line.data, line.length, wide_colon, sizeof(wide_colon) - 1);
	if (wide && (!colon || wide < colon))
		return "\"\xEF\xBC\x9A\" is not YAML's colon: write \":\" and a space (half-width)";
	return lacks_blank(line) ? "write a space after the colon" : NULL;
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
