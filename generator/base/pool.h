/* All cores over a list of items. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

/* Cores that this process may use. */
unsigned pool_cores(void);

/* Calls fn(context, worker, index) for each index below count, on jobs threads
 * (at most count); worker is below jobs and says whose scratch memory to use.
 * The order of calls is free: results go into slots by index. Returns when all
 * are done. fn must not fail halfway: it reports into diags. */
typedef void pool_task(void *context, unsigned worker, size_t index);
void pool_run(size_t count, unsigned jobs, pool_task *fn, void *context);

#endif
