/* STIX patterns (STIX 2.1, section 9) of the archive's indicators. */
#ifndef FORMATS_STIX_PATTERN_H
#define FORMATS_STIX_PATTERN_H

#include "base/arena.h"

/* True if there is a pattern for indicators of this type. */
bool stix_has_pattern(const char *type);
/* "[domain-name:value = 'c2.example.net']", in the arena; NULL for a type that has none. */
const char *stix_pattern(struct arena *a, const char *type, const char *value);

#endif
