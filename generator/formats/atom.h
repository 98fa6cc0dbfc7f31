/* Atom (RFC 4287): a feed of advisories, one per language and choice; with tombstones (RFC 6721). */
#ifndef FORMATS_ATOM_H
#define FORMATS_ATOM_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"

struct atom_link {
	const char *rel, *href, *type, *hreflang; /* NULL: left out */
};

struct atom_entry {
	const char *id;       /* a tag: URI that never changes (section 4.2.6) */
	const char *lang;     /* xml:lang of the document */
	const char *title;
	const char *summary;  /* or NULL */
	struct span content;  /* HTML */
	instant published, updated;
	const struct atom_link *links;
	size_t link_count;
	const char *const *categories; /* terms */
	size_t category_count;
};

/* In place of an entry that there was: at:deleted-entry (RFC 6721, section 3). */
struct atom_deleted {
	const char *id;      /* the entry's */
	instant when;
	const char *comment, *lang; /* why, in this language; or NULL */
	const struct atom_link *links;
	size_t link_count;
};

struct atom_feed {
	const char *id, *lang, *title, *subtitle, *author, *author_uri, *generator, *generator_version;
	instant updated;
	const struct atom_link *links;
	size_t link_count;
	struct atom_entry *entries; /* in the order in which they are to stand */
	size_t count;
	struct atom_deleted *deleted; /* stand before the entries: RFC 4287, section 4.1.1, its grammar */
	size_t deleted_count;
};

/* Appends the document. Control characters that XML 1.0 does not allow are left out.
 * False after reporting (libxml2 out of memory, or bad input: a bug). */
bool atom_write(struct buf *out, const struct atom_feed *feed, struct diags *d);

/* "tag:<host>,<year>:<ID>:<lang>" (RFC 4151); host is that of the namespace URL. */
void atom_tag(struct buf *out, const char *namespace_url, int year, const char *specific);

#endif
