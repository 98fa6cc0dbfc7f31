/* Merges that a hosting platform signed. The platform is trusted to press the button, not to write: what its merge has must be
 * what git makes of the parents without looking into files, and each file that it changes must be a committer's, and so must what
 * it says to readers.
 *
 * Invariant: places holds the commits that the merge brings; any other commit is reachable from the merge's first parent: it is
 * old. Work is bounded by a budget: what costs more is no plain merge. */
#include "trust/trusting.h"

#define BUDGET 1000000 /* commits and files looked at */
#define DEPTH 200      /* merges of the platform that one brings */

enum memo { MEMO_NONE, MEMO_VOUCHED, MEMO_REFUSED };

struct view {
	struct trusting *t;
	const struct platform_case *c;
	struct arena *arena;
	struct map *places;         /* commit id -> place in c->brought */
	struct provenance **judged; /* of each brought commit; NULL: not asked yet */
	enum memo *memos;           /* likewise */
	struct map *signers;        /* fingerprints of committers whose files were met */
	struct buf names;
	size_t budget, depth;
	const char *why;            /* the first reason for which it was refused */
};

static bool refuse(struct view *v, const char *why)
{
	if (!v->why)
		v->why = why;
	return false;
}

static bool spend(struct view *v)
{
	if (!v->budget)
		return refuse(v, "is a merge too intricate to be checked");
	v->budget--;
	return true;
}

/* A worker that cannot read on: the whole is given up. */
static bool give_up(struct view *v)
{
	atomic_store(&v->t->failed, true);
	return refuse(v, "cannot be read");
}

static bool is_brought(const struct view *v, const struct oid *id, size_t *place)
{
	return map_find(v->places, oid_key(id), place);
}

static const struct provenance *signature_of(struct view *v, size_t place)
{
	if (v->judged[place])
		return v->judged[place];
	struct provenance *p = v->judged[place] = arena_alloc(v->arena, sizeof(*p));
	if (!judge_signature(p, v->t, v->c->policy, &v->c->brought.commits[place].id, v->c->time, v->arena))
		give_up(v);
	return p;
}

static bool look(struct view *v, struct seen *out, const struct oid *tree, const char *path)
{
	return spend(v) && (repository_look(out, v->t->repository, tree, path, v->t->diags) || give_up(v));
}

static bool tree_of(struct view *v, struct oid *out, const struct oid *id)
{
	struct commit old;
	size_t place;
	if (is_brought(v, id, &place)) {
		*out = v->c->brought.commits[place].tree;
		return true;
	}
	if (!repository_commit(&old, v->t->repository, id, v->arena, v->t->diags))
		return give_up(v);
	*out = old.tree;
	return true;
}

/* The files of the archive, and of filters and themes, that differ between two trees, added to paths. */
struct paths {
	const struct archive *archive;
	struct arena *arena;
	struct map *seen;
	const char **items;
	size_t count, capacity;
};

static bool add_path(void *context, const struct change *c)
{
	struct paths *p = context;
	if (!is_of_site(p->archive, c->path))
		return true;
	const char *path = arena_text(p->arena, c->path);
	if (map_put(p->seen, span_of(path), p->count)) {
		p->items = arena_grow(p->arena, p->items, p->count, &p->capacity, sizeof(*p->items));
		p->items[p->count++] = path;
	}
	return true;
}

static bool compare(struct view *v, struct paths *p, const struct oid *before, const struct oid *after)
{
	bool ok = repository_compare_trees(v->t->repository, before, after, p->archive->prefix, add_path, p, v->t->diags);
	for (size_t i = 0; i < DRESS_PARTS && *p->archive->prefix && ok; i++)
		ok = repository_compare_trees(v->t->repository, before, after, dress_parts[i], add_path, p, v->t->diags);
	return ok || give_up(v);
}

/* The trees of a merge: its own, its first parent's, and of each other parent that tree and the one both sides began with. */
struct sides {
	struct oid merged, first, *tips, *bases;
	size_t count;
};

static bool find_base(struct view *v, struct oid *out, const struct oid *first, const struct oid *other)
{
	struct oid base;
	size_t count;
	if (!repository_merge_bases(&base, &count, v->t->repository, first, other, v->t->diags))
		return give_up(v);
	if (count != 1)
		return refuse(v, "is a merge of sides with no common ancestor, or several");
	return tree_of(v, out, &base);
}

static bool read_sides(struct view *v, struct sides *s, const struct commit *merge)
{
	*s = (struct sides){.merged = merge->tree, .count = merge->parent_count - 1};
	s->tips = arena_array(v->arena, s->count, sizeof(*s->tips));
	s->bases = arena_array(v->arena, s->count, sizeof(*s->bases));
	if (!tree_of(v, &s->first, &merge->parents[0]))
		return false;
	for (size_t i = 0; i < s->count; i++)
		if (!spend(v) || !tree_of(v, &s->tips[i], &merge->parents[i + 1]) ||
		    !find_base(v, &s->bases[i], &merge->parents[0], &merge->parents[i + 1]))
			return false;
	return true;
}

/* A side's file counts where the side changed it and the first parent did not. */
static bool file_is_plain(struct view *v, const struct sides *s, const char *path)
{
	struct seen merged, first, result;
	if (!look(v, &merged, &s->merged, path) || !look(v, &first, &s->first, path))
		return false;
	result = first;
	for (size_t i = 0; i < s->count; i++) {
		struct seen tip, base;
		if (!look(v, &tip, &s->tips[i], path) || !look(v, &base, &s->bases[i], path))
			return false;
		if (seen_equal(&tip, &base) || seen_equal(&tip, &result))
			continue;
		if (!seen_equal(&base, &first) || !seen_equal(&result, &first))
			return refuse(v, arena_printf(v->arena, "merges %s, which more than one side changed", path));
		result = tip;
	}
	return seen_equal(&result, &merged) ||
	       refuse(v, arena_printf(v->arena, "has %s otherwise than the sides that it merges", path));
}

/* The merge is what git makes of its parents, file by file. */
static bool is_plain(struct view *v, const struct commit *merge)
{
	struct sides s;
	struct paths p = {.archive = v->t->archive, .arena = v->arena, .seen = map_new()};
	bool ok = read_sides(v, &s, merge) && compare(v, &p, &s.first, &s.merged);
	for (size_t i = 0; i < s.count && ok; i++)
		ok = compare(v, &p, &s.bases[i], &s.tips[i]);
	for (size_t i = 0; i < p.count && ok; i++)
		ok = file_is_plain(v, &s, p.items[i]);
	map_free(p.seen);
	return ok;
}

static bool vouches(struct view *v, size_t place);

static bool sides_vouch(struct view *v, const struct commit *merge, size_t from)
{
	size_t place;
	for (size_t i = from; i < merge->parent_count; i++)
		if (is_brought(v, &merge->parents[i], &place) && !vouches(v, place))
			return false;
	return true;
}

static const char *unsigned_side(struct view *v, const struct commit *c, const struct provenance *p)
{
	char hex[OID_HEX];
	return arena_printf(v->arena, "merges the commit %s, which %s", oid_hex(hex, &c->id),
			    p->why ? p->why : p->state == PROVENANCE_PLATFORM ? "only the platform signed" : "is not signed");
}

/* A commit whose whole tree somebody stands for: a committer who signed it, or the platform that made a plain merge of such. */
static bool vouches(struct view *v, size_t place)
{
	const struct commit *c = &v->c->brought.commits[place];
	if (v->memos[place] != MEMO_NONE)
		return v->memos[place] == MEMO_VOUCHED;
	v->memos[place] = MEMO_REFUSED;
	const struct provenance *p = signature_of(v, place);
	bool ok = p->state == PROVENANCE_SIGNED;
	if (!ok && (p->state != PROVENANCE_PLATFORM || c->parent_count < 2))
		return refuse(v, unsigned_side(v, c, p));
	if (!ok && ++v->depth > DEPTH)
		return refuse(v, "is a merge too intricate to be checked");
	ok = ok || (is_plain(v, c) && sides_vouch(v, c, 0));
	if (ok)
		v->memos[place] = MEMO_VOUCHED;
	return ok;
}

static void note_signer(struct view *v, const struct provenance *p)
{
	if (!map_put(v->signers, span_of(p->fingerprint), 0))
		return;
	buf_printf(&v->names, "%s%s (%s)", v->names.length ? ", " : "", p->name ? p->name : "", p->fingerprint);
}

static const char *file_of_nobody(struct view *v, const char *path)
{
	return arena_printf(v->arena, "changes %s, which no committer signed as it is", path);
}

/* Follows a file from a commit that has it so, by first parents, to the one that made it so: that one must be a committer's.
 * Where a plain merge of the platform made it so, on from the side that it came from. */
static bool is_a_committers(struct view *v, const struct oid *from, const char *path, const struct seen *file)
{
	struct oid at = *from;
	for (;;) {
		size_t place;
		struct seen before = {0};
		struct oid tree;
		if (!is_brought(v, &at, &place))
			return refuse(v, arena_printf(v->arena, "takes %s back to what it was before", path));
		const struct commit *c = &v->c->brought.commits[place];
		if (c->parent_count && (!tree_of(v, &tree, &c->parents[0]) || !look(v, &before, &tree, path)))
			return false;
		if (c->parent_count && seen_equal(&before, file)) {
			at = c->parents[0];
			continue;
		}
		const struct provenance *p = signature_of(v, place);
		if (p->state == PROVENANCE_SIGNED) {
			note_signer(v, p);
			return true;
		}
		size_t side = 1;
		for (; p->state == PROVENANCE_PLATFORM && side < c->parent_count; side++)
			if (!tree_of(v, &tree, &c->parents[side]) || !look(v, &before, &tree, path))
				return false;
			else if (seen_equal(&before, file))
				break;
		if (p->state != PROVENANCE_PLATFORM || side >= c->parent_count)
			return refuse(v, file_of_nobody(v, path));
		at = c->parents[side];
	}
}

static bool files_are_committers(struct view *v, const struct commit *merge)
{
	struct oid first;
	struct paths p = {.archive = v->t->archive, .arena = v->arena, .seen = map_new()};
	bool ok = tree_of(v, &first, &merge->parents[0]) && compare(v, &p, &first, &merge->tree);
	for (size_t i = 0; i < p.count && ok; i++) {
		struct seen file, tip;
		struct oid tree;
		size_t side = 1;
		ok = look(v, &file, &merge->tree, p.items[i]);
		for (; ok && side < merge->parent_count; side++) {
			ok = tree_of(v, &tree, &merge->parents[side]) && look(v, &tip, &tree, p.items[i]);
			if (ok && seen_equal(&tip, &file))
				break;
		}
		if (ok && side == merge->parent_count)
			ok = refuse(v, file_of_nobody(v, p.items[i]));
		ok = ok && is_a_committers(v, &merge->parents[side], p.items[i], &file);
	}
	map_free(p.seen);
	return ok;
}

/* What a message says to readers, or of others' notes, is a committer's too. The merge's own is of whoever pressed the button. */
static bool words_are_committers(struct view *v)
{
	const struct chain *brought = &v->c->brought;
	for (size_t i = 0; i < brought->count; i++) {
		char hex[OID_HEX];
		if (!spend(v))
			return false;
		if (!speaks(v->t, &brought->commits[i], v->arena))
			continue;
		if (i + 1 == brought->count)
			return refuse(v, "says something to readers (Note-…, Revision, Withdraw-Reason, Replaced-By or Amends), and is signed "
					 "by the platform alone");
		if (signature_of(v, i)->state != PROVENANCE_SIGNED)
			return refuse(v, arena_printf(v->arena, "brings the commit %s, which says something to readers (Note-… or the like) "
						      "and which no committer signed", oid_hex(hex, &brought->commits[i].id)));
	}
	return true;
}

static bool admits(struct view *v)
{
	const struct commit *c = v->c->commit;
	const struct state *before = &v->t->states[v->c->index - 1], *after = &v->t->states[v->c->index];
	const char *prefix = v->t->archive->prefix;
	if (c->parent_count < 2)
		return refuse(v, "is no merge, and signed by the platform alone");
	if (!before->prefix || !after->prefix || strcmp(before->prefix, prefix) != 0 || strcmp(after->prefix, prefix) != 0)
		return refuse(v, "moves the archive, or was made before it was moved, and is signed by the platform alone");
	return is_plain(v, c) && sides_vouch(v, c, 1) && files_are_committers(v, c) && words_are_committers(v);
}

void platform_judge(struct provenance *p, struct trusting *t, const struct platform_case *c, struct arena *a)
{
	struct view v = {.t = t, .c = c, .arena = a, .places = map_new(), .signers = map_new(), .budget = BUDGET};
	buf_init(&v.names, 4096);
	v.judged = arena_array(a, c->brought.count, sizeof(*v.judged));
	v.memos = arena_array(a, c->brought.count, sizeof(*v.memos));
	for (size_t i = 0; i < c->brought.count; i++)
		map_put(v.places, oid_key(&c->brought.commits[i].id), i);
	if (admits(&v)) {
		p->why = arena_printf(a, "is a merge by the platform of what %s signed", v.names.data);
	} else {
		p->state = PROVENANCE_SQUASHED;
		p->why = v.why;
	}
	map_free(v.signers);
	map_free(v.places);
	buf_fini(&v.names);
}
