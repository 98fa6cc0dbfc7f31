/* The table of options (cli.c), for the parser, help and the manual page. */
#ifndef COMMANDS_OPTIONS_H
#define COMMANDS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
	OPTION_TEXT,
	OPTION_FLAG,
	OPTION_NUMBER,
	OPTION_WORD,       /* one of arg's words, which "|" separates: the field is the word */
	OPTION_DIAGNOSTICS /* likewise; the field is the word's number, an enum diag_format */
};

/* A name that means something else to another command has a row for each. */
struct option_row {
	const char *name;
	int key;
	const char *arg;      /* NULL: none */
	const char *commands; /* which take it, separated by one space */
	enum option_kind kind;
	size_t offset;        /* of the field in struct invocation */
	const char *words;
};

extern const struct option_row option_table[]; /* name NULL ends it */

struct command;
bool option_applies(const struct option_row *row, const struct command *c);

#endif
