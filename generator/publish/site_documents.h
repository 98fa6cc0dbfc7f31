/* Files of a site that have a signature of their own beside the texts. Internal to publish/. */
#ifndef PUBLISH_SITE_DOCUMENTS_H
#define PUBLISH_SITE_DOCUMENTS_H

#include "publish/site_signatures.h"

/* Checks that beside each CSAF document stand its digests (.sha256, .sha512) and, unless signatures is NULL, its signature.
 * How many signatures are good. */
size_t site_check_documents(struct site *s, struct site_signatures *signatures);

/* Checks that security.txt, if there is one, is clear-signed, says what is expected (unless that has no data: then it must be
 * there), and names the place at which archive.json's base_url has it. How many signatures are good: 1 or 0. */
size_t site_check_security_txt(struct site *s, struct site_signatures *signatures, struct span expected);

#endif
