#include "base/pack.h"

#include <criterion/criterion.h>

static struct buf b;

static void begin(void)
{
	buf_init(&b, 1 << 16);
}

static void end(void)
{
	buf_fini(&b);
}

TestSuite(pack, .init = begin, .fini = end);

static const uint64_t numbers[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, INT64_MAX, UINT64_MAX};
#define NUMBERS (sizeof(numbers) / sizeof(*numbers))

Test(pack, gives_back_numbers_bytes_and_texts)
{
	for (size_t i = 0; i < NUMBERS; i++)
		pack_number(&b, numbers[i]);
	pack_bytes(&b, "a\0b", 3);
	pack_text(&b, "日本");
	pack_text(&b, NULL);
	pack_text(&b, "");
	struct unpack u = {buf_as_span(&b), false};
	for (size_t i = 0; i < NUMBERS; i++)
		cr_expect_eq(unpack_number(&u), numbers[i]);
	char bytes[3];
	unpack_bytes(&u, bytes, 3);
	cr_expect_arr_eq(bytes, "a\0b", 3);
	cr_expect_str_eq(unpack_text(&u), "日本");
	cr_expect_null(unpack_text(&u));
	cr_expect_str_eq(unpack_some_text(&u), "");
	cr_expect_not(u.failed);
	cr_expect_eq(u.rest.length, 0);
}

Test(pack, fails_at_every_cut_and_stays_so)
{
	pack_number(&b, 300);
	pack_text(&b, "text");
	pack_bytes(&b, "1234", 4);
	for (size_t n = 0; n <= b.length; n++) {
		char *cut = malloc(n ? n : 1); /* so that a sanitizer sees what is read beyond */
		memcpy(cut, b.data, n);
		struct unpack u = {span_make(cut, n), false};
		char bytes[4];
		unpack_number(&u);
		const char *text = unpack_text(&u);
		cr_expect(!text || strcmp(text, "text") == 0 || strcmp(text, "") == 0);
		unpack_bytes(&u, bytes, 4);
		cr_expect_eq(u.failed, n < b.length, "%zu bytes", n);
		cr_expect(!u.failed || unpack_number(&u) == 0);
		free(cut);
	}
}

static bool fails(struct span bytes, size_t (*read)(struct unpack *u, size_t n), size_t n)
{
	struct unpack u = {bytes, false};
	size_t got = read(&u, n);
	cr_expect(!u.failed || got == 0);
	return u.failed;
}

Test(pack, refuses_what_is_out_of_bounds)
{
	cr_expect(fails(SPAN_LITERAL("\x05"), unpack_below, 5));
	cr_expect_not(fails(SPAN_LITERAL("\x04"), unpack_below, 5));
	cr_expect(fails(SPAN_LITERAL("\x03" "aaaaa"), unpack_count, 2), "three of two bytes are more than five");
	cr_expect_not(fails(SPAN_LITERAL("\x02" "aaaaa"), unpack_count, 2));
	struct unpack u = {SPAN_LITERAL("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), false};
	cr_expect_eq(unpack_number(&u), 0);
	cr_expect(u.failed, "a number without an end");
	u = (struct unpack){SPAN_LITERAL("\x03" "abc"), false};
	cr_expect_str_eq(unpack_text(&u), "");
	cr_expect(u.failed, "a text without a NUL");
	u = (struct unpack){SPAN_LITERAL("\0"), false};
	cr_expect_str_eq(unpack_some_text(&u), "");
	cr_expect(u.failed, "no text where one is needed");
}
