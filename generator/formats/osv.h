/* OSV 1.7 (ossf.github.io/osv-schema): one record for each advisory that names a package, or exact versions. */
#ifndef FORMATS_OSV_H
#define FORMATS_OSV_H

#include "base/arena.h"
#include "formats/record.h"

/* "x_EX-2026-0001": x_ and the id, unless archive.yaml's scheme of ids is that of a database that OSV knows. In the arena. */
const char *osv_id(struct arena *a, const struct config *c, const char *id);
/* "osv/x_EX-2026-0001.json" */
const char *osv_path(struct arena *a, const struct config *c, const char *id);

/* When the record changed last: the newest event of the source, or of a translation into English, with what was said of either
 * and amended later; a mechanical change of either; and a translation of any language that came or went, since the record names
 * its page. */
instant osv_modified(const struct advisory *adv);

struct osv_item {
	const char *id;
	instant modified;
};

/* Appends modified_id.csv, "2026-04-02T09:00:00Z,x_EX-2026-0001" a line: the newest first, then by id. Sorts the items. */
void osv_modified_csv(struct buf *out, struct osv_item *items, size_t count);

#endif
