#include "formats/atom.h"

#include <criterion/criterion.h>
#include <string.h>

static struct diags *d;
static struct buf out;

static void begin(void)
{
	d = diags_new();
	buf_init(&out, BUF_LIMIT_DEFAULT);
}

static void end(void)
{
	buf_fini(&out);
	diags_free(d);
}

TestSuite(atom, .init = begin, .fini = end);

static struct feed feed_of(struct feed_entry *entry)
{
	return (struct feed){.id = "tag:csirt.example.org,2026:feed:all:ja", .lang = "ja", .title = "題 & <b>", .author = "例示",
				  .author_uri = "https://csirt.example.org/", .generator = "shirase", .generator_version = "0",
				  .updated = 1775120400, .entries = entry, .count = 1};
}

static size_t occurrences(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
		n++;
	return n;
}

Test(atom, escapes_text_and_carries_html_as_text)
{
	static const struct feed_link links[] = {{"alternate", "https://x.example/?a=1&b=2", "text/html", "ja"}};
	static const char *const terms[] = {"alert", "final"};
	struct feed_entry e = {.id = "tag:x", .lang = "en", .title = "a < b", .content = SPAN_LITERAL("<p>1 &amp; 2</p>"),
			       .published = 0, .updated = 1775120400, .links = links, .link_count = 1, .categories = terms,
			       .category_count = 2};
	struct feed f = feed_of(&e);
	cr_assert(atom_write(&out, &f, d));
	cr_expect(strstr(out.data, "<title>題 &amp; &lt;b&gt;</title>"));
	cr_expect(strstr(out.data, "<content type=\"html\">&lt;p&gt;1 &amp;amp; 2&lt;/p&gt;</content>"));
	cr_expect(strstr(out.data, "href=\"https://x.example/?a=1&amp;b=2\""));
	cr_expect(strstr(out.data, "<entry xml:lang=\"en\">"));
	cr_expect(strstr(out.data, "<published>1970-01-01T00:00:00Z</published>"));
	cr_expect_eq(occurrences(out.data, "<updated>2026-04-02T09:00:00Z</updated>"), 2);
	cr_expect_eq(occurrences(out.data, "<category term="), 2);
	cr_expect_eq(occurrences(out.data, "<summary"), 0, "what is absent is left out");
}

Test(atom, leaves_out_what_xml_cannot_say)
{
	struct feed_entry e = {.id = "tag:x", .lang = "en", .title = "a\x01" "b\xEF\xBF\xBF" "c\td", .content = SPAN_LITERAL("")};
	struct feed f = feed_of(&e);
	cr_assert(atom_write(&out, &f, d));
	cr_expect(strstr(out.data, "<title>abc\td</title>"));
}

Test(atom, an_empty_feed_is_a_feed)
{
	struct feed f = feed_of(NULL);
	f.count = 0;
	cr_assert(atom_write(&out, &f, d));
	cr_expect(strstr(out.data, "</feed>"));
	cr_expect_eq(occurrences(out.data, "<entry"), 0);
}

Test(atom, a_tombstone_stands_in_place_of_what_was_taken_out)
{
	static const struct feed_link link = {"alternate", "https://x.example/ja/EX-1/", "text/html", "ja"};
	struct feed_deleted gone[] = {
		{.id = "tag:x,2026:EX-1:ja", .when = 1775120400, .comment = "法 <的>", .lang = "ja", .links = &link, .link_count = 1},
		{.id = "tag:x,2026:EX-2:ja", .when = 0}};
	struct feed_entry e = {.id = "tag:y", .lang = "ja", .title = "t", .content = SPAN_LITERAL("")};
	struct feed f = feed_of(&e);
	f.deleted = gone;
	f.deleted_count = 2;
	cr_assert(atom_write(&out, &f, d));
	cr_expect(strstr(out.data, "<at:deleted-entry xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" "
				   "ref=\"tag:x,2026:EX-1:ja\" when=\"2026-04-02T09:00:00Z\">"));
	cr_expect(strstr(out.data, "<at:comment xml:lang=\"ja\">法 &lt;的&gt;</at:comment>"));
	cr_expect(strstr(out.data, "ref=\"tag:x,2026:EX-2:ja\" when=\"1970-01-01T00:00:00Z\"/>"));
	cr_expect_eq(occurrences(out.data, "<link"), 1);
	cr_expect(strstr(out.data, "ref=\"tag:x,2026:EX-2:ja\"") < strstr(out.data, "<entry"), "the grammar has them before entries");
}

Test(atom, a_feed_without_tombstones_does_not_speak_of_them)
{
	struct feed f = feed_of(NULL);
	f.count = 0;
	cr_assert(atom_write(&out, &f, d));
	cr_expect(!strstr(out.data, "tombstones"));
}

Test(atom, tags_take_the_host_of_the_namespace_alone)
{
	atom_tag(&out, "https://csirt.example.org:8443/x?y#z", 2026, "EX-1:ja");
	cr_expect_str_eq(out.data, "tag:csirt.example.org,2026:EX-1:ja");
	buf_clear(&out);
	atom_tag(&out, "csirt.example.org", 1999, "s");
	cr_expect_str_eq(out.data, "tag:csirt.example.org,1999:s");
}

Test(atom, an_archive_document_says_so_and_leads_to_the_one_before)
{
	struct feed_entry e = {.id = "tag:x", .lang = "ja", .title = "t", .summary = "第2版：更新 ]]> <b>"};
	struct feed f = feed_of(&e);
	f.archive = true;
	f.generator = NULL;
	f.self = "https://x.example/ja/feeds/archive/2.atom";
	f.current = "https://x.example/ja/feeds/all.atom";
	f.previous = "https://x.example/ja/feeds/archive/1.atom";
	cr_assert(atom_write(&out, &f, d));
	cr_expect(strstr(out.data, "<fh:archive xmlns:fh=\"http://purl.org/syndication/history/1.0\"/>"));
	cr_expect(strstr(out.data, "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://x.example/ja/feeds/archive/2.atom\"/>"));
	cr_expect(strstr(out.data, "<link rel=\"current\" type=\"application/atom+xml\" href=\"https://x.example/ja/feeds/all.atom\"/>"));
	cr_expect(strstr(out.data, "rel=\"prev-archive\""));
	cr_expect_eq(occurrences(out.data, "next-archive"), 0, "it would change the document when another one is finished");
	cr_expect_eq(occurrences(out.data, "generator"), 0, "nor may another version of shirase");
	cr_expect(strstr(out.data, "<summary>第2版：更新 ]]&gt; &lt;b&gt;</summary>"));
	cr_expect_eq(occurrences(out.data, "<content"), 0);
}

Test(atom, an_extract_stands_as_the_summary)
{
	struct feed_entry e = {.id = "tag:x", .lang = "ja", .title = "t", .summary = "plain", .extract = SPAN_LITERAL("<p>1</p>")};
	struct feed f = feed_of(&e);
	cr_assert(atom_write(&out, &f, d));
	cr_expect(strstr(out.data, "<summary type=\"html\">&lt;p&gt;1&lt;/p&gt;</summary>"));
	cr_expect_eq(occurrences(out.data, "plain"), 0);
}

Test(atom, a_mebibyte_is_written_whole)
{
	char *large = malloc(1 << 20);
	memset(large, '&', 1 << 20);
	struct feed_entry e = {.id = "tag:x", .lang = "ja", .title = "t", .content = span_make(large, 1 << 20)};
	struct feed f = feed_of(&e);
	cr_assert(atom_write(&out, &f, d));
	cr_expect_gt(out.length, (size_t)5 << 20);
	free(large);
}
