/* Invariant: blocks form a list; only the first has free room; a request that
 * does not fit a common block gets a block of its own behind the first. What lies free in a block may hold anything. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

#define BLOCK_SIZE ((size_t)16 << 10)
#define COMMON (BLOCK_SIZE - sizeof(struct block)) /* the data of a common block */

struct block {
	struct block *next;
	size_t used, size; /* of data */
	alignas(max_align_t) char data[];
};

struct arena {
	struct block *first, *spare;
	size_t used;
};

static struct block *block_new(size_t size)
{
	struct block *b = memory_resize(NULL, sizeof(*b) + size, 1);
	*b = (struct block){.size = size};
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = memory_alloc(sizeof(*a));
	return a;
}

static void free_blocks(struct block *b)
{
	for (struct block *next; b; b = next) {
		next = b->next;
		free(b);
	}
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	free_blocks(a->first);
	free_blocks(a->spare);
	free(a);
}

void arena_reset(struct arena *a)
{
	struct block *next, *spare = a->spare;
	for (struct block *b = a->first; b; b = next) {
		next = b->next;
		if (b->size != COMMON) {
			free(b);
			continue;
		}
		b->next = spare;
		b->used = 0;
		spare = b;
	}
	*a = (struct arena){.spare = spare};
}

static void *from_block(struct block *b, size_t size)
{
	void *p = b->data + b->used;
	b->used += size;
	return p;
}

static struct block *common_block(struct arena *a)
{
	struct block *b = a->spare;
	if (!b)
		return block_new(COMMON);
	a->spare = b->next;
	return b;
}

/* Memory that may hold anything. */
static void *take(struct arena *a, size_t size)
{
	if (size > SIZE_MAX / 2)
		size = SIZE_MAX / 2; /* memory_resize refuses it; nothing below overflows */
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
	struct block *b = common_block(a);
	b->next = a->first;
	a->first = b;
	return from_block(b, rounded);
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size), 0, size);
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
	char *p = take(a, length + 1);
	if (length)
		memcpy(p, data, length);
	p[length] = '\0';
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

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
	char own[512];
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(own, sizeof(own), format, args);
	size_t length = n < 0 ? 0 : (size_t)n;
	char *p;
	if (length < sizeof(own)) {
		p = arena_dup(a, own, length);
	} else {
		p = take(a, length + 1);
		vsnprintf(p, length + 1, format, again);
	}
	va_end(again);
	return p;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *p = arena_vprintf(a, format, args);
	va_end(args);
	return p;
}

char *arena_join(struct arena *a, struct span x, struct span y)
{
	char *p = take(a, x.length + y.length + 1);
	if (x.length)
		memcpy(p, x.data, x.length);
	if (y.length)
		memcpy(p + x.length, y.data, y.length);
	p[x.length + y.length] = '\0';
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
