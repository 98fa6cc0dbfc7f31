/* URLs, e-mail addresses, domains, IP addresses, defanged or not.
 *
 * Keys: u: URL without what names a language, m: e-mail, n: domain, i: address; all in lower case but for a
 * URL's path. A URL and an e-mail address provide their host. */
#include <arpa/inet.h>

#include "base/buf.h"
#include "document/address.h"
#include "document/mention_scan.h"

#define HOST_BYTES 253

static bool is_one_of(struct span s, const char *const *words)
{
	for (; *words; words++)
		if (span_is(s, *words))
			return true;
	return false;
}

/* Hosts. ------------------------------------------------------------------------- */

/* Labels of letters, digits and hyphens; the last has only letters (or is punycode). Returns how many; 0: no host. */
static size_t host_labels(struct span host, struct span *last)
{
	size_t labels = 0;
	if (!host.length || host.length > HOST_BYTES)
		return 0;
	for (size_t at = 0, end; at <= host.length; at = end + 1) {
		for (end = at; end < host.length && host.data[end] != '.'; end++)
			if (!scan_is_alnum(host.data[end]) && host.data[end] != '-')
				return 0;
		*last = span_make(host.data + at, end - at);
		if (!last->length || last->length > 63 || last->data[0] == '-' || last->data[last->length - 1] == '-')
			return 0;
		labels++;
	}
	if (last->length < 2)
		return 0;
	if (!span_starts(*last, "xn--"))
		for (size_t i = 0; i < last->length; i++)
			if (!scan_is_letter(last->data[i]))
				return 0;
	return labels;
}

/* Written plainly a name is taken for a domain only if its end says so: "proxy.log" and "sys.argv" have the
 * same form. Ends that are more often English words, members or kinds of files need a third label. */
static bool ends_as_domain(struct span last, size_t labels)
{
	static const char *const ends[] = {
		"com", "net", "org", "edu", "gov", "mil", "int",  "biz",	"info", "example", "test", "invalid", "arpa", "onion", "xyz",
		"top", "icu", "jp",  "cn",  "kr",  "tw",  "hk",	  "sg",	"th",	"vn",	   "ph",   "au",      "nz",   "us",    "ca",
		"mx",  "br",  "ar",  "cl",  "uk",  "de",  "fr",	  "nl",	"ch",	"es",	   "pt",   "se",      "fi",   "dk",    "cz",
		"hu",  "ru",  "ua",  "tr",  "il",  "eu",  "asia", NULL};
	static const char *const doubtful[] = {"io",   "co",  "id",   "in",  "is",   "it",   "me",     "my",   "no",	 "so",	 "to", "at",
					       "be",   "by",  "am",   "as",  "do",   "pl",   "dev",    "app",  "club", "shop", "site",
					       "link", "live", "online", "store", "cloud", "page", "name", "cc", "ws", NULL};
	return is_one_of(last, ends) || (labels >= 3 && is_one_of(last, doubtful));
}

/* A host that a URL or an e-mail address names. */
static void provide_host(struct scan *s, struct span host)
{
	struct arena *a = scan_arena(s);
	bool address = host.length && scan_is_digit(host.data[host.length - 1]);
	if (host.length > 2 && host.data[0] == '[') {
		address = true;
		host = span_make(host.data + 1, host.length - 2);
	}
	scan_provide(s, arena_printf(a, "%s:%.*s", address ? "i" : "n", (int)host.length, host.data));
}

/* URLs. ---------------------------------------------------------------------------- */

static bool is_language(struct span s)
{
	static const char *const languages[] = {"ja", "jp", "jpn", "japanese", "en", "eng", "english", "de", "fr", "es", "it",
						"pt", "zh", "ko",  "kr",       "cn", "tw",  "ru",      "nl", NULL};
	if (s.length == 5 && (s.data[2] == '-' || s.data[2] == '_'))
		s.length = 2;
	char lower[16];
	if (s.length >= sizeof(lower))
		return false;
	for (size_t i = 0; i < s.length; i++)
		lower[i] = s.data[i] >= 'A' && s.data[i] <= 'Z' ? (char)(s.data[i] - 'A' + 'a') : s.data[i];
	return is_one_of(span_make(lower, s.length), languages);
}

/* "policy.ja.html", "notice_en", "guide-ja.pdf": without the language. */
static void add_segment(struct buf *out, struct span segment)
{
	size_t stem = segment.length;
	for (size_t i = segment.length; i > 0 && stem == segment.length; i--)
		if (segment.data[i - 1] == '.')
			stem = i - 1;
	struct span extension = span_after(segment, stem), name = span_make(segment.data, stem);
	if (extension.length && is_language(span_after(extension, 1)))
		extension.length = 0;
	for (size_t i = name.length; i > 0; i--)
		if (name.data[i - 1] == '.' || name.data[i - 1] == '_' || name.data[i - 1] == '-') {
			if (is_language(span_after(name, i)))
				name.length = i - 1;
			break;
		}
	buf_span(out, name);
	buf_span(out, extension);
}

static void add_path(struct buf *out, struct span path)
{
	for (size_t at = 0, end; at < path.length; at = end) {
		for (end = at + 1; end < path.length && path.data[end] != '/'; end++)
			;
		size_t from = path.data[at] == '/' ? at + 1 : at;
		struct span segment = span_make(path.data + from, end - from);
		if (!segment.length || is_language(segment))
			continue;
		bool last = end == path.length;
		if (last && (span_is(segment, "index.html") || span_is(segment, "index.htm") || span_is(segment, "index.php")))
			continue;
		buf_char(out, '/');
		add_segment(out, segment);
	}
}

static void add_query(struct buf *out, struct span query)
{
	static const char *const names[] = {"lang", "language", "locale", "hl", "l", NULL};
	char separator = '?';
	for (size_t at = 0, end; at < query.length; at = end + 1) {
		for (end = at; end < query.length && query.data[end] != '&'; end++)
			;
		struct span one = span_make(query.data + at, end - at);
		const char *is = one.length ? memchr(one.data, '=', one.length) : NULL;
		struct span name = span_make(one.data, is ? (size_t)(is - one.data) : one.length);
		if (!one.length || (is && is_one_of(name, names) && is_language(span_after(one, name.length + 1))))
			continue;
		buf_char(out, separator);
		buf_span(out, one);
		separator = '&';
	}
}

struct url {
	struct span scheme, host, port, path, query, fragment; /* without what separates them */
};

/* Splits "scheme://…" (RFC 3986, section 3); who logs in is left out. */
static bool split_url(struct url *u, struct span text)
{
	const char *colon = text.length ? memchr(text.data, ':', text.length) : NULL;
	*u = (struct url){0};
	if (!colon || !span_starts(span_after(text, (size_t)(colon - text.data)), "://"))
		return false;
	u->scheme = span_make(text.data, (size_t)(colon - text.data));
	struct span rest = span_after(text, u->scheme.length + 3);
	const char *hash = rest.length ? memchr(rest.data, '#', rest.length) : NULL;
	if (hash) {
		u->fragment = span_after(rest, (size_t)(hash - rest.data) + 1);
		rest.length = (size_t)(hash - rest.data);
	}
	const char *question = rest.length ? memchr(rest.data, '?', rest.length) : NULL;
	if (question) {
		u->query = span_after(rest, (size_t)(question - rest.data) + 1);
		rest.length = (size_t)(question - rest.data);
	}
	const char *slash = rest.length ? memchr(rest.data, '/', rest.length) : NULL;
	struct span authority = span_make(rest.data, slash ? (size_t)(slash - rest.data) : rest.length);
	u->path = span_after(rest, authority.length);
	const char *at = authority.length ? memrchr(authority.data, '@', authority.length) : NULL;
	u->host = at ? span_after(authority, (size_t)(at - authority.data) + 1) : authority;
	for (size_t i = u->host.length; i > 0 && scan_is_digit(u->host.data[i - 1]); i--)
		if (i > 1 && u->host.data[i - 2] == ':') {
			u->port = span_after(u->host, i - 1);
			u->host.length = i - 2;
			break;
		}
	return u->host.length > 0;
}

/* "ja." before at least two more labels: pages of such a site have names of their own in each language. */
static bool host_of_language(struct span host, struct span *rest)
{
	const char *dot = memchr(host.data, '.', host.length);
	if (!dot || !is_language(span_make(host.data, (size_t)(dot - host.data))))
		return false;
	*rest = span_after(host, (size_t)(dot - host.data) + 1);
	return memchr(rest->data, '.', rest->length) != NULL;
}

/* text is the URL from its scheme on, scheme and host in lower case, "http" for "hxxp". */
static const char *url_key(struct scan *s, const struct url *u)
{
	struct arena *a = scan_arena(s);
	struct span rest;
	if (host_of_language(u->host, &rest))
		return arena_printf(a, "u:%.*s://%.*s", (int)u->scheme.length, u->scheme.data, (int)rest.length, rest.data);
	struct buf b;
	buf_init(&b, 1 << 16);
	buf_printf(&b, "u:%.*s://%.*s", (int)u->scheme.length, u->scheme.data, (int)u->host.length, u->host.data);
	bool usual = !u->port.length || (span_is(u->scheme, "http") && span_is(u->port, "80")) ||
		     (span_is(u->scheme, "https") && span_is(u->port, "443"));
	if (!usual)
		buf_printf(&b, ":%.*s", (int)u->port.length, u->port.data);
	add_path(&b, span_of(address_decoded(a, u->path.data ? u->path.data : "", u->path.length)));
	add_query(&b, u->query);
	if (u->fragment.length)
		buf_printf(&b, "#%.*s", (int)u->fragment.length, u->fragment.data);
	const char *key = arena_text(a, b.data);
	buf_fini(&b);
	return key;
}

static void name_url(struct scan *s, struct span text, size_t at, size_t end)
{
	struct url u;
	char *copy = arena_span(scan_arena(s), text);
	if (!split_url(&u, span_make(copy, text.length)))
		return;
	for (char *c = copy; c < u.host.data + u.host.length; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	if (span_starts(u.scheme, "hxxp"))
		copy[1] = copy[2] = 't';
	provide_host(s, u.host);
	scan_name(s, MENTION_URL, at, end, (const char *[MENTION_KEYS]){url_key(s, &u)});
}

/* The length of "https" and the like before "://"; 0 if there is none. */
static size_t scheme_length(const struct scan *s, size_t at)
{
	static const char *const schemes[] = {"https", "http", "hxxps", "hxxp", "ftp", "ftps"};
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		size_t n = strlen(schemes[i]);
		if (at + n <= s->length && scan_follows(s, at + n, schemes[i]) && scan_has(s, at + n, "://"))
			return n;
	}
	return 0;
}

static bool may_stand_in_url(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x7F && !strchr("<>\"`'{}|\\^[]", c);
}

/* A sentence's marks after a URL are none of it, nor is the bracket that was open before it. */
static size_t url_end(const struct scan *s, size_t at, size_t end)
{
	size_t opened = 0, closed = 0;
	for (size_t i = at; i < end; i++) {
		opened += s->text[i] == '(';
		closed += s->text[i] == ')';
	}
	for (; end > at; end--) {
		char c = s->text[end - 1];
		if (c == ')' && closed > opened)
			closed--;
		else if (!strchr(".,;:!?*", c))
			break;
	}
	return end;
}

size_t scan_url(struct scan *s, size_t at)
{
	if (scan_is_alnum(scan_before(s, at)) || !scan_is_letter(s->text[at]))
		return at;
	size_t scheme = scheme_length(s, at), end = at + scheme + 3;
	if (!scheme)
		return at;
	if (s->text[end] == '[') /* an IPv6 address */
		while (end < s->length && s->text[end] != ']' && end - at < SCAN_AHEAD)
			end++;
	if (s->text[end] == ']')
		end++;
	while (end < s->length && !s->wide[end] && may_stand_in_url(s->text[end]))
		end++;
	end = url_end(s, at, end);
	if (end <= at + scheme + 3)
		return at;
	name_url(s, span_make(s->text + at, end - at), at, end);
	return end;
}

void scan_target(struct scan *s, struct span url)
{
	if (span_starts(url, "mailto:")) {
		struct span address = span_after(url, strlen("mailto:"));
		const char *question = address.length ? memchr(address.data, '?', address.length) : NULL;
		if (question)
			address.length = (size_t)(question - address.data);
		char *key = arena_printf(scan_arena(s), "m:%.*s", (int)address.length, address.data);
		for (char *c = key; *c; c++)
			if (*c >= 'A' && *c <= 'Z')
				*c = (char)(*c - 'A' + 'a');
		const char *sign = strchr(key, '@');
		if (!sign || !sign[1])
			return;
		provide_host(s, span_of(sign + 1));
		scan_name(s, MENTION_EMAIL, 0, 1, (const char *[MENTION_KEYS]){key});
	} else if (span_starts(url, "http:") || span_starts(url, "https:") || span_starts(url, "ftp:")) {
		name_url(s, url, 0, 1);
	}
}

/* E-mail and domains. ---------------------------------------------------------------- */

static bool joins_names(char c)
{
	return c && strchr("._%+-@", c);
}

/* A name begins here: at a letter or digit that continues no other name. */
static bool begins_name(const struct scan *s, size_t at)
{
	char before = scan_before(s, at);
	if (!scan_is_alnum(s->text[at]) || scan_is_alnum(before))
		return false;
	return !joins_names(before) || at < 2 || !scan_is_alnum(s->text[at - 2]);
}

static size_t take_email(struct scan *s, size_t at, size_t sign, size_t end)
{
	struct span last;
	if (sign == at || memchr(s->text + sign + 1, '@', end - sign - 1) ||
	    host_labels(span_make(s->text + sign + 1, end - sign - 1), &last) < 2)
		return at;
	char *address = scan_lower(s, at, end);
	provide_host(s, span_of(address + (sign + 1 - at)));
	scan_name(s, MENTION_EMAIL, at, end, (const char *[MENTION_KEYS]){arena_printf(scan_arena(s), "m:%s", address)});
	return end;
}

static size_t take_domain(struct scan *s, size_t at, size_t end)
{
	bool defanged = false, upper = false;
	for (size_t i = at; i < end; i++) {
		defanged = defanged || s->defanged[i];
		upper = upper || (s->text[i] >= 'A' && s->text[i] <= 'Z');
	}
	struct span last;
	size_t labels = host_labels(span_make(s->text + at, end - at), &last);
	char before = scan_before(s, at);
	bool path = before == '/' || before == '\\' || before == '~' || s->text[end] == '(';
	if (labels < 2 || (!defanged && (upper || path || !ends_as_domain(last, labels))))
		return at;
	const char *key = arena_printf(scan_arena(s), "n:%s", scan_lower(s, at, end));
	scan_name(s, MENTION_DOMAIN, at, end, (const char *[MENTION_KEYS]){key});
	return end;
}

size_t scan_host(struct scan *s, size_t at)
{
	size_t end = at, sign = 0;
	if (!begins_name(s, at))
		return at;
	while (end < s->length && end - at < SCAN_AHEAD && (scan_is_alnum(s->text[end]) || joins_names(s->text[end]))) {
		if (s->text[end] == '@' && !sign)
			sign = end;
		end++;
	}
	if (end - at >= SCAN_AHEAD)
		return at;
	while (end > at && joins_names(s->text[end - 1]))
		end--;
	if (sign && sign < end)
		return take_email(s, at, sign, end);
	return take_domain(s, at, end);
}

/* Addresses. ------------------------------------------------------------------------- */

/* Names the address, which is known by its normal form, and the prefix length that may follow it. */
static size_t name_address(struct scan *s, size_t at, size_t end, const char *address, int most)
{
	struct arena *a = scan_arena(s);
	int prefix = 0;
	const char *key = arena_printf(a, "i:%s", address);
	size_t after = s->text[end] == '/' ? scan_int(s, end + 1, 3, &prefix) : end;
	bool ends = after > end + 1 && !scan_is_alnum(s->text[after]) && s->text[after] != '/';
	if (s->text[end] == '/' && ends && prefix <= most) {
		scan_provide(s, key);
		key = arena_printf(a, "%s/%d", key, prefix);
		end = after;
	}
	scan_name(s, MENTION_ADDRESS, at, end, (const char *[MENTION_KEYS]){key});
	return end;
}

size_t scan_ipv4(struct scan *s, size_t at, size_t end)
{
	return name_address(s, at, end, scan_lower(s, at, end), 32);
}

size_t scan_address(struct scan *s, size_t at)
{
	char before = scan_before(s, at), text[INET6_ADDRSTRLEN + 1];
	if ((!scan_is_hex(s->text[at]) && s->text[at] != ':') || scan_is_alnum(before) || before == ':' || before == '.')
		return at;
	size_t end = at;
	while (end - at <= INET6_ADDRSTRLEN && (scan_is_hex(s->text[end]) || s->text[end] == ':' || s->text[end] == '.'))
		end++;
	while (end > at && (s->text[end - 1] == '.' || (s->text[end - 1] == ':' && (end - at < 2 || s->text[end - 2] != ':'))))
		end--;
	if (end - at < 3 || end - at >= sizeof(text) || scan_is_alnum(s->text[end]) || !memchr(s->text + at, ':', end - at))
		return at;
	memcpy(text, s->text + at, end - at);
	text[end - at] = '\0';
	struct in6_addr address;
	if (inet_pton(AF_INET6, text, &address) != 1 || !inet_ntop(AF_INET6, &address, text, sizeof(text)))
		return at;
	return name_address(s, at, end, text, 128);
}
