/* From units to parts, level by level: equal units are anchors, between them pairs are sought, and what is
 * left came or went whole.
 *
 * Invariant: the parts of a level hold the units of both sides once each and in their order. */
#include "document/diff.h"

struct maker {
	struct arena *arena;
	struct diags *diags;
};

struct level {
	struct maker *maker;
	unsigned depth;
	struct units before, after;
	struct part *parts;
	size_t count, capacity;
};

static struct part *add(struct level *l, enum part_change change, const struct unit *before, const struct unit *after)
{
	l->parts = arena_grow(l->maker->arena, l->parts, l->count, &l->capacity, sizeof(*l->parts));
	l->parts[l->count] = (struct part){.change = change, .before = before, .after = after};
	return &l->parts[l->count++];
}

static bool parts_of(struct part **out, size_t *count, struct maker *m, const struct node *before, const struct node *after,
		     unsigned depth);

static bool any_seen(const struct part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (part_is_seen(&parts[i]))
			return true;
	return false;
}

/* A pair of leaves: word by word. */
static bool compare_words(struct maker *m, struct part *p)
{
	struct leaf *leaf = arena_alloc(m->arena, sizeof(*leaf));
	leaf->before = unit_take(m->arena, p->before);
	leaf->after = unit_take(m->arena, p->after);
	if (!words_compare(&leaf->runs, &leaf->run_count, &leaf->before, &leaf->after, m->diags))
		return false;
	if (leaf->run_count == 0 || (leaf->run_count == 1 && leaf->runs[0].change == TOKEN_SAME))
		p->change = PART_SAME;
	p->leaf = leaf;
	return true;
}

static bool compare_pair(struct maker *m, struct part *p, unsigned depth)
{
	/* The number of an item follows from the list's first: see compare_lists. */
	bool numbered = unit_is_numbered(p->before) && unit_is_numbered(p->after);
	const char *before = unit_sign(m->arena, p->before), *after = unit_sign(m->arena, p->after);
	if (!numbered && strcmp(before, after) != 0) {
		p->sign_before = before;
		p->sign_after = after;
	}
	if (!unit_is_box(p->before, depth))
		return compare_words(m, p);
	if (!parts_of(&p->parts, &p->part_count, m, p->before->node, p->after->node, depth + 1))
		return false;
	if (!any_seen(p->parts, p->part_count))
		p->change = PART_SAME;
	return true;
}

static bool add_pair(struct level *l, const struct unit *before, const struct unit *after)
{
	return compare_pair(l->maker, add(l, PART_CHANGED, before, after), l->depth);
}

static void add_whole(struct level *l, const struct unit *before, size_t removed, const struct unit *after, size_t added)
{
	for (size_t i = 0; i < removed; i++)
		add(l, PART_REMOVED, &before[i], NULL);
	for (size_t i = 0; i < added; i++)
		add(l, PART_ADDED, NULL, &after[i]);
}

/* Rows that have as many cells as each other are compared column by column. */
static bool has_columns(const struct level *l)
{
	return l->before.count && l->before.count == l->after.count && l->before.items[0].kind == UNIT_CELL;
}

/* One that holds blocks, in the place of another: what it holds tells more than the whole. */
static bool is_one_box(const struct unit *before, size_t removed, const struct unit *after, size_t added)
{
	return removed == 1 && added == 1 && before->kind == after->kind &&
	       (before->kind == UNIT_QUOTE || before->kind == UNIT_BOX || before->kind == UNIT_FIGURE);
}

/* What lies between two anchors. */
static bool add_gap(struct level *l, const struct unit *before, size_t removed, const struct unit *after, size_t added)
{
	struct unit_pair *pairs = NULL;
	size_t count = 0, x = 0, y = 0;
	bool ok = true;
	if (is_one_box(before, removed, after, added))
		return add_pair(l, before, after);
	if (removed && added)
		ok = units_pair(&pairs, &count, l->maker->arena, before, removed, after, added, l->maker->diags);
	for (size_t i = 0; ok && i < count; i++) {
		add_whole(l, before + x, pairs[i].before - x, after + y, pairs[i].after - y);
		ok = add_pair(l, &before[pairs[i].before], &after[pairs[i].after]);
		x = pairs[i].before + 1;
		y = pairs[i].after + 1;
	}
	if (ok)
		add_whole(l, before + x, removed - x, after + y, added - y);
	return ok;
}

static bool align(struct level *l)
{
	struct arena *scratch = arena_new();
	struct token_run *runs = NULL;
	size_t count = 0;
	struct unit *before = l->before.items, *after = l->after.items;
	bool ok = token_difference(&runs, &count, scratch, units_keys(scratch, &l->before), l->before.count,
				   units_keys(scratch, &l->after), l->after.count, l->maker->diags);
	size_t x = 0, y = 0; /* units so far */
	for (size_t i = 0; ok && i <= count; i++) {
		bool same = i < count && runs[i].change == TOKEN_SAME;
		if (i < count && !same)
			continue;
		size_t to_x = same ? runs[i].from_before : l->before.count, to_y = same ? runs[i].from_after : l->after.count;
		ok = add_gap(l, before + x, to_x - x, after + y, to_y - y);
		x = to_x;
		y = to_y;
		for (size_t k = 0; ok && same && k < runs[i].count; k++)
			add(l, PART_SAME, &before[x++], &after[y++]);
	}
	arena_free(scratch);
	return ok;
}

/* Lists. ------------------------------------------------------------------ */

static bool begins_list(const struct unit *u)
{
	return !u->node->previous;
}

/* True if part i follows the one before it on both sides, and all are items. */
static bool is_adjacent(const struct level *l, size_t i)
{
	const struct part *p = &l->parts[i], *q = i ? p - 1 : NULL;
	return q && q->before && q->after && q->before->kind == UNIT_ITEM && q->after->kind == UNIT_ITEM;
}

/* Where a list begins is no unit's: a list that is divided or joined, or begins with another number. */
static void compare_lists(struct level *l)
{
	for (size_t i = 0; i < l->count; i++) {
		struct part *p = &l->parts[i];
		if (!p->before || !p->after || p->after->kind != UNIT_ITEM || p->sign_before)
			continue;
		bool before = begins_list(p->before), after = begins_list(p->after);
		if (before && after && unit_is_numbered(p->after) && p->before->number != p->after->number) {
			p->sign_before = unit_sign(l->maker->arena, p->before);
			p->sign_after = unit_sign(l->maker->arena, p->after);
		} else if (before != after && is_adjacent(l, i)) {
			p->sign_before = before ? "¶" : "";
			p->sign_after = after ? "¶" : "";
		}
	}
}

static bool parts_of(struct part **out, size_t *count, struct maker *m, const struct node *before, const struct node *after,
		     unsigned depth)
{
	struct level l = {.maker = m, .depth = depth};
	static struct unit none;
	l.before = before ? units_below(m->arena, before) : (struct units){&none, 0};
	l.after = after ? units_below(m->arena, after) : (struct units){&none, 0};
	bool ok = true;
	if (has_columns(&l))
		for (size_t i = 0; ok && i < l.after.count; i++)
			ok = add_pair(&l, &l.before.items[i], &l.after.items[i]);
	else
		ok = align(&l);
	compare_lists(&l);
	*out = l.parts;
	*count = l.count;
	return ok;
}

void part_below(struct part **parts, size_t *count, struct arena *a, const struct part *p)
{
	*parts = p->parts;
	*count = p->part_count;
	if (p->change == PART_CHANGED)
		return;
	struct units units = units_below(a, part_unit(p)->node);
	*parts = arena_array(a, units.count + 1, sizeof(**parts));
	for (size_t i = 0; i < units.count; i++)
		(*parts)[i] = (struct part){.change = p->change,
					    .before = p->change == PART_ADDED ? NULL : &units.items[i],
					    .after = p->change == PART_REMOVED ? NULL : &units.items[i]};
	*count = units.count;
}

/* Entry. ------------------------------------------------------------------ */

struct difference *difference_of(struct arena *a, const struct node *before, const struct node *after, struct diags *d)
{
	struct maker m = {a, d};
	struct difference *all = arena_alloc(a, sizeof(*all));
	if (!parts_of(&all->parts, &all->count, &m, before, after, 0))
		return NULL;
	all->is_empty = !any_seen(all->parts, all->count);
	return all;
}

struct difference *difference_of_prose(struct arena *a, const char *before, const char *after, struct diags *d)
{
	struct maker m = {a, d};
	struct difference *all = arena_alloc(a, sizeof(*all));
	struct unit *units = arena_array(a, 2, sizeof(*units));
	units[0] = (struct unit){.kind = UNIT_CAPTION, .text = span_of(before)};
	units[1] = (struct unit){.kind = UNIT_CAPTION, .text = span_of(after)};
	all->parts = arena_alloc(a, sizeof(*all->parts));
	*all->parts = (struct part){.change = PART_CHANGED, .before = &units[0], .after = &units[1]};
	if (!compare_words(&m, all->parts))
		return NULL;
	all->count = 1;
	all->is_prose = true;
	all->is_empty = all->parts->change == PART_SAME;
	return all;
}

bool difference_is_empty(const struct difference *d)
{
	return d->is_empty;
}
