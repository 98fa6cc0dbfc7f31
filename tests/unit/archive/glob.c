#include "archive/glob.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static bool matches(const char *pattern, const char *path)
{
	return glob_matches(span_of(pattern), span_of(path));
}

Test(glob, patterns_match_as_they_are_documented)
{
	static const struct {
		const char *pattern, *path;
		bool matches;
	} cases[] = {
		{"a.md", "a.md", true},           {"a.md", "b.md", false},          {"a.md", "x/a.md", false},
		{"*.md", "a.md", true},           {"*.md", ".md", true},            {"*.md", "x/a.md", false},
		{"*", ".hidden", true},           {"a*b*c", "aXbYbZc", true},       {"a*b*c", "aXbY", false},
		{"?.md", "a.md", true},           {"?.md", ".md", false},           {"?.md", "\xE6\x96\xB0.md", true},
		{"??.md", "\xE6\x96\xB0.md", false}, {"a?c", "a/c", false},          {"crates/**/*.md", "crates/a.md", true},
		{"crates/**/*.md", "crates/x/a.md", true}, {"crates/**/*.md", "crates/x/y/z/a.md", true},
		{"crates/**/*.md", "crates.md", false},    {"crates/**/*.md", "crates/a.txt", false},
		{"**", "a", true},                {"**", "a/b/c", true},            {"**/x", "x", true},
		{"**/x", "a/b/x", true},          {"**/x", "a/xx", false},          {"a/**", "a/b/c", true},
		{"a/**", "b/a", false},           {"a/**/b/**/c", "a/b/c", true},   {"a/**/b/**/c", "a/x/b/y/b/z/c", true},
		{"a/**/b/**/c", "a/x/y/c", false}, {"a/**/**/b", "a/b", true},      {"**/a/*/b", "a/x/a/y/b", true},
		{"a**b", "aXb", true},            {"a**b", "a/b", false},           {"[a].md", "a.md", false},
		{"[a].md", "[a].md", true},       {"A.md", "a.md", false},          {"a/*", "a", false},
		{"", "a", false},                 {"*/", "a", true},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(matches(cases[i].pattern, cases[i].path), cases[i].matches, "%s %s", cases[i].pattern, cases[i].path);
}

/* By definition, in exponential time. */
static bool slow_part(const char *p, const char *pe, const char *n, const char *ne)
{
	if (p == pe)
		return n == ne;
	if (*p == '*')
		return slow_part(p + 1, pe, n, ne) || (n < ne && slow_part(p, pe, n + 1, ne));
	return n < ne && (*p == '?' || *p == *n) && slow_part(p + 1, pe, n + 1, ne);
}

static bool slow(const char *p, const char *n)
{
	const char *pe = p + strcspn(p, "/"), *ne = n + strcspn(n, "/");
	const char *p2 = *pe ? pe + 1 : pe, *n2 = *ne ? ne + 1 : ne;
	if (!*p)
		return !*n;
	if (pe - p == 2 && p[0] == '*' && p[1] == '*')
		return slow(p2, n) || (*n && slow(p, n2));
	return *n && slow_part(p, pe, n, ne) && slow(p2, n2);
}

static void random_text(char *out, size_t size, const char *letters, unsigned *seed)
{
	size_t length = (size_t)rand_r(seed) % size, n = strlen(letters);
	for (size_t i = 0; i < length; i++)
		out[i] = letters[(size_t)rand_r(seed) % n];
	out[length] = '\0';
	/* no empty parts: neither paths nor patterns have them (form_glob) */
	for (char *c = out; *c; c++)
		if (*c == '/' && (c == out || c[-1] == '/' || !c[1]))
			*c = 'a';
}

Test(glob, it_agrees_with_the_definition)
{
	unsigned seed = 20261123, agreed = 0;
	for (unsigned i = 0; i < 200000; i++) {
		char pattern[10], path[12];
		random_text(pattern, sizeof(pattern), "ab**?/", &seed);
		random_text(path, sizeof(path), "ab/", &seed);
		bool expected = slow(pattern, path);
		agreed += expected && *path;
		cr_assert_eq(matches(pattern, path), expected, "%s %s", pattern, path);
	}
	cr_assert_gt(agreed, 1000);
}

/* With backtracking this would not end. */
Test(glob, stars_cost_no_more_than_the_product_of_the_lengths, .timeout = 20)
{
	char pattern[201], path[4001];
	for (size_t i = 0; i < 200; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	pattern[199] = 'b';
	pattern[200] = '\0';
	memset(path, 'a', 4000);
	path[4000] = '\0';
	cr_expect_not(matches(pattern, path));
	for (size_t i = 0; i + 4 <= 200; i += 4)
		memcpy(pattern + i, "**/a", 4);
	for (size_t i = 3; i < 199; i += 4)
		pattern[i] = '/';
	for (size_t i = 1; i < 4000; i += 2)
		path[i] = '/';
	path[3999] = 'c';
	cr_expect_not(matches(pattern, path));
}

Test(glob, the_folder_that_all_paths_lie_below)
{
	cr_expect_eq(glob_folder(span_of("crates/**/*.md")), 6);
	cr_expect_eq(glob_folder(span_of("a/b/c.md")), 3);
	cr_expect_eq(glob_folder(span_of("a/b?/c.md")), 1);
	cr_expect_eq(glob_folder(span_of("**/a")), 0);
	cr_expect_eq(glob_folder(span_of("a*/b/c")), 0);
	cr_expect_eq(glob_folder(span_of("a.md")), 0);
}
