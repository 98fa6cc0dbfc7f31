/* What a Web Key Directory serves: certificates by the mail addresses of their user IDs; and to which of them can be encrypted. */
#ifndef TRUST_WEBKEYS_H
#define TRUST_WEBKEYS_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"
#include "formats/webkey.h"

/* A certificate to read. */
struct webkey_source {
	const char *path; /* for messages; NULL: the key that signs */
	struct span bytes; /* armored, or binary */
};

/* A key with a part to encrypt to, which is not revoked and did not expire. */
struct webkey_encrypting {
	const char *fingerprint; /* of the primary key, upper-case hex */
	const char *path;        /* of the source; NULL: the key that signs */
	instant expires;         /* of the part that lasts longest; 0: never */
};

struct webkeys {
	struct webkey *items; /* sorted by domain, then local part */
	size_t count;
	struct webkey_encrypting *encrypting; /* the key that signs first, the others by their age, the newest first */
	size_t encrypting_count;
};

/* Those of the certificates whose user IDs have addresses in one of the domains (in lower case). Of each
 * certificate an address gets the user IDs with that address and no others, and no signatures but its own. Certificates of
 * one address follow each other, the newest first, which the draft allows for revoked ones beside a new one (section 3.1). A
 * user ID that is revoked gives no address, a certificate that is revoked or expired does: its readers shall learn of it.
 * at: what had expired then is not encrypted to; no clock decides, so that two builds of a commit agree. Lives in the arena. False
 * after reporting: a certificate that gpg does not read is an error. */
bool webkeys_read(struct webkeys *out, const struct webkey_source *sources, size_t count, const char *const *domains, size_t domain_count,
		  instant at, struct arena *a, struct diags *d);

/* Appends the binary certificate without the user IDs (and their signatures) whose text is none of kept, and without attributes;
 * false, and nothing appended, if the bytes are no packets (RFC 4880, section 4.2) that begin with a key. A user ID that gpg shows otherwise
 * than it is written is not found in the certificate: if none is, all of it is kept. */
bool webkeys_keep(struct buf *out, struct span certificate, const char *const *kept, size_t kept_count);

#endif
