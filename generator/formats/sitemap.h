/* Sitemaps (sitemaps.org, protocol 0.9) with the languages of each page as xhtml:link, for crawlers; and robots.txt (RFC 9309).
 *
 * A sitemap may name only what lies below its own folder: the files of an index stand beside it, at the site's front. */
#ifndef FORMATS_SITEMAP_H
#define FORMATS_SITEMAP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"

struct sitemap_page {
	const char *url;      /* absolute */
	const char *hreflang; /* NULL: of no language, where a reader chooses one */
	instant changed;      /* 0: not known */
};

/* One page in each of its languages: they name each other, and stand in one file. */
struct sitemap_set {
	const struct sitemap_page *pages;
	size_t count;
	size_t otherwise; /* the page for readers of all other languages (x-default) */
};

struct sitemap_limits {
	size_t urls, bytes; /* of a file */
};
extern const struct sitemap_limits sitemap_limits; /* the protocol's: 50,000 and 50 MB */

struct sitemap_file {
	const char *path; /* "sitemap.xml" if it is the only one, else "sitemap-1.xml" … */
	const struct sitemap_set *sets;
	size_t count;
};

/* At least one. In the arena; the sets are borrowed. */
struct sitemap_file *sitemap_divide(size_t *count, const struct sitemap_set *sets, size_t set_count,
				    const struct sitemap_limits *limits, struct arena *a);

/* Each appends a document; false after reporting. The index: of files that have a path of their own. */
bool sitemap_write(struct buf *out, const struct sitemap_file *f, struct diags *d);
bool sitemap_index_write(struct buf *out, const char *base_url, const struct sitemap_file *files, size_t count, struct diags *d);

/* why_not: why no crawler should come (one line of English), or NULL: all may. */
void robots_write(struct buf *out, const char *base_url, const char *why_not);

#endif
