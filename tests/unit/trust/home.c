#include "trust/home.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "unit/support/repo.h"

static char *folder;
static struct diags *d;

static void begin(void)
{
	folder = repo_folder();
	setenv("TMPDIR", folder, 1);
	d = diags_new();
}

static void end(void)
{
	diags_free(d);
	repo_remove(folder);
}

TestSuite(home, .init = begin, .fini = end);

static bool exists(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

/* The path of the home that a process made which was killed then. */
static void make_and_die(char path[128])
{
	int ends[2];
	cr_assert_eq(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		struct home h = {0};
		home_new(&h, d);
		if (write(ends[1], h.path, sizeof(h.path)) == (ssize_t)sizeof(h.path))
			raise(SIGKILL);
		_exit(1);
	}
	int status;
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFSIGNALED(status));
	cr_assert_eq(read(ends[0], path, 128), 128);
	close(ends[0]);
	close(ends[1]);
}

Test(home, is_private_and_goes)
{
	struct home h;
	struct stat st;
	cr_assert(home_new(&h, d));
	cr_expect_eq(strncmp(h.path, folder, strlen(folder)), 0);
	cr_assert_eq(stat(h.path, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0700);
	char *path = strdup(h.path);
	home_remove(&h);
	cr_expect_not(exists(path));
	home_remove(&h); /* twice does nothing */
	free(path);
}

Test(home, of_a_killed_process_goes_with_the_next)
{
	char left[128];
	make_and_die(left);
	cr_assert(exists(left));
	struct home h;
	cr_assert(home_new(&h, d));
	cr_expect_not(exists(left));
	home_remove(&h);
}

Test(home, in_use_stays)
{
	struct home one, two;
	cr_assert(home_new(&one, d));
	cr_assert(home_new(&two, d));
	cr_expect(exists(one.path));
	home_remove(&two);
	cr_expect(exists(one.path));
	home_remove(&one);
}

Test(home, of_somebody_else_stays)
{
	repo_run(folder, "mkdir -m 700 shirase-verify-full01 shirase-verify-seven01 shirase-verify-empty1; mkdir -m 755 shirase-verify-open01; "
			 "touch shirase-verify-full01/thesis shirase-verify-seven01/gpg.conf shirase-verify-open01/gpg.conf; "
			 "mkdir -m 700 precious; touch precious/gpg.conf; ln -s precious shirase-verify-link01");
	struct home h;
	cr_assert(home_new(&h, d));
	home_remove(&h);
	/* An empty one is what is left of a process that was killed at once. */
	cr_expect_str_eq(repo_output(folder, "find . -name 'shirase-*' -o -path './precious/*' | LC_ALL=C sort | tr '\\n' ' '"),
			 "./precious/gpg.conf ./shirase-verify-full01 ./shirase-verify-link01 ./shirase-verify-open01 ./shirase-verify-seven01 ");
}

Test(home, without_room_is_told)
{
	struct home h;
	const struct rlimit little = {1000, 1000};
	cr_assert(home_new(&h, d));
	cr_expect(home_has_room(&h, d));
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &little), 0);
	cr_expect_not(home_has_room(&h, d));
	cr_expect(diags_has(d, DIAG_VERIFY_HOME));
	cr_expect_eq(diags_status(d), STATUS_SYSTEM);
	home_remove(&h);
}

Test(home, that_cannot_be_made_is_told)
{
	struct home h;
	setenv("TMPDIR", "/nowhere/at/all", 1);
	cr_expect_not(home_new(&h, d));
	cr_expect(diags_has(d, DIAG_VERIFY_HOME));
}
