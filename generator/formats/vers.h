/* VERS: ranges of versions in one notation for all schemes (package-url, VERSION-RANGE-SPEC): "vers:deb/>=1.2|<1.4.7". */
#ifndef FORMATS_VERS_H
#define FORMATS_VERS_H

#include "base/buf.h"
#include "base/value.h"

/* Appends a range (a value made by version_range) of a scheme ("semver" … "generic"). False, and nothing is appended, where VERS
 * has no words for it: what is under investigation, what no version can be in, what is no range. */
bool vers_add(struct buf *out, const char *scheme, const struct value *range);

#endif
