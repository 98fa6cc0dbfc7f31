/* archive.yaml: who publishes, in which languages, with what key. */
#ifndef ARCHIVE_CONFIG_H
#define ARCHIVE_CONFIG_H

#include "base/diag.h"
#include "base/instant.h"
#include "base/value.h"

struct config {
	const struct value *root;      /* the whole file, checked */
	const char *path;              /* as named in diagnostics */
	const char *base_url;          /* ends with "/" */
	const struct value *publisher; /* name {ja, en}, namespace, category, contact */
	const char **languages;        /* language_count of them; the first is the default */
	size_t language_count;
	const char *id_scheme; /* "EX-{year}-{serial:04}" */
	const char *time_zone; /* a name of the tz database, by default "UTC" */
	const char *sign_key;  /* full fingerprint, upper-case hex, or NULL */
	const char *theme;
	const char **filters;
	size_t filter_count;
	bool notes_from_subject;
	bool demonstration;
	unsigned stale_days;       /* 0: no limit */
	const struct value *times; /* COMMIT: time, or NULL */
};

/* Parses and checks archive.yaml, every key and value; reports all faults at
 * once; false if there was an error. Lives in the arena. */
bool config_parse(struct config *out, struct arena *a, struct span text, const char *path, struct diags *d);

/* True if the id is one of the scheme: literal text and {year} (4 digits),
 * {serial:0N} (N digits or more). Without a scheme any id of design.md's form is. */
bool config_id_matches(const struct config *c, struct span id);
/* True if text has the form of an id at all: [A-Z0-9][A-Za-z0-9._-]*, and is no
 * reserved name of the site. */
bool config_id_possible(struct span id);
bool config_has_language(const struct config *c, const char *lang);

#endif
