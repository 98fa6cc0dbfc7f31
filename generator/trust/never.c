/* Invariant: the cache (name "committers-never") holds, sealed, one commit of which it was found by reading that neither it nor
 * any commit before it in its chain has keys/committers. So a walk back that meets it is at its end. */
#include "base/cache.h"
#include "trust/seal.h"
#include "trust/trusting.h"

#define NAME "committers-never"
#define LONG 1000 /* commits: a shorter walk is not worth a file */

/* What is found depends on where HEAD has its archive (admission.c). */
static const char *stamp_of(const struct trusting *t)
{
	return *t->archive->prefix ? "1 folder" : "1 root";
}

static void add_line(struct buf *out, const struct trusting *t, const struct seal *seal, const char *commit)
{
	char hex[SHA256_HEX];
	struct sha256 sum = seal_of(seal, stamp_of(t), span_of(commit));
	buf_printf(out, "%s %s\n", commit, sha256_hex(hex, &sum));
}

/* The commit that was kept; "" if there is none. */
static void read_kept(char commit[OID_HEX], const struct trusting *t)
{
	struct seal seal;
	struct cache *cache;
	struct span bytes;
	struct buf right;
	*commit = '\0';
	if (!t->options->use_cache || !cache_open(&cache, &bytes, repository_cache(t->repository), NAME, stamp_of(t)))
		return;
	buf_init(&right, 4096);
	if (bytes.length > OID_HEX && seal_open(&seal, repository_cache(t->repository))) {
		memcpy(commit, bytes.data, OID_HEX - 1);
		commit[OID_HEX - 1] = '\0';
		add_line(&right, t, &seal, commit);
		if (!span_equal(bytes, buf_as_span(&right)))
			*commit = '\0';
	}
	buf_fini(&right);
	cache_close(cache);
}

static void keep(const struct trusting *t, const struct oid *head)
{
	struct seal seal;
	struct buf line;
	char hex[OID_HEX];
	const char *folder = repository_cache(t->repository);
	if (!t->options->use_cache || !seal_open(&seal, folder))
		return;
	buf_init(&line, 4096);
	add_line(&line, t, &seal, oid_hex(hex, head));
	cache_write(folder, NAME, stamp_of(t), buf_as_span(&line));
	buf_fini(&line);
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
