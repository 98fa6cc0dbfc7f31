/* The table that a filter or lint returns. Invariant: of several faults the one whose name is first by byte is told, whatever
 * the order in which the table is gone through. */
#include "script/walk.h"

static const char *const others[HANDLER_COUNT] = {"begin", "finish", "Blocks", "Inlines"};

static int other_of(const char *name)
{
	int i = 0;
	while (i < HANDLER_COUNT && strcmp(others[i], name) != 0)
		i++;
	return i;
}

/* Keeps the handler on the top, which it pops, at this place of the list; nil is none. False if it is something else. */
static bool keep(lua_State *L, struct walk *walk, int place, bool *is)
{
	bool ok = lua_isfunction(L, -1) || lua_isnil(L, -1);
	if (lua_isfunction(L, -1)) {
		*is = true;
		lua_rawseti(L, walk->handlers, place);
	} else {
		lua_pop(L, 1);
	}
	return ok;
}

/* Keeps the list on the top, which it pops; nil is none. False if it is something else. */
static bool keep_needles(lua_State *L, struct walk *walk, enum node_type type)
{
	bool none = lua_isnil(L, -1);
	walk->holds[type] = none ? NULL : needles_push(L, lua_gettop(L));
	if (walk->holds[type])
		lua_rawseti(L, walk->handlers, holds_place(type));
	lua_pop(L, 1);
	return none || walk->holds[type];
}

/* {enter = f, exit = f, holds = {text, …}}, at the top. */
static bool keep_pair(lua_State *L, struct walk *walk, enum node_type type)
{
	lua_getfield(L, -1, "enter");
	bool ok = keep(L, walk, handler_place(type, HANDLER_ENTER), &walk->enters[type]);
	lua_getfield(L, -1, "exit");
	ok = keep(L, walk, handler_place(type, HANDLER_EXIT), &walk->exits[type]) && ok;
	lua_getfield(L, -1, "holds");
	ok = keep_needles(L, walk, type) && ok;
	for (lua_pushnil(L); lua_next(L, -2);) {
		lua_pop(L, 1);
		const char *key = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
		ok = ok && (strcmp(key, "enter") == 0 || strcmp(key, "exit") == 0 || strcmp(key, "holds") == 0);
	}
	return ok;
}

/* What stands at the top under this name; false if it is no handler. */
static bool keep_named(lua_State *L, struct walk *walk, const char *name)
{
	int other = other_of(name);
	enum node_type type;
	if (other == HANDLER_COUNT && !node_type_of(name, &type))
		return false;
	if (other == HANDLER_COUNT && lua_istable(L, -1))
		return keep_pair(L, walk, type);
	lua_pushvalue(L, -1);
	if (other == HANDLER_COUNT)
		return keep(L, walk, handler_place(type, HANDLER_EXIT), &walk->exits[type]);
	return keep(L, walk, other_place((enum other)other), &walk->others[other]);
}

static void refuse_value(lua_State *L, const struct walk *walk, const char *name)
{
	if (!lua_isnil(L, -1) && !lua_isfunction(L, -1))
		luaL_error(L, "%s: the handler of %s is %s, not a function", walk->filter->path, name, value_kind(L, -1));
}

/* Says what is wrong with the handler of this name. */
static void refuse(lua_State *L, const struct walk *walk, int table, const char *name)
{
	enum node_type type;
	if (other_of(name) == HANDLER_COUNT && !node_type_of(name, &type))
		luaL_error(L, "%s: there is no type of node called \"%s\"", walk->filter->path, name);
	lua_getfield(L, table, name);
	if (other_of(name) != HANDLER_COUNT || !lua_istable(L, -1))
		refuse_value(L, walk, name);
	lua_getfield(L, -1, "enter");
	refuse_value(L, walk, name);
	lua_getfield(L, -2, "exit");
	refuse_value(L, walk, name);
	lua_getfield(L, -3, "holds");
	if (!lua_isnil(L, -1) && !needles_push(L, lua_gettop(L)))
		luaL_error(L, "%s: \"holds\" of %s wants a list of texts, at most %d and none empty", walk->filter->path, name,
			   NEEDLE_COUNT);
	luaL_error(L, "%s: %s wants a function, or \"enter\" and \"exit\"", walk->filter->path, name);
}

void filter_check(lua_State *L, const struct source *filter, int table)
{
	if (!lua_istable(L, table))
		luaL_error(L, "%s returns %s instead of a table", filter->path, value_kind(L, table));
	lua_getfield(L, table, "api");
	if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) != 1)
		luaL_error(L, "%s: the table that it returns lacks \"api = 1\"", filter->path);
	lua_getfield(L, table, "name");
	if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "%s: \"name\" wants a text", filter->path);
	lua_pop(L, 2);
}

/* What stands in a filter's or a lint's table beside the handlers. */
static bool is_no_handler(const struct source *filter, const char *key)
{
	static const char *const names[] = {"api", "name", "languages", "rules", "begin", "finish", "archive"};
	size_t count = filter->kind == SOURCE_LINT ? sizeof(names) / sizeof(*names) : 2;
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], key) == 0)
			return true;
	return false;
}


void handlers_read(lua_State *L, struct walk *walk, int table)
{
	const char *bad = NULL;
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
		if (!is_no_handler(walk->filter, name) && !keep_named(L, walk, name) && (!bad || strcmp(name, bad) < 0))
			bad = name;
	}
	if (bad)
		refuse(L, walk, table, bad);
}
