/* Memory that is freed as one: an arena for each advisory, each build. What
 * lives longer than its arena is copied on purpose. Aborts when memory runs out. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/span.h"

struct arena;

__attribute__((returns_nonnull)) struct arena *arena_new(void);
void arena_free(struct arena *a);
/* Forgets all that was handed out, and keeps common memory for what comes next. */
void arena_reset(struct arena *a);

/* Zeroed memory, aligned for any type. */
__attribute__((returns_nonnull)) void *arena_alloc(struct arena *a, size_t size);
/* count * size bytes, zeroed; the product is checked. */
__attribute__((returns_nonnull)) void *arena_array(struct arena *a, size_t count, size_t size);
__attribute__((returns_nonnull)) char *arena_dup(struct arena *a, const char *data, size_t length);
__attribute__((returns_nonnull)) char *arena_text(struct arena *a, const char *text);
__attribute__((returns_nonnull)) char *arena_span(struct arena *a, struct span s);
__attribute__((returns_nonnull, format(printf, 2, 3))) char *arena_printf(struct arena *a, const char *format,
									   ...);

__attribute__((returns_nonnull, format(printf, 2, 0))) char *arena_vprintf(struct arena *a, const char *format,
									    va_list args);
/* Both, one behind the other. */
__attribute__((returns_nonnull)) char *arena_join(struct arena *a, struct span x, struct span y);

/* Bytes handed out so far, for measuring. */
size_t arena_used(const struct arena *a);

/* Grows an array that lives in the arena: returns room for at least count + 1
 * items, moving the old ones if need be. *capacity is kept by the caller,
 * 0 at first. */
__attribute__((returns_nonnull)) void *arena_grow(struct arena *a, void *items, size_t count,
						  size_t *capacity, size_t size);

#endif
