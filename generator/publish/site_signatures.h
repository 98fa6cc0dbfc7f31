/* The signatures of a site. Internal to publish/. */
#ifndef PUBLISH_SITE_SIGNATURES_H
#define PUBLISH_SITE_SIGNATURES_H

#include "publish/site.h"
#include "publish/verify_site.h"

struct site_signatures;

/* Reads the certificates and checks SHA256SUMS.asc: NULL after a report. Fills in
 * report's fingerprint and user ID. */
struct site_signatures *site_signatures_new(struct site *s, const struct verify_options *options,
					    struct verify_report *report);
void site_signatures_free(struct site_signatures *c);

/* Checks that path's clear signature covers exactly text, and is by the key that signed SHA256SUMS. */
bool site_check_clear(struct site_signatures *c, const char *path, struct span text);

/* Checks every signature but those of texts: how many are good. */
size_t site_check_other_signatures(struct site_signatures *c);

/* Reports signatures that belong to nothing, or stand in a site that is not signed. */
void site_check_strays(struct site *s, bool is_signed);

#endif
