/* Invariant: what signed_path gives is left out of SHA256SUMS (sums_excluded). */
#include "publish/signed.h"

#include "formats/csaf_provider.h"
#include "formats/security_txt.h"

#define TEXT_END ".txt"

static bool is_year(struct span s)
{
	return s.length == 4 && strspn(s.data, "0123456789") >= 4;
}

/* Takes "name/" off the front; false if there is no slash, or nothing before it. */
static bool take_folder(struct span *rest, struct span *name)
{
	const char *slash = rest->length ? memchr(rest->data, '/', rest->length) : NULL;
	if (!slash || slash == rest->data)
		return false;
	*name = span_make(rest->data, (size_t)(slash - rest->data));
	*rest = span_after(*rest, name->length + 1);
	return true;
}

static bool is_document(struct span path)
{
	struct span rest = span_after(path, strlen(CSAF_FOLDER)), tlp, year;
	return take_folder(&rest, &tlp) && take_folder(&rest, &year) && is_year(year) && span_ends(rest, ".json") &&
	       rest.length > strlen(".json") && !memchr(rest.data, '/', rest.length);
}

enum signed_form signed_form_of(const char *path)
{
	struct span p = span_of(path);
	if (span_starts(p, "text/") && span_ends(p, TEXT_END))
		return SIGNED_TEXT;
	if (span_is(p, SECURITY_TXT_PATH))
		return SIGNED_IN_PLACE;
	return span_starts(p, CSAF_FOLDER) && is_document(p) ? SIGNED_DOCUMENT : SIGNED_NOT;
}

enum signature_kind signed_kind(enum signed_form form)
{
	return form == SIGNED_DOCUMENT ? SIGN_DETACHED : SIGN_CLEAR;
}

void signed_path(struct buf *out, const char *path, enum signed_form form)
{
	size_t kept = form == SIGNED_TEXT ? strlen(path) - strlen(TEXT_END) : strlen(path);
	buf_add(out, path, kept);
	if (form != SIGNED_IN_PLACE)
		buf_text(out, ".asc");
}
