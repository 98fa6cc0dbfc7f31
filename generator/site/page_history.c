/* The publication record: all events of all advisories, a year a page; and, on its first page for good, each time
 * that published history was replaced. */
#include "site/pages.h"

#include "site/changes.h"

static struct value *history_item(const struct view *v, const struct advisory *adv, size_t index)
{
	struct arena *a = v->worker->arena;
	const struct text *t = advisory_text_for(adv, v->lang);
	struct value *item = event_of(v, adv, index);
	value_set_text(a, item, "id", adv->id);
	value_set_text(a, item, "title", t->title);
	value_set_text(a, item, "title_lang", t->lang);
	value_set_text(a, item, "href", view_href(v, "%s/%s/index.html", v->lang, adv->id));
	value_set(a, item, "changes", event_lines(v, adv, index));
	if (adv->withdrawal.reason)
		value_set_bool(a, item, "withdrawn", true);
	return item;
}

/* The events of the year in buckets by serial, so that sorting stays linear. */
static struct value **collect(const struct view *v, int year)
{
	const struct history *h = v->worker->site->history;
	struct arena *a = v->worker->arena;
	struct value **buckets = arena_array(a, h->publication_count + 1, sizeof(struct value *));
	for (size_t i = 0; i < h->advisory_count; i++)
		for (size_t j = 0; j < h->advisories[i].event_count; j++) {
			const struct publication *at = h->advisories[i].events[j].at;
			if (year_of(at->time) != year)
				continue;
			struct value **bucket = &buckets[at->serial];
			if (!*bucket)
				*bucket = value_new(a, VALUE_LIST);
			value_add(a, *bucket, history_item(v, &h->advisories[i], j));
		}
	return buckets;
}

static struct value *events_of_year(const struct view *v, int year)
{
	struct arena *a = v->worker->arena;
	struct value **buckets = collect(v, year), *events = value_new(a, VALUE_LIST);
	for (size_t serial = v->worker->site->history->publication_count; serial > 0; serial--)
		for (size_t i = 0; buckets[serial] && i < buckets[serial]->count; i++)
			value_add(a, events, buckets[serial]->items[i]);
	return events;
}

struct years history_years(const struct site *s)
{
	const struct history *h = s->history;
	struct arena *scratch = arena_new();
	size_t *events = arena_array(scratch, h->publication_count + 1, sizeof(*events));
	for (size_t i = 0; i < h->advisory_count; i++)
		for (size_t j = 0; j < h->advisories[i].event_count; j++)
			events[h->advisories[i].events[j].at->serial]++;
	struct years y = {.n = 0};
	for (size_t i = h->publication_count; i > 0; i--)
		if (events[i])
			years_note(&y, year_of(h->publications[i - 1].time), events[i]);
	arena_free(scratch);
	return y;
}

bool write_history(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	struct years years = history_years(w->site);
	int newest = years.n ? years.year[0] : 0, year = o->number ? (int)o->number : newest;
	struct value *page = page_begin(&v, "history.html", word(&v, "history.title"), "history");
	value_set(w->arena, page, "events", events_of_year(&v, year));
	value_set_number(w->arena, page, "year", year);
	page_years(page, &v, &years, "history/", (int)o->number);
	if (w->site->options->rewrites && !o->number)
		value_set(w->arena, page, "rewrites", value_copy(w->arena, w->site->options->rewrites));
	page_alternates(page, &v);
	return page_render(&v, page, out);
}
