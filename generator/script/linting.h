/* Inside script/ only: a lint that runs, and what it may call. */
#ifndef SCRIPT_LINTING_H
#define SCRIPT_LINTING_H

#include "script/lint.h"
#include "script/worker.h"

#define LINT_CODE_MAX 40
#define LINT_FINDINGS 100 /* of a rule in a document, and in the archive as a whole, that are passed on */
#define LINT_TEXT 2000    /* bytes of a message, or a hint */

struct lint_told {
	size_t count;
	enum lint_severity severity; /* of the last */
};

struct linting {
	const struct lints *lints;
	size_t lint; /* the one that runs */
	const struct lint_subject *subject; /* NULL: it declares, or runs over the archive */
	lint_find *find; /* of the archive */
	lint_sink *sink; /* NULL while it declares */
	void *context;
	struct lint_told *told; /* of each rule */
};

/* report.c */
extern const luaL_Reg lint_functions[]; /* of the table shirase, for lints */
/* Pushes what a lint knows of the document. */
void document_push(lua_State *L);

#endif
