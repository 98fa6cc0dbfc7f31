/* Internal to site/: what a document names (document/mentions.h). */
#ifndef SITE_NAMED_H
#define SITE_NAMED_H

#include "document/mentions.h"
#include "site/site.h"

/* "CVE id", "version" … for messages. */
const char *named_kind(enum mention_kind kind);
/* The code of a difference between languages in what is of this kind. */
enum diag_code named_code(enum mention_kind kind);

/* Of title, summary and body, whose tree was parsed from it. */
struct mentions named_in(const struct document *doc, const struct node *tree, struct arena *a);

#endif
