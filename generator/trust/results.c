/* Invariant: entries are found by their commit's id through places; kept ones come first, in the order of the file. The file is,
 * a line each, the ring's digest and the entries "COMMIT FAULT CREATED EXPIRES FINGERPRINT", sorted. */
#include "trust/results.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/cache.h"
#include "base/map.h"
#include "base/memory.h"

#define NAME "committers"
#define LIMIT ((size_t)256 << 20)

struct entry {
	struct oid commit;
	struct ring_signature found;
	bool wanted; /* in this run */
};

struct results {
	pthread_mutex_t lock;
	struct arena *arena;
	struct map *places;
	struct entry **entries;
	size_t count, capacity;
	char ring[SHA256_HEX], stamp[64];
	const char *folder; /* NULL: nothing is read or written */
	bool changed;
};

static struct span key_of(const struct oid *id)
{
	return span_make((const char *)id->bytes, sizeof(id->bytes));
}

/* The entry of a commit: the one that is there, or a new one. */
static struct entry *add(struct results *s, const struct oid *commit, const struct ring_signature *found)
{
	size_t place;
	if (map_find(s->places, key_of(commit), &place))
		return s->entries[place];
	struct entry *e = arena_alloc(s->arena, sizeof(*e));
	*e = (struct entry){.commit = *commit, .found = *found};
	map_put(s->places, key_of(&e->commit), s->count);
	s->entries = arena_grow(s->arena, s->entries, s->count, &s->capacity, sizeof(struct entry *));
	return s->entries[s->count++] = e;
}

/* Never: what was no matter of the signature alone, but of this gpg in this moment. */
static bool may_be_kept(enum ring_fault fault)
{
	return fault == RING_GOOD || fault == RING_UNKNOWN_KEY || fault == RING_MISMATCH || fault == RING_DIGEST;
}

static bool read_hex(struct oid *out, const char *hex)
{
	for (size_t i = 0; i < sizeof(out->bytes); i++)
		if (sscanf(hex + 2 * i, "%2hhx", &out->bytes[i]) != 1)
			return false;
	return strlen(hex) == OID_HEX - 1;
}

/* The cache's seal holds, so this clone wrote the lines; what is odd all the same is left out. With other certificates only what fits
 * stays true. */
static void read_entry(struct results *s, struct span line, bool same_ring)
{
	char text[256], hex[OID_HEX];
	struct ring_signature found = {0};
	struct oid commit;
	int fault, end = 0;
	if (line.length >= sizeof(text))
		return;
	memcpy(text, line.data, line.length);
	text[line.length] = '\0';
	if (sscanf(text, "%40[0-9a-f] %d %" SCNd64 " %" SCNd64 " %64[0-9A-F-]%n", hex, &fault, &found.created, &found.expires,
		   found.fingerprint, &end) != 5 ||
	    (size_t)end != line.length || !read_hex(&commit, hex))
		return;
	found.fault = (enum ring_fault)fault;
	if (strcmp(found.fingerprint, "-") == 0)
		*found.fingerprint = '\0';
	if (found.fault == RING_GOOD ? gnupg_is_fingerprint(found.fingerprint) : same_ring && may_be_kept(found.fault))
		add(s, &commit, &found);
}

static void read_lines(struct results *s, struct span bytes)
{
	struct span line;
	bool same_ring = span_next_line(&bytes, &line) && span_is(line, s->ring);
	while (span_next_line(&bytes, &line))
		read_entry(s, line, same_ring);
}

struct results *results_open(struct repository *r, const struct sha256 *ring, bool use_cache)
{
	struct results *s = memory_alloc(sizeof(*s));
	struct cache *cache;
	struct span bytes;
	pthread_mutex_init(&s->lock, NULL);
	s->arena = arena_new();
	s->places = map_new();
	sha256_hex(s->ring, ring);
	snprintf(s->stamp, sizeof(s->stamp), "1 gpg %.40s", ring_gpg_version());
	if (!use_cache)
		return s;
	s->folder = repository_cache(r);
	if (cache_open(&cache, &bytes, s->folder, NAME, s->stamp)) {
		read_lines(s, bytes);
		cache_close(cache);
	}
	return s;
}

static int by_commit(const void *x, const void *y)
{
	const struct entry *const *a = x, *const *b = y;
	return memcmp((*a)->commit.bytes, (*b)->commit.bytes, sizeof((*a)->commit.bytes));
}

static void write_lines(struct buf *out, struct results *s)
{
	char hex[OID_HEX];
	buf_printf(out, "%s\n", s->ring);
	if (s->count)
		qsort(s->entries, s->count, sizeof(struct entry *), by_commit);
	for (size_t i = 0; i < s->count; i++) {
		const struct entry *e = s->entries[i];
		if (e->wanted && may_be_kept(e->found.fault))
			buf_printf(out, "%s %d %" PRId64 " %" PRId64 " %s\n", oid_hex(hex, &e->commit), (int)e->found.fault,
				   e->found.created, e->found.expires, *e->found.fingerprint ? e->found.fingerprint : "-");
	}
}

static void write_all(struct results *s)
{
	struct buf lines;
	buf_init(&lines, LIMIT);
	write_lines(&lines, s);
	if (!lines.overflow)
		cache_write(s->folder, NAME, s->stamp, buf_as_span(&lines));
	buf_fini(&lines);
}

void results_close(struct results *s)
{
	if (!s)
		return;
	if (s->folder && s->changed)
		write_all(s);
	map_free(s->places);
	arena_free(s->arena);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

bool results_find(struct results *s, const struct oid *commit, struct ring_signature *out)
{
	size_t place;
	pthread_mutex_lock(&s->lock);
	bool found = map_find(s->places, key_of(commit), &place);
	if (found) {
		s->entries[place]->wanted = true;
		*out = s->entries[place]->found;
	}
	pthread_mutex_unlock(&s->lock);
	return found;
}

void results_add(struct results *s, const struct oid *commit, const struct ring_signature *found)
{
	pthread_mutex_lock(&s->lock);
	size_t before = s->count;
	add(s, commit, found)->wanted = true;
	s->changed |= s->count > before && may_be_kept(found->fault);
	pthread_mutex_unlock(&s->lock);
}
