/* The plan as GitHub's Markdown, for a comment.
 *
 * Invariant: text of the archive, of messages and of paths passes through add_text or add_code. In add_text each ASCII
 * punctuation mark stands behind a backslash, and what a platform finds in rendered text (@name, #12, !12, https://,
 * www.) is cut by a zero-width space, so that nobody is called and nothing linked. */
#include <inttypes.h>
#include <strings.h>

#include "base/utf8.h"
#include "commands/plan_value.h"

#define COMMENT_BYTES 45000 /* where it ends; what is begun by then is finished */
#define TEXT_BYTES 160
#define FACTS_MOST 8
#define ADDRESSES_MOST 60
#define CUT "&#8203;"

struct printing {
	struct buf *out;
	struct arena *arena;
};

static bool is_punctuation(char c)
{
	return c > ' ' && c < 0x7F && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
}

static void add_text(const struct printing *p, const char *text)
{
	const char *clean = utf8_masked(p->arena, span_of(text ? text : ""), TEXT_BYTES);
	for (const char *c = clean; *c; c++) {
		bool www = strncasecmp(c, "www.", 4) == 0;
		if (is_punctuation(*c))
			buf_char(p->out, '\\');
		buf_char(p->out, *c);
		if (strchr("@#!~%$&", *c) || strncmp(c, "://", 3) == 0 || www)
			buf_text(p->out, CUT);
	}
}

/* In backticks, more of them than the text has in a row. */
static void add_code(const struct printing *p, const char *text)
{
	const char *clean = utf8_masked(p->arena, span_of(text), TEXT_BYTES);
	size_t longest = 0, run = 0;
	for (const char *c = clean; *c; c++) {
		run = *c == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	buf_repeat(p->out, '`', longest + 1);
	buf_printf(p->out, longest ? " %s " : "%s", clean);
	buf_repeat(p->out, '`', longest + 1);
}

static bool is_full(const struct printing *p)
{
	return p->out->length >= COMMENT_BYTES;
}

static void add_rest(const struct printing *p, size_t left)
{
	if (left)
		buf_printf(p->out, "- … and %zu more\n", left);
}

static void add_notes(const struct printing *p, const struct value *change)
{
	const struct value *notes = value_get(change, "note");
	for (size_t i = 0; notes && i < notes->count && !is_full(p); i++) {
		buf_text(p->out, "  - note (");
		add_text(p, notes->keys[i].text);
		buf_text(p->out, "): ");
		char *line = arena_text(p->arena, notes->items[i]->text);
		for (char *c = line; *c; c++)
			if (*c == '\n')
				*c = ' ';
		add_text(p, line);
		buf_char(p->out, '\n');
	}
}

static void add_changed(const struct printing *p, const struct value *change)
{
	const struct value *changed = value_get(change, "changed"), *facts = value_get(change, "facts");
	for (size_t i = 0; changed && i < changed->count && i < FACTS_MOST; i++) {
		buf_text(p->out, i ? ", " : "  - changed: ");
		add_code(p, changed->items[i]->text);
	}
	if (changed)
		buf_text(p->out, changed->count > FACTS_MOST ? ", …\n" : "\n");
	for (size_t i = 0; facts && i < facts->count && i < FACTS_MOST; i++) {
		buf_text(p->out, "  - ");
		add_text(p, value_text(facts->items[i], "text"));
		buf_char(p->out, '\n');
	}
	if (facts && facts->count > FACTS_MOST)
		buf_printf(p->out, "  - … and %zu more\n", facts->count - FACTS_MOST);
}

static void add_standing(const struct printing *p, const struct value *change)
{
	const struct value *revision = value_get(change, "revision"), *reflects = value_get(change, "reflects");
	if (reflects) {
		buf_char(p->out, ' ');
		add_text(p, value_text(change, "language"));
		buf_printf(p->out, ", reflects r%" PRId64, reflects->number);
	}
	if (revision)
		buf_printf(p->out, reflects ? " of r%" PRId64 : " r%" PRId64, revision->number);
	if (value_get(change, "correction"))
		buf_text(p->out, " (correction)");
}

static void add_reason(const struct printing *p, const struct value *change)
{
	const char *reason = value_text(change, "reason"), *by = value_text(change, "replaced_by");
	if (!reason)
		return;
	buf_text(p->out, "  - reason: ");
	add_text(p, reason);
	buf_text(p->out, by ? ", replaced by " : "");
	add_text(p, by);
	buf_char(p->out, '\n');
}

static void add_change(const struct printing *p, const struct value *change)
{
	buf_text(p->out, "- **");
	add_text(p, value_text(change, "id"));
	buf_text(p->out, "**");
	add_standing(p, change);
	buf_text(p->out, " – ");
	add_text(p, value_text(change, "title"));
	buf_char(p->out, '\n');
	add_reason(p, change);
	add_changed(p, change);
	add_notes(p, change);
}

static bool is_of(const struct value *change, const struct plan_heading *h)
{
	return strcmp(value_text(change, "kind"), h->kind) == 0;
}

static void add_kind(const struct printing *p, const struct value *plan, const struct plan_heading *h)
{
	const struct value *changes = value_get(plan, "changes");
	size_t count = 0, left = 0;
	for (size_t i = 0; i < changes->count; i++)
		count += is_of(changes->items[i], h);
	if (count)
		buf_printf(p->out, "\n#### %s (%zu)\n\n", h->heading, count);
	for (size_t i = 0; i < changes->count; i++) {
		if (!is_of(changes->items[i], h))
			continue;
		if (is_full(p))
			left++;
		else
			add_change(p, changes->items[i]);
	}
	add_rest(p, left);
}

static void add_amended(const struct printing *p, const struct value *plan)
{
	const struct value *amended = value_get(plan, "amended");
	size_t i = 0;
	if (!amended)
		return;
	buf_printf(p->out, "\n#### Amended notes (%zu)\n\n", amended->count);
	for (; i < amended->count && !is_full(p); i++) {
		const struct value *one = amended->items[i];
		buf_text(p->out, "- **");
		add_text(p, value_text(one, "id"));
		buf_printf(p->out, "** event %" PRId64 ", by commit `%.12s`\n", value_get(one, "serial")->number,
			   value_text(one, "commit"));
		add_reason(p, one);
		add_notes(p, one);
	}
	add_rest(p, amended->count - i);
}

static void add_list(const struct printing *p, const struct value *list)
{
	for (size_t i = 0; i < list->count; i++) {
		buf_text(p->out, i ? ", " : "");
		add_text(p, list->items[i]->text);
	}
}

static void add_feeds(const struct printing *p, const struct value *plan)
{
	const struct value *feeds = value_get(plan, "feeds");
	size_t i = 0;
	if (feeds->count)
		buf_text(p->out, "\n#### Feeds\n\n");
	for (; i < feeds->count && i < ADDRESSES_MOST && !is_full(p); i++) {
		const struct value *entry = feeds->items[i];
		buf_text(p->out, "- ");
		add_text(p, value_text(entry, "id"));
		buf_printf(p->out, " %s ", plan_move(value_text(entry, "move")));
		add_list(p, value_get(entry, "feeds"));
		buf_text(p->out, " (");
		add_list(p, value_get(entry, "languages"));
		buf_text(p->out, ")\n");
	}
	add_rest(p, feeds->count - i);
}

static void add_paths(const struct printing *p, const struct value *list, const char *heading)
{
	size_t i = 0;
	if (!list->count)
		return;
	buf_printf(p->out, "\n<details><summary>%s (%zu)</summary>\n\n", heading, list->count);
	for (; i < list->count && i < ADDRESSES_MOST && !is_full(p); i++) {
		buf_text(p->out, "- ");
		add_code(p, list->items[i]->text);
		buf_char(p->out, '\n');
	}
	add_rest(p, list->count - i);
	buf_text(p->out, "\n</details>\n");
}

static void add_urls(const struct printing *p, const struct value *plan, const char *key, const char *heading)
{
	add_paths(p, value_get(value_get(plan, "urls"), key), heading);
}

void plan_markdown(struct buf *out, struct arena *a, const struct value *plan)
{
	struct printing p = {out, a};
	const char *base = value_text(plan, "base");
	int64_t n = value_get(plan, "publications")->number;
	buf_printf(out, "### What publishing `%.12s` would do\n\n", value_text(plan, "commit"));
	if (base)
		buf_printf(out, "After `%.12s`%s: ", base, value_get(plan, "merged") ? ", as if it were merged" : "");
	buf_printf(out, "%" PRId64 " publication%s.\n", n, n == 1 ? "" : "s");
	if (plan_base_line(a, plan))
		buf_printf(out, "\n%s\n", plan_base_line(a, plan));
	if (plan_is_unseen(plan))
		buf_text(out, "\nReaders see no change of any advisory.\n");
	for (const struct plan_heading *h = plan_headings; h->kind; h++)
		add_kind(&p, plan, h);
	add_amended(&p, plan);
	add_feeds(&p, plan);
	add_urls(&p, plan, "appear", "Addresses that appear");
	add_urls(&p, plan, "change", "Addresses rewritten");
	if (plan_presentation_line(a, plan)) {
		buf_printf(out, "\n%s\n", plan_presentation_line(a, plan));
		add_paths(&p, value_get(plan, "presentation"), "Files of presentation");
	}
	if (plan_rewritten_line(plan))
		buf_printf(out, "\n%s\n", plan_rewritten_line(plan));
	add_urls(&p, plan, "vanish", "Addresses that vanish");
}
