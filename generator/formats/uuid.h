/* UUIDs by name (RFC 9562, section 5.5: version 5, SHA-1). */
#ifndef FORMATS_UUID_H
#define FORMATS_UUID_H

#include "base/span.h"

struct uuid {
	unsigned char bytes[16];
};

#define UUID_TEXT 37

/* The namespace for names that are URLs (appendix C of RFC 4122). */
extern const struct uuid uuid_of_urls;

struct uuid uuid_named(const struct uuid *namespace, struct span name);
/* Lower-case, NUL-terminated, into out; returns out. */
const char *uuid_text(char out[UUID_TEXT], const struct uuid *u);

#endif
