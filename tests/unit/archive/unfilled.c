#include "archive/unfilled.h"

#include "unit/archive/help.h"

static struct help h;

static void start(void)
{
	help_begin(&h);
}

static void stop(void)
{
	help_end(&h);
}

TestSuite(unfilled, .init = start, .fini = stop);

static void expect(const char *text, int at, const char *what)
{
	size_t found;
	struct span asked;
	bool any = unfilled_find(&found, &asked, span_of(text));
	cr_assert_eq(any, at >= 0, "%s", text);
	if (any) {
		cr_assert_eq(found, (size_t)at, "%s: %zu", text, found);
		cr_assert_str_eq(arena_span(h.arena, asked), what);
	}
}

Test(unfilled, marks_of_both_kinds_are_found_with_what_they_ask_for)
{
	expect("（記入：製品名）", 0, "製品名");
	expect("(FILL IN: the product)", 0, "the product");
	expect("a (FILL IN: b) c", 2, "b");
	expect("x（記入：a）（記入：b）", 1, "a");
	expect("(FILL IN: a) （記入：b）", 0, "a");
	expect("（記入：a） (FILL IN: b)", 0, "a");
}

Test(unfilled, brackets_within_count_in_pairs)
{
	expect("（記入：題名（例：ルーター（RJ））と種類）。", 0, "題名（例：ルーター（RJ））と種類");
	expect("(FILL IN: one (or (two)) of) these", 0, "one (or (two)) of");
	expect("（記入：a(b）", 0, "a(b");
}

Test(unfilled, a_mark_whose_end_was_lost_is_one)
{
	expect("（記入：製品名", 0, "製品名");
	expect("(FILL IN: a\n)", 0, "a");
	expect("(FILL IN:", 0, "");
	expect("（記入：", 0, "");
}

Test(unfilled, what_only_looks_like_a_mark_is_none)
{
	expect("", -1, NULL);
	expect("記入：製品名", -1, NULL);
	expect("（記入例：製品名）", -1, NULL);
	expect("(fill in: x)", -1, NULL);
	expect("(FILL IN the form)", -1, NULL);
}

Test(unfilled, the_place_is_that_in_the_file)
{
	struct unfilled_list list = {0};
	unfilled_in_body(&list, h.arena, span_of("a\nb（記入：c）（記入：d）\n\n(FILL IN: e)"), 10);
	cr_assert_eq(list.count, 2);
	cr_assert_eq(list.items[0].line, 11);
	cr_assert_eq(list.items[0].column, 2);
	cr_assert_eq(list.items[1].line, 13);
	cr_assert_str_eq(list.items[1].what, "e");
	struct unfilled_list front = {0};
	unfilled_in_value(&front, h.arena, help_yaml(&h, "a: x\nb:\n  - {c: \"（記入：d）\"}\n  - （記入：e）\n"));
	cr_assert_eq(front.count, 2);
	cr_assert_eq(front.items[0].line, 3);
	cr_assert_eq(front.items[1].line, 4);
	cr_assert_eq(front.items[1].column, 5);
	struct unfilled_list copy = unfilled_copy(h.arena, &front);
	cr_assert_eq(copy.count, 2);
	cr_assert_str_eq(copy.items[1].what, "e");
}
