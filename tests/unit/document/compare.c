#include "unit/document/helpers.h"

static bool same(const char *x, const char *y)
{
	char *a = key_of(x), *b = key_of(y);
	bool equal = strcmp(a, b) == 0;
	free(a);
	free(b);
	return equal;
}

#define expect_same(x, y) cr_expect(same(x, y), "differ:\n%s\n---\n%s", x, y)
#define expect_differ(x, y) cr_expect(!same(x, y), "same:\n%s\n---\n%s", x, y)

Test(compare, white_space_in_prose)
{
	expect_same("a  b\nc", "a b c");
	expect_same("日本\n語", "日本語");
	expect_same("a\n\n\n\nb\n", "  a\n\nb");
	expect_same("a　b", "a b");
	expect_same("## a ##\n", "## a");
	expect_differ("ab", "a b");
	expect_differ("日本語", "日 本語");
	expect_differ("日本\n語", "日本 語");
	expect_same("a\nb", "a b");
}

Test(compare, no_space_between_japanese_and_latin)
{
	expect_same("CVE の 3 件", "CVEの3件");
	expect_same("日本 *CVE* の", "日本*CVE*の");
	expect_same("日本 `x` の", "日本`x`の");
	expect_same("日本 [CVE](u) の", "日本[CVE](u)の");
	expect_same("日本\nCVE", "日本CVE");
	expect_same("日本\n`x`", "日本`x`");
	expect_same("é は", "éは");
	expect_differ("CVE of", "CVEof");
	expect_differ("한 국", "한국");
	expect_differ("日 한", "日한");
}

Test(compare, blocks_in_their_order)
{
	expect_differ("a\n\nb", "a b");
	expect_differ("a\n\nb", "b\n\na");
	expect_differ("# a", "## a");
	expect_differ("# a", "a");
	expect_differ("- a", "1. a");
	expect_differ("1. a", "2. a");
	expect_differ("- a\n- b", "- a\n\n  b");
	expect_differ("> a", "a");
	expect_differ("> a\n\nb", "> a\n>\n> b");
	expect_differ("a", "a\n\n***");
	expect_differ("- a\n- b", "- a\n  - b");
}

Test(compare, the_way_a_block_is_written_does_not_count)
{
	expect_same("a\n=\n", "# a");
	expect_same("* a\n* b", "- a\n- b");
	expect_same("1. a\n1. b", "1) a\n2) b");
	expect_same("- a\n- b", "- a\n\n- b");
	expect_same("***", "---");
	expect_same("    x\n", "```\nx\n```");
	expect_same("*a* __b__", "_a_ **b**");
	expect_same("**a** b", "a b");
	expect_same("[a](u)", "[a]\n\n[a]: <u>");
	expect_same("a\\\nb", "a  \nb");
}

Test(compare, code_byte_for_byte)
{
	expect_differ("`a b`", "`a  b`");
	expect_differ("`a`", "a");
	expect_differ("    a  b\n", "    a b\n");
	expect_differ("```sh\na\n```", "```\na\n```");
	expect_differ("```\na\n```", "```\na\n\n```");
	expect_differ("a <b>", "a <b >");
	expect_differ("<div>\na</div>", "<div>\n a</div>");
}

Test(compare, targets_and_titles)
{
	expect_differ("[a](u)", "[a](v)");
	expect_differ("[a](u)", "a");
	expect_differ("![a](u)", "![a](v)");
	expect_differ("![a](u)", "![b](u)");
	expect_differ("![a](u)", "[a](u)");
	expect_differ("[a](u 'x')", "[a](u 'y')");
	expect_differ("[a](u 'x')", "[a](u)");
	expect_same("[a](u 'x  y')", "[a](u 'x y')");
	expect_differ("[a b](u)", "[a](u) b");
	expect_differ("[a](u 'xb')", "[ba](u 'x')");
	expect_differ("a\\\nb", "a\nb");
}

Test(compare, text_cannot_pass_for_structure)
{
	expect_differ("a&#1;end;&#1;Paragraph;b", "a\n\nb");
	expect_differ("`1`", "&#1;Code;1:1");
	expect_differ("&#1;", "");
}

Test(compare, what_filters_make_counts_too)
{
	struct arena *a = arena_new();
	struct node *root[2];
	char *keys[2];
	for (int i = 0; i < 2; i++) {
		struct buf b;
		root[i] = node_new(a, NODE_PARAGRAPH);
		struct node *ruby = node_new(a, NODE_RUBY);
		node_append(root[i], ruby);
		node_append(ruby, node_text(a, SPAN_LITERAL("語")));
		ruby->info = i ? "ご" : "かたる";
		buf_init(&b, 1000);
		block_key(&b, root[i]);
		keys[i] = b.data;
	}
	cr_expect_str_neq(keys[0], keys[1]);
	free(keys[0]);
	free(keys[1]);
	arena_free(a);
}
