/* Putting a site in place: stage beside the target, sync, exchange by one rename.
 * A kill or a full disk at any moment leaves the old site whole. */
#ifndef PUBLISH_STAGE_H
#define PUBLISH_STAGE_H

#include "base/diag.h"

struct stage;

/* Takes the lock for target (another build that holds it is an error), removes
 * stages that a killed build left, and makes an empty one beside the target.
 * A target that exists must be empty, but for what a file manager leaves there, or a site of ours (its archive.json
 * begins as ours does, and its SHA256SUMS lists it); a signed one is replaced only by a signed one (is_signed);
 * no symbolic link, not /, not HOME, not the root of a git work tree. The folder above it must exist. */
bool stage_new(struct stage **out, const char *target, bool is_signed, struct diags *d);

int stage_folder(const struct stage *s);       /* descriptor of the stage, borrowed */
const char *stage_path(const struct stage *s); /* borrowed; as a user would name it */
/* Descriptor of the site that is live now, or -1. */
int stage_live(const struct stage *s);

/* Syncs the stage, exchanges it with the target (renameat2 RENAME_EXCHANGE;
 * where the file system has none: two renames, with the gap said at the head
 * of stage.c), syncs the parent, and removes the old tree. Call once. */
bool stage_commit(struct stage *s, struct diags *d);

/* Removes the stage if it was not committed, releases the lock. Takes NULL. A build
 * that is killed, or ended by a signal without calling this, leaves its stage, which
 * nobody else can read and the next build removes, and no lock: the system drops it. */
void stage_free(struct stage *s);

#endif
