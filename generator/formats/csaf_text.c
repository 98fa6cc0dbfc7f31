/* The texts of CSAF documents. Invariant: nothing here is longer than what it is made from, but by words of the locale. */
#include "formats/csaf.h"

const char *csaf_clean(struct arena *a, const char *text)
{
	struct span trimmed = span_trim(span_of(text));
	if (!text || !trimmed.length)
		return NULL;
	return trimmed.length == strlen(text) ? text : arena_span(a, trimmed);
}

const char *csaf_word(const struct csaf *c, const char *key)
{
	return record_word(c->record, c->lang, key);
}

const char *csaf_label(const struct csaf *c, const char *vocabulary, const char *value)
{
	return record_label(c->record, c->lang, vocabulary, value);
}

const char *csaf_fill(const struct csaf *c, const char *word, const char *key, const char *value)
{
	const char *text = csaf_word(c, word), *place = arena_printf(c->record->arena, "{%s}", key), *at = strstr(text, place);
	return at ? arena_printf(c->record->arena, "%.*s%s%s", (int)(at - text), text, value, at + strlen(place)) : text;
}

const char *csaf_labelled(const struct csaf *c, const char *label, const char *value)
{
	return arena_printf(c->record->arena, "%s%s%s", label, csaf_word(c, "text.colon"), value);
}

size_t csaf_count(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	return !v ? 0 : v->kind == VALUE_LIST ? v->count : v->kind == VALUE_TEXT ? 1 : 0;
}

const char *csaf_item(const struct value *map, const char *key, size_t i)
{
	const struct value *v = value_get(map, key);
	return value_as_text(v && v->kind == VALUE_LIST ? v->items[i] : v);
}

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

/* One attribute of a CPE name: * or -, else characters and escaped punctuation, with a wildcard at either end. */
static const char *skip_attribute(const char *p)
{
	const char *start = p;
	if (*p == '-' && (p[1] == ':' || !p[1]))
		return p + 1;
	if (*p == '*')
		p++;
	else
		p += strspn(p, "?");
	const char *body = p;
	for (;;)
		if (is_alphanumeric(*p) || is_one_of(*p, "-._"))
			p++;
		else if (*p == '\\' && is_one_of(p[1], "\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~"))
			p += 2;
		else
			break;
	if (p == body)
		return p == start + 1 && *start == '*' ? p : NULL;
	return *p == '*' ? p + 1 : p + strspn(p, "?");
}

/* The attribute of a language: a tag of two or three letters, with a region or without. */
static const char *skip_language(const char *p)
{
	if (*p == '*' || *p == '-')
		return p + 1;
	size_t letters = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
	if (letters < 2 || letters > 3)
		return NULL;
	p += letters;
	if (*p != '-')
		return p;
	letters = strspn(++p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
	size_t digits = strspn(p, "0123456789");
	return letters == 2 ? p + 2 : digits == 3 ? p + 3 : NULL;
}

bool csaf_cpe_is_good(const char *cpe)
{
	enum { ATTRIBUTES = 11, PART = 0, LANGUAGE = 6 };
	const char *p = cpe + strlen("cpe:2.3");
	if (strncmp(cpe, "cpe:2.3:", strlen("cpe:2.3:")) != 0)
		return false;
	for (int i = 0; i < ATTRIBUTES; i++) {
		if (*p++ != ':')
			return false;
		p = i == PART ? (is_one_of(*p, "aho*-") ? p + 1 : NULL) : i == LANGUAGE ? skip_language(p) : skip_attribute(p);
		if (!p)
			return false;
	}
	return !*p;
}
