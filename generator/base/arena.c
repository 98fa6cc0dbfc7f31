/* Invariant: blocks form a list; only the first has free room; a request that
 * does not fit a common block gets a block of its own behind the first. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

#define BLOCK_SIZE ((size_t)16 << 10)

struct block {
	struct block *next;
	size_t used, size; /* of data */
	alignas(max_align_t) char data[];
};

struct arena {
	struct block *first;
	size_t used;
};

static struct block *block_new(size_t size)
{
	struct block *b = memory_alloc(sizeof(*b) + size);
	b->size = size;
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = memory_alloc(sizeof(*a));
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct block *b = a->first, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

static void *from_block(struct block *b, size_t size)
{
	void *p = b->data + b->used;
	b->used += size;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	if (size > SIZE_MAX / 2)
		size = SIZE_MAX / 2; /* memory_alloc refuses it; nothing below overflows */
	size_t rounded = ((size ? size : 1) + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	a->used += rounded;
	if (a->first && a->first->size - a->first->used >= rounded)
		return from_block(a->first, rounded);
	if (rounded > BLOCK_SIZE / 4) {
		struct block *own = block_new(rounded);
		if (a->first) {
			own->next = a->first->next;
			a->first->next = own;
		} else {
			a->first = own;
		}
		return from_block(own, rounded);
	}
	struct block *b = block_new(BLOCK_SIZE - sizeof(*b));
	b->next = a->first;
	a->first = b;
	return from_block(b, rounded);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(count, size, &total))
		total = SIZE_MAX / 2;
	return arena_alloc(a, total);
}

char *arena_dup(struct arena *a, const char *data, size_t length)
{
	char *p = arena_alloc(a, length + 1);
	if (length)
		memcpy(p, data, length);
	return p;
}

char *arena_text(struct arena *a, const char *text)
{
	return arena_dup(a, text, strlen(text));
}

char *arena_span(struct arena *a, struct span s)
{
	return arena_dup(a, s.data, s.length);
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	size_t size = (n < 0 ? 0 : (size_t)n) + 1;
	char *p = arena_alloc(a, size);
	if (n > 0)
		vsnprintf(p, size, format, again);
	va_end(again);
	return p;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;
	/* Many arrays stay short: large items begin with few. */
	size_t wider = *capacity ? *capacity * 2 : size <= 32 ? 8 : size <= 128 ? 4 : 2;
	void *p = arena_array(a, wider, size);
	if (count)
		memcpy(p, items, count * size);
	*capacity = wider;
	return p;
}
