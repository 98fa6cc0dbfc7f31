/* Libraries: what filters/lib/<name>.lua returns, for all scripts, by library(name). Invariant: each is run once for a worker,
 * before any other script, in an environment of its own, and frozen (frozen.c): no run can tell what another did with it. One
 * that failed then fails, with its own error, whenever it is asked for. */
#include "script/worker.h"

/* Those that are being run now, the innermost first. On the C stack: script_run() forgets them. */
struct loading {
	const struct source *source;
	const struct loading *outer;
};

static const struct source *library_find(lua_State *L, const char *name)
{
	const struct source *source = source_find(worker_of(L)->scripts, SOURCE_LIBRARY, name);
	if (!source)
		luaL_error(L, "there is no library \"%s\": it would be filters/lib/%s.lua", name, name);
	return source;
}

static int run_library(lua_State *L)
{
	const struct source *source = lua_touserdata(L, 1);
	chunk_push(L, source);
	registry_push(L, &KEY_BASIC);
	environment_push(L, 0);
	lua_setupvalue(L, -2, 1);
	lua_call(L, 0, 1);
	if (!lua_istable(L, -1))
		return luaL_error(L, "%s returns %s instead of a table", source->path, value_kind(L, -1));
	frozen_make(L);
	registry_push(L, &KEY_VARIABLES);
	lua_insert(L, -2);
	lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
	lua_pop(L, 1);
	readonly_wrap(L);
	return 1;
}

/* "a, b, a": what needs what. */
static void refuse_cycle(lua_State *L, const struct source *source)
{
	lua_pushfstring(L, "\"%s\"", source->name);
	for (const struct loading *l = worker_of(L)->libraries; l; l = l->source == source ? NULL : l->outer) {
		lua_pushfstring(L, "\"%s\" needs %s", l->source->name, lua_tostring(L, -1));
		lua_replace(L, -2);
	}
	luaL_error(L, "libraries need each other: %s", lua_tostring(L, -1));
}

/* Pushes what the library returned; raises its error if it has one. */
static void load(lua_State *L, const struct source *source)
{
	struct script *w = worker_of(L);
	struct loading here = {source, w->libraries};
	luaL_checkstack(L, 12, NULL);
	for (const struct loading *l = w->libraries; l; l = l->outer)
		if (l->source == source)
			refuse_cycle(L, source);
	w->libraries = &here;
	lua_pushcfunction(L, run_library);
	lua_pushlightuserdata(L, (void *)source);
	int status = lua_pcall(L, 1, 1, 0);
	w->libraries = here.outer;
	if (status == LUA_ERRMEM || w->limit != LIMIT_NONE)
		script_exceed(L, LIMIT_MEMORY);
	if (status != LUA_OK)
		lua_error(L);
	if (!w->loading)
		luaL_error(L, "the library \"%s\" failed when it was loaded", source->name);
}

/* library(name) */
static int base_library(lua_State *L)
{
	const struct source *source = library_find(L, luaL_checkstring(L, 1));
	registry_push(L, &KEY_LIBRARIES);
	if (lua_getfield(L, -1, source->name) == LUA_TNIL) {
		load(L, source);
		lua_pushvalue(L, -1);
		lua_setfield(L, -4, source->name);
	}
	worker_of(L)->asked_library = true;
	return 1;
}

static int load_body(lua_State *L)
{
	const char *name = lua_touserdata(L, 1);
	lua_pushcfunction(L, base_library);
	lua_pushstring(L, name);
	lua_call(L, 1, 0);
	return 0;
}

void libraries_load(struct script *w)
{
	struct diags *unheard = diags_new();
	w->loading = true;
	for (size_t i = 0; i < w->scripts->count; i++)
		if (w->scripts->items[i].kind == SOURCE_LIBRARY)
			script_run(w, SCRIPT_MEMORY, load_body, w->scripts->items[i].name, NULL, unheard);
	w->loading = false;
	diags_free(unheard);
}

void libraries_open(lua_State *L)
{
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_LIBRARIES);
}

const luaL_Reg shared_functions[] = {{"library", base_library}, {NULL, NULL}};
