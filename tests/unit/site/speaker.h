/* A site that can speak: the languages ja and en with the locales of the tree, and a worker; no theme. What tests of words share. */
#ifndef UNIT_SITE_SPEAKER_H
#define UNIT_SITE_SPEAKER_H

#include "site/data.h"

struct speaker {
	struct arena *arena;
	struct diags *diags;
	struct scripts *scripts;
	struct archive archive;
	struct history history;
	struct site_options options;
	struct site site;
	struct worker *worker;
};

extern struct speaker speaker;

void speaker_begin(void);
/* Expects that nothing was reported. */
void speaker_end(void);
struct view speaker_view(const char *lang);
const char *speaker_diagnostics(void);
/* The texts of changes (changes.h), one a line. */
const char *speaker_lines(const struct value *changes);

#endif
