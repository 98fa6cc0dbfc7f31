/* The text that a new advisory begins with: every section, and in each place what is to be written there, in the words of
 * the language's locale (filters/locale/en.lua, draft). */
#ifndef SITE_DRAFT_H
#define SITE_DRAFT_H

#include "site/site.h"

struct draft {
	const char *kind;              /* "alert", "vulnerability", "information" */
	const char *title;             /* of the source; NULL: it is asked for */
	bool exercise;
	const char *const *languages;  /* the source's first */
	const struct value **locales;  /* of these languages, as script_locale gives them */
	size_t language_count;
};

/* Appends the document in languages[index]: front matter with status: draft and the facts (the source, 0), or with title and
 * summary (a translation), and the body. False after reporting what the locale lacks. */
bool draft_write(struct buf *out, const struct draft *draft, size_t index, struct arena *a, struct diags *d);

/* The mark that asks for one of the locale's draft.facts, in the arena; NULL after reporting what the locale lacks. */
const char *draft_mark(const struct value *locale, const char *lang, const char *key, struct arena *a, struct diags *d);

#endif
