/* What `check` demands of texts beyond what the archive stage knows. */
#ifndef SITE_CHECKS_H
#define SITE_CHECKS_H

#include "site/site.h"

/* The sections that design.md demands: as errors for a final alert or
 * vulnerability (with as_errors), else as warnings. An open answer (調査中) in a
 * final one, and two headings of one meaning, are told too. */
void check_documents(const struct site *s, bool as_errors, struct diags *d);

/* Stale translations, with revisions and days behind; an error where stale.days is exceeded. */
void check_translations(const struct site *s, struct diags *d);

/* Notes new advisories of the newest publication that lack a language of the archive. */
void check_languages(const struct site *s, struct diags *d);

/* Interim advisories whose next_update is more than a day before the newest publication. */
void check_next_updates(const struct site *s, struct diags *d);

#endif
