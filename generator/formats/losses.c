/* Invariant: items are kept in the order in which they were noted, each advisory's, file's and sentence's once; guarded by lock. */
#include "formats/losses.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"

#define LINE_LIMIT 2000 /* bytes of a sentence that a terminal is shown */

struct loss {
	const char *id, *file, *what;
	size_t order;
};

struct losses {
	pthread_mutex_t lock;
	struct arena *arena;
	struct map *known; /* id LF file LF what */
	struct loss *items;
	size_t count, capacity;
};

struct losses *losses_new(void)
{
	struct losses *l = memory_alloc(sizeof(*l));
	pthread_mutex_init(&l->lock, NULL);
	l->arena = arena_new();
	l->known = map_new();
	return l;
}

void losses_free(struct losses *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	map_free(l->known);
	arena_free(l->arena);
	free(l);
}

void losses_add(struct losses *l, const char *id, const char *file, const char *what)
{
	pthread_mutex_lock(&l->lock);
	const char *key = arena_printf(l->arena, "%s\n%s\n%s", id, file, what);
	if (map_put(l->known, span_of(key), l->count)) {
		l->items = arena_grow(l->arena, l->items, l->count, &l->capacity, sizeof(*l->items));
		l->items[l->count] = (struct loss){arena_text(l->arena, id), arena_text(l->arena, file), arena_text(l->arena, what),
						   l->count};
		l->count++;
	}
	pthread_mutex_unlock(&l->lock);
}

size_t losses_count(const struct losses *l)
{
	return l->count;
}

/* One file's losses are noted by one thread, so that their order is the same in every run. */
static int by_file(const void *x, const void *y)
{
	const struct loss *a = x, *b = y;
	int order = strcmp(a->id, b->id);
	if (!order)
		order = strcmp(a->file, b->file);
	return order ? order : a->order < b->order ? -1 : a->order > b->order;
}

static void sort(struct losses *l)
{
	if (l->count)
		qsort(l->items, l->count, sizeof(*l->items), by_file);
}

void losses_write(struct buf *out, struct losses *l)
{
	sort(l);
	for (size_t i = 0; i < l->count; i++)
		buf_printf(out, "%s: %s: %s\n", l->items[i].id, l->items[i].file,
			   utf8_masked(l->arena, span_of(l->items[i].what), LINE_LIMIT));
}

void losses_write_json(struct buf *out, struct losses *l)
{
	sort(l);
	for (size_t i = 0; i < l->count; i++) {
		const char *const texts[][2] = {{"{\"id\": ", l->items[i].id}, {", \"path\": ", l->items[i].file},
						{", \"lost\": ", l->items[i].what}};
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++) {
			buf_text(out, texts[k][0]);
			buf_json_text(out, span_of(texts[k][1]), "");
		}
		buf_text(out, "}\n");
	}
}
