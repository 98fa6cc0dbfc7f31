/* The base functions that scripts may call. Invariant: nothing here tells an
 * address, gives a metatable, loads code, or lets a script go on after a limit
 * was met. */
#include "script/worker.h"

const char *value_kind(lua_State *L, int index)
{
	static const char *const kinds[] = {
		[LUA_TNIL] = "nil", [LUA_TBOOLEAN] = "a boolean", [LUA_TNUMBER] = "a number", [LUA_TSTRING] = "a string",
		[LUA_TTABLE] = "a table", [LUA_TFUNCTION] = "a function"};
	int type = lua_type(L, index);
	if (type == LUA_TUSERDATA)
		return node_at(L, index) ? "a node" : "a table";
	return type >= 0 && type <= LUA_TFUNCTION && kinds[type] ? kinds[type] : "nothing";
}

static const char *type_name(lua_State *L, int index)
{
	if (object_is(L, index, OBJECT_VIEW))
		return "table";
	if (node_at(L, index))
		return "node";
	return luaL_typename(L, index);
}

static int base_type(lua_State *L)
{
	luaL_checkany(L, 1);
	lua_pushstring(L, type_name(L, 1));
	return 1;
}

static int base_tostring(lua_State *L)
{
	luaL_checkany(L, 1);
	switch (lua_type(L, 1)) {
	case LUA_TNUMBER:
		script_charge(L, lua_isinteger(L, 1) ? 0 : NUMBER_STEPS);
		/* fall through */
	case LUA_TSTRING:
		lua_settop(L, 1);
		lua_tolstring(L, 1, NULL);
		break;
	case LUA_TBOOLEAN:
		lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false");
		break;
	default:
		lua_pushstring(L, type_name(L, 1));
	}
	return 1;
}

/* Lua's own (an upvalue), charged for a text. */
static int base_tonumber(lua_State *L)
{
	int nargs = lua_gettop(L);
	if (lua_type(L, 1) == LUA_TSTRING)
		script_charge(L, lua_rawlen(L, 1) / 8);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, nargs, 1);
	return 1;
}

static int base_pcall(lua_State *L)
{
	struct script *w = worker_of(L);
	size_t written = w->text.length;
	int depth = w->depth;
	luaL_checkany(L, 1);
	script_charge(L, 10);
	lua_pushboolean(L, 1);
	lua_insert(L, 1);
	int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
	if (w->limit != LIMIT_NONE || status == LUA_ERRMEM || (status != LUA_OK && w->refused))
		script_exceed(L, LIMIT_MEMORY);
	if (status == LUA_OK)
		return lua_gettop(L);
	script_charge(L, 300); /* leaving by an error is slow */
	w->depth = depth;
	buf_truncate(&w->text, written);
	lua_pushboolean(L, 0);
	lua_insert(L, -2);
	return 2;
}

static int unknown_variable(lua_State *L)
{
	const char *name = lua_tostring(L, 2);
	return luaL_error(L, "unknown variable \"%s\"", name ? name : luaL_typename(L, 2));
}

static int assign_global(lua_State *L)
{
	const char *name = lua_tostring(L, 2);
	return luaL_error(L, "\"%s\" would become a global variable: declare it with \"local\"",
			  name ? name : luaL_typename(L, 2));
}

void environment_kind(lua_State *L)
{
	lua_createtable(L, 0, 2);
	lua_insert(L, -2);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, assign_global);
	lua_setfield(L, -2, "__newindex");
}

void environment_push(lua_State *L, int room)
{
	environment_kind(L);
	lua_createtable(L, 0, room);
	lua_insert(L, -2);
	lua_setmetatable(L, -2);
}

/* Lua's own functions that are safe as they are. */
static void take(lua_State *L, const char *library, lua_CFunction open, const char *const *names, int into)
{
	luaL_requiref(L, library, open, 0);
	for (; *names; names++) {
		lua_getfield(L, -1, *names);
		lua_setfield(L, into, *names);
	}
	lua_pop(L, 1);
}

static void open_base(lua_State *L, int common)
{
	static const char *const names[] = {"assert", "error", "ipairs", "select", "tonumber", NULL};
	static const luaL_Reg own[] = {
		{"pcall", base_pcall}, {"tostring", base_tostring}, {"type", base_type}, {NULL, NULL}};
	take(L, LUA_GNAME, luaopen_base, names, common);
	lua_getfield(L, common, "tonumber");
	lua_pushcclosure(L, base_tonumber, 1);
	lua_setfield(L, common, "tonumber");
	lua_pushvalue(L, common);
	luaL_setfuncs(L, own, 0);
	luaL_setfuncs(L, pairs_functions, 0);
	luaL_setfuncs(L, helper_functions, 0);
	luaL_setfuncs(L, shared_functions, 0);
	lua_pop(L, 1);
}

static void open_math(lua_State *L)
{
	static const char *const names[] = {"abs", "ceil", "floor", "fmod", "huge", "max", "maxinteger", "min",
		"mininteger", "modf", "pi", "sqrt", "tointeger", "type", "ult", NULL};
	lua_newtable(L);
	take(L, LUA_MATHLIBNAME, luaopen_math, names, lua_gettop(L));
}

/* utf8.char makes what is no UTF-8 from numbers beyond Unicode and surrogates; what leaves a script is checked anyway. */
static void open_utf8(lua_State *L)
{
	static const char *const names[] = {"char", "charpattern", NULL};
	lua_newtable(L);
	take(L, LUA_UTF8LIBNAME, luaopen_utf8, names, lua_gettop(L));
}

static void copy_with_metatable(lua_State *L, int table)
{
	lua_newtable(L);
	for (lua_pushnil(L); lua_next(L, table);) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, -4);
	}
	lua_getmetatable(L, table);
	lua_setmetatable(L, -2);
}

void library_open(lua_State *L)
{
	lua_newtable(L);
	int common = lua_gettop(L);
	open_base(L, common);
	strings_open(L);
	readonly_wrap(L);
	lua_setfield(L, common, "string");
	tables_open(L);
	readonly_wrap(L);
	lua_setfield(L, common, "table");
	open_math(L);
	readonly_wrap(L);
	lua_setfield(L, common, "math");
	open_utf8(L);
	utf8_add(L);
	readonly_wrap(L);
	lua_setfield(L, common, "utf8");

	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, unknown_variable);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, common);
	copy_with_metatable(L, common);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_BASIC);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_COMMON);

	/* Lua's own tables of libraries are out of reach from here on. */
	lua_newtable(L);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	lua_pushnil(L);
	lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}
