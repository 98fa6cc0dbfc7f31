/* Stories at random, of fixed seeds: drafts, moves, broken files, merges, whatever comes. */
#ifndef TESTS_HISTORY_TALE_H
#define TESTS_HISTORY_TALE_H

/* A number below limit; the same ones for the same seed. */
unsigned tale_below(unsigned limit);

/* The first commit, on the branches main and topic. */
void tale_begin(unsigned seed);
/* So many commits more, on either branch, with merges both ways. */
void tale_go_on(unsigned commits);

#endif
