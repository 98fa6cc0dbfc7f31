/* Diagnostics: one catalogue (diag_codes.h), one collector. A fault is
 * reported once, where its place is known; callers that pass a failure on add
 * nothing. All faults of content are collected, sorted by place and printed
 * together. Thread-safe. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

/* The exit statuses of shirase (design.md, Commands). */
enum diag_status { STATUS_DONE = 0, STATUS_CONTENT = 1, STATUS_USAGE = 2, STATUS_SYSTEM = 3, STATUS_BUG = 4 };

enum diag_code {
#define DIAG(symbol, code, level, status) symbol,
#include "base/diag_codes.h"
#undef DIAG
	DIAG_CODES
};

enum diag_format { DIAG_TEXT, DIAG_JSON, DIAG_GITHUB };

struct place {
	const char *path;      /* as a user would name it, or NULL */
	unsigned line, column; /* from 1; 0: not known. Columns count bytes. */
};

#define NO_PLACE ((struct place){0})

struct diags;

struct diags *diags_new(void);
void diags_free(struct diags *d);

/* Reports. The message says what is wrong, without a full stop; hint (or NULL)
 * how to mend it. Everything is copied; control bytes and bytes that are not
 * UTF-8 are masked as \xNN when printed. */
__attribute__((format(printf, 5, 6))) void diag(struct diags *d, enum diag_code code, struct place at, const char *hint,
						const char *format, ...);

/* The same for what a lint found (DIAG_LINT): with the rule's own code, and the level that this finding has. */
__attribute__((format(printf, 6, 7))) void diag_lint(struct diags *d, enum diag_level level, const char *rule, struct place at,
						     const char *hint, const char *format, ...);

/* Moves what from has not yet printed to the other collector, where wanted says so of its path (as it is printed; or NULL). Returns how
 * many errors it leaves. No other thread may report to from meanwhile. */
size_t diags_take(struct diags *to, struct diags *from, bool (*wanted)(const void *context, const char *path), const void *context);

/* How many errors (of the level or above) there are so far. A stage that
 * reports returns false; its callers stop where going on makes no sense. */
size_t diags_count(const struct diags *d, enum diag_level level);

/* The exit status for what was reported: the highest status of all errors. */
enum diag_status diags_status(const struct diags *d);

/* True if this code was reported (for tests). */
bool diags_has(const struct diags *d, enum diag_code code);

/* Prints all, sorted by path, line, column and code, then forgets them (the counts remain). As text, a
 * warning does not repeat the hint of the one before it. */
void diags_print(struct diags *d, FILE *to, enum diag_format format);

/* The catalogue. */
const char *diag_name(enum diag_code code); /* "A103" */
enum diag_level diag_level(enum diag_code code);

#endif
