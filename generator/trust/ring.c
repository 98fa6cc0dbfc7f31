/* Invariant: what a file's parts say was read by gpg out of that file alone; the home holds all files, and
 * is filled before the first signature is checked or as soon as some key is revoked. */
#include "trust/ring.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"
#include "trust/armor.h"
#include "trust/home.h"
#include "trust/revocations.h"

#define FILE_LIMIT ((size_t)1 << 20)
#define PARTS_LIMIT 1000 /* of a file */

struct ring {
	struct home home;
	struct contexts *contexts;
	struct repository *repository;
	struct ring_file *files;
	struct span *bytes; /* of each file; empty where it is not to be given to gpg */
	size_t count;
	struct arena *arena;
	struct diags *diags; /* of ring_new */
	pthread_mutex_t lock; /* arena, filled */
	bool filled;
	atomic_bool failed;
	struct revocations revocations;
};

static bool holds_secret(struct span bytes)
{
	static const char secret[] = "PRIVATE KEY BLOCK";
	return memmem(bytes.data, bytes.length, secret, sizeof(secret) - 1) != NULL;
}

static bool read_file(struct ring *ring, size_t index)
{
	struct ring_file *f = &ring->files[index];
	struct span bytes;
	if (repository_blob_size(ring->repository, &f->blob, NULL) > FILE_LIMIT)
		return true;
	if (!repository_file(&bytes, ring->repository, f->path, &f->blob, ring->arena, ring->diags))
		return false;
	f->secret = holds_secret(bytes);
	if (!f->secret)
		ring->bytes[index] = bytes;
	return true;
}

static const char *user_id_of(gpgme_key_t key, struct arena *a)
{
	char text[256];
	gpgme_user_id_t u = key->uids;
	while (u && (u->revoked || u->invalid))
		u = u->next;
	if (!u)
		u = key->uids;
	gnupg_copy_user_id(text, sizeof(text), u ? u->uid : NULL);
	return arena_text(a, text);
}

/* gpgme: 0 is never; below 0 what cannot be read, which is taken for long ago. */
static instant expiry(gpgme_key_t key, gpgme_subkey_t part)
{
	instant first = key->subkeys->expires < 0 ? 1 : key->subkeys->expires, own = part->expires < 0 ? 1 : part->expires;
	return first && (!own || first < own) ? first : own;
}

static void add_parts(struct ring *ring, struct ring_file *f, size_t *capacity, gpgme_key_t key)
{
	const char *user_id = user_id_of(key, ring->arena);
	for (gpgme_subkey_t s = key->subkeys; s && f->part_count < PARTS_LIMIT; s = s->next) {
		if (!s->fpr || !gnupg_is_fingerprint(s->fpr) || !gnupg_is_fingerprint(key->subkeys->fpr))
			continue;
		f->parts = arena_grow(ring->arena, f->parts, f->part_count, capacity, sizeof(*f->parts));
		struct ring_part *p = &f->parts[f->part_count++];
		*p = (struct ring_part){.user_id = user_id,
					.expires = expiry(key, s),
					.can_sign = s->can_sign && !s->invalid && !key->invalid,
					.revoked = s->revoked || key->revoked};
		gnupg_copy_fingerprint(p->fingerprint, s->fpr);
		gnupg_copy_fingerprint(p->primary, key->subkeys->fpr);
	}
}

/* What gpg lists of the bytes; the home is not asked. */
static gpgme_error_t list_keys(struct ring *ring, struct ring_file *f, gpgme_ctx_t context, gpgme_data_t data)
{
	gpgme_key_t key;
	size_t capacity = 0;
	gpgme_error_t error = gpgme_op_keylist_from_data_start(context, data, 0);
	while (!error && !(error = gpgme_op_keylist_next(context, &key))) {
		pthread_mutex_lock(&ring->lock);
		if (key->secret)
			f->secret = true;
		else if (key->subkeys)
			add_parts(ring, f, &capacity, key);
		pthread_mutex_unlock(&ring->lock);
		gpgme_key_unref(key);
	}
	return gpgme_err_code(error) == GPG_ERR_EOF ? 0 : error;
}

static void list_file(void *context, unsigned worker, size_t index)
{
	struct ring *ring = context;
	struct ring_file *f = &ring->files[index];
	gpgme_ctx_t lister;
	gpgme_data_t data = NULL;
	(void)worker;
	if (!ring->bytes[index].length)
		return;
	gpgme_error_t error = contexts_take(ring->contexts, &lister);
	if (error) {
		gnupg_failed(ring->diags, f->path, "start gpg", error);
		atomic_store(&ring->failed, true);
		return;
	}
	error = gnupg_data(&data, ring->bytes[index]);
	if (!error)
		error = list_keys(ring, f, lister, data);
	gpgme_data_release(data);
	contexts_give(ring->contexts, lister);
	/* What gpg cannot read is no certificate; what keeps gpg from reading is a failure. */
	if (error && gnupg_is_failure(error)) {
		gnupg_failed(ring->diags, f->path, "read a certificate", error);
		atomic_store(&ring->failed, true);
	}
	if (f->secret || !f->part_count) {
		f->part_count = 0;
		ring->bytes[index] = (struct span){0};
	}
}

static void list_next(void *context, unsigned worker, size_t index)
{
	list_file(context, worker, index + 1);
}

/* The first by itself: gpg then makes the keybox, once. */
static bool list_all(struct ring *ring, unsigned jobs)
{
	if (ring->count)
		list_file(ring, 0, 0);
	if (ring->count > 1)
		pool_run(ring->count - 1, jobs, list_next, ring);
	return !atomic_load(&ring->failed);
}

/* What gpg has listed of the bytes it should take: else signatures would seem to be by unknown keys. */
static bool took_all(const struct ring *ring, gpgme_import_result_t result)
{
	for (size_t i = 0; i < ring->count; i++)
		for (size_t k = 0; k < ring->files[i].part_count; k++) {
			gpgme_import_status_t s = result ? result->imports : NULL;
			while (s && (s->result || !gnupg_same_fingerprint(s->fpr, ring->files[i].parts[k].primary)))
				s = s->next;
			if (!s)
				return false;
		}
	return true;
}

/* A certificate that gpg lists and does not take is its owner's matter; a gpg that is ended, or has no room, is none of theirs. */
static bool judge_import(struct ring *ring, gpgme_error_t error, gpgme_ctx_t context, struct diags *d)
{
	const char *what = "import the committers' certificates";
	gpgme_import_result_t result = error ? NULL : gpgme_op_import_result(context);
	if (error)
		return gnupg_failed(d, NULL, what, error);
	if (took_all(ring, result))
		return true;
	if (!home_has_room(&ring->home, d))
		return false;
	return (result && result->considered) || gnupg_failed(d, NULL, what, gpgme_error(GPG_ERR_GENERAL));
}

/* One run of gpg for all: armoured blocks may follow each other, each from the start of a line. */
static bool import(struct ring *ring, struct diags *d)
{
	struct buf all;
	gpgme_ctx_t context = NULL;
	gpgme_data_t data = NULL;
	buf_init(&all, (size_t)1 << 30);
	for (size_t i = 0; i < ring->count; i++) {
		buf_span(&all, ring->bytes[i]);
		buf_char(&all, '\n');
	}
	gpgme_error_t error = all.overflow ? gpgme_error(GPG_ERR_TOO_LARGE) : home_context(&context, &ring->home);
	if (!error)
		error = gnupg_data(&data, buf_as_span(&all));
	if (!error)
		error = gpgme_op_import(context, data);
	bool ok = judge_import(ring, error, context, d);
	gpgme_data_release(data);
	if (context)
		gpgme_release(context);
	buf_fini(&all);
	return ok;
}

static bool fill(struct ring *ring, struct diags *d)
{
	pthread_mutex_lock(&ring->lock);
	bool ok = ring->filled || import(ring, d);
	ring->filled = ok;
	pthread_mutex_unlock(&ring->lock);
	return ok;
}

static bool some_is_revoked(const struct ring *ring)
{
	for (size_t i = 0; i < ring->count; i++)
		for (size_t k = 0; k < ring->files[i].part_count; k++)
			if (ring->files[i].parts[k].revoked)
				return true;
	return false;
}

static bool read_all(struct ring *ring, unsigned jobs)
{
	for (size_t i = 0; i < ring->count; i++)
		if (!read_file(ring, i))
			return false;
	if (!list_all(ring, jobs))
		return false;
	return !some_is_revoked(ring) ||
	       (fill(ring, ring->diags) && revocations_read(&ring->revocations, &ring->home, ring->arena, ring->diags));
}

bool ring_new(struct ring **out, struct repository *r, struct ring_file *files, size_t count, unsigned jobs, struct arena *a,
	      struct diags *d)
{
	if (!gnupg_setup(d))
		return false;
	struct ring *ring = memory_alloc(sizeof(*ring));
	*ring = (struct ring){.repository = r, .files = files, .count = count, .arena = a, .diags = d,
			      .lock = PTHREAD_MUTEX_INITIALIZER};
	ring->bytes = arena_array(a, count, sizeof(*ring->bytes));
	ring->contexts = contexts_new(jobs ? jobs : 1, home_context, &ring->home);
	bool ok = home_new(&ring->home, d) && read_all(ring, jobs);
	if (ok)
		*out = ring;
	else
		ring_free(ring);
	return ok;
}

void ring_free(struct ring *ring)
{
	if (!ring)
		return;
	contexts_free(ring->contexts);
	home_remove(&ring->home);
	pthread_mutex_destroy(&ring->lock);
	free(ring);
}

/* SHA-1 can be made to give one digest for two texts; gpg takes it for signatures all the same. */
static bool digest_is_sound(gpgme_hash_algo_t digest)
{
	return digest == GPGME_MD_SHA224 || digest == GPGME_MD_SHA256 || digest == GPGME_MD_SHA384 || digest == GPGME_MD_SHA512;
}

static enum ring_fault fault_of(gpgme_signature_t s)
{
	if (s->next)
		return RING_SEVERAL;
	switch (gpgme_err_code(s->status)) {
	case GPG_ERR_NO_ERROR:
	case GPG_ERR_KEY_EXPIRED: /* these three fit: whether key and signature were valid then is asked elsewhere */
	case GPG_ERR_SIG_EXPIRED:
	case GPG_ERR_CERT_REVOKED:
		if (s->wrong_key_usage || !s->fpr || !gnupg_is_fingerprint(s->fpr))
			return RING_REFUSED;
		return digest_is_sound(s->hash_algo) ? RING_GOOD : RING_DIGEST;
	case GPG_ERR_NO_PUBKEY:
		return RING_UNKNOWN_KEY;
	case GPG_ERR_BAD_SIGNATURE:
		return RING_MISMATCH;
	case GPG_ERR_DIGEST_ALGO:
		return RING_DIGEST;
	case GPG_ERR_TIME_CONFLICT:
		return RING_TIME;
	default:
		return RING_REFUSED;
	}
}

static void read_result(struct ring_signature *out, gpgme_verify_result_t result)
{
	gpgme_signature_t s = result ? result->signatures : NULL;
	*out = (struct ring_signature){.fault = s ? fault_of(s) : RING_REFUSED};
	if (!s || s->next)
		return;
	out->created = (instant)s->timestamp;
	out->expires = (instant)s->exp_timestamp;
	if (s->fpr && gnupg_is_fingerprint(s->fpr))
		gnupg_copy_fingerprint(out->fingerprint, s->fpr);
}

bool ring_check(struct ring_signature *out, struct ring *ring, struct span signature, struct span bytes, struct diags *d)
{
	*out = (struct ring_signature){.fault = RING_ARMOR};
	if (armor_check(signature, "SIGNATURE"))
		return true;
	gpgme_ctx_t context;
	gpgme_data_t sig = NULL, text = NULL;
	if (!fill(ring, d))
		return false;
	gpgme_error_t error = contexts_take(ring->contexts, &context);
	if (error)
		return gnupg_failed(d, NULL, "start gpg", error);
	error = gnupg_data(&sig, signature);
	if (!error)
		error = gnupg_data(&text, bytes);
	if (!error)
		error = gpgme_op_verify(context, sig, text, NULL);
	if (error)
		out->fault = RING_REFUSED;
	else
		read_result(out, gpgme_op_verify_result(context));
	gpgme_data_release(text);
	gpgme_data_release(sig);
	contexts_give(ring->contexts, context);
	return !error || !gnupg_is_failure(error) || gnupg_failed(d, NULL, "check a commit's signature", error);
}

const struct ring_part *ring_part_of(const struct ring_file *file, const char *fingerprint)
{
	for (size_t i = 0; i < file->part_count; i++)
		if (gnupg_same_fingerprint(file->parts[i].fingerprint, fingerprint))
			return &file->parts[i];
	return NULL;
}

const char *ring_primary(const struct ring *ring, const char *fingerprint)
{
	const char *primary = NULL;
	for (size_t i = 0; i < ring->count; i++) {
		const struct ring_part *p = ring_part_of(&ring->files[i], fingerprint);
		if (p && primary && strcmp(primary, p->primary) != 0)
			return NULL;
		if (p)
			primary = p->primary;
	}
	return primary;
}

bool ring_claims(const struct ring *ring, const char *primary, const char *fingerprint)
{
	for (size_t i = 0; i < ring->count; i++) {
		const struct ring_part *p = ring_part_of(&ring->files[i], fingerprint);
		if (p && strcmp(p->primary, primary) == 0)
			return true;
	}
	return false;
}

static bool is_flagged(const struct ring *ring, const char *fingerprint)
{
	for (size_t i = 0; i < ring->count; i++) {
		const struct ring_part *p = ring_part_of(&ring->files[i], fingerprint);
		if (p && p->revoked)
			return true;
	}
	return false;
}

enum ring_revocation ring_revocation(const struct ring *ring, const char *fingerprint, instant *since)
{
	const char *primary = ring_primary(ring, fingerprint);
	if (!is_flagged(ring, fingerprint))
		return RING_NOT_REVOKED;
	return revocations_find(&ring->revocations, fingerprint, primary ? primary : "", since);
}

const char *ring_gpg_version(void)
{
	return gnupg_engine()->version;
}

struct sha256 ring_digest(const struct ring *ring)
{
	struct sha256_stream *s = sha256_start();
	for (size_t i = 0; i < ring->count; i++)
		sha256_add(s, ring->files[i].blob.bytes, sizeof(ring->files[i].blob.bytes));
	return sha256_finish(s);
}
