/* Invariant: one key signs a site. Whose it is, SHA256SUMS.asc says, which is checked
 * first; a signature by another key is a fault, however good. */
#include "publish/site_signatures.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "publish/signed.h"
#include "publish/vouched.h"
#include "trust/sums.h"
#include "trust/verify.h"

#define CERTIFICATE_LIMIT 1000

struct site_signatures {
	struct site *site;
	struct verifier *verifier;
	struct vouched *vouched; /* or NULL */
	char fingerprint[65];
};

/* Blocks of certificates with the memory they lie in. */
struct certificates {
	struct buf *blocks;
	size_t count;
};

static struct buf *add_block(struct certificates *c)
{
	c->blocks = memory_resize(c->blocks, c->count + 1, sizeof(*c->blocks));
	buf_init(&c->blocks[c->count], SITE_TEXT_LIMIT);
	return &c->blocks[c->count++];
}

static bool is_certificate(const char *path)
{
	struct span p = span_of(path);
	return span_starts(p, "keys/") && span_ends(p, ".asc") && !strchr(path + strlen("keys/"), '/');
}

static bool read_site_keys(struct site *s, struct certificates *c)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->file_count; i++) {
		if (!s->files[i].regular || !is_certificate(s->files[i].path))
			continue;
		if (c->count == CERTIFICATE_LIMIT)
			return site_fault(s, DIAG_SITE_KEYS, "keys", NULL,
					  "the site has more than 1,000 certificates");
		ok = site_read(s, add_block(c), s->files[i].path, SITE_TEXT_LIMIT);
	}
	if (ok && !c->count)
		ok = site_fault(s, DIAG_SITE_KEYS, "keys",
				"--keyring FILE names one that you have from elsewhere",
				"the site has signatures, but no certificate to verify them with");
	return ok;
}

/* Whoever names a key wants to know whose the site is. False if that cannot be told either. */
static bool tell_other_key(struct site *s, const struct span *certificates, size_t count, const char *wanted)
{
	struct diags *unheard = diags_new();
	struct verifier *any = NULL;
	struct signature who;
	struct buf sums, signature;
	buf_init(&sums, SITE_INDEX_LIMIT);
	buf_init(&signature, SITE_TEXT_LIMIT);
	bool known = verifier_new(&any, certificates, count, NULL, unheard) &&
		     file_read(&sums, s->folder, "SHA256SUMS", SITE_INDEX_LIMIT, false, unheard) &&
		     file_read(&signature, s->folder, "SHA256SUMS.asc", SITE_TEXT_LIMIT, false, unheard) &&
		     verify_detached(any, buf_as_span(&sums), buf_as_span(&signature), "SHA256SUMS.asc", &who, unheard);
	if (known)
		site_fault(s, DIAG_CERTIFICATE_LACKS_KEY, "SHA256SUMS.asc",
			   "compare with what the publisher printed; if it differs, do not trust this site",
			   "this site is signed by %s (%s), not by the key you named (%s)", who.fingerprint, who.user_id, wanted);
	verifier_free(any);
	buf_fini(&signature);
	buf_fini(&sums);
	diags_free(unheard);
	return known;
}

/* With the site's own certificates, or with those of a file. */
static bool make_verifier(struct verifier **out, struct site *s, const struct span *certificates, size_t count,
			  const struct verify_options *options)
{
	struct diags *unheard = diags_new();
	bool ok = verifier_new(out, certificates, count, options->fingerprint, unheard);
	bool other = !ok && !options->keyring && diags_has(unheard, DIAG_CERTIFICATE_LACKS_KEY);
	diags_free(unheard);
	return ok || (!(other && tell_other_key(s, certificates, count, options->fingerprint)) &&
		      verifier_new(out, certificates, count, options->fingerprint, s->diags));
}

static bool open_verifier(struct verifier **out, struct site *s, const struct verify_options *options)
{
	struct certificates c = {0};
	bool ok = options->keyring ? file_read(add_block(&c), AT_FDCWD, options->keyring, SITE_TEXT_LIMIT,
					       false, s->diags)
				   : read_site_keys(s, &c);
	struct span *spans = memory_resize(NULL, c.count, sizeof(*spans));
	for (size_t i = 0; i < c.count; i++)
		spans[i] = buf_as_span(&c.blocks[i]);
	ok = ok && make_verifier(out, s, spans, c.count, options);
	free(spans);
	for (size_t i = 0; i < c.count; i++)
		buf_fini(&c.blocks[i]);
	free(c.blocks);
	return ok;
}

/* Remembers the key of the first signature; demands it of all others. */
static bool same_key(struct site_signatures *c, const char *path, const struct signature *who)
{
	if (!*c->fingerprint)
		memcpy(c->fingerprint, who->fingerprint, sizeof(c->fingerprint));
	if (strcmp(c->fingerprint, who->fingerprint) == 0)
		return true;
	return site_fault(c->site, DIAG_SITE_KEYS, path, NULL,
			  "this is signed by the key %s, but SHA256SUMS by %s", who->fingerprint,
			  c->fingerprint);
}

static bool check_sums(struct site_signatures *c, struct signature *who)
{
	struct buf data, signature;
	buf_init(&data, SITE_INDEX_LIMIT);
	buf_init(&signature, SITE_TEXT_LIMIT);
	bool ok = site_read(c->site, &data, "SHA256SUMS", SITE_INDEX_LIMIT) &&
		  site_read(c->site, &signature, "SHA256SUMS.asc", SITE_TEXT_LIMIT) &&
		  verify_detached(c->verifier, buf_as_span(&data), buf_as_span(&signature), "SHA256SUMS.asc", who,
				  c->site->diags) &&
		  same_key(c, "SHA256SUMS.asc", who);
	buf_fini(&signature);
	buf_fini(&data);
	return ok;
}

struct site_signatures *site_signatures_new(struct site *s, const struct verify_options *options,
					    struct verify_report *report)
{
	struct site_signatures *c = memory_alloc(sizeof(*c));
	struct signature who;
	c->site = s;
	if (open_verifier(&c->verifier, s, options) && check_sums(c, &who)) {
		memcpy(report->fingerprint, who.fingerprint, sizeof(report->fingerprint));
		memcpy(report->user_id, who.user_id, sizeof(report->user_id));
		if (options->vouched && strcmp(c->fingerprint, vouched_fingerprint(options->vouched)) == 0)
			c->vouched = options->vouched;
		return c;
	}
	site_signatures_free(c);
	return NULL;
}

void site_signatures_free(struct site_signatures *c)
{
	if (!c)
		return;
	verifier_free(c->verifier);
	free(c);
}

static bool ask_gpg(struct site_signatures *c, enum signature_kind kind, const char *path, struct span armored, struct span text)
{
	struct signature who;
	bool good = kind == SIGN_CLEAR ? verify_clear(c->verifier, armored, text, path, &who, c->site->diags)
				       : verify_detached(c->verifier, text, armored, path, &who, c->site->diags);
	if (!good || !same_key(c, path, &who))
		return false;
	if (c->vouched && !who.expires)
		vouched_add(c->vouched, kind, armored, text);
	return true;
}

bool site_check_signature(struct site_signatures *c, enum signature_kind kind, const char *path, struct span text)
{
	struct buf armored;
	buf_init(&armored, SITE_TEXT_LIMIT);
	bool ok = site_read(c->site, &armored, path, SITE_TEXT_LIMIT);
	struct span bytes = buf_as_span(&armored);
	ok = ok && ((c->vouched && text.data && vouched_has(c->vouched, kind, bytes, text)) || ask_gpg(c, kind, path, bytes, text));
	buf_fini(&armored);
	return ok;
}

/* The path without ".asc"; for a text with ".txt" in its place. Allocated. */
static char *path_of_signed(const char *path)
{
	char *p = memory_text(path);
	char *end = p + strlen(p) - strlen(".asc");
	if (span_starts(span_of(path), "text/"))
		memcpy(end, ".txt", strlen(".txt"));
	else
		*end = '\0';
	return p;
}

static bool is_signature(const struct site_file *f)
{
	return f->regular && sums_excluded(f->path) && span_ends(span_of(f->path), ".asc");
}

void site_check_strays(struct site *s, bool is_signed)
{
	for (size_t i = 0; i < s->file_count; i++) {
		const char *path = s->files[i].path;
		if (!is_signature(&s->files[i]) || strcmp(path, "SHA256SUMS.asc") == 0)
			continue;
		char *data_path = path_of_signed(path);
		if (!is_signed)
			site_fault(s, DIAG_SITE_SIGNATURE, path, NULL,
				   "this signature stands in a site that lacks SHA256SUMS.asc");
		else if (!site_find(s, data_path) || signed_form_of(data_path) == SIGNED_NOT)
			site_fault(s, DIAG_SITE_SIGNATURE, path, NULL, "this signature belongs to no file that is signed");
		free(data_path);
	}
}
