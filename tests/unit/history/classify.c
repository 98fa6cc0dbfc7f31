#include <criterion/criterion.h>

#include "unit/history/kit.h"

TestSuite(classify, .init = kit_start, .fini = kit_stop);

static void two(const char *front1, const char *body1, const char *front2, const char *body2, const char *message)
{
	put(JA, front1, body1);
	commit("1");
	put(JA, front2, body2);
	commit(message);
	kit_read();
}

/* What the second of two versions is classed as. */
static void second(const char *line)
{
	expect("EX-1", arena_printf(kit.arena, "1 ja published r1\n%s", line));
}

Test(classify, a_changed_fact_is_substantive)
{
	two(FINAL "severity: low\n", "1", FINAL "severity: high\n", "1", "x");
	second("2 ja substantive r2 severity\n");
}

Test(classify, a_changed_fact_is_never_editorial)
{
	two(FINAL "cve: CVE-2026-0001\n", "1", FINAL "cve: CVE-2026-0002\n", "2", "x\n\nRevision: editorial\n");
	second("2 ja substantive r2 cve,body\n");
}

Test(classify, changed_text_is_substantive)
{
	put(JA, FINAL, "1");
	commit("1");
	story_write(kit.story, JA, doc("title: U\nsummary: s\nstatus: final\n", "2"));
	commit("2");
	kit_read();
	second("2 ja substantive r2 title,summary,body\n");
	cr_assert_str_eq(texts("EX-1"), "ja:2=U+2");
}

Test(classify, changed_text_is_editorial_if_the_commit_says_so)
{
	two(FINAL, "1", FINAL, "2", "x\n\nRevision: editorial\nNote-ja: 字句\n");
	second("2 ja editorial r1 body ja=字句\n");
	cr_assert_str_eq(revisions("EX-1"), "r1@1..2 ja| ja:2=T+1\n");
	cr_assert_eq(the("EX-1")->updated, T0, "an editorial change does not move the time");
}

Test(classify, correction_is_a_substantive_change_that_reads_otherwise)
{
	two(FINAL, "1", FINAL, "2", "x\n\nRevision: correction\n");
	second("2 ja substantive r2 correction body\n");
}

Test(classify, tags_and_credits_alone_are_editorial)
{
	two(FINAL "tags: [a]\n", "1", FINAL "tags: [b]\ncredits: [X]\n", "1", "x");
	second("2 ja editorial r1 credits,tags\n");
}

Test(classify, tags_beside_changed_text_leave_it_substantive)
{
	two(FINAL "tags: [a]\n", "1", FINAL "tags: [b]\n", "2", "x");
	second("2 ja substantive r2 tags,body\n");
}

Test(classify, lint_alone_is_not_listed)
{
	two(FINAL, "1", FINAL "lint: {ignore: [{code: D1, reason: x}]}\n", "1", "x");
	second("");
}

/* Bodies that are the same to a reader, and then such as are not. */
static void compare_bodies(const char *before, const char *after, bool mechanical)
{
	kit_stop();
	kit_start();
	two(FINAL, before, FINAL, after, "x");
	second(mechanical ? "" : "2 ja substantive r2 body\n");
}

Test(classify, layout_of_prose_is_mechanical)
{
	compare_bodies("one two", "one\n   two", true);
	compare_bodies("版 1.2 です", "版1.2です", true);
	compare_bodies("* a\n* b", "- a\n\n- b", true);
	compare_bodies("Title\n=====\n\ntext", "# Title\n\ntext", true);
	compare_bodies("[x](https://example.org/a)", "[x][1]\n\n[1]: https://example.org/a", true);
}

Test(classify, what_a_reader_sees_is_not)
{
	compare_bodies("one two", "onetwo", false);
	compare_bodies("`a  b`", "`a b`", false);
	compare_bodies("```\na\n```", "```\na \n```", false);
	compare_bodies("[x](https://example.org/a)", "[x](https://example.org/b)", false);
	compare_bodies("![x](a.png)", "![x](b.png)", false);
	compare_bodies("a\n\nb", "b\n\na", false);
	compare_bodies("# a", "## a", false);
}

Test(classify, facts_are_compared_as_parsed_with_defaults)
{
	two(FINAL "cve: [CVE-2026-0001, CVE-2026-0002]\nimpact: [spoofing, fraud]\n", "1",
	    "kind: vulnerability\nimpact:\n  - fraud\n  - spoofing\ncve: ['CVE-2026-0002', \"CVE-2026-0001\"]\n" FINAL "tlp: clear\n", "1", "x");
	second("");
}

Test(classify, lists_that_are_no_sets_are_ordered)
{
	two(FINAL "related: [EX-2, EX-3]\n", "1", FINAL "related: [EX-3, EX-2]\n", "1", "x");
	second("2 ja substantive r2 related\n");
}

Test(classify, a_mechanical_change_brings_its_blob_to_the_revision)
{
	two(FINAL, "one two", FINAL, "one\ntwo", "x");
	cr_assert_str_eq(revisions("EX-1"), "r1@1..1 ja| ja:2=T+1\n");
}

Test(classify, several_mechanical_changes_never_add_up)
{
	put(JA, FINAL, "one two");
	commit("1");
	put(JA, FINAL, "one\ntwo");
	commit("2");
	put(JA, FINAL, "one   two");
	commit("3");
	put(JA, FINAL, "one two three");
	commit("4");
	kit_read();
	expect("EX-1", "1 ja published r1\n4 ja substantive r2 body\n");
}

Test(classify, withdrawn_by_front_matter)
{
	two(FINAL, "1", FINAL "withdrawn: {reason: duplicate, replaced_by: EX-2}\n", "1", "x\n\nNote-en: gone\n");
	second("2 ja withdrawn r1 !duplicate>EX-2 en=gone\n");
	const struct withdrawal *w = &the("EX-1")->withdrawal;
	cr_assert_str_eq(w->reason, "duplicate");
	cr_assert_str_eq(w->replaced_by, "EX-2");
	cr_assert(!w->by_deletion);
	cr_assert_eq(w->at->serial, 2);
	cr_assert_str_eq(texts("EX-1"), "ja:2=T+1");
}

Test(classify, a_withdrawal_that_also_changes_facts_takes_the_next_revision)
{
	two(FINAL "severity: low\n", "1", FINAL "severity: high\nwithdrawn: {reason: legal}\n", "2", "x\n\nRevision: editorial\n");
	second("2 ja withdrawn r2 severity,body !legal\n");
	cr_assert_str_eq(revisions("EX-1"), "r1@1..1 ja| ja:1=T+1\nr2@2..2 ja| ja:2=T+2\n");
}

Test(classify, a_withdrawal_that_also_changes_text_takes_the_next_revision)
{
	two(FINAL, "1", FINAL "withdrawn: {reason: legal}\n", "2", "x\n\nRevision: editorial\n");
	second("2 ja withdrawn r2 body !legal\n");
}

Test(classify, reinstated_by_front_matter)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL "withdrawn: {reason: legal}\n", "1");
	commit("2");
	put(JA, FINAL, "1");
	commit("3");
	put(JA, FINAL "withdrawn: {reason: other}\n", "1");
	commit("4");
	put(JA, FINAL "severity: low\n", "1");
	commit("5");
	kit_read();
	second("2 ja withdrawn r1 !legal\n3 ja reinstated r1\n4 ja withdrawn r1 !other\n5 ja reinstated r2 severity\n");
	cr_assert_null(the("EX-1")->withdrawal.reason);
	cr_assert_str_eq(advisory_state(the("EX-1")), "final");
}

Test(classify, front_matter_gives_reason_and_replacement_the_trailer_the_note)
{
	two(FINAL, "1", FINAL "withdrawn: {reason: superseded, replaced_by: EX-2, note: {ja: 本文, en: text}}\n", "1",
	    "x\n\nWithdraw-Reason: duplicate\nReplaced-By: EX-9\nNote-ja: 注記\n");
	second("2 ja withdrawn r1 !superseded>EX-2 ja=注記 en=text\n");
	const struct withdrawal *w = &the("EX-1")->withdrawal;
	cr_assert_eq(w->note_count, 2);
	cr_assert_str_eq(w->notes[0].text, "注記");
	cr_assert_str_eq(w->notes[1].lang, "en");
	cr_assert_str_eq(w->notes[1].text, "text");
}

Test(classify, a_reason_that_is_none_is_other_and_a_warning)
{
	put(JA, FINAL, "1");
	commit("1");
	story_delete(kit.story, JA);
	commit("x\n\nWithdraw-Reason: boring\nReplaced-By: no id!\n");
	kit_read();
	second("2 ja withdrawn r1 !other\n");
	cr_assert(diags_has(kit.diags, DIAG_WITHDRAW_REASON));
	cr_assert(diags_has(kit.diags, DIAG_REPLACED_BY));
	cr_assert_eq(diags_count(kit.diags, DIAG_ERROR), 0);
}

Test(classify, what_a_withdrawal_says_may_change_and_that_is_told)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL "withdrawn: {reason: other}\n", "1");
	commit("2");
	put(JA, FINAL "withdrawn: {reason: incorrect}\n", "1");
	commit("3");
	kit_read();
	second("2 ja withdrawn r1 !other\n3 ja substantive r2 !incorrect\n");
	cr_assert_str_eq(the("EX-1")->withdrawal.reason, "incorrect");
	cr_assert_eq(the("EX-1")->withdrawal.at->serial, 2);
}

Test(classify, deleting_what_is_withdrawn_already_changes_nothing)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL "withdrawn: {reason: incorrect}\n", "1");
	commit("2");
	story_delete(kit.story, JA);
	commit("3");
	kit_read();
	second("2 ja withdrawn r1 !incorrect\n");
	cr_assert_str_eq(the("EX-1")->withdrawal.reason, "incorrect");
	put(JA, FINAL "withdrawn: {reason: incorrect}\n", "1");
	commit("4");
	put(JA, FINAL, "1");
	commit("5");
	kit_read();
	second("2 ja withdrawn r1 !incorrect\n5 ja reinstated r1\n");
}

Test(classify, a_tombstone_that_comes_back_withdrawn_says_so)
{
	put(JA, FINAL, "1");
	commit("1");
	story_delete(kit.story, JA);
	commit("2");
	put(JA, FINAL "withdrawn: {reason: incorrect}\n", "1");
	commit("3");
	kit_read();
	second("2 ja withdrawn r1 !other\n3 ja withdrawn r1 !incorrect\n");
	cr_assert(!the("EX-1")->withdrawal.by_deletion);
}

Test(classify, first_published_as_withdrawn)
{
	put(JA, FINAL "withdrawn: {reason: legal}\n", "1");
	commit("1");
	kit_read();
	expect("EX-1", "1 ja published r1 !legal\n");
	cr_assert_str_eq(the("EX-1")->withdrawal.reason, "legal");
	cr_assert_str_eq(advisory_state(the("EX-1")), "withdrawn");
}

static const char *numbered(int i, const char *lang)
{
	return arena_printf(kit.arena, "archive/advisories/EX-%d.%s.md", i, lang);
}

/* n documents, then all of them with another text. */
static void bulk(int n, const char *front, const char *message)
{
	for (int i = 1; i <= n; i++)
		put(numbered(i, "ja"), FINAL, "1");
	commit("1");
	for (int i = 1; i <= n; i++)
		put(numbered(i, "ja"), front, "2");
	commit(message);
	kit_read();
}

Test(classify, the_text_of_twenty_documents_is_editorial)
{
	bulk(20, FINAL, "x");
	second("2 ja editorial r1 body\n");
	expect("EX-20", "1 ja published r1\n2 ja editorial r1 body\n");
}

Test(classify, the_text_of_nineteen_is_not)
{
	bulk(19, FINAL, "x");
	second("2 ja substantive r2 body\n");
}

Test(classify, twenty_with_a_word_against_it_are_not)
{
	bulk(20, FINAL, "x\n\nRevision: substantive\n");
	second("2 ja substantive r2 body\n");
	kit_stop();
	kit_start();
	bulk(20, FINAL, "x\n\nRevision: correction\n");
	second("2 ja substantive r2 correction body\n");
}

Test(classify, a_changed_fact_is_not_editorial_by_number)
{
	bulk(25, FINAL "severity: low\n", "x");
	second("2 ja substantive r2 severity,body\n");
}

Test(classify, only_documents_that_were_public_and_whose_text_changes_count)
{
	for (int i = 1; i <= 30; i++)
		put(numbered(i, "ja"), i <= 19 ? FINAL : i <= 25 ? "status: draft\n" : FINAL, "one two");
	commit("1");
	for (int i = 1; i <= 19; i++)
		put(numbered(i, "ja"), FINAL, "2");
	for (int i = 20; i <= 25; i++)
		put(numbered(i, "ja"), FINAL, "2"); /* published now */
	for (int i = 26; i <= 30; i++)
		put(numbered(i, "ja"), FINAL, "one\ntwo"); /* mechanical */
	commit("2");
	kit_read();
	second("2 ja substantive r2 body\n");
}

Test(classify, documents_that_come_back_do_not_count)
{
	for (int i = 1; i <= 25; i++)
		put(numbered(i, "ja"), FINAL, "1");
	commit("1");
	for (int i = 20; i <= 25; i++)
		put(numbered(i, "ja"), "status: draft\n", "1");
	commit("2");
	for (int i = 1; i <= 25; i++)
		put(numbered(i, "ja"), FINAL, "2");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n3 ja substantive r2 body\n");
	expect("EX-25", "1 ja published r1\n2 ja withdrawn r1 !other\n3 ja reinstated r2 body\n");
}

Test(classify, translations_are_never_editorial_by_number)
{
	for (int i = 1; i <= 20; i++) {
		put(numbered(i, "ja"), FINAL, "1");
		put(numbered(i, "en"), "", "1");
	}
	commit("1");
	for (int i = 1; i <= 20; i++) {
		put(numbered(i, "ja"), FINAL, "2");
		put(numbered(i, "en"), "", "2");
	}
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja editorial r1 body\n2 en translation-substantive r1 body\n");
}

Test(classify, twenty_translations_in_one_commit_are_substantive)
{
	for (int i = 1; i <= 20; i++) {
		put(numbered(i, "ja"), FINAL, "1");
		put(numbered(i, "en"), "", "1");
	}
	commit("1");
	for (int i = 1; i <= 20; i++)
		put(numbered(i, "en"), "", "2");
	commit("2");
	kit_read();
	expect("EX-7", "1 ja published r1\n1 en translation-published r1\n2 en translation-substantive r1 body\n");
}

Test(classify, translations_are_editorial_by_the_trailer)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL, "2");
	commit("2");
	put(EN, "", "2");
	commit("3\n\nRevision: editorial\nNote-en: typo\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja substantive r2 body\n"
		       "3 en translation-editorial r1 body en=typo\n");
	cr_assert_str_eq(texts("EX-1"), "en:3=T-1 ja:2=T+2");
}

Test(classify, every_fact_is_substantive)
{
	static const struct {
		const char *key, *before, *after;
	} facts[] = {
		{"status", "status: interim\n", "status: final\n"},
		{"kind", "kind: alert\n", "kind: vulnerability\n"},
		{"audience", "", "audience: [developers]\n"},
		{"affected", "affected: [{product: P, versions: [\"<1\"]}]\n", "affected: [{product: P, versions: [\"<=1\"]}]\n"},
		{"impact", "", "impact: [fraud]\n"},
		{"exploitation", "exploitation: none-known\n", "exploitation: observed\n"},
		{"cve", "cve: CVE-2026-0001\n", ""},
		{"cwe", "cwe: CWE-79\n", "cwe: CWE-80\n"},
		{"cvss", "", "cvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\n"},
		{"severity", "severity: low\n", "severity: high\n"},
		{"vulnerabilities", "vulnerabilities: [{cve: CVE-2026-0001}, {cve: CVE-2026-0002}]\n",
		 "vulnerabilities: [{cve: CVE-2026-0001}, {cve: CVE-2026-0003}]\n"},
		{"remediations", "", "remediations: [{kind: vendor-fix, details: {en: Update.}}]\n"},
		{"indicators", "indicators: [{type: domain, value: a.example}]\n", "indicators: [{type: domain, value: b.example}]\n"},
		{"references", "references: [{url: \"https://a.example/\"}]\n", "references: [{url: \"https://b.example/\"}]\n"},
		{"related", "related: [EX-2]\n", "related: [EX-3]\n"},
		{"supersedes", "", "supersedes: [EX-2]\n"},
		{"tlp", "", "tlp: red\n"},
		{"first_published", "first_published: 2025-01-01\n", "first_published: 2025-01-02\n"},
		{"next_update", "", "next_update: 2027-01-01\n"},
		{"unknown", "unknown: 1\n", "unknown: 2\n"},
	};
	size_t count = sizeof(facts) / sizeof(*facts);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < count; i++) {
			const char *fact = round ? facts[i].after : facts[i].before;
			bool status = strncmp(fact, "status", 6) == 0;
			put(numbered((int)i + 1, "ja"), arena_printf(kit.arena, "%s%s", status ? "" : FINAL, fact), "1");
		}
		commit("x\n\nRevision: editorial\n");
	}
	kit_read();
	for (size_t i = 0; i < count; i++)
		expect(arena_printf(kit.arena, "EX-%zu", i + 1),
		       arena_printf(kit.arena, "1 ja published r1\n2 ja substantive r2 %s\n", facts[i].key));
}
