/* Addresses in documents: what a link's target names in the repository. */
#ifndef DOCUMENT_ADDRESS_H
#define DOCUMENT_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* True if it begins with a scheme, "https:" or "advisory:" (RFC 3986 section 3.1). */
bool address_has_scheme(const char *url);

/* True if a reader may be led there: no scheme at all, or http(s) with a host, mailto, tel,
 * ftp(s). Everything else ("javascript:", "ms-msdt:", "https:/x") may start a program or deceive. */
bool address_is_safe(const char *url);

/* The first length bytes of url with %XX decoded; what is none (and %00) stays. */
char *address_decoded(struct arena *a, const char *url, size_t length);

/* The file that a relative url names, seen from the document at path: without query and
 * fragment, decoded, without "." and "..". NULL if url is not relative (a scheme,
 * "//host", "#anchor", "") or leads out of the repository. */
const char *address_file(struct arena *a, const char *path, const char *url);

#endif
