/* Which files of a signed site have a signature of their own, by their paths alone. Internal to publish/. */
#ifndef PUBLISH_SIGNED_H
#define PUBLISH_SIGNED_H

#include "base/buf.h"
#include "trust/sign.h"

enum signed_form {
	SIGNED_NOT,
	SIGNED_TEXT,     /* text/X.ja.txt: text/X.ja.asc is the same, clear-signed */
	SIGNED_DOCUMENT, /* a CSAF document, .well-known/csaf/<tlp>/<year>/x.json: x.json.asc is its detached signature */
	SIGNED_IN_PLACE  /* .well-known/security.txt: is clear-signed itself */
};

enum signed_form signed_form_of(const char *path);
enum signature_kind signed_kind(enum signed_form form);
/* Appends the path of the file that holds the signature. */
void signed_path(struct buf *out, const char *path, enum signed_form form);

#endif
