/* Invariant: a line is taken off the front of what remains, with its LF; a line
 * without LF, and a CR anywhere, is a fault. */
#include "trust/armor.h"

#define CLEAR_BEGIN "-----BEGIN PGP SIGNED MESSAGE-----"
#define SIGNATURE_BEGIN "-----BEGIN PGP SIGNATURE-----"

static bool take_line(struct span *rest, struct span *line)
{
	const char *lf = rest->length ? memchr(rest->data, '\n', rest->length) : NULL;
	if (!lf)
		return false;
	*line = span_make(rest->data, (size_t)(lf - rest->data));
	*rest = span_after(*rest, line->length + 1);
	return true;
}

static bool is_border(struct span line, const char *edge, const char *kind)
{
	if (!span_starts(line, edge) || !span_ends(line, "-----"))
		return false;
	size_t n = strlen(edge), m = strlen(kind);
	return line.length == n + m + 5 && memcmp(line.data + n, kind, m) == 0;
}

/* "Key: value" in visible ASCII. */
static bool is_header(struct span line)
{
	const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;
	if (!colon || colon == line.data || (size_t)(colon - line.data) + 1 >= line.length || colon[1] != ' ')
		return false;
	for (size_t i = 0; i < line.length; i++)
		if (line.data[i] < 0x20 || line.data[i] > 0x7e)
			return false;
	return true;
}

static bool is_base64(struct span line)
{
	if (!line.length)
		return false;
	for (size_t i = 0; i < line.length; i++) {
		char c = line.data[i];
		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		      c == '+' || c == '/' || c == '='))
			return false;
	}
	return true;
}

const char *armor_check(struct span armored, const char *kind)
{
	struct span line = {0};
	if (!take_line(&armored, &line) || !is_border(line, "-----BEGIN PGP ", kind))
		return "it does not begin with its armour";
	do {
		if (!take_line(&armored, &line))
			return "its armour has no end";
	} while (is_header(line));
	if (line.length)
		return "no empty line follows the headers of its armour";
	size_t lines = 0;
	while (take_line(&armored, &line) && is_base64(line))
		lines++;
	if (!is_border(line, "-----END PGP ", kind))
		return "its armour is damaged or has no end";
	if (!lines)
		return "its armour is empty";
	return armored.length ? "something follows the end of its armour" : NULL;
}

const char *armor_clear_text(struct buf *text, struct span armored)
{
	if (armored.length && memchr(armored.data, '\r', armored.length))
		return "it holds a carriage return";
	struct span line = {0};
	if (!take_line(&armored, &line) || !span_is(line, CLEAR_BEGIN))
		return "it does not begin with its armour";
	while (take_line(&armored, &line) && line.length)
		if (!span_starts(line, "Hash: ") || !is_header(line))
			return "its armour has a header other than Hash";
	if (line.length)
		return "no empty line follows the headers of its armour";
	for (;;) {
		struct span before = armored;
		if (!take_line(&armored, &line))
			return "it has no signature";
		if (span_is(line, SIGNATURE_BEGIN))
			return armor_check(before, "SIGNATURE");
		if (span_starts(line, "- "))
			line = span_after(line, 2);
		else if (span_starts(line, "-"))
			return "a line of its text begins with a dash that is not escaped";
		buf_span(text, line);
		buf_char(text, '\n');
	}
}

void armor_plain(struct buf *out, struct span armored)
{
	struct span line = {0};
	bool headers = false;
	while (take_line(&armored, &line)) {
		if (!headers || !line.length || !is_header(line)) {
			buf_span(out, line);
			buf_char(out, '\n');
		}
		headers = span_starts(line, "-----BEGIN ") || (headers && line.length);
	}
}
