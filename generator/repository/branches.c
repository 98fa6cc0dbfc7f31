/* Where branches stand. Invariant: what is no branch of commits (a symbolic one, one that leads nowhere) is passed over. */
#include <git2/branch.h>
#include <git2/refs.h>

#include "repository/internal.h"

static void add(struct oid **out, size_t *count, size_t *capacity, const struct oid *id, struct arena *a)
{
	for (size_t i = 0; i < *count; i++)
		if (oid_equal(&(*out)[i], id))
			return;
	*out = arena_grow(a, *out, *count, capacity, sizeof(**out));
	(*out)[(*count)++] = *id;
}

bool repository_branches(struct oid **out, size_t *count, struct repository *r, struct arena *a, struct diags *d)
{
	git_branch_iterator *branches;
	git_reference *branch;
	git_branch_t type;
	size_t capacity = 0;
	int error;
	*out = NULL;
	*count = 0;
	if (git_branch_iterator_new(&branches, r->git, GIT_BRANCH_ALL) != 0) {
		diag(d, DIAG_REPOSITORY_OPEN, NO_PLACE, NULL, "the branches cannot be read: %s", last_error());
		return false;
	}
	while ((error = git_branch_next(&branch, &type, branches)) == 0) {
		const git_oid *target = git_reference_target(branch);
		struct oid id = target ? oid_from_git(target) : (struct oid){0};
		if (target)
			add(out, count, &capacity, &id, a);
		git_reference_free(branch);
	}
	git_branch_iterator_free(branches);
	if (error != GIT_ITEROVER)
		diag(d, DIAG_REPOSITORY_OPEN, NO_PLACE, NULL, "the branches cannot be read: %s", last_error());
	return error == GIT_ITEROVER;
}
