/* Invariant: a record has no key that OSV's schema does not know; all else stands in database_specific. An id stands in one of
 * aliases, upstream and related, once. */
#include "formats/osv.h"

#include "archive/cvss.h"
#include "base/map.h"
#include "formats/ecosystem.h"
#include "formats/english.h"
#include "formats/facts_losses.h"
#include "formats/json_set.h"
#include "formats/osv_affected.h"
#include "formats/osv_standing.h"
#include "formats/osv_text.h"
#include "formats/web.h"

#define SCHEMA_VERSION "1.7.5"

const char *osv_id(struct arena *a, const struct config *c, const char *id)
{
	bool home = c->id_scheme && ecosystem_id_is_known(c->id_scheme) && config_id_matches(c, span_of(id));
	return arena_printf(a, "%s%s", home ? "" : "x_", id);
}

const char *osv_path(struct arena *a, const struct config *c, const char *id)
{
	return arena_printf(a, "osv/%s.json", osv_id(a, c, id));
}

static void list(struct record_files *files, size_t *capacity, struct arena *a, const struct config *c, const struct advisory *adv)
{
	if (osv_standing_of(adv).state == OSV_NONE)
		return;
	struct record_file file = {.format = RECORD_OSV, .path = osv_path(a, c, adv->id), .media_type = "application/json"};
	record_files_add(files, capacity, a, &file);
}

/* Other ids. -------------------------------------------------------------- */

struct ids {
	const struct record *record;
	struct map *seen;
};

static bool is_new(struct ids *ids, const char *id)
{
	return *id && map_put(ids->seen, span_of(id), 0);
}

static void add_cve(struct ids *ids, json_t *list, const char *cve)
{
	if (cve && !facts_is_cve(cve))
		record_lose(ids->record, "\"%s\" is no CVE id", cve);
	else if (cve && is_new(ids, cve))
		json_add_text(list, cve);
}

static void add_cves(struct ids *ids, json_t *list, const struct value *facts)
{
	for (size_t i = 0; i < value_count(facts, "cve"); i++)
		add_cve(ids, list, value_as_text(value_get(facts, "cve")->items[i]));
	for (size_t i = 0; i < value_count(facts, "vulnerabilities"); i++)
		add_cve(ids, list, value_text(value_get(facts, "vulnerabilities")->items[i], "cve"));
}

/* An alias is the same vulnerability: the only one of which this is the advisory. */
static void put_cves(json_t *record, struct ids *ids)
{
	const struct value *facts = ids->record->facts;
	json_t *cves = json_array();
	add_cves(ids, cves, facts);
	bool same = json_array_size(cves) == 1 && value_count(facts, "vulnerabilities") <= 1;
	json_put_filled(record, same ? "aliases" : "upstream", cves);
}

static bool has_record(const struct record_site *s, const struct advisory *adv)
{
	const struct record_files *files = record_files_of(s, adv);
	for (size_t i = 0; i < files->count; i++)
		if (files->items[i].format == RECORD_OSV)
			return true;
	return false;
}

static void add_related(struct ids *ids, json_t *related, const char *id)
{
	const struct record *r = ids->record;
	const struct advisory *other = id ? history_find(r->site->history, id) : NULL;
	if (!id || other == r->advisory)
		return;
	if (other && has_record(r->site, other))
		id = osv_id(r->arena, r->site->config, other->id);
	else if (other || !ecosystem_id_is_known(id) || !record_may_name(r, id)) {
		record_lose(r, "it is related to %s, of which there is no OSV record", id);
		return;
	}
	if (is_new(ids, id))
		json_add_text(related, id);
}

static void put_related(json_t *record, struct ids *ids)
{
	static const char *const keys[] = {"related", "supersedes"};
	const struct record *r = ids->record;
	json_t *related = json_array();
	for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++)
		for (size_t i = 0; i < value_count(r->facts, keys[k]); i++)
			add_related(ids, related, value_as_text(value_get(r->facts, keys[k])->items[i]));
	add_related(ids, related, record_replacement(r));
	json_put_filled(record, "related", related);
}

static void put_ids(json_t *record, const struct record *r)
{
	struct ids ids = {r, map_new()};
	is_new(&ids, osv_id(r->arena, r->site->config, r->advisory->id));
	put_cves(record, &ids);
	put_related(record, &ids);
	map_free(ids.seen);
}

/* Severity. --------------------------------------------------------------- */

struct vectors {
	const struct record *record;
	struct rating v3, v4; /* the highest of each; score -1: none */
};

static void take_vector(struct vectors *v, const char *vector)
{
	struct cvss cvss;
	if (!vector || !cvss_parse(&cvss, span_of(vector), NULL)) {
		record_lose(v->record, "the vector \"%s\" is no CVSS vector", vector ? vector : "");
		return;
	}
	struct rating *best = cvss.version[0] == '3' ? &v->v3 : &v->v4;
	if (best->vector && strcmp(best->vector, vector) == 0)
		return;
	if (best->vector)
		record_lose(v->record, "the vector %s: OSV has one of each version of CVSS",
			    cvss.score > best->score ? best->vector : vector);
	if (cvss.score > best->score)
		*best = (struct rating){cvss.severity, cvss.score, vector};
}

static void take_vectors(struct vectors *v, const struct value *map)
{
	for (size_t i = 0; i < value_count(map, "cvss"); i++)
		take_vector(v, value_as_text(value_get(map, "cvss")->items[i]));
}

static void put_severity(json_t *record, const struct record *r)
{
	struct vectors v = {.record = r, .v3 = {.score = -1}, .v4 = {.score = -1}};
	json_t *severity = json_array();
	take_vectors(&v, r->facts);
	for (size_t i = 0; i < value_count(r->facts, "vulnerabilities"); i++)
		take_vectors(&v, value_get(r->facts, "vulnerabilities")->items[i]);
	if (v.v3.vector)
		json_add(severity, json_pack("{s:s, s:s}", "type", "CVSS_V3", "score", v.v3.vector));
	if (v.v4.vector)
		json_add(severity, json_pack("{s:s, s:s}", "type", "CVSS_V4", "score", v.v4.vector));
	json_put_filled(record, "severity", severity);
}

/* References. ------------------------------------------------------------- */

struct references {
	const struct record *record;
	json_t *list;
	struct map *seen;
};

static const char *reference_type(const char *kind)
{
	static const char *const types[][2] = {
		{"advisory", "ADVISORY"}, {"fix", "FIX"},           {"report", "REPORT"},   {"article", "ARTICLE"},
		{"evidence", "EVIDENCE"}, {"detection", "DETECTION"}, {"package", "PACKAGE"},
	};
	for (size_t i = 0; kind && i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(kind, types[i][0]) == 0)
			return types[i][1];
	return "WEB";
}

static void add_reference(struct references *refs, const char *type, const char *text)
{
	const char *url = text ? web_url(refs->record->arena, text) : NULL;
	if (!url)
		record_lose(refs->record, "the reference \"%s\" is no address of the web", text ? text : "");
	else if (map_put(refs->seen, span_of(url), 0))
		json_add(refs->list, json_pack("{s:s, s:s}", "type", type, "url", url));
}

static void add_own_links(struct references *refs)
{
	size_t count;
	const struct record_link *links = record_links(&count, refs->record);
	for (size_t i = 0; i < count; i++)
		if (strcmp(links[i].what, "archive") != 0)
			add_reference(refs, strcmp(links[i].what, "page") == 0 ? "ADVISORY" : "WEB", links[i].url);
}

static void lose_kind(const struct record *r, const char *kind)
{
	if (kind && strcmp(kind, "web") != 0 && strcmp(reference_type(kind), "WEB") == 0)
		record_lose(r, "the kind \"%.100s\" of a reference: OSV has no type for it", kind);
}

static void put_own_links(json_t *record, const struct record *r)
{
	struct references refs = {r, json_array(), map_new()};
	add_own_links(&refs);
	json_put_filled(record, "references", refs.list);
	map_free(refs.seen);
}

static void put_references(json_t *record, const struct record *r)
{
	struct references refs = {r, json_array(), map_new()};
	bool titles = false;
	for (size_t i = 0; i < value_count(r->facts, "references"); i++) {
		const struct value *reference = value_get(r->facts, "references")->items[i];
		add_reference(&refs, reference_type(value_text(reference, "kind")), value_text(reference, "url"));
		titles = titles || value_get(reference, "title");
		lose_kind(r, value_text(reference, "kind"));
	}
	for (size_t i = 0; i < value_count(r->facts, "remediations"); i++) {
		const char *url = value_text(value_get(r->facts, "remediations")->items[i], "url");
		if (url)
			add_reference(&refs, "WEB", url);
	}
	add_own_links(&refs);
	if (titles)
		record_lose(r, "the titles of references");
	json_put_filled(record, "references", refs.list);
	map_free(refs.seen);
}

/* All else. --------------------------------------------------------------- */

static void put_credits(json_t *record, const struct record *r)
{
	json_t *credits = json_array();
	for (size_t i = 0; i < value_count(r->facts, "credits"); i++) {
		const char *name = value_as_text(value_get(r->facts, "credits")->items[i]);
		if (name && *name)
			json_add(credits, json_pack("{s:s}", "name", name));
	}
	json_put_filled(record, "credits", credits);
}

/* The weaknesses of all its vulnerabilities, each once. */
static json_t *weaknesses(const struct record *r)
{
	struct map *seen = map_new();
	json_t *list = json_array();
	for (size_t v = 0; v <= value_count(r->facts, "vulnerabilities"); v++) {
		const struct value *map = v ? value_get(r->facts, "vulnerabilities")->items[v - 1] : r->facts;
		for (size_t i = 0; i < value_count(map, "cwe"); i++) {
			const char *cwe = value_as_text(value_get(map, "cwe")->items[i]);
			if (cwe && map_put(seen, span_of(cwe), 0))
				json_add_text(list, cwe);
		}
	}
	map_free(seen);
	return list;
}

static void put_withdrawal(json_t *specific, const struct record *r)
{
	if (r->advisory->withdrawal.replaced_by && !record_replacement(r))
		record_lose(r, "replaced_by: %s, which is not published", r->advisory->withdrawal.replaced_by);
	if (r->withdrawn)
		json_put(specific, "withdrawn", json_pack("{s:s, s:s*}", "reason", r->advisory->withdrawal.reason, "replaced_by",
							  record_replacement(r)));
}

static void put_language(json_t *specific, const struct record *r)
{
	const struct record_text *t = r->redacted ? NULL : record_in_english(r);
	if (!t)
		return;
	json_t *text = json_object();
	json_put_text(text, "language", t->lang);
	json_put_number(text, "reflects", t->text->reflects);
	json_put(text, "current", json_boolean(t->text->current));
	json_put(specific, "text", text);
}

static void put_links(json_t *specific, const struct record *r)
{
	size_t count;
	const struct record_link *links = record_links(&count, r);
	json_t *list = json_array();
	for (size_t i = 0; i < count; i++)
		json_add(list, json_pack("{s:s, s:s*, s:s, s:s}", "what", links[i].what, "language", links[i].lang, "url", links[i].url,
					 "media_type", links[i].media_type));
	json_put(specific, "links", list);
}

/* Facts that OSV has no word for, as the archive has them. */
static void put_facts(json_t *specific, const struct record *r)
{
	static const char *const keys[] = {"kind", "audience", "impact", "exploitation", "vulnerabilities", "remediations",
					   "indicators", "tags", "next_update"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		json_put(specific, keys[i], json_of_value(value_get(r->facts, keys[i])));
	if (r->exercise)
		json_put(specific, "exercise", json_true());
	if (r->site->config->demonstration)
		json_put(specific, "demonstration", json_true());
	json_put_filled(specific, "cwe_ids", weaknesses(r));
}

static void put_specific(json_t *record, json_t *specific, json_t *others, const struct record *r)
{
	json_put_text(specific, "state", advisory_state(r->advisory));
	json_put_number(specific, "revision", r->advisory->revision);
	json_put_text(specific, "severity", r->redacted ? NULL : r->rating.severity);
	put_facts(specific, r);
	put_withdrawal(specific, r);
	put_language(specific, r);
	json_put_filled(specific, "affected", others);
	put_links(specific, r);
	json_put(record, "database_specific", specific);
}

/* The advisory's facts, but what is affected as it was said last in a way that OSV has a place for. */
static struct record as_it_was(const struct record *r, const struct former *former)
{
	struct record past = *r;
	const struct value *affected = value_get(r->formers[former - r->advisory->formers], "affected");
	struct value *facts = value_new(r->arena, VALUE_MAP);
	for (size_t i = 0; i < r->facts->count; i++)
		value_share(r->arena, facts, r->facts->keys[i].text, r->facts->items[i]);
	value_share(r->arena, facts, "affected", affected);
	past.facts = facts;
	return past;
}

static void put_dropped(json_t *specific, const struct osv_standing *s)
{
	if (s->state == OSV_DROPPED)
		json_put(specific, "dropped", json_pack("{s:i, s:i}", "revision", (int)s->former->last + 1, "serial", (int)s->former->until->serial));
}

/* Where the advisory is, and no word of what it said. */
static void put_redacted(json_t *record, const struct record *r, const struct osv_standing *s)
{
	json_t *specific = json_object();
	osv_put_redacted(record, r, s);
	put_own_links(record, r);
	json_put(specific, "redacted", json_true());
	put_links(specific, r);
	json_put(record, "database_specific", specific);
	facts_lose_all(r);
}

static void put_rest(json_t *record, const struct record *r, const struct osv_standing *s)
{
	const struct record past = s->former ? as_it_was(r, s->former) : *r;
	json_t *specific = json_object(), *others = json_array();
	put_ids(record, r);
	osv_put_texts(record, specific, r, s);
	put_severity(record, r);
	osv_put_affected(record, others, &past);
	put_references(record, r);
	put_credits(record, r);
	if (r->advisory->attachment_count)
		record_lose(r, "attachments: OSV has no place for them");
	osv_lose_rest(r);
	put_dropped(specific, s);
	put_specific(record, specific, others, r);
}

static bool write(struct buf *out, const struct record *r, struct diags *d)
{
	const struct advisory *adv = r->advisory;
	struct osv_standing standing = osv_standing_of(adv);
	json_t *record = json_object();
	json_put_text(record, "schema_version", SCHEMA_VERSION);
	json_put_text(record, "id", osv_id(r->arena, r->site->config, adv->id));
	json_put_time(record, "modified", osv_modified(adv));
	json_put_time(record, "published", adv->published);
	if (standing.withdrawn)
		json_put_time(record, "withdrawn", standing.withdrawn);
	if (standing.state == OSV_REDACTED)
		put_redacted(record, r, &standing);
	else
		put_rest(record, r, &standing);
	return json_finish(out, record, JSON_AS_SET, r->file->path, d);
}

const struct record_writer osv_writer = {RECORD_OSV, list, write};
