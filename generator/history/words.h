/* Private to history/: what a commit's message says to shirase. */
#ifndef HISTORY_WORDS_H
#define HISTORY_WORDS_H

#include "history/history.h"

enum said { SAID_NOTHING, SAID_EDITORIAL, SAID_SUBSTANTIVE, SAID_CORRECTION };

struct words {
	struct note *notes; /* a language once; lang NULL: the subject, where notes are taken from there */
	size_t note_count;
	const char *reason, *replaced_by; /* Withdraw-Reason, Replaced-By; NULL: not said */
	enum said said;                   /* Revision */
	const char **amends;              /* commits, as written */
	size_t amends_count;
};

/* Reads the keys at the start of any line of the message (design.md, "Notes").
 * from_subject: the subject is the note where there is no Note-…. Lives in the arena. */
void words_read(struct words *out, struct arena *a, const struct commit *c, bool from_subject);

/* Adds what from says on notes to out: lines that are there already are left out. */
void words_add_notes(struct words *out, struct arena *a, const struct words *from);

/* True for the reasons that design.md lists under `withdrawn`. */
bool reason_is_known(const char *reason);

#endif
