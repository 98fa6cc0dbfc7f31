/* Inside formats/: the words of an OSV record, in English. */
#ifndef FORMATS_OSV_TEXT_H
#define FORMATS_OSV_TEXT_H

#include "formats/json_set.h"
#include "formats/record.h"

/* Sets "summary" and "details"; what is in no English is left out of them and added to specific ("original"). */
void osv_put_texts(json_t *record, json_t *specific, const struct record *r);

#endif
