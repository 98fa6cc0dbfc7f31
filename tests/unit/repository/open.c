#include "repository/repository.h"

#include <criterion/criterion.h>
#include <git2/common.h>
#include <git2/config.h>
#include <git2/global.h>
#include <pthread.h>
#include <unistd.h>

#include "unit/support/repo.h"

static struct diags *d;
static char *folder;

static void start(void)
{
	d = diags_new();
	folder = repo_folder();
	/* Criterion started libgit2 before HOME was ours. */
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, folder);
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, "/nonexistent");
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_XDG, "/nonexistent");
}

static void stop(void)
{
	git_libgit2_shutdown();
	repo_remove(folder);
	diags_free(d);
}

TestSuite(open, .init = start, .fini = stop);

/* What would be printed, for looking at messages and hints. */
static const char *printed(void)
{
	static char text[65536];
	memset(text, 0, sizeof(text));
	FILE *f = fmemopen(text, sizeof(text) - 1, "w");
	diags_print(d, f, DIAG_TEXT);
	fclose(f);
	return text;
}

static bool opens(const char *path)
{
	struct repository *r = NULL;
	bool ok = repository_open(&r, path, d);
	cr_assert(ok == (r != NULL));
	if (ok)
		repository_close(r);
	return ok;
}

static const char *inside(const char *name)
{
	static char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

Test(open, a_plain_repository_opens_from_a_folder_inside_it)
{
	struct repository *r;
	repo_run(folder, "git init -q -b main . && mkdir -p a/b");
	cr_assert(repository_open(&r, inside("a/b"), d));
	cr_assert_str_eq(repository_cache(r), inside(".git/shirase"));
	repository_close(r);
	cr_assert_eq(diags_count(d, DIAG_NOTE), 0);
}

Test(open, a_bare_one_opens)
{
	repo_run(folder, "git init -q --bare bare.git");
	cr_assert(opens(inside("bare.git")));
}

Test(open, no_repository_is_reported)
{
	cr_assert(!opens(folder));
	cr_assert(diags_has(d, DIAG_NO_REPOSITORY));
	cr_assert_eq(diags_status(d), STATUS_USAGE);
	cr_assert(!opens(inside("not/there")));
}

Test(open, somebody_elses_is_refused_with_gits_remedy_which_helps)
{
	if (geteuid() != 0)
		cr_skip("changing owners takes root");
	repo_run(folder, "mkdir 'of others' && cd 'of others' && git init -q . && chown -R 12345 .");
	cr_assert(!opens(inside("of others")));
	cr_assert(diags_has(d, DIAG_REPOSITORY_OWNER));
	const char *text = printed(), *remedy = strstr(text, "git config --global --add safe.directory '");
	cr_assert(remedy != NULL, "%s", text);
	cr_assert(strstr(remedy, inside("of others'\n")) != NULL, "%s", text);
	char command[8192];
	snprintf(command, sizeof(command), "%.*s", (int)strcspn(remedy, "\n"), remedy);
	repo_run(folder, "%s", command);
	cr_assert(opens(inside("of others")));
}

Test(open, somebody_elses_bare_one_is_named_itself)
{
	if (geteuid() != 0)
		cr_skip("changing owners takes root");
	repo_run(folder, "git init -q --bare b.git && chown -R 12345 b.git");
	cr_assert(!opens(inside("b.git")));
	const char *text = printed();
	char want[4096];
	snprintf(want, sizeof(want), "--add safe.directory %s/b.git\n", folder);
	cr_assert(strstr(text, want) != NULL, "%s", text);
	repo_run(folder, "git config --global --add safe.directory %s/b.git", folder);
	cr_assert(opens(inside("b.git")));
}

Test(open, somebody_elses_is_refused_below_a_global_configuration_too)
{
	if (geteuid() != 0)
		cr_skip("changing owners takes root");
	repo_run(folder, "git config --global user.name X && git init -q o && cd o && git init -q . && mkdir sub &&"
			 "git commit -q --allow-empty -m 1 && git worktree add -q ../linked && chown -R 12345 . ../linked");
	cr_assert(!opens(inside("o/sub")));
	cr_assert(diags_has(d, DIAG_REPOSITORY_OWNER));
	cr_assert(!diags_has(d, DIAG_NO_REPOSITORY));
	const char *text = printed();
	cr_assert(strstr(text, inside("o\n")) != NULL, "%s", text);
	cr_assert(!opens(inside("linked")));
	text = printed();
	cr_assert(strstr(text, inside("linked\n")) != NULL, "%s", text);
	repo_run(folder, "git config --global --add safe.directory %s/linked", folder);
	cr_assert(opens(inside("linked")));
	cr_assert(!opens(inside("o/sub")));
}

Test(open, sha256_is_told_as_not_supported)
{
	repo_run(folder, "git init -q --object-format=sha256 .");
	cr_assert(!opens(folder));
	cr_assert(diags_has(d, DIAG_SHA256_REPOSITORY));
}

Test(open, an_unknown_extension_is_told)
{
	repo_run(folder, "git init -q . && git config core.repositoryformatversion 1 && git config extensions.refstorage reftable");
	cr_assert(!opens(folder));
	cr_assert(diags_has(d, DIAG_REPOSITORY_OPEN));
	cr_assert(strstr(printed(), "refstorage") != NULL);
}

Test(open, extensions_that_change_nothing_here_are_no_hindrance)
{
	repo_run(folder, "git init -q . && git config core.repositoryformatversion 1 &&"
			 "git config extensions.worktreeConfig true && git config extensions.preciousObjects true");
	cr_assert(opens(folder));
}

static void make_source(void)
{
	repo_run(folder, "git init -q -b main source && cd source && git config uploadpack.allowFilter true &&"
			 "git config uploadpack.allowAnySHA1InWant true &&"
			 "echo 1 > f && git add f && git commit -qm 1 && echo 2 > f && git commit -qam 2");
}

Test(open, a_shallow_clone_is_refused_until_it_is_deepened)
{
	make_source();
	repo_run(folder, "git clone -q --depth 1 file://%s/source copy", folder);
	cr_assert(!opens(inside("copy")));
	cr_assert(diags_has(d, DIAG_SHALLOW));
	cr_assert(strstr(printed(), "git fetch --unshallow") != NULL);
	repo_run(folder, "cd copy && git fetch -q --unshallow");
	cr_assert(opens(inside("copy")));
}

Test(open, a_shallow_clone_is_seen_through_a_linked_worktree)
{
	make_source();
	repo_run(folder, "git clone -q --depth 1 file://%s/source copy && cd copy && git worktree add -q ../linked", folder);
	cr_assert(!opens(inside("linked")));
	cr_assert(diags_has(d, DIAG_SHALLOW));
}

Test(open, a_partial_clone_is_refused_and_the_printed_commands_mend_it)
{
	make_source();
	repo_run(folder, "git clone -q --filter=blob:none file://%s/source copy", folder);
	cr_assert(!opens(inside("copy")));
	cr_assert(diags_has(d, DIAG_PARTIAL_CLONE));
	const char *text = printed(), *remedy = strstr(text, "run: ");
	cr_assert(remedy != NULL, "%s", text);
	char command[8192];
	snprintf(command, sizeof(command), "cd copy && { %.*s; }", (int)strcspn(remedy + 5, "\n"), remedy + 5);
	repo_run(folder, "%s", command);
	cr_assert(opens(inside("copy")));
}

Test(open, a_partial_clone_is_seen_through_a_linked_worktree)
{
	make_source();
	repo_run(folder, "git clone -q --filter=blob:none file://%s/source copy && cd copy && git worktree add -q ../linked", folder);
	cr_assert(!opens(inside("linked")));
	cr_assert(diags_has(d, DIAG_PARTIAL_CLONE));
}

Test(open, a_promisor_that_is_turned_off_is_none)
{
	repo_run(folder, "git init -q . && git config remote.origin.promisor false");
	cr_assert(opens(folder));
}

static void *open_often(void *argument)
{
	size_t *good = argument;
	for (int i = 0; i < 50; i++)
		*good += opens(folder);
	return NULL;
}

Test(open, many_threads_may_open_and_close)
{
	pthread_t threads[4];
	size_t good[4] = {0};
	repo_run(folder, "git init -q .");
	for (int i = 0; i < 4; i++)
		cr_assert(pthread_create(&threads[i], NULL, open_often, &good[i]) == 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < 4; i++)
		cr_assert_eq(good[i], 50);
}
