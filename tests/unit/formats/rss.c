#include "formats/rss.h"

#include <criterion/criterion.h>
#include <string.h>

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

TestSuite(rss, .init = begin, .fini = end);

static void expect_has(const char *what)
{
	cr_expect(strstr(out.data, what), "no %s in\n%s", what, out.data);
}

static void write_one(struct feed_entry *e)
{
	struct feed f = {.id = "tag:x", .lang = "ja", .title = "題 & <b>", .author = "例示", .self = "https://x.example/ja/jvnrss.rdf",
			 .home = "https://x.example/ja/", .updated = 1775120400, .entries = e, .count = e ? 1 : 0};
	cr_assert(rss_write(&out, &f, d));
}

static struct feed_entry entry_of(void)
{
	return (struct feed_entry){.id = "tag:x,2026:EX-1:ja", .lang = "ja", .title = "a < b", .page = "https://x.example/ja/EX-1/",
				   .advisory = "EX-1", .published = 0, .updated = 1775120400};
}

Test(rss, the_sequence_names_the_items)
{
	struct feed_entry e = entry_of();
	write_one(&e);
	expect_has("<rdf:li rdf:resource=\"https://x.example/ja/EX-1/\"/>");
	expect_has("<item rdf:about=\"https://x.example/ja/EX-1/\">");
	expect_has("<title>題 &amp; &lt;b&gt;</title>");
	expect_has("<dc:language>ja</dc:language>");
	expect_has("<sec:identifier>EX-1</sec:identifier>");
	expect_has("<dcterms:issued>1970-01-01T00:00:00Z</dcterms:issued>");
	expect_has("<dcterms:modified>2026-04-02T09:00:00Z</dcterms:modified>");
	cr_expect(!strstr(out.data, "<description></description>"), "what is absent is left out");
}

Test(rss, what_is_not_to_be_acted_upon_is_marked)
{
	static const char *const marks[] = {"exercise", "demonstration"};
	struct feed_entry e = entry_of();
	e.marks = marks;
	e.mark_count = 2;
	write_one(&e);
	expect_has("<dc:subject>exercise</dc:subject>");
	expect_has("<dc:subject>demonstration</dc:subject>");
}

Test(rss, an_empty_feed_has_an_empty_sequence)
{
	write_one(NULL);
	expect_has("<rdf:Seq/>");
	cr_expect(!strstr(out.data, "<item "));
}

Test(rss, what_jvn_has_words_for)
{
	static const struct feed_reference references[] = {
		{"CVE", "CVE-2026-1", NULL, "https://www.cve.org/CVERecord?id=CVE-2026-1"},
		{NULL, "CWE-79", "Cross-site Scripting(CWE-79)", "https://cwe.mitre.org/data/definitions/79.html"},
		{"IPA", NULL, NULL, "https://www.ipa.go.jp/?a=1&b=2"},
	};
	static const struct feed_cpe cpes[] = {{"cpe:2.3:a:x:y:*:*:*:*:*:*:*:*", "例示\"", "Y & Z"}, {"cpe:/a:x:y", NULL, "Y"}};
	static const struct feed_score scores[] = {{"3.1", "9.8", "critical", "CVSS:3.1/X"}, {"4.0", "9.3", "critical", "CVSS:4.0/X"}};
	struct feed_entry e = entry_of();
	e.references = references;
	e.reference_count = 3;
	e.cpes = cpes;
	e.cpe_count = 2;
	e.scores = scores;
	e.score_count = 2;
	write_one(&e);
	expect_has("<sec:references source=\"CVE\" id=\"CVE-2026-1\">https://www.cve.org/CVERecord?id=CVE-2026-1</sec:references>");
	expect_has("<sec:references id=\"CWE-79\" title=\"Cross-site Scripting(CWE-79)\">https://cwe.mitre.org/data/definitions/79.html</sec:references>");
	expect_has("<sec:references source=\"IPA\">https://www.ipa.go.jp/?a=1&amp;b=2</sec:references>");
	expect_has("<sec:cpe version=\"2.3\" vendor=\"例示&quot;\" product=\"Y &amp; Z\">cpe:2.3:a:x:y:*:*:*:*:*:*:*:*</sec:cpe>");
	expect_has("<sec:cpe version=\"2.2\" product=\"Y\">cpe:/a:x:y</sec:cpe>");
	expect_has("<sec:cvss score=\"9.8\" severity=\"Critical\" vector=\"CVSS:3.1/X\" version=\"3.1\" type=\"Base\"/>");
	cr_expect(!strstr(out.data, "9.3"), "mod_sec 3.0 knows nothing of CVSS 4.0");
}

Test(rss, leaves_out_what_xml_cannot_say)
{
	struct feed_entry e = entry_of();
	e.title = "a\x01" "b\x1b[31mc ]]>\xEF\xBF\xBE";
	e.summary = "日本語\x7f";
	write_one(&e);
	expect_has("<title>ab[31mc ]]&gt;</title>");
	expect_has("<description>日本語\x7f</description>");
}

static void expect_name(const char *url, const char *source, const char *id)
{
	const char *s = NULL, *i = NULL;
	bool found = rss_japanese(&s, &i, arena, url);
	cr_expect_eq(found, source != NULL, "%s", url);
	if (!found || !source)
		return;
	cr_expect_str_eq(s, source);
	cr_expect_str_eq(i ? i : "", id);
}

Test(rss, what_japan_calls_an_advisory)
{
	expect_name("https://jvn.jp/jp/JVN12345678/", "JVN", "JVN#12345678");
	expect_name("https://jvn.jp/en/jp/JVN12345678/index.html", "JVN", "JVN#12345678");
	expect_name("http://jvn.jp/vu/JVNVU97883794/index.html", "JVN", "JVNVU#97883794");
	expect_name("https://jvn.jp/ta/JVNTA91240916/", "JVN", "JVNTA#91240916");
	expect_name("https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-000001.html", "JVNDB", "JVNDB-2026-000001");
	expect_name("https://jvndb.jvn.jp/en/contents/2026/JVNDB-2026-1234567.html", "JVNDB", "JVNDB-2026-1234567");
	expect_name("https://www.ipa.go.jp/security/security-alert/", "IPA", "");
	expect_name("https://www.ipa.go.jp", "IPA", "");
	static const char *const others[] = {"https://jvn.jp/", "https://jvn.jp/jp/JVN1234567/", "https://jvn.jp/jp/JVN123456789/",
					     "https://jvn.jp.example.com/jp/JVN12345678/", "https://example.com/?https://jvn.jp/jp/JVN12345678/",
					     "https://jvndb.jvn.jp/JVNDB-26-1", "https://jvndb.jvn.jp/x/JVNDB-2026-00001.html", "ftp://jvn.jp/jp/JVN12345678/",
					     "https://ipa.go.jp.example.com/", "jvn.jp/jp/JVN12345678", ""};
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		expect_name(others[i], NULL, NULL);
}
