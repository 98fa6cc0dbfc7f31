/* Where theme, filters and locales come from: the commit's tree, file by file
 * before the installed data folder (design.md, "The repository"). */
#ifndef SITE_SOURCES_H
#define SITE_SOURCES_H

#include "site/site.h"

/* Only the libraries and the locales of the archive's languages (ar needs its config). False after reporting. */
bool sources_load_locales(struct repository *r, const struct oid *head, const struct archive *ar, struct scripts *scripts,
			  struct arena *a, struct diags *d);

/* All lints there are, which are no part of what sources_load loads. False after reporting. */
bool sources_load_lints(struct repository *r, const struct oid *head, struct scripts *scripts, struct arena *a, struct diags *d);

/* Loads all libraries, and the filters and locales that the configuration names, into scripts, and the theme:
 * templates into scripts, static files into *out. False after reporting. */
bool sources_load(struct static_file **statics, size_t *static_count, struct repository *r, const struct oid *head,
		  const struct archive *ar, struct scripts *scripts, struct arena *a, struct diags *d);

#endif
