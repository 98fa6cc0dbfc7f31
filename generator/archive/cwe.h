/* Names of weaknesses, as the Common Weakness Enumeration has them (MITRE, https://cwe.mitre.org/). */
#ifndef ARCHIVE_CWE_H
#define ARCHIVE_CWE_H

#include "base/span.h"

#define CWE_VERSION "4.17"

/* The name of "CWE-79", exactly as in the catalogue; NULL if it has no weakness of this number (categories and views are none). */
const char *cwe_name(struct span id);

#endif
