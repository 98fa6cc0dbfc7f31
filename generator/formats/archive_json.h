/* archive.json: every advisory with its revisions; what programs and the next
 * build read (design.md, "The site"). */
#ifndef FORMATS_ARCHIVE_JSON_H
#define FORMATS_ARCHIVE_JSON_H

#include "base/buf.h"
#include "base/digest.h"
#include "formats/record.h"
#include "history/history.h"

struct archive_json {
	const struct config *config;
	const struct history *history;
	const struct oid *head;
	const char *config_sha256; /* --config: of FILE and what lies beside it; or NULL */
	const char *generator; /* "shirase 0.1.0" */
	const struct value *rewrites; /* [{from, to, reason, serial?, time?}], as site_options has it; or NULL */
	/* The digest of an advisory's text in a language; NULL: it has none. */
	const struct sha256 *(*text_digest)(const void *context, const struct advisory *a, const char *lang);
	const void *context;
	struct span security_txt;           /* what that file says, inside its signature; no data: there is none */
	bool is_signed;                     /* the site has signatures beside its texts and CSAF documents */
	const struct record_files *records; /* [index of the advisory in history]; NULL: none are told */
};

/* Appends the document, pretty-printed with one LF at the end; false after reporting. */
bool archive_json_write(struct buf *out, const struct archive_json *input, struct diags *d);

#endif
