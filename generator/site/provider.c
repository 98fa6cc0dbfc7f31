/* Invariant: the entries are the CSAF files of site->records, each once, newest first, then by path. */
#include "site/provider.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "archive/formats.h"
#include "base/map.h"
#include "formats/csaf_provider.h"
#include "formats/csaf_tracking.h"
#include "formats/record.h"
#include "site/phrase.h"
#include "site/records.h"

static const struct csaf_document *document_at(const struct csaf_document *documents, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(documents[i].path, path) == 0)
			return &documents[i];
	return NULL;
}

/* The name of a product by which documents are found, in each language of the site; one that is the same in all of them once. */
struct names {
	const char **items;
	size_t count;
};

static const char *name_in(struct arena *a, const struct product *p, const char *lang)
{
	const char *vendor = p->vendor ? facts_localised(p->vendor, lang) : NULL, *name = facts_localised(p->name, lang);
	return vendor ? arena_printf(a, "%s %s", vendor, name) : name;
}

static struct names names_of(const struct site *s, struct arena *a, const struct product *p)
{
	const struct config *c = s->config;
	struct names names = {.items = arena_array(a, c->language_count, sizeof(*names.items))};
	for (size_t i = 0; i < c->language_count; i++) {
		const char *name = name_in(a, p, c->languages[i]);
		size_t known = 0;
		while (known < names.count && strcmp(names.items[known], name) != 0)
			known++;
		if (known == names.count)
			names.items[names.count++] = name;
	}
	return names;
}

/* Each advisory's products, with room for the language in front. */
struct terms {
	const char **items;
	size_t count, capacity;
};

static struct terms *terms_of_products(const struct site *s, struct arena *a)
{
	struct terms *terms = arena_array(a, s->history->advisory_count, sizeof(*terms));
	for (size_t i = 0; i < s->product_count; i++) {
		const struct product *p = &s->products[i];
		struct names names = names_of(s, a, p);
		for (size_t k = 0; k < p->count * names.count; k++) {
			struct terms *of = &terms[p->advisories[k / names.count] - s->history->advisories];
			of->items = arena_grow(a, of->items, of->count, &of->capacity, sizeof(*of->items));
			of->items[of->count++] = names.items[k % names.count];
		}
	}
	return terms;
}

static void set_terms(struct csaf_entry *e, struct arena *a, const char *lang, const struct terms *products)
{
	const char **terms = arena_array(a, products->count + 1, sizeof(*terms));
	terms[0] = lang;
	if (products->count)
		memcpy(terms + 1, products->items, products->count * sizeof(*terms));
	e->terms = terms;
	e->term_count = products->count + 1;
}

static size_t count_documents(const struct site *s)
{
	size_t count = 0;
	for (size_t i = 0; i < s->history->advisory_count; i++)
		for (size_t k = 0; k < s->records[i].count; k++)
			count += s->records[i].items[k].format == RECORD_CSAF;
	return count;
}

static void add_entries(struct csaf_entry *entries, size_t *count, const struct site *s, size_t index, const struct terms *products,
			struct arena *a, struct arena *scratch)
{
	const struct advisory *adv = &s->history->advisories[index];
	const struct record_files *files = &s->records[index];
	size_t documents;
	const struct csaf_document *all = csaf_documents(&documents, scratch, s->config, adv);
	for (size_t i = 0; i < files->count; i++) {
		const struct csaf_document *doc =
			files->items[i].format == RECORD_CSAF ? document_at(all, documents, files->items[i].path) : NULL;
		if (!doc)
			continue;
		struct csaf_entry *e = &entries[(*count)++];
		*e = (struct csaf_entry){.advisory = adv, .id = arena_text(a, doc->id), .lang = doc->lang, .path = files->items[i].path,
					 .published = doc->initial, .updated = csaf_track(scratch, s->history, adv, doc).current};
		set_terms(e, a, doc->lang, products);
	}
}

static int newest_first(const void *x, const void *y)
{
	const struct csaf_entry *a = x, *b = y;
	if (a->updated != b->updated)
		return a->updated > b->updated ? -1 : 1;
	return strcmp(a->path, b->path);
}

/* Languages, then products by their slugs, each name once. */
static void set_categories(struct csaf_provider *p, const struct site *s, struct arena *a)
{
	const struct config *c = s->config;
	const char **terms = arena_array(a, c->language_count * (1 + s->product_count), sizeof(*terms));
	struct map *seen = map_new();
	for (size_t i = 0; i < c->language_count; i++)
		if (map_put(seen, span_of(c->languages[i]), i))
			terms[p->term_count++] = c->languages[i];
	for (size_t i = 0; i < s->product_count; i++) {
		struct names names = names_of(s, a, &s->products[i]);
		for (size_t k = 0; k < names.count; k++)
			if (map_put(seen, span_of(names.items[k]), i))
				terms[p->term_count++] = names.items[k];
	}
	p->terms = terms;
	map_free(seen);
}

void provider_list(struct site *s, struct arena *a)
{
	if (!format_made(s->config, CONFIG_CSAF_PROVIDER))
		return;
	struct csaf_provider *p = arena_alloc(a, sizeof(*p));
	struct csaf_entry *entries = arena_array(a, count_documents(s), sizeof(*entries));
	struct terms *products = terms_of_products(s, a);
	struct arena *scratch = arena_new();
	*p = (struct csaf_provider){.config = s->config, .entries = entries, .fingerprint = s->options->fingerprint};
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		add_entries(entries, &p->count, s, i, &products[i], a, scratch);
		arena_reset(scratch);
	}
	arena_free(scratch);
	if (p->count)
		qsort(entries, p->count, sizeof(*entries), newest_first);
	const struct publication *latest = site_latest(s);
	p->updated = p->count ? entries[0].updated : latest ? latest->time : 0;
	set_categories(p, s, a);
	s->provider = p;
}

/* The files. --------------------------------------------------------------- */

static bool write_index(struct buf *out, const struct csaf_provider *p, struct diags *d)
{
	(void)d;
	csaf_index_write(out, p);
	return true;
}

static bool write_changes_csv(struct buf *out, const struct csaf_provider *p, struct diags *d)
{
	(void)d;
	csaf_changes_write(out, p);
	return true;
}

static const struct {
	const char *path;
	bool (*write)(struct buf *out, const struct csaf_provider *p, struct diags *d);
} files[] = {
	{CSAF_METADATA, csaf_metadata_write}, {CSAF_SERVICE, csaf_service_write}, {CSAF_FEED, csaf_feed_write},
	{CSAF_CATEGORIES, csaf_categories_write}, {CSAF_INDEX, write_index}, {CSAF_CHANGES, write_changes_csv},
};
#define FILES (sizeof(files) / sizeof(*files))

void provider_files(provider_file *fn, void *context)
{
	for (unsigned i = 0; i < FILES; i++)
		fn(context, files[i].path, i);
}

/* Asks for titles with a small arena of its own: a feed has as many as there are documents. */
struct titling {
	struct worker *worker;
	const struct record_site *site;
	struct arena *scratch;
};

static const char *title_of(void *context, const struct csaf_entry *e)
{
	struct titling *t = context;
	struct worker *w = t->worker;
	struct arena *own = w->arena;
	const struct text *text = advisory_text(e->advisory, e->lang);
	arena_reset(t->scratch);
	w->arena = t->scratch;
	struct view v = view_absolute(w, e->lang, e->path);
	const char *title = csaf_title(t->scratch, t->site, e->advisory, e->lang, text ? phrase_line(&v, text->title) : NULL);
	w->arena = own;
	return title;
}

bool write_provider(struct worker *w, const struct output *o, struct buf *out)
{
	struct titling titling = {w, record_site_of(w), arena_new()};
	struct csaf_provider p = *w->site->provider;
	p.title = title_of;
	p.context = &titling;
	bool ok = files[o->number].write(out, &p, w->diags);
	arena_free(titling.scratch);
	return ok;
}

bool write_record_digest(struct worker *w, const struct output *o, struct buf *out)
{
	const struct advisory *a = o->subject;
	const struct record_file *file = &w->site->records[a - w->site->history->advisories].items[o->number / 2];
	char hex[SHA512_HEX];
	const char *digest = o->number % 2 ? sha512_hex(hex, &file->sha512) : sha256_hex(hex, &file->sha256);
	buf_printf(out, "%s  %s\n", digest, strrchr(file->path, '/') + 1);
	return true;
}

/* Listings. ---------------------------------------------------------------- */

struct years provider_years(const struct site *s)
{
	struct years y = {.n = 0};
	const struct csaf_provider *p = s->provider;
	bool has[10000] = {false};
	for (size_t i = 0; i < p->count; i++)
		has[year_of(p->entries[i].published) % 10000] = true;
	for (int year = 9999; year >= 0; year--)
		if (has[year])
			years_note(&y, year, 1);
	return y;
}

/* In the first language the page that a server shows for the folder; in the others one beside it. */
static const char *index_in(const struct site *s, struct arena *a, const char *lang)
{
	return strcmp(lang, s->config->languages[0]) == 0 ? "index.html" : arena_printf(a, "index.%s.html", lang);
}

const char *provider_listing(const struct site *s, struct arena *a, const char *folder, const char *lang)
{
	return arena_printf(a, "%s%s", folder, index_in(s, a, lang));
}

struct listed {
	const struct view *view;
	struct value *files;
	struct titling titling;
};

static struct value *add_file(const struct listed *l, const char *path)
{
	const struct view *v = l->view;
	struct arena *a = v->worker->arena;
	struct value *item = value_new(a, VALUE_MAP);
	/* Names that this program makes: nothing in them has to be encoded. */
	value_set_text(a, item, "href", path + (strrchr(v->path, '/') + 1 - v->path));
	value_add(a, l->files, item);
	return item;
}

static void add_document(struct listed *l, const struct csaf_entry *e)
{
	struct arena *a = l->view->worker->arena;
	struct value *item = add_file(l, e->path);
	value_set_text(a, item, "title", title_of(&l->titling, e));
	value_set_text(a, item, "lang", e->lang);
	value_set_number(a, item, "updated", e->updated);
}

static void list_year(struct listed *l, const struct csaf_provider *p, int year)
{
	static const char *const beside[] = {".sha256", ".sha512", ".asc"};
	for (size_t i = 0; i < p->count; i++) {
		const struct csaf_entry *e = &p->entries[i];
		if (year_of(e->published) != year)
			continue;
		add_document(l, e);
		for (size_t k = 0; k < sizeof(beside) / sizeof(*beside) - !p->fingerprint; k++)
			add_file(l, arena_printf(l->view->worker->arena, "%s%s", e->path, beside[k]));
	}
}

static void list_folder(struct listed *l, bool white)
{
	const struct view *v = l->view;
	const struct site *s = v->worker->site;
	struct arena *a = v->worker->arena;
	for (size_t i = 0; i < FILES; i++)
		if (span_starts(span_of(files[i].path), CSAF_WHITE) == white)
			add_file(l, files[i].path);
	if (!white)
		add_file(l, provider_listing(s, a, CSAF_WHITE, v->lang));
	struct years y = provider_years(s);
	for (size_t i = 0; white && i < y.n; i++)
		add_file(l, provider_listing(s, a, arena_printf(a, CSAF_WHITE "%04d/", y.year[i]), v->lang));
}

static void set_alternates(struct value *page, const struct view *v, const char *folder)
{
	const struct site *s = v->worker->site;
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < s->config->language_count; i++) {
		const char *lang = s->config->languages[i], *path = provider_listing(s, a, folder, lang);
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "lang", lang);
		value_set_text(a, item, "name", language_name(s, lang));
		value_set_text(a, item, "href", view_href(v, "%s", path));
		value_set_text(a, item, "canonical", arena_printf(a, "%s%s", s->config->base_url, path));
		value_add(a, list, item);
	}
	value_set(a, page, "alternates", list);
}

bool write_listing(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang ? o->lang : w->site->config->languages[0], o->path);
	struct arena *a = w->arena;
	struct listed l = {&v, value_new(a, VALUE_LIST), {w, record_site_of(w), arena_new()}};
	const char *folder = arena_dup(a, o->path, (size_t)(strrchr(o->path, '/') + 1 - o->path));
	struct value *page = page_begin(&v, "listing.html", folder, NULL);
	value_set_text(a, page, "folder", folder);
	if (o->number > 1)
		list_year(&l, w->site->provider, (int)o->number);
	else
		list_folder(&l, o->number == 1);
	arena_free(l.titling.scratch);
	value_set(a, page, "files", l.files);
	if (o->number > 0)
		value_set_text(a, page, "up_href", arena_printf(a, "../%s", index_in(w->site, a, v.lang)));
	set_alternates(page, &v, folder);
	return page_render(&v, page, out);
}
