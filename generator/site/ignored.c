/* Invariant: items are sorted by document; index leads to the first of each. used is set by whoever was silenced, from any
 * thread, and read when all are done. */
#include "site/ignored.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/near.h"

struct ignore {
	const char *path, *code;
	unsigned line, column; /* of the code */
	atomic_bool used, compared; /* with the other languages, for what differs */
};

struct ignores {
	struct ignore *items;
	size_t count;
	struct map *index; /* by path */
};

/* Warnings of shirase's own that an author may silence, and when each is judged. */
enum judged { ALWAYS, IN_LANGUAGES, IN_COMMITS };

static const struct {
	enum diag_code code;
	enum judged judged;
} builtin[] = {
	{DIAG_TRANSLATION_STALE, ALWAYS},    {DIAG_DIFFER_CVE, IN_LANGUAGES},  {DIAG_DIFFER_CVSS, IN_LANGUAGES},
	{DIAG_DIFFER_VERSION, IN_LANGUAGES}, {DIAG_DIFFER_DATE, IN_LANGUAGES}, {DIAG_DIFFER_URL, IN_LANGUAGES},
	{DIAG_DIFFER_INDICATOR, IN_LANGUAGES}, {DIAG_EDITORIAL_TEXT, IN_COMMITS},
};
#define BUILTIN (sizeof(builtin) / sizeof(*builtin))

static void add_all(struct ignores *out, const char *path, const struct value *front)
{
	const struct value *list = value_get(value_get(front, "lint"), "ignore");
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++) {
		const struct value *code = value_get(list->items[i], "code");
		if (!value_as_text(code))
			continue;
		map_put(out->index, span_of(path), out->count); /* the first stays */
		out->items = memory_resize(out->items, out->count + 1, sizeof(*out->items));
		struct ignore *added = &out->items[out->count++];
		*added = (struct ignore){.path = path, .code = code->text, .line = code->line, .column = code->column};
	}
}

struct ignores *ignores_new(const struct archive *ar)
{
	struct ignores *out = memory_alloc(sizeof(*out));
	out->index = map_new();
	for (size_t i = 0; i < ar->advisory_count; i++)
		for (size_t j = 0; j < ar->advisories[i].document_count; j++)
			add_all(out, ar->advisories[i].documents[j].document.path,
				ar->advisories[i].documents[j].document.front);
	for (size_t i = 0; i < ar->page_count; i++)
		add_all(out, ar->pages[i].path, ar->pages[i].front);
	return out;
}

void ignores_free(struct ignores *i)
{
	if (!i)
		return;
	map_free(i->index);
	free(i->items);
	free(i);
}

/* The document's own, from the first on; *end is behind the last. */
static struct ignore *items_of(const struct ignores *all, const char *path, const struct ignore **end)
{
	size_t first, n;
	*end = NULL;
	if (!map_find(all->index, span_of(path), &first))
		return NULL;
	for (n = first; n < all->count && strcmp(all->items[n].path, path) == 0; n++)
		;
	*end = all->items + n;
	return all->items + first;
}

bool ignores_hold(struct ignores *all, const char *path, const char *code)
{
	const struct ignore *end;
	for (struct ignore *i = items_of(all, path, &end); i < end; i++)
		if (strcmp(i->code, code) == 0) {
			atomic_store(&i->used, true);
			return true;
		}
	return false;
}

void ignores_compared(struct ignores *all, const char *path)
{
	const struct ignore *end;
	for (struct ignore *i = items_of(all, path, &end); i < end; i++)
		atomic_store(&i->compared, true);
}

const struct lint_rule *lints_find(const struct lints *lints, const char *code)
{
	for (size_t i = 0; i < lints->rule_count; i++)
		if (strcmp(lints->rules[i].code, code) == 0)
			return &lints->rules[i];
	return NULL;
}

static void take_nearer(const char **best, size_t *distance, const char *code, const char *candidate)
{
	size_t far = near_distance(code, candidate);
	if (far < *distance) {
		*best = candidate;
		*distance = far;
	}
}

/* A code of shirase's own: a capital and three digits. */
static bool is_catalogued(const char *code)
{
	return strlen(code) == 4 && *code >= 'A' && *code <= 'Z' && strspn(code + 1, "0123456789") == 3;
}

const char *lints_near(struct arena *a, const struct lints *lints, const char *code, bool ours)
{
	const char *best = NULL;
	size_t distance = strlen(code) / 2 + 1;
	if (!ours && is_catalogued(code))
		return arena_printf(a, "only rules of lints have their severity set here, and %s is shirase's own; shirase-lint(7) says which of "
				    "those a document can ignore", code);
	for (size_t i = 0; i < lints->rule_count; i++)
		take_nearer(&best, &distance, code, lints->rules[i].code);
	for (size_t i = 0; ours && i < BUILTIN; i++)
		take_nearer(&best, &distance, code, diag_name(builtin[i].code));
	return best ? arena_printf(a, "did you mean \"%s\"?", best) : "shirase-lint(7) lists the rules that come with shirase";
}

/* Whether check has judged this; *known: whether anything has the code at all. */
static bool is_judged(const struct ignore *i, const struct lints *lints, bool since, bool *known)
{
	*known = true;
	for (size_t k = 0; k < BUILTIN; k++)
		if (strcmp(diag_name(builtin[k].code), i->code) == 0)
			return builtin[k].judged == ALWAYS || (builtin[k].judged == IN_COMMITS && since) ||
			       (builtin[k].judged == IN_LANGUAGES && atomic_load(&i->compared));
	return *known = lints_find(lints, i->code) != NULL;
}

void ignores_check(const struct site *s, const struct lints *lints, bool since, struct diags *d)
{
	for (size_t k = 0; k < s->ignores->count; k++) {
		const struct ignore *i = &s->ignores->items[k];
		struct place at = {i->path, i->line, i->column};
		bool known, judged = is_judged(i, lints, since, &known);
		if (!known)
			diag(d, DIAG_LINT_UNKNOWN, at, lints_near(s->arena, lints, i->code, true),
			     "lint.ignore: there is no rule \"%.60s\"", i->code);
		else if (judged && !atomic_load(&i->used))
			diag(d, DIAG_LINT_USELESS, at, "take it out: it would hide what comes later",
			     "lint.ignore: there is nothing of \"%.60s\" to silence here any more", i->code);
	}
}
