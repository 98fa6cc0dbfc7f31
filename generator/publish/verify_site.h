/* `shirase verify`: everything that a site says of itself, checked. Needs no
 * repository, writes nothing into the site, follows no link in it. */
#ifndef PUBLISH_VERIFY_SITE_H
#define PUBLISH_VERIFY_SITE_H

#include "base/diag.h"
#include "base/instant.h"

struct vouched;

struct verify_options {
	const char *keyring; /* a file of certificates, or NULL: the site's own keys/ */
	const char
		*fingerprint; /* the wanted signing key, or NULL: any of those, but one for all signatures */
	bool unsigned_ok; /* a site without signatures is no fault: a build checks its unsigned stage with the same code */
	unsigned jobs; /* threads; 0: one a core */
	struct span security_txt; /* what security.txt is to say; data NULL: whatever it says */
	struct vouched *vouched; /* files for which gpg need not be asked again, and to which others that it finds good are added; or NULL */
};

struct verify_report {
	size_t files, signatures, texts; /* of signatures and texts: those that are good */
	int64_t serial;
	instant updated;
	char commit[41];
	char fingerprint[65], user_id[256]; /* of the key that signed SHA256SUMS; empty if unsigned */
	bool key_from_site;                 /* "taken from the site itself: compare it elsewhere" */
	bool is_signed;
};

/* Checks the sums (every file listed, none unlisted), each signature, that each
 * clear-signed text equals its .txt, that each CSAF document has its signature and its
 * digests, that each text's head agrees with its file
 * name and with archive.json on revision, commit and serial, and pages likewise. All
 * faults are reported, by paths relative to the site (those of other signatures only
 * if that of SHA256SUMS is good, which says whose they must be). *out is filled as far as
 * the site could be read, also when it returns false. */
bool verify_site(struct verify_report *out, int folder, const struct verify_options *options,
		 struct diags *d);

#endif
