/* find, match, gmatch and gsub. Invariant: a matcher lives no longer than the
 * call, during which its text and pattern stand on the stack. */
#include "script/pattern.h"

/* All captures, or the whole match if there are none and s is not NULL. */
static int push_captures(struct matcher *m, const char *s, const char *e)
{
	int n = m->level == 0 && s ? 1 : m->level;
	luaL_checkstack(m->L, n, "too many captures");
	for (int i = 0; i < n; i++)
		pattern_push_capture(m, i, s, e);
	return n;
}

/* The byte offset of the optional argument init, or SIZE_MAX if it lies behind the end. */
static size_t start_of(lua_State *L, int arg, size_t length)
{
	lua_Integer i = luaL_optinteger(L, arg, 1);
	if (i > 0)
		return (size_t)i - 1 > length ? SIZE_MAX : (size_t)i - 1;
	if (i == 0 || i < -(lua_Integer)length)
		return 0;
	return length - (size_t)-i;
}

static int find_plain(struct matcher *m, const char *s, const char *p)
{
	size_t left = (size_t)(m->text_end - s), n = (size_t)(m->pattern_end - p);
	const char *found = n ? memmem(s, left, p, n) : s;
	/* memmem is quick for one byte or two; of more, near-matches everywhere cost ten times as much. */
	size_t read = found ? (size_t)(found - s) + n : left;
	script_charge(m->L, n > 2 ? read / 6 + n / 8 + 8 : read / 16);
	if (!found) {
		lua_pushnil(m->L);
		return 1;
	}
	lua_pushinteger(m->L, found - m->text + 1);
	lua_pushinteger(m->L, found - m->text + (ptrdiff_t)n);
	return 2;
}

static bool is_plain(const char *p, const char *end)
{
	for (; p < end; p++)
		if (*p && strchr("^$*+?.([%-", *p))
			return false;
	return true;
}

static int find_or_match(lua_State *L, bool find)
{
	struct matcher m;
	const char *p = pattern_prepare(&m, L, 1, 2), *end;
	size_t init = start_of(L, 3, (size_t)(m.text_end - m.text));
	if (init == SIZE_MAX) {
		lua_pushnil(L);
		return 1;
	}
	if (find && (lua_toboolean(L, 4) || is_plain(p, m.pattern_end)))
		return find_plain(&m, m.text + init, p);
	bool anchored = p < m.pattern_end && *p == '^';
	const char *found = pattern_search(&m, m.text + init, p + anchored, anchored, &end);
	if (!found) {
		lua_pushnil(L);
		return 1;
	}
	if (!find)
		return push_captures(&m, found, end);
	lua_pushinteger(L, found - m.text + 1);
	lua_pushinteger(L, end - m.text);
	return 2 + push_captures(&m, NULL, NULL);
}

static int string_find(lua_State *L)
{
	return find_or_match(L, true);
}

static int string_match(lua_State *L)
{
	return find_or_match(L, false);
}

/* Upvalues: text, pattern, where to go on, where the last match ended (offsets; -1: nowhere). */
static int gmatch_step(lua_State *L)
{
	struct matcher m;
	const char *p = pattern_prepare(&m, L, lua_upvalueindex(1), lua_upvalueindex(2)), *end;
	const char *s = m.text + lua_tointeger(L, lua_upvalueindex(3));
	lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
	for (; s <= m.text_end; s++) {
		s = pattern_search(&m, s, p, false, &end);
		if (!s)
			return 0;
		if (end - m.text == last)
			continue;
		lua_pushinteger(L, end - m.text);
		lua_copy(L, -1, lua_upvalueindex(3));
		lua_copy(L, -1, lua_upvalueindex(4));
		lua_pop(L, 1);
		return push_captures(&m, s, end);
	}
	return 0;
}

bool gmatch_made(lua_State *L)
{
	return lua_tocfunction(L, -1) == gmatch_step;
}

static int string_gmatch(lua_State *L)
{
	size_t n;
	luaL_checklstring(L, 1, &n);
	luaL_checkstring(L, 2);
	size_t init = start_of(L, 3, n);
	lua_settop(L, 2);
	lua_pushinteger(L, init == SIZE_MAX ? (lua_Integer)n + 1 : (lua_Integer)init);
	lua_pushinteger(L, -1);
	lua_pushcclosure(L, gmatch_step, 4);
	return 1;
}

static void add_replacement_text(struct matcher *m, struct text *t, const char *s, const char *e)
{
	size_t n;
	const char *r = lua_tolstring(m->L, 3, &n), *end = r + n;
	script_charge(m->L, n / 16);
	for (const char *from = r; from < end;) {
		const char *percent = memchr(from, '%', (size_t)(end - from));
		script_charge(m->L, 4);
		text_add(t, from, (size_t)((percent ? percent : end) - from));
		if (!percent)
			return;
		char c = percent + 1 < end ? percent[1] : '\0';
		if (c == '%')
			text_add(t, "%", 1);
		else if (c == '0')
			text_add(t, s, (size_t)(e - s));
		else if (c >= '1' && c <= '9') {
			pattern_push_capture(m, c - '1', s, e);
			const char *capture = luaL_tolstring(m->L, -1, &n);
			text_add(t, capture, n);
			lua_pop(m->L, 2);
		} else {
			luaL_error(m->L, "invalid use of '%%' in replacement string");
		}
		from = percent + 2;
	}
}

static void add_replacement(struct matcher *m, struct text *t, const char *s, const char *e)
{
	lua_State *L = m->L;
	size_t n;
	int type = lua_type(L, 3);
	if (type == LUA_TSTRING || type == LUA_TNUMBER) {
		add_replacement_text(m, t, s, e);
		return;
	}
	if (type == LUA_TFUNCTION) {
		lua_pushvalue(L, 3);
		lua_call(L, push_captures(m, s, e), 1);
	} else {
		pattern_push_capture(m, 0, s, e);
		lua_gettable(L, 3);
	}
	if (!lua_toboolean(L, -1)) {
		text_add(t, s, (size_t)(e - s));
	} else {
		if (!lua_isstring(L, -1))
			luaL_error(L, "invalid replacement value (%s)", value_kind(L, -1));
		const char *value = lua_tolstring(L, -1, &n);
		text_add(t, value, n);
	}
	lua_pop(L, 1);
}

static void check_replacement(lua_State *L)
{
	int type = lua_type(L, 3);
	if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TFUNCTION && type != LUA_TTABLE &&
	    !object_is(L, 3, OBJECT_VIEW))
		luaL_typeerror(L, 3, "string/function/table");
}

static int string_gsub(lua_State *L)
{
	struct matcher m;
	const char *p, *last = NULL;
	lua_settop(L, 4);
	p = pattern_prepare(&m, L, 1, 2);
	check_replacement(L);
	lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)(m.text_end - m.text) + 1), count = 0;
	bool anchored = p < m.pattern_end && *p == '^';
	const char *s = m.text;
	struct text t;
	text_begin(&t, L, (size_t)(m.text_end - s));
	while (count < limit && s <= m.text_end) {
		const char *end, *found = pattern_search(&m, s, p + anchored, anchored, &end);
		if (!found)
			break;
		text_add(&t, s, (size_t)(found - s));
		s = found;
		if (end != last) {
			count++;
			add_replacement(&m, &t, s, end);
			s = last = end;
		} else if (s < m.text_end) {
			text_add(&t, s++, 1);
		} else {
			break;
		}
		if (anchored)
			break;
	}
	if (s < m.text_end)
		text_add(&t, s, (size_t)(m.text_end - s));
	text_end(&t);
	lua_pushinteger(L, count);
	return 2;
}

const luaL_Reg pattern_functions[] = {{"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch},
	{"gsub", string_gsub}, {NULL, NULL}};
