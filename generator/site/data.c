#include "site/data.h"

#include <stdarg.h>
#include <stdlib.h>

#include "archive/facts.h"
#include "site/phrase.h"

static const char *root_of(struct arena *a, const char *path)
{
	const char *root = "";
	for (; *path; path++)
		if (*path == '/')
			root = arena_join(a, span_of(root), SPAN_LITERAL("../"));
	return root;
}

struct view view_make(struct worker *w, const char *lang, const char *path)
{
	return (struct view){.worker = w, .lang = lang, .path = path, .root = root_of(w->arena, path)};
}

struct view view_absolute(struct worker *w, const char *lang, const char *path)
{
	return (struct view){.worker = w, .lang = lang, .path = path, .root = w->site->config->base_url};
}

const struct advisory *view_advisory(const struct view *v, const char *id)
{
	const struct advisory *a = history_find(v->worker->site->history, id);
	return a && (!v->then || a->events[0].at->serial <= v->then->serial) ? a : NULL;
}

static const char *encoded(struct arena *a, const char *root, const char *path)
{
	if (url_path_is_plain(span_of(path)))
		return arena_join(a, span_of(root), span_of(path));
	struct buf b;
	buf_init(&b, 1 << 16);
	buf_text(&b, root);
	buf_url_path(&b, span_of(path));
	const char *href = arena_text(a, b.data);
	buf_fini(&b);
	return href;
}

const char *view_href(const struct view *v, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *path = arena_vprintf(v->worker->arena, format, args);
	va_end(args);
	return encoded(v->worker->arena, v->root, path);
}

bool language_has_pages(const struct site *s, const char *lang)
{
	return site_language_index(s, lang) < s->config->language_count;
}

const char *language_name(const struct site *s, const char *lang)
{
	size_t i = site_language_index(s, lang);
	const char *name = i < s->config->language_count ? value_text(s->locales[i], "name") : NULL;
	return name ? name : lang;
}

const char *word(const struct view *v, const char *key)
{
	return phrase(v, key, NULL);
}

const char *path_of_advisory(struct arena *a, const char *lang, const char *id)
{
	return arena_printf(a, "%s/%s/index.html", lang, id);
}

const char *path_of_revision(struct arena *a, const char *lang, const char *id, unsigned number)
{
	return arena_printf(a, "%s/%s/r%u/index.html", lang, id, number);
}

const char *path_of_changes(struct arena *a, const char *lang, const char *id, unsigned number)
{
	return arena_printf(a, "%s/%s/r%u/changes/index.html", lang, id, number);
}

const struct text *advisory_text_for(const struct advisory *a, const char *lang)
{
	const struct text *t = advisory_text(a, lang);
	return t ? t : advisory_text(a, a->source);
}

const char *advisory_status(const struct advisory *a)
{
	const char *status = value_text(a->facts, "status");
	return status ? status : "final";
}

const char *score_text(struct arena *a, int score)
{
	return score < 0 ? NULL : arena_printf(a, "%d.%d", score / 10, score % 10);
}

int year_of(instant t)
{
	return instant_civil(t).year;
}

/* The free pages of the language, "about" first. */
static struct value *free_pages(const struct view *v)
{
	const struct archive *ar = v->worker->site->archive;
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	for (int about = 1; about >= 0; about--)
		for (size_t i = 0; i < ar->page_count; i++) {
			const struct archive_page *p = &ar->pages[i];
			if (strcmp(p->lang, v->lang) != 0 || (strcmp(p->name, "about") == 0) != about)
				continue;
			struct value *item = value_new(a, VALUE_MAP);
			value_set_text(a, item, "name", p->name);
			value_set_text(a, item, "title", p->title);
			value_set_text(a, item, "href", view_href(v, "%s/pages/%s/index.html", v->lang, p->name));
			value_add(a, list, item);
		}
	return list;
}

struct value *page_begin(const struct view *v, const char *template_name, const char *title, const char *nav)
{
	struct arena *a = v->worker->arena;
	struct value *page = value_new(a, VALUE_MAP);
	value_set_text(a, page, "template", template_name);
	value_set_text(a, page, "lang", v->lang);
	value_set_text(a, page, "title", title);
	value_set_text(a, page, "path", v->path);
	value_set_text(a, page, "root", v->root);
	value_set_text(a, page, "canonical", encoded(a, v->worker->site->config->base_url, v->path));
	value_set_text(a, page, "home", view_href(v, "%s/index.html", v->lang));
	value_set_text(a, page, "nav", nav);
	value_set(a, page, "pages", free_pages(v));
	return page;
}

static const char *below_language(const struct view *v)
{
	size_t n = strlen(v->lang);
	return strncmp(v->path, v->lang, n) == 0 && v->path[n] == '/' ? v->path + n + 1 : v->path;
}

void page_alternates(struct value *page, const struct view *v)
{
	struct arena *a = v->worker->arena;
	const struct site *s = v->worker->site;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < s->config->language_count; i++) {
		const char *lang = s->config->languages[i];
		const char *to = arena_printf(a, "%s/%s", lang, below_language(v));
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "lang", lang);
		value_set_text(a, item, "name", language_name(s, lang));
		value_set_text(a, item, "href", view_href(v, "%s", to));
		value_set_text(a, item, "canonical", encoded(a, s->config->base_url, to));
		value_add(a, list, item);
	}
	value_set(a, page, "alternates", list);
}

struct value *language_values(const struct view *v)
{
	struct arena *a = v->worker->arena;
	const struct config *c = v->worker->site->config;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < c->language_count; i++) {
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "code", c->languages[i]);
		value_set_text(a, item, "name", language_name(v->worker->site, c->languages[i]));
		value_set_text(a, item, "href", view_href(v, "%s/index.html", c->languages[i]));
		value_add(a, list, item);
	}
	return list;
}

void page_publication(struct value *page, const struct view *v, const struct publication *p)
{
	if (!p)
		return;
	char hex[OID_HEX];
	struct arena *a = v->worker->arena;
	value_set_text(a, page, "commit", oid_hex(hex, &p->commit));
	value_set_number(a, page, "serial", p->serial);
}

static struct value *marked_value(struct arena *a, const char *lang, const char *text)
{
	struct value *map = value_new(a, VALUE_MAP);
	value_set_text(a, map, lang, text);
	return map;
}

struct value *note_value(const struct view *v, const struct note *notes, size_t count)
{
	struct arena *a = v->worker->arena;
	for (size_t i = 0; i < count; i++)
		if (!notes[i].lang || strcmp(notes[i].lang, v->lang) == 0)
			return value_of_text(a, notes[i].text);
	return count ? marked_value(a, notes[0].lang, notes[0].text) : NULL;
}

struct value *localised_value(const struct view *v, const struct value *localised)
{
	struct arena *a = v->worker->arena;
	bool map = localised && localised->kind == VALUE_MAP;
	const char *own = map ? value_text(localised, v->lang) : value_as_text(localised);
	if (own)
		return value_of_text(a, own);
	for (size_t i = 0; map && i < localised->count; i++)
		if (value_as_text(localised->items[i]))
			return marked_value(a, localised->keys[i].text, localised->items[i]->text);
	return NULL;
}

bool event_changed(const struct event *e, const char *fact)
{
	for (size_t i = 0; i < e->changed_count; i++)
		if (strcmp(e->changed[i], fact) == 0)
			return true;
	return false;
}

static struct value *item_languages(const struct view *v, const struct advisory *adv)
{
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	const struct config *c = v->worker->site->config;
	for (size_t i = 0; i < c->language_count; i++) {
		if (!advisory_text(adv, c->languages[i]))
			continue;
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "code", c->languages[i]);
		value_set_text(a, item, "name", language_name(v->worker->site, c->languages[i]));
		value_set_text(a, item, "href", view_href(v, "%s/%s/index.html", c->languages[i], adv->id));
		value_add(a, list, item);
	}
	return list;
}

/* A title in a list is the translation's: it may tell of an older revision than the facts beside it. */
static void set_stale(struct arena *a, struct value *item, const struct advisory *adv, const struct text *t)
{
	if (t->current || strcmp(t->lang, adv->source) == 0)
		return;
	struct value *stale = value_new(a, VALUE_MAP);
	value_set_number(a, stale, "reflects", t->reflects);
	value_set_number(a, stale, "latest", adv->revision);
	value_set(a, item, "stale", stale);
}

instant advisory_updated(const struct advisory *a, instant updated)
{
	for (size_t i = 1; i < a->event_count; i++)
		if (a->events[i].at != a->events[0].at)
			return updated;
	return a->published_before ? a->published : updated;
}

struct value *item_of(const struct view *v, const struct advisory *adv)
{
	struct arena *a = v->worker->arena;
	const struct text *t = advisory_text_for(adv, v->lang);
	struct rating rating = facts_rating(adv->facts);
	struct value *item = value_new(a, VALUE_MAP);
	value_set_text(a, item, "id", adv->id);
	value_set_text(a, item, "href", view_href(v, "%s/%s/index.html", v->lang, adv->id));
	value_set_text(a, item, "title", t->title);
	value_set_text(a, item, "lang", t->lang);
	if (!advisory_text(adv, v->lang))
		value_set_bool(a, item, "missing", true);
	value_set_text(a, item, "severity", rating.severity);
	value_set_text(a, item, "score", score_text(a, rating.score));
	value_set_text(a, item, "kind", advisory_kind(adv));
	value_set_text(a, item, "state", advisory_state(adv));
	value_set_text(a, item, "status", advisory_status(adv));
	value_set_number(a, item, "revision", adv->revision);
	value_set_number(a, item, "published", adv->published);
	value_set_number(a, item, "updated", advisory_updated(adv, adv->updated));
	if (adv->published_before)
		value_set_bool(a, item, "published_before", true);
	if (advisory_is_exercise(adv))
		value_set_bool(a, item, "exercise", true);
	struct value *withdrawn = withdrawn_value(v, adv);
	if (withdrawn)
		value_set(a, item, "withdrawn", withdrawn);
	set_stale(a, item, adv, t);
	value_set(a, item, "languages", item_languages(v, adv));
	return item;
}

struct value *items_of(const struct view *v, const struct advisory *const *advisories, size_t count)
{
	struct value *list = value_new(v->worker->arena, VALUE_LIST);
	for (size_t i = 0; i < count; i++)
		value_add(v->worker->arena, list, item_of(v, advisories[i]));
	return list;
}

void years_note(struct years *y, int year, size_t count)
{
	if (!y->n || y->year[y->n - 1] != year) {
		if (y->n == 256)
			return;
		y->year[y->n] = year;
		y->count[y->n++] = 0;
	}
	y->count[y->n - 1] += count;
}

struct years advisory_years(const struct site *s)
{
	struct years y = {.n = 0};
	for (size_t i = 0; i < s->history->advisory_count; i++)
		years_note(&y, year_of(s->newest[i]->published), 1);
	return y;
}

void page_years(struct value *page, const struct view *v, const struct years *y, const char *folder, int current)
{
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < y->n; i++) {
		struct value *item = value_new(a, VALUE_MAP);
		value_set_number(a, item, "year", y->year[i]);
		value_set_number(a, item, "count", (int64_t)y->count[i]);
		value_set_text(a, item, "href", view_href(v, "%s/%s%d/index.html", v->lang, folder, y->year[i]));
		if (y->year[i] == current)
			value_set_bool(a, item, "current", true);
		value_add(a, list, item);
	}
	value_set(a, page, "years", list);
}

bool page_render(const struct view *v, const struct value *page, struct buf *out)
{
	return script_render(v->worker->script, value_text(page, "template"), page, out, v->worker->diags);
}
