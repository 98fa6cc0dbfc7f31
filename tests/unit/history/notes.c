#include <criterion/criterion.h>

#include "unit/history/kit.h"

TestSuite(notes, .init = kit_start, .fini = kit_stop);

static int first, second;

/* Two versions; the second commit has this message. */
static void begin(const char *message)
{
	put(JA, FINAL, "1");
	first = commit("1");
	put(JA, FINAL, "2");
	second = commit(message);
	story_tell(kit.story);
}

static void amend(int number, size_t digits, const char *rest)
{
	commit(arena_printf(kit.arena, "Amend\n\nAmends: %.*s\n%s", (int)digits, story_commit_id(kit.story, number), rest));
}

Test(notes, a_message_in_shift_jis_is_read)
{
	put(JA, FINAL, "1");
	/* "Note-ja: 表示" in Shift_JIS; 表 ends with a backslash there. */
	story_commit_encoded(kit.story, "main", "Shift_JIS", "x\n\nNote-ja: \x95\x5c\x8e\xa6\n");
	kit_read();
	expect("EX-1", "1 ja published r1 ja=表示\n");
}

Test(notes, the_subject_serves_where_archive_yaml_says_so)
{
	kit_config("notes: subject\n");
	begin("Correct the range\n\nbody");
	kit_read();
	expect("EX-1", "1 ja published r1 *=1\n2 ja substantive r2 body *=Correct the range\n");
}

Test(notes, the_subjects_of_merged_commits_serve)
{
	kit_config("notes: subject\n");
	put(JA, FINAL, "1");
	commit("one");
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL, "2");
	story_commit(kit.story, "topic", "two");
	put(JA, FINAL, "3");
	story_commit(kit.story, "topic", "three");
	story_merge(kit.story, "topic");
	put(JA, FINAL, "3");
	commit("Merge branch topic");
	kit_read();
	expect("EX-1", "1 ja published r1 *=one\n2 ja substantive r2 body *=two\nthree\n");
}

Test(notes, an_amendment_stands_in_place_of_the_earlier_note_and_not_for_itself)
{
	begin("2\n\nNote-ja: 誤り\nNote-en: wrong\n");
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	amend(second, 40, "Note-ja: 正しい\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=正しい\n");
	expect("EX-2", "3 ja published r1\n");
}

Test(notes, an_amendment_may_come_in_a_commit_that_touches_nothing)
{
	begin("2");
	amend(second, 7, "Note-ja: 後から\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=後から\n");
	cr_assert_eq(kit.history.publication_count, 3, "readers are told something else: the serial says so");
}

Test(notes, the_latest_amendment_wins)
{
	begin("2");
	amend(second, 10, "Note-ja: 一\n");
	amend(second, 40, "Note-ja: 二\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=二\n");
}

Test(notes, an_amendment_may_be_amended)
{
	begin("2");
	amend(second, 40, "Note-ja: 一\n");
	story_tell(kit.story);
	amend(second + 1, 40, "Note-ja: 二\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=二\n");
}

Test(notes, an_amendment_gives_reasons)
{
	put(JA, FINAL, "1");
	commit("1");
	story_delete(kit.story, JA);
	int gone = commit("2\n\nWithdraw-Reason: legal\nNote-ja: 注\n");
	story_tell(kit.story);
	amend(gone, 40, "Withdraw-Reason: duplicate\nReplaced-By: EX-2\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !duplicate>EX-2 ja=注\n");
}

Test(notes, an_amendment_that_says_nothing_changes_nothing_and_is_told)
{
	begin("2\n\nNote-ja: 注\n");
	amend(second, 40, "");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=注\n");
	cr_assert(diags_has(kit.diags, DIAG_AMENDS_NOTHING));
	cr_assert_eq(the("EX-1")->events[1].amended.time, 0);
}

Test(notes, a_word_on_the_revision_cannot_be_amended_and_is_told)
{
	begin("2\n\nNote-ja: 注\n");
	amend(second, 40, "Revision: editorial\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=注\n");
	cr_assert(diags_has(kit.diags, DIAG_AMENDS_REVISION));
}

Test(notes, a_word_on_the_revision_beside_an_amendment_is_of_what_the_commit_changes)
{
	begin("2");
	put(JA, FINAL, "3");
	amend(second, 40, "Revision: editorial\nNote-ja: 注\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=注\n3 ja editorial r2 body\n");
	cr_assert_eq(diags_count(kit.diags, DIAG_WARNING), 0);
}

static void expect_amended(const struct event *e, int number, instant time)
{
	char hex[OID_HEX];
	cr_assert_str_eq(oid_hex(hex, &e->amended.commit), story_commit_id(kit.story, number));
	cr_assert_eq(e->amended.time, time);
}

Test(notes, an_amended_event_names_the_latest_commit_and_its_time)
{
	begin("2\n\nNote-ja: 一\n");
	amend(second, 40, "Note-ja: 二\n");
	amend(second, 40, "Note-ja: 三\n");
	kit_read();
	const struct advisory *a = the("EX-1");
	cr_assert_eq(a->events[0].amended.time, 0);
	cr_assert(oid_is_zero(&a->events[0].amended.commit));
	expect_amended(&a->events[1], second + 2, T0 + 3 * 3600);
}

/* Whoever counts the states of what was told needs all that ever amended it. */
Test(notes, an_amended_event_knows_all_amendments_in_order)
{
	begin("2\n\nNote-ja: 一\n");
	amend(second, 40, "Note-ja: 二\n");
	story_tell(kit.story);
	amend(second + 1, 40, "Note-ja: 三\n");
	amend(second, 40, "Note-ja: 四\n");
	kit_read();
	const struct event *e = &the("EX-1")->events[1];
	cr_assert_eq(e->amendment_count, 3);
	for (int i = 0; i < 3; i++) {
		char hex[OID_HEX];
		cr_assert_str_eq(oid_hex(hex, &e->amendments[i].commit), story_commit_id(kit.story, second + 1 + i));
		cr_assert_eq(e->amendments[i].time, T0 + (2 + i) * 3600);
	}
	cr_assert_eq(the("EX-1")->events[0].amendment_count, 0);
}

Test(notes, an_amendment_is_never_earlier_than_what_it_amends)
{
	put(JA, FINAL, "1");
	story_time(kit.story, T0 + DAY);
	first = commit("1\n\nNote-ja: 一\n");
	story_tell(kit.story);
	story_time(kit.story, T0);
	int late = commit(arena_printf(kit.arena, "x\n\nAmends: %s\nNote-ja: 二\n", story_commit_id(kit.story, first)));
	kit_read();
	expect_amended(&the("EX-1")->events[0], late, T0 + DAY);
}

Test(notes, notes_and_reasons_are_amended_each_for_itself)
{
	put(JA, FINAL, "1");
	commit("1");
	story_delete(kit.story, JA);
	int gone = commit("2\n\nWithdraw-Reason: legal\nNote-ja: 注\n");
	story_tell(kit.story);
	amend(gone, 40, "Note-ja: 正\n");
	amend(gone, 40, "Withdraw-Reason: duplicate\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !duplicate ja=正\n");
	expect_amended(&the("EX-1")->events[1], gone + 2, T0 + 3 * 3600);
}

Test(notes, an_amendment_does_not_change_the_class)
{
	begin("2\n\nRevision: editorial\n");
	amend(second, 40, "Revision: substantive\nNote-ja: 注\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja editorial r1 body ja=注\n");
}

Test(notes, a_merge_can_be_amended_and_a_merged_commit_too)
{
	put(JA, FINAL, "1");
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("1");
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL, "2");
	int side = story_commit(kit.story, "topic", "x\n\nNote-ja: 誤り\n");
	story_merge(kit.story, "topic");
	put(JA, FINAL, "2");
	int merge = commit("Merge");
	story_tell(kit.story);
	amend(side, 40, "Note-ja: 正しい\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=正しい\n");
	amend(merge, 40, "Note-ja: 統合\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=統合\n");
}

Test(notes, an_unknown_commit_is_a_warning)
{
	begin("2\n\nNote-ja: 注\n");
	commit("x\n\nAmends: 0123456789abcdef\nNote-ja: 他\n");
	commit("x\n\nAmends: not hex\n");
	commit("x\n\nAmends: abc\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=注\n");
	cr_assert(diags_has(kit.diags, DIAG_AMENDS_COMMIT));
	cr_assert_eq(diags_count(kit.diags, DIAG_WARNING), 3);
	cr_assert_eq(diags_count(kit.diags, DIAG_ERROR), 0);
}

Test(notes, an_abbreviation_that_is_not_unique_is_a_warning)
{
	put(JA, FINAL, "1");
	commit("1\n\nNote-ja: 注\n");
	for (int i = 0; i < 700; i++)
		commit(arena_printf(kit.arena, "%d", i));
	story_tell(kit.story);
	int twin = 0;
	for (int i = 1; i <= 701 && !twin; i++)
		for (int k = i + 1; k <= 701 && !twin; k++) {
			const char *x = story_commit_id(kit.story, i), *y = story_commit_id(kit.story, k);
			if (strncmp(x, y, 4) == 0)
				twin = k;
		}
	cr_assert_neq(twin, 0, "fixed dates, fixed ids: there are two that begin alike");
	amend(twin, 4, "Note-ja: 他\n");
	kit_read();
	cr_assert(diags_has(kit.diags, DIAG_AMENDS_COMMIT));
	expect("EX-1", "1 ja published r1 ja=注\n");
}

Test(notes, a_translations_own_commit_notes_its_event)
{
	begin("2");
	put(EN, "", "1");
	commit("3\n\nNote-en: translated\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 en translation-published r2 en=translated\n");
}
