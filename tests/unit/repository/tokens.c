#include "repository/tokens.h"

#include <criterion/criterion.h>
#include <stdint.h>

#define MOST 400

static struct arena *a;
static struct diags *d;

static void start(void)
{
	a = arena_new();
	d = diags_new();
}

static void stop(void)
{
	arena_free(a);
	diags_free(d);
}

TestSuite(tokens, .init = start, .fini = stop);

struct list {
	struct span items[MOST];
	size_t count;
};

static struct list list_of(const char *words)
{
	struct list l = {.count = 0};
	for (struct span rest = span_of(words); rest.length; l.count++) {
		const char *blank = memchr(rest.data, ' ', rest.length);
		size_t n = blank ? (size_t)(blank - rest.data) : rest.length;
		l.items[l.count] = span_make(rest.data, n);
		rest = span_after(rest, blank ? n + 1 : n);
	}
	return l;
}

/* Checks all that the header promises; returns the number of tokens that stay. */
static size_t check(const struct list *x, const struct list *y, struct token_run **runs, size_t *count)
{
	size_t before = 0, after = 0, same = 0;
	cr_assert(token_difference(runs, count, a, x->items, x->count, y->items, y->count, d));
	for (size_t i = 0; i < *count; i++) {
		const struct token_run *r = &(*runs)[i], *last = i ? r - 1 : NULL;
		cr_assert(r->count > 0);
		cr_assert_eq(r->from_before, before);
		cr_assert_eq(r->from_after, after);
		cr_assert(!last || last->change != r->change);
		cr_assert(!(last && last->change == TOKEN_ADDED && r->change == TOKEN_REMOVED));
		for (size_t k = 0; r->change == TOKEN_SAME && k < r->count; k++)
			cr_assert(span_equal(x->items[before + k], y->items[after + k]));
		before += r->change == TOKEN_ADDED ? 0 : r->count;
		after += r->change == TOKEN_REMOVED ? 0 : r->count;
		same += r->change == TOKEN_SAME ? r->count : 0;
	}
	cr_assert_eq(before, x->count);
	cr_assert_eq(after, y->count);
	return same;
}

static size_t same_of(const char *before, const char *after)
{
	struct list x = list_of(before), y = list_of(after);
	struct token_run *runs;
	size_t count;
	return check(&x, &y, &runs, &count);
}

Test(tokens, what_stays_is_found)
{
	cr_expect_eq(same_of("a b c", "a b c"), 3);
	cr_expect_eq(same_of("a b c", "a x c"), 2);
	cr_expect_eq(same_of("a b c", "b"), 1);
	cr_expect_eq(same_of("b", "a b c"), 1);
	cr_expect_eq(same_of("a b c d e f", "d e f a b c"), 3);
	cr_expect_eq(same_of("a b", "c d"), 0);
	cr_expect_eq(same_of("x y a b c z", "a b c"), 3);
}

Test(tokens, nothing_on_one_side_or_on_both)
{
	struct list none = {.count = 0}, some = list_of("a b");
	struct token_run *runs;
	size_t count;
	cr_expect_eq(check(&none, &none, &runs, &count), 0);
	cr_expect_eq(count, 0);
	check(&none, &some, &runs, &count);
	cr_expect_eq(count, 1);
	cr_expect_eq(runs[0].change, TOKEN_ADDED);
	check(&some, &none, &runs, &count);
	cr_expect_eq(count, 1);
	cr_expect_eq(runs[0].change, TOKEN_REMOVED);
}

Test(tokens, a_replacement_is_removed_then_added)
{
	struct list x = list_of("a b c"), y = list_of("a x y c");
	struct token_run *runs;
	size_t count;
	check(&x, &y, &runs, &count);
	cr_assert_eq(count, 4);
	cr_expect(runs[1].change == TOKEN_REMOVED && runs[1].count == 1);
	cr_expect(runs[2].change == TOKEN_ADDED && runs[2].count == 2);
}

Test(tokens, a_token_may_hold_any_byte)
{
	struct list x = {
		{SPAN_LITERAL("a\nb"), SPAN_LITERAL("\0"), SPAN_LITERAL(""), SPAN_LITERAL(" "), SPAN_LITERAL("\xff\r\n")},
		5};
	struct list y = {{SPAN_LITERAL("a"), SPAN_LITERAL("\0"), SPAN_LITERAL("b"), SPAN_LITERAL(""), SPAN_LITERAL("  "),
			  SPAN_LITERAL("\xff\r\n")}, 6};
	struct token_run *runs;
	size_t count;
	cr_expect_eq(check(&x, &y, &runs, &count), 3);
}

static uint64_t state = 42;

static size_t below(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % n;
}

static size_t longest_common(const struct list *x, const struct list *y)
{
	static size_t best[MOST + 1][MOST + 1];
	memset(best, 0, sizeof(best));
	for (size_t i = 1; i <= x->count; i++)
		for (size_t j = 1; j <= y->count; j++) {
			size_t up = best[i - 1][j], left = best[i][j - 1];
			best[i][j] = span_equal(x->items[i - 1], y->items[j - 1]) ? best[i - 1][j - 1] + 1
				     : up > left				  ? up
										  : left;
		}
	return best[x->count][y->count];
}

/* Few different tokens make many ways to the same end. libgit2 leaves out frequent ones
 * among strangers, so a little less than the most is accepted. */
Test(tokens, random_lists_are_covered_whole_by_a_short_edit)
{
	for (int round = 0; round < 300; round++) {
		struct list x = {.count = below(60)}, y = {.count = below(60)};
		struct token_run *runs;
		size_t count, kinds = 1 + below(12);
		for (size_t i = 0; i < x.count; i++)
			x.items[i] = span_make(&"abcdefghijklm"[below(kinds)], 1);
		for (size_t i = 0; i < y.count; i++)
			y.items[i] = below(3) && i < x.count ? x.items[i] : span_make(&"abcdefghijklm"[below(kinds)], 1);
		size_t same = check(&x, &y, &runs, &count), most = longest_common(&x, &y);
		cr_expect(same <= most && 10 * same + 10 >= 9 * most, "%zu of %zu", same, most);
	}
}

/* Hangs if time were quadratic. */
Test(tokens, a_hundred_thousand_tokens_in_another_order)
{
	size_t n = 100000;
	struct span *x = arena_array(a, n, sizeof(*x)), *y = arena_array(a, n, sizeof(*y));
	for (size_t i = 0; i < n; i++)
		x[i] = y[i] = span_of(arena_printf(a, "w%zu", i));
	for (size_t i = n - 1; i > 0; i--) {
		size_t k = below(i + 1);
		struct span t = y[i];
		y[i] = y[k];
		y[k] = t;
	}
	struct token_run *runs;
	size_t count;
	cr_expect(token_difference(&runs, &count, a, x, n, y, n, d));
	cr_expect(count > 2);
}
