/* From a document's bytes to HTML and plain text: parse, sections, anchors,
 * filters, links. */
#ifndef SITE_CONTENT_H
#define SITE_CONTENT_H

#include "document/html.h"
#include "document/section.h"
#include "site/data.h"
#include "site/shape.h"

/* A document as it was: read leniently, once for each group. */
struct version {
	struct version *next; /* of its list, read before it in this group */
	struct oid blob;
	const char *path;
	const struct document *document; /* NULL where the reference names no file */
	const struct value *facts;       /* the normal form as it is, which may have any shape; an empty map where it is no source */
	/* version.c's own: made when they are asked for */
	const struct node *written, *plain;
	bool begun; /* plain has seen the first of the filters, and its facts made no difference */
	struct rendering *rendering;
};

/* The version of a reference or text; lives as long as the group. NULL after reporting. */
const struct version *version_of(struct worker *w, const struct version_ref *ref);
const struct version *version_of_text(struct worker *w, const struct text *text);
/* Its tree as its author wrote it, with sections and anchors: of the site's filters only that which makes tables has seen it.
 * NULL where there is no document. */
const struct node *version_tree(struct worker *w, const struct version *version);

/* A document as pages show it: parsed and filtered. */
struct rendering {
	const struct document *document;
	const struct node *tree;
	struct value *extra; /* what filters put below advisory.extra, maybe nothing: never NULL */
	/* version.c's own */
	const struct value *facts; /* that filters were given */
	bool asked, failed;        /* a filter asked for them; a filter failed: it was told */
};

/* The document of a text, filtered, in the worker's arena; made once for all outputs of the group. strict says that it
 * is part of HEAD: what is wrong with it is told. NULL after reporting. */
const struct rendering *content_read(struct worker *w, const struct text *text, const struct value *facts, bool strict);

/* Runs the site's filters; context says which document, the rest of it is filled in here. */
bool content_filter(struct worker *w, struct node *tree, const struct filter_context *context, struct diags *d);

/* facts_shape of facts that live as long as the group: made once. */
const struct value *facts_shaped(struct worker *w, const struct value *facts);

/* Where links of a document lead, seen from a page. */
struct links {
	struct view view;
	const char *path;                     /* of the document in the repository */
	const char *lang;                     /* of the document */
	const struct node *tree;              /* the document, for links to its own headings */
	const char *id;                       /* of its advisory, or NULL (a free page) */
	const struct attachment *attachments; /* of the version shown */
	size_t attachment_count;
	const char *files;                    /* "ja/EX-2026-0001/files": where its attachments are served */
	bool strict;                          /* report links that lead nowhere */
	struct heading_name *headings;        /* content.c's: what a fragment may name; made for the first */
	size_t heading_count;
};

const char *links_resolve(void *links, const struct node *link);

/* The body as HTML text value; table of contents. */
struct value *content_html(const struct view *v, const struct node *tree, struct links *links);
struct value *content_toc(struct arena *a, const struct node *tree);

/* Terms of the glossary (terms.c). */
struct value *glossary_terms(const struct view *v); /* all of them, in the page's language */
/* Those that the document uses, in order of first use. */
struct value *content_terms(const struct links *links);
/* Where a Term leads: to the list of terms of its page; from a feed to the glossary. */
const char *term_target(const struct links *links, const struct node *term);

/* A free page (about, policy): parsed and filtered. NULL after reporting. */
struct node *content_page(struct worker *w, const struct archive_page *page);
/* What the filters that ran last put below advisory.extra; an empty map if that was nothing. */
struct value *content_extra(struct worker *w);

#endif
