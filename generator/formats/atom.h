/* Atom (RFC 4287): a feed of advisories, one per language and choice; with tombstones (RFC 6721), and as archive
 * documents (RFC 5005). */
#ifndef FORMATS_ATOM_H
#define FORMATS_ATOM_H

#include "base/buf.h"
#include "base/diag.h"
#include "formats/feed.h"

#define ATOM_TYPE "application/atom+xml"

/* Appends the document. Control characters that XML 1.0 does not allow are left out.
 * False after reporting (libxml2 out of memory, or bad input: a bug). */
bool atom_write(struct buf *out, const struct feed *feed, struct diags *d);

/* "tag:<host>,<year>:<ID>:<lang>" (RFC 4151); host is that of the namespace URL. */
void atom_tag(struct buf *out, const char *namespace_url, int year, const char *specific);

#endif
