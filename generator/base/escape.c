/* One escaper per context (declared in buf.h). Each copies runs of harmless
 * bytes at once. */
#include "base/buf.h"

static const char *entity(char c)
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
	default:
		return "&#39;";
	}
}

/* What a byte needs. */
enum { PLAIN, ALWAYS, IN_ATTRIBUTE, CONTROL };
static const unsigned char needs[256] = {
	['&'] = ALWAYS, ['<'] = ALWAYS, ['>'] = ALWAYS, ['"'] = ALWAYS, ['\''] = IN_ATTRIBUTE,
	[0 ... 8] = CONTROL, [11 ... 12] = CONTROL, [14 ... 31] = CONTROL,
	[0x7F] = CONTROL,
};

static void html(struct buf *b, struct span s, bool attribute, bool controls)
{
	size_t from = 0;
	for (size_t i = 0; i < s.length; i++) {
		unsigned char need = needs[(unsigned char)s.data[i]];
		if (need == PLAIN || (need == IN_ATTRIBUTE && !attribute) || (need == CONTROL && !controls))
			continue;
		buf_add(b, s.data + from, i - from);
		buf_text(b, need == CONTROL ? "\xEF\xBF\xBD" : entity(s.data[i]));
		from = i + 1;
	}
	if (s.length)
		buf_add(b, s.data + from, s.length - from);
}

void buf_html_text(struct buf *b, struct span s)
{
	html(b, s, false, false);
}

void buf_html_attr(struct buf *b, struct span s)
{
	html(b, s, true, false);
}

void buf_html_shown(struct buf *b, struct span s)
{
	html(b, s, false, true);
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
	return is_alnum(c) || c == '/' || c == '-' || c == '.' || (c && strchr("_~!$'()*+,;=@", c));
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

bool url_path_is_plain(struct span s)
{
	for (size_t i = 0; i < s.length; i++)
		if (!path_safe((unsigned char)s.data[i]))
			return false;
	return true;
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

static bool is_shell_safe(const char *text)
{
	static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+=:@%,";
	return *text && strspn(text, safe) == strlen(text);
}

void buf_shell_word(struct buf *b, const char *text)
{
	if (is_shell_safe(text)) {
		buf_text(b, text);
		return;
	}
	buf_char(b, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			buf_text(b, "'\\''");
		else
			buf_char(b, *text);
	}
	buf_char(b, '\'');
}

void buf_yaml_text(struct buf *b, const char *text)
{
	buf_char(b, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_char(b, '\\');
		buf_char(b, *text);
	}
	buf_char(b, '"');
}
