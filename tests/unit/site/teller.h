/* A speaker whose site has one advisory, EX-1, with a history that a test tells. */
#ifndef UNIT_SITE_TELLER_H
#define UNIT_SITE_TELLER_H

#include "unit/site/speaker.h"
#include "unit/support/repo.h"

#define TELLER_SOURCE "archive/advisories/EX-1.en.md"

extern struct story *teller_story;

void teller_begin(void);
void teller_end(void);
/* A document with the title T, these lines of front matter and this body. */
void teller_put(const char *path, const char *front, const char *body);
void teller_commit(const char *message);
/* Ends the telling; the one advisory. */
const struct advisory *teller_read(void);

#endif
