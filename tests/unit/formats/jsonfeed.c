#include "formats/jsonfeed.h"

#include <criterion/criterion.h>
#include <string.h>

#include "archive/facts.h"
#include "formats/json.h"
#include "formats/rss.h"

static struct diags *d;
static struct buf out;
static struct arena *arena;

static void begin(void)
{
	d = diags_new();
	arena = arena_new();
	buf_init(&out, BUF_LIMIT_DEFAULT);
}

static void end(void)
{
	buf_fini(&out);
	arena_free(arena);
	diags_free(d);
}

TestSuite(jsonfeed, .init = begin, .fini = end);

static const struct value *write_one(struct feed_entry *e)
{
	struct feed f = {.id = "tag:x", .lang = "ja", .title = "題", .author = "例示", .author_uri = "https://x.example/",
			 .self = "https://x.example/ja/feed.json", .home = "https://x.example/ja/", .about = "https://x.example/ja/feeds/",
			 .entries = e, .count = e ? 1 : 0};
	cr_assert(jsonfeed_write(&out, &f, d));
	const struct value *v = json_parse(arena, buf_as_span(&out), "feed.json", d);
	cr_assert(v, "%s", out.data);
	return v;
}

static struct feed_entry entry_of(void)
{
	return (struct feed_entry){.id = "tag:x,2026:EX-1:ja", .lang = "ja", .title = "t", .page = "https://x.example/ja/EX-1/",
				   .content = SPAN_LITERAL("<p>1</p>"), .advisory = "EX-1", .state = "final", .kind = "alert", .revision = 3};
}

Test(jsonfeed, an_item_says_what_programs_want)
{
	static const char *const categories[] = {"alert", "final"}, *const tags[] = {"vpn"};
	static const struct feed_record records[] = {{"csaf", "https://x.example/a.json"}};
	struct feed_entry e = entry_of();
	e.categories = categories;
	e.category_count = 2;
	e.tags = tags;
	e.tag_count = 1;
	e.severity = "high";
	e.text = "https://x.example/text/EX-1.ja.txt";
	e.records = records;
	e.record_count = 1;
	const struct value *feed = write_one(&e), *item = value_get(feed, "items")->items[0], *own = value_get(item, "_shirase");
	cr_expect_str_eq(value_text(feed, "version"), "https://jsonfeed.org/version/1.1");
	cr_expect_str_eq(value_text(value_get(feed, "authors")->items[0], "name"), "例示");
	cr_expect_str_eq(value_text(item, "content_html"), "<p>1</p>");
	cr_expect_eq(value_count(item, "tags"), 3);
	cr_expect_str_eq(value_text(value_get(item, "attachments")->items[0], "mime_type"), "text/plain");
	cr_expect_str_eq(value_text(own, "severity"), "high");
	cr_expect_str_eq(value_text(value_get(own, "records"), "csaf"), "https://x.example/a.json");
	cr_expect_eq(value_get(own, "revision")->number, 3);
	cr_expect(!value_get(feed, "next_url"));
}

Test(jsonfeed, what_is_not_to_be_acted_upon_is_marked)
{
	static const char *const marks[] = {"exercise", "draft"};
	struct feed_entry e = entry_of();
	e.marks = marks;
	e.mark_count = 2;
	const struct value *own = value_get(value_get(write_one(&e), "items")->items[0], "_shirase");
	cr_expect(value_get(own, "exercise")->truth && value_get(own, "draft")->truth);
	cr_expect(!value_get(own, "demonstration"));
}

Test(jsonfeed, what_is_absent_is_left_out)
{
	struct feed_entry e = entry_of();
	const struct value *item = value_get(write_one(&e), "items")->items[0], *own = value_get(item, "_shirase");
	cr_expect(!value_get(item, "summary"));
	cr_expect(!value_get(item, "tags"));
	cr_expect(!value_get(item, "attachments"));
	cr_expect(!value_get(own, "severity"));
	cr_expect(!value_get(own, "records"));
}

Test(jsonfeed, an_empty_feed_has_an_empty_list)
{
	cr_expect_eq(value_count(write_one(NULL), "items"), 0);
	cr_expect(strstr(out.data, "\"items\": []"));
}

Test(jsonfeed, controls_are_escaped_and_nothing_is_lost)
{
	struct feed_entry e = entry_of();
	e.title = "a\x01" "b\x7f 日本語 \"]]>\\";
	const struct value *item = value_get(write_one(&e), "items")->items[0];
	cr_expect(strstr(out.data, "a\\u0001b"));
	cr_expect_str_eq(value_text(item, "title"), e.title);
}

static bool is_one_of(const char *const *words, const char *word)
{
	for (; *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

/* Each key is either said by an item in full, or told as lost by check --formats; so with RSS. */
Test(jsonfeed, each_key_of_the_facts_is_said_or_told_as_lost)
{
	static const char *const json[] = {"status", "kind", "exercise", "exploitation", "severity", "tags", "first_published",
					   "next_update", "withdrawn", NULL};
	static const char *const rss[] = {"exercise", "cve", "cwe", "first_published", NULL};
	for (size_t i = 0; facts_keys[i]; i++) {
		const char *key = facts_keys[i];
		cr_expect_neq(is_one_of(json, key), is_one_of(jsonfeed_lost, key), "JSON Feed: %s", key);
		cr_expect_neq(is_one_of(rss, key), is_one_of(rss_lost, key), "RSS: %s", key);
	}
	for (size_t i = 0; jsonfeed_lost[i]; i++)
		cr_expect(is_one_of(facts_keys, jsonfeed_lost[i]));
	for (size_t i = 0; rss_lost[i]; i++)
		cr_expect(is_one_of(facts_keys, rss_lost[i]));
}
