/* A document: one file, one language of one advisory: front matter and body. */
#ifndef ARCHIVE_DOCUMENT_H
#define ARCHIVE_DOCUMENT_H

#include "archive/config.h"
#include "archive/unfilled.h"
#include "base/diag.h"
#include "base/value.h"

struct document {
	const char *path;          /* in the repository */
	const char *id, *lang;     /* from the file's stem "<ID>.<lang>.md" */
	bool is_source;            /* its front matter has "status" */
	bool from_reader;          /* front and body are what a reader made of the file */
	const struct value *front; /* the front matter as written */
	struct value *facts;       /* of a source: facts_of(front) */
	struct span body;          /* Markdown, LF only, no BOM; lives as long as the input or the arena */
	unsigned body_line;        /* number of body's first line in the file */
	struct unfilled_list unfilled; /* STRICT only: what is still to be written; reported by those who know the status */
};

enum strictness {
	STRICT, /* every key and value checked, all faults reported */
	LENIENT /* a past version: unknown keys and values are kept as text; nothing is
		    reported; false only for broken YAML, a missing title, or a reader that fails */
};

/* Splits a path into id and language: "archive/x/EX-2026-0001.ja.md". False if
 * the name has not this form. The results live in the arena. Where there may be readers, document_identify knows more. */
bool document_name(const char **id, const char **lang, struct arena *a, const char *path);

/* Parses a document. BOM and CRLF are accepted and normalised. bytes must
 * outlive the document. In STRICT mode d gets the faults (with path:line:column). */
bool document_parse(struct document *out, struct arena *a, const char *path, struct span bytes,
		    enum strictness mode, const struct config *config, struct diags *d);

/* document_parse in LENIENT mode; *why, in the arena, is what a reader said if it failed: one line; else NULL. */
bool document_parse_past(struct document *out, struct arena *a, const char *path, struct span bytes, const struct config *config,
			 const char **why);

#endif
