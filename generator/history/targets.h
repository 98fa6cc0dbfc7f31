/* Private to history/: link targets for comparison. */
#ifndef HISTORY_TARGETS_H
#define HISTORY_TARGETS_H

#include "archive/config.h"
#include "document/node.h"

/* Makes each relative target say what it names rather than the way there, so that a
 * document that moved with its links mended is the same: another document by its id and language, a file of the
 * advisory's own folder by its name there, anything else by its path in the repository.
 * path is the document's. */
void targets_settle(struct arena *a, struct node *root, const char *path, const struct config *config);

#endif
