#include "archive/cwe.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const unsigned numbers[] = {
#define CWE(number, name) number,
#include "archive/cwe_names.h"
#undef CWE
};

Test(cwe, every_weakness_is_found_by_its_number)
{
	unsigned last = 0;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		char id[20];
		snprintf(id, sizeof(id), "CWE-%u", numbers[i]);
		cr_expect_gt(numbers[i], last, "%s is out of order", id);
		cr_expect_not_null(cwe_name(span_of(id)), "%s", id);
		last = numbers[i];
	}
}

Test(cwe, names_are_those_of_the_catalogue)
{
	cr_expect_str_eq(cwe_name(SPAN_LITERAL("CWE-787")), "Out-of-bounds Write");
	cr_expect_str_eq(cwe_name(SPAN_LITERAL("CWE-79")),
			 "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')");
}

Test(cwe, what_is_no_weakness_has_no_name)
{
	static const char *const ids[] = {"CWE-1", "CWE-16", "CWE-999999", "CWE-0", "CWE-079", "CWE-", "CWE-9999999999", "cwe-79", "79",
					  "CWE-79 ", "CWE-7x", ""};
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		cr_expect_null(cwe_name(span_of(ids[i])), "%s", ids[i]);
}
