/* Internal to site/: what authors let pass: lint.ignore of a document's front matter, for lints and for those warnings of
 * shirase's own that an author may know better. */
#ifndef SITE_IGNORED_H
#define SITE_IGNORED_H

#include "script/lint.h"
#include "site/site.h"

struct ignores;

struct ignores *ignores_new(const struct archive *ar);
void ignores_free(struct ignores *i);

/* True if the document of that path ignores the code. Notes that this was of use; thread-safe. */
bool ignores_hold(struct ignores *i, const char *path, const char *code);
/* The document was compared with one of another language. */
void ignores_compared(struct ignores *i, const char *path);

/* Tells of codes that nothing has, and of what silences nothing any more. since: whether commits were judged (--base). */
void ignores_check(const struct site *s, const struct lints *lints, bool since, struct diags *d);

/* The rule of this code; NULL if no lint has it. */
const struct lint_rule *lints_find(const struct lints *lints, const char *code);
/* The hint for a code that nothing has; ours: shirase's own codes may be meant too. */
const char *lints_near(struct arena *a, const struct lints *lints, const char *code, bool ours);

#endif
