/* Facts as templates may rely on them. */
#ifndef SITE_SHAPE_H
#define SITE_SHAPE_H

#include "base/value.h"

/* A copy of facts in which every key that is there has the kind that archive/facts.h
 * says. HEAD's facts are so already; a past version may say anything, and what has
 * another kind is left out (its document can still be read in git). */
struct value *facts_shape(struct arena *a, const struct value *facts);

#endif
