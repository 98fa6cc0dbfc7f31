#include "formats/webkey.h"

#include <criterion/criterion.h>

#include "base/digest.h"

static struct arena *a;

static void begin(void)
{
	digest_setup();
	a = arena_new();
}

static void end(void)
{
	arena_free(a);
}

TestSuite(webkey, .init = begin, .fini = end);

Test(webkey, names_the_example_of_the_draft)
{
	cr_expect_str_eq(webkey_name(a, "Joe.Doe"), "iy9q119eutrkn8s1mk4r39qejnbu3n5q");
	cr_expect_str_eq(webkey_name(a, "joe.doe"), "iy9q119eutrkn8s1mk4r39qejnbu3n5q");
	cr_expect_str_neq(webkey_name(a, "joe-doe"), "iy9q119eutrkn8s1mk4r39qejnbu3n5q");
}

Test(webkey, lowers_ascii_only)
{
	cr_expect_str_eq(webkey_lower(a, SPAN_LITERAL("AZ[@`az\xc3\x89")), "az[@`az\xc3\x89");
}

Test(webkey, encodes_five_bits_a_letter)
{
	cr_expect_str_eq(webkey_base32(a, (struct span){0}), "");
	cr_expect_str_eq(webkey_base32(a, span_make("\0", 1)), "yy");
	cr_expect_str_eq(webkey_base32(a, SPAN_LITERAL("\xff")), "9h");
	cr_expect_str_eq(webkey_base32(a, SPAN_LITERAL("\xff\xff\xff\xff\xff")), "99999999");
	cr_expect_str_eq(webkey_base32(a, SPAN_LITERAL("\xf0\xbf\xc7")), "6n9hq");
	cr_expect_str_eq(webkey_base32(a, SPAN_LITERAL("\xd4\x7a\x04")), "4t7ye");
}

Test(webkey, takes_the_host_of_a_url)
{
	cr_expect_str_eq(webkey_domain(a, "https://CSIRT.example.org/x/"), "csirt.example.org");
	cr_expect_str_eq(webkey_domain(a, "http://csirt.example.org:8080"), "csirt.example.org");
	cr_expect_str_eq(webkey_domain(a, "https://csirt.example.org?x"), "csirt.example.org");
}
