/* sitemap.xml and robots.txt. What readers should find is every page but those that stand for another: past revisions and what
 * changed in them, which lead to the current page; where a language has no document; copies of a page's text in a language that
 * it does not have; 404.html. A page that nobody thought of here is listed.
 *
 * Invariant: pages of one set stand at the same place below each language. One of no language is there where a reader chooses:
 * the front for the fronts of the languages, the permanent link for an advisory. */
#include "site/sitemap.h"

#include "base/map.h"
#include "formats/record.h"
#include "formats/sitemap.h"
#include "site/pages.h"

static bool stands_for_another(const struct output *o)
{
	if (o->write == write_free_page)
		return strcmp(((const struct archive_page *)o->subject)->lang, o->lang) != 0;
	return o->write == write_missing || o->write == write_changes || (o->write == write_advisory && o->number);
}

/* From below its language's folder on; NULL: it is no page to be found. */
static const char *place_of(const struct output *o)
{
	struct span path = span_of(o->path);
	if ((!span_is(path, "index.html") && !span_ends(path, "/index.html")) || stands_for_another(o))
		return NULL;
	return o->lang ? o->path + strlen(o->lang) + 1 : o->path;
}

static instant later(instant x, instant y)
{
	return x > y ? x : y;
}

static instant changed_list(const struct site *s, const struct output *o)
{
	instant t = 0;
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		const struct advisory *a = s->newest[i];
		if (o->write == write_withdrawn ? a->withdrawal.reason != NULL : year_of(a->published) == (int)o->number)
			t = later(t, advisory_newest(a)->time);
	}
	return t;
}

/* When the newest event was of all that the page tells; 0 where it tells other things too. */
static instant changed(const struct site *s, const struct output *o)
{
	const struct publication *latest = site_latest(s);
	if (o->write == write_advisory || o->write == write_permalink)
		return advisory_newest(o->subject)->time;
	if (o->write == write_year || o->write == write_withdrawn)
		return changed_list(s, o);
	if (o->write == write_front || o->write == write_latest || (o->write == write_history && !o->number))
		return latest ? latest->time : 0;
	instant t = 0;
	const struct product *product = o->write == write_product ? o->subject : NULL;
	for (size_t i = 0; product && i < product->count; i++)
		t = later(t, advisory_newest(product->advisories[i])->time);
	return t;
}

struct making {
	const struct site *site;
	struct arena *arena;
	struct map *places; /* number of the set */
	struct sitemap_set *sets;
	size_t count, capacity;
};

static void add(struct making *m, const struct output *o, const char *place)
{
	size_t index = m->count, languages = m->site->config->language_count;
	if (map_put(m->places, span_of(place), index)) {
		m->sets = arena_grow(m->arena, m->sets, m->count, &m->capacity, sizeof(*m->sets));
		m->sets[m->count++] = (struct sitemap_set){.pages = arena_array(m->arena, languages + 1, sizeof(struct sitemap_page))};
	}
	map_find(m->places, span_of(place), &index);
	struct sitemap_set *set = &m->sets[index];
	const struct record_site base = {.config = m->site->config};
	/* Ours as long as the set is made. */
	((struct sitemap_page *)set->pages)[set->count++] = (struct sitemap_page){
		.url = record_url(&base, m->arena, o->path), .hreflang = o->lang, .changed = changed(m->site, o)};
}

/* Where a reader chooses, else the first language of the archive that it has. */
static size_t otherwise(const struct sitemap_set *set, const struct config *c)
{
	for (size_t i = 0; i < set->count; i++)
		if (!set->pages[i].hreflang)
			return i;
	for (size_t k = 0; k < c->language_count; k++)
		for (size_t i = 0; i < set->count; i++)
			if (strcmp(set->pages[i].hreflang, c->languages[k]) == 0)
				return i;
	return 0;
}

/* Sets without a page in some language go: lists of files for programs. */
static void finish(struct making *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->count; i++) {
		struct sitemap_set *set = &m->sets[i];
		set->otherwise = otherwise(set, m->site->config);
		if (set->count > 1 || set->pages[0].hreflang)
			m->sets[n++] = *set;
	}
	m->count = n;
}

struct sitemap *sitemap_of(const struct site *s, const struct output *outputs, size_t count, struct arena *a)
{
	struct making m = {.site = s, .arena = a, .places = map_new(), .capacity = 100};
	m.sets = arena_array(a, m.capacity, sizeof(*m.sets));
	for (size_t i = 0; i < count; i++) {
		const char *place = place_of(&outputs[i]);
		if (place)
			add(&m, &outputs[i], place);
	}
	map_free(m.places);
	finish(&m);
	struct sitemap *map = arena_alloc(a, sizeof(*map));
	map->files = sitemap_divide(&map->count, m.sets, m.count, &sitemap_limits, a);
	return map;
}

bool write_sitemap(struct worker *w, const struct output *o, struct buf *out)
{
	return sitemap_write(out, &w->site->sitemap->files[o->number], w->diags);
}

bool write_sitemap_index(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	const struct sitemap *map = w->site->sitemap;
	return sitemap_index_write(out, w->site->config->base_url, map->files, map->count, w->diags);
}

/* What nobody may take for true must not be found by who does not see the page around it: records and texts are read by programs,
 * and a page's own word (noindex) would be read only by those who may fetch it. */
bool write_robots(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	const struct site *s = w->site;
	const char *why_not = s->options->drafts	? "Drafts, which are not published."
			      : s->options->exercises	? "An exercise: what is told here is fictitious, and not to be found as if it were true."
			      : s->config->demonstration ? "A demonstration: what is told here is invented, and not to be found as if it were true."
							 : NULL;
	robots_write(out, s->config->base_url, why_not);
	return true;
}
