/* IODEF version 2 (RFC 7970): one document for an advisory, in all its languages. Invariant: elements stand in the order of the
 * schema (section 8); what has no class of its own is AdditionalData, so that little is lost.
 *
 * Purpose and status are values of their own where a program must not take the document for what it usually is: of an exercise, of
 * what is withdrawn. A withdrawn advisory keeps its texts, and has nothing that a program would act upon: no vulnerability,
 * product, measure or indicator. */
#include <libxml/uri.h>

#include "archive/forms.h"
#include "base/map.h"
#include "formats/iodef_parts.h"
#include "formats/web.h"

#define IODEF "urn:ietf:params:xml:ns:iodef-2.0"
#define ENUMERATION "urn:ietf:params:xml:ns:iodef-enum-1.0"
#define SIGNATURE "http://www.w3.org/2000/09/xmldsig#"

/* What the parts share. --------------------------------------------------- */

/* A language of a past document may be anything. */
static const char *known_language(const char *lang)
{
	const char *hint;
	return lang && !form_language(span_of(lang), &hint) ? lang : NULL;
}

void iodef_text(struct xml *x, const char *element, const char *lang, const char *id, const char *text)
{
	if (!text)
		return;
	xml_begin(x, element);
	xml_attribute(x, "translation-id", id);
	xml_attribute(x, "xml:lang", known_language(lang));
	xml_text(x, span_of(text));
	xml_end(x);
}

void iodef_localised(struct xml *x, const char *element, const struct value *v)
{
	if (v && v->kind == VALUE_TEXT)
		iodef_text(x, element, NULL, NULL, v->text);
	for (size_t i = 0; v && v->kind == VALUE_MAP && i < v->count; i++)
		iodef_text(x, element, v->keys[i].text, NULL, value_as_text(v->items[i]));
}

void iodef_label(struct xml *x, const struct record *r, const char *element, const char *vocabulary, const char *value)
{
	for (size_t i = 0; i < r->text_count; i++)
		iodef_text(x, element, r->texts[i].lang, vocabulary, record_label(r, r->texts[i].lang, vocabulary, value));
}

void iodef_extra(struct xml *x, const char *dtype, const char *meaning, const char *text)
{
	if (!text)
		return;
	xml_begin(x, "AdditionalData");
	xml_attribute(x, "dtype", dtype);
	xml_attribute(x, "meaning", meaning);
	xml_text(x, span_of(text));
	xml_end(x);
}

void iodef_extras(struct xml *x, const char *meaning, const struct value *texts)
{
	for (size_t i = 0; texts && texts->kind == VALUE_LIST && i < texts->count; i++)
		iodef_extra(x, "string", meaning, value_as_text(texts->items[i]));
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Percent-encodes what RFC 3986 (section 2) does not allow in a URI, and a percent sign that encodes nothing. */
static void encode(struct buf *out, const char *url)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=";
	for (; *url; url++) {
		bool escape = url[0] == '%' && is_hex(url[1]) && is_hex(url[2]);
		if (escape || strchr(allowed, *url))
			buf_char(out, *url);
		else
			buf_printf(out, "%%%02X", (unsigned char)*url);
	}
}

/* The judge of schemas is libxml2, wherever one is at hand: what it does not take is no anyURI. */
bool iodef_url(struct xml *x, const char *url)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	encode(&b, url);
	xmlURIPtr parsed = xmlParseURI(b.data);
	bool ok = parsed != NULL && *url;
	xmlFreeURI(parsed);
	if (ok)
		xml_element(x, "URL", b.data);
	buf_fini(&b);
	return ok;
}

bool iodef_time(struct xml *x, const char *element, const char *text)
{
	instant t;
	if (!instant_parse(&t, span_of(text)) && !instant_parse_day(&t, span_of(text)))
		return false;
	xml_date(x, element, t);
	return true;
}

const char *iodef_issuer(const struct record *r)
{
	const struct config *c = r->site->config;
	const char *space = value_text(c->publisher, "namespace");
	return arena_span(r->arena, web_host(space ? space : c->base_url));
}

/* Method. ----------------------------------------------------------------- */

/* RFC 7495: an ID is an NCName, which each CVE id is. */
static void cve(struct xml *x, const struct record *r, const char *id)
{
	if (!facts_is_cve(id)) {
		record_lose(r, "the CVE id \"%s\", which is none", id);
		return;
	}
	xml_begin(x, "Reference");
	xml_begin(x, "enum:ReferenceName");
	xml_attribute(x, "specIndex", "1"); /* RFC 7495, section 4: CVE */
	xml_element(x, "enum:ID", id);
	xml_end(x);
	xml_element(x, "URL", arena_printf(r->arena, "https://www.cve.org/CVERecord?id=%s", id));
	xml_end(x);
}

static void cwe(struct xml *x, const struct record *r, const char *id)
{
	xml_begin(x, "Reference");
	if (facts_is_cwe(id))
		xml_element(x, "URL", arena_printf(r->arena, "https://cwe.mitre.org/data/definitions/%s.html", id + 4));
	iodef_text(x, "Description", NULL, NULL, id);
	xml_end(x);
}

struct method {
	struct xml *xml;
	const struct record *record;
	struct map *seen;
	bool begun;
};

static void add_id(struct method *m, const char *id, void (*write)(struct xml *x, const struct record *r, const char *id))
{
	if (!id || !map_put(m->seen, span_of(id), 0))
		return;
	if (!m->begun)
		xml_begin(m->xml, "Method");
	m->begun = true;
	write(m->xml, m->record, id);
}

static void add_ids(struct method *m, const struct value *facts)
{
	const struct value *cves = value_get(facts, "cve"), *cwes = value_get(facts, "cwe");
	add_id(m, value_as_text(cves), cve);
	for (size_t i = 0; cves && cves->kind == VALUE_LIST && i < cves->count; i++)
		add_id(m, value_as_text(cves->items[i]), cve);
	for (size_t i = 0; cwes && i < cwes->count; i++)
		add_id(m, value_as_text(cwes->items[i]), cwe);
}

static void reference(struct xml *x, const struct record *r, const struct value *one)
{
	const char *url = value_text(one, "url"), *kind = value_text(one, "kind");
	xml_begin(x, "Reference");
	if (url && !iodef_url(x, url)) {
		record_lose(r, "the reference %s as a URL: it stands as text", url);
		iodef_text(x, "Description", NULL, NULL, url);
	}
	iodef_localised(x, "Description", value_get(one, "title"));
	if (kind)
		iodef_label(x, r, "Description", "reference", kind);
	xml_end(x);
}

void iodef_method(struct xml *x, const struct record *r, const struct value *facts, const struct value *more)
{
	struct method m = {.xml = x, .record = r, .seen = map_new()};
	const struct value *references = value_get(facts, "references");
	add_ids(&m, facts);
	for (size_t i = 0; more && i < more->count; i++)
		add_ids(&m, more->items[i]);
	if (!m.begun && value_count(facts, "references"))
		xml_begin(x, "Method");
	m.begun = m.begun || value_count(facts, "references");
	for (size_t i = 0; references && i < references->count; i++)
		reference(x, r, references->items[i]);
	if (m.begun)
		xml_end(x);
	map_free(m.seen);
}

void iodef_vectors(struct xml *x, const struct value *vectors)
{
	iodef_extras(x, "CVSS vector", vectors);
}

/* The incident. ----------------------------------------------------------- */

static void incident_id(struct xml *x, const struct record *r, const char *id)
{
	xml_begin(x, "IncidentID");
	xml_attribute(x, "name", iodef_issuer(r));
	xml_text(x, span_of(id));
	xml_end(x);
}

static void related(struct xml *x, const struct record *r, const char *id, const char *how)
{
	const struct record_site *s = r->site;
	bool ours = history_find(s->history, id) != NULL;
	if (!record_may_name(r, id)) {
		record_lose(r, "%s: %s, which is not published", how, id);
		return;
	}
	xml_begin(x, "RelatedActivity");
	if (ours) {
		incident_id(x, r, id);
		xml_element(x, "URL", record_url(s, r->arena, arena_printf(r->arena, "%s/", id)));
		iodef_text(x, "Description", "en", NULL, how);
	} else {
		iodef_text(x, "Description", "en", NULL, arena_printf(r->arena, "%s: %s", how, id));
	}
	xml_end(x);
}

static void relations(struct xml *x, const struct record *r)
{
	static const char *const keys[] = {"related", "supersedes"};
	for (size_t k = 0; k < 2; k++) {
		const struct value *ids = value_get(r->facts, keys[k]);
		for (size_t i = 0; ids && i < ids->count; i++)
			related(x, r, ids->items[i]->text, keys[k]);
	}
	if (record_replacement(r))
		related(x, r, record_replacement(r), "replaced by");
	else if (r->advisory->withdrawal.replaced_by)
		record_lose(r, "replaced_by: %s, which is not published", r->advisory->withdrawal.replaced_by);
}

static void withdrawal_text(struct xml *x, const struct record *r, const char *lang)
{
	const struct withdrawal *w = &r->advisory->withdrawal;
	const char *text = arena_printf(r->arena, "%s%s", record_word(r, lang, "prefix.withdrawn"),
					record_label(r, lang, "reason", w->reason));
	for (size_t i = 0; i < w->note_count; i++)
		if (!w->notes[i].lang || strcmp(w->notes[i].lang, lang) == 0)
			text = arena_printf(r->arena, "%s\n%s", text, w->notes[i].text);
	iodef_text(x, "Description", lang, "withdrawal", text);
}

/* The title as every output marks it, then what readers must know before they read on. */
static void heading(struct xml *x, const struct record *r, const struct record_text *t)
{
	const char *exercise = r->exercise ? record_word(r, t->lang, "prefix.exercise") : "";
	const char *withdrawn = r->withdrawn ? record_word(r, t->lang, "prefix.withdrawn") : "";
	iodef_text(x, "Description", t->lang, "title", arena_printf(r->arena, "%s%s%s", exercise, withdrawn, t->title));
	if (r->site->config->demonstration)
		iodef_text(x, "Description", t->lang, "demonstration", record_word(r, t->lang, "banner.demo"));
	if (r->exercise)
		iodef_text(x, "Description", t->lang, "exercise", record_word(r, t->lang, "banner.exercise"));
	if (r->withdrawn)
		withdrawal_text(x, r, t->lang);
}

void iodef_section(struct xml *x, const struct record *r, const struct record_text *t, const struct record_section *s)
{
	const char *text = s->heading ? arena_printf(r->arena, "%s\n\n%s", s->heading, s->text) : s->text;
	iodef_text(x, "Description", t->lang, s->name, text);
}

static void descriptions(struct xml *x, const struct record *r)
{
	for (size_t i = 0; i < r->text_count; i++) {
		const struct record_text *t = &r->texts[i];
		heading(x, r, t);
		iodef_text(x, "Description", t->lang, "summary", t->summary);
		for (size_t k = 0; k < t->section_count; k++)
			if (!iodef_is_expectation(r, t->sections[k].name))
				iodef_section(x, r, t, &t->sections[k]);
	}
}

/* Who found it: names, and nothing is known of whose they are. */
static void discovery(struct xml *x, const struct record *r)
{
	const struct value *credits = value_get(r->facts, "credits");
	if (!value_count(r->facts, "credits"))
		return;
	xml_begin(x, "Discovery");
	for (size_t i = 0; i < credits->count; i++) {
		xml_begin(x, "Contact");
		xml_attribute(x, "role", "reporter");
		xml_attribute(x, "type", "ext-value");
		xml_attribute(x, "ext-type", "unknown");
		xml_element(x, "ContactName", credits->items[i]->text);
		xml_end(x);
	}
	xml_end(x);
}

static void contact(struct xml *x, const struct record *r)
{
	const struct value *publisher = r->site->config->publisher, *to = value_get(publisher, "contact");
	xml_begin(x, "Contact");
	xml_attribute(x, "role", "creator");
	xml_attribute(x, "type", "organization");
	iodef_localised(x, "ContactName", value_get(publisher, "name"));
	if (value_text(to, "email")) {
		xml_begin(x, "Email");
		xml_element(x, "EmailTo", value_text(to, "email"));
		xml_end(x);
	}
	if (value_text(to, "tel")) {
		xml_begin(x, "Telephone");
		xml_element(x, "TelephoneNumber", value_text(to, "tel"));
		xml_end(x);
	}
	iodef_extra(x, "url", "contact", value_text(to, "url"));
	iodef_extra(x, "string", "category", value_text(publisher, "category"));
	xml_end(x);
}

/* What happened to the advisory: news, but for what takes something back. */
static void history_item(struct xml *x, const struct record *r, size_t index)
{
	const struct event *e = &r->advisory->events[index];
	bool news = e->class != EVENT_WITHDRAWN && e->class != EVENT_REINSTATED && e->class != EVENT_REDACTED &&
		    e->class != EVENT_TRANSLATION_REMOVED;
	xml_begin(x, "HistoryItem");
	xml_attribute(x, "action", news ? "status-new-info" : "ext-value");
	xml_attribute(x, "ext-action", news ? NULL : event_class_name(e->class));
	xml_date(x, "DateTime", e->at->time);
	for (size_t i = 0; i < r->text_count; i++)
		iodef_text(x, "Description", r->texts[i].lang, "note", r->told(r, index, r->texts[i].lang));
	iodef_extra(x, "string", "class", event_class_name(e->class));
	iodef_extra(x, "string", "language", e->lang);
	iodef_extra(x, "integer", "revision", arena_printf(r->arena, "%u", e->standing));
	xml_end(x);
}

static void history(struct xml *x, const struct record *r)
{
	xml_begin(x, "History");
	for (size_t i = 0; i < r->advisory->event_count; i++)
		history_item(x, r, i);
	xml_end(x);
}

static void additional(struct xml *x, const struct record *r)
{
	size_t count;
	const struct record_link *links = record_links(&count, r);
	if (r->advisory->attachment_count)
		record_lose(r, "attachments: IODEF has no place for them");
	iodef_extra(x, "string", "status", advisory_state(r->advisory));
	iodef_extra(x, "integer", "revision", arena_printf(r->arena, "%u", r->advisory->revision));
	iodef_extra(x, "string", "kind", value_text(r->facts, "kind"));
	iodef_extras(x, "audience", value_get(r->facts, "audience"));
	iodef_extras(x, "tag", value_get(r->facts, "tags"));
	iodef_extra(x, "string", "next update", value_text(r->facts, "next_update"));
	if (!r->withdrawn)
		iodef_vectors(x, value_get(r->facts, "cvss"));
	iodef_extra(x, "url", "permanent link", r->permalink);
	for (size_t i = 0; i < count; i++) {
		const struct record_link *l = &links[i];
		const char *what = l->lang ? arena_printf(r->arena, "%s (%s)", l->what, l->lang) : l->what;
		iodef_extra(x, "url", what, l->url);
	}
}

static void attributes(struct xml *x, const struct record *r)
{
	const char *state = advisory_state(r->advisory);
	bool interim = strcmp(state, "interim") == 0;
	xml_attribute(x, "purpose", r->exercise ? "ext-value" : "reporting");
	xml_attribute(x, "ext-purpose", r->exercise ? "exercise" : NULL);
	xml_attribute(x, "status", r->withdrawn ? "ext-value" : interim ? "in-progress" : "resolved");
	xml_attribute(x, "ext-status", r->withdrawn ? "withdrawn" : NULL);
	xml_attribute(x, "xml:lang", known_language(r->texts[0].lang));
	xml_attribute(x, "restriction", "public");
}

static void incident(struct xml *x, const struct record *r)
{
	const struct advisory *a = r->advisory;
	xml_begin(x, "Incident");
	attributes(x, r);
	incident_id(x, r, a->id);
	relations(x, r);
	xml_date(x, "ReportTime", a->published);
	xml_date(x, "GenerationTime", record_changed(r));
	descriptions(x, r);
	discovery(x, r);
	if (!r->withdrawn) {
		iodef_assessment(x, r, r->facts, r->rating);
		iodef_method(x, r, r->facts, value_get(r->facts, "vulnerabilities"));
	}
	contact(x, r);
	if (!r->withdrawn) {
		iodef_events(x, r);
		iodef_indicators(x, r);
	}
	history(x, r);
	additional(x, r);
	iodef_lose(r);
	xml_end(x);
}

static void list(struct record_files *files, size_t *capacity, struct arena *a, const struct config *c, const struct advisory *adv)
{
	(void)c;
	const struct record_file file = {.format = RECORD_IODEF, .path = arena_printf(a, "iodef/%s.xml", adv->id),
					 .media_type = "application/xml"};
	record_files_add(files, capacity, a, &file);
}

static bool write(struct buf *out, const struct record *r, struct diags *d)
{
	struct xml x;
	xml_start(&x);
	xml_begin(&x, "IODEF-Document");
	xml_attribute(&x, "version", "2.00");
	xml_attribute(&x, "xml:lang", known_language(r->texts[0].lang));
	xml_attribute(&x, "xmlns", IODEF);
	xml_attribute(&x, "xmlns:enum", ENUMERATION);
	xml_attribute(&x, "xmlns:ds", SIGNATURE);
	incident(&x, r);
	xml_end(&x);
	return xml_finish(&x, out, r->file->path, d);
}

const struct record_writer iodef_writer = {RECORD_IODEF, list, write};
