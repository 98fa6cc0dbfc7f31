#include <criterion/criterion.h>

#include "unit/history/kit.h"

TestSuite(merges, .init = kit_start, .fini = kit_stop);

static int side(const char *branch, const char *message)
{
	return story_commit(kit.story, branch, message);
}

static void branch(const char *name)
{
	story_branch(kit.story, name, "main");
}

static void merge(const char *name)
{
	story_merge(kit.story, name);
}

Test(merges, notes_come_from_the_commits_that_touched_the_advisory)
{
	put(JA, FINAL, "1");
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	side("topic", "a\n\nNote-ja: 一\n");
	put("archive/advisories/EX-2.ja.md", FINAL, "2");
	side("topic", "b\n\nNote-ja: 二\n");
	put(JA, FINAL, "3");
	side("topic", "c\n\nNote-ja: 三\nNote-ja: 一\n");
	merge("topic");
	put(JA, FINAL, "3");
	put("archive/advisories/EX-2.ja.md", FINAL, "2");
	commit("Merge\n\nNote-ja: 統合\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=一\n三\n");
	expect("EX-2", "1 ja published r1\n2 ja substantive r2 body ja=二\n");
}

Test(merges, what_was_said_of_a_draft_is_not_told)
{
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("0");
	branch("topic");
	put("archive/advisories/2026/EX-1.ja.md", "status: draft\n", "1");
	side("topic", "a\n\nNote-ja: 内部メモ\nRevision: correction\nNote-jp: x\n");
	story_rename(kit.story, "archive/advisories/2026/EX-1.ja.md", JA);
	put(EN, "", "1");
	side("topic", "b\n\nNote-en: internal\n");
	put(JA, FINAL, "2");
	side("topic", "c\n\nNote-ja: 公開\n");
	merge("topic");
	put(JA, FINAL, "2");
	put(EN, "", "1");
	commit("Merge");
	kit_read();
	expect("EX-1", "2 ja published r1 ja=公開\n2 en translation-published r1\n");
	expect_whys("EX-1", "2 ja first\n2 en first\n");
	kit.options.drafts = true;
	kit_read();
	expect("EX-1", "2 ja published r1 ja=内部メモ\n公開 en=internal\n2 en translation-published r1\n");
}

Test(merges, what_was_said_of_an_exercise_is_not_told)
{
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("0");
	branch("topic");
	put(JA, "status: final\nexercise: true\n", "1");
	side("topic", "a\n\nNote-ja: 訓練\n");
	put(JA, FINAL, "1");
	side("topic", "b");
	merge("topic");
	put(JA, FINAL, "1");
	commit("Merge\n\nNote-ja: 統合\n");
	kit_read();
	expect("EX-1", "2 ja published r1 ja=統合\n");
}

Test(merges, the_commit_that_hides_what_was_public_says_why)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, "status: draft\n", "1");
	side("topic", "a\n\nWithdraw-Reason: legal\nNote-ja: 理由\n");
	put(JA, "status: draft\n", "2");
	side("topic", "b\n\nNote-ja: 内部メモ\n");
	merge("topic");
	put(JA, "status: draft\n", "2");
	commit("Merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !legal ja=理由\n");
}

Test(merges, what_is_hidden_and_shown_again_within_a_branch_tells_nothing_of_between)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, "status: draft\n", "1");
	side("topic", "a\n\nNote-ja: 内部メモ\n");
	put(JA, FINAL, "2");
	side("topic", "b\n\nNote-ja: 訂正\n");
	merge("topic");
	put(JA, FINAL, "2");
	commit("Merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=訂正\n");
}

Test(merges, an_amendment_of_what_a_merge_brought_counts_when_it_was_merged)
{
	char hex[OID_HEX];
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	int said = side("topic", "a\n\nNote-ja: 一\n");
	merge("topic");
	put(JA, FINAL, "2");
	commit("Merge");
	story_tell(kit.story);
	branch("mend");
	int mends = side("mend", arena_printf(kit.arena, "x\n\nAmends: %s\nNote-ja: 二\n", story_commit_id(kit.story, said)));
	merge("mend");
	commit("Merge");
	kit_read();
	const struct event *e = &the("EX-1")->events[1];
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=二\n");
	cr_assert_str_eq(oid_hex(hex, &e->amended.commit), story_commit_id(kit.story, mends));
	cr_assert_eq(e->amended.time, T0 + 4 * 3600);
}

Test(merges, the_merge_speaks_where_its_commits_do_not)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	side("topic", "a");
	merge("topic");
	put(JA, FINAL, "2");
	commit("Merge\n\nNote-ja: 統合\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=統合\n");
}

Test(merges, reasons_come_from_the_merged_commits)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	story_delete(kit.story, JA);
	side("topic", "a\n\nWithdraw-Reason: incorrect\n");
	merge("topic");
	story_delete(kit.story, JA);
	commit("Merge\n\nWithdraw-Reason: legal\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !incorrect\n");
}

Test(merges, editorial_only_if_every_commit_that_touched_it_is)
{
	put(JA, FINAL, "1");
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	put("archive/advisories/EX-2.ja.md", FINAL, "2");
	side("topic", "a\n\nRevision: editorial\n");
	put(JA, FINAL, "3");
	side("topic", "b");
	merge("topic");
	put(JA, FINAL, "3");
	put("archive/advisories/EX-2.ja.md", FINAL, "2");
	commit("Merge\n\nRevision: editorial\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
	expect("EX-2", "1 ja published r1\n2 ja editorial r1 body\n");
}

Test(merges, the_merges_own_change_needs_its_own_trailer)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	side("topic", "a\n\nRevision: editorial\n");
	merge("topic");
	put(JA, FINAL, "in neither");
	commit("Merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
}

Test(merges, a_branch_that_says_editorial_does_not_speak_for_what_its_merge_takes_back)
{
	put(JA, FINAL, "It is safe.");
	commit("1");
	branch("topic");
	put(JA, FINAL, "It is safe!");
	side("topic", "a\n\nRevision: editorial\n");
	put(JA, FINAL, "It is NOT safe: update.");
	commit("2");
	story_merge(kit.story, "main");
	side("topic", "Merge main, ours");
	merge("topic");
	put(JA, FINAL, "It is safe!");
	commit("Merge topic");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 ja substantive r3 body\n");
}

Test(merges, with_its_own_trailer_the_merges_own_change_is_editorial)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	side("topic", "a\n\nRevision: editorial\n");
	merge("topic");
	put(JA, FINAL, "in neither");
	commit("Merge\n\nRevision: editorial\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja editorial r1 body\n");
}

Test(merges, a_merge_that_changes_the_document_itself_adds_its_note)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	side("topic", "a\n\nNote-ja: 一\n");
	merge("topic");
	put(JA, FINAL, "in neither");
	commit("Merge\n\nNote-ja: 統合\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=一\n統合\n");
}

Test(merges, a_document_that_only_the_merge_changes_is_its_own)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	story_write(kit.story, "other", "x");
	side("topic", "a\n\nRevision: editorial\nNote-ja: 無関係\n");
	merge("topic");
	story_write(kit.story, "other", "x");
	put(JA, FINAL, "evil");
	commit("Merge\n\nNote-ja: 統合\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=統合\n");
}

Test(merges, taking_an_older_parents_blob_back_is_not_editorial_by_silence)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	story_write(kit.story, "other", "x");
	side("topic", "a\n\nRevision: editorial\n");
	put(JA, FINAL, "2");
	commit("2");
	merge("topic");
	story_write(kit.story, "other", "x");
	put(JA, FINAL, "1");
	commit("Merge, theirs");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 ja substantive r3 body\n");
}

Test(merges, main_merged_into_the_branch_is_no_touch)
{
	put(JA, FINAL, "1");
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	side("topic", "a\n\nRevision: editorial\n");
	put("archive/advisories/EX-2.ja.md", FINAL, "2");
	commit("2");
	merge("main");
	put("archive/advisories/EX-2.ja.md", FINAL, "2");
	side("topic", "Merge main");
	merge("topic");
	put(JA, FINAL, "2");
	commit("Merge topic");
	kit_read();
	expect("EX-1", "1 ja published r1\n3 ja editorial r1 body\n");
	expect("EX-2", "1 ja published r1\n2 ja substantive r2 body\n");
}

Test(merges, an_octopus_brings_all_its_branches)
{
	for (int i = 1; i <= 3; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "1");
	commit("1");
	for (int i = 1; i <= 3; i++) {
		const char *name = arena_printf(kit.arena, "topic%d", i);
		branch(name);
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "2");
		side(name, arena_printf(kit.arena, "x\n\nNote-ja: %d\n%s", i, i == 2 ? "Revision: editorial\n" : ""));
	}
	for (int i = 1; i <= 3; i++) {
		merge(arena_printf(kit.arena, "topic%d", i));
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "2");
	}
	commit("Octopus");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=1\n");
	expect("EX-2", "1 ja published r1\n2 ja editorial r1 body ja=2\n");
	expect("EX-3", "1 ja published r1\n2 ja substantive r2 body ja=3\n");
}

/* A branch whose commit c changes the text of documents 1 to n[c]. */
static void bulk_branch(int documents, const int *numbers, int commits, const char *message)
{
	for (int i = 1; i <= documents; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "start");
	commit("1");
	branch("topic");
	for (int c = 0; c < commits; c++) {
		for (int i = 1; i <= numbers[c]; i++)
			put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, arena_printf(kit.arena, "text %d", c));
		side("topic", message);
	}
	merge("topic");
	for (int c = 0; c < commits; c++)
		for (int i = 1; i <= numbers[c]; i++)
			put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, arena_printf(kit.arena, "text %d", c));
	commit("Merge");
	kit_read();
}

Test(merges, number_is_each_merged_commits_own)
{
	bulk_branch(25, (int[]){20}, 1, "x");
	expect("EX-1", "1 ja published r1\n2 ja editorial r1 body\n");
	kit_stop();
	kit_start();
	bulk_branch(25, (int[]){19}, 1, "x");
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
	kit_stop();
	kit_start();
	bulk_branch(25, (int[]){20, 3}, 2, "x");
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
	expect("EX-4", "1 ja published r1\n2 ja editorial r1 body\n");
	kit_stop();
	kit_start();
	bulk_branch(25, (int[]){20}, 1, "x\n\nRevision: substantive\n");
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
}

Test(merges, drafts_in_a_merged_commit_do_not_count)
{
	for (int i = 1; i <= 25; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), i <= 19 ? FINAL : "status: draft\n", "1");
	commit("1");
	branch("topic");
	for (int i = 1; i <= 25; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), i <= 19 ? FINAL : "status: draft\n", "2");
	side("topic", "x");
	merge("topic");
	for (int i = 1; i <= 25; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), i <= 19 ? FINAL : "status: draft\n", "2");
	commit("Merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
}

Test(merges, a_release_train_of_thirty_branches_is_not_a_bulk_change)
{
	for (int i = 1; i <= 30; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "1");
	commit("1");
	for (int i = 1; i <= 30; i++) {
		const char *name = arena_printf(kit.arena, "topic%d", i);
		branch(name);
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "2");
		side(name, arena_printf(kit.arena, "x\n\nNote-ja: %d\n", i));
	}
	story_branch(kit.story, "train", "main");
	for (int i = 1; i <= 30; i++) {
		merge(arena_printf(kit.arena, "topic%d", i));
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "2");
		side("train", "Merge into the train");
	}
	merge("train");
	for (int i = 1; i <= 30; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "2");
	commit("Merge the train");
	kit_read();
	cr_assert_eq(kit.history.publication_count, 2);
	expect("EX-17", "1 ja published r1\n2 ja substantive r2 body ja=17\n");
}

Test(merges, a_move_within_a_branch_is_no_touch)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	story_rename(kit.story, JA, "archive/advisories/2026/EX-1.ja.md");
	side("topic", "move\n\nNote-ja: 移動\n");
	put("archive/advisories/2026/EX-1.ja.md", FINAL, "2");
	side("topic", "edit\n\nRevision: editorial\n");
	merge("topic");
	story_delete(kit.story, JA);
	put("archive/advisories/2026/EX-1.ja.md", FINAL, "2");
	commit("Merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja editorial r1 body\n");
}

Test(merges, a_correction_within_a_branch_is_one)
{
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	side("topic", "x\n\nRevision: correction\n");
	merge("topic");
	put(JA, FINAL, "2");
	commit("Merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 correction body\n");
}

Test(merges, two_histories_in_linear_and_in_merged_shape_agree)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL, "2");
	commit("2\n\nNote-ja: 二\n");
	kit_read();
	struct buf copy;
	buf_init(&copy, 4096);
	buf_text(&copy, events("EX-1"));
	kit_stop();
	kit_start();
	put(JA, FINAL, "1");
	commit("1");
	branch("topic");
	put(JA, FINAL, "2");
	side("topic", "2\n\nNote-ja: 二\n");
	merge("topic");
	put(JA, FINAL, "2");
	commit("Merge");
	kit_read();
	expect("EX-1", copy.data);
	buf_fini(&copy);
}
