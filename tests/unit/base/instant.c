#include "base/instant.h"

#include <criterion/criterion.h>

static const char *text(instant t)
{
	static char out[INSTANT_SIZE];
	return instant_format(out, t);
}

Test(instant, formats_the_epoch_and_both_sides_of_it)
{
	cr_expect_str_eq(text(0), "1970-01-01T00:00:00Z");
	cr_expect_str_eq(text(-1), "1969-12-31T23:59:59Z");
	cr_expect_str_eq(text(1775120400), "2026-04-02T09:00:00Z");
}

Test(instant, reads_back_what_it_writes)
{
	for (instant t = -2208988800; t < 253402300799; t += 86400 * 13 + 12345) {
		instant back;
		cr_assert(instant_parse(&back, span_of(text(t))), "%s", text(t));
		cr_assert_eq(back, t);
	}
}

Test(instant, knows_weekdays)
{
	cr_expect_eq(instant_civil(0).weekday, 4);
	cr_expect_eq(instant_civil(-86400).weekday, 3);
	instant t;
	cr_assert(instant_parse_day(&t, span_of("2026-04-02")));
	cr_expect_eq(instant_civil(t).weekday, 4);
}

Test(instant, refuses_days_that_do_not_exist)
{
	instant t;
	const char *const bad[] = {"2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "1899-12-31", "2026-4-02",
				   "2026-04-0a", "", "2026-04-02 "};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		cr_expect_not(instant_parse_day(&t, span_of(bad[i])), "%s", bad[i]);
	cr_expect(instant_parse_day(&t, span_of("2024-02-29")));
	cr_expect_not(instant_parse(&t, span_of("2026-04-02T24:00:00Z")));
	cr_expect_not(instant_parse(&t, span_of("2026-04-02T09:00:00+09:00")));
	cr_expect_not(instant_parse(&t, span_of("2026-04-02T09:00:60Z")));
}

Test(zone, tokyo_is_nine_hours_ahead)
{
	struct zone *z = zone_open("Asia/Tokyo");
	cr_assert_not_null(z);
	struct civil c = zone_civil(z, 1779377400); /* 2026-05-21T15:30:00Z */
	cr_expect_eq(c.day, 22);
	cr_expect_eq(c.hour, 0);
	cr_expect_eq(c.minute, 30);
	cr_expect_eq(c.offset, 32400);
	zone_free(z);
}

static int offset(const char *name, const char *when)
{
	struct zone *z = zone_open(name);
	instant t;
	cr_assert(z && instant_parse(&t, span_of(when)));
	int o = zone_civil(z, t).offset;
	zone_free(z);
	return o;
}

/* Past the last transition that the file lists, the footer's rule holds. */
Test(zone, summer_time_by_file_and_by_rule)
{
	cr_expect_eq(offset("Europe/Berlin", "2026-01-15T00:00:00Z"), 3600);
	cr_expect_eq(offset("Europe/Berlin", "2026-03-29T00:59:59Z"), 3600);
	cr_expect_eq(offset("Europe/Berlin", "2026-03-29T01:00:00Z"), 7200);
	cr_expect_eq(offset("Europe/Berlin", "2050-10-30T00:59:59Z"), 7200);
	cr_expect_eq(offset("Europe/Berlin", "2050-10-30T01:00:00Z"), 3600);
	cr_expect_eq(offset("America/St_Johns", "2060-07-01T00:00:00Z"), -9000);
	cr_expect_eq(offset("Australia/Sydney", "2060-01-01T00:00:00Z"), 39600);
	cr_expect_eq(offset("Australia/Sydney", "2060-07-01T00:00:00Z"), 36000);
	cr_expect_eq(offset("UTC", "2026-01-15T00:00:00Z"), 0);
	cr_expect_eq(offset("Japan", "2026-01-15T00:00:00Z"), 32400);
}

Test(zone, refuses_names_that_are_none)
{
	cr_expect_null(zone_open("Asia/Nowhere"));
	cr_expect_null(zone_open("../../etc/passwd"));
	cr_expect_null(zone_open("/etc/localtime"));
	cr_expect_null(zone_open("Asia"));
	cr_expect_null(zone_open("tzdata.zi"));
	cr_expect_null(zone_open(""));
}
