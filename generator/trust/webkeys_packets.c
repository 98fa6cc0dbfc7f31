/* Invariant: what is kept is kept byte for byte, in order. */
#include "trust/webkeys.h"

enum { PACKET_SIGNATURE = 2, PACKET_PUBLIC_KEY = 6, PACKET_USER_ID = 13, PACKET_PUBLIC_SUBKEY = 14, PACKET_ATTRIBUTE = 17 };

struct packet {
	unsigned tag;
	struct span whole, body;
};

static unsigned byte_at(struct span s, size_t at)
{
	return (unsigned char)s.data[at];
}

/* A big-endian number of n bytes. */
static bool read_number(size_t *out, struct span s, size_t at, size_t n)
{
	if (s.length < at + n)
		return false;
	for (*out = 0; n > 0; n--)
		*out = *out << 8 | byte_at(s, at++);
	return true;
}

/* Section 4.2.1: the length's own length stands in the tag's byte; 3 would be a length that nobody says. */
static bool read_old(struct span s, unsigned *tag, size_t *head, size_t *length)
{
	unsigned kind = byte_at(s, 0) & 3;
	*tag = byte_at(s, 0) >> 2 & 15;
	*head = 1 + ((size_t)1 << kind);
	return kind < 3 && read_number(length, s, 1, (size_t)1 << kind);
}

/* Section 4.2.2; lengths in parts are for data only. */
static bool read_new(struct span s, unsigned *tag, size_t *head, size_t *length)
{
	*tag = byte_at(s, 0) & 63;
	if (s.length < 2)
		return false;
	unsigned first = byte_at(s, 1);
	*head = first < 192 ? 2 : first < 224 ? 3 : 6;
	if (first < 192)
		*length = first;
	else if (first < 224 && s.length >= 3)
		*length = ((size_t)(first - 192) << 8) + byte_at(s, 2) + 192;
	else
		return first == 255 && read_number(length, s, 2, 4);
	return true;
}

static bool next_packet(struct packet *out, struct span *rest)
{
	size_t head, length;
	if (!rest->length || !(byte_at(*rest, 0) & 0x80))
		return false;
	bool ok = byte_at(*rest, 0) & 0x40 ? read_new(*rest, &out->tag, &head, &length) : read_old(*rest, &out->tag, &head, &length);
	if (!ok || rest->length < head || rest->length - head < length)
		return false;
	out->whole = span_make(rest->data, head + length);
	out->body = span_make(rest->data + head, length);
	*rest = span_after(*rest, head + length);
	return true;
}

static bool is_kept(struct span user_id, const char *const *kept, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (span_is(user_id, kept[i]))
			return true;
	return false;
}

bool webkeys_keep(struct buf *out, struct span certificate, const char *const *kept, size_t kept_count)
{
	struct span rest = certificate;
	size_t before = out->length, users = 0, packets = 0;
	bool keeping = true, ok = certificate.length > 0; /* keeping: signatures belong to the packet before them */
	for (struct packet p; ok && rest.length; packets++) {
		ok = next_packet(&p, &rest) && (packets || p.tag == PACKET_PUBLIC_KEY);
		if (ok && p.tag != PACKET_SIGNATURE)
			keeping = p.tag == PACKET_PUBLIC_KEY || p.tag == PACKET_PUBLIC_SUBKEY ||
				  (p.tag == PACKET_USER_ID && is_kept(p.body, kept, kept_count));
		if (ok && keeping) {
			buf_span(out, p.whole);
			users += p.tag == PACKET_USER_ID;
		}
	}
	if (!ok || !users)
		buf_truncate(out, before);
	if (ok && !users)
		buf_span(out, certificate);
	return ok;
}
