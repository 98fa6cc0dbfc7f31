#include "formats/vers.h"

#include <criterion/criterion.h>

#include "archive/version.h"

static struct arena *a;
static struct buf out;

static void begin(void)
{
	a = arena_new();
	buf_init(&out, BUF_LIMIT_DEFAULT);
}

static void end(void)
{
	buf_fini(&out);
	arena_free(a);
}

TestSuite(vers, .init = begin, .fini = end);

static const char *vers(const char *scheme, const char *range)
{
	const char *why;
	struct value *v = version_range(a, value_of_text(a, range), &why);
	cr_assert(v, "%s: %s", range, why);
	buf_clear(&out);
	return vers_add(&out, scheme, v) ? out.data : "none";
}

Test(vers, bounds_stand_in_order)
{
	cr_expect_str_eq(vers("semver", ">=1.2 <1.4.7"), "vers:semver/>=1.2|<1.4.7");
	cr_expect_str_eq(vers("deb", "<=1:2.0~rc1-1+b1"), "vers:deb/<=1:2.0~rc1-1+b1");
	cr_expect_str_eq(vers("rpm", ">5"), "vers:rpm/>5");
	cr_expect_str_eq(vers("pypi", "=1"), "vers:pypi/1");
	cr_expect_str_eq(vers("maven", "all"), "vers:all/*");
}

Test(vers, a_scheme_without_order_is_generic)
{
	cr_expect_str_eq(vers("generic", "<1"), "vers:generic/<1");
	cr_expect_str_eq(vers(NULL, "<1"), "vers:generic/<1");
	cr_expect_str_eq(vers("Colours", "<1"), "vers:generic/<1");
}

Test(vers, a_version_stands_once)
{
	cr_expect_str_eq(vers("semver", ">=1 <=1"), "vers:semver/1");
	cr_expect_str_eq(vers("semver", ">1 <=1"), "none");
	cr_expect_str_eq(vers("semver", ">=1 <1"), "none");
}

Test(vers, what_is_under_investigation_is_no_range)
{
	cr_expect_str_eq(vers("semver", "unknown"), "none");
	cr_expect_not(vers_add(&out, "semver", value_new(a, VALUE_MAP)));
	cr_expect_not(vers_add(&out, "semver", value_of_text(a, "<1")));
	cr_expect_not(vers_add(&out, "semver", NULL));
}

Test(vers, what_has_a_meaning_is_percent_encoded)
{
	struct value *v = value_new(a, VALUE_MAP);
	value_set_text(a, v, "ge", "第1版 a");
	value_set_text(a, v, "lt", "2|*<>=!%,/");
	cr_expect(vers_add(&out, "generic", v));
	cr_expect_str_eq(out.data, "vers:generic/>=%E7%AC%AC1%E7%89%88%20a|<2%7C%2A%3C%3E%3D%21%25%2C%2F");
}
