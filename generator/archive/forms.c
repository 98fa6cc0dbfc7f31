/* Invariant: every form reads its text once, left to right, and keeps nothing. */
#include "archive/forms.h"

#include <arpa/inet.h>

#include "archive/config.h"
#include "archive/purl.h"
#include "archive/version.h"
#include "base/instant.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* All bytes visible ASCII, and none of refused. */
static bool is_visible(struct span s, const char *refused)
{
	for (size_t i = 0; i < s.length; i++)
		if (s.data[i] < 0x21 || s.data[i] > 0x7E || strchr(refused, s.data[i]))
			return false;
	return true;
}

static bool all_digits(struct span s, size_t least, size_t most)
{
	if (s.length < least || s.length > most)
		return false;
	for (size_t i = 0; i < s.length; i++)
		if (!is_digit(s.data[i]))
			return false;
	return true;
}

static bool all_hex(struct span s)
{
	for (size_t i = 0; i < s.length; i++)
		if (!is_hex(s.data[i]))
			return false;
	return true;
}

const char *form_day(struct span text, const char **hint)
{
	instant t;
	*hint = "write YYYY-MM-DD";
	return instant_parse_day(&t, text) ? NULL : "is no day of the calendar";
}

const char *form_instant(struct span text, const char **hint)
{
	instant t;
	*hint = "write YYYY-MM-DDTHH:MM:SSZ, in UTC";
	return instant_parse(&t, text) ? NULL : "is no time";
}

const char *form_cve(struct span text, const char **hint)
{
	*hint = "write CVE-YYYY-NNNN, with four digits or more at the end";
	bool good = span_starts(text, "CVE-") && text.length > 9 &&
		    all_digits(span_make(text.data + 4, 4), 4, 4) && text.data[8] == '-' &&
		    all_digits(span_after(text, 9), 4, 19);
	return good ? NULL : "is no CVE id";
}

const char *form_cwe(struct span text, const char **hint)
{
	*hint = "write CWE-N";
	bool good = span_starts(text, "CWE-") && all_digits(span_after(text, 4), 1, 6) && text.data[4] != '0';
	return good ? NULL : "is no CWE id";
}

/* host[:port], an IPv6 address in brackets. */
static bool is_authority(struct span a)
{
	struct span host = a;
	if (span_starts(a, "[")) {
		const char *end = memchr(a.data, ']', a.length);
		if (!end)
			return false;
		struct span port = span_make(end + 1, (size_t)(a.data + a.length - end) - 1);
		for (const char *c = a.data + 1; c < end; c++)
			if (!is_hex(*c) && *c != ':' && *c != '.')
				return false;
		return end > a.data + 1 &&
		       (!port.length || (port.data[0] == ':' && all_digits(span_after(port, 1), 1, 5)));
	}
	const char *colon = a.length ? memchr(a.data, ':', a.length) : NULL;
	if (colon) {
		host.length = (size_t)(colon - a.data);
		if (!all_digits(span_after(a, host.length + 1), 1, 5))
			return false;
	}
	for (size_t i = 0; i < host.length; i++)
		if (!is_digit(host.data[i]) && !is_letter(host.data[i]) && !strchr(".-_", host.data[i]))
			return false;
	return host.length > 0;
}

const char *form_web_url(struct span text, const char **hint)
{
	*hint = "write https://… or http://…";
	size_t scheme = span_starts(text, "https://") ? 8 : span_starts(text, "http://") ? 7 : 0;
	if (!scheme)
		return "is no web address";
	struct span rest = span_after(text, scheme);
	size_t n = 0;
	while (n < rest.length && !strchr("/?#", rest.data[n]))
		n++;
	*hint = "write https://www.example.org/…, without a user name";
	if (!is_authority(span_make(rest.data, n)))
		return "names no host (a user name before @ is refused)";
	*hint = "percent-encode it (a blank is %20)";
	if (!is_visible(rest, "\"<>\\^`{|}"))
		return "holds a character that an address must not hold";
	for (size_t i = n; i < rest.length; i++)
		if (rest.data[i] == '%' &&
		    (i + 2 >= rest.length || !is_hex(rest.data[i + 1]) || !is_hex(rest.data[i + 2])))
			return "holds a % that two hex digits do not follow";
	return NULL;
}

const char *form_base_url(struct span text, const char **hint)
{
	const char *wrong = form_web_url(text, hint);
	if (wrong)
		return wrong;
	*hint = "it is the address of the site's front folder: https://csirt.example.org/";
	return memchr(text.data, '?', text.length) || memchr(text.data, '#', text.length)
		       ? "has a query or a fragment"
		       : NULL;
}

/* Labels of letters, digits, - and _, joined by dots; the last has a letter. */
static bool is_domain(struct span text)
{
	size_t label = 0, dots = 0;
	bool letter = false;
	if (text.length > 253)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];
		if (c == '.') {
			if (!label || text.data[i - 1] == '-')
				return false;
			dots++;
			label = 0;
			letter = false;
			continue;
		}
		if (!(is_digit(c) || is_letter(c) || c == '_' || (c == '-' && label)) || ++label > 63)
			return false;
		letter = letter || is_letter(c);
	}
	return dots && label && letter && text.data[text.length - 1] != '-';
}

const char *form_email(struct span text, const char **hint)
{
	*hint = "write name@example.org, the true address";
	const char *at = text.length ? memrchr(text.data, '@', text.length) : NULL;
	size_t local = at ? (size_t)(at - text.data) : 0;
	bool good = local && local <= 64 && is_visible(span_make(text.data, local), "\"(),:;<>@[\\]") &&
		    is_domain(span_after(text, local + 1));
	return good ? NULL : "is no mail address";
}

const char *form_telephone(struct span text, const char **hint)
{
	*hint = "write +81 3 1234 5678";
	size_t digits = 0;
	for (size_t i = 0; i < text.length; i++) {
		digits += is_digit(text.data[i]);
		if (!is_digit(text.data[i]) && !strchr(" -().", text.data[i]) &&
		    !(i == 0 && text.data[i] == '+'))
			return "is no telephone number";
	}
	return digits >= 3 ? NULL : "is no telephone number";
}

const char *form_purl(struct span text, const char **hint)
{
	return purl_fault(text, hint);
}

const char *form_cpe(struct span text, const char **hint)
{
	*hint = "write cpe:2.3: and eleven parts: cpe:2.3:o:example:product:1.0:*:*:*:*:*:*:*";
	const char *wrong = "is no CPE 2.3 name";
	if (!span_starts(text, "cpe:2.3:") || !is_visible(text, "") || text.length < 9 ||
	    !strchr("aho*-", text.data[8]))
		return wrong;
	size_t parts = 1, length = 0;
	for (size_t i = 8; i < text.length; i++) {
		char c = text.data[i];
		if (c == ':') {
			if (!length || (parts == 1 && length != 1))
				return wrong;
			parts++;
			length = 0;
			continue;
		}
		if (c == '\\' && ++i == text.length)
			return wrong;
		if (c != '\\' && !is_digit(c) && !is_letter(c) && !strchr("*-?._~", c))
			return wrong;
		length++;
	}
	return parts == 11 && length ? NULL : wrong;
}

const char *form_version(struct span text, const char **hint)
{
	*hint = "name the one version that has the fix; ranges stand under versions and unaffected";
	if (text.length > VERSION_LENGTH_MAX)
		return "is too long";
	return strchr("<>=", text.data[0]) ? "is a range, where a version is expected" : NULL;
}

const char *form_id(struct span text, const char **hint)
{
	*hint = "an id begins with A to Z or 0 to 9; letters, digits, . _ and - follow";
	return config_id_possible(text) ? NULL : "cannot be an id";
}

const char *form_fingerprint(struct span text, const char **hint)
{
	*hint = "write all 40 hex digits (64 for a key of version 6) without blanks: gpg --list-keys "
		"--with-colons shows it";
	return (text.length == 40 || text.length == 64) && all_hex(text) ? NULL : "is no full fingerprint";
}

const char *form_name(struct span text, const char **hint)
{
	*hint = "letters, digits, _ and -";
	for (size_t i = 0; i < text.length; i++)
		if (!is_digit(text.data[i]) && !is_letter(text.data[i]) &&
		    (i == 0 || !strchr("_-", text.data[i])))
			return "is no name";
	return text.length <= 64 ? NULL : "is too long";
}

const char *form_language(struct span text, const char **hint)
{
	*hint = "write a language tag such as ja, en or pt-BR";
	size_t n = 0, part = 0;
	while (n < text.length && text.data[n] >= 'a' && text.data[n] <= 'z')
		n++;
	bool good = (n == 2 || n == 3) && text.length <= 35;
	for (size_t i = n; good && i < text.length; i++) {
		if (text.data[i] == '-') {
			good = i == n || part >= 2;
			part = 0;
		} else {
			good = i > n && (is_letter(text.data[i]) || is_digit(text.data[i])) && ++part <= 8;
		}
	}
	return good && (text.length == n || part >= 2) ? NULL : "is no language tag";
}

const char *form_translates(struct span text, const char **hint)
{
	*hint = "write the source's revision that it translates: r3";
	bool good = span_starts(text, "r") && all_digits(span_after(text, 1), 1, 6) && text.data[1] != '0';
	return good ? NULL : "is no revision";
}

const char *form_number(struct span text, const char **hint)
{
	*hint = "write a whole number from 1";
	return all_digits(text, 1, 6) && text.data[0] != '0' ? NULL : "is no number";
}

const char *form_count(struct span text, const char **hint)
{
	bool good = span_is(text, "0") || !form_number(text, hint);
	*hint = "write a whole number from 0";
	return good ? NULL : "is no number";
}

const char *form_time_zone(struct span text, const char **hint)
{
	*hint = "write a name of the tz database: Asia/Tokyo, Europe/Berlin, UTC";
	if (text.length > 64 || !is_visible(text, "") || text.data[0] == '/' ||
	    memmem(text.data, text.length, "..", 2))
		return "is no time zone";
	char name[65] = "";
	memcpy(name, text.data, text.length);
	struct zone *zone = zone_open(name);
	bool known = zone != NULL;
	zone_free(zone);
	return known ? NULL : "is a time zone that this system does not know";
}

const char *form_id_scheme(struct span text, const char **hint)
{
	unsigned serials = 0, years = 0;
	*hint = "write letters, digits, . _ - with {serial} or {serial:04} and, if wanted, {year}: "
		"EX-{year}-{serial:04}";
	if (text.length > 64)
		return "is too long";
	for (size_t i = 0; i < text.length; i++) {
		struct span rest = span_after(text, i);
		if (span_starts(rest, "{year}")) {
			years++;
			i += 5;
		} else if (span_starts(rest, "{serial}")) {
			serials++;
			i += 7;
		} else if (span_starts(rest, "{serial:0") && rest.length > 10 && rest.data[9] >= '1' &&
			   rest.data[9] <= '9' && rest.data[10] == '}') {
			serials++;
			i += 10;
		} else if (!is_digit(text.data[i]) &&
			   !(is_letter(text.data[i]) && (i || text.data[i] <= 'Z')) &&
			   !(i && strchr("._-", text.data[i]))) {
			return "is no scheme for ids";
		}
	}
	return serials == 1 && years <= 1
		       ? NULL
		       : "is a scheme without exactly one serial number, or with two years";
}

const char *form_glob(struct span text, const char **hint)
{
	*hint = "write a path as from the archive's folder, with *, ? and **: crates/**/*.md";
	bool good = text.length <= 200 && text.data[0] != '/' && !memmem(text.data, text.length, "..", 2) &&
		    !memmem(text.data, text.length, "//", 2) && !memchr(text.data, '\\', text.length);
	return good ? NULL : "is no pattern for paths";
}

const char *form_tlp(struct span text, const char **hint)
{
	static const char *const above[] = {"green", "amber", "amber+strict", "red"};
	for (size_t i = 0; i < sizeof(above) / sizeof(*above); i++)
		if (span_is(text, above[i])) {
			*hint = "what is not clear is not published; take it out of the archive's public "
				"branch";
			return "is above clear";
		}
	if (text.length == 5 && strncasecmp(text.data, "clear", 5) == 0 && !span_is(text, "clear")) {
		*hint = "write clear";
		return "is not in lower case";
	}
	*hint = "the only value is clear";
	return span_is(text, "clear") ? NULL : "is no TLP label that can be published";
}

static const char *form_address(struct span text, int family, size_t longest)
{
	char address[64] = "";
	unsigned char bytes[16];
	if (text.length > longest)
		return "is no address of its type";
	memcpy(address, text.data, text.length);
	return inet_pton(family, address, bytes) == 1 ? NULL : "is no address of its type";
}

static const char *form_ipv4(struct span text, const char **hint)
{
	*hint = "write the true address, not defanged: 192.0.2.45";
	return form_address(text, AF_INET, 15);
}

static const char *form_ipv6(struct span text, const char **hint)
{
	*hint = "write the true address: 2001:db8::45";
	return form_address(text, AF_INET6, 45);
}

static const char *form_domain(struct span text, const char **hint)
{
	*hint = "write the true name, not defanged, in ASCII (xn--…): c2.example.net";
	return is_domain(text) ? NULL : "is no domain name";
}

static const char *form_true_url(struct span text, const char **hint)
{
	*hint = "write the true address, not defanged: http://c2.example.net/a";
	const char *wrong = "is no URL";
	size_t n = 0;
	while (n < text.length &&
	       (is_letter(text.data[n]) || is_digit(text.data[n]) || strchr("+.-", text.data[n])))
		n++;
	if (!n || !span_starts(span_after(text, n), "://") || text.length < n + 4 ||
	    span_starts(text, "hxxp"))
		return wrong;
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.data[i] <= 0x20 || text.data[i] == 0x7F)
			return wrong;
	return memmem(text.data, text.length, "[.]", 3) ? wrong : NULL;
}

static const char *form_hash(struct span text, size_t length)
{
	return text.length == length && all_hex(text) ? NULL : "is no hash of its type";
}

static const char *form_md5(struct span text, const char **hint)
{
	*hint = "write 32 hex digits";
	return form_hash(text, 32);
}

static const char *form_sha1(struct span text, const char **hint)
{
	*hint = "write 40 hex digits";
	return form_hash(text, 40);
}

static const char *form_sha256(struct span text, const char **hint)
{
	*hint = "write 64 hex digits";
	return form_hash(text, 64);
}

form_fn *form_indicator(const char *type)
{
	static const struct {
		const char *type;
		form_fn *form;
	} forms[] = {{"ipv4", form_ipv4},    {"ipv6", form_ipv6},    {"domain", form_domain},
		     {"url", form_true_url}, {"email", form_email},  {"md5", form_md5},
		     {"sha1", form_sha1},    {"sha256", form_sha256}};
	for (size_t i = 0; type && i < sizeof(forms) / sizeof(*forms); i++)
		if (strcmp(type, forms[i].type) == 0)
			return forms[i].form;
	return NULL;
}
