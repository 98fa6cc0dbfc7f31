/* Invariant: the cache (name "committers-never") holds one commit of which it was found by reading that neither it nor
 * any commit before it in its chain has keys/committers. So a walk back that meets it is at its end. */
#include "base/cache.h"
#include "trust/trusting.h"

#define NAME "committers-never"
#define LONG 1000 /* commits: a shorter walk is not worth a file */

/* What is found depends on where HEAD has its archive (admission.c). */
static const char *stamp_of(const struct trusting *t)
{
	return *t->archive->prefix ? "1 folder" : "1 root";
}

/* The commit that was kept; "" if there is none. */
static void read_kept(char commit[OID_HEX], const struct trusting *t)
{
	struct cache *cache;
	struct span bytes;
	*commit = '\0';
	if (!t->options->use_cache || !cache_open(&cache, &bytes, repository_cache(t->repository), NAME, stamp_of(t)))
		return;
	if (bytes.length == OID_HEX - 1) {
		memcpy(commit, bytes.data, OID_HEX - 1);
		commit[OID_HEX - 1] = '\0';
	}
	cache_close(cache);
}

static void keep(const struct trusting *t, const struct oid *head)
{
	char hex[OID_HEX];
	if (t->options->use_cache)
		cache_write(repository_cache(t->repository), NAME, stamp_of(t), span_of(oid_hex(hex, head)));
}

/* One commit back. *end: it admits somebody, or it is the kept one, or the first. */
static bool step(bool *end, bool *never, struct trusting *t, struct oid *at, const char *kept)
{
	struct arena *a = arena_new();
	struct commit c;
	struct state s = {0};
	char hex[OID_HEX];
	*end = strcmp(oid_hex(hex, at), kept) == 0;
	bool ok = *end || (repository_commit(&c, t->repository, at, a, t->diags) && admission_find(&s, t, &c.tree, a));
	if (ok && !*end) {
		*never = s.folder.kind == SEEN_NONE;
		*end = !*never || !c.parent_count;
		if (c.parent_count)
			*at = c.parents[0];
	}
	arena_free(a);
	return ok;
}

bool admission_never(bool *out, struct trusting *t, const struct oid *head)
{
	struct oid at = *head;
	char kept[OID_HEX];
	bool never = true, end = false;
	size_t walked = 0;
	read_kept(kept, t);
	for (; !end; walked++)
		if (!step(&end, &never, t, &at, kept))
			return false;
	*out = never;
	if (never && walked > LONG)
		keep(t, head);
	return true;
}
