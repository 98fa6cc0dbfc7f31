/* CSAF 2.0: one document per advisory and language. Invariant: what the category asks for is there, and nothing that it forbids
 * (section 4); the document depends on nothing but the record, so that it changes with its revisions alone. */
#include "formats/csaf.h"
#include "formats/csaf_site.h"

#define TLP_URL "https://www.first.org/tlp/v1/"

static void list(struct record_files *files, size_t *capacity, struct arena *a, const struct config *c, const struct advisory *adv)
{
	struct arena *scratch = arena_new();
	size_t count;
	const struct csaf_document *all = csaf_documents(&count, scratch, c, adv);
	for (size_t i = 0; i < count; i++)
		record_files_add(files, capacity, a,
				 &(struct record_file){.format = RECORD_CSAF, .lang = all[i].lang, .path = arena_text(a, all[i].path),
						       .media_type = "application/json"});
	arena_free(scratch);
}

/* Which category. --------------------------------------------------------- */

static bool names_vulnerabilities(const struct value *facts)
{
	return csaf_count(facts, "cve") || csaf_count(facts, "cvss") || csaf_count(facts, "vulnerabilities");
}

static enum csaf_scope scope_of(struct csaf *c)
{
	const struct record *r = c->record;
	const char *kind = value_text(r->facts, "kind");
	bool information = kind && strcmp(kind, "information") == 0, vulnerable = names_vulnerabilities(r->facts);
	if (r->withdrawn || r->redacted || !c->text || c->document->standing == CSAF_MOVED)
		return CSAF_BARE;
	csaf_products_make(c);
	if (c->products.count && (!information || vulnerable))
		return CSAF_FULL;
	if (c->products.count)
		record_lose(r, "affected: a notice has no product tree");
	c->products.count = 0;
	if (vulnerable)
		return CSAF_NO_PRODUCTS;
	if (csaf_external_references(r))
		return CSAF_INFORMATION;
	record_lose(r, "that it is an informational advisory, which has to have a reference");
	return CSAF_NOTES;
}

static const char *category_of(const struct csaf *c)
{
	return c->scope == CSAF_FULL          ? "csaf_security_advisory"
	       : c->scope == CSAF_INFORMATION ? "csaf_informational_advisory"
					      : "csaf_base";
}

/* The document's own data. ------------------------------------------------ */

const char *csaf_title(struct arena *a, const struct record_site *s, const struct advisory *adv, const char *lang, const char *title)
{
	const char *own = csaf_clean(a, title), *withdrawn = adv->withdrawal.reason ? record_site_word(s, lang, "prefix.withdrawn") : "";
	const char *exercise = advisory_is_exercise(adv) ? record_site_word(s, lang, "prefix.exercise") : "";
	if (title)
		return arena_printf(a, "%s%s%s", withdrawn, exercise, own ? own : adv->id);
	return arena_printf(a, "%s%s%s%s%s", withdrawn, exercise, record_site_label(s, lang, "event", "translation-removed"),
			    record_site_word(s, lang, "text.colon"), adv->id);
}

/* What the events of a publication told, as far as they are of this document. */
static const char *events_told(const struct csaf *c, const struct csaf_revision *revision)
{
	const struct record *r = c->record;
	const char *text = "";
	for (size_t i = revision->first; i < revision->first + revision->count; i++) {
		const struct event *e = &r->advisory->events[i];
		if (!csaf_concerns(c->document->lang, e))
			continue;
		const char *told = r->told(r, i, c->lang);
		if (e->translation)
			told = csaf_labelled(c, csaf_label(c, "language", e->lang), told);
		text = *text ? arena_printf(r->arena, "%s\n%s", text, told) : told;
	}
	return text;
}

static const char *summary_of(const struct csaf *c, const struct csaf_revision *revision)
{
	static const char *const words[] = {[CSAF_BEFORE] = "adv.published_before",
					    [CSAF_EVENTS] = NULL,
					    [CSAF_CONFIGURED] = "csaf.configured",
					    [CSAF_MECHANICAL] = "csaf.mechanical",
					    [CSAF_AMENDED] = "csaf.amended"};
	if (revision->cause == CSAF_EVENTS)
		return events_told(c, revision);
	const char *word = csaf_word(c, words[revision->cause]);
	return *word ? word : csaf_label(c, "event", "editorial"); /* the archive's own locales may lack it */
}

static json_t *tracking_of(const struct csaf *c)
{
	const struct csaf_tracking *t = &c->tracking;
	const char *status = value_text(c->record->facts, "status");
	bool known = status && (strcmp(status, "interim") == 0 || strcmp(status, "draft") == 0);
	json_t *tracking = json_object(), *history = json_array(), *generator = json_object(), *engine = json_object();
	for (size_t i = 0; i < t->count; i++) {
		json_t *revision = json_object();
		json_put_time(revision, "date", t->revisions[i].date);
		json_put_text(revision, "number", arena_printf(c->record->arena, "%u", t->revisions[i].number));
		json_put_text(revision, "summary", summary_of(c, &t->revisions[i]));
		json_add(history, revision);
	}
	json_put_text(engine, "name", "shirase");
	json_put(generator, "engine", engine);
	json_put(tracking, "generator", generator);
	json_put_text(tracking, "id", c->document->id);
	json_put_time(tracking, "initial_release_date", c->document->initial);
	json_put_time(tracking, "current_release_date", t->current);
	json_put_text(tracking, "version", arena_printf(c->record->arena, "%zu", t->count));
	json_put_text(tracking, "status", known ? status : "final");
	json_put(tracking, "revision_history", history);
	return tracking;
}

static json_t *acknowledgments_of(const struct csaf *c)
{
	json_t *all = json_array();
	for (size_t i = 0; i < csaf_count(c->record->facts, "credits"); i++) {
		const char *name = csaf_clean(c->record->arena, csaf_item(c->record->facts, "credits", i));
		if (!name)
			continue;
		json_t *one = json_object(), *names = json_array();
		json_add_text(names, name);
		json_put(one, "names", names);
		json_add(all, one);
	}
	return all;
}

static json_t *distribution(void)
{
	json_t *distribution = json_object(), *tlp = json_object();
	json_put_text(tlp, "label", "WHITE"); /* of TLP v1, CSAF 2.0's: CLEAR */
	json_put_text(tlp, "url", TLP_URL);
	json_put(distribution, "tlp", tlp);
	return distribution;
}

static json_t *document_of(const struct csaf *c)
{
	const struct record *r = c->record;
	json_t *document = json_object();
	json_put_text(document, "category", category_of(c));
	json_put_text(document, "csaf_version", "2.0");
	json_put_text(document, "lang", c->lang);
	if (c->document->standing != CSAF_SOURCE && strcmp(c->lang, r->advisory->source) != 0)
		json_put_text(document, "source_lang", r->advisory->source);
	json_put_text(document, "title", csaf_title(r->arena, r->site, r->advisory, c->lang, c->text ? c->text->title : NULL));
	json_put(document, "publisher", csaf_site_publisher_object(r->site->config, c->lang));
	json_put(document, "distribution", distribution());
	json_put(document, "tracking", tracking_of(c));
	json_put(document, "notes", csaf_notes(c));
	json_put(document, "references", csaf_references(c));
	if (c->scope == CSAF_BARE)
		return document;
	if (r->rating.severity) {
		json_t *severity = json_object();
		json_put_text(severity, "text", csaf_label(c, "severity", r->rating.severity));
		json_put(document, "aggregate_severity", severity);
	}
	json_put_filled(document, "acknowledgments", acknowledgments_of(c));
	return document;
}

/* All of it. -------------------------------------------------------------- */

static void make(struct csaf *c, json_t *root)
{
	bool vulnerable = c->scope == CSAF_FULL || c->scope == CSAF_NO_PRODUCTS;
	c->told = arena_array(c->record->arena, (c->text ? c->text->section_count : 0) + 1, sizeof(*c->told));
	if (c->scope == CSAF_FULL) {
		json_t *tree = json_object();
		json_put(tree, "branches", c->products.branches);
		json_put(root, "product_tree", tree);
	} else {
		json_decref(c->products.branches);
	}
	if (vulnerable)
		json_put_filled(root, "vulnerabilities", csaf_vulnerabilities(c));
	json_put(root, "document", document_of(c));
	csaf_lose(c);
}

static bool write(struct buf *out, const struct record *r, struct diags *d)
{
	size_t count, i = 0;
	const struct csaf_document *all = csaf_documents(&count, r->arena, r->site->config, r->advisory);
	while (i + 1 < count && strcmp(all[i].path, r->file->path) != 0)
		i++;
	struct csaf c = {.record = r, .document = &all[i], .lang = all[i].lang, .text = record_text_in(r, all[i].lang),
			 .tracking = csaf_track(r->arena, r->site->history, r->advisory, &all[i])};
	json_t *root = json_object();
	c.scope = scope_of(&c);
	make(&c, root);
	return json_finish(out, root, JSON_SORTED, r->file->path, d);
}

const struct record_writer csaf_writer = {RECORD_CSAF, list, write};
