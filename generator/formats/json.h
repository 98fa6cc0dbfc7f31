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

/* The same of a text that is one object, with the items of the list under key left to json_each, so that memory is needed
 * for one of them at a time. root then has an empty list there. text outlives *out. False after a report. */
struct json_parts {
	struct value *root;
	const char *key, *path;
	struct span text, items; /* between the list's brackets; data NULL: root has them */
};
bool json_parse_parts(struct json_parts *out, struct arena *a, struct span text, const char *path, const char *key,
		      struct diags *d);

/* Calls fn for each item of that list in order, with its number from 0; the item is gone when fn returns. False if fn was, or
 * after reporting one that cannot be read: those before it were handed to fn. */
typedef bool json_item(void *context, const struct value *item, size_t number);
bool json_each(const struct json_parts *p, json_item *fn, void *context, struct diags *d);

/* The same the other way, for commands: keys in the order in which they were set, one space a level, LF at the end. All of it
 * is UTF-8 that a terminal can be shown: controls and what hides or reorders text are \uNNNN. */
void json_write(struct buf *out, const struct value *v);

#endif
