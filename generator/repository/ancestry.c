/* How two commits stand to each other. Invariant: a chain is followed by parents alone; clocks play no part. */
#include "base/map.h"
#include "repository/repository.h"

/* All that a commit reaches, parents before children. */
static bool ancestors(struct chain *out, struct repository *r, const struct oid *commit, struct arena *a, struct diags *d)
{
	struct reach *reach = repository_reach_new(r);
	bool ok = repository_bring(out, reach, commit, a, d);
	repository_reach_free(reach);
	return ok;
}

static struct span key_of(const struct oid *id)
{
	return span_make((const char *)id->bytes, sizeof(id->bytes));
}

/* The newest of one that is in other too: since parents come before children, no other common one is above it. */
static const struct commit *newest_common(const struct chain *one, const struct chain *other)
{
	struct map *ids = map_new();
	const struct commit *found = NULL;
	for (size_t i = 0; i < other->count; i++)
		map_put(ids, key_of(&other->commits[i].id), i);
	for (size_t i = one->count; i > 0 && !found; i--) {
		size_t place;
		if (map_find(ids, key_of(&one->commits[i - 1].id), &place))
			found = &one->commits[i - 1];
	}
	map_free(ids);
	return found;
}

bool repository_merge_base(struct oid *out, struct repository *r, const struct oid *a, const struct oid *b, struct diags *d)
{
	char hex_a[OID_HEX], hex_b[OID_HEX];
	struct arena *scratch = arena_new();
	struct chain one, other;
	bool read = ancestors(&one, r, a, scratch, d) && ancestors(&other, r, b, scratch, d);
	const struct commit *base = read ? newest_common(&one, &other) : NULL;
	if (base)
		*out = base->id;
	else if (read)
		diag(d, DIAG_NOT_RELATED, NO_PLACE, "name a base that the history comes from; `git log --graph` shows both",
		     "the commits %s and %s have no history in common", oid_hex(hex_a, a), oid_hex(hex_b, b));
	arena_free(scratch);
	return base != NULL;
}

bool repository_on_chain(struct repository *r, const struct oid *head, const struct oid *ancestor, struct diags *d)
{
	struct oid at = *head;
	for (;;) {
		if (oid_equal(&at, ancestor))
			return true;
		struct arena *scratch = arena_new();
		struct commit c;
		bool more = repository_commit(&c, r, &at, scratch, d) && c.parent_count;
		if (more)
			at = c.parents[0];
		arena_free(scratch);
		if (!more)
			return false;
	}
}
