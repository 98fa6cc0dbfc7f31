/* Invariant: whatever is asked for stands in a mark that check finds (archive/unfilled.h), so that nothing of it can be
 * published by mistake. */
#include "site/draft.h"

#include "archive/unfilled.h"

struct drafting {
	const struct draft *draft;
	const struct value *locale;
	const char *lang;
	struct buf *out;
	struct arena *arena;
	struct diags *diags;
	bool failed;
};

/* In the order in which readers find them. */
static const char *const all_sections[] = {"overview",   "affected",   "impact",       "threat",   "details",    "detection", "solution",
					   "workaround", "mitigation", "side-effects", "response", "references", "contact",   NULL};
static const char *const notice_sections[] = {"overview", "details", "references", "contact", NULL};

static bool is_notice(const struct draft *d)
{
	return strcmp(d->kind, "information") == 0;
}

static const char *lacking(struct drafting *w, const char *table, const char *key)
{
	diag(w->diags, DIAG_LOCALE_DRAFT, (struct place){.path = arena_printf(w->arena, "filters/locale/%s.lua", w->lang)},
	     "see draft in filters/locale/en.lua", "the locale lacks %s%s%s, of what a new advisory begins with", table,
	     *table ? "." : "", key);
	w->failed = true;
	return "";
}

static const char *word(struct drafting *w, const char *table, const char *key)
{
	const struct value *words = value_get(w->locale, "draft");
	const char *text = value_text(*table ? value_get(words, table) : words, key);
	return text ? text : lacking(w, arena_printf(w->arena, "draft%s%s", *table ? "." : "", table), key);
}

/* text with the first {name} replaced. */
static const char *replaced(struct arena *a, const char *text, const char *name, const char *by)
{
	const char *at = strstr(text, name);
	return at ? arena_printf(a, "%.*s%s%s", (int)(at - text), text, by, at + strlen(name)) : text;
}

static const char *marked(struct drafting *w, const char *what)
{
	const char *mark = replaced(w->arena, word(w, "", "mark"), "{what}", what);
	size_t at;
	struct span found;
	if (!w->failed && !unfilled_find(&at, &found, span_of(mark)))
		lacking(w, "draft.mark, with", "（記入：{what}） or (FILL IN: {what})");
	return mark;
}

/* The words that a key may have, as the locale's labels name them. */
static const char *values_of(struct drafting *w, const char *vocabulary)
{
	const struct value *labels = value_get(value_get(w->locale, "labels"), vocabulary);
	const char *all = "";
	for (size_t i = 0; labels && labels->kind == VALUE_MAP && i < labels->count; i++)
		if (strcmp(labels->keys[i].text, "absent") != 0)
			all = arena_printf(w->arena, "%s%s%s", all, *all ? ", " : "", labels->keys[i].text);
	return all;
}

static void add_fact(struct drafting *w, const char *key)
{
	buf_yaml_text(w->out, marked(w, replaced(w->arena, word(w, "facts", key), "{values}", values_of(w, key))));
}

/* "before", the fact and "after". */
static void add_line(struct drafting *w, const char *before, const char *key, const char *after)
{
	buf_text(w->out, before);
	add_fact(w, key);
	buf_text(w->out, after);
}

/* {ja: …, en: …}: a name that differs by language. */
static void add_names(struct drafting *w, const char *before, const char *key)
{
	const struct draft *d = w->draft;
	struct drafting one = *w;
	buf_printf(w->out, "%s{", before);
	for (size_t i = 0; i < d->language_count; i++) {
		one.lang = d->languages[i];
		one.locale = d->locales[i];
		buf_printf(w->out, "%s%s: ", i ? ", " : "", one.lang);
		add_fact(&one, key);
	}
	w->failed = w->failed || one.failed;
	buf_text(w->out, "}\n");
}

static void add_facts(struct drafting *w)
{
	const struct draft *d = w->draft;
	buf_printf(w->out, "status: draft\nkind: %s\n%s", d->kind, d->exercise ? "exercise: yes\n" : "");
	if (is_notice(d))
		return;
	add_line(w, "audience: [", "audience", "]\naffected:\n");
	add_names(w, "  - vendor: ", "vendor");
	add_names(w, "    product: ", "product");
	add_line(w, "    type: ", "type", "\n");
	add_line(w, "    versions: [", "versions", "]\n");
	add_line(w, "    fixed: ", "fixed", "\n");
	add_line(w, "    fix: ", "fix", "\n");
	add_line(w, "impact: [", "impact", "]\n");
	add_line(w, "exploitation: ", "exploitation", "\n");
	add_line(w, "cve: [", "cve", "]\n");
	add_line(w, "cvss: ", "cvss", "\n");
	add_line(w, "references:\n  - {url: ", "reference", ", kind: advisory}\n");
}

static void add_section(struct drafting *w, const char *name)
{
	const struct value *names = value_get(value_get(w->locale, "sections"), name);
	const char *heading = names && names->kind == VALUE_LIST && names->count ? value_as_text(names->items[0]) : NULL;
	const char *table = is_notice(w->draft) ? "information" : "sections";
	buf_printf(w->out, "\n## %s\n\n%s\n", heading ? heading : lacking(w, "sections", name), marked(w, word(w, table, name)));
}

bool draft_write(struct buf *out, const struct draft *draft, size_t index, struct arena *a, struct diags *d)
{
	struct drafting w = {.draft = draft, .locale = draft->locales[index], .lang = draft->languages[index], .out = out, .arena = a,
			     .diags = d};
	if (!value_get(w.locale, "draft"))
		return *lacking(&w, "", "draft");
	buf_printf(out, "---\n# %s\ntitle: ", word(&w, "", "note"));
	if (index == 0 && draft->title)
		buf_yaml_text(out, draft->title);
	else
		add_fact(&w, "title");
	add_line(&w, "\nsummary: ", "summary", "\n");
	if (index == 0)
		add_facts(&w);
	buf_text(out, "---\n");
	for (const char *const *s = is_notice(draft) ? notice_sections : all_sections; *s; s++)
		add_section(&w, *s);
	return !w.failed && !out->overflow;
}

const char *draft_mark(const struct value *locale, const char *lang, const char *key, struct arena *a, struct diags *d)
{
	struct drafting w = {.locale = locale, .lang = lang, .arena = a, .diags = d};
	const char *mark = marked(&w, word(&w, "facts", key));
	return w.failed ? NULL : mark;
}
