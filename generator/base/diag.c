/* Invariant: items holds what was reported and not yet printed; counts and
 * status cover all that was ever reported. Everything is guarded by lock. */
#include "base/diag.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"

#define MESSAGE_LIMIT ((size_t)8 << 10)

static const struct {
	const char *code;
	enum diag_level level;
	enum diag_status status;
} catalogue[] = {
#define DIAG(symbol, code, level, status) [symbol] = {code, level, status},
#include "base/diag_codes.h"
#undef DIAG
};

struct item {
	enum diag_code code;
	enum diag_level level;
	const char *name; /* of the code, or of a lint's rule */
	struct place at;
	const char *message, *hint;
	size_t order;
};

struct diags {
	pthread_mutex_t lock;
	struct arena *arena;
	struct item *items;
	size_t count, capacity;
	size_t total;
	size_t levels[DIAG_ERROR + 1];
	bool seen[DIAG_CODES];
	enum diag_status status;
};

const char *diag_name(enum diag_code code)
{
	return catalogue[code].code;
}

enum diag_level diag_level(enum diag_code code)
{
	return catalogue[code].level;
}

struct diags *diags_new(void)
{
	struct diags *d = memory_alloc(sizeof(*d));
	pthread_mutex_init(&d->lock, NULL);
	d->arena = arena_new();
	return d;
}

void diags_free(struct diags *d)
{
	if (!d)
		return;
	arena_free(d->arena);
	pthread_mutex_destroy(&d->lock);
	free(d);
}

/* Messages are one line. */
static const char *masked(struct arena *a, struct span text)
{
	return utf8_masked(a, text, MESSAGE_LIMIT);
}

/* Takes everything over as a copy; name is of the catalogue if it is NULL. */
static void add(struct diags *d, enum diag_code code, enum diag_level level, const char *name, struct place at,
		const char *hint, struct span message)
{
	pthread_mutex_lock(&d->lock);
	d->items = arena_grow(d->arena, d->items, d->count, &d->capacity, sizeof(*d->items));
	struct item *i = &d->items[d->count++];
	*i = (struct item){.code = code, .level = level, .at = at, .order = d->total++};
	i->name = name ? masked(d->arena, span_of(name)) : catalogue[code].code;
	i->message = masked(d->arena, message);
	i->hint = hint ? masked(d->arena, span_of(hint)) : NULL;
	i->at.path = at.path ? masked(d->arena, span_of(at.path)) : NULL;
	d->levels[level]++;
	d->seen[code] = true;
	if (level == DIAG_ERROR && catalogue[code].status > d->status)
		d->status = catalogue[code].status;
	pthread_mutex_unlock(&d->lock);
}

void diag(struct diags *d, enum diag_code code, struct place at, const char *hint, const char *format, ...)
{
	struct buf message;
	buf_init(&message, MESSAGE_LIMIT * 8);
	va_list args;
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	add(d, code, catalogue[code].level, NULL, at, hint, buf_as_span(&message));
	buf_fini(&message);
}

void diag_lint(struct diags *d, enum diag_level level, const char *rule, struct place at, const char *hint, const char *format, ...)
{
	struct buf message;
	buf_init(&message, MESSAGE_LIMIT * 8);
	va_list args;
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	add(d, DIAG_LINT, level, rule, at, hint, buf_as_span(&message));
	buf_fini(&message);
}

size_t diags_take(struct diags *to, struct diags *from, bool (*wanted)(const void *context, const char *path), const void *context)
{
	size_t left = 0, errors = 0;
	for (size_t i = 0; i < from->count; i++) {
		const struct item item = from->items[i];
		if (wanted(context, item.at.path))
			add(to, item.code, item.level, item.name, item.at, item.hint, span_of(item.message));
		else {
			errors += item.level == DIAG_ERROR;
			from->items[left++] = item;
		}
	}
	from->count = left;
	return errors;
}

size_t diags_count(const struct diags *d, enum diag_level level)
{
	size_t n = 0;
	pthread_mutex_lock((pthread_mutex_t *)&d->lock);
	for (int l = level; l <= DIAG_ERROR; l++)
		n += d->levels[l];
	pthread_mutex_unlock((pthread_mutex_t *)&d->lock);
	return n;
}

enum diag_status diags_status(const struct diags *d)
{
	return d->status;
}

bool diags_has(const struct diags *d, enum diag_code code)
{
	return d->seen[code];
}

static int compare(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	if (!a->at.path != !b->at.path)
		return a->at.path ? -1 : 1;
	int by_path = a->at.path ? strcmp(a->at.path, b->at.path) : 0;
	if (by_path)
		return by_path;
	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	if (a->at.column != b->at.column)
		return a->at.column < b->at.column ? -1 : 1;
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	/* Threads report in any order; the text settles what the place does not. */
	int by_name = strcmp(a->name, b->name);
	return by_name ? by_name : strcmp(a->message, b->message);
}

static const char *const level_names[] = {"note", "warning", "error"};

static void print_text(struct buf *out, const struct item *i)
{
	if (i->at.path)
		buf_printf(out, "%s:", i->at.path);
	if (i->at.path && i->at.line)
		buf_printf(out, "%u:", i->at.line);
	if (i->at.path && i->at.line && i->at.column)
		buf_printf(out, "%u:", i->at.column);
	buf_printf(out, "%s%s: [%s] %s\n", i->at.path ? " " : "shirase: ", level_names[i->level],
		   i->name, i->message);
	if (i->hint)
		buf_printf(out, "  hint: %s\n", i->hint);
}

static void json_text(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "\"%s\": ", name);
	buf_json_text(out, span_of(text), "");
}

/* One object a line. */
static void print_json(struct buf *out, const struct item *i)
{
	buf_char(out, '{');
	if (i->at.path) {
		json_text(out, "path", i->at.path);
		buf_text(out, ", ");
	}
	if (i->at.line)
		buf_printf(out, "\"line\": %u, ", i->at.line);
	if (i->at.column)
		buf_printf(out, "\"column\": %u, ", i->at.column);
	json_text(out, "level", level_names[i->level]);
	buf_text(out, ", ");
	json_text(out, "code", i->name);
	buf_text(out, ", ");
	json_text(out, "message", i->message);
	if (i->hint) {
		buf_text(out, ", ");
		json_text(out, "hint", i->hint);
	}
	buf_text(out, "}\n");
}

/* GitHub Actions workflow commands: properties escape % , and :, data %. */
static void github_text(struct buf *out, const char *text, bool property)
{
	for (; *text; text++) {
		if (*text == '%' || (property && (*text == ',' || *text == ':')))
			buf_printf(out, "%%%02X", (unsigned char)*text);
		else
			buf_char(out, *text);
	}
}

static void print_github(struct buf *out, const struct item *i)
{
	static const char *const commands[] = {"notice", "warning", "error"};
	buf_printf(out, "::%s ", commands[i->level]);
	if (i->at.path) {
		buf_text(out, "file=");
		github_text(out, i->at.path, true);
		buf_char(out, ',');
	}
	if (i->at.line)
		buf_printf(out, "line=%u,", i->at.line);
	if (i->at.column)
		buf_printf(out, "col=%u,", i->at.column);
	buf_printf(out, "title=%s::", i->name);
	github_text(out, i->message, false);
	if (i->hint) {
		buf_text(out, "%0Ahint: ");
		github_text(out, i->hint, false);
	}
	buf_char(out, '\n');
}

/* For people: a list of warnings, as of places to fill in, does not tell the same remedy over and over. */
static bool same_remedy(const struct item *a, const struct item *b)
{
	return a->level == b->level && b->level != DIAG_ERROR && strcmp(a->name, b->name) == 0 && a->hint && b->hint &&
	       strcmp(a->hint, b->hint) == 0;
}

void diags_print(struct diags *d, FILE *to, enum diag_format format)
{
	static void (*const printers[])(struct buf *, const struct item *) = {print_text, print_json, print_github};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	pthread_mutex_lock(&d->lock);
	if (d->count)
		qsort(d->items, d->count, sizeof(*d->items), compare);
	for (size_t i = 0; i < d->count; i++) {
		/* The same fault told twice by two threads is one fault. */
		if (i && compare(&d->items[i - 1], &d->items[i]) == 0)
			continue;
		struct item item = d->items[i];
		if (i && format == DIAG_TEXT && same_remedy(&d->items[i - 1], &item))
			item.hint = NULL;
		buf_clear(&out);
		printers[format](&out, &item);
		fwrite(out.data, 1, out.length, to);
	}
	d->count = 0;
	pthread_mutex_unlock(&d->lock);
	buf_fini(&out);
	fflush(to);
}
