/* Inside formats/: the parts of archive.json, which changes.json tells one by one. Each is a new tree. */
#ifndef FORMATS_ARCHIVE_PARTS_H
#define FORMATS_ARCHIVE_PARTS_H

#include <jansson.h>

#include "formats/archive_json.h"

/* The document without its last key, advisories. */
json_t *archive_top(const struct archive_json *in);
/* An advisory without its last key, events. */
json_t *archive_head(const struct archive_json *in, const struct advisory *a);
json_t *archive_event(const struct archive_json *in, const struct event *e);

#endif
