/* struct value to Lua and back, and read-only views of tables. Invariant: a
 * view's table is reachable from scripts only through the view, so that nothing
 * can change it; views made for a document die with it. A view has a table, or a value of which it makes one when it is
 * first read. */
#include "base/utf8.h"
#include "script/worker.h"

#define VALUE_DEPTH 32
#define VALUE_NODES 100000

/* In a metatable: where views read on, too; what they do for a name that is not there. */
#define CHAIN 1
#define ABSENT 2

/* Pushes the table in which the one on the top reads on, if there is one. */
static bool chain_next(lua_State *L)
{
	if (!lua_getmetatable(L, -1))
		return false;
	bool is = lua_rawgeti(L, -1, CHAIN) == LUA_TTABLE;
	if (is)
		lua_replace(L, -2);
	else
		lua_pop(L, 2);
	return is;
}

void view_chain_push(lua_State *L)
{
	lua_createtable(L, 1, 1);
	lua_pushvalue(L, -2);
	lua_rawseti(L, -2, CHAIN);
	lua_insert(L, -2);
	lua_setfield(L, -2, "__index");
}

void view_refuse_absent(lua_State *L, lua_CFunction refuse)
{
	lua_createtable(L, ABSENT, 0);
	lua_pushcfunction(L, refuse);
	lua_rawseti(L, -2, ABSENT);
	lua_setmetatable(L, -2);
}

static void push_view(lua_State *L, const struct value *v);

/* Pushes the table of the view at index: made now if that is the first time. */
static void push_table(lua_State *L, int index)
{
	if (lua_getiuservalue(L, index, 1) != LUA_TNIL || lua_rawlen(L, index) == 0)
		return;
	const struct value *v = *(const struct value **)lua_touserdata(L, index);
	lua_pop(L, 1);
	luaL_checkstack(L, 4, NULL);
	script_charge(L, v->count);
	lua_createtable(L, v->kind == VALUE_LIST ? (int)v->count : 0, v->kind == VALUE_MAP ? (int)v->count : 0);
	for (size_t i = 0; i < v->count; i++) {
		if (v->kind == VALUE_MAP)
			lua_pushstring(L, v->keys[i].text);
		else
			lua_pushinteger(L, (lua_Integer)i + 1);
		push_view(L, v->items[i]);
		lua_rawset(L, -3);
	}
	lua_pushvalue(L, -1);
	lua_setiuservalue(L, index, 1);
}

static int view_index(lua_State *L)
{
	lua_settop(L, 2);
	for (push_table(L, 1);; lua_replace(L, 3)) {
		lua_pushvalue(L, 2);
		if (lua_rawget(L, 3) != LUA_TNIL)
			return 1;
		lua_pop(L, 1);
		if (!chain_next(L))
			break;
	}
	if (lua_getmetatable(L, 3)) {
		lua_rawgeti(L, -1, ABSENT);
		if (lua_tocfunction(L, -1))
			return lua_tocfunction(L, -1)(L);
	}
	lua_pushnil(L);
	return 1;
}

static int view_newindex(lua_State *L)
{
	return luaL_error(L, "this table is read-only");
}

static int view_length(lua_State *L)
{
	table_behind(L, 1);
	lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
	return 1;
}

void readonly_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"__index", view_index}, {"__newindex", view_newindex}, {"__len", view_length}, {NULL, NULL}};
	object_open(L, OBJECT_VIEW, methods);
}

void readonly_wrap(lua_State *L)
{
	lua_newuserdatauv(L, 0, 1);
	lua_insert(L, -2);
	lua_setiuservalue(L, -2, 1);
	object_mark(L, OBJECT_VIEW);
}

/* Replaces the table on the top by one that holds all that it reads: of each name what stands first. */
static void flatten(lua_State *L)
{
	int first = lua_gettop(L);
	luaL_checkstack(L, SCRIPT_DEPTH + 8, NULL);
	while (chain_next(L))
		;
	int last = lua_gettop(L);
	lua_newtable(L);
	for (int table = last; table >= first; table--)
		for (lua_pushnil(L); lua_next(L, table);) {
			lua_pushvalue(L, -2);
			lua_insert(L, -2);
			lua_rawset(L, last + 1);
		}
	lua_replace(L, first);
	lua_settop(L, first);
}

bool table_behind(lua_State *L, int index)
{
	index = lua_absindex(L, index);
	if (lua_type(L, index) == LUA_TTABLE) {
		lua_pushvalue(L, index);
		return true;
	}
	if (!object_is(L, index, OBJECT_VIEW))
		return false;
	push_table(L, index);
	if (chain_next(L)) {
		lua_pop(L, 1);
		flatten(L);
		lua_pushvalue(L, -1);
		lua_setiuservalue(L, index, 1);
	}
	return true;
}

static void push(lua_State *L, const struct value *v, bool readonly, int depth)
{
	luaL_checkstack(L, 4, NULL);
	if (depth > VALUE_DEPTH)
		luaL_error(L, "the data is nested too deeply");
	switch (v->kind) {
	case VALUE_TEXT:
		lua_pushlstring(L, v->text, v->length);
		return;
	case VALUE_NUMBER:
		lua_pushinteger(L, v->number);
		return;
	case VALUE_BOOL:
		lua_pushboolean(L, v->truth);
		return;
	case VALUE_LIST:
		lua_createtable(L, (int)v->count, 0);
		for (size_t i = 0; i < v->count; i++) {
			push(L, v->items[i], readonly, depth + 1);
			lua_rawseti(L, -2, (lua_Integer)i + 1);
		}
		break;
	case VALUE_MAP:
		lua_createtable(L, 0, (int)v->count);
		for (size_t i = 0; i < v->count; i++) {
			lua_pushstring(L, v->keys[i].text);
			push(L, v->items[i], readonly, depth + 1);
			lua_rawset(L, -3);
		}
		break;
	}
	if (readonly)
		readonly_wrap(L);
}

void value_push(lua_State *L, const struct value *v, bool readonly)
{
	if (v)
		push(L, v, readonly, 0);
	else
		lua_pushnil(L);
}

/* A list or map becomes a view that has no table yet. */
static void push_view(lua_State *L, const struct value *v)
{
	if (v->kind != VALUE_LIST && v->kind != VALUE_MAP) {
		push(L, v, true, 0);
		return;
	}
	const struct value **of = lua_newuserdatauv(L, sizeof(*of), 1);
	*of = v;
	object_mark(L, OBJECT_VIEW);
}

void value_push_view(lua_State *L, const struct value *v)
{
	if (v)
		push_view(L, v);
	else
		lua_pushnil(L);
}

struct reader {
	lua_State *L;
	struct arena *arena;
	const char *what;
	size_t nodes, room; /* room: for bytes of text */
	bool functions;     /* may be there: they are left out */
	bool is_document;   /* only what one may say */
};

static struct value *read_any(struct reader *r, int index, int depth);

static struct span check_text(struct reader *r, int index, const char *what)
{
	size_t n;
	const char *text = lua_tolstring(r->L, index, &n);
	script_charge(r->L, n / 16 + 1);
	if (n > r->room)
		luaL_error(r->L, "%s is too large", r->what); /* one text of a script may stand in many places */
	r->room -= n;
	if (memchr(text, '\0', n) || utf8_invalid(span_make(text, n)) < n)
		luaL_error(r->L, "%s holds a %s that is not UTF-8", r->what, what);
	return span_make(text, n);
}

static struct value *read_number(struct reader *r, int index)
{
	char digits[32];
	if (!lua_isinteger(r->L, index))
		luaL_error(r->L, "%s holds a number that is no integer", r->what);
	if (!r->is_document)
		return value_of_number(r->arena, lua_tointeger(r->L, index));
	snprintf(digits, sizeof(digits), "%lld", (long long)lua_tointeger(r->L, index));
	return value_of_text(r->arena, digits);
}

static void check_length(struct reader *r, int table, size_t length)
{
	size_t entries = 0;
	for (lua_pushnil(r->L); lua_next(r->L, table); entries++)
		lua_pop(r->L, 1);
	if (entries != length)
		luaL_error(r->L, "%s mixes a list and a map, or a list has a gap", r->what);
}

static struct value *read_list(struct reader *r, int table, int depth)
{
	struct value *list = value_new(r->arena, VALUE_LIST);
	for (lua_Integer i = 1; lua_rawgeti(r->L, table, i) != LUA_TNIL; i++) {
		struct value *item = read_any(r, lua_gettop(r->L), depth);
		if (item)
			value_add(r->arena, list, item);
		lua_pop(r->L, 1);
	}
	lua_pop(r->L, 1);
	if (!r->functions)
		check_length(r, table, list->count);
	return list;
}

/* The keys come in the order of pairs, so that the copy is the same in every run. */
static struct value *read_map(struct reader *r, int table, int depth)
{
	lua_State *L = r->L;
	struct value *map = value_new(r->arena, VALUE_MAP);
	lua_pushcfunction(L, pairs_functions[0].func);
	lua_pushvalue(L, table);
	lua_call(L, 1, 3);
	int iterator = lua_gettop(L) - 2;
	for (;;) {
		lua_pushvalue(L, iterator);
		lua_pushvalue(L, iterator + 1);
		lua_pushvalue(L, iterator + 2);
		lua_call(L, 2, 2);
		if (lua_isnil(L, -2))
			break;
		if (lua_type(L, -2) != LUA_TSTRING)
			luaL_error(L, "%s mixes a list and a map", r->what);
		check_text(r, lua_gettop(L) - 1, "key");
		struct value *item = read_any(r, lua_gettop(L), depth);
		if (item)
			value_set(r->arena, map, lua_tostring(L, -2), item);
		lua_settop(L, iterator + 2);
	}
	lua_settop(L, iterator - 1);
	return map;
}

static struct value *read_any(struct reader *r, int index, int depth)
{
	lua_State *L = r->L;
	luaL_checkstack(L, 12, NULL);
	if (depth > SCRIPT_DEPTH || ++r->nodes > VALUE_NODES)
		luaL_error(L, "%s is too large or nested too deeply", r->what);
	switch (lua_type(L, index)) {
	case LUA_TSTRING:
		return value_of_span(r->arena, check_text(r, index, "text"));
	case LUA_TBOOLEAN:
		if (r->is_document)
			luaL_error(L, "%s holds a boolean: write \"yes\" or \"no\"", r->what);
		return value_of_bool(r->arena, lua_toboolean(L, index));
	case LUA_TNUMBER:
		return read_number(r, index);
	case LUA_TFUNCTION:
		if (r->functions)
			return NULL;
		break;
	default:
		break;
	}
	if (!table_behind(L, index)) {
		luaL_error(L, "%s holds %s", r->what, value_kind(L, index));
		return NULL;
	}
	int table = lua_gettop(L);
	bool list = lua_rawgeti(L, table, 1) != LUA_TNIL;
	lua_pushnil(L);
	bool empty = !lua_next(L, table);
	lua_settop(L, table);
	struct value *v = list || empty ? read_list(r, table, depth + 1) : read_map(r, table, depth + 1);
	lua_settop(L, table - 1);
	return v;
}

struct value *value_from(lua_State *L, int index, struct arena *a, bool functions, const char *what)
{
	struct reader r = {.L = L, .arena = a, .what = what, .room = SCRIPT_MEMORY, .functions = functions};
	return read_any(&r, lua_absindex(L, index), 0);
}

struct value *value_from_document(lua_State *L, int index, struct arena *a, const char *what, size_t limit)
{
	struct reader r = {.L = L, .arena = a, .what = what, .room = limit, .is_document = true};
	return read_any(&r, lua_absindex(L, index), 0);
}
