#include "formats/record.h"

#include <stdarg.h>

static const char *const names[RECORD_FORMATS] = {"csaf", "osv", "iodef", "stix"};

const char *record_format_name(enum record_format format)
{
	return names[format];
}

const struct record_text *record_text_in(const struct record *r, const char *lang)
{
	for (size_t i = 0; i < r->text_count; i++)
		if (strcmp(r->texts[i].lang, lang) == 0)
			return &r->texts[i];
	return NULL;
}

const struct record_section *record_section(const struct record_text *t, const char *name)
{
	for (size_t i = 0; i < t->section_count; i++)
		if (t->sections[i].name && strcmp(t->sections[i].name, name) == 0)
			return &t->sections[i];
	return NULL;
}

const char *record_url(const struct record_site *s, struct arena *a, const char *path)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	buf_text(&b, s->config->base_url);
	buf_url_path(&b, span_of(path));
	const char *url = arena_text(a, b.data);
	buf_fini(&b);
	return url;
}

/* The entry of the language's locale, else that of the first that has it: a text may be in a language that archive.yaml has no more, and
 * a locale of the archive's own may lack what only records say. */
static const char *localised(const struct record_site *s, const char *lang, const char *part, const char *vocabulary, const char *key)
{
	const struct config *c = s->config;
	const char *found = NULL;
	for (size_t i = 0; i < c->language_count; i++) {
		const struct value *entries = value_get(s->locales[i], part);
		const char *text = value_text(vocabulary ? value_get(entries, vocabulary) : entries, key);
		if (text && strcmp(c->languages[i], lang) == 0)
			return text;
		found = found ? found : text;
	}
	return found;
}

const char *record_site_word(const struct record_site *s, const char *lang, const char *key)
{
	const char *word = localised(s, lang, "words", NULL, key);
	return word ? word : "";
}

const char *record_site_label(const struct record_site *s, const char *lang, const char *vocabulary, const char *value)
{
	const char *label = localised(s, lang, "labels", vocabulary, value);
	return label ? label : value;
}

const char *record_word(const struct record *r, const char *lang, const char *key)
{
	return record_site_word(r->site, lang, key);
}

const char *record_label(const struct record *r, const char *lang, const char *vocabulary, const char *value)
{
	return record_site_label(r->site, lang, vocabulary, value);
}

instant record_changed(const struct record *r)
{
	const struct advisory *a = r->advisory;
	instant t = a->events[0].at->time;
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		t = e->at->time > t ? e->at->time : t;
		t = e->amended.time > t ? e->amended.time : t;
	}
	for (size_t i = 0; i < a->quiet_count; i++)
		if (a->quiets[i].why == QUIET_MECHANICAL && a->quiets[i].at->time > t)
			t = a->quiets[i].at->time;
	return t;
}

const char *record_replacement(const struct record *r)
{
	const char *id = r->advisory->withdrawal.replaced_by;
	return id && history_find(r->site->history, id) ? id : NULL;
}

bool record_may_name(const struct record *r, const char *id)
{
	bool could_be_ours = config_id_possible(span_of(id)) && config_id_matches(r->site->config, span_of(id));
	return !could_be_ours || history_find(r->site->history, id);
}

const struct record_files *record_files_of(const struct record_site *s, const struct advisory *a)
{
	return &s->files[a - s->history->advisories];
}

void record_files_add(struct record_files *files, size_t *capacity, struct arena *a, const struct record_file *file)
{
	files->items = arena_grow(a, files->items, files->count, capacity, sizeof(*files->items));
	files->items[files->count++] = *file;
}

const struct record_link *record_links(size_t *count, const struct record *r)
{
	const struct record_files *files = record_files_of(r->site, r->advisory);
	struct record_link *links = arena_array(r->arena, 3 * r->text_count + files->count + 1, sizeof(*links));
	size_t n = 0;
	for (size_t i = 0; i < r->text_count; i++) {
		const struct record_text *t = &r->texts[i];
		links[n++] = (struct record_link){"page", t->lang, t->page, "text/html"};
		links[n++] = (struct record_link){"text", t->lang, t->txt, "text/plain"};
		if (t->asc)
			links[n++] = (struct record_link){"signature", t->lang, t->asc, "text/plain"};
	}
	for (size_t i = 0; i < files->count; i++)
		if (&files->items[i] != r->file)
			links[n++] = (struct record_link){record_format_name(files->items[i].format), files->items[i].lang,
							  record_url(r->site, r->arena, files->items[i].path),
							  files->items[i].media_type};
	links[n++] = (struct record_link){"archive", NULL, record_url(r->site, r->arena, "archive.json"), "application/json"};
	*count = n;
	return links;
}

void record_lose(const struct record *r, const char *format, ...)
{
	if (!r->losses)
		return;
	va_list args;
	va_start(args, format);
	const char *what = arena_vprintf(r->arena, format, args);
	va_end(args);
	losses_add(r->losses, r->advisory->id, r->file->path, what);
}
