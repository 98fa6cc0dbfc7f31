#include "base/digest.h"

#include <gcrypt.h>
#include <stdlib.h>

#include "base/memory.h"

void digest_setup(void)
{
	/* Secure memory is for keys; here only digests are computed. */
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return;
	gcry_check_version(NULL);
	gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
	gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

struct sha256 sha256_of(struct span s)
{
	struct sha256 d;
	gcry_md_hash_buffer(GCRY_MD_SHA256, d.bytes, s.length ? s.data : "", s.length);
	return d;
}

void sha1_of(unsigned char out[SHA1_SIZE], struct span head, struct span rest)
{
	gcry_buffer_t pieces[] = {{.data = (void *)head.data, .len = head.length}, {.data = (void *)rest.data, .len = rest.length}};
	if (gcry_md_hash_buffers(GCRY_MD_SHA1, 0, out, pieces, 2))
		abort(); /* it is always there */
}

struct sha512 sha512_of(struct span s)
{
	struct sha512 d;
	gcry_md_hash_buffer(GCRY_MD_SHA512, d.bytes, s.length ? s.data : "", s.length);
	return d;
}

static const char *hex(char *out, const unsigned char *bytes, size_t count)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < count; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * count] = '\0';
	return out;
}

const char *sha256_hex(char out[SHA256_HEX], const struct sha256 *d)
{
	return hex(out, d->bytes, SHA256_SIZE);
}

const char *sha512_hex(char out[SHA512_HEX], const struct sha512 *d)
{
	return hex(out, d->bytes, SHA512_SIZE);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool sha256_parse(struct sha256 *out, struct span hex)
{
	if (hex.length != 2 * SHA256_SIZE)
		return false;
	for (size_t i = 0; i < SHA256_SIZE; i++) {
		int high = hex_digit(hex.data[2 * i]), low = hex_digit(hex.data[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out->bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

struct sha256_stream {
	gcry_md_hd_t handle;
};

struct sha256_stream *sha256_start(void)
{
	struct sha256_stream *s = memory_alloc(sizeof(*s));
	if (gcry_md_open(&s->handle, GCRY_MD_SHA256, 0))
		memory_exhausted(); /* SHA-256 is always there */
	return s;
}

void sha256_add(struct sha256_stream *s, const void *data, size_t length)
{
	gcry_md_write(s->handle, data, length);
}

struct sha256 sha256_finish(struct sha256_stream *s)
{
	struct sha256 d;
	memcpy(d.bytes, gcry_md_read(s->handle, GCRY_MD_SHA256), SHA256_SIZE);
	gcry_md_close(s->handle);
	free(s);
	return d;
}
