/* What log, diff and plan have in common: one worker puts something into words, and it is printed. */
#ifndef COMMANDS_PRINT_H
#define COMMANDS_PRINT_H

#include "commands/load.h"
#include "site/data.h"

/* Appends to out what is to be printed; false after reporting. */
typedef bool print_make(struct buf *out, const struct view *v, void *context);

/* Calls make once, with a view in the language (NULL: the archive's first), and writes what it made to standard output,
 * unless an error was reported meanwhile. Needs load_site. */
bool print_made(struct loaded *l, const char *lang, print_make *make, void *context, struct diags *d);

#endif
