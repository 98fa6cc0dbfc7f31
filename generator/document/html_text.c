/* cmark's escaping is ours but for control characters and the bytes that a URL keeps. */
#include "document/html_text.h"

/* The bytes at i that XML 1.0 cannot hold (section 2.2): controls, U+FFFE and U+FFFF; 0 if there are none. */
static size_t forbidden_at(struct span s, size_t i)
{
	unsigned char c = (unsigned char)s.data[i];
	if (c < ' ')
		return c != '\t' && c != '\n' && c != '\r';
	if (c != 0xEF || s.length - i < 3 || (unsigned char)s.data[i + 1] != 0xBF)
		return 0;
	return (unsigned char)s.data[i + 2] >= 0xBE ? 3 : 0;
}

void html_add_text(struct buf *out, struct span text, bool commonmark)
{
	size_t from = 0;
	for (size_t i = 0, n; !commonmark && i < text.length; i += n) {
		n = forbidden_at(text, i);
		if (n) {
			buf_html_text(out, span_make(text.data + from, i - from));
			buf_text(out, "\uFFFD");
			from = i + n;
		}
		n = n ? n : 1;
	}
	if (from < text.length)
		buf_html_text(out, span_after(text, from));
}

void html_add_attribute(struct buf *out, const char *name, const char *value, bool commonmark)
{
	if (!value)
		return;
	buf_printf(out, " %s=\"", name);
	html_add_text(out, span_of(value), commonmark);
	buf_char(out, '"');
}

/* houdini_href_e.c says which bytes cmark keeps. */
static void add_cmark_url(struct buf *out, const char *url)
{
	for (; *url; url++) {
		unsigned char c = (unsigned char)*url;
		if (c == '&')
			buf_text(out, "&amp;");
		else if (c == '\'')
			buf_text(out, "&#x27;");
		else if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			 strchr("-_.+!*(),%#@?=;:/$~", c))
			buf_char(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

void html_add_url(struct buf *out, const char *url, bool commonmark)
{
	if (commonmark)
		add_cmark_url(out, url);
	else
		buf_html_url(out, span_of(url));
}
