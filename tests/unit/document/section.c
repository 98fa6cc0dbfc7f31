#include "unit/document/helpers.h"

static struct value *names(struct arena *a)
{
	static const char *const words[][3] = {{"overview", "概要", "Overview"},
					       {"impact", "想定される影響", "Impact"},
					       {"solution", "対策", "Solution"},
					       {"side effects", "対策による影響", "Side effects"}};
	struct value *map = value_new(a, VALUE_MAP);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct value *list = value_new(a, VALUE_LIST);
		value_add(a, list, value_of_text(a, words[i][1]));
		value_add(a, list, value_of_text(a, words[i][2]));
		value_set(a, map, words[i][0], list);
	}
	value_set_text(a, map, "contact", "連絡先");
	return map;
}

static struct sections find_sections(const struct parsed *p)
{
	struct section_names *known = section_names_new(p->arena, names(p->arena));
	struct sections found = sections_find(p->arena, p->root, known);
	section_names_free(known);
	return found;
}

/* "name|text;…", a star before what is empty. */
static void expect_sections(const char *markdown, const char *wanted)
{
	struct parsed p = parse_text(markdown);
	struct sections s = find_sections(&p);
	struct buf b;
	buf_init(&b, 1000);
	for (size_t i = 0; i < s.count; i++) {
		cr_expect_eq(s.items[i].heading->type, NODE_HEADING);
		buf_printf(&b, "%s%s|", s.items[i].empty ? "*" : "", s.items[i].name ? s.items[i].name : "-");
		buf_span(&b, s.items[i].text);
		buf_char(&b, ';');
	}
	cr_expect_str_eq(b.data, wanted, "got %s for:\n%s", b.data, markdown);
	buf_fini(&b);
	parsed_free(&p);
}

Test(section, known_by_their_headings)
{
	expect_sections("## 概要\n\na\n\nb\n\n## Impact\n\nなし\n\n## 別の話\n\n## 対策による影響\n- c\n",
			"overview|a\nb;impact|なし;*-|;side effects|c;");
	expect_sections("# 概要\n\na\n\n## 影響\n\nb\n\n# 対策\n", "overview|a\n影響\nb;*solution|;");
	expect_sections("a\n", "");
}

Test(section, names_are_compared_without_case_width_and_colon)
{
	expect_sections("## ＩＭＰＡＣＴ：\n\n## side effects :\n\n## *想定*される影響\n\n## 連絡先",
			"*impact|;*side effects|;*impact|;*contact|;");
	expect_sections("## 概要と対策\n\n## \n", "*-|;*-|;");
}

Test(section, a_title_above_the_sections_is_none)
{
	expect_sections("# 題名\n\na\n\n## 概要\n\nb\n\n### 対策\n\nc\n\n# 付録\n\nd\n\n## Impact\n", "overview|b\n対策\nc;*impact|;");
	expect_sections("# 題名\n\n## 話\n", "-|話;");
}

Test(section, headings_within_quotations_and_items_are_none)
{
	expect_sections("> ## 概要\n\n- ## 対策\n", "");
	struct parsed p = parse_text("## 概要\n\n### 対策\n");
	find_sections(&p);
	cr_expect_str_eq(p.root->first->section, "overview");
	cr_expect_null(p.root->last->section);
	parsed_free(&p);
}

Test(section, an_image_or_code_is_content)
{
	expect_sections("## 概要\n\n![](a.png)\n\n## 対策\n\n    x\n\n## Impact\n\n***\n", "overview|;solution|x;*impact|;");
}

Test(section, without_names_there_are_sections_all_the_same)
{
	struct parsed p = parse_text("## a\n\n## b\n");
	struct sections s = sections_find(p.arena, p.root, NULL);
	cr_expect_eq(s.count, 2);
	cr_expect_null(s.items[0].name);
	parsed_free(&p);
}

/* All anchors, joined by blanks. */
static void expect_anchors(const char *markdown, const char *wanted)
{
	static const char *const reserved[] = {"history", "facts", NULL};
	struct parsed p = parse_text(markdown);
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	find_sections(&p);
	anchors_assign(p.arena, p.root, reserved);
	for (const struct node *n = p.root; n; n = node_walk(p.root, n))
		if (n->type == NODE_HEADING)
			buf_printf(&b, "%s%s", b.length ? " " : "", n->anchor);
	cr_expect_str_eq(b.data, wanted, "got %s", b.data);
	buf_fini(&b);
	parsed_free(&p);
}

Test(anchor, known_sections_have_the_same_in_every_language)
{
	expect_anchors("## 概要\n## 想定される影響\n", "overview impact");
	expect_anchors("## Overview\n## Impact\n", "overview impact");
	expect_anchors("## 対策による影響\n", "side-effects");
}

Test(anchor, others_are_their_text)
{
	expect_anchors("## 手口と、見分け方（重要）\n", "手口と-見分け方-重要");
	expect_anchors("## ＣＶＥ-1900-1001 `a_b` & C\n", "cve-1900-1001-a-b-c");
	expect_anchors("## ４.1 方針\n", "s-4-1-方針");
	expect_anchors("## か\u3099 ｶﾞ Ｘ²\n", "が-ガ-x2");
	expect_anchors("## !?\n##\n", "section section-2");
	expect_anchors("> # Quoted\n\n- ## In a list\n", "quoted in-a-list");
}

Test(anchor, true_duplicates_are_numbered)
{
	expect_anchors("## a\n## A\n## a!\n", "a a-2 a-3");
	expect_anchors("## 概要\n## Overview\n", "overview overview-2");
}

Test(anchor, none_changes_because_of_another_heading)
{
	expect_anchors("## a\n## a 2\n## a\n", "a a-2 a-3");
	expect_anchors("## a\n## a\n## a 2\n", "a a-3 a-2");
	expect_anchors("## x\n### impact\n## Impact\n", "x impact-2 impact");
}

Test(anchor, reserved_names_are_not_given)
{
	expect_anchors("## History\n## facts\n## history 2\n", "history-3 facts-2 history-2");
}

Test(anchor, a_long_heading_has_a_bounded_one)
{
	char *heading = repeated("# ", "語", "", 10000);
	struct parsed p = parse_text(heading);
	anchors_assign(p.arena, p.root, NULL);
	cr_expect_eq(strlen(p.root->first->anchor), 120);
	parsed_free(&p);
	free(heading);
}
