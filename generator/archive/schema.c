/* Invariant: a fault is reported once, at the innermost value that is wrong;
 * failed is set with every error. Depth is bounded by the tables. */
#include "archive/schema.h"

#include <stdarg.h>

#include "archive/input.h"
#include "archive/unfilled.h"
#include "base/near.h"

__attribute__((format(printf, 5, 0))) static void report(struct schema *s, enum diag_code code, struct place at,
							 const char *hint, const char *format, va_list args)
{
	struct buf message;
	buf_init(&message, 1000);
	buf_vprintf(&message, format, args);
	diag(s->diags, code, at, hint, "%s", message.data);
	buf_fini(&message);
	if (diag_level(code) == DIAG_ERROR)
		s->failed = true;
}

void schema_report(struct schema *s, enum diag_code code, const struct value *at, const char *hint,
		   const char *format, ...)
{
	va_list args;
	va_start(args, format);
	report(s, code, (struct place){s->path, at->line, at->column}, hint, format, args);
	va_end(args);
}

struct place schema_key_place(const struct schema *s, const struct value *map, const char *key)
{
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->keys[i].text, key) == 0)
			return (struct place){s->path, map->keys[i].line, map->keys[i].column};
	return (struct place){s->path, map->line, map->column};
}

void schema_report_key(struct schema *s, enum diag_code code, const struct value *map, const char *key,
		       const char *hint, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	report(s, code, schema_key_place(s, map, key), hint, format, args);
	va_end(args);
}

static const char *join(struct schema *s, const char *before, const char *const *words)
{
	struct buf b;
	buf_init(&b, 1000);
	buf_text(&b, before);
	for (size_t i = 0; words[i]; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", words[i]);
	const char *joined = arena_span(s->arena, buf_as_span(&b));
	buf_fini(&b);
	return joined;
}

static const char *hint_for_key(struct schema *s, const struct field *table, const char *key)
{
	const char *typing = input_typing_hint(span_of(key));
	size_t best = strlen(key) / 3 + 1, count = 0;
	const char *nearest = NULL;
	for (const struct field *f = table; f->key; f++, count++) {
		size_t d = near_distance(key, f->key);
		if (d <= best && (d < best || !nearest)) {
			best = d;
			nearest = f->key;
		}
	}
	if (typing)
		return typing;
	if (nearest)
		return arena_printf(s->arena, "did you mean \"%s\"?", nearest);
	const char **keys = arena_array(s->arena, count + 1, sizeof(*keys));
	for (size_t i = 0; i < count; i++)
		keys[i] = table[i].key;
	return join(s, "the keys here are ", keys);
}

static const struct field *field_of(const struct field *table, const char *key)
{
	for (; table->key; table++)
		if (strcmp(table->key, key) == 0)
			return table;
	return NULL;
}

static bool has_word(const char *const *words, const char *text)
{
	for (; *words; words++)
		if (strcmp(*words, text) == 0)
			return true;
	return false;
}

static void report_empty(struct schema *s, const struct field *f, const struct value *v)
{
	schema_report(s, DIAG_VALUE_EMPTY, v,
		      f->flags & FIELD_REQUIRED ? "write it" : "write it, or leave the key out",
		      "\"%s\" is empty", f->key);
}

/* The hint that names the values a text may have. */
static const char *hint_for_words(struct schema *s, const char *const *words)
{
	return words[1] ? join(s, "write one of ", words)
			: arena_printf(s->arena, "the only value is %s", words[0]);
}

const char *schema_hint(struct schema *s, const struct value *v, const char *hint)
{
	const char *typing = v->kind == VALUE_TEXT ? input_look_alike(s->arena, span_make(v->text, v->length)) : NULL;
	return typing ? typing : hint;
}

static void check_text(struct schema *s, const struct field *f, const struct value *v)
{
	struct span text = span_make(v->text, v->length);
	const char *hint = NULL, *wrong;
	if (!span_trim(text).length)
		report_empty(s, f, v);
	else if (!(f->flags & FIELD_LINES) &&
		 (memchr(v->text, '\n', v->length) || memchr(v->text, '\t', v->length)))
		schema_report(s, DIAG_VALUE_FORM, v,
			      "write it on one line; a block needs >- to end without a line break",
			      "\"%s\" holds a line break or a tab", f->key);
	else if (f->words && !has_word(f->words, v->text))
		schema_report(s, DIAG_VALUE_WORD, v, schema_hint(s, v, hint_for_words(s, f->words)),
			      "\"%s\" cannot be \"%.100s\"", f->key, v->text);
	else if (f->form && (wrong = f->form(text, &hint)))
		schema_report(s, f->code ? f->code : DIAG_VALUE_FORM, v, schema_hint(s, v, hint),
			      "\"%s\": \"%.200s\" %s", f->key, v->text, wrong);
}

static void check_language(struct schema *s, const struct value *map, const char *lang)
{
	const char *hint;
	bool known = s->config && s->config->language_count;
	if (known ? config_has_language(s->config, lang) : !form_language(span_of(lang), &hint))
		return;
	const char *const *languages = known ? (const char *const *)s->config->languages : NULL;
	schema_report_key(s, DIAG_LANGUAGE, map, lang,
			  languages ? join(s, "archive.yaml has ", languages)
				    : "write a language tag such as ja or en",
			  "\"%.40s\" is no language of this archive", lang);
}

static const char *expected(unsigned takes)
{
	if (takes & TAKES_LIST)
		return "a list ([] or lines that begin with \"- \")";
	if (takes & TAKES_LISTS)
		return "lists by language ({ja: [], en: []})";
	if (takes == TAKES_TEXT)
		return "a text";
	if (takes & TAKES_LANGUAGES)
		return takes & TAKES_TEXT ? "a text, or one by language ({ja: …, en: …})"
					  : "a text by language ({ja: …, en: …})";
	return takes & TAKES_TEXT ? "a text or a map" : "a map (key: value)";
}

static void check_kind(struct schema *s, const struct field *f, const struct value *v, unsigned takes)
{
	static const char *const kinds[] = {
		[VALUE_TEXT] = "a text", [VALUE_LIST] = "a list", [VALUE_MAP] = "a map"};
	const char *wanted = expected(takes);
	if (takes == TAKES_TEXT && (f->takes & TAKES_ONE) && v->kind != VALUE_LIST)
		wanted = "a text or a list";
	schema_report(s, DIAG_VALUE_KIND, v,
		      takes == TAKES_TEXT && f->words ? hint_for_words(s, f->words)
						      : schema_hint(s, v, arena_printf(s->arena, "write %s", wanted)),
		      "\"%s\" is %s", f->key, v->kind == VALUE_TEXT && !v->length ? "empty" : kinds[v->kind]);
}

static void check_languages(struct schema *s, const struct field *f, const struct value *map)
{
	if (!map->count)
		report_empty(s, f, map);
	for (size_t i = 0; i < map->count; i++) {
		const struct value *v = map->items[i];
		check_language(s, map, map->keys[i].text);
		if (f->takes & TAKES_LISTS) {
			static const struct field word = {.key = "also", .takes = TAKES_TEXT};
			if (v->kind != VALUE_LIST)
				check_kind(s, f, v, TAKES_LISTS);
			for (size_t j = 0; v->kind == VALUE_LIST && j < v->count; j++)
				if (v->items[j]->kind == VALUE_TEXT)
					check_text(s, &word, v->items[j]);
				else
					check_kind(s, f, v->items[j], TAKES_TEXT);
		} else if (v->kind == VALUE_TEXT) {
			check_text(s, f, v);
		} else {
			check_kind(s, f, v, TAKES_TEXT);
		}
	}
}

static bool is_mark(const struct schema *s, const struct value *v)
{
	size_t at;
	struct span what;
	return s->takes_marks && v->kind == VALUE_TEXT && unfilled_find(&at, &what, span_make(v->text, v->length));
}

static void check_item(struct schema *s, const struct field *f, const struct value *v)
{
	unsigned takes = f->takes & ~(unsigned)(TAKES_LIST | TAKES_ONE);
	if (is_mark(s, v))
		return;
	if (v->kind == VALUE_TEXT && (takes & TAKES_TEXT))
		check_text(s, f, v);
	else if (v->kind == VALUE_MAP && (takes & (TAKES_LANGUAGES | TAKES_LISTS)))
		check_languages(s, f, v);
	else if (v->kind == VALUE_MAP && (takes & TAKES_MAP) && f->sub)
		schema_check(s, f->sub, v,
			     arena_printf(s->arena, "%s\"%s\"", f->takes & TAKES_LIST ? "an entry of " : "",
					  f->key));
	else if (v->kind != VALUE_MAP || !(takes & TAKES_MAP)) {
		check_kind(s, f, v, takes);
		return;
	}
	if (f->check && !s->too_large)
		f->check(s, f, v);
}

static void check_twice(struct schema *s, const struct field *f, const struct value *list)
{
	for (size_t i = 1; i < list->count; i++)
		for (size_t j = 0; j < i; j++)
			if (value_equal(list->items[i], list->items[j])) {
				schema_report(s, DIAG_VALUE_TWICE, list->items[i], "take one of the two out",
					      "\"%s\" holds \"%.100s\" twice", f->key,
					      list->items[i]->kind == VALUE_TEXT ? list->items[i]->text
										 : "the same");
				break;
			}
}

static void check_list(struct schema *s, const struct field *f, const struct value *list)
{
	if (list->count > SCHEMA_LIST_MAX) {
		s->too_large = true;
		schema_report(s, DIAG_TOO_LARGE, list, "attach a file with the rest",
			      "\"%s\" has more than %d items", f->key, SCHEMA_LIST_MAX);
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		check_item(s, f, list->items[i]);
	if (f->flags & FIELD_SET)
		check_twice(s, f, list);
	if ((f->flags & FIELD_FILLED) && !list->count)
		report_empty(s, f, list);
}

static void check_field(struct schema *s, const struct field *f, const struct value *v)
{
	bool list = f->takes & TAKES_LIST;
	if (list && v->kind == VALUE_LIST)
		check_list(s, f, v);
	else if (list && !(f->takes & TAKES_ONE))
		check_kind(s, f, v, f->takes);
	else
		check_item(s, f, v);
}

/* How a key that is missing is written. */
static const char *hint_for_missing(struct schema *s, const struct field *f)
{
	const char *example = "…";
	if (f->words)
		return hint_for_words(s, f->words);
	if (f->form == form_base_url || f->form == form_web_url)
		example = "https://…";
	else if (f->form == form_language)
		example = "[ja, en]";
	else if (f->takes & TAKES_LANGUAGES)
		example = "{ja: …, en: …}";
	else if (f->takes & TAKES_MAP)
		example = "{…}";
	return arena_printf(s->arena, "add %s: %s", f->key, example);
}

void schema_check(struct schema *s, const struct field *table, const struct value *map, const char *what)
{
	if (map->kind != VALUE_MAP) {
		schema_report(s, DIAG_VALUE_KIND, map, "write \"key: value\" lines", "%s is no map", what);
		return;
	}
	for (size_t i = 0; i < map->count; i++) {
		const char *key = map->keys[i].text;
		const struct field *f = field_of(table, key);
		if (f)
			check_field(s, f, map->items[i]);
		else
			schema_report_key(s, DIAG_KEY_UNKNOWN, map, key, hint_for_key(s, table, key),
					  "%s has an unknown key \"%.100s\"", what, key);
	}
	for (const struct field *f = table; f->key; f++)
		if ((f->flags & FIELD_REQUIRED) && !value_get(map, f->key))
			schema_report(s, DIAG_KEY_MISSING, map, hint_for_missing(s, f), "%s lacks \"%s\"",
				      what, f->key);
}
