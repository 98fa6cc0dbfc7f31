/* Invariant: either all of it goes to standard output or nothing. That it arrived is asked once, at the end (main.c). */
#include "commands/print.h"

#define OUTPUT_LIMIT ((size_t)1 << 30)

bool print_made(struct loaded *l, const char *lang, print_make *make, void *context, struct diags *d)
{
	struct worker *w = worker_new(&l->site, d);
	if (!w)
		return false;
	size_t errors = diags_count(d, DIAG_ERROR);
	struct view v = view_make(w, lang ? lang : l->archive.config.languages[0], "");
	struct buf out;
	buf_init(&out, OUTPUT_LIMIT);
	bool ok = make(&out, &v, context) && diags_count(d, DIAG_ERROR) == errors;
	if (ok)
		fwrite(out.data, 1, out.length, stdout);
	buf_fini(&out);
	worker_free(w);
	return ok;
}
