/* The files of formats that the live site has and the new one would not. Internal to publish/. */
#ifndef PUBLISH_PREVIOUS_FILES_H
#define PUBLISH_PREVIOUS_FILES_H

#include "archive/config.h"
#include "base/map.h"
#include "trust/sums.h"

struct lost {
	const char *format;  /* "osv" */
	const char *example; /* the path of one of them */
	size_t files;
	bool off;            /* archive.yaml turns the format off */
};

/* sums: the live site's SHA256SUMS, which was checked (a signed security.txt is not there); paths: of all that is to be written.
 * In the arena, each format once. */
struct lost *previous_lost(size_t *count, const struct config *c, struct span sums, const struct map *paths, struct arena *a);

#endif
