/* The lock against two builds of one target at once. Internal to publish/. */
#ifndef PUBLISH_LOCK_H
#define PUBLISH_LOCK_H

#include <stdbool.h>

#include "publish/target.h"

/* Takes the lock ".<name>.shirase.lock" beside the target; the descriptor, or -1 after
 * a report that names the process which holds it. It falls with the process. */
int lock_take(const struct target *t, struct diags *d);
/* Removes the file and lets go; fd may be -1. */
void lock_drop(const struct target *t, int fd);

#endif
