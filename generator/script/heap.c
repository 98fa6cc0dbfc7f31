/* Memory for Lua's small objects, which come and go by the hundred thousand. Invariant: a piece of a class is in use, or in
 * the list of that class; slabs go back to the system when the worker ends, all at once. */
#include <stdlib.h>

#include "base/memory.h"
#include "script/worker.h"

#define GRAIN 16
#define SLAB ((size_t)64 << 10)

struct piece {
	struct piece *next;
};

struct slab {
	struct slab *next;
	max_align_t data[];
};

static size_t class_of(size_t size)
{
	return (size + GRAIN - 1) / GRAIN;
}

/* The rest of a slab is lost to larger classes, and of no account. */
static void *cut(struct script_heap *p, size_t size)
{
	if (p->room < size) {
		struct slab *slab = memory_resize(NULL, sizeof(*slab) + SLAB, 1);
		slab->next = p->slabs;
		p->slabs = slab;
		p->at = (char *)slab->data;
		p->room = SLAB;
	}
	void *piece = p->at;
	p->at += size;
	p->room -= size;
	return piece;
}

static void *take(struct script_heap *p, size_t size)
{
	if (size > SCRIPT_SMALL)
		return memory_resize(NULL, size, 1);
	size_t class = class_of(size);
	struct piece *piece = p->free[class];
	if (!piece)
		return cut(p, class * GRAIN);
	p->free[class] = piece->next;
	return piece;
}

static void give(struct script_heap *p, void *old, size_t size)
{
	if (size > SCRIPT_SMALL) {
		free(old);
		return;
	}
	struct piece *piece = old;
	piece->next = p->free[class_of(size)];
	p->free[class_of(size)] = piece;
}

void *heap_resize(struct script_heap *p, void *old, size_t old_size, size_t size)
{
	if (!old)
		return take(p, size);
	if (!size) {
		give(p, old, old_size);
		return NULL;
	}
	if (old_size > SCRIPT_SMALL && size > SCRIPT_SMALL)
		return memory_resize(old, size, 1);
	if (old_size <= SCRIPT_SMALL && size <= SCRIPT_SMALL && class_of(old_size) == class_of(size))
		return old;
	void *new = take(p, size);
	memcpy(new, old, old_size < size ? old_size : size);
	give(p, old, old_size);
	return new;
}

void heap_free(struct script_heap *p)
{
	for (struct slab *slab = p->slabs, *next; slab; slab = next) {
		next = slab->next;
		free(slab);
	}
}
