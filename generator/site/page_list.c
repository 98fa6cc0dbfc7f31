#include "site/pages.h"

#include "archive/facts.h"

#define LATEST_AT_LEAST 50
#define FRONT_ITEMS 5

static void set_advisory_years(struct value *page, const struct view *v, int current)
{
	struct years y = advisory_years(v->worker->site);
	page_years(page, v, &y, "", current);
}

/* feed: the path of the list's own, or NULL. */
static struct value *list_begin(const struct view *v, const char *list, const char *heading, const char *nav, const char *feed)
{
	struct value *page = page_begin(v, "list.html", heading, nav);
	value_set_text(v->worker->arena, page, "list", list);
	value_set_text(v->worker->arena, page, "heading", heading);
	page_alternates(page, v);
	page_feeds(page, v, heading, feed);
	return page;
}

static bool list_end(const struct view *v, struct value *page, struct value *items, size_t total, struct buf *out)
{
	value_set(v->worker->arena, page, "items", items);
	value_set_number(v->worker->arena, page, "total", (int64_t)total);
	return page_render(v, page, out);
}

bool write_latest(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	const struct site *s = w->site;
	size_t total = s->history->advisory_count, n = 0;
	while (n < total && (n < LATEST_AT_LEAST || year_of(s->newest[n]->published) == year_of(s->newest[0]->published)))
		n++;
	struct value *page = list_begin(&v, "latest", word(&v, "nav.latest"), "latest", NULL);
	set_advisory_years(page, &v, 0);
	return list_end(&v, page, items_of(&v, s->newest, n), total, out);
}

bool write_year(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	const struct site *s = w->site;
	size_t from = 0, total = s->history->advisory_count;
	while (from < total && year_of(s->newest[from]->published) != (int)o->number)
		from++;
	size_t to = from;
	while (to < total && year_of(s->newest[to]->published) == (int)o->number)
		to++;
	const char *heading = arena_printf(w->arena, "%u", o->number);
	struct value *page = list_begin(&v, "year", heading, "year", arena_printf(w->arena, "%s/feeds/year/%s.atom", v.lang, heading));
	value_set_number(w->arena, page, "year", o->number);
	set_advisory_years(page, &v, (int)o->number);
	return list_end(&v, page, items_of(&v, s->newest + from, to - from), to - from, out);
}

bool write_withdrawn(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	const struct site *s = w->site;
	struct value *items = value_new(w->arena, VALUE_LIST);
	for (size_t i = 0; i < s->history->advisory_count; i++)
		if (s->newest[i]->withdrawal.reason)
			value_add(w->arena, items, item_of(&v, s->newest[i]));
	struct value *page = list_begin(&v, "withdrawn", word(&v, "nav.withdrawn"), "withdrawn", NULL);
	return list_end(&v, page, items, items->count, out);
}

static struct value *product_value(const struct view *v, const struct product *p)
{
	struct arena *a = v->worker->arena;
	struct value *item = value_new(a, VALUE_MAP);
	value_set_text(a, item, "vendor", facts_localised(p->vendor, v->lang));
	value_set_text(a, item, "product", facts_localised(p->name, v->lang));
	value_set_text(a, item, "href", view_href(v, "%s/products/%s/index.html", v->lang, p->slug));
	value_set_number(a, item, "count", (int64_t)p->count);
	return item;
}

bool write_product(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	const struct product *p = o->subject;
	const char *feed = arena_printf(w->arena, "%s/feeds/product/%s.atom", v.lang, p->slug);
	struct value *page = list_begin(&v, "product", facts_localised(p->name, v.lang), "products", feed);
	value_set(w->arena, page, "product", product_value(&v, p));
	return list_end(&v, page, items_of(&v, p->advisories, p->count), p->count, out);
}

bool write_products(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	struct value *page = page_begin(&v, "products.html", word(&v, "nav.products"), "products");
	struct value *list = value_new(w->arena, VALUE_LIST);
	for (size_t i = 0; i < w->site->product_count; i++)
		value_add(w->arena, list, product_value(&v, &w->site->products[i]));
	value_set(w->arena, page, "products", list);
	page_alternates(page, &v);
	return page_render(&v, page, out);
}

bool write_front(struct worker *w, const struct output *o, struct buf *out)
{
	const struct site *s = w->site;
	struct view v = view_make(w, s->config->languages[0], o->path);
	struct value *languages = value_new(w->arena, VALUE_LIST);
	size_t n = s->history->advisory_count < FRONT_ITEMS ? s->history->advisory_count : FRONT_ITEMS;
	for (size_t i = 0; i < s->config->language_count; i++) {
		struct view lv = v;
		lv.lang = s->config->languages[i];
		struct value *item = value_new(w->arena, VALUE_MAP);
		value_set_text(w->arena, item, "code", lv.lang);
		value_set_text(w->arena, item, "name", language_name(s, lv.lang));
		value_set_text(w->arena, item, "href", view_href(&lv, "%s/index.html", lv.lang));
		value_set(w->arena, item, "items", items_of(&lv, s->newest, n));
		value_add(w->arena, languages, item);
	}
	const char *title = facts_localised(value_get(s->config->publisher, "name"), v.lang);
	struct value *page = page_begin(&v, "front.html", title ? title : "", NULL);
	value_set(w->arena, page, "languages", languages);
	page_alternates(page, &v);
	const struct publication *latest = site_latest(s);
	page_publication(page, &v, latest);
	/* The commit that was built may be younger than the newest publication. */
	char hex[OID_HEX];
	value_set_text(w->arena, page, "commit", oid_hex(hex, &s->head));
	if (latest)
		value_set_number(w->arena, page, "updated", latest->time);
	return page_render(&v, page, out);
}
