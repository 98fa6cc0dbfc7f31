#include <criterion/criterion.h>

#include "repository/repository.h"
#include "unit/support/repo.h"

#define NOW INT64_C(1767225600)

static struct diags *d;
static struct arena *a;
static char *folder;
static struct repository *r;
static const char *const paths[] = {"archive", "filters", NULL};

static void start(void)
{
	d = diags_new();
	a = arena_new();
	folder = repo_folder();
	repo_run(folder, "git init -q -b main .");
	cr_assert(repository_open(&r, folder, d));
}

static void stop(void)
{
	repository_close(r);
	repo_remove(folder);
	arena_free(a);
	diags_free(d);
}

TestSuite(work_tree, .init = start, .fini = stop);

/* The work tree's commit. */
static struct commit take(size_t changed)
{
	struct oid id;
	struct commit c;
	struct uncommitted count;
	cr_assert(repository_work_tree(&id, &count, r, paths, NOW, a, d));
	cr_assert_eq(count.count, changed, "%zu files differ", count.count);
	cr_assert(repository_commit(&c, r, &id, a, d));
	return c;
}

/* "path mode" of each file, as one text. */
static const char *names(const struct commit *c)
{
	struct listing list;
	const char *all = "";
	cr_assert(repository_list(&list, r, &c->tree, "", a, d));
	for (size_t i = 0; i < list.count; i++)
		all = arena_printf(a, "%s%s%s ", all, list.files[i].path, list.files[i].kind == ENTRY_LINK ? "@" : "");
	return all;
}

static const char *text(const struct commit *c, const char *path)
{
	struct tree_file file;
	struct span bytes;
	cr_assert(repository_find(&file, r, &c->tree, path, a, NULL));
	cr_assert(repository_blob(&bytes, r, &file.blob, a, d));
	return arena_span(a, bytes);
}

static void commit_three(void)
{
	repo_run(folder, "mkdir -p archive/deep other && echo 1 > archive/a && echo 1 > archive/deep/b && echo 1 > other/c &&"
			 "echo '*.log' > .gitignore && git add . && git commit -qm 1");
}

Test(work_tree, a_clean_one_is_HEAD)
{
	commit_three();
	repo_run(folder, "echo 2 > other/c && echo x > archive/x.log");
	struct commit c = take(0);
	char hex[OID_HEX];
	cr_assert_str_eq(oid_hex(hex, &c.id), repo_output(folder, "git rev-parse HEAD"));
}

Test(work_tree, it_has_what_stands_there_and_HEAD_for_its_parent)
{
	commit_three();
	repo_run(folder, "echo 2 > archive/a && rm archive/deep/b && echo new > archive/new && mkdir filters && echo f > filters/f.lua &&"
			 "ln -s a archive/link && echo staged > archive/staged && git add archive/staged && echo later > archive/staged &&"
			 "echo gone > archive/gone && git add archive/gone && rm archive/gone && echo x > archive/x.log");
	const char *before = repo_output(folder, "git status --porcelain; find .git -type f | sort | xargs cat | sha256sum");
	char *kept = arena_text(a, before);
	struct commit c = take(6);
	cr_assert_str_eq(names(&c), ".gitignore archive/a archive/link@ archive/new archive/staged filters/f.lua other/c ");
	cr_assert_str_eq(text(&c, "archive/a"), "2\n");
	cr_assert_str_eq(text(&c, "archive/staged"), "later\n");
	cr_assert_str_eq(text(&c, "archive/link"), "a");
	cr_assert_str_eq(text(&c, "other/c"), "1\n");
	cr_assert_eq(c.parent_count, 1);
	cr_assert_eq(c.time, NOW);
	cr_assert_str_eq(c.message, "");
	char hex[OID_HEX];
	cr_assert_str_eq(oid_hex(hex, &c.parents[0]), repo_output(folder, "git rev-parse HEAD"));
	cr_assert_str_eq(kept, repo_output(folder, "git status --porcelain; find .git -type f | sort | xargs cat | sha256sum"));
	cr_assert_eq(diags_count(d, DIAG_NOTE), 0);
}

Test(work_tree, before_the_first_commit_it_has_no_parent)
{
	repo_run(folder, "mkdir archive && echo 1 > archive/a");
	struct commit c = take(1);
	cr_assert_str_eq(names(&c), "archive/a ");
	cr_assert_eq(c.parent_count, 0);
}

Test(work_tree, a_folder_may_stand_where_a_file_was_and_the_other_way_round)
{
	commit_three();
	repo_run(folder, "rm -r archive/a archive/deep && mkdir archive/a && echo 1 > archive/a/b && echo 1 > archive/deep");
	struct commit c = take(4);
	cr_assert_str_eq(names(&c), ".gitignore archive/a/b archive/deep other/c ");
}

Test(work_tree, a_link_in_the_place_of_a_folder_is_a_link)
{
	commit_three();
	repo_run(folder, "mv archive/deep elsewhere && ln -s ../elsewhere archive/deep && echo 2 > elsewhere/b");
	struct commit c = take(2);
	cr_assert_str_eq(names(&c), ".gitignore archive/a archive/deep@ other/c ");
}

Test(work_tree, what_both_sides_of_a_merge_changed_is_as_it_stands)
{
	commit_three();
	repo_run(folder, "git switch -qc side && echo side > archive/a && git commit -qam 2 && git switch -q main &&"
			 "echo main > archive/a && git rm -q archive/deep/b && git commit -qam 3 && { git merge -q side || true; }");
	struct commit c = take(1);
	cr_assert(strstr(text(&c, "archive/a"), "<<<<<<<"));
}

Test(work_tree, all_of_it_may_be_gone)
{
	commit_three();
	repo_run(folder, "rm -r archive");
	struct commit c = take(2);
	cr_assert_str_eq(names(&c), ".gitignore other/c ");
}

Test(work_tree, a_file_that_cannot_be_read_is_an_error)
{
	commit_three();
	repo_run(folder, "truncate -s 300M archive/large");
	struct oid id;
	struct uncommitted count;
	cr_assert_not(repository_work_tree(&id, &count, r, paths, NOW, a, d));
	cr_assert(diags_has(d, DIAG_OBJECT_LARGE));
}

Test(work_tree, a_bare_repository_has_none)
{
	struct repository *bare;
	struct oid id;
	struct uncommitted count;
	commit_three();
	repo_run(folder, "git clone -q --bare . bare.git");
	cr_assert(repository_open(&bare, arena_printf(a, "%s/bare.git", folder), d));
	cr_assert_not(repository_work_tree(&id, &count, bare, paths, NOW, a, d));
	cr_assert(diags_has(d, DIAG_BARE));
	cr_assert_eq(diags_status(d), STATUS_USAGE);
	cr_assert_null(repository_folder(bare, NULL));
	cr_assert_not_null(repository_folder(r, d));
	repository_close(bare);
}

Test(work_tree, branches_stand_at_their_commits_each_once)
{
	struct oid *branches;
	size_t count;
	commit_three();
	repo_run(folder, "git branch same && git switch -qc other && git commit -q --allow-empty -m 2 && git switch -q main &&"
			 "git update-ref refs/remotes/origin/far $(git commit-tree -m 3 HEAD^{tree}) &&"
			 "git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/far && git symbolic-ref refs/heads/broken refs/heads/nowhere");
	cr_assert(repository_branches(&branches, &count, r, a, d));
	cr_assert_eq(count, 3, "%zu", count);
	cr_assert_eq(diags_count(d, DIAG_NOTE), 0);
}

Test(work_tree, a_folder_becomes_a_repository_with_one_commit)
{
	struct author who = {"A. Author", "a@example.org"};
	const char *made = arena_printf(a, "%s/made", folder);
	repo_run(folder, "mkdir -p made/.hidden/deep && echo 1 > made/a && echo 2 > made/.hidden/deep/b");
	cr_assert(repository_create(made, &who, "First\n", NOW, d));
	cr_assert_str_eq(repo_output(made, "git status --porcelain; git fsck --strict --no-dangling 2>&1; git log --format='%%an %%ae %%ct %%s'; git ls-files"),
			 "A. Author a@example.org 1767225600 First\n.hidden/deep/b\na");
	cr_assert_str_eq(repo_output(made, "git symbolic-ref HEAD"), "refs/heads/main");
	/* Once is enough. */
	cr_assert_not(repository_create(made, &who, "Second\n", NOW, d));
	cr_assert(diags_has(d, DIAG_FILE_WRITE));
}

/* What git's configuration says is asked end to end: Criterion has read another HOME for libgit2 by now. */
Test(work_tree, who_is_at_work_is_asked_of_the_environment_first)
{
	struct author who;
	setenv("GIT_AUTHOR_NAME", "From Outside", 1);
	setenv("GIT_AUTHOR_EMAIL", "outside@example.org", 1);
	cr_assert(repository_author(&who, a, d));
	cr_assert_str_eq(who.name, "From Outside");
	cr_assert_str_eq(who.email, "outside@example.org");
}

static void expect_file(const struct oid *tree, const char *path, const char *text)
{
	struct tree_file f;
	struct span bytes;
	cr_assert(repository_find(&f, r, tree, path, a, d), "%s", path);
	cr_assert(repository_blob(&bytes, r, &f.blob, a, d));
	cr_expect(span_is(bytes, text), "%s: %.*s", path, (int)bytes.length, bytes.data);
}

/* Both stand in one store of memory, and git finds neither. */
Test(work_tree, a_tree_of_files_that_are_in_no_commit)
{
	static const struct made_file files[] = {{"archive.yaml", {"version: 1", 10}}, {"keys/a/b.asc", {"key", 3}}, {"keys/c.asc", {"", 0}}};
	char hex[OID_HEX];
	struct oid tree, none;
	repo_run(folder, "mkdir archive && echo new >archive/a");
	cr_assert(repository_make_tree(&tree, r, files, 3, a, d));
	struct commit c = take(1);
	expect_file(&tree, "archive.yaml", "version: 1");
	expect_file(&tree, "keys/a/b.asc", "key");
	expect_file(&tree, "keys/c.asc", "");
	expect_file(&c.tree, "archive/a", "new\n");
	cr_assert(repository_make_tree(&none, r, NULL, 0, a, d));
	cr_expect_str_eq(repo_output(folder, "git cat-file -t %s 2>&1 || true", oid_hex(hex, &tree)), "fatal: git cat-file: could not get object info");
	cr_expect_str_eq(repo_output(folder, "git count-objects"), "0 objects, 0 kilobytes");
}
