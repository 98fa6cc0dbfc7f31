/* Sources and their compiled chunks. Invariant: code was compiled here from
 * text; no byte code comes from outside. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "script/worker.h"

struct scripts *scripts_new(void)
{
	return memory_alloc(sizeof(struct scripts));
}

void scripts_free(struct scripts *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->count; i++) {
		free(s->items[i].name);
		free(s->items[i].path);
		free(s->items[i].code);
	}
	free(s->items);
	free(s->zone_name);
	free(s);
}

void scripts_set_zone(struct scripts *s, const char *name, const struct zone *zone)
{
	free(s->zone_name);
	s->zone_name = memory_text(name ? name : "UTC");
	s->zone = zone;
}

const struct source *source_find(const struct scripts *s, enum source_kind kind, const char *name)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].kind == kind && strcmp(s->items[i].name, name) == 0)
			return &s->items[i];
	return NULL;
}

/* What Lua's messages will say: it cuts names that do not fit in LUA_IDSIZE. */
static void shown_name(char out[LUA_IDSIZE], const char *path)
{
	size_t n = strlen(path), room = LUA_IDSIZE - 1;
	if (n <= room)
		memcpy(out, path, n + 1);
	else
		snprintf(out, LUA_IDSIZE, "...%s", path + n - (room - 3));
}

static unsigned line_of(struct span source, size_t offset)
{
	unsigned line = 1;
	for (size_t i = 0; i < offset; i++)
		line += source.data[i] == '\n';
	return line;
}

/* "filters/a.lua:3: what is wrong" → line and the rest. */
static const char *message_line(const struct source *source, const char *message, unsigned *line)
{
	size_t n = strlen(source->shown);
	if (strncmp(message, source->shown, n) != 0 || message[n] != ':')
		return message;
	char *end;
	unsigned long number = strtoul(message + n + 1, &end, 10);
	*line = (unsigned)number;
	return *end == ':' && end[1] == ' ' ? end + 2 : end;
}

static int dump_part(lua_State *L, const void *data, size_t size, void *out)
{
	(void)L;
	buf_add(out, data, size);
	return 0;
}

static bool compile(struct source *source, struct span text, struct diags *d)
{
	char chunk_name[LUA_IDSIZE + 1];
	struct script w = {.cap = SIZE_MAX};
	lua_State *L = lua_newstate(script_allocate, &w);
	struct buf code;
	buf_init(&code, 8 * SCRIPT_SOURCE);
	snprintf(chunk_name, sizeof(chunk_name), "=%s", source->shown);
	int status = luaL_loadbufferx(L, text.data, text.length, chunk_name, "t");
	if (status != LUA_OK) {
		unsigned line = 0;
		const char *why = message_line(source, lua_tostring(L, -1), &line);
		diag(d, DIAG_SCRIPT_SYNTAX, (struct place){source->path, line, 0},
		     "this is where Lua lost the thread: the fault may lie before it", "%s", why);
	} else {
		lua_dump(L, dump_part, &code, 0);
		source->size = code.length;
		source->code = memory_resize(NULL, code.length, 1);
		memcpy(source->code, code.data, code.length);
	}
	buf_fini(&code);
	lua_close(L);
	heap_free(&w.heap);
	return status == LUA_OK;
}

static bool check_source(const struct source *source, struct span text, struct diags *d)
{
	size_t bad = text.length <= SCRIPT_SOURCE ? utf8_invalid(text) : 0;
	if (text.length > SCRIPT_SOURCE)
		diag(d, DIAG_SCRIPT_SYNTAX, (struct place){source->path, 0, 0}, "divide it",
		     "the script is larger than %zu bytes", SCRIPT_SOURCE);
	else if (bad < text.length)
		diag(d, DIAG_NOT_UTF8, (struct place){source->path, line_of(text, bad), 0}, "save the file as UTF-8",
		     "byte %zu of the script is not UTF-8", bad);
	else
		return true;
	return false;
}

static bool compile_template(struct source *source, struct span text, struct diags *d)
{
	struct buf lua;
	unsigned line = 0;
	const char *why = "";
	buf_init(&lua, 4 * SCRIPT_SOURCE);
	bool ok = template_compile(&lua, text, &line, &why);
	source->uses_vars = memmem(text.data, text.length, "vars", 4);
	source->uses_include = memmem(text.data, text.length, "include", 7);
	if (!ok)
		diag(d, DIAG_TEMPLATE_TAG, (struct place){source->path, line, 0}, "write %> where it ends", "%s", why);
	else
		ok = compile(source, buf_as_span(&lua), d);
	buf_fini(&lua);
	return ok;
}

static const char *const kinds[] = {"filters", "locales", "templates", "libraries", "lints", "readers"};

static bool add(struct scripts *s, enum source_kind kind, const char *name, const char *path, struct span text,
		struct diags *d)
{
	struct source source = {.kind = kind};
	source.path = memory_text(path);
	source.name = memory_text(name);
	shown_name(source.shown, path);
	if (span_starts(text, "\xEF\xBB\xBF"))
		text = span_after(text, 3);
	bool ok = check_source(&source, text, d);
	if (ok && source_find(s, kind, name)) {
		diag(d, DIAG_SCRIPT_TWICE, (struct place){path, 0, 0}, "keep one of the two", "there are two %s called \"%s\"",
		     kinds[kind], name);
		ok = false;
	}
	if (ok)
		ok = kind == SOURCE_TEMPLATE ? compile_template(&source, text, d) : compile(&source, text, d);
	if (!ok) {
		free(source.name);
		free(source.path);
		return false;
	}
	s->items = memory_resize(s->items, s->count + 1, sizeof(*s->items));
	s->items[s->count++] = source;
	return true;
}

bool scripts_add_filter(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d)
{
	return add(s, SOURCE_FILTER, name, path, source, d);
}

bool scripts_add_locale(struct scripts *s, const char *lang, const char *path, struct span source, struct diags *d)
{
	return add(s, SOURCE_LOCALE, lang, path, source, d);
}

bool scripts_add_lint(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d)
{
	return add(s, SOURCE_LINT, name, path, source, d);
}

bool scripts_add_template(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d)
{
	return add(s, SOURCE_TEMPLATE, name, path, source, d);
}

bool scripts_add_reader(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d)
{
	return add(s, SOURCE_READER, name, path, source, d);
}

bool scripts_add_library(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d)
{
	return add(s, SOURCE_LIBRARY, name, path, source, d);
}
