/* Invariant: every pointer of a config lives in its arena; languages and
 * filters end with NULL behind their count. */
#include "archive/config.h"

#include <inttypes.h>
#include <strings.h>

#include "archive/schema.h"
#include "archive/unfilled.h"
#include "archive/yaml.h"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define YES_NO WORDS("yes", "no")
#define ID_MAX 100 /* bytes: an id is a part of file names */

static const struct field contact[] = {
	{.key = "email", .takes = TAKES_TEXT, .form = form_email},
	{.key = "tel", .takes = TAKES_TEXT, .form = form_telephone},
	{.key = "url", .takes = TAKES_TEXT, .form = form_web_url},
	{0},
};

static const struct field publisher[] = {
	{.key = "name", .takes = TAKES_TEXT | TAKES_LANGUAGES, .flags = FIELD_REQUIRED},
	{.key = "namespace", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .form = form_base_url},
	{.key = "category",
	 .takes = TAKES_TEXT,
	 .words = WORDS("coordinator", "discoverer", "other", "translator", "user", "vendor")},
	{.key = "contact", .takes = TAKES_MAP, .sub = contact},
	{0},
};

static const struct field sign[] = {
	{.key = "key", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .form = form_fingerprint},
	{0},
};

static const struct field reader[] = {
	{.key = "path", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .form = form_glob},
	{.key = "reader", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .form = form_name},
	{0},
};

static const struct field committers[] = {
	{.key = "policy", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .words = WORDS("require", "show")},
	{.key = "platform", .takes = TAKES_TEXT | TAKES_LIST | TAKES_ONE, .form = form_fingerprint},
	{0},
};

static const struct field formats[] = {
	{.key = "atom", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "jsonfeed", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "jvnrss", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "csaf", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "osv", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "iodef", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "stix", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "indicators", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "changes", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "security_txt", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "wkd", .takes = TAKES_TEXT, .words = YES_NO},
	{0},
};

static const struct field security_txt[] = {
	{.key = "expires", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .form = form_day},
	{0},
};

static const struct field stale[] = {
	{.key = "days", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .form = form_count},
	{0},
};

static void check_times(struct schema *s, const struct field *field, const struct value *times);
static void check_lint(struct schema *s, const struct field *field, const struct value *lint);

static const struct field top[] = {
	{.key = "version", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .words = WORDS("1")},
	{.key = "base_url", .takes = TAKES_TEXT, .flags = FIELD_REQUIRED, .form = form_base_url},
	{.key = "publisher", .takes = TAKES_MAP, .flags = FIELD_REQUIRED, .sub = publisher},
	{.key = "languages",
	 .takes = TAKES_TEXT | TAKES_LIST,
	 .flags = FIELD_REQUIRED | FIELD_SET | FIELD_FILLED,
	 .form = form_language},
	{.key = "id", .takes = TAKES_TEXT, .form = form_id_scheme},
	{.key = "time_zone", .takes = TAKES_TEXT, .form = form_time_zone, .code = DIAG_TIME_ZONE},
	{.key = "sign", .takes = TAKES_MAP, .sub = sign},
	{.key = "theme", .takes = TAKES_TEXT, .form = form_name},
	{.key = "filters", .takes = TAKES_TEXT | TAKES_LIST, .flags = FIELD_SET, .form = form_name},
	{.key = "notes", .takes = TAKES_TEXT, .words = WORDS("trailers", "subject")},
	{.key = "readers", .takes = TAKES_MAP | TAKES_LIST, .flags = FIELD_SET, .sub = reader},
	{.key = "committers", .takes = TAKES_MAP, .sub = committers},
	{.key = "demonstration", .takes = TAKES_TEXT, .words = YES_NO},
	{.key = "formats", .takes = TAKES_MAP, .sub = formats},
	{.key = "security_txt", .takes = TAKES_MAP, .sub = security_txt},
	{.key = "stale", .takes = TAKES_MAP, .sub = stale},
	{.key = "times", .takes = TAKES_MAP, .check = check_times},
	{.key = "lint", .takes = TAKES_MAP, .check = check_lint},
	{0},
};

static bool is_commit(const char *text)
{
	size_t n = strspn(text, "0123456789abcdef");
	return !text[n] && n >= 7 && n <= 40;
}

static void check_times(struct schema *s, const struct field *field, const struct value *times)
{
	(void)field;
	for (size_t i = 0; i < times->count; i++) {
		const struct value *v = times->items[i];
		const char *hint;
		if (!is_commit(times->keys[i].text))
			schema_report_key(s, DIAG_VALUE_FORM, times, times->keys[i].text,
					  "write its hex digits, at least seven, in lower case",
					  "\"%.60s\" is no commit", times->keys[i].text);
		if (v->kind != VALUE_TEXT || form_instant(span_make(v->text, v->length), &hint))
			schema_report(s, DIAG_VALUE_FORM, v, "write YYYY-MM-DDTHH:MM:SSZ, in UTC",
				      "a commit's time, \"%.60s\", is no time",
				      v->kind == VALUE_TEXT ? v->text : "…");
	}
}

/* Which codes there are is known when the lints are. */
static void check_lint(struct schema *s, const struct field *field, const struct value *lint)
{
	static const char *const words[] = {"off", "note", "warning", "error"};
	(void)field;
	for (size_t i = 0; i < lint->count; i++) {
		const char *word = value_as_text(lint->items[i]);
		bool known = false;
		for (size_t k = 0; word && k < sizeof(words) / sizeof(*words); k++)
			known = known || strcmp(word, words[k]) == 0;
		if (!known)
			schema_report(s, DIAG_VALUE_WORD, lint->items[i], "one of off, note, warning, error",
				      "\"%.60s\" cannot be \"%.60s\"", lint->keys[i].text, word ? word : "…");
	}
}

/* Texts of a list, NULL behind them. */
static const char **texts_of(size_t *count, struct arena *a, const struct value *list)
{
	size_t all = list && list->kind == VALUE_LIST ? list->count : 0;
	const char **texts = arena_array(a, all + 1, sizeof(*texts));
	*count = 0;
	for (size_t i = 0; i < all; i++)
		if (value_as_text(list->items[i]))
			texts[(*count)++] = list->items[i]->text;
	return texts;
}

static const char *text_or(const struct value *map, const char *key, const char *otherwise)
{
	const char *text = value_text(map, key);
	return text && *text ? text : otherwise;
}

static bool is_yes(const struct value *map, const char *key)
{
	return strcmp(text_or(map, key, "no"), "yes") == 0;
}

static const char *upper(struct arena *a, const char *hex)
{
	char *out = arena_text(a, hex);
	for (char *c = out; *c; c++)
		if (*c >= 'a' && *c <= 'f')
			*c = (char)(*c - 'a' + 'A');
	return out;
}

static unsigned number_of(const char *text)
{
	unsigned n = 0;
	for (; *text >= '0' && *text <= '9' && n < 1000000; text++)
		n = 10 * n + (unsigned)(*text - '0');
	return n;
}

static const struct value *publisher_of(struct arena *a, const struct value *root)
{
	struct value *copy = value_copy(a, value_get(root, "publisher"));
	if (!copy || copy->kind != VALUE_MAP)
		copy = value_new(a, VALUE_MAP);
	if (!value_text(copy, "category"))
		value_set_text(a, copy, "category", "other");
	return copy;
}

/* Anything but "show" is "require": a past archive.yaml may hold anything. */
static void fill_committers(struct config *c, struct arena *a, const struct value *map)
{
	const char *one = value_text(map, "platform");
	c->committers_show = strcmp(text_or(map, "policy", "require"), "show") == 0;
	c->platforms = texts_of(&c->platform_count, a, value_get(map, "platform"));
	if (one)
		c->platforms[c->platform_count++] = one;
	for (size_t i = 0; i < c->platform_count; i++)
		c->platforms[i] = upper(a, c->platforms[i]);
}

/* archive.yaml lies in the archive's folder. */
static const char *folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? arena_dup(a, path, (size_t)(slash - path)) : "";
}

static void fill_readers(struct readers *r, struct arena *a, const struct value *list, const char *path)
{
	size_t all = list && list->kind == VALUE_LIST ? list->count : 0;
	*r = (struct readers){.rules = arena_array(a, all, sizeof(*r->rules)), .folder = folder_of(a, path)};
	for (size_t i = 0; i < all; i++) {
		const struct value *v = list->items[i];
		const char *pattern = value_text(v, "path"), *name = value_text(v, "reader");
		if (pattern && *pattern && name && *name)
			r->rules[r->count++] = (struct reader_rule){pattern, name, v};
	}
}

/* What can be read of root; what is wrong in it has been reported. */
static void fill(struct config *c, struct arena *a, const struct value *root)
{
	const char *base = text_or(root, "base_url", "https://example.invalid/");
	const char *key = value_text(value_get(root, "sign"), "key");
	c->root = root;
	c->base_url = base[strlen(base) - 1] == '/' ? base : arena_printf(a, "%s/", base);
	c->publisher = publisher_of(a, root);
	c->languages = texts_of(&c->language_count, a, value_get(root, "languages"));
	c->id_scheme = value_text(root, "id");
	c->time_zone = text_or(root, "time_zone", "UTC");
	c->sign_key = key ? upper(a, key) : NULL;
	c->theme = text_or(root, "theme", "default");
	c->filters = texts_of(&c->filter_count, a, value_get(root, "filters"));
	c->notes_from_subject = strcmp(text_or(root, "notes", "trailers"), "subject") == 0;
	c->demonstration = is_yes(root, "demonstration");
	c->stale_days = number_of(text_or(value_get(root, "stale"), "days", "0"));
	c->times = value_get(root, "times");
	c->formats = value_get(root, "formats");
	c->lint = value_get(root, "lint");
	fill_committers(c, a, value_get(root, "committers"));
	fill_readers(&c->readers, a, value_get(root, "readers"), c->path);
}

/* Host names below .invalid (RFC 2606) lead nowhere for good: `shirase init` writes them where it is told none. */
static bool is_nowhere(const char *text)
{
	static const char name[] = ".invalid";
	for (const char *at = strstr(text, name); at; at = strstr(at + 1, name))
		if (!at[sizeof(name) - 1] || strchr("/:", at[sizeof(name) - 1]))
			return true;
	return false;
}

static void warn_of_nowhere(struct schema *s, const struct value *map)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++)
		if (value_as_text(map->items[i]) && is_nowhere(map->items[i]->text))
			schema_report(s, DIAG_UNFILLED_CONFIG, map->items[i], "write the true one before you publish",
				      "still to be filled in: \"%s\" leads nowhere", map->keys[i].text);
}

static void warn_of_unfilled(struct schema *s, const struct value *root)
{
	struct unfilled_list list = {0};
	const struct value *by = value_get(root, "publisher");
	unfilled_in_value(&list, s->arena, root);
	for (size_t i = 0; i < list.count; i++)
		diag(s->diags, DIAG_UNFILLED_CONFIG, (struct place){s->path, list.items[i].line, list.items[i].column},
		     "write it before you publish", "still to be filled in: %.300s", list.items[i].what);
	warn_of_nowhere(s, root);
	warn_of_nowhere(s, by);
	warn_of_nowhere(s, value_get(by, "contact"));
}

bool config_parse(struct config *out, struct arena *a, struct span text, const char *path, struct diags *d)
{
	struct schema s = {.path = path, .diags = d, .arena = a};
	struct value *root = yaml_parse(a, text, path, 1, d);
	bool readable = root != NULL;
	if (!root) {
		root = value_new(a, VALUE_MAP);
		root->line = root->column = 1;
	} else {
		struct config languages = {0};
		languages.languages = texts_of(&languages.language_count, a, value_get(root, "languages"));
		s.config = languages.language_count ? &languages : NULL;
		schema_check(&s, top, root, "archive.yaml");
		warn_of_unfilled(&s, root);
	}
	*out = (struct config){.path = arena_text(a, path)};
	fill(out, a, root);
	return readable && !s.failed;
}

void config_parse_past(struct config *out, struct arena *a, struct span text, const char *path)
{
	struct value *root = yaml_parse_past(a, text, 1);
	*out = (struct config){.path = arena_text(a, path)};
	fill(out, a, root && root->kind == VALUE_MAP ? root : value_new(a, VALUE_MAP));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Files and folders of the site, at its front and in the folder of a language, in lower case. */
static bool is_reserved(struct span id)
{
	static const char *const names[] = {
		"text",       "osv",        "iodef",          "stix",         "keys",           "feeds",
		"feed.json",  "pages",      "verify",         "history",      "withdrawn",      "products",
		"glossary",   "jvnrss.rdf", "files",          "assets",       "static",         "theme",
		"index.html", "404.html",   "archive.json",   "changes.json", "indicators.csv", "sitemap.xml",
		"robots.txt", "sha256sums", "sha256sums.asc", "changes",
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (id.length == strlen(names[i]) && strncasecmp(id.data, names[i], id.length) == 0)
			return true;
	if (id.length > 8 && strncasecmp(id.data, "sitemap-", 8) == 0)
		return true; /* sitemap-1.xml … */
	return id.length == 4 && is_digit(id.data[0]) && is_digit(id.data[1]) && is_digit(id.data[2]) &&
	       is_digit(id.data[3]);
}

bool config_id_possible(struct span id)
{
	if (!id.length || id.length > ID_MAX)
		return false;
	for (size_t i = 0; i < id.length; i++) {
		char c = id.data[i];
		bool first = is_digit(c) || (c >= 'A' && c <= 'Z');
		if (!first && (i == 0 || !((c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-')))
			return false;
	}
	return !is_reserved(id);
}

static size_t digits_at(struct span s)
{
	size_t n = 0;
	while (n < s.length && is_digit(s.data[n]))
		n++;
	return n;
}

static uint64_t digits_value(struct span digits)
{
	uint64_t n = 0;
	for (size_t i = 0; i < digits.length && n < CONFIG_SERIAL_MAX; i++)
		n = 10 * n + (uint64_t)(digits.data[i] - '0');
	return n < CONFIG_SERIAL_MAX ? n : CONFIG_SERIAL_MAX;
}

/* Matches the rest of a scheme. A serial may take more or fewer digits, where
 * digits follow it; there is one in a scheme, so that this recurs once. */
static bool matches(struct span scheme, struct span id, struct id_parts *parts)
{
	while (scheme.length) {
		size_t digits = digits_at(id);
		if (span_starts(scheme, "{year}")) {
			if (digits < 4)
				return false;
			parts->year = (unsigned)digits_value(span_make(id.data, 4));
			scheme = span_after(scheme, 6);
			id = span_after(id, 4);
		} else if (span_starts(scheme, "{serial")) {
			bool padded = scheme.length > 9 && scheme.data[7] == ':';
			size_t width = padded ? (size_t)(scheme.data[9] - '0') : 1;
			struct span rest = span_after(scheme, padded ? 11 : 8);
			for (size_t n = digits; n >= width && n > 0; n--) {
				parts->serial = digits_value(span_make(id.data, n));
				if ((n == width || id.data[0] != '0') && matches(rest, span_after(id, n), parts))
					return true;
			}
			return false;
		} else {
			if (!id.length || id.data[0] != scheme.data[0])
				return false;
			scheme = span_after(scheme, 1);
			id = span_after(id, 1);
		}
	}
	return id.length == 0;
}

bool config_id_matches(const struct config *c, struct span id)
{
	const char *hint;
	if (!config_id_possible(id))
		return false;
	for (size_t i = 0; i < c->language_count; i++)
		if (id.length == strlen(c->languages[i]) &&
		    strncasecmp(id.data, c->languages[i], id.length) == 0)
			return false;
	if (!c->id_scheme || !*c->id_scheme || form_id_scheme(span_of(c->id_scheme), &hint))
		return true;
	return matches(span_of(c->id_scheme), id, &(struct id_parts){0});
}

bool config_id_parts(struct id_parts *out, const struct config *c, struct span id)
{
	const char *hint;
	*out = (struct id_parts){0};
	return c->id_scheme && !form_id_scheme(span_of(c->id_scheme), &hint) && config_id_possible(id) &&
	       matches(span_of(c->id_scheme), id, out);
}

const char *config_id_make(struct arena *a, const struct config *c, const struct id_parts *parts)
{
	struct span scheme = span_of(c->id_scheme);
	const char *id = "";
	while (scheme.length) {
		if (span_starts(scheme, "{year}")) {
			id = arena_printf(a, "%s%04u", id, parts->year);
			scheme = span_after(scheme, 6);
		} else if (span_starts(scheme, "{serial")) {
			bool padded = scheme.length > 9 && scheme.data[7] == ':';
			id = arena_printf(a, "%s%0*" PRIu64, id, padded ? scheme.data[9] - '0' : 1, parts->serial);
			scheme = span_after(scheme, padded ? 11 : 8);
		} else {
			id = arena_printf(a, "%s%c", id, scheme.data[0]);
			scheme = span_after(scheme, 1);
		}
	}
	return id;
}

const struct value *config_time(const struct config *c, const char *commit)
{
	for (size_t i = 0; c->times && c->times->kind == VALUE_MAP && i < c->times->count; i++)
		if (*c->times->keys[i].text && strncmp(commit, c->times->keys[i].text, strlen(c->times->keys[i].text)) == 0)
			return c->times->items[i];
	return NULL;
}

bool config_has_language(const struct config *c, const char *lang)
{
	for (size_t i = 0; i < c->language_count; i++)
		if (strcmp(c->languages[i], lang) == 0)
			return true;
	return false;
}

bool config_format(const struct config *c, const char *name)
{
	return strcmp(text_or(c->formats, name, "yes"), "no") != 0;
}
