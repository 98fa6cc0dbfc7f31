/* The lints over the archive (script/lint.h): every document and every page, drafts too. */
#ifndef SITE_LINTS_H
#define SITE_LINTS_H

#include "site/site.h"

/* Loads the lints into the site's scripts (nobody works with them yet), runs them on all cores, and tells what they find but
 * for what a document ignores. since: whether commits are judged (--base); for what ignores are of no use. */
void check_lints(const struct site *s, bool since, struct diags *d);

#endif
