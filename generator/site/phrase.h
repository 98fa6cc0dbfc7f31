/* Words of a page's language, said by its locale. What it gives lives in the worker's arena; what the locale lacks
 * is reported, and "" then. Many calls in a row are cheap between script_say_together(…, true) and (…, false). */
#ifndef SITE_PHRASE_H
#define SITE_PHRASE_H

#include "document/difference.h"
#include "site/data.h"

/* say(key, vars); vars: a map, or NULL. */
const char *phrase(const struct view *v, const char *key, struct value *vars);
/* function(arg): "range", "day", "enumerate", "either", "defang" … */
const char *phrase_of(const struct view *v, const char *function, struct value *arg);
/* The label; the value itself where the vocabulary lacks it: a past version may hold any word. NULL for a value that is
 * NULL where the vocabulary has no "absent". */
const char *phrase_label(const struct view *v, const char *vocabulary, const char *value);

/* What differences are shown with. */
struct difference_words phrase_of_difference(const struct view *v);

/* Text in one line: white space is one blank, what cannot be seen is U+FFFD. */
const char *phrase_line(const struct view *v, const char *text);
/* The same, cut after max bytes. */
const char *phrase_cut(const struct view *v, const char *text, size_t max);

#endif
