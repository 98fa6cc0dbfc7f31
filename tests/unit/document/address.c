#include "document/address.h"

#include <criterion/criterion.h>

static struct arena *a;

static void begin(void)
{
	a = arena_new();
}

static void end(void)
{
	arena_free(a);
}

TestSuite(address, .init = begin, .fini = end);

Test(address, only_schemes_of_the_list_are_safe)
{
	static const char *const safe[] = {"https://www.example.com/", "HTTP://x", "mailto:a@example.org", "tel:+81", "ftp://x/y",
					   "../a.md", "#x", "", "a/b?c=d:e"};
	static const char *const unsafe[] = {"javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "ms-msdt:/id", "intent:x",
					     "view-source:https://x", "https:/x", "https:x", "http://", "file:///etc/passwd",
					     " https://x", "\tjavascript:x", "blob:x", "about:blank"};
	for (size_t i = 0; i < sizeof(safe) / sizeof(*safe); i++)
		cr_expect(address_is_safe(safe[i]), "%s", safe[i]);
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(*unsafe); i++)
		cr_expect_not(address_is_safe(unsafe[i]), "%s", unsafe[i]);
}

Test(address, a_relative_one_names_a_file_of_the_repository)
{
	const char *const from = "archive/advisories/2026/EX-1.ja.md";
	cr_expect_str_eq(address_file(a, from, "EX-2.ja.md"), "archive/advisories/2026/EX-2.ja.md");
	cr_expect_str_eq(address_file(a, from, "../../pages/policy.ja.md#x"), "archive/pages/policy.ja.md");
	cr_expect_str_eq(address_file(a, from, "./EX-1//a%20b.png?x"), "archive/advisories/2026/EX-1/a b.png");
	cr_expect_str_eq(address_file(a, from, "/top.md"), "top.md");
	cr_expect_str_eq(address_file(a, "x.md", "y.md"), "y.md");
}

Test(address, what_is_not_relative_or_leads_out_names_none)
{
	static const char *const none[] = {"", "#a", "https://x/y", "//host/x", "mailto:x", "../../../../etc/passwd",
					   "%2e%2e/%2e%2e/%2e%2e/%2e%2e/x"};
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		cr_expect_null(address_file(a, "archive/advisories/2026/EX-1.ja.md", none[i]), "%s", none[i]);
}

Test(address, decodes_percent_and_keeps_what_is_none)
{
	cr_expect_str_eq(address_decoded(a, "a%E5%BD%B1%2", 12), "a\xE5\xBD\xB1%2");
	cr_expect_str_eq(address_decoded(a, "%00%zz%", 7), "%00%zz%");
	cr_expect_str_eq(address_decoded(a, "%41%4a", 6), "AJ");
}
