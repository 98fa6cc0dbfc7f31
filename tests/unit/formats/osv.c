/* What OSV records say, and what they say that they cannot. */
#include "formats/osv.h"

#include "unit/formats/telling.h"

/* The record of an advisory with these facts holds, and does not hold; and what is lost. NULL: nothing is asked. */
static void told(const char *facts, const char *holds, const char *lacks, const char *loses)
{
	struct telling t;
	telling_begin(&t, facts);
	cr_expect_str_eq(telling_list(&t, &osv_writer), "osv/x_EX-2026-0001.json", "%s", facts);
	const char *text = telling_write(&t, &osv_writer);
	const char *losses = telling_losses(&t);
	telling_expect(text, holds, lacks);
	if (loses && *loses)
		telling_expect(losses, loses, NULL);
	else if (loses)
		cr_expect_str_eq(losses, "EX-2026-0001: file.json: the text in \"ja\": OSV has one language\n");
	telling_end(&t);
}

static void has_none(const char *facts)
{
	struct telling t;
	telling_begin(&t, facts);
	cr_expect_str_eq(telling_list(&t, &osv_writer), "", "%s", facts);
	telling_end(&t);
}

#define ONE(rest) "{status: final, affected: [{name: n, " rest "}]}"
#define NPM "purl: 'pkg:npm/a', scheme: semver, "
#define EVENTS(text) "\"type\": \"SEMVER\",\"events\": [" text "]"
#define INTRODUCED(v) "{\"introduced\": \"" v "\"}"
#define FIXED(v) "{\"fixed\": \"" v "\"}"
#define LAST(v) "{\"last_affected\": \"" v "\"}"

Test(osv, ranges)
{
	told(ONE(NPM "versions: '<1.2.3', fixed: 1.2.3"), EVENTS(INTRODUCED("0") "," FIXED("1.2.3")), NULL, "");
	told(ONE(NPM "versions: ['>=2.0.0 <2.4.3', '>=3.0.0 <3.1.1'], fixed: [2.4.3, 3.1.1]"),
	     EVENTS(INTRODUCED("2.0.0") "," FIXED("2.4.3") "," INTRODUCED("3.0.0") "," FIXED("3.1.1")), NULL, "");
	told(ONE(NPM "versions: ['>=2.0.0 <=2.4.3', '>=3.0.0']"), EVENTS(INTRODUCED("2.0.0") "," LAST("2.4.3")), NULL, "");
	told(ONE(NPM "versions: ['>=2.0.0 <=2.4.3', '>=3.0.0']"), EVENTS(INTRODUCED("3.0.0")), NULL, "");
	told(ONE(NPM "versions: all"), EVENTS(INTRODUCED("0")), NULL, "");
	told(ONE(NPM "versions: ['>1.2.3 <=1.9.0']"), EVENTS(INTRODUCED("1.2.4-0") "," LAST("1.9.0")), NULL, "");
	told(ONE(NPM "versions: ['>1.2.3-a+b <=1.9.0']"), EVENTS(INTRODUCED("1.2.3-a.0") "," LAST("1.9.0")), NULL, "");
	told(ONE(NPM "versions: ['=1.0.0', 1.1.0]"), "\"versions\": [\"1.0.0\",\"1.1.0\"]", "ranges", "");
}

Test(osv, ranges_that_it_cannot_say)
{
	told(ONE("purl: 'pkg:npm/a', versions: ['>1 <2'], fixed: 2"), "\"ECOSYSTEM\"", NULL,
	     "affected \"n\": OSV cannot leave out 1, where the range >1 <2 begins: it is said to be affected");
	told(ONE(NPM "versions: ['<2.0.0']"), FIXED("2.0.0"), NULL,
	     "affected \"n\": OSV calls 2.0.0 fixed, which the facts only say is no more affected");
	told(ONE(NPM "versions: ['>=2.0.0 <2.0.0', 1.0.0]"), NULL, "ranges", "the range >=2.0.0 <2.0.0 has no version in it");
	told(ONE(NPM "versions: ['>2.0.0 <2.0.1-0', 1.0.0]"), NULL, "ranges", "the range >2.0.0 <2.0.1-0 has no version in it");
	told(ONE(NPM "versions: ['1 or 2', 1.0.0]"), NULL, "ranges", "\"1 or 2\" is no range of versions");
	told(ONE(NPM "versions: unknown"), "\"name\": \"a\"", "ranges", "it cannot be said that the affected versions are not known");
	told(ONE("purl: 'pkg:npm/a@1', versions: all"), "\"purl\": \"pkg:npm/a\"", NULL, "the purl's version 1");
	/* One that is no SemVer makes all the entry's ranges the ecosystem's. */
	told(ONE(NPM "versions: ['<1.0', '>=2.0.0']"), "\"ECOSYSTEM\"", "SEMVER", NULL);
}

Test(osv, without_a_package_only_versions)
{
	told(ONE("versions: [1, '<2']"), "\"versions\": [\"1\"]", "ranges",
	     "affected \"n\": without a package that OSV has an ecosystem for, the range <2 cannot be said");
	told("{status: final, affected: [{name: n, versions: 1}, {name: 製品, purl: 'pkg:generic/b', versions: '<2'}]}",
	     "\"name\": \"製品\",\"purl\": \"pkg:generic/b\",\"versions\": [\"<2\"]", NULL,
	     "affected \"製品\": it stands in database_specific alone: OSV has no ecosystem for it, and no exact versions are listed");
	told("{status: final, affected: [{name: n, versions: 1}, {name: m, purl: 'pkg:npm/%'}]}", NULL, NULL,
	     "affected \"m\": its purl \"pkg:npm/%\" holds a % that two hex digits do not follow");
}

Test(osv, who_has_none)
{
	has_none("{status: final}");
	has_none("{status: final, affected: []}");
	has_none(ONE("versions: '<1'"));
	has_none(ONE("purl: 'pkg:generic/a', versions: all"));
	has_none(ONE(NPM "unaffected: all"));
	/* Past versions may have any shape. */
	has_none("{status: final, affected: text}");
	has_none("{status: final, affected: [text, [], {}, {purl: [pkg:npm/a]}, {versions: {eq: {a: b}}}]}");
	has_none("{status: final, affected: [{purl: 'pkg:npm/a'}, {name: [n], product: {}, purl: 'pkg:npm/a'}]}");
}

Test(osv, redacted_and_withdrawn)
{
	struct telling t;
	telling_begin(&t, ONE(NPM "unaffected: all"));
	t.advisory.withdrawal = (struct withdrawal){.at = &t.publications[1], .reason = "duplicate", .replaced_by = "EX-2026-0002"};
	t.record.withdrawn = true;
	cr_expect_str_eq(telling_list(&t, &osv_writer), "osv/x_EX-2026-0001.json");
	const char *text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"withdrawn\": \"2026-04-03T09:00:00Z\",\"summary\": \"Withdrawn: A title\",\"details\": \"This advisory was "
			       "withdrawn on 2026-04-03. Reason for withdrawal: duplicate."), "%s", text);
	/* What replaces it may be a draft. */
	cr_expect_null(strstr(text, "EX-2026-0002"), "%s", text);
	cr_expect(strstr(telling_losses(&t), "replaced_by: EX-2026-0002, which is not published"));
	/* Withdrawn and redacted: no word of it. */
	t.revision.redacted = t.record.redacted = true;
	t.record.facts = value_new(t.arena, VALUE_MAP);
	cr_expect_str_eq(telling_list(&t, &osv_writer), "osv/x_EX-2026-0001.json");
	text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"summary\": \"Withdrawn: EX-2026-0001\""), "%s", text);
	cr_expect_null(strstr(text, "A title"));
	cr_expect_null(strstr(text, "pkg:npm"));
	cr_expect_null(strstr(text, "original"));
	/* Redacted alone. */
	t.advisory.withdrawal = (struct withdrawal){0};
	cr_expect_str_eq(telling_list(&t, &osv_writer), "");
	telling_end(&t);
}

Test(osv, what_a_revision_names_no_more_keeps_its_record)
{
	struct telling t;
	telling_begin(&t, "{status: final, cve: CVE-1900-1000, affected: []}");
	telling_former(&t, ONE(NPM "versions: '<1.2.3', fixed: 1.2.3"));
	cr_expect_str_eq(telling_list(&t, &osv_writer), "osv/x_EX-2026-0001.json");
	const char *text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"modified\": \"2026-04-04T09:00:00Z\",\"published\": \"2026-04-02T09:00:00Z\",\"withdrawn\": "
			       "\"2026-04-04T09:00:00Z\",\"aliases\": [\"CVE-1900-1000\"],\"summary\": \"Withdrawn: A title\",\"details\": "
			       "\"This record was withdrawn on 2026-04-04: since revision 2 the advisory names no package"), "%s", text);
	cr_expect(strstr(text, EVENTS(INTRODUCED("0") "," FIXED("1.2.3"))), "%s", text);
	cr_expect(strstr(text, "\"dropped\": {\"revision\": 2,\"serial\": 3}"), "%s", text);
	/* The advisory is withdrawn as well, and was before. */
	t.advisory.withdrawal = (struct withdrawal){.at = &t.publications[1], .reason = "incorrect"};
	t.record.withdrawn = true;
	text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"withdrawn\": \"2026-04-03T09:00:00Z\",\"aliases\""), "%s", text);
	cr_expect(strstr(text, EVENTS(INTRODUCED("0") "," FIXED("1.2.3"))), "%s", text);
	cr_expect_null(strstr(text, "The advisory itself stands"));
	telling_end(&t);
}

Test(osv, what_was_redacted_is_not_repeated)
{
	struct telling t;
	telling_begin(&t, "{status: final, affected: []}");
	telling_former(&t, ONE(NPM "versions: '<1.2.3', fixed: 1.2.3"));
	t.former.redacted = t.revisions[0].redacted = true;
	cr_expect_str_eq(telling_list(&t, &osv_writer), "", "it was redacted from the beginning");
	t.events[1] = (struct event){.at = &t.publications[2], .lang = "ja", .class = EVENT_REDACTED, .redacted_all = true, .revision = 1};
	cr_expect_str_eq(telling_list(&t, &osv_writer), "osv/x_EX-2026-0001.json");
	const char *text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"withdrawn\": \"2026-04-04T09:00:00Z\",\"summary\": \"Withdrawn: EX-2026-0001\",\"details\": \"This record was "
			       "withdrawn on 2026-04-04: what it said was redacted.\""), "%s", text);
	cr_expect_null(strstr(text, "pkg:npm"));
	cr_expect_null(strstr(text, "A title"));
	telling_end(&t);
	/* The revision that stands. */
	telling_begin(&t, ONE(NPM "versions: '<1.2.3', fixed: 1.2.3"));
	t.revision.redacted = t.record.redacted = true;
	t.events[1] = (struct event){.at = &t.publications[1], .lang = "ja", .class = EVENT_REDACTED, .redacted_all = true, .revision = 1};
	cr_expect_str_eq(telling_list(&t, &osv_writer), "osv/x_EX-2026-0001.json");
	text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"withdrawn\": \"2026-04-03T09:00:00Z\",\"summary\": \"Withdrawn: EX-2026-0001\""), "%s", text);
	cr_expect_null(strstr(text, "pkg:npm"));
	telling_end(&t);
}

Test(osv, a_replacement_that_is_public_is_named)
{
	struct telling t;
	struct advisory both[2];
	struct record_files files[2] = {{0}};
	telling_begin(&t, ONE("versions: 1"));
	both[0] = both[1] = t.advisory;
	both[1].id = "EX-2026-0002";
	both[0].withdrawal = (struct withdrawal){.at = &t.publications[1], .reason = "duplicate", .replaced_by = both[1].id};
	t.history.advisories = both;
	t.history.advisory_count = 2;
	t.site.files = files;
	t.record.advisory = &both[0];
	t.record.withdrawn = true;
	const char *text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "It is replaced by EX-2026-0002."), "%s", text);
	cr_expect(strstr(text, "\"withdrawn\": {\"reason\": \"duplicate\",\"replaced_by\": \"EX-2026-0002\"}"), "%s", text);
	telling_end(&t);
}

Test(osv, modified_is_the_newest_event_that_counts)
{
	struct telling t;
	telling_begin(&t, "{}");
	cr_expect_eq(osv_modified(&t.advisory), TELLING_DAY2);
	t.events[1].lang = "de";
	cr_expect_eq(osv_modified(&t.advisory), TELLING_DAY2); /* its page is named */
	t.events[1].class = EVENT_TRANSLATION_SUBSTANTIVE;
	cr_expect_eq(osv_modified(&t.advisory), TELLING_DAY1);
	t.events[1].lang = "en-GB";
	cr_expect_eq(osv_modified(&t.advisory), TELLING_DAY2);
	t.events[0].amended.time = TELLING_DAY2 + 5;
	cr_expect_eq(osv_modified(&t.advisory), TELLING_DAY2 + 5);
	struct quiet quiets[] = {{.at = &t.publications[2], .lang = "ja", .why = QUIET_MOVED},
				 {.at = &t.publications[2], .lang = "de", .why = QUIET_MECHANICAL}};
	t.advisory.quiets = quiets;
	t.advisory.quiet_count = 2;
	cr_expect_eq(osv_modified(&t.advisory), TELLING_DAY2 + 5);
	quiets[1].lang = "ja";
	cr_expect_eq(osv_modified(&t.advisory), TELLING_DAY2 + 86400);
	telling_end(&t);
}

Test(osv, an_id_keeps_the_prefix_that_the_scheme_has)
{
	struct arena *a = arena_new();
	struct config c = {.id_scheme = "RUSTSEC-{year}-{serial:04}"};
	cr_expect_str_eq(osv_id(a, &c, "RUSTSEC-2026-0001"), "RUSTSEC-2026-0001");
	cr_expect_str_eq(osv_id(a, &c, "CVE-2026-0001"), "x_CVE-2026-0001");
	c.id_scheme = NULL;
	cr_expect_str_eq(osv_id(a, &c, "RUSTSEC-2026-0001"), "x_RUSTSEC-2026-0001");
	c.id_scheme = "EX-{year}-{serial:04}";
	cr_expect_str_eq(osv_id(a, &c, "EX-2026-0001"), "x_EX-2026-0001");
	arena_free(a);
}

Test(osv, aliases_upstream_and_related)
{
	told("{cve: CVE-1900-1000, related: [CVE-1900-1000, GHSA-aaaa-bbbb-cccc, JVN-1], affected: [{name: n, versions: 1}]}",
	     "\"aliases\": [\"CVE-1900-1000\"],\"related\": [\"GHSA-aaaa-bbbb-cccc\"]", "upstream",
	     "it is related to JVN-1, of which there is no OSV record");
	told("{cve: [cve-1], affected: [{name: n, versions: 1}]}", NULL, "aliases", "\"cve-1\" is no CVE id");
	told("{cve: [CVE-1900-1000, CVE-1900-1001, CVE-1900-1000], affected: [{name: n, versions: 1}]}",
	     "\"upstream\": [\"CVE-1900-1000\",\"CVE-1900-1001\"]", "aliases", "");
	told("{vulnerabilities: [{cve: CVE-1900-1000, impact: other}, {cwe: CWE-79}], affected: [{name: n, versions: 1}]}",
	     "\"upstream\": [\"CVE-1900-1000\"]", "aliases", NULL);
}

Test(osv, the_highest_vector_of_each_version)
{
	told("{cvss: ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', x], affected: "
	     "[{name: n, versions: 1}]}",
	     "\"score\": \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"", "AV:L",
	     "the vector CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H: OSV has one of each version of CVSS");
}

Test(osv, no_english_no_summary)
{
	struct telling t;
	telling_begin(&t, ONE("versions: 1"));
	t.record.text_count = 1;
	const char *text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"published\": \"2026-04-02T09:00:00Z\",\"affected\""), "%s", text);
	cr_expect(strstr(text, "\"original\": {\"language\": \"ja\",\"title\": \"題名\",\"details\": \"First.\""), "%s", text);
	cr_expect(strstr(telling_losses(&t), "there is no English text"));
	telling_end(&t);
}

Test(osv, marks_and_length_of_the_summary)
{
	struct telling t;
	telling_begin(&t, ONE("versions: 1"));
	t.config.demonstration = t.record.exercise = true;
	t.record_texts[1].title = "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789";
	const char *text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"summary\": \"EXERCISE: DEMONSTRATION: 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
			       "0123456789 012345…\""), "%s", text);
	cr_expect(strstr(text, "\"details\": \"This is a fictitious advisory for an exercise."));
	t.record_texts[1].title = "「知らせ」 is slow";
	cr_expect(strstr(telling_write(&t, &osv_writer), "\"summary\": \"EXERCISE: DEMONSTRATION: EX-2026-0001\""));
	telling_end(&t);
}

Test(osv, details_are_markdown)
{
	struct telling t;
	telling_begin(&t, ONE("versions: 1"));
	t.record_texts[1].text = &(struct text){.lang = "en", .reflects = 1};
	t.record_texts[1].summary = "# In *short*.";
	t.sections[1].heading = "Impact #";
	const char *text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"This text reflects revision 1; all else in this record is of revision 1.\\n\\n\\\\# In \\\\*short\\\\*.\\n\\n"
			       "First.\\n\\n## Impact \\\\#\\n\\nBad *things*.\""), "%s", text);
	telling_end(&t);
}

Test(osv, references_by_kind_once)
{
	told("{references: [{url: 'https://e.org/知', kind: fix}, {url: 'https://e.org/%E7%9F%A5', kind: web}, {url: 'ftp://e.org'}], affected: "
	     "[{name: n, versions: 1}]}",
	     "\"references\": [{\"type\": \"FIX\",\"url\": \"https://e.org/%E7%9F%A5\"},{\"type\": \"ADVISORY\",\"url\": "
	     "\"https://csirt.example.org/ja/EX-2026-0001/index.html\"", NULL, "the reference \"ftp://e.org\" is no address of the web");
}

/* Ten thousand entries, each with a range of its own: a quadratic step would take minutes. */
Test(osv, ten_thousand_entries, .timeout = 60)
{
	struct telling t;
	telling_begin(&t, "{status: final}");
	struct value *facts = value_new(t.arena, VALUE_MAP), *list = value_new(t.arena, VALUE_LIST);
	for (int i = 0; i < 10000; i++) {
		struct value *entry = value_new(t.arena, VALUE_MAP), *ranges = value_new(t.arena, VALUE_LIST), *range = value_new(t.arena, VALUE_MAP);
		value_set_text(t.arena, entry, "name", arena_printf(t.arena, "製品%d", i));
		value_set_text(t.arena, entry, "purl", arena_printf(t.arena, i % 2 ? "pkg:npm/a%d" : "pkg:generic/a%d", i));
		value_set_text(t.arena, range, "lt", arena_printf(t.arena, "%d", i));
		value_add(t.arena, ranges, range);
		value_set(t.arena, entry, "versions", ranges);
		value_add(t.arena, list, entry);
	}
	value_set(t.arena, facts, "affected", list);
	t.advisory.facts = t.record.facts = facts;
	cr_expect_str_eq(telling_list(&t, &osv_writer), "osv/x_EX-2026-0001.json");
	const char *text = telling_write(&t, &osv_writer);
	cr_expect(strstr(text, "\"name\": \"a9999\""));
	cr_expect_eq(losses_count(t.record.losses), 10001);
	telling_end(&t);
}
