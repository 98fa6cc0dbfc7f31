/* Vulnerabilities (CSAF 2.0, section 3.2.3). Invariant: a CVE id stands once in a document (6.1.23); scores are of affected
 * products alone; every product of the tree has a status in one vulnerability at least. */
#include "archive/cvss.h"
#include "archive/cwe.h"
#include "base/map.h"
#include "formats/csaf.h"

struct catalogue {
	struct csaf *c;
	struct arena *arena;
	json_t *out;
	struct map *cves; /* that were told */
};

/* One vulnerability: what of holds, and what facts hold for all. */
struct one {
	const struct value *of;
	const char *cve; /* or NULL */
	const bool *chosen;
	bool whole; /* the facts themselves are the vulnerability */
};

/* Products. --------------------------------------------------------------- */

/* Those of the entries that the vulnerability names; all, where it names none that there is. */
static const bool *chosen_of(struct catalogue *l, const struct value *of)
{
	const struct csaf *c = l->c;
	const bool *named = of == c->record->facts ? NULL : csaf_products_named(c, of, "affected");
	bool *all = arena_array(l->arena, c->products.count + 1, sizeof(*all));
	for (size_t i = 0; i < c->products.count; i++)
		all[i] = true;
	return named ? named : all;
}

static json_t *ids_with(const struct csaf *c, const bool *chosen, enum csaf_status status)
{
	json_t *ids = json_array();
	for (size_t i = 0; i < c->products.count; i++)
		if (chosen[i] && c->products.items[i].status == status)
			csaf_product_add(ids, &c->products.items[i]);
	return ids;
}

static json_t *status_of(struct catalogue *l, const bool *chosen)
{
	static const char *const keys[CSAF_STATUSES] = {[CSAF_AFFECTED] = "known_affected",
							[CSAF_FIXED] = "fixed",
							[CSAF_NOT_AFFECTED] = "known_not_affected",
							[CSAF_INVESTIGATED] = "under_investigation"};
	json_t *status = json_object();
	for (size_t i = 0; i < CSAF_STATUSES; i++)
		json_put_filled(status, keys[i], ids_with(l->c, chosen, (enum csaf_status)i));
	return status;
}

/* Scores. ----------------------------------------------------------------- */

static const char *upper(struct arena *a, const char *text)
{
	char *copy = arena_text(a, text);
	for (char *p = copy; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return copy;
}

static json_t *score_of(struct catalogue *l, const struct cvss *cvss, const char *vector, const bool *chosen)
{
	json_t *products = ids_with(l->c, chosen, CSAF_AFFECTED);
	if (!json_array_size(products)) {
		json_decref(products);
		record_lose(l->c->record, "the score of %s, as no product is affected", vector);
		return NULL;
	}
	json_t *score = json_object(), *v3 = json_object();
	json_put_text(v3, "version", cvss->version);
	json_put_text(v3, "vectorString", vector);
	json_put(v3, "baseScore", json_real(cvss->score / 10.0));
	json_put_text(v3, "baseSeverity", upper(l->arena, cvss->severity));
	json_put(score, "cvss_v3", v3);
	json_put(score, "products", products);
	return score;
}

static void add_vector_note(struct catalogue *l, json_t *notes, const struct cvss *cvss, const char *vector)
{
	const char *severity = csaf_label(l->c, "severity", cvss->severity);
	json_add(notes, csaf_note("other", arena_printf(l->arena, "CVSS v%s", cvss->version),
				  arena_printf(l->arena, "%s (%d.%d, %s)", vector, cvss->score / 10, cvss->score % 10, severity)));
}

/* The highest vector of each version that CSAF 2.0 has; others stand in notes. */
static json_t *scores_of(struct catalogue *l, const struct one *v, json_t *notes)
{
	static const char *const versions[] = {"3.1", "3.0"};
	struct cvss best[2] = {{.score = -1}, {.score = -1}}, cvss;
	const char *vectors[2] = {NULL, NULL};
	json_t *scores = json_array();
	for (size_t i = 0; i < csaf_count(v->of, "cvss"); i++) {
		const char *vector = csaf_clean(l->arena, csaf_item(v->of, "cvss", i));
		if (!vector || !cvss_parse(&cvss, span_of(vector), NULL)) {
			record_lose(l->c->record, "the CVSS vector \"%s\", which is none", vector ? vector : "");
			continue;
		}
		size_t k = strcmp(cvss.version, versions[0]) == 0 ? 0 : strcmp(cvss.version, versions[1]) == 0 ? 1 : 2;
		if (k < 2 && cvss.score > best[k].score) {
			best[k] = cvss;
			vectors[k] = vector;
		}
	}
	for (size_t k = 0; k < 2; k++)
		if (vectors[k])
			json_add(scores, score_of(l, &best[k], vectors[k], v->chosen));
	for (size_t i = 0; i < csaf_count(v->of, "cvss"); i++) {
		const char *vector = csaf_clean(l->arena, csaf_item(v->of, "cvss", i));
		bool told = vector && ((vectors[0] && strcmp(vector, vectors[0]) == 0) || (vectors[1] && strcmp(vector, vectors[1]) == 0));
		if (!vector || (told && json_array_size(scores)) || !cvss_parse(&cvss, span_of(vector), NULL))
			continue;
		add_vector_note(l, notes, &cvss, vector);
		if (!told)
			record_lose(l->c->record, "the CVSS vector %s as a score: it stands in a note", vector);
	}
	return scores;
}

/* Weaknesses. ------------------------------------------------------------- */

/* The first that the catalogue has; others stand in notes. */
static json_t *cwe_of(struct catalogue *l, const struct one *v, json_t *notes)
{
	json_t *first = NULL;
	for (size_t i = 0; i < csaf_count(v->of, "cwe"); i++) {
		const char *id = csaf_clean(l->arena, csaf_item(v->of, "cwe", i));
		const char *name = id ? cwe_name(span_of(id)) : NULL;
		if (!name) {
			record_lose(l->c->record, "%s, which CWE %s has not", id ? id : "a CWE id", CWE_VERSION);
			continue;
		}
		if (first) {
			json_add(notes, csaf_note("other", "CWE", arena_printf(l->arena, "%s: %s", id, name)));
			record_lose(l->c->record, "%s as a further weakness: it stands in a note", id);
			continue;
		}
		first = json_object();
		json_put_text(first, "id", id);
		json_put_text(first, "name", name);
	}
	return first;
}

/* Threats. ---------------------------------------------------------------- */

static void add_threat(const struct csaf *c, json_t *threats, const char *category, const char *vocabulary, const char *value)
{
	const char *details = csaf_clean(c->record->arena, value ? csaf_label(c, vocabulary, value) : NULL);
	if (!details)
		return;
	json_t *threat = json_object();
	json_put_text(threat, "category", category);
	json_put_text(threat, "details", details);
	json_add(threats, threat);
}

/* What the vulnerability itself says, else what the facts say of all. */
static const struct value *saying(const struct csaf *c, const struct one *v, const char *key)
{
	return value_get(v->of, key) ? v->of : c->record->facts;
}

static json_t *threats_of(const struct csaf *c, const struct one *v)
{
	json_t *threats = json_array();
	const struct value *impact = saying(c, v, "impact");
	add_threat(c, threats, "exploit_status", "exploitation", value_text(saying(c, v, "exploitation"), "exploitation"));
	for (size_t i = 0; i < csaf_count(impact, "impact"); i++)
		add_threat(c, threats, "impact", "impact", csaf_item(impact, "impact", i));
	return threats;
}

/* One of them. ------------------------------------------------------------ */

static void put_day(const struct csaf *c, json_t *vulnerability, const char *key, const char *day)
{
	instant t;
	if (!day)
		return;
	if (instant_parse_day(&t, span_trim(span_of(day))))
		json_put_time(vulnerability, key, t);
	else
		record_lose(c->record, "the day \"%s\", which is none", day);
}

/* Each has a note at least (6.1.27.5): what the advisory says in short, or, of one of several, what that one is called. */
static json_t *notes_of(struct catalogue *l, const char *own, const char *title)
{
	const struct record_text *t = l->c->text;
	const struct record_section *overview = record_section(t, "overview");
	const char *summary = csaf_clean(l->arena, t->summary);
	json_t *notes = json_array();
	json_add(notes, csaf_note("description", csaf_label(l->c, "fact", "summary"),
				  own ? own : summary ? summary : overview && !overview->none ? overview->text : title));
	return notes;
}

static void put_cve(struct catalogue *l, json_t *vulnerability, const char *cve)
{
	if (!cve)
		return;
	if (!facts_is_cve(cve))
		record_lose(l->c->record, "the CVE id \"%s\", which is none", cve);
	else if (map_put(l->cves, span_of(cve), 0))
		json_put_text(vulnerability, "cve", cve);
	else
		record_lose(l->c->record, "%s of a second vulnerability: it may stand once", cve);
}

static void add(struct catalogue *l, const struct one *v)
{
	struct csaf *c = l->c;
	const char *own = v->whole ? NULL : csaf_clean(l->arena, value_text(v->of, "title"));
	const char *title = own ? own : csaf_clean(l->arena, c->text->title);
	json_t *vulnerability = json_object(), *notes = notes_of(l, own, title ? title : c->record->advisory->id);
	put_cve(l, vulnerability, v->cve);
	json_put_text(vulnerability, "title", title);
	json_put(vulnerability, "cwe", cwe_of(l, v, notes));
	json_put_filled(vulnerability, "scores", scores_of(l, v, notes));
	json_put(vulnerability, "notes", notes);
	json_put_filled(vulnerability, "threats", threats_of(c, v));
	if (c->products.count) {
		json_put(vulnerability, "product_status", status_of(l, v->chosen));
		json_put_filled(vulnerability, "remediations", csaf_remediations(c, v->chosen));
	}
	put_day(c, vulnerability, "discovery_date", v->whole ? NULL : value_text(v->of, "discovered"));
	put_day(c, vulnerability, "release_date", v->whole ? NULL : value_text(v->of, "disclosed"));
	json_add(l->out, vulnerability);
}

/* Each CVE id is one. */
static void add_all(struct catalogue *l, const struct value *of)
{
	struct one v = {.of = of, .whole = of == l->c->record->facts, .chosen = chosen_of(l, of)};
	size_t count = csaf_count(of, "cve");
	for (size_t i = 0; i < count; i++) {
		v.cve = csaf_clean(l->arena, csaf_item(of, "cve", i));
		add(l, &v);
	}
	if (!count)
		add(l, &v);
}

json_t *csaf_vulnerabilities(struct csaf *c)
{
	const struct value *list = value_get(c->record->facts, "vulnerabilities");
	struct catalogue l = {.c = c, .arena = c->record->arena, .out = json_array(), .cves = map_new()};
	bool listed = false;
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++)
		if (list->items[i]->kind == VALUE_MAP) {
			add_all(&l, list->items[i]);
			listed = true;
		}
	if (!listed)
		add_all(&l, c->record->facts);
	map_free(l.cves);
	return l.out;
}
