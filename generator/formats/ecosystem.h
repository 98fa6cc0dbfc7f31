/* OSV's names for package ecosystems, and for the databases whose ids it knows (ossf/osv-schema 1.7.5). */
#ifndef FORMATS_ECOSYSTEM_H
#define FORMATS_ECOSYSTEM_H

#include "archive/purl.h"

struct ecosystem {
	const char *ecosystem; /* "npm", "Debian:12" */
	const char *name;      /* of the package in it */
};

/* False if OSV has no ecosystem for it, or the purl does not say what OSV needs: a release, a namespace. Lives in the arena. */
bool ecosystem_of(struct ecosystem *out, struct arena *a, const struct purl *p);

/* True if an id, or a scheme of ids, begins with the prefix of a database that OSV knows: "RUSTSEC-". */
bool ecosystem_id_is_known(const char *id);

#endif
