/* What `check` demands of texts beyond what the archive stage knows. */
#ifndef SITE_CHECKS_H
#define SITE_CHECKS_H

#include "site/data.h"

/* The sections that design.md demands: as errors for a final alert or
 * vulnerability (with as_errors), else as warnings. An open answer (調査中) in a
 * final one, and two headings of one meaning, are told too. */
void check_documents(const struct site *s, bool as_errors, struct diags *d);

/* Stale translations, with revisions and days behind; an error where stale.days is exceeded. */
void check_translations(const struct site *s, struct diags *d);

/* Notes new advisories of the newest publication that lack a language of the archive. */
void check_languages(const struct site *s, struct diags *d);

/* Each language of what is withdrawn that archive.yaml names no more: false after reporting them. */
bool check_withdrawn_languages(const struct site *s, struct diags *d);

/* Terms of the glossary that lack a language of the archive. */
void check_glossary(const struct site *s, struct diags *d);

/* A page named rfc2350 without the seven chapters of RFC 2350, by their names in its language. */
void check_rfc2350(const struct site *s, struct diags *d);

/* Interim advisories whose next_update is more than a day before the newest publication. */
void check_next_updates(const struct site *s, struct diags *d);

/* Whether each language's locale has all keys that the English one has that comes with shirase: what it lacks
 * would be an empty place, or stop the build on the day on which a page says it. */
bool check_locales(const struct site *s, struct diags *d);
/* The same of one locale beside another, but for functions: each key that it lacks is reported with its name. */
void locale_compare(const struct value *reference, const struct value *locale, const char *lang, struct arena *a, struct diags *d);

#endif
