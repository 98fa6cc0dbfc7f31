/* Package URLs (package-url/purl-spec, ECMA-427): pkg:type/namespace/name@version?qualifiers#subpath. */
#ifndef ARCHIVE_PURL_H
#define ARCHIVE_PURL_H

#include "base/arena.h"
#include "base/buf.h"

struct purl_qualifier {
	const char *key, *value;
};

/* Percent-decoded: UTF-8 without control characters; what is absent is NULL, nothing is empty. */
struct purl {
	const char *type;                  /* in lower case */
	const char *namespace;             /* its segments joined by "/", none of which holds one */
	const char *name, *version;
	struct purl_qualifier *qualifiers; /* sorted by key, each key once */
	size_t qualifier_count;
	const char *subpath;
};

/* Static text that says what is wrong with it ("is no package URL"), or NULL; *hint (static) how to mend it. */
const char *purl_fault(struct span text, const char **hint);

/* False if purl_fault finds one. Lives in the arena. No rule of a type is applied: names are as written. */
bool purl_parse(struct purl *out, struct arena *a, struct span text);

/* The value of a qualifier; NULL if there is none. */
const char *purl_qualifier(const struct purl *p, const char *key);

/* The canonical text, without the version where it is not wanted. */
void purl_write(struct buf *out, const struct purl *p, bool with_version);

#endif
