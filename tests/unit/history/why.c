/* What stands with an event: why it is called so, what was compared, what its messages say. */
#include <criterion/criterion.h>

#include "unit/history/kit.h"

TestSuite(why, .init = kit_start, .fini = kit_stop);

#define FILE_A "archive/advisories/EX-1/a.txt"
#define FILE_B "archive/advisories/EX-1/b.txt"

/* A version of the source in main, and its commit. */
static void version(const char *front, const char *body, const char *message)
{
	put(JA, arena_printf(kit.arena, FINAL "%s", front), body);
	commit(message);
}

static void translation(const char *body, const char *message)
{
	put(EN, "", body);
	commit(message);
}

Test(why, each_class_tells_why)
{
	version("severity: low\n", "1", "1");
	version("severity: high\n", "1", "2");
	version("severity: high\n", "2", "3");
	version("severity: high\n", "3", "4\n\nRevision: editorial\n");
	version("severity: high\ntags: [a]\n", "3", "5");
	version("severity: high\ntags: [a]\nredact: {revisions: [1], reason: {ja: a}}\n", "3", "6");
	translation("1", "7");
	translation("2", "8");
	translation("3", "9\n\nRevision: editorial\n");
	story_delete(kit.story, EN);
	commit("10");
	translation("3", "11");
	kit_read();
	expect_whys("EX-1", "1 ja first\n2 ja facts\n3 ja text\n4 ja said\n5 ja minor\n6 ja redact\n"
			    "7 en first\n8 en text\n9 en said\n10 en removed\n11 en left\n");
}

Test(why, a_withdrawal_tells_how_it_came_and_its_end_the_same)
{
	version("", "1", "1");
	version("withdrawn: {reason: legal}\n", "1", "2");
	version("withdrawn: {reason: incorrect}\n", "1", "3");
	version("", "1", "4");
	story_delete(kit.story, JA);
	commit("5");
	version("", "1", "6");
	put(JA, "status: draft\n", "1");
	commit("7");
	version("", "1", "8");
	put(JA, FINAL "exercise: yes\n", "1");
	commit("9");
	version("withdrawn: {reason: legal}\n", "1", "10");
	version("", "1", "11");
	kit_read();
	expect_whys("EX-1", "1 ja first\n2 ja key\n3 ja restated\n4 ja key\n5 ja left\n6 ja left\n7 ja hidden\n8 ja hidden\n"
			    "9 ja hidden\n10 ja key\n11 ja key\n");
}

Test(why, facts_beside_what_a_withdrawal_says_are_facts)
{
	version("withdrawn: {reason: legal}\n", "1", "1");
	version("withdrawn: {reason: other}\ntags: [a]\n", "1", "2");
	version("withdrawn: {reason: legal}\nseverity: low\n", "1", "3");
	version("withdrawn: {reason: other}\nseverity: low\n", "2", "4");
	story_write(kit.story, FILE_A, "a");
	version("withdrawn: {reason: legal}\nseverity: low\n", "2", "5");
	kit_read();
	expect_whys("EX-1", "1 ja first\n2 ja restated\n3 ja facts\n4 ja restated\n5 ja facts\n");
}

Test(why, a_new_language_of_the_source_is_why)
{
	version("", "1", "1");
	story_delete(kit.story, JA);
	put(EN, FINAL, "1");
	commit("2");
	kit_read();
	expect_whys("EX-1", "1 ja first\n2 en source\n2 ja removed\n");
}

Test(why, a_word_that_does_not_hold_for_facts_is_kept)
{
	version("severity: low\n", "1", "1");
	version("severity: high\n", "2", "2\n\nRevision: editorial\n");
	version("severity: high\nwithdrawn: {reason: legal}\n", "3", "3\n\nRevision: editorial\n");
	version("severity: low\nwithdrawn: {reason: legal}\n", "3", "4\n\nRevision: substantive\n");
	version("severity: low\ntags: [a]\n", "4", "5\n\nRevision: editorial\n");
	kit_read();
	expect_whys("EX-1", "1 ja first\n2 ja facts said-editorial\n3 ja key\n4 ja facts\n5 ja key\n");
}

Test(why, of_a_merge_the_word_is_held_against_the_commit_that_said_it)
{
	version("severity: low\n", "1", "1");
	put("archive/advisories/EX-2.ja.md", FINAL "severity: low\n", "1");
	commit("2");
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL "severity: low\n", "2");
	put("archive/advisories/EX-2.ja.md", FINAL "severity: high\n", "1");
	story_commit(kit.story, "topic", "a\n\nRevision: editorial\n");
	put(JA, FINAL "severity: high\n", "2");
	story_commit(kit.story, "topic", "b");
	story_merge(kit.story, "topic");
	put(JA, FINAL "severity: high\n", "2");
	put("archive/advisories/EX-2.ja.md", FINAL "severity: high\n", "1");
	commit("Merge");
	kit_read();
	expect_whys("EX-1", "1 ja first\n3 ja facts\n");
	expect_whys("EX-2", "2 ja first\n3 ja facts said-editorial\n");
}

Test(why, an_attachment_changed_as_editorial_does_not_hold_either)
{
	story_write(kit.story, FILE_A, "a");
	version("", "1", "1");
	story_branch(kit.story, "topic", "main");
	story_write(kit.story, FILE_A, "b");
	story_commit(kit.story, "topic", "a\n\nRevision: editorial\n");
	story_merge(kit.story, "topic");
	story_write(kit.story, FILE_A, "b");
	commit("Merge");
	kit_read();
	expect_whys("EX-1", "1 ja first\n2 ja facts said-editorial\n");
}

Test(why, the_number_is_told_where_it_decided)
{
	for (int round = 1; round <= 3; round++) {
		for (int i = 1; i <= 20; i++)
			put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, round == 1 ? "1" : round == 2 ? "2" : "3");
		commit(round == 3 ? "x\n\nRevision: editorial\n" : "x");
	}
	kit_read();
	expect_whys("EX-7", "1 ja first\n2 ja bulk\n3 ja said\n");
}

Test(why, what_was_compared_stands_with_the_event)
{
	story_write(kit.story, FILE_A, "a");
	version("", "1", "1");
	translation("1", "2");
	version("severity: low\n", "1", "3");
	version("severity: low\n\n", "1", "4 mechanical");
	story_write(kit.story, FILE_B, "b");
	version("severity: low\n", "2", "5\n\nRevision: editorial\n");
	translation("2", "6");
	story_delete(kit.story, EN);
	commit("7");
	translation("3", "8");
	story_delete(kit.story, JA);
	story_delete(kit.story, EN);
	commit("9");
	version("severity: low\n", "2", "10");
	kit_read();
	expect_references("EX-1", "1 ja ->1 facts ->ja:1 files >a.txt\n"
				  "2 en ->2\n"
				  "3 ja 1>3 facts ja:1>ja:3 files a.txt>a.txt\n"
				  "5 ja 4>5 facts ja:4>ja:5 files a.txt>a.txt,b.txt\n"
				  "6 en 2>6\n"
				  "7 en 6>-\n"
				  "8 en 6>8\n"
				  "9 ja 5>- facts ja:5>- files a.txt,b.txt>\n"
				  "10 ja 5>5 facts ja:5>ja:5 files a.txt,b.txt>a.txt,b.txt\n"
				  "10 en 8>-\n");
}

Test(why, of_a_switched_source_facts_and_text_have_other_predecessors)
{
	version("severity: low\n", "1", "1");
	translation("1", "2");
	put(JA, "", "1");
	put(EN, FINAL "severity: high\n", "1");
	commit("3");
	kit_read();
	expect_references("EX-1", "1 ja ->1 facts ->ja:1\n2 en ->2\n3 en 2>3 facts ja:1>en:3\n");
}

Test(why, drafts_between_are_no_predecessors)
{
	version("severity: low\n", "1", "1");
	put(JA, "status: draft\nseverity: critical\n", "secret");
	commit("2");
	put(JA, "status: draft\nseverity: none\n", "secret 2");
	put(EN, "", "secret 3");
	commit("3");
	version("severity: high\n", "2", "4");
	kit_read();
	expect_references("EX-1", "1 ja ->1 facts ->ja:1\n2 ja 1>- facts ja:1>-\n4 ja 1>4 facts ja:1>ja:4\n4 en ->3\n");
}

Test(why, a_redacted_revision_is_not_reached_from_either_side)
{
	version("", "1", "1");
	version("", "secret", "2");
	version("", "secret 2", "3\n\nRevision: editorial\nNote-ja: secret\n");
	version("severity: low\n", "4", "4");
	version("severity: low\nredact: {revisions: [2], reason: {ja: a}}\n", "4", "5");
	version("severity: low\nredact: {revisions: [2], reason: {ja: a}}\n", "6", "6");
	kit_read();
	expect_references("EX-1", "1 ja ->1 facts ->ja:1\n"
				  "x2 ja 1>2 facts ja:1>ja:2\n"
				  "x3 ja 2>3 facts ja:2>ja:3\n"
				  "x4 ja 3>4 facts ja:3>ja:4\n"
				  "5 ja 4>5 facts ja:4>ja:5\n"
				  "6 ja 5>6 facts ja:5>ja:6\n");
	cr_assert_eq(the("EX-1")->events[2].note_count, 0);
}

Test(why, the_text_of_a_redacted_revision_that_stayed_for_long_is_not_reached)
{
	version("", "1", "1");
	translation("secret", "2");
	version("severity: low\n", "1", "3");
	version("severity: high\n", "1", "4");
	translation("harmless", "5");
	version("severity: high\nredact: {revisions: [1], reason: {ja: a}}\n", "1", "6");
	kit_read();
	/* In r2 "secret" stood to the end: it is shown there, and may be compared. */
	expect_references("EX-1", "x1 ja ->1 facts ->ja:1\nx2 en ->2\nx3 ja 1>3 facts ja:1>ja:3\n4 ja 3>4 facts ja:3>ja:4\n"
				  "5 en 2>5\n6 ja 4>6 facts ja:4>ja:6\n");
	version("severity: high\nredact: {revisions: [1, 2], reason: {ja: a}}\n", "1", "7");
	kit_read();
	expect_references("EX-1", "x1 ja ->1 facts ->ja:1\nx2 en ->2\nx3 ja 1>3 facts ja:1>ja:3\nx4 ja 3>4 facts ja:3>ja:4\n"
				  "x5 en 2>5\n6 ja 4>6 facts ja:4>ja:6\n7 ja 6>7 facts ja:6>ja:7\n");
}

Test(why, the_files_of_a_redacted_revision_are_not_reached)
{
	story_write(kit.story, FILE_A, "secret");
	version("", "1", "1");
	story_delete(kit.story, FILE_A);
	commit("2");
	version("redact: {revisions: [1], reason: {ja: a}}\n", "1", "3");
	kit_read();
	expect_references("EX-1", "x1 ja ->1 facts ->ja:1 files >a.txt\nx2 ja 1>1 facts ja:1>ja:1 files a.txt>\n"
				  "x3 ja 1>3 facts ja:1>ja:3\n");
}

Test(why, with_all_revisions_redacted_nothing_is_reached)
{
	version("", "1", "1");
	translation("1", "2");
	version("", "2", "3");
	version("redact: {revisions: all, reason: {ja: a}}\n", "2", "4");
	kit_read();
	for (size_t i = 0; i < the("EX-1")->event_count; i++)
		cr_assert(event_is_redacted(the("EX-1"), &the("EX-1")->events[i]));
}

Test(why, after_a_reinstatement_both_events_tell_reason_and_note)
{
	version("", "1", "1");
	version("withdrawn: {reason: superseded, replaced_by: EX-2, note: {ja: 撤回, en: gone}}\n", "1", "2\n\nNote-ja: 注記\n");
	version("", "1", "3\n\nNote-en: back\n");
	story_delete(kit.story, JA);
	commit("4\n\nWithdraw-Reason: legal\nNote-en: gone again\n");
	version("", "1", "5");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !superseded>EX-2 ja=注記 en=gone\n3 ja reinstated r1 en=back\n"
		       "4 ja withdrawn r1 !legal en=gone again\n5 ja reinstated r1\n");
	cr_assert_null(the("EX-1")->withdrawal.reason);
}

Test(why, what_a_withdrawal_says_anew_stands_with_that_event)
{
	version("", "1", "1");
	version("withdrawn: {reason: legal, note: {ja: 一}}\n", "1", "2");
	version("withdrawn: {reason: incorrect, note: {ja: 二}}\n", "1", "3\n\nNote-en: anew\n");
	version("withdrawn: {reason: other, note: {ja: 三}}\nseverity: low\n", "1", "4");
	version("", "1", "5");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !legal ja=一\n3 ja substantive r2 !incorrect en=anew ja=二\n"
		       "4 ja substantive r3 severity !other ja=三\n5 ja reinstated r4 severity\n");
}

Test(why, what_was_withdrawn_from_the_start_is_reinstated_by_its_front_matter)
{
	version("withdrawn: {reason: legal}\n", "1", "1");
	version("", "1", "2");
	kit_read();
	expect("EX-1", "1 ja published r1 !legal\n2 ja reinstated r1\n");
	expect_whys("EX-1", "1 ja first\n2 ja key\n");
}

Test(why, the_notes_of_a_withdrawal_go_with_its_revision)
{
	version("", "1", "1");
	version("withdrawn: {reason: legal, note: {ja: secret}}\n", "1", "2\n\nNote-en: secret\n");
	version("", "2", "3");
	version("redact: {revisions: [1], reason: {ja: a}}\n", "2", "4");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !legal\n3 ja reinstated r2 body\n4 ja redacted r2\n");
}

Test(why, slips_stand_with_the_first_event_of_their_publication)
{
	version("", "1", "1");
	put(JA, FINAL, "2");
	translation("1", "2\n\nRevision: editoral\nNote-jp: x\nNote-ja: y\n");
	kit_read();
	expect_whys("EX-1", "1 ja first\n2 ja text ~Revision=editoral ~Note-jp=x\n2 en first\n");
	cr_assert(oid_equal(&the("EX-1")->events[1].slips[0].commit, &kit.history.publications[1].commit));
}

Test(why, slips_of_merged_commits_are_those_that_touched_the_advisory)
{
	version("", "1", "1");
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("2");
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL, "2");
	story_commit(kit.story, "topic", "a\n\nRevision: editoral\n");
	put("archive/advisories/EX-2.ja.md", FINAL, "2");
	story_commit(kit.story, "topic", "b\n\nRevision: minor\n");
	story_merge(kit.story, "topic");
	put(JA, FINAL, "2");
	put("archive/advisories/EX-2.ja.md", FINAL, "2");
	commit("Merge\n\nNote-jp: x\n");
	kit_read();
	expect_whys("EX-1", "1 ja first\n3 ja text ~Revision=editoral ~Note-jp=x\n");
	expect_whys("EX-2", "2 ja first\n3 ja text ~Revision=minor ~Note-jp=x\n");
}

Test(why, an_amendment_mends_slips_of_notes_but_no_word_on_the_revision)
{
	version("", "1", "1");
	put(JA, FINAL, "2");
	int slip = commit("2\n\nRevision: editoral\nNote-jp: x\nNote-ja：y\n");
	story_tell(kit.story);
	const char *id = story_commit_id(kit.story, slip);
	story_write(kit.story, "archive/README.md", "x");
	commit(arena_printf(kit.arena, "3\n\nAmends: %s\nNote-ja: z\nNote-jq: q\n", id));
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body ja=z\n");
	expect_whys("EX-1", "1 ja first\n2 ja text ~Revision=editoral ~Note-jq=q\n");
}

Test(why, slips_of_a_redacted_revision_are_gone)
{
	version("", "1", "1\n\nNote-jp: secret\n");
	version("redact: {revisions: [1], reason: {ja: a}}\n", "2", "2\n\nNote-jp: x\n");
	kit_read();
	expect_whys("EX-1", "1 ja first\n2 ja text ~Note-jp=x\n2 ja redact\n");
}

Test(why, what_is_no_event_is_told_as_quiet)
{
	put(JA, "status: draft\n", "1");
	commit("1");
	version("", "1", "2");
	version("lint: {ignore: [{code: D1, reason: x}]}\n", "1", "3");
	story_rename(kit.story, JA, "archive/advisories/2026/EX-1.ja.md");
	commit("4");
	story_write(kit.story, "archive/advisories/2026/EX-1.ja.md", doc("title: [\n", "x"));
	commit("5");
	story_write(kit.story, "archive/advisories/2026/EX-1.ja.md", doc("title: T\n" FINAL, "1"));
	commit("6");
	put(JA, FINAL, "1");
	commit("7");
	story_delete(kit.story, JA);
	put(EN, FINAL, "1");
	commit("8");
	put(EN, "", "1");
	commit("9");
	kit_read();
	expect_quiets("EX-1", "3 ja mechanical EX-1.ja.md\n4 ja moved EX-1.ja.md\n5 ja unreadable EX-1.ja.md\n"
			      "6 ja mechanical EX-1.ja.md\n7 ja two-files EX-1.ja.md\n8 * two-sources EX-1.ja.md\n");
	expect("EX-1", "2 ja published r1\n9 en translation-published r1\n");
}

Test(why, one_of_two_files_that_goes_is_quiet)
{
	version("", "1", "1");
	put("archive/advisories/2026/EX-1.ja.md", FINAL, "1");
	commit("2");
	story_delete(kit.story, JA);
	commit("3");
	kit_read();
	expect_quiets("EX-1", "2 ja two-files EX-1.ja.md\n3 ja mechanical EX-1.ja.md\n");
	cr_assert_str_eq(the("EX-1")->quiets[1].path, JA);
}

Test(why, drafts_between_and_what_goes_with_its_source_are_quiet)
{
	version("", "1", "1");
	translation("1", "2");
	put(JA, "status: draft\n", "2");
	put(EN, "", "2");
	commit("3");
	put(JA, "status: draft\n", "3");
	commit("4");
	story_delete(kit.story, EN);
	commit("5");
	version("", "2", "6");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 en translation-published r1\n3 ja withdrawn r1 !other\n"
		       "6 ja reinstated r2 body\n6 en translation-removed r1\n");
	expect_quiets("EX-1", "3 en not-public EX-1.en.md\n4 ja not-public EX-1.ja.md\n5 en not-public EX-1.en.md\n");
}

Test(why, a_publication_of_others_is_not_quiet_here)
{
	version("", "1", "1");
	put("archive/advisories/EX-2.ja.md", FINAL, "1");
	commit("2");
	story_write(kit.story, "archive/pages/about.ja.md", "x");
	commit("3");
	kit_read();
	expect_quiets("EX-1", "");
	expect_quiets("EX-2", "");
}

Test(why, states_of_provenance_have_names)
{
	cr_assert_str_eq(provenance_state_name(PROVENANCE_NONE), "none");
	cr_assert_str_eq(provenance_state_name(PROVENANCE_SQUASHED), "squashed");
	cr_assert_str_eq(provenance_state_name(PROVENANCE_SSH), "ssh");
}
