/* What a CSAF provider has beside its documents (CSAF 2.0, section 7): who provides, and three ways to find all documents. Pure
 * functions of the entries: nothing of it tells when it was made. */
#ifndef FORMATS_CSAF_PROVIDER_H
#define FORMATS_CSAF_PROVIDER_H

#include "archive/config.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"
#include "history/history.h"

#define CSAF_FOLDER ".well-known/csaf/"
#define CSAF_WHITE CSAF_FOLDER "white/"
#define CSAF_METADATA CSAF_FOLDER "provider-metadata.json"
#define CSAF_FEED CSAF_WHITE "csaf-feed-tlp-white.json"
#define CSAF_SERVICE CSAF_FOLDER "service.json"
#define CSAF_CATEGORIES CSAF_WHITE "category.json"
#define CSAF_INDEX CSAF_WHITE "index.txt"
#define CSAF_CHANGES CSAF_WHITE "changes.csv"

/* A document. */
struct csaf_entry {
	const struct advisory *advisory;
	const char *id;
	const char *lang;            /* of the document */
	const char *path;            /* from the site's root: below CSAF_WHITE */
	instant published, updated;  /* tracking.initial_release_date, current_release_date */
	const char *const *terms;    /* categories */
	size_t term_count;
};

struct csaf_provider {
	const struct config *config;
	const struct csaf_entry *entries; /* newest first, then by path */
	size_t count;
	const char *const *terms; /* all categories, each once */
	size_t term_count;
	const char *fingerprint; /* of the key that signs; NULL: an unsigned site */
	instant updated;         /* of the newest document; without any: when the archive was changed last */
	/* The title that the entry's document has, for the feed; lives until it is asked again. */
	const char *(*title)(void *context, const struct csaf_entry *e);
	void *context;
};

/* Each appends its file; the first four are false after reporting. */
bool csaf_metadata_write(struct buf *out, const struct csaf_provider *p, struct diags *d);
bool csaf_feed_write(struct buf *out, const struct csaf_provider *p, struct diags *d);
bool csaf_service_write(struct buf *out, const struct csaf_provider *p, struct diags *d);
bool csaf_categories_write(struct buf *out, const struct csaf_provider *p, struct diags *d);
void csaf_index_write(struct buf *out, const struct csaf_provider *p);
void csaf_changes_write(struct buf *out, const struct csaf_provider *p);

#endif
