/* Where pages tell which feeds there are. Invariant: a format that is turned off is named nowhere. */
#include "site/pages.h"

static void add(struct value *list, const struct view *v, const char *name, const char *title, const char *path)
{
	struct arena *a = v->worker->arena;
	struct value *item = value_new(a, VALUE_MAP);
	value_set_text(a, item, "name", name);
	value_set_text(a, item, "title", title);
	value_set_text(a, item, "href", view_href(v, "%s", path));
	value_add(a, list, item);
}

static bool has(const struct view *v, const char *format)
{
	return config_format(v->worker->site->config, format);
}

static void add_general(struct value *list, const struct view *v)
{
	struct arena *a = v->worker->arena;
	for (size_t i = 0; i < FEED_KINDS && has(v, "atom"); i++)
		add(list, v, feed_names[i], word(v, feed_words[i]), arena_printf(a, "%s/feeds/%s.atom", v->lang, feed_names[i]));
}

static void add_json(struct value *list, const struct view *v)
{
	if (has(v, "jsonfeed"))
		add(list, v, "json", word(v, "feed.json"), arena_printf(v->worker->arena, "%s/feed.json", v->lang));
}

static void add_jvnrss(struct value *list, const struct view *v)
{
	if (has(v, "jvnrss"))
		add(list, v, "jvnrss", word(v, "feed.jvnrss"), arena_printf(v->worker->arena, "%s/jvnrss.rdf", v->lang));
}

void page_feeds(struct value *page, const struct view *v, const char *title, const char *path)
{
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	if (path && has(v, "atom")) {
		add(list, v, "part", title, path);
		value_set(a, page, "feed", value_copy(a, list->items[0]));
	}
	add_general(list, v);
	add_json(list, v);
	add_jvnrss(list, v);
	value_set(a, page, "feeds", list);
}

static void add_severities(struct value *list, const struct view *v)
{
	for (size_t i = 0; i < FEED_SEVERITIES && has(v, "atom"); i++)
		add(list, v, feed_severities[i], feed_severity_title(v, i),
		    arena_printf(v->worker->arena, "%s/feeds/severity/%s.atom", v->lang, feed_severities[i]));
}

static void add_years(struct value *list, const struct view *v)
{
	struct arena *a = v->worker->arena;
	struct years y = advisory_years(v->worker->site);
	for (size_t i = 0; i < y.n && has(v, "atom"); i++) {
		const char *year = arena_printf(a, "%d", y.year[i]);
		add(list, v, year, year, arena_printf(a, "%s/feeds/year/%s.atom", v->lang, year));
	}
}

void page_feed_groups(struct value *page, const struct view *v)
{
	static const struct {
		const char *name;
		void (*add)(struct value *list, const struct view *v);
	} groups[] = {{"general", add_general}, {"severity", add_severities}, {"year", add_years}, {"json", add_json},
		      {"jvnrss", add_jvnrss}};
	struct arena *a = v->worker->arena;
	struct value *all = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		struct value *group = value_new(a, VALUE_MAP), *feeds = value_new(a, VALUE_LIST);
		groups[i].add(feeds, v);
		if (!feeds->count)
			continue;
		value_set_text(a, group, "name", groups[i].name);
		value_set(a, group, "feeds", feeds);
		value_add(a, all, group);
	}
	value_set(a, page, "groups", all);
	if (has(v, "atom"))
		value_set_text(a, page, "products_href", view_href(v, "%s/products/index.html", v->lang));
}
