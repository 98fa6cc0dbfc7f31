/* What each commit that a merge brings changed, by itself.
 *
 * Invariant: a touch of a merge (the link itself, or one within a branch) is
 * there only where its blob equals that of no parent: the merge's own change. */
#include <stdlib.h>

#include "history/versions.h"
#include "history/walk.h"

static const struct commit *commit_of(const struct timeline *t, const struct oid *id)
{
	size_t place;
	bool found = map_find(t->commit_places, span_make((const char *)id->bytes, sizeof(id->bytes)), &place);
	return found ? &t->commits[place].commit : NULL;
}

bool change_is_of_parent(const struct timeline *t, const struct commit *c, const struct change *change)
{
	struct arena *scratch = arena_new();
	bool found = false;
	for (size_t i = 1; i < c->parent_count && !found; i++) {
		const struct commit *parent = commit_of(t, &c->parents[i]);
		struct tree_file f = {0};
		if (parent && !repository_find(&f, t->repository, &parent->tree, change->path, scratch, t->diags))
			f.blob = (struct oid){0};
		found = parent && oid_equal(&f.blob, &change->after);
	}
	arena_free(scratch);
	return found;
}

static void add_touch(struct timeline *t, struct link *l, size_t commit, const struct delta *d)
{
	struct touch touch = {.commit = commit, .before = d->before, .after = d->after,
			      .by_merge = t->commits[commit].commit.parent_count > 1};
	if (!files_identify(t, d->path, &touch.record, &touch.lang))
		return;
	touch.path_before = touch.path_after = arena_text(t->arena, d->path);
	l->touches = arena_grow(t->arena, l->touches, l->touch_count, &l->touch_capacity, sizeof(*l->touches));
	l->touches[l->touch_count++] = touch;
}

static int by_record(const void *x, const void *y)
{
	const struct touch *a = x, *b = y;
	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	if (a->commit != b->commit)
		return a->commit < b->commit ? -1 : 1;
	return strcmp(a->lang ? a->lang : "", b->lang ? b->lang : "");
}

static bool is_same_document(const struct touch *a, const struct touch *b)
{
	return a->record == b->record && a->commit == b->commit && a->lang && b->lang && strcmp(a->lang, b->lang) == 0;
}

/* A document that went from one folder and came to another in one commit was moved: one touch, or none if it says the
 * same there. Touches are sorted; those of one document and commit are few. */
static void join_moves(const struct timeline *t, struct link *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->touch_count; i++) {
		struct touch *gone = &l->touches[i];
		for (size_t k = i + 1; k < l->touch_count && is_same_document(gone, &l->touches[k]); k++) {
			struct touch *came = &l->touches[k];
			if (oid_is_zero(&gone->after) && oid_is_zero(&came->before)) {
				gone->after = came->after;
				gone->path_after = came->path_after;
			} else if (oid_is_zero(&gone->before) && oid_is_zero(&came->after)) {
				gone->before = came->before;
				gone->path_before = came->path_before;
			} else {
				continue;
			}
			came->before = came->after = (struct oid){0};
			break;
		}
		if (!oid_equal(&gone->before, &gone->after) || !path_says_same(t, gone->path_before, gone->path_after))
			l->touches[kept++] = *gone;
	}
	l->touch_count = kept;
}

void sides_take(struct timeline *t, size_t link, const struct deltas *sides)
{
	struct link *l = &t->links[link];
	for (size_t i = l->first; i <= l->commit; i++)
		for (size_t k = 0; k < sides[i - l->first].count; k++)
			add_touch(t, l, i, &sides[i - l->first].items[k]);
	if (l->touch_count)
		qsort(l->touches, l->touch_count, sizeof(*l->touches), by_record);
	join_moves(t, l);
}
