/* Invariant: each file of a format that the live site lists and the new one does not have is told, in the count of its format, once.
 * Pages of products and years come and go with what is published, and their feeds with them; listings of folders with the languages
 * and their order: those count where the format is off. */
#include "publish/previous_files.h"

#include <stdio.h>

struct kind {
	const char *format;       /* as archive.yaml has it under formats */
	const char *begin, *end;  /* of the path; an end alone stands behind a language */
	const char *passing;      /* in the path of one that comes and goes; or NULL */
};

static const struct kind kinds[] = {
	{"csaf", ".well-known/csaf/", "", ".html"}, /* listings for people, of each language */
	{"csaf", ".well-known/csaf/", "", NULL},
	{"osv", "osv/", "", NULL},
	{"iodef", "iodef/", "", NULL},
	{"stix", "stix/", "", NULL},
	{"indicators", "indicators.csv", "", NULL},
	{"changes", "changes.json", "", NULL},
	{"changes", "changes/", "", NULL},
	{"atom", NULL, ".atom", "/feeds/product/"},
	{"atom", NULL, ".atom", "/feeds/year/"},
	{"atom", NULL, ".atom", NULL},
	{"jsonfeed", NULL, "/feed.json", NULL},
	{"jvnrss", NULL, "/jvnrss.rdf", NULL},
	{"wkd", ".well-known/openpgpkey/", "", NULL},
};

/* The language of a path that begins with one of the archive's. */
static bool is_in_language(const struct config *c, struct span path)
{
	const char *slash = memchr(path.data, '/', path.length);
	for (size_t i = 0; slash && i < c->language_count; i++)
		if (span_is(span_make(path.data, (size_t)(slash - path.data)), c->languages[i]))
			return true;
	return false;
}

/* The kind of a file; NULL: of none. */
static const struct kind *kind_of(const struct config *c, struct span path)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const struct kind *k = &kinds[i];
		bool is = k->begin ? span_starts(path, k->begin) : span_ends(path, k->end) && is_in_language(c, path);
		if (is && (!k->passing || memmem(path.data, path.length, k->passing, strlen(k->passing))))
			return k;
	}
	return NULL;
}

struct lost *previous_lost(size_t *count, const struct config *c, struct span sums, const struct map *paths, struct arena *a)
{
	struct lost *all = arena_array(a, sizeof(kinds) / sizeof(*kinds), sizeof(*all));
	struct sha256 digest;
	struct span path;
	size_t number, i;
	*count = 0;
	while (sums_next(&sums, &path, &digest)) {
		const struct kind *k = map_find(paths, path, &number) ? NULL : kind_of(c, path);
		bool off = k && !config_format(c, k->format);
		if (!k || (k->passing && !off))
			continue;
		for (i = 0; i < *count && all[i].format != k->format; i++)
			;
		if (i == *count)
			all[(*count)++] = (struct lost){.format = k->format, .off = off, .example = arena_span(a, path)};
		all[i].files++;
	}
	return all;
}
