/* security.txt (RFC 9116). */
#ifndef FORMATS_SECURITY_TXT_H
#define FORMATS_SECURITY_TXT_H

#include "archive/config.h"
#include "base/buf.h"

#define SECURITY_TXT_PATH ".well-known/security.txt"

/* A key to which reports can be encrypted. */
struct security_key {
	const char *fingerprint; /* of the primary key */
	const char *path;        /* of the certificate in the site */
};

struct security_txt {
	const struct config *config; /* format_made(config, CONFIG_SECURITY_TXT) holds */
	const struct security_key *keys; /* the one that is to be taken first comes first (section 2.5.4) */
	size_t key_count;
	const char *policy;          /* path of the page, or NULL */
	const char *csaf;            /* path of provider-metadata.json, or NULL */
};

/* Appends the text with LF at its lines' ends (section 2.2 leaves the choice), as it is to be clear-signed. */
void security_txt_write(struct buf *out, const struct security_txt *s);

#endif
