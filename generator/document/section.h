/* Sections, known by their headings, and stable anchors. */
#ifndef DOCUMENT_SECTION_H
#define DOCUMENT_SECTION_H

#include "base/value.h"
#include "document/node.h"

struct section {
	const char *name;     /* canonical: "impact", or NULL: a heading with no known meaning */
	struct node *heading;
	bool empty;           /* nothing but blanks until the next heading of its level or above */
	struct span text;     /* its plain text, trimmed (for answers such as なし) */
};

struct sections {
	struct section *items;
	size_t count;
};

/* What sections are called in a language, made once for all documents: {"impact": ["想定される影響", "影響", …], …}, from the
 * locale (or NULL: nothing is known), which outlives it, as does the arena. */
struct section_names;
struct section_names *section_names_new(struct arena *a, const struct value *names);
void section_names_free(struct section_names *names);

/* Finds the headings of the topmost level that the document uses, and gives heading->section their canonical names. names:
 * NULL if nothing is known. Comparison folds case, width (NFKC) and trailing colons. */
struct sections sections_find(struct arena *a, struct node *root, const struct section_names *names);

/* Gives each heading an anchor, unique in the document: a known section's its
 * canonical name ("impact"), the same in every language; another's a slug of its text:
 * letters and digits of any script in lower case (NFKC), the rest "-", and "s-" before a digit; a
 * second one of the same name gets "-2". Never equal to one of reserved (NULL-ended, or NULL). */
void anchors_assign(struct arena *a, struct node *root, const char *const *reserved);

#endif
