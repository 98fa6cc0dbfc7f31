/* Inside script/ only: where the terms of a glossary stand in a text. */
#ifndef SCRIPT_TERMS_H
#define SCRIPT_TERMS_H

#include "script/worker.h"

#define TERM_BYTES 256 /* a longer form of a term is never found */

struct terms;

/* The forms that a glossary gives a language (term, also): they are copied. Never fails; what is no text, empty or longer
 * than TERM_BYTES is left out, and of two entries with the same form the first has it. */
struct terms *terms_new(const struct value *glossary, const char *lang);
void terms_free(struct terms *t);

struct term_match {
	size_t start, end; /* bytes of the text */
	size_t entry;      /* of the glossary, from 0 */
};

/* The first match that begins at from or later: of those that begin there the longest. Letters match in either case (ASCII,
 * Latin-1), a blank of a form any white space. White space between two Japanese characters is nothing, as a soft break is. A
 * form that begins or ends with a letter or digit of no Japanese script does so at a word's border there; one kanji stands
 * beside no kanji and behind no katakana or Latin letter ("Windows版"), a word of fewer than TERM_SHORT katakana beside no katakana. False at the end. *steps grows by
 * the bytes that were looked at, at most TERM_BYTES for each of the text. */
#define TERM_SHORT 5
bool terms_next(const struct terms *t, struct span text, size_t from, struct term_match *out, size_t *steps);

/* Whether the white space from at to end is nothing: it stands between two Japanese characters. */
bool terms_join(struct span text, size_t at, size_t end);

/* Those of the glossary and language of the document that is filtered: made when they are first asked for. */
const struct terms *terms_of(struct script *w);

int shirase_terms(lua_State *L);
int shirase_mark_terms(lua_State *L); /* marking.c */

#endif
