/* The site as a list of outputs. A site is planned once (which files there
 * are), then written on all cores; nothing but the plan knows the whole.
 *
 * struct site holds what all workers read and none changes, but for the
 * digests of texts, records and pieces of changes.json: each is written by the one group that makes the file, and read
 * by that group and by outputs of the last phase; and for what was told of events, which is kept under a lock. */
#ifndef SITE_SITE_H
#define SITE_SITE_H

#include "archive/archive.h"
#include "base/digest.h"
#include "history/history.h"
#include "script/script.h"

struct site_options {
	bool drafts, exercises;
	bool is_unsigned;
	const char *fingerprint, *user_id; /* of the signing key; NULL if unsigned */
	struct span certificate;           /* of the signing key, armored */
	const struct provenance *provenance; /* [serial - 1] of each publication; NULL: nothing was checked */
	const struct value *rewrites;      /* [{from, to, reason, time?}] of rewritten histories, oldest first; or NULL */
	const struct webkey *webkeys;      /* what the Web Key Directory serves, sorted by domain, then local part; of certificates that the site has */
	size_t webkey_count;
	const struct security_key *security_keys; /* to which reports can be encrypted, in order (formats/security_txt.h) */
	size_t security_key_count;
	unsigned jobs;
};

struct product {
	const char *slug;                     /* path segment */
	const struct value *vendor, *name;    /* text or {lang: text}; vendor may be NULL */
	const struct advisory **advisories;   /* newest first */
	size_t count;
};

struct static_file {
	const char *path; /* below theme/ */
	struct span bytes;
};

struct told;
struct ignores;
struct feed_entry;
struct feed_stream;
struct losses;
struct record;
struct record_files;
struct changes;
struct csaf_provider;
struct webkey;
struct security_key;
struct osv_store;
struct sitemap;

struct site {
	struct repository *repository;
	struct oid head;
	const struct archive *archive;
	const struct config *config;
	const struct history *history;
	struct scripts *scripts;
	const struct value **locales;   /* per language: plain copy of the locale's table */
	struct section_names **section_names; /* per language */
	struct zone *zone;
	const struct site_options *options;
	const struct advisory **newest; /* all advisories, by published, newest first, then id */
	struct product *products;       /* sorted by slug */
	size_t product_count;
	struct map *product_index;      /* vendor LF product -> index into products */
	struct static_file *statics;
	size_t static_count;
	const char **ids;               /* of all public advisories, sorted */
	const struct value *variables;  /* "site" of the templates */
	struct sha256 *text_digests;    /* [advisory index * languages + language index] */
	const struct map *paths;        /* every path of the plan; set by site_plan */
	struct changes *changes;        /* what changes.json is divided into; set by site_plan */
	struct sitemap *sitemap;        /* likewise */
	struct ignores *ignores;        /* what authors let check pass (ignored.h) */
	struct record_files *records;   /* [advisory index] (formats/record.h): paths set by site_plan, digests by who writes them */
	struct span security_txt;       /* what that file says; set by site_plan; no data: it is not made */
	const struct csaf_provider *provider; /* all CSAF documents; set by site_plan; NULL: the site is no provider */
	struct osv_store *osv;          /* OSV records for all.zip, kept by who writes them; set by site_plan, NULL: the format is off */
	struct losses *losses;          /* what records cannot say is noted there; NULL: nobody asks */
	const struct feed_stream *stream; /* what archive documents of feeds tell (feed.h); set by site_plan */
	struct told *told;              /* changes that a worker has put into words (changes.h); NULL: nothing is kept */
	struct arena *arena;
};

/* Loads theme, filters and locales (from the tree, else from the data folder), orders
 * advisories, finds products. True if no error was reported. Everything
 * that out refers to outlives it; site_fini frees the rest. */
bool site_init(struct site *out, struct repository *r, const struct oid *head, const struct archive *ar,
	       const struct history *h, struct scripts *scripts, const struct site_options *options, struct arena *a,
	       struct diags *d);
void site_fini(struct site *s);

size_t site_language_index(const struct site *s, const char *lang);
/* The digest slot of an advisory's text. */
struct sha256 *site_text_digest(const struct site *s, const struct advisory *a, const char *lang);
/* That digest, once the text is written; NULL: there is no such text. site is a struct site. */
const struct sha256 *site_text_digest_of(const void *site, const struct advisory *a, const char *lang);
/* The product that an affected entry names, or NULL. */
const struct product *site_product_of(const struct site *s, const struct value *affected);
const struct publication *site_latest(const struct site *s); /* NULL: an archive without publications */
const struct publication *advisory_newest(const struct advisory *a); /* of its newest event */

/* One worker: a Lua state and scratch memory that lives for one group. */
struct version;
struct shaped {
	struct shaped *next;
	const struct value *facts, *as;
};
struct told_events {
	struct told_events *next;
	const struct advisory *advisory;
	const char *lang;
	const struct value *events;
};
struct entry_made {
	struct entry_made *next;
	const struct advisory *advisory;
	const char *lang; /* of the feed */
	bool full;        /* no extract */
	const struct feed_entry *entry;
};
#define WORKER_LISTS 256 /* in which it looks for one of thousands of versions */
struct worker {
	const struct site *site;
	struct script *script;
	struct arena *arena;
	const void *subject;    /* of the output that is written now, or NULL */
	struct oid failed;      /* the document of HEAD in this group that could not be rendered: it was told */
	struct version *versions[WORKER_LISTS]; /* those read in this group, by their blobs, the last one first (content.h) */
	struct shaped *shaped[WORKER_LISTS];    /* facts that were shaped in this group, by where they stand (content.h) */
	struct told_events *told; /* what was told in this group (told.c) */
	struct record *record;    /* the advisory's of this group (records.h), or NULL */
	struct entry_made *entries[WORKER_LISTS]; /* of the feeds of this group (feed_entry.c) */
	struct diags *diags;
};

/* For commands that say something of an advisory and write no site: a worker with an arena of its own.
 * NULL after reporting. */
struct worker *worker_new(const struct site *s, struct diags *d);
void worker_free(struct worker *w);
/* Forgets what it holds: the next group begins. */
void worker_next(struct worker *w);
/* It holds nothing yet, and will in that arena. */
void worker_begin(struct worker *w, struct arena *a);

/* Of a publication; PROVENANCE_NONE where nothing was checked. */
struct provenance site_provenance(const struct site *s, const struct publication *p);

struct output {
	const char *path; /* from the site's root */
	/* Appends the file's bytes to out; false after reporting. */
	bool (*write)(struct worker *w, const struct output *o, struct buf *out);
	const void *subject; /* advisory, product, page, static file …: what write expects */
	const char *lang;
	unsigned number;     /* revision or year */
	unsigned group;      /* outputs of one group are written in order by one worker */
	bool last_phase;     /* written when all others are */
};

struct plan {
	struct output *outputs; /* grouped */
	size_t count, capacity;
	unsigned groups;        /* the number of the group being planned */
	struct map *paths;      /* of all outputs; freed by plan_fini */
	struct arena *arena;
};

/* Plans every file of the site but SHA256SUMS and the signatures. Reports two
 * outputs of one path, which would be a bug; false then. */
bool site_plan(struct plan *out, struct site *s, struct arena *a, struct diags *d);
void plan_fini(struct plan *p);

/* Receives each finished file; thread-safe. False stops (after reporting). */
typedef bool site_sink(void *context, const char *path, struct span bytes, struct diags *d);

/* Progress: called from workers now and then with how many of the outputs are done. */
typedef void site_progress(void *context, size_t done, size_t all);

bool site_write(const struct site *s, const struct plan *plan, site_sink *sink, void *context, site_progress *progress,
		struct diags *d);

#endif
