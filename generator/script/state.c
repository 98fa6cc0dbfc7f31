/* One worker's Lua state. Invariant: what outlives a run (libraries, constants,
 * chunks, locales) is read-only for scripts, or put back as it was; each run makes its own environment. */
#include <stdlib.h>

#include "base/memory.h"
#include "script/terms.h"
#include "script/worker.h"

const char KEY_OBJECTS[2], KEY_COMMON, KEY_SOURCES, KEY_LOCALES, KEY_VARIABLES, KEY_SHIRASE, KEY_LINT, KEY_NODES, KEY_LANGS, KEY_PAGES,
	KEY_TEMPLATES, KEY_BASIC, KEY_LIBRARIES, KEY_GLOSSARIES, KEY_EXTRA;

void registry_push(lua_State *L, const char *key)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, key);
}

void chunk_push(lua_State *L, const struct source *source)
{
	registry_push(L, &KEY_SOURCES);
	lua_rawgeti(L, -1, source - worker_of(L)->scripts->items);
	lua_replace(L, -2);
}

const struct source *template_find(lua_State *L, const char *name)
{
	registry_push(L, &KEY_TEMPLATES);
	bool found = lua_getfield(L, -1, name) != LUA_TNIL;
	const struct source *source = found ? &worker_of(L)->scripts->items[lua_tointeger(L, -1)] : NULL;
	lua_pop(L, 2);
	return source;
}

static void index_templates(lua_State *L, const struct scripts *s)
{
	lua_newtable(L);
	for (size_t i = 0; i < s->count; i++) {
		if (s->items[i].kind != SOURCE_TEMPLATE)
			continue;
		lua_pushinteger(L, (lua_Integer)i);
		lua_setfield(L, -2, s->items[i].name);
	}
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_TEMPLATES);
}

static void forget_pages(lua_State *L)
{
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_PAGES);
}

static bool load_sources(lua_State *L, const struct scripts *s, struct diags *d)
{
	lua_newtable(L);
	for (size_t i = 0; i < s->count; i++) {
		const struct source *source = &s->items[i];
		if (luaL_loadbufferx(L, source->code, source->size, source->shown, "b") != LUA_OK) {
			diag(d, DIAG_BUG, (struct place){source->path, 0, 0}, NULL, "its compiled form cannot be loaded: %s",
			     lua_tostring(L, -1));
			return false;
		}
		lua_rawseti(L, -2, (lua_Integer)i);
	}
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_SOURCES);
	return true;
}

/* What is alive now is not counted against any run. */
static void measure(struct script *w)
{
	lua_gc(w->L, LUA_GCCOLLECT, 0);
	w->base = w->used;
}

struct script *script_new(const struct scripts *s, struct diags *d)
{
	struct script *w = memory_alloc(sizeof(*w));
	w->scripts = s;
	w->cap = SIZE_MAX;
	w->patience = SCRIPT_PATIENCE;
	buf_init(&w->text, BUF_LIMIT_DEFAULT);
	w->L = lua_newstate(script_allocate, w);
	*(struct script **)lua_getextraspace(w->L) = w;
	readonly_open(w->L);
	node_open(w->L);
	library_open(w->L);
	libraries_open(w->L);
	locale_open(w->L);
	if (!load_sources(w->L, s, d)) {
		script_free(w);
		return NULL;
	}
	index_templates(w->L, s);
	forget_pages(w->L);
	lua_newtable(w->L);
	lua_rawsetp(w->L, LUA_REGISTRYINDEX, &KEY_GLOSSARIES);
	lua_settop(w->L, 0);
	measure(w);
	libraries_load(w);
	locale_load(w);
	measure(w);
	return w;
}

void script_free(struct script *w)
{
	if (!w)
		return;
	lua_close(w->L);
	heap_free(&w->heap);
	buf_fini(&w->text);
	free(w->answers);
	terms_free(w->terms);
	free(w);
}

void script_set(struct script *w, const char *name, const struct value *value)
{
	registry_push(w->L, &KEY_COMMON);
	lua_pushstring(w->L, name);
	value_push(w->L, value, true);
	lua_rawset(w->L, -3);
	forget_pages(w->L);
	lua_settop(w->L, 0);
	measure(w);
}

void glossary_push(lua_State *L, const struct value *glossary)
{
	registry_push(L, &KEY_GLOSSARIES);
	lua_rawgetp(L, -1, glossary);
	lua_replace(L, -2);
}

void glossary_keep(struct script *w, const struct value *glossary)
{
	if (!glossary)
		return;
	glossary_push(w->L, glossary);
	if (lua_isnil(w->L, -1)) {
		registry_push(w->L, &KEY_GLOSSARIES);
		value_push(w->L, glossary, true);
		lua_rawsetp(w->L, -2, glossary);
		lua_settop(w->L, 0);
		measure(w);
	}
	lua_settop(w->L, 0);
}
