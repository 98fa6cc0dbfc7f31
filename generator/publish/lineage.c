/* Invariant: only a commit that is on the first-parent chain costs one walk and no more; all else
 * ends in an error, which may take its time. */
#include "publish/lineage.h"

#include "base/map.h"

static struct span key_of(const struct oid *id)
{
	return span_make((const char *)id->bytes, sizeof(id->bytes));
}

/* What is not there is an answer here, and no fault. */
static bool find_live(struct oid *out, struct repository *r, const char *live)
{
	char hex[OID_HEX];
	struct diags *unheard = diags_new();
	bool found = repository_resolve(out, r, live, unheard) && strcmp(oid_hex(hex, out), live) == 0;
	diags_free(unheard);
	return found;
}

static bool brings(const struct chain *brought, const struct oid *id)
{
	for (size_t i = 0; i < brought->count; i++)
		if (oid_equal(&brought->commits[i].id, id))
			return true;
	return false;
}

/* Which of the merge's parents reaches live: not the first, or it would have brought live earlier. */
static size_t parent_that_brings(struct repository *r, const struct commit *merge, const struct oid *live, struct diags *d)
{
	struct oid base;
	for (size_t i = 1; i < merge->parent_count; i++)
		if (repository_merge_base(&base, r, &merge->parents[i], live, d) && oid_equal(&base, live))
			return i + 1;
	return 0;
}

/* The oldest commit of head's chain that reaches live: a merge, since live is not on the chain. */
static bool find_merge(struct lineage *out, struct repository *r, const struct oid *head, struct diags *d)
{
	struct arena *scratch = arena_new();
	struct reach *reach = repository_reach_new(r);
	struct chain chain, brought;
	bool ok = repository_chain(&chain, r, head, scratch, d), found = false;
	for (size_t i = 0; ok && !found && i < chain.count; i++) {
		struct arena *each = arena_new();
		ok = repository_bring(&brought, reach, &chain.commits[i].id, each, d);
		found = ok && brings(&brought, &out->live);
		arena_free(each);
		if (found) {
			out->merge = chain.commits[i].id;
			out->parent = parent_that_brings(r, &chain.commits[i], &out->live, d);
		}
	}
	repository_reach_free(reach);
	arena_free(scratch);
	return found;
}

static void find_common(struct lineage *out, struct repository *r, const struct history *h, struct diags *d)
{
	struct arena *scratch = arena_new();
	struct map *commits = map_new();
	struct chain chain = {0};
	bool ok = repository_chain(&chain, r, &out->live, scratch, d);
	size_t ignored;
	for (size_t i = 0; ok && i < chain.count; i++)
		map_put(commits, key_of(&chain.commits[i].id), i);
	for (size_t i = h->publication_count; ok && i > 0 && !out->common; i--)
		if (map_find(commits, key_of(&h->publications[i - 1].commit), &ignored))
			out->common = &h->publications[i - 1];
	map_free(commits);
	arena_free(scratch);
}

/* What nothing refers to any more may be there in part, after a forced push and git's own cleaning up: that too is an
 * answer. */
static void find_astray(struct lineage *l, struct repository *r, const struct oid *head, const struct history *h)
{
	struct diags *unheard = diags_new();
	struct oid base;
	l->related = repository_merge_base(&base, r, &l->live, head, unheard);
	if (l->related && oid_equal(&base, head))
		l->kind = LINEAGE_OLDER;
	else if (l->related && oid_equal(&base, &l->live) && find_merge(l, r, head, unheard))
		l->kind = LINEAGE_SIDE;
	else
		l->kind = LINEAGE_APART;
	find_common(l, r, h, unheard);
	diags_free(unheard);
}

bool lineage_find(struct lineage *out, struct repository *r, const struct oid *head, const char *live,
		  const struct history *h, struct diags *d)
{
	struct lineage l = {.kind = LINEAGE_MISSING};
	size_t before = diags_count(d, DIAG_ERROR);
	if (find_live(&l.live, r, live)) {
		if (repository_on_chain(r, head, &l.live, d))
			l.kind = LINEAGE_STRAIGHT;
		else if (diags_count(d, DIAG_ERROR) == before)
			find_astray(&l, r, head, h);
	}
	*out = l;
	return diags_count(d, DIAG_ERROR) == before;
}
