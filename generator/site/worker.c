/* Workers: who makes pages, one in each thread. Invariant: what a worker's arena holds is of one group, and
 * nothing that outlives the group points into it. */
#include "site/site.h"

#include <stdlib.h>

#include "base/memory.h"

void worker_next(struct worker *w)
{
	arena_free(w->arena);
	w->arena = arena_new();
	w->last = NULL;
	w->versions = NULL;
}

struct worker *worker_new(const struct site *s, struct diags *d)
{
	struct script *script = script_new(s->scripts, d);
	if (!script)
		return NULL;
	script_set(script, "site", s->variables);
	struct worker *w = memory_alloc(sizeof(*w));
	*w = (struct worker){.site = s, .script = script, .diags = d};
	worker_next(w);
	return w;
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	script_free(w->script);
	arena_free(w->arena);
	free(w);
}
