/* What both renderings share: what is seen of marks, what is left out, what makes one list. */
#include "document/diff.h"

bool word_is_shown(const struct word *w, bool changed, bool alone, bool plain)
{
	switch ((enum word_show)w->show) {
	case SHOW_ALWAYS:
		return true;
	case SHOW_PLAIN:
		return plain || alone;
	case SHOW_CHANGED:
		return changed;
	case SHOW_ALONE:
		return alone;
	case SHOW_NEVER:
		return false;
	}
	return true;
}

bool word_has_gap(const struct word *w, bool changed, bool alone, bool plain, const struct difference_words *said)
{
	if (w->kind == WORD_TARGET && said->open && *said->open != ' ')
		return false;
	return w->gap && (w->show == SHOW_PLAIN || word_is_shown(w, changed, alone, plain));
}

const char *word_target_open(const struct difference_words *words)
{
	return words->open ? words->open + (*words->open == ' ') : "(";
}

const char *word_target_close(const struct difference_words *words)
{
	return words->close ? words->close : ")";
}

bool words_alone(const struct words *w, size_t from, size_t count, bool plain)
{
	for (size_t i = from; i < from + count; i++)
		if (w->items[i].text.length && word_is_shown(&w->items[i], true, false, plain))
			return false;
	return true;
}

/* A part that is the same, or came or went whole: one run. */
static bool only_run(struct runs *r)
{
	r->own.arena = r->arena;
	unit_words(&r->own, part_unit(r->part));
	r->words = &r->own;
	r->count = r->own.count;
	r->change = r->part->change;
	return r->count > 0;
}

static bool next_run(struct runs *r)
{
	if (r->part->change != PART_CHANGED)
		return r->next++ == 0 && only_run(r);
	const struct leaf *leaf = r->part->leaf;
	if (r->next == leaf->run_count)
		return false;
	const struct token_run *run = &leaf->runs[r->next++];
	bool removed = run->change == TOKEN_REMOVED;
	r->words = removed ? &leaf->before : &leaf->after;
	r->from = removed ? run->from_before : run->from_after;
	r->count = run->count;
	r->change = removed ? PART_REMOVED : run->change == TOKEN_ADDED ? PART_ADDED : PART_SAME;
	return true;
}

/* Of what changed; what stays may be shown or not. */
static bool is_shown(const struct runs *r, bool plain)
{
	bool alone = words_alone(r->words, r->from, r->count, plain);
	if (r->change == PART_SAME)
		return true;
	for (size_t i = r->from; i < r->from + r->count; i++)
		if (r->words->items[i].text.length && word_is_shown(&r->words->items[i], true, alone, plain))
			return true;
	return false;
}

bool runs_next(struct runs *r, bool plain)
{
	bool replaces = r->next && r->change == PART_REMOVED;
	do {
		if (!next_run(r))
			return false;
	} while (!is_shown(r, plain));
	bool changed = r->change != PART_SAME;
	bool alone = changed && words_alone(r->words, r->from, r->count, plain);
	r->gap = !(replaces && r->change == PART_ADDED) &&
		 word_has_gap(&r->words->items[r->from], changed, alone, plain, r->said);
	return true;
}

/* The nearest part of what changed, and one on each side of it. */
static bool is_near(const struct part *parts, size_t count, size_t i)
{
	return part_is_seen(&parts[i]) || (i > 0 && part_is_seen(&parts[i - 1])) ||
	       (i + 1 < count && part_is_seen(&parts[i + 1]));
}

/* Headings tell where in the text a change is: the last one before it stays; of a table the row of headers. */
static bool is_landmark(const struct part *p)
{
	const struct unit *u = part_unit(p);
	return u->kind == UNIT_HEADING || u->kind == UNIT_CELL || u->kind == UNIT_CAPTION ||
	       (u->kind == UNIT_ROW && u->node->header);
}

/* What stayed as it was and stands beside a change is shown whole, if it is no longer than this. */
#define CONTEXT_MOST 12

static void mark_kept(bool *kept, const struct part *parts, size_t count)
{
	bool any = count > CONTEXT_MOST, wanted = false; /* a heading, for what follows it */
	for (size_t i = 0; i < count && !any; i++)
		any = part_is_seen(&parts[i]);
	for (size_t i = count; i-- > 0;) {
		bool heading = part_unit(&parts[i])->kind == UNIT_HEADING;
		kept[i] = !any || is_near(parts, count, i) || (is_landmark(&parts[i]) && (wanted || !heading));
		wanted = (wanted && !heading) || (kept[i] && !heading);
	}
}

/* [part]: 0, or the number of the list whose items are shown in part: what is left out of it is left out within. */
static size_t *partial_lists(struct arena *a, const bool *kept, const struct part *parts, size_t count)
{
	size_t *lists = arena_array(a, count + 1, sizeof(*lists));
	for (size_t i = 0, end; i < count; i = end) {
		const struct unit *u = part_unit(&parts[i]);
		const struct node *list = u->kind == UNIT_ITEM ? u->node->parent : NULL;
		bool any = kept[i];
		for (end = i + 1; list && end < count && part_unit(&parts[end])->node->parent == list; end++)
			any = any || kept[end];
		for (size_t k = i; list && any && k < end; k++)
			lists[k] = i + 1;
	}
	return lists;
}

struct sequence sequence_of(struct arena *a, const struct part *parts, size_t count, bool leave_out)
{
	struct sequence s = {.items = arena_array(a, count + 1, sizeof(*s.items))};
	bool *kept = arena_array(a, count + 1, sizeof(*kept));
	mark_kept(kept, parts, count);
	size_t *lists = partial_lists(a, kept, parts, count);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; leave_out && end < count && !kept[end] && lists[end] == lists[i];)
			end++;
		bool left_out = end > i + 1;
		s.items[s.count++] = (struct shown){&parts[i], left_out};
		end = left_out ? end : i + 1;
	}
	return s;
}

/* The list so far: of either side, NULL as long as no item of it was met. */
struct list {
	bool numbered;
	const struct node *before, *after;
};

static bool joins(struct list *l, const struct part *p)
{
	const struct node *before = p->before ? p->before->node->parent : NULL;
	const struct node *after = p->after ? p->after->node->parent : NULL;
	if (unit_is_numbered(part_unit(p)) != l->numbered)
		return false;
	if (after ? l->after && l->after != after : l->before && l->before != before)
		return false;
	if (after)
		l->after = after;
	if (before)
		l->before = before;
	return true;
}

static bool is_item(const struct sequence *s, size_t i)
{
	return i < s->count && part_unit(s->items[i].part)->kind == UNIT_ITEM;
}

size_t sequence_piece(const struct sequence *s, size_t i, enum part_change *change)
{
	const struct part *first = s->items[i].part;
	*change = first->change;
	if (!is_item(s, i))
		return i + 1;
	struct list l = {.numbered = unit_is_numbered(part_unit(first))};
	size_t end = i;
	for (; is_item(s, end) && joins(&l, s->items[end].part); end++)
		if (s->items[end].part->change != *change)
			*change = PART_CHANGED;
	return end;
}
