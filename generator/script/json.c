/* json(v) of templates. Invariant: what it writes holds no "<", so that inside a <script> nothing can end it or begin another, and
 * keys stand in the order of pairs, so that it is the same in every run. It is written behind what the page has, and cut off again. */
#include <inttypes.h>

#include "script/worker.h"

#define JSON_ASCII "<>&" /* written as \u003C …: no markup, wherever it stands */

static void add_value(lua_State *L, int index, int depth);

static void add_list(lua_State *L, int table, int depth)
{
	struct buf *out = &worker_of(L)->text;
	size_t count = lua_rawlen(L, table);
	buf_char(out, '[');
	for (size_t i = 1; i <= count; i++) {
		if (i > 1)
			buf_char(out, ',');
		lua_rawgeti(L, table, (lua_Integer)i);
		add_value(L, lua_gettop(L), depth);
		lua_pop(L, 1);
	}
	buf_char(out, ']');
}

static void add_key(lua_State *L, int index)
{
	size_t n;
	if (lua_type(L, index) != LUA_TSTRING)
		luaL_error(L, "json: a table mixes a list and a map");
	const char *key = lua_tolstring(L, index, &n);
	buf_json_text(&worker_of(L)->text, span_make(key, n), JSON_ASCII);
	buf_char(&worker_of(L)->text, ':');
}

static void add_map(lua_State *L, int table, int depth)
{
	struct buf *out = &worker_of(L)->text;
	bool first = true;
	lua_pushcfunction(L, pairs_functions[0].func);
	lua_pushvalue(L, table);
	lua_call(L, 1, 1);
	int next = lua_gettop(L);
	buf_char(out, '{');
	for (;; first = false) {
		lua_pushvalue(L, next);
		lua_call(L, 0, 2);
		if (lua_isnil(L, -2))
			break;
		if (!first)
			buf_char(out, ',');
		add_key(L, lua_gettop(L) - 1);
		add_value(L, lua_gettop(L), depth);
		lua_settop(L, next);
	}
	buf_char(out, '}');
}

static void add_table(lua_State *L, int index, int depth)
{
	if (depth > SCRIPT_DEPTH)
		luaL_error(L, "json: the value is nested too deeply");
	if (!table_behind(L, index))
		luaL_error(L, "json: %s has no form in JSON", value_kind(L, index));
	int table = lua_gettop(L);
	size_t entries = 0, items = lua_rawlen(L, table);
	for (lua_pushnil(L); lua_next(L, table); entries++)
		lua_pop(L, 1);
	script_charge(L, entries);
	if (items && items != entries)
		luaL_error(L, "json: a table mixes a list and a map");
	if (entries > items)
		add_map(L, table, depth + 1);
	else
		add_list(L, table, depth + 1);
}

static void add_value(lua_State *L, int index, int depth)
{
	struct buf *out = &worker_of(L)->text;
	size_t n;
	luaL_checkstack(L, 12, NULL);
	script_charge(L, 1);
	if (lua_type(L, index) == LUA_TSTRING) {
		const char *text = lua_tolstring(L, index, &n);
		script_charge(L, n / 16);
		buf_json_text(out, span_make(text, n), JSON_ASCII);
	} else if (lua_isinteger(L, index)) {
		buf_printf(out, "%" PRId64, (int64_t)lua_tointeger(L, index));
	} else if (lua_isboolean(L, index)) {
		buf_text(out, lua_toboolean(L, index) ? "true" : "false");
	} else {
		int top = lua_gettop(L);
		add_table(L, index, depth);
		lua_settop(L, top);
	}
	if (out->overflow)
		luaL_error(L, "the page is larger than %d MiB", (int)(out->limit >> 20));
}

int template_json(lua_State *L)
{
	struct script *w = worker_of(L);
	size_t mark = w->text.length;
	luaL_checkany(L, 1);
	add_value(L, 1, 0);
	lua_pushlstring(L, w->text.data + mark, w->text.length - mark);
	buf_truncate(&w->text, mark);
	return 1;
}
