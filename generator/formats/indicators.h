/* indicators.csv: every indicator of the advisories that stand, with its true value. */
#ifndef FORMATS_INDICATORS_H
#define FORMATS_INDICATORS_H

#include "base/buf.h"
#include "formats/losses.h"
#include "history/history.h"

/* Appends the file. One line each, sorted by advisory, type and value, below a line of names:
 *   id, type, value, note (English, else as it is),
 *   state (interim, final), mark (exercise, demonstration or nothing),
 *   revision, serial, time: with which and since when the advisory names the indicator, without a break since,
 *   url: the advisory's permanent address.
 *
 * An advisory that was withdrawn has no line: what blocks by this file blocks what was said in error no longer.
 *
 * losses: for what the lines leave out; NULL: nobody asks. */
void indicators_write(struct buf *out, const struct config *c, const struct history *h, struct losses *losses);

#endif
