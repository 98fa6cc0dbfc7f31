/* changes.json: archive.json in pieces, so that a program that has read it once fetches no more than what changed
 * (shirase-changes(5)). An index names the pieces with their digests: the events of a hundred serials each, and a hundred
 * advisories each, as archive.json has them but for their events, in the order in which they were first published. A new
 * event changes the last piece of events and the piece of its advisory; all others stay as they are. */
#ifndef FORMATS_CHANGES_JSON_H
#define FORMATS_CHANGES_JSON_H

#include "formats/archive_json.h"

struct changes_item {
	const struct advisory *advisory;
	const struct event *event;
};

struct changes_piece {
	const char *path;     /* from the site's root */
	unsigned from, to;    /* serials, or places in the order of first publication; both belong to it */
	const struct changes_item *items;
	size_t count;
	struct sha256 sha256; /* of the file: set when it is written */
};

struct changes_pieces {
	struct changes_piece *items;
	size_t count;
};

struct changes {
	struct changes_pieces events;     /* those that have any */
	struct changes_pieces advisories; /* items with their first event */
};

/* What pieces there are; in the arena. */
struct changes *changes_divide(const struct history *h, struct arena *a);

/* Each appends a file; false after reporting. The index comes after all pieces, whose digests it tells. */
bool changes_events_write(struct buf *out, const struct archive_json *in, struct changes_piece *p, struct diags *d);
bool changes_advisories_write(struct buf *out, const struct archive_json *in, struct changes_piece *p, struct diags *d);
bool changes_index_write(struct buf *out, const struct archive_json *in, const struct changes *c, struct diags *d);

#endif
