#include "trust/sums.h"

#include <criterion/criterion.h>

#include "base/arena.h"

#define A "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static struct arena *arena;
static struct sum sums[10];
static size_t count, line;

static bool parse(const char *text)
{
	struct span rest = span_of(text), path;
	count = line = 0;
	if (!sums_check(rest, &line))
		return false;
	while (sums_next(&rest, &path, &sums[count].digest))
		sums[count++].path = arena_span(arena, path);
	return true;
}

static void begin(void)
{
	digest_setup();
	arena = arena_new();
}

static void end(void)
{
	arena_free(arena);
}

TestSuite(sums, .init = begin, .fini = end);

Test(sums, are_written_sorted_by_byte_and_read_back)
{
	struct sha256 digest = sha256_of(SPAN_LITERAL("abc"));
	struct sum in[] = {
		{"b", digest}, {"a/b", digest}, {"a", digest}, {"a.b", digest}, {"\xe7\x9f\xa5", digest}};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	sums_write(&out, in, 5);
	cr_assert_str_eq(out.data, A "  a\n" A "  a.b\n" A "  a/b\n" A "  b\n" A "  \xe7\x9f\xa5\n");
	cr_assert(parse(out.data));
	cr_assert_eq(count, 5);
	cr_assert_str_eq(sums[2].path, "a/b");
	cr_assert_arr_eq(sums[2].digest.bytes, digest.bytes, SHA256_SIZE);
	buf_fini(&out);
}

Test(sums, of_nothing_are_empty)
{
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	sums_write(&out, NULL, 0);
	cr_assert_eq(out.length, 0);
	cr_assert(parse(""));
	cr_assert_eq(count, 0);
	buf_fini(&out);
}

Test(sums, of_an_unclean_path_are_refused)
{
	static const char *const paths[] = {"/etc/passwd", "../x",  "a/../b", "a/..", "./a",     "a/./b",
					    "a//b",        "a/",    "",       "..",   ".",       "a\rb",
					    "a\\b",        "a\x7f", "a\x01",  "\xff", "\xc0\xaf"};
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		char text[200];
		snprintf(text, sizeof(text), A "  ok\n" A "  %s\n", paths[i]);
		cr_expect_not(parse(text), "%s was taken", paths[i]);
		cr_expect_eq(line, 2);
	}
}

Test(sums, keep_names_that_only_look_like_tricks)
{
	cr_assert(parse(A "  ...\n" A "  ..a/b..\n" A "  .well-known/x y\n"));
	cr_assert_eq(count, 3);
}

Test(sums, out_of_order_or_twice_are_refused)
{
	cr_expect_not(parse(A "  b\n" A "  a\n"));
	cr_expect_eq(line, 2);
	cr_expect_not(parse(A "  a\n" A "  a\n"));
	cr_expect_eq(line, 2);
}

Test(sums, in_another_form_are_refused)
{
	cr_expect_not(parse(A "  a"));   /* no LF at the end */
	cr_expect_not(parse(A " *a\n")); /* binary mode */
	cr_expect_not(parse(A " a\n"));
	cr_expect_not(parse(A "  \n"));
	cr_expect_not(parse(A "\n"));
	cr_expect_not(parse("\n"));
	cr_expect_not(parse(A "  a\r\n"));
	cr_expect_not(parse("\\" A "  a\n"));
	cr_expect_not(parse("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD  a\n"));
	cr_expect_not(parse("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n"));
}

Test(sums, with_a_nul_in_a_path_are_refused)
{
	static const char text[] = A "  a\0b\n";
	cr_assert_not(sums_check(span_make(text, sizeof(text) - 1), &line));
}

Test(sums, leave_out_themselves_and_signatures_only)
{
	cr_expect(sums_excluded("SHA256SUMS"));
	cr_expect(sums_excluded("SHA256SUMS.asc"));
	cr_expect(sums_excluded("text/EX-2026-0001.ja.asc"));
	cr_expect(sums_excluded(".well-known/csaf/white/2026/ex-2026-0001.json.asc"));
	cr_expect(sums_excluded(".well-known/security.txt"));
	cr_expect_not(sums_excluded("text/EX-2026-0001.ja.txt"));
	cr_expect_not(sums_excluded("text/a/b.asc"));
	cr_expect_not(sums_excluded("keys/A.asc"));
	cr_expect_not(sums_excluded("a/SHA256SUMS"));
	cr_expect_not(sums_excluded(".well-known/csaf/provider-metadata.json"));
	cr_expect_not(sums_excluded("ja/EX-2026-0001/files/x.asc"));
}
