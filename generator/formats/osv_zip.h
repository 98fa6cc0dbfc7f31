/* osv/all.zip: all OSV records of a site in one file. */
#ifndef FORMATS_OSV_ZIP_H
#define FORMATS_OSV_ZIP_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"

/* Records until all of them are known. They are made once, by many threads, in any order; packed, as none is needed before the
 * last. */
struct osv_store;
struct osv_store *osv_store_new(size_t slots);
void osv_store_free(struct osv_store *s);

/* Keeps a copy of the record in its slot, which one thread fills. name: of the file in the zip, outlives the store. */
void osv_store_keep(struct osv_store *s, size_t slot, const char *name, instant modified, struct span record);

/* Appends the zip: stored, by name, each with its record's `modified` in UTC as its time; the same records give the same bytes.
 * False after reporting. */
bool osv_store_zip(struct buf *out, const struct osv_store *s, struct diags *d);

#endif
