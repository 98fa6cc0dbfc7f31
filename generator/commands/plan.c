/* shirase plan. */
#include "commands/cli.h"
#include "commands/plan_value.h"
#include "commands/print.h"
#include "formats/json.h"
#include "publish/previous.h"

/* The site as it stands at the base, as far as its list of outputs goes. */
struct standing {
	struct archive archive;
	struct reader_pool *readers;
	struct history history;
	struct scripts *scripts;
	struct site site;
	struct plan plan;
};

/* --base, what --previous names, or the first parent of the commit; *out is NULL if that has none: all of it is new. */
static bool find_base(const struct oid **out, struct loaded *l, const struct invocation *call, struct diags *d)
{
	struct commit head;
	struct oid *base = arena_alloc(l->arena, sizeof(*base));
	*out = base;
	if (call->base)
		return repository_resolve(base, l->repository, call->base, d);
	if (call->previous)
		return previous_commit(base, call->previous, &l->archive, l->repository, d);
	if (!repository_commit(&head, l->repository, &l->head, l->arena, d))
		return false;
	if (head.parent_count)
		*base = head.parents[0];
	else
		*out = NULL;
	return true;
}

/* What the base's own history has to warn of was told when that of head was read. */
static bool read_base(struct history *out, struct loaded *l, const struct invocation *call, const struct oid *base,
		      struct diags *d)
{
	struct history_options options = {.drafts = call->drafts, .exercises = call->exercise, .now = instant_now(),
					  .jobs = call->jobs, .use_cache = !call->no_cache};
	struct diags *again = diags_new();
	bool ok = history_read(out, l->repository, base, &l->archive, &options, l->arena, again);
	diags_free(again);
	return ok || history_read(out, l->repository, base, &l->archive, &options, l->arena, d);
}

static void free_standing(struct standing *s)
{
	plan_fini(&s->plan);
	site_fini(&s->site);
	scripts_free(s->scripts);
	reader_pool_free(s->readers);
}

static bool plan_standing(struct standing *s, struct loaded *l, const struct oid *commit, const struct archive *ar,
			  const struct site_options *options, struct diags *d)
{
	s->scripts = scripts_new();
	return site_init(&s->site, l->repository, commit, ar, &s->history, s->scripts, options, l->arena, d) &&
	       site_plan(&s->plan, &s->site, l->arena, d);
}

/* The base's own archive tells its pages and languages. A base that has faults by today's rules
 * was published all the same: then it is taken for what head's archive would make of it. */
static bool read_standing(struct standing *s, struct loaded *l, const struct invocation *call, const struct oid *base,
			  const struct site_options *options, struct diags *d)
{
	if (!read_base(&s->history, l, call, base, d))
		return false;
	struct diags *faults = diags_new();
	bool ok = load_archive_of(&s->archive, &s->readers, l, base, call, faults) &&
		  plan_standing(s, l, base, &s->archive, options, faults);
	diags_free(faults);
	if (ok)
		return true;
	free_standing(s);
	s->site = (struct site){0};
	s->plan = (struct plan){0};
	s->readers = NULL;
	return plan_standing(s, l, &l->head, &l->archive, options, d);
}

/* How what is published looks: files of which a change gives no event of an advisory. With --config they lie in no commit. */
struct presentation {
	struct arena *arena;
	struct value *paths;
};

static bool note_path(void *context, const struct change *change)
{
	struct presentation *p = context;
	if (strncmp(change->path, "filters/lint/", 13) != 0)
		value_add(p->arena, p->paths, value_of_text(p->arena, change->path));
	return true;
}

static bool note_file(struct presentation *p, struct repository *r, const struct oid *before, const struct oid *after, const char *path,
		      struct diags *d)
{
	struct seen was, is;
	if (!repository_look(&was, r, before, path, d) || !repository_look(&is, r, after, path, d))
		return false;
	if (!seen_equal(&was, &is))
		value_add(p->arena, p->paths, value_of_text(p->arena, path));
	return true;
}

static bool find_presentation(const struct value **out, struct loaded *l, const struct oid *base, struct diags *d)
{
	struct arena *a = l->arena;
	struct repository *r = l->repository;
	const char *prefix = l->archive.prefix, *slash = *prefix ? "/" : "";
	struct presentation p = {a, value_new(a, VALUE_LIST)};
	struct commit before, after;
	*out = p.paths;
	if (!base || l->beside)
		return true;
	return repository_commit(&before, r, base, a, d) && repository_commit(&after, r, &l->head, a, d) &&
	       note_file(&p, r, &before.tree, &after.tree, arena_printf(a, "%s%sarchive.yaml", prefix, slash), d) &&
	       note_file(&p, r, &before.tree, &after.tree, arena_printf(a, "%s%sglossary.yaml", prefix, slash), d) &&
	       repository_compare_trees(r, &before.tree, &after.tree, "filters", note_path, &p, d) &&
	       repository_compare_trees(r, &before.tree, &after.tree, "themes", note_path, &p, d);
}

struct telling {
	const struct planned *planned;
	const char *format;
};

static bool tell_plan(struct buf *out, const struct view *v, void *context)
{
	const struct telling *t = context;
	const char *format = t->format ? t->format : "text";
	struct value *plan = plan_value(v, t->planned);
	if (strcmp(format, "json") == 0)
		json_write(out, plan);
	else
		(strcmp(format, "markdown") == 0 ? plan_markdown : plan_text)(out, v->worker->arena, plan);
	return true;
}

static bool make_plan(struct loaded *l, struct standing *s, const struct invocation *call, const struct site_options *options,
		      struct diags *d)
{
	const struct oid *base, *asked;
	if (!load_archive(l, call, d) || !load_has_language(l, call->lang, d) || !find_base(&base, l, call, d) ||
	    !load_history(l, call, base, d) || !load_site(l, options, d) || !load_plan(l, d))
		return false;
	asked = call->base || call->previous ? base : NULL;
	if (base)
		base = &l->history.base; /* of a branch beside it: where they part */
	if (base && !read_standing(s, l, call, base, options, d))
		return false;
	struct forecast forecast;
	struct forecast_urls urls;
	forecast_make(&forecast, &s->history, &l->history, l->arena);
	forecast_urls(&urls, &forecast, &s->plan, &l->plan, l->arena);
	const struct value *presentation;
	if (!find_presentation(&presentation, l, base, d))
		return false;
	struct planned planned = {&l->head, base, asked, l->history.virtual_merge, &forecast, &urls, presentation};
	struct telling telling = {&planned, call->format};
	return print_made(l, call->lang, tell_plan, &telling, d);
}

enum diag_status command_plan(const struct invocation *call, struct diags *d)
{
	if (call->base && call->previous) {
		diag(d, DIAG_USAGE, NO_PLACE, "leave out one of them", "--base and --previous exclude each other");
		return STATUS_USAGE;
	}
	struct loaded l;
	struct standing s = {0};
	struct site_options options = {.drafts = call->drafts, .exercises = call->exercise, .is_unsigned = true, .jobs = call->jobs};
	bool ok = make_plan(&l, &s, call, &options, d);
	free_standing(&s);
	load_free(&l);
	return ok ? STATUS_DONE : diags_status(d);
}
