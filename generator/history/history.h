/* From commits to revisions (design.md, "History"). The timeline is the
 * first-parent chain; each commit on it that touches the archive is a
 * publication; each publication gives events to the advisories that it touches.
 *
 * Everything lives in one arena, is made once and then read by all threads. */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "archive/archive.h"
#include "repository/repository.h"

struct publication {
	unsigned serial; /* 1, 2, 3 … */
	instant time;    /* UTC, never earlier than the one before */
	struct oid commit, tree;
};

enum event_class {
	EVENT_PUBLISHED,
	EVENT_SUBSTANTIVE,
	EVENT_EDITORIAL,
	EVENT_WITHDRAWN,
	EVENT_REINSTATED,
	EVENT_REDACTED,
	EVENT_TRANSLATION_PUBLISHED,
	EVENT_TRANSLATION_SUBSTANTIVE,
	EVENT_TRANSLATION_EDITORIAL,
	EVENT_TRANSLATION_REMOVED
};

/* "published" … "translation-removed", as in archive.json. */
const char *event_class_name(enum event_class class);

struct note {
	const char *lang; /* NULL: in every language (notes: subject) */
	const char *text; /* one or more lines joined by LF */
};

struct event {
	const struct publication *at;
	const char *lang;        /* the document's */
	enum event_class class;
	bool translation;
	unsigned revision;       /* source: the revision it stands in; translation: the one it reflects */
	bool correction;
	const char **changed;    /* front-matter keys, attachments, title, summary, body */
	size_t changed_count;
	struct note *notes;      /* once for each publication: with the source's event, else with each translation's;
				    none in a redacted revision */
	size_t note_count;
	const char *reason, *replaced_by; /* EVENT_WITHDRAWN */
};

/* One language's document in one state. */
struct text {
	const char *lang;
	const char *title;       /* the id where the text is redacted */
	const char *path;        /* in the tree of at->commit */
	struct oid blob;
	const struct publication *at; /* the publication that brought this blob */
	unsigned reflects;       /* the source's revision that it reflects (a source: its own) */
	bool current;
	instant updated;         /* design.md: archive.json, a language's `updated` */
};

struct revision {
	unsigned number;
	const struct publication *at;   /* that began it */
	const struct publication *last; /* the newest event that stands in it (editorial changes …) */
	const char *source;             /* language of its source */
	struct text *texts;             /* the last of each language within it, source included, sorted by language */
	size_t text_count;
	struct attachment *attachments; /* as they were at its end */
	size_t attachment_count;
	bool redacted;           /* its texts and attachments are in no output; of the latest: those of now */
};

struct withdrawal {
	const struct publication *at;
	const char *reason;      /* "duplicate" …; "other" if nothing says; NULL: not withdrawn */
	const char *replaced_by; /* or NULL */
	struct note *notes;      /* of the trailers; in a language that they lack, of `withdrawn` */
	size_t note_count;
	bool by_deletion;
};

struct advisory {
	const char *id;
	const char *source;         /* its language */
	const struct value *facts;  /* normal form (archive/facts.h) of the last public version */
	instant published;          /* first_published, or the first event */
	bool published_before;      /* published comes from first_published */
	instant updated;
	unsigned revision;          /* the latest */
	struct withdrawal withdrawal; /* as of now; reason is NULL if it is not withdrawn */
	struct text *texts;         /* public now (withdrawn: were last), source included, sorted by language */
	size_t text_count;
	struct revision *revisions; /* [0] is revision 1 */
	size_t revision_count;
	struct event *events;       /* in order of serial, then source first, then language */
	size_t event_count;
	struct attachment *attachments; /* of the last public version */
	size_t attachment_count;
};

struct history {
	struct publication *publications; /* [0] has serial 1 */
	size_t publication_count;
	struct advisory *advisories; /* those that were ever public, sorted by id */
	size_t advisory_count;
};

struct history_options {
	bool drafts, exercises; /* these count as public */
	instant now;            /* a publication more than ten minutes later is an error */
	unsigned jobs;
};

/* Reads the history of the commit head whose archive was loaded as ar. */
bool history_read(struct history *out, struct repository *r, const struct oid *head, const struct archive *ar,
		  const struct history_options *options, struct arena *a, struct diags *d);

const struct advisory *history_find(const struct history *h, const char *id);
const struct text *advisory_text(const struct advisory *a, const char *lang); /* NULL: none in this language */
const struct text *revision_text(const struct revision *r, const char *lang);
/* "draft", "interim", "final" or "withdrawn". */
const char *advisory_state(const struct advisory *a);

#endif
