#include "document/address.h"

#include "base/buf.h"

#define PATH_LIMIT ((size_t)1 << 16)

bool address_has_scheme(const char *url)
{
	size_t n = strspn(url, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-");
	return n > 0 && url[n] == ':';
}

bool address_is_safe(const char *url)
{
	static const char *const safe[] = {"https://", "http://", "mailto:", "tel:", "ftp://", "ftps://"};
	if (!address_has_scheme(url))
		return (unsigned char)*url > ' ' || !*url; /* browsers skip blanks and controls before a scheme */
	for (size_t i = 0; i < sizeof(safe) / sizeof(*safe); i++)
		if (strncasecmp(url, safe[i], strlen(safe[i])) == 0)
			return url[strlen(safe[i])] != '/' && url[strlen(safe[i])] != '\0';
	return false;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *address_decoded(struct arena *a, const char *url, size_t length)
{
	char *out = arena_alloc(a, length + 1), *to = out;
	for (size_t i = 0; i < length; i++) {
		int high = url[i] == '%' && i + 2 < length ? hex_digit(url[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(url[i + 2]) : -1;
		if (low >= 0 && high + low > 0) {
			*to++ = (char)(high * 16 + low);
			i += 2;
		} else {
			*to++ = url[i];
		}
	}
	*to = '\0';
	return out;
}

/* Takes the last component off; false if there is none. */
static bool go_up(struct buf *path)
{
	if (!path->length)
		return false;
	const char *slash = strrchr(path->data, '/');
	buf_truncate(path, slash ? (size_t)(slash - path->data) : 0);
	return true;
}

static bool append(struct buf *path, const char *relative)
{
	while (*relative) {
		size_t n = strcspn(relative, "/");
		if (n == 2 && memcmp(relative, "..", 2) == 0) {
			if (!go_up(path))
				return false;
		} else if (n && !(n == 1 && *relative == '.')) {
			if (path->length)
				buf_char(path, '/');
			buf_add(path, relative, n);
		}
		relative += n;
		relative += *relative == '/';
	}
	return !path->overflow;
}

const char *address_file(struct arena *a, const char *path, const char *url)
{
	if (!*url || *url == '#' || address_has_scheme(url) || strncmp(url, "//", 2) == 0)
		return NULL;
	const char *relative = address_decoded(a, url, strcspn(url, "?#"));
	const char *slash = strrchr(path, '/');
	struct buf b;
	buf_init(&b, PATH_LIMIT);
	if (slash && *relative != '/')
		buf_add(&b, path, (size_t)(slash - path));
	const char *file = append(&b, relative) ? arena_text(a, b.data) : NULL;
	buf_fini(&b);
	return file;
}
