/* Invariant: a file holds whole sets, no more than the limits allow. What a set takes is counted before anything is written. */
#include "formats/sitemap.h"

#include <string.h>

#include "formats/xml.h"

#define SITEMAPS "http://www.sitemaps.org/schemas/sitemap/0.9"
#define XHTML "http://www.w3.org/1999/xhtml"

const struct sitemap_limits sitemap_limits = {50000, 50000000};

/* What stands around an address: tags, indentation, a time; and around all of them. */
#define AROUND_URL 110
#define AROUND_LINK 80
#define AROUND_ALL 300

/* As XML: at most six bytes stand for one. */
static size_t written(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += strchr("&<>\"'", *text) ? 6 : 1;
	return n;
}

/* Each page has a link to each: no loop over both, as hreflang and address of all links add up to the same for each page. */
static size_t bytes_of(const struct sitemap_set *set)
{
	size_t links = AROUND_LINK + written(set->pages[set->otherwise].url), urls = 0;
	for (size_t i = 0; i < set->count; i++) {
		const struct sitemap_page *p = &set->pages[i];
		urls += AROUND_URL + written(p->url);
		if (p->hreflang)
			links += AROUND_LINK + written(p->url) + written(p->hreflang);
	}
	return urls + set->count * links;
}

static size_t sets_of_file(const struct sitemap_set *sets, size_t count, const struct sitemap_limits *limits)
{
	size_t n = 0, urls = 0, bytes = AROUND_ALL;
	for (; n < count; n++) {
		urls += sets[n].count;
		bytes += bytes_of(&sets[n]);
		if (n && (urls > limits->urls || bytes > limits->bytes))
			break;
	}
	return n;
}

struct sitemap_file *sitemap_divide(size_t *count, const struct sitemap_set *sets, size_t set_count,
				    const struct sitemap_limits *limits, struct arena *a)
{
	struct sitemap_file *files = NULL;
	size_t n = 0, capacity = 0;
	for (size_t i = 0; i < set_count || n == 0; i += files[n++].count) {
		files = arena_grow(a, files, n, &capacity, sizeof(*files));
		files[n] = (struct sitemap_file){.sets = sets + i, .count = sets_of_file(sets + i, set_count - i, limits)};
	}
	for (size_t i = 0; i < n; i++)
		files[i].path = n == 1 ? "sitemap.xml" : arena_printf(a, "sitemap-%zu.xml", i + 1);
	*count = n;
	return files;
}

static void link_to(struct xml *x, const char *hreflang, const char *url)
{
	xml_begin(x, "xhtml:link");
	xml_attribute(x, "rel", "alternate");
	xml_attribute(x, "hreflang", hreflang);
	xml_attribute(x, "href", url);
	xml_end(x);
}

static void url(struct xml *x, const struct sitemap_set *set, const struct sitemap_page *page)
{
	xml_begin(x, "url");
	xml_element(x, "loc", page->url);
	if (page->changed)
		xml_date(x, "lastmod", page->changed);
	for (size_t i = 0; i < set->count; i++)
		if (set->pages[i].hreflang)
			link_to(x, set->pages[i].hreflang, set->pages[i].url);
	link_to(x, "x-default", set->pages[set->otherwise].url);
	xml_end(x);
}

bool sitemap_write(struct buf *out, const struct sitemap_file *f, struct diags *d)
{
	struct xml x;
	xml_start(&x);
	xml_begin(&x, "urlset");
	xml_attribute(&x, "xmlns", SITEMAPS);
	xml_attribute(&x, "xmlns:xhtml", XHTML);
	for (size_t i = 0; i < f->count; i++)
		for (size_t j = 0; j < f->sets[i].count; j++)
			url(&x, &f->sets[i], &f->sets[i].pages[j]);
	xml_end(&x);
	return xml_finish(&x, out, f->path, d);
}

static instant newest(const struct sitemap_file *f)
{
	instant t = 0;
	for (size_t i = 0; i < f->count; i++)
		for (size_t j = 0; j < f->sets[i].count; j++)
			if (f->sets[i].pages[j].changed > t)
				t = f->sets[i].pages[j].changed;
	return t;
}

bool sitemap_index_write(struct buf *out, const char *base_url, const struct sitemap_file *files, size_t count, struct diags *d)
{
	struct xml x;
	xml_start(&x);
	xml_begin(&x, "sitemapindex");
	xml_attribute(&x, "xmlns", SITEMAPS);
	for (size_t i = 0; i < count; i++) {
		instant changed = newest(&files[i]);
		xml_begin(&x, "sitemap");
		xml_begin(&x, "loc");
		xml_text(&x, span_of(base_url));
		xml_text(&x, span_of(files[i].path));
		xml_end(&x);
		if (changed)
			xml_date(&x, "lastmod", changed);
		xml_end(&x);
	}
	xml_end(&x);
	return xml_finish(&x, out, "sitemap.xml", d);
}

void robots_write(struct buf *out, const char *base_url, const char *why_not)
{
	if (why_not)
		buf_printf(out, "# %s\nUser-agent: *\nDisallow: /\n", why_not);
	else
		buf_printf(out, "User-agent: *\nAllow: /\n\nSitemap: %ssitemap.xml\n", base_url);
}
