#include "document/mentions.h"

#include "unit/document/helpers.h"

static struct mentions mentions_of(struct parsed *p, const char *markdown)
{
	*p = parse_text(markdown);
	cr_assert(p->root, "refused: %s", markdown);
	struct mentions_reader *r = mentions_new(p->arena);
	mentions_read_tree(r, p->root, span_of(markdown), 1);
	return mentions_done(r);
}

/* The first keys of what is named, in order. */
static void expect_named(const char *markdown, const char *wanted)
{
	struct parsed p;
	struct mentions m = mentions_of(&p, markdown);
	struct buf b;
	buf_init(&b, 100000);
	for (size_t i = 0; i < m.count; i++)
		buf_printf(&b, "%s%s", i ? " " : "", m.items[i].keys[0]);
	cr_expect_str_eq(b.data, wanted, "%s\n     got: %s\n  wanted: %s", markdown, b.data, wanted);
	buf_fini(&b);
	parsed_free(&p);
}

/* What one text names and the other lacks: "<version 1.38 >date 2 April". */
static char *disagreement(const char *ja, const char *en)
{
	static const char *const kinds[] = {"cve", "cvss", "version", "date", "url", "address", "domain", "email", "hash"};
	struct parsed p[2];
	struct mentions m[2] = {mentions_of(&p[0], ja), mentions_of(&p[1], en)};
	struct buf b;
	buf_init(&b, 100000);
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < m[side].count; i++)
			if (!mentions_have(&m[!side], &m[side].items[i]))
				buf_printf(&b, "%s%s %s %s", b.length ? "; " : "", side ? "en" : "ja", kinds[m[side].items[i].kind],
					   m[side].items[i].text);
	char *text = strdup(b.data);
	buf_fini(&b);
	parsed_free(&p[0]);
	parsed_free(&p[1]);
	return text;
}

static void expect_differ(const char *ja, const char *en, const char *wanted)
{
	char *actual = disagreement(ja, en);
	cr_expect_str_eq(actual, wanted, "%s\n%s\n     got: %s\n  wanted: %s", ja, en, actual, wanted);
	free(actual);
}

static void expect_agree(const char *ja, const char *en)
{
	expect_differ(ja, en, "");
}

Test(mentions, cve_ids)
{
	expect_named("CVE-2026-12345とcve-1900-1001（ＣＶＥ－2026－0001）", "c:CVE-2026-12345 c:CVE-1900-1001 c:CVE-2026-0001");
	expect_named("CVE-2026-123 CVE-2026 XCVE-2026-1234 CVE-2026-12345678901234567890", "");
	expect_named("see [CVE-2026-*1234*](x), CVE\xE2\x80\x91" "2026\xE2\x80\x91" "5678", "c:CVE-2026-1234 c:CVE-2026-5678");
}

Test(mentions, cvss_vectors)
{
	expect_named("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H。", "s:CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H");
	expect_agree("ベクター：CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "`CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H`.");
	/* The vector without what says its version is the same vector; another version is not. */
	expect_differ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSS:3.0/AV:N/AC:L/Au:N/C:P/I:P/A:P",
		      "en cvss CVSS:3.0/AV:N/AC:L/Au:N/C:P/I:P/A:P");
	expect_differ("CVSS:3.1/AV:N/AC:L", "CVSS:3.1/AV:N/AC:H", "ja cvss CVSS:3.1/AV:N/AC:L; en cvss CVSS:3.1/AV:N/AC:H");
}

Test(mentions, versions)
{
	expect_named("1.38、v1.39、Ver.1.40、バージョン1.41、１．４２、version 7、バージョン12", "v:1.38 v:1.39 v:1.40 v:1.41 v:1.42 v:7 v:12");
	expect_named("5.0以降、5.4.2より前（5.4.2-1.rj、1.0.2k、9.8p1、2.0rc1、1.4.0-rc.1+b3）",
		     "v:5.0 v:5.4.2 v:5.4.2-1.rj v:1.0.2k v:9.8p1 v:2.0rc1 v:1.4.0-rc.1+b3");
	expect_named("1.0-1.4, 2.0–2.4, 3.0～3.4 and 4.0+", "v:1.0 v:1.4 v:2.0 v:2.4 v:3.0 v:3.4 v:4.0");
	expect_named("1.4.x and 1.5.*", "v:1.4.x v:1.5.x");
	expect_named("a 1.38-based build", "v:1.38");
	expect_named("`>=1.2 <1.4.7`", "v:1.2 v:1.4.7");
	expect_named("10.0.19041.1234, version 2.0.5.1", "v:10.0.19041.1234 v:2.0.5.1");
}

Test(mentions, numbers_that_are_no_versions)
{
	static const char *const texts[] = {
		"10:15 に 10時15分、3.2節、第3.2章、図1.2、section 4.2.6 and Table 2.1, §3.1",
		"12.5% 99.9％ 2.4GHz 2.4 GHz 1.5倍 0.5秒 1.5 million 3.5時間 1.5x",
		"$1.99 ¥1.5 €2.50 1,234.56 1.99 USD 2.5円",
		"CVSS 9.8、基本値：7.5、base score of 7.8, 9.8（緊急） 7.5 (High)",
		"電話 03-1234-5678、0120-000-000、+81-3-1234-5678",
		"libx-1.38.tar.gz /opt/x/1.2/lib librjson.so.1 HTTP/1.1 Python3.11 RJ-httpd/2.0",
		"RJ-200 EX-2026-0001 12 2026 8443",
		"## 3.1 概要",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		expect_named(texts[i], "");
	/* They still answer for a version in the other language. */
	expect_agree("Python3.11で試験しました。", "We tested it with Python 3.11.");
	expect_agree("libx-1.38.tar.gzを展開してください。", "Unpack version 1.38.");
	expect_agree("12より前のバージョン", "versions before 12, version 12");
}

Test(mentions, a_series_is_not_its_first_version)
{
	expect_agree("1.4系は影響を受けます。", "1.4.x is affected.");
	expect_agree("1.4系は影響を受けます。", "The 1.4 series is affected.");
	expect_agree("バージョン9系とRHEL 8系", "9.x and RHEL 8.x");
	expect_agree("5.0から5.3までの系列", "the series 5.0 through 5.3");
	expect_differ("1.4は影響を受けます。", "1.4.x is affected.", "en version 1.4.x");
}

Test(mentions, days_in_both_languages)
{
	expect_named("2026年4月2日（木）", "d:2026-04-02");
	expect_named("２０２６年　４月　２日 令和8年4月3日 平成元年1月8日", "d:2026-04-02 d:2026-04-03 d:1989-01-08");
	expect_named("2 April 2026; 3rd of April, 2026; April 4, 2026; Apr. 5 2026; 6-Apr-2026; 7 SEPT 2026",
		     "d:2026-04-02 d:2026-04-03 d:2026-04-04 d:2026-04-05 d:2026-04-06 d:2026-09-07");
	expect_named("2026-04-02 2026/4/3 2026/04/04", "d:2026-04-02 d:2026-04-03 d:2026-04-04");
	expect_named("2–5 April 2026", "d:2026-04-02 d:2026-04-05");
	expect_named("on 2, 3 and 5 April; April 7 to 9, 2026", "d:04-02 d:04-03 d:04-05 d:2026-04-07 d:2026-04-09");
	expect_named("4月2日", "d:04-02");
	expect_named("2026年4月 / May 2026", "d:2026-04 d:2026-05");
	/* No days. */
	expect_named("2026年2月30日 31 February 2026 2026-13-01 2026年度 3日間 3日以内 You may 3 times", "d:2026-02");
	expect_named("EX-2026-04-02 2026-04-02-draft 1234-56-78", "");
}

Test(mentions, days_agree)
{
	expect_agree("2026年4月2日（木）", "Thursday 2 April 2026");
	expect_agree("2026年4月2日（木・祝）に", "2026-04-02");
	expect_agree("2026年4月2日から4月5日まで", "from 2 to 5 April 2026");
	expect_agree("2026年4月2日から5日まで", "from 2 to 5 April 2026");
	expect_agree("2026年4月2日（木）、3日および5日に", "on 2, 3 and 5 April 2026");
	expect_agree("4月2日", "April 2");
	expect_agree("2026年4月に修正", "fixed in April 2026");
}

Test(mentions, days_differ)
{
	expect_differ("2026年4月2日", "3 April 2026", "ja date 2026年4月2日; en date 3 April 2026");
	expect_differ("2026年4月2日", "2 April 2025", "ja date 2026年4月2日; en date 2 April 2025");
	expect_differ("2026年4月2日", "April 2026", "ja date 2026年4月2日");
	expect_differ("2026年4月2日から5日間", "for 5 days from 2 April 2026, and 5 April 2026", "en date 5 April 2026");
	expect_differ("本日", "2 to 5 April 2026", "en date 2 to 5 April 2026; en date 2 to 5 April 2026");
}

Test(mentions, one_instant_in_two_zones)
{
	expect_agree("2026年5月22日（金）0:30（日本時間）", "21 May 2026, 15:30 UTC");
	expect_agree("2026年5月22日午前0時30分（日本時間）", "21 May 2026 at 3:30 p.m. (UTC)");
	expect_agree("日本時間2026年5月22日0時30分ごろ", "15:30 UTC on 21 May 2026");
	expect_agree("2026-05-22T00:30:10+09:00", "2026-05-21T15:30:10Z");
	expect_agree("2026年7月7日（火）12:00（日本時間）、2026年7月7日（火）03:00（UTC）", "7 July 2026 (Tue), 03:00 UTC (7 July 2026 (Tue), 12:00 JST)");
	expect_differ("2026年5月22日0:30（日本時間）", "21 May 2026, 15:31 UTC",
		      "ja date 2026年5月22日; en date 21 May 2026");
	/* Without a zone nobody knows. */
	expect_differ("2026年5月22日0:30", "21 May 2026, 15:30 UTC", "ja date 2026年5月22日; en date 21 May 2026");
}

Test(mentions, urls)
{
	expect_agree("詳しくは（https://example.com/a/b）。", "See <https://example.com/a/b>.");
	expect_agree("https://example.com/a」を", "(https://example.com/a), [here](https://EXAMPLE.com/a/).");
	expect_agree("https://example.com/a（注）、https://example.com/b」、https://example.com/c。", "https://example.com/a https://example.com/b https://example.com/c");
	expect_agree("hxxps://redelivery.example[.]com/x", "`https://redelivery.example.com/x`");
	expect_agree("hxxps[:]//a.example[.]net", "hxxps://a.example(.)net/");
	expect_agree("https://example.com:443/日本を", "[x](https://example.com)");
	expect_agree("[x](https://example.com/%E6%97%A5)", "[x](https://example.com/日)");
	expect_named("https://example.com/wiki/A_(b)", "u:https://example.com/wiki/A_(b)");
	expect_named("<b title='https://example.com/q'>x</b>", "u:https://example.com/q");
	expect_differ("https://example.com/a", "https://example.com/b", "ja url https://example.com/a; en url https://example.com/b");
	expect_differ("http://example.com/a", "https://example.com/a", "ja url http://example.com/a; en url https://example.com/a");
	expect_differ("[印](https://example.com/?a=1#x)", "mark", "ja url https://example.com/?a=1#x");
}

Test(mentions, a_url_in_the_reader_s_language_is_no_disagreement)
{
	expect_agree("https://example.com/ja/notice/7", "https://example.com/en/notice/7");
	expect_agree("https://example.com/ja-jp/notice/7", "https://example.com/notice/7");
	expect_agree("https://example.com/n?id=3&lang=ja", "https://example.com/n?id=3");
	expect_agree("https://example.com/n?lang=ja&id=3", "https://example.com/n?lang=en&id=3");
	expect_agree("https://example.com/policy.ja.html", "https://example.com/policy_en.html");
	expect_agree("https://jvn.example.jp/jp/JVN123/", "https://jvn.example.jp/en/jp/JVN123/index.html");
	expect_agree("[x](https://ja.wiki.example.org/wiki/脆弱性)", "https://en.wiki.example.org/wiki/Vulnerability");
	expect_differ("https://example.com/ja/notice/7", "https://example.com/en/notice/8",
		      "ja url https://example.com/ja/notice/7; en url https://example.com/en/notice/8");
	expect_differ("https://example.com/n?id=3&lang=ja", "https://example.com/n?id=4&lang=en",
		      "ja url https://example.com/n?id=3&lang=ja; en url https://example.com/n?id=4&lang=en");
}

Test(mentions, addresses)
{
	expect_named("192.0.2.45、192.0.2[.]46、192[.]0[.]2[.]47:8443、198.51.100.0/24", "i:192.0.2.45 i:192.0.2.46 i:192.0.2.47 i:198.51.100.0/24");
	expect_named("2001[:]db8::45 and 2001:DB8:0:0:0:0:0:46, [2001:db8::47]:80, 2001:db8::/32", "i:2001:db8::45 i:2001:db8::46 i:2001:db8::47 i:2001:db8::/32");
	expect_named("10:15:30 12:34 00:00:5E:00:53:01 std::string a::b", "i:a::b");
	expect_agree("2001[:]db8::45", "2001:0db8:0::45");
	expect_agree("`grep -E '192\\.0\\.2\\.45|c2\\.example\\.net'`", "192.0.2.45, c2.example[.]net");
	expect_differ("192.0.2.0/24", "192.0.2.0/25", "ja address 192.0.2.0/24; en address 192.0.2.0/25");
	expect_differ("192.0.2.45", "192.0.2.46", "ja address 192.0.2.45; en address 192.0.2.46");
	/* Which of the two four small numbers are may be said in one language only. */
	expect_agree("2.0.5.1より前", "before version 2.0.5.1");
}

Test(mentions, domains_and_email)
{
	expect_named("c2.example[.]netとc3.example.net、mail.cloud.example.com", "n:c2.example.net n:c3.example.net n:mail.cloud.example.com");
	expect_named("proxy.log sys.argv user.max_user_namespaces a.out e.g. Node.js ASP.NET /opt/x.com main.com() README.md", "");
	expect_named("`action=template\\.put`", "");
	expect_named("evil[.]zip", "n:evil.zip");
	expect_named("（info@csirt.example.org）、a[at]example[.]net", "m:info@csirt.example.org m:a@example.net");
	expect_agree("[問い合わせ](mailto:Info@example.org)", "info@example.org");
	/* A domain that the other language names within something longer. */
	expect_differ("c2.example[.]net", "https://c2.example.net/x", "en url https://c2.example.net/x");
	expect_differ("c2.example.net", "c3.example.net", "ja domain c2.example.net; en domain c3.example.net");
}

Test(mentions, hashes)
{
	expect_named("44a70fd3d5317f7ac6504557c51c64055c963da4cc95bd45a24ddda22e84b2d5 D41D8CD98F00B204E9800998ECF8427E 0123456789abcdef",
		     "h:44a70fd3d5317f7ac6504557c51c64055c963da4cc95bd45a24ddda22e84b2d5 h:d41d8cd98f00b204e9800998ecf8427e");
	expect_agree("`D41D8CD98F00B204E9800998ECF8427E`", "d41d8cd98f00b204e9800998ecf8427e");
}

static void expect_place(const char *markdown, const char *text, unsigned line, unsigned column)
{
	struct parsed p;
	struct mentions m = mentions_of(&p, markdown);
	cr_assert_eq(m.count, 1, "%s: %zu mentions", markdown, m.count);
	cr_expect_str_eq(m.items[0].text, text);
	cr_expect_eq(m.items[0].line, line, "%s: line %u", markdown, m.items[0].line);
	cr_expect_eq(m.items[0].column, column, "%s: column %u", markdown, m.items[0].column);
	parsed_free(&p);
}

Test(mentions, places)
{
	expect_place("a\n\nb\nc 1.38 d", "1.38", 4, 3);
	expect_place("は１．３８の", "１．３８", 1, 4);
	expect_place("```\na\n\n1.38\n```", "1.38", 4, 0);
	expect_place("    a\n    1.38\n", "1.38", 2, 0);
	expect_place("- a\n  ```sh\n  1.38\n  ```", "1.38", 3, 0);
	expect_place("a\n[b](https://example.com/)", "https://example.com/", 2, 0);
	expect_place("on 2\nApril 2026", "2 April 2026", 1, 4);
	expect_place("x 192.0.2[.]45.", "192.0.2[.]45", 1, 3);
}

Test(mentions, text_of_the_front_matter)
{
	struct arena *a = arena_new();
	struct mentions_reader *r = mentions_new(a);
	mentions_read_text(r, "ReijiOS 5.4.2の脆弱性", 2, 8);
	struct mentions m = mentions_done(r);
	cr_assert_eq(m.count, 1);
	cr_expect_eq(m.items[0].line, 2);
	cr_expect_eq(m.items[0].column, 16);
	arena_free(a);
}

/* Long runs of what may begin something are passed in one go. */
Test(mentions, hostile_text_is_read_in_linear_time)
{
	static const char *const patterns[] = {"a.", "1.", "a@", "1:", "f", "9", "- ", "[.]", "http://", "2026年", "4月2日 ", "1 and ", "2, ",
					       "2001:", "(", "AV:N/AC:", "CVSS:", "\\."};
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		char *text = repeated("4月2日", patterns[i], "", 900000);
		struct arena *a = arena_new();
		struct mentions_reader *r = mentions_new(a);
		mentions_read_text(r, text, 1, 1);
		struct mentions m = mentions_done(r);
		cr_expect(mentions_have(&m, &m.items[0]), "%s", patterns[i]);
		arena_free(a);
		free(text);
	}
}
