/* Times of day with their zones: 10:15 JST, 午前10時15分（日本時間）, 7 p.m. UTC. What zone is meant where none is
 * written is not guessed. */
#include "document/mention_scan.h"

/* "Z", "+09:00", "+0900", "JST", "UTC", "（日本時間）"; blanks and a bracket before it. */
static size_t read_zone(const struct scan *s, size_t at, int *zone)
{
	static const struct {
		const char *name;
		int minutes;
	} zones[] = {
		{"JST", 540}, {"UTC+9", 540}, {"日本時間", 540}, {"日本標準時", 540},
		{"Japan time", 540}, {"Japan Standard Time", 540}, {"UTC", 0}, {"GMT", 0},
		{"協定世界時", 0}, {"世界標準時", 0}, {"世界時", 0},
	};
	static const char *const about[] = {"ごろ", "頃", NULL};
	size_t from = scan_skip_blanks(s, scan_skip_any(s, at, about));
	from += s->text[from] == '(';
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		size_t end = from + strlen(zones[i].name);
		char after = s->text[end <= s->length ? end : s->length];
		if (scan_has(s, from, zones[i].name) && !scan_is_alnum(after) && after != '+' && after != '-') {
			*zone = zones[i].minutes;
			return end + (s->text[end] == ')');
		}
	}
	if (s->text[at] == 'Z' && !scan_is_alnum(s->text[at + 1])) {
		*zone = 0;
		return at + 1;
	}
	int hours, minutes = 0;
	if (s->text[at] != '+' && s->text[at] != '-')
		return at;
	size_t end = scan_int(s, at + 1, 2, &hours);
	if (end == at + 3 && s->text[end] == ':')
		end = scan_int(s, end + 1, 2, &minutes);
	else if ((end = scan_int(s, at + 1, 4, &minutes)) == at + 5)
		hours = minutes / 100, minutes %= 100;
	if (end < at + 5 || hours > 14 || minutes > 59)
		return at;
	*zone = (hours * 60 + minutes) * (s->text[at] == '-' ? -1 : 1);
	return end;
}

/* "a.m." and the like behind 12-hour times. */
static size_t read_half(const struct scan *s, size_t at, struct scan_clock *c)
{
	static const char *const words[] = {"a.m.", "am", "AM", "p.m.", "pm", "PM"};
	size_t from = scan_skip_blanks(s, at);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t end = from + strlen(words[i]);
		if (!scan_has(s, from, words[i]) || scan_is_alnum(s->text[end]))
			continue;
		if (c->hour > 12)
			return at;
		c->hour = c->hour % 12 + (i >= 3 ? 12 : 0);
		return end;
	}
	return at;
}

/* "10:15", "10:15:30.5", "10時15分", "午後7時"; with the zone, if one follows. */
size_t scan_clock(const struct scan *s, size_t at, struct scan_clock *c)
{
	static const char *const morning[] = {"午前", NULL}, *const evening[] = {"午後", NULL};
	size_t from = scan_skip_any(s, scan_skip_any(s, at, morning), evening);
	bool afternoon = scan_has(s, at, "午後");
	*c = (struct scan_clock){.zone = SCAN_NO_ZONE};
	size_t end = scan_int(s, from, 2, &c->hour);
	int second;
	if (end == from)
		return at;
	if (s->text[end] == ':') {
		size_t minute = scan_int(s, end + 1, 2, &c->minute);
		if (minute != end + 3)
			return at;
		end = minute;
		if (s->text[end] == ':' && (minute = scan_int(s, end + 1, 2, &second)) == end + 3)
			end = minute;
		if (s->text[end] == '.' && scan_is_digit(s->text[end + 1]))
			for (end++; scan_is_digit(s->text[end]); end++)
				;
	} else if (scan_has(s, end, "時")) {
		end += strlen("時");
		size_t minute = scan_int(s, end, 2, &c->minute);
		if (minute > end && scan_has(s, minute, "分"))
			end = minute + strlen("分");
		else
			c->minute = 0;
	} else {
		return at;
	}
	if (afternoon && c->hour < 12)
		c->hour += 12;
	if (c->hour > 24 || c->minute > 59)
		return at;
	end = read_half(s, end, c);
	return read_zone(s, end, &c->zone);
}
