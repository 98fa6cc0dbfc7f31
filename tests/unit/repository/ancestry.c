#include <criterion/criterion.h>

#include "repository/repository.h"
#include "unit/support/repo.h"

static struct diags *d;
static char *folder;
static struct repository *r;

static void start(void)
{
	d = diags_new();
	folder = repo_folder();
	repo_run(folder, "git init -q -b main .");
	cr_assert(repository_open(&r, folder, d));
}

static void stop(void)
{
	repository_close(r);
	repo_remove(folder);
	diags_free(d);
}

TestSuite(ancestry, .init = start, .fini = stop);

static struct oid resolve(const char *revision)
{
	struct oid id;
	cr_assert(repository_resolve(&id, r, revision, d), "%s", revision);
	return id;
}

static void grow(const char *branch, const char *tag)
{
	repo_run(folder, "git checkout -q %s && git commit -q --allow-empty -m %s && git tag %s", branch, tag, tag);
}

static void expect_base(const char *one, const char *other, const char *base)
{
	struct oid x = resolve(one), y = resolve(other), expected = resolve(base), found;
	cr_assert(repository_merge_base(&found, r, &x, &y, d));
	cr_expect(oid_equal(&found, &expected), "%s and %s", one, other);
	cr_assert(repository_merge_base(&found, r, &y, &x, d));
	cr_expect(oid_equal(&found, &expected), "%s and %s", other, one);
}

static bool on_chain(const char *head, const char *ancestor)
{
	struct oid x = resolve(head), y = resolve(ancestor);
	return repository_on_chain(r, &x, &y, d);
}

Test(ancestry, the_merge_base_is_where_two_branches_part_whatever_clocks_say)
{
	repo_run(folder, "git commit -q --allow-empty -m a && git tag a");
	grow("main", "b");
	repo_run(folder, "git branch topic");
	repo_run(folder, "git checkout -q main && GIT_COMMITTER_DATE='1000000000 +0000' git commit -q --allow-empty -m c && git tag c");
	repo_run(folder, "git checkout -q topic && GIT_COMMITTER_DATE='2000000000 +0000' git commit -q --allow-empty -m x && git tag x");
	repo_run(folder, "GIT_COMMITTER_DATE='900000000 +0000' git commit -q --allow-empty -m y && git tag y");
	expect_base("c", "y", "b");
	expect_base("a", "y", "a");
	expect_base("y", "y", "y");
	repo_run(folder, "git checkout -q topic && git merge -q --no-ff --no-edit c && git tag z");
	expect_base("c", "z", "c");
	grow("main", "e");
	expect_base("e", "z", "c");
	cr_expect(on_chain("z", "y"));
	cr_expect(on_chain("z", "b"));
	cr_expect_not(on_chain("z", "c"), "reached by the second parent only");
	cr_expect(on_chain("z", "z"));
	cr_expect_not(on_chain("b", "z"));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
}

Test(ancestry, of_several_best_ones_one_is_taken)
{
	repo_run(folder, "git commit -q --allow-empty -m a && git branch topic");
	grow("main", "b");
	grow("topic", "x");
	repo_run(folder, "git merge -q --no-ff --no-edit b && git checkout -q main && git merge -q --no-ff --no-edit x");
	struct oid one = resolve("main"), other = resolve("topic"), b = resolve("b"), x = resolve("x"), found;
	cr_assert(repository_merge_base(&found, r, &one, &other, d));
	cr_expect(oid_equal(&found, &b) || oid_equal(&found, &x));
}

Test(ancestry, histories_that_share_nothing_have_no_base)
{
	repo_run(folder, "git commit -q --allow-empty -m a && git checkout -q --orphan other && git commit -q --allow-empty -m b");
	struct oid one = resolve("main"), other = resolve("other"), found;
	cr_assert(!repository_merge_base(&found, r, &one, &other, d));
	cr_assert(diags_has(d, DIAG_NOT_RELATED));
	cr_assert_eq(diags_status(d), STATUS_USAGE);
	cr_expect_not(repository_on_chain(r, &one, &other, d));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
}

Test(ancestry, a_commit_that_is_missing_is_reported)
{
	repo_run(folder, "git commit -q --allow-empty -m a && git commit -q --allow-empty -m b");
	struct oid one = resolve("main"), none = {{1}}, found;
	cr_expect_not(repository_merge_base(&found, r, &one, &none, d));
	cr_expect(diags_has(d, DIAG_OBJECT_MISSING));
	repo_run(folder, "p=$(git rev-parse HEAD~1) && rm -f .git/objects/${p%%${p#??}}/${p#??}");
	cr_expect_not(repository_on_chain(r, &one, &none, d));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 2);
}

Test(ancestry, the_cache_lies_in_the_main_git_directory_of_a_linked_worktree)
{
	struct repository *linked;
	struct arena *a = arena_new();
	repo_run(folder, "git commit -q --allow-empty -m a && git worktree add -q linked");
	cr_assert(repository_open(&linked, arena_printf(a, "%s/linked", folder), d));
	cr_expect_str_eq(repository_cache(linked), repository_cache(r));
	const char *end = "/.git/shirase";
	cr_expect(span_ends(span_of(repository_cache(r)), end));
	repository_close(linked);
	arena_free(a);
}
