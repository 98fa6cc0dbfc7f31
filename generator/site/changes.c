/* What changed between two states of the facts. Invariant: every key in which they differ has a line, whatever shape its
 * values have. */
#include "site/changes.h"

#include "archive/facts.h"
#include "base/map.h"
#include "site/telling.h"
#include "site/shape.h"

#define LINES_MAX 20   /* about one fact */
#define KEYS_MAX 1000  /* that may differ: a front matter holds fewer */
#define LABEL_MAX 100  /* bytes of an unknown key */

static const struct field fields[] = {
	{"status", FORM_LABEL, NULL, "status"},
	{"kind", FORM_LABEL, NULL, "kind"},
	{"exercise", FORM_LABEL, NULL, "exercise"},
	{"audience", FORM_LABELS, NULL, "audience"},
	{"impact", FORM_LABELS, NULL, "impact"},
	{"exploitation", FORM_LABEL, NULL, "exploitation"},
	{"cve", FORM_TEXTS, NULL, NULL},
	{"cwe", FORM_TEXTS, NULL, NULL},
	{"cvss", FORM_TEXTS, NULL, NULL},
	{"credits", FORM_TEXTS, NULL, NULL},
	{"related", FORM_IDS, NULL, NULL},
	{"supersedes", FORM_IDS, "change.supersedes", NULL},
	{"tags", FORM_TEXTS, NULL, NULL},
	{"tlp", FORM_LABEL, NULL, "tlp"},
	{"first_published", FORM_DAY, NULL, NULL},
	{"next_update", FORM_DAY, NULL, NULL},
	{0},
};

static bool is_one_of(const char *const *words, const char *word)
{
	for (; *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

/* From lines to items. ---------------------------------------------------- */

/* What the line is of, where it is not of everything that there is. */
static const char *names_of(const struct telling *t, const struct line *l)
{
	struct value *names = value_new(t->arena, VALUE_LIST);
	if (!l->names->count || l->names->count >= t->several)
		return NULL;
	for (size_t i = 0; i < l->names->count && i < LINES_MAX; i++)
		value_add(t->arena, names, l->names->items[i]);
	if (l->names->count > LINES_MAX) {
		struct value *vars = value_new(t->arena, VALUE_MAP);
		value_set_number(t->arena, vars, "n", (int64_t)(l->names->count - LINES_MAX));
		value_add(t->arena, names, value_of_text(t->arena, phrase(t->view, "change.more", vars)));
	}
	return phrase_of(t->view, "enumerate", names);
}

static const char *text_of(const struct telling *t, const struct line *l, const char *product)
{
	struct arena *a = t->arena;
	struct value *vars = value_new(a, VALUE_MAP), *label = value_new(a, VALUE_MAP);
	value_set_text(a, label, "label", l->label);
	value_set_text(a, label, "name", product);
	value_set_text(a, vars, "label", product ? phrase(t->view, "change.of", label) : l->label);
	value_set_text(a, vars, "before", l->was);
	value_set_text(a, vars, "after", l->is);
	value_set_text(a, vars, "value", l->is ? l->is : l->was);
	value_set_number(a, vars, "n", (int64_t)l->count);
	return phrase(t->view, l->form, vars);
}

static void add_item(struct value *items, const struct telling *t, const struct line *l)
{
	struct arena *a = t->arena;
	const char *product = names_of(t, l);
	struct value *item = value_new(a, VALUE_MAP);
	value_set_text(a, item, "fact", t->fact);
	value_set_text(a, item, "label", l->label);
	value_set_text(a, item, "product", product);
	value_set_text(a, item, "before", l->before);
	value_set_text(a, item, "after", l->after);
	value_set_text(a, item, "text", text_of(t, l, product));
	value_add(a, items, item);
}

static void telling_init(struct telling *t, const struct view *v, const char *fact, const struct value *before,
			 const struct value *after)
{
	*t = (struct telling){.view = v, .arena = v->worker->arena, .before = before, .after = after, .fact = fact};
	t->label = phrase_cut(v, phrase_label(v, "fact", fact), LABEL_MAX);
	t->index = map_new();
}

/* What was gathered about one fact becomes items. */
static void telling_end(struct telling *t, struct value *items)
{
	size_t shown = t->count > LINES_MAX ? LINES_MAX : t->count;
	for (size_t i = 0; i < shown; i++)
		add_item(items, t, &t->lines[i]);
	struct line rest = {.form = "change.rest", .label = t->label, .count = t->count - shown,
			    .names = value_new(t->arena, VALUE_LIST)};
	if (rest.count)
		add_item(items, t, &rest);
	map_free(t->index);
}

/* Facts. ------------------------------------------------------------------ */

static const struct field *field_of(const char *key)
{
	for (const struct field *f = fields; f->key; f++)
		if (strcmp(f->key, key) == 0)
			return f;
	return NULL;
}

/* A key that nobody knows any more: as it was written. */
static const char *as_written(struct arena *a, const struct value *v)
{
	if (!v || v->kind == VALUE_TEXT)
		return value_as_text(v);
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	value_canonical(&b, v);
	const char *text = arena_dup(a, b.data, b.length);
	buf_fini(&b);
	return text;
}

static void tell_unknown(struct telling *t, const struct value *before, const struct value *after)
{
	const char *was = as_written(t->arena, before), *is = as_written(t->arena, after);
	tell_became(t, t->label, NULL, was ? phrase_line(t->view, was) : NULL, is ? phrase_line(t->view, is) : NULL);
}

/* It differs in something that has no words: a part of a past version that fits no shape. Written out it would name
 * advisories that are not published, and addresses that a click opens. */
static void tell_rest(struct telling *t, const struct value *before, const struct value *after)
{
	static const char *const unwritten[] = {"related", "supersedes", "indicators", NULL};
	bool written = !is_one_of(unwritten, t->fact);
	const char *was = written ? as_written(t->arena, before) : NULL, *is = written ? as_written(t->arena, after) : NULL;
	tell_changed(t, t->label, NULL, was ? phrase_line(t->view, was) : NULL, is ? phrase_line(t->view, is) : NULL);
}

/* before and after are as they were; t's are shaped. */
static void tell_fact(struct telling *t, const struct value *before, const struct value *after)
{
	const struct value *was = value_get(t->before, t->fact), *is = value_get(t->after, t->fact);
	const struct field *f = field_of(t->fact);
	if (is_entries(t->fact))
		tell_entries(t, was, is);
	else if (f && !facts_same(t->fact, was, is))
		tell_field(t, f, NULL, was, is);
	else if (!f && !is_one_of(facts_keys, t->fact))
		tell_unknown(t, value_get(before, t->fact), value_get(after, t->fact));
}

/* What is said in the shorthand, as a list of vulnerabilities: all CVE ids have all that it says. */
static void spell_out(struct arena *a, struct value *facts)
{
	static const char *const shared[] = {"cwe", "cvss"};
	const struct value *ids = value_get(facts, "cve");
	struct value *list = value_new(a, VALUE_LIST);
	size_t count = ids ? ids->count : value_get(facts, "cwe") || value_get(facts, "cvss");
	for (size_t i = 0; i < count; i++) {
		struct value *entry = value_new(a, VALUE_MAP);
		if (ids)
			value_set(a, entry, "cve", ids->items[i]);
		for (size_t k = 0; k < 2; k++)
			if (value_get(facts, shared[k]))
				value_set(a, entry, shared[k], value_get(facts, shared[k]));
		value_add(a, list, entry);
	}
	value_set(a, facts, "vulnerabilities", list);
}

/* Entries of no shape at all are no statement that there is no product. */
static void unset_lost(struct value *shaped, const struct value *facts)
{
	const struct value *affected = value_get(facts, "affected");
	if (affected && (affected->kind != VALUE_LIST || affected->count) && !value_count(shaped, "affected"))
		value_unset(shaped, "affected");
}

static const char *const shorthand[] = {"cve", "cwe", "cvss", NULL};

/* One side has a list of vulnerabilities where the other has the shorthand: both are compared as lists. True if so. */
static bool unify(struct arena *a, struct value *before, struct value *after)
{
	bool listed = value_count(before, "vulnerabilities") > 0;
	if (listed == (value_count(after, "vulnerabilities") > 0))
		return false;
	spell_out(a, listed ? after : before);
	for (size_t i = 0; shorthand[i]; i++) {
		value_unset(before, shorthand[i]);
		value_unset(after, shorthand[i]);
	}
	return true;
}

static bool is_rated_by(const char *fact)
{
	static const char *const keys[] = {"cvss", "severity", "vulnerabilities", NULL};
	return is_one_of(keys, fact);
}

static void tell_facts(const struct view *v, struct value *items, const struct value *before, const struct value *after)
{
	static const char *const not_told[] = {"withdrawn", "redact", NULL};
	struct arena *a = v->worker->arena;
	const char **changed = arena_array(a, KEYS_MAX, sizeof(*changed));
	size_t count = facts_changed(changed, KEYS_MAX, before, after);
	struct value *was = facts_shape(a, before), *is = facts_shape(a, after);
	unset_lost(was, before);
	unset_lost(is, after);
	bool unified = unify(a, was, is), rated = false, listed = false;
	for (size_t i = 0; i < count; i++) {
		const char *fact = changed[i];
		if (is_one_of(not_told, fact))
			continue;
		if (unified && is_one_of(shorthand, fact))
			fact = "vulnerabilities";
		if ((strcmp(fact, "vulnerabilities") == 0 && listed) || (strcmp(fact, "severity") == 0 && rated))
			continue; /* a key before it has told it */
		struct telling t;
		telling_init(&t, v, fact, was, is);
		if (is_rated_by(fact) && !rated)
			tell_rating(&t, NULL, was, is);
		rated = rated || is_rated_by(fact);
		listed = listed || strcmp(fact, "vulnerabilities") == 0;
		tell_fact(&t, before, after);
		if (!t.count)
			tell_rest(&t, value_get(before, fact), value_get(after, fact));
		telling_end(&t, items);
	}
}

/* Files. ------------------------------------------------------------------ */

static const char *file_text(const struct telling *t, const struct attachment *file)
{
	char hex[OID_HEX];
	struct value *vars = value_new(t->arena, VALUE_MAP);
	value_set_text(t->arena, vars, "label", phrase_line(t->view, file->name));
	value_set_text(t->arena, vars, "name", arena_printf(t->arena, "%.12s", oid_hex(hex, &file->blob)));
	return phrase(t->view, "change.of", vars);
}

static void tell_replaced(struct telling *t, const struct attachment *was, const struct attachment *is)
{
	if (oid_equal(&was->blob, &is->blob))
		return;
	tell(t, (struct line){.form = "change.replaced", .label = t->label, .before = file_text(t, was), .after = file_text(t, is),
			      .is = phrase_line(t->view, is->name)}, NULL);
}

static void add_name(const struct telling *t, struct texts *names, const struct attachment *file)
{
	names->items[names->count++] = phrase_line(t->view, file->name);
}

/* Both are sorted by name: they are gone through side by side. */
static void tell_files(const struct view *v, struct value *items, const struct attachments *x, const struct attachments *y)
{
	struct telling t;
	telling_init(&t, v, "attachments", NULL, NULL);
	struct texts came = {.items = arena_array(t.arena, y->count, sizeof(*came.items))};
	struct texts went = {.items = arena_array(t.arena, x->count, sizeof(*went.items))};
	for (size_t i = 0, k = 0; i < x->count || k < y->count;) {
		int order = i == x->count ? 1 : k == y->count ? -1 : strcmp(x->items[i].name, y->items[k].name);
		if (order == 0)
			tell_replaced(&t, &x->items[i++], &y->items[k++]);
		else if (order < 0)
			add_name(&t, &went, &x->items[i++]);
		else
			add_name(&t, &came, &y->items[k++]);
	}
	tell_came(&t, t.label, came, "enumerate", false);
	tell_went(&t, t.label, went, "enumerate", false);
	if (t.count)
		telling_end(&t, items);
	else
		map_free(t.index);
}

struct value *fact_changes(const struct view *v, const struct value *before, const struct value *after,
			   const struct attachments *files_before, const struct attachments *files_after)
{
	struct value *items = value_new(v->worker->arena, VALUE_LIST);
	bool part = script_say_together(v->worker->script, true);
	tell_facts(v, items, before, after);
	if (files_before && files_after)
		tell_files(v, items, files_before, files_after);
	script_say_together(v->worker->script, part);
	return items;
}
