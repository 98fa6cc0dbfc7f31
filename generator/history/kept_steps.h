/* Private to history/: the steps of each record, kept between runs. */
#ifndef HISTORY_KEPT_STEPS_H
#define HISTORY_KEPT_STEPS_H

#include "base/cache.h"
#include "history/versions.h"

struct kept_record {
	struct span key, bytes;
};

struct kept_steps {
	struct cache *cache; /* NULL: nothing was kept. Lives as long as steps that were found */
	struct map *places;  /* id -> index into items */
	struct kept_record *items;
	struct sha256 *keys; /* one a record of the timeline */
	struct span *found;  /* likewise; empty: it was not kept */
};

/* Opens what was kept under the same options, if they say so. */
void kept_steps_init(struct kept_steps *k, struct timeline *t);
void kept_steps_fini(struct kept_steps *k);

/* The steps of record number i, in the arena (a worker's), as steps_make would make them. False if they are to be made. Any
 * thread may call it, once for each record. */
bool kept_steps_find(struct steps *out, struct kept_steps *k, struct timeline *t, size_t i, struct arena *a);

/* Keeps them all, if any was not kept. */
void kept_steps_write(const struct kept_steps *k, const struct timeline *t, const struct steps *steps);

#endif
