/* A site as verify_site reads it from disk. Internal to publish/. */
#ifndef PUBLISH_SITE_H
#define PUBLISH_SITE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/instant.h"
#include "base/value.h"

#define SITE_INDEX_LIMIT ((size_t)256 << 20) /* SHA256SUMS, archive.json */
#define SITE_TEXT_LIMIT ((size_t)16 << 20)   /* a text, a signature, a file of certificates */

struct site_file {
	const char *path; /* relative to the site */
	struct site_text *text; /* of which this is the text, or the page; NULL: of none */
	struct sha256 digest;
	bool regular;
	bool listed; /* in SHA256SUMS, with this digest */
};

/* A document that archive.json says is public: an advisory in a language. */
struct site_text {
	const char *id, *language, *state, *commit;
	struct sha256 digest;
	char *text_path, *signature_path, *page_path;
	int64_t revision; /* which this text reflects */
	int64_t serial;   /* with commit: of the advisory's newest event */
	bool exercise;
	bool text_good, page_good; /* each set by who checks that file */
};

struct site {
	int folder;
	unsigned jobs;
	struct diags *diags;
	struct arena *arena;
	struct file_list list;	 /* holds the paths */
	struct site_file *files; /* sorted by path */
	size_t file_count;
	const char *commit, *base_url; /* of archive.json; base_url is NULL until that is read */
	int64_t serial;
	instant updated;
	bool has_security_txt; /* archive.json tells of one */
	struct sha256 security_txt; /* then: of its text */
	struct site_text *texts;
	size_t text_count, text_capacity;
};

/* Reports a fault of the file at path; false. */
__attribute__((format(printf, 5, 6))) bool site_fault(struct site *s, enum diag_code code, const char *path,
						      const char *hint, const char *format, ...);

/* NULL if the site has no regular file there. */
const struct site_file *site_find(const struct site *s, const char *path);
/* Reads a file that site_find knows; others are an error (DIAG_SITE_MISSING). */
bool site_read(struct site *s, struct buf *out, const char *path, size_t limit);

/* site_files.c: lists all files; reads SHA256SUMS, and reports what it lists and is not there. */
bool site_list(struct site *s);
bool site_read_sums(struct site *s);
/* Checks a file against SHA256SUMS. bytes are for scratch: true if the file has a text and could be read; then they hold it whole. */
bool site_check_file(struct site *s, const struct site_file *f, struct buf *bytes);

/* site_archive.c: reads archive.json into the fields above. */
bool site_read_archive(struct site *s);

/* site_texts.c: the head of a text agrees with archive.json; so does a page. */
bool site_check_head(struct site *s, const struct site_text *t, struct span text);
bool site_check_page(struct site *s, const char *path, struct span page, const char *commit, int64_t serial);

#endif
