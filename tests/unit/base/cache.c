#include "base/cache.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/program.h"

static char folder[] = "/tmp/shirase-cache-XXXXXX";
static char place[64]; /* folder/kept: made by the cache */
static int dir;
static struct diags *d;

static void begin(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(place, sizeof(place), "%s/kept", folder);
	dir = open(folder, O_RDONLY | O_DIRECTORY);
	d = diags_new();
	digest_setup();
}

static void end(void)
{
	file_remove_tree(AT_FDCWD, folder, d);
	close(dir);
	diags_free(d);
}

TestSuite(cache, .init = begin, .fini = end);

static bool holds(const char *at, const char *name, const char *stamp, struct span expected)
{
	struct cache *c;
	struct span bytes;
	if (!cache_open(&c, &bytes, at, name, stamp))
		return false;
	bool same = span_equal(bytes, expected);
	cr_expect(same, "what is opened is what was written");
	cache_close(c);
	return same;
}

static const struct span words = {"one\0two\nthree", 13};

static bool kept(void)
{
	return holds(place, "x", "s 1", words);
}

Test(cache, gives_back_what_was_written_and_replaces_it)
{
	cr_expect_not(kept(), "no folder");
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_expect(kept());
	cr_assert(cache_write(place, "x", "s 1", SPAN_LITERAL("")));
	cr_expect(holds(place, "x", "s 1", SPAN_LITERAL("")));
	char with_slash[80];
	snprintf(with_slash, sizeof(with_slash), "%s//", place);
	cr_assert(cache_write(with_slash, "x", "s 1", words));
	cr_expect(kept());
}

Test(cache, is_private_whatever_the_umask)
{
	struct stat st;
	umask(0);
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_assert_eq(stat(place, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0700);
	cr_assert_eq(fstatat(dir, "kept/x", &st, 0), 0);
	cr_expect_eq(st.st_mode & 07777, 0600);
	cr_assert_eq(fstatat(dir, "kept-secret", &st, 0), 0);
	cr_expect_eq(st.st_mode & 07777, 0600);
}

Test(cache, takes_nothing_of_another_name_or_stamp)
{
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_expect_not(holds(place, "x", "s 2", words));
	cr_expect_not(holds(place, "x", "s 1 ", words));
	cr_expect_not(holds(place, "y", "s 1", words));
	cr_assert_eq(renameat(dir, "kept/x", dir, "kept/y"), 0);
	cr_expect_not(holds(place, "y", "s 1", words));
}

Test(cache, refuses_names_that_lead_elsewhere_and_stamps_of_two_lines)
{
	cr_expect_not(cache_write(place, "../x", "s", words));
	cr_expect_not(cache_write(place, "", "s", words));
	cr_expect_not(cache_write(place, "x", "s\n", words));
	cr_expect_eq(faccessat(dir, "x", F_OK, 0), -1);
	cr_expect_eq(faccessat(dir, "kept", F_OK, 0), -1);
}

static struct buf whole(void)
{
	struct buf b;
	buf_init(&b, 4096);
	cr_assert(file_read(&b, dir, "kept/x", 4096, false, d));
	return b;
}

static void put_back(struct span bytes)
{
	int fd = openat(dir, "kept/x", O_WRONLY | O_TRUNC);
	cr_assert(fd >= 0);
	cr_assert_eq(write(fd, bytes.data, bytes.length), (ssize_t)bytes.length);
	close(fd);
}

Test(cache, takes_nothing_that_another_clone_wrote)
{
	char other[80];
	snprintf(other, sizeof(other), "%s/other", folder);
	cr_assert(cache_write(other, "x", "s 1", words));
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_assert_eq(renameat(dir, "other/x", dir, "kept/x"), 0);
	cr_expect_not(kept(), "sealed with another secret");
	cr_assert_eq(renameat(dir, "other-secret", dir, "kept-secret"), 0);
	cr_expect(kept(), "now the secret is that one's");
	cr_assert_eq(unlinkat(dir, "kept-secret", 0), 0);
	cr_expect_not(kept(), "without the secret nothing is believed");
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_expect(kept());
}

Test(cache, takes_nothing_that_was_cut_off_anywhere)
{
	cr_assert(cache_write(place, "x", "s 1", words));
	struct buf all = whole();
	for (size_t n = 0; n < all.length; n++) {
		put_back(span_make(all.data, n));
		cr_expect_not(kept(), "cut off after %zu bytes", n);
	}
	put_back(buf_as_span(&all));
	cr_expect(kept());
	buf_char(&all, 'x');
	put_back(buf_as_span(&all));
	cr_expect_not(kept(), "one byte more");
	buf_fini(&all);
}

Test(cache, takes_nothing_with_one_bit_turned_anywhere)
{
	cr_assert(cache_write(place, "x", "s 1", words));
	struct buf all = whole();
	for (size_t i = 0; i < all.length; i++)
		for (int bit = 0; bit < 8; bit++) {
			all.data[i] ^= (char)(1 << bit);
			put_back(buf_as_span(&all));
			cr_expect_not(kept(), "byte %zu, bit %d", i, bit);
			all.data[i] ^= (char)(1 << bit);
		}
	buf_fini(&all);
}

Test(cache, follows_no_link_and_reads_no_folder_or_fifo)
{
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_assert_eq(renameat(dir, "kept/x", dir, "elsewhere"), 0);
	cr_assert_eq(symlinkat("../elsewhere", dir, "kept/x"), 0);
	cr_expect_not(kept(), "a link");
	cr_assert(cache_write(place, "x", "s 1", words));
	struct stat st;
	cr_assert_eq(fstatat(dir, "kept/x", &st, AT_SYMLINK_NOFOLLOW), 0);
	cr_expect(S_ISREG(st.st_mode), "the link was replaced, not followed");
	cr_assert_eq(unlinkat(dir, "kept/x", 0), 0);
	cr_assert_eq(mkfifoat(dir, "kept/x", 0600), 0);
	cr_expect_not(kept(), "a fifo");
	cr_assert_eq(unlinkat(dir, "kept/x", 0), 0);
	cr_assert_eq(mkdirat(dir, "kept/x", 0700), 0);
	cr_expect_not(kept(), "a folder");
	cr_expect_not(cache_write(place, "x", "s 1", words), "a folder in its place");
}

Test(cache, uses_no_folder_behind_a_link_or_open_to_others)
{
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_assert_eq(renameat(dir, "kept", dir, "elsewhere"), 0);
	cr_assert_eq(symlinkat("elsewhere", dir, "kept"), 0);
	char with_slash[80];
	snprintf(with_slash, sizeof(with_slash), "%s/", place);
	cr_expect_not(kept());
	cr_expect_not(holds(with_slash, "x", "s 1", words));
	cr_expect_not(cache_write(place, "x", "s 1", words));
	cr_assert_eq(unlinkat(dir, "kept", 0), 0);
	cr_assert_eq(renameat(dir, "elsewhere", dir, "kept"), 0);
	cr_assert_eq(fchmodat(dir, "kept", 0770, 0), 0);
	cr_expect_not(kept());
	cr_expect_not(cache_write(place, "x", "s 1", words));
	cr_assert_eq(fchmodat(dir, "kept", 0700, 0), 0);
	cr_assert_eq(fchmodat(dir, "kept/x", 0646, 0), 0);
	cr_expect_not(kept());
}

Test(cache, uses_nothing_of_another_owner)
{
	if (geteuid() != 0)
		cr_skip_test("only root can give files away");
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_assert_eq(fchownat(dir, "kept/x", 65534, (gid_t)-1, 0), 0);
	cr_expect_not(kept());
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_expect(kept());
	cr_assert_eq(fchownat(dir, "kept", 65534, (gid_t)-1, 0), 0);
	cr_expect_not(kept());
	cr_expect_not(cache_write(place, "x", "s 1", words));
}

Test(cache, leaves_no_more_than_one_file_a_name_behind)
{
	cr_assert(cache_write(place, "x", "s 1", words));
	int fd = openat(dir, "kept/x.new", O_WRONLY | O_CREAT, 0600); /* of a writer that was killed */
	close(fd);
	cr_assert(cache_write(place, "x", "s 1", words));
	cr_expect_eq(faccessat(dir, "kept/x.new", F_OK, 0), -1);
	cr_expect(kept());
}

Test(cache, does_not_wait_for_another_writer)
{
	cr_assert(cache_write(place, "x", "s 1", words));
	int fd = openat(dir, "kept", O_RDONLY | O_DIRECTORY);
	cr_assert_eq(flock(fd, LOCK_EX), 0);
	cr_expect_not(cache_write(place, "x", "s 1", SPAN_LITERAL("later")));
	cr_expect(kept());
	close(fd);
	cr_expect(cache_write(place, "x", "s 1", words));
}

Test(cache, is_silent_where_it_cannot_write)
{
	cr_expect_not(cache_write("/dev/null/x", "x", "s", words));
	cr_expect_not(cache_write("/proc/sys", "x", "s", words));
}

enum sight { NOTHING, WHOLE, TORN };

static enum sight write_and_look(char *bytes, size_t size, char letter)
{
	struct cache *c;
	struct span found;
	memset(bytes, letter, size);
	cache_write(place, "x", "s 1", span_make(bytes, size));
	if (!cache_open(&c, &found, place, "x", "s 1"))
		return NOTHING;
	bool one = true;
	for (size_t i = 1; i < found.length; i++)
		one = one && found.data[i] == found.data[0];
	cache_close(c);
	return one ? WHOLE : TORN;
}

/* Nothing is there until the first has written: the other may hold the lock for as long as it likes. Never again after that. */
Test(cache, two_processes_see_the_whole_of_one_writers_work)
{
	enum { SIZE = 100000, TURNS = 60 };
	char *bytes = malloc(SIZE);
	pid_t child = fork();
	cr_assert(child >= 0);
	bool ok = true, seen = false;
	for (size_t i = 0; i < TURNS && ok; i++) {
		enum sight sight = write_and_look(bytes, SIZE - i, child ? 'p' : 'c');
		ok = sight == WHOLE || (sight == NOTHING && !seen);
		seen = seen || sight == WHOLE;
	}
	if (!child)
		_exit(ok ? 0 : 1);
	int status;
	cr_expect(ok);
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_expect_eq(status, 0);
	cr_expect_eq(write_and_look(bytes, SIZE, 'p'), WHOLE);
	free(bytes);
}

Test(program, knows_itself_by_its_build_id_whatever_is_loaded_later)
{
	struct sha256 one, two;
	digest_setup();
	cr_assert(program_identity(&one));
	iconv_t converter = iconv_open("UTF-8", "SHIFT_JIS"); /* a library of its own */
	cr_assert(converter != (iconv_t)-1); /* NOLINT(performance-no-int-to-ptr): so POSIX has it */
	cr_assert(program_identity(&two));
	cr_expect_arr_eq(one.bytes, two.bytes, SHA256_SIZE);
	iconv_close(converter);
}
