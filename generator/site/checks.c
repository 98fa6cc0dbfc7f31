/* Invariant: only documents of HEAD that are (or would be) public are judged. */
#include "site/checks.h"

#include "archive/facts.h"
#include "base/map.h"
#include "base/near.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "document/markdown.h"
#include "document/section.h"
#include "site/ignored.h"

/* Six of the seven; the seventh, status, stands in the front matter. */
static const char *const demanded[] = {"affected", "impact", "threat", "detection", "solution", "side-effects"};

struct checking {
	const struct site *site;
	bool as_errors;
	struct diags *diags;
};

static const struct value *locale_of(const struct site *s, const char *lang)
{
	size_t i = site_language_index(s, lang);
	return i < s->config->language_count ? s->locales[i] : NULL;
}

/* The heading's first name in the locale, for messages. */
static const char *heading_of(const struct value *names, const char *section)
{
	const struct value *list = value_get(names, section);
	const char *first = list && list->kind == VALUE_LIST && list->count ? value_as_text(list->items[0]) : NULL;
	return first ? first : section;
}

static const struct section *find_section(const struct sections *all, const char *name)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].name && strcmp(all->items[i].name, name) == 0)
			return &all->items[i];
	return NULL;
}

/* True if the section's text, without its full stop, is one of the locale's open answers. */
static bool is_open_answer(const struct section *s, const struct value *locale)
{
	struct span text = span_trim(s->text);
	while (span_ends(text, "。"))
		text.length -= strlen("。");
	while (span_ends(text, "."))
		text.length--;
	const struct value *open = value_get(locale, "open_answers");
	for (size_t i = 0; open && open->kind == VALUE_LIST && i < open->count; i++) {
		const char *answer = value_as_text(open->items[i]);
		if (answer && span_is(text, answer))
			return true;
	}
	return false;
}

/* The hint that names a heading without a known meaning that is nearly one of the section's; NULL if there is none. */
static const char *hint_for_heading(struct arena *a, const struct sections *all, const struct value *names)
{
	size_t best = SIZE_MAX;
	const char *hint = NULL;
	for (size_t i = 0; i < all->count; i++) {
		struct buf text;
		if (all->items[i].name)
			continue;
		buf_init(&text, BUF_LIMIT_DEFAULT);
		node_plain(&text, all->items[i].heading);
		const char *heading = utf8_fold(a, span_trim(buf_as_span(&text)));
		for (size_t j = 0; names && names->kind == VALUE_LIST && j < names->count; j++) {
			const char *name = value_as_text(names->items[j]);
			const char *folded = name ? utf8_fold(a, span_of(name)) : "";
			size_t far = near_distance(heading, folded), longer = strlen(heading) > strlen(folded) ? strlen(heading) : strlen(folded);
			if (far >= best || 5 * far > 2 * longer)
				continue;
			best = far;
			hint = arena_printf(a, "the heading \"%.*s\" in line %u has no known meaning: write \"%s\"",
					    (int)(text.length < 200 ? text.length : 200), text.data, all->items[i].heading->line, name);
		}
		buf_fini(&text);
	}
	return hint;
}

/* empty: the section that is there, NULL if there is none. */
static void tell_missing(const struct checking *c, const struct document *doc, const char *heading, bool final,
			 const struct section *empty, const char *hint)
{
	bool error = c->as_errors && final;
	struct place at = {doc->path, empty ? empty->heading->line : doc->body_line, empty ? empty->heading->column : 0};
	diag(c->diags, error ? DIAG_SECTION_MISSING : DIAG_SECTION_ADVISED, at,
	     hint    ? hint
	     : final ? "say 該当なし or なし (Not applicable, None) where there is nothing to tell"
		     : "while interim 調査中 (Under investigation) is an answer",
	     empty ? "the section \"%s\" is empty" : "there is no section \"%s\"", heading);
}

static void check_sections(struct arena *a, const struct checking *c, const struct document *doc, const struct sections *all,
			   const struct value *locale, bool final)
{
	const struct value *names = value_get(locale, "sections");
	for (size_t i = 0; i < sizeof(demanded) / sizeof(*demanded); i++) {
		const struct section *s = find_section(all, demanded[i]);
		if (!s || s->empty)
			tell_missing(c, doc, heading_of(names, demanded[i]), final, s,
				     s ? NULL : hint_for_heading(a, all, value_get(names, demanded[i])));
		else if (final && is_open_answer(s, locale))
			diag(c->diags, c->as_errors ? DIAG_SECTION_OPEN : DIAG_SECTION_ADVISED,
			     (struct place){doc->path, s->heading->line, s->heading->column}, "a final advisory has no open questions; "
			     "publish it as interim until this is known", "the section \"%s\" is still under investigation",
			     heading_of(names, demanded[i]));
	}
}

static void check_twice(const struct checking *c, const struct document *doc, const struct sections *all)
{
	for (size_t i = 0; i < all->count; i++)
		for (size_t j = 0; j < i && all->items[i].name; j++)
			if (all->items[j].name && strcmp(all->items[i].name, all->items[j].name) == 0) {
				diag(c->diags, DIAG_SECTION_TWICE,
				     (struct place){doc->path, all->items[i].heading->line, all->items[i].heading->column},
				     "join the two, or name one otherwise", "two headings mean the section \"%s\"",
				     all->items[i].name);
				break;
			}
}

static bool demands_sections(const struct value *facts)
{
	const char *kind = value_text(facts, "kind");
	return !kind || strcmp(kind, "information") != 0;
}

static void check_document(const struct checking *c, const struct document *doc, const struct value *facts)
{
	struct arena *a = arena_new();
	size_t lang = site_language_index(c->site, doc->lang);
	const struct value *locale = locale_of(c->site, doc->lang);
	const char *status = value_text(facts, "status");
	/* Faults of the Markdown are told when it is rendered. */
	struct node *tree = markdown_parse(a, doc->body, doc->body_line, doc->path, NULL);
	if (tree && locale) {
		struct sections all = sections_find(a, tree, c->site->section_names[lang]);
		check_sections(a, c, doc, &all, locale, status && strcmp(status, "final") == 0);
		check_twice(c, doc, &all);
	}
	arena_free(a);
}

static void check_advisory(void *context, unsigned worker, size_t index)
{
	(void)worker;
	const struct checking *c = context;
	const struct archive_advisory *adv = &c->site->archive->advisories[index];
	const struct value *facts = adv->documents[adv->source].document.facts;
	if (value_get(facts, "withdrawn") || !demands_sections(facts) ||
	    !facts_public(facts, c->site->options->drafts, c->site->options->exercises))
		return;
	for (size_t i = 0; i < adv->document_count; i++)
		if (!adv->documents[i].document.from_reader)
			check_document(c, &adv->documents[i].document, facts);
}

void check_documents(const struct site *s, bool as_errors, struct diags *d)
{
	struct checking c = {s, as_errors, d};
	pool_run(s->archive->advisory_count, s->options->jobs, check_advisory, &c);
}

/* The time of the source's event that began the revision after the one reflected. */
static instant stale_since(const struct advisory *a, const struct text *t)
{
	return t->reflects < a->revision_count ? a->revisions[t->reflects].at->time : a->updated;
}

static void tell_stale(const struct site *s, const struct advisory *a, const struct text *t, struct diags *d)
{
	const struct publication *latest = site_latest(s);
	/* Days until the newest publication: the clock does not decide what an archive is. */
	long days = (long)((latest->time - stale_since(a, t)) / 86400);
	unsigned behind = a->revision - t->reflects;
	bool overdue = s->config->stale_days && days > (long)s->config->stale_days;
	if (!overdue && ignores_hold(s->ignores, t->path, diag_name(DIAG_TRANSLATION_STALE)))
		return;
	diag(d, overdue ? DIAG_TRANSLATION_OVERDUE : DIAG_TRANSLATION_STALE, (struct place){.path = t->path},
	     "bring the translation up to date; `translates: rN` says which revision it reflects if the text need not change",
	     "this translation of %s reflects revision %u of %u: %u revision%s and %ld day%s behind", a->id, t->reflects,
	     a->revision, behind, behind == 1 ? "" : "s", days, days == 1 ? "" : "s");
}

void check_translations(const struct site *s, struct diags *d)
{
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		const struct advisory *a = &s->history->advisories[i];
		for (size_t j = 0; j < a->text_count && !a->withdrawal.reason; j++)
			if (!a->texts[j].current)
				tell_stale(s, a, &a->texts[j], d);
	}
}

static void tell_overdue(const struct document *source, instant latest, struct diags *d)
{
	const struct value *v = value_get(source->front, "next_update");
	const char *status = value_text(source->facts, "status"), *day = value_as_text(v);
	instant promised;
	/* A day, in whatever zone, and one more. */
	if (day && status && strcmp(status, "interim") == 0 && !value_get(source->facts, "withdrawn") &&
	    instant_parse_day(&promised, span_of(day)) && latest > promised + 2 * 86400)
		diag(d, DIAG_UPDATE_OVERDUE, (struct place){source->path, v->line, v->column},
		     "publish the update, promise another day, or make the advisory final", "the next update was promised for %s", day);
}

void check_next_updates(const struct site *s, struct diags *d)
{
	const struct publication *latest = site_latest(s);
	for (size_t i = 0; latest && i < s->archive->advisory_count; i++) {
		const struct archive_advisory *a = &s->archive->advisories[i];
		tell_overdue(&a->documents[a->source].document, latest->time, d);
	}
}

static bool has_text(const struct advisory *a, const char *lang)
{
	for (size_t i = 0; i < a->text_count; i++)
		if (strcmp(a->texts[i].lang, lang) == 0)
			return true;
	return false;
}

void check_languages(const struct site *s, struct diags *d)
{
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		const struct advisory *a = &s->history->advisories[i];
		const char *lacking = "";
		if (a->withdrawal.reason || a->events[0].at != site_latest(s))
			continue;
		for (size_t j = 0; j < s->config->language_count; j++)
			if (!has_text(a, s->config->languages[j]))
				lacking = arena_printf(s->arena, "%s%s%s", lacking, *lacking ? ", " : "", s->config->languages[j]);
		if (*lacking)
			diag(d, DIAG_ONE_LANGUAGE, (struct place){.path = a->texts[0].path}, "a translation may follow at any time",
			     "%s has no %s: readers of it are shown the text in %s", a->id, lacking, a->source);
	}
}

bool check_withdrawn_languages(const struct site *s, struct diags *d)
{
	const struct value *languages = value_get(s->config->root, "languages");
	struct map *told = map_new();
	bool ok = true;
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		const struct advisory *a = &s->history->advisories[i];
		for (size_t j = 0; a->withdrawal.reason && j < a->text_count; j++) {
			const char *lang = a->texts[j].lang;
			if (language_has_pages(s, lang) || !map_put(told, span_of(lang), 0))
				continue;
			ok = false;
			diag(d, DIAG_LANGUAGE, (struct place){s->config->path, languages->line, languages->column},
			     "what is withdrawn stays on the site: keep the language",
			     "\"%s\" is no language of this archive, but %s, which is withdrawn, has a text in it", lang, a->id);
		}
	}
	map_free(told);
	return ok;
}

/* The languages of the archive that a text by language lacks, joined; "" if none. */
static const char *languages_lacking(const struct site *s, const struct value *text)
{
	const char *lacking = "";
	for (size_t i = 0; i < s->config->language_count; i++)
		if (!value_text(text, s->config->languages[i]))
			lacking = arena_printf(s->arena, "%s%s%s", lacking, *lacking ? ", " : "", s->config->languages[i]);
	return lacking;
}

void check_glossary(const struct site *s, struct diags *d)
{
	static const char *const parts[] = {"term", "definition"};
	const struct value *all = s->archive->glossary;
	for (size_t i = 0; i < 2 * all->count; i++) {
		const struct value *entry = all->items[i / 2], *text = value_get(entry, parts[i % 2]);
		const char *lacking = languages_lacking(s, text);
		if (text && *lacking)
			diag(d, DIAG_TERM_LANGUAGE, (struct place){s->archive->glossary_path, text->line, text->column},
			     "add it: pages in that language show another's",
			     "the %s of the glossary's \"%s\" lacks %s", parts[i % 2],
			     facts_localised(value_get(entry, "term"), s->config->languages[0]), lacking);
	}
}
