/* What the archive.json of the live site lists: previous.c reads it, previous_check.c compares it, previous_texts.c
 * the texts, previous_standing.c looks at what a build replaces. Internal to publish/. */
#ifndef PUBLISH_LISTED_H
#define PUBLISH_LISTED_H

#include "base/digest.h"
#include "publish/previous.h"
#include "publish/record.h"

struct listed_event {
	int64_t serial;
	instant time;
	const char *commit, *lang, *class;
	int64_t revision; /* of a translation: what it reflects */
};

struct listed_text {
	const char *lang;
	struct sha256 digest;
	bool has_digest;
};

struct listed {
	const char *id;
	int64_t revision;
	bool exercise;
	struct listed_event *events;
	size_t event_count;
	struct listed_text *texts; /* one for each language */
	size_t text_count;
};

struct previous {
	const struct archive *archive; /* the one that is being built */
	const char *path;              /* of archive.json, for diagnostics */
	struct span sums;              /* SHA256SUMS, which was checked */
	bool has_security_txt;
	const char *commit, *base_url, *generator;
	int64_t serial;
	struct listed *advisories;
	size_t count;
	struct value *rewrites; /* as for site_options; an empty list if there is none */
};

/* Parses archive.json into the arena; ar is the one that is being built. NULL after reporting. */
struct previous *listed_read(const struct record *r, const struct archive *ar, struct arena *a, struct diags *d);

#endif
