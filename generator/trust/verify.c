/* Invariant: parts lists every primary key and subkey of the certificates that were
 * given, and a signature by any other key is not good, whatever gpg says of it. */
#include "trust/verify.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/pool.h"
#include "trust/armor.h"
#include "trust/gnupg.h"
#include "trust/home.h"
#include "trust/key.h"
#include "trust/text.h"

struct part {
	char fingerprint[FINGERPRINT_SIZE], primary[FINGERPRINT_SIZE];
	const char *user_id; /* of its certificate; in the arena */
};

struct verifier {
	struct home home;
	struct contexts *contexts;
	struct arena *arena;
	struct part *parts;
	size_t count, capacity;
	char wanted[FINGERPRINT_SIZE]; /* empty: any */
	struct buf state;	       /* each part's, for verifier_state */
};

static const struct part *find_part(const struct verifier *v, const char *fingerprint)
{
	for (size_t i = 0; fingerprint && i < v->count; i++)
		if (gnupg_same_fingerprint(v->parts[i].fingerprint, fingerprint))
			return &v->parts[i];
	return NULL;
}

/* A certificate that comes again, in a later form, may have new subkeys. */
static void add_parts(struct verifier *v, gpgme_key_t key)
{
	char user_id[sizeof(((struct signature *)0)->user_id)];
	gnupg_copy_user_id(user_id, sizeof(user_id), key->uids ? key->uids->uid : NULL);
	const char *kept = arena_text(v->arena, user_id);
	for (gpgme_subkey_t s = key->subkeys; s; s = s->next) {
		buf_printf(&v->state, "%s %ld %u%u%u%u%u%u%u%u%u\n", s->fpr ? s->fpr : "", s->expires, s->revoked, s->expired,
			   s->disabled, s->invalid, s->can_sign, key->revoked, key->expired, key->disabled, key->invalid);
		if (!s->fpr || !gnupg_is_fingerprint(s->fpr) || find_part(v, s->fpr))
			continue;
		v->parts = arena_grow(v->arena, v->parts, v->count, &v->capacity, sizeof(*v->parts));
		struct part *p = &v->parts[v->count++];
		gnupg_copy_fingerprint(p->fingerprint, s->fpr);
		gnupg_copy_fingerprint(p->primary, key->subkeys->fpr);
		p->user_id = kept;
	}
}

/* Lists the keys that were just imported: only they count, not what a gpg.conf of the system may add. */
static bool learn_keys(struct verifier *v, gpgme_import_result_t result, struct diags *d)
{
	for (gpgme_import_status_t i = result->imports; i; i = i->next) {
		gpgme_key_t key;
		if (!home_key(&key, &v->home, i->fpr, d))
			return false;
		add_parts(v, key);
		gpgme_key_unref(key);
	}
	return true;
}

static bool import(struct verifier *v, struct span certificate, size_t number, struct diags *d)
{
	gpgme_ctx_t context;
	gpgme_import_result_t result;
	gpgme_error_t error = home_context(&context, &v->home);
	if (error)
		return gnupg_failed(d, NULL, "start gpg", error);
	error = home_import(&result, context, certificate);
	bool ok = false;
	if (result && result->secret_read)
		diag(d, DIAG_CERTIFICATE_SECRET, NO_PLACE,
		     "it would be published: take it away at once, revoke the key, and make a new one",
		     "certificate %zu holds a secret key", number);
	else if (result && result->imports)
		ok = learn_keys(v, result, d);
	else if (home_has_room(&v->home, d))
		diag(d, DIAG_CERTIFICATE_NONE, NO_PLACE, "gpg --armor --export FINGERPRINT makes one",
		     "certificate %zu holds no OpenPGP key%s%s", number, error ? ": " : "",
		     error ? gpgme_strerror(error) : "");
	gpgme_release(context);
	return ok;
}

static bool import_all(struct verifier *v, const struct span *certificates, size_t count, struct diags *d)
{
	for (size_t i = 0; i < count; i++)
		if (!import(v, certificates[i], i + 1, d))
			return false;
	if (!v->count) {
		diag(d, DIAG_CERTIFICATE_NONE, NO_PLACE, "gpg --armor --export FINGERPRINT makes one",
		     "there is no certificate to verify signatures with");
		return false;
	}
	if (!*v->wanted || find_part(v, v->wanted))
		return true;
	diag(d, DIAG_CERTIFICATE_LACKS_KEY, NO_PLACE, "put the certificate of this key among them",
	     "no certificate holds the key %s", v->wanted);
	return false;
}

bool verifier_new(struct verifier **out, const struct span *certificates, size_t count,
		  const char *fingerprint, struct diags *d)
{
	if ((fingerprint && !key_check_name(fingerprint, false, d)) || !gnupg_setup(d))
		return false;
	struct verifier *v = memory_alloc(sizeof(*v));
	v->arena = arena_new();
	buf_init(&v->state, BUF_LIMIT_DEFAULT);
	v->contexts = contexts_new(pool_cores(), home_context, &v->home);
	if (fingerprint)
		gnupg_copy_fingerprint(v->wanted, fingerprint);
	bool ok = home_new(&v->home, d) && import_all(v, certificates, count, d);
	if (ok)
		*out = v;
	else
		verifier_free(v);
	return ok;
}

void verifier_free(struct verifier *v)
{
	if (!v)
		return;
	contexts_free(v->contexts);
	home_remove(&v->home);
	arena_free(v->arena);
	buf_fini(&v->state);
	free(v);
}

struct sha256 verifier_state(const struct verifier *v)
{
	return sha256_of(buf_as_span(&v->state));
}

static const struct fault {
	gpg_err_code_t code;
	enum diag_code diag;
	const char *hint, *message;
} faults[] = {
	{GPG_ERR_BAD_SIGNATURE, DIAG_SIGNATURE_BAD, "the file or its signature was changed after signing",
	 "the signature does not fit the file"},
	{GPG_ERR_NO_PUBKEY, DIAG_SIGNATURE_UNKNOWN_KEY,
	 "put the certificate of this key among those to verify with",
	 "the signature is by a key whose certificate is not given"},
	{GPG_ERR_KEY_EXPIRED, DIAG_SIGNATURE_KEY_EXPIRED,
	 "a certificate on which the key's life is extended mends this",
	 "the signature fits, but its key has expired"},
	{GPG_ERR_SIG_EXPIRED, DIAG_SIGNATURE_EXPIRED, "the publisher has to sign again",
	 "the signature fits, but it has expired"},
	{GPG_ERR_CERT_REVOKED, DIAG_SIGNATURE_KEY_REVOKED,
	 "do not trust this site until its publisher has explained it",
	 "the signature fits, but its key is revoked"},
	{GPG_ERR_NO_DATA, DIAG_ARMOR, "gpg --armor --detach-sign makes one",
	 "there is no OpenPGP signature in this file"},
};

static bool refuse(gpgme_error_t error, const char *signer, const char *path, struct diags *d)
{
	struct place at = {.path = path};
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (gpgme_err_code(error) == faults[i].code) {
			diag(d, faults[i].diag, at, faults[i].hint, "%s%s%s%s", faults[i].message,
			     signer ? " (" : "", signer ? signer : "", signer ? ")" : "");
			return false;
		}
	diag(d, DIAG_SIGNATURE_BAD, at, NULL, "gpg does not accept the signature: %s", gpgme_strerror(error));
	return false;
}

static bool check_result(struct verifier *v, gpgme_error_t error, gpgme_verify_result_t result,
			 const char *path, struct signature *out, struct diags *d)
{
	struct place at = {.path = path};
	gpgme_signature_t s = result ? result->signatures : NULL;
	if (error)
		return refuse(error, NULL, path, d);
	if (!s || s->next) {
		diag(d, DIAG_SIGNATURE_COUNT, at, "there has to be exactly one", "this file holds %s",
		     s ? "more than one signature" : "no signature");
		return false;
	}
	if (gpgme_err_code(s->status) != GPG_ERR_NO_ERROR || s->wrong_key_usage)
		return refuse(s->wrong_key_usage ? gpgme_error(GPG_ERR_WRONG_KEY_USAGE) : s->status, s->fpr,
			      path, d);
	const struct part *part = find_part(v, s->fpr);
	if (!part)
		return refuse(gpgme_error(GPG_ERR_NO_PUBKEY), s->fpr, path, d);
	if (*v->wanted && strcmp(part->fingerprint, v->wanted) != 0 &&
	    strcmp(part->primary, v->wanted) != 0) {
		bool subkey = strcmp(part->fingerprint, part->primary) != 0;
		diag(d, DIAG_SIGNATURE_OTHER_KEY, at, NULL, "the signature is by the key %s (%s%s%s), not by %s", part->primary,
		     part->user_id, subkey ? "; subkey " : "", subkey ? part->fingerprint : "", v->wanted);
		return false;
	}
	if (out) {
		memcpy(out->fingerprint, part->primary, sizeof(out->fingerprint));
		snprintf(out->user_id, sizeof(out->user_id), "%s", part->user_id);
		out->expires = s->exp_timestamp != 0;
	}
	return true;
}

/* Runs gpg. signature alone (signed_text empty) is a clear-signed text, which is written to plain. */
static bool run(struct verifier *v, struct span signature, struct span signed_text, struct buf *plain,
		const char *path, struct signature *out, struct diags *d)
{
	gpgme_ctx_t context;
	gpgme_data_t sig = NULL, text = NULL;
	gpgme_error_t error = contexts_take(v->contexts, &context);
	if (error)
		return gnupg_failed(d, path, "start gpg", error);
	error = gnupg_data(&sig, signature);
	if (!error)
		error = plain ? gpgme_data_new(&text) : gnupg_data(&text, signed_text);
	if (!error)
		error = gpgme_op_verify(context, sig, plain ? NULL : text, plain ? text : NULL);
	bool ok = check_result(v, error, error ? NULL : gpgme_op_verify_result(context), path, out, d);
	if (ok && plain && !gnupg_collect(plain, text))
		ok = gnupg_failed(d, path, "read what gpg gives", gpgme_error(GPG_ERR_GENERAL));
	gpgme_data_release(text);
	gpgme_data_release(sig);
	contexts_give(v->contexts, context);
	return ok;
}

static bool bad_armor(const char *path, const char *fault, struct diags *d)
{
	diag(d, DIAG_ARMOR, (struct place){.path = path}, NULL, "this is no signature as it should be: %s",
	     fault);
	return false;
}

bool verify_detached(struct verifier *v, struct span data, struct span armored, const char *path,
		     struct signature *out, struct diags *d)
{
	const char *fault = armor_check(armored, "SIGNATURE");
	if (fault)
		return bad_armor(path, fault, d);
	return run(v, armored, data, NULL, path, out, d);
}

/* What the armour says, what gpg says, and what is expected are one text. */
static bool texts_agree(struct span inside, struct span plain, struct span expected, const char *path,
			struct diags *d)
{
	bool given = expected.data != NULL;
	if (span_equal(inside, plain) && (!given || span_equal(inside, expected)))
		return true;
	diag(d, DIAG_SIGNED_TEXT_DIFFERS, (struct place){.path = path}, NULL, "%s",
	     span_equal(inside, plain) ? "the signed text is not the text beside it, byte for byte"
				       : "gpg reads another text out of this file than stands in it");
	return false;
}

bool verify_clear(struct verifier *v, struct span armored, struct span expected, const char *path,
		  struct signature *out, struct diags *d)
{
	struct buf inside, plain;
	buf_init(&inside, BUF_LIMIT_DEFAULT);
	buf_init(&plain, BUF_LIMIT_DEFAULT);
	const char *fault = armor_clear_text(&inside, armored);
	bool ok = !fault || bad_armor(path, fault, d);
	ok = ok && text_signable(buf_as_span(&inside), path, d);
	ok = ok && run(v, armored, (struct span){0}, &plain, path, out, d);
	ok = ok && texts_agree(buf_as_span(&inside), buf_as_span(&plain), expected, path, d);
	buf_fini(&plain);
	buf_fini(&inside);
	return ok;
}
