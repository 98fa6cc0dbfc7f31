/* The normal form, what differs between two, and the rating. */
#include "archive/facts.h"

#include "unit/archive/help.h"

#define V31 "\"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H\"" /* 7.8 */
#define V98 "\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"" /* 9.8 */
#define V40 "\"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N\""

static void normal(const char *front, const char *want)
{
	struct help h;
	help_begin(&h);
	cr_expect_str_eq(help_line(&h, facts_of(h.arena, help_yaml(&h, front))), want);
	help_end(&h);
}

Test(facts, defaults_are_filled_in_and_texts_become_lists)
{
	normal("{title: t, summary: s, translates: r1, lint: {ignore: []}, status: final}",
	       "{\"kind\":\"vulnerability\",\"status\":\"final\",\"tlp\":\"clear\"}");
	normal("{status: final, cve: A, cwe: B, cvss: C, impact: x, audience: y, tags: z, credits: q, "
	       "related: r, supersedes: s}",
	       "{\"audience\":[\"y\"],\"credits\":[\"q\"],\"cve\":[\"A\"],\"cvss\":[\"C\"],\"cwe\":[\"B\"],"
	       "\"impact\":[\"x\"],"
	       "\"kind\":\"vulnerability\",\"related\":[\"r\"],\"status\":\"final\",\"supersedes\":[\"s\"],"
	       "\"tags\":[\"z\"],\"tlp\":\"clear\"}");
}

Test(facts, exercise_no_and_empty_lists_say_nothing_but_no_product_does)
{
	normal("{status: final, exercise: no, tags: [], references: [], withdrawn: , affected: []}",
	       "{\"affected\":[],\"kind\":\"vulnerability\",\"status\":\"final\",\"tlp\":\"clear\"}");
	normal("{status: final, exercise: yes}",
	       "{\"exercise\":\"yes\",\"kind\":\"vulnerability\",\"status\":\"final\",\"tlp\":\"clear\"}");
}

Test(facts, products_get_name_scheme_and_ranges)
{
	normal("{status: final, affected: [{product: P, versions: \"<1\", fixed: 1, unaffected: [{lt: 0}]}]}",
	       "{\"affected\":[{\"fixed\":[\"1\"],\"name\":\"P\",\"product\":\"P\",\"scheme\":\"generic\","
	       "\"unaffected\":[{\"lt\":\"0\"}],"
	       "\"versions\":[{\"lt\":\"1\"}]}],\"kind\":\"vulnerability\",\"status\":\"final\",\"tlp\":"
	       "\"clear\"}");
	normal("{affected: [{product: {ja: 製, en: E}}, {product: {zh: z, ja: j}}, {name: n, product: {en: "
	       "E}, versions: [\"a b\"]}]}",
	       "{\"affected\":[{\"name\":\"E\",\"product\":{\"en\":\"E\",\"ja\":\"製\"},\"scheme\":"
	       "\"generic\"},"
	       "{\"name\":\"j\",\"product\":{\"ja\":\"j\",\"zh\":\"z\"},\"scheme\":\"generic\"},"
	       "{\"name\":\"n\",\"product\":{\"en\":\"E\"},\"scheme\":\"generic\",\"versions\":[\"a b\"]}],"
	       "\"kind\":\"vulnerability\",\"tlp\":\"clear\"}");
}

Test(facts, keys_stand_in_the_order_of_the_table_with_unknown_ones_last)
{
	struct help h;
	help_begin(&h);
	struct value *f = facts_of(
		h.arena, help_yaml(&h, "{zz: 1, tags: [a], status: final, aa: 2, cve: [A], kind: alert}"));
	static const char *const want[] = {"status", "kind", "cve", "tags", "tlp", "aa", "zz"};
	cr_assert_eq(f->count, 7);
	for (size_t i = 0; i < 7; i++)
		cr_expect_str_eq(f->keys[i].text, want[i]);
	help_end(&h);
}

Test(facts, one_vulnerability_that_the_shorthand_can_tell_is_folded_into_it)
{
	normal("{vulnerabilities: [{cve: A, cwe: [B], cvss: C}]}",
	       "{\"cve\":[\"A\"],\"cvss\":[\"C\"],\"cwe\":[\"B\"],\"kind\":\"vulnerability\",\"tlp\":"
	       "\"clear\"}");
	normal("{vulnerabilities: [{cve: [A], title: t, cwe: B}]}",
	       "{\"kind\":\"vulnerability\",\"tlp\":\"clear\",\"vulnerabilities\":[{\"cve\":\"A\",\"cwe\":["
	       "\"B\"],\"title\":\"t\"}]}");
	normal("{vulnerabilities: [{cve: A}, {cve: B, affected: x, impact: y}]}",
	       "{\"kind\":\"vulnerability\",\"tlp\":\"clear\",\"vulnerabilities\":[{\"cve\":\"A\"},"
	       "{\"affected\":[\"x\"],\"cve\":\"B\",\"impact\":[\"y\"]}]}");
}

Test(facts, redacted_revisions_are_a_list_or_all)
{
	normal("{redact: {revisions: 1, reason: {ja: x}}}",
	       "{\"kind\":\"vulnerability\",\"redact\":{\"reason\":{\"ja\":\"x\"},\"revisions\":[\"1\"]},"
	       "\"tlp\":\"clear\"}");
	normal("{redact: {revisions: all, reason: {ja: x}}}",
	       "{\"kind\":\"vulnerability\",\"redact\":{\"reason\":{\"ja\":\"x\"},\"revisions\":\"all\"},"
	       "\"tlp\":\"clear\"}");
}

static void changed(const char *before, const char *after, const char *want)
{
	struct help h;
	const char *names[40];
	struct buf b;
	help_begin(&h);
	buf_init(&b, 1000);
	size_t n = facts_changed(names, 40, facts_of(h.arena, help_yaml(&h, before)),
				 facts_of(h.arena, help_yaml(&h, after)));
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", names[i]);
	cr_expect_str_eq(b.data, want, "%s\n%s", before, after);
	buf_fini(&b);
	help_end(&h);
}

Test(changed, other_ways_to_write_the_same_facts_are_no_change)
{
	changed("{status: final, cve: A}",
		"{cve: [A], kind: vulnerability, tlp: clear, status: final, exercise: no}", "");
	changed("{cve: [A, B], impact: [x, y], tags: [p, q]}",
		"{cve: [B, A], impact: [y, x, y], tags: [q, p]}", "");
	changed("{vulnerabilities: [{cve: A}]}", "{cve: A}", "");
	changed("{vulnerabilities: [{cve: A, cwe: [x, y], impact: [a, b]}, {cve: B}]}",
		"{vulnerabilities: [{impact: [b, a], cwe: [y, x], cve: A}, {cve: B}]}", "");
	changed("{affected: [{product: P, versions: \">=1 <2\"}]}",
		"{affected: [{versions: [\"<2 >=1\"], scheme: generic, product: P, name: P}]}", "");
	changed("{affected: [{product: P, versions: 1.0}]}", "{affected: [{product: P, versions: \"=1.0\"}]}",
		"");
	changed("{title: a, summary: b, translates: r1}", "{title: c}", "");
}

Test(changed, names_the_keys_in_the_order_of_the_table)
{
	changed("{tags: [a], status: interim, cve: A, zz: 1, aa: 1}",
		"{status: final, kind: alert, cve: B, zz: 2}", "status kind cve tags aa zz");
	changed("{references: [{url: a}, {url: b}]}", "{references: [{url: b}, {url: a}]}", "references");
	changed("{affected: []}", "{}", "affected");
	changed("{vulnerabilities: [{cve: A}, {cve: B}]}", "{vulnerabilities: [{cve: B}, {cve: A}]}",
		"vulnerabilities");
	changed("{}", "{withdrawn: {reason: other}, redact: {revisions: all}}", "withdrawn redact");
	changed("{cve: A}", "{vulnerabilities: [{cve: A}, {cve: B}]}", "cve vulnerabilities");
}

Test(changed, stops_at_the_limit)
{
	struct help h;
	const char *names[2];
	help_begin(&h);
	cr_expect_eq(facts_changed(names, 2, help_yaml(&h, "{status: a, kind: b, cve: c, x: 1}"),
				   help_yaml(&h, "{}")),
		     2);
	cr_expect_eq(facts_changed(names, 0, help_yaml(&h, "{status: a}"), help_yaml(&h, "{}")), 0);
	help_end(&h);
}

static void rated(const char *front, const char *severity, int score)
{
	struct help h;
	help_begin(&h);
	struct rating r = facts_rating(facts_of(h.arena, help_yaml(&h, front)));
	cr_expect_str_eq(r.severity ? r.severity : "not rated", severity, "%s", front);
	cr_expect_eq(r.score, score, "%s: %d", front, r.score);
	cr_expect_eq(r.vector != NULL, score >= 0 || strstr(front, "CVSS:4.0/"), "%s", front);
	help_end(&h);
}

Test(rating, is_of_the_highest_vector_else_of_the_word)
{
	rated("{cvss: " V31 "}", "high", 78);
	rated("{cvss: [" V31 ", " V98 "]}", "critical", 98);
	rated("{vulnerabilities: [{cvss: " V31 "}, {cvss: [" V98 "]}]}", "critical", 98);
	rated("{severity: medium}", "medium", -1);
	rated("{severity: none}", "none", -1);
	rated("{}", "not rated", -1);
	rated("{severity: dreadful}", "not rated", -1);
	rated("{severity: low, cvss: [x]}", "low", -1);
	rated("{cvss: " V40 "}", "high", 88);
	rated("{severity: low, cvss: " V40 "}", "high", 88);
	rated("{cvss: [" V40 ", " V31 "]}", "high", 88);
	rated("{cvss: \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N\"}", "none", 0);
}

Test(rating, of_one_vulnerability)
{
	struct help h;
	help_begin(&h);
	struct rating r = facts_rating_of(help_yaml(&h, "{cve: A, cvss: [" V31 "]}"));
	cr_expect_str_eq(r.severity, "high");
	cr_expect_str_eq(r.vector, "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H");
	cr_expect_null(facts_rating_of(help_yaml(&h, "{cve: A}")).severity);
	help_end(&h);
}

static bool public(const char *front, bool drafts, bool exercises)
{
	struct help h;
	help_begin(&h);
	bool is = facts_public(facts_of(h.arena, help_yaml(&h, front)), drafts, exercises);
	help_end(&h);
	return is;
}

Test(facts, drafts_and_exercises_are_not_public_unless_asked_for)
{
	cr_expect(public("{status: final}", false, false));
	cr_expect(public("{status: interim, exercise: no}", false, false));
	cr_expect_not(public("{status: draft}", false, false));
	cr_expect_not(public("{status: draft}", false, true));
	cr_expect(public("{status: draft}", true, false));
	cr_expect_not(public("{status: final, exercise: yes}", true, false));
	cr_expect(public("{status: final, exercise: yes}", false, true));
	cr_expect_not(public("{status: draft, exercise: yes}", false, true));
	/* Past versions: the careful side. */
	cr_expect_not(public("{status: Draft}", false, false));
	cr_expect_not(public("{status: [final]}", false, false));
	cr_expect_not(public("{status: }", false, false));
	cr_expect_not(public("{status: final, exercise: true}", false, false));
	cr_expect(public("{status: published}", false, false));
}

Test(facts, localised_text_falls_back_to_english_and_then_by_the_names_of_languages)
{
	struct help h;
	help_begin(&h);
	const struct value *v = help_yaml(&h, "{a: {ja: あ, en: e}, b: plain, c: {ja: [x], en: e}, d: {}, z: {zh: z, ja: j}}");
	cr_expect_str_eq(facts_localised(value_get(v, "a"), "en"), "e");
	cr_expect_str_eq(facts_localised(value_get(v, "a"), "fr"), "e");
	cr_expect_str_eq(facts_localised(value_get(v, "b"), "fr"), "plain");
	cr_expect_str_eq(facts_localised(value_get(v, "c"), "ja"), "e");
	cr_expect_str_eq(facts_localised(value_get(v, "z"), "fr"), "j");
	cr_expect_null(facts_localised(value_get(v, "d"), "ja"));
	cr_expect_null(facts_localised(NULL, "ja"));
	help_end(&h);
}

Test(facts, cve_ids)
{
	cr_expect(facts_is_cve("CVE-2026-1234"));
	cr_expect_not(facts_is_cve("cve-2026-1234"));
	cr_expect_not(facts_is_cve("CVE-2026-123"));
	cr_expect_not(facts_is_cve(""));
	cr_expect(facts_is_cwe("CWE-79"));
	cr_expect_not(facts_is_cwe("CWE-079"));
	cr_expect_not(facts_is_cwe("CWE-79 "));
}
