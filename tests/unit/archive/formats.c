/* What formats need of archive.yaml. */
#include "archive/formats.h"

#include "unit/archive/help.h"

static struct config config_of(struct help *h, const char *base, const char *publisher, const char *more)
{
	struct config c;
	const char *yaml = arena_printf(h->arena,
					"version: 1\nbase_url: %s://csirt.example.org\nlanguages: [ja]\n"
					"publisher: {name: E, namespace: https://csirt.example.org%s}\n%s",
					base, publisher, more);
	cr_assert(config_parse(&c, h->arena, span_of(yaml), "archive/archive.yaml", h->diags), "%s", help_reports(h));
	return c;
}

#define FULL ", category: vendor, contact: {email: info@csirt.example.org}"
#define EXPIRES "security_txt: {expires: 2027-11-01}\n"

Test(formats, an_archive_that_has_all_is_told_nothing)
{
	struct help h;
	help_begin(&h);
	struct config c = config_of(&h, "https", FULL, EXPIRES);
	cr_expect(format_made(&c, CONFIG_CSAF_PROVIDER));
	cr_expect(format_made(&c, CONFIG_SECURITY_TXT));
	formats_check(&c, h.diags);
	help_expect_nothing(&h);
	help_end(&h);
}

Test(formats, what_is_missing_is_named_once_with_all_that_is_not_made)
{
	struct help h;
	help_begin(&h);
	struct config c = config_of(&h, "http", "", "");
	cr_expect_str_eq(format_lacks(&c, CONFIG_CSAF_PROVIDER), "base_url");
	cr_expect_not(format_made(&c, CONFIG_SECURITY_TXT));
	formats_check(&c, h.diags);
	cr_expect_eq(diags_count(h.diags, DIAG_NOTE), 4);
	cr_expect_eq(diags_count(h.diags, DIAG_WARNING), 0);
	cr_expect_str_eq(help_reports(&h),
			 "archive/archive.yaml:1:1: note: [A170] security_txt.expires is missing: the site has no .well-known/security.txt\n"
			 "  hint: add security_txt: {expires: YYYY-MM-DD}, a day within a year, or formats: {security_txt: no}\n"
			 "archive/archive.yaml:2:1: note: [A170] base_url is no https address: the site has no "
			 ".well-known/csaf/provider-metadata.json, no .well-known/security.txt\n"
			 "  hint: publish the site by https, and write that address\n"
			 "archive/archive.yaml:4:1: note: [A170] publisher.category is missing: CSAF documents say \"other\"\n"
			 "  hint: add category: coordinator, discoverer, other, translator, user or vendor to publisher\n"
			 "archive/archive.yaml:4:1: note: [A170] publisher.contact names nothing: the site has no .well-known/security.txt\n"
			 "  hint: add contact: {email: …} to publisher, or formats: {security_txt: no}\n");
	help_end(&h);
}

Test(formats, each_thing_that_a_file_needs_keeps_it_away_alone)
{
	struct help h;
	help_begin(&h);
	struct config no_contact = config_of(&h, "https", ", category: vendor", EXPIRES);
	struct config empty_contact = config_of(&h, "https", ", contact: {}", EXPIRES);
	struct config no_day = config_of(&h, "https", FULL, "");
	struct config telephone = config_of(&h, "https", ", contact: {tel: \"+81 3 0000 0000\"}", EXPIRES);
	cr_expect_str_eq(format_lacks(&no_contact, CONFIG_SECURITY_TXT), "publisher.contact");
	cr_expect_str_eq(format_lacks(&empty_contact, CONFIG_SECURITY_TXT), "publisher.contact");
	cr_expect_str_eq(format_lacks(&no_day, CONFIG_SECURITY_TXT), "security_txt.expires");
	cr_expect_null(format_lacks(&telephone, CONFIG_SECURITY_TXT));
	cr_expect(format_made(&no_day, CONFIG_CSAF_PROVIDER));
	help_end(&h);
}

Test(formats, what_is_turned_off_is_not_made_and_asks_for_nothing)
{
	struct help h;
	help_begin(&h);
	struct config c = config_of(&h, "http", "", "formats: {csaf: no, security_txt: no}\n");
	cr_expect_not(format_made(&c, CONFIG_CSAF_PROVIDER));
	formats_check(&c, h.diags);
	help_expect_nothing(&h);
	struct config has_all = config_of(&h, "https", FULL, EXPIRES "formats: {csaf: no, security_txt: no}\n");
	cr_expect_not(format_made(&has_all, CONFIG_CSAF_PROVIDER));
	cr_expect_not(format_made(&has_all, CONFIG_SECURITY_TXT));
	help_end(&h);
}
