/* Documents of records that are made by hand, in English. */
#include <criterion/criterion.h>

#include "formats/csaf.h"
#include "formats/json.h"
#include "unit/formats/telling.h"

static struct arena *a;
static struct diags *d;
static struct losses *losses;
static struct buf out, lost;
static const char *languages[] = {"en"};
static const struct value *locales[1];
static struct config config = {.base_url = "https://csirt.example.org/", .languages = languages, .language_count = 1};
static struct publication at = {1, 1775120400, {{1}}, {{0}}, 0};
static struct event event = {.at = &at, .lang = "en", .class = EVENT_PUBLISHED};
static struct text public_text = {.lang = "en", .title = "T", .current = true};
static struct advisory adv;
static struct history history = {.advisories = &adv, .advisory_count = 1};
static struct record_section sections[4];
static struct record_text record_text;

static struct value *parsed(const char *json)
{
	struct value *v = json_parse(a, span_of(json), "test", d);
	cr_assert(v, "%s", json);
	return v;
}

static void begin(void)
{
	a = arena_new();
	d = diags_new();
	losses = losses_new();
	buf_init(&out, BUF_LIMIT_DEFAULT);
	buf_init(&lost, BUF_LIMIT_DEFAULT);
	config.publisher = parsed("{\"name\": \"P\", \"namespace\": \"https://csirt.example.org\", \"category\": \"coordinator\"}");
	locales[0] = parsed("{\"words\": {\"text.colon\": \": \", \"adv.fix\": \"adv.fix\", \"prefix.exercise\": \"prefix.exercise\", "
			    "\"prefix.withdrawn\": \"prefix.withdrawn\", \"csaf.reasoning\": \"csaf.reasoning\"}, \"labels\": {}}");
	adv = (struct advisory){.id = "EX-1", .source = "en", .events = &event, .event_count = 1, .texts = &public_text, .text_count = 1};
	record_text = (struct record_text){.text = &public_text, .lang = "en", .title = "T", .sections = sections};
}

static void end(void)
{
	buf_fini(&lost);
	buf_fini(&out);
	losses_free(losses);
	diags_free(d);
	arena_free(a);
}

TestSuite(csaf, .init = begin, .fini = end);

static const char *told(const struct record *r, size_t index, const char *lang)
{
	(void)r;
	(void)index;
	(void)lang;
	return "Published";
}

static const char *document_of(const struct value *facts)
{
	struct record_files files = {0};
	size_t capacity = 0;
	struct record_site site = {.config = &config, .history = &history, .files = &files, .locales = locales};
	struct record r = {.site = &site, .advisory = &adv, .facts = facts, .rating = facts_rating(facts), .texts = &record_text,
			   .text_count = 1, .arena = a, .losses = losses, .told = told, .withdrawn = adv.withdrawal.reason != NULL,
			   .exercise = value_text(facts, "exercise") != NULL};
	adv.facts = facts;
	csaf_writer.list(&files, &capacity, a, &config, &adv);
	cr_assert_eq(files.count, 1);
	r.file = &files.items[0];
	buf_clear(&out);
	buf_clear(&lost);
	cr_assert(csaf_writer.write(&out, &r, d));
	losses_write(&lost, losses);
	return out.data;
}

/* Without line breaks and the blanks after them: how deep it stands does not matter. */
static const char *document(const char *facts)
{
	char *text = arena_text(a, document_of(parsed(facts))), *to = text;
	for (const char *from = text; *from; from++)
		if (*from == '\n')
			from += strspn(from + 1, " ");
		else
			*to++ = *from;
	*to = '\0';
	return text;
}

static void expect_has(const char *text, const char *what)
{
	cr_expect(strstr(text, what), "%s is not in %s", what, text);
}

static void expect_lacks(const char *text, const char *what)
{
	cr_expect_not(strstr(text, what), "%s is in %s", what, text);
}

static size_t occurrences(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
		n++;
	return n;
}

Test(csaf, the_category_is_the_richest_that_the_facts_allow)
{
	expect_has(document("{\"kind\": \"vulnerability\", \"cve\": [\"CVE-2020-0001\"], \"affected\": [{\"name\": \"A\"}]}"),
		   "\"category\": \"csaf_security_advisory\"");
	expect_has(document("{\"kind\": \"information\", \"affected\": [{\"name\": \"A\"}], \"references\": [{\"url\": \"https://a.example\"}]}"),
		   "\"category\": \"csaf_informational_advisory\"");
	const char *text_of = document("{\"kind\": \"information\"}");
	expect_has(text_of, "\"category\": \"csaf_base\"");
	expect_has(lost.data, "that it is an informational advisory");
	text_of = document("{\"kind\": \"alert\", \"cve\": [\"CVE-2020-0001\"], \"affected\": []}");
	expect_has(text_of, "\"category\": \"csaf_base\"");
	expect_has(text_of, "\"cve\": \"CVE-2020-0001\"");
	expect_lacks(text_of, "product_tree");
}

Test(csaf, a_withdrawn_one_is_bare_and_tells_why)
{
	adv.withdrawal = (struct withdrawal){.at = &at, .reason = "legal"};
	const char *text_of = document("{\"kind\": \"vulnerability\", \"cve\": [\"CVE-2020-0001\"], \"affected\": [{\"name\": \"A\"}]}");
	expect_has(text_of, "\"category\": \"csaf_base\"");
	expect_lacks(text_of, "vulnerabilities");
	expect_lacks(text_of, "product_tree");
	expect_has(text_of, "\"title\": \"csaf.reasoning\"");
	expect_has(text_of, "\"title\": \"prefix.withdrawnT\"");
}

/* The tree names a product once, whatever there is of its versions. */
Test(csaf, vendor_product_and_version_are_branches)
{
	const char *text_of = document("{\"affected\": [{\"name\": \"A\", \"vendor\": \"V\", \"versions\": [{\"lt\": \"2\"}], \"fixed\": [\"2\"],"
				       " \"unaffected\": [{\"lt\": \"1\"}], \"scheme\": \"semver\", \"purl\": \"pkg:npm/a@9\"},"
				       " {\"name\": \"A\", \"vendor\": \"V\", \"versions\": [{\"unknown\": true}]}]}");
	cr_expect_eq(occurrences(text_of, "\"category\": \"vendor\""), 1);
	cr_expect_eq(occurrences(text_of, "\"category\": \"product_name\""), 2);
	expect_has(text_of, "\"name\": \"vers:semver/<2\"");
	expect_has(text_of, "\"purl\": \"pkg:npm/a\"");
	expect_has(text_of, "\"purl\": \"pkg:npm/a@2\"");
	expect_has(text_of, "\"fixed\": [\"CSAFPID-0002\"],\"known_affected\": [\"CSAFPID-0001\"],"
			    "\"known_not_affected\": [\"CSAFPID-0003\"],\"under_investigation\": [\"CSAFPID-0004\"]");
}

Test(csaf, names_that_csaf_does_not_take_are_left_out_and_told)
{
	const char *text_of = document("{\"affected\": [{\"name\": \" A \", \"purl\": \"pkg:7z/a\", \"cpe\": \"cpe:2.3:a:v w:p:*:*:*:*:*:*:*:*\","
				       " \"versions\": [\"1 to 2\", {\"gt\": \"1\", \"lt\": \"1\"}, {\"eq\": \"prior to 3\"}]}]}");
	expect_lacks(text_of, "product_identification_helper");
	expect_has(text_of, "\"name\": \"A\"");
	expect_has(text_of, "vers:generic/prior%20to%203");
	expect_has(lost.data, "the package URL \"pkg:7z/a\" of A");
	expect_has(lost.data, "the CPE \"cpe:2.3:a:v w:p:*:*:*:*:*:*:*:*\" of A");
	expect_has(lost.data, "a version range of A is none that can be read");
	expect_has(lost.data, "the versions \">1 <1\" of A are no range that VERS can say");
}

Test(csaf, scores_are_computed_and_later_versions_stand_in_notes)
{
	const char *text_of = document("{\"affected\": [{\"name\": \"A\"}], \"cve\": [\"CVE-2020-0001\", \"CVE-2020-0001\", \"x\"], \"cvss\": ["
				       "\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N\", \"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H\","
				       "\"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N\", \"none\"]}");
	expect_has(text_of, "\"baseScore\": 7.8,\"baseSeverity\": \"HIGH\"");
	expect_lacks(text_of, "\"baseScore\": 5.3");
	expect_has(text_of, "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N (9.3, critical)");
	cr_expect_eq(occurrences(text_of, "\"cve\": "), 1);
	expect_has(lost.data, "CVE-2020-0001 of a second vulnerability");
	expect_has(lost.data, "the CVE id \"x\"");
	expect_has(lost.data, "the CVSS vector \"none\"");
}

Test(csaf, weaknesses_have_the_names_of_the_catalogue)
{
	const char *text_of = document("{\"affected\": [{\"name\": \"A\"}], \"cwe\": [\"CWE-999999\", \"CWE-787\", \"CWE-79\"]}");
	expect_has(text_of, "\"cwe\": {\"id\": \"CWE-787\",\"name\": \"Out-of-bounds Write\"}");
	expect_has(text_of, "\"text\": \"CWE-79: Improper Neutralization of Input");
	expect_has(lost.data, "CWE-999999, which CWE 4.17 has not");
}

Test(csaf, what_to_do_comes_from_sections_where_no_fact_says_it)
{
	sections[0] = (struct record_section){.name = "solution", .heading = "Solution", .text = "Update."};
	sections[1] = (struct record_section){.name = "side-effects", .heading = "Side effects", .text = "A restart."};
	sections[2] = (struct record_section){.name = "workaround", .heading = "Workaround", .text = "None", .none = true};
	sections[3] = (struct record_section){.heading = "Else", .text = "More."};
	record_text.section_count = 4;
	const char *text_of = document("{\"affected\": [{\"name\": \"A\", \"fixed\": [\"1\"]}, {\"name\": \"B\", \"fix\": \"not-planned\"}]}");
	expect_has(text_of, "\"category\": \"vendor_fix\",\"details\": \"Update.\\n\\nSide effects\\n\\nA restart.\",\"product_ids\": [\"CSAFPID-0001\"]");
	expect_has(text_of, "\"category\": \"no_fix_planned\",\"details\": \"Update.");
	expect_lacks(text_of, "\"workaround\"");
	expect_lacks(text_of, "\"text\": \"Update.\"");
	expect_has(text_of, "\"category\": \"general\",\"text\": \"More.\",\"title\": \"Else\"");
	text_of = document("{\"affected\": [{\"name\": \"A\"}], \"remediations\": [{\"kind\": \"vendor-fix\", \"details\": \"Now.\"}]}");
	expect_has(text_of, "\"details\": \"Now.\"");
	expect_has(text_of, "\"category\": \"details\",\"text\": \"Update.\",\"title\": \"Solution\"");
}

Test(csaf, every_affected_product_has_a_remediation)
{
	sections[0] = (struct record_section){.name = "workaround", .heading = "Workaround", .text = "Switch it off."};
	record_text.section_count = 1;
	const char *text_of = document("{\"affected\": [{\"name\": \"A\", \"fix\": \"none-yet\"}]}");
	expect_has(text_of, "\"workaround\"");
	expect_lacks(text_of, "none_available");
	record_text.section_count = 0;
	expect_has(document("{\"affected\": [{\"name\": \"A\", \"fix\": \"none-yet\"}]}"), "\"none_available\"");
}

Test(csaf, a_vulnerability_has_the_products_that_it_names)
{
	const char *text_of = document("{\"affected\": [{\"name\": \"A\"}, {\"name\": \"B\"}, {\"name\": \"C\"}], \"vulnerabilities\": ["
				       "{\"cve\": [\"CVE-2020-0001\"], \"affected\": [\"A\"], \"discovered\": \"2020-01-02\", \"disclosed\": \"soon\"},"
				       "{\"title\": \"Second\", \"affected\": [\"A\", \"B\"]}]}");
	expect_has(text_of, "\"known_affected\": [\"CSAFPID-0001\"]}");
	expect_has(text_of, "\"known_affected\": [\"CSAFPID-0001\",\"CSAFPID-0002\"]}");
	expect_has(text_of, "\"discovery_date\": \"2020-01-02T00:00:00Z\"");
	expect_has(text_of, "\"title\": \"Second\"");
	expect_lacks(text_of, "CSAFPID-0003");
	expect_has(lost.data, "the product C, which no vulnerability names");
	expect_has(lost.data, "the day \"soon\"");
}

Test(csaf, a_fix_is_told_as_it_is_or_as_lost)
{
	const char *text_of = document("{\"affected\": [{\"name\": \"A\", \"fix\": \"planned\", \"fixed\": [\"1\"]}]}");
	expect_has(text_of, "\"category\": \"none_available\",\"details\": \"adv.fix: planned\"");
	expect_lacks(lost.data, "the fix");
	sections[0] = (struct record_section){.name = "solution", .heading = "Solution", .text = "Wait."};
	record_text.section_count = 1;
	text_of = document("{\"affected\": [{\"name\": \"A\", \"fix\": \"planned\"}, {\"name\": \"B\", \"fix\": \"none-yet\"}]}");
	expect_has(text_of, "\"details\": \"Wait.\",\"product_ids\": [\"CSAFPID-0002\"]");
	expect_has(text_of, "\"details\": \"adv.fix: planned\\n\\nWait.\",\"product_ids\": [\"CSAFPID-0001\"]");
	sections[0].name = "workaround";
	document("{\"affected\": [{\"name\": \"A\", \"fix\": \"planned\"}]}");
	expect_has(lost.data, "the fix of A (planned): other remediations stand in its place");
	document("{\"affected\": [{\"name\": \"N\", \"unaffected\": [{\"all\": true}], \"fix\": \"available\"}]}");
	expect_has(lost.data, "the fix of N (available): no version is affected");
}

Test(csaf, versions_that_identifiers_lose_are_told)
{
	const char *text_of = document("{\"affected\": ["
				       "{\"name\": \"A\", \"versions\": [{\"lt\": \"2\"}], \"purl\": \"pkg:npm/a@1\", \"cpe\": \"cpe:2.3:a:v:a:1:*:*:*:*:*:*:*\"},"
				       "{\"name\": \"B\", \"versions\": [{\"eq\": \"1\"}], \"purl\": \"pkg:npm/b@1\", \"cpe\": \"cpe:2.3:a:v:b:1:*:*:*:*:*:*:*\"},"
				       "{\"name\": \"C\", \"cpe\": \"cpe:2.3:a:v:c:-:*:*:*:*:*:*:*\"}]}");
	expect_has(text_of, "cpe:2.3:a:v:a:*:*");
	expect_has(text_of, "cpe:2.3:a:v:b:1:*");
	expect_has(lost.data, "the version in the CPE \"cpe:2.3:a:v:a:1:*:*:*:*:*:*:*\" of A: no leaf is of that version alone, and has * instead");
	expect_has(lost.data, "the version 1 in the package URL of A");
	expect_lacks(lost.data, " of B");
	expect_lacks(lost.data, " of C");
}

/* A value of each key and of each key of what it holds, and what of it must be in the document or among what is lost. */
static const struct {
	const char *key, *value, *mark;
} samples[] = {
	{"status", "\"interim\"", "\"status\": \"interim\""},
	{"status", "\"odd\"", "status: odd"},
	{"kind", "\"alert\"", "kind: alert"},
	{"kind", "\"odd\"", "kind: odd"},
	{"exercise", "\"yes\"", "prefix.exercise"},
	{"audience", "[\"developers\"]", "\"audience\": \"developers\""},
	{"affected", "[{\"name\": \"Handle\", \"product\": \"P\"}]", "Handle"},
	{"affected", "[{\"name\": \"A\", \"vendor\": {\"en\": \"Vendor\"}}]", "Vendor"},
	{"affected", "[{\"name\": \"A\", \"vendor\": {\"en\": \"V\", \"fr\": \"W\"}}]", "vendor of affected in \"fr\""},
	{"affected", "[{\"name\": \"A\", \"product\": \"Product\"}]", "Product"},
	{"affected", "[{\"name\": \"A\", \"product\": {\"en\": \"P\", \"fr\": \"Q\"}}]", "product of affected in \"fr\""},
	{"affected", "[{\"name\": \"A\", \"type\": \"firmware\"}]", "firmware"},
	{"affected", "[{\"name\": \"A\", \"scheme\": \"deb\", \"versions\": [{\"lt\": \"2\"}]}]", "vers:deb/<2"},
	{"affected", "[{\"name\": \"A\", \"scheme\": \"deb\", \"versions\": [{\"eq\": \"2\"}]}]", "(deb)"},
	{"affected", "[{\"name\": \"A\", \"versions\": [{\"all\": true}]}]", "vers:all/*"},
	{"affected", "[{\"name\": \"A\", \"versions\": [{\"unknown\": true}]}]", "under_investigation"},
	{"affected", "[{\"name\": \"A\", \"fixed\": [\"9.9\"]}]", "9.9"},
	{"affected", "[{\"name\": \"A\", \"unaffected\": [{\"ge\": \"9.9\"}]}]", ">=9.9"},
	{"affected", "[{\"name\": \"A\", \"fix\": \"available\"}]", "adv.fix: available"},
	{"affected", "[{\"name\": \"A\", \"fix\": \"planned\"}]", "adv.fix: planned"},
	{"affected", "[{\"name\": \"A\", \"fix\": \"none-yet\"}]", "adv.fix: none-yet"},
	{"affected", "[{\"name\": \"A\", \"fix\": \"not-planned\"}]", "adv.fix: not-planned"},
	{"affected", "[{\"name\": \"A\", \"fix\": \"odd\"}]", "(odd)"},
	{"affected", "[{\"name\": \"A\", \"purl\": \"pkg:npm/a\"}]", "pkg:npm/a"},
	{"affected", "[{\"name\": \"A\", \"cpe\": \"cpe:2.3:a:v:a:-:*:*:*:*:*:*:*\"}]", "cpe:2.3:a:v:a:-"},
	{"impact", "[\"fraud\"]", "fraud"},
	{"exploitation", "\"observed\"", "observed"},
	{"cve", "[\"CVE-2020-9999\"]", "CVE-2020-9999"},
	{"cwe", "[\"CWE-79\"]", "CWE-79"},
	{"cvss", "[\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N\"]", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"},
	{"severity", "\"high\"", "high"},
	{"vulnerabilities", "[{\"cve\": [\"CVE-2020-9998\"]}]", "CVE-2020-9998"},
	{"vulnerabilities", "[{\"cwe\": [\"CWE-22\"]}]", "CWE-22"},
	{"vulnerabilities", "[{\"cvss\": [\"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N\"]}]", "CVSS:4.0/AV:N"},
	{"vulnerabilities", "[{\"title\": \"Heading\"}]", "Heading"},
	{"vulnerabilities", "[{\"impact\": [\"tampering\"]}]", "tampering"},
	{"vulnerabilities", "[{\"exploitation\": \"proof-of-concept\"}]", "proof-of-concept"},
	{"vulnerabilities", "[{\"affected\": [\"A\", \"Nobody\"]}]", "Nobody"},
	{"vulnerabilities", "[{\"discovered\": \"2019-05-05\"}]", "2019-05-05"},
	{"vulnerabilities", "[{\"disclosed\": \"2019-06-06\"}]", "2019-06-06"},
	{"remediations", "[{\"kind\": \"no-fix-planned\"}]", "no_fix_planned"},
	{"remediations", "[{\"kind\": \"mitigation\", \"products\": [\"A\", \"Nobody\"]}]", "Nobody"},
	{"remediations", "[{\"kind\": \"workaround\", \"details\": {\"en\": \"Stop it.\"}}]", "Stop it."},
	{"remediations", "[{\"kind\": \"workaround\", \"details\": {\"en\": \"Stop it.\", \"fr\": \"N\"}}]", "details of remediations in \"fr\""},
	{"remediations", "[{\"kind\": \"vendor-fix\", \"url\": \"https://fix.example/\"}]", "https://fix.example/"},
	{"indicators", "[{\"type\": \"domain\", \"value\": \"d.example\", \"note\": \"n\"}]", "indicators: "},
	{"references", "[{\"url\": \"https://r.example/\", \"title\": \"Reading\", \"kind\": \"report\"}]", "report: Reading"},
	{"references", "[{\"url\": \"https://r.example/\"}]", "https://r.example/"},
	{"credits", "[\"Somebody\"]", "Somebody"},
	{"related", "[\"OTHER-1\"]", "OTHER-1"},
	{"supersedes", "[\"OTHER-2\"]", "OTHER-2"},
	{"tags", "[\"t\"]", "tags: "},
	{"tlp", "\"clear\"", "WHITE"},
	{"tlp", "\"amber\"", "tlp: amber"},
	{"first_published", "\"2019-07-07\"", "2019-07-07"},
	{"next_update", "\"2030-08-08\"", "2030-08-08"},
	{"withdrawn", "{\"reason\": \"legal\"}", "reason"},
	{"redact", "{\"revisions\": [\"1\"]}", "redact: "},
	{"unheard", "\"of\"", "unheard: "},
};

/* With this one key of the sample instead of what else there would be. */
static void expect_told(const char *rest, size_t sample, const char *mark)
{
	struct value *facts = parsed(rest);
	value_set(a, facts, samples[sample].key, parsed(arena_printf(a, "[%s]", samples[sample].value))->items[0]);
	char *text_of = arena_text(a, document_of(facts)), *to = text_of;
	for (const char *from = text_of; *from; from++)
		if (*from != '\n')
			*to++ = *from;
	*to = '\0';
	const char *all = arena_printf(a, ".json: %s: ", samples[sample].key); /* all of the key is lost */
	cr_expect(strstr(text_of, mark) || strstr(lost.data, mark) || strstr(lost.data, all), "of %s %s is neither told nor lost, beside %s",
		  samples[sample].key, mark, rest);
	losses_free(losses);
	losses = losses_new();
}

Test(csaf, each_key_of_the_facts_is_told_or_told_as_lost)
{
	static const char *const rests[] = {"{\"affected\": [{\"name\": \"A\"}]}", "{\"affected\": [{\"name\": \"A\"}], \"cve\": [\"CVE-2020-0001\"]}",
					    "{\"affected\": [], \"cve\": [\"CVE-2020-0001\"]}", "{\"kind\": \"information\", \"affected\": []}",
					    "{\"references\": [{\"url\": \"https://a.example/\"}]}"};
	document("{\"kind\": \"information\", \"affected\": [{\"name\": \"A\"}], \"cve\": [\"CVE-2020-0001\"]}");
	expect_has(lost.data, "kind: information");
	document("{\"kind\": \"vulnerability\", \"affected\": []}");
	expect_has(lost.data, "kind: vulnerability");
	const size_t count = sizeof(samples) / sizeof(*samples);
	telling_expect_all_keys(samples, count, sizeof(*samples));
	for (size_t i = 0; i < count; i++) {
		bool is_withdrawal = strcmp(samples[i].key, "withdrawn") == 0;
		adv.withdrawal = (struct withdrawal){0};
		for (size_t k = 0; k < sizeof(rests) / sizeof(*rests) && !is_withdrawal; k++)
			expect_told(rests[k], i, samples[i].mark);
		adv.withdrawal = (struct withdrawal){.at = &at, .reason = "legal"};
		expect_told(rests[0], i, samples[i].key);
	}
}

/* An empty summary is no summary. */
Test(csaf, a_revision_that_the_locales_have_no_word_for_is_told_all_the_same)
{
	static struct publication later = {2, 1775206800, {{2}}, {{0}}, 0};
	static const struct publication *const configured[] = {&later};
	history.configured = (const struct publication **)configured;
	history.configured_count = 1;
	expect_has(document("{\"affected\": []}"), "\"number\": \"2\",\"summary\": \"editorial\"");
	history.configured_count = 0;
}

Test(csaf, a_title_of_blanks_is_the_id)
{
	record_text.title = " ";
	expect_has(document("{\"affected\": []}"), "\"title\": \"EX-1\"");
}

Test(csaf, ten_thousand_products_are_all_there)
{
	const size_t products = 10000;
	struct value *facts = value_new(a, VALUE_MAP), *affected = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < products; i++) {
		struct value *entry = value_new(a, VALUE_MAP), *ranges = value_new(a, VALUE_LIST), *range = value_new(a, VALUE_MAP);
		value_set_text(a, entry, "name", arena_printf(a, "製品%zu", i));
		value_set_text(a, entry, "vendor", arena_printf(a, "V%zu", i % 3));
		value_set_text(a, range, "lt", "1.0");
		value_add(a, ranges, range);
		value_set(a, entry, "versions", ranges);
		value_set(a, entry, "fixed", value_of_text(a, "1.0"));
		value_add(a, affected, entry);
	}
	value_set(a, facts, "affected", affected);
	document_of(facts);
	/* Each in the tree, in a status, and what is affected in a remediation too. */
	cr_expect_eq(occurrences(out.data, "\"CSAFPID-"), 2 * products + 2 * products + products);
	expect_has(out.data, "\"CSAFPID-20000\"");
}
