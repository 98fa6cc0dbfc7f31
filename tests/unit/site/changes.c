#include "site/changes.h"

#include <criterion/criterion.h>

#include "archive/facts.h"
#include "archive/yaml.h"
#include "unit/site/speaker.h"

static struct arena *a;

static void begin(void)
{
	speaker_begin();
	a = speaker.arena;
}

TestSuite(changes, .init = begin, .fini = speaker_end);

/* Front matter as a past version may have it: read leniently. */
static struct value *facts(const char *yaml)
{
	struct value *front = *yaml ? yaml_parse_past(a, span_of(yaml), 1) : value_new(a, VALUE_MAP);
	cr_assert(front, "%s", yaml);
	return facts_of(a, front);
}

static struct value *changes_in(const char *lang, const char *before, const char *after)
{
	struct view v = speaker_view(lang);
	struct attachments none = {0};
	return fact_changes(&v, facts(before), facts(after), &none, &none);
}

static void expect(const char *before, const char *after, const char *ja, const char *en)
{
	const char *got_ja = speaker_lines(changes_in("ja", before, after)), *got_en = speaker_lines(changes_in("en", before, after));
	cr_expect_str_eq(got_ja, ja, "%s → %s:\n%s", before, after, got_ja);
	cr_expect_str_eq(got_en, en, "%s → %s:\n%s", before, after, got_en);
}

Test(changes, a_key_with_one_value_says_what_it_was_and_what_it_is)
{
	expect("status: interim", "status: final", "文書の状態：暫定版 → 最終版", "Status: Interim → Final");
	expect("kind: alert", "", "種別：注意喚起 → 脆弱性情報", "Kind: Alert → Vulnerability advisory");
	expect("", "exercise: yes", "演習：いいえ → はい", "Exercise: No → Yes");
	expect("exploitation: none-known", "exploitation: observed", "悪用の状況：悪用は未確認 → 悪用を確認",
	       "Exploitation: No known exploitation → Exploitation confirmed");
	expect("", "exploitation: proof-of-concept", "悪用の状況：記載なし → 実証コード（PoC）が公開済み",
	       "Exploitation: not stated → Public proof of concept");
	expect("next_update: 2026-12-10", "next_update: 2026-12-17", "次回更新の予定：2026年12月10日（木） → 2026年12月17日（木）",
	       "Next update: 10 December 2026 (Thu) → 17 December 2026 (Thu)");
	expect("next_update: 2026-12-10", "", "次回更新の予定：2026年12月10日（木） → 記載なし",
	       "Next update: 10 December 2026 (Thu) → not stated");
	expect("", "first_published: 2020-05-01", "最初の公開日：記載なし → 2020年5月1日（金）",
	       "First published: not stated → 1 May 2020 (Fri)");
	expect("tlp: amber", "", "公開範囲：amber → TLP:CLEAR（公開制限なし）", "Sharing: amber → TLP:CLEAR (no limit on sharing)");
}

Test(changes, a_list_says_what_came_and_what_went)
{
	expect("audience: [general]", "audience: [general, developers]", "対象読者の追加：開発者", "Intended readers added: Developers");
	expect("impact: [intrusion, spoofing, fraud]", "impact: [fraud]", "想定される影響の削除：不正侵入、なりすまし",
	       "Impact removed: Intrusion and spoofing");
	expect("impact: [intrusion, fraud]", "impact: [tampering, fraud]", "想定される影響の追加：改ざん\n想定される影響の削除：不正侵入",
	       "Impact added: Tampering\nImpact removed: Intrusion");
	expect("impact: unknown", "impact: [code-execution, intrusion]", "想定される影響：調査中 → 任意のコード実行、不正侵入",
	       "Impact: Under investigation → Arbitrary code execution and intrusion");
	expect("impact: [fraud, intrusion]", "impact: [intrusion, fraud]", "", "");
	expect("", "cve: CVE-1900-1", "CVE番号の追加：CVE-1900-1", "CVE ID added: CVE-1900-1");
	expect("cve: [CVE-1900-1]", "cve: [CVE-1900-2]", "CVE番号：CVE-1900-1 → CVE-1900-2", "CVE ID: CVE-1900-1 → CVE-1900-2");
	expect("cwe: CWE-79", "cwe: [CWE-79, CWE-80]", "CWE（脆弱性の種類）の追加：CWE-80", "CWE added: CWE-80");
	expect("credits: [A]", "credits: [A, B]", "謝辞の追加：B", "Acknowledgements added: B");
	expect("credits: [A, B]", "credits: [B, A]", "謝辞の並び順の変更", "Acknowledgements reordered");
	expect("tags: [a]", "", "タグの削除：a", "Tags removed: a");
	expect("related: [EX-1]", "related: [EX-1, EX-2]", "関連するセキュリティ情報の追加：EX-2", "Related advisories added: EX-2");
	expect("", "supersedes: EX-1", "置き換え元の追加：EX-1", "Superseded advisories added: EX-1");
}

Test(changes, a_vector_is_told_with_the_rating_that_comes_of_it)
{
	const char *high = "cvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
	const char *low = "cvss: CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
	expect("", high, "深刻度：未評価 → 重要（High）、CVSS 7.5\nCVSSの追加：CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
	       "Severity: Not rated → High, CVSS 7.5\nCVSS added: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H");
	expect(high, low,
	       "深刻度：重要（High）、CVSS 7.5 → 警告（Medium）、CVSS 6.2\n"
	       "CVSS：CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H → CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
	       "Severity: High, CVSS 7.5 → Medium, CVSS 6.2\n"
	       "CVSS: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H → CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H");
	expect("severity: low", "severity: critical", "深刻度：注意（Low） → 緊急（Critical）", "Severity: Low → Critical");
	expect("severity: none", "", "深刻度：なし（None） → 未評価", "Severity: None → Not rated");
	expect("severity: high", high,
	       "深刻度：重要（High） → 重要（High）、CVSS 7.5\nCVSSの追加：CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
	       "Severity: High → High, CVSS 7.5\nCVSS added: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H");
}

#define ONE(keys) "affected: [{product: RJ, " keys "}]"

Test(changes, the_only_product_is_not_named)
{
	expect(ONE("versions: '<=1.38'"), ONE("versions: '<1.38'"), "影響を受けるバージョン：1.38およびそれ以前 → 1.38より前",
	       "Affected versions: 1.38 and earlier → before 1.38");
	expect(ONE("versions: [all]"), ONE("versions: ['>=1.2 <1.4', '>=2 <=2.1']"),
	       "影響を受けるバージョン：すべてのバージョン → 1.2以降、1.4より前、または2から2.1まで",
	       "Affected versions: all versions → 1.2 and later, before 1.4, or 2 through 2.1");
	expect(ONE("versions: ['<1']"), ONE("versions: ['<1', '=2']"), "影響を受けるバージョンの追加：2のみ", "Affected versions added: 2 only");
	expect(ONE("fixed: '1.3'"), ONE("fixed: ['1.3', '1.2.9']"), "修正済みバージョンの追加：1.2.9", "Fixed versions added: 1.2.9");
	expect(ONE("unaffected: ['<1']"), ONE("unaffected: ['<2']"), "影響を受けないバージョン：1より前 → 2より前",
	       "Versions not affected: before 1 → before 2");
	expect(ONE("fix: none-yet"), ONE("fix: available"), "修正版の提供状況：未提供 → 提供中",
	       "Availability of a fix: Not yet available → Available");
	expect(ONE("fix: planned"), ONE(""), "修正版の提供状況：提供予定 → 記載なし", "Availability of a fix: Planned → not stated");
	expect(ONE("type: library"), ONE("type: os"), "製品の種類：ライブラリ → 基本ソフトウェア（OS）",
	       "Type of product: Library → Operating system");
	expect(ONE("scheme: semver"), ONE(""), "バージョンの表記方式：semver → generic", "Version scheme: semver → generic");
	expect(ONE(""), ONE("purl: 'pkg:generic/rj'"), "パッケージURL（purl）：記載なし → pkg:generic/rj",
	       "Package URL (purl): not stated → pkg:generic/rj");
	expect(ONE("cpe: a"), ONE("cpe: b"), "CPE：a → b", "CPE: a → b");
	expect(ONE("vendor: A"), ONE("vendor: B"), "製品開発者：A → B", "Vendor: A → B");
	expect(ONE("vendor: {ja: 例, en: A}"), ONE("vendor: {ja: 例, en: B}"), "製品開発者の変更（ほかの言語での表記）", "Vendor: A → B");
}

Test(changes, a_product_that_comes_or_goes_is_told_with_its_versions)
{
	expect(ONE(""), "affected: [{product: RJ}, {product: RJ-100, versions: all}]", "製品の追加：RJ-100（すべてのバージョン）",
	       "Product added: RJ-100 (all versions)");
	expect("affected: [{product: {ja: 甲, en: A}}, {product: B}]", "affected: [{product: B}]", "製品の削除：甲", "Product removed: A");
	expect("affected: [{product: A, name: x}]", "affected: [{product: B, name: x}]", "製品：A → B", "Product: A → B");
	expect("affected: [{product: RJ200, purl: 'pkg:generic/rj'}]", "affected: [{product: RJ-200, purl: 'pkg:generic/rj'}]",
	       "製品：RJ200 → RJ-200\n製品の略称：RJ200 → RJ-200", "Product: RJ200 → RJ-200\nShort name of the product: RJ200 → RJ-200");
	expect("affected: [{product: A, versions: all}]", "affected: [{product: B, versions: unknown}]",
	       "製品の追加：B（調査中）\n製品の削除：A（すべてのバージョン）", "Product added: B (under investigation)\nProduct removed: A (all versions)");
	expect("", "affected: []", "対象の製品：記載なし → 該当なし", "Products: not stated → none");
	expect("affected: []", ONE(""), "製品の追加：RJ", "Product added: RJ");
	expect("affected: [[x]]", "affected: []", "対象の製品：記載なし → 該当なし", "Products: not stated → none");
	expect("affected: [[x]]", "", "影響を受けるバージョンの変更", "Affected versions changed");
	expect("affected: [{product: A}, {product: B}]", "affected: [{product: B}, {product: A}]", "対象の製品の並び順の変更", "Products reordered");
}

Test(changes, of_several_products_those_that_changed_are_named)
{
	expect("affected: [{product: A, versions: '<1'}, {product: B, versions: '<1'}]",
	       "affected: [{product: A, versions: '<1'}, {product: B, versions: '<2'}]", "影響を受けるバージョン（B）：1より前 → 2より前",
	       "Affected versions (B): before 1 → before 2");
	expect("affected: [{product: A, versions: '<1'}, {product: B, versions: '<1'}]",
	       "affected: [{product: A, versions: '<2'}, {product: B, versions: '<2'}]", "影響を受けるバージョン：1より前 → 2より前",
	       "Affected versions: before 1 → before 2");
	expect("affected: [{product: A, fix: planned}, {product: B, fix: planned}, {product: C}]",
	       "affected: [{product: A, fix: available}, {product: B, fix: available}, {product: C, fixed: '1'}]",
	       "修正版の提供状況（A、B）：提供予定 → 提供中\n修正済みバージョン（C）の追加：1",
	       "Availability of a fix (A and B): Planned → Available\nFixed versions (C) added: 1");
}

Test(changes, vulnerabilities_are_matched_by_id_then_title_then_place)
{
	expect("vulnerabilities: [{cve: CVE-1}, {cve: CVE-2, cwe: CWE-1}]", "vulnerabilities: [{cve: CVE-2, cwe: CWE-2}, {cve: CVE-1}]",
	       "CWE（脆弱性の種類）（CVE-2）：CWE-1 → CWE-2", "CWE (CVE-2): CWE-1 → CWE-2");
	expect("vulnerabilities: [{title: T}, {title: U}]", "vulnerabilities: [{cve: CVE-1, title: T}, {title: U, exploitation: observed}]",
	       "CVE番号（T）：記載なし → CVE-1\n悪用の状況（U）：記載なし → 悪用を確認",
	       "CVE ID (T): not stated → CVE-1\nExploitation (U): not stated → Exploitation confirmed");
	expect("vulnerabilities: [{title: T}, {title: U}]", "vulnerabilities: [{title: V}, {title: U}]", "脆弱性の名称（T）：T → V",
	       "Title of the vulnerability (T): T → V");
	expect("vulnerabilities: [{cve: CVE-1}, {cve: CVE-2}]", "vulnerabilities: [{cve: CVE-1}, {cve: CVE-3, title: T}]",
	       "脆弱性の追加：CVE-3（T）\n脆弱性の削除：CVE-2", "Vulnerability added: CVE-3 (T)\nVulnerability removed: CVE-2");
	expect("affected: [{product: 製品甲, name: x}, {product: 乙}]\nvulnerabilities: [{cve: CVE-1, affected: [x]}, {cve: CVE-2}]",
	       "affected: [{product: 製品甲, name: x}, {product: 乙}]\nvulnerabilities: [{cve: CVE-1, affected: [x, 乙]}, {cve: CVE-2}]",
	       "対象の製品（CVE-1）の追加：乙", "Products (CVE-1) added: 乙");
	expect("vulnerabilities: [{cve: CVE-1, discovered: 2026-01-01}, {cve: CVE-2, disclosed: 2026-01-01}]",
	       "vulnerabilities: [{cve: CVE-1, discovered: 2026-01-02}, {cve: CVE-2, disclosed: 2026-01-02}]",
	       "発見日（CVE-1）：2026年1月1日（木） → 2026年1月2日（金）\n公表日（CVE-2）：2026年1月1日（木） → 2026年1月2日（金）",
	       "Discovered on (CVE-1): 1 January 2026 (Thu) → 2 January 2026 (Fri)\n"
	       "Disclosed on (CVE-2): 1 January 2026 (Thu) → 2 January 2026 (Fri)");
}

Test(changes, each_of_several_vulnerabilities_has_its_own_rating)
{
	const char *v = "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
	expect("vulnerabilities: [{cve: CVE-1, cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H'}, {cve: CVE-2}]",
	       arena_printf(a, "vulnerabilities: [{cve: CVE-1, cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H'}, {cve: CVE-2, cvss: '%s'}]", v),
	       arena_printf(a, "深刻度（CVE-2）：未評価 → 警告（Medium）、CVSS 6.2\nCVSS（CVE-2）の追加：%s", v),
	       arena_printf(a, "Severity (CVE-2): Not rated → Medium, CVSS 6.2\nCVSS (CVE-2) added: %s", v));
	expect("severity: high\nvulnerabilities: [{cve: CVE-1}, {cve: CVE-2, severity: low}]",
	       "severity: high\nvulnerabilities: [{cve: CVE-1}, {cve: CVE-2, severity: medium}]", "深刻度（CVE-2）：注意（Low） → 警告（Medium）",
	       "Severity (CVE-2): Low → Medium");
}

Test(changes, the_shorthand_and_a_list_are_compared_as_lists)
{
	expect("cve: CVE-1\ncwe: CWE-1\ncvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
	       "vulnerabilities: [{cve: CVE-1, cwe: CWE-1, cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H'}, {cve: CVE-2}]",
	       "脆弱性の追加：CVE-2", "Vulnerability added: CVE-2");
	expect("vulnerabilities: [{cve: CVE-1, cwe: CWE-1}, {cve: CVE-2}]", "cve: CVE-1\ncwe: CWE-1", "脆弱性の削除：CVE-2",
	       "Vulnerability removed: CVE-2");
	expect("", "vulnerabilities: [{cve: CVE-1}, {cve: CVE-2}]", "脆弱性の追加：CVE-1、CVE-2", "Vulnerability added: CVE-1 and CVE-2");
}

#define TWO "affected: [{product: {ja: 甲, en: A}, name: x}, {product: B}]\n"

Test(changes, remediations_are_named_by_kind_and_their_prose_is_not_quoted)
{
	const char *old = TWO "remediations: [{kind: mitigation, products: [x], details: {ja: 一, en: one}}, {kind: vendor-fix}]";
	expect(old, TWO "remediations: [{kind: mitigation, products: [x], details: {ja: 二, en: two}}, {kind: vendor-fix}]",
	       "対策の内容（軽減策、甲）の変更", "Details of the remediation (Mitigation for A) changed");
	expect(old, TWO "remediations: [{kind: workaround, products: [x], details: {ja: 一, en: one}}, {kind: vendor-fix}]",
	       "対策の種類（軽減策、甲）：軽減策 → 回避策", "Kind of remediation (Mitigation for A): Mitigation → Workaround");
	expect(old, TWO "remediations: [{kind: vendor-fix, url: 'https://a.example/'}, {kind: workaround, products: [x, B]}]",
	       "対策のURL（開発元による修正）：記載なし → https://a.example/\n対策の追加：回避策（甲、B）\n対策の削除：軽減策（甲）",
	       "URL of the remediation (Vendor fix): not stated → https://a.example/\nRemediation added: Workaround (A and B)\n"
	       "Remediation removed: Mitigation (A)");
	expect(ONE("name: y") "\nremediations: [{kind: mitigation}]", ONE("name: y") "\nremediations: [{kind: mitigation, products: [y]}]",
	       "対策の対象製品の追加：RJ", "Products of the remediation added: RJ");
	expect(ONE("name: y"), ONE("name: y") "\nremediations: [{kind: no-fix-planned, products: [y]}]", "対策の追加：修正の予定なし",
	       "Remediation added: No fix planned");
}

Test(changes, prose_stands_whole_in_the_table)
{
	const struct value *all = changes_in("ja", "remediations: [{kind: mitigation, details: {ja: 一, en: one}}]",
					     "remediations: [{kind: mitigation, details: {ja: 二, en: one}}]");
	cr_assert_eq(all->count, 1);
	cr_expect_str_eq(value_text(all->items[0], "before"), "一");
	cr_expect_str_eq(value_text(all->items[0], "after"), "二");
	all = changes_in("en", "", "remediations: [{kind: mitigation, details: one, url: 'https://a.example/'}, {kind: workaround}]");
	cr_assert_eq(all->count, 1);
	cr_expect_str_eq(value_text(all->items[0], "text"), "Remediation added: Mitigation and Workaround");
	cr_expect_str_eq(value_text(all->items[0], "after"), "Mitigation: one https://a.example/ and Workaround");
}

Test(changes, indicators_are_counted_and_cannot_be_opened)
{
	expect("", "indicators: [{type: domain, value: c2.example.net}, {type: ipv4, value: 192.0.2.45}, {type: filename, value: a.exe}]",
	       "侵害の痕跡の追加（3件）：c2.example[.]net、192.0.2[.]45、a.exe",
	       "Indicators of compromise added (3): c2.example[.]net, 192.0.2[.]45 and a.exe");
	expect("indicators: [{type: url, value: 'https://a.example/x.y'}]", "indicators: [{type: email, value: a@b.example}]",
	       "侵害の痕跡の追加（1件）：a[@]b[.]example\n侵害の痕跡の削除（1件）：hxxps://a[.]example/x.y",
	       "Indicators of compromise added (1): a[@]b[.]example\nIndicators of compromise removed (1): hxxps://a[.]example/x.y");
	expect("indicators: [{type: domain, value: a.example, note: n}, {type: md5, value: 'aa'}]",
	       "indicators: [{type: domain, value: a.example, note: m}, {type: sha1, value: 'aa'}]",
	       "侵害の痕跡の備考（a[.]example）の変更\n侵害の痕跡の種類（aa）：MD5ハッシュ値 → SHA-1ハッシュ値",
	       "Note on the indicator (a[.]example) changed\nType of indicator (aa): MD5 hash → SHA-1 hash");
	expect("", "indicators: [{value: c2.example.net}]", "侵害の痕跡の追加（1件）：c2.example[.]net",
	       "Indicators of compromise added (1): c2.example[.]net");
}

/* "indicators: [{…}, …]" of count addresses. */
static const char *many_indicators(size_t count)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_text(&b, "indicators:\n");
	for (size_t i = 0; i < count; i++)
		buf_printf(&b, "  - {type: ipv4, value: 192.0.2.%zu}\n", i);
	const char *yaml = arena_text(a, b.data);
	buf_fini(&b);
	return yaml;
}

Test(changes, of_a_long_list_the_line_has_twenty_and_the_table_all)
{
	const struct value *all = changes_in("ja", "", many_indicators(25));
	cr_assert_eq(all->count, 1);
	const char *text = value_text(all->items[0], "text"), *after = value_text(all->items[0], "after");
	cr_expect(strstr(text, "（25件）：192.0.2[.]0、"), "%s", text);
	cr_expect(strstr(text, "192.0.2[.]19、ほか5件") && !strstr(text, "192.0.2[.]20"), "%s", text);
	cr_expect(strstr(after, "192.0.2[.]24") && !strstr(after, "ほか"), "%s", after);
	cr_expect_null(value_text(all->items[0], "before"));
	const char *en = speaker_lines(changes_in("en", "", many_indicators(25)));
	cr_expect(strstr(en, ", 192.0.2[.]19 and 5 more"), "%s", en);
}

Test(changes, many_lines_about_one_fact_are_cut_and_counted)
{
	struct buf before, after;
	buf_init(&before, 1 << 20);
	buf_init(&after, 1 << 20);
	buf_text(&before, "affected:\n");
	buf_text(&after, "affected:\n");
	for (int i = 0; i < 22; i++) {
		buf_printf(&before, "  - {product: P%d, fixed: 'a%d'}\n", i, i);
		buf_printf(&after, "  - {product: P%d, fixed: 'b%d'}\n", i, i);
	}
	const struct value *ja = changes_in("ja", before.data, after.data), *en = changes_in("en", before.data, after.data);
	cr_assert_eq(ja->count, 21);
	cr_expect_str_eq(value_text(ja->items[0], "text"), "修正済みバージョン（P0）：a0 → b0");
	cr_expect_str_eq(value_text(ja->items[20], "text"), "影響を受けるバージョン：ほか2件の変更");
	cr_expect_str_eq(value_text(en->items[20], "text"), "Affected versions: 2 more changes");
	buf_fini(&before);
	buf_fini(&after);
}

Test(changes, references_are_called_by_their_titles)
{
	expect("", "references: [{url: 'https://a.example/', title: {ja: 甲, en: A}}, {url: 'https://b.example/'}]",
	       "参考情報の追加：甲、https://b.example/", "References added: A and https://b.example/");
	expect("references: [{url: u, title: A, kind: report}, {url: w}]", "references: [{url: v, title: A, kind: article}, {url: w}]",
	       "参考情報のURL（A）：u → v\n参考情報の種類（A）：報告 → 解説", "URL of the reference (A): u → v\nKind of reference (A): Report → Article");
	expect("references: [{url: u, title: A}]", "references: [{url: u, title: B}]", "参考情報の表題：A → B", "Title of the reference: A → B");
}

Test(changes, an_item_has_its_parts)
{
	const struct value *all = changes_in("en", "affected: [{product: A, versions: '<1'}, {product: B}]",
					     "affected: [{product: A, versions: '<2'}, {product: B}]");
	cr_assert_eq(all->count, 1);
	const struct value *item = all->items[0];
	cr_expect_str_eq(value_text(item, "fact"), "affected");
	cr_expect_str_eq(value_text(item, "label"), "Affected versions");
	cr_expect_str_eq(value_text(item, "product"), "A");
	cr_expect_str_eq(value_text(item, "before"), "before 1");
	cr_expect_str_eq(value_text(item, "after"), "before 2");
}

Test(changes, long_prose_stands_in_the_table_alone)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_text(&b, "affected: [{product: A, cpe: '");
	buf_repeat(&b, 'x', 301);
	buf_text(&b, "'}]");
	const struct value *all = changes_in("en", "affected: [{product: A, cpe: y}]", b.data);
	cr_assert_eq(all->count, 1);
	cr_expect_str_eq(value_text(all->items[0], "text"), "CPE changed");
	cr_expect_eq(strlen(value_text(all->items[0], "after")), 301);
	cr_expect_str_eq(value_text(all->items[0], "before"), "y");
	buf_fini(&b);
}

Test(changes, withdrawn_and_redact_are_left_out)
{
	expect("", "withdrawn: {reason: other}\nredact: {revisions: all}", "", "");
	expect("status: final", "status: final", "", "");
}

Test(changes, an_advisory_that_is_not_published_is_not_named)
{
	struct archive_advisory hidden = {.id = "EX-9"}, *list = &hidden;
	speaker.archive.advisories = list;
	speaker.archive.advisory_count = 1;
	expect("related: [EX-1]", "related: [EX-1, EX-9, EX-8]", "関連するセキュリティ情報の追加：EX-8", "Related advisories added: EX-8");
	expect("related: [EX-1]", "related: [EX-1, EX-9]", "関連するセキュリティ情報の変更", "Related advisories changed");
	const struct value *all = changes_in("en", "related: [EX-1]", "related: [EX-1, EX-9]");
	cr_expect(!value_get(all->items[0], "before") && !value_get(all->items[0], "after"));
}

Test(changes, a_key_that_nobody_knows_is_told_as_it_is)
{
	expect("zone: a", "zone: b", "zone：a → b", "zone: a → b");
	expect("", "zone: [1, {x: y}]", "zone：記載なし → [\"1\",{\"x\":\"y\"}]", "zone: not stated → [\"1\",{\"x\":\"y\"}]");
	expect("", "zone: |\n  a\n\n  b\n", "zone：記載なし → a b", "zone: not stated → a b");
}

/* Keys that the table knows with values of the wrong kind, and values that are parts of a wrong kind. */
Test(changes, whatever_shape_a_past_version_has_each_key_that_differs_has_a_line)
{
	static const char *const shapes[] = {"text", "[a, [b], {c: d}]", "{a: b, c: [d]}", "[[]]", "{ja: {x: y}}",
					     "[{name: [1], product: {}, versions: {ge: []}, value: {}, url: [x], kind: {}, cve: [1, 2]}]",
					     "[{name: x, versions: [{}, {all: no}, [1]], fixed: {a: b}, value: v, url: u, kind: k, type: {}}]"};
	for (size_t k = 0; facts_keys[k]; k++) {
		if (strcmp(facts_keys[k], "withdrawn") == 0 || strcmp(facts_keys[k], "redact") == 0)
			continue;
		for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
			for (size_t j = 0; j <= sizeof(shapes) / sizeof(*shapes); j++) {
				const char *before = arena_printf(a, "%s: %s", facts_keys[k], shapes[i]);
				const char *after = j < i ? arena_printf(a, "%s: %s", facts_keys[k], shapes[j])
						    : j == i ? "" : arena_printf(a, "%s: %s", facts_keys[k], shapes[j - 1]);
				const struct value *x = facts(before), *y = facts(after);
				const char *changed[4];
				size_t differs = facts_changed(changed, 4, x, y);
				const struct value *all = changes_in(i % 2 ? "ja" : "en", before, after);
				cr_expect((differs > 0) == (all->count > 0), "%s → %s", before, after);
			}
	}
}

Test(changes, every_fact_has_words_in_every_language)
{
	static const char *const languages[] = {"ja", "en"};
	for (size_t lang = 0; lang < 2; lang++)
		for (size_t k = 0; facts_keys[k]; k++) {
			const struct value *labels = value_get(value_get(speaker.site.locales[lang], "labels"), "fact");
			cr_expect(value_text(labels, facts_keys[k]), "%s has no label of %s", languages[lang], facts_keys[k]);
			if (strcmp(facts_keys[k], "withdrawn") == 0 || strcmp(facts_keys[k], "redact") == 0)
				continue;
			/* Lists of maps say nothing of an entry that is a text: these have words of their own, tested above. */
			const struct value *all = changes_in(languages[lang], "", arena_printf(a, "%s: strange", facts_keys[k]));
			cr_assert_eq(all->count, 1, "%s", facts_keys[k]);
			const char *text = value_text(all->items[0], "text");
			cr_expect(strncmp(text, facts_keys[k], strlen(facts_keys[k])) != 0, "%s", text);
		}
}

static struct attachment file(const char *name, unsigned char digit)
{
	struct attachment f = {.name = name};
	memset(&f.blob, digit, sizeof(f.blob));
	return f;
}

Test(changes, attachments_come_go_and_are_replaced)
{
	struct attachment before[] = {file("a", 1), file("b", 1), file("c", 1)}, after[] = {file("b", 1), file("c", 2), file("d", 1), file("e", 1)};
	struct attachments x = {before, 3}, y = {after, 4};
	const struct value *none = facts("status: final");
	struct view ja = speaker_view("ja"), en = speaker_view("en");
	cr_expect_str_eq(speaker_lines(fact_changes(&ja, none, none, &x, &y)),
			 "添付ファイルの差し替え：c\n添付ファイルの追加：d、e\n添付ファイルの削除：a");
	const struct value *all = fact_changes(&en, none, none, &x, &y);
	cr_expect_str_eq(speaker_lines(all), "Attachments replaced: c\nAttachments added: d and e\nAttachments removed: a");
	cr_expect_str_eq(value_text(all->items[0], "before"), "c (010101010101)");
	cr_expect_str_eq(value_text(all->items[0], "after"), "c (020202020202)");
	cr_expect_str_eq(speaker_lines(fact_changes(&en, none, none, &x, &x)), "");
}
