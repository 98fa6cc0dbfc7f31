#include <criterion/criterion.h>

#include "archive/facts.h"
#include "unit/history/kit.h"

TestSuite(revisions, .init = kit_start, .fini = kit_stop);

Test(revisions, both_languages_in_one_commit_are_current)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL, "2");
	put(EN, "", "2");
	commit("2\n\nNote-ja: 更新\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja substantive r2 body ja=更新\n"
		       "2 en translation-substantive r2 body\n");
	cr_assert_str_eq(texts("EX-1"), "en:2=T+2 ja:2=T+2");
}

Test(revisions, a_translation_is_stale_until_it_follows)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL "severity: low\n", "1");
	commit("2");
	kit_read();
	cr_assert_str_eq(texts("EX-1"), "en:1=T-1 ja:2=T+2");
	put(EN, "", "2");
	commit("3");
	kit_read();
	cr_assert_str_eq(texts("EX-1"), "en:3=T+2 ja:2=T+2");
	cr_assert_str_eq(revisions("EX-1"), "r1@1..1 ja| en:1=T+1 ja:1=T+1\nr2@2..3 ja| en:3=T+2 ja:2=T+2\n");
}

Test(revisions, an_editorial_change_of_the_source_makes_nothing_stale)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL, "2");
	commit("2\n\nRevision: editorial\n");
	kit_read();
	cr_assert_str_eq(texts("EX-1"), "en:1=T+1 ja:2=T+1");
}

Test(revisions, translates_overrides_and_is_not_listed)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL "severity: low\n", "1");
	commit("2");
	put(EN, "translates: r2\n", "1");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja substantive r2 severity\n");
	cr_assert_str_eq(texts("EX-1"), "en:3=T+2 ja:2=T+2");
	put(JA, FINAL "severity: high\n", "1");
	commit("4");
	kit_read();
	cr_assert_str_eq(texts("EX-1"), "en:3=T-2 ja:4=T+3");
}

Test(revisions, translates_may_say_that_a_new_text_is_of_an_old_revision)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL, "2");
	commit("2");
	put(EN, "translates: r1\n", "1");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 en translation-published r1\n");
	cr_assert_str_eq(texts("EX-1"), "en:3=T-1 ja:2=T+2");
}

Test(revisions, a_past_translation_that_was_ahead_reflects_what_there_was)
{
	put(JA, FINAL, "1");
	put(EN, "translates: r7\n", "1");
	commit("1");
	kit_read();
	cr_assert_str_eq(texts("EX-1"), "en:1=T+1 ja:1=T+1");
}

Test(revisions, a_text_that_waited_is_of_the_publication_that_made_it_public)
{
	put(JA, "status: draft\n", "1");
	put("archive/advisories/2026/EX-1.en.md", "", "1");
	commit("1");
	story_rename(kit.story, "archive/advisories/2026/EX-1.en.md", EN);
	commit("2");
	put(JA, FINAL, "1");
	commit("3");
	put(JA, FINAL, "2");
	commit("4");
	kit_read();
	cr_assert_str_eq(texts("EX-1"), "en:3=T-1 ja:4=T+2");
	cr_assert_str_eq(advisory_text(the("EX-1"), "en")->path, EN);
	cr_assert_str_eq(revisions("EX-1"), "r1@3..3 ja| en:3=T+1 ja:3=T+1\nr2@4..4 ja| en:3=T-1 ja:4=T+2\n");
}

Test(revisions, updated_is_told_by_language)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1"); /* T0 */
	put(JA, FINAL, "2");
	commit("2"); /* T0 + 1h: source's */
	put(EN, "", "2");
	commit("3"); /* T0 + 2h: translation's own */
	put(EN, "", "3");
	commit("4\n\nRevision: editorial\n");
	kit_read();
	const struct advisory *a = the("EX-1");
	cr_assert_eq(advisory_text(a, "ja")->updated, T0 + 3600);
	cr_assert_eq(advisory_text(a, "en")->updated, T0 + 7200);
	cr_assert_eq(a->updated, T0 + 3600);
	cr_assert_null(advisory_text(a, "fr"));
	cr_assert_eq(revision_text(&a->revisions[0], "en")->updated, T0);
	put(JA, FINAL "withdrawn: {reason: legal}\n", "2");
	commit("5"); /* T0 + 4h */
	kit_read();
	cr_assert_eq(advisory_text(the("EX-1"), "en")->updated, T0 + 4 * 3600);
	cr_assert_eq(the("EX-1")->updated, T0 + 4 * 3600);
}

Test(revisions, a_withdrawal_is_never_stale)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL "withdrawn: {reason: legal}\n", "1");
	commit("2");
	kit_read();
	cr_assert_str_eq(texts("EX-1"), "en:1=T+1 ja:2=T+1");
	cr_assert_str_eq(value_text(value_get(the("EX-1")->facts, "withdrawn"), "reason"), "legal");
}

Test(revisions, facts_are_those_of_the_last_public_version)
{
	put(JA, FINAL "severity: low\n", "1");
	commit("1");
	put(JA, "status: draft\nseverity: high\ncve: CVE-2026-9999\n", "1");
	commit("2");
	kit_read();
	cr_assert_str_eq(value_text(the("EX-1")->facts, "severity"), "low");
	cr_assert_null(value_get(the("EX-1")->facts, "cve"));
}

static void head_has(const char *path)
{
	static struct archive_document document;
	static struct archive_advisory advisory;
	document = (struct archive_document){.document = {.path = path}};
	advisory = (struct archive_advisory){.id = "EX-1", .documents = &document, .document_count = 1};
	kit.archive.advisories = &advisory;
	kit.archive.advisory_count = 1;
}

Test(revisions, first_published_becomes_the_publication_date)
{
	head_has(JA);
	put(JA, FINAL "first_published: 2019-05-06\n", "1");
	commit("1");
	kit_read();
	cr_assert(the("EX-1")->published_before);
	cr_assert_eq(the("EX-1")->published, instant_from_civil(2019, 5, 6, 0, 0, 0));
}

/* Addresses that hold the year of it must not move. */
Test(revisions, what_the_first_version_said_of_its_publication_stays)
{
	put(JA, FINAL "first_published: 2019-05-06\n", "1");
	commit("1");
	put(JA, FINAL "first_published: 2018-05-06\n", "1");
	commit("2");
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("3");
	put("archive/advisories/EX-2.ja.md", FINAL "first_published: 2019-05-06\n", "1");
	commit("4");
	put("archive/advisories/EX-3.ja.md", FINAL "first_published: 1970-01-01\n", "1");
	commit("5");
	kit_read();
	instant day;
	cr_assert(instant_parse_day(&day, SPAN_LITERAL("2019-05-06")));
	cr_assert(the("EX-1")->began_before);
	cr_assert_eq(the("EX-1")->began, day);
	cr_assert_lt(the("EX-1")->published, day);
	cr_assert_not(the("EX-2")->began_before);
	cr_assert_eq(the("EX-2")->published, day);
	cr_assert(the("EX-3")->began_before, "the first day of the clock is a day as any");
	cr_assert_eq(the("EX-3")->began, 0);
}

Test(revisions, first_published_on_the_day_itself_is_before)
{
	head_has(JA);
	story_time(kit.story, T0 + 1);
	put(JA, FINAL "first_published: 2026-01-01\n", "1");
	commit("1");
	kit_read();
	cr_assert_eq(the("EX-1")->published, T0);
}

Test(revisions, first_published_must_be_before_the_first_event)
{
	head_has(JA);
	put(JA, FINAL "first_published: 2026-01-01\n", "1");
	commit("1");
	cr_assert(!kit_try());
	cr_assert(diags_has(kit.diags, DIAG_FIRST_PUBLISHED));
	char text[4096] = "";
	FILE *to = fmemopen(text, sizeof(text), "w");
	diags_print(kit.diags, to, DIAG_TEXT);
	fclose(to);
	cr_assert(strstr(text, ":4:18: error: [H106]") != NULL, "%s", text);
}

Test(revisions, redacting_is_an_event_within_its_revision)
{
	put(JA, FINAL, "secret");
	commit("1\n\nNote-ja: 秘密\n");
	story_write(kit.story, JA, doc("title: secret too\nstatus: final\n", "2"));
	commit("2\n\nNote-ja: 更新\n");
	put(JA, FINAL "redact: {revisions: [1], reason: {ja: a, en: b}}\n", "2");
	commit("3\n\nNote-ja: 削除\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 title,body ja=更新\n3 ja substantive r3 title ja=削除\n3 ja redacted r3\n");
	cr_assert_str_eq(revisions("EX-1"), "r1x@1..1 ja| ja:1=EX-1+1\nr2@2..2 ja| ja:2=secret too+2\nr3@3..3 ja| ja:3=T+3\n");
	cr_assert_str_eq(texts("EX-1"), "ja:3=T+3");
}

static const char *redacted(size_t index)
{
	const struct event *e = &the("EX-1")->events[index];
	const char *text = e->redacted_all ? "all" : "";
	cr_assert_eq(e->class, EVENT_REDACTED);
	for (size_t i = 0; i < e->redacted_count; i++)
		text = arena_printf(kit.arena, "%s%s%u", text, i ? "," : "", e->redacted[i]);
	return arena_printf(kit.arena, "%s %s", text, facts_localised(e->redact_reason, "ja"));
}

Test(revisions, a_redaction_tells_which_revisions_it_adds_and_why)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL, "2");
	commit("2");
	put(JA, FINAL, "3");
	commit("3");
	put(JA, FINAL "redact: {revisions: [r2, 2], reason: {ja: a}}\n", "3");
	commit("4");
	put(JA, FINAL "redact: {revisions: [2, 9, 1], reason: {ja: b}}\n", "3");
	commit("5");
	kit_read();
	cr_expect_str_eq(redacted(3), "2 a");
	cr_expect_str_eq(redacted(4), "1 b", "of revision 9 there is nothing to tell");
}

Test(revisions, in_a_redacted_revision_the_reason_is_the_last_one)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL "redact: {revisions: all, reason: {ja: secret}}\n", "1");
	commit("2");
	put(JA, FINAL "redact: {revisions: all, reason: {ja: harmless}}\n", "1");
	commit("3");
	kit_read();
	cr_expect_str_eq(redacted(1), "all harmless");
}

Test(revisions, redact_alone_takes_no_revision_and_growing_is_another_event)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL, "2");
	commit("2");
	put(JA, FINAL "redact: {revisions: [1], reason: {ja: a, en: b}}\n", "2");
	commit("3");
	put(JA, FINAL "redact: {revisions: [1], reason: {ja: c, en: d}}\n", "2");
	commit("4");
	put(JA, FINAL "redact: {revisions: all, reason: {ja: c, en: d}}\n", "2");
	commit("5\n\nNote-ja: 注\n");
	put(JA, FINAL "redact: {revisions: all, reason: {ja: e, en: f}}\n", "2");
	commit("6");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 ja redacted r2\n5 ja redacted r2\n");
	cr_assert_str_eq(texts("EX-1"), "ja:6=EX-1+2");
	cr_assert_eq(the("EX-1")->updated, T0 + 3600);
}

Test(revisions, what_was_redacted_stays_so_when_the_key_is_lost)
{
	put(JA, FINAL, "secret");
	commit("1");
	put(JA, FINAL "redact: {revisions: all, reason: {ja: a, en: b}}\n", "2");
	commit("2");
	put(JA, FINAL, "3");
	commit("3");
	kit_read();
	cr_assert_str_eq(revisions("EX-1"), "r1x@1..1 ja| ja:1=EX-1+1\nr2x@2..2 ja| ja:2=EX-1+2\nr3@3..3 ja| ja:3=T+3\n");
}

Test(revisions, a_translation_may_say_that_it_holds_nothing_that_was_redacted)
{
	put(JA, FINAL, "secret");
	story_write(kit.story, EN, doc("title: T\n", "1"));
	commit("1");
	put(JA, FINAL "redact: {revisions: [1], reason: {ja: a, en: b}}\n", "2");
	commit("2");
	kit_read();
	history_check(&kit.history, &kit.archive, kit.diags);
	cr_expect(diags_has(kit.diags, DIAG_REDACT_SHOWN));
	story_write(kit.story, EN, doc("title: T\ntranslates: r2\n", "1"));
	commit("3");
	kit_read();
	size_t before = diags_count(kit.diags, DIAG_ERROR);
	history_check(&kit.history, &kit.archive, kit.diags);
	cr_expect_eq(diags_count(kit.diags, DIAG_ERROR), before);
}

Test(revisions, redacting_takes_the_notes_of_a_withdrawal_but_not_its_front_matter)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL "withdrawn: {reason: legal, note: {ja: 公開}}\nredact: {revisions: all, reason: {ja: a, en: b}}\n", "1");
	commit("2\n\nNote-ja: 秘密\nNote-en: secret\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !legal\n2 ja redacted r1\n");
	cr_assert_eq(the("EX-1")->withdrawal.note_count, 1);
	cr_assert_str_eq(the("EX-1")->withdrawal.notes[0].text, "公開");
}

Test(revisions, a_source_that_is_a_draft_again_may_redact)
{
	put(JA, FINAL, "secret");
	commit("1\n\nNote-ja: 秘密\n");
	put(JA, "status: draft\nredact: {revisions: [1], reason: {ja: a, en: b}}\n", "2");
	commit("2");
	story_delete(kit.story, JA);
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !other\n2 ja redacted r1\n");
	cr_assert_str_eq(texts("EX-1"), "ja:1=EX-1+1");
}

/* "1 ja=A; 2 ja=B en=C": the titles that events keep, by serial; "!" of an exercise. */
static const char *kept_titles(void)
{
	const struct advisory *a = the("EX-1");
	const char *text = "";
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		if (e->title_count)
			text = arena_printf(kit.arena, "%s%s%u%s", text, *text ? "; " : "", e->at->serial, e->exercise ? "!" : "");
		for (size_t k = 0; k < e->title_count; k++)
			text = arena_printf(kit.arena, "%s %s=%s", text, e->titles[k].lang, e->titles[k].title);
	}
	return text;
}

Test(revisions, an_event_keeps_the_titles_of_then)
{
	put(JA, FINAL, "1");
	commit("1");
	story_write(kit.story, JA, doc("title: A\nstatus: final\n", "2"));
	story_write(kit.story, EN, doc("title: a\n", "2"));
	commit("2");
	story_write(kit.story, EN, doc("title: b\n", "3"));
	commit("a translation moves nothing");
	story_write(kit.story, JA, doc("title: B\nstatus: final\n", "2"));
	commit("Revision: editorial");
	story_delete(kit.story, JA);
	commit("5\n\nWithdraw-Reason: other\n");
	story_write(kit.story, JA, doc("title: C\nstatus: final\nexercise: yes\n", "2"));
	commit("6");
	kit.options.exercises = true;
	kit_read();
	cr_expect_str_eq(kept_titles(), "1 ja=T; 2 ja=A en=a; 5 ja=B en=b; 6! ja=C en=b");
}

Test(revisions, an_event_keeps_no_title_of_what_is_redacted)
{
	put(JA, FINAL, "1");
	commit("1");
	story_write(kit.story, JA, doc("title: secret\nstatus: final\n", "2"));
	story_write(kit.story, EN, doc("title: secret\n", "2"));
	commit("2");
	put(JA, FINAL, "3");
	commit("the translation still shows what is to go");
	story_write(kit.story, EN, doc("title: T\n", "3"));
	commit("and now does not");
	put(JA, FINAL "redact: {revisions: [2], reason: {ja: a, en: b}}\n", "3");
	commit("5");
	kit_read();
	cr_expect_str_eq(kept_titles(), "1 ja=T; 2 ja=EX-1 en=EX-1; 3 ja=T en=EX-1");
}
