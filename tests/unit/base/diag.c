#include "base/diag.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static char *printed(struct diags *d, enum diag_format format)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	diags_print(d, f, format);
	fclose(f);
	return text;
}

Test(diag, prints_sorted_by_place_with_hints)
{
	struct diags *d = diags_new();
	diag(d, DIAG_NOT_UTF8, (struct place){"b.md", 2, 1}, NULL, "second");
	diag(d, DIAG_NOT_UTF8, (struct place){"b.md", 1, 9}, "mend it", "first %d", 1);
	diag(d, DIAG_FILE_READ, NO_PLACE, NULL, "no place");
	diag(d, DIAG_NOT_UTF8, (struct place){"a.md", 0, 0}, NULL, "whole file");
	char *text = printed(d, DIAG_TEXT);
	cr_expect_str_eq(text, "a.md: error: [B103] whole file\n"
			       "b.md:1:9: error: [B103] first 1\n  hint: mend it\n"
			       "b.md:2:1: error: [B103] second\n"
			       "shirase: error: [B101] no place\n");
	free(text);
	cr_expect_eq(diags_count(d, DIAG_ERROR), 4);
	cr_expect_eq(diags_status(d), STATUS_SYSTEM);
	diags_free(d);
}

Test(diag, masks_what_could_deceive_a_terminal)
{
	struct diags *d = diags_new();
	diag(d, DIAG_NOT_UTF8, (struct place){"x\x1b[2J.md", 1, 1}, NULL, "bytes \xff, %s and 日本", "\xE2\x80\xAE");
	char *text = printed(d, DIAG_TEXT);
	cr_expect_str_eq(text, "x\\x1B[2J.md:1:1: error: [B103] bytes \\xFF, \\xE2\\x80\\xAE and 日本\n");
	free(text);
	diags_free(d);
}

Test(diag, json_and_github_escape_their_own_way)
{
	struct diags *d = diags_new();
	diag(d, DIAG_USAGE, (struct place){"a,b:c.md", 3, 4}, "try \"x\"", "100%% \\ wrong");
	char *json = printed(d, DIAG_JSON);
	cr_expect_str_eq(json, "{\"path\": \"a,b:c.md\", \"line\": 3, \"column\": 4, \"level\": \"error\", \"code\": \"U101\", "
			       "\"message\": \"100% \\\\ wrong\", \"hint\": \"try \\\"x\\\"\"}\n");
	diag(d, DIAG_USAGE, (struct place){"a,b:c.md", 3, 4}, "try", "100%% wrong");
	char *github = printed(d, DIAG_GITHUB);
	cr_expect_str_eq(github, "::error file=a%2Cb%3Ac.md,line=3,col=4,title=U101::100%25 wrong%0Ahint: try\n");
	cr_expect_eq(diags_status(d), STATUS_USAGE);
	free(json);
	free(github);
	diags_free(d);
}

Test(diag, a_huge_message_is_cut_at_a_character)
{
	struct diags *d = diags_new();
	char *huge = malloc(100001);
	for (size_t i = 0; i + 3 <= 99999; i += 3)
		memcpy(huge + i, "日", 4);
	diag(d, DIAG_USAGE, NO_PLACE, NULL, "%s", huge);
	char *text = printed(d, DIAG_TEXT);
	cr_expect_lt(strlen(text), 10000);
	cr_expect(strstr(text, "\\x") == NULL);
	free(text);
	free(huge);
	diags_free(d);
}

Test(diag, what_a_lint_finds_has_its_own_code_and_level)
{
	struct diags *d = diags_new();
	diag_lint(d, DIAG_NOTE, "z-rule", (struct place){"a.md", 1, 2}, "mend", "one");
	diag_lint(d, DIAG_WARNING, "a-rule", (struct place){"a.md", 1, 2}, "mend", "two");
	cr_expect(diags_has(d, DIAG_LINT));
	cr_expect_eq(diags_status(d), STATUS_DONE);
	char *text = printed(d, DIAG_TEXT);
	cr_expect_str_eq(text, "a.md:1:2: warning: [a-rule] two\n  hint: mend\na.md:1:2: note: [z-rule] one\n  hint: mend\n");
	free(text);
	diag_lint(d, DIAG_ERROR, "a-rule", (struct place){"a.md", 0, 0}, NULL, "three");
	cr_expect_eq(diags_status(d), STATUS_CONTENT);
	cr_expect_eq(diags_count(d, DIAG_WARNING), 2);
	text = printed(d, DIAG_GITHUB);
	cr_expect_str_eq(text, "::error file=a.md,title=a-rule::three\n");
	free(text);
	diags_free(d);
}

static bool is_of(const void *context, const char *path)
{
	return path && strcmp(path, context) == 0;
}

Test(diag, what_is_wanted_is_taken_over)
{
	struct diags *from = diags_new(), *to = diags_new();
	diag(from, DIAG_USAGE, (struct place){"a.md", 1, 2}, "mend", "one");
	diag(from, DIAG_LFS_POINTER, (struct place){"b.md", 1, 2}, NULL, "two");
	diag_lint(from, DIAG_NOTE, "z-rule", (struct place){"a.md", 3, 0}, NULL, "three");
	cr_expect_eq(diags_take(to, from, is_of, "a.md"), 1);
	cr_expect_eq(diags_count(to, DIAG_ERROR), 1);
	cr_expect_eq(diags_status(to), STATUS_USAGE);
	cr_expect(!diags_has(to, DIAG_LFS_POINTER));
	char *text = printed(to, DIAG_TEXT);
	cr_expect_str_eq(text, "a.md:1:2: error: [U101] one\n  hint: mend\na.md:3: note: [z-rule] three\n");
	free(text);
	cr_expect_eq(diags_take(to, from, is_of, "b.md"), 0);
	cr_expect_eq(diags_take(to, from, is_of, "b.md"), 0);
	cr_expect_eq(diags_count(to, DIAG_ERROR), 2);
	diags_free(from);
	diags_free(to);
}
