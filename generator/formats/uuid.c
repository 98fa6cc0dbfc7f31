/* Invariant: the same namespace and name give the same UUID, on every machine. */
#include "formats/uuid.h"

#include "base/digest.h"

const struct uuid uuid_of_urls = {
	{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};

struct uuid uuid_named(const struct uuid *namespace, struct span name)
{
	unsigned char digest[SHA1_SIZE];
	struct uuid u;
	sha1_of(digest, span_make((const char *)namespace->bytes, sizeof(namespace->bytes)), name);
	memcpy(u.bytes, digest, sizeof(u.bytes));
	u.bytes[6] = (unsigned char)((u.bytes[6] & 0x0F) | 0x50);
	u.bytes[8] = (unsigned char)((u.bytes[8] & 0x3F) | 0x80);
	return u;
}

const char *uuid_text(char out[UUID_TEXT], const struct uuid *u)
{
	static const char digits[] = "0123456789abcdef";
	char *to = out;
	for (size_t i = 0; i < sizeof(u->bytes); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = digits[u->bytes[i] >> 4];
		*to++ = digits[u->bytes[i] & 0x0F];
	}
	*to = '\0';
	return out;
}
