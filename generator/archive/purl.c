/* Invariant: a package URL is cut from right to left, as its specification says ("How to parse"), into parts that are
 * borrowed and still encoded; only parts in which nothing is wrong are decoded. */
#include "archive/purl.h"

#include <stdlib.h>
#include <strings.h>

#include "base/utf8.h"

/* As written; of absent ones data is NULL. */
struct parts {
	struct span type, namespace, name, version, qualifiers, subpath;
};

static const char no_purl[] = "is no package URL";

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex_value(char c)
{
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Splits *rest at the last c: *right is what follows it. */
static void split_last(struct span *rest, char c, struct span *right)
{
	const char *at = rest->length ? memrchr(rest->data, c, rest->length) : NULL;
	if (!at)
		return;
	size_t left = (size_t)(at - rest->data);
	*right = span_after(*rest, left + 1);
	rest->length = left;
}

static struct span without_slashes(struct span s)
{
	while (s.length && s.data[0] == '/')
		s = span_after(s, 1);
	while (s.length && s.data[s.length - 1] == '/')
		s.length--;
	return s;
}

/* Takes the text up to the next c off *rest; false when nothing is left. */
static bool next(struct span *rest, char c, struct span *item)
{
	if (!rest->data)
		return false;
	const char *end = rest->length ? memchr(rest->data, c, rest->length) : NULL;
	*item = span_make(rest->data, end ? (size_t)(end - rest->data) : rest->length);
	*rest = end ? span_after(*rest, item->length + 1) : (struct span){0};
	return true;
}

/* The bytes that an encoded text stands for; out has room for encoded.length of them. False at a % without two digits. */
static bool decode(char *out, size_t *length, struct span encoded)
{
	*length = 0;
	for (size_t i = 0; i < encoded.length; i++) {
		char c = encoded.data[i];
		if (c == '%') {
			int high = i + 2 < encoded.length ? hex_value(encoded.data[i + 1]) : -1;
			int low = high >= 0 ? hex_value(encoded.data[i + 2]) : -1;
			if (low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		}
		out[(*length)++] = c;
	}
	return true;
}

#define PART_MAX 2000 /* bytes of a namespace, a name and so on */

static const char *part_fault(struct span encoded, bool segment, const char **hint)
{
	char bytes[PART_MAX];
	size_t length;
	*hint = "a part of it has at most 2,000 bytes";
	if (encoded.length > PART_MAX)
		return "is too long for a package URL";
	*hint = "a % that stands for itself is %25";
	if (!decode(bytes, &length, encoded))
		return "holds a % that two hex digits do not follow";
	struct span text = span_make(bytes, length);
	*hint = "percent-encode UTF-8: 知 is %E7%9F%A5";
	if (utf8_invalid(text) < length)
		return "percent-encodes what is no UTF-8";
	*hint = "no control character may stand in it, nor a / in a part of a path";
	for (size_t i = 0, n; i < length; i += n) {
		uint32_t c = utf8_decode(span_after(text, i), &n);
		if (utf8_is_control(c) || c == '\n' || c == '\t' || (segment && c == '/'))
			return "percent-encodes a character that a package URL must not hold";
	}
	return NULL;
}

static const char *path_fault(struct span path, bool subpath, const char **hint)
{
	struct span segment;
	while (next(&path, '/', &segment)) {
		const char *fault = part_fault(segment, true, hint);
		if (fault)
			return fault;
		*hint = subpath ? "the path below the package has no empty part, no . and .." : "one / stands between two parts";
		if (!segment.length || (subpath && (span_is(segment, ".") || span_is(segment, ".."))))
			return no_purl;
	}
	return NULL;
}

static const char *key_fault(struct span key, const char **hint)
{
	*hint = "qualifiers are key=value, joined by &; a key has letters, digits, . - and _";
	for (size_t i = 0; i < key.length; i++)
		if (!is_letter(key.data[i]) && (!i || (!is_digit(key.data[i]) && !strchr(".-_", key.data[i]))))
			return no_purl;
	return key.length ? NULL : no_purl;
}

#define QUALIFIERS_MAX 32

static bool is_same_key(struct span x, struct span y)
{
	return x.length == y.length && strncasecmp(x.data, y.data, x.length) == 0;
}

static const char *qualifiers_fault(struct span all, const char **hint)
{
	struct span item, keys[QUALIFIERS_MAX];
	for (size_t count = 0; next(&all, '&', &item); count++) {
		*hint = "it has at most 32 qualifiers, each once";
		if (count == QUALIFIERS_MAX)
			return no_purl;
		next(&item, '=', &keys[count]);
		for (size_t i = 0; i < count; i++)
			if (is_same_key(keys[i], keys[count]))
				return no_purl;
		const char *fault = key_fault(item.data ? keys[count] : (struct span){0}, hint);
		if (fault || (fault = part_fault(item, false, hint)))
			return fault;
	}
	return NULL;
}

static const char *type_fault(struct span type, const char **hint)
{
	*hint = "write pkg:type/namespace/name";
	for (size_t i = 0; i < type.length; i++)
		if (!is_letter(type.data[i]) && (!i || (!is_digit(type.data[i]) && !strchr(".+-", type.data[i]))))
			return no_purl;
	return type.length ? NULL : no_purl;
}

/* What must be percent-encoded, as form_web_url has it. */
static bool is_visible(struct span text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < 0x21 || text.data[i] > 0x7E || strchr("\"<>\\^`{|}", text.data[i]))
			return false;
	return true;
}

static bool cut(struct parts *out, struct span text)
{
	struct parts p = {0};
	if (text.length < 4 || strncasecmp(text.data, "pkg:", 4) != 0 || !is_visible(text))
		return false;
	struct span rest = span_after(text, 4);
	split_last(&rest, '#', &p.subpath);
	split_last(&rest, '?', &p.qualifiers);
	while (rest.length && rest.data[0] == '/')
		rest = span_after(rest, 1);
	const char *slash = rest.length ? memchr(rest.data, '/', rest.length) : NULL;
	if (!slash)
		return false;
	p.type = span_make(rest.data, (size_t)(slash - rest.data));
	rest = span_after(rest, p.type.length + 1);
	split_last(&rest, '@', &p.version);
	rest = without_slashes(rest);
	p.name = rest;
	p.namespace = rest;
	split_last(&p.namespace, '/', &p.name);
	if (p.name.data == p.namespace.data)
		p.namespace = (struct span){0};
	if (p.subpath.data)
		p.subpath = without_slashes(p.subpath);
	*out = p;
	return true;
}

static const char *find_fault(struct parts *p, struct span text, const char **hint)
{
	*hint = "write pkg:type/namespace/name";
	if (!cut(p, text))
		return no_purl;
	const char *fault = type_fault(p->type, hint);
	if (fault)
		return fault;
	*hint = "write pkg:type/namespace/name; an @ that begins no version is %40";
	if (!p->name.length || (p->version.data && (!p->version.length || memchr(p->version.data, '/', p->version.length))))
		return no_purl;
	if ((fault = part_fault(p->name, false, hint)) || (fault = part_fault(p->version, false, hint)) ||
	    (p->namespace.length && (fault = path_fault(p->namespace, false, hint))) ||
	    (p->subpath.length && (fault = path_fault(p->subpath, true, hint))))
		return fault;
	return p->qualifiers.length ? qualifiers_fault(p->qualifiers, hint) : NULL;
}

const char *purl_fault(struct span text, const char **hint)
{
	struct parts parts;
	return find_fault(&parts, text, hint);
}

/* The decoded text; NULL where there is none. */
static const char *decoded(struct arena *a, struct span encoded)
{
	if (!encoded.length)
		return NULL;
	char *out = arena_alloc(a, encoded.length + 1);
	size_t length;
	return decode(out, &length, encoded) ? out : NULL;
}

static const char *lower(struct arena *a, struct span s)
{
	char *out = arena_span(a, s);
	for (char *c = out; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + 'a' - 'A');
	return out;
}

static int by_key(const void *x, const void *y)
{
	const struct purl_qualifier *p = x, *q = y;
	return strcmp(p->key, q->key);
}

static void read_qualifiers(struct purl *p, struct arena *a, struct span all)
{
	struct span item, key;
	size_t capacity = 0;
	while (next(&all, '&', &item)) {
		next(&item, '=', &key);
		if (!item.length)
			continue;
		p->qualifiers = arena_grow(a, p->qualifiers, p->qualifier_count, &capacity, sizeof(*p->qualifiers));
		p->qualifiers[p->qualifier_count++] = (struct purl_qualifier){lower(a, key), decoded(a, item)};
	}
	if (p->qualifier_count)
		qsort(p->qualifiers, p->qualifier_count, sizeof(*p->qualifiers), by_key);
}

bool purl_parse(struct purl *out, struct arena *a, struct span text)
{
	struct parts parts;
	const char *hint;
	if (find_fault(&parts, text, &hint))
		return false;
	struct purl p = {
		.type = lower(a, parts.type),
		.namespace = decoded(a, parts.namespace),
		.name = decoded(a, parts.name),
		.version = decoded(a, parts.version),
		.subpath = decoded(a, parts.subpath),
	};
	if (parts.qualifiers.length)
		read_qualifiers(&p, a, parts.qualifiers);
	*out = p;
	return true;
}

const char *purl_qualifier(const struct purl *p, const char *key)
{
	for (size_t i = 0; i < p->qualifier_count; i++)
		if (strcmp(p->qualifiers[i].key, key) == 0)
			return p->qualifiers[i].value;
	return NULL;
}

/* Percent-encodes all but letters, digits, . - _ ~ and the colon; in a path also "/" stays. */
static void encode(struct buf *out, const char *text, bool path)
{
	for (; *text; text++)
		if (is_letter(*text) || is_digit(*text) || strchr(path ? ".-_~:/" : ".-_~:", *text))
			buf_char(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned char)*text);
}

void purl_write(struct buf *out, const struct purl *p, bool with_version)
{
	buf_printf(out, "pkg:%s/", p->type);
	if (p->namespace) {
		encode(out, p->namespace, true);
		buf_char(out, '/');
	}
	encode(out, p->name, false);
	if (p->version && with_version) {
		buf_char(out, '@');
		encode(out, p->version, false);
	}
	for (size_t i = 0; i < p->qualifier_count; i++) {
		buf_printf(out, "%c%s=", i ? '&' : '?', p->qualifiers[i].key);
		encode(out, p->qualifiers[i].value, false);
	}
	if (p->subpath) {
		buf_char(out, '#');
		encode(out, p->subpath, true);
	}
}
