/* Invariant: publications and links are parallel; commits holds, for each link
 * of the chain in order, what it brings and then itself. */
#include "history/timeline.h"

void timeline_init(struct timeline *t)
{
	t->commit_places = map_new();
	t->record_places = map_new();
	t->file_places = map_new();
	t->folder_places = map_new();
}

void timeline_fini(struct timeline *t)
{
	map_free(t->commit_places);
	map_free(t->record_places);
	map_free(t->file_places);
	map_free(t->folder_places);
}

const struct linked *linked_of(const struct timeline *t, size_t publication)
{
	return &t->commits[t->links[publication].commit];
}

static void add_commit(struct timeline *t, const struct commit *c)
{
	t->commits = arena_grow(t->arena, t->commits, t->commit_count, &t->commit_capacity, sizeof(*t->commits));
	struct linked *l = &t->commits[t->commit_count];
	*l = (struct linked){.commit = *c};
	words_read(&l->words, t->arena, c, t->archive->config.notes_from_subject);
	struct span key = span_make(arena_dup(t->arena, (const char *)c->id.bytes, sizeof(c->id.bytes)), sizeof(c->id.bytes));
	map_put(t->commit_places, key, t->commit_count++);
}

/* A merge anywhere on the chain makes it worth asking what each link brings. */
static bool has_merges(const struct chain *chain)
{
	for (size_t i = 0; i < chain->count; i++)
		if (chain->commits[i].parent_count > 1)
			return true;
	return false;
}

static bool bring(struct timeline *t, struct reach *reach, const struct commit *c)
{
	struct chain brought;
	if (!reach) {
		add_commit(t, c);
		return true;
	}
	if (!repository_bring(&brought, reach, &c->id, t->arena, t->diags))
		return false;
	for (size_t i = 0; i < brought.count; i++)
		add_commit(t, &brought.commits[i]);
	return true;
}

struct walking {
	struct timeline *timeline;
	bool touched;
};

static bool visit(void *context, const struct change *c)
{
	struct walking *w = context;
	w->touched = true;
	files_change(w->timeline, c, w->timeline->publication_count);
	return true;
}

static void publish(struct timeline *t, const struct commit *c, size_t first)
{
	size_t n = t->publication_count;
	t->links = arena_grow(t->arena, t->links, n, &t->link_capacity, sizeof(*t->links));
	t->publications = arena_grow(t->result, t->publications, n, &t->publication_capacity, sizeof(*t->publications));
	t->links[n] = (struct link){.commit = t->commit_count - 1, .first = first};
	t->publications[n] = (struct publication){.serial = (unsigned)n + 1, .commit = c->id, .tree = c->tree};
	t->publications[n].time = clock_time(t, c, n ? t->publications[n - 1].time : 0);
	files_snapshot(t, n);
	t->publication_count++;
}

static bool follow(struct timeline *t, const struct chain *chain, struct reach *reach)
{
	struct oid before = {0};
	for (size_t i = 0; i < chain->count; i++) {
		const struct commit *c = &chain->commits[i];
		struct walking w = {.timeline = t};
		size_t first = t->commit_count;
		if (!bring(t, reach, c) || !archive_compare(t, &before, &c->tree, visit, &w))
			return false;
		before = c->tree;
		if (!w.touched)
			continue;
		publish(t, c, first);
		if (c->parent_count > 1 && !sides_read(t, t->publication_count - 1))
			return false;
	}
	return true;
}

bool timeline_read(struct timeline *t, const struct oid *head)
{
	struct chain chain;
	size_t errors = diags_count(t->diags, DIAG_ERROR);
	if (!repository_chain(&chain, t->repository, head, t->arena, t->diags))
		return false;
	clock_check_times(t, &chain);
	struct reach *reach = has_merges(&chain) ? repository_reach_new(t->repository) : NULL;
	bool ok = follow(t, &chain, reach);
	repository_reach_free(reach);
	if (ok)
		amends_apply(t);
	return ok && diags_count(t->diags, DIAG_ERROR) == errors;
}
