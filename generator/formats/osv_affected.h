/* Inside formats/: what is affected, as OSV says it. */
#ifndef FORMATS_OSV_AFFECTED_H
#define FORMATS_OSV_AFFECTED_H

#include "formats/json_set.h"
#include "formats/record.h"

/* True if OSV has something to say of what is affected, by facts of any shape: for an advisory that is withdrawn already if
 * it can be thought to have had a record, though it may say now that nothing is affected. */
bool osv_affected_any(const struct value *facts, bool withdrawn);

/* Sets "affected"; entries that OSV cannot say are added to others, a list, as database_specific has them. */
void osv_put_affected(json_t *record, json_t *others, const struct record *r);

#endif
