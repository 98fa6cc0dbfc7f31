/* Which program this is, to the byte. */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/digest.h"

/* A digest of the build ids (the linker's note, GNU) of this program and of each shared library that it was
 * started with: what was computed under one digest would be computed again under the same. The same as long as the
 * program runs. False if it has no build id. */
bool program_identity(struct sha256 *out);

/* The folder with filters/, themes/ and what else comes with the program, in the arena: …/share/shirase of one that lies in
 * …/bin/, the source tree of one that was built below it. NULL if it is not there. */
const char *program_data(struct arena *a);

#endif
