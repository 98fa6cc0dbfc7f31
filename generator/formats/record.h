/* What every machine-readable record is made from: one advisory's facts and texts as its author wrote them, before any filter
 * (design.md, principle 6), with the addresses of everything that tells of it. Made by site/records.c once for each group of
 * outputs; lives in the worker's arena, as does all that a format makes of it.
 *
 * A record is a pure function of the commit and the configuration: no clock, no digest of a text. */
#ifndef FORMATS_RECORD_H
#define FORMATS_RECORD_H

#include "archive/facts.h"
#include "base/buf.h"
#include "base/digest.h"
#include "formats/losses.h"
#include "history/history.h"

/* Files that one advisory has of each format; in this order wherever they are listed. */
enum record_format { RECORD_CSAF, RECORD_OSV, RECORD_IODEF, RECORD_STIX, RECORD_FORMATS };

/* "csaf" …, as in archive.yaml under formats and in archive.json. */
const char *record_format_name(enum record_format format);

/* A file of the site that is a record of one advisory. */
struct record_file {
	enum record_format format;
	const char *lang; /* of its text; NULL where the file holds all languages */
	const char *path; /* from the site's root */
	const char *media_type;
	struct sha256 sha256; /* once it is written */
	struct sha512 sha512; /* CSAF alone */
};

/* The files of one advisory, sorted by format, then source first, then language. */
struct record_files {
	struct record_file *items;
	size_t count;
};

/* A part of a document under a heading of its topmost level; the first may have none. Neither heading nor text holds a control
 * character but LF, nor is text empty. */
struct record_section {
	const char *name;    /* canonical: "impact"; NULL: no heading, or one without a known meaning */
	const char *heading; /* as written; NULL: what stands before the first */
	const char *text;    /* plain text, lines not wrapped, paragraphs apart by an empty line; links as "text (URL)" */
	const char *markdown; /* the same as CommonMark, whose headings begin at level 3; NULL: no format that is on has a use for it */
	bool none;           /* it only says that there is nothing (なし, None, Not applicable) */
};

/* A document that is public now (withdrawn: was last). Of a redacted one the title is the id, and there is nothing else. */
struct record_text {
	const struct text *text;
	const char *lang, *title;
	const char *summary; /* or NULL */
	const struct record_section *sections;
	size_t section_count;
	const char *page, *txt, *asc; /* URLs: the page, the text, the same clear-signed (NULL in an unsigned site) */
};

/* What is the same for all records of a site. */
struct record_site {
	const struct config *config;
	const struct history *history;
	bool is_signed;
	const struct record_files *files; /* [index of the advisory in history] */
	/* locales[i]: the words of config->languages[i], as filters/locale/<lang>.lua has them. */
	const struct value *const *locales;
};

struct record {
	const struct record_site *site;
	const struct advisory *advisory;
	const struct value *facts; /* facts.h, each key of the kind that it says; HEAD's, also where redacted: who redacts mends them */
	const struct value *const *formers; /* [i]: of advisory->formers[i], likewise */
	struct rating rating;
	bool exercise, withdrawn, redacted; /* redacted: the current revision is */
	const struct record_text *texts;    /* the source's first, then in order of the configuration */
	size_t text_count;
	const char *permalink; /* URL */
	struct arena *arena;
	struct losses *losses; /* NULL: nobody asks */
	const struct record_file *file; /* that is being written */
	/* What an event told, in a language: its note, then what changed in the facts; lines joined by LF; never empty. */
	const char *(*told)(const struct record *r, size_t event, const char *lang);
	void *context; /* of told */
};

/* The text in this language; NULL if there is none. */
const struct record_text *record_text_in(const struct record *r, const char *lang);
/* The section of this name; NULL if there is none. */
const struct record_section *record_section(const struct record_text *t, const char *name);
/* base_url and the percent-encoded path. */
const char *record_url(const struct record_site *s, struct arena *a, const char *path);
/* A word of a language's locale without placeholders ("text.links"), or of the first language's that has it where that one is not
 * configured, or lacks it; "" where all do: a key is never published. A label likewise. */
const char *record_word(const struct record *r, const char *lang, const char *key);
/* A label ("severity", "high"); the value where the vocabulary lacks it: a past version may hold any word. */
const char *record_label(const struct record *r, const char *lang, const char *vocabulary, const char *value);
/* The same without a record. */
const char *record_site_word(const struct record_site *s, const char *lang, const char *key);
const char *record_site_label(const struct record_site *s, const char *lang, const char *vocabulary, const char *value);
/* When what all its languages tell changed last: the newest event, amendment or mechanical change. */
instant record_changed(const struct record *r);
/* The advisory that replaces this one, withdrawn; NULL if there is none, or it is not public: then it must not be named. */
const char *record_replacement(const struct record *r);
/* False for an id that only this archive gives, and none that is public has: it may be a draft's, and must not be named. */
bool record_may_name(const struct record *r, const char *id);
/* The files of an advisory. */
const struct record_files *record_files_of(const struct record_site *s, const struct advisory *a);

/* Where the same thing is told elsewhere: each public text's page, text and signature, all other records of the advisory, and
 * archive.json; not the file that is being written. */
struct record_link {
	const char *what; /* "page", "text", "signature", "csaf", "osv", "iodef", "stix", "archive" */
	const char *lang; /* NULL: of no one language */
	const char *url, *media_type;
};
const struct record_link *record_links(size_t *count, const struct record *r);

/* Notes that the record cannot say something: for `check --formats`. One sentence without a full stop, which names the fact. */
__attribute__((format(printf, 2, 3))) void record_lose(const struct record *r, const char *format, ...);

/* The face of a format: one file each in formats/. */
struct record_writer {
	enum record_format format;
	/* The files that an advisory has of this format, added to files with path and language; from its history alone, so that a
	 * site can be planned without reading documents. */
	void (*list)(struct record_files *files, size_t *capacity, struct arena *a, const struct config *c, const struct advisory *adv);
	/* Appends the file r->file; false after reporting. */
	bool (*write)(struct buf *out, const struct record *r, struct diags *d);
};
extern const struct record_writer csaf_writer, osv_writer, iodef_writer, stix_writer;

void record_files_add(struct record_files *files, size_t *capacity, struct arena *a, const struct record_file *file);

#endif
