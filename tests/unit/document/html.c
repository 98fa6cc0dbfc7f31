#include "unit/document/helpers.h"

#include "base/memory.h"

static const char *resolved(void *context, const struct node *link)
{
	struct buf *seen = context;
	buf_printf(seen, "%s ", link->url);
	if (strcmp(link->url, "gone") == 0)
		return NULL;
	if (strcmp(link->url, "evil") == 0)
		return "javascript:x";
	return strcmp(link->url, "other") == 0 ? "../other/index.html" : link->url;
}

static void expect_html(const char *markdown, const char *wanted)
{
	expect_text(html_of(markdown, NULL), wanted);
}

Test(html, raw_html_is_shown_as_text)
{
	expect_html("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
	expect_html("<script>\nx & y\n</script>",
		    "<pre tabindex=\"0\"><code class=\"language-html\">&lt;script&gt;\nx &amp; y\n&lt;/script&gt;\n"
		    "</code></pre>\n");
}

Test(html, soft_breaks_between_japanese_characters_are_nothing)
{
	expect_html("日本\n語", "<p>日本語</p>\n");
	expect_html("日本、\n「語」", "<p>日本、「語」</p>\n");
	expect_html("日本\nEnglish\n語", "<p>日本\nEnglish\n語</p>\n");
	expect_html("*日本*\n**語**", "<p><em>日本</em><strong>語</strong></p>\n");
	expect_html("[日*本*](u)\n`語`\n字", "<p><a href=\"u\">日<em>本</em></a><code>語</code>字</p>\n");
	expect_html("日![本](u)\n語", "<p>日<img src=\"u\" alt=\"本\" loading=\"lazy\">\n語</p>\n");
	expect_html("日\n![本\n語](u)", "<p>日\n<img src=\"u\" alt=\"本語\" loading=\"lazy\"></p>\n");
	expect_html("日本  \n語", "<p>日本<br>\n語</p>\n");
	expect_html("한국\n어", "<p>한국\n어</p>\n");
	expect_html("日本…\n語→\n語\n※語", "<p>日本…語→語※語</p>\n");
	expect_html("a…\n語\n…a\n…\n…b", "<p>a…語…a\n…\n…b</p>\n");
	expect_html("ﾊﾝｶｸ\nＡ", "<p>ﾊﾝｶｸＡ</p>\n");
}

Test(html, void_tags_have_no_slash_and_code_can_be_scrolled)
{
	expect_html("a\\\nb\n\n***\n\n```sh -x\n<c>\n```\n",
		    "<p>a<br>\nb</p>\n<hr>\n<pre tabindex=\"0\"><code class=\"language-sh\">&lt;c&gt;\n</code></pre>\n");
	expect_html("    x\n", "<pre tabindex=\"0\"><code>x\n</code></pre>\n");
}

Test(html, headings_are_lowered_down_to_the_sixth)
{
	const struct html_options two = {.heading_offset = 2}, up = {.heading_offset = -3};
	expect_text(html_of("# a\n\n##### b", &two), "<h3>a</h3>\n<h6>b</h6>\n");
	expect_text(html_of("## a", &up), "<h1>a</h1>\n");
}

Test(html, headings_have_their_anchors)
{
	struct parsed p = parse_text("## 概要 \"x\"\n");
	struct buf b;
	p.root->first->anchor = "a\"b";
	buf_init(&b, 1000);
	html_render(&b, p.root, &(struct html_options){0});
	cr_expect_str_eq(b.data, "<h2 id=\"a&quot;b\">概要 &quot;x&quot;</h2>\n");
	buf_clear(&b);
	html_render(&b, p.root, &(struct html_options){.commonmark = true});
	cr_expect_str_eq(b.data, "<h2>概要 &quot;x&quot;</h2>\n");
	buf_fini(&b);
	parsed_free(&p);
}

Test(html, links_go_through_the_resolver)
{
	struct buf seen;
	buf_init(&seen, 1000);
	const struct html_options o = {.resolve = resolved, .context = &seen};
	expect_text(html_of("[a](other \"t\") [*b*](gone) [c](evil) ![d](gone) ![e](other) [f](javascript:x)", &o),
		    "<p><a href=\"../other/index.html\" title=\"t\">a</a> <em>b</em> c d "
		    "<img src=\"../other/index.html\" alt=\"e\" loading=\"lazy\"> f</p>\n");
	cr_expect_str_eq(seen.data, "other gone evil gone other ", "each is asked for once: %s", seen.data);
	buf_fini(&seen);
}

Test(html, links_to_other_sites_are_marked_and_their_images_are_links)
{
	expect_html("<https://example.org/?a&b>",
		    "<p><a href=\"https://example.org/?a&amp;b\" rel=\"external\">https://example.org/?a&amp;b</a></p>\n");
	expect_html("<a@example.org>", "<p><a href=\"mailto:a@example.org\">a@example.org</a></p>\n");
	expect_html("![*a*](http://x/y.png)", "<p><a href=\"http://x/y.png\" rel=\"external\"><em>a</em></a></p>\n");
	expect_html("![](http://x/y.png)", "<p><a href=\"http://x/y.png\" rel=\"external\">http://x/y.png</a></p>\n");
	expect_html("[![a](http://x/y)](z)", "<p><a href=\"z\">a</a></p>\n");
	expect_html("[a <http://x>](z)", "<p><a href=\"z\">a http://x</a></p>\n");
}

Test(html, attributes_cannot_be_escaped_from)
{
	expect_html("[a](<b\"c> '\"><script>')", "<p><a href=\"b%22c\" title=\"&quot;&gt;&lt;script&gt;\">a</a></p>\n");
	expect_html("![\"><b>](c)", "<p><img src=\"c\" alt=\"&quot;&gt;&lt;b&gt;\" loading=\"lazy\"></p>\n");
	expect_html("```\"><b\n```", "<pre tabindex=\"0\"><code class=\"language-&quot;&gt;&lt;b\"></code></pre>\n");
}

Test(html, what_xml_cannot_hold_is_replaced)
{
	expect_html("a&#1;b&#x1F;&#xFFFF;&#xFFFD; `c` [d](e '&#2;')\n\n```&#3;\nx\x04y\tz\n```",
		    "<p>a\uFFFD" "b\uFFFD\uFFFD\uFFFD <code>c</code> <a href=\"e\" title=\"\uFFFD\">d</a></p>\n"
		    "<pre tabindex=\"0\"><code class=\"language-\uFFFD\">x\uFFFDy\tz\n</code></pre>\n");
}

Test(html, descriptions_hold_text_only)
{
	expect_html("![a *b* `c` [d](e) ![f](g)\nh](i)", "<p><img src=\"i\" alt=\"a b c d f h\" loading=\"lazy\"></p>\n");
}

/* Nodes that filters make. */
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

TestSuite(html_own, .init = begin, .fini = end);

static struct node *add(struct node *parent, enum node_type type, const char *text)
{
	struct node *n = node_new(a, type);
	cr_assert(node_may_contain(parent->type, type));
	node_append(parent, n);
	if (text)
		node_append(n, node_text(a, span_of(text)));
	return n;
}

static void expect_rendered(const char *wanted)
{
	struct buf b;
	buf_init(&b, 10000);
	html_render(&b, root, &(struct html_options){0});
	cr_expect_str_eq(b.data, wanted, "got:\n%s", b.data);
	buf_fini(&b);
}

static struct node *add_row(struct node *table, bool header, const char *x, const char *y)
{
	struct node *row = add(table, NODE_ROW, NULL);
	row->header = header;
	add(row, NODE_CELL, x)->header = header;
	add(row, NODE_CELL, y)->header = header;
	return row;
}

Test(html_own, tables)
{
	struct node *table = add(root, NODE_TABLE, NULL);
	add_row(table, true, "a", "b");
	struct node *row = add_row(table, false, "c", "d");
	row->first->header = true;
	row->last->align = ALIGN_RIGHT;
	add_row(table, false, "<", "f");
	expect_rendered("<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n"
			"<th scope=\"col\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<th scope=\"row\">c</th>\n"
			"<td class=\"align-right\">d</td>\n</tr>\n<tr>\n<td>&lt;</td>\n<td>f</td>\n</tr>\n</tbody>\n"
			"</table></div>\n");
}

Test(html_own, a_table_with_a_caption_has_a_name)
{
	struct node *table = add(root, NODE_TABLE, NULL);
	table->title = "x\"y";
	add_row(table, false, "a", "b");
	expect_rendered("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"x&quot;y\"><table>\n"
			"<caption>x&quot;y</caption>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table></div>\n");
}

Test(html_own, a_table_of_headers_only_and_an_empty_one)
{
	add_row(add(root, NODE_TABLE, NULL), true, "a", "b");
	add(root, NODE_TABLE, NULL);
	expect_rendered("<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n"
			"<th scope=\"col\">b</th>\n</tr>\n</thead>\n</table></div>\n"
			"<div class=\"table\" tabindex=\"0\"><table>\n</table></div>\n");
}

Test(html_own, ruby_terms_spans)
{
	struct node *p = add(root, NODE_PARAGRAPH, NULL);
	add(p, NODE_RUBY, "脆弱性")->info = "ぜいじゃくせい";
	struct node *term = add(p, NODE_TERM, "CSIRT");
	term->url = "../glossary/index.html#csirt";
	term->title = "a & b";
	add(p, NODE_TERM, "x")->title = "y";
	add(p, NODE_SPAN, "z")->classes = "defanged";
	add(p, NODE_SPAN, "w");
	expect_rendered("<p><ruby>脆弱性<rp>（</rp><rt>ぜいじゃくせい</rt><rp>）</rp></ruby>"
			"<a class=\"term\" href=\"../glossary/index.html#csirt\" title=\"a &amp; b\">CSIRT</a>"
			"<span class=\"term\" title=\"y\">x</span><span class=\"defanged\">z</span><span>w</span></p>\n");
}

Test(html_own, a_term_within_a_link_is_no_second_link)
{
	struct node *link = add(add(root, NODE_PARAGRAPH, NULL), NODE_LINK, "a");
	link->url = "b";
	add(add(link, NODE_EMPH, NULL), NODE_TERM, "c")->url = "d";
	expect_rendered("<p><a href=\"b\">a<em><span class=\"term\">c</span></em></a></p>\n");
}

Test(html_own, divs_and_figures)
{
	struct node *div = add(root, NODE_DIV, NULL);
	div->classes = "note\"x";
	add(div, NODE_PARAGRAPH, "a");
	struct node *figure = add(root, NODE_FIGURE, NULL);
	figure->title = "b";
	struct node *image = add(add(figure, NODE_PARAGRAPH, NULL), NODE_IMAGE, "c");
	image->url = "d.png";
	add(add(root, NODE_FIGURE, NULL), NODE_PARAGRAPH, "e");
	expect_rendered("<div class=\"note&quot;x\">\n<p>a</p>\n</div>\n<figure>\n"
			"<img src=\"d.png\" alt=\"c\" loading=\"lazy\">\n<figcaption>b</figcaption>\n</figure>\n"
			"<figure>\n<p>e</p>\n</figure>\n");
}

Test(html_own, a_link_without_a_target_is_its_text)
{
	add(add(root, NODE_PARAGRAPH, NULL), NODE_LINK, "a");
	add(add(root, NODE_PARAGRAPH, NULL), NODE_IMAGE, "b");
	expect_rendered("<p>a</p>\n<p>b</p>\n");
}
