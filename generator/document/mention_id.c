/* CVE ids, CVSS vectors, hashes: what has a form that nothing else has.
 *
 * Keys: c: CVE id, s: vector, h: hash in lower case. */
#include "document/mention_scan.h"

static size_t take_cve(struct scan *s, size_t at)
{
	int year;
	if (!scan_follows(s, at + 4 <= s->length ? at + 4 : 0, "cve-"))
		return at;
	size_t dash = scan_int(s, at + 4, 4, &year);
	if (dash != at + 8 || s->text[dash] != '-' || !scan_is_digit(s->text[dash + 1]))
		return at;
	size_t end = dash + 1;
	while (scan_is_digit(s->text[end]) && end - dash <= 20)
		end++;
	if (end - dash < 5 || end - dash > 20 || scan_is_alnum(s->text[end]))
		return at;
	const char *key = arena_printf(scan_arena(s), "c:CVE-%.*s", (int)(end - at - 4), s->text + at + 4);
	scan_name(s, MENTION_CVE, at, end, (const char *[MENTION_KEYS]){key});
	return end;
}

/* "CVSS:3.1/AV:N/…", or a vector of version 2 or 3 without what says so. */
static size_t take_cvss(struct scan *s, size_t at)
{
	bool prefixed = scan_has(s, at, "CVSS:");
	if (!prefixed && !(scan_has(s, at, "AV:") && scan_has(s, at + 4, "/AC:")))
		return at;
	size_t end = at;
	while (end < s->length && end - at < SCAN_AHEAD &&
	       (scan_is_alnum(s->text[end]) || s->text[end] == ':' || s->text[end] == '/' || s->text[end] == '.'))
		end++;
	while (end > at && !scan_is_alnum(s->text[end - 1]))
		end--;
	const char *slash = memchr(s->text + at, '/', end - at);
	if (!slash)
		return at;
	struct arena *a = scan_arena(s);
	size_t metrics = prefixed ? (size_t)(slash + 1 - s->text) : at;
	const char *key = arena_printf(a, "s:%.*s", (int)(end - at), s->text + at);
	scan_provide(s, arena_printf(a, "s:%.*s", (int)(end - metrics), s->text + metrics));
	scan_name(s, MENTION_CVSS, at, end, (const char *[MENTION_KEYS]){key});
	return end;
}

static bool is_hash_length(size_t n)
{
	return n == 32 || n == 40 || n == 56 || n == 64 || n == 96 || n == 128;
}

static size_t take_hash(struct scan *s, size_t at)
{
	size_t end = at;
	bool digit = false;
	while (end < s->length && end - at <= 128 && scan_is_hex(s->text[end]))
		digit = scan_is_digit(s->text[end++]) || digit;
	if (!digit || !is_hash_length(end - at) || scan_is_alnum(s->text[end]))
		return at;
	const char *key = arena_printf(scan_arena(s), "h:%s", scan_lower(s, at, end));
	scan_name(s, MENTION_HASH, at, end, (const char *[MENTION_KEYS]){key});
	return end;
}

size_t scan_id(struct scan *s, size_t at)
{
	if (scan_is_alnum(scan_before(s, at)) || !scan_is_alnum(s->text[at]))
		return at;
	size_t end = take_cve(s, at);
	if (end == at)
		end = take_cvss(s, at);
	return end > at ? end : take_hash(s, at);
}
