/* A GnuPG home for verifying: private, fresh, thrown away. Internal to trust/. */
#ifndef TRUST_HOME_H
#define TRUST_HOME_H

#include <gpgme.h>
#include <stdbool.h>

#include "base/diag.h"
#include "base/span.h"

struct home {
	char path[128];
	int lock; /* a descriptor of the folder, which holds its lock */
};

/* Makes a folder of mode 0700 below TMPDIR (below /tmp if TMPDIR is not absolute or
 * so long that the path would break GnuPG's sockets) with a gpg.conf that starts no
 * agent, asks no network and no web of trust, and locks nothing. Homes that killed runs left there are removed. */
bool home_new(struct home *out, struct diags *d);
void home_remove(struct home *h);

/* What gpg does not say: false after reporting that its home has no room for certificates. */
bool home_has_room(const struct home *h, struct diags *d);

/* A context that uses this home: a context_make, whose owner is the struct home. */
gpgme_error_t home_context(gpgme_ctx_t *out, void *home);

/* Reads a certificate into the context's home. *out belongs to the context: NULL on error, and without imports if there is none
 * in these bytes. */
gpgme_error_t home_import(gpgme_import_result_t *out, gpgme_ctx_t context, struct span certificate);
/* What gpg lists of an imported certificate, for gpgme_key_unref; false after reporting. */
bool home_key(gpgme_key_t *out, struct home *h, const char *fingerprint, struct diags *d);

#endif
