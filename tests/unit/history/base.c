/* history_options.base: what publishing a commit would add to what another has published. */
#include <criterion/criterion.h>

#include "unit/history/dump.h"
#include "unit/history/kit.h"
#include "unit/history/tale.h"

TestSuite(base, .init = kit_start, .fini = kit_stop);

static struct oid resolve(struct repository *r, const char *revision)
{
	struct oid id;
	cr_assert(repository_resolve(&id, r, revision, kit.diags), "%s", revision);
	return id;
}

static bool try(const char *head, const char *base)
{
	struct repository *r;
	cr_assert(config_parse(&kit.archive.config, kit.arena, kit_yaml(), "archive/archive.yaml", kit.diags));
	cr_assert(repository_open(&r, kit.folder, kit.diags));
	struct oid from = resolve(r, base), to = resolve(r, head);
	kit.options.base = &from;
	bool ok = history_read(&kit.history, r, &to, &kit.archive, &kit.options, kit.arena, kit.diags);
	kit.options.base = NULL;
	repository_close(r);
	return ok;
}

/* Reads head against base; the publications are so many, of which the base has so many. */
static void read_against(const char *head, const char *base, size_t count, size_t base_count, bool merged)
{
	cr_assert(try(head, base), "%s against %s", head, base);
	cr_expect_eq(kit.history.publication_count, count, "%s against %s: %zu", head, base, kit.history.publication_count);
	cr_expect_eq(kit.history.base_count, base_count, "%s against %s: %zu", head, base, kit.history.base_count);
	cr_expect_eq(kit.history.virtual_merge, merged);
}

static void expect_base(const char *revision)
{
	char hex[OID_HEX];
	cr_expect_str_eq(oid_hex(hex, &kit.history.base), repo_output(kit.folder, "git rev-parse %s", revision));
}

#define OTHER "archive/advisories/EX-2.ja.md"

/* main: EX-1, a file beside the archive, EX-1 again. */
static void tell_main(void)
{
	put(JA, FINAL, "1");
	commit("1");
	story_write(kit.story, "README", "x");
	commit("beside");
	put(JA, FINAL, "2");
	commit("2");
}

Test(base, of_a_commit_of_the_chain_the_publications_are_told_apart)
{
	tell_main();
	story_tell(kit.story);
	read_against("main", "main", 2, 2, false);
	expect_base("main");
	read_against("main", "main~1", 2, 1, false);
	expect_base("main~1");
	read_against("main", "main~2", 2, 1, false);
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
}

Test(base, without_it_nothing_is_said_of_it)
{
	tell_main();
	kit_read();
	cr_expect_eq(kit.history.base_count, 0);
	cr_expect(oid_is_zero(&kit.history.base));
	cr_expect_not(kit.history.virtual_merge);
}

/* A branch with two changes of EX-1 and a new EX-2. */
static void tell_topic(void)
{
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL, "3");
	story_commit(kit.story, "topic", "a\n\nNote-ja: あ\n");
	put(JA, FINAL, "4");
	story_time(kit.story, T0 + 30 * DAY);
	story_commit(kit.story, "topic", "b\n\nNote-ja: い\n");
	put(OTHER, FINAL, "1");
	story_time(kit.story, T0 + 40 * DAY);
	story_commit(kit.story, "topic", "c\n\nNote-ja: う\n");
}

Test(base, a_branch_that_can_go_straight_on_publishes_its_commits_one_by_one)
{
	tell_main();
	tell_topic();
	story_tell(kit.story);
	read_against("topic", "main", 5, 2, false);
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 ja substantive r3 body ja=あ\n4 ja substantive r4 body ja=い\n");
}

static void go_on_beside(void)
{
	story_write(kit.story, "README", "y");
	commit("beside again");
}

Test(base, a_branch_that_was_left_behind_is_read_as_merged)
{
	tell_main();
	tell_topic();
	go_on_beside();
	story_tell(kit.story);
	read_against("topic", "main", 3, 2, true);
	expect_base("main~1");
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 ja substantive r3 body ja=あ\nい\n");
	expect("EX-2", "3 ja published r1 ja=う\n");
	const struct publication *last = &kit.history.publications[2];
	char hex[OID_HEX];
	cr_expect_str_eq(oid_hex(hex, &last->commit), repo_output(kit.folder, "git rev-parse topic"));
	cr_expect_eq(last->time, T0 + 40 * DAY);
}

Test(base, what_the_base_published_meanwhile_is_not_undone)
{
	tell_main();
	tell_topic();
	put("archive/advisories/EX-3.ja.md", FINAL, "of main");
	commit("3");
	put(EN, "", "of main");
	commit("4");
	story_tell(kit.story);
	read_against("topic", "main", 3, 2, true);
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 ja substantive r3 body ja=あ\nい\n");
	cr_expect(absent("EX-3"), "it is the base's affair");
}

Test(base, a_branch_that_took_main_in_is_compared_with_what_it_took)
{
	tell_main();
	tell_topic();
	put("archive/advisories/EX-3.ja.md", FINAL, "of main");
	commit("3");
	story_merge(kit.story, "main");
	put("archive/advisories/EX-3.ja.md", FINAL, "of main");
	story_commit(kit.story, "topic", "d: take main in");
	story_tell(kit.story);
	read_against("topic", "main", 4, 3, true);
	expect_base("main");
	expect("EX-3", "3 ja published r1\n");
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n4 ja substantive r3 body ja=あ\nい\n");
}

Test(base, what_the_base_has_already_is_not_new)
{
	tell_main();
	story_branch(kit.story, "old", "main");
	put(JA, FINAL, "3");
	commit("3");
	story_write(kit.story, "x", "x");
	story_commit(kit.story, "old", "beside");
	story_merge(kit.story, "old");
	commit("4");
	story_tell(kit.story);
	read_against("main~2", "main", 2, 2, false);
	expect_base("main~2");
	read_against("old", "main", 2, 2, false);
	expect_base("old");
}

Test(base, a_note_goes_to_what_its_own_commit_touched)
{
	tell_main();
	story_branch(kit.story, "topic", "main");
	put(JA, FINAL, "3");
	story_commit(kit.story, "topic", "a");
	put(OTHER, FINAL, "1");
	story_commit(kit.story, "topic", "b\n\nNote-ja: う\nRevision: editorial\n");
	go_on_beside();
	story_tell(kit.story);
	read_against("topic", "main", 3, 2, true);
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n3 ja substantive r3 body\n");
}

Test(base, twenty_documents_in_several_commits_are_not_editorial_by_number)
{
	for (unsigned i = 1; i <= 22; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%u.ja.md", i), FINAL, "1");
	commit("1");
	story_branch(kit.story, "topic", "main");
	story_branch(kit.story, "bulk", "main");
	for (unsigned i = 1; i <= 22; i++) {
		put(arena_printf(kit.arena, "archive/advisories/EX-%u.ja.md", i), FINAL, "2");
		if (i % 11 == 0)
			story_commit(kit.story, "topic", "half");
	}
	for (unsigned i = 1; i <= 22; i++)
		put(arena_printf(kit.arena, "archive/advisories/EX-%u.ja.md", i), FINAL, "2");
	story_commit(kit.story, "bulk", "all");
	go_on_beside();
	story_tell(kit.story);
	read_against("topic", "main", 2, 1, true);
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
	read_against("bulk", "main", 2, 1, true);
	expect("EX-1", "1 ja published r1\n2 ja editorial r1 body\n");
}

Test(base, times_may_name_the_branchs_last_commit)
{
	tell_main();
	tell_topic();
	go_on_beside();
	story_tell(kit.story);
	kit_config(arena_printf(kit.arena, "times: {%s: 2026-03-01T00:00:00Z}\n", repo_output(kit.folder, "git rev-parse topic")));
	read_against("topic", "main", 3, 2, true);
	cr_expect_eq(kit.history.publications[2].time, 1772323200);
}

Test(base, histories_that_share_nothing_cannot_be_compared)
{
	tell_main();
	story_write(kit.story, "archive/archive.yaml", "x");
	story_commit(kit.story, "other", "a beginning of its own");
	story_tell(kit.story);
	cr_assert(!try("main", "other"));
	cr_expect(diags_has(kit.diags, DIAG_NOT_RELATED));
}

/* Everything but commits and times, which only a real merge has. */
static const char *what_it_says(void)
{
	struct buf out;
	buf_init(&out, 16 << 20);
	for (size_t i = 0; i < kit.history.advisory_count; i++) {
		const char *id = kit.history.advisories[i].id;
		buf_printf(&out, "%s\n%s%s%s%s%s%s", id, events(id), revisions(id), texts(id), whys(id), references(id), quiets(id));
	}
	const char *text = arena_dup(kit.arena, out.data, out.length);
	cr_assert(!out.overflow);
	buf_fini(&out);
	return text;
}

Test(base, random_branches_say_what_their_merge_would_say)
{
	for (unsigned seed = 1; seed <= 10; seed++) {
		if (seed > 1) {
			kit_stop();
			kit_start();
		}
		tale_begin(seed);
		tale_go_on(40 + tale_below(40));
		go_on_beside();
		story_tell(kit.story);
		/* What topic has of main it has by merges, or from the start: it is rebuilt on top of main, with a merge of its own. */
		repo_run(kit.folder, "git branch base main && git branch side main~1 && git read-tree topic &&"
				     "git branch again $(echo x | git commit-tree -p side -p topic $(git write-tree)) &&"
				     "git branch again2 $(printf 'x\\n\\nNote-ja: y\\n' | git commit-tree -p again $(git write-tree))");
		repo_run(kit.folder, "git read-tree again2 && git update-index --add --cacheinfo 100644,$(git rev-parse main:README),README &&"
				     "git branch merged $(echo merge | git commit-tree -p base -p again2 $(git write-tree))");
		kit.options.now = INT64_C(4102444800);
		cr_assert(try("again2", "base"));
		cr_assert(kit.history.virtual_merge);
		size_t count = kit.history.publication_count;
		const char *virtual = what_it_says();
		cr_assert(try("merged", "merged"));
		cr_expect_eq(kit.history.publication_count, count);
		cr_assert_str_eq(virtual, what_it_says());
	}
}

Test(base, nothing_of_a_merge_that_is_none_is_kept)
{
	tell_main();
	tell_topic();
	go_on_beside();
	story_tell(kit.story);
	kit.options.use_cache = true;
	for (unsigned i = 0; i < 3; i++) {
		read_against("topic", "main", 3, 2, true);
		expect("EX-2", "3 ja published r1 ja=う\n");
		read_against("main", "main", 2, 2, false);
		cr_expect(absent("EX-2"));
		expect("EX-1", "1 ja published r1\n2 ja substantive r2 body\n");
	}
}
