/* Private to history/: what the commits of a publication say of one advisory. */
#ifndef HISTORY_CLASSIFY_H
#define HISTORY_CLASSIFY_H

#include "history/versions.h"

/* Marks the commits that change the text of BULK source documents or more:
 * links of the chain by their steps (steps[i] is record i's), commits of merges by their own changes.
 * False after reporting. */
bool bulk_mark(struct timeline *t, const struct steps *steps);

/* Whether a change of this document's text at the publication is editorial: because
 * the trailer says so, or (of a source) the number does, for one of the commits that it brings at least. */
enum editorial { EDITORIAL_NOT, EDITORIAL_SAID, EDITORIAL_BULK };
enum editorial text_editorial(const struct timeline *t, size_t record, size_t publication, const char *lang, bool source);

/* True if "Revision: editorial" was said of a change of the record's facts: of a merge, by a commit
 * that changed them itself. To be asked only where facts changed. */
bool editorial_was_said(struct timeline *t, size_t record, size_t publication);

/* What is said of the record at the publication: notes, reason, replacement, slips; said is SAID_CORRECTION or
 * SAID_NOTHING. Of a merge, a commit after which the advisory was not public says nothing: nobody was to read that. s is the
 * record's step at the publication. Lives in the arena. */
void words_gather(struct words *out, struct timeline *t, size_t record, const struct step *s, struct arena *a);

#endif
