/* all.zip byte by byte; that unzip and Python read it, tests/formats sees. */
#include "formats/osv_zip.h"

#include <criterion/criterion.h>

#include "formats/osv.h"

static unsigned number_at(const struct buf *b, size_t offset, size_t bytes)
{
	unsigned n = 0;
	while (bytes--)
		n = n << 8 | (unsigned char)b->data[offset + bytes];
	return n;
}

Test(osv_zip, stored_by_name_whatever_the_order_in_which_they_came)
{
	struct diags *d = diags_new();
	struct buf one, two;
	buf_init(&one, 10000);
	buf_init(&two, 10000);
	struct osv_store *s = osv_store_new(3);
	osv_store_keep(s, 0, "b.json", INT64_C(1775120401), SPAN_LITERAL("hello"));
	osv_store_keep(s, 2, "a.json", 0, SPAN_LITERAL(""));
	cr_assert(osv_store_zip(&one, s, d));
	osv_store_free(s);
	s = osv_store_new(3);
	osv_store_keep(s, 2, "a.json", INT64_C(-1), SPAN_LITERAL(""));
	osv_store_keep(s, 0, "b.json", INT64_C(1775120400), SPAN_LITERAL("other"));
	osv_store_keep(s, 0, "b.json", INT64_C(1775120400), SPAN_LITERAL("hello"));
	cr_assert(osv_store_zip(&two, s, d));
	osv_store_free(s);
	/* Steps of two seconds, and nothing before 1980. */
	cr_expect(span_equal(buf_as_span(&one), buf_as_span(&two)));
	static const char first[] = "PK\3\4\12\0\0\0\0\0\0\0\41\0\0\0\0\0\0\0\0\0\0\0\0\0\6\0\0\0a.json"
				    "PK\3\4\12\0\0\0\0\0\0\110\202\134\206\246\20\66\5\0\0\0\5\0\0\0\6\0\0\0b.jsonhello"
				    "PK\1\2\12\3";
	cr_expect_arr_eq(one.data, first, sizeof(first) - 1);
	size_t end = one.length - 22;
	cr_expect_eq(number_at(&one, end, 4), 0x06054B50);
	cr_expect_eq(number_at(&one, end + 10, 2), 2);
	cr_expect_eq(number_at(&one, end + 16, 4), 77);
	cr_expect_eq(number_at(&one, end + 12, 4), one.length - 22 - 77);
	buf_fini(&one);
	buf_fini(&two);
	diags_free(d);
}

Test(osv_zip, an_empty_one)
{
	struct diags *d = diags_new();
	struct osv_store *s = osv_store_new(0);
	struct buf out;
	buf_init(&out, 1000);
	cr_assert(osv_store_zip(&out, s, d));
	cr_expect_eq(out.length, 22);
	osv_store_free(s);
	osv_store_free(NULL);
	buf_fini(&out);
	diags_free(d);
}

Test(osv_zip, more_files_than_the_old_form_counts)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct osv_store *s = osv_store_new(65536);
	struct buf out;
	buf_init(&out, 64 << 20);
	for (size_t i = 0; i < 65536; i++)
		osv_store_keep(s, i, arena_printf(a, "%zu.json", i), INT64_C(5000000000), SPAN_LITERAL("{}"));
	cr_assert(osv_store_zip(&out, s, d));
	cr_expect_not(out.overflow);
	size_t end = out.length - 22, locator = end - 20, end64 = locator - 56;
	cr_expect_eq(number_at(&out, end + 10, 2), 0xFFFF);
	cr_expect_eq(number_at(&out, locator, 4), 0x07064B50);
	cr_expect_eq(number_at(&out, locator + 8, 4), end64);
	cr_expect_eq(number_at(&out, end64, 4), 0x06064B50);
	cr_expect_eq(number_at(&out, end64 + 32, 4), 65536);
	cr_expect_eq(number_at(&out, end64 + 48, 4), number_at(&out, end + 16, 4));
	buf_fini(&out);
	osv_store_free(s);
	diags_free(d);
	arena_free(a);
}

Test(osv_zip, modified_ids_newest_first_then_by_id)
{
	struct osv_item items[] = {{"x_B", 1775120400}, {"x_C", 1775206800}, {"x_A", 1775120400}};
	struct buf out;
	buf_init(&out, 1000);
	osv_modified_csv(&out, items, 3);
	cr_expect_str_eq(out.data, "2026-04-03T09:00:00Z,x_C\n2026-04-02T09:00:00Z,x_A\n2026-04-02T09:00:00Z,x_B\n");
	buf_fini(&out);
}
