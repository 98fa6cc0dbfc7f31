/* Properties of differences, on random documents in Japanese and English and random edits of them, always the same
 * ones. The HTML is read by a small parser (reading.h) that sees to it that elements nest. */
#include <stdint.h>

#include "document/difference.h"

#include "unit/document/helpers.h"
#include "unit/document/reading.h"

#define ROUNDS 400

static struct arena *a;
static struct diags *d;
static uint64_t state;

static void start(void)
{
	a = arena_new();
	d = diags_new();
	state = 20260401;
}

static void stop(void)
{
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	arena_free(a);
	diags_free(d);
}

TestSuite(difference_random, .init = start, .fini = stop);

static size_t below(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % n;
}

/* Documents: a list of blocks in Markdown, each with its words apart. --------------------------------------- */

#define BLOCKS 40
#define WORDS 30

struct block {
	const char *first, *rest; /* before the first word, before the others */
	const char *last;         /* after the last */
	const char *words[WORDS];
	size_t count;
};

struct document {
	struct block blocks[BLOCKS];
	size_t count;
	bool japanese;
};

static const char *random_word(bool japanese)
{
	static const char *const ja[] = {
		"脆弱性", "の", "影響", "を", "受ける", "バージョン", "は", "サーバー", "で", "任意", "コード",
		"、", "1.38.2", "CVE-2026-0001", "更新", "してください", "。", "「設定」", "管理者", "が",
		"です", "`app.conf`", "**重要**", "[案内](https://t.example/1)", "[案内](https://t.example/2)",
		"[方針](../p/t.example-1.md)", "[方針](../p/t.example-2.md)",
		"![図](https://t.example/3)", "およびそれ以前", "ー"};
	static const char *const en[] = {
		"the", "attacker", "of", "a", "server", "version", "1.38.2", "CVE-2026-0001,", "may", "run", "code",
		"(remote)", "and", "update.", "*now*", "`app.conf x`", "[see this](https://t.example/4)",
		"[policy](../p/t.example-3.md)", "[policy](../p/t.example-4.md)",
		"[see that](https://t.example/4 \"title\")", "![a picture](https://t.example/5)", "don't", "it",
		"**is very**", "<b>", "&lt;script&gt;", "\\*", "\\\n"};
	return japanese ? ja[below(sizeof(ja) / sizeof(*ja))] : en[below(sizeof(en) / sizeof(*en))];
}

static struct block random_block(bool japanese)
{
	static const struct block kinds[] = {
		{"", "", "", {0}, 0}, {"", "", "", {0}, 0}, {"", "", "", {0}, 0}, {"## ", "", "", {0}, 0},
		{"- ", "", "", {0}, 0}, {"- ", "", "", {0}, 0}, {"1. ", "", "", {0}, 0},
		{"> ", "", "", {0}, 0}, {"  - ", "", "", {0}, 0}, {"```c\n", "\n", "\n```", {0}, 0},
		{"    x", " ", "", {0}, 0}, {"***\n", "", "", {0}, 0}, {"<div>", "", "</div>", {0}, 0},
		{"> - ", "", "", {0}, 0}};
	struct block b = kinds[below(sizeof(kinds) / sizeof(*kinds))];
	b.count = 1 + below(below(4) ? 12 : WORDS);
	for (size_t i = 0; i < b.count; i++)
		b.words[i] = random_word(japanese);
	return b;
}

static struct document random_document(bool japanese)
{
	struct document doc = {.japanese = japanese};
	doc.count = below(BLOCKS / 2);
	for (size_t i = 0; i < doc.count; i++)
		doc.blocks[i] = random_block(japanese);
	return doc;
}

static const char *source(const struct document *doc)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < doc->count; i++) {
		const struct block *k = &doc->blocks[i];
		buf_text(&b, k->first);
		for (size_t w = 0; w < k->count; w++) {
			buf_text(&b, w ? k->rest : "");
			buf_text(&b, w && !*k->rest && !doc->japanese ? " " : "");
			buf_text(&b, k->words[w]);
		}
		buf_printf(&b, "%s\n\n", k->last);
	}
	const char *text = arena_span(a, buf_as_span(&b));
	buf_fini(&b);
	return text;
}

static void insert_block(struct document *doc, size_t at, struct block b)
{
	if (doc->count == BLOCKS)
		return;
	memmove(&doc->blocks[at + 1], &doc->blocks[at], (doc->count - at) * sizeof(b));
	doc->blocks[at] = b;
	doc->count++;
}

static struct block remove_block(struct document *doc, size_t at)
{
	struct block b = doc->blocks[at];
	doc->count--;
	memmove(&doc->blocks[at], &doc->blocks[at + 1], (doc->count - at) * sizeof(b));
	return b;
}

static void edit_words(struct document *doc, struct block *b)
{
	size_t at = below(b->count);
	switch (below(3)) {
	case 0:
		b->words[at] = random_word(doc->japanese);
		return;
	case 1:
		if (b->count == WORDS)
			return;
		memmove(&b->words[at + 1], &b->words[at], (b->count - at) * sizeof(*b->words));
		b->words[at] = random_word(doc->japanese);
		b->count++;
		return;
	default:
		if (b->count == 1)
			return;
		b->count--;
		memmove(&b->words[at], &b->words[at + 1], (b->count - at) * sizeof(*b->words));
	}
}

static void edit(struct document *doc)
{
	size_t at = doc->count ? below(doc->count) : 0;
	size_t what = doc->count ? below(10) : 0;
	if (what == 0)
		insert_block(doc, at, random_block(doc->japanese));
	else if (what == 1)
		remove_block(doc, at);
	else if (what == 2) {
		struct block moved = remove_block(doc, at);
		insert_block(doc, below(doc->count + 1), moved);
	}
	else if (what == 3) {
		struct block other = random_block(doc->japanese), *b = &doc->blocks[at];
		b->first = other.first;
		b->rest = other.rest;
		b->last = other.last;
	} else
		edit_words(doc, &doc->blocks[at]);
}

/* Properties. ------------------------------------------------------------- */

static const struct difference_words words = {.added = "Added", .removed = "Removed"},
				     brief = {.added = "Added", .removed = "Removed", .same = "…"};

static const char *html_with(const struct difference *difference, const struct difference_words *w)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	difference_html(&b, difference, w);
	cr_assert_not(b.overflow);
	const char *text = arena_span(a, buf_as_span(&b));
	buf_fini(&b);
	return text;
}

static const char *html_of_difference(const struct difference *difference)
{
	return html_with(difference, &words);
}

static const char *plain_of_difference(const struct difference *difference, int width, bool colour)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	difference_plain(&b, difference, &words, width, colour);
	const char *text = arena_span(a, buf_as_span(&b));
	buf_fini(&b);
	return text;
}

static struct node *tree(const char *markdown)
{
	return markdown_parse(a, span_of(markdown), 1, "a.md", NULL);
}

static bool same_key(const struct node *x, const struct node *y)
{
	struct buf p, q;
	buf_init(&p, BUF_LIMIT_DEFAULT);
	buf_init(&q, BUF_LIMIT_DEFAULT);
	block_key(&p, x);
	block_key(&q, y);
	bool same = span_equal(buf_as_span(&p), buf_as_span(&q));
	buf_fini(&p);
	buf_fini(&q);
	return same;
}

static struct reading read_counts(const char *html)
{
	struct reading r = read_html(a, html, AFTER, false);
	buf_fini(&r.out);
	return r;
}

static void check_trees(const struct node *x, const struct node *y, const char *before, const char *after)
{
	const struct difference *both = difference_of(a, x, y, d), *old = difference_of(a, x, NULL, d),
				*new = difference_of(a, NULL, y, d);
	cr_assert(both && old && new);
	const char *html = html_of_difference(both);
	cr_assert_str_eq(read_side(a, html, AFTER, true), read_side(a, html_of_difference(new), AFTER, true),
			 "%s\n=====\n%s\n=====\n%s", before, after, html);
	cr_assert_str_eq(read_side(a, html, BEFORE, false), read_side(a, html_of_difference(old), BEFORE, false),
			 "%s\n=====\n%s\n=====\n%s", before, after, html);
	struct reading r = read_counts(html);
	/* No change is left out with what is far from it. */
	cr_assert_eq(read_counts(html_with(both, &brief)).changes, r.changes);
	bool empty = difference_is_empty(both);
	cr_assert_eq(empty, same_key(x, y), "%s\n=====\n%s\n=====\n%s", before, after, html);
	cr_assert_eq(empty, r.changes == 0, "%s\n=====\n%s\n=====\n%s", before, after, html);
}

static void check(const char *before, const char *after)
{
	check_trees(tree(before), tree(after), before, after);
}

Test(difference_random, both_texts_can_be_told_from_it)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct document before = random_document(round % 2), after = before;
		for (size_t edits = below(8); edits > 0; edits--)
			edit(&after);
		check(source(&before), source(&after));
	}
}

Test(difference_random, of_texts_that_have_nothing_to_do_with_each_other)
{
	for (int round = 0; round < ROUNDS / 4; round++) {
		struct document before = random_document(round % 2), after = random_document(round % 3);
		check(source(&before), source(&after));
	}
}

#define ROWS 12
#define COLUMNS 5

struct grid {
	const char *cells[ROWS][COLUMNS];
	size_t rows, columns;
};

static const struct node *table(const struct grid *g)
{
	struct node *root = node_new(a, NODE_DOCUMENT), *table = node_new(a, NODE_TABLE);
	node_append(root, table);
	for (size_t i = 0; i < g->rows; i++) {
		struct node *row = node_new(a, NODE_ROW);
		row->header = i == 0;
		node_append(table, row);
		for (size_t k = 0; k < g->columns; k++) {
			struct node *cell = node_new(a, NODE_CELL);
			node_append(row, cell);
			node_append(cell, node_text(a, span_of(g->cells[i][k])));
		}
	}
	return root;
}

static const char *random_cell(void)
{
	static const char *const texts[] = {
		"Example CMS", "1.38.2", "2.0", "なし", "調査中", "サーバー版", "and", "<b>", "の", "対象外"};
	return arena_printf(a, "%s %s %zu", texts[below(10)], texts[below(10)], below(4));
}

static void edit_grid(struct grid *g)
{
	size_t row = below(g->rows), column = below(g->columns), what = below(4);
	if (what == 0 && g->rows < ROWS) {
		memmove(g->cells[row + 1], g->cells[row], (g->rows++ - row) * sizeof(*g->cells));
		for (size_t k = 0; k < g->columns; k++)
			g->cells[row][k] = random_cell();
	} else if (what == 1 && g->rows > 1) {
		memmove(g->cells[row], g->cells[row + 1], (--g->rows - row) * sizeof(*g->cells));
	} else if (what == 2 && g->columns > 1) {
		g->columns--;
		for (size_t i = 0; i < g->rows; i++)
			memmove(&g->cells[i][column], &g->cells[i][column + 1], (g->columns - column) * sizeof(**g->cells));
	} else {
		g->cells[row][column] = random_cell();
	}
}

Test(difference_random, of_tables)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct grid before = {.rows = 1 + below(ROWS), .columns = 1 + below(COLUMNS)}, after;
		for (size_t i = 0; i < before.rows * COLUMNS; i++)
			before.cells[i / COLUMNS][i % COLUMNS] = random_cell();
		after = before;
		for (size_t edits = below(6); edits > 0; edits--)
			edit_grid(&after);
		check_trees(table(&before), table(&after), "a table", "another");
	}
}

Test(difference_random, a_text_and_itself)
{
	for (int round = 0; round < ROUNDS / 4; round++) {
		struct document doc = random_document(round % 2);
		const struct difference *none = difference_of(a, tree(source(&doc)), tree(source(&doc)), d);
		cr_assert(difference_is_empty(none));
		cr_assert_not(strstr(plain_of_difference(none, 0, false), "{+"));
	}
}

static const char *without_colour(const char *text)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (; *text; text++) {
		if (*text == '\033')
			text += strcspn(text, "m");
		else
			buf_char(&b, *text);
	}
	const char *copy = arena_span(a, buf_as_span(&b));
	buf_fini(&b);
	return copy;
}

Test(difference_random, colour_and_width_change_no_character)
{
	for (int round = 0; round < ROUNDS / 4; round++) {
		struct document before = random_document(round % 2), after = before;
		for (size_t edits = below(8); edits > 0; edits--)
			edit(&after);
		const struct difference *both = difference_of(a, tree(source(&before)), tree(source(&after)), d);
		int width = (int)below(100);
		cr_assert_str_eq(without_colour(plain_of_difference(both, width, true)),
				 plain_of_difference(both, width, false));
	}
}

/* Of a paragraph of ten words or more in which one is replaced, at most half is shown as changed. */
Test(difference_random, a_paragraph_in_which_one_word_changed_is_not_shown_as_replaced)
{
	static const char *const ja[] = {
		"脆弱性", "の", "影響", "を", "受け", "ます", "サーバー", "で", "任意の", "コード", "が",
		"実行", "される", "可能性", "は", "低い", "です"};
	static const char *const en[] = {
		"an", "attacker", "may", "run", "arbitrary", "code", "on", "the", "server", "if", "it", "is",
		"reachable"};
	for (int round = 0; round < ROUNDS; round++) {
		bool japanese = round % 2;
		struct document before = {.count = 3, .japanese = japanese}, after;
		for (size_t i = 0; i < 3; i++) {
			struct block *b = &before.blocks[i];
			*b = (struct block){"", "", "", {0}, 10 + below(WORDS - 10)};
			for (size_t k = 0; k < b->count; k++)
				b->words[k] = japanese ? ja[below(sizeof(ja) / sizeof(*ja))]
						       : en[below(sizeof(en) / sizeof(*en))];
		}
		after = before;
		struct block *b = &after.blocks[below(3)];
		b->words[below(b->count)] = japanese ? "製品" : "user";
		const char *html = html_of_difference(difference_of(a, tree(source(&before)), tree(source(&after)), d));
		cr_assert_not(strstr(html, "<div"), "%s", html);
		for (const char *at = html, *end; (end = strstr(at, "</p>")); at = end + 4) {
			struct reading r = read_counts(arena_dup(a, at, (size_t)(end + 4 - at)));
			cr_assert(r.changed_bytes < r.shown_bytes, "%zu of %zu: %s", r.changed_bytes, r.shown_bytes, html);
		}
	}
}
