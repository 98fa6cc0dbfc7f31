/* How a key is named: for whoever takes a name from a user. */
#ifndef TRUST_FINGERPRINT_H
#define TRUST_FINGERPRINT_H

#include "base/diag.h"

/* A full fingerprint; anything else is reported: a short ID can be forged. */
bool key_check_name(const char *fingerprint, struct diags *d);

#endif
