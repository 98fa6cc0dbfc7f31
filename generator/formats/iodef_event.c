/* What may happen, to what, and what to do about it: Assessment (RFC 7970, section 3.12) and EventData (3.14).
 * Invariant: what a withdrawn advisory said of products and measures is not told: a program must not act upon it. */
#include "archive/version.h"
#include "formats/iodef_parts.h"

/* Assessment. ------------------------------------------------------------- */

/* Of SystemImpact what says the same; the others become values of their own. */
static const char *system_impact(const char *impact)
{
	static const char *const same[][2] = {
		{"code-execution", "takeover-system"},	       {"information-disclosure", "breach-proprietary"},
		{"tampering", "integrity-data"},	       {"data-loss", "damaged-data"},
		{"denial-of-service", "availability-service"}, {"unknown", "unknown"},
	};
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		if (strcmp(same[i][0], impact) == 0)
			return same[i][1];
	return NULL;
}

/* There are three; critical is told as additional data, none as no severity. */
static const char *severity(const char *of)
{
	if (!of || strcmp(of, "none") == 0)
		return NULL;
	return strcmp(of, "critical") == 0 ? "high" : of;
}

static void impact(struct xml *x, const struct record *r, const char *value, struct rating rating)
{
	bool fraud = strcmp(value, "fraud") == 0;
	const char *type = fraud ? "theft-financial" : system_impact(value);
	xml_begin(x, fraud ? "BusinessImpact" : "SystemImpact");
	xml_attribute(x, "severity", severity(rating.severity));
	xml_attribute(x, "type", type ? type : "ext-value");
	xml_attribute(x, "ext-type", type ? NULL : value);
	iodef_label(x, r, "Description", "impact", value);
	xml_end(x);
}

/* An Assessment has one impact at least. That nobody named one is no statement of the publisher. */
static void no_impact(struct xml *x, struct rating rating)
{
	xml_begin(x, "SystemImpact");
	xml_attribute(x, "severity", severity(rating.severity));
	xml_attribute(x, "type", "unknown");
	xml_end(x);
}

void iodef_assessment(struct xml *x, const struct record *r, const struct value *facts, struct rating rating)
{
	const struct value *impacts = value_get(value_count(facts, "impact") ? facts : r->facts, "impact");
	const char *exploitation = value_text(facts, "exploitation");
	/* What vulnerabilities say each for itself stands with each of them; a severity in a word is the advisory's own. */
	bool apart = facts == r->facts && value_count(facts, "vulnerabilities");
	if (!value_count(facts, "impact") && !exploitation && (apart ? !value_text(facts, "severity") : !rating.severity))
		return;
	xml_begin(x, "Assessment");
	xml_attribute(x, "occurrence", exploitation && strcmp(exploitation, "observed") == 0 ? "actual" : "potential");
	for (size_t i = 0; impacts && i < impacts->count; i++)
		impact(x, r, impacts->items[i]->text, rating);
	if (!impacts || !impacts->count)
		no_impact(x, rating);
	iodef_extra(x, "string", "severity", rating.severity);
	if (rating.score >= 0)
		iodef_extra(x, "real", "CVSS base score", arena_printf(r->arena, "%d.%d", rating.score / 10, rating.score % 10));
	iodef_extra(x, "string", "exploitation", exploitation);
	xml_end(x);
}

/* Products. --------------------------------------------------------------- */

static const char *range_text(const struct record *r, const struct value *range)
{
	return range->kind == VALUE_MAP ? version_range_line(r->arena, range) : value_as_text(range);
}

static void ranges(struct xml *x, const struct record *r, const char *meaning, const struct value *list)
{
	for (size_t i = 0; list && i < list->count; i++)
		iodef_extra(x, "string", meaning, range_text(r, list->items[i]));
}

/* SoftwareReference holds elements alone: those in which CPE dictionaries have names. */
static void cpe_reference(struct xml *x, const char *cpe)
{
	bool uri = strncmp(cpe, "cpe:/", 5) == 0;
	xml_begin(x, "SoftwareReference");
	xml_attribute(x, "spec-name", "cpe");
	xml_attribute(x, "dtype", "xml");
	xml_begin(x, uri ? "cpe:cpe-item" : "cpe:cpe23-item");
	xml_attribute(x, "xmlns:cpe",
		      uri ? "http://cpe.mitre.org/dictionary/2.0" : "http://scap.nist.gov/schema/cpe-extension/2.3");
	xml_attribute(x, "name", cpe);
	xml_end(x);
	xml_end(x);
}

/* "vendor product" in each language in which one of them is told. */
static void product_names(struct xml *x, const struct record *r, const struct value *product)
{
	const struct value *vendor = value_get(product, "vendor"), *name = value_get(product, "product");
	bool plain = (!vendor || vendor->kind == VALUE_TEXT) && (!name || name->kind == VALUE_TEXT);
	for (size_t i = 0; i < (plain ? 1 : r->text_count); i++) {
		const char *lang = r->texts[i].lang, *by = facts_localised(vendor, lang), *what = facts_localised(name, lang);
		what = what ? what : value_text(product, "name");
		const char *text = arena_printf(r->arena, "%s%s%s", by ? by : "", by && what ? " " : "", what ? what : "");
		if (*text)
			iodef_text(x, "Description", plain ? NULL : lang, plain ? NULL : "product", text);
	}
}

static void software(struct xml *x, const struct record *r, const struct value *product)
{
	const char *cpe = value_text(product, "cpe"), *purl = value_text(product, "purl");
	if (cpe)
		cpe_reference(x, cpe);
	if (purl && !iodef_url(x, purl)) {
		record_lose(r, "the package URL \"%s\" as a URL: it stands as text", purl);
		iodef_text(x, "Description", NULL, "purl", purl);
	}
	product_names(x, r, product);
}

/* A System (3.17) is a host: here any that runs the product. */
static void product(struct xml *x, const struct record *r, const struct value *product)
{
	static const char *const rest[] = {"name", "type", "scheme", "fix"};
	const char *type = value_text(product, "type");
	bool os = type && strcmp(type, "os") == 0;
	xml_begin(x, "System");
	xml_attribute(x, "category", "target");
	xml_begin(x, "Node");
	xml_end(x);
	if (os) {
		xml_begin(x, "OperatingSystem");
	} else {
		xml_begin(x, "Service");
		xml_begin(x, "Application");
	}
	software(x, r, product);
	xml_end(x);
	if (!os)
		xml_end(x);
	ranges(x, r, "affected versions", value_get(product, "versions"));
	iodef_extras(x, "fixed version", value_get(product, "fixed"));
	ranges(x, r, "unaffected versions", value_get(product, "unaffected"));
	for (size_t i = 0; i < sizeof(rest) / sizeof(*rest); i++)
		iodef_extra(x, "string", arena_printf(r->arena, "product %s", rest[i]), value_text(product, rest[i]));
	xml_end(x);
}

static void flow(struct xml *x, const struct record *r)
{
	const struct value *affected = value_get(r->facts, "affected");
	if (!value_count(r->facts, "affected"))
		return;
	xml_begin(x, "Flow");
	for (size_t i = 0; i < affected->count; i++)
		product(x, r, affected->items[i]);
	xml_end(x);
}

/* What to do. ------------------------------------------------------------- */

static bool has_fix(const struct value *facts)
{
	const struct value *affected = value_get(facts, "affected"), *remediations = value_get(facts, "remediations");
	for (size_t i = 0; affected && i < affected->count; i++) {
		const char *fix = value_text(affected->items[i], "fix");
		if (value_count(affected->items[i], "fixed") || (fix && strcmp(fix, "available") == 0))
			return true;
	}
	for (size_t i = 0; remediations && i < remediations->count; i++) {
		const char *kind = value_text(remediations->items[i], "kind");
		if (kind && strcmp(kind, "vendor-fix") == 0)
			return true;
	}
	return false;
}

struct measure {
	const char *name, *action;
};
static const struct measure measures[] = {
	{"solution", "remediate-other"}, {"workaround", "harden-asset"},   {"mitigation", "harden-asset"},
	{"detection", "investigate"},	 {"response", "remediate-other"},
};
#define MEASURES (sizeof(measures) / sizeof(*measures))

static bool has_measure(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->text_count; i++)
		for (size_t k = 0; k < r->texts[i].section_count; k++) {
			const struct record_section *s = &r->texts[i].sections[k];
			if (s->name && !s->none && strcmp(s->name, name) == 0)
				return true;
		}
	return false;
}

bool iodef_is_expectation(const struct record *r, const char *section)
{
	for (size_t i = 0; section && !r->withdrawn && i < MEASURES; i++)
		if (strcmp(measures[i].name, section) == 0)
			return has_measure(r, section);
	return false;
}

static void section_expectation(struct xml *x, const struct record *r, const struct measure *m)
{
	bool upgrade = strcmp(m->name, "solution") == 0 && has_fix(r->facts);
	xml_begin(x, "Expectation");
	xml_attribute(x, "action", upgrade ? "upgrade-software" : m->action);
	for (size_t i = 0; i < r->text_count; i++)
		for (size_t k = 0; k < r->texts[i].section_count; k++) {
			const struct record_section *s = &r->texts[i].sections[k];
			if (s->name && strcmp(s->name, m->name) == 0)
				iodef_section(x, r, &r->texts[i], s);
		}
	xml_end(x);
}

static void remediation(struct xml *x, const struct record *r, const struct value *one)
{
	static const char *const actions[][2] = {
		{"vendor-fix", "upgrade-software"}, {"mitigation", "harden-asset"}, {"workaround", "harden-asset"}};
	const char *kind = value_text(one, "kind"), *action = "ext-value";
	const struct value *products = value_get(one, "products");
	for (size_t i = 0; kind && i < sizeof(actions) / sizeof(*actions); i++)
		if (strcmp(actions[i][0], kind) == 0)
			action = actions[i][1];
	xml_begin(x, "Expectation");
	xml_attribute(x, "action", action);
	xml_attribute(x, "ext-action", strcmp(action, "ext-value") ? NULL : kind ? kind : "unknown");
	if (kind)
		iodef_label(x, r, "Description", "remediation", kind);
	iodef_localised(x, "Description", value_get(one, "details"));
	for (size_t i = 0; products && i < products->count; i++)
		iodef_text(x, "Description", NULL, NULL, products->items[i]->text);
	iodef_text(x, "Description", NULL, NULL, value_text(one, "url"));
	xml_end(x);
}

static bool has_expectations(const struct record *r)
{
	for (size_t i = 0; i < MEASURES; i++)
		if (has_measure(r, measures[i].name))
			return true;
	return value_count(r->facts, "remediations") > 0;
}

static void expectations(struct xml *x, const struct record *r)
{
	const struct value *list = value_get(r->facts, "remediations");
	for (size_t i = 0; i < MEASURES; i++)
		if (has_measure(r, measures[i].name))
			section_expectation(x, r, &measures[i]);
	for (size_t i = 0; list && i < list->count; i++)
		remediation(x, r, list->items[i]);
}

/* Vulnerabilities. -------------------------------------------------------- */

static void time_of(struct xml *x, const struct record *r, const char *element, const struct value *vulnerability, const char *key)
{
	const char *text = value_text(vulnerability, key);
	if (text && !iodef_time(x, element, text))
		record_lose(r, "%s: %s, which is no day", key, text);
}

static void vulnerability(struct xml *x, const struct record *r, const struct value *one)
{
	xml_begin(x, "EventData");
	iodef_localised(x, "Description", value_get(one, "title"));
	time_of(x, r, "DetectTime", one, "discovered");
	time_of(x, r, "ReportTime", one, "disclosed");
	iodef_assessment(x, r, one, facts_rating_of(one));
	iodef_method(x, r, one, NULL);
	iodef_vectors(x, value_get(one, "cvss"));
	iodef_extras(x, "affected product", value_get(one, "affected"));
	xml_end(x);
}

void iodef_events(struct xml *x, const struct record *r)
{
	const struct value *vulnerabilities = value_get(r->facts, "vulnerabilities");
	for (size_t i = 0; vulnerabilities && i < vulnerabilities->count; i++)
		vulnerability(x, r, vulnerabilities->items[i]);
	if (!value_count(r->facts, "affected") && !has_expectations(r))
		return;
	xml_begin(x, "EventData");
	flow(x, r);
	expectations(x, r);
	xml_end(x);
}
