#include "base/file.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct diags *d;
static int folder;
static char name[] = "/tmp/shirase-unit-XXXXXX";

static void start(void)
{
	d = diags_new();
	cr_assert_not_null(mkdtemp(name));
	folder = open(name, O_RDONLY | O_DIRECTORY);
	cr_assert_eq(mkdirat(folder, "deep", 0755), 0);
	cr_assert(file_write(folder, "deep/file", span_of("old"), d));
}

static void stop(void)
{
	file_remove_tree(AT_FDCWD, name, d);
	close(folder);
	diags_free(d);
}

TestSuite(file_replace, .init = start, .fini = stop);

static void expect(const char *path, const char *want)
{
	struct buf b;
	buf_init(&b, 100);
	cr_assert(file_read(&b, folder, path, 100, false, d));
	cr_assert_str_eq(b.data, want);
	buf_fini(&b);
}

Test(file_replace, the_bytes_are_new_and_the_mode_stays)
{
	struct stat st;
	cr_assert_eq(fchmodat(folder, "deep/file", 0640, 0), 0);
	cr_assert(file_write(folder, "deep/.file.new", span_of("of one that was killed"), d));
	cr_assert(file_replace(folder, "deep/file", span_of("new"), d));
	expect("deep/file", "new");
	cr_assert_eq(fstatat(folder, "deep/file", &st, 0), 0);
	cr_assert_eq(st.st_mode & 07777, 0640);
	cr_assert_eq(faccessat(folder, "deep/.file.new", F_OK, 0), -1);
}

Test(file_replace, a_link_a_folder_and_what_is_missing_are_refused)
{
	cr_assert_eq(symlinkat("file", folder, "deep/link"), 0);
	cr_assert_not(file_replace(folder, "deep/link", span_of("new"), d));
	cr_assert_not(file_replace(folder, "deep", span_of("new"), d));
	cr_assert_not(file_replace(folder, "nowhere", span_of("new"), d));
	cr_assert(diags_has(d, DIAG_FILE_WRITE));
	expect("deep/file", "old");
}
