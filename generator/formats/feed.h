/* What a feed is made of, whatever its format: made once for each language (site/feed_entry.c), written as Atom (atom.h), RSS 1.0
 * with JVN's module (rss.h) and JSON Feed (jsonfeed.h). All of it is borrowed; NULL: there is none, and it is left out. */
#ifndef FORMATS_FEED_H
#define FORMATS_FEED_H

#include "base/instant.h"
#include "base/span.h"

struct feed_link {
	const char *rel, *href, *type, *hreflang;
};

/* Something elsewhere that the advisory is about, or that tells of it. */
struct feed_reference {
	const char *source, *id; /* "CVE", "CVE-2026-12345"; of a CWE, JVN names no source */
	const char *title;       /* of a CWE: "Cross-site Scripting(CWE-79)" */
	const char *url;
};

struct feed_cpe {
	const char *name; /* "cpe:/…" or "cpe:2.3:…" */
	const char *vendor, *product;
};

struct feed_score {
	const char *version; /* "3.1" */
	const char *score;   /* "7.8" */
	const char *severity; /* "critical" … "none" */
	const char *vector;
};

/* Another file of the site that tells of the advisory. */
struct feed_record {
	const char *name, *url; /* "csaf" */
};

struct feed_entry {
	const char *id;       /* a tag: URI that never changes (RFC 4287, section 4.2.6) */
	const char *lang;     /* of the document */
	const char *title;
	const char *summary;  /* plain text */
	struct span content;  /* HTML; empty: there is none */
	struct span extract;  /* HTML in its place */
	instant published, updated;
	const struct feed_link *links;
	size_t link_count;
	const char *const *categories; /* terms; the marks are among them */
	size_t category_count;
	const char *const *marks; /* what makes it none to act upon: "exercise", "demonstration", "draft" */
	size_t mark_count;

	/* What Atom has no words for. */
	const char *advisory, *state, *kind, *severity;
	unsigned revision;
	const char *page, *text; /* URLs */
	const char *const *tags;
	size_t tag_count;
	const struct feed_reference *references;
	size_t reference_count;
	const struct feed_cpe *cpes;
	size_t cpe_count;
	const struct feed_score *scores;
	size_t score_count;
	const struct feed_record *records;
	size_t record_count;
};

/* In place of an entry that there was: at:deleted-entry (RFC 6721, section 3). */
struct feed_deleted {
	const char *id;      /* the entry's */
	instant when;
	const char *comment, *lang; /* why, in this language */
	const struct feed_link *links;
	size_t link_count;
};

struct feed {
	const char *id, *lang, *title, *subtitle, *author, *author_uri;
	const char *generator, *generator_version;
	const char *self, *home; /* URLs: of the file, of the page that has the same for people */
	const char *about;       /* of the page that tells what there is */
	instant updated;
	bool archive;            /* a finished archive document (RFC 5005, section 4) */
	const char *current, *previous; /* URLs: the subscription document, the archive document before this one */
	struct feed_entry *entries; /* in the order in which they are to stand */
	size_t count;
	struct feed_deleted *deleted;
	size_t deleted_count;
};

#endif
