/* shirase withdraw ID. Invariant: one file is changed, in one step, and nothing is committed. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "archive/withdraw.h"
#include "base/file.h"
#include "commands/load.h"
#include "site/draft.h"

#define FILE_LIMIT ((size_t)1 << 20)

struct withdrawing {
	struct loaded *loaded;
	const struct invocation *call;
	struct diags *diags;
	const struct document *source;
	struct withdraw entry;
};

static bool fail(const struct withdrawing *w, const char *hint, const char *message)
{
	diag(w->diags, DIAG_USAGE, NO_PLACE, hint, "%s", message);
	return false;
}

static bool find_source(struct withdrawing *w)
{
	const char *id = w->call->operands[0], *status;
	const struct archive_advisory *adv = archive_find(&w->loaded->archive, id);
	if (!adv) {
		diag(w->diags, DIAG_ADVISORY_UNKNOWN, NO_PLACE, "an id as in the file's name; what was deleted is withdrawn already",
		     "the archive has no advisory \"%.80s\"", id);
		return false;
	}
	w->source = &adv->documents[adv->source].document;
	status = value_text(w->source->facts, "status");
	if (w->source->from_reader) {
		diag(w->diags, DIAG_WITHDRAW_EDIT, (struct place){.path = w->source->path}, "write it there as its form has it, or delete the file",
		     "this document comes through a reader: how it says that it is withdrawn is not known");
		return false;
	}
	if (value_get(w->source->facts, "withdrawn"))
		return fail(w, w->source->path, arena_printf(w->loaded->arena, "%s is withdrawn already", id));
	if (status && strcmp(status, "draft") != 0)
		return true;
	return fail(w, "delete its files",
		    arena_printf(w->loaded->arena, "%s is a draft, which nobody has seen", id));
}

static bool check_reason(struct withdrawing *w)
{
	const char *reason = w->call->reason, *by = w->call->replaced_by;
	if (!reason || !reason_is_known(reason))
		return fail(w,
			    "--reason=WORD: duplicate, superseded, not-a-vulnerability, wrong-product, incorrect, "
			    "published-in-error, legal or other",
			    reason ? arena_printf(w->loaded->arena, "\"%.40s\" is no reason", reason) : "--reason is missing");
	if (withdraw_needs_replacement(reason) && !by)
		return fail(w, "name it with --replaced-by=ID",
			    arena_printf(w->loaded->arena, "the reason %s needs a replacement", reason));
	if (by && strcmp(by, w->call->operands[0]) == 0)
		return fail(w, "name another advisory", "--replaced-by names the advisory itself");
	w->entry.reason = reason;
	w->entry.replaced_by = by;
	if (!by || archive_find(&w->loaded->archive, by))
		return true;
	diag(w->diags, DIAG_ADVISORY_UNKNOWN, NO_PLACE, "is the id right?", "--replaced-by: the archive has no advisory \"%.80s\"", by);
	return false;
}

/* Where the reason says too little, readers are told more, in every language: what check then asks for. */
static bool ask_for_notes(struct withdrawing *w)
{
	struct loaded *l = w->loaded;
	const struct config *c = &l->archive.config;
	const struct value **locales;
	if (!withdraw_needs_notes(w->entry.reason))
		return true;
	if (!load_locales(&locales, l, c->languages, c->language_count, w->diags))
		return false;
	const char **notes = arena_array(l->arena, c->language_count, sizeof(*notes));
	for (size_t i = 0; i < c->language_count; i++)
		if (!(notes[i] = draft_mark(locales[i], c->languages[i], "withdrawn", l->arena, w->diags)))
			return false;
	w->entry.languages = c->languages;
	w->entry.notes = notes;
	w->entry.note_count = c->language_count;
	return true;
}

static bool write_source(struct withdrawing *w)
{
	int root = open(repository_folder(w->loaded->repository, NULL), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct buf before, after;
	buf_init(&before, FILE_LIMIT);
	buf_init(&after, 2 * FILE_LIMIT);
	bool ok = (root >= 0 || fail(w, NULL, "the work tree cannot be opened")) &&
		  file_read(&before, root, w->source->path, FILE_LIMIT, false, w->diags) &&
		  withdraw_write(&after, w->source->path, buf_as_span(&before), &w->entry, w->diags) &&
		  file_replace(root, w->source->path, buf_as_span(&after), w->diags);
	buf_fini(&after);
	buf_fini(&before);
	if (root >= 0)
		close(root);
	return ok;
}

static void tell(const struct withdrawing *w)
{
	struct buf path;
	buf_init(&path, BUF_LIMIT_DEFAULT);
	buf_shell_word(&path, w->source->path);
	printf("%s says now that it is withdrawn. Its page stays, with the reason.\n", w->source->path);
	if (w->entry.note_count)
		printf("Tell readers why: `shirase check` names the lines.\n");
	printf("\n  shirase check\n  git commit -m \"Withdraw %s\" -- %s\n", w->call->operands[0], path.data);
	buf_fini(&path);
}

enum diag_status command_withdraw(const struct invocation *asked, struct diags *d)
{
	struct loaded l;
	struct invocation call = *asked;
	call.work_tree = true;
	struct withdrawing w = {.loaded = &l, .call = &call, .diags = d};
	bool ok = load_archive_quietly(&l, &call, d) && repository_folder(l.repository, d) && find_source(&w) && check_reason(&w) &&
		  ask_for_notes(&w) && write_source(&w);
	if (ok)
		tell(&w);
	load_free(&l);
	return ok ? STATUS_DONE : diags_status(d);
}
