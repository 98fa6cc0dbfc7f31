/* What no file of an archive may hold at HEAD, whatever it is for: a secret key, which would be published, and
 * what git leaves where a merge did not work out. Each gives the line of the first one, or 0. */
#ifndef ARCHIVE_UNFIT_H
#define ARCHIVE_UNFIT_H

#include "base/span.h"

/* An armoured secret key of OpenPGP, OpenSSH or PEM, on lines of its own or within a string of JSON. Its name in
 * running text is none. */
unsigned unfit_secret_key(struct span bytes);

/* "<<<<<<< NAME" or ">>>>>>> NAME" at a line's start, outside of fenced code (indented code does not start there). */
unsigned unfit_conflict(struct span text);

#endif
