/* The certificates that an archive ever had in keys/committers/, each version of each file by itself, and all of them
 * together in one GnuPG home. Two questions are so kept apart: whether a signature was made with a key (gpg answers, in the
 * home, where a later version of a certificate takes nothing away), and whether that key was admitted and valid then
 * (the caller answers, from the file that stood in the parent commit). Internal to trust/. */
#ifndef TRUST_RING_H
#define TRUST_RING_H

#include "base/digest.h"
#include "base/instant.h"
#include "repository/repository.h"
#include "trust/gnupg.h"

/* A primary key or a subkey as one version of a certificate has it. */
struct ring_part {
	char fingerprint[FINGERPRINT_SIZE], primary[FINGERPRINT_SIZE];
	const char *user_id; /* UTF-8, controls masked; "" if there is none */
	instant expires;     /* it or its primary key, whichever is the earlier; 0: never */
	bool can_sign;
	bool revoked;        /* it or its primary key */
};

/* A file of keys/committers/ with these bytes. */
struct ring_file {
	const char *path;
	struct oid blob;
	struct ring_part *parts; /* none: no certificate of OpenPGP */
	size_t part_count;
	bool secret;             /* it holds a secret key (and no part counts) */
};

struct ring;

/* Reads files (path and blob are given; the rest is filled in) on jobs threads. They and the arena outlive the ring. */
bool ring_new(struct ring **out, struct repository *r, struct ring_file *files, size_t count, unsigned jobs, struct arena *a,
	      struct diags *d);
void ring_free(struct ring *ring);

enum ring_fault {
	RING_GOOD,
	RING_UNKNOWN_KEY, /* none of the certificates has the key */
	RING_MISMATCH,    /* the bytes are not what was signed */
	RING_ARMOR,       /* not one armoured signature and nothing else */
	RING_SEVERAL,     /* signatures in one armour */
	RING_DIGEST,      /* made with SHA-1 or another digest that can be forged */
	RING_TIME,        /* made before its key was */
	RING_REFUSED      /* gpg does not accept it for another reason */
};

struct ring_signature {
	enum ring_fault fault;
	char fingerprint[FINGERPRINT_SIZE]; /* of the key or subkey that signed; RING_UNKNOWN_KEY: what the signature
					       claims. Empty: not known */
	instant created, expires;           /* of the signature; expires 0: never */
};

/* Whether signature was made over bytes with a key of the ring, valid or not. Thread-safe. False after reporting that
 * gpg could not be run. */
bool ring_check(struct ring_signature *out, struct ring *ring, struct span signature, struct span bytes, struct diags *d);

/* The part in a file; NULL if it has none of this fingerprint. */
const struct ring_part *ring_part_of(const struct ring_file *file, const char *fingerprint);
/* The primary key's fingerprint, by all files; NULL if there is none, or if two certificates claim the part. */
const char *ring_primary(const struct ring *ring, const char *fingerprint);

/* True if a certificate of this primary key claims the part. */
bool ring_claims(const struct ring *ring, const char *primary, const char *fingerprint);

/* What is known of a key's revocation, or of its primary key's, from any version of its certificate. */
enum ring_revocation {
	RING_NOT_REVOKED,
	RING_RETIRED,    /* superseded or no longer used, as of a time */
	RING_COMPROMISED /* or for no stated reason */
};
enum ring_revocation ring_revocation(const struct ring *ring, const char *fingerprint, instant *since);

/* Of gpg; borrowed. */
const char *ring_gpg_version(void);
/* Of all bytes of all files: what a key that is not known depends on. */
struct sha256 ring_digest(const struct ring *ring);

#endif
