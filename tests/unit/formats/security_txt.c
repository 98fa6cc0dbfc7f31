#include "formats/security_txt.h"

#include <criterion/criterion.h>

#include "base/arena.h"

static struct arena *a;
static struct diags *d;
static struct buf out;

static void begin(void)
{
	a = arena_new();
	d = diags_new();
	buf_init(&out, BUF_LIMIT_DEFAULT);
}

static void end(void)
{
	buf_fini(&out);
	diags_free(d);
	arena_free(a);
}

TestSuite(security_txt, .init = begin, .fini = end);

static struct security_txt made(const char *base_url, const char *contact, const char *more)
{
	struct config *c = arena_alloc(a, sizeof(*c));
	const char *yaml = arena_printf(a, "version: 1\nbase_url: %s\npublisher: {name: X, namespace: https://csirt.example.org, contact: %s}\n"
					"languages: [ja, en]\nsecurity_txt: {expires: 2027-11-01}\n%s", base_url, contact, more);
	cr_assert(config_parse(c, a, span_of(yaml), "archive.yaml", d));
	return (struct security_txt){.config = c};
}

Test(security_txt, of_a_signed_site)
{
	struct security_txt s = made("https://csirt.example.org/", "{email: info@csirt.example.org, tel: \"+81 (3) 1234-5678\", "
				     "url: https://csirt.example.org/contact}", "");
	s.keys = &(struct security_key){"0123456789ABCDEF0123456789ABCDEF01234567", "keys/0123456789ABCDEF0123456789ABCDEF01234567.asc"};
	s.key_count = 1;
	s.policy = "ja/pages/policy/index.html";
	s.csaf = ".well-known/csaf/provider-metadata.json";
	security_txt_write(&out, &s);
	cr_expect_str_eq(out.data,
			 "Contact: mailto:info@csirt.example.org\n"
			 "Contact: tel:+81-3-1234-5678\n"
			 "Contact: https://csirt.example.org/contact\n"
			 "Expires: 2027-11-01T00:00:00Z\n"
			 "Encryption: https://csirt.example.org/keys/0123456789ABCDEF0123456789ABCDEF01234567.asc\n"
			 "Encryption: openpgp4fpr:0123456789abcdef0123456789abcdef01234567\n"
			 "Policy: https://csirt.example.org/ja/pages/policy/index.html\n"
			 "Preferred-Languages: ja, en\n"
			 "Canonical: https://csirt.example.org/.well-known/security.txt\n"
			 "CSAF: https://csirt.example.org/.well-known/csaf/provider-metadata.json\n");
}

Test(security_txt, of_a_demonstration_without_a_key)
{
	struct security_txt s = made("https://csirt.example.org/", "{email: info@csirt.example.org}", "demonstration: yes\n");
	security_txt_write(&out, &s);
	cr_expect_str_eq(out.data, "# DEMONSTRATION: this is a demonstration, and nobody reads what is sent to these addresses\n"
				   "Contact: mailto:info@csirt.example.org\n"
				   "Expires: 2027-11-01T00:00:00Z\n"
				   "Preferred-Languages: ja, en\n"
				   "Canonical: https://csirt.example.org/.well-known/security.txt\n");
}

Test(security_txt, names_both_places_of_a_site_below_a_path)
{
	struct security_txt s = made("https://www.example.org:8443/a/b/", "{email: info@example.org}", "");
	security_txt_write(&out, &s);
	cr_expect(strstr(out.data, "\nCanonical: https://www.example.org:8443/a/b/.well-known/security.txt\n"
				   "Canonical: https://www.example.org:8443/.well-known/security.txt\n"));
}

Test(security_txt, encodes_what_would_end_an_address)
{
	struct security_txt s = made("https://csirt.example.org/", "{email: \"a%b&c?d#e/f+g=h@example.org\"}", "");
	security_txt_write(&out, &s);
	cr_expect_eq(strncmp(out.data, "Contact: mailto:a%25b%26c%3Fd%23e%2Ff+g%3Dh@example.org\n", 56), 0, "%s", out.data);
}

Test(security_txt, leaves_out_what_is_no_address_for_everybody)
{
	struct security_txt s = made("https://csirt.example.org/", "{email: info@example.org, tel: 03-1234-5678, url: http://example.org/}", "");
	security_txt_write(&out, &s);
	cr_expect_not(strstr(out.data, "tel:"));
	cr_expect_not(strstr(out.data, "http://"));
}

Test(security_txt, a_number_with_separators_at_its_ends)
{
	struct security_txt s = made("https://csirt.example.org/", "{tel: \"+(81) 3.1234 - 5678.\"}", "");
	security_txt_write(&out, &s);
	cr_expect_eq(strncmp(out.data, "Contact: tel:+81-3-1234-5678\n", 29), 0, "%s", out.data);
}
