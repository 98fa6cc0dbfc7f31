/* Results that could be made again, kept between runs. A file that is missing, damaged, foreign (another
 * stamp, another program, another owner, another clone), a link or no regular file is no error: it costs time and nothing else.
 *
 * Invariant: a file is written beside its place and renamed, readable by its owner alone, under the seal of this clone (seal.h), so
 * that a reader sees the whole of one writer's work or nothing, and nothing that somebody else put there. */
#ifndef BASE_CACHE_H
#define BASE_CACHE_H

#include <stdbool.h>

#include "base/buf.h"

/* Opens what was kept as name ("history": letters, digits, "-") below folder (".git/shirase"), written with this stamp:
 * one line of what else the result depends on, settings and the form of the bytes. shirase itself and its
 * libraries need not be in it: what another build of them wrote is foreign. The bytes live until
 * cache_close, and start at an address that suits any type; false if there is nothing that can be used. */
struct cache;
bool cache_open(struct cache **out, struct span *bytes, const char *folder, const char *name, const char *stamp);
void cache_close(struct cache *c);

/* Replaces it; makes the folder (0700). False, silently, if that cannot be done (read-only, disk full) or
 * another process is writing. */
bool cache_write(const char *folder, const char *name, const char *stamp, struct span bytes);

#endif
