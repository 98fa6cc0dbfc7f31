/* Checking signatures with a fresh GnuPG home that holds only the given
 * certificates and starts no agent. A signature is good if gpg reports no error,
 * there is exactly one, and the primary or subkey fingerprint is the wanted one. */
#ifndef TRUST_VERIFY_H
#define TRUST_VERIFY_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/digest.h"

struct verifier;

/* certificates: count armored or binary blocks. fingerprint: the wanted one, or
 * NULL: any of the certificates. The home is a private folder below TMPDIR
 * (its path is short), removed by verifier_free. */
bool verifier_new(struct verifier **out, const struct span *certificates, size_t count,
		  const char *fingerprint, struct diags *d);
void verifier_free(struct verifier *v);

/* The digest of all keys and subkeys of the certificates, and of which of them are expired or revoked as of now. */
struct sha256 verifier_state(const struct verifier *v);

struct signature {
	char fingerprint[65]; /* of the primary key, upper-case hex */
	char user_id[256];    /* UTF-8, controls masked */
	bool expires;	      /* the signature itself, not its key */
};

/* Both are thread-safe. On failure the diagnostic names path and the reason. out may be NULL. */
bool verify_detached(struct verifier *v, struct span data, struct span armored, const char *path,
		     struct signature *out, struct diags *d);
/* Verifies a clear-signed text: its armour begins and ends it, nothing stands outside,
 * and the signed text equals expected byte for byte (unless expected.data is NULL). */
bool verify_clear(struct verifier *v, struct span armored, struct span expected, const char *path,
		  struct signature *out, struct diags *d);

#endif
