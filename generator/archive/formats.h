/* What formats need of archive.yaml beyond what it must have: a file is made only where all of that is there. */
#ifndef ARCHIVE_FORMATS_H
#define ARCHIVE_FORMATS_H

#include "archive/config.h"

/* Files that need more. CSAF's: provider-metadata.json and the feeds, lists and pages beside it, not the documents. */
enum config_file { CONFIG_CSAF_PROVIDER, CONFIG_SECURITY_TXT };

/* The first thing that the file needs and archive.yaml lacks, as it is named there ("security_txt.expires"); NULL: nothing. */
const char *format_lacks(const struct config *c, enum config_file file);

/* False if `formats` turns it off (csaf, security_txt) or something is lacking. */
bool format_made(const struct config *c, enum config_file file);

/* Notes each thing that is lacking, once, with what is not made for it. What is turned off needs nothing. */
void formats_check(const struct config *c, struct diags *d);

#endif
