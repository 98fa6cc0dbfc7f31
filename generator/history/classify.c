/* Invariant: of a merge, each commit that it brings speaks for what it changed
 * itself; the merge speaks where none of them does. */
#include "history/classify.h"

struct touches {
	const struct touch *items;
	size_t count;
};

/* Those of one record, in order of commits. */
static struct touches touches_of(const struct link *l, size_t record)
{
	size_t low = 0, high = l->touch_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (l->touches[middle].record < record)
			low = middle + 1;
		else
			high = middle;
	}
	struct touches t = {l->touches + low, 0};
	while (low + t.count < l->touch_count && l->touches[low + t.count].record == record)
		t.count++;
	return t;
}

static bool is_merge(const struct linked *l)
{
	return l->commit.parent_count > 1;
}

/* The number speaks only where the trailer does not. */
static enum editorial commit_editorial(const struct linked *l, bool by_number)
{
	if (l->words.said == SAID_EDITORIAL)
		return EDITORIAL_SAID;
	return by_number && l->bulk && l->words.said == SAID_NOTHING ? EDITORIAL_BULK : EDITORIAL_NOT;
}

enum editorial text_editorial(const struct timeline *t, size_t record, size_t publication, const char *lang, bool source)
{
	const struct linked *here = linked_of(t, publication);
	if (!is_merge(here))
		return commit_editorial(here, source);
	struct touches touches = touches_of(&t->links[publication], record);
	enum editorial found = EDITORIAL_NOT;
	for (size_t i = 0; i < touches.count; i++) {
		const struct touch *touch = &touches.items[i];
		if (!touch->lang || strcmp(touch->lang, lang) != 0)
			continue;
		enum editorial one = commit_editorial(&t->commits[touch->commit], source);
		if (one == EDITORIAL_NOT)
			return EDITORIAL_NOT;
		found = one > found ? one : found;
	}
	return found == EDITORIAL_NOT && here->words.said == SAID_EDITORIAL ? EDITORIAL_SAID : found;
}

/* True if the commit changed facts here. What cannot be read was told already, and changed none that counts. */
static bool touch_changes_facts(struct timeline *t, const struct touch *touch)
{
	if (!touch->lang)
		return true;
	if (oid_is_zero(&touch->before) || oid_is_zero(&touch->after))
		return false;
	struct arena *scratch = arena_new();
	struct parsed before, after;
	bool changes = parsed_read(&before, t, scratch, touch->path_before, &touch->before) &&
		       parsed_read(&after, t, scratch, touch->path_after, &touch->after) && before.readable && after.readable &&
		       before.is_source && after.is_source && facts_differ(before.facts, after.facts);
	arena_free(scratch);
	return changes;
}

bool editorial_was_said(struct timeline *t, size_t record, size_t publication)
{
	const struct linked *here = linked_of(t, publication);
	if (!is_merge(here) || here->words.said == SAID_EDITORIAL)
		return here->words.said == SAID_EDITORIAL;
	struct touches touches = touches_of(&t->links[publication], record);
	for (size_t i = 0; i < touches.count; i++)
		if (t->commits[touches.items[i].commit].words.said == SAID_EDITORIAL &&
		    touch_changes_facts(t, &touches.items[i]))
			return true;
	return false;
}

static void add_reasons(struct words *out, const struct words *from)
{
	if (from->reason)
		out->reason = from->reason;
	if (from->replaced_by)
		out->replaced_by = from->replaced_by;
}

/* From the commits that a merge brings and that touched the record; the merge is one of them if it did so itself. */
static void gather_sides(struct words *out, const struct timeline *t, size_t record, size_t publication, struct arena *a)
{
	struct touches touches = touches_of(&t->links[publication], record);
	for (size_t i = 0; i < touches.count; i++) {
		size_t commit = touches.items[i].commit;
		if (i && touches.items[i - 1].commit == commit)
			continue;
		const struct words *words = &t->commits[commit].words;
		words_add_notes(out, a, words);
		words_add_slips(out, a, words);
		add_reasons(out, words);
		if (words->said == SAID_CORRECTION)
			out->said = SAID_CORRECTION;
	}
}

void words_gather(struct words *out, const struct timeline *t, size_t record, size_t publication, struct arena *a)
{
	const struct linked *here = linked_of(t, publication);
	*out = (struct words){0};
	if (is_merge(here))
		gather_sides(out, t, record, publication, a);
	if (here->amended || !out->note_count) {
		out->note_count = 0;
		out->notes = NULL;
		words_add_notes(out, a, &here->words);
	}
	if (here->amended)
		out->reason = out->replaced_by = NULL;
	if (!out->reason && !out->replaced_by)
		add_reasons(out, &here->words);
	words_add_slips(out, a, &here->words);
	if (here->words.said == SAID_CORRECTION)
		out->said = SAID_CORRECTION;
}
