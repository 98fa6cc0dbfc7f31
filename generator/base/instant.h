/* Times: seconds since 1970-01-01T00:00:00Z, proleptic Gregorian, no leap
 * seconds. No clock is read here but by instant_now, which only commands call
 * and which never reaches a published byte. */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

typedef int64_t instant;

struct civil {
	int year;
	int month, day;           /* from 1 */
	int hour, minute, second;
	int weekday;              /* 0 Sunday */
	int offset;               /* seconds east of UTC */
};

instant instant_now(void);

struct civil instant_civil(instant t); /* in UTC */
instant instant_from_civil(int year, int month, int day, int hour, int minute, int second);

#define INSTANT_SIZE 32
/* "2026-04-02T09:00:00Z" (RFC 3339) into out; returns out. */
const char *instant_format(char out[INSTANT_SIZE], instant t);
/* Reads "YYYY-MM-DDTHH:MM:SSZ" exactly; years 1900 to 9999. */
bool instant_parse(instant *out, struct span s);
/* Reads "YYYY-MM-DD" (a day that exists), as its first second. */
bool instant_parse_day(instant *out, struct span s);

/* A time zone of the tz database by name ("Asia/Tokyo", "UTC"), read by its
 * own reader of TZif (RFC 8536), so that neither TZ nor libc's state matters. */
struct zone;
/* NULL if there is none of that name. */
struct zone *zone_open(const char *name);
void zone_free(struct zone *z);
struct civil zone_civil(const struct zone *z, instant t);

#endif
