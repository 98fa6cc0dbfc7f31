/* Which commits a link of the chain brings. Invariant: reached holds every
 * commit that is reachable from one that repository_bring was called with, so
 * over a whole chain each commit is read once, and clocks play no part. */
#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "repository/internal.h"

struct reach {
	struct repository *repository;
	struct arena *keys;
	struct map *reached; /* commit id -> number of its call */
	size_t calls;
};

struct reach *repository_reach_new(struct repository *r)
{
	struct reach *s = memory_alloc(sizeof(*s));
	s->repository = r;
	s->keys = arena_new();
	s->reached = map_new();
	return s;
}

void repository_reach_free(struct reach *s)
{
	if (!s)
		return;
	map_free(s->reached);
	arena_free(s->keys);
	free(s);
}

/* True if it was not reached before; *key is its id in s->keys. */
static bool reach_put(struct reach *s, struct span *key, const struct oid *id)
{
	size_t number;
	*key = span_make((const char *)id->bytes, sizeof(id->bytes));
	if (map_find(s->reached, *key, &number))
		return false;
	*key = span_make(arena_dup(s->keys, key->data, key->length), key->length);
	return map_put(s->reached, *key, s->calls);
}

void repository_reached(struct reach *s, const struct oid *commit)
{
	struct span key;
	reach_put(s, &key, commit);
}

/* A commit that this call brings, and how many of its children wait to be listed. */
struct brought {
	struct commit commit;
	size_t waiting;
};

struct bringing {
	struct reach *reach;
	struct arena *arena;
	struct diags *d;
	struct brought *items;
	size_t count, capacity;
	struct map *places; /* id -> index into items; keys in reach->keys */
	struct arena *scratch;
};

static bool add(struct bringing *b, const struct oid *id)
{
	struct span key;
	if (!reach_put(b->reach, &key, id))
		return true;
	b->items = arena_grow(b->scratch, b->items, b->count, &b->capacity, sizeof(*b->items));
	struct brought *item = &b->items[b->count];
	*item = (struct brought){0};
	if (!repository_commit(&item->commit, b->reach->repository, id, b->arena, b->d))
		return false;
	map_put(b->places, key, b->count++);
	return true;
}

static struct brought *brought_find(struct bringing *b, const struct oid *id)
{
	size_t place;
	return map_find(b->places, span_make((const char *)id->bytes, sizeof(id->bytes)), &place) ? &b->items[place] : NULL;
}

/* All that is reachable and new; the list itself is the queue. */
static bool collect(struct bringing *b, const struct oid *from)
{
	if (!add(b, from))
		return false;
	for (size_t i = 0; i < b->count; i++) {
		const struct oid *parents = b->items[i].commit.parents;
		size_t count = b->items[i].commit.parent_count;
		for (size_t p = 0; p < count; p++)
			if (!add(b, &parents[p]))
				return false;
	}
	for (size_t i = 0; i < b->count; i++)
		for (size_t p = 0; p < b->items[i].commit.parent_count; p++) {
			struct brought *parent = brought_find(b, &b->items[i].commit.parents[p]);
			if (parent)
				parent->waiting++;
		}
	return true;
}

/* git's --topo-order: a stack, onto which a commit comes when all its children
 * were listed, its parents in their order (commit.c, sort_in_topological_order). Filled from the back: --reverse. */
static void order(struct bringing *b, struct chain *out)
{
	size_t *stack = arena_array(b->scratch, b->count + 1, sizeof(*stack));
	size_t depth = 0, left = b->count;
	if (b->count)
		stack[depth++] = 0;
	out->commits = arena_array(b->arena, b->count, sizeof(*out->commits));
	out->count = b->count;
	while (depth && left) {
		const struct commit *c = &b->items[stack[--depth]].commit;
		out->commits[--left] = *c;
		for (size_t p = 0; p < c->parent_count; p++) {
			struct brought *parent = brought_find(b, &c->parents[p]);
			if (parent && --parent->waiting == 0)
				stack[depth++] = (size_t)(parent - b->items);
		}
	}
}

bool repository_bring(struct chain *out, struct reach *s, const struct oid *commit, struct arena *a, struct diags *d)
{
	struct bringing b = {.reach = s, .arena = a, .d = d, .places = map_new(), .scratch = arena_new()};
	s->calls++;
	bool ok = collect(&b, commit);
	if (ok)
		order(&b, out);
	map_free(b.places);
	arena_free(b.scratch);
	return ok;
}
