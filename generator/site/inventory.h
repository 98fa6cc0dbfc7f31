/* Internal to site/: what lints of the archive as a whole are given. */
#ifndef SITE_INVENTORY_H
#define SITE_INVENTORY_H

#include "site/site.h"

/* A list of all advisories that are in HEAD (drafts too) or were ever public, by id: {id, path and title (of the source in
 * HEAD; absent of what is gone), lang, status, public, exercise, withdrawn, gone, reused, year, serial}. status, year and
 * serial are absent where nothing says; reused: the id was another advisory's before, which left the archive. */
const struct value *inventory_of(const struct site *s);

#endif
