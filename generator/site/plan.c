/* Which files there are. Invariant: outputs of one group stand together, and a
 * text stands before the pages of its group that show its digest. */
#include "archive/formats.h"
#include "base/map.h"
#include "formats/changes_json.h"
#include "formats/csaf_provider.h"
#include "formats/csaf_tracking.h"
#include "formats/security_txt.h"
#include "formats/sitemap.h"
#include "formats/webkey.h"
#include "site/checks.h"
#include "site/feed.h"
#include "site/pages.h"
#include "site/provider.h"
#include "site/records.h"
#include "site/sitemap.h"

typedef bool writer(struct worker *w, const struct output *o, struct buf *out);

static void add(struct plan *p, writer *write, const void *subject, const char *lang, unsigned number, const char *path)
{
	p->outputs = arena_grow(p->arena, p->outputs, p->count, &p->capacity, sizeof(*p->outputs));
	p->outputs[p->count++] = (struct output){.path = path, .write = write, .subject = subject, .lang = lang,
						 .number = number, .group = p->groups};
}

/* The output added last is written when all groups before the last phase are: by then it is known what they tell. */
static void last_phase(struct plan *p)
{
	p->outputs[p->count - 1].last_phase = true;
}

static void next_group(struct plan *p)
{
	p->groups++;
}

static void plan_files(struct plan *p, const struct attachment *files, size_t count, const char *folder)
{
	for (size_t i = 0; i < count; i++)
		add(p, write_attachment, &files[i], NULL, 0, arena_printf(p->arena, "%s/files/%s", folder, files[i].name));
}

static void plan_revision(struct plan *p, const struct advisory *adv, const struct revision *r, const char *lang)
{
	struct arena *a = p->arena;
	bool has_text = revision_text(r, lang) != NULL;
	add(p, has_text ? write_advisory : write_missing, adv, lang, r->number, path_of_revision(a, lang, adv->id, r->number));
	if (has_text && !r->redacted)
		plan_files(p, r->attachments, r->attachment_count, arena_printf(a, "%s/%s/r%u", lang, adv->id, r->number));
	if (revision_has_changes(adv, r->number))
		add(p, write_changes, adv, lang, r->number, path_of_changes(a, lang, adv->id, r->number));
}

/* Before the pages, which show their digests. */
/* Digests stand right behind their document. */
static void plan_record(struct plan *p, const struct advisory *adv, const struct record_file *file, unsigned number)
{
	static const char *const digests[] = {"sha256", "sha512"};
	add(p, write_record, adv, file->lang, number, file->path);
	for (unsigned i = 0; file->format == RECORD_CSAF && i < sizeof(digests) / sizeof(*digests); i++)
		add(p, write_record_digest, adv, file->lang, 2 * number + i, arena_printf(p->arena, "%s.%s", file->path, digests[i]));
}

static void plan_records(struct plan *p, const struct site *s, size_t index)
{
	const struct record_files *files = &s->records[index];
	for (size_t i = 0; i < files->count; i++)
		plan_record(p, &s->history->advisories[index], &files->items[i], (unsigned)i);
}

/* A part of the advisory's group: a document is parsed and filtered once for all of it. */
static void plan_advisory(struct plan *p, const struct advisory *adv, const char *lang)
{
	struct arena *a = p->arena;
	bool has_text = advisory_text(adv, lang) != NULL;
	bool redacted = advisory_is_redacted(adv);
	if (has_text)
		add(p, write_text, adv, lang, 0, arena_printf(a, "text/%s.%s.txt", adv->id, lang));
	add(p, has_text ? write_advisory : write_missing, adv, lang, 0, path_of_advisory(a, lang, adv->id));
	if (has_text && !redacted)
		plan_files(p, adv->attachments, adv->attachment_count, arena_printf(a, "%s/%s", lang, adv->id));
	/* The current revision first: it is the document that was just rendered. */
	for (size_t i = adv->revision_count; i > 0; i--)
		plan_revision(p, adv, &adv->revisions[i - 1], lang);
}

static void plan_years(struct plan *p, const struct site *s, const char *lang)
{
	struct years y = advisory_years(s);
	for (size_t i = 0; i < y.n; i++, next_group(p))
		add(p, write_year, NULL, lang, (unsigned)y.year[i], arena_printf(p->arena, "%s/%d/index.html", lang, y.year[i]));
}

static void plan_history_years(struct plan *p, const struct site *s, const char *lang)
{
	struct years y = history_years(s);
	for (size_t i = 0; i < y.n; i++) {
		add(p, write_history, NULL, lang, (unsigned)y.year[i],
		    arena_printf(p->arena, "%s/history/%d/index.html", lang, y.year[i]));
		last_phase(p);
		next_group(p);
	}
}

static void plan_free_pages(struct plan *p, const struct site *s, const char *lang)
{
	const struct archive *ar = s->archive;
	for (size_t i = 0, end; i < ar->page_count; i = end) {
		/* Pages of one name stand together: this language's, else the first. */
		const struct archive_page *shown = &ar->pages[i];
		for (end = i; end < ar->page_count && strcmp(ar->pages[end].name, ar->pages[i].name) == 0; end++)
			if (strcmp(ar->pages[end].lang, lang) == 0)
				shown = &ar->pages[end];
		add(p, write_free_page, shown, lang, 0, arena_printf(p->arena, "%s/pages/%s/index.html", lang, shown->name));
		next_group(p);
	}
}

/* They tell what was told of events, and show digests: of the last phase. */
static void add_feed(struct plan *p, writer *write, const void *subject, const char *lang, unsigned number, const char *path)
{
	add(p, write, subject, lang, number, path);
	last_phase(p);
}

/* Those of one group share their entries. */
static void plan_newest_feeds(struct plan *p, const struct site *s, const char *lang)
{
	for (unsigned kind = 0; kind < FEED_KINDS && config_format(s->config, "atom"); kind++)
		add_feed(p, write_feed, NULL, lang, kind, arena_printf(p->arena, "%s/feeds/%s.atom", lang, feed_names[kind]));
	if (config_format(s->config, "jsonfeed"))
		add_feed(p, write_feed_json, NULL, lang, FEED_ALL, arena_printf(p->arena, "%s/feed.json", lang));
	if (config_format(s->config, "jvnrss"))
		add_feed(p, write_feed_jvnrss, NULL, lang, FEED_ALL, arena_printf(p->arena, "%s/jvnrss.rdf", lang));
	next_group(p);
}

/* Those beside each other are of one vendor often, and tell the same advisories. Few enough that each core has some. */
#define PRODUCTS_TOGETHER 16

static void plan_part_feeds(struct plan *p, const struct site *s, const char *lang)
{
	struct arena *a = p->arena;
	struct years y = advisory_years(s);
	for (size_t i = 0; i < y.n; i++, next_group(p))
		add_feed(p, write_feed_year, NULL, lang, (unsigned)y.year[i],
			 arena_printf(a, "%s/feeds/year/%d.atom", lang, y.year[i]));
	for (unsigned i = 0; i < FEED_SEVERITIES; i++, next_group(p))
		add_feed(p, write_feed_severity, NULL, lang, i,
			 arena_printf(a, "%s/feeds/severity/%s.atom", lang, feed_severities[i]));
	for (size_t i = 0; i < s->product_count; i++) {
		add_feed(p, write_feed_product, &s->products[i], lang, 0,
			 arena_printf(a, "%s/feeds/product/%s.atom", lang, s->products[i].slug));
		if ((i + 1) % PRODUCTS_TOGETHER == 0 || i + 1 == s->product_count)
			next_group(p);
	}
	for (unsigned i = 1; i <= s->stream->finished; i++, next_group(p))
		add(p, write_feed_archive, NULL, lang, i, arena_printf(a, "%s/feeds/archive/%u.atom", lang, i));
}

static void plan_language(struct plan *p, const struct site *s, const char *lang)
{
	static const struct {
		writer *write;
		const char *path;
	} pages[] = {
		{write_latest, "index.html"},	   {write_withdrawn, "withdrawn/index.html"}, {write_products, "products/index.html"},
		{write_verify, "verify/index.html"}, {write_feeds_page, "feeds/index.html"}, {write_glossary, "glossary/index.html"},
	};
	struct arena *a = p->arena;
	add(p, write_history, NULL, lang, 0, arena_printf(a, "%s/history/index.html", lang));
	last_phase(p);
	next_group(p);
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		add(p, pages[i].write, NULL, lang, 0, arena_printf(a, "%s/%s", lang, pages[i].path));
		next_group(p);
	}
	plan_years(p, s, lang);
	plan_history_years(p, s, lang);
	plan_free_pages(p, s, lang);
	for (size_t i = 0; i < s->product_count; i++) {
		add(p, write_product, &s->products[i], lang, 0,
		    arena_printf(a, "%s/products/%s/index.html", lang, s->products[i].slug));
		next_group(p);
	}
	plan_newest_feeds(p, s, lang);
	if (config_format(s->config, "atom"))
		plan_part_feeds(p, s, lang);
}

static void plan_keys(struct plan *p, const struct site *s)
{
	const char *own = s->options->fingerprint;
	for (size_t i = 0; i < s->archive->certificate_count; i++) {
		const struct archive_certificate *c = &s->archive->certificates[i];
		const char *slash = strrchr(c->path, '/'), *name = slash ? slash + 1 : c->path;
		if (own && strncmp(name, own, strlen(own)) == 0)
			continue; /* the export below takes its place */
		add(p, write_certificate, c, NULL, 0, arena_printf(p->arena, "keys/%s", name));
	}
	if (own)
		add(p, write_signing_certificate, NULL, NULL, 0, arena_printf(p->arena, "keys/%s.asc", own));
	next_group(p);
}

/* What is told of advisories holds digests of texts: with archive.json it comes last. */
static void plan_changes(struct plan *p, struct site *s)
{
	if (!config_format(s->config, "changes"))
		return;
	s->changes = changes_divide(s->history, p->arena);
	for (size_t i = 0; i < s->changes->events.count; i++) {
		add(p, write_changes_events, NULL, NULL, (unsigned)i, s->changes->events.items[i].path);
		next_group(p);
	}
	for (size_t i = 0; i < s->changes->advisories.count; i++) {
		add(p, write_changes_advisories, NULL, NULL, (unsigned)i, s->changes->advisories.items[i].path);
		last_phase(p);
	}
	add(p, write_changes_json, NULL, NULL, 0, "changes.json");
	last_phase(p);
	next_group(p);
}

static void plan_provider_file(void *plan, const char *path, unsigned number)
{
	add(plan, write_provider, NULL, NULL, number, path);
	next_group(plan);
}

static void plan_listing(struct plan *p, const struct site *s, unsigned number, const char *folder)
{
	for (size_t i = 0; i < s->config->language_count; i++) {
		const char *lang = s->config->languages[i];
		add(p, write_listing, NULL, i ? lang : NULL, number, provider_listing(s, p->arena, folder, lang));
	}
	next_group(p);
}

static void plan_provider(struct plan *p, const struct site *s)
{
	if (!s->provider)
		return;
	provider_files(plan_provider_file, p);
	struct years y = provider_years(s);
	plan_listing(p, s, 0, CSAF_FOLDER);
	plan_listing(p, s, 1, CSAF_WHITE);
	for (size_t i = 0; i < y.n; i++)
		plan_listing(p, s, (unsigned)y.year[i], arena_printf(p->arena, CSAF_WHITE "%04d/", y.year[i]));
}

static bool has_webkeys(const struct site *s, const char *domain)
{
	for (size_t i = 0; i < s->options->webkey_count; i++)
		if (strcmp(s->options->webkeys[i].domain, domain) == 0)
			return true;
	return false;
}

/* A domain's keys at both places where they are looked for: its own host, and openpgpkey.<domain> if that serves this folder.
 * The first holds one domain's: the site's host, where there is none the namespace's. */
static void plan_webkeys(struct plan *p, const struct site *s)
{
	static const char folder[] = ".well-known/openpgpkey";
	struct arena *a = p->arena;
	const char *direct = webkey_domain(a, s->config->base_url), *last = "";
	if (!has_webkeys(s, direct))
		direct = webkey_domain(a, value_text(s->config->publisher, "namespace"));
	for (size_t i = 0; i < s->options->webkey_count; i++) {
		const struct webkey *key = &s->options->webkeys[i];
		const char *name = webkey_name(a, key->local);
		bool is_direct = strcmp(key->domain, direct) == 0;
		add(p, write_webkey, key, NULL, 0, arena_printf(a, "%s/%s/hu/%s", folder, key->domain, name));
		if (is_direct)
			add(p, write_webkey, key, NULL, 0, arena_printf(a, "%s/hu/%s", folder, name));
		if (strcmp(key->domain, last) != 0) {
			add(p, write_nothing, NULL, NULL, 0, arena_printf(a, "%s/%s/policy", folder, key->domain));
			if (is_direct)
				add(p, write_nothing, NULL, NULL, 0, arena_printf(a, "%s/policy", folder));
		}
		last = key->domain;
	}
	next_group(p);
}

static void plan_sets(struct plan *p, const struct site *s)
{
	if (config_format(s->config, "indicators")) {
		add(p, write_indicators, NULL, NULL, 0, "indicators.csv");
		next_group(p);
	}
	if (!config_format(s->config, "osv"))
		return;
	add(p, write_osv_modified, NULL, NULL, 0, "osv/modified_id.csv");
	next_group(p);
	add(p, write_osv_zip, NULL, NULL, 0, "osv/all.zip");
	last_phase(p);
	next_group(p);
}

/* When all pages are planned. */
static void plan_sitemap(struct plan *p, struct site *s)
{
	s->sitemap = sitemap_of(s, p->outputs, p->count, p->arena);
	for (size_t i = 0; i < s->sitemap->count; i++) {
		add(p, write_sitemap, NULL, NULL, (unsigned)i, s->sitemap->files[i].path);
		next_group(p);
	}
	if (s->sitemap->count > 1)
		add(p, write_sitemap_index, NULL, NULL, 0, "sitemap.xml");
	add(p, write_robots, NULL, NULL, 0, "robots.txt");
	next_group(p);
}

/* Two outputs of one path would be a race, and one of them lost: the names of ids,
 * languages, pages and files leave no room for it. */
static bool index_paths(struct plan *p, struct diags *d)
{
	bool ok = true;
	p->paths = map_new();
	for (size_t i = 0; i < p->count; i++)
		if (!map_put(p->paths, span_of(p->outputs[i].path), i)) {
			diag(d, DIAG_BUG, (struct place){.path = p->outputs[i].path}, NULL, "two outputs of the site have this path");
			ok = false;
		}
	return ok;
}

bool site_plan(struct plan *out, struct site *s, struct arena *a, struct diags *d)
{
	struct plan p = {.arena = a};
	bool ok = check_withdrawn_languages(s, d);
	ok = (!config_format(s->config, "csaf") || csaf_names_check(s->config, s->history, d)) && ok;
	records_list(s, a);
	provider_list(s, a);
	security_txt_make(s, a);
	feed_stream_make(s, a);
	/* The large pages first, so that no core writes one while the others have nothing to do. */
	for (size_t i = 0; i < s->config->language_count; i++)
		plan_language(&p, s, s->config->languages[i]);
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		const struct advisory *adv = &s->history->advisories[i];
		plan_records(&p, s, i);
		for (size_t j = 0; j < s->config->language_count; j++)
			plan_advisory(&p, adv, s->config->languages[j]);
		add(&p, write_permalink, adv, NULL, 0, arena_printf(a, "%s/index.html", adv->id));
		next_group(&p);
	}
	plan_keys(&p, s);
	plan_provider(&p, s);
	plan_webkeys(&p, s);
	if (s->security_txt.data)
		add(&p, write_security_txt, NULL, NULL, 0, SECURITY_TXT_PATH);
	for (size_t i = 0; i < s->static_count; i++)
		add(&p, write_static, &s->statics[i], NULL, 0, arena_printf(a, "theme/%s", s->statics[i].path));
	add(&p, write_nothing, NULL, NULL, 0, ".nojekyll");
	next_group(&p);
	add(&p, write_front, NULL, NULL, 0, "index.html");
	add(&p, write_not_found, NULL, NULL, 0, "404.html");
	next_group(&p);
	add(&p, write_archive_json, NULL, NULL, 0, "archive.json");
	last_phase(&p);
	next_group(&p);
	plan_changes(&p, s);
	plan_sets(&p, s);
	plan_sitemap(&p, s);
	ok = ok && index_paths(&p, d);
	s->paths = p.paths;
	*out = p;
	return ok;
}

void plan_fini(struct plan *p)
{
	map_free(p->paths);
	p->paths = NULL;
}
