/* YAML 1.2 into values, through libfyaml; only archive/ includes libfyaml.h.
 * Every scalar is text ("no" and 1.10 stay as written); a key without a value
 * has the empty text. Refused, with place: text that is not UTF-8 or over
 * 1 MiB, syntax errors, duplicate keys (at the second), aliases, anchors, tags,
 * keys that are no text, plain scalars over several lines, nesting over 16,
 * more than 1,000 keys in a map, control characters and characters that hide or reorder text,
 * a comment after an unquoted text on the same line under title or summary. */
#ifndef ARCHIVE_YAML_H
#define ARCHIVE_YAML_H

#include "base/diag.h"
#include "base/span.h"
#include "base/value.h"

#define YAML_SIZE_MAX ((size_t)1 << 20)
#define YAML_DEPTH_MAX 16
#define YAML_KEYS_MAX 1000

/* The value (a map or a list; an empty input is an empty map) in the arena, or
 * NULL after reporting. first_line is the number of text's first line in the file. */
struct value *yaml_parse(struct arena *a, struct span text, const char *path, unsigned first_line,
			 struct diags *d);

/* The same for a past version: nothing is reported (values have their lines all the same); tags, plain scalars over
 * several lines, comments and strange characters are let pass. NULL where it
 * cannot be read: a syntax error, a duplicate key, an alias, nesting over 16, NUL. */
struct value *yaml_parse_past(struct arena *a, struct span text, unsigned first_line);

#endif
