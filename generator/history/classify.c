/* Invariant: of a merge, each commit that it brings speaks for what it changed
 * itself; the merge speaks where none of them does. Nothing is told to readers that was said of what was not public. */
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

/* The blob that the document had before the publication; zero if it was not there. */
static struct oid blob_before(const struct record *r, size_t publication, const char *lang)
{
	struct oid blob = {0};
	for (size_t i = 0; i < r->snapshot_count && r->snapshots[i].publication < publication; i++) {
		const struct snapshot *s = &r->snapshots[i];
		blob = (struct oid){0};
		for (size_t k = 0; k < s->document_count; k++)
			if (strcmp(s->documents[k].lang, lang) == 0)
				blob = s->documents[k].blob;
	}
	return blob;
}

/* What a branch says of its changes speaks for the merge only if they begin where the chain stood. Otherwise the
 * merge takes something back as well, of which nobody said anything. */
static bool begins_here(const struct timeline *t, size_t record, size_t publication, const struct touch *first)
{
	struct oid stood = blob_before(&t->records[record], publication, first->lang);
	return oid_equal(&stood, &first->before);
}

enum editorial text_editorial(const struct timeline *t, size_t record, size_t publication, const char *lang, bool source)
{
	const struct linked *here = linked_of(t, publication);
	if (!is_merge(here))
		return commit_editorial(here, source);
	struct touches touches = touches_of(&t->links[publication], record);
	enum editorial found = EDITORIAL_NOT;
	bool first = true;
	for (size_t i = 0; i < touches.count; i++) {
		const struct touch *touch = &touches.items[i];
		if (!touch->lang || strcmp(touch->lang, lang) != 0)
			continue;
		if (first && !begins_here(t, record, publication, touch))
			return here->words.said == SAID_EDITORIAL ? EDITORIAL_SAID : EDITORIAL_NOT;
		first = false;
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

static size_t later(size_t x, size_t y)
{
	return x > y ? x : y;
}

/* Whether an advisory was public at a commit that a merge brings. */
struct asking {
	struct timeline *timeline;
	const struct step *step; /* of the merge */
	const char **paths;      /* where the advisory's documents ever stood, on the chain or within the merge */
	size_t path_count, path_capacity;
	struct arena *arena;
};

static void add_path(struct asking *q, const char *path)
{
	for (size_t i = 0; i < q->path_count; i++)
		if (strcmp(q->paths[i], path) == 0)
			return;
	q->paths = arena_grow(q->arena, q->paths, q->path_count, &q->path_capacity, sizeof(*q->paths));
	q->paths[q->path_count++] = path;
}

static void add_paths(struct asking *q, const struct record *r, const struct touches *touches)
{
	for (size_t i = 0; i < r->file_count; i++)
		if (files_document(q->timeline, r->files[i]))
			add_path(q, files_document(q->timeline, r->files[i]));
	for (size_t i = 0; i < touches->count; i++) {
		if (!touches->items[i].lang)
			continue;
		add_path(q, touches->items[i].path_before);
		add_path(q, touches->items[i].path_after);
	}
}

enum sight { SIGHT_NONE, SIGHT_PUBLIC, SIGHT_HIDDEN };

/* What a document says of its advisory: nothing unless it is the source. What the step has need not be read again. */
static enum sight look(const struct asking *q, const char *path, const struct oid *blob)
{
	struct parsed p;
	for (size_t i = 0; q->step->public && i < q->step->text_count; i++)
		if (oid_equal(&q->step->texts[i].version->blob, blob))
			return i == q->step->source ? SIGHT_PUBLIC : SIGHT_NONE;
	if (!parsed_read(&p, q->timeline, q->arena, path, blob) || !p.readable || !p.is_source)
		return SIGHT_NONE;
	return p.is_public ? SIGHT_PUBLIC : SIGHT_HIDDEN;
}

static bool is_public_in(const struct asking *q, const struct oid *tree)
{
	bool public = false;
	for (size_t i = 0; i < q->path_count; i++) {
		struct tree_file f;
		if (!repository_find(&f, q->timeline->repository, tree, q->paths[i], q->arena, q->timeline->diags) || f.kind != ENTRY_FILE)
			continue;
		enum sight sight = look(q, q->paths[i], &f.blob);
		if (sight == SIGHT_HIDDEN)
			return false;
		public = public || sight == SIGHT_PUBLIC;
	}
	return public;
}

static bool was_public_before(const struct asking *q, const struct commit *c)
{
	size_t place;
	return c->parent_count &&
	       map_find(q->timeline->commit_places, span_make((const char *)c->parents[0].bytes, sizeof(c->parents[0].bytes)),
			&place) &&
	       is_public_in(q, &q->timeline->commits[place].commit.tree);
}

/* Where the merge withdraws, the commit that hid or deleted the advisory tells readers why. */
static bool is_for_readers(const struct asking *q, const struct commit *c)
{
	return is_public_in(q, &c->tree) || (!q->step->public && was_public_before(q, c));
}

static void add_words(struct words *out, struct arena *a, const struct words *from)
{
	words_add_notes(out, a, from);
	words_add_slips(out, a, from);
	add_reasons(out, from);
	out->notes_by = later(out->notes_by, from->notes_by);
	out->reasons_by = later(out->reasons_by, from->reasons_by);
	words_add_amenders(out, a, from);
	if (from->said == SAID_CORRECTION)
		out->said = SAID_CORRECTION;
}

static bool says_anything(const struct words *w)
{
	return w->note_count || w->slip_count || w->reason || w->replaced_by || w->said == SAID_CORRECTION;
}

/* From the commits that a merge brings and that touched the record; the merge is one of them if it did so itself. */
static void gather_sides(struct words *out, struct timeline *t, size_t record, const struct step *s, struct arena *a)
{
	struct touches touches = touches_of(&t->links[s->publication], record);
	struct asking q = {.timeline = t, .step = s, .arena = arena_new()};
	for (size_t i = 0; i < touches.count; i++) {
		const struct linked *l = &t->commits[touches.items[i].commit];
		if ((i && touches.items[i - 1].commit == touches.items[i].commit) || !says_anything(&l->words))
			continue;
		if (!q.path_count)
			add_paths(&q, &t->records[record], &touches);
		if (is_for_readers(&q, &l->commit))
			add_words(out, a, &l->words);
	}
	arena_free(q.arena);
}

void words_gather(struct words *out, struct timeline *t, size_t record, const struct step *s, struct arena *a)
{
	const struct linked *here = linked_of(t, s->publication);
	const struct words *own = &here->words;
	*out = (struct words){0};
	if (is_merge(here))
		gather_sides(out, t, record, s, a);
	if (own->notes_by || !out->note_count) {
		out->note_count = 0;
		out->notes = NULL;
		words_add_notes(out, a, own);
		out->notes_by = own->notes_by;
	}
	if (own->reasons_by)
		out->reason = out->replaced_by = NULL;
	if (!out->reason && !out->replaced_by) {
		add_reasons(out, own);
		out->reasons_by = own->reasons_by;
	}
	words_add_slips(out, a, own);
	words_add_amenders(out, a, own);
	if (own->said == SAID_CORRECTION)
		out->said = SAID_CORRECTION;
}
