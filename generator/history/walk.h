/* Private to history/: what each commit of the chain did to the files of the archive. Here most of the time of
 * a first build goes; what was found is kept between runs (kept_walk.c). */
#ifndef HISTORY_WALK_H
#define HISTORY_WALK_H

#include "base/cache.h"
#include "history/timeline.h"

struct delta {
	const char *path;         /* from the tree's root; below the archive's advisories */
	struct oid before, after; /* zero: absent. In a link's changes, before is not set */
	enum entry_kind kind;     /* as in struct change */
};

/* One comparison of two trees. */
struct deltas {
	struct delta *items; /* in byte order of paths */
	size_t count, capacity;
	bool touched; /* something in the archive differs, if only beside the advisories */
	bool configured;   /* archive.yaml does */
	struct oid config; /* then: as it is after; zero: absent, or no file */
};

/* One link of the chain. */
struct walked {
	size_t first, commit;  /* t->commits[first] … [commit]: what it brings, and itself */
	struct deltas changes; /* against the link before */
	struct deltas *sides;  /* of a merge that touches the archive: for each of these commits, what it changed against its
				  first parent and did not take from another; otherwise NULL */
};

struct walk {
	struct walked *links;
	size_t count, capacity;
	size_t kept;           /* how many of the links were kept from an earlier run */
	size_t real;           /* how many are commits of the repository: all but the virtual merge */
	bool older;            /* more were kept: head was passed by an earlier run */
	struct cache *cache;   /* lives as long as what was kept */
	struct arena **arenas; /* one a worker: deltas */
	unsigned arena_count;
};

/* Walks the chain that ends at head, into t->commits and w->links. With onto (or NULL): the chain that ends there, and as
 * its last link a merge of head, which no repository has. */
bool walk_read(struct walk *w, struct timeline *t, const struct oid *head, const struct oid *onto);
void walk_fini(struct walk *w);

/* kept_walk.c: what earlier runs found of a chain. */
struct kept_walk {
	struct commit *commits;
	struct walked *links; /* their numbers are of these commits */
	size_t commit_count, link_count;
};

/* False if there is nothing that can be used. What it gives lives as long as w->cache and t->arena. */
bool kept_walk_read(struct kept_walk *out, struct walk *w, struct timeline *t);
void kept_walk_write(const struct walk *w, const struct timeline *t);

/* sides.c: true if a parent of the commit but its first has what the change made (or, as it, nothing) at the path. */
bool change_is_of_parent(const struct timeline *t, const struct commit *c, const struct change *change);

#endif
