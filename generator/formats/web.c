/* Invariant: what is given matches RFC 3986's grammar: the host as it is, then only its characters of a path, a query and a
 * fragment, and a % only before two hex digits. */
#include "formats/web.h"

#include <strings.h>

#include "base/buf.h"

static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
static const char hex[] = "0123456789abcdefABCDEF";

static bool is_authority(const char *text, size_t length)
{
	size_t host = 0;
	if (length && text[0] == '[') {
		host = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
		if (host == 1 || host >= length || text[host] != ']')
			return false;
		host++;
	} else {
		host = strspn(text, unreserved);
	}
	if (!host || host >= length)
		return host && host == length;
	return text[host] == ':' && host + 1 < length && host + 1 + strspn(text + host + 1, "0123456789") == length;
}

static bool is_escape(const char *at)
{
	return at[0] == '%' && at[1] && strchr(hex, at[1]) && at[2] && strchr(hex, at[2]);
}

const char *web_url(struct arena *a, const char *text)
{
	size_t scheme = strncasecmp(text, "https://", 8) == 0 ? 8 : strncasecmp(text, "http://", 7) == 0 ? 7 : 0;
	size_t authority = scheme ? strcspn(text + scheme, "/?#") : 0;
	if (!is_authority(text + scheme, authority))
		return NULL;
	struct buf out;
	buf_init(&out, 4 * strlen(text) + 1);
	buf_add(&out, text, scheme + authority);
	bool fragment = false;
	for (const char *c = text + scheme + authority; *c; c++) {
		bool stays = strchr(unreserved, *c) || strchr("!$&'()*+,;=:@/?", *c) || is_escape(c) || (*c == '#' && !fragment);
		fragment = fragment || *c == '#';
		if (stays)
			buf_char(&out, *c);
		else
			buf_printf(&out, "%%%02X", (unsigned char)*c);
	}
	const char *url = arena_text(a, out.data);
	buf_fini(&out);
	return url;
}

struct span web_host(const char *url)
{
	const char *host = strstr(url, "://");
	host = host ? host + strlen("://") : url;
	return span_make(host, strcspn(host, "/:?#"));
}
