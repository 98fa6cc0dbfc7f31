/* Invariant: publications and links are parallel; commits holds, for each link
 * of the chain in order, what it brings and then itself. */
#include "history/walk.h"

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

static void publish(struct timeline *t, const struct walked *w)
{
	size_t n = t->publication_count;
	const struct commit *c = &t->commits[w->commit].commit;
	for (size_t i = 0; i < w->changes.count; i++)
		files_change(t, &w->changes.items[i], n);
	t->links = arena_grow(t->arena, t->links, n, &t->link_capacity, sizeof(*t->links));
	t->publications = arena_grow(t->result, t->publications, n, &t->publication_capacity, sizeof(*t->publications));
	t->links[n] = (struct link){.commit = w->commit, .first = w->first, .configured = w->changes.configured,
				    .config = w->changes.config};
	t->publications[n] = (struct publication){.serial = (unsigned)n + 1, .commit = c->id, .tree = c->tree};
	t->publications[n].time = clock_time(t, c, n ? t->publications[n - 1].time : 0);
	t->publications[n].clock = clock_untold(c, n ? t->publications[n - 1].clock : 0);
	files_snapshot(t, n);
	t->publication_count++;
	if (w->sides)
		sides_take(t, n, w->sides);
}

/* Entries of `times` must name commits of the chain. */
static void check_times(struct timeline *t, const struct walk *w)
{
	struct chain chain = {.count = w->count};
	if (!t->archive->config.times)
		return;
	chain.commits = arena_array(t->arena, w->count, sizeof(*chain.commits));
	for (size_t i = 0; i < w->count; i++)
		chain.commits[i] = t->commits[w->links[i].commit].commit;
	clock_check_times(t, &chain);
}

/* A link is a publication if it touches the archive, or changes what readers are told of one: by Amends. */
static bool is_publication(const struct timeline *t, const struct walked *link)
{
	bool amends = false;
	for (size_t i = link->first; i <= link->commit; i++)
		amends = amends || t->commits[i].words.amends_count;
	return link->changes.touched || amends;
}

bool timeline_read(struct timeline *t, struct walk *w, const struct oid *head, const struct oid *onto)
{
	size_t errors = diags_count(t->diags, DIAG_ERROR);
	if (!walk_read(w, t, head, onto))
		return false;
	check_times(t, w);
	for (size_t i = 0; i < w->count; i++)
		if (is_publication(t, &w->links[i]))
			publish(t, &w->links[i]);
	amends_apply(t, w);
	return diags_count(t->diags, DIAG_ERROR) == errors;
}
