/* The signatures of a site. Internal to publish/. */
#ifndef PUBLISH_SITE_SIGNATURES_H
#define PUBLISH_SITE_SIGNATURES_H

#include "publish/site.h"
#include "publish/verify_site.h"
#include "trust/sign.h"

struct site_signatures;

/* Reads the certificates and checks SHA256SUMS.asc: NULL after a report. Fills in
 * report's fingerprint and user ID. */
struct site_signatures *site_signatures_new(struct site *s, const struct verify_options *options,
					    struct verify_report *report);
void site_signatures_free(struct site_signatures *c);

/* Checks that the signature at path (the clear-signed text) covers exactly text, and is by the key that signed SHA256SUMS. A
 * clear-signed text may be anything if text.data is NULL. */
bool site_check_signature(struct site_signatures *c, enum signature_kind kind, const char *path, struct span text);

/* Reports signatures that belong to nothing, or stand in a site that is not signed. */
void site_check_strays(struct site *s, bool is_signed);

#endif
