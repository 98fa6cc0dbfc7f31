/* Private to history/: from steps to an advisory. */
#ifndef HISTORY_ADVISORY_H
#define HISTORY_ADVISORY_H

#include "history/classify.h"

/* Makes the advisory of a record with at least one public step; in t->result. Reports
 * what front matter and history say against each other. */
void advisory_make(struct advisory *out, struct timeline *t, size_t record, const struct steps *steps);

/* redact.c: the revisions that `redact` names. */
bool redact_covers(const struct value *redact, unsigned revision);
/* True if after names a revision that before does not. */
bool redact_grows(const struct value *before, const struct value *after);
/* Takes the texts' titles, and what messages say in redacted revisions, out. */
void redact_apply(struct advisory *out, const struct value *redact);

#endif
