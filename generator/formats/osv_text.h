/* Inside formats/: the words of an OSV record, in English. */
#ifndef FORMATS_OSV_TEXT_H
#define FORMATS_OSV_TEXT_H

#include "formats/json_set.h"
#include "formats/osv_standing.h"
#include "formats/record.h"

/* Sets "summary" and "details"; what is in no English is left out of them and added to specific ("original"). */
void osv_put_texts(json_t *record, json_t *specific, const struct record *r, const struct osv_standing *s);
/* The same of a record of which nothing may be said any more but that it is withdrawn. */
void osv_put_redacted(json_t *record, const struct record *r, const struct osv_standing *s);

/* osv_losses.c: notes what the record has no place for. */
void osv_lose_rest(const struct record *r);

#endif
