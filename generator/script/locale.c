/* What a language says. A locale is a script that returns a table: words, labels
 * and functions (see filters/locale/en.lua); what all languages have in common (finding words, placeholders, the
 * choice of a plural) is here. Invariant: a locale is run once for each worker and frozen (frozen.c); each document and
 * page finds it as it was then, so that no page can tell what was rendered before it. */
#include "base/utf8.h"
#include "script/answers.h"

static const char *lang_of(lua_State *L)
{
	return lua_tostring(L, lua_upvalueindex(1));
}

/* KEY_LOCALES: language → its table; KEY_VARIABLES: a list of what frozen_make gave for each, and for each library. */
void locale_forget(lua_State *L)
{
	struct script *w = worker_of(L);
	w->begun = false;
	if (!w->asked_locale && !w->asked_library)
		return;
	luaL_checkstack(L, 8, NULL);
	registry_push(L, &KEY_VARIABLES);
	for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++)
		frozen_restore(L);
	lua_pop(L, 2);
	w->asked_locale = w->asked_library = false;
}

bool locale_is_fresh(lua_State *L)
{
	struct script *w = worker_of(L);
	if (!w->asked_locale && !w->asked_library)
		return true;
	luaL_checkstack(L, 8, NULL);
	bool same = true;
	registry_push(L, &KEY_VARIABLES);
	for (lua_Integer i = 1; same && lua_rawgeti(L, -1, i) != LUA_TNIL; i++)
		same = frozen_is_same(L);
	lua_pop(L, same ? 2 : 1);
	w->asked_locale = !same;
	return same;
}

static const struct source *locale_source(lua_State *L, const char *lang)
{
	const struct source *source = source_find(worker_of(L)->scripts, SOURCE_LOCALE, lang);
	if (!source)
		luaL_error(L, "there is no locale for the language \"%s\"", lang);
	return source;
}

void locale_instance(lua_State *L, const char *lang)
{
	luaL_checkstack(L, 8, NULL);
	registry_push(L, &KEY_LOCALES);
	if (lua_getfield(L, -1, lang) == LUA_TNIL) {
		const struct source *source = locale_source(L, lang);
		lua_pop(L, 1);
		chunk_push(L, source);
		registry_push(L, &KEY_COMMON);
		environment_push(L, 0);
		lua_setupvalue(L, -2, 1);
		lua_call(L, 0, 1);
		if (!lua_istable(L, -1))
			luaL_error(L, "%s returns %s instead of a table", source->path, value_kind(L, -1));
		lua_getfield(L, -1, "api");
		if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) != 1)
			luaL_error(L, "%s: the table that it returns lacks \"api = 1\"", source->path);
		lua_pop(L, 1);
		frozen_make(L);
		registry_push(L, &KEY_VARIABLES);
		lua_insert(L, -2);
		lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
		lua_pop(L, 1);
		lua_pushvalue(L, -1);
		lua_setfield(L, -3, lang);
	}
	lua_replace(L, -2);
}

/* Replaces the table on top by its field; false (and the field's value is there) if that is no table. */
static bool enter(lua_State *L, const char *name)
{
	lua_getfield(L, -1, name);
	lua_replace(L, -2);
	if (!table_behind(L, -1))
		return false;
	lua_replace(L, -2);
	return true;
}

/* Replaces the table on top by its part of this name, which must be a table. */
static void part(lua_State *L, const char *lang, const char *name)
{
	if (!enter(L, name))
		luaL_error(L, "the locale \"%s\" (%s) lacks the table \"%s\"", lang, locale_source(L, lang)->path, name);
}

void locale_call(lua_State *L, const char *lang, const char *name, int nargs)
{
	locale_instance(L, lang);
	lua_getfield(L, -1, name);
	if (!lua_isfunction(L, -1))
		luaL_error(L, "the locale \"%s\" (%s) lacks the function \"%s\"", lang, locale_source(L, lang)->path, name);
	lua_replace(L, -2);
	lua_insert(L, -nargs - 1);
	worker_of(L)->asked_locale = true;
	lua_call(L, nargs, 1);
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "the function \"%s\" of the locale \"%s\" returned %s instead of a text", name, lang,
			   value_kind(L, -1));
}

/* The length of "{name}" at s, or 0. */
static size_t placeholder(const char *s, size_t n)
{
	size_t i = 1;
	while (i < n && ((s[i] >= 'a' && s[i] <= 'z') || s[i] == '_'))
		i++;
	return n && *s == '{' && i > 1 && i < n && s[i] == '}' ? i + 1 : 0;
}

/* Adds the value of a placeholder; vars is the index of a table, or 0. */
static void add_value(lua_State *L, struct text *t, const char *lang, int vars, const char *name, size_t n)
{
	size_t length;
	if (vars) {
		lua_pushlstring(L, name, n);
		lua_rawget(L, vars);
	} else {
		lua_pushnil(L);
	}
	if (lua_isinteger(L, -1))
		locale_ask(L, lang, "number", 1);
	if (lua_type(L, -1) != LUA_TSTRING) {
		lua_pushlstring(L, name, n);
		luaL_error(L, "the word \"%s\" needs a value for {%s}, not %s", lua_tostring(L, 1), lua_tostring(L, -1),
			   value_kind(L, -2));
	}
	const char *value = lua_tolstring(L, -1, &length);
	script_charge(L, length / 16 + 10);
	text_add(t, value, length);
	lua_pop(L, 1);
}

/* Replaces a word with forms, on top, by the form for n. */
static void choose_form(lua_State *L, const char *lang, int vars)
{
	if (!vars || lua_getfield(L, vars, "n") != LUA_TNUMBER)
		luaL_error(L, "the word \"%s\" needs a number for {n}", lua_tostring(L, 1));
	locale_ask(L, lang, "plural", 1);
	lua_gettable(L, -2);
	lua_replace(L, -2);
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "the locale \"%s\" lacks a form of the word \"%s\"", lang, lua_tostring(L, 1));
}

/* Pushes a part of the locale; the second upvalue keeps it. */
static void push_part(lua_State *L, const char *name)
{
	if (lua_isnil(L, lua_upvalueindex(2))) {
		locale_instance(L, lang_of(L));
		part(L, lang_of(L), name);
		lua_copy(L, -1, lua_upvalueindex(2));
	} else {
		lua_pushvalue(L, lua_upvalueindex(2));
	}
}

/* Replaces the word on the top by the text that it makes. */
static void fill_in(lua_State *L, const char *lang, int vars, bool html)
{
	size_t n, skip;
	const char *word = lua_tolstring(L, -1, &n);
	script_charge(L, n / 4);
	if (!memchr(word, '{', n) && !(html && strpbrk(word, "&<>\"")))
		return;
	struct text t;
	text_begin(&t, L, 2 * n);
	for (size_t i = 0, from = 0; i <= n; i++) {
		skip = i < n ? placeholder(word + i, n - i) : 0;
		if (!skip && i < n)
			continue;
		if (html)
			text_add_html(&t, word + from, i - from);
		else
			text_add(&t, word + from, i - from);
		if (!skip)
			break;
		add_value(L, &t, lang, vars, word + i + 1, skip - 2);
		from = i + skip;
		i += skip - 1;
	}
	text_end(&t);
	lua_replace(L, -2);
}

static int say(lua_State *L, bool html)
{
	const char *lang = lang_of(L), *key = luaL_checkstring(L, 1);
	int vars = 0;
	script_charge(L, 10);
	lua_settop(L, 2);
	if (!lua_isnil(L, 2)) {
		if (!table_behind(L, 2))
			luaL_typeerror(L, 2, "table");
		vars = 3;
	}
	push_part(L, "words");
	lua_pushvalue(L, 1);
	lua_rawget(L, -2);
	if (table_behind(L, -1)) {
		lua_replace(L, -2);
		choose_form(L, lang, vars);
	} else if (lua_type(L, -1) != LUA_TSTRING) {
		luaL_error(L, "the locale \"%s\" (%s) lacks the word \"%s\"", lang, locale_source(L, lang)->path, key);
	}
	fill_in(L, lang, vars, html);
	return 1;
}

static int locale_say(lua_State *L)
{
	return say(L, false);
}

/* The values of placeholders are HTML already, the word itself is escaped. */
static int locale_say_html(lua_State *L)
{
	return say(L, true);
}

/* label(vocabulary, value [, otherwise]): a value that is nil is the entry "absent". */
static int locale_label(lua_State *L)
{
	const char *lang = lang_of(L), *vocabulary = luaL_checkstring(L, 1);
	const char *value = luaL_optstring(L, 2, "absent");
	lua_settop(L, 3);
	push_part(L, "labels");
	lua_pushvalue(L, 1);
	lua_rawget(L, -2);
	if (!table_behind(L, -1))
		return luaL_error(L, "the locale \"%s\" (%s) lacks the labels \"%s\"", lang, locale_source(L, lang)->path,
				  vocabulary);
	if (lua_getfield(L, -1, value) == LUA_TSTRING)
		return 1;
	lua_pushvalue(L, 3);
	if (lua_isnil(L, -1))
		return luaL_error(L, "the locale \"%s\" (%s) lacks the label \"%s\" of \"%s\"", lang,
				  locale_source(L, lang)->path, value, vocabulary);
	return 1;
}

/* Functions that are the locale's alone; the second upvalue is the name. */
static int locale_own(lua_State *L)
{
	locale_ask(L, lang_of(L), lua_tostring(L, lua_upvalueindex(2)), lua_gettop(L));
	return 1;
}

/* readings(): whether the language's glossary gives readings. */
static int locale_readings(lua_State *L)
{
	locale_instance(L, lang_of(L));
	lua_getfield(L, -1, "readings");
	lua_pushboolean(L, lua_toboolean(L, -1));
	return 1;
}

static int locale_ranges(lua_State *L)
{
	const char *lang = lang_of(L);
	if (!table_behind(L, 1))
		luaL_typeerror(L, 1, "table");
	int list = lua_gettop(L);
	lua_Integer n = (lua_Integer)lua_rawlen(L, list);
	lua_createtable(L, n > 100 ? 100 : (int)n, 0);
	for (lua_Integer i = 1; i <= n; i++) {
		lua_rawgeti(L, list, i);
		locale_call(L, lang, "range", 1);
		lua_rawseti(L, list + 1, i);
	}
	locale_call(L, lang, "either", 1);
	return 1;
}

/* {lang: text} or text: the language's, else the first by name; nil for nil. */
static int locale_text_of(lua_State *L)
{
	luaL_checkany(L, 1);
	if (lua_isnil(L, 1) || lua_type(L, 1) == LUA_TSTRING) {
		lua_settop(L, 1);
		return 1;
	}
	if (!table_behind(L, 1))
		luaL_typeerror(L, 1, "text or table");
	if (lua_getfield(L, -1, lang_of(L)) == LUA_TSTRING)
		return 1;
	lua_settop(L, 1);
	lua_pushcfunction(L, pairs_functions[1].func);
	lua_insert(L, 1);
	lua_call(L, 1, 2);
	return 1;
}

void locale_functions(lua_State *L, const char *lang)
{
	static const luaL_Reg shared[] = {{"say", locale_say}, {"word", locale_say}, {"say_html", locale_say_html},
		{"label", locale_label}, {NULL, NULL}};
	static const luaL_Reg plain[] = {{"iso", locale_iso}, {"isoday", locale_isoday}, {"ranges", locale_ranges},
		{"text_of", locale_text_of}, {"readings", locale_readings}, {NULL, NULL}};
	static const luaL_Reg own[] = {{"status", locale_own}, {"revision", locale_own}, {"range", locale_own},
		{"enumerate", locale_own}, {"number", locale_own}, {"instant", locale_time}, {"day", locale_time},
		{NULL, NULL}};
	registry_push(L, &KEY_LANGS);
	if (lua_getfield(L, -1, lang) == LUA_TNIL) {
		lua_pop(L, 1);
		locale_source(L, lang);
		lua_newtable(L);
		for (const luaL_Reg *f = shared; f->name; f++) {
			lua_pushstring(L, lang);
			lua_pushnil(L);
			lua_pushcclosure(L, f->func, 2);
			lua_setfield(L, -2, f->name);
		}
		lua_pushstring(L, lang);
		luaL_setfuncs(L, plain, 1);
		for (const luaL_Reg *f = own; f->name; f++) {
			lua_pushstring(L, lang);
			lua_pushstring(L, f->name);
			lua_pushcclosure(L, f->func, 2);
			lua_setfield(L, -2, f->name);
		}
		lua_pushvalue(L, -1);
		lua_setfield(L, -3, lang);
	}
	lua_replace(L, -2);
}

void locale_open(lua_State *L)
{
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_LANGS);
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_LOCALES);
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_VARIABLES);
}

static int instance_body(lua_State *L)
{
	locale_instance(L, lua_touserdata(L, 1));
	return 0;
}

/* One that fails is run, and told of, when it is asked for. */
void locale_load(struct script *w)
{
	struct diags *unheard = diags_new();
	for (size_t i = 0; i < w->scripts->count; i++)
		if (w->scripts->items[i].kind == SOURCE_LOCALE)
			script_run(w, SCRIPT_MEMORY, instance_body, w->scripts->items[i].name, NULL, unheard);
	diags_free(unheard);
}

struct say_job {
	const char *lang, *function;
	const struct value *args;
	struct arena *arena;
	struct buf *out;
	const struct value *result;
};

/* Pushes a function that templates of the language see and returns true; else pushes something else. */
static bool push_function(lua_State *L, const char *lang, const char *name)
{
	for (const luaL_Reg *f = helper_functions; f->name; f++)
		if (strcmp(f->name, name) == 0) {
			lua_pushcfunction(L, f->func);
			return true;
		}
	locale_functions(L, lang);
	lua_pushstring(L, name);
	return lua_rawget(L, -2) == LUA_TFUNCTION; /* templates make the table read on in what they see */
}

static int say_body(lua_State *L)
{
	const struct say_job *job = lua_touserdata(L, 1);
	struct script *w = worker_of(L);
	int nargs = job->args ? (int)job->args->count : 0;
	size_t n;
	if (!w->begun)
		locale_forget(L);
	w->begun = w->together;
	luaL_checkstack(L, nargs + 8, NULL);
	bool known = push_function(L, job->lang, job->function);
	for (int i = 0; i < nargs; i++)
		value_push(L, job->args->items[i], true);
	if (known)
		lua_call(L, nargs, 1);
	else
		locale_call(L, job->lang, job->function, nargs);
	if (lua_type(L, -1) != LUA_TSTRING)
		return luaL_error(L, "the function \"%s\" returned %s instead of a text", job->function,
				  value_kind(L, -1));
	const char *text = lua_tolstring(L, -1, &n);
	if (utf8_invalid(span_make(text, n)) < n)
		return luaL_error(L, "the function \"%s\" returned a text that is not UTF-8", job->function);
	buf_add(job->out, text, n);
	return 0;
}

bool script_say(struct script *w, const char *lang, const char *function, const struct value *args, struct buf *out,
		struct diags *d)
{
	struct say_job job = {.lang = lang, .function = function, .args = args, .out = out};
	return script_run(w, SCRIPT_MEMORY, say_body, &job, NULL, d);
}

bool script_say_together(struct script *w, bool together)
{
	bool was = w->together;
	w->together = together;
	w->begun = w->begun && was && together;
	return was;
}

static int copy_body(lua_State *L)
{
	struct say_job *job = lua_touserdata(L, 1);
	locale_forget(L);
	locale_instance(L, job->lang);
	lua_pushfstring(L, "the locale \"%s\"", job->lang);
	job->result = value_from(L, -2, job->arena, true, lua_tostring(L, -1));
	return 0;
}

const struct value *script_locale(struct script *w, const char *lang, struct arena *a, struct diags *d)
{
	struct say_job job = {.lang = lang, .arena = a};
	return script_run(w, SCRIPT_MEMORY, copy_body, &job, NULL, d) ? job.result : NULL;
}
