/* A GnuPG home for verifying: private, fresh, thrown away. Internal to trust/. */
#ifndef TRUST_HOME_H
#define TRUST_HOME_H

#include <gpgme.h>
#include <stdbool.h>

#include "base/diag.h"

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

#endif
