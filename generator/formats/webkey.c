#include "formats/webkey.h"

#include "base/digest.h"
#include "formats/web.h"

const char *webkey_base32(struct arena *a, struct span bytes)
{
	static const char alphabet[] = "ybndrfg8ejkmcpqxot1uwisza345h769";
	size_t length = (bytes.length * 8 + 4) / 5;
	char *out = arena_alloc(a, length + 1);
	for (size_t i = 0; i < length; i++) {
		unsigned value = 0;
		for (size_t bit = i * 5; bit < i * 5 + 5; bit++) {
			unsigned byte = bit / 8 < bytes.length ? (unsigned char)bytes.data[bit / 8] : 0;
			value = value << 1 | (byte >> (7 - bit % 8) & 1);
		}
		out[i] = alphabet[value];
	}
	out[length] = '\0';
	return out;
}

const char *webkey_lower(struct arena *a, struct span text)
{
	char *lower = arena_span(a, text);
	for (char *c = lower; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return lower;
}

const char *webkey_domain(struct arena *a, const char *url)
{
	return webkey_lower(a, web_host(url));
}

const char *webkey_name(struct arena *a, const char *local)
{
	unsigned char digest[SHA1_SIZE];
	const char *lower = webkey_lower(a, span_of(local));
	sha1_of(digest, span_of(lower), (struct span){0});
	return webkey_base32(a, span_make((const char *)digest, sizeof(digest)));
}
