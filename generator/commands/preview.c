/* shirase preview: the site as it would be, drafts and what is not committed included, for the author's own eyes.
 * Invariant: it lies in the git directory, which nobody publishes, and it is never signed. */
#include "commands/load.h"

#include <errno.h>
#include <sys/stat.h>

#define FOLDER "preview"

/* The folder of the cache, which may not be there yet; NULL after reporting. */
static const char *folder_of(struct loaded *l, const struct invocation *call, struct diags *d)
{
	if (!load_head(l, call, d))
		return NULL;
	const char *cache = repository_cache(l->repository);
	if (mkdir(cache, 0700) != 0 && errno != EEXIST) {
		diag(d, DIAG_FILE_WRITE, (struct place){.path = cache}, "shirase build --drafts -o OUT puts it elsewhere",
		     "cannot make this folder: %s", strerror(errno));
		return NULL;
	}
	return arena_printf(l->arena, "%s/%s", cache, FOLDER);
}

enum diag_status command_preview(const struct invocation *asked, struct diags *d)
{
	struct invocation call = *asked;
	struct loaded l;
	call.drafts = call.work_tree = true;
	call.output = folder_of(&l, &call, d);
	enum diag_status status = call.output ? command_build(&call, d) : diags_status(d);
	if (status == STATUS_DONE) {
		struct buf url;
		buf_init(&url, BUF_LIMIT_DEFAULT);
		buf_url_path(&url, span_of(call.output));
		printf("open file://%s/index.html\n", url.data);
		buf_fini(&url);
	}
	load_free(&l);
	return status;
}
