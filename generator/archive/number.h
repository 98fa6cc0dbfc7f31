/* The number that the next advisory gets. */
#ifndef ARCHIVE_NUMBER_H
#define ARCHIVE_NUMBER_H

#include "archive/archive.h"

/* The id after all those of the scheme (and the year, where the scheme has one) that ever stood in the
 * archive: in any commit of the first-parent chain of head, published, draft or deleted since, and in what a
 * branch has now. So no number is given twice, also to two people, as long as they fetch before they ask.
 * The id lives in the arena; ar needs prefix and config. False after reporting: also if archive.yaml has no
 * scheme, or a year is asked for (not 0) that the scheme has no place for. */
bool number_next(const char **id, struct repository *r, const struct oid *head, const struct archive *ar, unsigned year,
		 struct arena *a, struct diags *d);

#endif
