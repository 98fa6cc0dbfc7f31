/* A GnuPG home for verifying: private, fresh, thrown away. Internal to trust/. */
#ifndef TRUST_HOME_H
#define TRUST_HOME_H

#include <gpgme.h>
#include <stdbool.h>

#include "base/diag.h"

struct home {
	char path[128];
};

/* Makes a folder of mode 0700 below TMPDIR (below /tmp if TMPDIR is not absolute or
 * so long that the path would break GnuPG's sockets) with a gpg.conf that starts no
 * agent, asks no network and no web of trust, and locks nothing. */
bool home_new(struct home *out, struct diags *d);
void home_remove(struct home *h);

/* A context that uses this home: a context_make, whose owner is the struct home. */
gpgme_error_t home_context(gpgme_ctx_t *out, void *home);

#endif
