/* shirase check: all that build does, but for writing and signing. */
#include "commands/cli.h"
#include "commands/interrupt.h"
#include "commands/load.h"
#include "commands/progress.h"
#include "site/checks.h"

static bool forget_file(void *context, const char *path, struct span bytes, struct diags *d)
{
	(void)context;
	(void)path;
	(void)bytes;
	(void)d;
	return !interrupt_asked();
}

static void tell_progress(void *context, size_t done, size_t all)
{
	progress_tell(context, done, all);
}

static void check_site(struct loaded *l, const struct invocation *call, struct diags *d)
{
	/* As if signed: what a page says of the signature is part of what can fail. */
	struct site_options options = {.drafts = call->drafts, .exercises = call->exercise, .is_unsigned = true,
				       .jobs = call->jobs};
	if (!load_site(l, call, &options, d))
		return;
	check_documents(&l->site, true, d);
	check_translations(&l->site, d);
	struct progress *p = progress_new("checking");
	site_write(&l->site, &l->plan, forget_file, p, tell_progress, d);
	progress_free(p);
}

static void tell_clean(const struct history *h)
{
	size_t events = 0;
	for (size_t i = 0; i < h->advisory_count; i++)
		events += h->advisories[i].event_count;
	printf("%zu advisor%s, %zu event%s: no faults\n", h->advisory_count, h->advisory_count == 1 ? "y" : "ies", events,
	       events == 1 ? "" : "s");
}

enum diag_status command_check(const struct invocation *call, struct diags *d)
{
	interrupt_watch();
	struct loaded l;
	/* With faults in the archive its history cannot be relied on: those first. */
	if (load_archive(&l, call, d))
		check_site(&l, call, d);
	if (!diags_count(d, DIAG_WARNING))
		tell_clean(&l.history);
	load_free(&l);
	return diags_status(d);
}
