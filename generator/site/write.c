/* Writing the outputs of a plan on all cores. Invariant: a group has one
 * worker; the last phase begins when every other group is done. */
#include "site/site.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"

#define FILE_LIMIT ((size_t)512 << 20)
/* What a worker may hold for the next output of its group; an advisory with hundreds of long revisions forgets some. A
 * document of a mebibyte in two languages and two revisions fits: without that each of its outputs would filter it anew. */
#define GROUP_MEMORY ((size_t)256 << 20)

struct group {
	size_t from, to; /* outputs */
};

struct writing {
	const struct site *site;
	const struct plan *plan;
	struct group *groups;
	size_t first; /* group of the phase's first task */
	struct worker **workers; /* NULL where there is none yet */
	site_sink *sink;
	void *context;
	site_progress *progress;
	struct diags *diags;
	atomic_size_t done;
	atomic_bool failed;
};

static bool write_output(struct writing *job, struct worker *w, const struct output *o, struct buf *out)
{
	buf_clear(out);
	w->subject = o->subject;
	if (!o->write(w, o, out))
		return false;
	if (out->overflow) {
		diag(job->diags, DIAG_FILE_WRITE, (struct place){.path = o->path}, "divide what it is made of",
		     "this file would be larger than %zu bytes", out->limit);
		return false;
	}
	return job->sink(job->context, o->path, buf_as_span(out), job->diags);
}

/* A worker is made in its own thread, when it first has work. */
static struct worker *worker_at(struct writing *job, unsigned number)
{
	if (!job->workers[number])
		job->workers[number] = worker_new(job->site, job->diags);
	return job->workers[number];
}

static void write_group(void *context, unsigned number, size_t index)
{
	struct writing *job = context;
	struct worker *w = worker_at(job, number);
	const struct group *g = &job->groups[job->first + index];
	if (!w) {
		atomic_store(&job->failed, true);
		return;
	}
	struct buf out;
	buf_init(&out, FILE_LIMIT);
	for (size_t i = g->from; i < g->to; i++) {
		if (!write_output(job, w, &job->plan->outputs[i], &out))
			atomic_store(&job->failed, true);
		if (arena_used(w->arena) > GROUP_MEMORY)
			worker_next(w);
	}
	buf_fini(&out);
	worker_next(w);
	size_t done = atomic_fetch_add(&job->done, g->to - g->from) + (g->to - g->from);
	if (job->progress)
		job->progress(job->context, done, job->plan->count);
}

static size_t find_groups(struct group *groups, const struct plan *p, bool last_phase, size_t from)
{
	size_t n = from;
	for (size_t i = 0, end; i < p->count; i = end) {
		for (end = i; end < p->count && p->outputs[end].group == p->outputs[i].group; end++)
			;
		if (p->outputs[i].last_phase == last_phase)
			groups[n++] = (struct group){i, end};
	}
	return n;
}

bool site_write(const struct site *s, const struct plan *plan, site_sink *sink, void *context, site_progress *progress,
		struct diags *d)
{
	unsigned jobs = s->options->jobs ? s->options->jobs : 1;
	struct writing job = {.site = s, .plan = plan, .sink = sink, .context = context, .progress = progress, .diags = d};
	job.groups = memory_resize(NULL, plan->groups + 1, sizeof(*job.groups));
	job.workers = memory_alloc(jobs * sizeof(*job.workers));
	size_t main_phase = find_groups(job.groups, plan, false, 0);
	size_t all = find_groups(job.groups, plan, true, main_phase);
	pool_run(main_phase, jobs, write_group, &job);
	job.first = main_phase;
	if (!atomic_load(&job.failed))
		pool_run(all - main_phase, jobs, write_group, &job);
	for (unsigned i = 0; i < jobs; i++)
		worker_free(job.workers[i]);
	free(job.workers);
	free(job.groups);
	return !atomic_load(&job.failed);
}
