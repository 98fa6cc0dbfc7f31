/* JSON Feed 1.1 (jsonfeed.org), with an extension "_shirase" of each item: what programs want of an advisory. */
#ifndef FORMATS_JSONFEED_H
#define FORMATS_JSONFEED_H

#include "base/buf.h"
#include "base/diag.h"
#include "formats/feed.h"

#define JSONFEED_TYPE "application/feed+json"

/* Keys of the facts that an item does not say, or not in full; NULL ends it. */
extern const char *const jsonfeed_lost[];

/* Appends the document; it names no tombstones. False after reporting. */
bool jsonfeed_write(struct buf *out, const struct feed *feed, struct diags *d);

#endif
