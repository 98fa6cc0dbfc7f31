/* CVSS scores from vectors: base scores of v3.0 and v3.1 (FIRST, Specification
 * Document, section 7), and v4.0's (section 8 of its own), in which threat and environmental
 * metrics enter where the vector has them. */
#ifndef ARCHIVE_CVSS_H
#define ARCHIVE_CVSS_H

#include <stdbool.h>

#include "base/span.h"

struct cvss {
	const char *version;  /* "3.0", "3.1", "4.0" */
	int score;            /* tenths: 98 is 9.8 */
	const char *severity; /* "critical" "high" "medium" "low" "none" */
};

#define CVSS_WHY 100

/* False and why (a text; NULL: not wanted) if the vector is not valid: wrong prefix, a
 * metric that is missing, unknown, repeated. Temporal and environmental
 * metrics of v3 are accepted and do not enter the base score. */
bool cvss_parse(struct cvss *out, struct span vector, char why[CVSS_WHY]);

#endif
