/* Invariant: most is the highest serial seen so far; nothing but names of files is read. */
#include "archive/number.h"

struct numbering {
	const struct config *config;
	const char *folder; /* archive/advisories */
	unsigned year;
	uint64_t most;
	struct repository *repository;
	struct arena *scratch;
	struct diags *diags;
};

static bool see(void *context, const struct change *change)
{
	struct numbering *n = context;
	const char *id, *lang;
	struct id_parts parts;
	if (document_identify(&id, &lang, n->scratch, n->config, change->path) && config_id_parts(&parts, n->config, span_of(id)) &&
	    parts.year == n->year && parts.serial > n->most)
		n->most = parts.serial;
	return true;
}

static bool compare(struct numbering *n, const struct oid *before, const struct oid *after)
{
	return repository_compare_trees(n->repository, before, after, n->folder, see, n, n->diags);
}

static bool see_history(struct numbering *n, const struct oid *head, struct oid *tree)
{
	struct chain chain;
	*tree = (struct oid){0};
	if (!repository_chain(&chain, n->repository, head, n->scratch, n->diags))
		return false;
	for (size_t i = 0; i < chain.count; i++) {
		if (!compare(n, tree, &chain.commits[i].tree))
			return false;
		*tree = chain.commits[i].tree;
	}
	return true;
}

/* Only what differs from head's tree has names that were not seen. */
static bool see_branches(struct numbering *n, const struct oid *tree)
{
	struct oid *branches;
	size_t count;
	if (!repository_branches(&branches, &count, n->repository, n->scratch, n->diags))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct commit c;
		if (!repository_commit(&c, n->repository, &branches[i], n->scratch, n->diags) || !compare(n, tree, &c.tree))
			return false;
	}
	return true;
}

static bool has_scheme(const struct config *c, unsigned year, struct diags *d)
{
	if (!c->id_scheme)
		diag(d, DIAG_NUMBER, (struct place){.path = c->path}, "write one, for example id: \"EX-{year}-{serial:04}\"",
		     "there is no scheme (id) by which the next number could be told");
	else if (year && !strstr(c->id_scheme, "{year}"))
		diag(d, DIAG_USAGE, NO_PLACE, "leave out --year", "the scheme %s has no year", c->id_scheme);
	else
		return true;
	return false;
}

bool number_next(const char **id, struct repository *r, const struct oid *head, const struct archive *ar, unsigned year,
		 struct arena *a, struct diags *d)
{
	struct numbering n = {.config = &ar->config, .year = year, .repository = r, .diags = d};
	struct oid tree;
	if (!has_scheme(&ar->config, year, d))
		return false;
	n.scratch = arena_new();
	n.folder = ar->config.readers.count ? ar->prefix
					    : arena_printf(n.scratch, "%s%sadvisories", ar->prefix, *ar->prefix ? "/" : "");
	bool ok = see_history(&n, head, &tree) && see_branches(&n, &tree);
	arena_free(n.scratch);
	struct id_parts next = {year, n.most + 1};
	if (ok)
		*id = config_id_make(a, &ar->config, &next);
	if (!ok || config_id_matches(&ar->config, span_of(*id)))
		return ok;
	diag(d, DIAG_NUMBER, (struct place){.path = ar->config.path}, "mend the scheme",
	     "the next number, %s, cannot be an id", *id);
	return false;
}
