/* Invariant: the zip (PKWARE's APPNOTE 6.3.9) is a function of names, times and bytes of the records: no extra fields, no user, no
 * zone. It is written here, as libarchive writes times in the zone of the machine.
 *
 * ZIP64 counts where there are more records than the old form can count; sizes and places fit into it, as a file of the site is
 * no larger than half a gibibyte. */
#include "formats/osv_zip.h"

#include <stdlib.h>
#include <zlib.h>

#include "base/memory.h"

#define STORED_VERSION 10
#define ZIP64_VERSION 45
#define MADE_BY_UNIX (3 << 8)
#define MODE ((uint32_t)0100644 << 16)
#define COUNT_MAX 0xFFFE

struct slot {
	const char *name; /* NULL: empty */
	instant modified;
	unsigned char *packed;
	size_t packed_length, length;
	uint32_t crc;
};

struct osv_store {
	struct slot *slots;
	size_t count;
};

struct osv_store *osv_store_new(size_t slots)
{
	struct osv_store *s = memory_alloc(sizeof(*s));
	s->slots = memory_alloc((slots + 1) * sizeof(*s->slots));
	s->count = slots;
	return s;
}

void osv_store_free(struct osv_store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->count; i++)
		free(s->slots[i].packed);
	free(s->slots);
	free(s);
}

/* Packed elsewhere first: to shrink it in place would leave a hole behind each. */
void osv_store_keep(struct osv_store *s, size_t slot, const char *name, instant modified, struct span record)
{
	uLongf length = compressBound(record.length);
	unsigned char *scratch = memory_resize(NULL, length, 1);
	if (compress2(scratch, &length, (const unsigned char *)record.data, record.length, Z_DEFAULT_COMPRESSION) != Z_OK)
		memory_exhausted();
	unsigned char *packed = memory_resize(NULL, length, 1);
	memcpy(packed, scratch, length);
	free(scratch);
	free(s->slots[slot].packed);
	s->slots[slot] = (struct slot){name, modified, packed, length, record.length,
				       (uint32_t)crc32_z(0, (const unsigned char *)record.data, record.length)};
}

/* Little-endian, as all numbers of a zip. */
static void put(struct buf *out, uint64_t number, size_t bytes)
{
	for (; bytes; bytes--, number >>= 8)
		buf_char(out, (char)(number & 0xFF));
}

/* MS-DOS date and time, from 1980 to 2107, in steps of two seconds. */
static void put_time(struct buf *out, instant t)
{
	static const int first = 1980, last = 2107;
	struct civil c = instant_civil(t);
	if (c.year < first)
		c = (struct civil){.year = first, .month = 1, .day = 1};
	if (c.year > last)
		c = (struct civil){last, 12, 31, 23, 59, 58, 0, 0};
	put(out, (unsigned)(c.hour << 11 | c.minute << 5 | c.second / 2), 2);
	put(out, (unsigned)((c.year - first) << 9 | c.month << 5 | c.day), 2);
}

/* What the local and the central header have in common. */
static void put_header(struct buf *out, const struct slot *s)
{
	put(out, STORED_VERSION, 2);
	put(out, 0, 2); /* flags */
	put(out, 0, 2); /* stored */
	put_time(out, s->modified);
	put(out, s->crc, 4);
	put(out, s->length, 4);
	put(out, s->length, 4);
	put(out, strlen(s->name), 2);
	put(out, 0, 2); /* extra fields */
}

static bool put_file(struct buf *out, const struct slot *s, struct diags *d)
{
	put(out, 0x04034B50, 4);
	put_header(out, s);
	buf_text(out, s->name);
	uLongf length = s->length;
	unsigned char *record = memory_resize(NULL, s->length + 1, 1);
	bool ok = uncompress(record, &length, s->packed, s->packed_length) == Z_OK && length == s->length;
	if (ok)
		buf_add(out, (const char *)record, length);
	else
		diag(d, DIAG_BUG, (struct place){.path = s->name}, NULL, "the record that was kept cannot be unpacked");
	free(record);
	return ok;
}

static void put_central(struct buf *out, const struct slot *s, size_t offset)
{
	put(out, 0x02014B50, 4);
	put(out, MADE_BY_UNIX | STORED_VERSION, 2);
	put_header(out, s);
	put(out, 0, 2); /* comment */
	put(out, 0, 2); /* disk */
	put(out, 0, 2); /* internal attributes */
	put(out, MODE, 4);
	put(out, offset, 4);
	buf_text(out, s->name);
}

static void put_end64(struct buf *out, size_t count, size_t directory, size_t end)
{
	put(out, 0x06064B50, 4);
	put(out, 44, 8); /* bytes of it that follow */
	put(out, MADE_BY_UNIX | ZIP64_VERSION, 2);
	put(out, ZIP64_VERSION, 2);
	put(out, 0, 8); /* disks */
	put(out, count, 8);
	put(out, count, 8);
	put(out, end - directory, 8);
	put(out, directory, 8);
	put(out, 0x07064B50, 4);
	put(out, 0, 4); /* disk */
	put(out, end, 8);
	put(out, 1, 4); /* disks */
}

static void put_end(struct buf *out, size_t count, size_t directory, size_t end)
{
	if (count > COUNT_MAX)
		put_end64(out, count, directory, end);
	put(out, 0x06054B50, 4);
	put(out, 0, 4); /* disks */
	put(out, count > COUNT_MAX ? 0xFFFF : count, 2);
	put(out, count > COUNT_MAX ? 0xFFFF : count, 2);
	put(out, end - directory, 4);
	put(out, directory, 4);
	put(out, 0, 2); /* comment */
}

static int by_name(const void *x, const void *y)
{
	const struct slot *const *p = x, *const *q = y;
	return strcmp((*p)->name, (*q)->name);
}

bool osv_store_zip(struct buf *out, const struct osv_store *s, struct diags *d)
{
	const struct slot **files = memory_alloc((s->count + 1) * sizeof(*files));
	size_t *offsets = memory_alloc((s->count + 1) * sizeof(*offsets)), count = 0, from = out->length;
	bool ok = true;
	for (size_t i = 0; i < s->count; i++)
		if (s->slots[i].name)
			files[count++] = &s->slots[i];
	if (count)
		qsort(files, count, sizeof(*files), by_name);
	for (size_t i = 0; i < count && ok; i++) {
		offsets[i] = out->length - from;
		ok = put_file(out, files[i], d);
	}
	size_t directory = out->length - from;
	for (size_t i = 0; i < count; i++)
		put_central(out, files[i], offsets[i]);
	put_end(out, count, directory, out->length - from);
	free(offsets);
	free(files);
	return ok;
}
