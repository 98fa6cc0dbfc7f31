/* How the keys of a source's front matter fit together.
 * Invariant: the schema has been checked and its faults reported; here a value
 * of the wrong kind is passed over in silence. */
#include "archive/cvss.h"
#include "archive/cwe.h"
#include "archive/facts.h"
#include "archive/front.h"
#include "archive/version.h"
#include "archive/withdraw.h"

#define NAMES_SHOWN 10

/* The items of a list, or the one that stands for it. */
static size_t item_count(const struct value *v)
{
	return !v ? 0 : v->kind == VALUE_LIST ? v->count : 1;
}

static const struct value *item_at(const struct value *v, size_t i)
{
	return v->kind == VALUE_LIST ? v->items[i] : v;
}

/* Typographic quotes are none of YAML's: they are shown as a part of the title. A title that quotes something has more
 * than the quotation. */
void rules_check_title(struct schema *s, const struct field *field, const struct value *title)
{
	static const char *const pairs[][2] = {{"“", "”"}, {"‘", "’"}, {"„", "“"}, {"＂", "＂"}, {"”", "”"}};
	struct span text = span_trim(span_make(title->text, title->length));
	(void)field;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
		if (text.length <= open + close || !span_starts(text, pairs[i][0]) || !span_ends(text, pairs[i][1]))
			continue;
		struct span within = span_make(text.data + open, text.length - open - close);
		if (!memmem(within.data, within.length, pairs[i][0], open)) {
			schema_report(s, DIAG_TITLE_QUOTED, title, "take them out, or write \" (half-width), which is YAML's",
				      "the title is shown with the quotes %s %s", pairs[i][0], pairs[i][1]);
			return;
		}
	}
}

void rules_check_range(struct schema *s, const struct field *field, const struct value *range)
{
	const char *why;
	if (range->kind == VALUE_TEXT && !range->length)
		return; /* reported by the schema */
	if (version_range(s->arena, range, &why))
		return;
	schema_report(s, DIAG_VALUE_FORM, range,
		      schema_hint(s, range, "all, unknown, 1.3.0, \"<1.4.7\", \">=1.2 <1.4.7\", or {ge: …, lt: …} for "
					    "versions that hold blanks or Japanese"),
		      "\"%s\": %s is no range: %s", field->key,
		      range->kind == VALUE_TEXT ? arena_printf(s->arena, "\"%.200s\"", range->text) : "the map",
		      why);
}

void rules_check_cvss(struct schema *s, const struct field *field, const struct value *vector)
{
	struct span text = span_make(vector->text, vector->length);
	char why[CVSS_WHY];
	struct cvss score;
	if (!span_trim(text).length || memchr(text.data, '\n', text.length) ||
	    memchr(text.data, '\t', text.length))
		return; /* reported by the schema */
	if (!cvss_parse(&score, text, why))
		schema_report(s, DIAG_VALUE_FORM, vector, schema_hint(s, vector, "copy it from a CVSS calculator"),
			      "\"%s\": \"%.200s\" is no CVSS vector: %s", field->key, vector->text, why);
}

/* The catalogue grows: what it has not yet is no error. */
void rules_check_cwe(struct schema *s, const struct field *field, const struct value *id)
{
	struct span text = span_make(id->text, id->length);
	const char *hint;
	if (!form_cwe(text, &hint) && !cwe_name(text))
		schema_report(s, DIAG_CWE_UNKNOWN, id,
			      "look it up at https://cwe.mitre.org/ and take a weakness; records are made without it",
			      "\"%s\": CWE %s has no weakness %.40s", field->key, CWE_VERSION, id->text);
}

void rules_check_indicator(struct schema *s, const struct field *field, const struct value *indicator)
{
	const char *type = value_text(indicator, "type"), *hint = NULL;
	const struct value *value = value_get(indicator, "value");
	form_fn *form = form_indicator(type);
	(void)field;
	if (!form || !value || value->kind != VALUE_TEXT || !value->length)
		return;
	const char *wrong = form(span_make(value->text, value->length), &hint);
	if (wrong)
		schema_report(s, DIAG_VALUE_FORM, value, schema_hint(s, value, hint), "the %s indicator \"%.200s\" %s", type,
			      value->text, wrong);
}

/* An entry is one vulnerability, with one CVE id or none. */
void rules_check_vulnerability(struct schema *s, const struct field *field, const struct value *vulnerability)
{
	const struct value *cve = value_get(vulnerability, "cve");
	(void)field;
	if (item_count(cve) > 1)
		schema_report(s, DIAG_VALUE_FORM, cve, "give each id an entry of its own",
			      "an entry of \"vulnerabilities\" holds more than one CVE id");
}

void rules_check_revisions(struct schema *s, const struct field *field, const struct value *redact)
{
	const struct value *revisions = value_get(redact, "revisions");
	(void)field;
	if (value_as_text(revisions) && strcmp(value_as_text(revisions), "all") == 0)
		return;
	for (size_t i = 0; i < item_count(revisions); i++) {
		const struct value *v = item_at(revisions, i);
		const char *hint;
		if (v->kind == VALUE_TEXT && v->length && form_number(span_make(v->text, v->length), &hint))
			schema_report(s, DIAG_VALUE_FORM, v, "write [1, 2] or all",
				      "\"%.40s\" is no revision", v->text);
	}
}

/* Versions that the product's scheme cannot order: nothing is compared then, which nobody would notice. */
static void check_form(struct schema *s, const char *scheme, const struct value *at, const char *version)
{
	int c;
	if (version && !version_compare(&c, version_scheme(scheme), version, version))
		schema_report(s, DIAG_VERSION_FORM, at,
			      "it is compared with nothing; mend it, or take scheme: generic",
			      "\"%.100s\" is no version of the scheme %s", version, scheme);
}

static void check_range_order(struct schema *s, const char *scheme, const struct value *at,
			      const struct value *range)
{
	static const char *const bounds[] = {"eq", "ge", "gt", "le", "lt"};
	for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++)
		check_form(s, scheme, at, value_text(range, bounds[i]));
	if (version_range_is_empty(version_scheme(scheme), range))
		schema_report(s, DIAG_RANGE_EMPTY, at, "is the lower bound above the upper one?",
			      "no version lies in this range");
}

static void check_fixed(struct schema *s, const char *scheme, const struct value *product,
			const struct value *range)
{
	const struct value *fixed = value_get(product, "fixed");
	for (size_t i = 0; i < item_count(fixed); i++) {
		const struct value *v = item_at(fixed, i);
		if (v->kind != VALUE_TEXT || !version_in_range(version_scheme(scheme), v->text, range))
			continue;
		struct buf text;
		buf_init(&text, 1000);
		version_range_text(&text, range);
		schema_report(s, DIAG_FIXED_AFFECTED, v,
			      "end the range before the version that has the fix (<)",
			      "the fixed version %.100s lies in the affected range %s", v->text, text.data);
		buf_fini(&text);
	}
}

void rules_check_affected(struct schema *s, const struct field *field, const struct value *product)
{
	static const char *const keys[] = {"versions", "unaffected"};
	const char *scheme = value_text(product, "scheme");
	(void)field;
	if (!value_get(product, "name") && !value_get(product, "product"))
		schema_report(s, DIAG_KEY_MISSING, product, "name the product: {ja: …, en: …}",
			      "an entry of \"affected\" lacks \"product\" and \"name\"");
	if (version_scheme(scheme) == VERSION_GENERIC)
		return;
	for (size_t k = 0; k < 2; k++) {
		const struct value *ranges = value_get(product, keys[k]);
		for (size_t i = 0; i < item_count(ranges); i++) {
			const char *why;
			const struct value *at = item_at(ranges, i),
					   *range = version_range(s->arena, at, &why);
			if (!range)
				continue;
			check_range_order(s, scheme, at, range);
			if (k == 0)
				check_fixed(s, scheme, product, range);
		}
	}
	const struct value *fixed = value_get(product, "fixed");
	for (size_t i = 0; i < item_count(fixed); i++)
		check_form(s, scheme, item_at(fixed, i), value_as_text(item_at(fixed, i)));
}

/* Is name the handle of an affected product: its name, or (without one) its product? */
static bool names_product(const struct value *product, const char *name)
{
	const struct value *names = value_get(product, "name");
	if (!names)
		names = value_get(product, "product");
	if (value_as_text(names))
		return strcmp(value_as_text(names), name) == 0;
	for (size_t i = 0; names && names->kind == VALUE_MAP && i < names->count; i++)
		if (value_as_text(names->items[i]) && strcmp(names->items[i]->text, name) == 0)
			return true;
	return false;
}

/* The hint that lists the handles of the first products. */
static const char *hint_for_names(struct schema *s, const struct value *affected)
{
	struct buf b;
	buf_init(&b, 4000);
	buf_text(&b, "the names there are: ");
	size_t count = affected && affected->kind == VALUE_LIST ? affected->count : 0, shown = 0;
	for (size_t i = 0; i < count && shown < NAMES_SHOWN; i++) {
		const struct value *product = affected->items[i], *names = value_get(product, "name");
		const char *name = facts_localised(names ? names : value_get(product, "product"), "en");
		if (name)
			buf_printf(&b, "%s\"%.100s\"", shown++ ? ", " : "", name);
	}
	const char *hint = shown ? arena_span(s->arena, buf_as_span(&b))
				 : "\"affected\" has no product: name it there";
	buf_fini(&b);
	return hint;
}

static void check_names(struct schema *s, const struct value *front, const struct value *names)
{
	const struct value *affected = value_get(front, "affected");
	for (size_t i = 0; i < item_count(names); i++) {
		const char *name = value_as_text(item_at(names, i));
		bool found = !name || !*name;
		for (size_t j = 0; !found && j < value_count(front, "affected"); j++)
			found = names_product(affected->items[j], name);
		if (!found)
			schema_report(s, DIAG_NAME_UNKNOWN, item_at(names, i), hint_for_names(s, affected),
				      "\"%.100s\" names nothing in \"affected\"", name);
	}
}

static void check_references(struct schema *s, const struct value *front)
{
	static const char *const lists[][2] = {{"vulnerabilities", "affected"}, {"remediations", "products"}};
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < value_count(front, lists[k][0]); i++)
			check_names(s, front,
				    value_get(value_get(front, lists[k][0])->items[i], lists[k][1]));
}

static void check_example(struct schema *s, const struct value *front, const struct value *cve)
{
	const char *exercise = value_text(front, "exercise");
	/* A configuration without languages could not be read: that is reported, not what follows from it. */
	bool allowed = !s->config || !s->config->language_count || s->config->demonstration ||
		       (exercise && strcmp(exercise, "yes") == 0);
	for (size_t i = 0; !allowed && i < item_count(cve); i++) {
		const struct value *v = item_at(cve, i);
		if (value_as_text(v) && span_starts(span_make(v->text, v->length), "CVE-1900-"))
			schema_report(s, DIAG_CVE_EXAMPLE, v,
				      "write the true id; CVE-1900- is for demonstrations and exercises",
				      "\"%.40s\" is an id for examples, which names no vulnerability",
				      v->text);
	}
}

/* Is there a vector to compute a severity from? */
static bool has_vector(const struct value *map)
{
	return item_count(value_get(map, "cvss")) > 0;
}

static const char *cve_of(const struct value *vulnerability)
{
	const struct value *cve = value_get(vulnerability, "cve");
	return item_count(cve) ? value_as_text(item_at(cve, 0)) : NULL;
}

static void check_cve_once(struct schema *s, const struct value *list, size_t i)
{
	const char *cve = cve_of(list->items[i]), *other;
	for (size_t j = 0; cve && j < i; j++)
		if ((other = cve_of(list->items[j])) && strcmp(other, cve) == 0) {
			schema_report(s, DIAG_VALUE_TWICE, value_get(list->items[i], "cve"),
				      "make one entry of the two",
				      "\"vulnerabilities\" holds \"%.40s\" twice", cve);
			return;
		}
}

static void check_vulnerabilities(struct schema *s, const struct value *front)
{
	static const char *const shorthand[] = {"cve", "cwe", "cvss"};
	const struct value *list = value_get(front, "vulnerabilities");
	size_t count = list && list->kind == VALUE_LIST ? list->count : 0;
	bool vector = has_vector(front);
	for (size_t i = 0; list && i < 3; i++)
		if (value_get(front, shorthand[i]))
			schema_report_key(s, DIAG_KEYS_EXCLUDE, front, shorthand[i],
					  "put it into the entries of \"vulnerabilities\"",
					  "\"%s\" and \"vulnerabilities\" exclude each other", shorthand[i]);
	check_example(s, front, value_get(front, "cve"));
	for (size_t i = 0; i < count; i++) {
		vector = vector || has_vector(list->items[i]);
		check_example(s, front, value_get(list->items[i], "cve"));
		check_cve_once(s, list, i);
	}
	if (vector && value_get(front, "severity"))
		schema_report_key(s, DIAG_KEYS_EXCLUDE, front, "severity",
				  "take it out: it is computed from the vector",
				  "\"severity\" stands beside a CVSS vector");
}

static void check_withdrawn(struct schema *s, const struct value *front)
{
	const struct value *withdrawn = value_get(front, "withdrawn"), *note = value_get(withdrawn, "note");
	const char *reason = value_text(withdrawn, "reason");
	if (!reason)
		return;
	if (withdraw_needs_replacement(reason) && !value_get(withdrawn, "replaced_by"))
		schema_report(s, DIAG_KEY_MISSING, withdrawn,
			      "write replaced_by: and the id of the other advisory",
			      "\"withdrawn\" lacks \"replaced_by\", which the reason %s needs", reason);
	bool needs_note = withdraw_needs_notes(reason);
	if (needs_note && !note)
		schema_report(s, DIAG_KEY_MISSING, withdrawn, "write note: {ja: …, en: …}",
			      "\"withdrawn\" lacks \"note\", which the reason %s needs", reason);
	for (size_t i = 0;
	     needs_note && s->config && note && note->kind == VALUE_MAP && i < s->config->language_count; i++)
		if (!value_get(note, s->config->languages[i]))
			schema_report(s, DIAG_KEY_MISSING, note,
				      "the reason is told in every language of the archive",
				      "\"note\" lacks \"%s\"", s->config->languages[i]);
}

static bool day_of(instant *out, const struct value *map, const char *key)
{
	const char *text = value_text(map, key);
	return text && instant_parse_day(out, span_of(text));
}

static void check_days(struct schema *s, const struct value *map, const char *first, const char *second)
{
	instant a, b;
	if (day_of(&a, map, first) && day_of(&b, map, second) && a > b)
		schema_report(s, DIAG_DATE_ORDER, value_get(map, second), "are the two confused?",
			      "\"%s\" is before \"%s\"", second, first);
}

void rules_check(struct schema *s, const struct value *front)
{
	const char *status = value_text(front, "status"), *kind = value_text(front, "kind");
	const char *exercise = value_text(front, "exercise");
	if (value_get(front, "translates"))
		schema_report_key(s, DIAG_KEYS_EXCLUDE, front, "translates",
				  "only a translation has \"translates\", and no \"status\"",
				  "\"translates\" stands beside \"status\"");
	if (exercise && strcmp(exercise, "yes") == 0 && kind && strcmp(kind, "information") == 0)
		schema_report_key(s, DIAG_KEYS_EXCLUDE, front, "exercise",
				  "an exercise is one of an alert or a vulnerability",
				  "\"exercise\" stands beside kind: information");
	check_vulnerabilities(s, front);
	check_references(s, front);
	check_withdrawn(s, front);
	check_days(s, front, "first_published", "next_update");
	for (size_t i = 0; i < value_count(front, "vulnerabilities"); i++)
		check_days(s, value_get(front, "vulnerabilities")->items[i], "discovered", "disclosed");
	if (status && strcmp(status, "final") == 0 && value_get(front, "next_update"))
		schema_report_key(s, DIAG_NEXT_UPDATE, front, "next_update",
				  "take it out, or keep the status interim",
				  "\"next_update\" in a final advisory");
}
