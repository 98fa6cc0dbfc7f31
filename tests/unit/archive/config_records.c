#include "archive/config_records.h"

#include <criterion/criterion.h>

static struct config parsed(struct arena *a, const char *text)
{
	struct config c;
	config_parse_past(&c, a, span_of(text), "archive/archive.yaml");
	return c;
}

static bool same(const char *x, const char *y)
{
	struct arena *a = arena_new();
	const char *const texts[] = {arena_printf(a, "version: 1\n%s\n", x), arena_printf(a, "version: 1\n%s\n", y)};
	struct config before = parsed(a, texts[0]), after = parsed(a, texts[1]);
	bool result = config_records_same(&before, &after);
	arena_free(a);
	return result;
}

Test(config_records, what_shows_in_records_differs)
{
	cr_expect_not(same("base_url: https://a.example/", "base_url: https://b.example/"));
	cr_expect_not(same("publisher: {name: A}", "publisher: {name: B}"));
	cr_expect_not(same("publisher: {contact: {tel: 1}}", "publisher: {contact: {tel: 2}}"));
	cr_expect_not(same("languages: [ja, en]", "languages: [en, ja]"));
	cr_expect_not(same("", "id: EX-{serial:04}"));
	cr_expect_not(same("readers: [{path: a, reader: b}]", ""));
	cr_expect_not(same("", "times: {1234567: 2026-01-01T00:00:00Z}"));
	cr_expect_not(same("demonstration: yes", ""));
	cr_expect_not(same("", "notes: subject"));
	cr_expect_not(same("filters: [defang]", "filters: [defang, table]"));
	cr_expect_not(same("formats: {osv: no}", "formats: {stix: no}"));
}

Test(config_records, what_shows_elsewhere_does_not)
{
	cr_expect(same("", ""));
	cr_expect(same("base_url: https://a.example", "base_url: https://a.example/"));
	cr_expect(same("publisher: {name: A, category: vendor}", "publisher: {category: vendor, name: A}"));
	cr_expect(same("demonstration: no", ""));
	cr_expect(same("formats: {osv: yes, atom: no}", "formats: {jvnrss: no}"));
	cr_expect(same("filters: [defang, table]", "filters: [table]"));
	cr_expect(same("theme: a\nstale: {days: 3}\nlint: {L001: off}\ntime_zone: UTC", "sign: {key: x}\ncommitters: {policy: show}"));
}

Test(config_records, what_is_no_configuration_differs_from_everything)
{
	struct arena *a = arena_new();
	struct config none = {0}, broken = parsed(a, "a: ["), empty = parsed(a, ""), good = parsed(a, "version: 1\n");
	cr_expect(config_records_same(&good, &good));
	cr_expect_not(config_records_same(&good, &none));
	cr_expect_not(config_records_same(&broken, &broken));
	cr_expect_not(config_records_same(&empty, &empty));
	arena_free(a);
}
