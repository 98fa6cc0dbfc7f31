/* Inside formats/: the parts of a CSAF 2.0 document. */
#ifndef FORMATS_CSAF_H
#define FORMATS_CSAF_H

#include "formats/csaf_tracking.h"
#include "formats/json_set.h"
#include "formats/record.h"

/* What a document can tell; the category follows from it (section 4). */
enum csaf_scope {
	CSAF_BARE,        /* nothing but what became of it: withdrawn, redacted, removed, moved */
	CSAF_NOTES,       /* csaf_base: notes alone */
	CSAF_INFORMATION, /* csaf_informational_advisory: notes, and a reference that leads out */
	CSAF_NO_PRODUCTS, /* csaf_base: vulnerabilities that are in no product that is named */
	CSAF_FULL         /* csaf_security_advisory */
};

enum csaf_status { CSAF_AFFECTED, CSAF_FIXED, CSAF_NOT_AFFECTED, CSAF_INVESTIGATED, CSAF_STATUSES };

/* A leaf of the product tree: versions of an entry of `affected` with one status. */
struct csaf_product {
	json_t *id; /* borrowed from the tree: thousands of lists name it */
	size_t entry;
	enum csaf_status status;
};

struct csaf_products {
	struct csaf_product *items; /* those of one entry stand together, in order of entries */
	size_t count, capacity;
	json_t *branches; /* the tree; owned until it is put into the document */
};

struct csaf {
	const struct record *record;
	const struct csaf_document *document;
	struct csaf_tracking tracking;
	const char *lang;               /* of the document */
	const struct record_text *text; /* NULL: there is none in this language */
	enum csaf_scope scope;
	struct csaf_products products;
	bool *told; /* [section of text] it stands in a remediation */
	struct csaf_stated *stated; /* csaf_remediations.c's own: what is the same in each vulnerability, or NULL */
};

/* Adds it to a list of ids. */
void csaf_product_add(json_t *ids, const struct csaf_product *product);

/* csaf_products.c: makes c->products from `affected`. */
void csaf_products_make(struct csaf *c);
/* [product] whose entry is named by the list under this key; NULL where none is. */
const bool *csaf_products_named(const struct csaf *c, const struct value *of, const char *key);

/* csaf_vulnerabilities.c: the document's list; NULL if it is empty. Sets c->told. */
json_t *csaf_vulnerabilities(struct csaf *c);

/* csaf_remediations.c: the remediations of one vulnerability. chosen[i]: it is in products.items[i]. */
json_t *csaf_remediations(struct csaf *c, const bool *chosen);

/* csaf_notes.c: the document's notes; to be called when remediations are made. */
json_t *csaf_notes(const struct csaf *c);
/* One note; category is CSAF's word. A title of NULL is left out. */
json_t *csaf_note(const char *category, const char *title, const char *text);

/* csaf_references.c */
json_t *csaf_references(const struct csaf *c);
/* How many addresses the front matter names that a document can carry. */
size_t csaf_external_references(const struct record *r);
/* An advisory that was public when this document last changed; NULL: it is not to be named. */
const struct advisory *csaf_known(const struct csaf *c, const char *id);

/* csaf_losses.c: notes what the document leaves out of the facts as a whole. */
void csaf_lose(const struct csaf *c);

/* csaf_text.c. What stands in a text that must not be empty: without blanks at its ends; NULL: nothing is left. */
const char *csaf_clean(struct arena *a, const char *text);
/* The words of the document's language with one {key} filled in. */
const char *csaf_fill(const struct csaf *c, const char *word, const char *key, const char *value);
/* "label: value", as the language puts it. */
const char *csaf_labelled(const struct csaf *c, const char *label, const char *value);
const char *csaf_word(const struct csaf *c, const char *key);
const char *csaf_label(const struct csaf *c, const char *vocabulary, const char *value);
/* True if the text fits CSAF's pattern of a CPE 2.3 name (3.1.3.3.1). */
bool csaf_cpe_is_good(const char *cpe);

/* The texts of a list under the key, or the one text that a lenient fact may have there. */
size_t csaf_count(const struct value *map, const char *key);
const char *csaf_item(const struct value *map, const char *key, size_t i); /* NULL: no text */

#endif
