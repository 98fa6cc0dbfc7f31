/* The string and utf8 libraries. Invariant: what costs more than an instruction
 * is charged, and no address is ever formatted. */
#include <stdlib.h>

#include "base/utf8.h"
#include "script/worker.h"

/* Lua's own function (an upvalue), charged for the texts that go in (one step for as many bytes as the second upvalue says)
 * and the values that come out. */
static int charged_text(lua_State *L)
{
	int nargs = lua_gettop(L);
	size_t n = 0, total = 0;
	for (int i = 1; i <= nargs; i++)
		if (lua_type(L, i) == LUA_TSTRING && lua_tolstring(L, i, &n))
			total += n;
	script_charge(L, total / (size_t)lua_tointeger(L, lua_upvalueindex(2)));
	script_reserve(L, total * 3);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, nargs, LUA_MULTRET);
	script_charge(L, (size_t)lua_gettop(L));
	return lua_gettop(L);
}

static int charged_results(lua_State *L)
{
	int nargs = lua_gettop(L);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, nargs, LUA_MULTRET);
	script_charge(L, (size_t)lua_gettop(L));
	return lua_gettop(L);
}

/* Where a place of a text, counted from its end if it is negative, stands from its beginning; before it at 0. */
static size_t place_in(lua_Integer i, size_t length)
{
	if (i >= 0)
		return (size_t)i;
	return i < -(lua_Integer)length ? 0 : length + 1 - (size_t)-i;
}

static int string_sub(lua_State *L)
{
	size_t length;
	const char *s = luaL_checklstring(L, 1, &length);
	size_t first = place_in(luaL_checkinteger(L, 2), length), last = place_in(luaL_optinteger(L, 3, -1), length);
	if (first == 0)
		first = 1;
	if (last > length)
		last = length;
	lua_pushlstring(L, s + first - 1, first <= last ? last - first + 1 : 0);
	return 1;
}

static int string_rep(lua_State *L)
{
	size_t n, separator_length;
	const char *s = luaL_checklstring(L, 1, &n);
	lua_Integer count = luaL_checkinteger(L, 2);
	const char *separator = luaL_optlstring(L, 3, "", &separator_length);
	if (count <= 0) {
		lua_pushliteral(L, "");
		return 1;
	}
	size_t each = n + separator_length, total;
	if (__builtin_mul_overflow(each, (size_t)count, &total) || total > 2 * SCRIPT_MEMORY)
		script_exceed(L, LIMIT_MEMORY);
	script_charge(L, total / 16 + (each ? (size_t)count : 0));
	struct text t;
	text_begin(&t, L, total);
	for (lua_Integer i = 0; each && i < count; i++) {
		if (i)
			text_add(&t, separator, separator_length);
		text_add(&t, s, n);
	}
	text_end(&t);
	return 1;
}

/* What a conversion costs whatever its value is, but for the lengths of texts: fractions of numbers like 1e300 go through
 * hundreds of digits. */
static size_t conversion_steps(char kind, const char *flags, size_t n)
{
	const char *point = memchr(flags, '.', n);
	size_t precision = point ? (size_t)(strtoul(point + 1, NULL, 10) % 1000) : 0;
	if (kind == 'f')
		return 160 + precision / 2;
	return kind && strchr("aAeEgG", kind) ? 60 + precision / 2 : 4;
}

/* Lua's own format (an upvalue) without %p, and with our names for what has no text. */
static int string_format(lua_State *L)
{
	int nargs = lua_gettop(L);
	size_t n = 0, total = 0;
	const char *p = luaL_checklstring(L, 1, &n), *end = p + n;
	script_charge(L, n / 4);
	for (; (p = memchr(p, '%', (size_t)(end - p))); p++) {
		size_t flags = strspn(p + 1, "-+ #0123456789.");
		p += 1 + flags;
		luaL_argcheck(L, *p != 'p', 1, "%p is not supported");
		script_charge(L, conversion_steps(*p, p - flags, flags));
		if (p == end)
			break;
	}
	for (int i = 1; i <= nargs; i++) {
		int type = lua_type(L, i);
		if (type == LUA_TNUMBER && !lua_isinteger(L, i))
			script_charge(L, NUMBER_STEPS);
		if (type == LUA_TSTRING && lua_tolstring(L, i, &n))
			total += n;
		if (type != LUA_TTABLE && type != LUA_TFUNCTION && type != LUA_TUSERDATA)
			continue;
		lua_pushvalue(L, lua_upvalueindex(2));
		lua_pushvalue(L, i);
		lua_call(L, 1, 1);
		lua_replace(L, i);
	}
	script_charge(L, total / 16);
	script_reserve(L, total * 3);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, nargs, 1);
	script_charge(L, lua_rawlen(L, -1) / 16);
	return 1;
}

/* The position of the next character and the character. Lua's own goes over any number of bytes in one call. */
static int codes_step(lua_State *L)
{
	size_t length, bytes = 1;
	const char *s = luaL_checklstring(L, 1, &length);
	lua_Integer at = luaL_checkinteger(L, 2);
	size_t i = at > 0 ? (size_t)at : 0;
	for (int k = 0; at > 0 && k < 3 && i < length && (s[i] & 0xC0) == 0x80; k++)
		i++;
	if (i >= length)
		return 0;
	unsigned char lead = (unsigned char)s[i];
	size_t whole = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	if (whole > length - i || utf8_invalid(span_make(s + i, whole)) < whole)
		return luaL_error(L, "byte %I of the text is not UTF-8", (LUAI_UACINT)i + 1);
	lua_pushinteger(L, (lua_Integer)i + 1);
	lua_pushinteger(L, utf8_decode(span_make(s + i, whole), &bytes));
	return 2;
}

static int utf8_codes(lua_State *L)
{
	luaL_checkstring(L, 1);
	lua_pushcfunction(L, codes_step);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	return 3;
}

static void wrap(lua_State *L, int from, int into, const char *const *names, lua_CFunction with, int bytes)
{
	for (; *names; names++) {
		lua_getfield(L, from, *names);
		lua_pushinteger(L, bytes);
		lua_pushcclosure(L, with, 2);
		lua_setfield(L, into, *names);
	}
}

/* With the table of base functions below the top, whose tostring serves format. */
void strings_open(lua_State *L)
{
	static const char *const in_texts[] = {"lower", "reverse", "upper", NULL};
	static const char *const out_values[] = {"byte", "char", NULL};
	int common = lua_gettop(L);
	lua_newtable(L);
	int own = common + 1;
	luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
	int theirs = common + 2;
	wrap(L, theirs, own, in_texts, charged_text, 16);
	wrap(L, theirs, own, out_values, charged_results, 1);
	lua_getfield(L, theirs, "len");
	lua_setfield(L, own, "len");
	lua_getfield(L, theirs, "format");
	lua_getfield(L, common, "tostring");
	lua_pushcclosure(L, string_format, 2);
	lua_setfield(L, own, "format");
	lua_pushcfunction(L, string_rep);
	lua_setfield(L, own, "rep");
	lua_pushcfunction(L, string_sub);
	lua_setfield(L, own, "sub");
	lua_settop(L, own);
	luaL_setfuncs(L, pattern_functions, 0);

	lua_pushliteral(L, "");
	lua_getmetatable(L, -1);
	lua_pushvalue(L, own);
	lua_setfield(L, -2, "__index");
	lua_settop(L, own);
}

void utf8_add(lua_State *L)
{
	static const char *const names[] = {"codepoint", "len", "offset", NULL};
	int own = lua_gettop(L);
	luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, 0);
	wrap(L, own + 1, own, names, charged_text, 1);
	lua_settop(L, own);
	lua_pushcfunction(L, utf8_codes);
	lua_setfield(L, own, "codes");
}
