/* The walk of the chain, kept as: the commits, parents before children, each parent by its distance; the links,
 * each with its changes. Ids of commits fix all that they reach, so what was kept
 * of a chain is true of every chain that meets it. Each path is written once; then by its number. */
#include "base/pack.h"
#include "history/walk.h"

#define NAME "walk"
#define ENTRY_KINDS 3

/* Of archive.yaml only the patterns of readers change what is kept: words are read anew, from the messages. */
static const char *stamp_of(const struct timeline *t)
{
	return arena_printf(t->arena, "walk 3 %s %s", t->archive->prefix, readers_patterns(&t->archive->config, t->arena));
}

struct packing {
	const struct timeline *timeline;
	struct buf out;
	struct map *paths;
};

static void pack_oid(struct buf *out, const struct oid *id)
{
	pack_bytes(out, id->bytes, sizeof(id->bytes));
}

static void pack_commit(struct packing *p, size_t i)
{
	const struct commit *c = &p->timeline->commits[i].commit;
	pack_oid(&p->out, &c->id);
	pack_oid(&p->out, &c->tree);
	pack_number(&p->out, (uint64_t)c->time);
	pack_text(&p->out, c->message);
	pack_text(&p->out, c->subject);
	pack_number(&p->out, c->parent_count);
	for (size_t k = 0; k < c->parent_count; k++) {
		size_t place = i;
		map_find(p->timeline->commit_places,
			 span_make((const char *)c->parents[k].bytes, sizeof(c->parents[k].bytes)), &place);
		pack_number(&p->out, i - place);
	}
}

static void pack_path(struct packing *p, const char *path)
{
	size_t number = map_count(p->paths);
	bool known = !map_put(p->paths, span_of(path), number) && map_find(p->paths, span_of(path), &number);
	pack_number(&p->out, number);
	if (!known)
		pack_text(&p->out, path);
}

static void pack_deltas(struct packing *p, const struct deltas *d, bool before)
{
	pack_number(&p->out, d->touched);
	pack_number(&p->out, d->count);
	for (size_t i = 0; i < d->count; i++) {
		pack_path(p, d->items[i].path);
		if (before)
			pack_oid(&p->out, &d->items[i].before);
		pack_oid(&p->out, &d->items[i].after);
		pack_number(&p->out, d->items[i].kind);
	}
}

static void pack_link(struct packing *p, const struct walked *l)
{
	pack_number(&p->out, l->commit - l->first);
	pack_deltas(p, &l->changes, false);
	pack_number(&p->out, l->changes.configured);
	if (l->changes.configured)
		pack_oid(&p->out, &l->changes.config);
	pack_number(&p->out, l->sides != NULL);
	for (size_t i = 0; l->sides && i <= l->commit - l->first; i++)
		pack_deltas(p, &l->sides[i], true);
}

void kept_walk_write(const struct walk *w, const struct timeline *t)
{
	struct packing p = {.timeline = t, .paths = map_new()};
	size_t commits = w->links[w->real - 1].commit + 1;
	buf_init(&p.out, (size_t)1 << 30);
	pack_number(&p.out, commits);
	for (size_t i = 0; i < commits; i++)
		pack_commit(&p, i);
	pack_number(&p.out, w->real);
	for (size_t i = 0; i < w->real; i++)
		pack_link(&p, &w->links[i]);
	if (!p.out.overflow)
		cache_write(repository_cache(t->repository), NAME, stamp_of(t), buf_as_span(&p.out));
	buf_fini(&p.out);
	map_free(p.paths);
}

struct unpacking {
	struct unpack in;
	struct arena *arena;
	const char **paths;
	size_t path_count, path_capacity;
};

static void unpack_oid(struct unpack *u, struct oid *id)
{
	unpack_bytes(u, id->bytes, sizeof(id->bytes));
}

static void unpack_commit(struct unpacking *u, struct commit *commits, size_t i)
{
	struct commit *c = &commits[i];
	unpack_oid(&u->in, &c->id);
	unpack_oid(&u->in, &c->tree);
	c->time = (instant)unpack_below(&u->in, (size_t)INT64_MAX);
	c->message = unpack_some_text(&u->in);
	c->subject = unpack_some_text(&u->in);
	c->committer = c->author = "";
	c->parent_count = unpack_count(&u->in, 1);
	struct oid *parents = arena_array(u->arena, c->parent_count, sizeof(*parents));
	for (size_t k = 0; k < c->parent_count; k++) {
		size_t distance = unpack_below(&u->in, i + 1);
		if (!distance)
			unpack_fail(&u->in);
		parents[k] = commits[i - distance].id;
	}
	c->parents = parents;
}

static const char *unpack_path(struct unpacking *u)
{
	size_t number = unpack_below(&u->in, u->path_count + 1);
	if (number < u->path_count)
		return u->paths[number];
	u->paths = arena_grow(u->arena, u->paths, u->path_count, &u->path_capacity, sizeof(*u->paths));
	return u->paths[u->path_count++] = unpack_some_text(&u->in);
}

static void unpack_deltas(struct unpacking *u, struct deltas *d, bool before)
{
	d->touched = unpack_below(&u->in, 2);
	d->count = d->capacity = unpack_count(&u->in, 1 + sizeof(struct oid) + 1);
	d->items = arena_array(u->arena, d->count, sizeof(*d->items));
	for (size_t i = 0; i < d->count; i++) {
		struct delta *one = &d->items[i];
		one->path = unpack_path(u);
		if (before)
			unpack_oid(&u->in, &one->before);
		unpack_oid(&u->in, &one->after);
		one->kind = (enum entry_kind)unpack_below(&u->in, ENTRY_KINDS);
	}
}

static void unpack_link(struct unpacking *u, struct walked *l, size_t first, size_t commits)
{
	l->first = first;
	l->commit = first + unpack_below(&u->in, commits - first);
	unpack_deltas(u, &l->changes, false);
	l->changes.configured = unpack_below(&u->in, 2);
	if (l->changes.configured)
		unpack_oid(&u->in, &l->changes.config);
	if (!unpack_below(&u->in, 2))
		return;
	size_t count = l->commit - l->first + 1;
	l->sides = arena_array(u->arena, count, sizeof(*l->sides));
	for (size_t i = 0; i < count; i++)
		unpack_deltas(u, &l->sides[i], true);
}

static void unpack_walk(struct unpacking *u, struct kept_walk *out)
{
	size_t next = 0, i;
	out->commit_count = unpack_count(&u->in, 2 * sizeof(struct oid));
	out->commits = arena_array(u->arena, out->commit_count, sizeof(*out->commits));
	for (i = 0; i < out->commit_count; i++)
		unpack_commit(u, out->commits, i);
	out->link_count = unpack_count(&u->in, 1);
	out->links = arena_array(u->arena, out->link_count, sizeof(*out->links));
	for (i = 0; i < out->link_count && next < out->commit_count; i++) {
		unpack_link(u, &out->links[i], next, out->commit_count);
		next = out->links[i].commit + 1;
	}
	if (i != out->link_count || next != out->commit_count || u->in.rest.length)
		unpack_fail(&u->in);
}

bool kept_walk_read(struct kept_walk *out, struct walk *w, struct timeline *t)
{
	struct unpacking u = {.arena = t->arena};
	if (!cache_open(&w->cache, &u.in.rest, repository_cache(t->repository), NAME, stamp_of(t)))
		return false;
	unpack_walk(&u, out);
	return !u.in.failed;
}
