#include "unit/document/helpers.h"

static void expect_plain(const char *markdown, const char *wanted)
{
	expect_text(plain_of(markdown), wanted);
}

Test(plain, paragraphs_are_wrapped_and_set_apart)
{
	expect_plain("a\nb\n\nc", "a b\n\nc\n");
	expect_plain("「ReijiOS」のカーネルには、権限昇格の脆弱性が存在します。この脆弱性を悪用されると、\n"
		     "管理者権限で任意のコードを実行される可能性があります。",
		     "「ReijiOS」のカーネルには、権限昇格の脆弱性が存在します。この脆弱性を悪\n"
		     "用されると、管理者権限で任意のコードを実行される可能性があります。\n");
	expect_plain("", "");
}

Test(plain, headings_are_underlined_by_their_rank)
{
	expect_plain("## 概要\n\na\n\n### b\n\n#### c\n", "概要\n====\n\na\n\nb\n~\n\nc\n.\n");
	expect_plain("# a\n\n## b\n", "a\n=\n\nb\n~\n");
	expect_plain("##\n\na", "a\n");
}

Test(plain, lists)
{
	expect_plain("- a\n- b\n  - c\n    1. d\n    2. e\n- f\n", "* a\n* b\n  * c\n    1. d\n    2. e\n* f\n");
	expect_plain("- a\n\n- b\n\n  c\n", "* a\n\n* b\n\n  c\n");
	expect_plain("9) a\n10) b\n", "9) a\n10) b\n");
	expect_plain("-\n- a\n", "*\n* a\n");
	expect_plain("- - a\n  - b\n", "* * a\n  * b\n");
	expect_plain("a\n- b\n\nc\n", "a\n\n* b\n\nc\n");
	expect_plain("123456789. a\n\n   b\n1. c", "123456789. a\n\nb\n\n1. c\n");
}

Test(plain, a_long_item_hangs)
{
	expect_plain("* 項目の文がとても長いときは、二行目からは項目の印の分だけ字下げをして、読みやすくします。\n",
		     "* 項目の文がとても長いときは、二行目からは項目の印の分だけ字下げをして、\n"
		     "  読みやすくします。\n");
}

Test(plain, quotations)
{
	expect_plain("> a\n>\n> - b\n>   > c\n\nd", "> a\n>\n> * b\n>\n>   > c\n\nd\n");
	expect_plain("- > a\n", "* > a\n");
}

Test(plain, code_is_indented_and_never_wrapped)
{
	char *line = repeated("", "word ", "", 200), *wanted, *markdown;
	struct buf b;
	buf_init(&b, 10000);
	buf_printf(&b, "```\n%s\n```\n", line);
	markdown = repeated(b.data, "", "", 0);
	buf_clear(&b);
	buf_printf(&b, "    %.*s\n", (int)strlen(line) - 1, line);
	wanted = repeated(b.data, "", "", 0);
	expect_plain(markdown, wanted);
	expect_plain("- a\n\n  ```\n  b\n\n  c\td\n  ```\n", "* a\n\n      b\n\n      c       d\n");
	free(line);
	free(wanted);
	free(markdown);
	buf_fini(&b);
}

Test(plain, code_lines_over_900_bytes_are_cut_between_characters)
{
	char *code = repeated("    ", "語", "", 3000), *text = plain_of(code);
	size_t bytes = 0;
	for (struct span rest = span_of(text), line; span_next_line(&rest, &line);) {
		cr_expect_leq(line.length, PLAIN_LINE_BYTES);
		cr_expect(span_starts(line, "    語"));
		cr_expect_eq((line.length - 4) % 3, 0);
		bytes += line.length - 4;
	}
	cr_expect_eq(bytes, strlen(code) - 4);
	free(code);
	free(text);
}

Test(plain, raw_html_and_rules)
{
	expect_plain("a <b>c</b>\n\n<div>\nd\n</div>\n\n***\n", "a <b>c</b>\n\n    <div>\n    d\n    </div>\n\n* * *\n");
}

Test(plain, hard_breaks_code_spans_and_blanks)
{
	expect_plain("a\\\nb  \nc", "a\nb\nc\n");
	expect_plain("`a  b` ``c`d``", "`a  b` `` c`d ``\n");
	expect_plain("a&#9;  &#32;b", "a b\n");
	expect_plain("a&#1;b&#x85;c", "a\uFFFD" "b\uFFFD" "c\n");
	expect_plain("日\n本 *x* **y**", "日本 x y\n");
}

Test(plain, links_are_numbered_and_listed)
{
	expect_plain("[a](u) [b](v 'T') [c](u)\n", "a[1] b[2] c[1]\n\nリンク\n======\n\n[1] u\n[2] v (T)\n");
	expect_plain("<https://x/> <a@b.c> [d](#e) [f](javascript:x)", "https://x/ a@b.c d f\n");
	expect_plain("[](u)", "[1]\n\nリンク\n======\n\n[1] u\n");
	expect_plain("[a](<x y> \"\")", "a[1]\n\nリンク\n======\n\n[1] x%20y\n");
	expect_plain("[資料](https://例.jp/)", "資料[1]\n\nリンク\n======\n\n[1] https://%E4%BE%8B.jp/\n");
}

Test(plain, a_number_stays_with_its_link)
{
	expect_plain("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむ[めも](u)や",
		     "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめ\nも[1]や\n\nリンク\n======\n\n[1] u\n");
}

Test(plain, images)
{
	expect_plain("![構成*図*](a.png) ![](b.png)", "[図: 構成図][1] [図][2]\n\nリンク\n======\n\n[1] a.png\n[2] b.png\n");
	expect_plain("[![a](b)](c)", "[図: a][1][2]\n\nリンク\n======\n\n[1] b\n[2] c\n");
	expect_plain("![a ![b](c) [d](e)](f)", "[図: a b d][1]\n\nリンク\n======\n\n[1] f\n");
}

static const char *absolute(void *context, const struct node *link)
{
	(void)context;
	return strcmp(link->url, "gone") == 0 ? NULL : "https://example.org/x";
}

Test(plain, links_go_through_the_resolver_and_the_list_needs_no_title)
{
	struct parsed p = parse_text("[a](gone) [b](c) ![d](gone)");
	struct buf b;
	buf_init(&b, 1000);
	plain_render(&b, p.root, &(struct plain_options){.resolve = absolute});
	cr_expect_str_eq(b.data, "a b[1] [d]\n\n[1] https://example.org/x\n");
	buf_fini(&b);
	parsed_free(&p);
}

/* Tables and what else filters make. */
static struct arena *a;
static struct node *root;

static void begin(void)
{
	a = arena_new();
	root = node_new(a, NODE_DOCUMENT);
}

static void end(void)
{
	arena_free(a);
}

TestSuite(plain_own, .init = begin, .fini = end);

static struct node *add(struct node *parent, enum node_type type, const char *text)
{
	struct node *n = node_new(a, type);
	node_append(parent, n);
	if (text)
		node_append(n, node_text(a, span_of(text)));
	return n;
}

static struct node *add_row(struct node *table, bool header, const char *x, const char *y)
{
	struct node *row = add(table, NODE_ROW, NULL);
	row->header = header;
	add(row, NODE_CELL, x);
	add(row, NODE_CELL, y);
	return row;
}

static void expect_rendered_with(const char *colon, const char *wanted)
{
	struct buf b;
	buf_init(&b, 10000);
	plain_render(&b, root, &(struct plain_options){.figure_label = "図", .colon = colon});
	cr_expect_str_eq(b.data, wanted, "got:\n%s", b.data);
	buf_fini(&b);
}

static void expect_rendered(const char *wanted)
{
	expect_rendered_with(NULL, wanted);
}

Test(plain_own, tables_that_fit_are_aligned)
{
	add(root, NODE_PARAGRAPH, "before");
	struct node *table = add(root, NODE_TABLE, NULL);
	add_row(table, true, "製品", "Versions");
	add_row(table, false, "ReijiOS", "5.0")->last->align = ALIGN_RIGHT;
	add_row(table, false, "ルーター", "a")->last->align = ALIGN_CENTRE;
	add(root, NODE_PARAGRAPH, "after");
	expect_rendered("before\n\n製品      Versions\n========  ========\nReijiOS        5.0\nルーター     a\n\nafter\n");
}

Test(plain_own, tables_that_do_not_fit_become_blocks)
{
	static const char long_[] = "とても長いセルの内容なので、ほかの列と並べると、一行に収まりません。";
	struct node *table = add(add(root, NODE_BLOCK_QUOTE, NULL), NODE_TABLE, NULL);
	add_row(table, true, "製品", "Fix");
	add_row(table, false, "a", long_);
	add_row(table, false, long_, "");
	expect_rendered("> 製品: a\n> Fix: とても長いセルの内容なので、ほかの列と並べると、一行に収まりませ\n> ん。\n>\n"
			"> 製品: とても長いセルの内容なので、ほかの列と並べると、一行に収まりませ\n> ん。\n");
	expect_rendered_with("：", "> 製品：a\n> Fix：とても長いセルの内容なので、ほかの列と並べると、一行に収まりませ\n> ん。\n>\n"
			     "> 製品：とても長いセルの内容なので、ほかの列と並べると、一行に収まりませ\n> ん。\n");
}

Test(plain_own, odd_tables)
{
	add_row(add(root, NODE_TABLE, NULL), true, "a", "b");
	add(root, NODE_TABLE, NULL);
	struct node *ragged = add(root, NODE_TABLE, NULL);
	ragged->title = "Caption";
	add_row(ragged, true, "a", "b");
	add(add_row(ragged, false, "c", "d"), NODE_CELL, "e");
	add(ragged, NODE_ROW, NULL);
	expect_rendered("a  b\n\nCaption\na  b\n=  =  =\nc  d  e\n\n");
}

Test(plain_own, a_cell_of_marks_without_width_keeps_lines_under_900_bytes)
{
	char *marks = repeated("e", "\u0301", "", 1000);
	add_row(add(root, NODE_TABLE, NULL), false, marks, "b");
	struct buf b;
	buf_init(&b, 10000);
	plain_render(&b, root, &(struct plain_options){0});
	for (struct span rest = buf_as_span(&b), line; span_next_line(&rest, &line);)
		cr_expect_leq(line.length, PLAIN_LINE_BYTES);
	buf_fini(&b);
	free(marks);
}

Test(plain_own, ruby_terms_boxes)
{
	struct node *p = add(add(root, NODE_DIV, NULL), NODE_PARAGRAPH, NULL);
	add(p, NODE_RUBY, "脆弱性")->info = "ぜいじゃくせい";
	add(p, NODE_TERM, "CSIRT")->url = "x";
	add(p, NODE_SPAN, "z");
	struct node *figure = add(root, NODE_FIGURE, NULL);
	figure->title = "t";
	add(add(figure, NODE_PARAGRAPH, NULL), NODE_IMAGE, "c");
	expect_rendered("脆弱性（ぜいじゃくせい）CSIRTz\n\n[図: c]\n\nt\n");
	expect_rendered_with("：", "脆弱性（ぜいじゃくせい）CSIRTz\n\n[図：c]\n\nt\n");
}

Test(plain_own, a_terms_reading_is_for_pages)
{
	struct node *p = add(root, NODE_PARAGRAPH, NULL), *term = add(p, NODE_TERM, NULL);
	add(add(term, NODE_EMPH, NULL), NODE_RUBY, "取")->info = "と";
	add(term, NODE_TEXT, NULL)->literal = span_of("り");
	add(p, NODE_RUBY, "下")->info = "さ";
	expect_rendered("取り下（さ）\n");
}

Test(plain_own, a_caption_stands_for_a_description)
{
	struct node *figure = add(root, NODE_FIGURE, NULL);
	figure->title = "t";
	add(add(figure, NODE_PARAGRAPH, NULL), NODE_IMAGE, NULL);
	struct node *two = add(root, NODE_FIGURE, NULL), *p = add(two, NODE_PARAGRAPH, NULL);
	two->title = "u";
	add(p, NODE_IMAGE, NULL);
	add(p, NODE_TEXT, NULL)->literal = span_of("v");
	expect_rendered("[図: t]\n\n[図]v\n\nu\n");
}

Test(plain_own, very_deep_lists_of_a_filter_are_still_written)
{
	struct node *parent = root;
	for (int i = 0; i < 200; i++)
		parent = add(add(parent, NODE_LIST, NULL), NODE_ITEM, NULL);
	add(parent, NODE_PARAGRAPH, "word word word word word word word word word word word word");
	struct buf b;
	buf_init(&b, 10000);
	plain_render(&b, root, &(struct plain_options){0});
	for (struct span rest = buf_as_span(&b), line; span_next_line(&rest, &line);)
		cr_expect_leq(line.length, PLAIN_WIDTH);
	cr_expect(strstr(b.data, "word\n"));
	buf_fini(&b);
}

Test(plain, a_paragraph_is_one_line_where_nothing_is_wrapped)
{
	static const struct plain_options options = {.width = PLAIN_UNWRAPPED};
	char *long_line = repeated("* ", "語", "", 3002), *markdown = repeated("* ", "語", "\n\n  b  \n  c\n", 3015);
	struct parsed p = parse_text(markdown);
	struct buf b, wanted;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	buf_init(&wanted, BUF_LIMIT_DEFAULT);
	buf_printf(&wanted, "%s\n\n  b\n  c\n", long_line);
	plain_render(&b, p.root, &options);
	cr_expect_str_eq(b.data, wanted.data);
	buf_fini(&wanted);
	buf_fini(&b);
	parsed_free(&p);
	free(markdown);
	free(long_line);
}
