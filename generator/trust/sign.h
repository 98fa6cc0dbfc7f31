/* OpenPGP signatures by GnuPG (gpgme). Only trust/ includes gpgme.h. */
#ifndef TRUST_SIGN_H
#define TRUST_SIGN_H

#include "base/buf.h"
#include "base/diag.h"

struct signer;

struct signer_options {
	const char *fingerprint;     /* full: 40 (or 64) hex digits, of a primary key or a subkey */
	const char *passphrase_file; /* "fd:N", a path, or NULL: the agent asks */
};

/* Finds the key in the user's GnuPG home. Each reason for which it cannot sign
 * is its own diagnostic with a hint: missing, no secret part, expired, revoked, disabled, not
 * able to sign, no agent. Nothing is signed yet. Call once before threads start. */
bool signer_new(struct signer **out, const struct signer_options *options, struct diags *d);
void signer_free(struct signer *s);

/* Looks the key up once more: false after reporting why it could not sign any longer. */
bool signer_still_good(struct signer *s, struct diags *d);

/* The primary key's fingerprint, its first user ID; borrowed. */
const char *signer_fingerprint(const struct signer *s);
const char *signer_user_id(const struct signer *s);
/* The fingerprint as it was given: whoever named a subkey wants signatures of that one. Borrowed. */
const char *signer_wanted(const struct signer *s);

/* The certificate, armored (minimal export, deterministic), appended to out. */
bool signer_certificate(struct signer *s, struct buf *out, struct diags *d);

enum signature_kind { SIGN_DETACHED, SIGN_CLEAR };

/* Signs text; the armored signature (or the clear-signed text) is appended to
 * out. Thread-safe: one gpgme context a thread. "lockfile disappeared" and
 * the like are retried. what names the file in diagnostics. */
bool signer_sign(struct signer *s, enum signature_kind kind, struct span text, const char *what,
		 struct buf *out, struct diags *d);

#endif
