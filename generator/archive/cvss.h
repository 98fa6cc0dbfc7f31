/* CVSS base scores from vectors: v3.0 and v3.1 (FIRST, Specification Document,
 * section 7), v4.0 recognised (its score comes with the MacroVector table). */
#ifndef ARCHIVE_CVSS_H
#define ARCHIVE_CVSS_H

#include <stdbool.h>

#include "base/span.h"

struct cvss {
	const char *version;  /* "3.0", "3.1", "4.0" */
	bool scored;          /* false: a v4.0 vector, valid, no score yet */
	int score;            /* tenths: 98 is 9.8 */
	const char *severity; /* "critical" "high" "medium" "low" "none"; NULL if not scored */
};

#define CVSS_WHY 100

/* False and why (a text; NULL: not wanted) if the vector is not valid: wrong prefix, a
 * metric that is missing, unknown, repeated. Temporal and environmental
 * metrics are accepted and do not enter the base score. */
bool cvss_parse(struct cvss *out, struct span vector, char why[CVSS_WHY]);

#endif
