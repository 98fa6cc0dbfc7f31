/* Time zones from the tz database (RFC 8536): the 64-bit data of a version 2+
 * file and, beyond its last transition, the POSIX rule of the footer.
 * Invariant: times is sorted, kinds[i] < type_count for each i. */
#include "base/instant.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"

#define ZONE_LIMIT ((size_t)1 << 20)
#define HEADER 44

/* A rule of the footer: "M3.5.0/2"-like; only month rules are in use in the tz database,
 * with Julian days (Jn and n) for a few. */
struct rule {
	char kind; /* 'M', 'J', or 'D' (zero-based day) */
	int month, week, day;
	int time; /* seconds after local midnight, may be negative or over a day */
};

struct zone {
	size_t count;
	int64_t *times;
	unsigned char *kinds;
	int offsets[256];
	int type_count;
	bool has_rule, has_summer;
	int standard, summer; /* offsets of the footer */
	struct rule begin, end;
};

static uint32_t be32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static int64_t be64(const char *p)
{
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

static bool name_is_safe(const char *name)
{
	size_t n = strlen(name);
	if (!n || n > 100 || name[0] == '/' || strstr(name, ".."))
		return false;
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == n;
}

/* The size of a data block whose header is at p, with times of size bytes. */
static size_t block_size(const char *p, size_t size)
{
	uint64_t isut = be32(p + 20), isstd = be32(p + 24), leap = be32(p + 28), count = be32(p + 32), types = be32(p + 36),
		 chars = be32(p + 40);
	return (size_t)(count * size + count + types * 6 + chars + leap * (size + 4) + isstd + isut);
}

static bool read_number(const char **p, int *out)
{
	if (**p < '0' || **p > '9')
		return false;
	long n = 0;
	for (; **p >= '0' && **p <= '9'; (*p)++)
		if ((n = n * 10 + (**p - '0')) > 99999)
			return false;
	*out = (int)n;
	return true;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool read_time(const char **p, int *out)
{
	int sign = **p == '-' ? -1 : 1, part = 0, total = 0;
	if (**p == '-' || **p == '+')
		(*p)++;
	for (int unit = 3600; unit; unit /= 60) {
		if (!read_number(p, &part))
			return false;
		total += part * unit;
		if (**p != ':')
			break;
		(*p)++;
	}
	*out = sign * total;
	return true;
}

static bool skip_name(const char **p)
{
	size_t n = **p == '<' ? strcspn(*p, ">") + 1 : strspn(*p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
	if (n < 3 || strlen(*p) < n)
		return false;
	*p += n;
	return true;
}

static bool read_rule(const char **p, struct rule *r)
{
	if (**p != ',')
		return false;
	(*p)++;
	*r = (struct rule){.kind = 'D', .time = 7200};
	if (**p == 'M' || **p == 'J')
		r->kind = *(*p)++;
	bool ok = r->kind == 'M' ? read_number(p, &r->month) && *(*p)++ == '.' && read_number(p, &r->week) && *(*p)++ == '.' &&
					   read_number(p, &r->day) && r->month >= 1 && r->month <= 12
				 : read_number(p, &r->day);
	if (ok && **p == '/') {
		(*p)++;
		ok = read_time(p, &r->time);
	}
	return ok;
}

/* "JST-9", "CET-1CEST,M3.5.0,M10.5.0/3" (POSIX.1-2017 section 8.3, TZ). */
static bool read_footer(struct zone *z, const char *p)
{
	if (!*p)
		return true;
	if (!skip_name(&p) || !read_time(&p, &z->standard))
		return false;
	z->standard = -z->standard;
	z->has_rule = true;
	if (!*p)
		return true;
	z->summer = z->standard + 3600;
	if (!skip_name(&p))
		return false;
	if (*p && *p != ',') {
		if (!read_time(&p, &z->summer))
			return false;
		z->summer = -z->summer;
	}
	z->has_summer = true;
	return read_rule(&p, &z->begin) && read_rule(&p, &z->end) && !*p;
}

/* Reads the second (64-bit) block and the footer. */
static bool read_zone(struct zone *z, struct span s)
{
	if (s.length < HEADER || memcmp(s.data, "TZif", 4) != 0 || s.data[4] < '2')
		return false;
	size_t first = HEADER + block_size(s.data, 4);
	if (first > s.length || s.length - first < HEADER)
		return false;
	s = span_after(s, first);
	size_t block = block_size(s.data, 8);
	if (memcmp(s.data, "TZif", 4) != 0 || block > s.length - HEADER)
		return false;
	z->count = be32(s.data + 32);
	z->type_count = (int)be32(s.data + 36);
	if (z->type_count < 1 || z->type_count > 256)
		return false;
	const char *times = s.data + HEADER, *kinds = times + z->count * 8, *types = kinds + z->count;
	z->times = memory_resize(NULL, z->count, sizeof(*z->times));
	z->kinds = memory_resize(NULL, z->count, 1);
	for (size_t i = 0; i < z->count; i++) {
		z->times[i] = be64(times + 8 * i);
		z->kinds[i] = (unsigned char)kinds[i];
		if (z->kinds[i] >= z->type_count || (i && z->times[i] <= z->times[i - 1]))
			return false;
	}
	for (int i = 0; i < z->type_count; i++)
		z->offsets[i] = (int)be32(types + 6 * i);
	s = span_after(s, HEADER + block);
	if (s.length < 2 || s.data[0] != '\n' || s.data[s.length - 1] != '\n' || s.length > 200)
		return false;
	char footer[200] = {0};
	memcpy(footer, s.data + 1, s.length - 2);
	return read_footer(z, footer);
}

struct zone *zone_open(const char *name)
{
	if (!name_is_safe(name))
		return NULL;
	char path[160];
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	struct buf file;
	buf_init(&file, ZONE_LIMIT);
	struct diags *unheard = diags_new(); /* the caller reports: it knows where the name stands */
	struct zone *z = memory_alloc(sizeof(*z));
	/* Names such as "Japan" are links in the database itself. */
	char real[4096];
	bool ok = realpath(path, real) && file_read(&file, AT_FDCWD, real, ZONE_LIMIT, true, unheard) &&
		  read_zone(z, buf_as_span(&file));
	diags_free(unheard);
	buf_fini(&file);
	if (ok)
		return z;
	zone_free(z);
	return NULL;
}

void zone_free(struct zone *z)
{
	if (!z)
		return;
	free(z->times);
	free(z->kinds);
	free(z);
}

/* The instant at which the rule holds in a year, by clocks that are offset from UTC. */
static int64_t rule_time(const struct rule *r, int year, int offset)
{
	int64_t day;
	if (r->kind == 'M') {
		int first = instant_civil(instant_from_civil(year, r->month, 1, 0, 0, 0)).weekday;
		int date = 1 + (r->day - first + 7) % 7 + (r->week - 1) * 7;
		int next_year = r->month == 12 ? year + 1 : year, next = r->month % 12 + 1;
		int64_t month_end = instant_from_civil(next_year, next, 1, 0, 0, 0);
		day = instant_from_civil(year, r->month, date, 0, 0, 0);
		while (day >= month_end)
			day -= 7 * 86400;
	} else {
		bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		int number = r->kind == 'D' ? r->day : r->day - 1 + (leap && r->day >= 60);
		day = instant_from_civil(year, 1, 1, 0, 0, 0) + (int64_t)number * 86400;
	}
	return day + r->time - offset;
}

static int footer_offset(const struct zone *z, instant t)
{
	if (!z->has_summer)
		return z->standard;
	int year = instant_civil(t + z->standard).year;
	int64_t begin = rule_time(&z->begin, year, z->standard), end = rule_time(&z->end, year, z->summer);
	bool summer = begin < end ? t >= begin && t < end : t >= begin || t < end;
	return summer ? z->summer : z->standard;
}

static int offset_at(const struct zone *z, instant t)
{
	if (!z->count || t >= z->times[z->count - 1]) {
		if (z->has_rule)
			return footer_offset(z, t);
		return z->count ? z->offsets[z->kinds[z->count - 1]] : z->offsets[0];
	}
	if (t < z->times[0])
		return z->offsets[0];
	size_t low = 0, high = z->count - 1; /* times[low] <= t < times[high] */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (z->times[middle] <= t)
			low = middle;
		else
			high = middle;
	}
	return z->offsets[z->kinds[low]];
}

struct civil zone_civil(const struct zone *z, instant t)
{
	int offset = offset_at(z, t);
	struct civil c = instant_civil(t + offset);
	c.offset = offset;
	return c;
}
