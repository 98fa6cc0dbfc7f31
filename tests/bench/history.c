/* Times the history part of a build: walk, read, parse, compare, classify.
 *   bench-history REPOSITORY [RUNS]          without a cache
 *   bench-history REPOSITORY RUNS cached     with the cache that the run before left, or a first one that leaves it
 * Prints one line: milliseconds of the fastest run, publications, advisories, events. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/digest.h"
#include "base/pool.h"
#include "history/history.h"

struct measured {
	double milliseconds;
	size_t publications, advisories, events;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool measure(struct measured *out, const char *path, bool cached, struct arena *a, struct diags *d)
{
	struct repository *r;
	struct oid head;
	struct commit commit;
	struct archive archive;
	struct history history;
	struct history_options options = {.now = instant_now(), .jobs = pool_cores(), .use_cache = cached};
	if (!repository_open(&r, path, d))
		return false;
	bool ok = repository_resolve(&head, r, "HEAD", d) && repository_commit(&commit, r, &head, a, d) &&
		  archive_load(&archive, r, &(struct archive_from){.tree = commit.tree, .jobs = options.jobs}, a, d);
	double began = now();
	ok = ok && history_read(&history, r, &head, &archive, &options, a, d);
	double took = now() - began;
	repository_close(r);
	if (!ok)
		return false;
	if (!out->milliseconds || took < out->milliseconds)
		out->milliseconds = took;
	out->publications = history.publication_count;
	out->advisories = history.advisory_count;
	out->events = 0;
	for (size_t i = 0; i < history.advisory_count; i++)
		out->events += history.advisories[i].event_count;
	return true;
}

int main(int count, char **words)
{
	struct measured m = {0};
	struct diags *d = diags_new();
	int runs = count > 2 ? (int)strtol(words[2], NULL, 10) : 1;
	bool ok = count > 1;
	digest_setup();
	for (int i = 0; ok && i < runs; i++) {
		struct arena *a = arena_new();
		ok = measure(&m, words[1], count > 3, a, d);
		arena_free(a);
	}
	if (!ok)
		diags_print(d, stderr, DIAG_TEXT);
	diags_free(d);
	if (ok)
		printf("%.1f %zu %zu %zu\n", m.milliseconds, m.publications, m.advisories, m.events);
	return ok ? 0 : 1;
}
