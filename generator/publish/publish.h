/* From finished files to a live site: staged, summed, signed, read back and
 * verified, then exchanged. One struct a build. */
#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "publish/verify_site.h"
#include "trust/sign.h"

struct publishing;

/* Takes the target (stage.h). signer is NULL for an unsigned site, and outlives this. cache: where this clone keeps what could be
 * made again (which signatures are good), or NULL. */
bool publish_begin(struct publishing **out, const char *target, struct signer *signer, const char *cache, unsigned jobs,
		   struct diags *d);

/* Takes one finished file; thread-safe. publishing is a struct publishing (a site_sink). */
bool publish_file(void *publishing, const char *path, struct span bytes, struct diags *d);

struct published {
	size_t signatures;
	size_t reused; /* signatures taken over from the site that was replaced */
	struct verify_report report;
};

/* Sums, signs, verifies what stands on the disk, puts in place. After false
 * the live site is as it was. stopped is asked now and then, from any thread: true
 * ends it, without a report, before anything is put in place. */
bool publish_finish(struct published *out, struct publishing *p, bool (*stopped)(void), struct diags *d);

/* Removes the stage if nothing was put in place. */
void publish_free(struct publishing *p);

#endif
