/* Files of a site that have a signature of their own beside the texts. Internal to publish/. */
#ifndef PUBLISH_SITE_DOCUMENTS_H
#define PUBLISH_SITE_DOCUMENTS_H

#include "publish/site_signatures.h"

/* Checks that beside each CSAF document stand its digests (.sha256, .sha512) and, unless signatures is NULL, its signature.
 * How many signatures are good. */
size_t site_check_documents(struct site *s, struct site_signatures *signatures);

/* Checks that security.txt is there exactly if archive.json says so, is clear-signed if signatures is not NULL, says what is
 * expected (if that has data) and has the digest that archive.json gives. After site_read_archive. How many signatures are good: 1 or 0. */
size_t site_check_security_txt(struct site *s, struct site_signatures *signatures, struct span expected);

#endif
