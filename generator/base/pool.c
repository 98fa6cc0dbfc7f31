/* Invariant: next is the lowest index that no worker has taken. */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"

struct pool {
	atomic_size_t next;
	size_t count;
	pool_task *fn;
	void *context;
};

struct worker {
	struct pool *pool;
	unsigned number;
	pthread_t thread;
	int started;
};

unsigned pool_cores(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	int n = CPU_COUNT(&set);
	return n > 0 ? (unsigned)n : 1;
}

static void *work(void *argument)
{
	struct worker *w = argument;
	for (;;) {
		size_t i = atomic_fetch_add(&w->pool->next, 1);
		if (i >= w->pool->count)
			return NULL;
		w->pool->fn(w->pool->context, w->number, i);
	}
}

void pool_run(size_t count, unsigned jobs, pool_task *fn, void *context)
{
	struct pool pool = {.count = count, .fn = fn, .context = context};
	if (jobs > count)
		jobs = (unsigned)count;
	if (jobs < 1)
		jobs = 1;
	struct worker *workers = memory_resize(NULL, jobs, sizeof(*workers));
	/* The caller is the last worker: if no thread can be started, it does all. */
	for (unsigned i = 0; i < jobs; i++) {
		workers[i] = (struct worker){.pool = &pool, .number = i};
		if (i + 1 < jobs)
			workers[i].started = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
	}
	work(&workers[jobs - 1]);
	for (unsigned i = 0; i + 1 < jobs; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
	free(workers);
}
