#include "unit/document/helpers.h"

static struct arena *a;

static void begin(void)
{
	a = arena_new();
}

static void end(void)
{
	arena_free(a);
}

TestSuite(node, .init = begin, .fini = end);

/* All links below root agree. */
static void expect_sound(const struct node *root)
{
	for (const struct node *n = root; n; n = node_walk(root, n)) {
		cr_expect((n->first == NULL) == (n->last == NULL));
		if (n->first)
			cr_expect_null(n->first->previous);
		if (n->last)
			cr_expect_null(n->last->next);
		for (const struct node *c = n->first; c; c = c->next) {
			cr_expect_eq(c->parent, n);
			cr_expect_eq(c->next ? c->next->previous : n->last, c);
		}
	}
}

static struct node *child(struct node *parent, const char *text)
{
	struct node *n = node_text(a, span_of(text));
	node_append(parent, n);
	return n;
}

static void expect_children(const struct node *parent, const char *wanted)
{
	struct buf b;
	buf_init(&b, 1000);
	for (const struct node *c = parent->first; c; c = c->next)
		buf_span(&b, c->literal);
	cr_expect_str_eq(b.data, wanted);
	buf_fini(&b);
	expect_sound(parent);
}

Test(node, links_stay_consistent_whatever_is_moved)
{
	struct node *p = node_new(a, NODE_PARAGRAPH), *q = node_new(a, NODE_PARAGRAPH);
	struct node *x = child(p, "x"), *y = child(p, "y"), *z = child(p, "z");
	expect_children(p, "xyz");
	node_insert_before(x, z);
	expect_children(p, "zxy");
	node_insert_after(y, z);
	expect_children(p, "xyz");
	node_insert_after(x, z);
	expect_children(p, "xzy");
	node_append(p, x);
	expect_children(p, "zyx");
	node_append(q, y);
	expect_children(p, "zx");
	expect_children(q, "y");
	node_insert_before(y, x);
	expect_children(p, "z");
	expect_children(q, "xy");
	node_replace(z, y);
	expect_children(p, "y");
	expect_children(q, "x");
	cr_expect_null(z->parent);
	node_remove(y);
	node_remove(y);
	expect_children(p, "");
	node_insert_before(x, x);
	node_insert_after(x, x);
	node_replace(x, x);
	expect_children(q, "x");
}

Test(node, knows_what_stands_below_it)
{
	struct node *p = node_new(a, NODE_PARAGRAPH), *e = node_new(a, NODE_EMPH);
	node_append(p, e);
	struct node *x = child(e, "x");
	cr_expect(node_holds(p, x));
	cr_expect(node_holds(x, x));
	cr_expect_not(node_holds(x, p));
}

Test(node, walk_visits_all_in_order_and_stays_within_its_root)
{
	struct node *d = node_new(a, NODE_DOCUMENT), *p = node_new(a, NODE_PARAGRAPH);
	struct node *e = node_new(a, NODE_EMPH), *q = node_new(a, NODE_PARAGRAPH);
	node_append(d, p);
	node_append(d, q);
	node_append(p, e);
	struct node *x = child(e, "x");
	struct node *y = child(p, "y");
	cr_expect_eq(node_walk(d, d), p);
	cr_expect_eq(node_walk(d, p), e);
	cr_expect_eq(node_walk(d, e), x);
	cr_expect_eq(node_walk(d, x), y);
	cr_expect_eq(node_walk(d, y), q);
	cr_expect_null(node_walk(d, q));
	cr_expect_null(node_walk(p, y));
	cr_expect_null(node_walk(q, q));
	cr_expect_eq(node_skip(d, e), y);
	cr_expect_null(node_skip(e, e));
}

Test(node, every_node_begins_and_ends_once)
{
	struct node *d = node_new(a, NODE_DOCUMENT), *p = node_new(a, NODE_PARAGRAPH);
	struct buf b;
	node_append(d, p);
	child(p, "x");
	child(p, "y");
	buf_init(&b, 1000);
	for (struct node_event e = {.root = d}; node_next(&e);)
		buf_printf(&b, "%s%s ", e.leaving ? "/" : "", node_type_name(e.node->type));
	cr_expect_str_eq(b.data, "Document Paragraph Text /Text Text /Text /Paragraph /Document ");
	buf_clear(&b);
	for (struct node_event e = {.root = p->first}; node_next(&e);)
		buf_printf(&b, "%s%s ", e.leaving ? "/" : "", node_type_name(e.node->type));
	cr_expect_str_eq(b.data, "Text /Text ");
	buf_fini(&b);
}

Test(node, containment)
{
	cr_expect(node_may_contain(NODE_DOCUMENT, NODE_TABLE));
	cr_expect(node_may_contain(NODE_ITEM, NODE_LIST));
	cr_expect(node_may_contain(NODE_LIST, NODE_ITEM));
	cr_expect(node_may_contain(NODE_CELL, NODE_LINK));
	cr_expect(node_may_contain(NODE_LINK, NODE_IMAGE));
	cr_expect_not(node_may_contain(NODE_LINK, NODE_LINK));
	cr_expect_not(node_may_contain(NODE_TERM, NODE_LINK));
	cr_expect_not(node_may_contain(NODE_LIST, NODE_PARAGRAPH));
	cr_expect_not(node_may_contain(NODE_DOCUMENT, NODE_ITEM));
	cr_expect_not(node_may_contain(NODE_PARAGRAPH, NODE_PARAGRAPH));
	cr_expect_not(node_may_contain(NODE_TEXT, NODE_TEXT));
	cr_expect_not(node_may_contain(NODE_CODE_BLOCK, NODE_TEXT));
	for (int t = 0; t < NODE_TYPES; t++) {
		cr_expect_not(node_may_contain((enum node_type)t, NODE_DOCUMENT));
		cr_expect_str_neq(node_type_name((enum node_type)t), "?");
	}
}

Test(node, texts_that_touch_are_merged)
{
	struct node *p = node_new(a, NODE_PARAGRAPH), *e = node_new(a, NODE_EMPH);
	child(p, "a");
	child(p, "");
	child(p, "b");
	node_append(p, e);
	child(e, "c");
	child(e, "d");
	child(p, "e");
	node_merge_text(a, p);
	cr_expect(span_is(p->first->literal, "ab"));
	cr_expect_eq(p->first->next, e);
	cr_expect(span_is(e->first->literal, "cd"));
	cr_expect_eq(e->first, e->last);
	cr_expect(span_is(p->last->literal, "e"));
	expect_sound(p);
}

static void expect_plain(const char *markdown, const char *wanted)
{
	struct parsed p = parse_text(markdown);
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	node_plain(&b, p.root);
	cr_expect_str_eq(b.data, wanted);
	buf_fini(&b);
	parsed_free(&p);
}

Test(node, plain_text_is_one_line_without_markup)
{
	expect_plain("# a *b* `c`\n\nd\ne\\\nf\n\n- g\n- [h](u)![i](v)", "a b c d e f g hi");
	expect_plain("日本\n語\n*の*\n`文`\n[字](u)", "日本語の文字");
	expect_plain("    x\n    y", "x y");
	expect_plain("", "");
}
