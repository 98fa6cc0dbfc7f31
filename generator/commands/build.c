/* shirase build. */
#include <inttypes.h>
#include <stdlib.h>

#include "archive/formats.h"
#include "base/memory.h"
#include "commands/cli.h"
#include "commands/interrupt.h"
#include "commands/load.h"
#include "commands/progress.h"
#include "publish/previous.h"
#include "publish/publish.h"
#include "site/checks.h"
#include "site/provider.h"
#include "trust/fingerprint.h"
#include "trust/sign.h"

struct building {
	struct publishing *publishing;
	struct progress *progress;
};

static bool take_file(void *context, const char *path, struct span bytes, struct diags *d)
{
	struct building *b = context;
	if (interrupt_asked()) {
		diag(d, DIAG_INTERRUPTED, NO_PLACE, NULL, "interrupted: nothing was put in place");
		return false;
	}
	return publish_file(b->publishing, path, bytes, d);
}

static void tell_progress(void *context, size_t done, size_t all)
{
	struct building *b = context;
	progress_tell(b->progress, done, all);
}

/* The key that signs; *out stays NULL for an unsigned build. */
static bool open_signer(struct signer **out, const struct invocation *call, const struct config *c, struct diags *d)
{
	if (call->is_unsigned && call->key) {
		diag(d, DIAG_USAGE, NO_PLACE, "leave out one of them", "--unsigned and --key exclude each other");
		return false;
	}
	if (call->is_unsigned || call->drafts)
		return true;
	struct signer_options options = {.fingerprint = call->key ? call->key : c->sign_key,
					 .passphrase_file = call->passphrase_file};
	if (!options.fingerprint) {
		diag(d, DIAG_NO_KEY, (struct place){.path = c->path},
		     "name it by --key or sign.key; --unsigned builds a site that says on every page that it is not signed",
		     "there is no key to sign with");
		return false;
	}
	return signer_new(out, &options, d);
}

static void tell_result(const struct published *p, const struct invocation *call, struct span unreadable)
{
	const struct verify_report *r = &p->report;
	char time[INSTANT_SIZE];
	printf("built %s: %zu files, %zu signatures", call->output, r->files, p->signatures);
	if (p->reused)
		printf(" (%zu taken over)", p->reused);
	printf(", serial %" PRId64 " of %s, commit %.12s\n", r->serial, instant_format(time, r->updated), r->commit);
	if (r->is_signed)
		printf("verified: signed by %s\n  %s\n", r->user_id, r->fingerprint);
	else
		printf("NOT SIGNED: every page says so\n");
	printf("%.*s", (int)unreadable.length, unreadable.data);
}

/* Frees l, and with it previous (or NULL). */
static bool write_and_publish(struct loaded *l, const struct invocation *call, const struct previous *previous, struct signer *signer,
			      struct diags *d)
{
	struct building b = {0};
	const char *cache = call->no_cache ? NULL : repository_cache(l->repository);
	if (!publish_begin(&b.publishing, call->output, signer, cache, call->jobs, d))
		return false;
	struct published result;
	struct buf unreadable;
	buf_init(&unreadable, BUF_LIMIT_DEFAULT);
	load_sum_unreadable(&unreadable, &l->history);
	b.progress = progress_new("writing");
	bool ok = site_write(&l->site, &l->plan, take_file, &b, tell_progress, d);
	progress_free(b.progress);
	if (ok && previous)
		previous_texts(previous, l->repository, &l->history, site_text_digest_of, &l->site, d);
	/* Each signature and each check of one forks, and a fork costs by what this process holds. */
	load_free(l);
	memory_trim();
	ok = ok && diags_count(d, DIAG_ERROR) == 0 && publish_finish(&result, b.publishing, interrupt_asked, d);
	if (!ok && interrupt_asked() && !diags_count(d, DIAG_ERROR))
		diag(d, DIAG_INTERRUPTED, NO_PLACE, NULL, "interrupted: nothing was put in place");
	publish_free(b.publishing);
	if (ok)
		tell_result(&result, call, buf_as_span(&unreadable));
	buf_fini(&unreadable);
	return ok;
}

/* The site that is live, and the reason for what is no longer as it lists; both stay NULL without --previous. */
static bool read_previous(struct previous **out, const char **reason, struct loaded *l, const struct invocation *call,
			  const struct site_options *site, struct diags *d)
{
	if (!call->previous)
		return true;
	if (call->allow_rewrite && !(*reason = previous_reason(call->allow_rewrite, l->arena, d)))
		return false;
	struct previous_options options = {.dir = call->previous, .unsigned_ok = site->is_unsigned,
					   .certificate = site->certificate,
					   .fingerprint = call->key ? call->key : l->archive.config.sign_key};
	*out = previous_read(&options, &l->archive, l->arena, d);
	return *out != NULL;
}

/* Nothing published vanishes: p is what --previous names, or NULL. */
static bool go_on_from(const struct previous *p, const char *reason, struct site_options *site, struct loaded *l,
		       const struct invocation *call, struct diags *d)
{
	if (!p)
		return previous_unasked(call->output, call->drafts, &l->archive, l->repository, &l->head, &l->history, d);
	return previous_check(&site->rewrites, p, l->repository, &l->head, &l->history, l->site.paths, reason, l->arena, d);
}

/* Where the output would be put: its folder may not be there yet, the one above it is. NULL if that is not so, which
 * the stage tells. */
static const char *output_path(struct arena *a, const char *output)
{
	size_t n = strlen(output);
	while (n > 1 && output[n - 1] == '/')
		n--;
	const char *slash = memrchr(output, '/', n), *name = slash ? slash + 1 : output;
	char *above = realpath(slash ? arena_dup(a, output, (size_t)(slash - output) + 1) : ".", NULL);
	const char *path = above ? arena_printf(a, "%s/%.*s", strcmp(above, "/") == 0 ? "" : above, (int)(output + n - name), name) : NULL;
	free(above);
	return path;
}

/* Whether path is this part of the work tree, or lies in it. */
static bool is_in(struct arena *a, const char *path, const char *root, const char *part)
{
	const char *whole = arena_printf(a, "%s/%s", root, part);
	size_t n = strlen(whole);
	return *part && strncmp(path, whole, n) == 0 && (!path[n] || path[n] == '/');
}

static bool is_in_any(struct arena *a, const char *path, const char *root, const char *const *parts)
{
	while (*parts && !is_in(a, path, root, *parts))
		parts++;
	return *parts;
}

/* A site among the archive's own files would be read as one of them by the next build. An archive that fills the
 * repository has other folders beside its own. */
static bool is_outside(struct loaded *l, const char *output, struct diags *d)
{
	static const char *const own[] = {"advisories", "pages", "keys", "filters", "themes", NULL};
	const char *const whole[] = {l->archive.prefix, NULL};
	const char *path = output_path(l->arena, output), *folder = repository_folder(l->repository, NULL);
	char *root = folder ? realpath(folder, NULL) : NULL;
	bool inside = false;
	if (path && root && *l->archive.prefix)
		inside = is_in_any(l->arena, path, root, whole);
	else if (path && root)
		inside = (!l->beside && is_in_any(l->arena, path, root, own)) ||
			 is_in_any(l->arena, path, root, readers_folders(&l->archive.config, l->arena));
	free(root);
	if (inside)
		diag(d, DIAG_TARGET, (struct place){.path = output}, "name a folder beside the archive, or outside of the repository",
		     "a site cannot be put here: this lies inside the archive");
	return !inside;
}

static bool build(struct loaded *l, const struct invocation *call, struct signer **signer, struct buf *certificate,
		  struct diags *d)
{
	if (!load_archive(l, call, d) || !is_outside(l, call->output, d) || !open_signer(signer, call, &l->archive.config, d))
		return false;
	load_tell_uncommitted(l, d);
	if (*signer && !signer_certificate(*signer, certificate, d))
		return false;
	struct site_options options = {
		.drafts = call->drafts, .exercises = call->exercise, .is_unsigned = !*signer, .jobs = call->jobs,
		.fingerprint = *signer ? signer_fingerprint(*signer) : NULL,
		.user_id = *signer ? signer_user_id(*signer) : NULL,
		.certificate = buf_as_span(certificate),
	};
	struct previous *previous = NULL;
	const char *reason = NULL;
	if (!read_previous(&previous, &reason, l, call, &options, d) || !load_history(l, call, NULL, d) ||
	    !load_provenance(&options, l, call, false, d) || !load_webkeys(&options, l, d) ||
	    !load_site(l, &options, d) || !load_plan(l, d) || !go_on_from(previous, reason, &options, l, call, d))
		return false;
	history_check(&l->history, &l->archive, d);
	check_documents(&l->site, false, d);
	formats_check(&l->archive.config, d);
	check_well_known(&l->site, d);
	return diags_count(d, DIAG_ERROR) == 0 && write_and_publish(l, call, previous, *signer, d);
}

static bool check_use(const struct invocation *call, struct diags *d)
{
	if (call->allow_rewrite && !call->previous)
		diag(d, DIAG_USAGE, NO_PLACE, "--previous DIR names the site whose history was rewritten",
		     "--allow-rewrite has no meaning without --previous");
	else if (call->previous && call->drafts)
		diag(d, DIAG_USAGE, NO_PLACE, "leave out one of them",
		     "--previous and --drafts exclude each other: a look beforehand goes on from nothing");
	else
		return !call->key || key_check_name(call->key, true, d);
	return false;
}

enum diag_status command_build(const struct invocation *call, struct diags *d)
{
	if (!check_use(call, d))
		return STATUS_USAGE;
	if (!call->output) {
		diag(d, DIAG_OUTPUT_NONE, NO_PLACE, "shirase build -o OUT", "no output folder is given");
		return STATUS_USAGE;
	}
	interrupt_watch();
	struct loaded l;
	struct signer *signer = NULL;
	struct buf certificate;
	buf_init(&certificate, BUF_LIMIT_DEFAULT);
	bool ok = build(&l, call, &signer, &certificate, d);
	load_free(&l);
	signer_free(signer);
	buf_fini(&certificate);
	return ok ? STATUS_DONE : diags_status(d);
}
