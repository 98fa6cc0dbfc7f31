/* Ranges by design.md's grammar, and the order of each scheme with the examples of its specification. */
#include "archive/version.h"

#include "unit/archive/help.h"

static void ranges(const char *text, const char *want)
{
	struct help h;
	const char *why = NULL;
	help_begin(&h);
	struct value *v = version_range(h.arena, value_of_text(h.arena, text), &why);
	cr_assert(v, "%s: %s", text, why);
	cr_expect_str_eq(help_line(&h, v), want);
	help_end(&h);
}

static void no_range(const char *text, const char *want)
{
	struct help h;
	const char *why = NULL;
	help_begin(&h);
	cr_expect_null(version_range(h.arena, value_of_text(h.arena, text), &why), "%s", text);
	cr_expect_str_eq(why, want, "%s: %s", text, why);
	help_end(&h);
}

Test(range, reads_words_bare_versions_and_constraints)
{
	ranges("all", "{\"all\":true}");
	ranges("unknown", "{\"unknown\":true}");
	ranges("1.3.0", "{\"eq\":\"1.3.0\"}");
	ranges("=1.3.0", "{\"eq\":\"1.3.0\"}");
	ranges("<1.4.7", "{\"lt\":\"1.4.7\"}");
	ranges("<=1.4.6", "{\"le\":\"1.4.6\"}");
	ranges(">1.2", "{\"gt\":\"1.2\"}");
	ranges(">=1.2", "{\"ge\":\"1.2\"}");
	ranges(">=1.2 <1.4.7", "{\"ge\":\"1.2\",\"lt\":\"1.4.7\"}");
	ranges("<=1.4.6 >1.2", "{\"gt\":\"1.2\",\"le\":\"1.4.6\"}");
	ranges(">=1:2.3~rc1-4+deb12u1", "{\"ge\":\"1:2.3~rc1-4+deb12u1\"}");
	ranges("all-in-one", "{\"eq\":\"all-in-one\"}");
}

Test(range, refuses_what_the_grammar_does_not_have)
{
	no_range("", "it is empty");
	no_range(">=1.2  <1.4", "constraints are joined by one blank");
	no_range(">=1.2 ", "constraints are joined by one blank");
	no_range(" >=1.2", "constraints are joined by one blank");
	no_range(">= 1.2", "an operator has no version; no blank stands between the two");
	no_range("<", "an operator has no version; no blank stands between the two");
	no_range("1.2 <3", "\"1.2\" has no operator");
	no_range("1.2 1.3", "\"1.2\" has no operator");
	no_range(">=1.2 >1.3", "it has two lower bounds");
	no_range("<1.2 <=1.3", "it has two upper bounds");
	no_range("=1.2 <1.3", "\"=\" stands beside another constraint");
	no_range("=1.2 =1.3", "\"=\" stands beside another constraint");
	no_range("<1.3 =1.2", "\"=\" stands beside another constraint");
	no_range("<1.2,>1.3", "\",\" must not stand in a version");
	no_range("1.*", "\"*\" must not stand in a version");
	no_range("1|2", "\"|\" must not stand in a version");
	no_range("<\"1\"", "'\"' must not stand in a version");
	no_range("=>1.2", "\">\" must not stand in a version");
	no_range("1.2<3", "\"<\" must not stand in a version");
	no_range("第2版", "\"第\" must not stand in a version");
	no_range("<1.2\t", "\"\t\" must not stand in a version");
	no_range("all <2", "\"all\" has no operator");
}

Test(range, a_version_of_two_hundred_bytes_passes_and_one_more_is_refused)
{
	struct help h;
	const char *why;
	char text[203] = "<";
	help_begin(&h);
	memset(text + 1, '1', VERSION_LENGTH_MAX);
	cr_expect(version_range(h.arena, value_of_text(h.arena, text), &why) != NULL);
	text[VERSION_LENGTH_MAX + 1] = '1';
	cr_expect_null(version_range(h.arena, value_of_text(h.arena, text), &why));
	help_end(&h);
}

static void map_is(const char *yaml, const char *want)
{
	struct help h;
	const char *why = "";
	help_begin(&h);
	const struct value *v = version_range(h.arena, value_get(help_yaml(&h, yaml), "r"), &why);
	cr_expect_str_eq(v ? help_line(&h, v) : why, want);
	help_end(&h);
}

Test(range, a_map_takes_versions_with_blanks_and_japanese)
{
	map_is("r: {lt: 第3版, ge: \"2 (R1)\"}", "{\"ge\":\"2 (R1)\",\"lt\":\"第3版\"}");
	map_is("r: {}", "it is empty");
	map_is("r: {ge: a, gt: b}", "it has two lower bounds");
	map_is("r: {eq: a, lt: b}", "\"=\" stands beside another constraint");
	map_is("r: {ne: a}", "its keys are ge, gt, le, lt and eq");
	map_is("r: {ge: }", "\"ge\" is empty");
	map_is("r: {ge: [1]}", "a bound is no text of one line");
	map_is("r: [1]", "it is neither a text nor a map of bounds");
}

Test(range, is_written_back_as_one_line)
{
	static const char *const texts[] = {"all", "unknown", "=1.3.0", "<1", ">=1.2 <1.4.7", ">1 <=2"};
	struct help h;
	help_begin(&h);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		const char *why;
		struct buf b;
		buf_init(&b, 100);
		version_range_text(&b, version_range(h.arena, value_of_text(h.arena, texts[i]), &why));
		cr_expect_str_eq(b.data, texts[i]);
		buf_fini(&b);
	}
	help_end(&h);
}

/* Each version comes before the next, in both directions. */
static void ascending(enum version_scheme scheme, const char *const *versions)
{
	for (size_t i = 0; versions[i]; i++)
		for (size_t j = 0; versions[j]; j++) {
			int c = 99;
			cr_assert(version_compare(&c, scheme, versions[i], versions[j]), "%s %s", versions[i],
				  versions[j]);
			int sign = (c > 0) - (c < 0), want = (i > j) - (i < j);
			cr_expect_eq(sign, want, "%s against %s: %d", versions[i], versions[j], c);
		}
}

static void equal(enum version_scheme scheme, const char *a, const char *b)
{
	int c = 99;
	cr_assert(version_compare(&c, scheme, a, b), "%s %s", a, b);
	cr_expect_eq(c, 0, "%s against %s", a, b);
	cr_assert(version_compare(&c, scheme, b, a));
	cr_expect_eq(c, 0, "%s against %s", b, a);
}

static void no_version(enum version_scheme scheme, const char *text)
{
	int c;
	cr_expect_not(version_compare(&c, scheme, text, text), "%s", text);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

Test(semver, the_examples_of_section_11)
{
	ascending(VERSION_SEMVER,
		  LIST("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
		       "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1"));
	equal(VERSION_SEMVER, "1.0.0+20130313144700", "1.0.0+exp.sha.5114f85");
	equal(VERSION_SEMVER, "1.0.0-alpha+001", "1.0.0-alpha");
	ascending(VERSION_SEMVER, LIST("1.0.0-99999999999999999999", "1.0.0-100000000000000000000", "1.0.0--",
				       "1.0.0-a", "99999999999999999999.0.0"));
}

Test(semver, what_is_none)
{
	static const char *const bad[] = {"",        "1",         "1.2",    "1.2.3.4", "01.2.3",
					  "1.2.3-",  "1.2.3-01",  "1.2.3+", "v1.2.3",  "1.2.3-a..b",
					  "1.2.3-_", "1.2.3+a+b", "1.2.-3", "a.b.c",   "1.2.3 "};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		no_version(VERSION_SEMVER, bad[i]);
	int c;
	cr_expect(version_compare(&c, VERSION_SEMVER, "1.2.3+001", "1.2.3"),
		  "a zero may lead in build metadata");
}

Test(deb, the_examples_of_deb_version)
{
	/* deb-version(7): ~~ ~~a ~ (end) a */
	ascending(VERSION_DEB, LIST("1~~", "1~~a", "1~", "1", "1a"));
	ascending(VERSION_DEB, LIST("1.0~beta1~svn1245", "1.0~beta1", "1.0"));
	ascending(VERSION_DEB, LIST("1.2.3-1", "1.2.3-2", "1.2.3-10", "1.2.3+dfsg-1", "1.2.10-1", "1:0.1-1"));
	ascending(VERSION_DEB, LIST("3.1.4-1", "3.1.4-1+deb12u1", "3.1.4-1.1", "3.1.4-2"));
	equal(VERSION_DEB, "1.0", "0:1.0-0");
	equal(VERSION_DEB, "1.00", "1.0");
	equal(VERSION_DEB, "00000000000000000000000000000001.0", "1.0");
	ascending(VERSION_DEB, LIST("1a", "1+", "1.a", "1.b"));
}

Test(deb, what_is_none)
{
	static const char *const bad[] = {"", "a1", ":1", "x:1", "1:", "1-", "-1", "1_2", "1 2", "1.0:2"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		no_version(VERSION_DEB, bad[i]);
}

Test(rpm, the_cases_of_rpms_own_tests)
{
	ascending(VERSION_RPM, LIST("1.0", "2.0", "2.0.1", "2.0.1a"));
	ascending(VERSION_RPM, LIST("5.5p1", "5.5p2", "5.5p10"));
	ascending(VERSION_RPM, LIST("10xyz", "10.1xyz"));
	ascending(VERSION_RPM, LIST("xyz.4", "8"));
	ascending(VERSION_RPM, LIST("xyz.4", "2"));
	ascending(VERSION_RPM, LIST("5.5p2", "5.6p1"));
	ascending(VERSION_RPM, LIST("5.6p1", "6.5p1"));
	ascending(VERSION_RPM, LIST("6.0", "6.0.rc1"));
	ascending(VERSION_RPM, LIST("10a2", "10b2"));
	ascending(VERSION_RPM, LIST("1.0~rc1~git123", "1.0~rc1", "1.0~rc2", "1.0", "1.0arc1"));
	ascending(VERSION_RPM, LIST("1.0", "1.0^", "1.0^git1", "1.0^git2", "1.01"));
	ascending(VERSION_RPM, LIST("1.0^git1~pre", "1.0^git1"));
	ascending(VERSION_RPM, LIST("1.0~rc1", "1.0~rc1^git1", "1.0"));
	ascending(VERSION_RPM, LIST("1.0^20160101", "1.0.1"));
	equal(VERSION_RPM, "2.0", "2_0");
	equal(VERSION_RPM, "a+", "a_");
	equal(VERSION_RPM, "1.05", "1.5");
	equal(VERSION_RPM, "1..1", "1.1");
	ascending(VERSION_RPM, LIST("20101121", "20101122"));
	ascending(VERSION_RPM, LIST("3.1.4-1.el9", "3.1.4-5.el9", "3.1.4-10.el9", "1:0.1-1"));
}

Test(rpm, a_release_counts_where_both_have_one)
{
	equal(VERSION_RPM, "3.1.4", "3.1.4-5.el9");
	no_version(VERSION_RPM, "");
	no_version(VERSION_RPM, "1-");
	no_version(VERSION_RPM, "1-2-3 4");
	no_version(VERSION_RPM, "x:1");
}

Test(pypi, the_order_of_pep_440)
{
	ascending(VERSION_PYPI, LIST("1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12",
				     "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345",
				     "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5",
				     "1.0.post456.dev34", "1.0.post456", "1.0.15", "1.1.dev1"));
	ascending(VERSION_PYPI, LIST("2013.10", "2014.04", "1!1.0", "1!1.1", "1!2.0"));
	ascending(VERSION_PYPI, LIST("1.0+ubuntu", "1.0+ubuntu.1", "1.0+1", "1.0+1.a", "1.0+2"));
}

Test(pypi, the_normal_forms_of_pep_440)
{
	equal(VERSION_PYPI, "1.1RC1", "1.1rc1");
	equal(VERSION_PYPI, "1.0", "1.0.0");
	equal(VERSION_PYPI, "00", "0");
	equal(VERSION_PYPI, "1.1.a1", "1.1a1");
	equal(VERSION_PYPI, "1.1-a-1", "1.1a1");
	equal(VERSION_PYPI, "1.1alpha1", "1.1a1");
	equal(VERSION_PYPI, "1.1beta2", "1.1b2");
	equal(VERSION_PYPI, "1.1c3", "1.1rc3");
	equal(VERSION_PYPI, "1.1preview3", "1.1pre3");
	equal(VERSION_PYPI, "1.2a", "1.2a0");
	equal(VERSION_PYPI, "1.2-post2", "1.2.post2");
	equal(VERSION_PYPI, "1.2.rev2", "1.2.post2");
	equal(VERSION_PYPI, "1.0-r4", "1.0.post4");
	equal(VERSION_PYPI, "1.2.post", "1.2.post0");
	equal(VERSION_PYPI, "1.0-1", "1.0.post1");
	equal(VERSION_PYPI, "1.2-dev2", "1.2.dev2");
	equal(VERSION_PYPI, "1.2.dev", "1.2.dev0");
	equal(VERSION_PYPI, "1.0+ubuntu-1", "1.0+ubuntu.1");
	equal(VERSION_PYPI, "1.0+UBUNTU_1", "1.0+ubuntu.1");
	equal(VERSION_PYPI, "v1.0", "1.0");
	equal(VERSION_PYPI, "0!1.0", "1.0");
}

Test(pypi, what_is_none)
{
	static const char *const bad[] = {
		"",       "v",      "x",     "1.0x", "1..0",           "1.",   "1.0+",      "1.0+a..b",
		"1.0+a.", "1.0+.a", "1.0+!", "!1.0", "1.0.dev1.post1", "1.0-", "1.0post1a1"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		no_version(VERSION_PYPI, bad[i]);
}

Test(maven, the_examples_of_the_version_order_specification)
{
	ascending(VERSION_MAVEN, LIST("1", "1.1"));
	ascending(VERSION_MAVEN, LIST("1-snapshot", "1", "1-sp"));
	ascending(VERSION_MAVEN, LIST("1-foo2", "1-foo10"));
	equal(VERSION_MAVEN, "1.foo", "1-foo");
	ascending(VERSION_MAVEN, LIST("1-foo", "1-1", "1.1"));
	equal(VERSION_MAVEN, "1.ga", "1-ga");
	equal(VERSION_MAVEN, "1-ga", "1-0");
	equal(VERSION_MAVEN, "1-0", "1.0");
	equal(VERSION_MAVEN, "1.0", "1");
	ascending(VERSION_MAVEN, LIST("1-ga", "1-sp"));
	ascending(VERSION_MAVEN, LIST("1-ga.1", "1-sp.1"));
	ascending(VERSION_MAVEN, LIST("1-sp-1", "1-ga-1"));
	equal(VERSION_MAVEN, "1-ga-1", "1-1");
	equal(VERSION_MAVEN, "1-a1", "1-alpha-1");
	equal(VERSION_MAVEN, "1-1.foo-bar1baz-.1", "1-1.foo-bar-1-baz-0.1");
}

Test(maven, the_trimming_examples_and_the_known_qualifiers)
{
	static const char *const ones[] = {"1.0.0", "1.ga",        "1.final",   "1.0",      "1.",
					   "1-",    "1.0.0-0.0.0", "1-release", "1.0-FINAL"};
	for (size_t i = 0; i < sizeof(ones) / sizeof(*ones); i++)
		equal(VERSION_MAVEN, ones[i], "1");
	equal(VERSION_MAVEN, "1.0.0-foo.0.0", "1-foo");
	ascending(VERSION_MAVEN, LIST("1-alpha", "1-beta", "1-milestone", "1-rc", "1-snapshot", "1", "1-sp",
				      "1-xyz", "1-1"));
	equal(VERSION_MAVEN, "1-rc1", "1-CR1");
	equal(VERSION_MAVEN, "1.0-M2", "1-milestone-2");
	equal(VERSION_MAVEN, "3.2-ALPHA1", "3.2-alpha1");
	ascending(VERSION_MAVEN, LIST("2.0-beta-9", "2.0-beta-10", "2.0", "2.0.1", "2.0.10"));
	no_version(VERSION_MAVEN, "");
}

static bool in(enum version_scheme scheme, const char *version, const char *range)
{
	struct arena *a = arena_new();
	const char *why;
	bool inside = version_in_range(scheme, version, version_range(a, value_of_text(a, range), &why));
	arena_free(a);
	return inside;
}

Test(range, holds_a_version_by_the_order_of_its_scheme)
{
	cr_expect(in(VERSION_SEMVER, "1.4.6", ">=1.2.0 <1.4.7"));
	cr_expect_not(in(VERSION_SEMVER, "1.4.7", ">=1.2.0 <1.4.7"));
	cr_expect(in(VERSION_SEMVER, "1.4.7-rc1", ">=1.2.0 <1.4.7"), "a pre-release counts as before");
	cr_expect(in(VERSION_SEMVER, "1.2.0", ">=1.2.0 <1.4.7"));
	cr_expect_not(in(VERSION_SEMVER, "1.2.0", ">1.2.0"));
	cr_expect(in(VERSION_SEMVER, "1.4.6", "<=1.4.6"));
	cr_expect(in(VERSION_DEB, "1.0", "=0:1.0-0"));
	cr_expect(in(VERSION_SEMVER, "9.9.9", "all"));
	cr_expect_not(in(VERSION_SEMVER, "9.9.9", "unknown"));
	cr_expect_not(in(VERSION_GENERIC, "1.0", "all"), "no order, nothing is compared");
	cr_expect_not(in(VERSION_GENERIC, "1.0", "1.0"));
	cr_expect_not(in(VERSION_SEMVER, "1.0", "<2.0.0"), "no version of the scheme");
	cr_expect_not(in(VERSION_SEMVER, "1.0.0", "<2.0"));
}

Test(scheme, is_known_by_its_name)
{
	static const char *const names[] = {"generic", "semver", "deb", "rpm", "pypi", "maven"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		cr_expect_eq(version_scheme(names[i]), (enum version_scheme)i);
	cr_expect_eq(version_scheme(NULL), VERSION_GENERIC);
	cr_expect_eq(version_scheme("cargo"), VERSION_GENERIC);
}
