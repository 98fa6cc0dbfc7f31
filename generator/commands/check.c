/* shirase check: all that build does, but for writing and signing. Invariant: what a gate judges (--base) is commits,
 * with their messages; otherwise the work tree is judged, as it would be if it were committed. */
#include "archive/formats.h"
#include "commands/cli.h"
#include "commands/interrupt.h"
#include "commands/load.h"
#include "commands/progress.h"
#include "formats/losses.h"
#include "site/agreement.h"
#include "site/checks.h"
#include "site/editorial.h"
#include "site/gates.h"
#include "site/lints.h"
#include "site/provider.h"

#define LOSSES_LIMIT ((size_t)1 << 30)

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

/* head as it were merged into base. What its history has to warn of was told when that of head alone was read. */
static bool read_merged(struct history *out, struct loaded *l, const struct invocation *call, const struct oid *base,
			struct diags *d)
{
	struct diags *again = diags_new();
	bool ok = load_since(out, l, call, base, again);
	diags_free(again);
	return ok || load_since(out, l, call, base, d);
}

/* The history of head, and in *since (NULL without --base) what it adds to base. */
static bool read_histories(const struct history **since, struct loaded *l, const struct invocation *call, struct diags *d)
{
	struct oid base;
	*since = NULL;
	if (!call->base)
		return load_history(l, call, NULL, d);
	if (!repository_resolve(&base, l->repository, call->base, d))
		return false;
	size_t errors = diags_count(d, DIAG_ERROR);
	bool on_chain = repository_on_chain(l->repository, &l->head, &base, d);
	struct history *merged = arena_alloc(l->arena, sizeof(*merged));
	*since = on_chain ? &l->history : merged;
	return diags_count(d, DIAG_ERROR) == errors && load_history(l, call, on_chain ? &base : NULL, d) &&
	       (on_chain || read_merged(merged, l, call, &base, d));
}

/* losses: for what records cannot say, or NULL. */
static void check_site(struct loaded *l, const struct invocation *call, struct losses *losses, struct diags *d)
{
	/* As if signed: what a page says of the signature is part of what can fail. */
	struct site_options options = {.drafts = call->drafts, .exercises = call->exercise, .is_unsigned = true,
				       .jobs = call->jobs};
	const struct history *since;
	if (!read_histories(&since, l, call, d))
		return;
	/* Who signs a proposal is decided when it is merged, unless whoever asks says from where on it must be signed. */
	load_provenance(&options, l, call, call->base && !call->trust_from, d);
	if (!load_webkeys(&options, l, d) || !load_site(l, &options, d) || !check_locales(&l->site, d) || !load_plan(l, d))
		return;
	l->site.losses = losses;
	history_check(&l->history, &l->archive, d);
	check_documents(&l->site, true, d);
	check_translations(&l->site, d);
	check_next_updates(&l->site, d);
	check_glossary(&l->site, d);
	check_rfc2350(&l->site, d);
	formats_check(&l->archive.config, d);
	check_well_known(&l->site, d);
	check_agreement(&l->site, since, d);
	if (since) {
		check_gates(&l->archive, since, d);
		check_editorial(&l->site, since, d);
	}
	check_lints(&l->site, since != NULL, d);
	struct progress *p = progress_new("checking");
	site_write(&l->site, &l->plan, forget_file, p, tell_progress, d);
	progress_free(p);
	if (!diags_count(d, DIAG_ERROR))
		check_languages(&l->site, d);
}

/* What was looked at, unless there are errors. */
static void tell_sum(const struct history *h, size_t warnings)
{
	size_t events = 0;
	for (size_t i = 0; i < h->advisory_count; i++)
		events += h->advisories[i].event_count;
	printf("%zu advisor%s, %zu event%s: ", h->advisory_count, h->advisory_count == 1 ? "y" : "ies", events,
	       events == 1 ? "" : "s");
	if (warnings)
		printf("%zu warning%s\n", warnings, warnings == 1 ? "" : "s");
	else
		puts("no faults");
	struct buf unreadable;
	buf_init(&unreadable, BUF_LIMIT_DEFAULT);
	load_sum_unreadable(&unreadable, h);
	fputs(unreadable.data, stdout);
	buf_fini(&unreadable);
}

static void tell_losses(struct losses *losses, enum diag_format format)
{
	struct buf lines;
	buf_init(&lines, LOSSES_LIMIT);
	if (format == DIAG_JSON)
		losses_write_json(&lines, losses);
	else
		losses_write(&lines, losses);
	fputs(lines.data, stdout);
	buf_fini(&lines);
	size_t n = losses_count(losses);
	if (format != DIAG_JSON)
		printf("%zu thing%s that records cannot say\n", n, n == 1 ? "" : "s");
}

enum diag_status command_check(const struct invocation *asked, struct diags *d)
{
	interrupt_watch();
	struct loaded l;
	struct losses *losses = asked->formats ? losses_new() : NULL;
	struct invocation with_work_tree = *asked;
	const struct invocation *call = &with_work_tree;
	with_work_tree.work_tree = !asked->revision && !asked->base;
	/* With faults in the archive its history cannot be relied on: those first. */
	if (load_archive(&l, call, d))
		check_site(&l, call, losses, d);
	archive_tell_unfilled(&l.archive, d);
	if (!call->revision)
		load_tell_uncommitted(&l, d);
	if (losses && !diags_count(d, DIAG_ERROR))
		tell_losses(losses, call->diagnostics);
	if (!diags_count(d, DIAG_ERROR))
		tell_sum(&l.history, diags_count(d, DIAG_WARNING));
	load_free(&l);
	losses_free(losses);
	return diags_status(d);
}
