#include <criterion/criterion.h>

#include "unit/history/kit.h"

TestSuite(timeline, .init = kit_start, .fini = kit_stop);

static const char *times(void)
{
	struct buf out;
	char when[INSTANT_SIZE];
	buf_init(&out, 65536);
	for (size_t i = 0; i < kit.history.publication_count; i++) {
		cr_assert_eq(kit.history.publications[i].serial, i + 1);
		buf_printf(&out, "%s\n", instant_format(when, kit.history.publications[i].time));
	}
	const char *text = arena_text(kit.arena, out.data);
	buf_fini(&out);
	return text;
}

Test(timeline, only_commits_that_touch_the_archive_count)
{
	story_write(kit.story, "README.md", "x");
	commit("outside");
	story_write(kit.story, "archive/archive.yaml", "x");
	commit("inside");
	story_write(kit.story, "filters/x.lua", "x");
	story_write(kit.story, "archive2/x", "x");
	commit("outside");
	commit("nothing");
	put(JA, FINAL, "text");
	int last = commit("inside");
	kit_read();
	cr_assert_eq(kit.history.publication_count, 2);
	char hex[OID_HEX];
	cr_assert_str_eq(oid_hex(hex, &kit.history.publications[1].commit), story_commit_id(kit.story, last));
	cr_assert_str_eq(times(), "2026-01-01T01:00:00Z\n2026-01-01T04:00:00Z\n");
	expect("EX-1", "2 ja published r1\n");
	cr_assert_eq(the("EX-1")->published, T0 + 4 * 3600);
}

Test(timeline, an_archive_in_the_root_is_touched_by_its_own_files_only)
{
	kit.archive.prefix = "";
	story_write(kit.story, "archive.yaml", "x");
	commit("inside");
	story_write(kit.story, "README.md", "x");
	story_write(kit.story, "advisories.txt", "x");
	commit("outside");
	put("advisories/2026/EX-1.ja.md", FINAL, "text");
	commit("inside");
	put("elsewhere/EX-2.ja.md", FINAL, "text");
	commit("outside");
	story_write(kit.story, "pages/about.ja.md", "x");
	commit("inside");
	kit_read();
	cr_assert_eq(kit.history.publication_count, 3);
	cr_assert_eq(kit.history.advisory_count, 1);
}

Test(timeline, time_is_never_earlier_than_that_of_the_event_before)
{
	story_time(kit.story, T0 + 500);
	put(JA, FINAL, "1");
	commit("1");
	story_time(kit.story, T0 + 100);
	put(JA, FINAL, "2");
	commit("2");
	story_time(kit.story, T0 + 600);
	put(JA, FINAL, "3");
	commit("3");
	kit_read();
	cr_assert_str_eq(times(), "2026-01-01T00:08:20Z\n2026-01-01T00:08:20Z\n2026-01-01T00:10:00Z\n");
	cr_assert_eq(the("EX-1")->updated, T0 + 600);
}

Test(timeline, a_clock_on_a_commit_that_is_no_event_holds_nothing_back)
{
	story_time(kit.story, T0 + 999 * DAY);
	story_write(kit.story, "README.md", "x");
	commit("outside");
	story_time(kit.story, T0);
	put(JA, FINAL, "1");
	commit("1");
	kit_read();
	cr_assert_eq(kit.history.publications[0].time, T0);
}

Test(timeline, ten_minutes_ahead_is_the_limit)
{
	kit.options.now = T0;
	story_time(kit.story, T0 + 600);
	put(JA, FINAL, "1");
	commit("1");
	kit_read();
	cr_assert_eq(the("EX-1")->published, T0 + 600);
}

Test(timeline, more_than_ten_minutes_ahead_stops)
{
	kit.options.now = T0;
	story_time(kit.story, T0 + 601);
	put(JA, FINAL, "1");
	commit("1");
	cr_assert(!kit_try());
	cr_assert(diags_has(kit.diags, DIAG_CLOCK_AHEAD));
	cr_assert_eq(diags_status(kit.diags), STATUS_CONTENT);
}

static void mend(const char *id, const char *time)
{
	kit_config(arena_printf(kit.arena, "times: {%s: %s}\n", id, time));
}

Test(timeline, times_mends_a_clock_that_was_ahead)
{
	put(JA, FINAL, "1");
	commit("1");
	story_time(kit.story, T0 + 5000LL * DAY);
	put(JA, FINAL, "2");
	int wrong = commit("2");
	story_time(kit.story, T0 + 20 * DAY);
	put(JA, FINAL, "3");
	commit("3");
	story_tell(kit.story);
	mend(story_commit_id(kit.story, wrong), "2026-01-11T00:00:00Z");
	kit_read();
	cr_assert_str_eq(times(), "2026-01-01T00:00:00Z\n2026-01-11T00:00:00Z\n2026-01-21T00:00:00Z\n");
	cr_assert_eq(diags_count(kit.diags, DIAG_NOTE), 0);
}

Test(timeline, times_takes_an_abbreviation_and_may_not_be_ahead_itself)
{
	put(JA, FINAL, "1");
	int first = commit("1");
	story_tell(kit.story);
	mend(arena_dup(kit.arena, story_commit_id(kit.story, first), 7), "2040-01-01T00:00:00Z");
	cr_assert(!kit_try());
	cr_assert(diags_has(kit.diags, DIAG_CLOCK_AHEAD));
}

Test(timeline, times_of_an_unknown_commit_is_a_warning)
{
	put(JA, FINAL, "1");
	commit("1");
	mend("0123456789abcdef0123456789abcdef01234567", "2026-01-01T00:00:00Z");
	kit_read();
	cr_assert(diags_has(kit.diags, DIAG_TIMES_COMMIT));
	cr_assert_eq(diags_count(kit.diags, DIAG_ERROR), 0);
}

Test(timeline, what_a_merge_brings_counts_at_the_merge)
{
	put(JA, FINAL, "1");
	commit("1");
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL, "2");
	story_commit(kit.story, "topic", "2");
	put(JA, FINAL, "3");
	story_commit(kit.story, "topic", "3");
	story_time(kit.story, T0 + 90 * DAY);
	story_merge(kit.story, "topic");
	put(JA, FINAL, "3");
	commit("merge, months later");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
	cr_assert_eq(the("EX-1")->updated, T0 + 90 * DAY);
}

Test(timeline, a_history_of_one_commit)
{
	put(JA, FINAL, "1");
	put(EN, "", "1");
	commit("1");
	kit_read();
	expect("EX-1", "1 ja published r1\n1 en translation-published r1\n");
}

Test(timeline, a_missing_blob_is_reported)
{
	put(JA, FINAL, "1");
	commit("1");
	put(JA, FINAL, "2");
	commit("2");
	story_tell(kit.story);
	repo_run(kit.folder, "git unpack-objects -q < $(ls .git/objects/pack/*.pack) 2>/dev/null || true;"
			     "mv .git/objects/pack/*.pack p; rm -f .git/objects/pack/*; git unpack-objects -q < p;"
			     "id=$(git rev-parse HEAD~1:%s); rm -f .git/objects/${id%%${id#??}}/${id#??}", JA);
	cr_assert(!kit_try());
	cr_assert(diags_has(kit.diags, DIAG_OBJECT_MISSING));
}
