#include "unit/document/helpers.h"

#include "base/utf8.h"

static void expect_normal(const char *text, const char *wanted)
{
	struct buf b;
	buf_init(&b, 10000);
	buf_text(&b, text);
	plain_normalise(&b);
	cr_expect_str_eq(b.data, wanted);
	plain_normalise(&b);
	cr_expect_str_eq(b.data, wanted, "not stable");
	buf_fini(&b);
}

Test(normalise, ends_with_one_line_feed)
{
	expect_normal("a", "a\n");
	expect_normal("a\n\n\n", "a\n");
	expect_normal("a\n \n\t\n", "a\n");
	expect_normal("", "\n");
	expect_normal("\n\n", "\n");
	expect_normal("\n\na", "\n\na\n");
}

Test(normalise, no_trailing_blanks_no_controls)
{
	expect_normal("a  \nb\t\nc\r\nd", "a\nb\nc\nd\n");
	expect_normal("a\tb\n語\tb", "a       b\n語      b\n");
	expect_normal("a\x01" "b\x1b\x7f\xC2\x85", "a\uFFFD" "b\uFFFD\uFFFD\uFFFD\n");
	expect_normal("a\xff" "b\xC2", "a\uFFFD" "b\uFFFD\n");
	expect_normal("a\rb", "a\uFFFD" "b\n");
}

static void expect_cut(const char *text, size_t first)
{
	struct buf b;
	buf_init(&b, 10000);
	buf_text(&b, text);
	plain_normalise(&b);
	cr_expect_eq((size_t)(strchr(b.data, '\n') - b.data), first);
	for (struct span rest = buf_as_span(&b), line; span_next_line(&rest, &line);)
		cr_expect_leq(line.length, PLAIN_LINE_BYTES);
	cr_expect_eq(utf8_invalid(buf_as_span(&b)), b.length);
	buf_fini(&b);
}

Test(normalise, lines_over_900_bytes_are_cut)
{
	char *exact = repeated("", "x", "", 900), *word = repeated("", "x", "", 901);
	char *wide = repeated("xx", "語", "", 1500), *blanks = repeated("", "aaaaaaa ", "", 1000);
	char *indented = repeated("    ", "x", "", 1000);
	expect_cut(exact, 900);
	expect_cut(word, 900);
	expect_cut(wide, 899);
	expect_cut(blanks, 895);
	expect_cut(indented, 900);
	free(exact);
	free(word);
	free(wide);
	free(blanks);
	free(indented);
}

Test(normalise, overflow_is_told)
{
	struct buf b;
	buf_init(&b, 4);
	buf_text(&b, "a\tb");
	plain_normalise(&b);
	cr_expect(b.overflow);
	buf_fini(&b);
}
