/* Which pages crawlers are told of: made of the plan's own list of outputs. */
#ifndef SITE_SITEMAP_H
#define SITE_SITEMAP_H

#include "site/site.h"

struct sitemap_file;
struct sitemap {
	struct sitemap_file *files; /* of more than one, sitemap.xml is the index */
	size_t count;
};

/* In the arena, as all paths of the outputs are. */
struct sitemap *sitemap_of(const struct site *s, const struct output *outputs, size_t count, struct arena *a);

bool write_sitemap(struct worker *w, const struct output *o, struct buf *out); /* number: of the file */
bool write_sitemap_index(struct worker *w, const struct output *o, struct buf *out);
bool write_robots(struct worker *w, const struct output *o, struct buf *out);

#endif
