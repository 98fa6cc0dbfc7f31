/* Which of the units that went has which of those that came for its successor. All words of the ones are
 * compared with all words of the others at once: words that stay tie their units together.
 *
 * Invariant: ties stand in the order of both lists, so that any choice of them that takes no unit twice crosses nothing. */
#include <stdlib.h>

#include "document/diff.h"

/* Of more words (of both sides) only a sample is looked at. */
#define WORDS_MOST 60000

struct side {
	const struct unit *units;
	size_t count;
	struct words words; /* of all units, without those that weigh nothing */
	size_t *ends;       /* [unit]: of its words */
	size_t *weights;    /* [unit] */
	size_t *counts;     /* [unit]: of its words */
	bool *taken;        /* [unit] */
};

struct tie {
	size_t before, after; /* units */
	size_t weight, count; /* of the words that stay */
	size_t order;
	bool chosen;
};

struct ties {
	struct arena *arena;
	struct tie *items;
	size_t count, capacity;
};

static void keep_telling(struct words *out, const struct words *all)
{
	for (size_t i = 0; i < all->count; i++) {
		if (!all->items[i].weight)
			continue;
		out->items = arena_grow(out->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
		out->items[out->count++] = all->items[i];
	}
}

/* The words of the units themselves live as long as these, in words. */
static void read_side(struct side *s, struct arena *a, const struct unit *units, size_t count, struct arena *words)
{
	*s = (struct side){.units = units, .count = count, .words = {.arena = a}};
	s->ends = arena_array(a, count + 1, sizeof(*s->ends));
	s->weights = arena_array(a, count + 1, sizeof(*s->weights));
	s->counts = arena_array(a, count + 1, sizeof(*s->counts));
	s->taken = arena_array(a, count + 1, sizeof(*s->taken));
	for (size_t i = 0; i < count; i++) {
		keep_telling(&s->words, unit_read(words, &units[i]));
		s->ends[i] = s->words.count;
	}
}

/* The same words on both sides are left, about one in so many different ones. */
static void sample(struct side *s, size_t one_in)
{
	size_t kept = 0;
	for (size_t unit = 0, i = 0; unit < s->count; unit++) {
		for (; i < s->ends[unit]; i++)
			if (word_hash(&s->words.items[i]) % one_in == 0)
				s->words.items[kept++] = s->words.items[i];
		s->ends[unit] = kept;
	}
	s->words.count = kept;
}

static void weigh(struct side *s)
{
	for (size_t unit = 0, i = 0; unit < s->count; unit++) {
		s->counts[unit] = s->ends[unit] - i;
		for (; i < s->ends[unit]; i++)
			s->weights[unit] += s->words.items[i].weight;
	}
}

static const struct span *keys_of(const struct side *s)
{
	struct span *keys = arena_array(s->words.arena, s->words.count + 1, sizeof(*keys));
	for (size_t i = 0; i < s->words.count; i++)
		keys[i] = s->words.items[i].key;
	return keys;
}

static void tie(struct ties *t, size_t before, size_t after, size_t weight)
{
	struct tie *last = t->count ? &t->items[t->count - 1] : NULL;
	if (last && last->before == before && last->after == after) {
		last->weight += weight;
		last->count++;
		return;
	}
	t->items = arena_grow(t->arena, t->items, t->count, &t->capacity, sizeof(*t->items));
	t->items[t->count] = (struct tie){.before = before, .after = after, .weight = weight, .count = 1, .order = t->count};
	t->count++;
}

static void find_ties(struct ties *t, const struct side *before, const struct side *after, const struct token_run *runs,
		      size_t count)
{
	size_t x = 0, y = 0;
	for (size_t i = 0; i < count; i++) {
		if (runs[i].change != TOKEN_SAME)
			continue;
		for (size_t k = 0; k < runs[i].count; k++) {
			while (before->ends[x] <= runs[i].from_before + k)
				x++;
			while (after->ends[y] <= runs[i].from_after + k)
				y++;
			tie(t, x, y, before->words.items[runs[i].from_before + k].weight);
		}
	}
}

static bool is_prose(const struct unit *u)
{
	return u->kind == UNIT_PARAGRAPH || u->kind == UNIT_HEADING;
}

/* Enough in common: a third of what they tell, half of the words, or most of the one that was extended or cut. */
static bool is_strong(const struct tie *t, const struct side *before, const struct side *after)
{
	const struct unit *old = &before->units[t->before], *new = &after->units[t->after];
	size_t x = before->weights[t->before], y = after->weights[t->after], less = x < y ? x : y;
	if (old->kind != new->kind && !(is_prose(old) && is_prose(new)))
		return false;
	return 6 * t->weight >= x + y || 4 * t->count >= before->counts[t->before] + after->counts[t->after] ||
	       (t->weight >= 12 && 3 * t->weight >= 2 * less);
}

static int heavier_first(const void *a, const void *b)
{
	const struct tie *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static int in_order(const void *a, const void *b)
{
	const struct tie *x = a, *y = b;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void choose(struct ties *t, struct side *before, struct side *after)
{
	if (!t->count)
		return;
	qsort(t->items, t->count, sizeof(*t->items), heavier_first);
	for (size_t i = 0; i < t->count; i++) {
		struct tie *this = &t->items[i];
		if (before->taken[this->before] || after->taken[this->after] || !is_strong(this, before, after))
			continue;
		this->chosen = before->taken[this->before] = after->taken[this->after] = true;
	}
	qsort(t->items, t->count, sizeof(*t->items), in_order);
}

static void write_pairs(struct unit_pair **out, size_t *count, struct arena *a, const struct ties *t)
{
	*out = arena_array(a, t->count + 1, sizeof(**out));
	*count = 0;
	for (size_t i = 0; i < t->count; i++)
		if (t->items[i].chosen)
			(*out)[(*count)++] = (struct unit_pair){t->items[i].before, t->items[i].after};
}

bool units_pair(struct unit_pair **out, size_t *count, struct arena *a, const struct unit *before, size_t before_count,
		const struct unit *after, size_t after_count, struct diags *d)
{
	struct arena *scratch = arena_new();
	struct side old, new;
	struct ties t = {.arena = scratch};
	struct token_run *runs;
	size_t run_count;
	read_side(&old, scratch, before, before_count, a);
	read_side(&new, scratch, after, after_count, a);
	size_t all = old.words.count + new.words.count;
	if (all > WORDS_MOST) {
		sample(&old, all / WORDS_MOST + 1);
		sample(&new, all / WORDS_MOST + 1);
	}
	weigh(&old);
	weigh(&new);
	*count = 0;
	bool ok = true, any = old.words.items && new.words.items;
	if (any)
		ok = token_difference(&runs, &run_count, scratch, keys_of(&old), old.words.count, keys_of(&new),
				      new.words.count, d);
	if (any && ok) {
		find_ties(&t, &old, &new, runs, run_count);
		choose(&t, &old, &new);
		write_pairs(out, count, a, &t);
	}
	arena_free(scratch);
	return ok;
}
