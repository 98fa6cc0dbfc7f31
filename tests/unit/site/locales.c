/* What a locale lacks is told by name: each key of the shipped ones in turn. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "script/script.h"
#include "site/checks.h"

static struct arena *a;
static const struct value *en, *ja;

static const struct value *shipped(const char *lang)
{
	struct diags *d = diags_new();
	struct scripts *scripts = scripts_new();
	struct buf source;
	const char *path = arena_printf(a, "filters/locale/%s.lua", lang);
	buf_init(&source, 1 << 20);
	cr_assert(file_read(&source, AT_FDCWD, path, 1 << 20, false, d));
	cr_assert(scripts_add_locale(scripts, lang, path, buf_as_span(&source), d));
	struct script *script = script_new(scripts, d);
	const struct value *locale = script_locale(script, lang, a, d);
	cr_assert(locale);
	script_free(script);
	scripts_free(scripts);
	buf_fini(&source);
	diags_free(d);
	return locale;
}

static void begin(void)
{
	a = arena_new();
	en = shipped("en");
	ja = shipped("ja");
}

static void end(void)
{
	arena_free(a);
}

TestSuite(locales, .init = begin, .fini = end);

/* What is told of the locale beside the English one, in the arena. */
static const char *told(const struct value *locale)
{
	struct diags *d = diags_new();
	char *text;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	locale_compare(en, locale, "xx", a, d);
	diags_print(d, f, DIAG_TEXT);
	fclose(f);
	const char *copy = arena_text(a, text);
	free(text);
	diags_free(d);
	return copy;
}

static size_t count_of(const char *text, const char *what)
{
	size_t n = 0;
	for (; (text = strstr(text, what)); text += strlen(what))
		n++;
	return n;
}

/* Takes the key out of the copy's map (of the path at), looks at what is told, and puts it back. */
static void expect_told(struct value *copy, struct value *map, size_t index, const char *at)
{
	const char *key = map->keys[index].text;
	const char *name = strcmp(at, "words") == 0 ? arena_printf(a, "lacks the word \"%s\"", key)
		: strncmp(at, "labels.", 7) == 0 ? arena_printf(a, "lacks the label \"%s\" of \"%s\"", key, at + 7)
		: arena_printf(a, "lacks \"%s%s%s\"", at, *at ? "." : "", key);
	struct value *item = map->items[index];
	map->items[index] = value_of_text(a, "");
	const char *text = told(copy);
	cr_expect(strstr(text, name) && count_of(text, "[W117]") == 1, "without %s: %s", name, text);
	map->items[index] = item;
}

static size_t expect_all_told(struct value *copy, struct value *map, const char *at)
{
	size_t keys = 0;
	for (size_t i = 0; i < map->count; i++) {
		if (map->items[i]->kind == VALUE_BOOL || strcmp(at, "labels.language") == 0)
			continue;
		expect_told(copy, map, i, at);
		keys++;
		if (map->items[i]->kind == VALUE_MAP && strcmp(at, "words") != 0)
			keys += expect_all_told(copy, map->items[i], *at ? arena_printf(a, "%s.%s", at, map->keys[i].text) : map->keys[i].text);
	}
	return keys;
}

Test(locales, each_key_is_missed_by_name)
{
	struct value *copy = value_copy(a, en);
	cr_expect_str_eq(told(copy), "");
	cr_expect_geq(expect_all_told(copy, copy, ""), 400);
}

Test(locales, the_japanese_one_lacks_nothing)
{
	cr_expect_str_eq(told(ja), "", "%s", told(ja));
}

Test(locales, absent_and_of_another_kind_are_missing_too)
{
	struct value *copy = value_copy(a, en), *words = value_get(copy, "words");
	value_unset(words, "nav.home");
	value_set(a, words, "nav.skip", value_new(a, VALUE_MAP));
	value_set(a, value_get(copy, "labels"), "kind", value_of_text(a, "x"));
	const char *text = told(copy);
	cr_expect(strstr(text, "the locale \"xx\" lacks the word \"nav.home\"\n  hint: filters/locale/en.lua says \"Home\""), "%s", text);
	cr_expect(strstr(text, "lacks the word \"nav.skip\""), "%s", text);
	cr_expect(strstr(text, "lacks \"labels.kind\""), "%s", text);
	cr_expect_eq(count_of(text, "[W117]"), 3);
}

Test(locales, a_locale_need_not_begin_advisories)
{
	struct value *copy = value_copy(a, en);
	value_unset(copy, "draft");
	cr_expect_str_eq(told(copy), "");
}

Test(locales, placeholders_without_a_value_are_told)
{
	struct value *copy = value_copy(a, en), *words = value_get(copy, "words"), *forms = value_new(a, VALUE_MAP);
	value_set_text(a, words, "hist.view", "{revision} {revisions} {} {A} {revision");
	value_set_text(a, forms, "few", "{n} {number}");
	value_set(a, words, "list.count", forms);
	const char *text = told(copy);
	cr_expect(strstr(text, "has {revisions} in the word \"hist.view\""), "%s", text);
	cr_expect(strstr(text, "has {number} in the word \"list.count\""), "%s", text);
	cr_expect_eq(count_of(text, "[W117]"), 2, "%s", text);
}
