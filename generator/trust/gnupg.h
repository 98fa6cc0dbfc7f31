/* What signing and verifying share of gpgme: set-up, buffers, fingerprints, and
 * a set of contexts for threads. Internal to trust/. */
#ifndef TRUST_GNUPG_H
#define TRUST_GNUPG_H

#include <gpgme.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"

/* Prepares gpgme (once for all threads) and asks whether gpg is there and new enough. */
bool gnupg_setup(struct diags *d);

/* What can be done about it. */
const char *gnupg_hint(gpgme_error_t error);

/* Reports what gpgme says ("cannot <what>: reason") with code DIAG_GNUPG; false. */
bool gnupg_failed(struct diags *d, const char *path, const char *what, gpgme_error_t error);

/* The program that gpgme runs: its path and version. gnupg_setup has succeeded. */
gpgme_engine_info_t gnupg_engine(void);
/* True if the error tells of this system (gpg cannot be run, no memory, no descriptor), not of what gpg was given. */
bool gnupg_is_failure(gpgme_error_t error);

/* A memory object that borrows the bytes. */
gpgme_error_t gnupg_data(gpgme_data_t *out, struct span bytes);
/* Appends what was written into data to out. */
bool gnupg_collect(struct buf *out, gpgme_data_t data);

/* 40 or 64 hex digits. */
bool gnupg_is_fingerprint(const char *text);
bool gnupg_same_fingerprint(const char *a, const char *b);
#define FINGERPRINT_SIZE 65
/* Copies in upper case; text is a fingerprint. */
void gnupg_copy_fingerprint(char out[FINGERPRINT_SIZE], const char *text);

/* UTF-8 with '?' for controls and what would deceive, cut at a whole character. text may be NULL. */
void gnupg_copy_user_id(char *out, size_t size, const char *text);

/* Contexts, each used by one thread at a time. They are made when first needed,
 * by make, and at most `limit` are in use at any moment: who comes then waits. */
struct contexts;
typedef gpgme_error_t context_make(gpgme_ctx_t *out, void *owner);
struct contexts *contexts_new(unsigned limit, context_make *make, void *owner);
void contexts_free(struct contexts *c); /* takes NULL; none is in use */
void contexts_set_limit(struct contexts *c, unsigned limit);
gpgme_error_t contexts_take(struct contexts *c, gpgme_ctx_t *out);
void contexts_give(struct contexts *c, gpgme_ctx_t context);

#endif
