/* CSV (RFC 4180): lines end with CR LF. */
#ifndef FORMATS_CSV_H
#define FORMATS_CSV_H

#include "base/buf.h"

/* Appends a line of these cells; NULL is an empty one.
 *
 * A spreadsheet takes a cell that begins with = + - @, a tab or a CR for a formula: such a one gets an apostrophe before it, as
 * OWASP advises ("CSV Injection"). Control characters but LF are blanks. */
void csv_line(struct buf *out, const char *const *cells, size_t count);

#endif
