/* Invariant: a state of the pool is with one thread or idle; what identify said of a path is said once. Everything that a run makes
 * and that outlives it lies in the caller's arena before the run is left. */
#include "script/reader.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/near.h"
#include "base/utf8.h"
#include "script/worker.h"

#define LIMITS_MOST 10 /* files of HEAD on which a reader may meet its limits, half a second each, before the others are not tried */
#define MEANT_MOST 100 /* keys that are compared with each other: more are no mistake of a hand */
#define FRONT_TEXT ((size_t)64 << 10) /* bytes of all texts in front, as the front matter of other documents may have */

struct identified {
	bool said;
	struct reader_name name;
};

struct reader_pool {
	struct scripts *scripts;
	pthread_mutex_t lock; /* all that follows */
	struct script **idle; /* room for all of them */
	size_t idle_count, count;
	size_t limits; /* how many files of HEAD were too much for it */
	struct arena *arena;
	struct map *places; /* reader, NUL, path -> index into names */
	struct identified *names;
	size_t name_count, name_capacity;
};

/* One call of a reader. */
struct reader_job {
	const struct source *source;
	const char *path;
	struct span text;
	struct arena *arena;
	bool *said;               /* of identify; the others are NULL then */
	struct reader_name *name;
	struct reader_text *out;  /* of read */
	bool refused;             /* shirase.fail was called: with this */
	unsigned line;
	char message[1024];
};

/* Lines of a text, as editors count them: one more than LF. */
static lua_Integer lines_of(struct span text)
{
	lua_Integer lines = 1;
	for (size_t i = 0; i < text.length; i++)
		lines += text.data[i] == '\n';
	return lines;
}

/* fail(line, message) */
static int shirase_fail(lua_State *L)
{
	struct reader_job *job = worker_of(L)->reading;
	lua_Integer line = luaL_optinteger(L, 1, 0);
	const char *message = luaL_checkstring(L, 2);
	bool there = line > 0 && line <= lines_of(job->text);
	if (!there && !lua_isnoneornil(L, 1))
		message = lua_pushfstring(L, "%s (and the file has no line %I)", message, (LUAI_UACINT)line);
	job->refused = true;
	job->line = there ? (unsigned)line : 0;
	script_copy_message(job->message, sizeof(job->message), message, strlen(message));
	lua_settop(L, 2);
	return lua_error(L);
}

/* Pushes what a reader sees. */
static void push_environment(lua_State *L)
{
	lua_createtable(L, 0, 2);
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, shirase_fail);
	lua_setfield(L, -2, "fail");
	readonly_wrap(L);
	lua_setfield(L, -2, "shirase");
	lua_createtable(L, 0, 1);
	registry_push(L, &KEY_BASIC);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	environment_push(L, 0);
}

static bool has_word(const char *const *words, const char *word)
{
	while (*words && strcmp(*words, word) != 0)
		words++;
	return *words;
}

/* Of several unknown keys the first by byte is told: the order of a table is another in each run. */
static void check_keys(lua_State *L, int table, const char *const *known, const char *what)
{
	const char *first = NULL;
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "(no text)";
		if (!has_word(known, key) && (!first || strcmp(key, first) < 0))
			first = key;
	}
	if (first)
		luaL_error(L, "%s has a key that is not known: %s", what, first);
}

/* Runs the file and pushes the table that it returns. */
static int push_reader(lua_State *L, const struct source *source)
{
	static const char *const keys[] = {"api", "name", "identify", "read", NULL};
	chunk_push(L, source);
	push_environment(L);
	lua_setupvalue(L, -2, 1);
	lua_call(L, 0, 1);
	if (!lua_istable(L, -1))
		luaL_error(L, "the reader returns %s instead of a table", value_kind(L, -1));
	int table = lua_gettop(L);
	check_keys(L, table, keys, "the reader");
	if (lua_getfield(L, table, "api") != LUA_TNUMBER || lua_tonumber(L, -1) != 1)
		luaL_error(L, "the reader must say api = 1");
	if (lua_getfield(L, table, "read") != LUA_TFUNCTION)
		luaL_error(L, "the reader has no function \"read\"");
	if (lua_getfield(L, table, "identify") != LUA_TFUNCTION && !lua_isnil(L, -1))
		luaL_error(L, "the reader's \"identify\" is no function");
	if (lua_getfield(L, table, "name") != LUA_TSTRING && !lua_isnil(L, -1))
		luaL_error(L, "the reader's \"name\" is no text");
	lua_settop(L, table);
	return table;
}

static void begin(lua_State *L)
{
	struct script *w = worker_of(L);
	w->main = w->reading->source;
	locale_forget(L);
}

static int load_body(lua_State *L)
{
	begin(L);
	push_reader(L, worker_of(L)->reading->source);
	return 0;
}

/* The text at index in the arena; NULL for nil. */
static const char *take_text(lua_State *L, int index, struct arena *a, const char *what)
{
	size_t n;
	if (lua_isnil(L, index))
		return NULL;
	if (lua_type(L, index) != LUA_TSTRING)
		luaL_error(L, "%s is %s instead of a text", what, value_kind(L, index));
	const char *text = lua_tolstring(L, index, &n);
	if (n > 1000 || memchr(text, '\0', n) || utf8_invalid(span_make(text, n)) < n)
		luaL_error(L, "%s is too long, or not UTF-8", what);
	return arena_dup(a, text, n);
}

static int identify_body(lua_State *L)
{
	struct reader_job *job = worker_of(L)->reading;
	begin(L);
	int reader = push_reader(L, job->source);
	*job->said = lua_getfield(L, reader, "identify") == LUA_TFUNCTION;
	if (!*job->said)
		return 0;
	lua_pushstring(L, job->path);
	lua_call(L, 1, 2);
	job->name->id = take_text(L, -2, job->arena, "the id that \"identify\" returns");
	job->name->lang = job->name->id ? take_text(L, -1, job->arena, "the language that \"identify\" returns") : NULL;
	return 0;
}

/* A key of front stands in this line, with all that it holds. */
static void place_value(struct value *v, unsigned line)
{
	v->line = line;
	for (size_t i = 0; (v->kind == VALUE_LIST || v->kind == VALUE_MAP) && i < v->count; i++) {
		if (v->kind == VALUE_MAP)
			v->keys[i].line = line;
		place_value(v->items[i], line);
	}
}

/* The key of front that a key of lines misspells; NULL: none. Keys of the file's own that front lacks are nobody's fault. */
static const char *meant_by(lua_State *L, int lines, const struct value *front, const char *key)
{
	const char *meant = NULL;
	for (size_t i = 0; i < front->count && !meant && !value_get(front, key); i++) {
		bool has_line = lua_getfield(L, lines, front->keys[i].text) != LUA_TNIL;
		lua_pop(L, 1);
		if (!has_line && near_distance(key, front->keys[i].text) == 1)
			meant = front->keys[i].text;
	}
	return meant;
}

/* Of several such keys (among so many as anybody would write) the first by byte: the order of a table is another in each run. */
static void check_lines(lua_State *L, int lines, const struct value *front)
{
	const char *first = NULL;
	size_t count = 0;
	for (lua_pushnil(L); lua_next(L, lines); lua_pop(L, 1)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
		if (key && front->count <= MEANT_MOST && count++ < MEANT_MOST && (!first || strcmp(key, first) < 0) && meant_by(L, lines, front, key))
			first = key;
	}
	if (first)
		luaL_error(L, "\"lines\" has the key \"%s\", which \"front\" does not have: is \"%s\" meant?", first,
			   meant_by(L, lines, front, first));
}

/* lines at index of the stack: a table, or nil. */
static void place_keys(lua_State *L, int lines, struct value *front, struct span text)
{
	lua_Integer most = lines_of(text);
	if (lua_isnil(L, lines))
		return;
	if (!lua_istable(L, lines))
		luaL_error(L, "\"lines\" is %s instead of a table", value_kind(L, lines));
	check_lines(L, lines, front);
	for (size_t i = 0; i < front->count; i++) {
		if (lua_getfield(L, lines, front->keys[i].text) == LUA_TNIL) {
			lua_pop(L, 1);
			continue;
		}
		lua_Integer line = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
		if (line < 1 || line > most)
			luaL_error(L, "\"lines\" gives \"%s\" a line that the file does not have", front->keys[i].text);
		front->keys[i].line = (unsigned)line;
		place_value(front->items[i], (unsigned)line);
		lua_pop(L, 1);
	}
}

static void take_result(lua_State *L, int table, struct reader_job *job)
{
	static const char *const keys[] = {"front", "lines", "lang", "body", "body_line", NULL};
	struct reader_text *out = job->out;
	size_t length = 0;
	check_keys(L, table, keys, "what \"read\" returns");
	lua_getfield(L, table, "front");
	if (!lua_istable(L, -1))
		luaL_error(L, "\"front\" is %s instead of a table", value_kind(L, -1));
	out->front = value_from_document(L, -1, job->arena, "\"front\"", FRONT_TEXT);
	if (out->front->kind != VALUE_MAP)
		luaL_error(L, "\"front\" has no keys");
	lua_getfield(L, table, "lines");
	place_keys(L, lua_gettop(L), out->front, job->text);
	lua_getfield(L, table, "lang");
	out->lang = take_text(L, -1, job->arena, "\"lang\"");
	if (lua_getfield(L, table, "body") != LUA_TSTRING && !lua_isnil(L, -1))
		luaL_error(L, "\"body\" is %s instead of a text", value_kind(L, -1));
	const char *body = lua_isnil(L, -1) ? "" : lua_tolstring(L, -1, &length);
	out->body = span_make(arena_dup(job->arena, body, length), length);
	lua_Integer line = 1;
	if (lua_getfield(L, table, "body_line") != LUA_TNIL) {
		line = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
		if (line < 1 || line > lines_of(job->text) + 1)
			luaL_error(L, "\"body_line\" is no line of the file");
	}
	out->body_line = (unsigned)line;
}

static int read_body(lua_State *L)
{
	struct reader_job *job = worker_of(L)->reading;
	begin(L);
	int reader = push_reader(L, job->source);
	lua_getfield(L, reader, "read");
	lua_pushstring(L, job->path);
	script_reserve(L, job->text.length);
	lua_pushlstring(L, job->text.data, job->text.length);
	lua_call(L, 2, 1);
	if (!lua_istable(L, -1))
		luaL_error(L, "\"read\" returns %s instead of a table", value_kind(L, -1));
	take_result(L, lua_gettop(L), job);
	return 0;
}

static struct script *take_state(struct reader_pool *p, struct diags *d)
{
	struct script *w = NULL;
	pthread_mutex_lock(&p->lock);
	if (p->idle_count)
		w = p->idle[--p->idle_count];
	else
		p->idle = memory_resize(p->idle, ++p->count, sizeof(struct script *));
	pthread_mutex_unlock(&p->lock);
	return w ? w : script_new(p->scripts, d);
}

static void give_state(struct reader_pool *p, struct script *w)
{
	pthread_mutex_lock(&p->lock);
	p->idle[p->idle_count++] = w;
	pthread_mutex_unlock(&p->lock);
}

/* What went wrong, in one line for those who look at the past. */
static const char *reason(const struct reader_job *job, const struct script *w, struct arena *a)
{
	const struct source *at = w->at ? w->at : job->source;
	if (job->refused && w->limit == LIMIT_NONE)
		return job->line ? arena_printf(a, "line %u: %s", job->line, job->message) : arena_text(a, job->message);
	return w->line ? arena_printf(a, "%s (%s:%u)", w->message, at->path, w->line) : arena_printf(a, "%s (%s)", w->message, at->path);
}

static void tell(const struct reader_job *job, const struct script *w, const char *shown, const char *why, struct diags *d)
{
	if (job->refused && w->limit == LIMIT_NONE)
		diag(d, DIAG_READER_REFUSED, (struct place){.path = shown, .line = job->line},
		     "correct the file; or the reader, if the file is right", "%s", job->message);
	else
		diag(d, DIAG_READER_FAILED, (struct place){.path = shown}, "correct the reader, or take the file out of its pattern",
		     "the reader \"%s\" fails on this file: %s", job->source->name, why);
}

/* Whether it is of no use to go on: the build has failed, and would take long to say it of each file. */
static bool is_given_up(struct reader_pool *p)
{
	pthread_mutex_lock(&p->lock);
	bool up = p->limits >= LIMITS_MOST;
	pthread_mutex_unlock(&p->lock);
	return up;
}

static void note_limit(struct reader_pool *p, const struct script *w)
{
	pthread_mutex_lock(&p->lock);
	p->limits += w->limit != LIMIT_NONE;
	pthread_mutex_unlock(&p->lock);
}

/* One call, in a state of its own. */
static bool call(struct reader_pool *p, const char *reader, lua_CFunction body, struct reader_job *job, const char *shown,
		 const char **why, struct diags *d)
{
	*why = "the reader is not there";
	job->source = source_find(p->scripts, SOURCE_READER, reader);
	if (!job->source || (d && is_given_up(p)))
		return false;
	struct diags *unheard = diags_new();
	struct script *w = take_state(p, unheard);
	if (!w) {
		diags_free(unheard);
		return false;
	}
	w->reading = job;
	bool ok = script_run(w, SCRIPT_MEMORY, body, job, NULL, unheard);
	w->reading = NULL;
	if (!ok) {
		*why = reason(job, w, job->arena);
		if (d) {
			tell(job, w, shown, *why, d);
			note_limit(p, w);
		}
	}
	give_state(p, w);
	diags_free(unheard);
	return ok;
}

static struct span name_key(struct arena *a, const char *reader, const char *path)
{
	struct span first = span_make(reader, strlen(reader) + 1), second = span_of(path);
	return span_make(arena_join(a, first, second), first.length + second.length);
}

static bool find_name(struct reader_pool *p, struct span key, struct identified *out)
{
	size_t place;
	pthread_mutex_lock(&p->lock);
	bool found = map_find(p->places, key, &place);
	if (found)
		*out = p->names[place];
	pthread_mutex_unlock(&p->lock);
	return found;
}

static void keep_name(struct reader_pool *p, struct span key, const struct identified *name)
{
	pthread_mutex_lock(&p->lock);
	struct span own = span_make(arena_dup(p->arena, key.data, key.length), key.length);
	if (map_put(p->places, own, p->name_count)) {
		p->names = arena_grow(p->arena, p->names, p->name_count, &p->name_capacity, sizeof(*p->names));
		struct identified *kept = &p->names[p->name_count++];
		*kept = *name;
		kept->name.id = name->name.id ? arena_text(p->arena, name->name.id) : NULL;
		kept->name.lang = name->name.lang ? arena_text(p->arena, name->name.lang) : NULL;
	}
	pthread_mutex_unlock(&p->lock);
}

static bool pool_identify(struct reader_name *out, bool *said, void *context, const char *reader, const char *path, const char *shown,
			  struct arena *a, const char **why, struct diags *d)
{
	struct reader_pool *p = context;
	struct identified found = {0};
	struct span key = name_key(a, reader, path);
	struct reader_job job = {.path = path, .arena = a, .said = &found.said, .name = &found.name};
	if (!find_name(p, key, &found)) {
		if (!call(p, reader, identify_body, &job, shown, why, d))
			return false;
		keep_name(p, key, &found);
	}
	*said = found.said;
	*out = (struct reader_name){found.name.id ? arena_text(a, found.name.id) : NULL,
				    found.name.lang ? arena_text(a, found.name.lang) : NULL};
	return true;
}

static bool pool_read(struct reader_text *out, void *context, const char *reader, const char *path, const char *shown, struct span text,
		      struct arena *a, const char **why, struct diags *d)
{
	struct reader_job job = {.path = path, .text = text, .arena = a, .out = out};
	*out = (struct reader_text){0};
	return call(context, reader, read_body, &job, shown, why, d);
}

const struct reader_ops reader_pool_ops = {pool_identify, pool_read};

static bool check_all(struct reader_pool *p, struct script *w, struct diags *d)
{
	bool ok = true;
	for (size_t i = 0; i < p->scripts->count; i++) {
		struct reader_job job = {.source = &p->scripts->items[i]};
		if (job.source->kind != SOURCE_READER)
			continue;
		w->reading = &job;
		ok = script_run(w, SCRIPT_MEMORY, load_body, &job, NULL, d) && ok;
		w->reading = NULL;
	}
	return ok;
}

struct reader_pool *reader_pool_new(struct scripts *s, struct diags *d)
{
	struct reader_pool *p = memory_alloc(sizeof(*p));
	*p = (struct reader_pool){.scripts = s, .lock = PTHREAD_MUTEX_INITIALIZER, .arena = arena_new(), .places = map_new()};
	struct script *w = take_state(p, d);
	bool ok = w && check_all(p, w, d);
	if (w)
		give_state(p, w);
	if (ok)
		return p;
	reader_pool_free(p);
	return NULL;
}

void reader_pool_free(struct reader_pool *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->idle_count; i++)
		script_free(p->idle[i]);
	free(p->idle);
	map_free(p->places);
	arena_free(p->arena);
	scripts_free(p->scripts);
	pthread_mutex_destroy(&p->lock);
	free(p);
}
