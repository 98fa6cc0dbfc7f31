/* A locale or library as it stood when it had been run: kept for all later runs of the worker, none of which can tell that there were
 * others. Invariant: of what its functions can reach, tables are read-only views, and every variable that
 * one of them could assign to has its first value again when frozen_restore returns. What they make while they run is
 * reachable from nothing that is kept. */
#include "script/worker.h"

/* Stack indices while a locale is frozen. */
struct freezing {
	lua_State *L;
	int seen;   /* table → its view; function, variable → true */
	int queue;  /* tables and functions whose contents are to be frozen */
	int kept;   /* function, number of the variable, value, function … */
	lua_Integer queued, next, count;
};

static void enqueue(struct freezing *f)
{
	lua_rawseti(f->L, f->queue, ++f->queued);
}

/* Replaces the table on the top by its view. */
static void freeze_table(struct freezing *f)
{
	lua_State *L = f->L;
	lua_pushvalue(L, -1);
	if (lua_rawget(L, f->seen) == LUA_TNIL) {
		lua_pop(L, 1);
		lua_pushvalue(L, -1);
		enqueue(f);
		lua_pushvalue(L, -1);
		readonly_wrap(L);
		lua_pushvalue(L, -2);
		lua_pushvalue(L, -2);
		lua_rawset(L, f->seen);
	}
	lua_replace(L, -2);
}

static void see_function(struct freezing *f)
{
	lua_State *L = f->L;
	lua_pushvalue(L, -1);
	if (lua_rawget(L, f->seen) == LUA_TNIL) {
		lua_pushvalue(L, -2);
		enqueue(f);
		lua_pushvalue(L, -2);
		lua_pushboolean(L, true);
		lua_rawset(L, f->seen);
	}
	lua_pop(L, 1);
}

/* Freezes the value on the top; true if another one, which is to be put in its place, is there now. An environment is the
 * only table with a metatable, and refuses to be assigned already. */
static bool freeze_value(struct freezing *f)
{
	lua_State *L = f->L;
	if (pairs_made(L) || gmatch_made(L))
		luaL_error(L, "a function that pairs or gmatch made is kept: it would go on in the next document where it is now");
	if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1))
		see_function(f);
	if (!lua_istable(L, -1))
		return false;
	if (lua_getmetatable(L, -1)) {
		lua_pop(L, 1);
		return false;
	}
	freeze_table(f);
	return true;
}

static void freeze_fields(struct freezing *f, int table)
{
	lua_State *L = f->L;
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		if (!freeze_value(f))
			continue;
		lua_pushvalue(L, -2);
		lua_pushvalue(L, -2);
		lua_rawset(L, table);
	}
}

/* The variable whose value is on the top, which it pops; functions may share it. */
static void keep_variable(struct freezing *f, int function, int number)
{
	lua_State *L = f->L;
	void *id = lua_upvalueid(L, function, number);
	if (lua_rawgetp(L, f->seen, id) == LUA_TNIL) {
		lua_pushvalue(L, function);
		lua_rawseti(L, f->kept, ++f->count);
		lua_pushinteger(L, number);
		lua_rawseti(L, f->kept, ++f->count);
		lua_pushvalue(L, -2);
		lua_rawseti(L, f->kept, ++f->count);
		lua_pushboolean(L, true);
		lua_rawsetp(L, f->seen, id);
	}
	lua_pop(L, 2);
}

static void freeze_variables(struct freezing *f, int function)
{
	lua_State *L = f->L;
	for (int n = 1; lua_getupvalue(L, function, n); n++) {
		if (freeze_value(f)) {
			lua_pushvalue(L, -1);
			lua_setupvalue(L, function, n);
		}
		keep_variable(f, function, n);
	}
}

void frozen_make(lua_State *L)
{
	int table = lua_gettop(L);
	luaL_checkstack(L, 16, NULL);
	struct freezing f = {.L = L, .seen = table + 1, .queue = table + 2, .kept = table + 3};
	lua_newtable(L);
	lua_newtable(L);
	lua_newtable(L);
	lua_pushvalue(L, table);
	freeze_table(&f);
	lua_pop(L, 1);
	while (f.next < f.queued) {
		bool is_table = lua_rawgeti(L, f.queue, ++f.next) == LUA_TTABLE;
		if (is_table)
			freeze_fields(&f, f.kept + 1);
		else
			freeze_variables(&f, f.kept + 1);
		lua_settop(L, f.kept);
	}
	lua_pushinteger(L, f.count);
	lua_rawseti(L, f.kept, 0);
	lua_replace(L, table + 1);
	lua_settop(L, table + 1);
}

void frozen_restore(lua_State *L)
{
	int kept = lua_gettop(L);
	lua_rawgeti(L, kept, 0);
	lua_Integer count = lua_tointeger(L, -1);
	for (lua_Integer i = 1; i < count; i += 3) {
		lua_rawgeti(L, kept, i);
		lua_rawgeti(L, kept, i + 1);
		lua_rawgeti(L, kept, i + 2);
		lua_setupvalue(L, kept + 2, (int)lua_tointeger(L, kept + 3));
		lua_settop(L, kept + 1);
	}
	lua_settop(L, kept - 1);
}

bool frozen_is_same(lua_State *L)
{
	int kept = lua_gettop(L);
	bool same = true;
	lua_rawgeti(L, kept, 0);
	lua_Integer count = lua_tointeger(L, -1);
	for (lua_Integer i = 1; same && i < count; i += 3) {
		lua_rawgeti(L, kept, i);
		lua_rawgeti(L, kept, i + 1);
		lua_getupvalue(L, kept + 2, (int)lua_tointeger(L, -1));
		lua_rawgeti(L, kept, i + 2);
		same = lua_rawequal(L, -1, -2);
		lua_settop(L, kept + 1);
	}
	lua_settop(L, kept - 1);
	return same;
}
