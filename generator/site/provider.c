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

static const struct csaf_document *document_at(const struct csaf_document *documents, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(documents[i].path, path) == 0)
			return &documents[i];
	return NULL;
}

/* The name of a product by which documents of every language are found. */
static const char *term_of(const struct site *s, struct arena *a, const struct product *p)
{
	const char *lang = s->config->languages[0];
	const char *vendor = p->vendor ? facts_localised(p->vendor, lang) : NULL, *name = facts_localised(p->name, lang);
	return vendor ? arena_printf(a, "%s %s", vendor, name) : name;
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
		const char *term = term_of(s, a, p);
		for (size_t k = 0; k < p->count; k++) {
			struct terms *of = &terms[p->advisories[k] - s->history->advisories];
			of->items = arena_grow(a, of->items, of->count, &of->capacity, sizeof(*of->items));
			of->items[of->count++] = term;
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
	const char **terms = arena_array(a, s->config->language_count + s->product_count, sizeof(*terms));
	struct map *seen = map_new();
	for (size_t i = 0; i < s->config->language_count + s->product_count; i++) {
		const char *term = i < s->config->language_count ? s->config->languages[i]
								 : term_of(s, a, &s->products[i - s->config->language_count]);
		if (map_put(seen, span_of(term), i))
			terms[p->term_count++] = term;
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

/* As the document itself has it (csaf.c). */
static const char *title_of(struct worker *w, const struct csaf_entry *e)
{
	const struct advisory *adv = e->advisory;
	bool known = language_has_pages(w->site, e->lang);
	struct view v = view_absolute(w, known ? e->lang : w->site->config->languages[0], e->path);
	const struct text *t = advisory_text(adv, e->lang);
	const char *title = t ? phrase_line(&v, t->title)
			      : arena_printf(w->arena, "%s%s%s", phrase_label(&v, "event", "translation-removed"), word(&v, "text.colon"),
					     adv->id);
	return arena_printf(w->arena, "%s%s%s", adv->withdrawal.reason ? word(&v, "prefix.withdrawn") : "",
			    advisory_is_exercise(adv) ? word(&v, "prefix.exercise") : "", title);
}

static struct csaf_provider titled(struct worker *w)
{
	struct csaf_provider p = *w->site->provider;
	struct csaf_entry *entries = arena_array(w->arena, p.count, sizeof(*entries));
	for (size_t i = 0; i < p.count; i++) {
		entries[i] = p.entries[i];
		entries[i].title = title_of(w, &entries[i]);
	}
	p.entries = entries;
	return p;
}

bool write_provider(struct worker *w, const struct output *o, struct buf *out)
{
	bool has_titles = files[o->number].write == csaf_feed_write;
	struct csaf_provider p = has_titles ? titled(w) : *w->site->provider;
	return files[o->number].write(out, &p, w->diags);
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

static void add_file(struct value *list, const struct view *v, const char *path, const struct csaf_entry *e)
{
	struct arena *a = v->worker->arena;
	struct value *item = value_new(a, VALUE_MAP);
	/* Names that this program makes: nothing in them has to be encoded. */
	value_set_text(a, item, "href", path + (strrchr(v->path, '/') + 1 - v->path));
	if (e) {
		value_set_text(a, item, "title", title_of(v->worker, e));
		value_set_text(a, item, "lang", e->lang);
		value_set_number(a, item, "updated", e->updated);
	}
	value_add(a, list, item);
}

static void list_year(struct value *list, const struct view *v, const struct csaf_provider *p, int year)
{
	static const char *const beside[] = {".sha256", ".sha512", ".asc"};
	for (size_t i = 0; i < p->count; i++) {
		const struct csaf_entry *e = &p->entries[i];
		if (year_of(e->published) != year)
			continue;
		add_file(list, v, e->path, e);
		for (size_t k = 0; k < sizeof(beside) / sizeof(*beside) - !p->fingerprint; k++)
			add_file(list, v, arena_printf(v->worker->arena, "%s%s", e->path, beside[k]), NULL);
	}
}

static void list_folder(struct value *list, const struct view *v, bool white)
{
	struct arena *a = v->worker->arena;
	for (size_t i = 0; i < FILES; i++)
		if (span_starts(span_of(files[i].path), CSAF_WHITE) == white)
			add_file(list, v, files[i].path, NULL);
	if (!white)
		add_file(list, v, CSAF_WHITE "index.html", NULL);
	struct years y = provider_years(v->worker->site);
	for (size_t i = 0; white && i < y.n; i++)
		add_file(list, v, arena_printf(a, CSAF_WHITE "%04d/index.html", y.year[i]), NULL);
}

bool write_listing(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, w->site->config->languages[0], o->path);
	struct value *list = value_new(w->arena, VALUE_LIST);
	const char *folder = arena_dup(w->arena, o->path, strlen(o->path) - strlen("index.html"));
	struct value *page = page_begin(&v, "listing.html", folder, NULL);
	value_set_text(w->arena, page, "folder", folder);
	if (o->number > 1)
		list_year(list, &v, w->site->provider, (int)o->number);
	else
		list_folder(list, &v, o->number == 1);
	value_set(w->arena, page, "files", list);
	if (o->number > 0)
		value_set_text(w->arena, page, "up_href", "../index.html");
	return page_render(&v, page, out);
}
