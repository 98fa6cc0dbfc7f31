/* Invariant: archive.json is parsed only after its digest and the signature over that digest were found
 * good, or the caller takes a site that is not signed. */
#include "publish/previous.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "base/file.h"
#include "publish/listed.h"
#include "publish/site.h"
#include "trust/verify.h"

#define FIRST_PUBLICATION                                                                             \
	"name the folder of the live site, or a copy of its archive.json, SHA256SUMS and SHA256SUMS.asc; " \
	"leave --previous out only where nothing was ever published"

/* Nobody but its own people can say whether a site by such a key is still the one that they published. */
#define REVOKED_WAY_OUT                                                                                            \
	"compare the live site with what you have from elsewhere (a backup, or its commit built anew); if it is "  \
	"yours, copy its archive.json and SHA256SUMS into a folder COPY, sign them there with the new key (gpg "   \
	"--armor --local-user FINGERPRINT --detach-sign SHA256SUMS), and go on from that copy: --previous COPY"

static bool is_there(const char *path)
{
	struct stat st;
	return fstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
}

/* What a wrong --previous leads to has a message of its own; all else is a fault of the site. */
static bool check_folder(const char *dir, const char *archive_path, struct diags *d)
{
	struct stat st;
	const char *fault = stat(dir, &st) != 0       ? strerror(errno)
			    : !S_ISDIR(st.st_mode)    ? "this is no folder"
			    : !is_there(archive_path) ? "it lacks archive.json"
						      : NULL;
	if (fault)
		diag(d, DIAG_PREVIOUS_NONE, (struct place){.path = dir}, FIRST_PUBLICATION,
		     "there is no live site here to go on from: %s", fault);
	return !fault;
}

/* The certificates of the commit that is built, and the signing key's. */
static struct span *trusted(size_t *count, const struct previous_options *o, const struct archive *ar, struct arena *a)
{
	struct span *all = arena_array(a, ar->certificate_count + 1, sizeof(*all));
	*count = 0;
	for (size_t i = 0; i < ar->certificate_count; i++)
		all[(*count)++] = ar->certificates[i].bytes;
	if (o->certificate.length)
		all[(*count)++] = o->certificate;
	return all;
}

/* An unsigned build of an archive without keys/ has the fingerprint alone: any copy of that certificate will do. */
static bool read_certificate(struct span *out, const char *folder, const char *fingerprint, struct arena *a,
			     struct diags *d)
{
	const char *path = arena_printf(a, "%skeys/%s.asc", folder, fingerprint);
	struct buf bytes;
	buf_init(&bytes, SITE_TEXT_LIMIT);
	bool ok = file_read(&bytes, AT_FDCWD, path, SITE_TEXT_LIMIT, false, d);
	if (ok)
		*out = span_make(arena_dup(a, bytes.data, bytes.length), bytes.length);
	buf_fini(&bytes);
	return ok;
}

static bool open_verifier(struct verifier **out, const char *folder, const struct previous_options *o,
			  const struct archive *ar, struct arena *a, struct diags *d)
{
	size_t count;
	struct span *certificates = trusted(&count, o, ar, a);
	const char *pinned = NULL;
	if (!count && o->fingerprint) {
		pinned = o->fingerprint;
		if (!read_certificate(&certificates[count++], folder, pinned, a, d))
			return false;
	}
	return verifier_new(out, certificates, count, pinned, d);
}

/* A key that has expired since, of those that keys/ keeps, is no worse a witness of what was published. */
static bool check_signature(struct verifier *v, const struct record *r, struct span armored, struct diags *d)
{
	struct place at = {.path = r->signature_path};
	struct diags *first = diags_new();
	bool ok = verify_detached(v, r->sums, armored, r->signature_path, NULL, first);
	bool expired = diags_has(first, DIAG_SIGNATURE_KEY_EXPIRED), revoked = diags_has(first, DIAG_SIGNATURE_KEY_REVOKED);
	diags_free(first);
	if (expired)
		diag(d, DIAG_PREVIOUS_KEY_EXPIRED, at, NULL, "the live site is signed by a key that has expired since");
	if (revoked)
		diag(d, DIAG_SIGNATURE_KEY_REVOKED, at, REVOKED_WAY_OUT,
		     "the live site is signed by a key that is revoked: whoever has that key may have altered what it lists");
	return ok || expired || (!revoked && verify_detached(v, r->sums, armored, r->signature_path, NULL, d));
}

static bool check_signed(const struct record *r, const char *folder, const struct previous_options *o,
			 const struct archive *ar, struct arena *a, struct diags *d)
{
	struct verifier *v = NULL;
	struct buf armored;
	buf_init(&armored, SITE_TEXT_LIMIT);
	bool ok = file_read(&armored, AT_FDCWD, r->signature_path, SITE_TEXT_LIMIT, false, d) &&
		  open_verifier(&v, folder, o, ar, a, d) && check_signature(v, r, buf_as_span(&armored), d);
	verifier_free(v);
	buf_fini(&armored);
	return ok;
}

static bool check_unsigned(const struct previous_options *o, struct diags *d)
{
	struct place at = {.path = o->dir};
	if (o->unsigned_ok)
		diag(d, DIAG_PREVIOUS_NOT_SURE, at, NULL,
		     "the live site is not signed: anybody may have altered what it lists");
	else
		diag(d, DIAG_PREVIOUS_UNSIGNED, at,
		     "SHA256SUMS.asc belongs beside SHA256SUMS; leave --previous out for the first site that is signed",
		     "the live site is not signed: anybody may have altered what it lists");
	return o->unsigned_ok;
}

static bool read_record(struct record *out, const char **folder, const char *dir, struct arena *a, struct diags *d)
{
	*folder = span_ends(span_of(dir), "/") ? dir : arena_join(a, span_of(dir), SPAN_LITERAL("/"));
	return check_folder(dir, arena_printf(a, "%sarchive.json", *folder), d) && record_read(out, AT_FDCWD, *folder, a, d);
}

struct previous *previous_read(const struct previous_options *o, const struct archive *ar, struct arena *a, struct diags *d)
{
	struct record r;
	struct arena *scratch = arena_new();
	const char *folder;
	bool ok = read_record(&r, &folder, o->dir, scratch, d);
	if (ok)
		ok = is_there(r.signature_path) ? check_signed(&r, folder, o, ar, scratch, d) : check_unsigned(o, d);
	struct previous *p = ok ? listed_read(&r, ar, a, d) : NULL;
	arena_free(scratch);
	return p;
}

bool previous_commit(struct oid *out, const char *dir, const struct archive *ar, struct repository *r, struct diags *d)
{
	struct record record;
	struct arena *a = arena_new();
	const char *folder;
	struct previous *p = read_record(&record, &folder, dir, a, d) ? listed_read(&record, ar, a, d) : NULL;
	struct diags *unheard = diags_new();
	bool ok = p && repository_resolve(out, r, p->commit, unheard);
	diags_free(unheard);
	if (p && !ok)
		diag(d, DIAG_HISTORY_REWRITTEN, (struct place){.path = p->path},
		     "git fetch may bring it; if not, the public branch was forced: build --previous tells what to do",
		     "the commit of the live site, %s (serial %" PRId64 "), is not in this repository", p->commit, p->serial);
	arena_free(a);
	return ok;
}
