/* Files whose signatures gpg has found good, by the digests of both: in this build, or in one before of this clone.
 * gpg takes milliseconds for each, and a site has two an advisory and language; most stay as they are.
 * Internal to publish/. */
#ifndef PUBLISH_VOUCHED_H
#define PUBLISH_VOUCHED_H

#include "base/digest.h"
#include "trust/sign.h"

struct vouched;

/* fingerprint: of the primary key that signed all of them; state: of its certificate (verify.h), and
 * which part of it was asked for. folder: where a clone keeps
 * what could be made again (cache.h), or NULL: nothing is kept. */
struct vouched *vouched_open(const char *fingerprint, const struct sha256 *state, const char *folder);
void vouched_free(struct vouched *v);

const char *vouched_fingerprint(const struct vouched *v);

/* Both are thread-safe. */
void vouched_add(struct vouched *v, enum signature_kind kind, struct span armored, struct span text);
bool vouched_has(struct vouched *v, enum signature_kind kind, struct span armored, struct span text);

/* Keeps what was added or found. What cannot be kept is asked of gpg again. */
void vouched_keep(struct vouched *v);

#endif
