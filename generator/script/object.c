/* The kinds of userdata. Invariant: metatables[kind] is the address of the
 * metatable in the registry, which lives as long as the state; scripts can neither read nor set one. */
#include "script/worker.h"

void object_open(lua_State *L, enum object kind, const luaL_Reg *methods)
{
	static const char *const names[] = {"table", "node"};
	lua_newtable(L);
	luaL_setfuncs(L, methods, 0);
	lua_pushstring(L, names[kind]);
	lua_setfield(L, -2, "__name");
	worker_of(L)->metatables[kind] = lua_topointer(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_OBJECTS[kind]);
}

void object_mark(lua_State *L, enum object kind)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_OBJECTS[kind]);
	lua_setmetatable(L, -2);
}

bool object_is(lua_State *L, int index, enum object kind)
{
	if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
		return false;
	bool is = lua_topointer(L, -1) == worker_of(L)->metatables[kind];
	lua_pop(L, 1);
	return is;
}
