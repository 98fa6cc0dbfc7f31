/* Indicators of compromise as Indicator classes (RFC 7970, section 3.29). Invariant: an identifier is made of what is looked for,
 * so that it stays when others come or go, and stands once in a document, as xs:ID asks for. */
#include <string.h>

#include "base/digest.h"
#include "base/map.h"
#include "formats/iodef_parts.h"

static void address(struct xml *x, const char *category, const char *value)
{
	xml_begin(x, "Address");
	xml_attribute(x, "category", category);
	xml_text(x, span_of(value));
	xml_end(x);
}

static bool ipv4(struct xml *x, const char *value)
{
	address(x, strchr(value, '/') ? "ipv4-net" : "ipv4-addr", value);
	return true;
}

static bool ipv6(struct xml *x, const char *value)
{
	address(x, strchr(value, '/') ? "ipv6-net" : "ipv6-addr", value);
	return true;
}

static bool uri(struct xml *x, const char *value)
{
	address(x, "site-uri", value);
	return true;
}

static bool mail(struct xml *x, const char *value)
{
	address(x, "e-mail", value);
	return true;
}

static bool domain(struct xml *x, const char *value)
{
	xml_begin(x, "DomainData");
	xml_attribute(x, "system-status", "unknown");
	xml_attribute(x, "domain-status", "unknown");
	xml_element(x, "Name", value);
	xml_end(x);
	return true;
}

static bool file_name(struct xml *x, const char *value)
{
	xml_begin(x, "FileData");
	xml_begin(x, "File");
	xml_element(x, "FileName", value);
	xml_end(x);
	xml_end(x);
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The bytes that so many pairs of hexadecimal digits are, and nothing else. */
static bool from_hex(unsigned char *out, size_t size, const char *hex)
{
	if (strlen(hex) != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* XML Signature's DigestValue is base64 (RFC 4648, section 4) of the digest's bytes. */
static void digest_value(struct xml *x, const unsigned char *bytes, size_t size)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char text[4 * ((SHA256_SIZE + 2) / 3) + 1], *at = text;
	for (size_t i = 0; i < size; i += 3) {
		size_t n = size - i;
		unsigned group = (unsigned)bytes[i] << 16 | (n > 1 ? (unsigned)bytes[i + 1] << 8 : 0) | (n > 2 ? bytes[i + 2] : 0);
		*at++ = digits[group >> 18];
		*at++ = digits[group >> 12 & 63];
		*at++ = n > 1 ? digits[group >> 6 & 63] : '=';
		*at++ = n > 2 ? digits[group & 63] : '=';
	}
	*at = '\0';
	xml_element(x, "ds:DigestValue", text);
}

static bool hash(struct xml *x, const char *value, size_t size, const char *algorithm)
{
	unsigned char bytes[SHA256_SIZE];
	if (!from_hex(bytes, size, value))
		return false;
	xml_begin(x, "FileData");
	xml_begin(x, "File");
	xml_begin(x, "HashData");
	xml_attribute(x, "scope", "file-contents");
	xml_begin(x, "Hash");
	xml_begin(x, "ds:DigestMethod");
	xml_attribute(x, "Algorithm", algorithm);
	xml_end(x);
	digest_value(x, bytes, size);
	for (int i = 0; i < 4; i++)
		xml_end(x);
	return true;
}

static bool md5(struct xml *x, const char *value)
{
	return hash(x, value, 16, "http://www.w3.org/2001/04/xmldsig-more#md5");
}

static bool sha1(struct xml *x, const char *value)
{
	return hash(x, value, SHA1_SIZE, "http://www.w3.org/2000/09/xmldsig#sha1");
}

static bool sha256(struct xml *x, const char *value)
{
	return hash(x, value, SHA256_SIZE, "http://www.w3.org/2001/04/xmlenc#sha256");
}

static bool observable(struct xml *x, const char *type, const char *value)
{
	static const struct {
		const char *type;
		bool (*write)(struct xml *x, const char *value); /* false: it cannot be said, and nothing was */
	} writers[] = {
		{"ipv4", ipv4}, {"ipv6", ipv6},	  {"domain", domain}, {"url", uri},	      {"email", mail},
		{"md5", md5},	{"sha1", sha1},	  {"sha256", sha256}, {"filename", file_name},
	};
	for (size_t i = 0; i < sizeof(writers) / sizeof(*writers); i++)
		if (strcmp(writers[i].type, type) == 0)
			return writers[i].write(x, value);
	return false;
}

/* "indicator-" and a digest of whose it is and what is looked for. */
static const char *identifier(const struct record *r, const char *type, const char *value)
{
	char hex[SHA256_HEX];
	struct sha256 digest = sha256_of(span_of(arena_printf(r->arena, "%s\n%s\n%s", r->advisory->id, type, value)));
	return arena_printf(r->arena, "indicator-%.32s", sha256_hex(hex, &digest));
}

/* Something that the schema has no class for stands as AdditionalData: an Observable is never empty. */
static void indicator(struct xml *x, const struct record *r, const struct value *i, const char *id)
{
	const char *type = value_text(i, "type"), *value = value_text(i, "value");
	xml_begin(x, "Indicator");
	xml_begin(x, "IndicatorID");
	xml_attribute(x, "name", iodef_issuer(r));
	xml_attribute(x, "version", arena_printf(r->arena, "%u", r->advisory->revision));
	xml_text(x, span_of(id));
	xml_end(x);
	iodef_localised(x, "Description", value_get(i, "note"));
	xml_begin(x, "Observable");
	if (!observable(x, type, value)) {
		iodef_extra(x, "string", type, value);
		record_lose(r, "the indicator \"%s\" as what it is (%s): it stands as additional data", value, type);
	}
	xml_end(x);
	xml_end(x);
}

void iodef_indicators(struct xml *x, const struct record *r)
{
	const struct value *all = value_get(r->facts, "indicators");
	struct map *seen = map_new();
	for (size_t i = 0; all && i < all->count; i++) {
		const char *type = value_text(all->items[i], "type"), *value = value_text(all->items[i], "value");
		if (!type || !value) {
			record_lose(r, "an indicator without type or value");
			continue;
		}
		const char *id = identifier(r, type, value);
		if (!map_put(seen, span_of(id), i)) {
			record_lose(r, "the indicator \"%s\" a second time", value);
			continue;
		}
		if (map_count(seen) == 1)
			xml_begin(x, "IndicatorData");
		indicator(x, r, all->items[i], id);
	}
	if (map_count(seen))
		xml_end(x);
	map_free(seen);
}
