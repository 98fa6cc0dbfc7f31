/* Invariant: the tables are design.md's, in its order; a list of words ends
 * with NULL, a table with a field without key. */
#include "archive/front.h"

#include "base/map.h"
#include "base/utf8.h"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define ONE_OR_MORE (TAKES_TEXT | TAKES_LIST | TAKES_ONE)
#define MAPS (TAKES_MAP | TAKES_LIST)
#define RANGES (TAKES_TEXT | TAKES_MAP | TAKES_LIST | TAKES_ONE)

#define IMPACTS                                                                                              \
	WORDS("code-execution", "script-execution", "intrusion", "privilege-escalation",                     \
	      "authentication-bypass", "security-bypass", "information-disclosure", "tampering",             \
	      "data-loss", "denial-of-service", "spoofing", "fraud", "unknown", "other")
#define EXPLOITATIONS WORDS("observed", "proof-of-concept", "none-known", "unknown")

static const struct field affected[] = {
	{.key = "name", .takes = TAKES_TEXT},
	{.key = "vendor", .takes = TAKES_TEXT | TAKES_LANGUAGES},
	{.key = "product", .takes = TAKES_TEXT | TAKES_LANGUAGES},
	{.key = "type",
	 .takes = TAKES_TEXT,
	 .words = WORDS("os", "application", "library", "package", "plugin", "firmware", "service",
			"hardware", "protocol")},
	{.key = "scheme",
	 .takes = TAKES_TEXT,
	 .words = WORDS("semver", "deb", "rpm", "pypi", "maven", "generic")},
	{.key = "versions", .takes = RANGES, .check = rules_check_range},
	{.key = "fixed", .takes = ONE_OR_MORE, .form = form_version},
	{.key = "unaffected", .takes = RANGES, .check = rules_check_range},
	{.key = "fix",
	 .takes = TAKES_TEXT,
	 .words = WORDS("available", "planned", "none-yet", "not-planned")},
	{.key = "purl", .takes = TAKES_TEXT, .form = form_purl},
	{.key = "cpe", .takes = TAKES_TEXT, .form = form_cpe},
	{0},
};

static const struct field vulnerability[] = {
	{.key = "cve", .takes = ONE_OR_MORE, .form = form_cve},
	{.key = "cwe", .takes = ONE_OR_MORE, .flags = FIELD_SET, .form = form_cwe, .check = rules_check_cwe},
	{.key = "cvss", .takes = ONE_OR_MORE, .check = rules_check_cvss},
	{.key = "title", .takes = TAKES_TEXT},
	{.key = "impact", .takes = ONE_OR_MORE, .flags = FIELD_SET, .words = IMPACTS},
	{.key = "exploitation", .takes = TAKES_TEXT, .words = EXPLOITATIONS},
	{.key = "affected", .takes = ONE_OR_MORE},
	{.key = "discovered", .takes = TAKES_TEXT, .form = form_day},
	{.key = "disclosed", .takes = TAKES_TEXT, .form = form_day},
	{0},
};

static const struct field remediation[] = {
	{.key = "kind",
	 .takes = TAKES_TEXT,
	 .flags = FIELD_REQUIRED,
	 .words = WORDS("vendor-fix", "mitigation", "workaround", "none-available", "no-fix-planned")},
	{.key = "products", .takes = ONE_OR_MORE},
	{.key = "details", .takes = TAKES_LANGUAGES, .flags = FIELD_LINES},
	{.key = "url", .takes = TAKES_TEXT, .form = form_web_url},
	{0},
};

static const struct field indicator[] = {
	{.key = "type",
	 .takes = TAKES_TEXT,
	 .flags = FIELD_REQUIRED,
	 .words = WORDS("ipv4", "ipv6", "domain", "url", "email", "md5", "sha1", "sha256", "filename")},
	{.key = "value", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED},
	{.key = "note", .takes = TAKES_TEXT},
	{0},
};

static const struct field reference[] = {
	{.key = "url", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .form = form_web_url},
	{.key = "title", .takes = TAKES_TEXT},
	{.key = "kind",
	 .takes = TAKES_TEXT,
	 .words = WORDS("advisory", "fix", "report", "article", "evidence", "detection", "package", "web")},
	{0},
};

static const struct field withdrawn[] = {
	{.key = "reason",
	 .takes = TAKES_TEXT,
	 .flags = FIELD_REQUIRED,
	 .words = WORDS("duplicate", "superseded", "not-a-vulnerability", "wrong-product", "incorrect",
			"published-in-error", "legal", "other")},
	{.key = "replaced_by", .takes = TAKES_TEXT, .form = form_id},
	{.key = "note", .takes = TAKES_LANGUAGES, .flags = FIELD_LINES},
	{0},
};

static const struct field redact[] = {
	{.key = "revisions",
	 .takes = TAKES_TEXT | TAKES_LIST | TAKES_ONE,
	 .flags = FIELD_REQUIRED | FIELD_SET | FIELD_FILLED},
	{.key = "reason", .takes = TAKES_LANGUAGES, .flags = FIELD_REQUIRED | FIELD_LINES},
	{0},
};

static const struct field ignored_lint[] = {
	{.key = "code", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED},
	{.key = "reason", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED | FIELD_LINES},
	{0},
};

static const struct field lint[] = {
	{.key = "ignore", .takes = MAPS, .sub = ignored_lint},
	{0},
};

static const struct field advisory[] = {
	{.key = "title", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .check = rules_check_title},
	{.key = "summary", .takes = TAKES_TEXT, .flags = FIELD_LINES},
	{.key = "status", .takes = TAKES_TEXT, .words = WORDS("draft", "interim", "final")},
	{.key = "kind", .takes = TAKES_TEXT, .words = WORDS("alert", "vulnerability", "information")},
	{.key = "exercise", .takes = TAKES_TEXT, .words = WORDS("yes", "no")},
	{.key = "audience",
	 .takes = ONE_OR_MORE,
	 .flags = FIELD_SET,
	 .words = WORDS("general", "administrators", "developers")},
	{.key = "affected", .takes = MAPS, .sub = affected, .check = rules_check_affected},
	{.key = "impact", .takes = ONE_OR_MORE, .flags = FIELD_SET, .words = IMPACTS},
	{.key = "exploitation", .takes = TAKES_TEXT, .words = EXPLOITATIONS},
	{.key = "cve", .takes = ONE_OR_MORE, .flags = FIELD_SET, .form = form_cve},
	{.key = "cwe", .takes = ONE_OR_MORE, .flags = FIELD_SET, .form = form_cwe, .check = rules_check_cwe},
	{.key = "cvss", .takes = ONE_OR_MORE, .check = rules_check_cvss},
	{.key = "severity", .takes = TAKES_TEXT, .words = WORDS("critical", "high", "medium", "low", "none")},
	{.key = "vulnerabilities", .takes = MAPS, .sub = vulnerability, .check = rules_check_vulnerability},
	{.key = "remediations", .takes = MAPS, .sub = remediation},
	{.key = "indicators", .takes = MAPS, .sub = indicator, .check = rules_check_indicator},
	{.key = "references", .takes = MAPS, .sub = reference},
	{.key = "credits", .takes = ONE_OR_MORE},
	{.key = "related", .takes = ONE_OR_MORE},
	{.key = "supersedes", .takes = ONE_OR_MORE},
	{.key = "tags", .takes = ONE_OR_MORE, .flags = FIELD_SET},
	{.key = "tlp", .takes = TAKES_TEXT, .form = form_tlp, .code = DIAG_TLP},
	{.key = "first_published", .takes = TAKES_TEXT, .form = form_day},
	{.key = "next_update", .takes = TAKES_TEXT, .form = form_day},
	{.key = "withdrawn", .takes = TAKES_MAP, .sub = withdrawn},
	{.key = "redact", .takes = TAKES_MAP, .sub = redact, .check = rules_check_revisions},
	{.key = "translates", .takes = TAKES_TEXT, .form = form_translates},
	{.key = "lint", .takes = TAKES_MAP, .sub = lint},
	{0},
};

static const struct field page[] = {
	{.key = "title", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .check = rules_check_title},
	{.key = "summary", .takes = TAKES_TEXT, .flags = FIELD_LINES},
	{.key = "lint", .takes = TAKES_MAP, .sub = lint},
	{0},
};

static const struct field term[] = {
	{.key = "term", .takes = TAKES_LANGUAGES, .flags = FIELD_REQUIRED},
	{.key = "also", .takes = TAKES_LISTS},
	{.key = "reading", .takes = TAKES_TEXT},
	{.key = "definition", .takes = TAKES_LANGUAGES, .flags = FIELD_REQUIRED | FIELD_LINES},
	{0},
};

void front_check_advisory(struct schema *s, const struct value *front)
{
	s->takes_marks = true;
	schema_check(s, advisory, front, "the front matter");
	if (value_get(front, "status") && !s->too_large)
		rules_check(s, front);
}

void front_check_page(struct schema *s, const struct value *front)
{
	schema_check(s, page, front, "the front matter of a page");
}

/* The same word for two terms would make links ambiguous. */
static void check_terms_once(struct schema *s, const struct value *glossary)
{
	struct map *seen = map_new();
	for (size_t i = 0; i < glossary->count; i++) {
		const struct value *words = value_get(glossary->items[i], "term");
		for (size_t j = 0; words && words->kind == VALUE_MAP && j < words->count; j++) {
			const char *word = value_as_text(words->items[j]);
			if (!word || !*word)
				continue;
			const char *key = arena_printf(s->arena, "%s %s", words->keys[j].text,
						       utf8_fold(s->arena, span_of(word)));
			if (!map_put(seen, span_of(key), i))
				schema_report(s, DIAG_VALUE_TWICE, words->items[j], "take one of the two out",
					      "the term \"%.100s\" stands twice", word);
		}
	}
	map_free(seen);
}

void front_check_glossary(struct schema *s, const struct value *glossary)
{
	if (glossary->kind != VALUE_LIST) {
		if (glossary->count) /* an empty file is an empty map */
			schema_report(s, DIAG_VALUE_KIND, glossary, "begin each term with \"- term: {…}\"",
				      "the glossary is no list");
		return;
	}
	for (size_t i = 0; i < glossary->count; i++)
		schema_check(s, term, glossary->items[i], "a term of the glossary");
	check_terms_once(s, glossary);
}
