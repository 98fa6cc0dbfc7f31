/* Where theme, filters and locales come from: the commit's tree, file by file
 * before the installed data folder (design.md, "The repository"). */
#ifndef SITE_SOURCES_H
#define SITE_SOURCES_H

#include "script/reader.h"
#include "site/site.h"

/* Only the libraries and the locales of the archive's languages (ar needs its config and sources). False after reporting. */
bool sources_load_locales(struct repository *r, const struct archive *ar, struct scripts *scripts, struct arena *a, struct diags *d);

/* The English locale as it comes with shirase, which no archive replaces. False after reporting. */
bool sources_load_reference(struct scripts *scripts, struct arena *a, struct diags *d);

/* For a document alone: all libraries, these filters, and the locale of lang. ar: NULL for one in no archive, for which there is what
 * lies in filters/ of the folders beside it (NULL: none), the first before the other, and what comes with the program. False after reporting. */
bool sources_load_filters(struct repository *r, const struct archive *ar, const char *const *filters, size_t count, const char *lang,
			  const char *const beside[2], struct scripts *scripts, struct arena *a, struct diags *d);

/* All lints there are, which are no part of what sources_load loads. False after reporting. */
bool sources_load_lints(struct repository *r, const struct archive *ar, struct scripts *scripts, struct arena *a, struct diags *d);

/* Loads all libraries, and the filters and locales that the configuration names, into scripts, and the theme:
 * templates into scripts, static files into *out. False after reporting. */
bool sources_load(struct static_file **statics, size_t *static_count, struct repository *r, const struct archive *ar,
		  struct scripts *scripts, struct arena *a, struct diags *d);

/* archive_from's open_readers and its context: filters/readers/<name>.lua of the same places, with all libraries. pool, which is set
 * even where it fails, outlives the archive; reader_pool_free ends it. */
struct reader_sources {
	struct repository *repository;
	struct arena *arena;
	struct reader_pool *pool;
};
bool sources_open_readers(void *context, struct archive *ar, struct diags *d);

#endif
