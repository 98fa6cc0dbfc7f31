/* Differences as a reader gets them. */
#include "document/difference.h"

#include "unit/document/helpers.h"

static const struct difference_words words = {.added = "Added", .removed = "Removed"};
static const struct difference_words wordless;

static struct arena *a;
static struct diags *d;

static void start(void)
{
	a = arena_new();
	d = diags_new();
}

static void stop(void)
{
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	arena_free(a);
	diags_free(d);
}

TestSuite(difference, .init = start, .fini = stop);

static struct node *tree(const char *markdown)
{
	return markdown ? markdown_parse(a, span_of(markdown), 1, "a.md", NULL) : NULL;
}

static struct difference *made(const char *before, const char *after)
{
	struct difference *made = difference_of(a, tree(before), tree(after), d);
	cr_assert(made);
	return made;
}

static char *taken(struct buf *b)
{
	char *text = arena_span(a, buf_as_span(b));
	cr_expect_not(b->overflow);
	buf_fini(b);
	return text;
}

static char *plain_at(const struct difference *difference, const struct difference_words *w, int width, bool colour)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	difference_plain(&b, difference, w, width, colour);
	return taken(&b);
}

static char *plain(const char *before, const char *after)
{
	return plain_at(made(before, after), &words, 0, false);
}

static char *html_with(const struct difference *difference, const struct difference_words *w)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	difference_html(&b, difference, w);
	return taken(&b);
}

static char *plain_with(const char *before, const char *after, const struct difference_words *w)
{
	return plain_at(made(before, after), w, 0, false);
}

static char *html(const char *before, const char *after)
{
	return html_with(made(before, after), &wordless);
}

static char *prose(const char *before, const char *after)
{
	return plain_at(difference_of_prose(a, before, after, d), &words, 0, false);
}

#define expect(actual, wanted)                                                                                         \
	do {                                                                                                           \
		const char *actual_ = (actual);                                                                        \
		cr_expect_str_eq(actual_, (wanted), "line %d, got:\n%s", __LINE__, actual_);                           \
	} while (0)

/* Words. ------------------------------------------------------------------ */

Test(difference, japanese_is_divided_where_the_script_changes)
{
	expect(prose("影響を受けるバージョン", "影響を受けない製品"), "影響を受[-けるバージョン-]{+けない製品+}\n");
	expect(prose("任意のコードを実行", "任意のスクリプトを実行"), "任意の[-コード-]{+スクリプト+}を実行\n");
	expect(prose("サーバーで実行される", "サーバで実行される"), "[-サーバー-]{+サーバ+}で実行される\n");
	expect(prose("深刻度は高い", "緊急度は高い"), "[-深刻度-]{+緊急度+}は高い\n");
}

Test(difference, versions_ids_names_and_addresses_are_one_word)
{
	expect(prose("1.38およびそれ以前", "1.38.1およびそれ以前"), "[-1.38-]{+1.38.1+}およびそれ以前\n");
	expect(prose("CVE-2026-0001 です", "CVE-2026-0002 です"), "[-CVE-2026-0001-]{+CVE-2026-0002+} です\n");
	expect(prose("see https://a.example/x?y=1&z=2.", "see https://a.example/x?y=1&z=3."),
	       "see [-https://a.example/x?y=1&z=2-]{+https://a.example/x?y=1&z=3+}.\n");
	expect(prose("in etc/app.conf, root", "in etc/app.ini, root"), "in [-etc/app.conf-]{+etc/app.ini+}, root\n");
	expect(prose("write to a@b.example!", "write to c@b.example!"), "write to [-a@b.example-]{+c@b.example+}!\n");
	expect(prose("1,000 users don't", "2,000 users don't"), "[-1,000-]{+2,000+} users don't\n");
	expect(prose("2026-04-01T09:00", "2026-04-02T09:00"), "[-2026-04-01T09:00-]{+2026-04-02T09:00+}\n");
	expect(prose("(foo).", "(foo)!"), "(foo)[-.-]{+!+}\n");
	expect(prose("が゙は", "が゚は"), "[-が゙は-]{+が゚は+}\n");
}

Test(difference, a_long_run_of_one_script_is_divided_into_characters)
{
	expect(prose("甲乙丙丁戊己庚辛壬癸子丑寅卯", "甲乙丙丁戊己庚辛壬癸子丑寅辰"),
	       "甲乙丙丁戊己庚辛壬癸子丑寅[-卯-]{+辰+}\n");
	expect(prose("กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบป", "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบผ"),
	       "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบ[-ป-]{+ผ+}\n");
}

Test(difference, an_island_between_two_replacements_is_replaced_too)
{
	expect(prose("甲の乙です", "丙の丁です"), "[-甲の乙-]{+丙の丁+}です\n");
	expect(prose("old house here", "new home here"), "[-old house-]{+new home+} here\n");
	expect(prose("1.1, 1.2 and", "1.3, 1.4 and"), "[-1.1, 1.2-]{+1.3, 1.4+} and\n");
	/* But not what can be read alone, or where something only came or only went. */
	expect(prose("甲から乙です", "丙から丁です"), "[-甲-]{+丙+}から[-乙-]{+丁+}です\n");
	expect(prose("甲の乙です", "の丁です"), "[-甲-]の[-乙-]{+丁+}です\n");
	expect(prose("red of old house", "blue of new house"), "[-red-]{+blue+} of [-old-]{+new+} house\n");
}

Test(difference, white_space_as_it_counts)
{
	cr_expect(difference_is_empty(made("CVE-2026-1 の  影響", "CVE-2026-1の 影響")));
	cr_expect(difference_is_empty(made("a *b*\nc", "a b c")));
	cr_expect(difference_is_empty(made("日本\n語", "日本語")));
	cr_expect(difference_is_empty(made("a\n=\n* b\n* c", "# a\n\n- b\n\n- c")));
	cr_expect(difference_is_empty(made("foo*bar*", "foobar")));
	cr_expect(difference_is_empty(difference_of_prose(a, "日本  CVE", "日本CVE", d)));
	expect(plain("foo .", "foo."), "foo[- -].\n");
	expect(plain("日 本", "日本"), "[-日 本-]\n\n{+日本+}\n");
	expect(html("foo .", "foo."), "<p>foo<del class=\"diff-blank\"> </del>.</p>\n");
	/* It is shown where it does not count. */
	expect(plain("CVE の 1", "CVE の 2"), "CVE の [-1-]{+2+}\n");
}

/* Inlines. ---------------------------------------------------------------- */

Test(difference, a_link_shows_its_target_where_that_changed)
{
	expect(plain("see [this](u1) now", "see [this](u2) now"), "see this [-(u1)-]{+(u2)+} now\n");
	expect(plain("see [this](u1 \"a\") now", "see [this](u1 \"b\") now"), "see this [-(u1 “a”)-]{+(u1 “b”)+} now\n");
	expect(plain("see [this](u) now", "see [that](u) now"), "see [-this-]{+that+} now\n");
	expect(plain("see this now", "see [this](u) now"), "see this {+(u)+} now\n");
	expect(plain("see [this now](u)", "see [this](u) now"), "see this {+(u)+} now [-(u)-]\n");
	expect(plain("see [this now](u)", "see this [now](u)"), "see [-[-]this {+[+}now\n");
	expect(plain("a", "a\n\nsee [this](javascript:alert%281%29)"), "a\n\n{+see this (javascript:alert%281%29)+}\n");
	expect(plain("at <https://a.example/1>", "at <https://a.example/2>"),
	       "at [-https://a.example/1-]{+https://a.example/2+}\n");
	expect(html("see [this](u1)", "see [this](u2)"), "<p>see this <del>(u1)</del><ins>(u2)</ins></p>\n");
}

Test(difference, a_path_of_the_archive_is_shown_only_where_it_alone_changed_and_then_by_its_file)
{
	expect(plain("a", "a\n\nsee [this](../pages/policy.ja.md)"), "a\n\n{+see this+}\n");
	expect(plain("see [this](../pages/p.md) now", "see now"), "see [-this -]now\n");
	expect(plain("see [this](../pages/p.md) now", "see [that](../pages/q.md) now"), "see [-this-]{+that+} now\n");
	expect(plain("see [this](../pages/p.md) now", "see [this](../pages/q.md#x/y) now"),
	       "see this [-(p.md)-]{+(q.md#x/y)+} now\n");
	expect(plain("see this", "see [this](#x)"), "see this {+(#x)+}\n");
	expect(plain("see [this](a.md)", "see [this](//a.example/b.md)"), "see this [-(a.md)-]{+(//a.example/b.md)+}\n");
}

Test(difference, brackets_are_those_of_the_language)
{
	static const struct difference_words ja = {.open = "（", .close = "）"}, en = {.open = " (", .close = ")"};
	const char *before = "[案内](https://a.example/1)を見る", *after = "[案内](https://a.example/2)を見る";
	const char *gone = "見る\n\n[案内](https://a.example/1)", *here = "見る";
	expect(plain_with(before, after, &ja), "案内[-（https://a.example/1）-]{+（https://a.example/2）+}を見る\n");
	expect(plain_with(before, after, &en), "案内 [-(https://a.example/1)-]{+(https://a.example/2)+}を見る\n");
	expect(plain_with(gone, here, &ja), "見る\n\n[-案内（https://a.example/1）-]\n");
	expect(plain_with(gone, here, &en), "見る\n\n[-案内 (https://a.example/1)-]\n");
	expect(html_with(made(before, after), &ja),
	       "<p>案内<del>（https://a.example/1）</del><ins>（https://a.example/2）</ins>を見る</p>\n");
}

Test(difference, code_in_prose_counts_byte_for_byte)
{
	expect(plain("set `a = b` to", "set `a = c` to"), "set `a = [-b-]{+c+}` to\n");
	expect(plain("set `a  b` to", "set `a b` to"), "set `a[-  -]{+ +}b` to\n");
	expect(plain("set foo to", "set `foo` to"), "set [-foo-]{+`foo`+} to\n");
	expect(html("set `a.b(c)`", "set `x.b(y)`"),
	       "<p>set <del><code>a.b</code></del><ins><code>x.b</code></ins><code>(</code><del><code>c</code></del>"
	       "<ins><code>y</code></ins><code>)</code></p>\n");
}

Test(difference, images_breaks_and_raw_html)
{
	expect(plain("![図](a.png)", "![図](b.png)"), "[図] [-(a.png)-]{+(b.png)+}\n");
	expect(plain("![図の一](a.png)", "![図の二](a.png)"), "[図の[-一-]{+二+}]\n");
	expect(plain("a\\\nb", "a b"), "a[-↵-]{+ +}b\n");
	expect(plain("a b", "a\\\nb"), "a[- -]{+↵\n+}b\n");
	expect(html("a b", "a\\\nb"), "<p>a<del class=\"diff-blank\"> </del><ins>↵<br></ins>b</p>\n");
	expect(plain("a <b>c", "a <i>c"), "a <[-b-]{+i+}>c\n");
	expect(html("x <script>y", "x <script>z"), "<p>x &lt;script&gt;<del>y</del><ins>z</ins></p>\n");
}

Test(difference, emphasis_is_shown_and_does_not_count)
{
	expect(html("**a b** c", "**a b** d"), "<p><strong>a b</strong> <del>c</del><ins>d</ins></p>\n");
	expect(html("a b *c*", "a *x* *c*"), "<p>a <del>b</del><ins><em>x</em></ins> <em>c</em></p>\n");
}

static struct node *with_ruby(const char *base, const char *reading)
{
	struct node *root = node_new(a, NODE_DOCUMENT), *p = node_new(a, NODE_PARAGRAPH), *ruby = node_new(a, NODE_RUBY);
	ruby->info = reading;
	node_append(root, p);
	node_append(p, ruby);
	node_append(ruby, node_text(a, span_of(base)));
	return root;
}

Test(difference, a_reading_is_part_of_the_text)
{
	expect(plain_at(difference_of(a, with_ruby("脆弱性", "ぜいじゃくせい"), with_ruby("脆弱性", "ぜいじやくせい"), d),
			&words, 0, false),
	       "脆弱性[-（ぜいじゃくせい）-]{+（ぜいじやくせい）+}\n");
	expect(html_with(difference_of(a, with_ruby("本脆弱性の脆弱", "x"), with_ruby("本脆弱性の欠陥", "x"), d), &wordless),
	       "<p>本脆弱性の<del>脆弱</del><ins>欠陥</ins>（x）</p>\n");
}

/* Blocks. ----------------------------------------------------------------- */

Test(difference, a_changed_paragraph_meets_its_successor)
{
	expect(plain("This first one stays as it was written.\n\nThe second one will be changed here.",
		     "Something quite new opens this text.\n\nThis first one stays as it was said.\n\nThe second one was "
		     "changed here."),
	       "{+Something quite new opens this text.+}\n\nThis first one stays as it was [-written-]{+said+}.\n\n"
	       "The second one [-will be-]{+was+} changed here.\n");
	expect(plain("一つ目の段落は攻撃の概要です。\n\n二つ目の段落は対策の手順です。", "二つ目の段落は対策の方法です。"),
	       "[-一つ目の段落は攻撃の概要です。-]\n\n二つ目の段落は対策の[-手順-]{+方法+}です。\n");
}

Test(difference, a_block_that_moved_went_and_came_whole)
{
	expect(plain("alpha beta gamma\n\ndelta epsilon zeta\n\neta theta iota",
		     "delta epsilon zeta\n\neta theta iota\n\nalpha beta gamma"),
	       "[-alpha beta gamma-]\n\ndelta epsilon zeta\n\neta theta iota\n\n{+alpha beta gamma+}\n");
}

Test(difference, nothing_in_common_is_not_mixed)
{
	expect(plain("The quick brown fox jumps.", "影響はありません。"),
	       "[-The quick brown fox jumps.-]\n\n{+影響はありません。+}\n");
	expect(html("old text", "影響"),
	       "<div class=\"diff-removed\">\n<p>old text</p>\n</div>\n<div class=\"diff-added\">\n<p>影響</p>\n</div>\n");
}

Test(difference, a_text_that_is_new_or_gone)
{
	expect(plain(NULL, "# a\n\nb c"), "# {+a+}\n\n{+b c+}\n");
	expect(plain("a\n\n***", NULL), "[-a-]\n\n[-* * *-]\n");
	cr_expect(difference_is_empty(made(NULL, NULL)));
	cr_expect(difference_is_empty(made("", NULL)));
	expect(plain(NULL, NULL), "");
	expect(html(NULL, ""), "");
	expect(prose(NULL, "a b"), "{+a b+}\n");
	expect(prose("a b", NULL), "[-a b-]\n");
}

Test(difference, headings)
{
	expect(plain("## 対策\n\nx", "## 対策の手順\n\nx"), "## 対策{+の手順+}\n\nx\n");
	expect(plain("## a b\n\nx", "### a b\n\nx"), "[-##-]{+###+} a b\n\nx\n");
	expect(plain("a b\n\nx", "## a b\n\nx"), "{+##+} a b\n\nx\n");
	expect(html("## a b", "### a b"),
	       "<h3><del class=\"diff-sign\">##</del> <ins class=\"diff-sign\">###</ins> a b</h3>\n");
}

Test(difference, lists)
{
	expect(plain("- one thing\n- two things\n- three", "- one thing\n- another\n- two thongs\n- three"),
	       "* one thing\n* {+another+}\n* two [-things-]{+thongs+}\n* three\n");
	expect(plain("1. one\n2. two", "1. zero\n2. one\n3. two"), "1. {+zero+}\n2. one\n3. two\n");
	expect(html("1. one\n2. two", "1. two"),
	       "<ol>\n<li value=\"1\" class=\"diff-removed\">one</li>\n<li value=\"1\">two</li>\n</ol>\n");
	expect(html("a b c", "a b c\n\n- d\n- e"),
	       "<p>a b c</p>\n<div class=\"diff-added\">\n<ul>\n<li>d</li>\n<li>e</li>\n</ul>\n</div>\n");
	expect(plain("- a b\n  - c d\n  - e", "- a b\n  - c f\n  - e"), "* a b\n  * c [-d-]{+f+}\n  * e\n");
	expect(plain("- a\n\n  b c d", "- a\n\n  b c e"), "* a\n\n  b c [-d-]{+e+}\n");
}

Test(difference, a_list_that_is_divided_keeps_its_items)
{
	expect(plain("- a\n- b\n- c", "- a\n- b\n\nnew\n\n- c"), "* a\n* b\n\n{+new+}\n\n* c\n");
	expect(plain("- a\n- b", "- a\n\n<!-- -->\n\n* b"), "* a\n* {+¶+} b\n");
	expect(plain("- a\n- b", "- a\n* b"), "* a\n* {+¶+} b\n");
	expect(plain("- a\n* b", "- a\n- b"), "* a\n* [-¶-] b\n");
	expect(plain("- a b\n- c d", "1. a b\n2. c d"), "1. [-•-]{+1.+} a b\n2. [-•-]{+2.+} c d\n");
	expect(plain("1. a\n2. b", "3. a\n4. b"), "3. [-1.-]{+3.+} a\n4. b\n");
}

Test(difference, code_blocks_line_by_line)
{
	expect(plain("```\none two\nthree\n\nfour\n```", "```\none 2\nthree\n\nfour\nfive\n```"),
	       "    one [-two-]{+2+}\n    three\n\n    four\n    {+five+}\n");
	expect(plain("```\na\nb\n```", "```\na\n\nb\n```"), "    a\n    {+↵+}\n    b\n");
	expect(plain("- a", "- a\n-"), "* a\n* {+↵+}\n");
	expect(html("```c\na = 1;\n```", "```c\na = 2;\n\tb;\n```"),
	       "<pre tabindex=\"0\"><code>a = <del>1</del><ins>2</ins>;\n<ins>\tb;\n</ins></code></pre>\n");
	expect(plain("```c\na b c\n```", "```d\na b c\n```"), "[-c-]{+d+} \n    a b c\n");
	expect(plain("<div>a b c</div>", "<div>a b d</div>"), "    <div>a b [-c-]{+d+}</div>\n");
}

Test(difference, quotations)
{
	expect(plain("> a b c\n>\n> d", "> a b x\n>\n> d"), "> a b [-c-]{+x+}\n>\n> d\n");
	expect(html("> a b c", "> a b x"), "<blockquote><p>a b <del>c</del><ins>x</ins></p>\n</blockquote>\n");
}

/* Rows are separated by LF, cells by "|"; the first row is the head. */
static struct node *table(const char *text)
{
	struct node *root = node_new(a, NODE_DOCUMENT), *t = node_new(a, NODE_TABLE);
	node_append(root, t);
	for (struct span rest = span_of(text), line; span_next_line(&rest, &line);) {
		struct node *row = node_new(a, NODE_ROW);
		row->header = !t->first;
		node_append(t, row);
		for (size_t from = 0, i = 0; i <= line.length; i++) {
			if (i < line.length && line.data[i] != '|')
				continue;
			struct node *cell = node_new(a, NODE_CELL);
			node_append(row, cell);
			node_append(cell, node_text(a, span_make(line.data + from, i - from)));
			from = i + 1;
		}
	}
	return root;
}

static char *table_plain(const char *before, const char *after)
{
	return plain_at(difference_of(a, table(before), table(after), d), &words, 0, false);
}

Test(difference, tables_row_by_row_and_column_by_column)
{
	const char *before = "製品|修正版\nExample CMS|1.38.1\nExample Viewer|2.0";
	expect(table_plain(before, "製品|修正版\nExample CMS|1.39\nExample Viewer|2.0\nExample Hub|なし"),
	       "製品 | 修正版\nExample CMS | [-1.38.1-]{+1.39+}\nExample Viewer | 2.0\n{+Example Hub | なし+}\n");
	expect(table_plain(before, "製品|対象|修正版\nExample CMS|全て|1.38.1\nExample Viewer|全て|2.0"),
	       "製品 | {+対象+} | 修正版\nExample CMS | {+全て+} | 1.38.1\nExample Viewer | {+全て+} | 2.0\n");
	expect(html_with(difference_of(a, table("a|b\nc d e|1"), table("a|b\nc d e|2\nf|3"), d), &words),
	       "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n<th "
	       "scope=\"col\">b</th>\n</tr>\n"
	       "</thead>\n<tbody>\n<tr>\n<td>c d e</td>\n<td><del><span class=\"diff-note\">Removed </span>1</del>"
	       "<ins><span class=\"diff-note\">Added </span>2</ins></td>\n</tr>\n<tr class=\"diff-added\">\n"
	       "<td><span class=\"diff-note\">Added </span>f</td>\n<td>3</td>\n</tr>\n</tbody>\n</table></div>\n");
}

Test(difference, captions_and_alignment)
{
	struct node *before = table("a|b\nc|d"), *after = table("a|b\nc|d");
	before->first->title = "表の一";
	after->first->title = "表の二";
	after->first->last->last->align = ALIGN_RIGHT;
	expect(plain_at(difference_of(a, before, after, d), &words, 0, false), "表の[-一-]{+二+}\na | b\nc | {+→+} d\n");
	before->first->title = "旧";
	char *out = html_with(difference_of(a, before, after, d), &wordless);
	cr_expect(strstr(out, "<caption><del>旧</del><ins>表の二</ins></caption>"), "%s", out);
	cr_expect(strstr(out, "<td class=\"align-right\"><ins class=\"diff-sign\">→</ins> d</td>"), "%s", out);
}

Test(difference, what_is_far_from_any_change_is_left_out)
{
	static const struct difference_words w = {.added = "Added", .removed = "Removed", .same = "…"};
	const char *before = "# h\n\na\n\nb\n\nc\n\nd e f\n\ng\n\ni\n\nj",
		   *after = "# h\n\na\n\nb\n\nc\n\nd e x\n\ng\n\ni\n\nj";
	expect(plain_at(made(before, after), &w, 0, false), "# h\n\n…\n\nc\n\nd e [-f-]{+x+}\n\ng\n\n…\n");
	expect(html_with(made("- a\n- b\n- c\n- d e\n- f\n- g\n- h", "- a\n- b\n- c\n- d x\n- f\n- g\n- h"), &w),
	       "<ul>\n<li class=\"diff-same\">…</li>\n<li>c</li>\n<li>d <del><span class=\"diff-note\">Removed "
	       "</span>e</del><ins>"
	       "<span class=\"diff-note\">Added </span>x</ins></li>\n<li>f</li>\n<li "
	       "class=\"diff-same\">…</li>\n</ul>\n");
	expect(plain_at(made("```\na\nb\nc\nd\ne f\n```", "```\na\nb\nc\nd\ne x\n```"), &w, 0, false),
	       "…\n    d\n    e [-f-]{+x+}\n");
	/* What stands beside a change is shown whole, unless it is long. */
	expect(plain_at(made("```\na\nb\nc\n```", "```\na\nb\nc\n```\n\nd"), &w, 0, false), "    a\n    b\n    c\n\n{+d+}\n");
	expect(plain_at(made("```\n1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n3\n```",
			     "```\n1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n3\n```\n\nd"),
			&w, 0, false),
	       "…\n\n{+d+}\n");
}

/* Hostile input. ---------------------------------------------------------- */

Test(difference, html_escapes_everything)
{
	const char *evil = "<script>alert(1)</script> \"' &amp; [x](javascript:alert%281%29 \"\\\"><b>\") "
			   "![\"><img>](x\"y) `</code><b>`";
	char *out = html("a", arena_printf(a, "x %s\n\n%s", evil, evil)), *gone = html(evil, NULL);
	for (const char *at = out; (at = strchr(at, '<')); at++)
		cr_expect(strncmp(at, "<p>", 3) == 0 || strncmp(at, "</p>", 4) == 0 || strncmp(at, "<div", 4) == 0 ||
				  strncmp(at, "<pre", 4) == 0 || strncmp(at, "</pre>", 6) == 0 ||
				  strncmp(at, "</div>", 6) == 0 || strncmp(at, "<code>", 6) == 0 ||
				  strncmp(at, "</code>", 7) == 0,
			  "%s", at);
	cr_expect_not(strstr(out, "href") || strstr(out, "<script") || strstr(out, "src="), "%s", out);
	cr_expect_not(strstr(gone, "<script") || strstr(gone, "<b>"), "%s", gone);
	expect(html("```\"onload=\na b c\n```", "```\"><script>\na b c\n```"),
	       "<p class=\"diff-sign\"><del class=\"diff-sign\">&quot;onload=</del> "
	       "<ins class=\"diff-sign\">&quot;&gt;&lt;script&gt;</ins> </p>\n<pre tabindex=\"0\"><code>a b "
	       "c\n</code></pre>\n");
	static const struct difference_words w = {.added = "<b>", .removed = "<b>", .same = "<b>"};
	cr_expect_not(strstr(html_with(made("a b\n\nc\n\nd\n\ne", "a x\n\nc\n\nd\n\ne\n\nf"), &w), "<b>"));
}

Test(difference, a_text_commands_no_terminal)
{
	expect(prose("a", "a \033[31m \xC2\x9B \xE2\x80\xAE \x02 \x7F"), "a{+ \uFFFD[31m \uFFFD \uFFFD \uFFFD \uFFFD+}\n");
	expect(plain("```\na b c\n```", "```\na b c \r\n```"), "    a b c{+ +}\n");
}

static struct node *nested(enum node_type outer, unsigned depth, const char *text)
{
	struct node *root = node_new(a, NODE_DOCUMENT), *at = root, *p = node_new(a, NODE_PARAGRAPH);
	for (unsigned i = 0; i < depth; i++) {
		struct node *n = node_new(a, outer);
		node_append(at, n);
		at = n;
		if (outer == NODE_LIST) {
			at = node_new(a, NODE_ITEM);
			node_append(n, at);
		}
	}
	node_append(at, p);
	node_append(p, node_text(a, span_of(text)));
	return root;
}

Test(difference, trees_of_any_depth)
{
	static const enum node_type types[] = {NODE_BLOCK_QUOTE, NODE_LIST, NODE_DIV, NODE_FIGURE};
	for (size_t i = 0; i < 4; i++) {
		struct difference *deep = difference_of(a, nested(types[i], 50000, "one two three"),
							nested(types[i], 50000, "one 2 three"), d);
		char *text = plain_at(deep, &words, 72, true);
		cr_expect(strstr(text, "[-two-]") && strstr(text, "{+2+}"), "%s", text);
		cr_expect(strstr(html_with(deep, &words), "2</ins>"));
	}
	struct node *root = nested(NODE_BLOCK_QUOTE, 38, "x"), *at = root;
	while (at->first && at->first->type == NODE_BLOCK_QUOTE)
		at = at->first;
	for (int i = 0; i < 3; i++, at = at->parent) {
		struct node *t = table("a|b\nc|d")->first;
		node_append(at, t);
	}
	cr_expect(html_with(difference_of(a, nested(NODE_BLOCK_QUOTE, 38, "x"), root, d), &words));
	cr_expect(html_with(difference_of(a, NULL, root, d), &words));
}

/* Terminal. --------------------------------------------------------------- */

Test(difference, a_text_is_wrapped_and_marks_hold_to_what_they_mark)
{
	expect(plain_at(made("影響を受ける製品は次のとおりです。", "影響を受けるバージョンは次のとおりです。"), &words,
			30, false),
	       "影響を受ける[-製品-]{+バージョ\nン+}は次のとおりです。\n");
	expect(plain_at(made("- one two three four", "- one two three five six seven"), &words, 26, false),
	       "* one two three\n  [-four-]{+five six\n  seven+}\n");
}

static char *without_colour(const char *text)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (; *text; text++) {
		if (*text == '\033')
			text += strcspn(text, "m");
		else
			buf_char(&b, *text);
	}
	return taken(&b);
}

Test(difference, colour_changes_no_character)
{
	const char *before = "Some text [-not a mark-] that is\n\n- wrapped several times 日本語の文章も折り返します",
		   *after = "Some other text {+not a mark+} that was\n\n- wrapped several more times "
			    "日本語の文は折り返されました\n\nnew";
	for (int width = 0; width < 60; width += 7) {
		char *grey = plain_at(made(before, after), &words, width, false);
		char *colour = plain_at(made(before, after), &words, width, true);
		expect(without_colour(colour), grey);
		cr_expect(strstr(colour, "\033[32m{+"));
		/* No line ends within a colour. */
		bool open = false;
		for (const char *at = colour; *at; at++) {
			if (*at == '\033')
				open = at[2] != 'm';
			cr_expect_not(open && *at == '\n');
		}
	}
}
