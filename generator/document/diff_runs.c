/* Two lists of words to runs. A change is what lies between two stretches that stay; stretches too small to
 * be read alone are made part of the changes around them.
 *
 * Invariant: a segment is what stays, and then what came and went; all but the first have a change before them. */
#include "document/diff.h"

/* More words (of both sides) are compared by sentences first, then by words where those differ: what libgit2
 * needs grows faster than the number of tokens. */
#define WORDS_MOST 60000
/* Where sentences have no end, one in so many words ends one: always the same ones, wherever they stand. */
#define SENTENCE_WORDS 32

uint32_t word_hash(const struct word *w)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < w->key.length; i++)
		h = (h ^ (unsigned char)w->key.data[i]) * 16777619u;
	return h ^ (h >> 16);
}

struct segment {
	size_t same, removed, added;
};

struct segments {
	struct arena *arena;
	struct segment *items;
	size_t count, capacity;
};

/* Joins what follows on what came before: a change on a change, what stays on what stays. */
static void add_change(struct segments *s, size_t same, size_t removed, size_t added)
{
	struct segment *last = s->count ? &s->items[s->count - 1] : NULL;
	if (last && (same == 0 || (last->removed == 0 && last->added == 0))) {
		last->same += same;
		last->removed += removed;
		last->added += added;
	} else {
		s->items = arena_grow(s->arena, s->items, s->count, &s->capacity, sizeof(*s->items));
		s->items[s->count++] = (struct segment){same, removed, added};
	}
}

static struct span *keys_of(struct arena *a, const struct word *words, size_t count)
{
	struct span *keys = arena_array(a, count + 1, sizeof(*keys));
	for (size_t i = 0; i < count; i++)
		keys[i] = words[i].key;
	return keys;
}

static bool compare_words(struct segments *s, const struct word *before, size_t before_count, const struct word *after,
			  size_t after_count, struct diags *d)
{
	struct arena *a = arena_new();
	struct token_run *runs;
	size_t count;
	bool ok = token_difference(&runs, &count, a, keys_of(a, before, before_count), before_count,
				   keys_of(a, after, after_count), after_count, d);
	for (size_t i = 0; ok && i < count; i++)
		add_change(s, runs[i].change == TOKEN_SAME ? runs[i].count : 0,
			   runs[i].change == TOKEN_REMOVED ? runs[i].count : 0,
			   runs[i].change == TOKEN_ADDED ? runs[i].count : 0);
	arena_free(a);
	return ok;
}

/* Sentences. -------------------------------------------------------------- */

struct sentences {
	struct span *keys;
	size_t *ends; /* in words */
	size_t count;
};

static bool ends_sentence(const struct word *w)
{
	return w->kind == WORD_BREAK || span_is(w->text, "。") || span_is(w->text, ".") || word_hash(w) % SENTENCE_WORDS == 0;
}

static struct span joined_keys(struct arena *a, const struct word *words, size_t count)
{
	size_t length = 0;
	for (size_t i = 0; i < count; i++)
		length += words[i].key.length + 1;
	char *key = arena_alloc(a, length + 1), *to = key;
	for (size_t i = 0; i < count; i++) {
		memcpy(to, words[i].key.data, words[i].key.length);
		to += words[i].key.length;
		*to++ = 0;
	}
	return span_make(key, length);
}

static struct sentences sentences_of(struct arena *a, const struct words *w)
{
	struct sentences s = {0};
	s.keys = arena_array(a, w->count + 1, sizeof(*s.keys));
	s.ends = arena_array(a, w->count + 1, sizeof(*s.ends));
	for (size_t from = 0, i = 0; i < w->count; i++) {
		if (!ends_sentence(&w->items[i]) && i + 1 < w->count)
			continue;
		s.keys[s.count] = joined_keys(a, w->items + from, i + 1 - from);
		s.ends[s.count++] = i + 1;
		from = i + 1;
	}
	return s;
}

static size_t words_before(const struct sentences *s, size_t sentence)
{
	return sentence ? s->ends[sentence - 1] : 0;
}

/* What differs between two stretches that stay: word by word if that is not too much. */
static bool compare_stretch(struct segments *s, const struct words *before, size_t from_before, size_t removed,
			    const struct words *after, size_t from_after, size_t added, struct diags *d)
{
	if (!removed || !added || removed + added > WORDS_MOST) {
		add_change(s, 0, removed, added);
		return true;
	}
	return compare_words(s, before->items + from_before, removed, after->items + from_after, added, d);
}

static bool compare_by_sentences(struct segments *s, const struct words *before, const struct words *after, struct diags *d)
{
	struct arena *a = arena_new();
	struct sentences old = sentences_of(a, before), new = sentences_of(a, after);
	struct token_run *runs;
	size_t count, x = 0, y = 0; /* words so far */
	bool ok = token_difference(&runs, &count, a, old.keys, old.count, new.keys, new.count, d);
	for (size_t i = 0; ok && i <= count; i++) {
		bool same = i < count && runs[i].change == TOKEN_SAME;
		if (i < count && !same)
			continue;
		size_t to_x = same ? words_before(&old, runs[i].from_before) : before->count;
		size_t to_y = same ? words_before(&new, runs[i].from_after) : after->count;
		ok = compare_stretch(s, before, x, to_x - x, after, y, to_y - y, d);
		x = to_x;
		y = to_y;
		if (!same)
			continue;
		size_t stays = words_before(&old, runs[i].from_before + runs[i].count) - x;
		add_change(s, stays, 0, 0);
		x += stays;
		y += stays;
	}
	arena_free(a);
	return ok;
}

/* Islands. ---------------------------------------------------------------- */

/* は, or a comma. In code every sign counts. */
static bool is_small(const struct word *w)
{
	if (w->style & STYLE_CODE)
		return false;
	return w->kind == WORD_OTHER || (w->kind == WORD_HIRAGANA && w->text.length <= 3);
}

/* White space, and at most one small word. */
static bool is_island(const struct word *words, size_t count)
{
	size_t small = 0;
	for (size_t i = 0; i < count; i++) {
		if (words[i].kind == WORD_BLANK && !(words[i].style & STYLE_CODE))
			continue;
		if (!is_small(&words[i]) || ++small > 1)
			return false;
	}
	return true;
}

static bool is_replacement(const struct segment *s)
{
	return s->removed && s->added;
}

/* Between two replacements an island is taken for replaced by itself. */
static void drown_islands(struct segments *s, const struct words *after)
{
	size_t kept = 0, at = 0; /* at: in after, where what stays begins */
	for (size_t i = 0; i < s->count; i++) {
		struct segment *last = kept ? &s->items[kept - 1] : NULL, this = s->items[i];
		size_t stays = this.same, next = at + this.same + this.added;
		if (last && is_replacement(last) && is_replacement(&this) && is_island(after->items + at, stays)) {
			last->removed += stays + this.removed;
			last->added += stays + this.added;
		} else {
			s->items[kept++] = this;
		}
		at = next;
	}
	s->count = kept;
}

/* Marks. ------------------------------------------------------------------ */

/* Of a link that came or went its target tells: where it begins need not be shown then. */
static void hush_openings(struct words *w, const bool *changed)
{
	size_t *open = arena_array(w->arena, w->count + 1, sizeof(*open)), depth = 0;
	for (size_t i = 0; i < w->count; i++) {
		if (w->items[i].kind < WORD_MARK)
			continue;
		if (word_opens(&w->items[i]))
			open[depth++] = i;
		else if (word_closes(&w->items[i]) && depth && w->items[open[--depth]].show == SHOW_ALONE && changed[i])
			w->items[open[depth]].show = SHOW_NEVER;
	}
}

static void hush(struct words *before, struct words *after, const struct token_run *runs, size_t count)
{
	bool *gone = arena_array(before->arena, before->count + 1, sizeof(*gone));
	bool *come = arena_array(after->arena, after->count + 1, sizeof(*come));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < runs[i].count; k++) {
			if (runs[i].change == TOKEN_REMOVED)
				gone[runs[i].from_before + k] = true;
			if (runs[i].change == TOKEN_ADDED)
				come[runs[i].from_after + k] = true;
		}
	hush_openings(before, gone);
	hush_openings(after, come);
}

/* Result. ----------------------------------------------------------------- */

static void add_run(struct token_run *runs, size_t *count, enum token_change change, size_t *before, size_t *after, size_t n)
{
	if (!n)
		return;
	runs[(*count)++] = (struct token_run){.change = change, .from_before = *before, .from_after = *after, .count = n};
	if (change != TOKEN_ADDED)
		*before += n;
	if (change != TOKEN_REMOVED)
		*after += n;
}

bool words_compare(struct token_run **out, size_t *count, struct words *before, struct words *after,
		   struct diags *d)
{
	struct segments s = {.arena = arena_new()};
	bool ok = before->count + after->count > WORDS_MOST
			  ? compare_by_sentences(&s, before, after, d)
			  : compare_words(&s, before->items, before->count, after->items, after->count, d);
	if (ok) {
		drown_islands(&s, after);
		struct token_run *runs = arena_array(before->arena, 3 * s.count + 1, sizeof(*runs));
		size_t n = 0, x = 0, y = 0;
		for (size_t i = 0; i < s.count; i++) {
			add_run(runs, &n, TOKEN_SAME, &x, &y, s.items[i].same);
			add_run(runs, &n, TOKEN_REMOVED, &x, &y, s.items[i].removed);
			add_run(runs, &n, TOKEN_ADDED, &x, &y, s.items[i].added);
		}
		hush(before, after, runs, n);
		*out = runs;
		*count = n;
	}
	arena_free(s.arena);
	return ok;
}
