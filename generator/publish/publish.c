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
#include "publish/stage.h"
#include "publish/vouched.h"
#include "trust/sums.h"
#include "trust/verify.h"

#define SIGNED_LIMIT ((size_t)64 << 20)

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
	const char **texts; /* paths of texts to be clear-signed */
	size_t text_count, text_capacity;
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

static bool is_text(const char *path)
{
	struct span s = span_of(path);
	return span_starts(s, "text/") && span_ends(s, ".txt");
}

bool publish_file(void *publishing, const char *path, struct span bytes, struct diags *d)
{
	struct publishing *p = publishing;
	struct sum sum = {.digest = sha256_of(bytes)};
	if (!file_write(stage_folder(p->stage), path, bytes, d))
		return false;
	pthread_mutex_lock(&p->lock);
	sum.path = arena_text(p->arena, path);
	p->sums = arena_grow(p->arena, p->sums, p->count, &p->capacity, sizeof(*p->sums));
	p->sums[p->count++] = sum;
	if (is_text(path)) {
		p->texts = arena_grow(p->arena, p->texts, p->text_count, &p->text_capacity, sizeof(*p->texts));
		p->texts[p->text_count++] = sum.path;
	}
	pthread_mutex_unlock(&p->lock);
	return true;
}

/* The path of a text's clear-signed form: text/X.ja.txt -> text/X.ja.asc. */
static void signed_path(struct buf *out, const char *text_path)
{
	buf_add(out, text_path, strlen(text_path) - 4);
	buf_text(out, ".asc");
}

static bool is_good(struct publishing *p, const char *path, struct span armored, struct span text, struct diags *unheard)
{
	struct signature who;
	if (vouched_has(p->vouched, armored, text))
		return true;
	if (!verify_clear(p->verifier, armored, text, path, &who, unheard))
		return false;
	if (!who.expires)
		vouched_add(p->vouched, armored, text);
	return true;
}

/* The live site's signature, if the text is the same and the signature is a good one of this key. */
static bool take_over(struct publishing *p, const char *text_path, const char *path, struct span text, struct buf *out)
{
	int live = stage_live(p->stage);
	if (live < 0)
		return false;
	struct diags *unheard = diags_new(); /* what does not fit is signed anew: no fault */
	struct buf old;
	buf_init(&old, SIGNED_LIMIT);
	bool ok = file_read(&old, live, text_path, SIGNED_LIMIT, true, unheard) && span_equal(buf_as_span(&old), text) &&
		  file_read(out, live, path, SIGNED_LIMIT, true, unheard) &&
		  is_good(p, path, buf_as_span(out), text, unheard);
	if (!ok)
		buf_clear(out);
	buf_fini(&old);
	diags_free(unheard);
	return ok;
}

struct signing {
	struct publishing *publishing;
	struct diags *diags;
};

static void sign_text(void *context, unsigned worker, size_t index)
{
	(void)worker;
	struct signing *job = context;
	struct publishing *p = job->publishing;
	if (p->stopped())
		atomic_store(&p->failed, true);
	if (atomic_load(&p->failed))
		return;
	struct buf text, path, armored;
	buf_init(&text, SIGNED_LIMIT);
	buf_init(&path, 1 << 16);
	buf_init(&armored, SIGNED_LIMIT);
	signed_path(&path, p->texts[index]);
	bool ok = file_read(&text, stage_folder(p->stage), p->texts[index], SIGNED_LIMIT, false, job->diags);
	if (ok && take_over(p, p->texts[index], path.data, buf_as_span(&text), &armored))
		atomic_fetch_add(&p->reused, 1);
	else
		ok = ok && signer_sign(p->signer, SIGN_CLEAR, buf_as_span(&text), p->texts[index], &armored, job->diags);
	ok = ok && file_write(stage_folder(p->stage), path.data, buf_as_span(&armored), job->diags);
	if (ok)
		atomic_fetch_add(&p->signatures, 1);
	else
		atomic_store(&p->failed, true);
	buf_fini(&armored);
	buf_fini(&path);
	buf_fini(&text);
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
		pool_run(p->text_count, p->jobs, sign_text, &job);
		ok = !atomic_load(&p->failed) && sign_sums(p, buf_as_span(&sums), d);
	}
	buf_fini(&sums);
	return ok;
}

/* Reads back what stands on the disk. If it is not as it was written, neither archive nor publisher is at fault: the key
 * expired meanwhile, or the disk, gpg or somebody else did it. */
static bool verify_stage(struct published *out, struct publishing *p, struct diags *d)
{
	struct verify_options options = {.fingerprint = p->signer ? signer_wanted(p->signer) : NULL,
					 .unsigned_ok = !p->signer, .jobs = p->jobs, .vouched = p->vouched};
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
