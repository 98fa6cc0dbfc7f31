/* Days by Howard Hinnant's civil calendar algorithms (public domain,
 * "chrono-Compatible Low-Level Date Algorithms"): eras of 400 years from March. */
#include "base/instant.h"

#include <stdio.h>
#include <time.h>

#define DAY 86400

instant instant_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t days_from_civil(int64_t year, int month, int day)
{
	year -= month <= 2;
	int64_t era = floor_div(year, 400);
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct civil instant_civil(instant t)
{
	int64_t days = floor_div(t, DAY);
	int64_t seconds = t - days * DAY;
	int64_t shifted = days + 719468;
	int64_t era = floor_div(shifted, 146097);
	int64_t day_of_era = shifted - era * 146097;
	int64_t of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	struct civil c = {
		.day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.hour = (int)(seconds / 3600),
		.minute = (int)(seconds / 60 % 60),
		.second = (int)(seconds % 60),
		.weekday = (int)((days % 7 + 11) % 7), /* 1970-01-01 was a Thursday */
	};
	c.year = (int)(of_era + era * 400 + (c.month <= 2));
	return c;
}

instant instant_from_civil(int year, int month, int day, int hour, int minute, int second)
{
	return days_from_civil(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
}

/* Writes count digits and what follows them. */
static char *put(char *p, int n, int count, char after)
{
	for (int i = count; i-- > 0; n /= 10)
		p[i] = (char)('0' + n % 10);
	p[count] = after;
	return p + count + 1;
}

const char *instant_format(char out[INSTANT_SIZE], instant t)
{
	struct civil c = instant_civil(t);
	if (c.year < 0 || c.year > 9999) /* not of RFC 3339; instants of git's field are never that far */
		c = instant_civil(0);
	char *p = put(put(put(out, c.year, 4, '-'), c.month, 2, '-'), c.day, 2, 'T');
	p = put(put(put(p, c.hour, 2, ':'), c.minute, 2, ':'), c.second, 2, 'Z');
	*p = '\0';
	return out;
}

/* Reads digits of s at from; -1 if one is none. */
static int digits(struct span s, size_t from, size_t count)
{
	int n = 0;
	for (size_t i = from; i < from + count; i++) {
		if (s.data[i] < '0' || s.data[i] > '9')
			return -1;
		n = n * 10 + (s.data[i] - '0');
	}
	return n;
}

static int month_length(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return lengths[month - 1] + (month == 2 && leap);
}

bool instant_parse_day(instant *out, struct span s)
{
	if (s.length != 10 || s.data[4] != '-' || s.data[7] != '-')
		return false;
	int year = digits(s, 0, 4), month = digits(s, 5, 2), day = digits(s, 8, 2);
	if (year < 1900 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
		return false;
	*out = instant_from_civil(year, month, day, 0, 0, 0);
	return true;
}

bool instant_parse(instant *out, struct span s)
{
	instant day;
	if (s.length != 20 || s.data[10] != 'T' || s.data[13] != ':' || s.data[16] != ':' || s.data[19] != 'Z' ||
	    !instant_parse_day(&day, span_make(s.data, 10)))
		return false;
	int hour = digits(s, 11, 2), minute = digits(s, 14, 2), second = digits(s, 17, 2);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
		return false;
	*out = day + hour * 3600 + minute * 60 + second;
	return true;
}
