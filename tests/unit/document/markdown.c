#include "unit/document/helpers.h"

#include <unistd.h>

static void expect_outline(const char *markdown, const char *wanted)
{
	struct parsed p = parse_text(markdown);
	cr_assert(p.root);
	expect_text(outline(p.root), wanted);
	parsed_free(&p);
}

Test(markdown, nodes_carry_their_attributes)
{
	struct parsed p = parse_text("### h\n\n3) a\n4) b\n\n```sh x\nc\n```\n\n[t](u 'v') ![](w)\n");
	struct node *heading = p.root->first, *list = heading->next, *code = list->next, *text = code->next;
	cr_expect_eq(heading->level, 3);
	cr_expect(list->ordered && list->tight);
	cr_expect_eq(list->delimiter, ')');
	cr_expect_eq(list->start, 3);
	cr_expect_str_eq(code->info, "sh x");
	cr_expect(span_is(code->literal, "c\n"));
	cr_expect_str_eq(text->first->url, "u");
	cr_expect_str_eq(text->first->title, "v");
	cr_expect_eq(text->last->type, NODE_IMAGE);
	cr_expect_str_eq(text->last->url, "w");
	cr_expect_null(text->last->title);
	cr_expect_null(text->last->first);
	parsed_free(&p);
}

Test(markdown, an_empty_body_is_an_empty_document)
{
	expect_outline("", "1:1 Document\n");
	struct arena *a = arena_new();
	struct node *root = markdown_parse(a, span_make(NULL, 0), 7, "a.md", NULL);
	cr_expect_null(root->first);
	arena_free(a);
}

Test(markdown, line_numbers_begin_with_the_given_one)
{
	struct parsed p = {arena_new(), diags_new(), NULL};
	p.root = markdown_parse(p.arena, SPAN_LITERAL("a\n\nb *c*\n"), 40, "a.md", p.diags);
	expect_text(outline(p.root), "40:1 Document\n40:1 Paragraph\n40:1 Text a\n42:1 Paragraph\n42:1 Text b \n"
				     "42:3 Emph\n42:4 Text c\n");
	parsed_free(&p);
}

Test(markdown, places_of_inlines_within_containers)
{
	expect_outline("> a\n> *b* `c`\n> [d](e)\n", "1:1 Document\n1:1 BlockQuote\n1:3 Paragraph\n1:3 Text a\n1:0 SoftBreak\n"
						     "2:3 Emph\n2:4 Text b\n2:6 Text  \n2:8 Code c\n2:0 SoftBreak\n"
						     "3:3 Link\n3:4 Text d\n");
	expect_outline("1. a\n   **b**\n", "1:1 Document\n1:1 List\n1:1 Item\n1:4 Paragraph\n1:4 Text a\n1:0 SoftBreak\n"
					  "2:4 Strong\n2:6 Text b\n");
	expect_outline("## a *b*\n", "1:1 Document\n1:1 Heading\n1:4 Text a \n1:6 Emph\n1:7 Text b\n");
}

Test(markdown, lines_after_a_backslash_break_are_counted)
{
	expect_outline("a\\\nb\\\nc  \nd\n*e*",
		       "1:1 Document\n1:1 Paragraph\n1:1 Text a\n1:0 LineBreak\n2:1 Text b\n2:0 LineBreak\n3:1 Text c\n"
		       "3:0 LineBreak\n4:1 Text d\n4:0 SoftBreak\n5:1 Emph\n5:2 Text e\n");
}

Test(markdown, a_line_lies_within_its_block_and_a_column_is_none_rather_than_wrong)
{
	/* cmark counts neither the definition's line nor those within a target. */
	struct parsed p = parse_text("[d]: u\ntext [l](\nu\n) *e*\nmore\n");
	for (const struct node *n = p.root->first; n; n = node_walk(p.root, n)) {
		cr_expect(n->line >= 1 && n->line <= 5);
		if (n->type == NODE_EMPH)
			cr_expect(n->column == 0 || n->line == 4);
	}
	parsed_free(&p);
}

static void expect_refused(const char *markdown, enum diag_code code, const char *place)
{
	struct parsed p = parse_text(markdown);
	char *text = NULL;
	size_t size;
	cr_expect_null(p.root, "accepted: %.60s", markdown);
	cr_expect(diags_has(p.diags, code));
	FILE *f = open_memstream(&text, &size);
	diags_print(p.diags, f, DIAG_TEXT);
	fclose(f);
	cr_expect(strstr(text, place), "got %s for %.60s", text, markdown);
	free(text);
	parsed_free(&p);
}

Test(markdown, html_comments_are_refused_where_they_begin)
{
	expect_refused("a\n\n<!-- x -->\n", DIAG_MARKDOWN_COMMENT, "a.md:3:1: ");
	expect_refused("<!-- not closed", DIAG_MARKDOWN_COMMENT, "a.md:1:1: ");
	expect_refused("a\nb <!-- x --> c\n", DIAG_MARKDOWN_COMMENT, "a.md:2:3: ");
	expect_refused("<div>\nb\n  <!-- x\n--></div>\n", DIAG_MARKDOWN_COMMENT, "a.md:3:3: ");
	expect_refused("> - a\n>   <b>x</b> <!--y-->\n", DIAG_MARKDOWN_COMMENT, "a.md:2:14: ");
	expect_refused("a\\\n<!-- --> \\\n<!-- x -->", DIAG_MARKDOWN_COMMENT, "a.md:3:1: ");
}

Test(markdown, what_only_looks_like_a_comment_is_accepted)
{
	expect_outline("`<!-- a -->`", "1:1 Document\n1:1 Paragraph\n1:2 Code <!-- a -->\n");
	expect_outline("    <!-- a -->\n", "1:1 Document\n1:5 CodeBlock <!-- a -->\n\n");
	expect_outline("a <\\!-- b -->", "1:1 Document\n1:1 Paragraph\n1:1 Text a <!-- b -->\n");
}

Test(markdown, many_comments_give_few_diagnostics)
{
	char *body = repeated("a", " <!-- -->", "", 9000);
	struct parsed p = parse_text(body);
	cr_expect_null(p.root);
	cr_expect_eq(diags_count(p.diags, DIAG_ERROR), 20);
	parsed_free(&p);
	free(body);
}

Test(markdown, nesting_up_to_sixteen_blocks)
{
	struct parsed p = parse_text("> > > > > > > > > > > > > > > a");
	cr_expect(p.root);
	parsed_free(&p);
	p = parse_text("- - - - - - - a");
	cr_expect(p.root);
	parsed_free(&p);
	expect_refused("x\n\n> > > > > > > > > > > > > > > > a", DIAG_MARKDOWN_NESTING, "a.md:3:");
	expect_refused("- - - - - - - - a", DIAG_MARKDOWN_NESTING, "a.md:1:");
}

Test(markdown, a_body_of_a_mebibyte_and_no_more)
{
	char *body = repeated("", "word word\n", "", MARKDOWN_BYTES + 10);
	struct parsed p = parse(span_make(body, MARKDOWN_BYTES));
	cr_expect(p.root);
	parsed_free(&p);
	p = parse(span_make(body, MARKDOWN_BYTES + 1));
	cr_expect_null(p.root);
	cr_expect(diags_has(p.diags, DIAG_MARKDOWN_SIZE));
	parsed_free(&p);
	free(body);
}

Test(markdown, text_that_is_not_utf8_is_refused_with_its_place)
{
	expect_refused("abc\nd\xff", DIAG_NOT_UTF8, "a.md:2:2: ");
}

static struct node *parse_leniently(struct arena *a, struct span body)
{
	struct node *root = markdown_parse(a, body, 1, "a.md", NULL);
	cr_assert(root);
	return root;
}

Test(markdown, past_versions_lose_their_comments_only)
{
	struct arena *a = arena_new();
	struct node *root = parse_leniently(a, SPAN_LITERAL("a <!-- x --> b\n\n<!-- y -->\n\n<div>\n<!-- z -->c\n</div>\n"));
	expect_text(outline(root), "1:1 Document\n1:1 Paragraph\n1:1 Text a  b\n5:1 HtmlBlock <div>\nc\n</div>\n\n");
	root = parse_leniently(a, SPAN_LITERAL("<!-- not closed\n\nmore\n"));
	cr_expect_null(root->first);
	arena_free(a);
}

Test(markdown, past_versions_that_would_be_refused_are_shown_as_they_are)
{
	struct arena *a = arena_new();
	struct span deep = SPAN_LITERAL("- - - - - - - - a <!-- b -->");
	struct node *root = parse_leniently(a, deep);
	cr_expect_eq(root->first->type, NODE_CODE_BLOCK);
	cr_expect(span_is(root->first->literal, "- - - - - - - - a "));
	cr_expect_null(root->first->next);
	root = parse_leniently(a, SPAN_LITERAL("- - - - - - - - a\xff"));
	cr_expect(span_is(root->first->literal, "- - - - - - - - a\xEF\xBF\xBD"));
	struct span broken = SPAN_LITERAL("a\xff*b*");
	root = parse_leniently(a, broken);
	cr_expect_eq(root->first->type, NODE_PARAGRAPH);
	cr_expect(span_is(root->first->first->literal, "a\xEF\xBF\xBD"));
	char *costly = repeated("", "![[]()", "", MARKDOWN_BYTES);
	root = parse_leniently(a, span_of(costly));
	cr_expect_eq(root->first->type, NODE_CODE_BLOCK);
	arena_free(a);
	free(costly);
}

Test(markdown, what_cmark_makes_of_noncharacters_is_utf8)
{
	struct parsed p = parse_text("&#xFFFF;&#xFFFE;&#xD800; [a](<&#xFFFF;> '&#xFFFF;')\n\n```&#xFFFE;\n```\n");
	cr_expect(span_is(p.root->first->first->literal, "\uFFFD\uFFFD\uFFFD "));
	cr_expect_str_eq(p.root->first->last->url, "\uFFFD");
	cr_expect_str_eq(p.root->first->last->title, "\uFFFD");
	cr_expect_str_eq(p.root->last->info, "\uFFFD");
	parsed_free(&p);
}

Test(markdown, line_ends_of_all_kinds_and_nul)
{
	expect_outline("a\r\nb\rc *d*", "1:1 Document\n1:1 Paragraph\n1:1 Text a\n1:0 SoftBreak\n2:1 Text b\n2:0 SoftBreak\n"
				      "3:1 Text c \n3:3 Emph\n3:4 Text d\n");
	struct parsed p = parse(span_make("a\0b", 3));
	cr_expect(span_is(p.root->first->first->literal, "a\xEF\xBF\xBD" "b"));
	parsed_free(&p);
}

Test(markdown, memory_is_in_proportion_to_the_text)
{
	static const char *const patterns[] = {"word ", "*a", "a*", "`a`", "#\n", "- a\n", "[a](b)", "<b>", "&amp;", "\n"};
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		char *body = repeated("", patterns[i], "", 100000);
		struct parsed p = parse_text(body);
		cr_expect_lt(arena_used(p.arena), 250 * strlen(body), "%s: %zu", patterns[i], arena_used(p.arena));
		parsed_free(&p);
		free(body);
	}
}
