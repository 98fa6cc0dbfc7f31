/* The inputs for which cmark 0.30.2 is not linear, with how long it took on one core of the machine where this was written:
 *
 *                                              64 KiB   256 KiB    1 MiB
 *   "![[]()" repeated (CVE-2023-22486)          0.1 s     1.7 s     40 s
 *   half "![", half "[a]", with [a] defined     0.15 s    3.6 s    322 s
 *   half ">", half "*%"                         0.5 s      11 s
 *   half "+ ", half lines of two blanks         2.8 s      45 s
 *
 * They must be refused before cmark runs: without that these tests do not end. */
#include "unit/document/helpers.h"

#include "document/limits.h"

static void expect_costly(const char *before, const char *pattern, const char *then, size_t bytes)
{
	char *half = repeated(before, pattern, "", bytes / 2);
	char *body = repeated(half, then, "", bytes);
	struct parsed p = parse_text(body);
	cr_expect_null(p.root, "accepted: %s, %s", pattern, then);
	cr_expect(diags_has(p.diags, DIAG_MARKDOWN_COSTLY));
	parsed_free(&p);
	free(half);
	free(body);
}

Test(limits, inputs_that_cost_more_than_linear_time_are_refused)
{
	expect_costly("", "![[]()", "![[]()", 1 << 20);
	expect_costly("", "![[]()", "![[]()", 1 << 16);
	expect_costly("[a]: u\n\n", "![", "[a]", 1 << 20);
	expect_costly("", "[a]: u\n![", "[a]: u\n![", 1 << 20);
	expect_costly("", "+ ", "  \n", 1 << 20);
	expect_costly("", "1) ", "\t\n", 1 << 20);
	expect_costly("", ">", "*%", 1 << 20);
	expect_costly("", "> ", "\n>", 1 << 20);
	expect_costly("", "- ", "\ra", 1 << 20);
}

/* Each level on a line of its own, further in: a thousand levels, then blank lines. */
Test(limits, depth_by_indentation_is_seen)
{
	struct buf b;
	buf_init(&b, 1 << 21);
	for (size_t i = 0; i < 700; i++) {
		buf_repeat(&b, ' ', 2 * i);
		buf_text(&b, "- a\n");
	}
	buf_repeat(&b, '\n', (1 << 20) - b.length);
	struct parsed p = parse(buf_as_span(&b));
	cr_expect_null(p.root);
	cr_expect(diags_has(p.diags, DIAG_MARKDOWN_COSTLY));
	parsed_free(&p);
	buf_fini(&b);
}

static void expect_accepted(const char *before, const char *pattern, size_t bytes)
{
	char *body = repeated(before, pattern, "", bytes);
	struct parsed p = parse_text(body);
	cr_expect(p.root, "refused: %s", pattern);
	parsed_free(&p);
	free(body);
}

Test(limits, large_documents_of_the_usual_kind_are_accepted)
{
	expect_accepted("", "![a](b.png)\n[c](d) *e*\n\n", 512 << 10);
	expect_accepted("", "![a](b.png) ", 100 << 10);
	expect_accepted("", "- a\n  - b\n    1. *c*\n\n", 256 << 10);
	expect_accepted("", "> a\n> > b\n\n", 256 << 10);
	expect_accepted("", "```\n                                        * a\n```\n", 1 << 20);
	expect_accepted("", "* * * * * * * * * * * * * * * * * * * *\n\n", 1 << 20);
	expect_accepted("", "| a | b |\n|---|---|\n", 1 << 20);
	expect_accepted("", "word word\n", 1 << 20);
}

Test(limits, the_place_is_where_it_is_worst)
{
	unsigned line = 0;
	const char *what = NULL;
	char *images = repeated("a\n\n", "![[]()", "\n\nb\n", 100000);
	cr_expect(markdown_costly(span_of(images), &line, &what));
	cr_expect_eq(line, 4);
	free(images);
	char *deep = repeated("a\n\n", "> ", "*a", 100000);
	char *long_ = repeated(deep, "*a ", "", 200000);
	cr_expect(markdown_costly(span_of(long_), &line, &what));
	cr_expect_eq(line, 3);
	free(deep);
	free(long_);
	cr_expect_not(markdown_costly(SPAN_LITERAL(""), &line, &what));
}

/* Deep or long, but harmless: none of it may recurse or take more than linear time, in any of the renderings. */
static void render_all(const char *before, const char *pattern, const char *after)
{
	char *body = repeated(before, pattern, after, 300000);
	struct parsed p = parse_text(body);
	struct buf b;
	cr_assert(p.root, "refused: %s", pattern);
	sections_find(p.arena, p.root, NULL);
	anchors_assign(p.arena, p.root, NULL);
	buf_init(&b, BUF_LIMIT_DEFAULT);
	html_render(&b, p.root, &(struct html_options){.heading_offset = 1});
	plain_render(&b, p.root, &(struct plain_options){.figure_label = "Figure"});
	block_key(&b, p.root);
	cr_expect_not(b.overflow);
	cr_expect_gt(b.length, 0);
	buf_fini(&b);
	parsed_free(&p);
	free(body);
}

Test(limits, deep_and_long_inputs_are_harmless)
{
	render_all("", "*", "a");
	render_all("", "*a **a ", "");
	render_all("", "*a\n", "");
	render_all("", "***a\n", "b***");
	render_all("", "[", "");
	render_all("", "[a](b", "");
	render_all("", "`a", "");
	render_all("", "``` `", "");
	render_all("", "<b>", "");
	render_all("", "&amp;", "");
	render_all("", "あ\n", "");
	render_all("", "ー", "");
	render_all("", "x", "");
	render_all("a", "\u0301", "");
	render_all("    a", "\t", "b");
	render_all("", "- a\n", "");
	render_all("", "- a\n\n", "");
	render_all("", "[a]: b\n", "[a]");
	render_all("", "<http://a/b>", "");
	render_all("* * * * * * * a\n", "\n", "b");
}

/* What each part costs in later stages is no matter of cmark: their number is bounded. */
static void expect_refused_for(char *body, enum diag_code code)
{
	struct parsed p = parse_text(body);
	cr_expect_null(p.root);
	cr_expect(diags_has(p.diags, code));
	/* A past version is shown as it was written. */
	struct node *past = markdown_parse(p.arena, span_of(body), 1, "a.md", NULL);
	cr_expect_eq(past->first->type, NODE_CODE_BLOCK);
	cr_expect_null(past->first->next);
	parsed_free(&p);
	free(body);
}

Test(limits, more_parts_or_headings_than_an_advisory_has_are_refused)
{
	expect_accepted("", "a\n\n", 3 * 124000);
	expect_refused_for(repeated("", "a\n\n", "", 3 * 126000), DIAG_MARKDOWN_COSTLY);
	expect_accepted("", "# a\n", 4 * 9990);
	expect_refused_for(repeated("", "# a\n", "", 4 * 10010), DIAG_MARKDOWN_COSTLY);
}

/* Emphasis in emphasis, half of it strong: the innermost text is one deeper. */
static char *deep_emphasis(size_t levels)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < levels; i++)
		buf_text(&b, i % 2 ? "**a " : "*a ");
	for (size_t i = levels; i-- > 0;)
		buf_text(&b, i % 2 ? "a** " : "a* ");
	char *body = strndup(b.data, b.length);
	buf_fini(&b);
	return body;
}

Test(limits, inlines_nested_up_to_64)
{
	char *body = deep_emphasis(63);
	struct parsed p = parse_text(body);
	unsigned deepest = 0, depth = 0;
	for (struct node_event e = {.root = p.root}; p.root && node_next(&e);) {
		depth += e.leaving ? -1u : 1u;
		deepest = depth > deepest ? depth : deepest;
	}
	cr_expect_eq(deepest, 2 + 64, "%u", deepest);
	parsed_free(&p);
	free(body);
	expect_refused_for(deep_emphasis(64), DIAG_MARKDOWN_NESTING);
	expect_refused_for(deep_emphasis(20000), DIAG_MARKDOWN_NESTING);
}
