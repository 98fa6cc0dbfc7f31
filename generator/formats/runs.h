/* What the public versions of an advisory named, and how long each without a break: from its history alone. */
#ifndef FORMATS_RUNS_H
#define FORMATS_RUNS_H

#include "base/map.h"
#include "history/history.h"

struct run {
	const char *type, *name;
	unsigned number;                /* how often it had gone before */
	const struct publication *from, *until; /* until: that names it no more; NULL: it is named now */
	unsigned revision;              /* with which it began */
	bool shown;                     /* a version that named it is not redacted */
	size_t seen;                    /* runs.c's own: the last version that named it, from 0 */
};

struct runs {
	struct run *items; /* in the order in which they began, those of one version in its order */
	size_t count, capacity;
	struct map *places; /* type LF name -> its last run */
	struct arena *arena;
	const struct advisory *advisory;
	size_t version;    /* that is being read */
};

/* Tells what facts name, of any shape: calls runs_name for each. */
typedef void run_names(struct runs *r, const struct value *facts);
void runs_name(struct runs *r, const char *type, const char *name);

/* runs_fini frees it; the rest lives in the arena. */
void runs_init(struct runs *r, struct arena *a, const struct advisory *adv, run_names *names);
void runs_fini(struct runs *r);
/* The run of what the advisory names now; NULL: it does not. */
const struct run *runs_now(const struct runs *r, const char *type, const char *name);

/* run_names of indicators, each by its type and value. */
void runs_indicators(struct runs *r, const struct value *facts);

#endif
