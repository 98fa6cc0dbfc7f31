#include "unit/document/helpers.h"

Test(url, dangerous_schemes_in_any_disguise)
{
	static const char *const bad[] = {"javascript:x",	"JavaScript:x",	      "  javascript:x", "\tjava\nscript:x",
					  "\x01javascript:x",	"java\tscript\n:x",   "vbscript:x",	"file:///etc/passwd",
					  "data:text/html,x",	"data:image/svg+xml", "DATA:x"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		cr_expect(url_is_dangerous(bad[i]), "%s", bad[i]);
}

Test(url, harmless_ones)
{
	static const char *const good[] = {"https://example.org/", "mailto:a@b", "#x",	      "a/b.html",
					   "data:image/png;base64,", "DATA:IMAGE/WEBP,", "javascript", "files:x",
					   "x?javascript:",	     "",		 "data:image/gif"};
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		cr_expect_not(url_is_dangerous(good[i]), "%s", good[i]);
}

Test(url, absolute_ones)
{
	cr_expect(url_is_absolute("https://example.org"));
	cr_expect(url_is_absolute("HTTP://example.org"));
	cr_expect(url_is_absolute("//example.org"));
	cr_expect_not(url_is_absolute("/example.org"));
	cr_expect_not(url_is_absolute("mailto:a@example.org"));
	cr_expect_not(url_is_absolute("a/http://b"));
}
