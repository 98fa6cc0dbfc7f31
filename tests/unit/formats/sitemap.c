#include "formats/sitemap.h"

#include <criterion/criterion.h>
#include <string.h>

static struct arena *arena;
static struct diags *diags;
static struct buf out;

static void begin(void)
{
	arena = arena_new();
	diags = diags_new();
	buf_init(&out, (size_t)100 << 20);
}

static void end(void)
{
	buf_fini(&out);
	diags_free(diags);
	arena_free(arena);
}

TestSuite(sitemap, .init = begin, .fini = end);

/* Of two languages each; all of them as long as the first. */
static struct sitemap_set *sets_of(size_t count)
{
	struct sitemap_set *sets = arena_array(arena, count, sizeof(*sets));
	for (size_t i = 0; i < count; i++) {
		struct sitemap_page *pages = arena_array(arena, 2, sizeof(*pages));
		pages[0] = (struct sitemap_page){arena_printf(arena, "https://x.example/ja/%05zu", i), "ja", 1775120400};
		pages[1] = (struct sitemap_page){arena_printf(arena, "https://x.example/en/%05zu", i), "en", 1775206800};
		sets[i] = (struct sitemap_set){pages, 2, 0};
	}
	return sets;
}

/* How many <url> there are. With sanitizers each strstr looks at all that follows, which may be 10 MB. */
static size_t urls(void)
{
	size_t n = 0;
	for (struct span rest = buf_as_span(&out), line; span_next_line(&rest, &line);)
		n += span_is(span_trim(line), "<url>");
	return n;
}

Test(sitemap, pages_name_each_other_byte_for_byte)
{
	struct sitemap_page pages[] = {{"https://x.example/ja/", "ja", 1775120400}, {"https://x.example/en/?a&b", "en", 0},
				       {"https://x.example/", NULL, 1775206800}};
	struct sitemap_set set = {pages, 3, 2};
	struct sitemap_file file = {"sitemap.xml", &set, 1};
	cr_assert(sitemap_write(&out, &file, diags));
#define LINKS "  <xhtml:link rel=\"alternate\" hreflang=\"ja\" href=\"https://x.example/ja/\"/>\n" \
	      "  <xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://x.example/en/?a&amp;b\"/>\n" \
	      "  <xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"https://x.example/\"/>\n </url>\n"
	cr_expect_str_eq(out.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				   "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
				   "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
				   " <url>\n  <loc>https://x.example/ja/</loc>\n  <lastmod>2026-04-02T09:00:00Z</lastmod>\n" LINKS
				   " <url>\n  <loc>https://x.example/en/?a&amp;b</loc>\n" LINKS
				   " <url>\n  <loc>https://x.example/</loc>\n  <lastmod>2026-04-03T09:00:00Z</lastmod>\n" LINKS
				   "</urlset>\n");
}

Test(sitemap, one_file_is_no_index)
{
	size_t count;
	struct sitemap_file *files = sitemap_divide(&count, sets_of(25000), 25000, &sitemap_limits, arena);
	cr_expect_eq(count, 1);
	cr_expect_str_eq(files[0].path, "sitemap.xml");
	files = sitemap_divide(&count, NULL, 0, &sitemap_limits, arena);
	cr_expect_eq(count, 1);
	cr_expect_eq(files[0].count, 0);
	cr_assert(sitemap_write(&out, &files[0], diags));
	cr_expect_eq(urls(), 0);
}

/* 60,000 pages: an index of two files, and no file has more than is allowed. */
Test(sitemap, over_fifty_thousand_pages_there_is_an_index)
{
	size_t count;
	struct sitemap_file *files = sitemap_divide(&count, sets_of(30000), 30000, &sitemap_limits, arena);
	cr_assert_eq(count, 2);
	cr_assert(sitemap_write(&out, &files[0], diags));
	cr_expect_eq(urls(), 50000);
	cr_expect_lt(out.length, sitemap_limits.bytes);
	buf_clear(&out);
	cr_assert(sitemap_write(&out, &files[1], diags));
	cr_expect_eq(urls(), 10000);
	cr_expect(strstr(out.data, "<loc>https://x.example/ja/25000</loc>"));
	buf_clear(&out);
	cr_assert(sitemap_index_write(&out, "https://x.example/", files, count, diags));
	cr_expect_str_eq(out.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				   "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
				   " <sitemap>\n  <loc>https://x.example/sitemap-1.xml</loc>\n  <lastmod>2026-04-03T09:00:00Z</lastmod>\n </sitemap>\n"
				   " <sitemap>\n  <loc>https://x.example/sitemap-2.xml</loc>\n  <lastmod>2026-04-03T09:00:00Z</lastmod>\n </sitemap>\n"
				   "</sitemapindex>\n");
}

/* What was counted before holds for what is written: with long addresses, in many languages, and with what is escaped. */
Test(sitemap, no_file_is_larger_than_the_limit)
{
	static const struct sitemap_limits small = {50000, 20000};
	struct sitemap_set sets[40];
	for (size_t i = 0; i < 40; i++) {
		struct sitemap_page *pages = arena_array(arena, 7, sizeof(*pages));
		for (size_t k = 0; k < 7; k++)
			pages[k] = (struct sitemap_page){arena_printf(arena, "https://x.example/%zu/%zu?%.*s", k, i, (int)(i * 3),
								      "&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&"
								      "'''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''"),
							 k ? arena_printf(arena, "l%zu", k) : NULL, 1775120400};
		sets[i] = (struct sitemap_set){pages, 7, 0};
	}
	size_t count, all = 0;
	struct sitemap_file *files = sitemap_divide(&count, sets, 40, &small, arena);
	cr_expect_gt(count, 1);
	for (size_t i = 0; i < count; i++) {
		buf_clear(&out);
		cr_assert(sitemap_write(&out, &files[i], diags));
		cr_expect(out.length <= small.bytes || files[i].count == 1, "file %zu: %zu bytes", i, out.length);
		all += files[i].count;
	}
	cr_expect_eq(all, 40);
}

Test(sitemap, robots_are_told_where_it_is_or_why_not)
{
	robots_write(&out, "https://x.example/", NULL);
	cr_expect_str_eq(out.data, "User-agent: *\nAllow: /\n\nSitemap: https://x.example/sitemap.xml\n");
	buf_clear(&out);
	robots_write(&out, "https://x.example/", "A demonstration.");
	cr_expect_str_eq(out.data, "# A demonstration.\nUser-agent: *\nDisallow: /\n");
}
