/* Progress on a terminal: work over a second is told, in a log nothing is. */
#ifndef COMMANDS_PROGRESS_H
#define COMMANDS_PROGRESS_H

#include <stddef.h>

struct progress;

struct progress *progress_new(const char *what);
/* Thread-safe; prints at most ten times a second, and nothing in the first second. */
void progress_tell(struct progress *p, size_t done, size_t all);
/* Wipes the line. */
void progress_free(struct progress *p);

#endif
