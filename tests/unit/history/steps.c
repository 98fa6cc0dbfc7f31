#include <criterion/criterion.h>

#include "unit/history/kit.h"

TestSuite(steps, .init = kit_start, .fini = kit_stop);

#define DRAFT "status: draft\n"

Test(steps, a_draft_leaves_no_trace)
{
	put(JA, DRAFT, "secret");
	put(EN, "", "secret");
	commit("1");
	put(JA, DRAFT, "secret 2");
	commit("2");
	kit_read();
	cr_assert(absent("EX-1"));
	cr_assert_eq(kit.history.advisory_count, 0);
}

Test(steps, history_starts_with_the_first_public_version)
{
	put(JA, DRAFT, "1");
	commit("1");
	put(JA, "status: interim\n", "2");
	commit("2");
	put(JA, FINAL, "2");
	commit("3");
	kit_read();
	expect("EX-1", "2 ja published r1\n3 ja substantive r2 status\n");
	cr_assert_str_eq(advisory_state(the("EX-1")), "final");
}

Test(steps, an_exercise_is_not_public_unless_asked_for)
{
	put(JA, FINAL "exercise: yes\n", "1");
	commit("1");
	kit_read();
	cr_assert(absent("EX-1"));
	kit.options.exercises = true;
	kit_read();
	expect("EX-1", "1 ja published r1\n");
}

Test(steps, drafts_count_as_public_if_asked_for)
{
	put(JA, DRAFT, "1");
	commit("1");
	put(JA, FINAL, "1");
	commit("2");
	kit.options.drafts = true;
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 status\n");
}

Test(steps, drafts_between_are_skipped_when_comparing)
{
	put(JA, FINAL "severity: high\n", "1");
	commit("1");
	put(JA, DRAFT "severity: low\n", "other");
	commit("2");
	put(JA, DRAFT "severity: none\n", "another");
	commit("3");
	put(JA, FINAL "severity: high\n", "1");
	commit("4");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja withdrawn r1 !other\n4 ja reinstated r1\n");
	cr_assert_str_eq(revisions("EX-1"), "r1@1..4 ja| ja:4=T+1\n");
	cr_assert_null(the("EX-1")->withdrawal.reason);
}

Test(steps, a_public_one_that_becomes_an_exercise_is_withdrawn_as_by_deletion)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL "exercise: yes\n", "changed");
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja withdrawn r1 !other\n");
	cr_assert(the("EX-1")->withdrawal.by_deletion);
	cr_assert_eq(the("EX-1")->withdrawal.at->serial, 2);
	cr_assert_str_eq(texts("EX-1"), "en:1=T+1 ja:1=T+1");
	cr_assert_str_eq(advisory_state(the("EX-1")), "withdrawn");
	cr_assert_null(value_get(the("EX-1")->facts, "exercise"));
}

Test(steps, deletion_of_source_and_translations_is_one_event)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	story_delete(kit.story, JA);
	story_delete(kit.story, EN);
	commit("Remove\n\nWithdraw-Reason: duplicate\nReplaced-By: EX-2\nNote-ja: 重複\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja withdrawn r1 !duplicate>EX-2 ja=重複\n");
	const struct withdrawal *w = &the("EX-1")->withdrawal;
	cr_assert_str_eq(w->reason, "duplicate");
	cr_assert_str_eq(w->replaced_by, "EX-2");
	cr_assert_str_eq(w->notes[0].text, "重複");
	cr_assert_str_eq(texts("EX-1"), "en:1=T+1 ja:1=T+1");
}

Test(steps, deletion_of_the_source_alone_withdraws_too)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	story_delete(kit.story, JA);
	commit("2");
	put(EN, "", "2");
	commit("3");
	story_delete(kit.story, EN);
	commit("4");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja withdrawn r1 !other\n");
	cr_assert_str_eq(texts("EX-1"), "en:1=T+1 ja:1=T+1");
}

Test(steps, what_was_deleted_and_is_restored_is_reinstated_without_a_revision)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	story_delete(kit.story, JA);
	story_delete(kit.story, EN);
	commit("2");
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja withdrawn r1 !other\n3 ja reinstated r1\n");
	cr_assert_eq(the("EX-1")->updated, T0 + 2 * 3600);
}

Test(steps, restored_with_changes_it_takes_the_next_revision)
{
	put(JA, FINAL "severity: low\n", "1");
	put(EN, "", "1");
	commit("1");
	story_delete(kit.story, JA);
	story_delete(kit.story, EN);
	commit("2");
	put(JA, FINAL "severity: high\n", "2");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja withdrawn r1 !other\n"
		       "3 ja reinstated r2 severity,body\n3 en translation-removed r1\n");
}

Test(steps, a_translation_that_waited_is_published_by_its_sources_event)
{
	put(EN, "", "1");
	commit("1");
	put(EN, "", "2");
	commit("2");
	put(JA, FINAL, "1");
	commit("3");
	kit_read();
	expect("EX-1", "3 ja published r1\n3 en translation-published r1\n");
	cr_assert_str_eq(texts("EX-1"), "en:3=T+1 ja:3=T+1");
}

Test(steps, translations_come_later_change_and_go)
{
	put(JA, FINAL, "1");
	commit("1");
	put(EN, "", "1");
	commit("2");
	put(EN, "", "2");
	commit("3");
	story_delete(kit.story, EN);
	commit("4");
	put(EN, "", "2");
	commit("5");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 en translation-published r1\n3 en translation-substantive r1 body\n"
		       "4 en translation-removed r1\n5 en translation-published r1\n");
}

Test(steps, a_removed_translation_stays_in_the_revision_it_was_part_of)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	story_delete(kit.story, EN);
	commit("2");
	put(JA, FINAL, "2");
	commit("3");
	kit_read();
	cr_assert_str_eq(revisions("EX-1"), "r1@1..2 ja| en:1=T+1 ja:1=T+1\nr2@3..3 ja| ja:3=T+2\n");
	cr_assert_str_eq(texts("EX-1"), "ja:3=T+2");
}

Test(steps, a_move_is_no_revision)
{
	put(JA, FINAL, "1");
	story_write(kit.story, "archive/advisories/EX-1/a.png", "x");
	commit("1");
	story_rename(kit.story, "archive/advisories", "archive/old");
	story_rename(kit.story, "archive/old", "archive/advisories/2026/a");
	commit("2");
	put("archive/advisories/2026/a/EX-1.ja.md", FINAL, "2");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n3 ja substantive r2 body\n");
	cr_assert_eq(kit.history.publication_count, 3);
	cr_assert_str_eq(the("EX-1")->texts[0].path, "archive/advisories/2026/a/EX-1.ja.md");
	cr_assert_str_eq(the("EX-1")->revisions[0].texts[0].path, JA);
	cr_assert_eq(the("EX-1")->attachment_count, 1);
}

Test(steps, a_move_of_the_one_language_before_the_other_is_none_either)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	story_rename(kit.story, JA, "archive/advisories/2026/EX-1.ja.md");
	commit("2");
	story_rename(kit.story, EN, "archive/advisories/2026/EX-1.en.md");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n");
}

Test(steps, a_document_renamed_to_its_number_is_another)
{
	put("archive/advisories/EX-0000.ja.md", DRAFT, "1");
	commit("1");
	story_rename(kit.story, "archive/advisories/EX-0000.ja.md", JA);
	put(JA, FINAL, "1");
	commit("2");
	kit_read();
	expect("EX-1", "2 ja published r1\n");
	cr_assert(absent("EX-0000"));
}

Test(steps, a_public_placeholder_leaves_a_tombstone)
{
	put("archive/advisories/EX-0000.ja.md", FINAL, "1");
	commit("1");
	story_rename(kit.story, "archive/advisories/EX-0000.ja.md", JA);
	commit("2");
	kit_read();
	expect("EX-0000", "1 ja published r1\n2 ja withdrawn r1 !other\n");
	expect("EX-1", "2 ja published r1\n");
	cr_assert_eq(kit.history.advisory_count, 2);
}

Test(steps, a_version_with_broken_yaml_is_no_event)
{
	put(JA, FINAL, "1");
	commit("1");
	story_write(kit.story, JA, doc("title: [\nstatus: final\n", "broken secret"));
	commit("2");
	put(JA, FINAL, "2");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n3 ja substantive r2 body\n");
}

Test(steps, a_version_without_a_title_is_no_event_and_the_next_is_compared_with_the_one_before)
{
	put(JA, FINAL, "1");
	commit("1");
	story_write(kit.story, JA, doc("status: final\n", "no title"));
	commit("2");
	put(JA, FINAL, "1");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n");
}

Test(steps, a_first_version_that_cannot_be_read_is_as_if_it_were_not_there)
{
	story_write(kit.story, JA, "no front matter");
	commit("1");
	put(JA, FINAL, "1");
	commit("2");
	kit_read();
	expect("EX-1", "2 ja published r1\n");
}

Test(steps, a_translation_that_cannot_be_read_does_not_hold_up_its_source)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL, "2");
	story_write(kit.story, EN, doc("title: {\n", "broken"));
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 ja substantive r2 body\n");
	cr_assert_str_eq(texts("EX-1"), "en:1=T-1 ja:2=T+2");
}

Test(steps, unknown_keys_and_values_of_the_past_are_kept)
{
	put(JA, "status: preliminary\nmood: good\n", "1");
	commit("1");
	put(JA, "status: preliminary\nmood: bad\n", "1");
	commit("2");
	put(JA, FINAL, "1");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 mood\n3 ja substantive r3 status,mood\n");
}

Test(steps, two_sources_are_no_event)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL, "2");
	put(EN, FINAL, "2");
	commit("2");
	put(EN, "", "3");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n3 ja substantive r2 body\n"
		       "3 en translation-substantive r2 body\n");
}

Test(steps, one_stem_in_two_folders_is_no_event)
{
	put(JA, FINAL, "1");
	commit("1");
	put("archive/advisories/2026/EX-1.ja.md", FINAL, "2");
	commit("2");
	story_delete(kit.story, JA);
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n3 ja substantive r2 body\n");
}

Test(steps, files_that_wait_for_their_document_come_with_it)
{
	story_write(kit.story, "archive/advisories/2026/EX-1/fig.png", "x");
	commit("1");
	put("archive/advisories/2026/EX-1.ja.md", FINAL, "1");
	commit("2");
	kit_read();
	expect("EX-1", "2 ja published r1\n");
	cr_assert_eq(the("EX-1")->attachment_count, 1);
}

Test(steps, a_translation_in_two_folders_is_no_event_either)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, FINAL, "2");
	put("archive/advisories/2026/EX-1.en.md", "", "2");
	commit("2");
	story_delete(kit.story, EN);
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n3 ja substantive r2 body\n"
		       "3 en translation-substantive r2 body\n");
}

Test(steps, one_stem_in_two_folders_from_the_start_is_not_there)
{
	put(JA, FINAL, "1");
	put("archive/advisories/2026/EX-1.ja.md", FINAL, "1");
	commit("1");
	story_write(kit.story, "archive/archive.yaml", "x");
	commit("2");
	kit_read();
	cr_assert(absent("EX-1"));
}

Test(steps, a_symbolic_link_in_the_past_cannot_be_read_and_is_no_attachment)
{
	put(JA, FINAL, "1");
	commit("1");
	put("other", FINAL, "what the link's blob says");
	commit("2");
	story_tell(kit.story);
	repo_run(kit.folder, "git checkout -qf main && blob=$(git rev-parse main:other) && git update-index --add --cacheinfo 120000,$blob,%s"
			     " --cacheinfo 120000,$blob,archive/advisories/EX-1/link && git commit -qm link &&"
			     "git reset -q --hard && git checkout -q HEAD~1 -- %s && git commit -qm back", JA, JA);
	struct repository *r;
	struct oid head;
	cr_assert(repository_open(&r, kit.folder, kit.diags));
	cr_assert(repository_resolve(&head, r, "main", kit.diags));
	cr_assert(history_read(&kit.history, r, &head, &kit.archive, &kit.options, kit.arena, kit.diags));
	repository_close(r);
	expect("EX-1", "1 ja published r1\n");
	cr_assert_eq(kit.history.publication_count, 3);
	cr_assert_eq(the("EX-1")->attachment_count, 0);
}

Test(steps, the_source_language_may_be_switched)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	put(JA, "", "1");
	put(EN, FINAL, "1");
	commit("2");
	put(EN, FINAL "severity: high\n", "2");
	commit("3");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n3 en substantive r2 severity,body\n");
	cr_assert_str_eq(the("EX-1")->source, "en");
	cr_assert_str_eq(texts("EX-1"), "en:3=T+2 ja:2=T-1");
	cr_assert_str_eq(revisions("EX-1"), "r1@1..1 en| en:2=T+1 ja:2=T+1\nr2@3..3 en| en:3=T+2 ja:2=T-1\n");
}

Test(steps, facts_are_compared_source_to_source_whatever_the_language)
{
	put(JA, FINAL "severity: low\n", "1");
	put(EN, "", "1");
	commit("1");
	put(JA, "", "1");
	put(EN, FINAL "severity: high\n", "1");
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n2 en substantive r2 severity\n");
}

Test(steps, a_new_source_language_without_a_public_predecessor_is_substantive)
{
	put(JA, FINAL, "1");
	commit("1");
	story_delete(kit.story, JA);
	put(EN, FINAL, "1");
	commit("Switch\n\nRevision: editorial\n");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 en substantive r2 title,body\n2 ja translation-removed r1\n");
}

Test(steps, attachments_are_a_fact)
{
	put(JA, FINAL, "1");
	commit("1");
	story_write(kit.story, "archive/advisories/EX-1/b.png", "b");
	story_write(kit.story, "archive/advisories/EX-1/data/a.csv", "a");
	commit("2");
	story_write(kit.story, "archive/advisories/EX-1/b.png", "bb");
	commit("3\n\nRevision: editorial\n");
	story_rename(kit.story, "archive/advisories/EX-1/b.png", "archive/advisories/EX-1/c.png");
	commit("4");
	story_delete(kit.story, "archive/advisories/EX-1/c.png");
	commit("5");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 attachments\n3 ja substantive r3 attachments\n"
		       "4 ja substantive r4 attachments\n5 ja substantive r5 attachments\n");
	const struct advisory *a = the("EX-1");
	cr_assert_eq(a->revisions[0].attachment_count, 0);
	cr_assert_eq(a->revisions[1].attachment_count, 2);
	cr_assert_str_eq(a->revisions[1].attachments[0].name, "b.png");
	cr_assert_str_eq(a->revisions[1].attachments[1].name, "data/a.csv");
	cr_assert_str_eq(a->revisions[3].attachments[0].name, "c.png");
	cr_assert_eq(a->attachment_count, 1);
}

Test(steps, a_folder_holds_attachments_by_the_document_beside_it)
{
	story_write(kit.story, "archive/advisories/2026/EX-1/fig.png", "x");
	story_write(kit.story, "archive/advisories/2026/EX-1/CHANGES.en.md", doc("title: T\n" FINAL, "x"));
	put("archive/advisories/2026/EX-1.ja.md", FINAL, "1");
	commit("1");
	kit_read();
	expect("EX-1", "1 ja published r1\n");
	cr_assert_eq(the("EX-1")->attachment_count, 2);
	cr_assert_str_eq(the("EX-1")->attachments[0].name, "CHANGES.en.md");
	cr_assert_eq(kit.history.advisory_count, 1);
}

Test(steps, one_commit_may_touch_every_document)
{
	for (int i = 1; i <= 300; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL, "1");
	commit("1");
	for (int i = 1; i <= 300; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%d.ja.md", i), FINAL "severity: low\n", "1");
	commit("2");
	kit_read();
	cr_assert_eq(kit.history.advisory_count, 300);
	for (size_t i = 0; i < 300; i++)
		cr_assert_eq(kit.history.advisories[i].revision, 2);
	for (size_t i = 1; i < 300; i++)
		cr_assert_lt(strcmp(kit.history.advisories[i - 1].id, kit.history.advisories[i].id), 0);
}

Test(steps, a_hundred_revisions_of_one)
{
	for (int i = 0; i < 100; i++) {
		put(JA, FINAL, arena_printf(kit.arena, "%d", i));
		commit("x");
	}
	kit_read();
	cr_assert_eq(the("EX-1")->revision, 100);
	cr_assert_eq(the("EX-1")->revisions[41].texts[0].at->serial, 42);
}
