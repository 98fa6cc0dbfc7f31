/* Invariant: exactly one diagnostic is reported for a key that cannot sign, the
 * first of: missing, revoked, expired, disabled, not made for signing, agent, secret part. */
#include "trust/key.h"

#include "base/instant.h"
#include "trust/gnupg.h"

gpgme_subkey_t key_part(gpgme_key_t key, const char *fingerprint)
{
	gpgme_subkey_t s = key->subkeys;
	while (s && !gnupg_same_fingerprint(s->fpr, fingerprint))
		s = s->next;
	return s;
}

#define HINT_SIZE 300

/* part is the primary key's fingerprint or a subkey's. */
static bool expired(gpgme_key_t key, const char *part, long expires, struct diags *d)
{
	const char *primary = key->subkeys->fpr, *subkey = part == primary ? "" : part;
	char time[INSTANT_SIZE], hint[HINT_SIZE];
	snprintf(hint, sizeof(hint),
		 "extend it where the primary key is (gpg --quick-set-expire %s 1y%s%s), import the certificate here, "
		 "and build again",
		 primary, *subkey ? " " : "", subkey);
	diag(d, DIAG_KEY_EXPIRED, NO_PLACE, hint, "the signing key %s expired at %s", part, instant_format(time, expires));
	return false;
}

static bool revoked(gpgme_key_t key, const char *part, struct diags *d)
{
	char hint[HINT_SIZE] = "make a new key and name it in archive.yaml (sign.key) or with --key";
	if (!key->revoked)
		snprintf(hint, sizeof(hint),
			 "add a subkey where the primary key is (gpg --quick-add-key %s ed25519 sign 1y), and import it here",
			 key->subkeys->fpr);
	diag(d, DIAG_KEY_REVOKED, NO_PLACE, hint, "the signing key %s is revoked", part);
	return false;
}

static bool cannot_sign(struct diags *d, const char *fingerprint)
{
	diag(d, DIAG_KEY_CANNOT_SIGN, NO_PLACE,
	     "add a subkey that signs (gpg --quick-add-key FINGERPRINT ed25519 sign 1y), or name another key",
	     "the key %s is not made for signing", fingerprint);
	return false;
}

static bool usable(gpgme_subkey_t s)
{
	return s->can_sign && !s->revoked && !s->expired && !s->invalid && !s->disabled;
}

static bool check_subkey(gpgme_key_t key, gpgme_subkey_t s, struct diags *d)
{
	if (s->revoked)
		return revoked(key, s->fpr, d);
	if (s->expired)
		return expired(key, s->fpr, s->expires, d);
	return usable(s) || cannot_sign(d, s->fpr);
}

/* Of the parts that sign, one must be good; if none is, the newest tells why. */
static bool check_any(gpgme_key_t key, struct diags *d)
{
	gpgme_subkey_t newest = NULL;
	for (gpgme_subkey_t s = key->subkeys; s; s = s->next) {
		if (usable(s))
			return true;
		if (s->can_sign && (!newest || s->timestamp >= newest->timestamp))
			newest = s;
	}
	return newest ? check_subkey(key, newest, d) : cannot_sign(d, key->subkeys->fpr);
}

static bool check_public(gpgme_key_t key, gpgme_subkey_t subkey, struct diags *d)
{
	const char *fingerprint = key->subkeys->fpr;
	if (key->revoked)
		return revoked(key, fingerprint, d);
	if (key->expired)
		return expired(key, fingerprint, key->subkeys->expires, d);
	if (key->disabled) {
		diag(d, DIAG_KEY_DISABLED, NO_PLACE, "enable it: gpg --edit-key FINGERPRINT enable save",
		     "the signing key %s is disabled in this GnuPG home", fingerprint);
		return false;
	}
	return subkey ? check_subkey(key, subkey, d) : check_any(key, d);
}

static bool agent_answers(void)
{
	gpgme_ctx_t context;
	if (gpgme_new(&context))
		return false;
	gpgme_error_t answer = 0, error = gpgme_set_protocol(context, GPGME_PROTOCOL_ASSUAN);
	if (!error)
		error = gpgme_op_assuan_transact_ext(context, "NOP", NULL, NULL, NULL, NULL, NULL, NULL,
						     &answer);
	gpgme_release(context);
	return !error && !answer;
}

static bool has_secret(gpgme_key_t secret, const char *part)
{
	for (gpgme_subkey_t s = secret ? secret->subkeys : NULL; s; s = s->next)
		if (s->secret && (part ? gnupg_same_fingerprint(s->fpr, part) : usable(s)))
			return true;
	return false;
}

/* part: the subkey's fingerprint, or NULL for any that signs. */
static bool check_secret(gpgme_ctx_t context, const char *fingerprint, const char *part, struct diags *d)
{
	gpgme_key_t secret = NULL;
	gpgme_error_t error = gpgme_get_key(context, fingerprint, &secret, 1);
	bool found = !error && has_secret(secret, part);
	if (secret)
		gpgme_key_unref(secret);
	if (found)
		return true;
	/* gpg has just tried to start the agent; without one every secret key seems to lack. */
	if (!agent_answers())
		diag(d, DIAG_AGENT, NO_PLACE,
		     "gpgconf --launch gpg-agent tells why; a GNUPGHOME over 90 bytes long is one reason",
		     "gpg-agent, which holds the secret key %s, does not answer", fingerprint);
	else
		diag(d, DIAG_KEY_NO_SECRET, NO_PLACE,
		     "import the secret key into this GnuPG home, connect its token, or set GNUPGHOME",
		     "the secret part of the key %s is not here", fingerprint);
	return false;
}

static bool look_up(gpgme_key_t *out, gpgme_ctx_t context, const char *fingerprint, struct diags *d)
{
	gpgme_error_t error = gpgme_get_key(context, fingerprint, out, 0);
	if (!error && key_part(*out, fingerprint))
		return true;
	if (!error)
		gpgme_key_unref(*out);
	if (error && gpgme_err_code(error) != GPG_ERR_EOF)
		return gnupg_failed(d, NULL, "look up the signing key", error);
	const char *home = gpgme_get_dirinfo("homedir");
	diag(d, DIAG_KEY_NONE, NO_PLACE,
	     "import it (gpg --import), or set GNUPGHOME to the folder that holds it",
	     "the signing key %s is not in the GnuPG home %s", fingerprint, home ? home : "");
	return false;
}

bool key_check_name(const char *fingerprint, bool own, struct diags *d)
{
	if (gnupg_is_fingerprint(fingerprint))
		return true;
	diag(d, DIAG_FINGERPRINT, NO_PLACE,
	     own ? "gpg --list-secret-keys --with-subkey-fingerprint shows it: 40 or 64 hex digits, no spaces, no 0x"
		 : "the publisher prints it, and gpg --fingerprint shows that of a key you have: 40 or 64 hex digits, no 0x",
	     "a key is named by \"%s\", which is no full fingerprint", fingerprint);
	return false;
}

bool key_find(gpgme_key_t *out, gpgme_subkey_t *subkey, gpgme_ctx_t context, const char *fingerprint,
	      struct diags *d)
{
	gpgme_key_t key = NULL;
	if (!look_up(&key, context, fingerprint, d))
		return false;
	gpgme_subkey_t part = key_part(key, fingerprint);
	if (part == key->subkeys)
		part = NULL;
	if (!check_public(key, part, d) || !check_secret(context, fingerprint, part ? part->fpr : NULL, d)) {
		gpgme_key_unref(key);
		return false;
	}
	*out = key;
	*subkey = part;
	return true;
}
