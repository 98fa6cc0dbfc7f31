/* The armour of OpenPGP (RFC 4880 sections 6 and 7), read strictly: what gpg
 * forgives, such as text before or after a signature, is a fault here. */
#ifndef TRUST_ARMOR_H
#define TRUST_ARMOR_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

/* These return NULL if all is well, else what is wrong (a part of a sentence). */

/* The bytes are one armored block of this kind ("SIGNATURE"), nothing before it,
 * nothing after its last LF. */
const char *armor_check(struct span armored, const char *kind);

/* The bytes are a clear-signed text and nothing else; the text inside, its dashes
 * unescaped, each line with LF, is appended to text. */
const char *armor_clear_text(struct buf *text, struct span armored);

/* Appends an armored block without its header lines (Version, Comment), which a
 * user's gpg.conf may ask for, so that the same certificate is the same bytes everywhere. */
void armor_plain(struct buf *out, struct span armored);

#endif
