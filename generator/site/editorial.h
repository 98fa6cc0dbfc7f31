/* What "Revision: editorial" must not hide in a text. */
#ifndef SITE_EDITORIAL_H
#define SITE_EDITORIAL_H

#include "site/site.h"

/* Of each publication after the base of since (a history read with one) that a commit calls editorial: a warning for each
 * CVE id, CVSS vector, version, date, URL and indicator that the text names and did not, or did and no longer does, as
 * it stands in HEAD. What is gone is told where nothing of its kind came. lint.ignore lets W138 pass. */
void check_editorial(const struct site *s, const struct history *since, struct diags *d);

#endif
