/* Invariant: what was printed is one line, wiped by progress_free. Nothing here
 * reaches a published byte. */
#include "commands/progress.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

struct progress {
	const char *what;
	bool terminal, shown;
	int64_t begun, last; /* milliseconds */
	pthread_mutex_t lock;
};

static int64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct progress *progress_new(const char *what)
{
	struct progress *p = memory_alloc(sizeof(*p));
	p->what = what;
	p->terminal = isatty(STDERR_FILENO);
	p->begun = p->last = now();
	pthread_mutex_init(&p->lock, NULL);
	return p;
}

void progress_tell(struct progress *p, size_t done, size_t all)
{
	if (!p->terminal)
		return;
	pthread_mutex_lock(&p->lock);
	int64_t t = now();
	if (t - p->begun >= 1000 && t - p->last >= 100) {
		fprintf(stderr, "\r\033[K%s %zu/%zu", p->what, done, all);
		p->shown = true;
		p->last = t;
	}
	pthread_mutex_unlock(&p->lock);
}

void progress_free(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	pthread_mutex_destroy(&p->lock);
	free(p);
}
