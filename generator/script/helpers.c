/* Functions of templates and filters that depend on no language. */
#include "script/worker.h"

/* has(v): neither nil nor false nor an empty table or text. */
static int has(lua_State *L)
{
	bool result = lua_toboolean(L, 1);
	if (lua_type(L, 1) == LUA_TSTRING) {
		result = lua_rawlen(L, 1) > 0;
	} else if (table_behind(L, 1)) {
		lua_pushnil(L);
		result = lua_next(L, -2);
	}
	lua_pushboolean(L, result);
	return 1;
}

void text_add_html(struct text *t, const char *s, size_t n)
{
	for (size_t i = 0, from = 0; i <= n; i++) {
		const char *as = i == n ? "" : s[i] == '&' ? "&amp;" : s[i] == '<' ? "&lt;" : s[i] == '>' ? "&gt;"
			: s[i] == '"' ? "&quot;" : NULL;
		if (!as)
			continue;
		text_add(t, s + from, i - from);
		text_add(t, as, strlen(as));
		from = i + 1;
	}
}

static int escape(lua_State *L)
{
	size_t n;
	struct text t;
	const char *s = luaL_checklstring(L, 1, &n);
	script_charge(L, n / 16);
	text_begin(&t, L, n + n / 8);
	text_add_html(&t, s, n);
	text_end(&t);
	return 1;
}

static const char *last_of(const char *s, const char *end, char c)
{
	while (end > s)
		if (*--end == c)
			return end;
	return NULL;
}

/* Adds the host (of an address or alone) with its last dot, or an IPv6 address's first colon, in brackets. */
static void add_host(struct text *t, const char *s, const char *end)
{
	const char *colon = memchr(s, ':', (size_t)(end - s));
	bool ipv6 = colon && memchr(colon + 1, ':', (size_t)(end - colon - 1));
	const char *dot = last_of(s, end, '.'), *at = ipv6 ? colon : dot ? dot : end;
	text_add(t, s, (size_t)(at - s));
	if (at == end)
		return;
	text_add(t, "[", 1);
	text_add(t, at, 1);
	text_add(t, "]", 1);
	text_add(t, at + 1, (size_t)(end - at - 1));
}

/* defang(text): an address, a host or a mailbox that cannot be opened by mistake: hxxps://login.example[.]net/. */
static int defang(lua_State *L)
{
	size_t n;
	struct text t;
	const char *s = luaL_checklstring(L, 1, &n), *end = s + n;
	script_charge(L, n / 16);
	text_begin(&t, L, n + 16);
	const char *slashes = memmem(s, n, "://", 3);
	if (slashes) {
		bool secure = slashes - s == 5 && strncasecmp(s, "https", 5) == 0;
		bool http = slashes - s == 4 && strncasecmp(s, "http", 4) == 0;
		text_add(&t, secure ? "hxxps" : http ? "hxxp" : s, secure ? 5 : http ? 4 : (size_t)(slashes - s));
		text_add(&t, "://", 3);
		s = slashes + 3;
	}
	size_t host = 0;
	while (s + host < end && !(slashes && strchr("/?#", s[host])))
		host++;
	const char *host_end = s + host, *at = last_of(s, host_end, '@');
	if (at) {
		text_add(&t, s, (size_t)(at - s));
		text_add(&t, "[@]", 3);
		s = at + 1;
	}
	add_host(&t, s, host_end);
	text_add(&t, host_end, (size_t)(end - host_end));
	text_end(&t);
	return 1;
}

const luaL_Reg helper_functions[] = {{"has", has}, {"escape", escape}, {"defang", defang}, {NULL, NULL}};
