/* shirase log ID. Invariant: what comes from the archive or a message goes to the terminal masked. The history is told whatever
 * faults HEAD has, as long as they do not keep from reading it; those of other advisories are left to check. */
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "commands/cli.h"
#include "commands/log_value.h"
#include "commands/print.h"
#include "formats/json.h"

#define LINE_LIMIT ((size_t)16 << 10)

struct printing {
	struct buf *out;
	struct arena *arena;
};

static const char *masked(const struct printing *p, const char *text)
{
	return utf8_masked(p->arena, span_of(text), LINE_LIMIT);
}

/* "    name: text", further lines below the first. Nothing where there is no text. */
static void print_field(const struct printing *p, const char *name, const char *text)
{
	struct span rest = span_of(text), line;
	for (bool first = true; span_next_line(&rest, &line); first = false) {
		const char *shown = utf8_masked(p->arena, line, LINE_LIMIT);
		if (first)
			buf_printf(p->out, "    %s: %s\n", name, shown);
		else
			buf_printf(p->out, "    %*s  %s\n", (int)strlen(name), "", shown);
	}
}

static void print_changes(const struct printing *p, const struct value *entry)
{
	const struct value *changed = value_get(entry, "changed"), *facts = value_get(entry, "facts");
	for (size_t i = 0; changed && i < changed->count; i++)
		buf_printf(p->out, "%s%s", i ? ", " : "    changed: ", masked(p, changed->items[i]->text));
	if (changed)
		buf_char(p->out, '\n');
	for (size_t i = 0; facts && i < facts->count; i++)
		buf_printf(p->out, "      %s\n", masked(p, value_text(facts->items[i], "text")));
}

static void print_signed(const struct printing *p, const struct value *by)
{
	const char *name = value_text(by, "name"), *fingerprint = value_text(by, "fingerprint");
	if (!by)
		return;
	buf_printf(p->out, "    signed: %s", masked(p, value_text(by, "state")));
	if (name)
		buf_printf(p->out, ", by %s", masked(p, name));
	if (fingerprint)
		buf_printf(p->out, " (%s)", masked(p, fingerprint));
	if (value_text(by, "why"))
		buf_printf(p->out, ": %s", masked(p, value_text(by, "why")));
	buf_char(p->out, '\n');
}

static void print_reason(const struct printing *p, const struct value *entry)
{
	const char *reason = value_text(entry, "reason"), *by = value_text(entry, "replaced_by");
	if (reason)
		print_field(p, "reason", by ? arena_printf(p->arena, "%s, replaced by %s", reason, by) : reason);
}

/* "redacts: revisions 1, 3", "redacts: all revisions", and why in each language. */
static void print_redacted(const struct printing *p, const struct value *entry)
{
	const struct value *revisions = value_get(entry, "revisions"), *reason = value_get(entry, "reason");
	bool list = revisions && revisions->kind == VALUE_LIST;
	if (revisions && !list)
		buf_text(p->out, "    redacts: all revisions\n");
	for (size_t i = 0; list && i < revisions->count; i++)
		buf_printf(p->out, "%s%" PRId64 "%s", i ? ", " : revisions->count > 1 ? "    redacts: revisions " : "    redacts: revision ",
			   revisions->items[i]->number, i + 1 == revisions->count ? "\n" : "");
	for (size_t i = 0; revisions && reason && i < reason->count; i++)
		print_field(p, arena_printf(p->arena, "reason (%s)", masked(p, reason->keys[i].text)), reason->items[i]->text);
}

static void print_said(const struct printing *p, const struct value *entry)
{
	const struct value *note = value_get(entry, "note"), *slips = value_get(entry, "slips"),
			   *amended = value_get(entry, "amended");
	for (size_t i = 0; note && i < note->count; i++)
		print_field(p, arena_printf(p->arena, "note (%s)", masked(p, note->keys[i].text)), note->items[i]->text);
	if (amended)
		buf_printf(p->out, "    amended: %s, by commit %s\n", value_text(amended, "time"), value_text(amended, "commit"));
	print_field(p, "why", value_text(entry, "because"));
	for (size_t i = 0; slips && i < slips->count; i++)
		print_field(p, "slip", value_text(slips->items[i], "text"));
}

/* "published, revision 1", "translation-published, reflects revision 1", "no event". */
static void print_class(const struct printing *p, const struct value *entry)
{
	const char *class = value_text(entry, "class");
	const struct value *revision = value_get(entry, "revision"), *reflects = value_get(entry, "reflects");
	if (!class) {
		buf_text(p->out, "no event");
		return;
	}
	buf_printf(p->out, "%s%s, %srevision %" PRId64, class, value_get(entry, "correction") ? " (correction)" : "",
		   revision ? "" : "reflects ", (revision ? revision : reflects)->number);
	if (value_get(entry, "redacted"))
		buf_text(p->out, ", redacted");
}

static void print_entry(const struct printing *p, const struct value *entry)
{
	const char *lang = value_text(entry, "language");
	buf_printf(p->out, "\n#%" PRId64 " %s %s: ", value_get(entry, "serial")->number, value_text(entry, "time"),
		   lang ? masked(p, lang) : "all");
	print_class(p, entry);
	buf_printf(p->out, "\n    commit: %s\n", value_text(entry, "commit"));
	print_field(p, "path", value_text(entry, "path"));
	print_signed(p, value_get(entry, "signed"));
	print_changes(p, entry);
	print_reason(p, entry);
	print_redacted(p, entry);
	print_said(p, entry);
}

static void print_text(struct buf *out, struct arena *a, const struct value *log)
{
	struct printing p = {out, a};
	const struct value *timeline = value_get(log, "timeline");
	const char *title = value_text(log, "title");
	buf_printf(out, "%s %s\n", masked(&p, value_text(log, "id")), title ? masked(&p, title) : "(no version of its source could be read)");
	if (title)
		buf_printf(out, "%s, revision %" PRId64 ", source in %s, published %s, updated %s\n", value_text(log, "state"),
			   value_get(log, "revision")->number, masked(&p, value_text(log, "source")), value_text(log, "published"),
			   value_text(log, "updated"));
	for (size_t i = 0; i < timeline->count; i++)
		print_entry(&p, timeline->items[i]);
}

struct logging {
	const struct advisory *advisory;     /* NULL: no source of the id could ever be read */
	const struct unreadable *unreadable;
	const char *format;
};

static bool make_log(struct buf *out, const struct view *v, void *context)
{
	const struct logging *log = context;
	struct value *value = log->advisory ? log_value(v, log->advisory) : log_unreadable(v, log->unreadable);
	if (log->format && strcmp(log->format, "json") == 0)
		json_write(out, value);
	else
		print_text(out, v->worker->arena, value);
	return true;
}

/* What is told of the archive: what no history can be read without, and what concerns the id. check tells the rest. */
struct concern {
	const struct loaded *loaded;
	const char *id;
};

static bool concerns_all(const void *context, const char *path)
{
	const struct config *c = &((const struct concern *)context)->loaded->archive.config;
	return !path || !c->path || strcmp(path, c->path) == 0 || archive_part(c, path) == PART_NONE;
}

static bool concerns_id(const void *context, const char *path)
{
	const struct concern *c = context;
	const char *id, *lang;
	if (!path || archive_part(&c->loaded->archive.config, path) != PART_ADVISORIES)
		return false;
	if (document_identify(&id, &lang, c->loaded->arena, &c->loaded->archive.config, path))
		return strcmp(id, c->id) == 0;
	return strstr(path, c->id);
}

/* Archive and history, as far as they can be read. False if there is nothing to tell from; *elsewhere counts the errors of others. */
static bool read_all(size_t *elsewhere, struct loaded *l, const struct invocation *call, struct diags *all, struct diags *d)
{
	struct concern c = {l, call->operands[0]};
	load_archive(l, call, all);
	diags_take(d, all, concerns_all, &c);
	if (diags_count(d, DIAG_ERROR) || !load_has_language(l, call->lang, d))
		return false;
	*elsewhere = diags_take(d, all, concerns_id, &c);
	return load_history(l, call, NULL, d);
}

static bool tell(struct loaded *l, const struct invocation *call, struct site_options *options, struct diags *all, struct diags *d)
{
	size_t elsewhere = 0;
	if (!read_all(&elsewhere, l, call, all, d))
		return false;
	struct logging log = {.unreadable = history_find_unreadable(&l->history, call->operands[0]), .format = call->format};
	log.advisory = history_find(&l->history, call->operands[0]);
	if (!log.advisory && !log.unreadable)
		load_advisory(l, call->operands[0], d);
	if (elsewhere)
		diag(d, DIAG_LOG_ELSEWHERE, NO_PLACE, "`shirase check` tells what they are",
		     "%zu error%s elsewhere in the archive: no site can be built of it", elsewhere, elsewhere == 1 ? "" : "s");
	return (log.advisory || log.unreadable) && load_provenance(options, l, call, true, d) && load_site(l, options, d) &&
	       print_made(l, call->lang, make_log, &log, d);
}

enum diag_status command_log(const struct invocation *call, struct diags *d)
{
	struct loaded l = {0};
	struct site_options options = {.drafts = call->drafts, .exercises = call->exercise, .is_unsigned = true,
				       .jobs = call->jobs};
	struct diags *all = diags_new();
	tell(&l, call, &options, all, d);
	diags_free(all);
	load_free(&l);
	return diags_status(d);
}
