/* Addresses of attackers, written so that neither a person nor a program opens
 * them by mistake: hxxps://login.example[.]net, 192.0.2[.]45, 2001[:]db8::45. */
#include "script/worker.h"

/* Where the host of an address begins and ends: behind the scheme or the "@", before the path. */
static struct span host_of(struct span s)
{
	const char *end = s.data + s.length, *from = s.data;
	for (const char *at = s.data; at + 2 < end; at++)
		if (memcmp(at, "://", 3) == 0) {
			from = at + 3;
			break;
		}
	const char *to = from;
	while (to < end && *to != '/' && *to != '?' && *to != '#')
		to++;
	for (const char *at = from; at < to; at++)
		if (*at == '@')
			from = at + 1;
	return span_make(from, (size_t)(to - from));
}

/* The last dot of the host; in an address of IPv6 the first colon; NULL if it has neither. */
static const char *mark_of(struct span host)
{
	const char *colon = memchr(host.data, ':', host.length), *dot = memrchr(host.data, '.', host.length);
	bool is_ipv6 = colon && memchr(colon + 1, ':', (size_t)(host.data + host.length - colon - 1));
	return is_ipv6 ? colon : dot;
}

static bool begins_http(struct span s)
{
	return s.length >= 4 && strncasecmp(s.data, "http", 4) == 0;
}

int script_defang(lua_State *L)
{
	size_t length;
	const char *text = luaL_checklstring(L, 1, &length);
	struct span s = span_make(text, length), host = host_of(s);
	const char *mark = host.length ? mark_of(host) : NULL;
	struct text out;
	text_begin(&out, L, length + 2);
	size_t from = 0;
	if (begins_http(s)) {
		text_add(&out, text[0] == 'H' ? "HXX" : "hxx", 3);
		from = 3;
	}
	if (mark) {
		size_t at = (size_t)(mark - text);
		text_add(&out, text + from, at - from);
		text_add(&out, "[", 1);
		text_add(&out, mark, 1);
		text_add(&out, "]", 1);
		from = at + 1;
	}
	text_add(&out, text + from, length - from);
	text_end(&out);
	lua_settop(L, 2);
	return 1;
}
