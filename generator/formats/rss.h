/* JVNRSS: RSS 1.0 (RDF) with the security module of Japan Vulnerability Notes, mod_sec 3.0, which Japan's tools read. */
#ifndef FORMATS_RSS_H
#define FORMATS_RSS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "formats/feed.h"

#define RSS_TYPE "application/rdf+xml"

/* Appends the document. There are no tombstones in RSS: what is deleted is not named. False after reporting. */
bool rss_write(struct buf *out, const struct feed *feed, struct diags *d);

/* Keys of the facts that an item does not say, or not in full; NULL ends it. */
extern const char *const rss_lost[];

/* What JVN calls the advisory that a URL leads to: *source "JVN" and "JVN#12345678", "JVNVU#12345678" or "JVNTA#12345678",
 * *source "JVNDB" and "JVNDB-2026-000001", or *source "IPA" and *id NULL. False if it leads to neither jvn.jp nor ipa.go.jp.
 * *id lives in the arena. */
bool rss_japanese(const char **source, const char **id, struct arena *a, const char *url);

#endif
