/* A protected run of scripts, its limits and its errors. Invariant: outside a
 * run there is no cap on memory and no hook, so that Lua's calls there cannot
 * fail; inside, once limit is set every instruction and every pcall raises
 * again until the run is left.
 *
 * What ends a script that does not end by itself: instructions are counted by the thousand; C functions, which the hook does
 * not see, charge steps for what they go through (patterns for each character that they try: they are our own). What neither
 * sees is a single slow instruction: comparing two long texts, copying many arguments, making a number of a text. The memory
 * cap bounds each (milliseconds), so that the hook is always met again, and there the thread's CPU time is looked at: no
 * thread that watches from outside is needed. Scripts that are not made to be slow are far from that limit, and what
 * counts for them is the same on every machine. */
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "script/worker.h"

#define GARBAGE ((size_t)4 << 20) /* what a run may find when it starts */
#define COLLECTION 8 /* bytes of memory in use that a full collection, which the cap forces, looks through in a step */

/* Where the script stands: the innermost Lua function. Allocates nothing, so the allocator may ask too. */
static void find_place(struct script *w)
{
	lua_Debug ar;
	for (int level = 0; level < 100 && lua_getstack(w->L, level, &ar); level++) {
		lua_getinfo(w->L, "Sl", &ar);
		if (ar.currentline <= 0)
			continue;
		for (size_t i = 0; i < w->scripts->count; i++)
			if (strcmp(w->scripts->items[i].shown, ar.short_src) == 0) {
				w->at = &w->scripts->items[i];
				w->line = (unsigned)ar.currentline;
				return;
			}
	}
}

static int64_t milliseconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The thread's clock is slow to read: a run that is young is not asked. What it took until then is given to it. */
static bool is_late(struct script *w)
{
	if (milliseconds(CLOCK_MONOTONIC_COARSE) - w->began <= w->patience / 10)
		return false;
	int64_t cpu = milliseconds(CLOCK_THREAD_CPUTIME_ID);
	if (w->cpu < 0)
		w->cpu = cpu;
	return cpu - w->cpu > w->patience;
}

static void count_hook(lua_State *L, lua_Debug *ar)
{
	(void)ar;
	struct script *w = worker_of(L);
	w->steps -= SCRIPT_STRIDE;
	if (w->limit != LIMIT_NONE || w->steps < 0)
		script_exceed(L, LIMIT_STEPS);
	if (is_late(w))
		script_exceed(L, LIMIT_TIME);
}

_Noreturn void script_exceed(lua_State *L, enum limit which)
{
	struct script *w = worker_of(L);
	if (w->limit == LIMIT_NONE) {
		w->limit = which;
		if (which != LIMIT_MEMORY || !w->at)
			find_place(w);
	}
	lua_sethook(L, count_hook, LUA_MASKCOUNT, 1);
	lua_pushliteral(L, "limit");
	lua_error(L);
	abort(); /* not reached: lua_error does not return */
}

void script_charge(lua_State *L, size_t steps)
{
	struct script *w = worker_of(L);
	w->steps -= steps > SCRIPT_PAGE_STEPS ? SCRIPT_PAGE_STEPS : (int64_t)steps;
	if (w->steps < 0 && w->running)
		script_exceed(L, LIMIT_STEPS);
}

void script_count_anew(lua_State *L)
{
	struct script *w = worker_of(L);
	if (w->limit == LIMIT_NONE)
		lua_sethook(L, count_hook, LUA_MASKCOUNT, SCRIPT_STRIDE);
	if (w->running && is_late(w))
		script_exceed(L, LIMIT_TIME);
}

void script_reserve(lua_State *L, size_t bytes)
{
	struct script *w = worker_of(L);
	if (!w->running || (bytes <= w->cap && w->used <= w->cap - bytes))
		return;
	script_charge(L, w->used / COLLECTION);
	lua_gc(L, LUA_GCCOLLECT, 0);
}

/* May run at any point inside Lua; lua_sethook is made for that (it serves signal handlers). */
void *script_allocate(void *ud, void *old, size_t old_size, size_t new_size)
{
	struct script *w = ud;
	size_t had = old ? old_size : 0;
	if (new_size == 0) {
		w->used -= had;
		return old ? heap_resize(&w->heap, old, had, 0) : NULL;
	}
	if (new_size > had && w->running) {
		size_t more = new_size - had;
		if (more > w->cap || w->used > w->cap - more) {
			w->collecting += (int64_t)(w->used / COLLECTION); /* Lua does, and asks again */
			w->steps -= (int64_t)(w->used / COLLECTION);
			w->refused = new_size;
			find_place(w);
			return NULL;
		}
		w->steps -= (int64_t)(more / 32); /* made, read, and hashed where it is a key */
		if (w->steps < 0)
			lua_sethook(w->L, count_hook, LUA_MASKCOUNT, 1);
	}
	void *new = heap_resize(&w->heap, old, had, new_size);
	w->used += new_size - had;
	if (new_size >= w->refused)
		w->refused = 0;
	return new;
}

void script_copy_message(char *out, size_t size, const char *text, size_t length)
{
	size_t n = length;
	bool cut = n > size - 4;
	if (cut) {
		n = size - 4;
		while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
	}
	for (size_t i = 0; i < n; i++)
		out[i] = text[i] ? text[i] : ' ';
	memcpy(out + n, cut ? "…" : "", cut ? 4 : 1);
}

static void keep_message(struct script *w, const char *text, size_t length)
{
	script_copy_message(w->message, sizeof(w->message), text, length);
}

/* "filters/a.lua:3: text" and "filters/a.lua: text" name their place; the rest is the message. */
static bool placed_message(struct script *w, const char *text, size_t length)
{
	for (size_t i = 0; i < w->scripts->count; i++) {
		const struct source *s = &w->scripts->items[i];
		size_t n = strlen(s->shown);
		if (strncmp(text, s->shown, n) != 0 || text[n] != ':')
			continue;
		char *end = (char *)text + n + 1;
		unsigned long line = *end >= '0' && *end <= '9' ? strtoul(end, &end, 10) : 0;
		if ((line && *end++ != ':') || *end != ' ')
			continue;
		w->at = s;
		w->line = (unsigned)line;
		keep_message(w, end + 1, length - (size_t)(end + 1 - text));
		return true;
	}
	return false;
}

/* The message handler of a run: allocates nothing, and calls no script. */
static int keep_error(lua_State *L)
{
	struct script *w = worker_of(L);
	if (w->limit != LIMIT_NONE)
		return 1;
	if (lua_type(L, 1) != LUA_TSTRING) {
		find_place(w);
		snprintf(w->message, sizeof(w->message), "the script raised %s instead of a message",
			 value_kind(L, 1));
		return 1;
	}
	size_t length;
	const char *text = lua_tolstring(L, 1, &length);
	if (!placed_message(w, text, length)) {
		find_place(w);
		keep_message(w, text, length);
	}
	return 1;
}

static const char *hint_of(const struct script *w)
{
	const struct source *s = w->at ? w->at : w->main;
	if (w->limit != LIMIT_NONE)
		return "does it go on without end, or gather more and more? If not, what it is given is too large: divide it";
	if (s && s->kind == SOURCE_LINT)
		return "mend it; a file of the same name in filters/lint/ of the repository stands in its place";
	if (s && s->kind == SOURCE_FILTER && w->context && w->context->by_hand)
		return "mend it, or leave it out of --with";
	return s && s->kind == SOURCE_FILTER ? "mend it, or take the filter out of filters in archive.yaml"
						: "correct it; those that come with shirase (filters/, themes/) are working examples";
}

static void report(struct script *w, int status, script_during *during, struct diags *d)
{
	char where[512] = "";
	struct place at = NO_PLACE;
	if (w->at)
		at = (struct place){w->at->path, w->line, 0};
	else if (w->main)
		at.path = w->main->path;
	if (status == LUA_ERRMEM || w->refused || w->collecting > w->allowed / 2)
		w->limit = LIMIT_MEMORY;
	const char *context = during ? during(w, where, sizeof(where)) : "";
	if (w->limit == LIMIT_MEMORY)
		snprintf(w->message, sizeof(w->message), "the script needs more than %zu MiB of memory", (w->cap - w->base) >> 20);
	else if (w->limit == LIMIT_STEPS)
		snprintf(w->message, sizeof(w->message), "the script does not end: more than %d million steps",
			 (int)(w->allowed / 1000000));
	else if (w->limit == LIMIT_TIME)
		snprintf(w->message, sizeof(w->message), "the script does not end: it has run for more than %d seconds",
			 (int)(w->patience / 1000));
	else if (!w->message[0])
		snprintf(w->message, sizeof(w->message), "the script failed");
	diag(d, w->limit != LIMIT_NONE ? DIAG_SCRIPT_LIMIT : DIAG_SCRIPT_ERROR, at, hint_of(w), "%s%s", w->message, context);
}

/* More than once: the table of all texts shrinks by half each time. */
static void collect(struct script *w)
{
	size_t before;
	do {
		before = w->used;
		lua_gc(w->L, LUA_GCCOLLECT, 0);
	} while (w->used < before - before / 32);
}

bool script_run(struct script *w, size_t memory, lua_CFunction body, void *job, script_during *during, struct diags *d)
{
	lua_State *main = w->L, *L;
	lua_settop(main, 0);
	if (w->used > w->base + GARBAGE)
		collect(w);
	L = w->L = lua_newthread(main); /* its stack begins small, whatever ran before */
	w->line = 0;
	w->steps = w->allowed = memory > SCRIPT_MEMORY ? SCRIPT_PAGE_STEPS : SCRIPT_STEPS;
	w->limit = LIMIT_NONE;
	w->began = milliseconds(CLOCK_MONOTONIC_COARSE);
	w->cpu = -1;
	w->collecting = 0;
	w->refused = 0;
	w->main = w->at = NULL;
	w->message[0] = '\0';
	w->depth = 0;
	w->libraries = NULL;
	w->cap = w->base + memory;
	buf_clear(&w->text);
	w->running = true;
	lua_sethook(L, count_hook, LUA_MASKCOUNT, SCRIPT_STRIDE);
	lua_pushcfunction(L, keep_error);
	lua_pushcfunction(L, body);
	lua_pushlightuserdata(L, job);
	int status = lua_pcall(L, 1, 0, 1);
	lua_sethook(L, NULL, 0, 0);
	w->running = false;
	if (status != LUA_OK)
		report(w, status, during, d);
	w->L = main;
	lua_settop(main, 0);
	return status == LUA_OK;
}
