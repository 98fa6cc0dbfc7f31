#include "commands/load.h"

bool load_archive(struct loaded *l, const struct invocation *call, struct diags *d)
{
	*l = (struct loaded){.arena = arena_new()};
	struct commit commit;
	return repository_open(&l->repository, call->repository, d) &&
	       repository_resolve(&l->head, l->repository, call->revision, d) &&
	       repository_commit(&commit, l->repository, &l->head, l->arena, d) &&
	       archive_load(&l->archive, l->repository, &commit.tree, l->arena, call->jobs, d);
}

bool load_site(struct loaded *l, const struct invocation *call, const struct site_options *options, struct diags *d)
{
	struct history_options history = {.drafts = options->drafts, .exercises = options->exercises, .now = instant_now(),
					  .jobs = call->jobs};
	l->scripts = scripts_new();
	if (!history_read(&l->history, l->repository, &l->head, &l->archive, &history, l->arena, d) ||
	    !site_init(&l->site, l->repository, &l->head, &l->archive, &l->history, l->scripts, options, l->arena, d))
		return false;
	return site_plan(&l->plan, &l->site, l->arena, d);
}

void load_free(struct loaded *l)
{
	plan_fini(&l->plan);
	site_fini(&l->site);
	scripts_free(l->scripts);
	repository_close(l->repository);
	arena_free(l->arena);
}
