/* Invariant: the links and their commits are read in order, one by one; trees are compared on all cores, each
 * comparison with a place of its own to put what it finds, so that no order of threads shows. */
#include "history/walk.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"

/* Neighbours share trees: comparisons are handed out in runs of so many. */
#define RUN 32

static void add_commit(struct timeline *t, const struct commit *c)
{
	t->commits = arena_grow(t->arena, t->commits, t->commit_count, &t->commit_capacity, sizeof(*t->commits));
	struct linked *l = &t->commits[t->commit_count];
	*l = (struct linked){.commit = *c};
	words_read(&l->words, t->arena, c, &t->archive->config);
	struct span key = span_make(arena_dup(t->arena, (const char *)c->id.bytes, sizeof(c->id.bytes)), sizeof(c->id.bytes));
	map_put(t->commit_places, key, t->commit_count++);
}

/* A link that ends with the commit that was added last. */
static struct walked *add_link(struct walk *w, struct timeline *t, size_t first)
{
	w->links = arena_grow(t->arena, w->links, w->count, &w->capacity, sizeof(*w->links));
	w->links[w->count] = (struct walked){.first = first, .commit = t->commit_count - 1};
	return &w->links[w->count++];
}

/* The commits of the chain that no earlier run kept, newest first. *link: how many links were kept of it. */
static bool read_new(struct chain *out, size_t *links, const struct kept_walk *kept, struct timeline *t, const struct oid *head)
{
	struct map *places = map_new();
	size_t capacity = 0;
	struct oid next = *head;
	bool ok = true, more = true;
	*out = (struct chain){0};
	*links = 0;
	for (size_t i = 0; i < kept->link_count; i++) {
		const struct oid *id = &kept->commits[kept->links[i].commit].id;
		map_put(places, span_make((const char *)id->bytes, sizeof(id->bytes)), i + 1);
	}
	while (ok && more && !map_find(places, span_make((const char *)next.bytes, sizeof(next.bytes)), links)) {
		out->commits = arena_grow(t->arena, out->commits, out->count, &capacity, sizeof(*out->commits));
		struct commit *c = &out->commits[out->count++];
		ok = repository_commit(c, t->repository, &next, t->arena, t->diags);
		more = ok && c->parent_count;
		if (more)
			next = c->parents[0];
	}
	map_free(places);
	return ok;
}

static void take_kept(struct walk *w, struct timeline *t, const struct kept_walk *kept, size_t links, bool is_new)
{
	t->commit_capacity = kept->commit_count + 1;
	t->commits = arena_array(t->arena, t->commit_capacity, sizeof(*t->commits));
	w->links = kept->links;
	w->count = w->kept = links;
	w->capacity = kept->link_count;
	w->older = links < kept->link_count && !is_new;
	for (size_t i = 0; links && i <= kept->links[links - 1].commit; i++)
		add_commit(t, &kept->commits[i]);
}

/* Knows what is reached by all commits of the timeline, if it is needed at all: without merges each link brings itself. */
static struct reach *reach_of(struct timeline *t)
{
	struct reach *reach = repository_reach_new(t->repository);
	for (size_t i = 0; i < t->commit_count; i++)
		repository_reached(reach, &t->commits[i].commit.id);
	return reach;
}

static bool bring(struct timeline *t, struct reach **reach, const struct oid *commit)
{
	struct chain brought;
	if (!*reach)
		*reach = reach_of(t);
	if (!repository_bring(&brought, *reach, commit, t->arena, t->diags))
		return false;
	for (size_t i = 0; i < brought.count; i++)
		add_commit(t, &brought.commits[i]);
	return true;
}

static bool add_new(struct walk *w, struct timeline *t, const struct chain *chain, struct reach **reach)
{
	for (size_t i = chain->count; i-- > 0;) {
		const struct commit *c = &chain->commits[i];
		size_t first = t->commit_count;
		if (c->parent_count > 1) {
			if (!bring(t, reach, &c->id))
				return false;
		} else {
			add_commit(t, c);
			if (*reach)
				repository_reached(*reach, &c->id);
		}
		add_link(w, t, first);
	}
	return true;
}

/* The merge of head, which nobody has made: its own message says nothing, its time and tree are head's. */
static bool add_virtual(struct walk *w, struct timeline *t, struct reach **reach, const struct oid *head)
{
	size_t first = t->commit_count;
	struct oid *parents = arena_array(t->arena, 2, sizeof(*parents));
	parents[0] = t->commits[first - 1].commit.id;
	parents[1] = *head;
	if (!bring(t, reach, head))
		return false;
	struct commit merge = t->commits[t->commit_count - 1].commit;
	merge.parents = parents;
	merge.parent_count = 2;
	merge.message = merge.subject = "";
	add_commit(t, &merge);
	add_link(w, t, first);
	return true;
}

/* Two trees to be compared. side: what a commit that a merge brings did; NULL: a link of the chain. */
struct job {
	const struct oid *before, *after;
	const struct commit *side;
	struct deltas *out;
	bool failed;
};

struct comparing {
	struct walk *walk;
	struct timeline *timeline;
	struct diags *unheard; /* the first failure is told again, aloud */
	struct job *jobs;
	size_t count, capacity;
};

struct visiting {
	struct timeline *timeline;
	struct job *job;
	struct arena *arena;
};

static bool visit(void *context, const struct change *c)
{
	struct visiting *v = context;
	struct deltas *d = v->job->out;
	const struct commit *side = v->job->side;
	d->touched = true;
	if (files_is_config(v->timeline, c->path)) {
		d->configured = true;
		d->config = c->kind == ENTRY_FILE ? c->after : (struct oid){0};
	}
	if (!files_matter(v->timeline, c->path) || (side && change_is_of_parent(v->timeline, side, c)))
		return true;
	d->items = arena_grow(v->arena, d->items, d->count, &d->capacity, sizeof(*d->items));
	d->items[d->count++] = (struct delta){arena_text(v->arena, c->path), c->before, c->after, c->kind};
	return true;
}

static bool compare_one(struct comparing *c, struct job *job, struct arena *a, struct diags *d)
{
	struct visiting v = {c->timeline, job, a};
	*job->out = (struct deltas){0};
	return archive_compare(c->timeline, job->before, job->after, visit, &v, d);
}

static void compare_run(void *context, unsigned worker, size_t index)
{
	struct comparing *c = context;
	size_t end = (index + 1) * RUN < c->count ? (index + 1) * RUN : c->count;
	for (size_t i = index * RUN; i < end; i++)
		c->jobs[i].failed = !compare_one(c, &c->jobs[i], c->walk->arenas[worker], c->unheard);
}

static bool compare_all(struct comparing *c)
{
	pool_run((c->count + RUN - 1) / RUN, c->walk->arena_count, compare_run, c);
	for (size_t i = 0; i < c->count; i++)
		if (c->jobs[i].failed && !compare_one(c, &c->jobs[i], c->walk->arenas[0], c->timeline->diags))
			return false;
	return true;
}

static void add_job(struct comparing *c, struct job job)
{
	c->jobs = arena_grow(c->timeline->arena, c->jobs, c->count, &c->capacity, sizeof(*c->jobs));
	c->jobs[c->count++] = job;
}

static const struct oid *tree_of(const struct timeline *t, size_t commit)
{
	return &t->commits[commit].commit.tree;
}

static const struct oid empty_tree;

static bool compare_links(struct walk *w, struct timeline *t, struct diags *unheard)
{
	struct comparing c = {.walk = w, .timeline = t, .unheard = unheard};
	for (size_t i = w->kept; i < w->count; i++) {
		const struct oid *before = i ? tree_of(t, w->links[i - 1].commit) : &empty_tree;
		add_job(&c, (struct job){before, tree_of(t, w->links[i].commit), NULL, &w->links[i].changes, false});
	}
	return compare_all(&c);
}

static const struct oid *first_parents_tree(const struct timeline *t, const struct commit *c)
{
	size_t place;
	if (c->parent_count &&
	    map_find(t->commit_places, span_make((const char *)c->parents[0].bytes, sizeof(c->parents[0].bytes)), &place))
		return tree_of(t, place);
	return &empty_tree;
}

static bool compare_sides(struct walk *w, struct timeline *t, struct diags *unheard)
{
	struct comparing c = {.walk = w, .timeline = t, .unheard = unheard};
	for (size_t i = w->kept; i < w->count; i++) {
		struct walked *l = &w->links[i];
		if (!l->changes.touched || t->commits[l->commit].commit.parent_count < 2)
			continue;
		l->sides = arena_array(t->arena, l->commit - l->first + 1, sizeof(*l->sides));
		for (size_t k = l->first; k <= l->commit; k++) {
			const struct commit *side = &t->commits[k].commit;
			add_job(&c, (struct job){first_parents_tree(t, side), &side->tree, side, &l->sides[k - l->first], false});
		}
	}
	return compare_all(&c);
}

static void make_arenas(struct walk *w, unsigned jobs)
{
	w->arena_count = jobs ? jobs : 1;
	w->arenas = memory_resize(NULL, w->arena_count, sizeof(*w->arenas));
	for (unsigned i = 0; i < w->arena_count; i++)
		w->arenas[i] = arena_new();
}

bool walk_read(struct walk *w, struct timeline *t, const struct oid *head, const struct oid *onto)
{
	struct kept_walk kept = {0};
	struct chain chain;
	struct reach *reach = NULL;
	size_t links;
	*w = (struct walk){0};
	make_arenas(w, t->options->jobs);
	if (!t->options->use_cache || !kept_walk_read(&kept, w, t))
		kept = (struct kept_walk){0};
	if (!read_new(&chain, &links, &kept, t, onto ? onto : head))
		return false;
	take_kept(w, t, &kept, links, chain.count > 0);
	struct diags *unheard = diags_new();
	bool ok = add_new(w, t, &chain, &reach);
	w->real = w->count;
	ok = ok && (!onto || add_virtual(w, t, &reach, head));
	ok = ok && compare_links(w, t, unheard) && compare_sides(w, t, unheard);
	diags_free(unheard);
	repository_reach_free(reach);
	if (ok && t->options->use_cache && w->real > w->kept)
		kept_walk_write(w, t);
	return ok;
}

void walk_fini(struct walk *w)
{
	for (unsigned i = 0; i < w->arena_count; i++)
		arena_free(w->arenas[i]);
	free(w->arenas);
	cache_close(w->cache);
}
