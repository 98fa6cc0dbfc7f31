/* Templates. Invariant: all output of a run goes to the worker's buffer; what an
 * included template wrote is cut off again and handed back as its result. An
 * environment reads, one table after the other: the variables that each inclusion added, the page's, the language's
 * functions, what all scripts see. */
#include "base/utf8.h"
#include "script/worker.h"

static void run_template(lua_State *L, const struct source *source);

static void check_room(lua_State *L, size_t more)
{
	struct script *w = worker_of(L);
	script_charge(L, more / 16);
	if (w->text.overflow)
		luaL_error(L, "the page is larger than %d MiB", (int)(w->text.limit >> 20));
}

/* The text of what a tag shows. */
static struct span shown(lua_State *L)
{
	size_t n;
	int type = lua_type(L, 1);
	if (type == LUA_TNIL || type == LUA_TNONE)
		luaL_error(L, "the value to show is nil");
	if (type != LUA_TSTRING && type != LUA_TNUMBER)
		luaL_error(L, "%s cannot be shown", value_kind(L, 1));
	const char *text = lua_tolstring(L, 1, &n);
	check_room(L, n);
	return span_make(text, n);
}

static int tag_text(lua_State *L)
{
	buf_span(&worker_of(L)->text, shown(L));
	return 0;
}

/* The last argument is the text behind the tag. */
static void text_behind(lua_State *L)
{
	size_t n;
	const char *text = lua_tolstring(L, -1, &n);
	check_room(L, n);
	buf_add(&worker_of(L)->text, text, n);
}

static int tag_raw(lua_State *L)
{
	buf_span(&worker_of(L)->text, shown(L));
	text_behind(L);
	return 0;
}

static int tag_show(lua_State *L)
{
	buf_html_shown(&worker_of(L)->text, shown(L));
	text_behind(L);
	return 0;
}

/* Copies what the table at from holds into the one on the top. */
static void copy_entries(lua_State *L, int from)
{
	lua_pushnil(L);
	while (lua_next(L, from)) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, -4);
	}
}

/* include(name [, variables]). Upvalues: the variables of the template that calls, and the metatable (nil until it is needed)
 * of tables that read on in them. */
static int include(lua_State *L)
{
	struct script *w = worker_of(L);
	const struct source *source = template_find(L, luaL_checkstring(L, 1));
	lua_settop(L, 2);
	if (!source)
		return luaL_error(L, "there is no template \"%s\"", lua_tostring(L, 1));
	if (w->depth >= SCRIPT_DEPTH)
		return luaL_error(L, "templates include each other more than %d deep", SCRIPT_DEPTH);
	bool more = !lua_isnil(L, 2);
	if (more && !table_behind(L, 2))
		luaL_typeerror(L, 2, "table");
	lua_createtable(L, 0, more ? 4 : 0);
	if (more)
		copy_entries(L, 3);
	if (lua_isnil(L, lua_upvalueindex(2))) {
		lua_pushvalue(L, lua_upvalueindex(1));
		view_chain_push(L);
		lua_replace(L, lua_upvalueindex(2));
	}
	lua_pushvalue(L, lua_upvalueindex(2));
	lua_setmetatable(L, -2);
	size_t mark = w->text.length;
	run_template(L, source);
	lua_pushlstring(L, w->text.data + mark, w->text.length - mark);
	buf_truncate(&w->text, mark);
	return 1;
}

static int template_locale(lua_State *L)
{
	locale_functions(L, luaL_checkstring(L, 1));
	readonly_wrap(L);
	return 1;
}

/* Adds what all templates of the language see besides variables to the new table on the top. */
static void add_functions(lua_State *L, const char *lang)
{
	int into = lua_gettop(L);
	registry_push(L, &KEY_COMMON);
	lua_pushvalue(L, into);
	copy_entries(L, into + 1);
	lua_pushcfunction(L, template_locale);
	lua_setfield(L, into, "locale");
	lua_pushcfunction(L, template_json);
	lua_setfield(L, into, "json");
	locale_functions(L, lang);
	lua_pushvalue(L, into);
	copy_entries(L, into + 3);
	lua_getmetatable(L, into + 1);
	lua_setmetatable(L, into);
	lua_settop(L, into);
}

/* Pushes the metatable of a page's variables: they read on in what all templates of the language see. */
static void push_language(lua_State *L, const char *lang)
{
	registry_push(L, &KEY_PAGES);
	if (lua_getfield(L, -1, lang) == LUA_TNIL) {
		lua_pop(L, 1);
		lua_createtable(L, 0, 1);
		lua_newtable(L);
		add_functions(L, lang);
		lua_setfield(L, -2, "__index");
		lua_pushvalue(L, -1);
		lua_setfield(L, -3, lang);
	}
	lua_replace(L, -2);
}

/* Runs the template with the table of variables on the top, which it pops. */
static void run_template(lua_State *L, const struct source *source)
{
	struct script *w = worker_of(L);
	luaL_checkstack(L, 16, NULL);
	int vars = lua_gettop(L);
	chunk_push(L, source);
	lua_pushvalue(L, vars);
	environment_push(L, source->uses_vars + source->uses_include);
	if (source->uses_vars) {
		lua_pushliteral(L, "vars");
		lua_pushvalue(L, vars);
		readonly_wrap(L);
		lua_rawset(L, -3);
	}
	if (source->uses_include) {
		lua_pushliteral(L, "include");
		lua_pushvalue(L, vars);
		lua_pushnil(L);
		lua_pushcclosure(L, include, 2);
		lua_rawset(L, -3);
	}
	lua_pushcfunction(L, tag_text);
	lua_pushcfunction(L, tag_show);
	lua_pushcfunction(L, tag_raw);
	w->depth++;
	lua_call(L, 4, 0);
	w->depth--;
	lua_settop(L, vars - 1);
}

struct render_job {
	const struct source *source;
	const struct value *page;
	struct buf *out;
};

static int render_body(lua_State *L)
{
	const struct render_job *job = lua_touserdata(L, 1);
	struct script *w = worker_of(L);
	locale_forget(L);
	w->main = job->source;
	w->lang = value_text(job->page, "lang");
	if (!w->lang)
		return luaL_error(L, "the page has no language");
	value_push(L, job->page, false);
	push_language(L, w->lang);
	lua_setmetatable(L, -2);
	run_template(L, job->source);
	check_room(L, 0);
	if (utf8_invalid(buf_as_span(&w->text)) < w->text.length)
		return luaL_error(L, "the template wrote bytes that are not UTF-8");
	buf_span(job->out, buf_as_span(&w->text));
	return 0;
}

/* The page is the one that the worker renders now; its path was kept for this. */
static const char *while_rendering(struct script *w, char *out, size_t size)
{
	snprintf(out, size, ", while rendering %s", w->page ? w->page : "a page");
	return out;
}

bool script_render(struct script *w, const char *template_name, const struct value *page, struct buf *out, struct diags *d)
{
	struct render_job job = {source_find(w->scripts, SOURCE_TEMPLATE, template_name), page, out};
	w->page = value_text(page, "path");
	if (!job.source) {
		diag(d, DIAG_SCRIPT_MISSING, NO_PLACE, "put it into the theme's folder templates",
		     "the theme has no template \"%s\", which %s needs",
		     template_name, w->page ? w->page : "a page");
		return false;
	}
	return script_run(w, SCRIPT_PAGE_MEMORY, render_body, &job, while_rendering, d);
}
