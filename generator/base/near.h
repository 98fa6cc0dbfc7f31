/* How near two words are, for hints. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>
#include <stdint.h>

#define NEAR_WORD_MAX 64

/* The Levenshtein distance: how many bytes were added, left out or mistaken. A word
 * over NEAR_WORD_MAX bytes is near none: SIZE_MAX. */
size_t near_distance(const char *a, const char *b);

#endif
