/* Invariant: a number is seven bits a byte, the lowest first, the last byte below 128; a text is 0 for NULL, or its
 * length and one more, the bytes, a NUL. */
#include "base/pack.h"

void pack_number(struct buf *out, uint64_t n)
{
	char bytes[10];
	size_t count = 0;
	for (; n > 127; n >>= 7)
		bytes[count++] = (char)(n | 128);
	bytes[count++] = (char)n;
	buf_add(out, bytes, count);
}

void pack_bytes(struct buf *out, const void *data, size_t length)
{
	buf_add(out, data, length);
}

void pack_text(struct buf *out, const char *text)
{
	size_t length = text ? strlen(text) + 1 : 0;
	pack_number(out, length);
	buf_add(out, text, length);
}

void unpack_fail(struct unpack *u)
{
	u->failed = true;
	u->rest = SPAN_LITERAL("");
}

uint64_t unpack_number(struct unpack *u)
{
	uint64_t n = 0;
	for (unsigned shift = 0; shift < 64 && u->rest.length; shift += 7) {
		unsigned char byte = (unsigned char)*u->rest.data;
		u->rest = span_after(u->rest, 1);
		n |= (uint64_t)(byte & 127) << shift;
		if (byte < 128)
			return n;
	}
	unpack_fail(u);
	return 0;
}

size_t unpack_below(struct unpack *u, size_t limit)
{
	uint64_t n = unpack_number(u);
	if (n < limit)
		return (size_t)n;
	unpack_fail(u);
	return 0;
}

size_t unpack_count(struct unpack *u, size_t least)
{
	uint64_t n = unpack_number(u);
	if (n <= u->rest.length / least)
		return (size_t)n;
	unpack_fail(u);
	return 0;
}

struct span unpack_span(struct unpack *u, size_t length)
{
	if (length > u->rest.length) {
		unpack_fail(u);
		return SPAN_LITERAL("");
	}
	struct span found = span_make(u->rest.data, length);
	u->rest = span_after(u->rest, length);
	return found;
}

void unpack_bytes(struct unpack *u, void *out, size_t length)
{
	struct span found = unpack_span(u, length);
	memset(out, 0, length);
	if (found.length)
		memcpy(out, found.data, found.length);
}

const char *unpack_text(struct unpack *u)
{
	size_t length = unpack_count(u, 1);
	if (!length)
		return u->failed ? "" : NULL;
	struct span text = unpack_span(u, length);
	if (text.length && text.data[length - 1] == '\0')
		return text.data;
	unpack_fail(u);
	return "";
}

const char *unpack_some_text(struct unpack *u)
{
	const char *text = unpack_text(u);
	if (text)
		return text;
	unpack_fail(u);
	return "";
}
