/* Each distinct token has a number; libgit2 is given the numbers, one a line. So
 * lines are short whatever a token holds, and neither binary detection nor blanks play a part. */
#include <git2/patch.h>

#include "base/map.h"
#include "repository/internal.h"
#include "repository/tokens.h"

/* Every line is a number of up to nine digits of base 32 and LF: no limit of buf is met. */
static void add_line(struct buf *out, size_t number)
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuv";
	char line[16];
	size_t n = sizeof(line);
	line[--n] = '\n';
	do {
		line[--n] = digits[number % 32];
		number /= 32;
	} while (number);
	buf_add(out, line + n, sizeof(line) - n);
}

static void number_tokens(struct buf *out, struct map *numbers, const struct span *tokens, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t number = map_count(numbers);
		if (!map_put(numbers, tokens[i], number))
			map_find(numbers, tokens[i], &number);
		add_line(out, number);
	}
}

struct runs {
	struct arena *arena;
	struct token_run *items;
	size_t count, capacity;
	size_t before, after; /* how far both lists are covered */
};

static void add_run(struct runs *r, enum token_change change, size_t count)
{
	if (!count)
		return;
	r->items = arena_grow(r->arena, r->items, r->count, &r->capacity, sizeof(*r->items));
	r->items[r->count++] =
		(struct token_run){.change = change, .from_before = r->before, .from_after = r->after, .count = count};
	if (change != TOKEN_ADDED)
		r->before += count;
	if (change != TOKEN_REMOVED)
		r->after += count;
}

/* The lines of a hunk are those of one change: there is no context. A side without
 * lines is named by the line before it. */
static void add_hunk(struct runs *r, const git_diff_hunk *h)
{
	size_t start = (size_t)h->old_start - (h->old_lines ? 1 : 0);
	add_run(r, TOKEN_SAME, start - r->before);
	add_run(r, TOKEN_REMOVED, (size_t)h->old_lines);
	add_run(r, TOKEN_ADDED, (size_t)h->new_lines);
}

static bool compare(struct runs *r, struct span before, struct span after, size_t before_count)
{
	git_diff_options options;
	git_patch *patch = NULL;
	bool ok = git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION) == 0;
	options.context_lines = 0;
	options.interhunk_lines = 0;
	options.max_size = -1; /* beyond a limit files are binary, and all the same */
	options.flags = GIT_DIFF_FORCE_TEXT;
	ok = ok && git_patch_from_buffers(&patch, before.data, before.length, NULL, after.data, after.length, NULL,
					  &options) == 0;
	for (size_t i = 0; ok && i < git_patch_num_hunks(patch); i++) {
		const git_diff_hunk *hunk;
		ok = git_patch_get_hunk(&hunk, NULL, patch, i) == 0;
		if (ok)
			add_hunk(r, hunk);
	}
	if (ok)
		add_run(r, TOKEN_SAME, before_count - r->before);
	git_patch_free(patch);
	return ok;
}

bool token_difference(struct token_run **out, size_t *count, struct arena *a, const struct span *before, size_t before_count,
		      const struct span *after, size_t after_count, struct diags *d)
{
	struct map *numbers = map_new();
	struct buf old, new;
	struct runs r = {.arena = a};
	buf_init(&old, SIZE_MAX / 4);
	buf_init(&new, SIZE_MAX / 4);
	number_tokens(&old, numbers, before, before_count);
	number_tokens(&new, numbers, after, after_count);
	library_begin();
	bool ok = compare(&r, buf_as_span(&old), buf_as_span(&new), before_count);
	if (!ok)
		diag(d, DIAG_BUG, NO_PLACE, NULL, "two texts cannot be compared: %s", last_error());
	git_libgit2_shutdown();
	buf_fini(&old);
	buf_fini(&new);
	map_free(numbers);
	if (ok) {
		*out = r.items;
		*count = r.count;
	}
	return ok;
}
