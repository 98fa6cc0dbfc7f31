/* What a commit's message says to shirase: for history/, and for trust/, which judges who says it. */
#ifndef HISTORY_WORDS_H
#define HISTORY_WORDS_H

#include "archive/archive.h"
#include "history/history.h"

enum said { SAID_NOTHING, SAID_EDITORIAL, SAID_SUBSTANTIVE, SAID_CORRECTION };

struct words {
	struct note *notes; /* a language once; lang NULL: the subject, where notes are taken from there */
	size_t note_count;
	const char *reason, *replaced_by; /* Withdraw-Reason, Replaced-By; NULL: not said */
	size_t notes_by, reasons_by;      /* the place of the commit that amended them, + 1; 0: they are as said first */
	size_t *amenders;                 /* places of all commits that ever amended something of it, ascending, each once */
	size_t amender_count;             /* AMENDERS_LIMIT at most */
	enum said said;                   /* Revision */
	const char **amends;              /* commits, as written */
	size_t amends_count;
	struct slip *slips;               /* at most SLIPS_LIMIT */
	size_t slip_count;
};

#define SLIPS_LIMIT 16

/* Reads the keys at the start of any line of the message (design.md, "Notes"), and what looks like
 * them. Where the archive says so, the subject is the note where there is no Note-…. Lives in the arena. */
void words_read(struct words *out, struct arena *a, const struct commit *c, const struct config *config);

/* Adds what from says on notes to out: lines that are there already are left out. */
void words_add_notes(struct words *out, struct arena *a, const struct words *from);

/* Notes that the commit at this place amends it; that those which amend from amend it too. */
void words_add_amender(struct words *w, struct arena *a, size_t place);
void words_add_amenders(struct words *out, struct arena *a, const struct words *from);

/* slips.c: the same of slips, which are copied. */
void words_add_slips(struct words *out, struct arena *a, const struct words *from);
void words_add_slip(struct words *w, struct arena *a, const struct slip *slip);
/* Looks at a line that is no key: it may be a misspelt one. */
void slips_look(struct words *out, struct arena *a, const struct oid *commit, struct span line, const struct config *c);

/* "editorial" …; SAID_NOTHING for what is none of them. */
enum said said_of(const char *value);
/* A copy without what hides or reorders text; tabs are spaces. */
const char *clean_text(struct arena *a, struct span text);

#endif
