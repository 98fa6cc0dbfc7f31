#include "base/file.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pool.h"

static char folder[] = "/tmp/shirase-file-XXXXXX";
static int dir;
static struct diags *d;

static void begin(void)
{
	cr_assert_not_null(mkdtemp(folder));
	dir = open(folder, O_RDONLY | O_DIRECTORY);
	d = diags_new();
}

static void end(void)
{
	file_remove_tree(AT_FDCWD, folder, d);
	cr_expect_eq(access(folder, F_OK), -1);
	close(dir);
	diags_free(d);
}

TestSuite(file, .init = begin, .fini = end);

Test(file, writes_with_folders_and_fixed_modes_whatever_the_umask)
{
	umask(0077);
	cr_assert(file_write(dir, "a/b/c.txt", SPAN_LITERAL("hello"), d));
	struct stat st;
	cr_assert_eq(fstatat(dir, "a/b/c.txt", &st, 0), 0);
	cr_expect_eq(st.st_mode & 07777, 0644);
	cr_assert_eq(fstatat(dir, "a/b", &st, 0), 0);
	cr_expect_eq(st.st_mode & 07777, 0755);
	struct buf b;
	buf_init(&b, 100);
	cr_expect(file_read(&b, dir, "a/b/c.txt", 100, false, d));
	cr_expect_str_eq(b.data, "hello");
	buf_fini(&b);
	cr_expect_not(file_write(dir, "a/b/c.txt", SPAN_LITERAL("again"), d), "it exists");
	cr_expect(diags_has(d, DIAG_FILE_WRITE));
}

Test(file, reads_no_links_no_fifos_nothing_too_large)
{
	struct buf b;
	buf_init(&b, 100);
	cr_assert_eq(symlinkat("/etc/passwd", dir, "link"), 0);
	cr_expect_not(file_read(&b, dir, "link", 100, true, d));
	cr_assert_eq(mkfifoat(dir, "fifo", 0600), 0);
	cr_expect_not(file_read(&b, dir, "fifo", 100, true, d));
	cr_assert(file_write(dir, "big", SPAN_LITERAL("0123456789"), d));
	cr_expect_not(file_read(&b, dir, "big", 9, true, d));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 3);
	cr_expect_not(file_read(&b, dir, "none", 9, true, d));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 3, "a missing file was allowed");
	buf_fini(&b);
}

Test(file, a_reason_of_the_system_has_a_remedy)
{
	static const char *const told[] = {
		"none: error: [B101] cannot open: No such file or directory\n  hint: is the name right?\n",
		"link: error: [B101] cannot open: Too many levels of symbolic links\n  hint: symbolic links are not followed",
		"file/below: error: [B102] cannot create: Not a directory\n  hint: is the name right?\n",
	};
	struct buf b;
	char *text = NULL;
	size_t length;
	buf_init(&b, 100);
	cr_assert_eq(symlinkat("file", dir, "link"), 0);
	cr_assert(file_write(dir, "file", SPAN_LITERAL("x"), d));
	cr_expect_not(file_read(&b, dir, "none", 100, false, d));
	cr_expect_not(file_read(&b, dir, "link", 100, false, d));
	cr_expect_not(file_write(dir, "file/below", SPAN_LITERAL("x"), d));
	FILE *to = open_memstream(&text, &length);
	diags_print(d, to, DIAG_TEXT);
	fclose(to);
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
		cr_expect(strstr(text, told[i]), "%s\namong:\n%s", told[i], text);
	cr_expect_null(file_hint(EDOM));
	free(text);
	buf_fini(&b);
}

Test(file, removes_links_without_following_them)
{
	cr_assert(file_write(dir, "keep/me", SPAN_LITERAL("x"), d));
	cr_assert_eq(mkdirat(dir, "go", 0755), 0);
	cr_assert_eq(symlinkat("../keep", dir, "go/link"), 0);
	cr_expect(file_remove_tree(dir, "go", d));
	cr_expect_eq(faccessat(dir, "keep/me", F_OK, 0), 0);
	cr_expect(file_remove_tree(dir, "go", d), "a missing tree is no error");
}

static bool note_path(void *context, const char *path, bool regular)
{
	buf_printf(context, "%s %d\n", path, regular);
	return true;
}

Test(file, walks_in_byte_order)
{
	cr_assert(file_write(dir, "a-b", SPAN_LITERAL("1"), d));
	cr_assert(file_write(dir, "a/z", SPAN_LITERAL("22"), d));
	cr_assert(file_write(dir, "B", SPAN_LITERAL(""), d));
	cr_assert_eq(symlinkat("x", dir, "c"), 0);
	struct buf b;
	buf_init(&b, 1000);
	cr_expect(file_walk(AT_FDCWD, folder, note_path, &b, d));
	cr_expect_str_eq(b.data, "B 1\na-b 1\na/z 1\nc 0\n");
	buf_fini(&b);
}

static void mark(void *context, unsigned worker, size_t index)
{
	(void)worker;
	((unsigned char *)context)[index]++;
}

Test(pool, does_each_item_once)
{
	static unsigned char seen[10007];
	pool_run(sizeof(seen), 4, mark, seen);
	for (size_t i = 0; i < sizeof(seen); i++)
		cr_assert_eq(seen[i], 1);
	pool_run(0, 4, mark, seen);
}
