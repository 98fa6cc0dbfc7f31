/* Inside formats/: what csaf_provider.c and csaf_rolie.c share. */
#ifndef FORMATS_CSAF_SITE_H
#define FORMATS_CSAF_SITE_H

#include "formats/csaf_provider.h"
#include "formats/json_set.h"

/* base_url and the percent-encoded path. */
json_t *csaf_site_url(const struct csaf_provider *p, const char *path);
json_t *csaf_site_only(json_t *item); /* an array of it */
/* In the site's first language. */
const char *csaf_site_publisher(const struct csaf_provider *p);

#endif
