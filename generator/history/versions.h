/* Private to history/: what the documents said, version by version, and what
 * changed between public ones. Reads blobs; the only stage of history/ that costs. */
#ifndef HISTORY_VERSIONS_H
#define HISTORY_VERSIONS_H

#include "base/digest.h"
#include "history/timeline.h"

/* What one blob says. Texts are kept as digests of what counts when they are compared. */
struct parsed {
	bool readable;             /* broken YAML or no title: false, and nothing else holds */
	bool is_source, is_public; /* is_public: of a source */
	const char *title;
	unsigned translates;       /* 0: it says nothing */
	struct sha256 title_key, summary_key, body_key;
	const struct value *facts; /* of a source */
};

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
	bool public;               /* its source is there, no draft, no exercise; the rest holds only then */
	struct step_text *texts;   /* source and translations, sorted by language */
	size_t text_count, source;
	struct attachment *attachments;
	size_t attachment_count;
	const char **changed;      /* names of facts, without withdrawn and redact; in the order of the table */
	size_t changed_count;
	bool fact;                 /* one of them is neither tags nor credits, or what withdrawn says was changed */
	const struct value *withdrawn; /* or NULL */
	const struct value *redact;    /* or NULL; also where a source that is not public has it */
};

struct steps {
	struct step *items;
	size_t count;
	const struct value *facts; /* of the last public version; NULL: there was none */
};

/* The steps of one record, in the arena (a worker's). False after reporting. */
bool steps_make(struct steps *out, struct timeline *t, const struct record *r, struct arena *a);

#endif
