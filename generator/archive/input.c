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
	if (utf8_is_nothing(c))
		return "Unicode leaves without a meaning";
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

/* The ASCII character that c is mistaken for, 0 if none. */
static char looks_like(uint32_t c)
{
	static const struct {
		uint32_t from, to;
		char ascii;
	} ranges[] = {
		{0xA0, 0xA0, ' '},     {0x2000, 0x200A, ' '}, {0x2010, 0x2015, '-'}, {0x2018, 0x2019, '\''}, {0x201C, 0x201D, '"'},
		{0x202F, 0x202F, ' '}, {0x205F, 0x205F, ' '}, {0x2212, 0x2212, '-'}, {0x3000, 0x3000, ' '},  {0x3001, 0x3001, ','},
		{0x3002, 0x3002, '.'}, {0x301C, 0x301C, '~'}, {0x30FC, 0x30FC, '-'}, {0xFE63, 0xFE63, '-'},  {0xFF64, 0xFF64, ','},
		{0xFF70, 0xFF70, '-'},
	};
	if (c >= 0xFF01 && c <= 0xFF5E)
		return (char)(c - 0xFF01 + '!');
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return ranges[i].ascii;
	return 0;
}

/* What the blank c is that is not ASCII's; NULL if it is none. */
static const char *blank_name(uint32_t c)
{
	if (c == 0x3000)
		return "a full-width blank";
	if (c == 0xA0)
		return "a no-break space";
	return c > 0x7F && looks_like(c) == ' ' ? "no ordinary blank" : NULL;
}

const char *input_look_alike(struct arena *a, struct span value)
{
	size_t first = value.length, end = 0, n;
	char run[41];
	size_t length = 0;
	for (size_t at = 0; at < value.length; at += n) {
		uint32_t c = utf8_decode(span_after(value, at), &n);
		char ascii = c > 0x7F ? looks_like(c) : 0;
		if (c > 0x7F && !ascii)
			return NULL;
		if (ascii && first == value.length)
			first = end = at;
		if (ascii && ascii != ' ' && end == at && length < sizeof(run) - 1) {
			run[length++] = ascii;
			end = at + n;
		}
	}
	if (first == value.length)
		return NULL;
	uint32_t c = utf8_decode(span_after(value, first), &n);
	if (blank_name(c))
		return arena_printf(a, "U+%04X is %s: %s", c, blank_name(c),
				    first && first + n < value.length ? "write a half-width one" : "take it out");
	run[length] = '\0';
	return arena_printf(a, "\"%.*s\" (U+%04X) is not ASCII: write %s (half-width)", (int)(end - first), value.data + first, c,
			    run);
}

/* The hint for a line that begins with a word and a colon that nothing parts from what follows ("status:final"). */
static const char *colon_hint(struct span line)
{
	size_t n = 0;
	while (n < line.length && ((line.data[n] >= 'a' && line.data[n] <= 'z') || line.data[n] == '_'))
		n++;
	if (!n || n + 1 >= line.length || line.data[n] != ':' || strchr(" \t/", line.data[n + 1]))
		return NULL;
	size_t bytes;
	uint32_t c = utf8_decode(span_after(line, n + 1), &bytes);
	if (c == 0x3000)
		return "U+3000 is a full-width blank: write a half-width one after the colon";
	return blank_name(c) ? "what follows the colon is a no-break space or its like: write an ordinary one"
			     : "write a space after the colon";
}

const char *input_typing_hint(struct span line)
{
	static const char wide_colon[] = "\xEF\xBC\x9A"; /* U+FF1A */
	while (line.length && (line.data[0] == ' ' || line.data[0] == '-'))
		line = span_after(line, 1);
	if (span_starts(line, "\xE3\x80\x80"))
		return "indent with half-width spaces, not U+3000";
	if (span_starts(line, "\xC2\xA0"))
		return "indent with ordinary spaces, not U+00A0, the no-break space";
	if (!line.length)
		return NULL;
	const char *colon = memchr(line.data, ':', line.length);
	const char *wide = memmem(line.data, line.length, wide_colon, sizeof(wide_colon) - 1);
	if (wide && (!colon || wide < colon))
		return "\"\xEF\xBC\x9A\" is not YAML's colon: write \":\" and a space (half-width)";
	return colon_hint(line);
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
