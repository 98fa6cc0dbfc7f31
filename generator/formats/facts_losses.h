/* Inside formats/: what records of several formats leave out of the facts in the same way. */
#ifndef FORMATS_FACTS_LOSSES_H
#define FORMATS_FACTS_LOSSES_H

#include "formats/record.h"

/* tlp, a status or severity that the record says otherwise, the reason of a redaction, a first day that is not that of its publication,
 * and what stands under keys that are none. */
void facts_lose_common(const struct record *r, const char *format);
/* All that the facts say, of a record that says only that it was redacted. */
void facts_lose_all(const struct record *r);

#endif
