/* archive.yaml: who publishes, in which languages, with what key. */
#ifndef ARCHIVE_CONFIG_H
#define ARCHIVE_CONFIG_H

#include "archive/reader.h"
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
	const struct value *formats; /* name: yes or no; or NULL */
	const struct value *lint;  /* code of a lint's rule: off, note, warning or error; or NULL */
	bool committers_show;      /* committers.policy is "show"; otherwise what is not signed as it should be is an error */
	const char **platforms;    /* committers.platform: full fingerprints, upper-case hex */
	size_t platform_count;
	struct readers readers;    /* count is 0 without any */
};

/* Parses and checks archive.yaml, every key and value; reports all faults at
 * once; false if there was an error. Lives in the arena. */
bool config_parse(struct config *out, struct arena *a, struct span text, const char *path, struct diags *d);

/* The same for a past version: nothing is checked or reported. What cannot be read is as if it were not there. */
void config_parse_past(struct config *out, struct arena *a, struct span text, const char *path);

/* True if the id is one of the scheme: literal text and {year} (4 digits),
 * {serial:0N} (N digits or more). Without a scheme any id of design.md's form is. */
bool config_id_matches(const struct config *c, struct span id);
/* What an id says by the scheme. */
#define CONFIG_SERIAL_MAX UINT64_C(1000000000000000000) /* more is as much */
struct id_parts {
	unsigned year; /* 0: the scheme has none */
	uint64_t serial;
};
/* False if there is no scheme, or the id is not one of it. */
bool config_id_parts(struct id_parts *out, const struct config *c, struct span id);
/* The id of a scheme (there must be one), in the arena. */
const char *config_id_make(struct arena *a, const struct config *c, const struct id_parts *parts);

/* True if text has the form of an id at all: [A-Z0-9][A-Za-z0-9._-]*, and is no
 * reserved name of the site. */
bool config_id_possible(struct span id);
/* The time that `times` gives a commit (40 hex digits, or the abbreviation that it names), or NULL. */
const struct value *config_time(const struct config *c, const char *commit);
/* True unless archive.yaml turns the format of this name ("csaf") off. */
bool config_format(const struct config *c, const char *name);
bool config_has_language(const struct config *c, const char *lang);

#endif
