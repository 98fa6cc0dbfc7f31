/* Invariant: what is handed out as archive.json is byte for byte what SHA256SUMS lists, so that
 * one signature, over the sums, vouches for it. */
#include "publish/record.h"

#include "base/file.h"
#include "publish/site.h"
#include "trust/sums.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_made_of(const char *text, const char *bytes)
{
	return *text && text[strspn(text, bytes)] == '\0';
}

bool record_is_id(const char *text)
{
	return text && is_made_of(text, LOWER UPPER DIGITS "._-") && strspn(text, UPPER DIGITS) >= 1;
}

bool record_is_language(const char *text)
{
	return text && is_made_of(text, LOWER UPPER DIGITS "-") && *text != '-';
}

bool record_is_commit(const char *text)
{
	return text && is_made_of(text, DIGITS "abcdef") && strlen(text) == 40;
}

int64_t record_whole(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	return v && v->kind == VALUE_NUMBER && v->number >= 0 && v->number <= INT32_MAX ? v->number : -1;
}

bool record_is_true(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	return v && v->kind == VALUE_BOOL && v->truth;
}

static bool read_file(struct span *out, int dir, const char *path, struct arena *a, struct diags *d)
{
	struct buf bytes;
	buf_init(&bytes, SITE_INDEX_LIMIT);
	bool ok = file_read(&bytes, dir, path, SITE_INDEX_LIMIT, false, d);
	if (ok)
		*out = span_make(arena_dup(a, bytes.data, bytes.length), bytes.length);
	buf_fini(&bytes);
	return ok;
}

/* What SHA256SUMS, which was checked, lists for archive.json. */
static bool find_sum(struct sha256 *out, struct span sums)
{
	struct span path;
	while (sums_next(&sums, &path, out))
		if (span_is(path, "archive.json"))
			return true;
	return false;
}

static bool check_digest(const struct record *r, struct diags *d)
{
	size_t line;
	if (!sums_check(r->sums, &line)) {
		diag(d, DIAG_SITE_SUMS, (struct place){r->sums_path, (unsigned)line, 0}, NULL,
		     "this line cannot be read, or is out of order");
		return false;
	}
	struct sha256 listed, digest = sha256_of(r->archive);
	bool found = find_sum(&listed, r->sums), ok = found && memcmp(listed.bytes, digest.bytes, SHA256_SIZE) == 0;
	if (!ok)
		diag(d, found ? DIAG_SITE_DIGEST : DIAG_SITE_UNLISTED, (struct place){.path = r->archive_path}, NULL,
		     found ? "this file is not the one that SHA256SUMS lists" : "SHA256SUMS does not list this file");
	return ok;
}

bool record_read(struct record *out, int dir, const char *folder, struct arena *a, struct diags *d)
{
	struct record r = {.sums_path = arena_printf(a, "%sSHA256SUMS", folder),
			   .archive_path = arena_printf(a, "%sarchive.json", folder),
			   .signature_path = arena_printf(a, "%sSHA256SUMS.asc", folder)};
	if (!read_file(&r.archive, dir, r.archive_path, a, d) || !read_file(&r.sums, dir, r.sums_path, a, d) ||
	    !check_digest(&r, d))
		return false;
	*out = r;
	return true;
}
