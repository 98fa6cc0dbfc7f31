/* What the work tree holds beyond the last commit: counted, never read for
 * output. Invariant: nothing is written, the index included. */
#include "repository/internal.h"

struct counting {
	struct uncommitted *found;
	struct arena *arena;
	repository_counts *counts;
	const void *context;
};

void uncommitted_add(struct uncommitted *u, struct arena *a, const char *path)
{
	if (u->count < UNCOMMITTED_NAMED)
		u->paths[u->count] = arena_text(a, path);
	u->count++;
}

static int count_one(const char *path, unsigned status, void *payload)
{
	struct counting *c = payload;
	if (status != GIT_STATUS_CURRENT && !(status & GIT_STATUS_IGNORED) && (!c->counts || c->counts(c->context, path)))
		uncommitted_add(c->found, c->arena, path);
	return 0;
}

void repository_uncommitted(struct uncommitted *out, struct repository *r, const char *prefix, repository_counts *counts,
			    const void *context, struct arena *a)
{
	char *paths[] = {(char *)prefix};
	struct counting counting = {out, a, counts, context};
	git_status_options options;
	*out = (struct uncommitted){0};
	if (git_repository_is_bare(r->git) || git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION) != 0)
		return;
	options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
	options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
			GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH | GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
	if (*prefix)
		options.pathspec = (git_strarray){paths, 1};
	/* A work tree that cannot be read is no fault of what is published. */
	if (git_status_foreach_ext(r->git, &options, count_one, &counting) != 0)
		*out = (struct uncommitted){0};
}
