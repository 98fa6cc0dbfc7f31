/* Buffers, escapers, values, UTF-8. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/value.h"

Test(buf, drops_what_passes_the_maximum_and_says_so_until_cleared)
{
	struct buf b;
	buf_init(&b, 5);
	buf_text(&b, "abc");
	buf_text(&b, "def");
	cr_expect_str_eq(b.data, "abc");
	cr_expect(b.overflow);
	buf_text(&b, "de");
	cr_expect_str_eq(b.data, "abcde");
	cr_expect(b.overflow);
	buf_clear(&b);
	cr_expect_not(b.overflow);
	cr_expect_str_eq(b.data, "");
	buf_fini(&b);
}

static void escaped(void (*fn)(struct buf *, struct span), const char *in, const char *want)
{
	struct buf b;
	buf_init(&b, 1000);
	fn(&b, span_of(in));
	cr_expect_str_eq(b.data, want);
	buf_fini(&b);
}

Test(escape, one_escaper_per_context)
{
	escaped(buf_html_text, "a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c'");
	escaped(buf_html_attr, "a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c&#39;");
	escaped(buf_html_url, "https://x/é?a=1&b='\"", "https://x/%C3%A9?a=1&amp;b=&#39;%22");
	escaped(buf_url_path, "影 響/a?b#c%:", "%E5%BD%B1%20%E9%9F%BF/a%3Fb%23c%25%3A");
	escaped(buf_html_text, "", "");
}

Test(utf8, finds_the_first_bad_byte)
{
	cr_expect_eq(utf8_invalid(span_of("日本語 ok")), strlen("日本語 ok"));
	cr_expect_eq(utf8_invalid(span_of("ab\xC0\x80")), 2);     /* overlong */
	cr_expect_eq(utf8_invalid(span_of("a\xED\xA0\x80")), 1);  /* surrogate */
	cr_expect_eq(utf8_invalid(span_of("\xF4\x90\x80\x80")), 0); /* beyond U+10FFFF */
	cr_expect_eq(utf8_invalid(span_of("日\xE6\x9C")), 3);     /* cut */
}

Test(utf8, counts_columns)
{
	cr_expect_eq(utf8_width(span_of("abc")), 3);
	cr_expect_eq(utf8_width(span_of("日本")), 4);
	cr_expect_eq(utf8_width(span_of("e\xCC\x81")), 1); /* combining acute */
	cr_expect_eq(utf8_width(span_of("ｶ")), 1);
	cr_expect_eq(utf8_width(span_of("Ａ")), 2);
}

Test(utf8, knows_scripts)
{
	cr_expect(utf8_is_han(0x6F22) && !utf8_is_han('a') && !utf8_is_han(0x3042));
	cr_expect(utf8_is_hiragana(0x3042) && !utf8_is_hiragana(0x30A2));
	cr_expect(utf8_is_katakana(0x30A2) && utf8_is_katakana(0x30FC));
	cr_expect(utf8_is_japanese(0x3002) && utf8_is_japanese(0xFF08) && !utf8_is_japanese('('));
	cr_expect(utf8_is_deceptive(0x202E) && utf8_is_deceptive(0x200B) && !utf8_is_deceptive(0xFE0F));
	cr_expect(utf8_is_nothing(0xFFFE) && utf8_is_nothing(0x10FFFF) && utf8_is_nothing(0xFDD0) && utf8_is_nothing(0xFDEF));
	cr_expect(!utf8_is_nothing(0xFFFD) && !utf8_is_nothing(0xFDCF) && !utf8_is_nothing(0xFDF0) && !utf8_is_nothing(0x10000));
}

Test(utf8, folds_for_comparison)
{
	struct arena *a = arena_new();
	cr_expect_str_eq(utf8_fold(a, span_of("ＡbＣ ①")), "abc 1");
	cr_expect_str_eq(utf8_nfc(a, span_of("か\xE3\x82\x99")), "が");
	cr_expect_str_eq(utf8_nfkc(a, span_of("ﾊﾟ")), "パ");
	cr_expect_str_eq(utf8_nfc(a, span_of("")), "");
	arena_free(a);
}

Test(value, canonical_text_does_not_depend_on_the_order_of_keys)
{
	struct arena *a = arena_new();
	struct value *x = value_new(a, VALUE_MAP), *y = value_new(a, VALUE_MAP);
	value_set_text(a, x, "b", "1\"");
	value_set_number(a, x, "a", -3);
	value_set_number(a, y, "a", -3);
	value_set_text(a, y, "b", "1\"");
	struct buf bx, by;
	buf_init(&bx, 1000);
	buf_init(&by, 1000);
	value_canonical(&bx, x);
	value_canonical(&by, y);
	cr_expect_str_eq(bx.data, "{\"a\":-3,\"b\":\"1\\u0022\"}");
	cr_expect_str_eq(bx.data, by.data);
	cr_expect(value_equal(x, y));
	value_set_bool(a, y, "c", true);
	cr_expect_not(value_equal(x, y));
	cr_expect(value_unset(y, "c"));
	cr_expect(value_equal(x, value_copy(a, y)));
	buf_fini(&bx);
	buf_fini(&by);
	arena_free(a);
}

Test(value, a_key_set_twice_stands_once)
{
	struct arena *a = arena_new();
	struct value *m = value_new(a, VALUE_MAP);
	for (int i = 0; i < 100; i++)
		value_set_number(a, m, i % 2 ? "odd" : "even", i);
	cr_expect_eq(m->count, 2);
	cr_expect_eq(value_get(m, "odd")->number, 99);
	arena_free(a);
}

Test(map, finds_what_was_put_and_nothing_else)
{
	struct map *m = map_new();
	struct arena *a = arena_new();
	for (size_t i = 0; i < 5000; i++)
		cr_assert(map_put(m, span_of(arena_printf(a, "key%zu", i)), i));
	cr_expect_not(map_put(m, SPAN_LITERAL("key7"), 0));
	size_t n = 0;
	for (size_t i = 0; i < 5000; i++)
		cr_assert(map_find(m, span_of(arena_printf(a, "key%zu", i)), &n) && n == i);
	cr_expect_not(map_find(m, SPAN_LITERAL("key5000"), &n));
	cr_expect_not(map_find(m, SPAN_LITERAL(""), &n));
	cr_expect_eq(map_count(m), 5000);
	arena_free(a);
	map_free(m);
}
