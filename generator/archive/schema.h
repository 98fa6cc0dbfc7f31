/* Private to archive/: maps that were read from YAML against tables of keys.
 * One engine checks archive.yaml, every front matter and the glossary, and
 * reports all faults at once, each at the key or value that is wrong. */
#ifndef ARCHIVE_SCHEMA_H
#define ARCHIVE_SCHEMA_H

#include "archive/config.h"
#include "archive/forms.h"

/* Items of a list. 64 KiB of front matter could hold thirty thousand, and rules
 * compare all pairs. */
#define SCHEMA_LIST_MAX 1000

/* What a value may be. */
enum {
	TAKES_TEXT = 1,
	TAKES_MAP = 2,       /* with the keys of sub, or of any if sub is NULL */
	TAKES_LANGUAGES = 4, /* {ja: text, en: text} */
	TAKES_LIST = 8,      /* of any of the above; with TAKES_ONE a single one may stand for the list */
	TAKES_ONE = 16,
	TAKES_LISTS = 32, /* {ja: [text], en: [text]} */
};

enum {
	FIELD_REQUIRED = 1,
	FIELD_LINES = 2, /* its text may have several lines */
	FIELD_SET = 4,   /* no item of its list stands twice */
	FIELD_FILLED = 8 /* its list has an item */
};

struct schema {
	const struct config *config; /* NULL: not known, or no good */
	const char *path;
	struct diags *diags;
	struct arena *arena;
	bool failed; /* an error was reported */
	bool takes_marks; /* a mark (unfilled.h) may stand for any text: it is looked for elsewhere */
	bool too_large; /* a list has more than SCHEMA_LIST_MAX items: they are not compared with each other */
};

struct field {
	const char *key; /* NULL ends a table */
	unsigned takes, flags;
	const char *const *words; /* NULL, or the values that a text may have, NULL ends them */
	form_fn *form;            /* NULL, or the form of a text */
	enum diag_code code;      /* of a text without that form; 0: DIAG_VALUE_FORM */
	const struct field *sub;
	/* NULL, or called for each item that has the right kind. */
	void (*check)(struct schema *s, const struct field *field, const struct value *item);
};

/* Checks a map against a table; what names it in messages ("the front matter").
 * False, and a report, if map is NULL or no map. */
void schema_check(struct schema *s, const struct field *table, const struct value *map, const char *what);

/* An error (or a warning, by its code) at a value, or at a key of a map. */
__attribute__((format(printf, 5, 6))) void schema_report(struct schema *s, enum diag_code code,
							 const struct value *at, const char *hint,
							 const char *format, ...);
__attribute__((format(printf, 6, 7))) void schema_report_key(struct schema *s, enum diag_code code,
							     const struct value *map, const char *key,
							     const char *hint, const char *format, ...);

/* The hint for a refused value: that it was mistyped with a look-alike (input_look_alike), else hint. */
const char *schema_hint(struct schema *s, const struct value *v, const char *hint);

/* The place of a key of a map; the map's own if it lacks the key. */
struct place schema_key_place(const struct schema *s, const struct value *map, const char *key);

#endif
