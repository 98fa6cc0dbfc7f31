/* What the tests of document/ share. Texts that are returned are the caller's to free. */
#ifndef TESTS_DOCUMENT_HELPERS_H
#define TESTS_DOCUMENT_HELPERS_H

#include <criterion/criterion.h>

#include "base/buf.h"
#include "document/compare.h"
#include "document/markdown.h"
#include "document/plain.h"
#include "document/section.h"

struct parsed {
	struct arena *arena;
	struct diags *diags;
	struct node *root; /* NULL: refused */
};

/* Strictly, as "a.md" from line 1. */
struct parsed parse(struct span body);
struct parsed parse_text(const char *markdown);
void parsed_free(struct parsed *p);

char *html_of(const char *markdown, const struct html_options *options);
char *plain_of(const char *markdown); /* with the list "リンク" and figures 図 */
char *key_of(const char *markdown);

/* One line a node: "2:3 Text literal". */
char *outline(const struct node *root);

/* before + repeated until the text has about bytes bytes + after. */
char *repeated(const char *before, const char *pattern, const char *after, size_t bytes);

/* Compares and frees. */
#define expect_text(actual, wanted)                                                                                    \
	do {                                                                                                           \
		char *actual_ = (actual);                                                                              \
		cr_expect_str_eq(actual_, (wanted), "line %d, got:\n%s", __LINE__, actual_);                           \
		free(actual_);                                                                                         \
	} while (0)

#endif
