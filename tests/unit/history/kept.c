/* What is kept between runs changes nothing but the time that a run takes. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "history/kept_steps.h"
#include "history/walk.h"
#include "unit/history/dump.h"
#include "unit/history/kit.h"
#include "unit/history/tale.h"

static void start(void)
{
	kit_start();
	kit.options.use_cache = true;
}

TestSuite(kept, .init = start, .fini = kit_stop);

/* The history of a revision and what was reported, as text. */
static const char *told(const char *revision)
{
	struct diags *kept_diags = kit.diags;
	struct history history = {0};
	struct repository *r;
	struct oid head;
	struct buf out;
	char *faults = NULL;
	size_t length;
	FILE *f = open_memstream(&faults, &length);
	kit.diags = diags_new();
	buf_init(&out, 64 << 20);
	cr_assert(config_parse(&kit.archive.config, kit.arena, kit_yaml(), "archive/archive.yaml", kit.diags));
	cr_assert(repository_open(&r, kit.folder, kit.diags));
	cr_assert(repository_resolve(&head, r, revision, kit.diags), "%s", revision);
	if (history_read(&history, r, &head, &kit.archive, &kit.options, kit.arena, kit.diags))
		dump_history(&out, &history);
	diags_print(kit.diags, f, DIAG_TEXT);
	fclose(f);
	buf_text(&out, faults);
	const char *text = arena_dup(kit.arena, out.data, out.length);
	free(faults);
	repository_close(r);
	diags_free(kit.diags);
	kit.diags = kept_diags;
	buf_fini(&out);
	return text;
}

static const char *told_anew(const char *revision)
{
	kit.options.use_cache = false;
	const char *text = told(revision);
	kit.options.use_cache = true;
	return text;
}

/* The same without the cache and with what it holds now, twice. */
static void expect_same(const char *revision)
{
	const char *anew = told_anew(revision);
	cr_assert(strlen(anew) > 100, "%s", anew);
	cr_assert_str_eq(told(revision), anew);
	cr_assert_str_eq(told(revision), anew);
}

/* How many links and records the cache spares a run. */
struct spared {
	size_t links, all_links, records, all_records;
};

static struct spared spared(const char *revision)
{
	struct timeline t = {.archive = &kit.archive, .options = &kit.options, .diags = kit.diags, .arena = arena_new(),
			     .result = kit.arena};
	struct walk w = {0};
	struct kept_steps k;
	struct oid head;
	struct steps steps;
	cr_assert(repository_open(&t.repository, kit.folder, kit.diags));
	cr_assert(repository_resolve(&head, t.repository, revision, kit.diags));
	timeline_init(&t);
	bool read = timeline_read(&t, &w, &head, NULL); /* not of nonsense */
	kept_steps_init(&k, &t);
	struct spared s = {.links = w.kept, .all_links = w.count, .all_records = t.record_count};
	for (size_t i = 0; read && i < t.record_count; i++)
		s.records += kept_steps_find(&steps, &k, &t, i, t.arena);
	kept_steps_fini(&k);
	walk_fini(&w);
	timeline_fini(&t);
	repository_close(t.repository);
	arena_free(t.arena);
	return s;
}

static void expect_all_spared(const char *revision)
{
	struct spared s = spared(revision);
	cr_expect_eq(s.links, s.all_links);
	cr_expect_eq(s.records, s.all_records);
	cr_expect_gt(s.records, 0);
}

static const char *place_of(const char *name)
{
	return arena_printf(kit.arena, "%s/.git/shirase%s%s", kit.folder, *name ? "/" : "", name);
}

static struct buf whole(const char *name)
{
	struct buf b;
	buf_init(&b, 64 << 20);
	cr_assert(file_read(&b, AT_FDCWD, place_of(name), 64 << 20, false, kit.diags));
	return b;
}

static void overwrite(const char *name, struct span bytes)
{
	FILE *f = fopen(place_of(name), "w");
	cr_assert(f && fwrite(bytes.data, 1, bytes.length, f) == bytes.length && fclose(f) == 0);
}

static void forget(void)
{
	cr_assert(file_remove_tree(AT_FDCWD, place_of(""), kit.diags));
}

/* Three advisories; the last commit is a merge. */
static void tell_a_little(void)
{
	put(JA, FINAL "severity: low\n", "one");
	put("archive/advisories/EX-2.ja.md", FINAL, "two");
	put("archive/advisories/EX-2/a.txt", "", "x");
	story_write(kit.story, "archive/archive.yaml", "base_url: https://old.example.org/\n");
	commit("1\n\nNote-ja: あ\n");
	story_branch(kit.story, "topic", "main");
	put(EN, "", "one");
	story_write(kit.story, "archive/archive.yaml", "base_url: https://csirt.example.org/\n");
	commit("2");
	put("archive/advisories/EX-3.ja.md", FINAL "withdrawn: {reason: legal, note: {ja: 注}}\nredact: {revisions: all, reason: {ja: 理由}}\n",
	    "three");
	story_commit(kit.story, "topic", "3\n\nNote-en: three\n");
	story_merge(kit.story, "topic");
	commit("4");
	story_tell(kit.story);
}

Test(kept, random_histories_are_the_same_with_and_without_it_as_they_grow)
{
	for (unsigned seed = 1; seed <= 8; seed++) {
		if (seed > 1) {
			kit_stop();
			start();
		}
		tale_begin(seed);
		for (unsigned i = 0; i < 8; i++) {
			tale_go_on(1 + tale_below(25));
			story_tell(kit.story);
			expect_same(tale_below(3) || i < 4 ? "main" : "topic");
		}
		expect_same("main");
		expect_all_spared("main");
	}
}

Test(kept, random_histories_are_the_same_for_other_options_threads_and_revisions)
{
	static const char *const revisions[] = {"main", "main~1", "main~7", "topic", "main~3", "topic~2", "main"};
	tale_begin(77);
	tale_go_on(150);
	story_tell(kit.story);
	for (unsigned i = 0; i < 40; i++) {
		kit.options.drafts = tale_below(2);
		kit.options.exercises = tale_below(2);
		kit.options.jobs = 1 + tale_below(4);
		expect_same(revisions[tale_below(7)]);
	}
}

Test(kept, a_new_commit_costs_what_it_touches)
{
	tell_a_little();
	expect_same("main");
	expect_all_spared("main");
	put(JA, FINAL "severity: high\n", "one");
	commit("5");
	story_tell(kit.story);
	struct spared s = spared("main");
	cr_expect_eq(s.links + 1, s.all_links);
	cr_expect_eq(s.records + 1, s.all_records);
	expect_same("main");
	expect_all_spared("main");
}

Test(kept, nothing_is_read_or_written_unless_it_is_asked_for)
{
	tell_a_little();
	told_anew("main");
	cr_expect_eq(access(place_of(""), F_OK), -1);
	told("main");
	cr_expect_eq(access(place_of("walk"), F_OK), 0);
	kit.options.use_cache = false;
	struct spared s = spared("main");
	cr_expect_eq(s.links + s.records, 0);
}

static void cut_everywhere(const char *name, const char *anew)
{
	struct buf all = whole(name);
	size_t step = all.length / 60 + 1;
	for (size_t n = 0; n < all.length; n += step) {
		overwrite(name, span_make(all.data, n));
		cr_assert_str_eq(told("main"), anew, "%s cut off after %zu bytes", name, n);
	}
	buf_fini(&all);
}

static void turn_everywhere(const char *name, const char *anew)
{
	struct buf all = whole(name);
	size_t step = all.length / 60 + 1;
	for (size_t n = 0; n < all.length; n += step) {
		all.data[n] ^= 0x10;
		overwrite(name, buf_as_span(&all));
		all.data[n] ^= 0x10;
		cr_assert_str_eq(told("main"), anew, "%s with byte %zu turned", name, n);
	}
	buf_fini(&all);
}

Test(kept, damage_costs_time_and_nothing_else)
{
	tell_a_little();
	const char *anew = told("main");
	cut_everywhere("walk", anew);
	cut_everywhere("steps", anew);
	turn_everywhere("walk", anew);
	turn_everywhere("steps", anew);
	overwrite("walk", SPAN_LITERAL("x"));
	told("main");
	expect_all_spared("main");
}

/* With a digest that fits, as only a fault of ours could write it: nothing is read beyond the end, nothing loops. */
Test(kept, nonsense_that_is_sealed_is_refused_or_read_within_bounds)
{
	static const char *const names[] = {"walk", "steps"};
	tell_a_little();
	told("main");
	for (unsigned i = 0; i < 600; i++) {
		struct cache *c;
		struct span bytes;
		const char *name = names[i & 1], *stamp = i & 1 ? "steps 5 " : "walk 3 archive ";
		cr_assert(cache_open(&c, &bytes, place_of(""), name, stamp));
		char *copy = malloc(bytes.length);
		memcpy(copy, bytes.data, bytes.length);
		struct span all = span_make(copy, bytes.length);
		cache_close(c);
		struct span bad = all;
		if (tale_below(4) == 0)
			bad.length = tale_below((unsigned)bytes.length);
		for (unsigned n = tale_below(4); n > 0; n--)
			copy[tale_below((unsigned)bytes.length)] = (char)tale_below(256);
		cr_assert(cache_write(place_of(""), name, stamp, bad));
		free(copy);
		spared("main");
		told("main");
		diags_free(kit.diags);
		kit.diags = diags_new();
		forget();
		told("main");
	}
}

Test(kept, what_another_repository_kept_does_no_harm)
{
	tale_begin(5);
	tale_go_on(40);
	story_tell(kit.story);
	told("main");
	struct buf walk = whole("walk"), steps = whole("steps"), secret = whole("../shirase-secret");
	kit_stop();
	start();
	tale_begin(6);
	tale_go_on(40);
	story_tell(kit.story);
	told("main");
	overwrite("walk", buf_as_span(&walk));
	overwrite("steps", buf_as_span(&steps));
	expect_same("main");
	expect_all_spared("main");
	/* With its secret, as where the whole git directory was copied. */
	overwrite("../shirase-secret", buf_as_span(&secret));
	overwrite("walk", buf_as_span(&walk));
	expect_same("main");
	overwrite("walk", buf_as_span(&walk));
	overwrite("steps", buf_as_span(&steps));
	expect_same("main");
	expect_all_spared("main");
	buf_fini(&walk);
	buf_fini(&steps);
	buf_fini(&secret);
}

Test(kept, history_may_be_rewritten_between_runs)
{
	tale_begin(9);
	tale_go_on(60);
	story_tell(kit.story);
	expect_same("main");
	repo_run(kit.folder, "git branch old main && git update-ref refs/heads/main main~10");
	repo_run(kit.folder, "git read-tree main && echo '---\ntitle: quite another\nstatus: final\n---\ntext' > x &&"
			     "git update-index --add --cacheinfo 100644,$(git hash-object -w x)," JA " &&"
			     "git update-ref refs/heads/main $(printf 'another end\\n\\nNote-ja: x\\n' | git commit-tree -p main $(git write-tree))");
	expect_same("main");
	expect_same("old");
	expect_same("main");
	expect_all_spared("main");
}

Test(kept, what_archive_yaml_says_is_not_kept)
{
	tell_a_little();
	expect_same("main");
	kit_config("notes: subject\n");
	expect_same("main");
	cr_expect_not_null(strstr(told("main"), "- \"2\""));
	kit_config(arena_printf(kit.arena, "times: {%s: 2026-02-03T00:00:00Z}\n", story_commit_id(kit.story, 2)));
	expect_same("main");
	expect_all_spared("main");
}

Test(kept, where_nothing_can_be_written_history_is_read_all_the_same)
{
	tell_a_little();
	repo_run(kit.folder, "echo x > .git/shirase");
	expect_same("main");
	repo_run(kit.folder, "rm .git/shirase && mkdir elsewhere && ln -s ../elsewhere .git/shirase");
	expect_same("main");
	repo_run(kit.folder, "rmdir elsewhere");
}

Test(kept, an_older_commit_takes_nothing_away)
{
	tell_a_little();
	expect_same("main");
	expect_same("main~1");
	expect_all_spared("main");
}

Test(kept, it_does_not_grow)
{
	struct stat first, last;
	tell_a_little();
	told("main");
	cr_assert_eq(stat(place_of("steps"), &first), 0);
	for (unsigned i = 0; i < 10; i++) {
		put(JA, i & 1 ? FINAL "severity: low\n" : FINAL, "one");
		story_commit(kit.story, "side", "x");
		story_branch(kit.story, "side", "main");
		story_tell(kit.story);
		told("side");
		told("main");
	}
	cr_assert_eq(stat(place_of("steps"), &last), 0);
	cr_expect_eq(last.st_size, first.st_size);
	kit.options.drafts = true;
	told("main");
	DIR *folder = opendir(place_of(""));
	size_t count = 0;
	for (struct dirent *e; (e = readdir(folder));)
		count += e->d_name[0] != '.';
	closedir(folder);
	cr_expect_eq(count, 3, "walk, steps, steps-drafts: %zu", count);
}

/* Where HEAD's archive was loaded, facts are taken from there: as strictly read as a past version is leniently. */
Test(kept, facts_come_from_heads_archive_as_they_would_from_the_blob)
{
	struct repository *r;
	struct oid head;
	struct commit c;
	story_write(kit.story, "archive/archive.yaml", kit_yaml().data);
	put(JA, FINAL "kind: vulnerability\naffected: [{vendor: V, product: {ja: 製品, en: P}, versions: \"<2\", fixed: 2}]\n"
		      "impact: [tampering]\nexploitation: none-known\nreferences: [{url: https://example.org/, title: T}]\n"
		      "remediations:\n  - kind: workaround\n    details:\n      ja: |\n        一\n        二\n      en: |\n        one\n", "one");
	put("archive/advisories/EX-2.ja.md", FINAL, "two");
	commit("1");
	story_delete(kit.story, "archive/advisories/EX-2.ja.md");
	commit("2\n\nWithdraw-Reason: legal\n");
	story_tell(kit.story);
	cr_assert(repository_open(&r, kit.folder, kit.diags));
	cr_assert(repository_resolve(&head, r, "main", kit.diags));
	cr_assert(repository_commit(&c, r, &head, kit.arena, kit.diags));
	bool ok = archive_load(&kit.archive, r, &(struct archive_from){.tree = c.tree, .jobs = 2}, kit.arena, kit.diags);
	if (!ok)
		diags_print(kit.diags, stderr, DIAG_TEXT);
	cr_assert(ok);
	cr_assert_not_null(archive_find(&kit.archive, "EX-1"));
	expect_same("main");
	expect_all_spared("main");
	repository_close(r);
}
