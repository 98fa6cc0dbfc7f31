/* What may be a target: the rules that keep a build from replacing a folder that
 * is no site. Internal to publish/. */
#ifndef PUBLISH_TARGET_H
#define PUBLISH_TARGET_H

#include <stdbool.h>

#include "base/diag.h"

struct target {
	char *path; /* as given, without slashes at its end */
	char *name; /* its last part */
	int parent; /* descriptor of the folder above it */
	int live;   /* descriptor of the folder itself, -1 if there is none yet */
	bool signed_ok; /* it may be a signed site: what replaces it is signed */
};

/* Opens the folder above; live is -1. */
bool target_open(struct target *out, const char *path, bool signed_ok, struct diags *d);
/* Opens the folder itself, if there is one, and checks it against the rules. May be called again. */
bool target_check(struct target *t, struct diags *d);
/* True if what has the target's name is still what target_check saw. */
bool target_unchanged(const struct target *t);
void target_close(struct target *t);

#endif
