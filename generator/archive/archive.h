/* The archive as it is at one commit: configuration, documents, pages, glossary,
 * certificates. Everything is checked; HEAD must be valid in full. */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include "archive/config.h"
#include "archive/document.h"
#include "repository/repository.h"

struct attachment {
	const char *name; /* below the advisory's folder: "figure.png", "data/x.csv" */
	struct oid blob;
};

/* True if the name may become a path of the site: UTF-8 without controls, hidden characters or
 * backslashes, no part of it beginning with a dot, no kind of file that runs in a browser or
 * a web server. HEAD has no others; a past commit may. */
bool attachment_name_is_sound(const char *name);

struct archive_document {
	struct document document;
	struct oid blob;
};

/* One id: its documents and files. */
struct archive_advisory {
	const char *id;
	struct archive_document *documents; /* sorted by language; exactly one is the source */
	size_t document_count;
	size_t source;                  /* index into documents; 0 where there was an error */
	struct attachment *attachments; /* sorted by name */
	size_t attachment_count;
};

struct archive_page {
	const char *name, *lang, *path; /* pages/<name>.<lang>.md */
	const char *title;
	const struct value *front; /* as written */
	struct span body;
	unsigned body_line;
};

struct archive_certificate {
	const char *path;  /* keys/….asc in the tree */
	struct span bytes; /* armored, public */
};

struct archive {
	struct config config;
	struct oid sources;                  /* the tree in which filters/ and themes/ lie: the commit's, or with --config FILE's */
	const char *config_sha256;           /* --config: of all that was read beside FILE; else NULL */
	const char *prefix;                  /* "archive" or "" (archive.yaml in the root) */
	struct archive_advisory *advisories; /* sorted by id */
	size_t advisory_count;
	struct archive_page *pages; /* sorted by name, language */
	size_t page_count;
	const struct value *glossary;             /* list, [] if there is none */
	const char *glossary_path;                /* NULL if there is none */
	struct archive_certificate *certificates; /* keys/: the site's own, sorted by path */
	size_t certificate_count;
	struct archive_certificate
		*committers; /* keys/committers/: no key of the site, never published as one */
	size_t committer_count;
};

/* Where archive.yaml lies in the tree: "archive" or "". Reports if it is in neither, or in
 * both, or the tree cannot be read. */
bool archive_prefix(const char **out, struct repository *r, const struct oid *tree, struct diags *d);

/* The parts of an archive whose folder is the repository's root: other files there are none of it. NULL ends them. */
extern const char *const archive_parts[];

/* --config: FILE, and what lies beside it, as a tree (repository_folder_tree) whose root has FILE as archive.yaml. */
struct archive_beside {
	struct oid tree;
	const char *file;   /* FILE, as diagnostics name it */
	const char *sha256; /* of all of it */
};

/* Where an archive comes from. */
struct archive_from {
	struct oid tree;                     /* a commit's */
	const struct archive_beside *beside; /* NULL: archive.yaml and its like are the tree's own */
	/* Sets ops, context and digest of the configuration's readers, which live as long as the archive; false after reporting.
	 * Called only if it names some. */
	bool (*open_readers)(void *context, struct archive *ar, struct diags *d);
	void *context;
	unsigned jobs;                       /* threads that parse */
};

/* Only archive.yaml: fills in prefix, sources and config, and opens readers. True if there was no error. */
bool archive_load_config(struct archive *out, struct repository *r, const struct archive_from *from, struct arena *a,
			 struct diags *d);

/* Loads and checks an archive. True if there was no error. What could be read is in *out even then. Lives in the arena. */
bool archive_load(struct archive *out, struct repository *r, const struct archive_from *from, struct arena *a, struct diags *d);

/* Warns of what is still to be written in drafts. In what is published it was an error. */
void archive_tell_unfilled(const struct archive *ar, struct diags *d);

/* NULL if there is none of this id. */
const struct archive_advisory *archive_find(const struct archive *ar, const char *id);

#endif
