/* Which CSAF documents an advisory has, what they are called, and their revisions (CSAF 2.0, sections 3.1.11, 3.2.1.12 and 5.1);
 * from its history alone, so that a site can be planned without reading documents.
 *
 * One document of the source, "<ID>", and one of each translation that there ever was, "<ID>-<lang>": one that is gone keeps its
 * document, which says so. */
#ifndef FORMATS_CSAF_TRACKING_H
#define FORMATS_CSAF_TRACKING_H

#include "archive/config.h"
#include "base/arena.h"
#include "base/diag.h"
#include "history/history.h"

enum csaf_standing {
	CSAF_SOURCE,
	CSAF_TRANSLATION,
	CSAF_REMOVED, /* the translation was taken out */
	CSAF_MOVED    /* it is the source now, which has another document */
};

enum csaf_cause {
	CSAF_BEFORE,     /* first_published, as the first version said it: before this archive */
	CSAF_EVENTS,     /* events of one publication */
	CSAF_CONFIGURED, /* what archive.yaml says of all of them */
	CSAF_MECHANICAL, /* a publication that changed no more than the document's form */
	CSAF_AMENDED     /* what was said of an earlier revision was amended */
};

struct csaf_revision {
	unsigned number; /* 1, 2, 3 … */
	instant date;    /* later than that of the revision before: by a second, where the publications are of one */
	enum csaf_cause cause;
	size_t first, count; /* CSAF_EVENTS: the publication's events; csaf_concerns says which are of this document */
};

struct csaf_document {
	const char *lang;
	enum csaf_standing standing;
	size_t start;     /* its first event */
	instant initial;  /* date of its first revision */
	const char *id;   /* document/tracking/id */
	const char *path; /* ".well-known/csaf/white/2026/ex-2026-0001-en.json", the year that of initial */
};

/* All documents of an advisory, the source's first, then in the configuration's order of languages; in the arena. Linear in the
 * events, times the languages. */
const struct csaf_document *csaf_documents(size_t *count, struct arena *a, const struct config *c, const struct advisory *adv);

struct csaf_tracking {
	struct csaf_revision *revisions; /* the first of the date that the document has */
	size_t count;                    /* 1 or more; the number of the last */
	instant current;                 /* date of the last */
	unsigned serial;                 /* of the newest publication among them */
};

/* The revisions of a document, in the arena. Whatever in the history can change a byte of it is one: the source's events, its own,
 * translations that come and go (the document refers to them), mechanical changes, amendments, and what archive.yaml says of all
 * documents. What others do is none: it shows in no document that has no other reason to change. */
struct csaf_tracking csaf_track(struct arena *a, const struct history *h, const struct advisory *adv, const struct csaf_document *doc);

/* True if a document in this language may differ by what the event did. */
bool csaf_concerns(const char *lang, const struct event *e);

/* The title of its document in this language, as a function of the text's (NULL: there is none), in the arena. */
struct record_site;
const char *csaf_title(struct arena *a, const struct record_site *s, const struct advisory *adv, const char *lang, const char *title);

/* "<id>" as a file name, without folder (section 5.1). */
const char *csaf_file_name(struct arena *a, const char *id);

/* Reports documents of two advisories that would have one file name. False if there are any. */
bool csaf_names_check(const struct config *c, const struct history *h, struct diags *d);

#endif
