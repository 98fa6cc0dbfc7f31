/* archive.yaml, and ids by its scheme. */
#include "archive/config.h"

#include "unit/archive/help.h"

#define HEAD                                                                                                 \
	"version: 1\nbase_url: https://csirt.example.org\n"                                                  \
	"publisher: {name: E, namespace: https://csirt.example.org}\nlanguages: [ja, en]\n"

static void bad(const char *yaml, const char *want)
{
	struct help h;
	struct config c;
	help_begin(&h);
	cr_expect_not(config_parse(&c, h.arena, span_of(yaml), "archive/archive.yaml", h.diags), "%s", yaml);
	help_expect(&h, want);
	help_end(&h);
}

Test(config, reads_every_key_of_design_md)
{
	struct help h;
	struct config c;
	help_begin(&h);
	cr_assert(config_parse(
		&c, h.arena,
		span_of("version: 1\nbase_url: https://csirt.example.org/a/\npublisher:\n  name: {ja: 例, "
			"en: E}\n"
			"  namespace: https://csirt.example.org\n  category: coordinator\n"
			"  contact: {email: info@csirt.example.org, tel: \"+81 3 0000 0000\", url: "
			"\"https://csirt.example.org/c\"}\n"
			"languages: [ja, en]\nid: \"EX-{year}-{serial:04}\"\ntime_zone: UTC\n"
			"sign: {key: 0123456789abcdef0123456789abcdef01234567}\ntheme: plain\nfilters: "
			"[table, autolink]\n"
			"notes: subject\nreaders: [{path: \"crates/**/*.md\", reader: rustsec}]\n"
			"committers: {policy: require, platform: "
			"[0123456789ABCDEF0123456789ABCDEF01234567]}\n"
			"demonstration: yes\nformats: {osv: no}\nsecurity_txt: {expires: 2027-11-01}\nstale: "
			"{days: 30}\n"
			"times: {0123456789abcdef: 2026-01-01T00:00:00Z}\n"),
		"archive.yaml", h.diags));
	help_expect_nothing(&h);
	cr_expect_str_eq(c.base_url, "https://csirt.example.org/a/");
	cr_expect_eq(c.language_count, 2);
	cr_expect_str_eq(c.languages[0], "ja");
	cr_expect_null(c.languages[2]);
	cr_expect_str_eq(c.id_scheme, "EX-{year}-{serial:04}");
	cr_expect_str_eq(c.sign_key, "0123456789ABCDEF0123456789ABCDEF01234567");
	cr_expect_str_eq(c.theme, "plain");
	cr_expect_str_eq(c.filters[1], "autolink");
	cr_expect_eq(c.filter_count, 2);
	cr_expect(c.notes_from_subject);
	cr_expect(c.demonstration);
	cr_expect_eq(c.stale_days, 30);
	cr_expect_not(c.committers_show);
	cr_expect_eq(c.platform_count, 1);
	cr_expect_str_eq(c.platforms[0], "0123456789ABCDEF0123456789ABCDEF01234567");
	cr_expect_str_eq(value_text(c.times, "0123456789abcdef"), "2026-01-01T00:00:00Z");
	cr_expect_str_eq(value_as_text(config_time(&c, "0123456789abcdef0123456789abcdef01234567")), "2026-01-01T00:00:00Z");
	cr_expect_null(config_time(&c, "0123456789abcde00123456789abcdef01234567"));
	cr_expect_str_eq(value_text(c.publisher, "category"), "coordinator");
	help_end(&h);
}

Test(config, fills_what_is_left_out)
{
	struct help h;
	struct config c;
	help_begin(&h);
	cr_assert(config_parse(&c, h.arena, span_of(HEAD), "archive.yaml", h.diags));
	cr_expect_str_eq(c.base_url, "https://csirt.example.org/");
	cr_expect_str_eq(c.time_zone, "UTC");
	cr_expect_str_eq(c.theme, "default");
	cr_expect_null(c.id_scheme);
	cr_expect_null(c.sign_key);
	cr_expect_null(c.times);
	cr_expect_null(config_time(&c, "0123456789abcdef0123456789abcdef01234567"));
	cr_expect_eq(c.filter_count, 0);
	cr_expect_eq(c.stale_days, 0);
	cr_expect_not(c.demonstration);
	cr_expect_not(c.notes_from_subject);
	cr_expect_str_eq(value_text(c.publisher, "category"), "other");
	help_end(&h);
}

static struct config past(struct help *h, const char *yaml)
{
	struct config c;
	config_parse_past(&c, h->arena, span_of(yaml), "archive.yaml");
	help_expect_nothing(h);
	return c;
}

Test(config, a_past_one_asks_for_signatures_unless_it_says_otherwise)
{
	struct help h;
	help_begin(&h);
	cr_expect_not(past(&h, "").committers_show);
	cr_expect_not(past(&h, "- a\n").committers_show);
	cr_expect_not(past(&h, "committers: {policy: [\n").committers_show);
	cr_expect_not(past(&h, "committers: show\n").committers_show);
	cr_expect_not(past(&h, "committers: {policy: Show}\n").committers_show);
	cr_expect(past(&h, "version: 9\nx: y\ncommitters: {policy: show}\n").committers_show);
	cr_expect_eq(past(&h, "committers: {platform: {a: b}}\n").platform_count, 0);
	struct config c = past(&h, "committers: {platform: abcdef}\n");
	cr_assert_eq(c.platform_count, 1);
	cr_expect_str_eq(c.platforms[0], "ABCDEF");
	help_end(&h);
}

Test(config, every_value_is_checked)
{
	static const struct {
		const char *lines, *want;
	} cases[] = {
		{"nonsense: 1\n",
		 "archive.yaml:5:1: error: [A104] archive.yaml has an unknown key \"nonsense\""},
		{"id: \"{year}\"\n",
		 "[A107] \"id\": \"{year}\" is a scheme without exactly one serial number"},
		{"id: \"EX-{serial}-{serial}\"\n", "without exactly one serial"},
		{"id: \"EX {serial}\"\n", "is no scheme for ids"},
		{"id: \"ex-{serial}\"\n", "is no scheme for ids"},
		{"id: \"EX-{serial:4}\"\n", "is no scheme for ids"},
		{"id: \"EX-{month}-{serial}\"\n", "is no scheme for ids"},
		{"time_zone: Asia/Edo\n", "5:12: error: [B104] \"time_zone\": \"Asia/Edo\" is a time zone "
					  "that this system does not know"},
		{"time_zone: ../../etc/passwd\n", "[B104]"},
		{"sign: {key: ABCDEF}\n", "is no full fingerprint"},
		{"sign: {key: \"0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567\"}\n",
		 "is no full fingerprint"},
		{"sign: {}\n", "[A103] \"sign\" lacks \"key\""},
		{"theme: ../x\n", "is no name"},
		{"filters: [a, a]\n", "[A109]"},
		{"filters: table\n", "[A105] \"filters\" is a text"},
		{"notes: both\n", "one of trailers, subject"},
		{"readers: [{path: /etc/*, reader: x}]\n", "is no pattern for paths"},
		{"readers: [{path: \"../*\", reader: x}]\n", "is no pattern for paths"},
		{"readers: [{path: x}]\n",
		 "[A103] an entry of \"readers\" lacks \"reader\"\n  hint: add reader: …"},
		{"committers: {policy: maybe}\n", "one of require, show"},
		{"committers: {platform: [0123456789ABCDEF0123456789ABCDEF01234567]}\n", "[A103] \"committers\" lacks \"policy\""},
		{"committers: {policy: show, platform: ABCDEF}\n", "is no full fingerprint"},
		{"demonstration: true\n", "one of yes, no"},
		{"formats: {ovs: no}\n", "did you mean \"osv\"?"},
		{"security_txt: {expires: soon}\n", "is no day of the calendar"},
		{"stale: {days: -1}\n", "is no number\n  hint: write a whole number from 0\n"},
		{"times: {xyz: 2026-01-01T00:00:00Z}\n", "5:9: error: [A107] \"xyz\" is no commit"},
		{"times: {0123456: 2026-01-01}\n",
		 "5:18: error: [A107] a commit's time, \"2026-01-01\", is no time"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char yaml[1000];
		snprintf(yaml, sizeof(yaml), "%s%s", HEAD, cases[i].lines);
		bad(yaml, cases[i].want);
	}
}

Test(config, what_is_required_is_asked_for_all_at_once)
{
	struct help h;
	struct config c;
	help_begin(&h);
	cr_expect_not(config_parse(&c, h.arena, span_of(""), "archive.yaml", h.diags));
	const char *reports = help_reports(&h);
	static const char *const keys[] = {"version", "base_url", "publisher", "languages"};
	for (size_t i = 0; i < 4; i++)
		cr_expect(strstr(reports,
				 arena_printf(h.arena,
					      "archive.yaml:1:1: error: [A103] archive.yaml lacks \"%s\"",
					      keys[i])),
			  "%s", reports);
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 4);
	help_end(&h);
}

Test(config, version_address_publisher_and_languages_are_checked)
{
	bad("version: 2\n", "\"version\" cannot be \"2\"");
	bad("base_url: csirt.example.org\n", "is no web address");
	bad("base_url: \"https://a.example/?x\"\n", "has a query or a fragment");
	bad("languages: []\n", "[A108] \"languages\" is empty");
	bad("languages: [ja, ja]\n", "[A109]");
	bad("languages: [Japanese]\n", "is no language tag");
	bad("languages: [ja, ../x]\n", "is no language tag");
	bad("languages: [jа]\n", "is no language tag"); /* a Cyrillic letter */
	bad("publisher: {name: {fr: x}, namespace: https://a.example}\nlanguages: [ja]\n",
	    "\"fr\" is no language of this archive");
	bad("publisher: {category: csirt}\n",
	    "one of coordinator, discoverer, other, translator, user, vendor");
	bad("publisher: {contact: {email: nobody}}\n", "is no mail address");
	bad("publisher: {contact: {tel: call me}}\n", "is no telephone number");
	bad("publisher: {contact: {url: \"javascript:x\"}}\n", "is no web address");
	bad("a: b: c\n", "[A101]");
	bad("- a\n", "[A105] archive.yaml is no map");
}

static void matches(const char *scheme, const char *id, bool want)
{
	struct help h;
	help_begin(&h);
	h.config.id_scheme = scheme;
	cr_expect_eq(config_id_matches(&h.config, span_of(id)), want, "%s %s", scheme ? scheme : "(none)",
		     id);
	help_end(&h);
}

Test(id, is_of_the_scheme)
{
	static const char scheme[] = "EX-{year}-{serial:04}";
	matches(scheme, "EX-2026-0001", true);
	matches(scheme, "EX-2026-12345", true);
	matches(scheme, "EX-2026-01234", false);
	matches(scheme, "EX-2026-001", false);
	matches(scheme, "EX-26-0001", false);
	matches(scheme, "EX-2026-0001x", false);
	matches(scheme, "EX-2026-", false);
	matches(scheme, "EY-2026-0001", false);
	matches(scheme, "ex-2026-0001", false);
	matches(scheme, "", false);
	matches("A{serial}", "A1", true);
	matches("A{serial}", "A0", true);
	matches("A{serial}", "A01", false);
	matches("A{year}{serial:02}", "A202612", true);
	matches("A{serial:02}{year}", "A1232026", true);
	matches("A{serial}-x", "A12-x", true);
	matches(NULL, "Anything_goes.1", true);
	matches(NULL, "JA", false); /* the folder of a language, where case does not count */
}

Test(id, has_a_form_and_is_no_name_of_the_site)
{
	static const char *const good[] = {"A", "0", "EX-1", "A.b_c-D", "20260", "202", "TEXTS"};
	static const char *const wrong[] = {"",    "a",    "-A",         ".A",       "_A",
					    "A/B", "A B",  "Aé",         "2026",     "TEXT",
					    "Osv", "KEYS", "SHA256SUMS", "Glossary", "404.html"};
	char longest[102];
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		cr_expect(config_id_possible(span_of(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		cr_expect_not(config_id_possible(span_of(wrong[i])), "%s", wrong[i]);
	memset(longest, 'A', sizeof(longest));
	cr_expect(config_id_possible(span_make(longest, 100)));
	cr_expect_not(config_id_possible(span_make(longest, 101)));
}
