/* Inside script/ only: calls of locales' functions with times, numbers and short words, whose answers are kept. */
#ifndef SCRIPT_ANSWERS_H
#define SCRIPT_ANSWERS_H

#include "script/worker.h"

struct question {
	const char *function; /* by address: a name that lives as long as the worker */
	char lang[16];
	char word[40];        /* the argument before the number, "" if there is none; of times the zone */
	int64_t number;
};

/* False if it is one whose answers are not kept: a language or word that is too long. */
bool question_make(struct question *out, const char *lang, const char *function, const char *word, int64_t number);
/* Pushes the answer if it is known. */
bool answer_known(lua_State *L, const struct question *q);
/* Calls the locale's function with the nargs values on top, leaves its one result, and keeps it. */
void answer_find(lua_State *L, const struct question *q, int nargs);

/* As locale_call, by what is known where that can be. name: as a question's function. */
void locale_ask(lua_State *L, const char *lang, const char *name, int nargs);

#endif
