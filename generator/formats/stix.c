/* Invariant: an object's id is a function of the publisher's namespace, the advisory and what the object stands for, and its
 * `created` never changes; `modified` is when the advisory changed last. What was revoked never comes back under its id: an advisory
 * that is reinstated has new ones. Every reference leads to an object of the bundle. */
#include "formats/english.h"
#include "formats/facts_losses.h"
#include "formats/json_set.h"
#include "formats/stix_parts.h"
#include "formats/stix_pattern.h"
#include "formats/web.h"

/* Defined by OASIS (cti-stix-common-objects, TLP 2.0). */
#define TLP_EXTENSION "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

static void list(struct record_files *files, size_t *capacity, struct arena *a, const struct config *c, const struct advisory *adv)
{
	(void)c;
	if (!stix_has_bundle(adv))
		return;
	struct record_file file = {.format = RECORD_STIX, .path = arena_printf(a, "stix/%s.json", adv->id),
				   .media_type = "application/stix+json"};
	record_files_add(files, capacity, a, &file);
}

/* Objects. ---------------------------------------------------------------- */

/* One that tells of the advisory. */
static json_t *own_object(const struct bundle *b, const char *type, const char *id, instant created)
{
	json_t *o = stix_object(type, id, created, b->modified);
	json_put_text(o, "created_by_ref", b->identity);
	if (b->record->withdrawn)
		json_put(o, "revoked", json_true());
	return o;
}

static void put_labels(json_t *object, const struct record *r, bool all)
{
	json_t *labels = json_array();
	stix_add_marks(labels, r);
	if (all)
		json_add_text(labels, value_text(r->facts, "kind"));
	for (size_t i = 0; all && i < value_count(r->facts, "tags"); i++)
		json_add_text(labels, value_as_text(value_get(r->facts, "tags")->items[i]));
	json_put_filled(object, "labels", labels);
}

/* What the object says in other languages: contents maps a language to its properties. */
static void add_languages(struct bundle *b, const char *object, instant created, json_t *contents)
{
	if (!json_object_size(contents)) {
		json_decref(contents);
		return;
	}
	json_t *o = own_object(b, "language-content", stix_id(b, "language-content", "%s", object), created);
	json_put_text(o, "object_ref", object);
	stix_put_time(o, "object_modified", b->modified);
	json_put(o, "contents", contents);
	stix_put_marking(o);
	json_add(b->objects, o);
}

/* A text or {lang: text} under the key: in the bundle's language, which is said then, else what there is. */
static void put_said(json_t *object, const struct bundle *b, const char *key, const struct value *localised)
{
	const char *own = value_text(localised, b->text->lang), *text = own ? own : facts_localised(localised, b->text->lang);
	if (!text || !*text)
		return;
	json_put_text(object, key, text);
	json_put_text(object, "lang", own ? b->text->lang : NULL);
}

/* Adds {lang: {key: text}} of every other language of the archive. */
static void put_localised(json_t *contents, const struct bundle *b, const char *key, const struct value *localised)
{
	for (size_t i = 0; localised && localised->kind == VALUE_MAP && i < localised->count; i++) {
		const char *lang = localised->keys[i].text, *text = value_as_text(localised->items[i]);
		if (text && *text && strcmp(lang, b->text->lang) != 0 && config_has_language(b->record->site->config, lang))
			json_put(contents, lang, json_pack("{s:s}", key, text));
	}
}

static void add_identity(struct bundle *b)
{
	const struct config *c = b->record->site->config;
	const struct history *h = b->record->site->history;
	instant first = h->publication_count ? h->publications[0].time : b->created;
	json_t *o = stix_object("identity", b->identity, first, first), *marking;
	const char *email = value_text(value_get(c->publisher, "contact"), "email");
	json_put_text(o, "name", facts_localised(value_get(c->publisher, "name"), "en"));
	json_put_text(o, "identity_class", "organization");
	json_put_text(o, "contact_information", email);
	stix_put_marking(o);
	json_add(b->objects, o);
	marking = json_pack("{s:s, s:s, s:s, s:s, s:s, s:{s:{s:s, s:s}}}", "type", "marking-definition", "spec_version", "2.1", "id",
			    TLP_CLEAR, "created", "2022-10-01T00:00:00.000Z", "name", "TLP:CLEAR", "extensions", TLP_EXTENSION,
			    "extension_type", "property-extension", "tlp_2_0", "clear");
	json_add(b->objects, marking);
}

/* Adds an object that the report refers to. */
static void add_told(struct bundle *b, json_t *object, const char *id)
{
	json_add(b->objects, object);
	json_add_text(b->refs, id);
}

/* Indicators. ------------------------------------------------------------- */

static void add_indicator(struct bundle *b, const struct value *item)
{
	const struct record *r = b->record;
	const char *type = value_text(item, "type"), *value = value_text(item, "value");
	const struct value *note = value_get(item, "note");
	if (!stix_is_indicator(item)) {
		record_lose(r, "the indicator \"%s\" of the type \"%s\": there is no pattern for it", value ? value : "", type ? type : "");
		return;
	}
	const struct run *run = runs_now(&b->indicators_named, type, value);
	const char *id = stix_indicator_id(b, b->key, type, value, run ? run->number : 0);
	if (!map_put(b->seen, span_of(id), 0)) {
		record_lose(r, "the indicator \"%s\" stands twice: only the first one's note is kept", value);
		return;
	}
	instant since = run ? run->from->time : b->created;
	json_t *o = own_object(b, "indicator", id, since), *contents = json_object(), *types = json_pack("[s]", "malicious-activity");
	json_put_text(o, "name", value);
	put_said(o, b, "description", note);
	json_put(o, "indicator_types", types);
	json_put_text(o, "pattern", stix_pattern(r->arena, type, value));
	json_put_text(o, "pattern_type", "stix");
	json_put_text(o, "pattern_version", "2.1");
	stix_put_time(o, "valid_from", since);
	put_labels(o, r, false);
	stix_put_marking(o);
	add_told(b, o, id);
	put_localised(contents, b, "description", note);
	add_languages(b, id, since, contents);
	b->indicators = true;
}

/* Vulnerabilities. -------------------------------------------------------- */

/* "7.8 (CVSS:3.1/…)", or the severity's word; NULL: not rated. */
static const char *severity_of(const struct bundle *b, const struct value *facts)
{
	struct rating rating = facts_rating_of(facts);
	if (!rating.severity)
		return NULL;
	return rating.vector ? arena_printf(b->record->arena, "%d.%d (%s)", rating.score / 10, rating.score % 10, rating.vector)
			     : record_label(b->record, b->text->lang, "severity", rating.severity);
}

/* A vulnerability that has neither CVE id nor title has the advisory's. */
static void put_advisory_title(json_t *object, json_t *contents, const struct bundle *b)
{
	const struct record *r = b->record;
	json_put_text(object, "name", b->text->title);
	json_put_text(object, "lang", b->text->lang);
	for (size_t i = 0; i < r->text_count; i++)
		if (&r->texts[i] != b->text)
			json_put(contents, r->texts[i].lang, json_pack("{s:s}", "name", r->texts[i].title));
}

static json_t *numbers_of(const char *cve, const struct value *facts)
{
	json_t *references = json_array();
	if (cve && facts_is_cve(cve))
		json_add(references, json_pack("{s:s, s:s}", "source_name", "cve", "external_id", cve));
	for (size_t i = 0; i < value_count(facts, "cwe"); i++) {
		const char *cwe = value_as_text(value_get(facts, "cwe")->items[i]);
		if (cwe)
			json_add(references, json_pack("{s:s, s:s}", "source_name", "cwe", "external_id", cwe));
	}
	return references;
}

/* cve: NULL where it has none, which is the number'th one then. facts: title, cwe and cvss are its own. */
static void add_vulnerability(struct bundle *b, const char *cve, size_t number, const struct value *facts)
{
	const struct record *r = b->record;
	const char *key = cve ? cve : stix_numbered(r->arena, number);
	const struct run *run = runs_now(&b->vulnerabilities_named, "", key);
	const char *id = stix_vulnerability_id(b, b->key, key, run ? run->number : 0);
	instant created = run ? run->from->time : b->created;
	if (!map_put(b->seen, span_of(id), 0))
		return;
	const struct value *title = value_get(facts, "title");
	json_t *o = own_object(b, "vulnerability", id, created), *contents = json_object();
	json_put_text(o, "name", cve);
	put_said(o, b, cve ? "description" : "name", title);
	put_localised(contents, b, cve ? "description" : "name", title);
	if (!json_object_get(o, "name"))
		put_advisory_title(o, contents, b);
	const char *severity = severity_of(b, facts), *said = json_string_value(json_object_get(o, "description"));
	json_put_text(o, "description", said && severity ? arena_printf(r->arena, "%s\n\n%s", said, severity) : said ? said : severity);
	json_put_filled(o, "external_references", numbers_of(cve, facts));
	put_labels(o, r, false);
	stix_put_marking(o);
	add_told(b, o, id);
	add_languages(b, id, created, contents);
	b->vulnerabilities = true;
}

static void add_vulnerabilities(struct bundle *b)
{
	const struct value *facts = b->record->facts, *list = value_get(facts, "vulnerabilities");
	size_t cves = 0;
	for (size_t i = 0; i < value_count(facts, "cve"); i++) {
		const char *cve = value_as_text(value_get(facts, "cve")->items[i]);
		if (!cve || !*cve)
			continue;
		add_vulnerability(b, cve, 0, facts);
		cves++;
	}
	for (size_t i = 0; i < value_count(facts, "vulnerabilities"); i++) {
		const char *cve = value_text(list->items[i], "cve");
		add_vulnerability(b, cve && *cve ? cve : NULL, i, list->items[i]);
	}
	/* As the past has it: only a record calls what lacks a kind a vulnerability. */
	if (!cves && !value_count(facts, "vulnerabilities") && stix_has_vulnerability(b->record->advisory->facts))
		add_vulnerability(b, NULL, 0, facts);
}

/* The report. ------------------------------------------------------------- */

static const char *publisher_name(const struct record *r)
{
	const char *name = facts_localised(value_get(r->site->config->publisher, "name"), "en");
	return name && *name ? name : "publisher";
}

static void put_references(json_t *report, const struct record *r)
{
	size_t count;
	const struct record_link *links = record_links(&count, r);
	const char *publisher = publisher_name(r);
	json_t *list = json_array();
	json_add(list, json_pack("{s:s, s:s, s:s}", "source_name", publisher, "external_id", r->advisory->id, "url", r->permalink));
	for (size_t i = 0; i < value_count(r->facts, "references"); i++) {
		const struct value *reference = value_get(r->facts, "references")->items[i];
		const char *text = value_text(reference, "url"), *url = text ? web_url(r->arena, text) : NULL;
		const char *title = facts_localised(value_get(reference, "title"), "en");
		if (url)
			json_add(list, json_pack("{s:s, s:s*, s:s}", "source_name", title && *title ? title : url, "description",
						 value_text(reference, "kind"), "url", url));
		else
			record_lose(r, "the reference \"%s\" is no address of the web", text ? text : "");
	}
	for (size_t i = 0; i < count; i++)
		json_add(list, json_pack("{s:s, s:s, s:s}", "source_name", publisher, "description",
					 links[i].lang ? arena_printf(r->arena, "%s (%s)", links[i].what, links[i].lang) : links[i].what, "url",
					 links[i].url));
	json_put(report, "external_references", list);
}

/* The title, with what it must be read with. */
static const char *name_of(const struct record *r, const struct record_text *t)
{
	return arena_printf(r->arena, "%s%s%s", r->withdrawn ? record_word(r, t->lang, "prefix.withdrawn") : "",
			    r->exercise ? record_word(r, t->lang, "prefix.exercise") : "", t->title);
}

/* Its summary, else its overview, else what it begins with; NULL: there is none. */
static const char *description_of(const struct record_text *t)
{
	const struct record_section *overview = record_section(t, "overview");
	return t->summary ? t->summary : overview ? overview->text : t->section_count ? t->sections[0].text : NULL;
}

static void add_report(struct bundle *b)
{
	const struct record *r = b->record;
	const char *id = stix_id(b, "report", "%s", b->key);
	json_t *o = own_object(b, "report", id, b->created), *types = json_array(), *contents = json_object();
	json_put_text(o, "lang", b->text->lang);
	json_put_text(o, "name", name_of(r, b->text));
	json_put_text(o, "description", description_of(b->text));
	if (b->vulnerabilities)
		json_add_text(types, "vulnerability");
	if (b->indicators)
		json_add_text(types, "indicator");
	json_put_filled(o, "report_types", types);
	stix_put_time(o, "published", r->advisory->published);
	if (!json_array_size(b->refs))
		json_add_text(b->refs, b->identity);
	json_put(o, "object_refs", json_incref(b->refs));
	put_labels(o, r, true);
	put_references(o, r);
	stix_put_marking(o);
	json_add(b->objects, o);
	for (size_t i = 0; i < r->text_count && !r->redacted; i++)
		if (&r->texts[i] != b->text)
			json_put(contents, r->texts[i].lang, json_pack("{s:s, s:s*}", "name", name_of(r, &r->texts[i]), "description",
								       description_of(&r->texts[i])));
	add_languages(b, id, b->created, contents);
}

/* What is left out. ------------------------------------------------------- */

/* True if the facts, or those of one of its vulnerabilities, say something under the key. */
static bool is_said(const struct value *facts, const char *key)
{
	const struct value *list = value_get(facts, "vulnerabilities");
	bool said = value_text(facts, key) || value_count(facts, key);
	for (size_t i = 0; !said && i < value_count(facts, "vulnerabilities"); i++)
		said = value_text(list->items[i], key) || value_count(list->items[i], key);
	return said;
}

static void lose_vectors(const struct record *r, const struct value *facts)
{
	const char *told = facts_rating_of(facts).vector;
	for (size_t i = 0; i < value_count(facts, "cvss"); i++) {
		const char *vector = value_as_text(value_get(facts, "cvss")->items[i]);
		if (vector && (!told || strcmp(vector, told) != 0))
			record_lose(r, "cvss: %.200s: of the vectors of a vulnerability only the one with the highest score is told", vector);
	}
}

/* Only a vulnerability tells them. */
static void lose_without_vulnerability(const struct bundle *b)
{
	static const char *const keys[] = {"cwe", "cvss", "severity"};
	const struct record *r = b->record;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		bool said = value_text(r->facts, keys[i]) || value_count(r->facts, keys[i]);
		if (said && (!b->vulnerabilities || value_count(r->facts, "vulnerabilities")))
			record_lose(r, "%s: no vulnerability is named that it is of", keys[i]);
	}
}

static void lose_titles(const struct record *r)
{
	for (size_t i = 0; i < value_count(r->facts, "references"); i++) {
		const struct value *title = value_get(value_get(r->facts, "references")->items[i], "title");
		for (size_t k = 0; title && title->kind == VALUE_MAP && k < title->count; k++)
			if (value_as_text(title->items[k]) != facts_localised(title, "en"))
				record_lose(r, "the title of a reference in \"%.40s\"", title->keys[k].text);
	}
}

static void lose_rest(const struct bundle *b)
{
	static const char *const keys[] = {"impact", "exploitation", "audience", "remediations", "credits", "related", "supersedes",
					   "next_update", "discovered", "disclosed"};
	const struct record *r = b->record;
	const struct value *list = value_get(r->facts, "vulnerabilities");
	facts_lose_common(r, "STIX");
	if (is_said(r->facts, "affected"))
		record_lose(r, "affected: a vulnerability of STIX has no products");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (is_said(r->facts, keys[i]))
			record_lose(r, "%s: STIX has no place for it", keys[i]);
	lose_vectors(r, r->facts);
	for (size_t i = 0; i < value_count(r->facts, "vulnerabilities"); i++)
		lose_vectors(r, list->items[i]);
	lose_without_vulnerability(b);
	lose_titles(r);
	if (!r->withdrawn && value_text(r->facts, "status"))
		record_lose(r, "status: whether it is interim or final");
	if (r->withdrawn)
		record_lose(r, "withdrawn: why it is, and what replaces it");
	if (r->advisory->attachment_count)
		record_lose(r, "attachments: STIX has no place for them");
	if (r->texts[0].section_count > 1)
		record_lose(r, "the text but for its summary or overview");
}

/* The bundle. ------------------------------------------------------------- */

static struct bundle bundle_new(const struct record *r)
{
	const struct advisory *adv = r->advisory;
	const char *namespace = value_text(r->site->config->publisher, "namespace");
	const struct record_text *english = record_in_english(r);
	struct bundle b = {.record = r, .text = english ? english : &r->texts[0], .created = adv->events[0].at->time, .modified = record_changed(r),
			   .objects = json_array(), .refs = json_array(), .seen = map_new()};
	size_t reinstated = 0;
	b.namespace = uuid_named(&uuid_of_urls, span_of(namespace ? namespace : r->site->config->base_url));
	for (size_t i = 0; i < adv->event_count; i++)
		reinstated += adv->events[i].class == EVENT_REINSTATED;
	b.key = stix_key(r->arena, adv, reinstated);
	runs_init(&b.indicators_named, r->arena, adv, runs_indicators);
	runs_init(&b.vulnerabilities_named, r->arena, adv, stix_vulnerabilities);
	b.identity = stix_id(&b, "identity", "%s", "publisher");
	return b;
}

/* What a redaction took from an advisory that stands is in no output: the bundle says then that there is one, and no more. */
static struct record bare(const struct record *r)
{
	struct record out = *r;
	out.facts = value_new(r->arena, VALUE_MAP);
	return out;
}

static bool write(struct buf *out, const struct record *r, struct diags *d)
{
	struct record bared = bare(r);
	struct bundle b = bundle_new(r->redacted && !r->withdrawn ? &bared : r);
	json_t *document = json_object();
	add_identity(&b);
	if (!r->redacted)
		add_vulnerabilities(&b);
	for (size_t i = 0; i < value_count(b.record->facts, "indicators"); i++)
		add_indicator(&b, value_get(b.record->facts, "indicators")->items[i]);
	add_report(&b);
	stix_add_gone(&b);
	if (r->redacted)
		facts_lose_all(r);
	else
		lose_rest(&b);
	json_put_text(document, "type", "bundle");
	json_put_text(document, "id", stix_id(&b, "bundle", "%s", b.key));
	json_put(document, "objects", b.objects);
	json_decref(b.refs);
	map_free(b.seen);
	runs_fini(&b.indicators_named);
	runs_fini(&b.vulnerabilities_named);
	return json_finish(out, document, JSON_AS_SET, r->file->path, d);
}

const struct record_writer stix_writer = {RECORD_STIX, list, write};
