/* Invariant: what is given as English is marked as English by its author, or is of no language and holds no Japanese. */
#include "formats/english.h"

#include "base/utf8.h"

bool lang_is_english(const char *lang)
{
	return lang && strncmp(lang, "en", 2) == 0 && (!lang[2] || lang[2] == '-');
}

const struct record_text *record_in_english(const struct record *r)
{
	for (size_t i = 0; i < r->text_count; i++)
		if (lang_is_english(r->texts[i].lang))
			return &r->texts[i];
	return NULL;
}

bool text_has_japanese(const char *text)
{
	struct span rest = span_of(text);
	for (size_t n; rest.length; rest = span_after(rest, n))
		if (utf8_is_japanese(utf8_decode(rest, &n)))
			return true;
	return false;
}

const char *value_in_english(const struct value *v)
{
	if (!v || v->kind != VALUE_MAP) {
		const char *text = value_as_text(v);
		return text && !text_has_japanese(text) ? text : NULL;
	}
	for (size_t i = 0; i < v->count; i++)
		if (lang_is_english(v->keys[i].text) && value_as_text(v->items[i]))
			return v->items[i]->text;
	return NULL;
}
