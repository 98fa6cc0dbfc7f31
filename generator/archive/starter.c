/* Invariant: what an option says gets into a file as a quoted text of YAML, after it was found to have its form. */
#include "archive/starter.h"

#include <fcntl.h>
#include <unistd.h>

#include "archive/config.h"
#include "archive/forms.h"
#include "base/file.h"

#define FILE_LIMIT ((size_t)1 << 20)
#define LANGUAGES_MOST 16
#define SCHEME "ADV-{year}-{serial:04}"
#define FACTS "status: final\nkind: information\n"

struct slot {
	const char *key, *text; /* text NULL: what the file has */
};
enum { SLOT_NAME, SLOT_BASE_URL, SLOT_EMAIL, SLOT_ID, SLOT_LANGUAGES, SLOT_EXPIRES, SLOT_FACTS, SLOTS };

struct starting {
	int to;
	const char *from;
	const char *languages[LANGUAGES_MOST];
	size_t language_count;
	const char *id, *folder; /* of the first advisory; the folder with "/" at its end, or "" */
	const char *const *paths;
	size_t path_count;
	struct slot slots[SLOTS];
	struct arena *arena;
	struct diags *diags;
};

struct paths {
	const char **items;
	size_t count, capacity;
	struct arena *arena;
};

static bool add_path(void *context, const char *path, bool is_regular)
{
	struct paths *p = context;
	if (!is_regular)
		return true;
	p->items = arena_grow(p->arena, p->items, p->count, &p->capacity, sizeof(*p->items));
	p->items[p->count++] = arena_text(p->arena, path);
	return true;
}

/* "X.LANG.md": the language; empty where the name has none. */
static struct span language_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *hint;
	struct span name = span_of(slash ? slash + 1 : path);
	if (!span_ends(name, ".md"))
		return span_make("", 0);
	name.length -= 3;
	const char *dot = name.length ? memrchr(name.data, '.', name.length) : NULL;
	struct span lang = dot ? span_after(name, (size_t)(dot + 1 - name.data)) : span_make("", 0);
	return lang.length && !form_language(lang, &hint) ? lang : span_make("", 0);
}

static bool is_wanted(const struct starting *s, struct span lang)
{
	for (size_t i = 0; i < s->language_count; i++)
		if (span_is(lang, s->languages[i]))
			return true;
	return false;
}

/* Languages. -------------------------------------------------------------- */

static bool has_texts(const struct starting *s, const char *lang)
{
	const char *first = arena_printf(s->arena, "archive/advisories/first.%s.md", lang);
	for (size_t i = 0; i < s->path_count; i++)
		if (strcmp(s->paths[i], first) == 0)
			return true;
	return false;
}

static bool fail(const struct starting *s, const char *hint, const char *message)
{
	diag(s->diags, DIAG_USAGE, NO_PLACE, hint, "%s", message);
	return false;
}

static bool add_language(struct starting *s, const char *lang)
{
	if (is_wanted(s, span_of(lang)) || s->language_count == LANGUAGES_MOST)
		return fail(s, "name each once", arena_printf(s->arena, "--lang names \"%.40s\" twice", lang));
	if (!has_texts(s, lang))
		return fail(s,
			    "begin with ja, en or both; another language is a file in filters/locale/ and its code in "
			    "archive.yaml",
			    arena_printf(s->arena, "--lang: there is no text to begin with in \"%.40s\"", lang));
	s->languages[s->language_count++] = lang;
	return true;
}

static bool choose_languages(struct starting *s, const char *languages)
{
	languages = languages ? languages : "ja,en";
	while (*languages) {
		size_t n = strcspn(languages, ",");
		if (!add_language(s, arena_dup(s->arena, languages, n)))
			return false;
		languages += n + (languages[n] == ',');
	}
	return s->language_count || fail(s, "write --lang=ja,en", "--lang names no language");
}

static const char *joined(const struct starting *s)
{
	const char *all = "";
	for (size_t i = 0; i < s->language_count; i++)
		all = arena_printf(s->arena, "%s%s%s", all, i ? ", " : "", s->languages[i]);
	return all;
}

/* Options. ---------------------------------------------------------------- */

static const char *quoted(struct arena *a, const char *text)
{
	struct buf b;
	if (!text)
		return NULL;
	buf_init(&b, FILE_LIMIT);
	buf_yaml_text(&b, text);
	const char *copy = arena_span(a, buf_as_span(&b));
	buf_fini(&b);
	return copy;
}

static const char *form_line(struct span text, const char **hint)
{
	*hint = "write it on one line";
	return !span_trim(text).length	      ? "is empty"
	       : memchr(text.data, '\n', text.length) ? "has several lines"
						      : NULL;
}

static bool check_form(const struct starting *s, const char *option, form_fn *form, const char *text)
{
	const char *hint = NULL, *wrong = text ? form(span_of(text), &hint) : NULL;
	return !wrong || fail(s, hint, arena_printf(s->arena, "%s: \"%.200s\" %s", option, text, wrong));
}

/* RFC 9116, section 2.5.5: less than a year ahead. */
static const char *day_of_expiry(struct arena *a, instant now)
{
	struct civil c = instant_civil(now + 364 * 86400);
	return arena_printf(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static bool set_options(struct starting *s, const struct starter_options *o)
{
	unsigned year = (unsigned)instant_civil(o->now).year;
	const char *scheme = o->id ? o->id : SCHEME;
	struct config c = {.id_scheme = scheme};
	bool has_year = strstr(scheme, "{year}");
	if (!check_form(s, "--name", form_line, o->name) ||
	    !check_form(s, "--base-url", form_base_url, o->base_url) ||
	    !check_form(s, "--email", form_email, o->email) || !check_form(s, "--id", form_id_scheme, scheme))
		return false;
	s->id = config_id_make(s->arena, &c, &(struct id_parts){year, 1});
	s->folder = has_year ? arena_printf(s->arena, "%u/", year) : "";
	s->slots[SLOT_NAME] = (struct slot){"name", quoted(s->arena, o->name)};
	s->slots[SLOT_BASE_URL] = (struct slot){"base-url", quoted(s->arena, o->base_url)};
	s->slots[SLOT_EMAIL] = (struct slot){"email", quoted(s->arena, o->email)};
	s->slots[SLOT_ID] = (struct slot){"id", quoted(s->arena, scheme)};
	s->slots[SLOT_EXPIRES] = (struct slot){"expires", day_of_expiry(s->arena, o->now)};
	s->slots[SLOT_LANGUAGES] = (struct slot){"languages", joined(s)};
	return true;
}

/* Files. ------------------------------------------------------------------ */

/* dot.github/x -> .github/x; advisories/first.ja.md -> advisories/2026/ADV-2026-0001.ja.md */
static const char *path_of(const struct starting *s, const char *path)
{
	static const char first[] = "advisories/first.";
	const char *out = strncmp(path, "dot.", 4) == 0 ? path + 3 : path;
	const char *at = strstr(out, first);
	return !at ? out
		   : arena_printf(s->arena, "%.*sadvisories/%s%s.%s", (int)(at - out), out, s->folder, s->id,
				  at + strlen(first));
}

static void add_slot(const struct starting *s, struct buf *out, struct span slot)
{
	const char *bar = memchr(slot.data, '|', slot.length);
	struct span key = bar ? span_make(slot.data, (size_t)(bar - slot.data)) : slot;
	for (size_t i = 0; i < SLOTS; i++)
		if (span_is(key, s->slots[i].key) && s->slots[i].text) {
			buf_text(out, s->slots[i].text);
			return;
		}
	if (bar)
		buf_span(out, span_after(slot, key.length + 1));
}

static void add_line(const struct starting *s, struct buf *out, struct span line)
{
	while (line.length) {
		const char *open = memmem(line.data, line.length, "<<", 2);
		const char *close = open ? memmem(open, (size_t)(line.data + line.length - open), ">>", 2) : NULL;
		if (!close)
			break;
		buf_add(out, line.data, (size_t)(open - line.data));
		add_slot(s, out, span_make(open + 2, (size_t)(close - open) - 2));
		line = span_after(line, (size_t)(close + 2 - line.data));
	}
	buf_span(out, line);
}

/* "<<ja>>…": false if the line is for another language; else it is without that. */
static bool is_for_us(const struct starting *s, struct span *line)
{
	const char *hint, *end = span_starts(*line, "<<") ? memmem(line->data, line->length, ">>", 2) : NULL;
	struct span lang = end ? span_make(line->data + 2, (size_t)(end - line->data) - 2) : span_make("", 0);
	if (!lang.length || form_language(lang, &hint))
		return true;
	*line = span_after(*line, lang.length + 4);
	return is_wanted(s, lang);
}

static void fill_in(const struct starting *s, struct buf *out, struct span text)
{
	struct span line;
	while (span_next_line(&text, &line)) {
		if (!is_for_us(s, &line))
			continue;
		add_line(s, out, line);
		buf_char(out, '\n');
	}
}

static bool write_one(struct starting *s, const char *path)
{
	struct span lang = language_of(path);
	struct buf bytes, filled;
	if (lang.length && !is_wanted(s, lang))
		return true;
	buf_init(&bytes, FILE_LIMIT);
	buf_init(&filled, FILE_LIMIT);
	/* The source is the document that says what it is. */
	s->slots[SLOT_FACTS] = (struct slot){"facts", span_is(lang, s->languages[0]) ? FACTS : ""};
	bool ok = file_read(&bytes, AT_FDCWD, arena_printf(s->arena, "%s/%s", s->from, path), FILE_LIMIT, false, s->diags);
	if (ok && strncmp(path, "archive/", 8) == 0)
		fill_in(s, &filled, buf_as_span(&bytes));
	else
		buf_span(&filled, buf_as_span(&bytes));
	ok = ok && file_write(s->to, path_of(s, path), buf_as_span(&filled), s->diags);
	buf_fini(&filled);
	buf_fini(&bytes);
	return ok;
}

bool starter_write(const char **id, int to, const char *from, const struct starter_options *options, struct arena *a,
		   struct diags *d)
{
	struct starting s = {.to = to, .from = from, .arena = a, .diags = d};
	struct paths paths = {.arena = a};
	bool ok = file_walk(AT_FDCWD, from, add_path, &paths, d);
	s.paths = paths.items;
	s.path_count = paths.count;
	ok = ok && choose_languages(&s, options->languages) && set_options(&s, options);
	for (size_t i = 0; ok && i < s.path_count; i++)
		ok = write_one(&s, s.paths[i]);
	*id = s.id;
	return ok;
}
