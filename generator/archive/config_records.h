/* What of archive.yaml shows in the records of advisories. */
#ifndef ARCHIVE_CONFIG_RECORDS_H
#define ARCHIVE_CONFIG_RECORDS_H

#include "archive/config.h"

/* True if two states of the file give the same records of the same documents. False of what could not be read as a
 * configuration, whatever the other is. */
bool config_records_same(const struct config *x, const struct config *y);

#endif
