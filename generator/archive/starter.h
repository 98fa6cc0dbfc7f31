/* What a new archive begins with: the files of the starter folder (generator/starter, installed as starter/).
 *
 * In it, a name that begins with "dot." stands for one with a dot, and advisories/first.LANG.md for the first advisory;
 * what is named X.LANG.md is for archives of that language. In the files below archive/, <<KEY|TEXT>> stands for what KEY is
 * set to, else for TEXT, and a line that begins with <<LANG>> is for archives of that language. */
#ifndef ARCHIVE_STARTER_H
#define ARCHIVE_STARTER_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/instant.h"

struct starter_options {
	const char *languages; /* "ja,en", the source's first; NULL: all that the starter has */
	const char *name, *base_url, *email; /* of the publisher; NULL: to be filled in */
	const char *id;        /* the scheme of ids; NULL: ADV-{year}-{serial:04} */
	instant now;           /* its year is that of the first advisory's id; security.txt expires a year later, less a day */
};

/* Writes the files into the folder to, and the first advisory's id into *id, in the arena. from is the starter
 * folder. False after reporting: an option that has not its form, a language that the starter has no text in,
 * what cannot be read or written. */
bool starter_write(const char **id, int to, const char *from, const struct starter_options *options, struct arena *a,
		   struct diags *d);

#endif
