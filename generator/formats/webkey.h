/* Names of the Web Key Directory (draft-koch-openpgp-webkey-service, section 3.1). */
#ifndef FORMATS_WEBKEY_H
#define FORMATS_WEBKEY_H

#include "base/arena.h"
#include "base/span.h"

/* What is served for a mail address. */
struct webkey {
	const char *local, *domain; /* in lower case (ASCII) */
	struct span bytes;          /* binary certificates, one behind the other */
};

/* "iy9q119eutrkn8s1mk4r39qejnbu3n5q": z-base-32 of the SHA-1 of the local part in lower case (ASCII), in the arena. */
const char *webkey_name(struct arena *a, const char *local);

/* ASCII letters in lower case, in the arena. */
const char *webkey_lower(struct arena *a, struct span text);

/* The host that a URL names, in lower case, in the arena. */
const char *webkey_domain(struct arena *a, const char *url);

/* z-base-32 (RFC 6189, section 5.1.6), in the arena. */
const char *webkey_base32(struct arena *a, struct span bytes);

#endif
