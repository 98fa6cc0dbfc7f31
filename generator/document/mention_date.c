/* Days and months, as either language writes them: 2026年4月2日（木）, 令和8年4月2日, 2 April 2026, 2–5 April,
 * April 2, 2026, 2026-04-02T09:00:00Z, 2026/4/2.
 *
 * Keys: d:2026-04-02 a day; d:04-02 this day of some year; d:?04-02 this day, and the text does not tell the year;
 * d:2026-04 a month (every day provides its own); d:?-04 a month without its year; @N the minute N since 1970, of a day
 * with a time and a zone. A day agrees with one of the other text if they are the same, or if one of them lacks the
 * year, or if both are the same minute in two zones. */
#include "base/instant.h"
#include "document/mention_scan.h"

struct date {
	size_t at, end;
	instant minute;       /* since 1970; holds if timed */
	int year, month, day; /* 0: not told */
	bool timed;           /* hour, minute and zone are told too */
};

static bool is_day(int year, int month, int day)
{
	char text[16];
	instant ignored;
	if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	/* In a leap year, if none is told. */
	int n = snprintf(text, sizeof(text), "%04d-%02d-%02d", year ? year : 2024, month, day);
	return instant_parse_day(&ignored, span_make(text, (size_t)n));
}

/* Keys, and names. ------------------------------------------------------------------ */

static void provide_day(struct scan *s, const struct date *d)
{
	struct arena *a = scan_arena(s);
	scan_provide(s, arena_printf(a, "d:%02d-%02d", d->month, d->day));
	if (!d->year) {
		scan_provide(s, arena_printf(a, "d:?%02d-%02d", d->month, d->day));
		return;
	}
	scan_provide(s, arena_printf(a, "d:%04d-%02d-%02d", d->year, d->month, d->day));
	scan_provide(s, arena_printf(a, "d:%04d-%02d", d->year, d->month));
}

static void name_day(struct scan *s, const struct date *d)
{
	struct arena *a = scan_arena(s);
	const char *keys[MENTION_KEYS] = {arena_printf(a, "d:%02d-%02d", d->month, d->day)};
	size_t n = 1;
	provide_day(s, d);
	if (d->year) {
		keys[0] = arena_printf(a, "d:%04d-%02d-%02d", d->year, d->month, d->day);
		keys[n++] = arena_printf(a, "d:?%02d-%02d", d->month, d->day);
	}
	if (d->timed) {
		keys[n] = arena_printf(a, "@%lld", (long long)d->minute);
		scan_provide(s, keys[n]);
	}
	scan_name(s, MENTION_DATE, d->at, d->end, keys);
}

static void name_month(struct scan *s, int year, int month, size_t at, size_t end)
{
	struct arena *a = scan_arena(s);
	const char *keys[MENTION_KEYS] = {arena_printf(a, "d:%04d-%02d", year, month), arena_printf(a, "d:?-%02d", month)};
	scan_name(s, MENTION_DATE, at, end, keys);
}

/* A month without a year is not named: it is said in too many ways. */
static void provide_month(struct scan *s, int month)
{
	scan_provide(s, arena_printf(scan_arena(s), "d:?-%02d", month));
}

/* Times. ------------------------------------------------------------------------------ */

/* A weekday in brackets, or behind or before a comma: both languages have their own. */
static size_t skip_weekday(const struct scan *s, size_t at)
{
	static const char *const days[] = {"月",  "火",  "水",  "木",  "金",  "土",  "日", "Mon",
					   "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL};
	static const char *const rests[] = {"曜日", "曜", "day", "sday", "nesday", "rsday", "urday", NULL};
	static const char *const holidays[] = {"・祝", "・休", "・祝日", NULL};
	size_t open = scan_skip_blanks(s, at), end;
	if (s->text[open] != '(')
		return at;
	end = scan_skip_any(s, open + 1, days);
	if (end == open + 1)
		return at;
	end = scan_skip_any(s, scan_skip_any(s, end, rests), holidays);
	return s->text[end] == ')' ? end + 1 : at;
}

static void set_minute(struct date *d, const struct scan_clock *c)
{
	if (!d->year || c->zone == SCAN_NO_ZONE)
		return;
	d->timed = true;
	d->minute = instant_from_civil(d->year, d->month, d->day, c->hour, c->minute, 0) / 60 - c->zone;
}

/* A time behind a day, which is no part of what is shown of it. Where it ends. */
static size_t take_time(const struct scan *s, struct date *d)
{
	static const char *const joints[] = {"T", ", at ", " at ", ", ", "、", ",", " の", "の", NULL};
	struct scan_clock c;
	size_t from = skip_weekday(s, d->end);
	size_t clock = scan_skip_blanks(s, scan_skip_any(s, from, joints)), end = scan_clock(s, clock, &c);
	if (end == clock)
		return from;
	/* 日本時間4月2日9時: the zone stands before. */
	static const char *const before[] = {"日本時間", "日本時間の", "(日本時間)", "jst ", NULL};
	for (size_t i = 0; before[i] && c.zone == SCAN_NO_ZONE; i++)
		if (scan_follows(s, d->at, before[i]))
			c.zone = 540;
	set_minute(d, &c);
	return end;
}

/* Days. ------------------------------------------------------------------------------- */

static bool is_year(int year)
{
	return year >= 1900 && year <= 2199;
}

/* 2026-04-02, 2026/4/2. Two hyphens more and it is an identifier. */
static size_t read_iso(const struct scan *s, size_t at, struct date *d)
{
	*d = (struct date){.at = at};
	size_t year = scan_int(s, at, 4, &d->year);
	char sign = s->text[year];
	if (year != at + 4 || (sign != '-' && sign != '/') || !is_year(d->year))
		return at;
	size_t month = scan_int(s, year + 1, 2, &d->month);
	if (month == year + 1 || s->text[month] != sign || (sign == '-' && month != year + 3))
		return at;
	d->end = scan_int(s, month + 1, 2, &d->day);
	if (d->end == month + 1 || (sign == '-' && d->end != month + 3) || !is_day(d->year, d->month, d->day))
		return at;
	char after = s->text[d->end];
	bool time = after == 'T' && scan_is_digit(s->text[d->end + 1]);
	bool goes_on = after == '-' && scan_is_alnum(s->text[d->end + 1]);
	if ((scan_is_alnum(after) && !time) || after == '_' || after == '/' || goes_on)
		return at;
	return d->end;
}

/* "年", with blanks around the number before it. */
static size_t read_counted(const struct scan *s, size_t at, int most, const char *unit, int *out)
{
	int number;
	size_t from = scan_skip_blanks(s, at), end = scan_int(s, from, most, &number);
	size_t word = scan_skip_blanks(s, end);
	if (end == from || !scan_has(s, word, unit))
		return at;
	*out = number;
	return word + strlen(unit);
}

/* The year of an era: 令和8年, 平成元年. */
static size_t read_era(const struct scan *s, size_t at, int *year)
{
	static const struct {
		const char *name;
		int before;
	} eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}};
	for (size_t i = 0; i < sizeof(eras) / sizeof(*eras); i++) {
		if (!scan_has(s, at, eras[i].name))
			continue;
		size_t from = at + strlen(eras[i].name), end;
		*year = 1;
		if (scan_has(s, from, "元年"))
			end = from + strlen("元年");
		else if ((end = read_counted(s, from, 2, "年", year)) == from)
			return at;
		*year += eras[i].before;
		return end;
	}
	return at;
}

/* 日 is also that of 3日間, 3日以内. */
static bool is_duration(const struct scan *s, size_t at)
{
	static const char *const words[] = {"間",   "以内", "以上", "後",   "前",   "分の", "ごと",
					    "おき", "目",   "連続", "程度", "ほど", NULL};
	return scan_skip_any(s, at, words) > at;
}

static size_t take_kanji_month(struct scan *s, struct date *d, size_t month_end)
{
	size_t end = read_counted(s, month_end, 2, "日", &d->day);
	if (end == month_end || is_duration(s, end) || !is_day(d->year, d->month, d->day)) {
		if (d->year)
			name_month(s, d->year, d->month, d->at, month_end);
		else
			provide_month(s, d->month);
		return month_end;
	}
	d->end = end;
	end = take_time(s, d);
	name_day(s, d);
	s->month = d->month;
	s->year = d->year;
	s->month_end = end;
	return end;
}

/* 「4月2日から5日まで」: the month goes on. Only provided: 5日 may be five days. */
static size_t take_further_day(struct scan *s, size_t at)
{
	static const char *const joints[] = {"から", "、", "～", "〜", "と",     "および", "及び", "または",
					     "-",    "–",  "・", ",",  "まで、", "より",   NULL};
	struct date d = {.year = s->year, .month = s->month, .at = at};
	if (!s->month || at < s->month_end || at - s->month_end > 30)
		return at;
	size_t joint = scan_skip_blanks(s, s->month_end);
	if (at < joint || scan_skip_any(s, joint, joints) != at)
		return at;
	d.end = read_counted(s, at, 2, "日", &d.day);
	if (d.end == at || is_duration(s, d.end) || !is_day(d.year, d.month, d.day))
		return at;
	provide_day(s, &d);
	s->month_end = skip_weekday(s, d.end);
	return s->month_end;
}

static size_t take_kanji(struct scan *s, size_t at)
{
	struct date d = {.at = at};
	size_t from = read_era(s, at, &d.year);
	if (from == at && scan_is_digit(s->text[at])) {
		from = read_counted(s, at, 4, "年", &d.year);
		if (from > at && !is_year(d.year))
			return at;
	}
	size_t month = read_counted(s, from, 2, "月", &d.month);
	if (month == from || d.month < 1 || d.month > 12 || (from == at && !scan_is_digit(s->text[at])))
		return from == at ? take_further_day(s, at) : at;
	return take_kanji_month(s, &d, month);
}

/* English. ------------------------------------------------------------------------------ */

/* A month's name, in full or by its first letters; *end is behind it, and behind the dot of a short one. */
static int read_month(const struct scan *s, size_t at, size_t *end)
{
	static const char *const months[] = {"january", "february", "march",	 "april",   "may",	"june",
					     "july",	"august",   "september", "october", "november", "december"};
	size_t n = 0;
	while (scan_is_letter(s->text[at + n]) && n < 12)
		n++;
	if (n < 3 || s->text[at] < 'A' || s->text[at] > 'Z' || scan_is_alnum(s->text[at + n]))
		return 0;
	for (int i = 0; i < 12; i++) {
		bool full = n == strlen(months[i]), brief = n == 3 || (n == 4 && i == 8);
		if (!full && !brief)
			continue;
		size_t k = 1;
		while (k < n && (s->text[at + k] | 0x20) == months[i][k])
			k++;
		if (k < n || (s->text[at] | 0x20) != months[i][0])
			continue;
		*end = at + n + (!full && s->text[at + n] == '.');
		return i + 1;
	}
	return 0;
}

/* A day of a month: 2, 2nd. */
static size_t read_day(const struct scan *s, size_t at, int *day)
{
	static const char *const ordinals[] = {"st", "nd", "rd", "th", NULL};
	size_t end = scan_int(s, at, 2, day);
	if (end == at || *day < 1 || *day > 31)
		return at;
	end = scan_skip_any(s, end, ordinals);
	return scan_is_alnum(s->text[end]) ? at : end;
}

/* ", 2026", " 2026". */
static size_t read_year(const struct scan *s, size_t at, int *year)
{
	size_t from = scan_skip_blanks(s, at + (s->text[at] == ','));
	size_t end = scan_int(s, from, 4, year);
	bool more = scan_is_alnum(s->text[end]) || s->text[end] == ':' ||
		    (s->text[end] == '.' && scan_is_digit(s->text[end + 1]));
	if (end != from + 4 || from == at || more || !is_year(*year)) {
		*year = 0;
		return at;
	}
	return end;
}

#define DAYS_MOST 8

/* "2", "2 to 5", "2, 3 and 5": days that share a month. and: words such as "and" may join them. */
static size_t read_days(const struct scan *s, size_t at, struct date *days, size_t *count, bool and)
{
	static const char *const ranges[] = {" to ", " through ", " until ", "–", "-", "—", " – ", " - ", NULL};
	static const char *const lists[] = {" and ", " or ", ", ", " & ", NULL};
	size_t end = read_day(s, at, &days[0].day);
	*count = 0;
	for (size_t from = at; end > from;) {
		if (++*count == DAYS_MOST)
			break;
		size_t next = scan_skip_any(s, end, ranges);
		if (next == end && and)
			next = scan_skip_any(s, end, lists);
		if (next == end)
			break;
		from = next;
		size_t further = read_day(s, from, &days[*count].day);
		if (further == from)
			break;
		end = further;
	}
	return end;
}

/* All of them are shown as the whole that they stand in; end is behind it. */
static size_t name_days(struct scan *s, struct date *days, size_t count, int year, int month, size_t end)
{
	for (size_t i = 0; i < count; i++) {
		days[i] = (struct date){.at = days[0].at, .end = end, .year = year, .month = month, .day = days[i].day};
		if (!is_day(year, month, days[i].day))
			return end;
	}
	size_t after = take_time(s, &days[count - 1]);
	for (size_t i = 0; i < count; i++)
		name_day(s, &days[i]);
	return after;
}

/* 2 April 2026, 2nd of April, 2-Apr-2026. */
static size_t take_day_first(struct scan *s, size_t at)
{
	static const char *const ofs[] = {" of ", "-", NULL};
	struct date days[DAYS_MOST] = {{0}};
	size_t count, month_end, end = read_days(s, at, days, &count, true);
	int year = 0, month;
	if (end == at)
		return at;
	days[0].at = at;
	size_t from = scan_skip_blanks(s, scan_skip_any(s, end, ofs));
	month = from > end ? read_month(s, from, &month_end) : 0;
	if (!month)
		return at;
	end = s->text[month_end] == '-' ? scan_int(s, month_end + 1, 4, &year) : month_end;
	if (!is_year(year))
		end = read_year(s, month_end, &year);
	return name_days(s, days, count, year, month, end);
}

/* April 2, 2026; April 2026; Apr 02 21:14:09. */
static size_t take_month_first(struct scan *s, size_t at)
{
	struct date days[DAYS_MOST] = {{0}};
	size_t count, month_end;
	int year = 0, month = read_month(s, at, &month_end);
	if (!month)
		return at;
	size_t end = read_year(s, month_end, &year);
	if (year) {
		name_month(s, year, month, at, end);
		return end;
	}
	size_t from = scan_skip_blanks(s, month_end);
	end = from > month_end ? read_days(s, from, days, &count, false) : from;
	if (end == from) {
		/* "May" and "March" are words as well. */
		provide_month(s, month);
		return month_end;
	}
	days[0].at = at;
	end = read_year(s, end, &year);
	return name_days(s, days, count, year, month, end);
}

/* 15:30 UTC on 21 May 2026: the day behind it is that minute's. */
static size_t take_time_first(struct scan *s, size_t at)
{
	static const char *const joints[] = {" on ", ", ", " ", NULL};
	struct scan_clock c;
	size_t end = scan_clock(s, at, &c);
	if (end == at || c.zone == SCAN_NO_ZONE)
		return at;
	size_t from = scan_skip_blanks(s, scan_skip_any(s, end, joints)), month_end;
	struct date d = {.at = from};
	size_t day = read_day(s, from, &d.day);
	if (day == from || !(d.month = read_month(s, scan_skip_blanks(s, day), &month_end)))
		return at;
	d.end = read_year(s, month_end, &d.year);
	if (!is_day(d.year, d.month, d.day))
		return at;
	set_minute(&d, &c);
	name_day(s, &d);
	return d.end;
}

size_t scan_date(struct scan *s, size_t at)
{
	char before = scan_before(s, at);
	struct date d;
	size_t end = at;
	if (scan_is_alnum(before))
		return at;
	if (scan_is_letter(s->text[at]))
		return take_month_first(s, at);
	if (scan_is_digit(s->text[at]) && (end = read_iso(s, at, &d)) > at) {
		bool part = before && strchr("-./_", before);
		end = part ? end : take_time(s, &d);
		(part ? provide_day : name_day)(s, &d);
		return end;
	}
	if (before && strchr("./_", before))
		return at;
	end = take_kanji(s, at);
	if (end == at && scan_is_digit(s->text[at]))
		end = take_time_first(s, at);
	return end > at || !scan_is_digit(s->text[at]) ? end : take_day_first(s, at);
}
