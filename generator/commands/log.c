/* shirase log ID. Invariant: what comes from the archive or a message goes to the terminal masked. */
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
	buf_printf(out, "%s %s\n", masked(&p, value_text(log, "id")), masked(&p, value_text(log, "title")));
	buf_printf(out, "%s, revision %" PRId64 ", source in %s, published %s, updated %s\n", value_text(log, "state"),
		   value_get(log, "revision")->number, masked(&p, value_text(log, "source")), value_text(log, "published"),
		   value_text(log, "updated"));
	for (size_t i = 0; i < timeline->count; i++)
		print_entry(&p, timeline->items[i]);
}

struct logging {
	const struct advisory *advisory;
	const char *format;
};

static bool make_log(struct buf *out, const struct view *v, void *context)
{
	const struct logging *log = context;
	struct value *value = log_value(v, log->advisory);
	if (log->format && strcmp(log->format, "json") == 0)
		json_write(out, value);
	else
		print_text(out, v->worker->arena, value);
	return true;
}

static bool tell(struct loaded *l, const struct invocation *call, struct site_options *options, struct diags *d)
{
	if (!load_archive(l, call, d) || !load_has_language(l, call->lang, d) || !load_history(l, call, NULL, d))
		return false;
	const struct advisory *adv = load_advisory(l, call->operands[0], d);
	struct logging log = {adv, call->format};
	return adv && load_provenance(options, l, call, true, d) && load_site(l, options, d) &&
	       print_made(l, call->lang, make_log, &log, d);
}

enum diag_status command_log(const struct invocation *call, struct diags *d)
{
	struct loaded l;
	struct site_options options = {.drafts = call->drafts, .exercises = call->exercise, .is_unsigned = true,
				       .jobs = call->jobs};
	bool ok = tell(&l, call, &options, d);
	load_free(&l);
	return ok ? STATUS_DONE : diags_status(d);
}
