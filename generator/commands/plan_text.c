/* The plan for a terminal. Invariant: what comes from the archive or a message is masked. */
#include <inttypes.h>

#include "base/utf8.h"
#include "commands/plan_value.h"

#define LINE_LIMIT ((size_t)4 << 10)

struct printing {
	struct buf *out;
	struct arena *arena;
};

static const char *masked(const struct printing *p, const char *text)
{
	return utf8_masked(p->arena, span_of(text ? text : ""), LINE_LIMIT);
}

static void print_notes(const struct printing *p, const struct value *change)
{
	const struct value *notes = value_get(change, "note");
	for (size_t i = 0; notes && i < notes->count; i++) {
		struct span rest = span_make(notes->items[i]->text, notes->items[i]->length), line;
		const char *lead = arena_printf(p->arena, "note (%s):", masked(p, notes->keys[i].text));
		for (; span_next_line(&rest, &line); lead = "  ")
			buf_printf(p->out, "    %s %s\n", lead, utf8_masked(p->arena, line, LINE_LIMIT));
	}
}

static void print_changed(const struct printing *p, const struct value *change)
{
	const struct value *changed = value_get(change, "changed"), *facts = value_get(change, "facts");
	for (size_t i = 0; changed && i < changed->count; i++)
		buf_printf(p->out, "%s%s%s", i ? ", " : "    changed: ", masked(p, changed->items[i]->text),
			   i + 1 == changed->count ? "\n" : "");
	for (size_t i = 0; facts && i < facts->count; i++)
		buf_printf(p->out, "    %s\n", masked(p, value_text(facts->items[i], "text")));
}

/* "r2", "en, reflects r1". */
static void print_standing(const struct printing *p, const struct value *change)
{
	const struct value *revision = value_get(change, "revision"), *reflects = value_get(change, "reflects");
	if (reflects)
		buf_printf(p->out, " %s, reflects r%" PRId64, masked(p, value_text(change, "language")), reflects->number);
	if (revision)
		buf_printf(p->out, reflects ? " of r%" PRId64 : " r%" PRId64, revision->number);
	if (value_get(change, "correction"))
		buf_text(p->out, " (correction)");
}

static void print_reason(const struct printing *p, const struct value *change)
{
	const char *reason = value_text(change, "reason"), *by = value_text(change, "replaced_by");
	if (reason)
		buf_printf(p->out, "    reason: %s%s%s\n", masked(p, reason), by ? ", replaced by " : "", masked(p, by));
}

static void print_change(const struct printing *p, const struct value *change)
{
	buf_printf(p->out, "  %s", masked(p, value_text(change, "id")));
	print_standing(p, change);
	buf_printf(p->out, "  %s\n", masked(p, value_text(change, "title")));
	print_reason(p, change);
	print_changed(p, change);
	print_notes(p, change);
}

static void print_kind(const struct printing *p, const struct value *plan, const struct plan_heading *h)
{
	const struct value *changes = value_get(plan, "changes");
	bool any = false;
	for (size_t i = 0; i < changes->count; i++) {
		if (strcmp(value_text(changes->items[i], "kind"), h->kind) != 0)
			continue;
		if (!any)
			buf_printf(p->out, "\n%s\n", h->heading);
		any = true;
		print_change(p, changes->items[i]);
	}
}

static void print_amended(const struct printing *p, const struct value *plan)
{
	const struct value *amended = value_get(plan, "amended");
	if (amended)
		buf_text(p->out, "\nAmended notes\n");
	for (size_t i = 0; amended && i < amended->count; i++) {
		const struct value *one = amended->items[i];
		buf_printf(p->out, "  %s #%" PRId64 "  by commit %.12s\n", masked(p, value_text(one, "id")),
			   value_get(one, "serial")->number, value_text(one, "commit"));
		print_reason(p, one);
		print_notes(p, one);
	}
}

static void print_list(const struct printing *p, const struct value *list)
{
	for (size_t i = 0; i < list->count; i++)
		buf_printf(p->out, "%s%s", i ? ", " : "", masked(p, list->items[i]->text));
}

static void print_feeds(const struct printing *p, const struct value *plan)
{
	const struct value *feeds = value_get(plan, "feeds");
	if (feeds->count)
		buf_text(p->out, "\nFeeds\n");
	for (size_t i = 0; i < feeds->count; i++) {
		const struct value *entry = feeds->items[i];
		buf_printf(p->out, "  %s %s ", masked(p, value_text(entry, "id")), plan_move(value_text(entry, "move")));
		print_list(p, value_get(entry, "feeds"));
		buf_text(p->out, " (");
		print_list(p, value_get(entry, "languages"));
		buf_text(p->out, ")\n");
	}
}

static void print_paths(const struct printing *p, const struct value *list)
{
	for (size_t i = 0; i < list->count; i++)
		buf_printf(p->out, "  %s\n", masked(p, list->items[i]->text));
}

static void print_urls(const struct printing *p, const struct value *plan, const char *key, const char *heading)
{
	const struct value *list = value_get(value_get(plan, "urls"), key);
	if (list->count)
		buf_printf(p->out, "\n%s\n", heading);
	print_paths(p, list);
}

void plan_text(struct buf *out, struct arena *a, const struct value *plan)
{
	struct printing p = {out, a};
	const char *base = value_text(plan, "base");
	int64_t n = value_get(plan, "publications")->number;
	buf_printf(out, "publishing commit %.12s", value_text(plan, "commit"));
	if (base)
		buf_printf(out, " after %.12s%s", base, value_get(plan, "merged") ? ", as if it were merged" : "");
	buf_printf(out, ": %" PRId64 " publication%s\n", n, n == 1 ? "" : "s");
	if (plan_base_line(a, plan))
		buf_printf(out, "%s\n", plan_base_line(a, plan));
	if (plan_is_unseen(plan))
		buf_text(out, "Readers see no change of any advisory.\n");
	for (const struct plan_heading *h = plan_headings; h->kind; h++)
		print_kind(&p, plan, h);
	print_amended(&p, plan);
	print_feeds(&p, plan);
	print_urls(&p, plan, "appear", "Addresses that appear");
	print_urls(&p, plan, "change", "Addresses rewritten");
	if (plan_presentation_line(a, plan)) {
		buf_printf(out, "\n%s\n", plan_presentation_line(a, plan));
		print_paths(&p, value_get(plan, "presentation"));
	}
	if (plan_rewritten_line(plan))
		buf_printf(out, "\n%s\n", plan_rewritten_line(plan));
	print_urls(&p, plan, "vanish", "ADDRESSES THAT VANISH");
}
