/* A hash map from text to a number (an index into the owner's array). */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct map;

struct map *map_new(void);
void map_free(struct map *m);
/* Keys are borrowed: they outlive the map. True if the key is new; otherwise nothing changes. */
bool map_put(struct map *m, struct span key, size_t number);
/* Sets or replaces. */
void map_set(struct map *m, struct span key, size_t number);
/* True and *out set if found. */
bool map_find(const struct map *m, struct span key, size_t *out);
size_t map_count(const struct map *m);

#endif
