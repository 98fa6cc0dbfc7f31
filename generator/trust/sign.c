/* Invariant: until one signature has succeeded, at most one is being made. A wrong
 * passphrase or PIN is so tried once, not once a thread, which would lock a token.
 * After a failure nothing more is tried and nothing more is reported. */
#include "trust/sign.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/pool.h"
#include "trust/armor.h"
#include "trust/gnupg.h"
#include "trust/key.h"
#include "trust/passphrase.h"
#include "trust/text.h"

#define ATTEMPTS 6
#define FIRST_PAUSE 20000 /* microseconds; doubled after each attempt */

struct signer {
	char wanted[FINGERPRINT_SIZE];       /* as configured: of the primary key or a subkey */
	char selector[FINGERPRINT_SIZE + 1]; /* for gpg: with "!" if exactly this subkey shall sign */
	gpgme_key_t key;
	char *keyid; /* what key->subkeys->keyid was */
	struct passphrase *passphrase;
	gpgme_pinentry_mode_t pinentry;
	struct contexts *contexts;
	atomic_bool proven, broken;
};

/* Nobody sees a pinentry in CI or behind a pipe: there a key that needs one is an
 * error at once. A cached passphrase serves all the same. */
static gpgme_pinentry_mode_t pinentry_mode(const struct passphrase *passphrase)
{
	if (passphrase)
		return GPGME_PINENTRY_MODE_LOOPBACK;
	bool display = getenv("DISPLAY") || getenv("WAYLAND_DISPLAY");
	bool person = !getenv("CI") && (display || (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)));
	return person ? GPGME_PINENTRY_MODE_DEFAULT : GPGME_PINENTRY_MODE_ERROR;
}

static gpgme_error_t give_passphrase(void *owner, const char *hint, const char *info, int was_bad, int fd)
{
	(void)hint;
	(void)info;
	struct span text = passphrase_text(((struct signer *)owner)->passphrase);
	if (was_bad)
		return gpgme_error(GPG_ERR_BAD_PASSPHRASE);
	if (gpgme_io_writen(fd, text.data, text.length) || gpgme_io_writen(fd, "\n", 1))
		return gpgme_error_from_errno(errno);
	return 0;
}

static gpgme_error_t make_context(gpgme_ctx_t *out, void *owner)
{
	struct signer *s = owner;
	gpgme_ctx_t context;
	gpgme_error_t error = gpgme_new(&context);
	if (error)
		return error;
	gpgme_set_armor(context, 1);
	error = gpgme_set_pinentry_mode(context, s->pinentry);
	if (s->passphrase)
		gpgme_set_passphrase_cb(context, give_passphrase, s);
	if (!error && s->key)
		error = gpgme_signers_add(context, s->key);
	if (error)
		gpgme_release(context);
	else
		*out = context;
	return error;
}

/* gpgme 1.18 names the signer to gpg by the 64-bit key ID in the key object, from
 * which gpg then picks the newest subkey, and has no call to name it better. So the
 * object's key ID, a pointer, is set to the full fingerprint. sign_once checks who signed. */
static void select_key(struct signer *s, gpgme_subkey_t subkey)
{
	gnupg_copy_fingerprint(s->selector, subkey ? subkey->fpr : s->key->subkeys->fpr);
	if (subkey)
		s->selector[strlen(s->selector)] = '!'; /* the array is zeroed and has room */
	s->keyid = s->key->subkeys->keyid;
	s->key->subkeys->keyid = s->selector;
}

/* Looks the key up with a context that no signature is made with. */
static bool find_key(struct signer *s, struct diags *d)
{
	gpgme_ctx_t context;
	gpgme_error_t error = gpgme_new(&context);
	if (error)
		return gnupg_failed(d, NULL, "start gpg", error);
	gpgme_key_t key = NULL;
	gpgme_subkey_t subkey = NULL;
	bool ok = key_find(&key, &subkey, context, s->wanted, d);
	gpgme_release(context);
	if (ok && !s->key) {
		s->key = key;
		select_key(s, subkey);
	} else if (ok) {
		gpgme_key_unref(key);
	}
	return ok;
}

bool signer_new(struct signer **out, const struct signer_options *options, struct diags *d)
{
	if (!key_check_name(options->fingerprint, true, d) || !gnupg_setup(d))
		return false;
	struct signer *s = memory_alloc(sizeof(*s));
	gnupg_copy_fingerprint(s->wanted, options->fingerprint);
	bool ok = find_key(s, d);
	if (ok && options->passphrase_file)
		ok = passphrase_read(&s->passphrase, options->passphrase_file, d);
	s->pinentry = pinentry_mode(s->passphrase);
	s->contexts = contexts_new(1, make_context, s);
	if (ok)
		*out = s;
	else
		signer_free(s);
	return ok;
}

void signer_free(struct signer *s)
{
	if (!s)
		return;
	contexts_free(s->contexts);
	if (s->key) {
		s->key->subkeys->keyid = s->keyid;
		gpgme_key_unref(s->key);
	}
	passphrase_free(s->passphrase);
	free(s);
}

bool signer_still_good(struct signer *s, struct diags *d)
{
	return find_key(s, d);
}

const char *signer_fingerprint(const struct signer *s)
{
	return s->key->subkeys->fpr;
}

const char *signer_wanted(const struct signer *s)
{
	return s->wanted;
}

const char *signer_user_id(const struct signer *s)
{
	return s->key->uids && s->key->uids->uid ? s->key->uids->uid : "";
}

bool signer_certificate(struct signer *s, struct buf *out, struct diags *d)
{
	gpgme_ctx_t context = NULL;
	gpgme_data_t data = NULL;
	gpgme_error_t error = gpgme_new(&context);
	if (!error)
		error = gpgme_data_new(&data);
	if (!error) {
		gpgme_set_armor(context, 1);
		error = gpgme_op_export(context, signer_fingerprint(s), GPGME_EXPORT_MODE_MINIMAL, data);
	}
	struct buf armored;
	buf_init(&armored, BUF_LIMIT_DEFAULT);
	struct buf plain;
	buf_init(&plain, BUF_LIMIT_DEFAULT);
	if (!error && gnupg_collect(&armored, data))
		armor_plain(&plain, buf_as_span(&armored));
	bool ok = plain.length && !armor_check(buf_as_span(&plain), "PUBLIC KEY BLOCK");
	if (ok)
		buf_span(out, buf_as_span(&plain));
	else
		diag(d, DIAG_CERTIFICATE_EXPORT, NO_PLACE, gnupg_hint(error), "gpg does not export the certificate %s: %s",
		     signer_fingerprint(s), error ? gpgme_strerror(error) : "it gives none");
	buf_fini(&plain);
	buf_fini(&armored);
	gpgme_data_release(data);
	gpgme_release(context);
	return ok;
}

#define TOKEN_HINT "connect it, and build again"

static const struct refusal {
	gpg_err_code_t code;
	enum diag_code diag;
	const char *hint, *message;
} refusals[] = {
	{GPG_ERR_BAD_PASSPHRASE, DIAG_PASSPHRASE_WRONG, "put the right one into what --passphrase-file names",
	 "the passphrase of the signing key is wrong"},
	{GPG_ERR_BAD_PIN, DIAG_PASSPHRASE_WRONG, "a token locks itself after a few wrong ones",
	 "the PIN of the token is wrong"},
	{GPG_ERR_CANCELED, DIAG_PASSPHRASE_NEEDED, "answer the question, or give --passphrase-file",
	 "the question for the passphrase was cancelled"},
	{GPG_ERR_FULLY_CANCELED, DIAG_PASSPHRASE_NEEDED, "answer the question, or give --passphrase-file",
	 "the question for the passphrase was cancelled"},
	{GPG_ERR_TIMEOUT, DIAG_PASSPHRASE_NEEDED, "answer the question in time, or give --passphrase-file",
	 "nobody answered the question for the passphrase"},
	{GPG_ERR_NO_PIN_ENTRY, DIAG_PASSPHRASE_NEEDED,
	 "give it with --passphrase-file FILE or fd:N, or use a key without one",
	 "the signing key needs a passphrase, and there is nobody to ask"},
	{GPG_ERR_ENOTTY, DIAG_PASSPHRASE_NEEDED,
	 "give it with --passphrase-file FILE or fd:N, or use a key without one",
	 "the signing key needs a passphrase, and there is no terminal to ask on"},
	{GPG_ERR_CARD_REMOVED, DIAG_KEY_NO_SECRET, TOKEN_HINT, "the token that holds the signing key was removed"},
	{GPG_ERR_CARD_NOT_PRESENT, DIAG_KEY_NO_SECRET, TOKEN_HINT, "the token that holds the signing key is not there"},
	{GPG_ERR_NO_SCDAEMON, DIAG_KEY_NO_SECRET, "install scdaemon, which talks to tokens",
	 "the signing key is on a token, and there is no scdaemon"},
	{GPG_ERR_PIN_BLOCKED, DIAG_PASSPHRASE_WRONG, "gpg --card-edit unblocks it", "the PIN of the token is blocked"},
	{GPG_ERR_NO_PASSPHRASE, DIAG_PASSPHRASE_NEEDED, "give it with --passphrase-file FILE or fd:N",
	 "the signing key needs a passphrase"},
};

static const struct refusal *find_refusal(gpgme_error_t error)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (gpgme_err_code(error) == refusals[i].code)
			return &refusals[i];
	return NULL;
}

/* Says once why no signature can be made. */
static void report_failure(struct signer *s, gpgme_error_t error, const char *what, struct diags *d)
{
	if (atomic_exchange(&s->broken, true))
		return;
	const struct refusal *r = find_refusal(error);
	if (r) /* the text is not at fault */
		diag(d, r->diag, NO_PLACE, r->hint, "%s", r->message);
	/* What was well at the start may have expired or gone since: the look-up then tells. */
	else if (find_key(s, d))
		diag(d, DIAG_SIGN, (struct place){.path = what},
		     s->passphrase
			     ? "does gpg-agent.conf say no-allow-loopback-pinentry? Then --passphrase-file cannot serve"
			     : "gpg --clearsign --local-user FINGERPRINT tells more",
		     "gpg cannot sign this: %s: %s", gpgme_strsource(error), gpgme_strerror(error));
}

/* Exactly one signature, made by the key that was asked for. */
static bool signed_as_wanted(struct signer *s, gpgme_ctx_t context)
{
	gpgme_sign_result_t result = gpgme_op_sign_result(context);
	gpgme_new_signature_t made = result ? result->signatures : NULL;
	if (!made || made->next || result->invalid_signers || !key_part(s->key, made->fpr))
		return false;
	return strchr(s->selector, '!') ? gnupg_same_fingerprint(made->fpr, s->wanted) : true;
}

static gpgme_error_t sign_once(struct buf *out, gpgme_ctx_t context, enum signature_kind kind,
			       struct span text)
{
	gpgme_data_t in = NULL, made = NULL;
	gpgme_error_t error = gnupg_data(&in, text);
	if (!error)
		error = gpgme_data_new(&made);
	if (!error)
		error = gpgme_op_sign(context, in, made,
				      kind == SIGN_CLEAR ? GPGME_SIG_MODE_CLEAR : GPGME_SIG_MODE_DETACH);
	if (!error && !gnupg_collect(out, made))
		error = gpgme_error(GPG_ERR_TOO_LARGE);
	gpgme_data_release(made);
	gpgme_data_release(in);
	return error;
}

/* When several gpg start at once, one may fail with "lockfile disappeared", "file
 * exists" or an agent that is not up yet. All but a clear refusal is tried again. */
static gpgme_error_t sign_patiently(struct buf *out, gpgme_ctx_t context, enum signature_kind kind,
				    struct span text)
{
	gpgme_error_t error = 0;
	useconds_t pause = FIRST_PAUSE;
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		if (attempt) {
			usleep(pause);
			pause *= 2;
		}
		buf_clear(out);
		error = file_fault("sign") ? gpgme_error(GPG_ERR_EEXIST)
					   : sign_once(out, context, kind, text);
		if (!error || find_refusal(error))
			break;
	}
	return error;
}

bool signer_sign(struct signer *s, enum signature_kind kind, struct span text, const char *what,
		 struct buf *out, struct diags *d)
{
	if (kind == SIGN_CLEAR && !text_signable(text, what, d))
		return false;
	gpgme_ctx_t context;
	gpgme_error_t error = contexts_take(s->contexts, &context);
	if (error) {
		report_failure(s, error, what, d);
		return false;
	}
	struct buf made;
	buf_init(&made, BUF_LIMIT_DEFAULT);
	bool ok = false;
	if (!atomic_load(&s->broken)) {
		error = sign_patiently(&made, context, kind, text);
		ok = !error && signed_as_wanted(s, context);
		if (error)
			report_failure(s, error, what, d);
		else if (!ok && !atomic_exchange(&s->broken, true))
			diag(d, DIAG_SIGNED_OTHERWISE, (struct place){.path = what},
			     "look for local-user and default-key in gpg.conf",
			     "gpg signed with another key than %s, or with several", s->wanted);
	}
	contexts_give(s->contexts, context);
	if (ok) {
		buf_span(out, buf_as_span(&made));
		if (!atomic_exchange(&s->proven, true))
			contexts_set_limit(s->contexts, pool_cores());
	}
	buf_fini(&made);
	return ok;
}
