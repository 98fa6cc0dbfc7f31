/* Invariant: places holds digests of pairs that gpg found good under this very certificate, no part of which has expired or
 * was revoked since: the cache's stamp says so. A signature that expires itself is never among them. */
#include "publish/vouched.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/cache.h"
#include "base/map.h"
#include "base/memory.h"
#include "trust/ring.h"

#define NAME "signatures"
#define LIMIT ((size_t)64 << 20)

struct pair {
	struct sha256 digest;
	bool wanted; /* in this build */
};

struct vouched {
	pthread_mutex_t lock;
	struct arena *arena;
	struct map *places;
	struct pair **pairs;
	size_t count, capacity;
	char *fingerprint, *folder, *stamp;
};

static struct span key_of(const struct sha256 *digest)
{
	return span_make((const char *)digest->bytes, sizeof(digest->bytes));
}

/* A text that is signed both ways is not vouched for in one by the other. */
static struct sha256 digest_of(enum signature_kind kind, struct span armored, struct span text)
{
	struct sha256 parts[] = {sha256_of(span_of(kind == SIGN_CLEAR ? "clear" : "detached")), sha256_of(armored), sha256_of(text)};
	return sha256_of(span_make((const char *)parts, sizeof(parts)));
}

static void add(struct vouched *v, const struct sha256 *digest, bool wanted)
{
	size_t place;
	if (map_find(v->places, key_of(digest), &place)) {
		v->pairs[place]->wanted = v->pairs[place]->wanted || wanted;
		return;
	}
	struct pair *p = arena_alloc(v->arena, sizeof(*p));
	*p = (struct pair){*digest, wanted};
	map_put(v->places, key_of(&p->digest), v->count);
	v->pairs = arena_grow(v->arena, v->pairs, v->count, &v->capacity, sizeof(struct pair *));
	v->pairs[v->count++] = p;
}

static void read_kept(struct vouched *v)
{
	struct cache *cache;
	struct span bytes;
	struct sha256 digest;
	if (!cache_open(&cache, &bytes, v->folder, NAME, v->stamp))
		return;
	for (; bytes.length >= sizeof(digest.bytes); bytes = span_after(bytes, sizeof(digest.bytes))) {
		memcpy(digest.bytes, bytes.data, sizeof(digest.bytes));
		add(v, &digest, false);
	}
	cache_close(cache);
}

struct vouched *vouched_open(const char *fingerprint, const struct sha256 *state, const char *folder)
{
	struct vouched *v = memory_alloc(sizeof(*v));
	char hex[SHA256_HEX];
	pthread_mutex_init(&v->lock, NULL);
	v->arena = arena_new();
	v->places = map_new();
	v->fingerprint = arena_text(v->arena, fingerprint);
	v->stamp = arena_printf(v->arena, "2 gpg %.40s %s %s", ring_gpg_version(), fingerprint, sha256_hex(hex, state));
	v->folder = folder ? arena_text(v->arena, folder) : NULL;
	if (v->folder)
		read_kept(v);
	return v;
}

void vouched_free(struct vouched *v)
{
	if (!v)
		return;
	map_free(v->places);
	arena_free(v->arena);
	pthread_mutex_destroy(&v->lock);
	free(v);
}

const char *vouched_fingerprint(const struct vouched *v)
{
	return v->fingerprint;
}

void vouched_add(struct vouched *v, enum signature_kind kind, struct span armored, struct span text)
{
	struct sha256 digest = digest_of(kind, armored, text);
	pthread_mutex_lock(&v->lock);
	add(v, &digest, true);
	pthread_mutex_unlock(&v->lock);
}

bool vouched_has(struct vouched *v, enum signature_kind kind, struct span armored, struct span text)
{
	struct sha256 digest = digest_of(kind, armored, text);
	size_t place;
	pthread_mutex_lock(&v->lock);
	bool found = map_find(v->places, key_of(&digest), &place);
	if (found)
		v->pairs[place]->wanted = true;
	pthread_mutex_unlock(&v->lock);
	return found;
}

static int by_digest(const void *x, const void *y)
{
	const struct pair *const *a = x, *const *b = y;
	return memcmp((*a)->digest.bytes, (*b)->digest.bytes, sizeof((*a)->digest.bytes));
}

void vouched_keep(struct vouched *v)
{
	struct buf bytes;
	if (!v->folder)
		return;
	buf_init(&bytes, LIMIT);
	struct pair **sorted = arena_array(v->arena, v->count, sizeof(struct pair *));
	if (v->count) {
		memcpy(sorted, v->pairs, v->count * sizeof(struct pair *));
		qsort(sorted, v->count, sizeof(struct pair *), by_digest);
	}
	for (size_t i = 0; i < v->count; i++)
		if (sorted[i]->wanted)
			buf_span(&bytes, key_of(&sorted[i]->digest));
	if (!bytes.overflow)
		cache_write(v->folder, NAME, v->stamp, buf_as_span(&bytes));
	buf_fini(&bytes);
}
