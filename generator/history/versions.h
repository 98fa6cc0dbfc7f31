/* Private to history/: what the documents said, version by version, and what
 * changed between public ones. Reads blobs; the only stage of history/ that costs. */
#ifndef HISTORY_VERSIONS_H
#define HISTORY_VERSIONS_H

#include "base/digest.h"
#include "history/timeline.h"

/* What one blob says. Texts are kept as digests of what counts when they are compared. */
struct parsed {
	bool readable;             /* broken YAML, no title, a reader that fails: false, and nothing else but why holds */
	const char *why;           /* one line of a reader on why not; or NULL */
	bool is_source, is_public; /* is_public: of a source */
	const char *title;
	unsigned translates;       /* 0: it says nothing */
	struct sha256 title_key, summary_key, body_key;
	const struct value *facts; /* of a source */
};

/* True if the bytes of one file say the same at the other path. To a reader, the path tells something too. */
bool path_says_same(const struct timeline *t, const char *path, const char *other);

/* Reads and parses a blob into the arena a. False after reporting that the repository lacks it. */
bool parsed_read(struct parsed *out, struct timeline *t, struct arena *a, const char *path, const struct oid *blob);

enum { CHANGED_TITLE = 1, CHANGED_SUMMARY = 2, CHANGED_BODY = 4 };
unsigned text_changed(const struct parsed *before, const struct parsed *after);

/* A document in one language, from the publication that brought its blob. */
struct version {
	const char *lang, *path, *title;
	struct oid blob;
	size_t publication;
	unsigned translates;
};

struct step_text {
	const struct version *version;
	bool fresh;        /* no public version in this language before */
	unsigned changed;  /* CHANGED_…, against the last public one */
};

/* A publication after which something about the advisory is not as it was. */
struct step {
	size_t publication;
	bool here;                 /* its source is there */
	bool public;               /* and is no draft, no exercise; the rest holds only then */
	struct step_text *texts;   /* source and translations, sorted by language */
	size_t text_count, source;
	struct attachment *attachments;
	size_t attachment_count;
	const char **changed;      /* names of facts, without withdrawn and redact; in the order of the table */
	size_t changed_count;
	bool fact;                 /* one of them is neither tags nor credits, or what withdrawn says was changed */
	bool restated;             /* nothing but what withdrawn says makes it so */
	bool exercise;             /* its source says so */
	const struct value *withdrawn; /* or NULL */
	const struct value *first_published; /* of the first public step alone; or NULL */
	const struct value *redact;    /* or NULL; also where a source that is not public has it */
	const struct value *before;    /* what the last public version said of what records must not forget (history.h, struct former),
					  where this one says otherwise; else NULL */
};

/* A publication that touched documents and gave no step of its own, or gave one that left a document as it stood. */
struct quiet_step {
	size_t publication;
	const char *lang, *path; /* lang NULL (two sources): all of the advisory; path: of the second */
	enum quiet_why why; /* QUIET_UNREADABLE, QUIET_TWO_SOURCES, QUIET_TWO_FILES: the rest is told from steps */
	const char *reason; /* why it is unreadable, by its reader's word; or NULL */
};

struct steps {
	struct step *items;
	size_t count;
	struct quiet_step *quiets;
	size_t quiet_count;
	bool sourced;              /* a version of its source could be read, public or not */
	const struct value *facts; /* of the last public version; NULL: there was none */
	bool facts_stay;           /* they are the archive's own, which outlives all this */
};

/* The facts of a source's version, if HEAD's archive has this blob: read more strictly than a past version, but the same. */
const struct value *facts_of_head(const struct timeline *t, const struct record *r, const struct version *v);

/* True if a fact differs that makes a step's `fact` true. */
bool facts_differ(const struct value *before, const struct value *after);

/* The steps of one record, in the arena (a worker's). False after reporting. */
bool steps_make(struct steps *out, struct timeline *t, const struct record *r, struct arena *a);

#endif
