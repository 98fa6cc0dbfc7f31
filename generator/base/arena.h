/* Memory that is freed as one: an arena for each advisory, each build. What
 * lives longer than its arena is copied on purpose. Aborts when memory runs out. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/span.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
/* count * size bytes, zeroed; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size);
char *arena_dup(struct arena *a, const char *data, size_t length);
char *arena_text(struct arena *a, const char *text);
char *arena_span(struct arena *a, struct span s);
__attribute__((format(printf, 2, 3))) char *arena_printf(struct arena *a, const char *format, ...);

/* Bytes handed out so far, for measuring. */
size_t arena_used(const struct arena *a);

/* Grows an array that lives in the arena: returns room for at least count + 1
 * items, moving the old ones if need be. *capacity is kept by the caller,
 * 0 at first. */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size);

#endif
