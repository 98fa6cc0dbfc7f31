/* Front matter: every key, every kind of value, all faults at once with a hint. */
#include "archive/front.h"

#include "unit/archive/help.h"

/* Lines of front matter behind title and status; the first has the number 4. */
static const char *check(struct help *h, const char *lines)
{
	const char *text = arena_printf(h->arena, "---\ntitle: t\nstatus: final\n%s---\nbody\n", lines);
	struct document d;
	document_parse(&d, h->arena, "EX-2026-0001.ja.md", span_of(text), STRICT, &h->config, h->diags);
	return help_reports(h);
}

static void good(const char *lines)
{
	struct help h;
	help_begin(&h);
	cr_expect_str_eq(check(&h, lines), "", "%s", lines);
	help_end(&h);
}

static void bad(const char *lines, const char *want)
{
	struct help h;
	help_begin(&h);
	const char *reports = check(&h, lines);
	cr_expect(strstr(reports, want) != NULL, "%s\nwanted:\n%s\namong:\n%s", lines, want, reports);
	help_end(&h);
}

/* Wrong, and nothing but this is reported. */
static void only(const char *lines, const char *want)
{
	struct help h;
	help_begin(&h);
	cr_expect_str_eq(check(&h, lines), want, "%s", lines);
	help_end(&h);
}

Test(front, all_that_design_md_allows_passes)
{
	good("summary: |\n  one\n  two\nkind: alert\nexercise: yes\naudience: [general, administrators, "
	     "developers]\n"
	     "affected:\n"
	     "- {name: a, vendor: V, product: {ja: 製品, en: Product}, type: os, scheme: semver, versions: "
	     "[\">=1.0.0 <1.4.7\"],\n"
	     "   fixed: 1.4.7, unaffected: [\"<1.0.0\"], fix: available, purl: "
	     "\"pkg:deb/debian/a@1?arch=x\", cpe: \"cpe:2.3:o:v:a:*:*:*:*:*:*:*:*\"}\n"
	     "- {product: B, versions: all, fixed: [1.0, 2.0], fix: none-yet}\n"
	     "- {product: C, versions: [{ge: 第2版, lt: 第3版}, unknown]}\n"
	     "impact: [code-execution, other]\nexploitation: proof-of-concept\n"
	     "vulnerabilities:\n"
	     "- {cve: CVE-1900-0001, cwe: [CWE-79, CWE-787], cvss: "
	     "\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\", title: x,\n"
	     "   impact: [fraud], exploitation: unknown, affected: [a, B], discovered: 2026-01-01, "
	     "disclosed: 2026-01-02}\n"
	     "- {cve: [CVE-1900-12345]}\n"
	     "remediations: [{kind: vendor-fix, products: [a, B], details: {ja: い, en: e}, url: "
	     "https://example.org/a}]\n"
	     "references: [{url: \"https://example.org/?a=1#b\", title: t, kind: advisory}]\n"
	     "credits: [A]\nrelated: [JVN-1]\nsupersedes: [EX-2026-0009]\ntags: [x, y]\ntlp: "
	     "clear\nfirst_published: 2020-02-29\n"
	     "withdrawn: {reason: duplicate, replaced_by: EX-2026-0002, note: {ja: あ}}\n"
	     "redact: {revisions: [1, 2], reason: {ja: あ}}\nlint: {ignore: [{code: L1, reason: "
	     "because}]}\n");
	good("affected: []\nseverity: critical\ncve: CVE-1900-0001\ncwe: CWE-79\n");
	good("redact: {revisions: all, reason: {en: x}}\n");
	good("cvss: [\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\",\n"
	     "  \"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N\"]\n");
}

Test(front, an_unknown_key_names_the_nearest_known_one)
{
	only("severty: high\n",
	     "EX-2026-0001.ja.md:4:1: error: [A104] the front matter has an unknown key \"severty\"\n"
	     "  hint: did you mean \"severity\"?\n");
	only("affected:\n- {product: a, verions: all}\n",
	     "EX-2026-0001.ja.md:5:16: error: [A104] an entry of \"affected\" has an unknown key \"verions\"\n  hint: "
	     "did you mean \"versions\"?\n");
	only("redact: {revisions: all, reason: {en: x}, because: y}\n",
	     "EX-2026-0001.ja.md:4:43: error: [A104] \"redact\" has an unknown key \"because\"\n"
	     "  hint: the keys here are revisions, reason\n");
}

Test(front, a_wrong_value_is_told_the_allowed_ones)
{
	only("kind: advisory\n", "EX-2026-0001.ja.md:4:7: error: [A106] \"kind\" cannot be \"advisory\"\n"
				 "  hint: write one of alert, vulnerability, information\n");
	bad("affected:\n　- {product: a}\n",
	    "5:1: error: [A104] the front matter has an unknown key \"　- {product\"\n"
	    "  hint: indent with half-width spaces, not U+3000\n");
	bad("impact: [rce]\n", "4:10: error: [A106] \"impact\" cannot be \"rce\"\n  hint: write one of "
			       "code-execution, script-execution");
	bad("exploitation: theoretical\n", "one of observed, proof-of-concept, none-known, unknown");
	bad("audience: [everyone]\n", "one of general, administrators, developers");
	bad("exercise: true\n", "one of yes, no");
	bad("severity: High\n", "one of critical, high, medium, low, none");
	bad("affected: [{name: a, type: thing}]\n",
	    "one of os, application, library, package, plugin, firmware, service, hardware, protocol");
	bad("affected: [{name: a, scheme: cargo}]\n", "one of semver, deb, rpm, pypi, maven, generic");
	bad("affected: [{name: a, fix: soon}]\n", "one of available, planned, none-yet, not-planned");
	bad("remediations: [{kind: fix}]\n",
	    "one of vendor-fix, mitigation, workaround, none-available, no-fix-planned");
	bad("indicators: [{type: ip, value: x}]\n",
	    "one of ipv4, ipv6, domain, url, email, md5, sha1, sha256, filename");
	bad("references: [{url: \"https://a.example\", kind: blog}]\n",
	    "one of advisory, fix, report, article, evidence, detection, package, web");
	bad("withdrawn: {reason: error}\n",
	    "one of duplicate, superseded, not-a-vulnerability, wrong-product, incorrect, "
	    "published-in-error, legal, other");
}

Test(front, all_faults_come_at_once)
{
	struct help h;
	help_begin(&h);
	check(&h, "kind: x\nimpact: [y, z]\ncve: w\nnope: 1\n");
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 5);
	help_end(&h);
}

Test(front, a_value_of_the_wrong_kind_is_told_the_right_one)
{
	only("affected: none\n", "EX-2026-0001.ja.md:4:11: error: [A105] \"affected\" is a text\n"
				 "  hint: write a list ([] or lines that begin with \"- \")\n");
	bad("affected:\n", "[A105] \"affected\" is empty");
	bad("kind: [alert]\n",
	    "4:7: error: [A105] \"kind\" is a list\n  hint: write one of alert, vulnerability, information");
	bad("withdrawn: yes\n", "[A105] \"withdrawn\" is a text\n  hint: write a map");
	bad("tags: {a: b}\n", "[A105] \"tags\" is a map\n  hint: write a text or a list\n");
	bad("tags: [{a: b}]\n", "[A105] \"tags\" is a map");
	bad("tags: [[a]]\n", "[A105] \"tags\" is a list\n  hint: write a text\n");
	bad("remediations: [{kind: workaround, details: text}]\n", "write a text by language");
	bad("affected: [{name: a, vendor: [x]}]\n", "write a text, or one by language");
	bad("affected: [{name: a, versions: [[x]]}]\n", "write a text or a map");
	bad("lint: {ignore: {code: a}}\n", "[A105] \"ignore\" is a map");
	bad("affected: [a]\n", "[A105] \"affected\" is a text\n  hint: write a map");
	bad("affected: [{name: a, vendor: {ja: [x]}}]\n", "[A105] \"vendor\" is a list");
}

Test(front, what_must_be_there_is_asked_for)
{
	bad("remediations: [{url: \"https://a.example\"}]\n",
	    "[A103] an entry of \"remediations\" lacks \"kind\"\n  hint: write one of vendor-fix");
	bad("indicators: [{type: ipv4}]\n", "4:14: error: [A103] an entry of \"indicators\" lacks \"value\"");
	bad("references: [{title: x}]\n",
	    "[A103] an entry of \"references\" lacks \"url\"\n  hint: add url: https://…");
	bad("withdrawn: {note: {ja: x}}\n", "[A103] \"withdrawn\" lacks \"reason\"");
	bad("redact: {revisions: all}\n", "[A103] \"redact\" lacks \"reason\"");
	bad("lint: {ignore: [{code: x}]}\n", "[A103] an entry of \"ignore\" lacks \"reason\"");
	bad("affected: [{vendor: x}]\n", "[A103] an entry of \"affected\" lacks \"product\" and \"name\"");
}

Test(front, empty_texts_and_line_breaks_where_one_line_is_meant)
{
	bad("summary:\n", "[A108] \"summary\" is empty");
	bad("credits: [\" \"]\n", "[A108] \"credits\" is empty");
	bad("affected: [{name: a, vendor: {}}]\n", "[A108] \"vendor\" is empty");
	bad("redact: {revisions: [], reason: {ja: x}}\n", "[A108] \"revisions\" is empty");
	bad("tags: [\"a\\nb\"]\n", "[A107] \"tags\" holds a line break or a tab");
	bad("tags: [\"a\\tb\"]\n", "[A107] \"tags\" holds a line break or a tab");
}

Test(front, sets_hold_nothing_twice)
{
	bad("tags: [a, b, a]\n", "4:14: error: [A109] \"tags\" holds \"a\" twice");
	bad("cve: [CVE-1900-0001, CVE-1900-0001]\n", "[A109]");
	bad("redact: {revisions: [1, 1], reason: {ja: x}}\n", "[A109]");
}

static bool takes_tags(int count)
{
	struct help h;
	struct buf b;
	help_begin(&h);
	buf_init(&b, 1 << 20);
	buf_text(&b, "tags: [");
	for (int i = 0; i < count; i++)
		buf_printf(&b, "t%d,", i);
	buf_text(&b, "]\n");
	const char *reports = check(&h, b.data);
	cr_expect_eq(*reports == '\0', !diags_has(h.diags, DIAG_TOO_LARGE), "%s", reports);
	buf_fini(&b);
	bool taken = *reports == '\0';
	help_end(&h);
	return taken;
}

Test(front, a_list_holds_a_thousand_items_and_no_more)
{
	cr_expect(takes_tags(SCHEMA_LIST_MAX));
	cr_expect_not(takes_tags(SCHEMA_LIST_MAX + 1));
}

Test(front, languages_are_those_of_the_archive)
{
	only("affected: [{name: a, vendor: {fr: x}}]\n",
	     "EX-2026-0001.ja.md:4:31: error: [A119] \"fr\" is no language of this archive\n"
	     "  hint: archive.yaml has ja, en\n");
}

Test(front, ids_vectors_and_dates_have_their_form)
{
	bad("cve: CVE-1900-1\n", "[A107] \"cve\": \"CVE-1900-1\" is no CVE id");
	bad("cve: cve-1900-0001\n", "is no CVE id");
	bad("cve: CVE-1900-00000000000000000001\n", "is no CVE id");
	bad("cve: CVE-1900-12x4\n", "is no CVE id");
	bad("cwe: 79\n", "is no CWE id");
	bad("cwe: CWE-079\n", "is no CWE id");
	bad("cwe: CWE-\n", "is no CWE id");
	bad("cvss: \"CVSS:3.1/AV:N\"\n",
	    "4:7: error: [A107] \"cvss\": \"CVSS:3.1/AV:N\" is no CVSS vector: the base metric AC is "
	    "missing\n"
	    "  hint: copy it from a CVSS calculator");
	only("cvss: \" \"\n", "EX-2026-0001.ja.md:4:7: error: [A108] \"cvss\" is empty\n"
			       "  hint: write it, or leave the key out\n");
	bad("tlp: CLEAR\n", "4:6: error: [A122] \"tlp\": \"CLEAR\" is not in lower case\n  hint: write clear");

	bad("first_published: 2026-02-29\n", "is no day of the calendar\n  hint: write YYYY-MM-DD");
	bad("first_published: 2026-2-1\n", "is no day of the calendar");
	bad("vulnerabilities: [{cve: CVE-1900-0001, discovered: today}]\n", "is no day of the calendar");
	bad("withdrawn: {reason: duplicate, replaced_by: ex-1}\n", "cannot be an id");
	bad("redact: {revisions: [0], reason: {ja: x}}\n", "\"0\" is no revision");
	bad("redact: {revisions: [one], reason: {ja: x}}\n", "\"one\" is no revision");
	bad("redact: {revisions: [all], reason: {ja: x}}\n", "\"all\" is no revision");
}

Test(front, addresses_are_of_the_web)
{
	static const char *const refused[] = {"javascript:alert(1)",
					      "JAVASCRIPT:x",
					      "data:text/html,x",
					      "file:///etc/passwd",
					      "//example.org/",
					      "example.org",
					      "https://",
					      "https:///x",
					      "ftp://example.org/",
					      "https://a b/",
					      "https://u@h.example/",
					      "https://h.example/<",
					      "https://h.example/%zz",
					      "https://h.example/\\\"",
					      "https://h.example:x/",
					      "https://[::1",
					      "https://例え.example/",
					      "https://h.example/パス",
					      "mailto:a@example.org"};
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		char lines[200];
		snprintf(lines, sizeof(lines), "references: [{url: \"%s\"}]\n", refused[i]);
		bad(lines, "4:20: error: [A107] \"url\": ");
	}
	good("references: [{url: \"https://[2001:db8::1]:8443/a%20b?c=d&e#f\"}, {url: "
	     "\"http://a-b.example:80\"}]\n");
}

Test(front, purl_and_cpe_have_their_shape)
{
	bad("affected: [{name: a, purl: \"deb/debian/a\"}]\n", "is no package URL");
	bad("affected: [{name: a, purl: \"pkg:deb\"}]\n", "is no package URL");
	bad("affected: [{name: a, purl: \"pkg:/a\"}]\n", "is no package URL");
	bad("affected: [{name: a, purl: \"pkg:deb/\"}]\n", "is no package URL");
	bad("affected: [{name: a, purl: \"pkg:deb/a b\"}]\n", "is no package URL");
	good("affected: [{name: a, purl: \"pkg:npm/%40scope/name\"}]\n");
	bad("affected: [{name: a, cpe: \"cpe:/o:v:a\"}]\n", "is no CPE 2.3 name");
	bad("affected: [{name: a, cpe: \"cpe:2.3:x:v:a:*:*:*:*:*:*:*:*\"}]\n", "is no CPE 2.3 name");
	bad("affected: [{name: a, cpe: \"cpe:2.3:o:v:a:*:*:*:*:*:*:*\"}]\n", "is no CPE 2.3 name");
	bad("affected: [{name: a, cpe: \"cpe:2.3:o:v:a:*:*:*:*:*:*:*:*:*\"}]\n", "is no CPE 2.3 name");
	bad("affected: [{name: a, cpe: \"cpe:2.3:o::a:*:*:*:*:*:*:*:*\"}]\n", "is no CPE 2.3 name");
	good("affected: [{name: a, cpe: 'cpe:2.3:a:v:a\\:b:1.0:*:*:*:*:*:*:-'}]\n");
}

Test(front, indicators_are_true_values_of_their_type)
{
	static const struct {
		const char *type, *good, *bad;
	} cases[] = {
		{"ipv4", "192.0.2.45", "192.0.2.256"},
		{"ipv4", "0.0.0.0", "192.0.2[.]45"},
		{"ipv4", "192.0.2.1", "192.0.2.0/24"},
		{"ipv6", "2001:db8::45", "2001:db8::45::1"},
		{"ipv6", "::ffff:192.0.2.1", "192.0.2.1"},
		{"domain", "c2.example.net", "c2.example[.]net"},
		{"domain", "xn--r8jz45g.example", "-a.example"},
		{"domain", "_dmarc.example.net", "localhost"},
		{"domain", "a.example", "192.0.2.1"},
		{"domain", "a-b.example", "a..example"},
		{"url", "http://c2.example.net/a?b", "hxxp://c2.example.net/a"},
		{"url", "ftp://c2.example.net/x", "http://c2.example[.]net/"},
		{"url", "https://192.0.2.1/", "c2.example.net/a"},
		{"email", "a.b+c@example.org", "a@b@example.org"},
		{"email", "x@example.org", "x at example.org"},
		{"md5", "0123456789abcdef0123456789ABCDEF", "0123456789abcdef0123456789abcde"},
		{"sha1", "0123456789abcdef0123456789abcdef01234567",
		 "0123456789abcdef0123456789abcdef0123456z"},
		{"sha256", "44a70fd3d5317f7ac6504557c51c64055c963da4cc95bd45a24ddda22e84b2d5", "44a70fd3"},
	};
	char lines[300];
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(lines, sizeof(lines), "indicators: [{type: %s, value: \"%s\"}]\n", cases[i].type,
			 cases[i].good);
		good(lines);
		snprintf(lines, sizeof(lines), "indicators: [{type: %s, value: \"%s\"}]\n", cases[i].type,
			 cases[i].bad);
		bad(lines, "error: [A107] the ");
	}
	good("indicators: [{type: filename, value: \"請求書.exe\", note: x}]\n");
}

Test(front, ranges_and_fixed_versions)
{
	bad("affected: [{name: a, versions: [\"<1,>2\"]}]\n",
	    "4:33: error: [A107] \"versions\": \"<1,>2\" is no range: \",\" must not stand in a version");
	bad("affected: [{name: a, unaffected: [\"< 1\"]}]\n",
	    "[A107] \"unaffected\": \"< 1\" is no range");
	bad("affected: [{name: a, versions: [{lt: 1, le: 2}]}]\n", "it has two upper bounds");
	bad("affected: [{name: a, fixed: \">=1\"}]\n", "is a range, where a version is expected");
	only("affected: [{name: a, scheme: semver, versions: [\"<=1.4.7\"], fixed: 1.4.7}]\n",
	     "EX-2026-0001.ja.md:4:68: error: [A124] the fixed version 1.4.7 lies in the affected range "
	     "<=1.4.7\n"
	     "  hint: end the range before the version that has the fix (<)\n");
	bad("affected: [{name: a, scheme: deb, versions: [all], fixed: [1.0]}]\n", "[A124]");
	good("affected: [{name: a, scheme: generic, versions: [\"<=1.4.7\"], fixed: 1.4.7}]\n");
	good("affected: [{name: a, versions: [all], fixed: 1.4.7}]\n");
	bad("affected: [{name: a, scheme: semver, versions: [\">=2.0.0 <1.0.0\"]}]\n",
	    "[A125] no version lies in this range");
	bad("affected: [{name: a, scheme: semver, versions: [\">1.0.0 <=1.0.0\"]}]\n", "[A125]");
	good("affected: [{name: a, scheme: semver, versions: [\">=1.0.0 <=1.0.0\"]}]\n");
	only("affected: [{name: a, scheme: semver, versions: [\"<1.4\"]}]\n",
	     "EX-2026-0001.ja.md:4:49: warning: [A126] \"1.4\" is no version of the scheme semver\n"
	     "  hint: it is compared with nothing; mend it, or take scheme: generic\n");
	bad("affected: [{name: a, scheme: semver, fixed: v2}]\n", "warning: [A126]");
}

Test(front, shorthand_and_vulnerabilities_exclude_each_other)
{
	bad("cve: CVE-1900-0001\nvulnerabilities: [{cve: CVE-1900-0002}]\n",
	    "4:1: error: [A120] \"cve\" and \"vulnerabilities\" exclude each other");
	bad("cwe: CWE-79\nvulnerabilities: [{cve: CVE-1900-0002}]\n", "[A120] \"cwe\"");
	bad("cvss: \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"\nvulnerabilities: []\n",
	    "[A120] \"cvss\"");
	bad("vulnerabilities: [{cve: CVE-1900-0002}, {cve: CVE-1900-0002}]\n",
	    "[A109] \"vulnerabilities\" holds \"CVE-1900-0002\" twice");
	bad("vulnerabilities: [{cve: [CVE-1900-0002, CVE-1900-0003]}]\n",
	    "[A107] an entry of \"vulnerabilities\" holds more than one CVE id");
	good("severity: high\nvulnerabilities: [{cve: CVE-1900-0002}, {cve: CVE-1900-0003}]\n");
}

Test(front, severity_beside_a_vector_is_refused)
{
	bad("severity: high\ncvss: \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"\n",
	    "4:1: error: [A120] \"severity\" stands beside a CVSS vector");
	bad("severity: high\nvulnerabilities: [{cvss: \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}]\n",
	    "[A120] \"severity\"");
	bad("severity: high\ncvss: \"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N\"\n",
	    "[A120] \"severity\"");
}

Test(front, names_refer_to_what_is_affected)
{
	bad("affected: [{name: a, product: b}]\nremediations: [{kind: workaround, products: [b]}]\n",
	    "5:46: error: [A123] \"b\" names nothing in \"affected\"\n  hint: the names there are: \"a\"\n");
	bad("affected: [{product: {ja: 製品, en: Product}}, {name: c}]\ntags: [x]\nremediations: [{kind: workaround, "
	    "products: [d]}]\n",
	    "hint: the names there are: \"Product\", \"c\"\n");
	bad("affected: []\nremediations: [{kind: workaround, products: [d]}]\n",
	    "hint: \"affected\" has no product: name it there\n");
	bad("vulnerabilities: [{cve: CVE-1900-0001, affected: [x]}]\n", "[A123] \"x\"");
	good("affected: [{product: b}]\nremediations: [{kind: workaround, products: b}]\n");
}

Test(front, example_cves_are_for_demonstrations_and_exercises)
{
	struct help h;
	help_begin(&h);
	h.config.demonstration = false;
	cr_expect(strstr(check(&h, "cve: CVE-1900-0001\n"),
			 "4:6: error: [A121] \"CVE-1900-0001\" is an id for examples") != NULL);
	cr_expect(strstr(check(&h, "vulnerabilities: [{cve: [CVE-1900-0001]}]\n"), "[A121]") != NULL);
	cr_expect_str_eq(check(&h, "cve: CVE-1900-0001\nexercise: yes\n"), "");
	cr_expect_str_eq(check(&h, "cve: CVE-2026-0001\n"), "");
	help_end(&h);
}

Test(front, what_is_above_clear_is_refused)
{
	only("tlp: amber\n",
	     "EX-2026-0001.ja.md:4:6: error: [A122] \"tlp\": \"amber\" is above clear\n"
	     "  hint: what is not clear is not published; take it out of the archive's public branch\n");
	bad("tlp: white\n", "[A122]");
}

Test(front, withdrawals_tell_what_their_reason_needs)
{
	bad("withdrawn: {reason: duplicate}\n",
	    "4:12: error: [A103] \"withdrawn\" lacks \"replaced_by\", which the reason duplicate needs");
	bad("withdrawn: {reason: superseded}\n", "[A103]");
	bad("withdrawn: {reason: legal}\n",
	    "[A103] \"withdrawn\" lacks \"note\", which the reason legal needs");
	bad("withdrawn: {reason: other, note: {ja: x}}\n", "[A103] \"note\" lacks \"en\"");
	bad("withdrawn: {reason: incorrect, note: {en: x}}\n", "[A103] \"note\" lacks \"ja\"");
	good("withdrawn: {reason: not-a-vulnerability}\n");
	good("withdrawn: {reason: other, note: {ja: x, en: y}}\n");
}

Test(front, dates_stand_in_their_order)
{
	bad("vulnerabilities: [{discovered: 2026-01-02, disclosed: 2026-01-01}]\n",
	    "[A127] \"disclosed\" is before \"discovered\"");
	bad("first_published: 2026-01-02\nnext_update: 2026-01-01\n", "5:14: error: [A127]");
	bad("next_update: 2026-01-01\n", "warning: [A128] \"next_update\" in a final advisory");
}

Test(front, keys_that_do_not_go_with_a_source_or_a_kind)
{
	bad("translates: r1\n", "4:1: error: [A120] \"translates\" stands beside \"status\"");
	bad("kind: information\nexercise: yes\n",
	    "5:1: error: [A120] \"exercise\" stands beside kind: information");
}

Test(glossary, is_a_list_of_terms)
{
	struct help h;
	help_begin(&h);
	struct schema s = {.config = &h.config, .path = "glossary.yaml", .diags = h.diags, .arena = h.arena};
	front_check_glossary(
		&s, help_yaml(&h, "- term: {ja: 脆弱性, en: vulnerability}\n  also: {ja: [], en: [flaw]}\n"
				  "  reading: ぜいじゃくせい\n  definition: {ja: あ, en: b}\n"));
	help_expect_nothing(&h);
	front_check_glossary(
		&s, help_yaml(&h, "- {term: {ja: あ}, definition: {ja: x}, also: {ja: x, en: [[y]]}}\n"
				  "- {term: {ja: あ}, definition: {fr: x}}\n- {reading: x}\n- x\n"));
	const char *reports = help_reports(&h);
	static const char *const wants[] = {
		"1:53: error: [A105] \"also\" is a text\n  hint: write lists by language",
		"1:61: error: [A105] \"also\" is a list",
		"2:15: error: [A109] the term \"あ\" stands twice",
		"[A119] \"fr\"",
		"3:3: error: [A103] a term of the glossary lacks \"term\"",
		"[A103] a term of the glossary lacks \"definition\"",
		"4:3: error: [A105] a term of the glossary is no map"};
	for (size_t i = 0; i < sizeof(wants) / sizeof(*wants); i++)
		cr_expect(strstr(reports, wants[i]) != NULL, "wanted:\n%s\namong:\n%s", wants[i], reports);
	front_check_glossary(&s, help_yaml(&h, "a: b\n"));
	help_expect(&h, "[A105] the glossary is no list");
	help_end(&h);
}
