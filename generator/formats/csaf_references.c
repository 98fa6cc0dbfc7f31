/* References (CSAF 2.0, section 3.2.1.6). Invariant: one of the category self ends in the document's file name (6.2.11); what
 * was not public when the document last changed is not named, so that it does not change by what others publish. */
#include "formats/csaf.h"
#include "formats/web.h"

static void add(json_t *references, const char *category, const char *summary, const char *url)
{
	json_t *r = json_object();
	json_put_text(r, "category", category);
	json_put_text(r, "summary", summary);
	json_put_text(r, "url", url);
	json_add(references, r);
}

static const char *url_of(const struct csaf *c, const char *path)
{
	return record_url(c->record->site, c->record->arena, path);
}

/* "Page (Japanese)" */
static const char *in_language(const struct csaf *c, const char *what, const char *lang)
{
	const char *words = csaf_word(c, "text.bracket");
	if (!lang || strcmp(words, "text.bracket") == 0)
		return what;
	return arena_printf(c->record->arena, "%s%s", what, csaf_fill(c, "text.bracket", "text", csaf_label(c, "language", lang)));
}

/* The document that holds the original, of what is none itself; NULL otherwise. */
static const struct record_file *original_of(const struct csaf *c)
{
	const struct record_files *files = record_files_of(c->record->site, c->record->advisory);
	for (size_t i = 0; c->document->standing != CSAF_SOURCE && i < files->count; i++)
		if (files->items[i].format == RECORD_CSAF)
			return &files->items[i];
	return NULL;
}

static const char *summary_of(const struct csaf *c, const struct record_link *link)
{
	static const struct {
		const char *what, *word, *name;
	} summaries[] = {{"page", "csaf.page", NULL},     {"text", "data.text", NULL}, {"signature", "data.signed_text", NULL},
			 {"archive", "csaf.archive", NULL}, {"csaf", NULL, "CSAF"},    {"osv", NULL, "OSV"},
			 {"iodef", NULL, "IODEF"},          {"stix", NULL, "STIX"}};
	for (size_t i = 0; i < sizeof(summaries) / sizeof(*summaries); i++)
		if (strcmp(summaries[i].what, link->what) == 0)
			return in_language(c, summaries[i].word ? csaf_word(c, summaries[i].word) : summaries[i].name, link->lang);
	return link->what;
}

/* The same text elsewhere is the document itself in another form; all else leads out of it. */
static bool is_itself(const struct csaf *c, const struct record_link *link)
{
	static const char *const own[] = {"page", "text", "signature"};
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (strcmp(own[i], link->what) == 0)
			return link->lang && strcmp(link->lang, c->lang) == 0;
	return false;
}

static void add_own(const struct csaf *c, json_t *references)
{
	const struct record_file *original = original_of(c);
	const char *first = original ? url_of(c, original->path) : NULL;
	size_t count;
	if (first)
		add(references, "external", in_language(c, csaf_word(c, "csaf.original"), original->lang), first);
	add(references, "self", csaf_word(c, "csaf.self"), url_of(c, c->document->path));
	const struct record_link *links = record_links(&count, c->record);
	for (size_t i = 0; i < count; i++)
		if (!first || strcmp(links[i].url, first) != 0)
			add(references, is_itself(c, &links[i]) ? "self" : "external", summary_of(c, &links[i]), links[i].url);
}

static const char *good_url(const struct record *r, const struct value *reference)
{
	const char *url = csaf_clean(r->arena, value_text(reference, "url"));
	return url ? web_url(r->arena, url) : NULL;
}

size_t csaf_external_references(const struct record *r)
{
	const struct value *list = value_get(r->facts, "references");
	size_t count = 0;
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++)
		count += good_url(r, list->items[i]) != NULL;
	return count;
}

static void add_stated(const struct csaf *c, json_t *references)
{
	const struct value *list = value_get(c->record->facts, "references");
	struct arena *a = c->record->arena;
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++) {
		const char *url = good_url(c->record, list->items[i]);
		const char *title = csaf_clean(a, facts_localised(value_get(list->items[i], "title"), c->lang));
		const char *kind = value_text(list->items[i], "kind"), *label = kind ? csaf_label(c, "reference", kind) : NULL;
		if (!url)
			record_lose(c->record, "a reference whose address is no URL: %s", title ? title : "without a title");
		else
			add(references, "external", title && label ? csaf_labelled(c, label, title) : title ? title : label ? label : url,
			    url);
	}
}

const struct advisory *csaf_known(const struct csaf *c, const char *id)
{
	const struct advisory *other = id ? history_find(c->record->site->history, id) : NULL;
	return other && other->events[0].at->serial <= c->tracking.serial ? other : NULL;
}

static void add_advisory(const struct csaf *c, json_t *references, const char *summary, const char *fact, const char *id)
{
	const struct advisory *other = csaf_known(c, id);
	if (other)
		add(references, "external", summary, url_of(c, arena_printf(c->record->arena, "%s/", other->id)));
	else
		record_lose(c->record, "%s: %s, which is no advisory of this archive that was published when this document last changed", fact,
			    id ? id : "no text");
}

static void add_related(const struct csaf *c, json_t *references, const char *fact, const char *id)
{
	add_advisory(c, references, csaf_labelled(c, csaf_label(c, "fact", fact), id ? id : ""), fact, id);
}

json_t *csaf_references(const struct csaf *c)
{
	static const char *const facts[] = {"related", "supersedes"};
	json_t *references = json_array();
	const struct record *r = c->record;
	add_own(c, references);
	const char *by = r->withdrawn ? r->advisory->withdrawal.replaced_by : NULL;
	if (by)
		add_advisory(c, references, csaf_fill(c, "banner.replaced_by", "id", by), "replaced_by", by);
	if (c->scope == CSAF_BARE)
		return references;
	add_stated(c, references);
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		for (size_t k = 0; k < csaf_count(r->facts, facts[i]); k++)
			add_related(c, references, facts[i], csaf_item(r->facts, facts[i], k));
	return references;
}
