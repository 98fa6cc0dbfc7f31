/* Invariant: a value stands in a pattern as one string, in which quotes and backslashes are escaped (section 9.3). */
#include "formats/stix_pattern.h"

#include "base/buf.h"

static const char *path_of(const char *type)
{
	static const char *const paths[][2] = {
		{"ipv4", "ipv4-addr:value"},        {"ipv6", "ipv6-addr:value"},         {"domain", "domain-name:value"},
		{"url", "url:value"},               {"email", "email-addr:value"},       {"md5", "file:hashes.MD5"},
		{"sha1", "file:hashes.'SHA-1'"},    {"sha256", "file:hashes.'SHA-256'"}, {"filename", "file:name"},
	};
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (strcmp(type, paths[i][0]) == 0)
			return paths[i][1];
	return NULL;
}

bool stix_has_pattern(const char *type)
{
	return path_of(type) != NULL;
}

const char *stix_pattern(struct arena *a, const char *type, const char *value)
{
	const char *path = path_of(type);
	if (!path)
		return NULL;
	struct buf b;
	buf_init(&b, 2 * strlen(value) + 100);
	buf_printf(&b, "[%s = '", path);
	for (; *value; value++) {
		if (*value == '\'' || *value == '\\')
			buf_char(&b, '\\');
		buf_char(&b, *value);
	}
	buf_text(&b, "']");
	const char *pattern = arena_text(a, b.data);
	buf_fini(&b);
	return pattern;
}
