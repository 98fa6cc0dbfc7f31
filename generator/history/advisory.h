/* Private to history/: from steps to an advisory. */
#ifndef HISTORY_ADVISORY_H
#define HISTORY_ADVISORY_H

#include "history/classify.h"

/* Makes the advisory of a record with at least one public step; in t->result. Reports
 * what front matter and history say against each other. */
void advisory_make(struct advisory *out, struct timeline *t, size_t record, const struct steps *steps);

/* quiet.c: what could not be read of a record of which no source ever could; in t->result. */
void quiets_unread(struct unreadable *out, const struct timeline *t, size_t record, const struct steps *steps);

/* redact.c: the revisions that `redact` names. */
bool redact_covers(const struct value *redact, unsigned revision);
/* True if after names a revision that before does not. */
bool redact_grows(const struct value *before, const struct value *after);
/* Which revisions after names and before does not, and why. */
void redact_tell(struct event *e, struct arena *a, const struct value *before, const struct value *after);
/* "2" or "r2"; 0 for what is no number. */
unsigned redact_number(const struct value *v);

#endif
