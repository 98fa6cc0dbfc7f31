#include "commands/load.h"

#include "base/near.h"
#include "trust/committers.h"

bool load_archive(struct loaded *l, const struct invocation *call, struct diags *d)
{
	*l = (struct loaded){.arena = arena_new()};
	struct commit commit;
	return repository_open(&l->repository, call->repository, d) &&
	       repository_resolve(&l->head, l->repository, call->revision, d) &&
	       repository_commit(&commit, l->repository, &l->head, l->arena, d) &&
	       archive_load(&l->archive, l->repository, &commit.tree, l->arena, call->jobs, d);
}

bool load_since(struct history *out, struct loaded *l, const struct invocation *call, const struct oid *base, struct diags *d)
{
	struct history_options options = {.drafts = call->drafts, .exercises = call->exercise, .now = instant_now(),
					  .jobs = call->jobs, .use_cache = !call->no_cache, .base = base};
	return history_read(out, l->repository, &l->head, &l->archive, &options, l->arena, d);
}

bool load_history(struct loaded *l, const struct invocation *call, const struct oid *base, struct diags *d)
{
	return load_since(&l->history, l, call, base, d);
}

bool load_provenance(struct site_options *out, struct loaded *l, const struct invocation *call, bool only_tell, struct diags *d)
{
	struct committers_options options = {.trust_from = call->trust_from, .use_cache = !call->no_cache, .only_tell = only_tell,
					     .jobs = call->jobs};
	return committers_check(&out->provenance, l->repository, &l->head, &l->archive, &l->history, &options, l->arena, d);
}

bool load_site(struct loaded *l, const struct site_options *options, struct diags *d)
{
	l->scripts = scripts_new();
	return site_init(&l->site, l->repository, &l->head, &l->archive, &l->history, l->scripts, options, l->arena, d);
}

bool load_plan(struct loaded *l, struct diags *d)
{
	return site_plan(&l->plan, &l->site, l->arena, d);
}

#define NEAR_MOST 3

/* Up to three ids, the nearest first, joined; "" if none is near. Of equally near ones the first by byte. */
static const char *near_ids(struct loaded *l, const char *id)
{
	const char *found[NEAR_MOST], *joined = "";
	size_t far[NEAR_MOST], count = 0;
	for (size_t i = 0; i < l->history.advisory_count; i++) {
		const char *one = l->history.advisories[i].id;
		size_t distance = near_distance(id, one), k;
		if (distance > strlen(id) / 3 + 1 || (count == NEAR_MOST && distance >= far[count - 1]))
			continue;
		for (k = count < NEAR_MOST ? count++ : count - 1; k > 0 && far[k - 1] > distance; k--) {
			far[k] = far[k - 1];
			found[k] = found[k - 1];
		}
		far[k] = distance;
		found[k] = one;
	}
	for (size_t i = 0; i < count; i++)
		joined = arena_printf(l->arena, "%s%s%s", joined, i ? ", " : "near it: ", found[i]);
	return joined;
}

const struct advisory *load_advisory(struct loaded *l, const char *id, struct diags *d)
{
	const struct advisory *adv = history_find(&l->history, id);
	if (adv)
		return adv;
	const char *near = near_ids(l, id);
	diag(d, DIAG_ADVISORY_UNKNOWN, NO_PLACE,
	     *near ? near : "an id as in the file's name; what was never public is known with --drafts or --exercise only",
	     "no advisory \"%.80s\" was ever public", id);
	return NULL;
}

bool load_has_language(const struct loaded *l, const char *lang, struct diags *d)
{
	if (!lang || config_has_language(&l->archive.config, lang))
		return true;
	diag(d, DIAG_USAGE, NO_PLACE, "name one of languages in archive.yaml", "--lang: the archive has no language \"%.40s\"", lang);
	return false;
}

void load_free(struct loaded *l)
{
	plan_fini(&l->plan);
	site_fini(&l->site);
	scripts_free(l->scripts);
	repository_close(l->repository);
	arena_free(l->arena);
}
