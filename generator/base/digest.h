/* SHA-256 and SHA-512, and SHA-1 for git's names (FIPS 180-4), by libgcrypt. Only base/ includes gcrypt.h. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/span.h"

#define SHA256_SIZE 32
#define SHA256_HEX (2 * SHA256_SIZE + 1)

struct sha256 {
	unsigned char bytes[SHA256_SIZE];
};

/* Must be called once, before any thread starts. */
void digest_setup(void);

struct sha256 sha256_of(struct span s);
/* Lower-case hex, NUL-terminated, into out; returns out. */
const char *sha256_hex(char out[SHA256_HEX], const struct sha256 *d);

/* The digest that those 64 lower-case digits are; false if they are none. */
bool sha256_parse(struct sha256 *out, struct span hex);

/* SHA-512, for records whose format asks for it. */
#define SHA512_SIZE 64
#define SHA512_HEX (2 * SHA512_SIZE + 1)

struct sha512 {
	unsigned char bytes[SHA512_SIZE];
};

struct sha512 sha512_of(struct span s);
const char *sha512_hex(char out[SHA512_HEX], const struct sha512 *d);

/* SHA-1 of two pieces, one behind the other. */
#define SHA1_SIZE 20
void sha1_of(unsigned char out[SHA1_SIZE], struct span head, struct span rest);

struct sha256_stream;
struct sha256_stream *sha256_start(void);
void sha256_add(struct sha256_stream *s, const void *data, size_t length);
struct sha256 sha256_finish(struct sha256_stream *s); /* and frees it */

#endif
