/* Finding the signing key and telling why it cannot sign. Internal to trust/. */
#ifndef TRUST_KEY_H
#define TRUST_KEY_H

#include <gpgme.h>
#include <stdbool.h>

#include "base/diag.h"
#include "trust/fingerprint.h"

/* Looks up a key by its full fingerprint, of the primary key or of a subkey, in
 * the GnuPG home of context, and makes sure that it can sign now. Every reason
 * why not is its own diagnostic. *subkey is NULL if the fingerprint is the primary's
 * (gpg then takes the newest subkey that signs), else that subkey.
 * The caller releases *out. */
bool key_find(gpgme_key_t *out, gpgme_subkey_t *subkey, gpgme_ctx_t context, const char *fingerprint,
	      struct diags *d);

/* The subkey (the first is the primary key) with this fingerprint, or NULL. */
gpgme_subkey_t key_part(gpgme_key_t key, const char *fingerprint);

#endif
