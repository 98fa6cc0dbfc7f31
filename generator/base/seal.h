/* A seal for what is cached: a MAC by a secret of this clone, so that results which somebody else put into
 * the cache's folder (a CI that hands .git/shirase from branch to branch, a copied clone) are not believed. For cache.c.
 *
 * The secret lies beside the cache's folder, not in it: 32 random bytes in .git/shirase-secret (mode 0600), made when first
 * needed. Who can read it, or can write elsewhere in the git directory (refs, hooks, objects, configuration), can do
 * as he likes with this clone anyway. */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include <stdbool.h>

#include "base/digest.h"

#define SEAL_SECRET 32

struct seal {
	unsigned char secret[SEAL_SECRET];
};

/* Reads or makes the secret beside the cache's folder. False, silently, if that cannot be done, or if the file is not
 * ours alone. */
bool seal_open(struct seal *out, const char *folder);

/* HMAC-SHA-256 (RFC 2104) of purpose, a NUL, and bytes. */
struct sha256 seal_of(const struct seal *s, const char *purpose, struct span bytes);

#endif
