/* Invariant: a CSAF document is read once; what is digested is what its signature is checked against. */
#include "publish/site_documents.h"

#include <stdatomic.h>

#include "base/pool.h"
#include "formats/security_txt.h"
#include "publish/signed.h"
#include "trust/armor.h"

#define DIGEST_FILE_LIMIT 4096
#define SECURITY_TXT_LIMIT ((size_t)1 << 20)

struct documents {
	struct site *site;
	struct site_signatures *signatures;
	atomic_size_t good;
};

/* "<hex>  <name>" and LF (CSAF 2.0, 7.1.18), of the document beside it. */
static void check_digest(struct site *s, const char *path, const char *end, const char *hex)
{
	struct buf name, is, wanted;
	buf_init(&name, BUF_LIMIT_DEFAULT);
	buf_init(&is, DIGEST_FILE_LIMIT);
	buf_init(&wanted, BUF_LIMIT_DEFAULT);
	buf_printf(&name, "%s.%s", path, end);
	buf_printf(&wanted, "%s  %s\n", hex, strrchr(path, '/') + 1);
	if (site_read(s, &is, name.data, DIGEST_FILE_LIMIT) && !span_equal(buf_as_span(&is), buf_as_span(&wanted)))
		site_fault(s, DIAG_SITE_DIGEST, name.data, NULL, "this is not the digest of the document beside it");
	buf_fini(&wanted);
	buf_fini(&is);
	buf_fini(&name);
}

static void check_document(struct documents *c, const char *path, struct span document)
{
	struct sha256 short_digest = sha256_of(document);
	struct sha512 long_digest = sha512_of(document);
	char short_hex[SHA256_HEX], long_hex[SHA512_HEX];
	check_digest(c->site, path, "sha256", sha256_hex(short_hex, &short_digest));
	check_digest(c->site, path, "sha512", sha512_hex(long_hex, &long_digest));
	if (!c->signatures)
		return;
	struct buf signature;
	buf_init(&signature, BUF_LIMIT_DEFAULT);
	signed_path(&signature, path, SIGNED_DOCUMENT);
	if (site_check_signature(c->signatures, SIGN_DETACHED, signature.data, document))
		atomic_fetch_add(&c->good, 1);
	buf_fini(&signature);
}

static void check_file(void *context, unsigned worker, size_t index)
{
	struct documents *c = context;
	const struct site_file *f = &c->site->files[index];
	(void)worker;
	if (!f->regular || signed_form_of(f->path) != SIGNED_DOCUMENT)
		return;
	struct buf bytes;
	buf_init(&bytes, SITE_INDEX_LIMIT);
	if (site_read(c->site, &bytes, f->path, SITE_INDEX_LIMIT))
		check_document(c, f->path, buf_as_span(&bytes));
	buf_fini(&bytes);
}

size_t site_check_documents(struct site *s, struct site_signatures *signatures)
{
	struct documents c = {.site = s, .signatures = signatures};
	pool_run(s->file_count, s->jobs, check_file, &c);
	return atomic_load(&c.good);
}

/* What a good signature covers may be what the site said long ago: archive.json, which SHA256SUMS lists, tells which text is the
 * site's now. */
static void check_said(struct site *s, struct span text)
{
	struct sha256 digest = sha256_of(text);
	if (!s->has_security_txt)
		site_fault(s, DIAG_SITE_SECURITY_TXT, SECURITY_TXT_PATH, NULL, "archive.json knows of no such file: somebody added it");
	else if (memcmp(digest.bytes, s->security_txt.bytes, SHA256_SIZE) != 0)
		site_fault(s, DIAG_SITE_SECURITY_TXT, SECURITY_TXT_PATH, NULL,
			   "archive.json gives another digest of its text: it is not this site's, or an older one of it");
}

size_t site_check_security_txt(struct site *s, struct site_signatures *signatures, struct span expected)
{
	if (!site_find(s, SECURITY_TXT_PATH)) {
		if (s->has_security_txt || expected.data)
			site_fault(s, DIAG_SITE_MISSING, SECURITY_TXT_PATH, NULL, "the site lacks this file");
		return 0;
	}
	struct buf bytes, text;
	buf_init(&bytes, SECURITY_TXT_LIMIT);
	buf_init(&text, SECURITY_TXT_LIMIT);
	bool good = signatures && site_check_signature(signatures, SIGN_CLEAR, SECURITY_TXT_PATH, expected);
	if ((good || !signatures) && s->base_url && site_read(s, &bytes, SECURITY_TXT_PATH, SECURITY_TXT_LIMIT)) {
		if (!signatures)
			check_said(s, buf_as_span(&bytes));
		else if (!armor_clear_text(&text, buf_as_span(&bytes)))
			check_said(s, buf_as_span(&text));
	}
	buf_fini(&text);
	buf_fini(&bytes);
	return good;
}
