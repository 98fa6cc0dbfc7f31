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
	const char *prefix;                  /* "archive" or "" (archive.yaml in the root) */
	struct archive_advisory *advisories; /* sorted by id */
	size_t advisory_count;
	struct archive_page *pages; /* sorted by name, language */
	size_t page_count;
	const struct value *glossary;             /* list, [] if there is none */
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
/* True if a path of the tree is one of the archive that lies at prefix. */
bool archive_holds(const char *prefix, const char *path);

/* Only archive.yaml: fills in prefix and config. True if there was no error. */
bool archive_load_config(struct archive *out, struct repository *r, const struct oid *tree, struct arena *a, struct diags *d);

/* Loads and checks the archive of a tree; jobs threads parse. True if there was
 * no error. What could be read is in *out even then. Lives in the arena. */
bool archive_load(struct archive *out, struct repository *r, const struct oid *tree, struct arena *a,
		  unsigned jobs, struct diags *d);

/* Warns of what is still to be written in drafts. In what is published it was an error. */
void archive_tell_unfilled(const struct archive *ar, struct diags *d);

/* NULL if there is none of this id. */
const struct archive_advisory *archive_find(const struct archive *ar, const char *id);

#endif
