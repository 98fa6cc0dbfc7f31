/* Inside script/ only: Lua's patterns (Reference Manual 5.4, section 6.4.1), each step of a match counted as an
 * instruction. Errors in patterns are raised. */
#ifndef SCRIPT_PATTERN_H
#define SCRIPT_PATTERN_H

#include "script/worker.h"

#define CAPTURES 32
#define OPEN (-1)
#define POSITION (-2)

struct matcher {
	lua_State *L;
	struct script *w;
	const char *text, *text_end, *pattern_end;
	int level, depth;
	struct {
		const char *start;
		ptrdiff_t length; /* or OPEN, POSITION */
	} captures[CAPTURES];
};

/* Takes text and pattern from arguments (or upvalues) of the function that is called; gives the pattern's beginning. */
const char *pattern_prepare(struct matcher *m, lua_State *L, int text, int pattern);
/* The first match at s or later, only at s if anchored; *end is its end. NULL if there is none. */
const char *pattern_search(struct matcher *m, const char *s, const char *p, bool anchored, const char **end);
/* Pushes capture i of the match from s to e; the whole match for 0 if there are no captures. */
void pattern_push_capture(struct matcher *m, int i, const char *s, const char *e);

#endif
