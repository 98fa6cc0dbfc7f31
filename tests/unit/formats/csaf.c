/* Documents of records that are made by hand, in English. */
#include <criterion/criterion.h>

#include "formats/csaf.h"
#include "formats/json.h"

static struct arena *a;
static struct diags *d;
static struct losses *losses;
static struct buf out, lost;
static const char *languages[] = {"en"};
static const struct value *locales[1];
static struct config config = {.base_url = "https://csirt.example.org/", .languages = languages, .language_count = 1};
static struct publication at = {1, 1775120400, {{1}}, {{0}}};
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
	locales[0] = parsed("{\"words\": {\"text.colon\": \": \"}, \"labels\": {}}");
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
			   .text_count = 1, .arena = a, .losses = losses, .told = told, .withdrawn = adv.withdrawal.reason != NULL};
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
