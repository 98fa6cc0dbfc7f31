/* Browsers skip controls and blanks before a URL, and tabs and line ends
 * anywhere in it (WHATWG URL, "basic URL parser"); so does this. */
#include "document/html.h"

static bool is_skipped(unsigned char c)
{
	return c && c <= ' ';
}

/* True if url begins with the lower-case text. */
static bool begins(const char *url, const char *text)
{
	for (; *text; url++) {
		if (is_skipped((unsigned char)*url))
			continue;
		char c = *url >= 'A' && *url <= 'Z' ? (char)(*url - 'A' + 'a') : *url;
		if (c != *text++)
			return false;
	}
	return true;
}

bool url_is_dangerous(const char *url)
{
	static const char *const pictures[] = {"data:image/png", "data:image/gif", "data:image/jpeg",
					       "data:image/webp"};
	for (size_t i = 0; i < sizeof(pictures) / sizeof(*pictures); i++)
		if (begins(url, pictures[i]))
			return false;
	return begins(url, "javascript:") || begins(url, "vbscript:") || begins(url, "file:") ||
	       begins(url, "data:");
}

bool url_is_absolute(const char *url)
{
	return begins(url, "http://") || begins(url, "https://") || begins(url, "//");
}
