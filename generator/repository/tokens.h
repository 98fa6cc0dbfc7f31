/* The difference of two lists of tokens, by libgit2 (git_patch_from_buffers on
 * one token a line): a short edit, not one of our own making. */
#ifndef REPOSITORY_TOKENS_H
#define REPOSITORY_TOKENS_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

enum token_change { TOKEN_SAME, TOKEN_REMOVED, TOKEN_ADDED };

/* count neighbouring tokens. TOKEN_SAME: before[from_before …] and after[from_after …]; TOKEN_REMOVED: of before,
 * TOKEN_ADDED: of after; the other place says where in that list. */
struct token_run {
	enum token_change change;
	size_t from_before, from_after, count;
};

/* Tokens may hold any byte. Runs cover both lists whole, in order; no two neighbours have the same change; where
 * both stand at one place TOKEN_REMOVED comes first. In the arena. False after reporting (libgit2 failed).
 *
 * Time grows faster than the lists where they have little in common: twice 100,000 tokens take a third of a
 * second at worst, twice 360,000 three seconds. The edit is the shortest while it has less than some
 * 256 steps; beyond that libgit2 cuts its search short, hence no flag for a minimal one: that would be quadratic. */
bool token_difference(struct token_run **out, size_t *count, struct arena *a, const struct span *before, size_t before_count,
		      const struct span *after, size_t after_count, struct diags *d);

#endif
