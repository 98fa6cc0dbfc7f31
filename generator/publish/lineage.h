/* Where the live site's commit stands in the history that is being built. Internal to publish/. */
#ifndef PUBLISH_LINEAGE_H
#define PUBLISH_LINEAGE_H

#include "history/history.h"

enum lineage_kind {
	LINEAGE_STRAIGHT,  /* on head's first-parent chain, as it should be */
	LINEAGE_OLDER,     /* it reaches head: what is live is newer */
	LINEAGE_SIDE,      /* head reaches it, but through another parent of the merge */
	LINEAGE_APART,     /* head does not reach it */
	LINEAGE_MISSING    /* the repository lacks it */
};

struct lineage {
	enum lineage_kind kind;
	struct oid live;  /* not if it is missing */
	struct oid merge; /* LINEAGE_SIDE: of head's chain */
	size_t parent;    /* LINEAGE_SIDE: the number of the merge's parent that brought it, from 1 */
	bool related;     /* there is a commit that both reach */
	const struct publication *common; /* the last of head's that live's chain has too; NULL: none, straight, or missing */
};

/* live: full hex. False after reporting (the repository is damaged). */
bool lineage_find(struct lineage *out, struct repository *r, const struct oid *head, const char *live,
		  const struct history *h, struct diags *d);

#endif
