/* Histories as they happen, and what a reader may rely on in each. */
#include <criterion/criterion.h>

#include "unit/history/kit.h"

TestSuite(real, .init = kit_start, .fini = kit_stop);

static const char *numbered(int i, const char *lang)
{
	return arena_printf(kit.arena, "archive/advisories/EX-%d.%s.md", i, lang);
}

static int side(const char *branch, const char *message)
{
	return story_commit(kit.story, branch, message);
}

Test(real, a_branch_merged_months_later_counts_at_the_merge_with_its_time)
{
	put(JA, FINAL "severity: low\n", "1");
	commit("1");
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL "severity: high\n", "1");
	side("topic", "topic\n\nNote-ja: 二月に書いた\n");
	for (int month = 1; month <= 3; month++) {
		story_time(kit.story, T0 + month * 30LL * DAY);
		put("archive/advisories/EX-2.ja.md", FINAL, arena_printf(kit.arena, "%d", month));
		commit("elsewhere");
	}
	story_time(kit.story, T0 + 120LL * DAY);
	story_merge(kit.story, "topic");
	put(JA, FINAL "severity: high\n", "1");
	commit("Merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n5 ja substantive r2 severity ja=二月に書いた\n");
	cr_assert_eq(the("EX-1")->updated, T0 + 120LL * DAY);
	cr_assert_eq(the("EX-2")->revision, 3);
}

Test(real, what_a_late_branch_did_not_touch_stays_as_main_has_it)
{
	put(JA, FINAL, "1");
	put(numbered(2, "ja"), FINAL, "1");
	commit("1");
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL, "2");
	side("topic", "a");
	put(numbered(2, "ja"), FINAL, "2");
	commit("2");
	story_merge(kit.story, "topic");
	put(JA, FINAL, "2");
	commit("Merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n3 ja substantive r2 body\n");
	expect("EX-2", "1 ja published r1\n2 ja substantive r2 body\n");
}

Test(real, the_clock_of_a_merged_commit_plays_no_part)
{
	put(JA, FINAL, "1");
	commit("1");
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL, "2");
	story_time(kit.story, T0 + 2000LL * DAY);
	side("topic", "from the future");
	story_time(kit.story, T0 + DAY);
	story_merge(kit.story, "topic");
	put(JA, FINAL, "2");
	commit("Merge");
	kit_read();
	cr_assert_eq(the("EX-1")->updated, T0 + DAY);
}

/* One front matter, as it was and as a tool writes it. */
#define FORMAT_BEFORE                                                                                                  \
	"status: final\nkind: vulnerability\ncve: CVE-2026-0001\nimpact: [denial-of-service, tampering]\n"              \
	"affected:\n  - {vendor: V, product: P, versions: [\"<1.2\"], fixed: \"1.2\"}\n"
#define FORMAT_AFTER                                                                                                   \
	"affected:\n  - fixed: ['1.2']\n    product: \"P\"\n    versions:\n      - '<1.2'\n    scheme: generic\n"       \
	"    vendor: 'V'\nvulnerabilities:\n  - cve: CVE-2026-0001\nimpact:\n  - tampering\n  - denial-of-service\n"     \
	"tlp: clear\n\"status\": final\n"

static void write_all(int n, const char *front)
{
	for (int i = 1; i <= n; i++)
		put(numbered(i, "ja"), front, "1");
}

Test(real, a_bulk_commit_that_writes_front_matter_otherwise_changes_nothing)
{
	write_all(25, FORMAT_BEFORE);
	commit("1");
	write_all(25, FORMAT_AFTER);
	commit("Reformat");
	kit_read();
	for (int i = 1; i <= 25; i++) {
		const char *id = arena_printf(kit.arena, "EX-%d", i);
		expect(id, "1 ja published r1\n");
		expect_quiets(id, arena_printf(kit.arena, "2 ja mechanical EX-%d.ja.md\n", i));
		cr_assert_str_eq(texts(id), "ja:2=T+1");
	}
}

Test(real, a_fact_that_a_bulk_commit_alters_on_the_way_is_seen)
{
	write_all(25, FORMAT_BEFORE);
	commit("1");
	write_all(25, FORMAT_AFTER);
	put(numbered(7, "ja"), FORMAT_AFTER "exploitation: observed\n", "1");
	commit("Reformat\n\nRevision: editorial\n");
	kit_read();
	expect("EX-6", "1 ja published r1\n");
	expect("EX-7", "1 ja published r1\n2 ja substantive r2 exploitation\n");
	expect_whys("EX-7", "1 ja first\n2 ja facts said-editorial\n");
}

Test(real, a_year_folder_moves_with_all_it_holds)
{
	put("archive/advisories/EX-1.ja.md", FINAL, "![a](EX-1/a.png)");
	put("archive/advisories/EX-1.en.md", "", "[it](EX-1.ja.md)");
	story_write(kit.story, "archive/advisories/EX-1/a.png", "a");
	commit("1");
	story_rename(kit.story, "archive/advisories", "archive/old");
	story_rename(kit.story, "archive/old", "archive/advisories/2026/january");
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n");
	expect_quiets("EX-1", "2 en moved EX-1.en.md\n2 ja moved EX-1.ja.md\n");
}

Test(real, a_move_that_also_changes_is_told_as_the_change)
{
	put(JA, FINAL, "1");
	commit("1");
	story_delete(kit.story, JA);
	put("archive/advisories/2026/EX-1.ja.md", FINAL, "2");
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
	expect_quiets("EX-1", "");
	expect_references("EX-1", "1 ja ->1 facts ->ja:1\n2 ja 1>2 facts ja:1>ja:2\n");
}

/* が, composed and decomposed: two names to git, one to a reader. */
#define NFC "\xE3\x81\x8C"
#define NFD "\xE3\x81\x8B\xE3\x82\x99"

Test(real, a_folder_that_changes_its_normal_form_is_a_move)
{
	put("archive/advisories/" NFC "/EX-1.ja.md", FINAL, "1");
	story_write(kit.story, "archive/advisories/" NFC "/EX-1/a.txt", "a");
	commit("1");
	story_rename(kit.story, "archive/advisories/" NFC, "archive/advisories/" NFD);
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n");
	expect_quiets("EX-1", "2 ja moved EX-1.ja.md\n");
}

Test(real, one_stem_in_a_composed_and_a_decomposed_folder_is_two_files)
{
	put("archive/advisories/" NFC "/EX-1.ja.md", FINAL, "1");
	commit("1");
	put("archive/advisories/" NFD "/EX-1.ja.md", FINAL, "2");
	commit("2");
	story_delete(kit.story, "archive/advisories/" NFC);
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n3 ja substantive r2 body\n");
	expect_quiets("EX-1", "2 ja two-files EX-1.ja.md\n");
}

Test(real, an_attachment_has_the_name_that_its_address_has)
{
	put(JA, FINAL, "1");
	story_write(kit.story, "archive/advisories/EX-1/" NFC ".txt", "a");
	commit("1");
	story_rename(kit.story, "archive/advisories/EX-1/" NFC ".txt", "archive/advisories/EX-1/" NFD ".txt");
	commit("2");
	kit_read();
	/* Links to the composed name no longer lead anywhere: that is told. */
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 attachments\n");
}

Test(real, languages_that_come_weeks_apart)
{
	put(JA, FINAL, "1");
	commit("1");
	story_time(kit.story, T0 + 21LL * DAY);
	put(EN, "", "1");
	commit("2");
	story_time(kit.story, T0 + 40LL * DAY);
	put(JA, FINAL, "2");
	commit("3");
	story_time(kit.story, T0 + 61LL * DAY);
	put(EN, "", "2");
	commit("4");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 en translation-published r1\n3 ja substantive r2 body\n"
		       "4 en translation-substantive r2 body\n");
	cr_assert_str_eq(texts("EX-1"), "en:4=T+2 ja:3=T+2");
	cr_assert_str_eq(revisions("EX-1"), "r1@1..2 ja| en:2=T+1 ja:1=T+1\nr2@3..4 ja| en:4=T+2 ja:3=T+2\n");
	cr_assert_eq(advisory_text(the("EX-1"), "en")->updated, T0 + 61LL * DAY);
	cr_assert_eq(the("EX-1")->updated, T0 + 40LL * DAY);
}

/* Both languages of the second revision, in the order of the commits. */
static const char *in_order(const char *first, const char *second)
{
	kit_stop();
	kit_start();
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(first, strcmp(first, JA) == 0 ? FINAL : "", "2");
	commit("2");
	put(second, strcmp(second, JA) == 0 ? FINAL : "", "2");
	commit("3");
	kit_read();
	return events("EX-1");
}

Test(real, two_languages_in_either_order)
{
	cr_assert_str_eq(in_order(JA, EN), "1 ja published r1\n1 en translation-published r1\n2 ja substantive r2 body\n"
					   "3 en translation-substantive r2 body\n");
	cr_assert_str_eq(texts("EX-1"), "en:3=T+2 ja:2=T+2");
	/* The translation that ran ahead reflects what was public then, until it says otherwise. */
	cr_assert_str_eq(in_order(EN, JA), "1 ja published r1\n1 en translation-published r1\n"
					   "2 en translation-substantive r1 body\n3 ja substantive r2 body\n");
	cr_assert_str_eq(texts("EX-1"), "en:2=T-1 ja:3=T+2");
}

Test(real, a_public_one_is_a_draft_again_and_comes_back_unchanged)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, "status: draft\n", "1");
	commit("2\n\nWithdraw-Reason: published-in-error\n");
	put(JA, FINAL, "1");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja withdrawn r1 !published-in-error\n3 ja reinstated r1\n");
	cr_assert_str_eq(revisions("EX-1"), "r1@1..3 ja| en:1=T+1 ja:3=T+1\n");
}

Test(real, deleted_restored_by_a_revert_and_deleted_again)
{
	put(JA, FINAL, "1");
	commit("1");
	story_delete(kit.story, JA);
	commit("2\n\nWithdraw-Reason: legal\nNote-ja: 一\n");
	put(JA, FINAL, "1");
	commit("Revert \"2\"\n\nThis reverts commit 0123456789012345678901234567890123456789.\n");
	story_delete(kit.story, JA);
	commit("4\n\nWithdraw-Reason: incorrect\nNote-ja: 二\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !legal ja=一\n3 ja reinstated r1\n4 ja withdrawn r1 !incorrect ja=二\n");
	cr_assert_str_eq(the("EX-1")->withdrawal.reason, "incorrect");
}

Test(real, first_interim_then_final)
{
	put(JA, "status: interim\nnext_update: 2026-02-01\n", "1");
	commit("1");
	put(JA, FINAL, "1");
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 status,next_update\n");
	cr_assert_str_eq(advisory_state(the("EX-1")), "final");
}

Test(real, trailers_stand_anywhere_above_those_of_tools)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL, "2");
	commit("2\n\nText of the message.\nNote-ja: 誤りを\n 直しました\nNote-ja: もう一つ\n\nMore text.\n\nRevision: editorial\n\n"
	       "Co-authored-by: B <b@example.org>\nSigned-off-by: C <c@example.org>\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja editorial r1 body ja=誤りを直しました\nもう一つ\n");
}

Test(real, a_train_of_thirty_branches_gives_each_its_own_word)
{
	for (int i = 1; i <= 30; i++)
		put(numbered(i, "ja"), FINAL, "1");
	commit("1");
	for (int i = 1; i <= 30; i++)
		story_branch(kit.story, arena_printf(kit.arena, "b%d", i), "main");
	for (int i = 1; i <= 30; i++) {
		put(numbered(i, "ja"), FINAL, "2");
		side(arena_printf(kit.arena, "b%d", i),
		     i % 2 ? arena_printf(kit.arena, "x\n\nRevision: editorial\nNote-ja: %d\n", i) : "x");
	}
	for (int i = 1; i <= 30; i++) {
		story_merge(kit.story, arena_printf(kit.arena, "b%d", i));
		put(numbered(i, "ja"), FINAL, "2");
	}
	commit("Release train");
	kit_read();
	expect("EX-7", "1 ja published r1\n2 ja editorial r1 body ja=7\n");
	expect("EX-8", "1 ja published r1\n2 ja substantive r2 body\n");
}

Test(real, a_hundred_revisions_each_refer_to_their_own)
{
	for (int i = 1; i <= 100; i++) {
		put(JA, FINAL, arena_printf(kit.arena, "%d", i));
		commit("x");
	}
	kit_read();
	const struct advisory *a = the("EX-1");
	cr_assert_eq(a->event_count, 100);
	for (size_t i = 1; i < 100; i++) {
		cr_assert(oid_equal(&a->events[i].before.blob, &a->events[i - 1].after.blob));
		cr_assert(oid_equal(&a->events[i].after.blob, &a->revisions[i].texts[0].blob));
		cr_assert_eq(a->events[i].standing, i + 1);
	}
}
