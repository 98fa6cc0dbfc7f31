/* Invariant: sums holds one item for each file of the stage that SHA256SUMS
 * lists; it is guarded by lock while outputs are being written. */
#include "publish/publish.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/pool.h"
#include "publish/signed.h"
#include "publish/stage.h"
#include "publish/vouched.h"
#include "trust/armor.h"
#include "trust/sums.h"
#include "trust/verify.h"

#define SIGNED_LIMIT ((size_t)512 << 20) /* as large as any file that a site is written with */

/* A file that is to be signed. */
struct signable {
	const char *path;
	enum signed_form form;
	struct span text; /* SIGNED_IN_PLACE: it is written once, when it is signed */
};

struct publishing {
	struct stage *stage;
	struct signer *signer;
	struct verifier *verifier; /* of the signing key alone: for signatures that are taken over */
	struct vouched *vouched;   /* NULL without a signer */
	unsigned jobs;
	pthread_mutex_t lock;
	struct arena *arena;
	struct sum *sums;
	size_t count, capacity;
	struct signable *signables;
	size_t signable_count, signable_capacity;
	atomic_size_t signatures, reused;
	atomic_bool failed;
	bool (*stopped)(void);
};

static void open_vouched(struct publishing *p, struct span certificate, const char *cache)
{
	struct sha256 parts[] = {sha256_of(certificate), verifier_state(p->verifier), sha256_of(span_of(signer_wanted(p->signer)))};
	struct sha256 state = sha256_of(span_make((const char *)parts, sizeof(parts)));
	p->vouched = vouched_open(signer_fingerprint(p->signer), &state, cache);
}

static bool make_verifier(struct publishing *p, const char *cache, struct diags *d)
{
	struct buf certificate;
	buf_init(&certificate, SIGNED_LIMIT);
	bool ok = signer_certificate(p->signer, &certificate, d);
	struct span block = buf_as_span(&certificate);
	ok = ok && verifier_new(&p->verifier, &block, 1, signer_wanted(p->signer), d);
	if (ok)
		open_vouched(p, block, cache);
	buf_fini(&certificate);
	return ok;
}

bool publish_begin(struct publishing **out, const char *target, struct signer *signer, const char *cache, unsigned jobs,
		   struct diags *d)
{
	struct publishing *p = memory_alloc(sizeof(*p));
	p->signer = signer;
	p->jobs = jobs;
	p->arena = arena_new();
	pthread_mutex_init(&p->lock, NULL);
	if ((signer && !make_verifier(p, cache, d)) || !stage_new(&p->stage, target, signer != NULL, d)) {
		publish_free(p);
		return false;
	}
	*out = p;
	return true;
}

void publish_free(struct publishing *p)
{
	if (!p)
		return;
	if (p->stage)
		stage_free(p->stage);
	verifier_free(p->verifier);
	vouched_free(p->vouched);
	pthread_mutex_destroy(&p->lock);
	arena_free(p->arena);
	free(p);
}

/* Under the lock. */
static void add_sum(struct publishing *p, const char *path, const struct sha256 *digest)
{
	p->sums = arena_grow(p->arena, p->sums, p->count, &p->capacity, sizeof(*p->sums));
	p->sums[p->count++] = (struct sum){arena_text(p->arena, path), *digest};
}

/* Under the lock. */
static void add_signable(struct publishing *p, const char *path, enum signed_form form, struct span bytes)
{
	struct signable s = {arena_text(p->arena, path), form, {0}};
	if (form == SIGNED_IN_PLACE)
		s.text = span_make(arena_span(p->arena, bytes), bytes.length);
	p->signables = arena_grow(p->arena, p->signables, p->signable_count, &p->signable_capacity, sizeof(*p->signables));
	p->signables[p->signable_count++] = s;
}

bool publish_file(void *publishing, const char *path, struct span bytes, struct diags *d)
{
	struct publishing *p = publishing;
	enum signed_form form = p->signer ? signed_form_of(path) : SIGNED_NOT;
	struct sha256 digest = sha256_of(bytes);
	if (form != SIGNED_IN_PLACE && !file_write(stage_folder(p->stage), path, bytes, d))
		return false;
	pthread_mutex_lock(&p->lock);
	if (!sums_excluded(path))
		add_sum(p, path, &digest);
	if (form != SIGNED_NOT)
		add_signable(p, path, form, bytes);
	pthread_mutex_unlock(&p->lock);
	return true;
}

static bool is_good(struct publishing *p, enum signature_kind kind, const char *path, struct span armored, struct span text,
		    struct diags *unheard)
{
	struct signature who;
	if (vouched_has(p->vouched, kind, armored, text))
		return true;
	if (!(kind == SIGN_CLEAR ? verify_clear(p->verifier, armored, text, path, &who, unheard)
				 : verify_detached(p->verifier, text, armored, path, &who, unheard)))
		return false;
	if (!who.expires)
		vouched_add(p->vouched, kind, armored, text);
	return true;
}

/* Whether the live site has the same bytes there, signed or not: gpg is not asked of others. */
static bool is_as_it_was(int live, const struct signable *s, struct span armored, struct span text, struct diags *unheard)
{
	struct buf old;
	buf_init(&old, SIGNED_LIMIT);
	bool ok = s->form == SIGNED_IN_PLACE ? !armor_clear_text(&old, armored)
					     : file_read(&old, live, s->path, SIGNED_LIMIT, true, unheard);
	ok = ok && span_equal(buf_as_span(&old), text);
	buf_fini(&old);
	return ok;
}

/* The live site's signature, if what is signed is the same and the signature is a good one of this key. */
static bool take_over(struct publishing *p, const struct signable *s, const char *path, struct span text, struct buf *out)
{
	int live = stage_live(p->stage);
	if (live < 0)
		return false;
	struct diags *unheard = diags_new(); /* what does not fit is signed anew: no fault */
	bool ok = file_read(out, live, path, SIGNED_LIMIT, true, unheard) &&
		  is_as_it_was(live, s, buf_as_span(out), text, unheard) &&
		  is_good(p, signed_kind(s->form), path, buf_as_span(out), text, unheard);
	if (!ok)
		buf_clear(out);
	diags_free(unheard);
	return ok;
}

struct signing {
	struct publishing *publishing;
	struct diags *diags;
};

/* The signature is taken over or made, and written. */
static bool sign(struct publishing *p, const struct signable *s, struct span text, struct diags *d)
{
	struct buf path, armored;
	buf_init(&path, 1 << 16);
	buf_init(&armored, SIGNED_LIMIT);
	signed_path(&path, s->path, s->form);
	bool ok = true;
	if (take_over(p, s, path.data, text, &armored))
		atomic_fetch_add(&p->reused, 1);
	else
		ok = signer_sign(p->signer, signed_kind(s->form), text, s->path, &armored, d);
	ok = ok && file_write(stage_folder(p->stage), path.data, buf_as_span(&armored), d);
	buf_fini(&armored);
	buf_fini(&path);
	return ok;
}

static void sign_file(void *context, unsigned worker, size_t index)
{
	(void)worker;
	struct signing *job = context;
	struct publishing *p = job->publishing;
	const struct signable *s = &p->signables[index];
	if (p->stopped())
		atomic_store(&p->failed, true);
	if (atomic_load(&p->failed))
		return;
	struct buf bytes;
	buf_init(&bytes, SIGNED_LIMIT);
	bool ok = s->text.data || file_read(&bytes, stage_folder(p->stage), s->path, SIGNED_LIMIT, false, job->diags);
	if (ok && sign(p, s, s->text.data ? s->text : buf_as_span(&bytes), job->diags))
		atomic_fetch_add(&p->signatures, 1);
	else
		atomic_store(&p->failed, true);
	buf_fini(&bytes);
}

static bool sign_sums(struct publishing *p, struct span sums, struct diags *d)
{
	struct buf armored;
	buf_init(&armored, SIGNED_LIMIT);
	bool ok = signer_sign(p->signer, SIGN_DETACHED, sums, "SHA256SUMS", &armored, d) &&
		  file_write(stage_folder(p->stage), "SHA256SUMS.asc", buf_as_span(&armored), d);
	if (ok)
		atomic_fetch_add(&p->signatures, 1);
	buf_fini(&armored);
	return ok;
}

static bool sum_and_sign(struct publishing *p, struct diags *d)
{
	struct buf sums;
	buf_init(&sums, SIGNED_LIMIT);
	sums_write(&sums, p->sums, p->count);
	bool ok = !sums.overflow && file_write(stage_folder(p->stage), "SHA256SUMS", buf_as_span(&sums), d);
	if (ok && p->signer) {
		struct signing job = {p, d};
		pool_run(p->signable_count, p->jobs, sign_file, &job);
		ok = !atomic_load(&p->failed) && sign_sums(p, buf_as_span(&sums), d);
	}
	buf_fini(&sums);
	return ok;
}

/* What security.txt is to say; empty where there is none, or it is not signed. */
static struct span security_txt(const struct publishing *p)
{
	for (size_t i = 0; i < p->signable_count; i++)
		if (p->signables[i].form == SIGNED_IN_PLACE)
			return p->signables[i].text;
	return (struct span){0};
}

/* Reads back what stands on the disk. If it is not as it was written, neither archive nor publisher is at fault: the key
 * expired meanwhile, or the disk, gpg or somebody else did it. */
static bool verify_stage(struct published *out, struct publishing *p, struct diags *d)
{
	struct verify_options options = {.fingerprint = p->signer ? signer_wanted(p->signer) : NULL,
					 .unsigned_ok = !p->signer, .jobs = p->jobs, .vouched = p->vouched,
					 .security_txt = security_txt(p)};
	if (verify_site(&out->report, stage_folder(p->stage), &options, d))
		return true;
	if (!diags_has(d, DIAG_TEXT_NOT_SIGNABLE) && (!p->signer || signer_still_good(p->signer, d)))
		diag(d, DIAG_STAGE, (struct place){.path = stage_path(p->stage)}, "build again; if it stays so, look at the disk and at gpg",
		     "what was written does not verify when it is read back, and was not put in place");
	return false;
}

bool publish_finish(struct published *out, struct publishing *p, bool (*stopped)(void), struct diags *d)
{
	p->stopped = stopped;
	if (!sum_and_sign(p, d) || !verify_stage(out, p, d) || stopped() || !stage_commit(p->stage, d))
		return false;
	if (p->vouched)
		vouched_keep(p->vouched);
	out->signatures = atomic_load(&p->signatures);
	out->reused = atomic_load(&p->reused);
	return true;
}
