/* What records could not say: collected by `check --formats`, thread-safe. */
#ifndef FORMATS_LOSSES_H
#define FORMATS_LOSSES_H

#include "base/buf.h"

struct losses;
struct losses *losses_new(void);
void losses_free(struct losses *l);
/* Copies all three. file: the record's path from the site's root. The same of one file is kept once. */
void losses_add(struct losses *l, const char *id, const char *file, const char *what);
size_t losses_count(const struct losses *l);
/* A line each: "ID: path: what", sorted by id, then path, in the order in which they were noted. */
void losses_write(struct buf *out, struct losses *l);
/* The same as JSON, an object a line: {"id", "path", "lost"}. */
void losses_write_json(struct buf *out, struct losses *l);

#endif
