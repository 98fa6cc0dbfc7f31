#include "publish/stage.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "trust/sums.h"
#include "unit/support/gnupg.h"

static char root[64], target[80];
static struct diags *d;

static void begin(void)
{
	digest_setup();
	snprintf(root, sizeof(root), "/tmp/shirase-unit-XXXXXX");
	cr_assert(mkdtemp(root));
	snprintf(target, sizeof(target), "%s/site", root);
	d = diags_new();
}

static void end(void)
{
	diags_free(d);
	support_run("rm -rf %s", root);
}

TestSuite(stage, .init = begin, .fini = end);

#define ARCHIVE "{\n \"version\": 1,\n \"generator\": \"shirase 0.1.0\",\n"

/* What makes a folder a site: archive.json as shirase begins it, and its digest in SHA256SUMS. */
static void write_record(int folder, const char *archive)
{
	struct buf sums;
	struct sum sum = {"archive.json", sha256_of(span_of(archive))};
	buf_init(&sums, 1000);
	sums_write(&sums, &sum, 1);
	file_write(folder, "archive.json", span_of(archive), d);
	file_write(folder, "SHA256SUMS", buf_as_span(&sums), d);
	buf_fini(&sums);
}

/* A stage with a site in it that has so many more files than it must, and says what it is in the first and the last. */
static struct stage *prepare(const char *says, int more)
{
	struct stage *s = NULL;
	if (!stage_new(&s, target, false, d))
		return NULL;
	file_write(stage_folder(s), "first", span_of(says), d);
	write_record(stage_folder(s), ARCHIVE);
	for (int i = 0; i < more; i++) {
		char path[40];
		snprintf(path, sizeof(path), "ja/%d/index.html", i);
		file_write(stage_folder(s), path, span_of(says), d);
	}
	file_write(stage_folder(s), "last", span_of(says), d);
	return s;
}

static bool publish(const char *says)
{
	struct stage *s = prepare(says, 3);
	bool ok = s && stage_commit(s, d);
	stage_free(s);
	return ok;
}

/* What the live site says; empty if there is none. */
static char *live(void)
{
	return support_output("cat %s/first 2>/dev/null || true", target);
}

static void live_is(const char *says)
{
	char *now = live();
	cr_expect_str_eq(now, says, "the live site is \"%s\" and not \"%s\"", now, says);
	free(now);
}

/* What lies beside the target. */
static void beside_is(const char *names)
{
	char *now = support_output("ls -A %s | tr '\\n' ' '", root);
	cr_expect_str_eq(now, names, "there is: %s", now);
	free(now);
}

static void quiet(void)
{
	if (diags_count(d, DIAG_NOTE))
		diags_print(d, stderr, DIAG_TEXT);
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
}

static void refused(const char *path, enum diag_code code)
{
	struct diags *each = diags_new();
	struct stage *s = NULL;
	cr_expect_not(stage_new(&s, path, false, each), "%s was taken", path);
	cr_expect(diags_has(each, code), "%s: no %s", path, diag_name(code));
	cr_expect_eq(diags_count(each, DIAG_NOTE), 1);
	diags_free(each);
}

Test(stage, is_put_in_place_where_there_was_nothing)
{
	cr_assert(publish("one"));
	live_is("one");
	beside_is("site ");
	quiet();
}

Test(stage, replaces_the_site_and_leaves_nothing_beside_it)
{
	cr_assert(publish("one"));
	cr_assert(publish("two"));
	live_is("two");
	beside_is("site ");
	quiet();
}

Test(stage, takes_the_place_of_an_empty_folder)
{
	cr_assert_eq(mkdir(target, 0700), 0);
	cr_assert(publish("one"));
	live_is("one");
	char *mode = support_output("stat -c %%a %s", target);
	cr_expect_str_eq(mode, "755");
	free(mode);
}

Test(stage, is_nobody_elses_to_read_until_it_is_in_place)
{
	umask(0);
	struct stage *s = prepare("one", 0);
	struct stat st;
	cr_assert_eq(fstat(stage_folder(s), &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0700);
	cr_expect_eq(stage_live(s), -1);
	stage_free(s);
}

Test(stage, that_is_not_committed_goes_away_and_the_site_stays)
{
	cr_assert(publish("one"));
	struct stage *s = prepare("two", 3);
	cr_expect(stage_live(s) >= 0);
	struct buf text;
	buf_init(&text, 100);
	cr_expect(file_read(&text, stage_live(s), "first", 100, false, d));
	cr_expect_str_eq(text.data, "one");
	buf_fini(&text);
	stage_free(s);
	live_is("one");
	beside_is("site ");
}

Test(stage, has_a_path_beside_its_target)
{
	struct stage *s = prepare("one", 0);
	char prefix[120];
	snprintf(prefix, sizeof(prefix), "%s/.site.stage-", root);
	cr_expect_eq(strncmp(stage_path(s), prefix, strlen(prefix)), 0, "%s", stage_path(s));
	cr_expect_eq(access(stage_path(s), R_OK), 0);
	stage_free(s);
}

Test(stage, works_with_a_relative_name_and_slashes_at_its_end)
{
	cr_assert_eq(chdir(root), 0);
	snprintf(target, sizeof(target), "site//");
	cr_assert(publish("one"));
	cr_assert(publish("two"));
	live_is("two");
	snprintf(target, sizeof(target), "./site");
	cr_assert(publish("three"));
	live_is("three");
	cr_assert_eq(chdir("/"), 0);
}

Test(stage, is_refused_where_a_site_must_not_be)
{
	char path[200];
	refused("/", DIAG_TARGET);
	refused("", DIAG_TARGET);
	refused(".", DIAG_TARGET);
	refused("..", DIAG_TARGET);
	snprintf(path, sizeof(path), "%s/.", root);
	refused(path, DIAG_TARGET);
	snprintf(path, sizeof(path), "%s/none/site", root);
	refused(path, DIAG_TARGET);
	setenv("HOME", root, 1);
	refused(root, DIAG_TARGET);
	support_run("mkdir -p %s/tree/.git", root);
	snprintf(path, sizeof(path), "%s/tree", root);
	refused(path, DIAG_TARGET);
	support_run("mkdir %s/linked && echo gitdir: x >%s/linked/.git", root, root);
	snprintf(path, sizeof(path), "%s/linked", root);
	refused(path, DIAG_TARGET);
	support_run("mkdir %s/real && ln -s real %s/link", root, root);
	snprintf(path, sizeof(path), "%s/link", root);
	refused(path, DIAG_TARGET);
	snprintf(path, sizeof(path), "%s/link/", root);
	refused(path, DIAG_TARGET);
	support_run("ln -s nowhere %s/dangling", root);
	snprintf(path, sizeof(path), "%s/dangling", root);
	refused(path, DIAG_TARGET);
	support_run("touch %s/file", root);
	snprintf(path, sizeof(path), "%s/file", root);
	refused(path, DIAG_TARGET);
	refused("/proc", DIAG_TARGET); /* a mount point */
}

Test(stage, is_refused_where_something_else_is)
{
	support_run("mkdir %s && echo precious >%s/thesis.txt", target, target);
	refused(target, DIAG_TARGET_FOREIGN);
	support_run("echo {} >%s/archive.json", target);
	refused(target, DIAG_TARGET_FOREIGN);
	support_run("ln -s archive.json %s/SHA256SUMS", target);
	refused(target, DIAG_TARGET_FOREIGN);
	support_run("rm %s/SHA256SUMS && touch %s/SHA256SUMS", target, target);
	refused(target, DIAG_TARGET_FOREIGN); /* two files of these names are no site */
	support_run("cd %s && sha256sum archive.json >SHA256SUMS", target);
	refused(target, DIAG_TARGET_FOREIGN); /* nor if they agree, if shirase did not write them */
	support_run("cd %s && printf '{\\n \"version\": 1,\\n \"generator\": \"other 1\"' >archive.json && sha256sum archive.json >SHA256SUMS",
		    target);
	refused(target, DIAG_TARGET_FOREIGN);
	char *kept = support_output("cat %s/thesis.txt", target);
	cr_expect_str_eq(kept, "precious");
	free(kept);
}

Test(stage, is_refused_where_a_site_was_changed_by_hand)
{
	cr_assert(publish("one"));
	support_run("echo >>%s/archive.json", target);
	refused(target, DIAG_TARGET_FOREIGN);
	support_run("cd %s && sha256sum archive.json >SHA256SUMS", target);
	cr_expect(publish("two"));
	live_is("two");
}

/* The litter goes with what it lay in. */
Test(stage, takes_a_folder_that_a_file_manager_has_looked_at_for_empty)
{
	support_run("mkdir %s && touch %s/.DS_Store %s/Thumbs.db", target, target, target);
	cr_expect(publish("one"));
	support_run("touch %s/.DS_Store", target);
	cr_expect(publish("two"));
	live_is("two");
	quiet();
	support_run("rm -r %s && mkdir -p %s/.DS_Store", target, target);
	refused(target, DIAG_TARGET_FOREIGN); /* a folder of that name is none of it */
}

Test(stage, of_a_signed_site_takes_the_place_of_one_and_an_unsigned_one_does_not)
{
	cr_assert(publish("one"));
	support_run("touch %s/SHA256SUMS.asc", target);
	refused(target, DIAG_TARGET_SIGNED);
	live_is("one");
	struct stage *s = NULL;
	cr_assert(stage_new(&s, target, true, d));
	cr_expect(stage_live(s) >= 0);
	stage_free(s);
	quiet();
}

Test(stage, of_two_builds_the_second_is_told_of_the_first)
{
	struct stage *s = prepare("one", 0);
	refused(target, DIAG_TARGET_LOCKED);
	stage_free(s);
	cr_expect(publish("two"));
	live_is("two");
	beside_is("site ");
}

Test(stage, of_another_target_beside_it_is_not_in_the_way)
{
	struct stage *s = prepare("one", 0), *other = NULL;
	char path[100];
	snprintf(path, sizeof(path), "%s/site.stage-0123456789ab", root);
	cr_assert(stage_new(&other, path, false, d));
	cr_assert(stage_commit(s, d));
	stage_free(s);
	file_write(stage_folder(other), "x", SPAN_LITERAL("x"), d);
	cr_assert(stage_commit(other, d));
	stage_free(other);
	beside_is("site site.stage-0123456789ab ");
	quiet();
}

Test(stage, leftovers_of_a_killed_build_are_removed_and_nothing_else)
{
	support_run(
		"cd %s && mkdir -p .site.stage-0123456789ab/deep/er .site.stage-short .site.stage-0123456789ag "
		".other.stage-0123456789ab && touch .site.stage-0123456789ab/deep/er/file .site.shirase.lock "
		".site.stage-aaaaaaaaaaaa && echo 999999 >.site.shirase.lock",
		root);
	cr_assert(publish("one"));
	live_is("one");
	beside_is(
		".other.stage-0123456789ab .site.stage-0123456789ag .site.stage-aaaaaaaaaaaa .site.stage-short site ");
	quiet();
}

Test(stage, of_a_running_build_is_no_leftover)
{
	struct stage *s = prepare("one", 3);
	refused(target, DIAG_TARGET_LOCKED);
	cr_expect_eq(access(stage_path(s), R_OK), 0);
	cr_expect(stage_commit(s, d));
	stage_free(s);
	live_is("one");
}

Test(stage, leftovers_that_are_links_are_not_followed)
{
	support_run(
		"mkdir %s/precious && touch %s/precious/file && ln -s precious %s/.site.stage-0123456789ab",
		root, root, root);
	support_run("mkdir %s/.site.stage-ba9876543210 && ln -s ../precious %s/.site.stage-ba9876543210/in",
		    root, root);
	cr_assert(publish("one"));
	support_run("test -f %s/precious/file", root);
}

Test(stage, is_not_put_in_place_of_what_was_changed_meanwhile)
{
	cr_assert(publish("one"));
	struct stage *s = prepare("two", 0);
	support_run("mv %s %s.away && mkdir %s && printf other >%s/first", target, target, target,
		    target);
	cr_expect_not(stage_commit(s, d));
	cr_expect(diags_has(d, DIAG_TARGET_CHANGED));
	stage_free(s);
	live_is("other");
}

Test(stage, is_not_put_in_place_of_what_came_meanwhile)
{
	struct stage *s = prepare("two", 0);
	support_run("mkdir %s && printf other >%s/first", target, target);
	cr_expect_not(stage_commit(s, d));
	cr_expect(diags_has(d, DIAG_TARGET_CHANGED));
	stage_free(s);
	live_is("other");
	beside_is("site ");
}

/* The fault points are compiled in together with the sanitizers only. */
#ifdef FAULTS

static void fails_with(const char *fault, const char *says)
{
	setenv("SHIRASE_FAULT", fault, 1);
	cr_expect_not(publish("two"));
	unsetenv("SHIRASE_FAULT");
	cr_expect(diags_has(d, DIAG_STAGE));
	live_is(says);
}

Test(stage, that_cannot_be_synced_leaves_the_old_site)
{
	cr_assert(publish("one"));
	fails_with("fsync:1", "one");
	beside_is("site ");
}

Test(stage, that_cannot_be_renamed_leaves_the_old_site)
{
	cr_assert(publish("one"));
	fails_with("rename:1", "one");
	beside_is("site ");
}

Test(stage, that_cannot_be_renamed_the_first_time_leaves_nothing)
{
	fails_with("rename:1", "");
	beside_is("");
}

Test(stage, in_place_but_perhaps_not_on_disk_is_told_and_the_old_one_kept)
{
	cr_assert(publish("one"));
	fails_with("fsync:2", "two");
	char *kept = support_output("cat %s/.site.stage-*/first", root);
	cr_expect_str_eq(kept, "one");
	free(kept);
	cr_expect(publish("three"));
	live_is("three");
	beside_is("site ");
}

Test(stage, is_exchanged_by_two_renames_where_the_file_system_cannot)
{
	cr_assert(publish("one"));
	setenv("SHIRASE_FAULT", "exchange:1", 1);
	cr_expect(publish("two"));
	live_is("two");
	beside_is("site ");
	quiet();
}

Test(stage, gives_the_old_site_its_name_back_if_the_second_rename_fails)
{
	cr_assert(publish("one"));
	struct stage *s = prepare("two", 0);
	support_run("rm -rf %s", stage_path(s));
	setenv("SHIRASE_FAULT", "exchange:1", 1);
	cr_expect_not(stage_commit(s, d));
	cr_expect(diags_has(d, DIAG_STAGE));
	stage_free(s);
	live_is("one");
	beside_is("site ");
}

#endif

Test(stage, puts_back_the_old_site_that_a_kill_left_under_its_other_name)
{
	cr_assert(publish("one"));
	support_run("cd %s && mv site .site.old-0123456789ab", root);
	struct stage *s = prepare("two", 0);
	cr_assert(s);
	live_is("one");
	cr_expect(stage_live(s) >= 0);
	stage_free(s);
	/* Where the new one is in place already, the old one is on its way out. */
	support_run("cd %s && cp -r site .site.old-0123456789ab", root);
	cr_expect(publish("three"));
	live_is("three");
	beside_is("site ");
	quiet();
}

Test(stage, whose_old_site_cannot_be_removed_is_in_place_all_the_same)
{
	cr_assert(publish("one"));
	/* Deeper than file_remove_tree goes. */
	support_run("cd %s && mkdir -p $(printf 'd/%%.0s' $(seq 80))", target);
	cr_expect(publish("two"));
	live_is("two");
	cr_expect(diags_has(d, DIAG_OLD_SITE_LEFT));
	cr_expect(publish("three")); /* nor is it in the way of the next build */
	live_is("three");
	cr_expect_eq(diags_count(d, DIAG_ERROR), 0);
	cr_expect_eq(diags_status(d), STATUS_DONE);
}

/* A build that is killed at some moment: the site is the old or the new one, whole, and the next build works. */
Test(stage, of_a_killed_build_leaves_a_whole_site)
{
	cr_assert(publish("old"));
	for (int i = 0; i < 60; i++) {
		pid_t child = fork();
		if (child == 0) {
			struct stage *s = prepare("new", 40);
			stage_commit(s, d);
			_exit(0);
		}
		usleep((useconds_t)(i * 300));
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		char *now = live();
		char *last = support_output("cat %s/last", target);
		cr_expect(strcmp(now, "old") == 0 || strcmp(now, "new") == 0);
		cr_expect_str_eq(last, now);
		free(last);
		free(now);
		cr_assert(publish("old"));
		live_is("old");
		beside_is("site ");
	}
}

static bool lock_held(const char *path)
{
	struct diags *each = diags_new();
	struct stage *s = NULL;
	bool held = !stage_new(&s, path, false, each) && diags_has(each, DIAG_TARGET_LOCKED);
	stage_free(s);
	diags_free(each);
	return held;
}

Test(stage, lock_falls_with_its_process)
{
	int ready[2];
	cr_assert_eq(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		prepare("one", 0);
		if (write(ready[1], "x", 1) == 1)
			pause();
		_exit(0);
	}
	char c;
	cr_assert_eq(read(ready[0], &c, 1), 1);
	cr_expect(lock_held(target));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	cr_expect_not(lock_held(target));
	beside_is("");
}
