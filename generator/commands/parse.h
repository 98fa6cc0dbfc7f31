/* From argv to an invocation, by the tables of cli.c. Wrong use is a diagnostic like any other. */
#ifndef COMMANDS_PARSE_H
#define COMMANDS_PARSE_H

#include "commands/cli.h"

struct parsed {
	struct invocation call;
	bool help; /* asked for: nothing is to be run */
};

/* argv[0] is the command's name. All of argv is read, so that every mistake is told, in the form that
 * --diagnostics asks for wherever it stands; argv is put into another order. False after reporting. */
bool parse_arguments(struct parsed *out, const struct command *c, int argc, char **argv, struct diags *d);

/* The form of diagnostics that argv asks for, whatever else is in it. */
enum diag_format parse_format(int argc, char **argv);

/* What says "is the nearest meant?" for a mistyped word, given the known ones one by one. */
struct nearest {
	const char *word, *found;
	size_t distance;
};
void nearest_offer(struct nearest *n, const char *known);
/* False if nothing is near: a third of its letters may differ. */
bool nearest_is_near(const struct nearest *n);

#endif
