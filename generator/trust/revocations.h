/* Revocations and their reasons, out of gpg's own listing, since gpgme has no call for them. Internal to trust/. */
#ifndef TRUST_REVOCATIONS_H
#define TRUST_REVOCATIONS_H

#include "base/arena.h"
#include "base/instant.h"
#include "trust/gnupg.h"
#include "trust/home.h"
#include "trust/ring.h"

struct revocation {
	char fingerprint[FINGERPRINT_SIZE]; /* of the key or subkey that is revoked */
	bool retired; /* gpg has verified it, and its reason is "superseded" or "no longer used"; otherwise: compromised */
	instant time; /* its own claim */
};

struct revocations {
	struct revocation *items;
	size_t count, capacity;
};

/* Lists all keys of the home. */
bool revocations_read(struct revocations *out, struct home *home, struct arena *a, struct diags *d);
/* The same out of a listing (gpg --with-colons --fixed-list-mode --check-sigs; GnuPG's doc/DETAILS). */
void revocations_parse(struct revocations *out, struct span listing, struct arena *a);

/* Of a part that gpg says is revoked. One revocation that is not surely a retirement is a compromise, and
 * so is one that nothing is found of (a designated revoker's). *since is set for a retirement: the earliest. */
enum ring_revocation revocations_find(const struct revocations *r, const char *fingerprint, const char *primary, instant *since);

#endif
