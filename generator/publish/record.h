/* archive.json of a site that lies in some folder, beside the SHA256SUMS that lists it: what a build
 * needs to know of a site without reading all of it. Internal to publish/. */
#ifndef PUBLISH_RECORD_H
#define PUBLISH_RECORD_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/value.h"

struct record {
	struct span sums, archive; /* SHA256SUMS and archive.json, in the arena */
	const char *sums_path, *archive_path, *signature_path; /* as diagnostics name them */
};

/* Reads both files and sees that SHA256SUMS lists archive.json with the digest that it has. folder ("" or "DIR/") leads
 * to them from the descriptor dir; no link is followed in their place. False after reporting. */
bool record_read(struct record *out, int dir, const char *folder, struct arena *a, struct diags *d);

/* The forms of what archive.json holds. Text may be NULL. */
bool record_is_id(const char *text);
bool record_is_language(const char *text);
bool record_is_commit(const char *text);
/* The number under the key, from 0 to what an int holds; -1 if it is none. */
int64_t record_whole(const struct value *map, const char *key);
bool record_is_true(const struct value *map, const char *key);

#endif
