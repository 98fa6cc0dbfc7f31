/* A passphrase, read once, in memory that is neither swapped nor dumped where the
 * system allows it, and wiped when freed. Internal to trust/. */
#ifndef TRUST_PASSPHRASE_H
#define TRUST_PASSPHRASE_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/span.h"

struct passphrase;

/* source: "fd:N", a descriptor that is open already and stays open, or the path
 * of a file. The first line without its end is the passphrase (as gpg reads it);
 * it must not be empty. */
bool passphrase_read(struct passphrase **out, const char *source, struct diags *d);
void passphrase_free(struct passphrase *p);

struct span passphrase_text(const struct passphrase *p); /* borrowed; without a line end */

#endif
