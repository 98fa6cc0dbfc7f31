/* Workers: who makes pages, one in each thread. Invariant: what a worker's arena holds is of one group, and
 * nothing that outlives the group points into it. */
#include "site/site.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void worker_begin(struct worker *w, struct arena *a)
{
	w->arena = a;
	memset(w->versions, 0, sizeof(w->versions));
	memset(w->shaped, 0, sizeof(w->shaped));
	w->told = NULL;
	memset(w->entries, 0, sizeof(w->entries));
	w->record = NULL;
}

void worker_next(struct worker *w)
{
	arena_reset(w->arena);
	worker_begin(w, w->arena);
}

struct worker *worker_new(const struct site *s, struct diags *d)
{
	struct script *script = script_new(s->scripts, d);
	if (!script)
		return NULL;
	script_set(script, "site", s->variables);
	struct worker *w = memory_alloc(sizeof(*w));
	*w = (struct worker){.site = s, .script = script, .arena = arena_new(), .diags = d};
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
