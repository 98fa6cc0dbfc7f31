#include "formats/csaf_provider.h"

#include <criterion/criterion.h>

#include "formats/json.h"

static struct arena *a;
static struct diags *d;
static struct buf out;
static struct config config;
static struct csaf_provider provider;

static const char *const titles[] = {"題名", "One \\ \"two\"\n", "One"};
static const char *const both[] = {"ja", "Example \"Reiji\" 製品"};

static struct csaf_entry entries[] = {
	{.id = "EX-2026-0002", .lang = "ja", .path = ".well-known/csaf/white/2026/ex-2026-0002.json", .published = 1767225600,
	 .updated = 1775120400, .terms = both, .term_count = 2},
	{.id = "EX-2025-0001", .lang = "en", .path = ".well-known/csaf/white/2025/ex-2025-0001.json",
	 .published = 1735689600, .updated = 1767225600, .terms = both, .term_count = 1},
	{.id = "EX-2025-0001-en", .lang = "en", .path = ".well-known/csaf/white/2025/ex-2025-0001-en.json",
	 .published = 1735689600, .updated = 1767225600},
};

static const char *title_of(void *context, const struct csaf_entry *e)
{
	const char *const *all = context;
	return all[e - entries];
}

static void set(const char *base_url, const char *more)
{
	const char *yaml = arena_printf(a, "version: 1\nbase_url: %s\nlanguages: [ja, en]\n"
					"publisher: {name: {ja: 例示, en: Example}, namespace: https://csirt.example.org%s}\n", base_url, more);
	cr_assert(config_parse(&config, a, span_of(yaml), "archive.yaml", d));
	provider = (struct csaf_provider){.config = &config, .entries = entries, .count = sizeof(entries) / sizeof(*entries),
					  .terms = both, .term_count = 2, .updated = entries[0].updated, .title = title_of, .context = (void *)titles};
}

static void begin(void)
{
	a = arena_new();
	d = diags_new();
	buf_init(&out, BUF_LIMIT_DEFAULT);
	set("https://csirt.example.org/", ", category: vendor, contact: {email: info@csirt.example.org, tel: +81 3 0000 0000}");
}

static void end(void)
{
	buf_fini(&out);
	diags_free(d);
	arena_free(a);
}

TestSuite(csaf_provider, .init = begin, .fini = end);

static const struct value *parsed(void)
{
	const struct value *v = json_parse(a, buf_as_span(&out), "x.json", d);
	cr_assert_not_null(v);
	return v;
}

static const struct value *at(const struct value *v, const char *key, size_t index)
{
	const struct value *list = value_get(v, key);
	cr_assert(list && list->kind == VALUE_LIST && index < list->count, "%s", key);
	return list->items[index];
}

Test(csaf_provider, metadata_of_a_signed_site)
{
	provider.fingerprint = "0123456789ABCDEF0123456789ABCDEF01234567";
	cr_assert(csaf_metadata_write(&out, &provider, d));
	const struct value *v = parsed();
	cr_expect_str_eq(value_text(v, "canonical_url"), "https://csirt.example.org/.well-known/csaf/provider-metadata.json");
	cr_expect_str_eq(value_text(v, "role"), "csaf_trusted_provider");
	cr_expect_str_eq(value_text(v, "last_updated"), "2026-04-02T09:00:00Z");
	cr_expect(value_get(v, "list_on_CSAF_aggregators")->truth && value_get(v, "mirror_on_CSAF_aggregators")->truth);
	cr_expect_str_eq(value_text(at(v, "public_openpgp_keys", 0), "url"),
			 "https://csirt.example.org/keys/0123456789ABCDEF0123456789ABCDEF01234567.asc");
	const struct value *publisher = value_get(v, "publisher");
	cr_expect_str_eq(value_text(publisher, "name"), "例示");
	cr_expect_str_eq(value_text(publisher, "category"), "vendor");
	cr_expect_str_eq(value_text(publisher, "contact_details"), "info@csirt.example.org, +81 3 0000 0000");
	cr_expect_str_eq(value_text(at(v, "distributions", 0), "directory_url"), "https://csirt.example.org/.well-known/csaf/white/");
	cr_expect_eq(value_get(at(v, "distributions", 1), "rolie")->kind, VALUE_MAP);
}

Test(csaf_provider, metadata_of_an_unsigned_demonstration)
{
	set("https://csirt.example.org/sub%20folder/", "}\ndemonstration: \"yes\"\nlint: {");
	cr_assert(csaf_metadata_write(&out, &provider, d));
	const struct value *v = parsed();
	cr_expect_str_eq(value_text(v, "canonical_url"), "https://csirt.example.org/sub%20folder/.well-known/csaf/provider-metadata.json");
	cr_expect_str_eq(value_text(v, "role"), "csaf_provider");
	cr_expect_null(value_get(v, "public_openpgp_keys"));
	cr_expect_not(value_get(v, "list_on_CSAF_aggregators")->truth);
	cr_expect_str_eq(value_text(value_get(v, "publisher"), "category"), "other");
	cr_expect_null(value_get(value_get(v, "publisher"), "contact_details"));
}

Test(csaf_provider, lists_of_documents)
{
	csaf_index_write(&out, &provider);
	cr_expect_str_eq(out.data, "2025/ex-2025-0001-en.json\n2025/ex-2025-0001.json\n2026/ex-2026-0002.json\n");
	buf_clear(&out);
	csaf_changes_write(&out, &provider);
	cr_expect_str_eq(out.data, "\"2026/ex-2026-0002.json\",\"2026-04-02T09:00:00Z\"\n"
				   "\"2025/ex-2025-0001.json\",\"2026-01-01T00:00:00Z\"\n"
				   "\"2025/ex-2025-0001-en.json\",\"2026-01-01T00:00:00Z\"\n");
}

Test(csaf_provider, feed_links_hashes_and_signatures)
{
	provider.fingerprint = "0123456789ABCDEF0123456789ABCDEF01234567";
	cr_assert(csaf_feed_write(&out, &provider, d));
	const struct value *feed = value_get(parsed(), "feed"), *entry = at(feed, "entry", 0);
	cr_expect_str_eq(value_text(feed, "id"), "csirt.example.org-csaf-feed-tlp-white");
	cr_expect_str_eq(value_text(feed, "updated"), "2026-04-02T09:00:00Z");
	cr_expect_str_eq(value_text(at(feed, "link", 0), "rel"), "self");
	cr_expect_eq(value_get(feed, "entry")->count, 3);
	cr_expect_str_eq(value_text(entry, "id"), "EX-2026-0002");
	cr_expect_str_eq(value_text(entry, "published"), "2026-01-01T00:00:00Z");
	cr_expect_str_eq(value_text(at(entry, "category", 1), "term"), both[1]);
	static const char *const links[][2] = {{"self", ""}, {"hash", ".sha256"}, {"hash", ".sha512"}, {"signature", ".asc"}};
	for (size_t i = 0; i < 4; i++) {
		cr_expect_str_eq(value_text(at(entry, "link", i), "rel"), links[i][0]);
		cr_expect_str_eq(value_text(at(entry, "link", i), "href"),
				 arena_printf(a, "https://csirt.example.org/.well-known/csaf/white/2026/ex-2026-0002.json%s", links[i][1]));
	}
	cr_expect_str_eq(value_text(at(feed, "entry", 1), "title"), "One \\ \"two\"\n");
	cr_expect_null(value_get(at(feed, "entry", 2), "category"));
}

Test(csaf_provider, an_unsigned_feed_links_no_signature)
{
	cr_assert(csaf_feed_write(&out, &provider, d));
	cr_expect_not(strstr(out.data, "signature"));
}

Test(csaf_provider, the_id_of_a_feed_takes_any_host)
{
	set("https://[2001:db8::1]:8443/x/", "");
	cr_assert(csaf_feed_write(&out, &provider, d));
	cr_expect_str_eq(value_text(value_get(parsed(), "feed"), "id"), "-2001-db8--1--8443-csaf-feed-tlp-white");
}

Test(csaf_provider, service_and_categories)
{
	cr_assert(csaf_service_write(&out, &provider, d));
	const struct value *workspace = at(value_get(parsed(), "service"), "workspace", 0), *collection = at(workspace, "collection", 0);
	cr_expect_str_eq(value_text(collection, "href"), "https://csirt.example.org/.well-known/csaf/white/csaf-feed-tlp-white.json");
	cr_expect_str_eq(value_text(at(value_get(collection, "categories"), "category", 0), "term"), "csaf");
	buf_clear(&out);
	cr_assert(csaf_categories_write(&out, &provider, d));
	cr_expect_str_eq(value_text(at(value_get(parsed(), "categories"), "category", 1), "term"), both[1]);
}

Test(csaf_provider, an_archive_without_advisories)
{
	provider.count = 0;
	csaf_index_write(&out, &provider);
	csaf_changes_write(&out, &provider);
	cr_expect_eq(out.length, 0);
	cr_assert(csaf_feed_write(&out, &provider, d));
	cr_expect_eq(value_get(value_get(parsed(), "feed"), "entry")->count, 0);
}
