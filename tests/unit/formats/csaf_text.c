#include <criterion/criterion.h>

#include "formats/csaf.h"

/* CSAF's own pattern (3.1.3.3.1), which is stricter than the form that front matter asks for. */
Test(csaf_text, cpe_names_fit_the_pattern_of_the_schema)
{
	static const char *const good[] = {
		"cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*:*",	 "cpe:2.3:o:v:p:-:*:*:ja:*:*:*:*",
		"cpe:2.3:h:v\\&w:p\\/q:?1?:*:*:en-US:*:*:*:*",	 "cpe:2.3:*:*:*:*:*:*:*:*:*:*:*",
		"cpe:2.3:-:a-b:-c:??x*:*y??:*:ab-419:*:*:*:*"};
	static const char *const bad[] = {"",
					  "cpe:2.3",
					  "cpe:2.3:",
					  "cpe:2.3:x:v:p:1:*:*:*:*:*:*:*",
					  "cpe:2.3:a:v:p:1:*:*:*:*:*:*",
					  "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*:*",
					  "cpe:2.3:a::p:1:*:*:*:*:*:*:*",
					  "cpe:2.3:a:v w:p:1:*:*:*:*:*:*:*",
					  "cpe:2.3:a:v&w:p:1:*:*:*:*:*:*:*",
					  "cpe:2.3:a:製品:p:1:*:*:*:*:*:*:*",
					  "cpe:2.3:a:v:p:**:*:*:*:*:*:*:*",
					  "cpe:2.3:a:v:p:?:*:*:*:*:*:*:*",
					  "cpe:2.3:a:v:p:1:*:*:japanese:*:*:*:*",
					  "cpe:2.3:a:v:p:1:*:*:ja-JPN:*:*:*:*",
					  "cpe:2.3:a:v:p:1\\:*:*:*:*:*:*:*",
					  "cpe:2.3:a:v:p:1:*:*:*:*:*:*:* ",
					  "cpe:/a:v:p:1"};
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		cr_expect(csaf_cpe_is_good(good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		cr_expect_not(csaf_cpe_is_good(bad[i]), "%s", bad[i]);
}

Test(csaf_text, blanks_at_the_ends_do_not_count)
{
	struct arena *a = arena_new();
	cr_expect_str_eq(csaf_clean(a, " \ta b\n"), "a b");
	cr_expect_null(csaf_clean(a, " \n"));
	cr_expect_null(csaf_clean(a, ""));
	cr_expect_null(csaf_clean(a, NULL));
	arena_free(a);
}
