/* What the work tree holds beyond the last commit: counted, never read for
 * output. Invariant: nothing is written, the index included. */
#include "repository/internal.h"

static int count_one(const char *path, unsigned status, void *payload)
{
	size_t *count = payload;
	(void)path;
	if (status != GIT_STATUS_CURRENT && !(status & GIT_STATUS_IGNORED))
		++*count;
	return 0;
}

size_t repository_uncommitted(struct repository *r, const char *prefix)
{
	char *paths[] = {(char *)prefix};
	size_t count = 0;
	git_status_options options;
	if (git_repository_is_bare(r->git) || git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION) != 0)
		return 0;
	options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
	options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
			GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH | GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
	if (*prefix)
		options.pathspec = (git_strarray){paths, 1};
	/* A work tree that cannot be read is no fault of what is published. */
	if (git_status_foreach_ext(r->git, &options, count_one, &count) != 0)
		return 0;
	return count;
}
