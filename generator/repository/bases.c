/* All best common ancestors, by libgit2. Clocks order its search; what they mislead it to is taken out again at its end. */
#include <git2/oidarray.h>

#include "repository/internal.h"

/* As in git2/merge.h, which brings a field "ctime", a word that base/banned.h poisons. */
extern int git_merge_bases(git_oidarray *out, git_repository *repo, const git_oid *one, const git_oid *two);

bool repository_merge_bases(struct oid *first, size_t *count, struct repository *r, const struct oid *a, const struct oid *b,
			    struct diags *d)
{
	git_oid one = oid_to_git(a), other = oid_to_git(b);
	git_oidarray bases = {0};
	int error = git_merge_bases(&bases, r->git, &one, &other);
	*count = error == 0 ? bases.count : 0;
	if (*count)
		*first = oid_from_git(&bases.ids[0]);
	git_oidarray_dispose(&bases);
	if (error == 0 || error == GIT_ENOTFOUND)
		return true;
	object_damaged(a, last_error(), d);
	return false;
}
