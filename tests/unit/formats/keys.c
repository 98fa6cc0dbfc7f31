/* Each key of the facts, and each within them, is in the record, or told as lost: nothing goes silently. */
#include "formats/indicators.h"
#include "unit/formats/telling.h"

/* Every value differs from all others. Between them they have all keys. */
static const char many[] =
	"{status: interim, kind: alert, exercise: yes, audience: [developers], affected: [{name: handle-1, vendor: {ja: 製造元, en: Maker}, "
	"product: {ja: 製品, en: Part}, type: package, scheme: semver, versions: ['<7.7.7'], fixed: [7.7.7], unaffected: ['>=8.8.8'], fix: "
	"available, purl: 'pkg:npm/part-x@6', cpe: 'cpe:2.3:a:v:p:3:*:*:*:*:*:*:*'}, {name: handle-2, product: Second, type: firmware, scheme: deb, "
	"versions: ['<5.5.5', '=4.4.4'], fix: planned}, {name: handle-3, product: Third, type: hardware, versions: '<3.3.3'}], impact: [tampering], "
	"exploitation: observed, severity: critical, vulnerabilities: [{cve: CVE-1900-1111, cwe: [CWE-79], cvss: "
	"['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H'], title: {ja: 題甲, en: Title-v}, impact: "
	"[fraud], exploitation: none-known, affected: [handle-1], discovered: 2026-01-05, disclosed: 2026-01-06}, {cwe: [CWE-22]}], remediations: "
	"[{kind: workaround, products: [handle-2], details: {ja: 手順, en: Steps}, url: 'https://e.org/remedy'}], indicators: [{type: domain, value: "
	"c2.example, note: {ja: 注記, en: Note}}, {type: mutex, value: m-1}], references: [{url: 'https://e.org/reference', title: {ja: 参照題, en: "
	"Reference}, kind: evidence}, {url: 'https://e.org/r2', kind: leaflet}], credits: [Finder], related: [JVN-77], supersedes: [JVN-78], tags: "
	"[tag-x], tlp: amber, first_published: 2020-02-02, next_update: 2026-12-24, redact: {revisions: [1], reason: {ja: 削除理由, en: Private}}, "
	"unheard_of: a-value}";
static const char few[] =
	"{status: final, kind: alert, affected: [{name: n, versions: 1.1.1}], cve: [CVE-1900-2222, cve-odd], cwe: [CWE-20], cvss: "
	"['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H'], withdrawn: {reason: "
	"incorrect, replaced_by: EX-2026-0009, note: {ja: 撤回注, en: Withdrawn-why}}}";
static const char bare[] = "{kind: alert, cwe: [CWE-20], cvss: ['CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H'], indicators: [{type: domain, "
			   "value: c2.example}], affected: [{name: n, versions: 1.1.1}]}";

struct walk {
	struct telling *t;
	const char *text, *losses, *format;
	const char *path[8];
	size_t depth, leaves;
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* As a word of its own. */
static bool names(const char *text, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += n)
		if ((at == text || !is_letter(at[-1])) && (!is_letter(at[n]) || (at[n] == 's' && !is_letter(at[n + 1]))))
			return true;
	return false;
}

/* The innermost key that is no language. */
static const char *key_of(const struct walk *w)
{
	const char *last = w->path[w->depth - 1];
	return w->depth > 1 && (strcmp(last, "ja") == 0 || strcmp(last, "en") == 0) ? w->path[w->depth - 2] : last;
}

static bool is_said_otherwise(const struct walk *w, const char *value)
{
	const char *key = key_of(w), *top = w->path[0];
	if (strcmp(top, "exercise") == 0)
		return strstr(w->text, "exercise");
	if (strcmp(value, "generic") == 0 || strcmp(value, "clear") == 0)
		return true; /* nobody wrote these: so is what says nothing */
	if (strcmp(key, "purl") == 0)
		return strstr(w->text, "pkg:npm/part-x\"") && strstr(w->losses, "the purl's version");
	if (strcmp(key, "kind") == 0 && strcmp(top, "references") == 0 && strcmp(value, "evidence") == 0)
		return strstr(w->text, "EVIDENCE") || strstr(w->text, "\"evidence\"");
	return false;
}

static void expect_told(struct walk *w, const char *value)
{
	bool told = strstr(w->text, value) || strstr(w->losses, value) || is_said_otherwise(w, value);
	/* All that stands below the key, or the key in which it stands. */
	told = told || strstr(w->losses, arena_printf(w->t->arena, ": %s: ", w->path[0])) || names(w->losses, key_of(w));
	cr_expect(told, "%s: %s, below %s of %s, is neither in\n%s\nnor told as lost:\n%s", w->format, value, w->path[w->depth - 1], w->path[0],
		  w->text, w->losses);
	w->leaves++;
}

static void walk(struct walk *w, const struct value *v)
{
	if (v->kind == VALUE_TEXT)
		expect_told(w, v->text);
	for (size_t i = 0; (v->kind == VALUE_LIST || v->kind == VALUE_MAP) && i < v->count; i++) {
		if (v->kind == VALUE_MAP)
			w->path[w->depth++] = v->keys[i].text;
		walk(w, v->items[i]);
		w->depth -= v->kind == VALUE_MAP;
	}
}

static void withdraw(struct telling *t, const struct value *said)
{
	static struct note notes[2];
	notes[0] = (struct note){"ja", value_text(value_get(said, "note"), "ja")};
	notes[1] = (struct note){"en", value_text(value_get(said, "note"), "en")};
	t->advisory.withdrawal = (struct withdrawal){.at = &t->publications[1], .reason = value_text(said, "reason"),
						     .replaced_by = value_text(said, "replaced_by"), .notes = notes, .note_count = 2};
	t->record.withdrawn = true;
}

static void nothing_goes(const struct record_writer *writer, const char *format, const char *facts, size_t least)
{
	struct telling t;
	telling_begin(&t, facts);
	t.record.exercise = value_get(t.record.facts, "exercise");
	if (value_get(t.record.facts, "withdrawn"))
		withdraw(&t, value_get(t.record.facts, "withdrawn"));
	telling_list(&t, writer);
	struct walk w = {.t = &t, .format = format};
	w.text = telling_write(&t, writer);
	w.losses = telling_losses(&t);
	walk(&w, t.record.facts);
	cr_expect_geq(w.leaves, least);
	telling_end(&t);
}

Test(keys, the_samples_have_all_of_them)
{
	struct telling t, u;
	telling_begin(&t, many);
	telling_begin(&u, few);
	for (size_t i = 0; facts_keys[i]; i++)
		cr_expect(value_get(t.record.facts, facts_keys[i]) || value_get(u.record.facts, facts_keys[i]), "%s", facts_keys[i]);
	telling_end(&t);
	telling_end(&u);
}

Test(keys, of_osv)
{
	nothing_goes(&osv_writer, "OSV", many, 60);
	nothing_goes(&osv_writer, "OSV", few, 10);
	nothing_goes(&osv_writer, "OSV", bare, 5);
}

Test(keys, of_stix)
{
	nothing_goes(&stix_writer, "STIX", many, 60);
	nothing_goes(&stix_writer, "STIX", few, 10);
	nothing_goes(&stix_writer, "STIX", bare, 5);
}

/* Of indicators.csv only its own. */
Test(keys, of_indicators)
{
	struct telling t;
	telling_begin(&t, many);
	buf_clear(&t.out);
	indicators_write(&t.out, &t.config, &t.history, t.record.losses);
	struct walk w = {.t = &t, .format = "indicators.csv", .text = t.out.data, .losses = telling_losses(&t)};
	for (size_t i = 0; i < value_count(t.record.facts, "indicators"); i++) {
		const struct value *item = value_get(t.record.facts, "indicators")->items[i];
		w.path[0] = "indicators", w.depth = 1;
		expect_told(&w, value_text(item, "type"));
		expect_told(&w, value_text(item, "value"));
	}
	cr_expect(strstr(w.losses, "indicators.csv: the note on \"c2.example\" in \"ja\""), "%s", w.losses);
	t.advisory.withdrawal = (struct withdrawal){.at = &t.publications[1], .reason = "incorrect"};
	indicators_write(&t.out, &t.config, &t.history, t.record.losses);
	cr_expect(strstr(telling_losses(&t), "indicators.csv: its indicators: it is withdrawn or redacted"));
	telling_end(&t);
}
