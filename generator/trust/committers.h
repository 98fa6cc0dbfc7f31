/* Who published: each commit of the first-parent chain that touches the archive, filters/ or themes/, or that amends what others
 * say (itself, or in a commit that it brings), checked against the OpenPGP certificates
 * that its parent commit (the first) has in keys/committers/, under the policy that its parent's archive.yaml states
 * (committers: {policy: require|show, platform: [FPR]}; without it: require). So nobody admits himself.
 *
 * - A change of those certificates or of that policy needs a signature admitted before it, under either policy, wherever in the
 *   tree it is made. Under require so does every other such commit.
 *   Under show a publication's provenance tells, and a warning where there is none.
 * - Trust begins after the commit --trust-from, given from outside by its full id; without it, after the first commit that has
 *   certificates, which nobody has checked: a note says so each time.
 * - A signature is good if gpg finds one, binary digest SHA-2, over this commit's bytes, by a key or subkey that a certificate
 *   in the parent has as one that signs, and if that key had not expired, and had not been retired or superseded, both when
 *   the signature says it was made and at the publication's time. The first is the signer's claim; the second is the
 *   latest of all commits so far, so a key that was over before an earlier commit signs nothing more, whatever date it writes.
 *   A commit that is signed long after it was written is as good as any.
 * - A key that is revoked as compromised, or for no stated reason, in any version of its certificate that the chain ever had,
 *   takes all its signatures with it: so a certificate that was revoked is left in keys/committers/ (or put back).
 * - A key of committers.platform is no committer. Its certificate lies in keys/committers/ too. A merge that it signed counts if
 *   it is exactly what git makes of its parents file by file (nothing merged within a file, nothing left out, nothing older
 *   taken), if each side that it brings ends in a commit that a committer signed (or in such a merge), if each file that
 *   it changes was brought by such a commit, if a committer signed each commit whose message speaks to readers (Note-… and the
 *   like), and if its own does not. Anything else a platform signs is a squash: shown, and under require not enough.
 * - SSH and X.509 signatures are named and not checked.
 *
 * What it cannot see: which signed branch a platform merges, and
 * when; and what somebody does who can write into the git directory.
 *
 * Neither the cached history nor its dates are relied on: chain, trees and times are read anew. What gpg said of a
 * signature is cached (results.h), under the cache's seal. */
#ifndef TRUST_COMMITTERS_H
#define TRUST_COMMITTERS_H

#include "archive/archive.h"
#include "history/history.h"

struct committers_options {
	const char *trust_from; /* the full id of a commit; NULL: not given */
	bool use_cache;
	bool only_tell;         /* nothing is an error but what keeps from telling (log, and check --base without trust_from) */
	unsigned jobs;
};

/* [serial - 1] for each publication of h, in the arena; *out is NULL where no commit of the chain to head ever admitted anybody
 * and trust_from is not given (then gpg is not started), and for a history that is read as if it were merged. False after
 * reporting an error: each publication that is not signed as it should be, with commit and reason. */
bool committers_check(const struct provenance **out, struct repository *r, const struct oid *head, const struct archive *ar,
		      const struct history *h, const struct committers_options *options, struct arena *a, struct diags *d);

#endif
