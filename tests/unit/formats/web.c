#include "formats/web.h"

#include <criterion/criterion.h>

static void becomes(const char *text, const char *want)
{
	struct arena *a = arena_new();
	const char *url = web_url(a, text);
	cr_expect_str_eq(url ? url : "none", want, "%s: %s", text, url);
	arena_free(a);
}

Test(web, addresses_stay_as_they_are)
{
	becomes("https://example.org", "https://example.org");
	becomes("HTTP://example.org:8080/a%20b/?c=d#e?/", "HTTP://example.org:8080/a%20b/?c=d#e?/");
	becomes("https://[2001:db8::1]:443/", "https://[2001:db8::1]:443/");
}

Test(web, what_a_uri_may_not_hold_is_encoded)
{
	becomes("https://example.org/知?a b", "https://example.org/%E7%9F%A5?a%20b");
	becomes("https://example.org/[x]#a#b%", "https://example.org/%5Bx%5D#a%23b%25");
	becomes("https://example.org/\"<>\\^`{|}\n", "https://example.org/%22%3C%3E%5C%5E%60%7B%7C%7D%0A");
}

Test(web, what_is_none)
{
	becomes("", "none");
	becomes("ftp://example.org/", "none");
	becomes("https://", "none");
	becomes("https:///a", "none");
	becomes("https://a@example.org/", "none");
	becomes("https://例え.jp/", "none");
	becomes("https://example.org:/", "none");
	becomes("https://example.org:80x/", "none");
	becomes("https://[::1/", "none");
	becomes("https://[]/", "none");
}
