/* One escaper per context (declared in buf.h). Each copies runs of harmless
 * bytes at once. */
#include "base/buf.h"

static const char *entity(char c, bool attribute)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return attribute ? "&#39;" : NULL;
	default:
		return NULL;
	}
}

static void html(struct buf *b, struct span s, bool attribute)
{
	size_t from = 0;
	for (size_t i = 0; i < s.length; i++) {
		const char *e = entity(s.data[i], attribute);
		if (!e)
			continue;
		buf_add(b, s.data + from, i - from);
		buf_text(b, e);
		from = i + 1;
	}
	if (s.length)
		buf_add(b, s.data + from, s.length - from);
}

void buf_html_text(struct buf *b, struct span s)
{
	html(b, s, false);
}

void buf_html_attr(struct buf *b, struct span s)
{
	html(b, s, true);
}

static bool is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

void buf_html_shown(struct buf *b, struct span s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.length; i++) {
		if (!is_control(s.data[i]))
			continue;
		html(b, span_make(s.data + from, i - from), false);
		buf_text(b, "\xEF\xBF\xBD");
		from = i + 1;
	}
	html(b, span_after(s, from), false);
}

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* What may stand in a URL as it is (RFC 3986: reserved, unreserved, "%"). */
static bool url_safe(unsigned char c)
{
	return is_alnum(c) || (c && strchr("-_.~:/?#[]@!$&'()*+,;=%", c));
}

/* What may stand in a path segment as it is: unreserved and sub-delims, "/" between. */
static bool path_safe(unsigned char c)
{
	return is_alnum(c) || (c && strchr("-_.~/!$'()*+,;=@", c));
}

void buf_html_url(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.length; i++) {
		unsigned char c = (unsigned char)s.data[i];
		if (!url_safe(c))
			buf_printf(b, "%%%02X", c);
		else
			buf_html_attr(b, span_make(s.data + i, 1));
	}
}

void buf_url_path(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.length; i++) {
		unsigned char c = (unsigned char)s.data[i];
		if (path_safe(c))
			buf_char(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}
