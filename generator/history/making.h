/* Private to history/: an advisory while it is made (advisory.c), for the themes that have files of their own.
 *
 * Invariants while it goes: langs holds each language that ever was public, with its last
 * public version; the first step is public, and its source's language is the first of them;
 * `shown` says which of them are public (while the source is away: were last);
 * revisions[revision - 1] is the one that is open, its texts are filled in when it closes. */
#ifndef HISTORY_MAKING_H
#define HISTORY_MAKING_H

#include "history/classify.h"

struct language {
	const char *lang;
	const struct version *version;
	const struct publication *since; /* that made the version public */
	const char *path;                /* the version's, in the tree of `since` */
	const char *title;               /* the version's */
	const struct version *before;    /* its version when the step began */
	bool shown;
	bool within;       /* it was public within the open revision */
	unsigned reflects; /* the source's revision at its last published or substantive event */
	instant updated;   /* the time of that event as a translation; 0: none */
};

/* A `redact`, and how many revisions there were when it stood. */
struct redaction {
	const struct value *redact;
	unsigned revisions;
};

struct making {
	struct timeline *t;
	struct advisory *out;
	size_t record;
	const struct steps *steps;
	struct language *langs;
	size_t lang_count, lang_capacity, source;
	size_t event_capacity, revision_capacity, former_capacity;
	const struct step *shown;       /* the last public step */
	struct attachments shown_files, new_files; /* new_files: of the step that is being taken */
	bool withdrawn, by_deletion;
	enum event_why away;            /* why it is withdrawn, if it is */
	unsigned withdrawn_in;          /* the revision in which the withdrawal stands */
	const struct value *withdrawn_value, *redact;
	const struct value *first_published; /* of the first public step */
	struct redaction *redactions;
	size_t redaction_count, redaction_capacity;
	instant source_updated;
};

const struct publication *making_at(const struct making *m, const struct step *s);

/* withdrawal.c: out->withdrawal after a step whose class for the source is `class` (NO_CLASS: none). True if the
 * step says that it is withdrawn, and why: for the first time or anew. */
#define NO_CLASS ((int)-1)
bool withdrawal_take(struct making *m, const struct step *s, int class, const struct words *words);
/* The trailers' notes, and those of `withdrawn` in the languages that have none. words: NULL for no trailers. */
void withdrawal_notes(struct making *m, const struct words *words);
/* Warns of translations that are gone, and nobody said why; called when all events and texts are there. */
void withdrawal_check_texts(const struct making *m);

/* telling.c: what is told of a step's events, the first of them at `first`, when all of them are there. */
void telling_notes(struct making *m, size_t first, const struct words *words);
void telling_titles(struct making *m, size_t first);
void telling_reason(struct making *m, struct event *e);
/* reason: the step says why it is withdrawn. */
void telling_amended(struct making *m, size_t first, const struct words *words, bool reason);

/* redaction.c: notes what a step says under `redact`; tells whether it, or an earlier one, covers a revision. */
void redaction_note(struct making *m, const struct value *redact);
bool redaction_covers(const struct making *m, unsigned revision);
/* redact.c: takes the titles of texts and events, what messages say in redacted revisions, and facts that go with them, out. */
void redact_apply(struct making *m);

/* formers.c: a step that has a `before`, called while the revision that said so last is open; and once all revisions tell whether
 * they are redacted. */
void formers_add(struct making *m, const struct step *s);
void formers_redact(const struct advisory *a);
/* What the facts say now is said no more, as the latest revision was redacted. */
void formers_end(struct making *m);

/* quiet.c: what touched the documents and is no event; called when all events are there. */
void quiets_make(struct making *m);

#endif
