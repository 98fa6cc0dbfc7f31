/* Maven: maven.apache.org/pom.html, "Version Order Specification".
 * Invariant: tokens holds what is left after trimming: no null value stands at
 * the end or before a hyphen. The text of a token is in lower case when it is compared. */
#include "archive/order.h"

#define TOKENS_MAX 64

struct token {
	bool hyphen; /* its prefix; the first token counts as behind a hyphen-less dot */
	bool numeric;
	struct span text;
	int rank; /* of a qualifier, see below */
};

struct maven {
	struct token tokens[TOKENS_MAX];
	size_t count;
};

enum { RANK_ALPHA, RANK_BETA, RANK_MILESTONE, RANK_RC, RANK_SNAPSHOT, RANK_RELEASE, RANK_SP, RANK_OTHER };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(struct span a, const char *word)
{
	if (a.length != strlen(word))
		return false;
	for (size_t i = 0; i < a.length; i++)
		if (lower(a.data[i]) != word[i])
			return false;
	return true;
}

static int rank_of(struct span text, bool number_follows)
{
	static const struct {
		const char *word;
		int rank;
	} words[] = {{"alpha", RANK_ALPHA},     {"beta", RANK_BETA},     {"milestone", RANK_MILESTONE},
		     {"rc", RANK_RC},           {"cr", RANK_RC},         {"snapshot", RANK_SNAPSHOT},
		     {"", RANK_RELEASE},        {"final", RANK_RELEASE}, {"ga", RANK_RELEASE},
		     {"release", RANK_RELEASE}, {"sp", RANK_SP}};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (is_word(text, words[i].word))
			return words[i].rank;
	if (number_follows)
		for (int i = RANK_ALPHA; i <= RANK_MILESTONE; i++)
			if (text.length == 1 && lower(text.data[0]) == "abm"[i])
				return i;
	return RANK_OTHER;
}

static bool is_separator(char c)
{
	return c == '.' || c == '-' || c == '_';
}

static bool is_null(const struct token *t)
{
	if (!t->numeric)
		return t->rank == RANK_RELEASE;
	for (size_t i = 0; i < t->text.length; i++)
		if (t->text.data[i] != '0')
			return false;
	return true;
}

/* Null values go from the end, and from before each hyphen, the last one first. */
static void trim(struct maven *m)
{
	for (size_t end = m->count; end > 0;) {
		size_t start = end;
		while (start > 1 && is_null(&m->tokens[start - 1]))
			start--;
		memmove(m->tokens + start, m->tokens + end, (m->count - end) * sizeof(*m->tokens));
		m->count -= end - start;
		end = start;
		/* To the hyphen before: what stands left of it is looked at next. */
		while (end > 0 && !m->tokens[end - 1].hyphen)
			end--;
		if (end > 0)
			end--;
	}
}

static bool parse_maven(struct maven *out, struct span v)
{
	bool hyphen = false;
	out->count = 0;
	for (;;) {
		if (out->count == TOKENS_MAX)
			return false;
		size_t n = 0;
		bool numeric = v.length && order_is_digit(v.data[0]);
		while (n < v.length && !is_separator(v.data[n]) && order_is_digit(v.data[n]) == numeric)
			n++;
		bool turns = n < v.length && !is_separator(v.data[n]);
		struct token t = {
			.hyphen = hyphen, .numeric = numeric || n == 0, .text = span_make(v.data, n)};
		if (!t.numeric)
			t.rank = rank_of(t.text, turns);
		out->tokens[out->count++] = t;
		v = span_after(v, n);
		if (!v.length)
			break;
		hyphen = turns || v.data[0] != '.';
		if (!turns)
			v = span_after(v, 1);
	}
	trim(out);
	return true;
}

/* ".qualifier" = "-qualifier" < "-number" < ".number" */
static int class_of(const struct token *t)
{
	return !t->numeric ? 0 : t->hyphen ? 1 : 2;
}

static int compare_words(struct span a, struct span b)
{
	for (size_t i = 0; i < a.length && i < b.length; i++)
		if (lower(a.data[i]) != lower(b.data[i]))
			return lower(a.data[i]) - lower(b.data[i]);
	return (a.length > b.length) - (a.length < b.length);
}

static int compare_tokens(const struct token *x, const struct token *y)
{
	int c = class_of(x) - class_of(y);
	if (c)
		return c;
	if (x->numeric)
		return order_numbers(x->text, y->text);
	c = x->rank - y->rank;
	return c || x->rank != RANK_OTHER ? c : compare_words(x->text, y->text);
}

/* What the shorter one is padded with beside t: 0 behind a dot, "" behind a hyphen. */
static struct token padding(const struct token *t)
{
	bool number = !t->hyphen && t->numeric;
	return (struct token){.hyphen = t->hyphen, .numeric = number, .rank = number ? 0 : RANK_RELEASE};
}

bool order_maven(int *out, struct span a, struct span b)
{
	struct maven x, y;
	if (!a.length || !b.length || !parse_maven(&x, a) || !parse_maven(&y, b))
		return false;
	int c = 0;
	for (size_t i = 0; !c && (i < x.count || i < y.count); i++) {
		struct token pad = padding(i < x.count ? &x.tokens[i] : &y.tokens[i]);
		c = compare_tokens(i < x.count ? &x.tokens[i] : &pad, i < y.count ? &y.tokens[i] : &pad);
	}
	*out = c;
	return true;
}
