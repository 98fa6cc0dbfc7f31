/* Inside formats/: what CSAF's files of the whole site share, and its documents with them. */
#ifndef FORMATS_CSAF_SITE_H
#define FORMATS_CSAF_SITE_H

#include "formats/csaf_provider.h"
#include "formats/json_set.h"

/* base_url and the percent-encoded path. */
json_t *csaf_site_url(const struct csaf_provider *p, const char *path);
json_t *csaf_site_only(json_t *item); /* an array of it */
/* The publisher (CSAF 2.0, section 3.2.1.8), its name in the language. */
json_t *csaf_site_publisher_object(const struct config *c, const char *lang);
/* Its name in the site's first language. */
const char *csaf_site_publisher(const struct csaf_provider *p);

#endif
