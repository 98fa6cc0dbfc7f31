/* Open addressing, linear probing. Invariant: size is a power of two, at most
 * three quarters of the slots are taken; a free slot has key.data NULL. */
#include "base/map.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"

struct slot {
	struct span key;
	size_t number;
};

struct map {
	struct slot *slots;
	size_t size, count;
};

struct map *map_new(void)
{
	struct map *m = memory_alloc(sizeof(*m));
	m->size = 16;
	m->slots = memory_alloc(m->size * sizeof(*m->slots));
	return m;
}

void map_free(struct map *m)
{
	if (!m)
		return;
	free(m->slots);
	free(m);
}

static uint64_t mix(uint64_t h)
{
	h *= 0x9E3779B97F4A7C15u;
	return h ^ (h >> 32);
}

/* Eight bytes at a time: most keys are paths and ids of objects. The order of slots never reaches output. */
static uint64_t hash(struct span key)
{
	uint64_t h = key.length, word;
	for (; key.length >= sizeof(word); key = span_after(key, sizeof(word))) {
		memcpy(&word, key.data, sizeof(word));
		h = mix(h ^ word);
	}
	word = 0;
	if (key.length)
		memcpy(&word, key.data, key.length);
	return mix(h ^ word);
}

static struct slot *lookup(const struct map *m, struct span key)
{
	size_t i = hash(key) & (m->size - 1);
	while (m->slots[i].key.data && !span_equal(m->slots[i].key, key))
		i = (i + 1) & (m->size - 1);
	return &m->slots[i];
}

static void widen(struct map *m)
{
	if ((m->count + 1) * 4 <= m->size * 3)
		return;
	struct map wider = {.size = m->size * 2, .count = m->count};
	wider.slots = memory_alloc(wider.size * sizeof(*wider.slots));
	for (size_t i = 0; i < m->size; i++)
		if (m->slots[i].key.data)
			*lookup(&wider, m->slots[i].key) = m->slots[i];
	free(m->slots);
	*m = wider;
}

static struct span as_key(struct span key)
{
	return key.data ? key : span_make("", 0);
}

bool map_put(struct map *m, struct span key, size_t number)
{
	widen(m);
	struct slot *s = lookup(m, as_key(key));
	if (s->key.data)
		return false;
	*s = (struct slot){as_key(key), number};
	m->count++;
	return true;
}

void map_set(struct map *m, struct span key, size_t number)
{
	if (!map_put(m, key, number))
		lookup(m, as_key(key))->number = number;
}

bool map_find(const struct map *m, struct span key, size_t *out)
{
	const struct slot *s = lookup(m, as_key(key));
	if (!s->key.data)
		return false;
	*out = s->number;
	return true;
}

size_t map_count(const struct map *m)
{
	return m->count;
}
