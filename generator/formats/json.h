/* Reading JSON (RFC 8259) strictly, and writing it. Only formats/ includes jansson.h. */
#ifndef FORMATS_JSON_H
#define FORMATS_JSON_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/value.h"

#define JSON_DEPTH_LIMIT 64
#define JSON_KEYS_LIMIT 1000 /* of one object: value_set looks through all of them */

/* The whole text as one value, an object or an array, in the arena; NULL after a
 * report. Refused: anything after the value, an object that has a key twice,
 * null (what is absent is left out), fractions, whole numbers beyond 64 bits,
 * NUL inside text, bytes that are not UTF-8, and what exceeds the limits above. */
struct value *json_parse(struct arena *a, struct span text, const char *path, struct diags *d);

/* The same the other way, for commands: keys in the order in which they were set, one space a level, LF at the end. All of it
 * is UTF-8 that a terminal can be shown: controls and what hides or reorders text are \uNNNN. */
void json_write(struct buf *out, const struct value *v);

#endif
