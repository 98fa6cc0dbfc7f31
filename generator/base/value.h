/* A tree of text, numbers, lists and maps, in an arena: what YAML becomes, what
 * the facts of an advisory are, and what a template is given. Text keeps the
 * place in the file that it was read from.
 *
 * Maps keep their keys in the order in which they were set; a key stands once.
 * All functions that make or change values take the arena that owns the tree. */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum value_kind { VALUE_TEXT, VALUE_NUMBER, VALUE_BOOL, VALUE_LIST, VALUE_MAP };

struct value {
	enum value_kind kind;
	unsigned line, column; /* from 1, in the file it was read from; 0: made here */
	union {
		struct {
			const char *text; /* UTF-8, NUL-terminated, holds no NUL */
			size_t length;
		};
		int64_t number;
		bool truth;
		struct {
			struct value **items;
			struct value_key *keys; /* maps only, parallel to items */
			size_t count, capacity;
		};
	};
};

struct value_key {
	const char *text;
	unsigned line, column;
};

struct value *value_new(struct arena *a, enum value_kind kind);
struct value *value_of_text(struct arena *a, const char *text); /* copies */
struct value *value_of_span(struct arena *a, struct span text); /* copies */
struct value *value_of_number(struct arena *a, int64_t number);
struct value *value_of_bool(struct arena *a, bool truth);

/* Appends to a list / sets a key of a map (replacing what it had, in its place). */
void value_add(struct arena *a, struct value *list, struct value *item);
void value_set(struct arena *a, struct value *map, const char *key, struct value *item);
void value_set_text(struct arena *a, struct value *map, const char *key, const char *text); /* NULL: nothing */
void value_set_number(struct arena *a, struct value *map, const char *key, int64_t number);
void value_set_bool(struct arena *a, struct value *map, const char *key, bool truth);
/* Sets a key to what others read too: nobody changes it any more. */
void value_share(struct arena *a, struct value *map, const char *key, const struct value *item);
/* Removes a key; true if it was there. */
bool value_unset(struct value *map, const char *key);

/* Borrowed; NULL if v is NULL, no map, or lacks the key. */
struct value *value_get(const struct value *v, const char *key);
/* The text under the key; NULL if it is absent or no text. */
const char *value_text(const struct value *v, const char *key);
/* Items of the list under the key; 0 if absent or no list. */
size_t value_count(const struct value *v, const char *key);
/* v's text, NULL if v is NULL or no text. */
const char *value_as_text(const struct value *v);
/* True if the list holds this text. */
bool value_has(const struct value *list, const char *text);

/* A deep copy into another arena. */
struct value *value_copy(struct arena *a, const struct value *v);
bool value_equal(const struct value *x, const struct value *y); /* maps: keys in any order; places are ignored */

/* Writes v in one line as JSON-like text with the keys of maps sorted by byte:
 * equal values give equal text. It serves as a key for comparing and digests. */
void value_canonical(struct buf *out, const struct value *v);

#endif
