/* What the facts of an advisory say, as templates see it (page.h, "advisory"): texts in the page's language, scores
 * computed, names instead of handles, no dangerous address. Facts are those of facts_shape. */
#ifndef SITE_FACTS_VALUE_H
#define SITE_FACTS_VALUE_H

#include "site/data.h"

struct value *rating_value(const struct view *v, const struct value *facts);
struct value *affected_value(const struct view *v, const struct value *facts);
/* The gravest first; where only entries of vulnerabilities state it, by vulnerability. */
struct value *exploitation_value(const struct view *v, const struct value *facts);

/* Sets vulnerabilities, remediations, indicators and references; nothing to say is an empty list. */
void set_facts_lists(const struct view *v, struct value *map, const struct value *facts);

#endif
