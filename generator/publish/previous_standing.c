/* Invariant: what stands there can stop a build that would lose what it alone tells; it lends the new site nothing, so that
 * nobody's signature need be asked. */
#include <fcntl.h>
#include <inttypes.h>

#include "publish/lineage.h"
#include "publish/listed.h"

/* NULL where nothing stands, or nothing that could be read as a site from which a build goes on. */
static struct previous *read_standing(const char *dir, const struct archive *ar, struct arena *a)
{
	struct record record;
	struct diags *unheard = diags_new();
	const char *folder = arena_printf(a, "%s%s", dir, span_ends(span_of(dir), "/") ? "" : "/");
	bool ok = record_read(&record, AT_FDCWD, folder, a, unheard);
	struct previous *p = ok ? listed_read(&record, ar, a, unheard) : NULL;
	diags_free(unheard);
	return p;
}

static void tell_rewrites(const struct previous *p, const char *dir, bool drafts, struct arena *a, struct diags *d)
{
	size_t n = p->rewrites->count;
	const char *hint = drafts ? "build the look beforehand into another folder"
				  : arena_printf(a, "--previous %s keeps %s", dir, n == 1 ? "it" : "them");
	diag(d, DIAG_REWRITES_DROPPED, (struct place){.path = p->path}, hint,
	     "the site that stands here tells of %zu rewrite%s of its history, and what would replace it does not", n,
	     n == 1 ? "" : "s");
}

/* False after reporting an error. */
static bool tell_astray(const struct previous *p, const char *dir, struct repository *r, const struct oid *head,
			const struct history *h, struct arena *a, struct diags *d)
{
	struct lineage l;
	char hex[OID_HEX];
	if (!lineage_find(&l, r, head, p->commit, h, d))
		return false;
	bool straight = l.kind == LINEAGE_STRAIGHT;
	if (straight && p->serial <= (int64_t)h->publication_count)
		return true;
	diag(d, DIAG_REPLACED_ASTRAY, (struct place){.path = p->path},
	     arena_printf(a, "--previous %s tells what would be lost, and how to keep it", dir),
	     "the site that stands here (serial %" PRId64 ", commit %s) %s what replaces it (serial %zu, commit %s)", p->serial,
	     p->commit, straight ? "has a higher serial than" : "is of a commit that is not on the first-parent chain of",
	     h->publication_count, oid_hex(hex, head));
	return true;
}

bool previous_unasked(const char *dir, bool drafts, const struct archive *ar, struct repository *r, const struct oid *head,
		      const struct history *h, struct diags *d)
{
	struct arena *a = arena_new();
	const struct previous *p = read_standing(dir, ar, a);
	bool lost = p && p->rewrites->count;
	if (lost)
		tell_rewrites(p, dir, drafts, a, d);
	bool ok = !lost && (!p || drafts || tell_astray(p, dir, r, head, h, a, d));
	arena_free(a);
	return ok;
}
