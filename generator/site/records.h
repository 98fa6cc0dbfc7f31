/* The machine-readable records of advisories as outputs of the site: which files there are, and what they are made from
 * (formats/record.h). */
#ifndef SITE_RECORDS_H
#define SITE_RECORDS_H

#include "formats/record.h"
#include "site/data.h"

/* Fills site->records: all files of all advisories, of the formats that are on. They live in the arena. */
void records_list(struct site *s, struct arena *a);

/* What all records of the site share, in the worker's arena. */
const struct record_site *record_site_of(struct worker *w);

/* The record of an advisory; made once for each group. NULL after reporting. */
struct record *record_of(struct worker *w, const struct advisory *a);

/* subject: advisory, number: index of its file. Also keeps the file's digests. */
bool write_record(struct worker *w, const struct output *o, struct buf *out);

/* "records" of the variable "advisory" (page.h), with the digests of what the group has written. */
struct value *records_value(const struct view *v, const struct advisory *adv);

#endif
