/* Locales beside the English one that comes with shirase: what that says, each must say. Invariant: a key whose words the
 * reference gives is compared in the order of the reference, so that faults come in the order of its file. */
#include "site/checks.h"

#include <stdlib.h>

#include "site/sources.h"

struct comparison {
	struct arena *arena;
	struct diags *diags;
	const char *lang, *path; /* of the locale */
};

static const char *name_of(struct arena *a, const char *at, const char *key)
{
	if (strcmp(at, "words") == 0)
		return arena_printf(a, "the word \"%s\"", key);
	if (strncmp(at, "labels.", 7) == 0)
		return arena_printf(a, "the label \"%s\" of \"%s\"", key, at + 7);
	return arena_printf(a, "\"%s%s%s\"", at, *at ? "." : "", key);
}

/* What the English locale says, for a hint. */
static const char *said_of(struct arena *a, const struct value *v)
{
	while (v && v->kind == VALUE_MAP && v->count)
		v = v->items[v->count - 1];
	while (v && v->kind == VALUE_LIST && v->count)
		v = v->items[0];
	return v && v->kind == VALUE_TEXT ? arena_printf(a, "filters/locale/en.lua says \"%s\"", v->text)
					  : "filters/locale/en.lua has it";
}

static void tell_missing(struct comparison *c, const char *at, const char *key, const struct value *wanted)
{
	diag(c->diags, DIAG_LOCALE_KEY, (struct place){.path = c->path}, said_of(c->arena, wanted), "the locale \"%s\" lacks %s",
	     c->lang, name_of(c->arena, at, key));
}

/* The length of the placeholder at text, "{name}", or 0. */
static size_t placeholder(const char *text)
{
	size_t n = *text == '{' ? 1 + strspn(text + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;
	return n > 1 && text[n] == '}' ? n + 1 : 0;
}

/* Whether any form of a word holds it. */
static bool holds(const struct value *word, const char *needle)
{
	if (word->kind == VALUE_TEXT)
		return strstr(word->text, needle);
	for (size_t i = 0; word->kind == VALUE_MAP && i < word->count; i++)
		if (holds(word->items[i], needle))
			return true;
	return false;
}

/* Placeholders of theirs to which nothing is given. */
static void check_placeholders(struct comparison *c, const char *key, const struct value *word, const struct value *theirs)
{
	for (size_t i = 0; theirs->kind == VALUE_MAP && i < theirs->count; i++)
		check_placeholders(c, key, word, theirs->items[i]);
	if (theirs->kind != VALUE_TEXT)
		return;
	for (const char *p = theirs->text; (p = strchr(p, '{')); p++) {
		const char *name = arena_dup(c->arena, p, placeholder(p));
		if (*name && !holds(word, name))
			diag(c->diags, DIAG_LOCALE_KEY, (struct place){.path = c->path}, said_of(c->arena, word),
			     "the locale \"%s\" has %s in the word \"%s\", which has no such value", c->lang, name, key);
	}
}

static bool says_something(const struct value *v)
{
	return v && v->kind != VALUE_BOOL && (v->kind == VALUE_TEXT ? v->length : v->kind == VALUE_NUMBER || v->count);
}

/* What says: a text, or of a word its forms. */
static bool is_text(const struct value *v, bool forms)
{
	for (size_t i = 0; forms && v->kind == VALUE_MAP && i < v->count; i++)
		if (v->items[i]->kind != VALUE_TEXT)
			return false;
	return v->kind == VALUE_TEXT || (forms && v->kind == VALUE_MAP);
}

/* The reference's map called at ("labels.severity", "" for the whole), and the same of the locale. A language
 * that it does not name is named by itself; what it has no draft of is told by `new` alone. */
static void compare(struct comparison *c, const char *at, const struct value *wanted, const struct value *theirs)
{
	bool words = strcmp(at, "words") == 0;
	for (size_t i = 0; i < wanted->count; i++) {
		const char *key = wanted->keys[i].text;
		const struct value *one = wanted->items[i], *other = value_get(theirs, key);
		bool map = one->kind == VALUE_MAP && !words;
		if (one->kind == VALUE_BOOL || strcmp(at, "labels.language") == 0 || (!*at && !other && strcmp(key, "draft") == 0))
			continue;
		if (says_something(one) && (!says_something(other) || (map && other->kind != VALUE_MAP)))
			tell_missing(c, at, key, one);
		else if ((words || one->kind == VALUE_TEXT) && other && !is_text(other, words))
			diag(c->diags, DIAG_LOCALE_KEY, (struct place){.path = c->path}, said_of(c->arena, one),
			     "%s of the locale \"%s\" is no text", name_of(c->arena, at, key), c->lang);
		else if (words)
			check_placeholders(c, key, one, other);
		else if (map)
			compare(c, *at ? arena_printf(c->arena, "%s.%s", at, key) : key, one, other);
	}
}

static void check_functions(const char *lang, struct script *script, struct arena *a, struct diags *d)
{
	static const char *const functions[] = {"plural", "number", "revision", "status", "instant", "day", "range", "enumerate",
		"either", NULL};
	for (size_t i = 0; functions[i]; i++)
		if (!script_locale_has(script, lang, functions[i], d))
			diag(d, DIAG_LOCALE_KEY, (struct place){.path = arena_printf(a, "filters/locale/%s.lua", lang)},
			     "filters/locale/en.lua has it", "the locale \"%s\" lacks the function \"%s\"", lang, functions[i]);
}

void locale_compare(const struct value *reference, const struct value *locale, const char *lang, struct arena *a, struct diags *d)
{
	struct comparison c = {.arena = a, .diags = d, .lang = lang};
	c.path = arena_printf(a, "filters/locale/%s.lua", lang);
	compare(&c, "", reference, locale);
}

static const struct value *read_reference(struct arena *a, struct diags *d)
{
	struct scripts *scripts = scripts_new();
	struct script *script = sources_load_reference(scripts, a, d) ? script_new(scripts, d) : NULL;
	const struct value *reference = script ? script_locale(script, "en", a, d) : NULL;
	script_free(script);
	scripts_free(scripts);
	return reference;
}

bool check_locales(const struct site *s, struct diags *d)
{
	size_t errors = diags_count(d, DIAG_ERROR);
	const struct value *reference = read_reference(s->arena, d);
	struct script *script = reference ? script_new(s->scripts, d) : NULL;
	for (size_t i = 0; script && i < s->config->language_count; i++) {
		const char *lang = s->config->languages[i];
		locale_compare(reference, s->locales[i], lang, s->arena, d);
		check_functions(lang, script, s->arena, d);
	}
	script_free(script);
	return diags_count(d, DIAG_ERROR) == errors;
}
