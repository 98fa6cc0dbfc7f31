/* How a key is named: for whoever takes a name from a user. */
#ifndef TRUST_FINGERPRINT_H
#define TRUST_FINGERPRINT_H

#include "base/diag.h"

/* A full fingerprint; anything else is reported: a short ID can be forged. own: of a key to sign with, so that the hint
 * leads to it; else to verify with. */
bool key_check_name(const char *fingerprint, bool own, struct diags *d);

#endif
