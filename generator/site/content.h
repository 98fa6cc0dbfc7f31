/* From a document's bytes to HTML and plain text: parse, sections, anchors,
 * filters, links. */
#ifndef SITE_CONTENT_H
#define SITE_CONTENT_H

#include "document/html.h"
#include "document/section.h"
#include "site/data.h"

/* A document that was read, parsed and filtered: made once for a group. */
struct rendering {
	struct oid blob;
	const char *lang;
	const char *path;
	const struct document *document;
	struct node *tree;
	struct sections sections;
};

/* The document of a text, filtered, in the worker's arena; the last one is kept
 * for the next output of the group. strict says that it is part of HEAD: its links must lead
 * somewhere. NULL after reporting. */
const struct rendering *content_read(struct worker *w, const struct text *text, const struct value *facts, bool strict);

/* A document as it was, as its author wrote it: read leniently, its tree with sections and anchors; of the site's filters only
 * that which makes tables has seen it. Kept for the group. NULL after reporting; document and tree are NULL where ref names no
 * file. */
struct version {
	const struct version *next; /* read before it in this group */
	struct oid blob;
	const char *path;
	const struct document *document;
	struct node *tree;
};
const struct version *content_version(struct worker *w, const struct version_ref *ref);

/* Where links of a document lead, seen from a page. */
struct links {
	struct view view;
	const char *path;                     /* of the document in the repository */
	const struct node *tree;              /* the document, for links to its own headings */
	const char *id;                       /* of its advisory, or NULL (a free page) */
	const struct attachment *attachments; /* of the version shown */
	size_t attachment_count;
	const char *files;                    /* "ja/EX-2026-0001/files": where its attachments are served */
	bool strict;                          /* report links that lead nowhere */
};

const char *links_resolve(void *links, const struct node *link);

/* The body as HTML text value; table of contents. */
struct value *content_html(const struct view *v, const struct node *tree, struct links *links);
struct value *content_toc(struct arena *a, const struct node *tree);

/* A free page (about, policy): parsed and filtered. */
struct node *content_page(struct worker *w, const struct archive_page *page);

#endif
