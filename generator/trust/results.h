/* What gpg said of commits' signatures: for this run, and for later ones in the cache (base/cache.h, name "committers").
 * Internal to trust/.
 *
 * Kept is only what stays true: that a signature fits its commit, by which key, made when. Whether the key was
 * admitted, valid, revoked is asked anew each time, and whether a commit has a signature at all is read from the commit.
 * That a signature does not fit, or that no certificate had its key, is kept as long as the certificates are the same.
 * Another gpg or shirase keeps its own. What this clone did not write itself is not believed: the cache is sealed. */
#ifndef TRUST_RESULTS_H
#define TRUST_RESULTS_H

#include "trust/ring.h"

struct results;

/* ring: what unknown keys depend on. use_cache false: of this run only. */
struct results *results_open(struct repository *r, const struct sha256 *ring, bool use_cache);
/* Writes what was asked for in this run, if something of it is new; frees. Takes NULL. */
void results_close(struct results *s);

/* Thread-safe. */
bool results_find(struct results *s, const struct oid *commit, struct ring_signature *out);
void results_add(struct results *s, const struct oid *commit, const struct ring_signature *found);

#endif
