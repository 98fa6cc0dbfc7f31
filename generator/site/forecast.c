/* Invariant: what stood at the base is taken from its own history, and what would be said anew from the events after it. */
#include "site/forecast.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/map.h"

const char *forecast_kind_name(enum forecast_kind kind)
{
	static const char *const names[] = {"new", "revised", "editorial", "withdrawn", "reinstated", "redacted",
					    "translation-published", "translation-updated", "translation-editorial",
					    "translation-removed", "stale", "caught-up"};
	return names[kind];
}

const char *forecast_move_name(enum forecast_move move)
{
	static const char *const names[] = {"appears", "moves", "leaves", "deleted"};
	return names[move];
}

struct making {
	struct forecast *out;
	const struct history *before, *after;
	struct arena *arena;
	size_t capacity, entry_capacity, amended_capacity;
};

static void add_item(struct making *m, struct forecast_item item)
{
	struct forecast *f = m->out;
	f->items = arena_grow(m->arena, f->items, f->count, &m->capacity, sizeof(*f->items));
	f->items[f->count++] = item;
}

static void add_entry(struct making *m, enum feed_kind feed, const struct advisory *a, enum forecast_move move)
{
	struct forecast *f = m->out;
	f->entries = arena_grow(m->arena, f->entries, f->entry_count, &m->entry_capacity, sizeof(*f->entries));
	f->entries[f->entry_count++] = (struct forecast_entry){feed, a, move};
}

static void add_events(struct making *m, const struct advisory *a)
{
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		if (e->at->serial > m->after->base_count)
			add_item(m, (struct forecast_item){(enum forecast_kind)e->class, a, e->lang, i, e->revision});
	}
}

static bool is_amended_anew(const struct event *e, const struct advisory *was)
{
	for (size_t i = 0; was && i < was->event_count; i++) {
		const struct event *then = &was->events[i];
		if (then->at->serial == e->at->serial && then->class == e->class && strcmp(then->lang, e->lang) == 0)
			return !oid_equal(&then->amended.commit, &e->amended.commit);
	}
	return true;
}

static void add_amended(struct making *m, const struct advisory *a, const struct advisory *was)
{
	struct forecast *f = m->out;
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		if (!e->amended.time || e->at->serial > m->after->base_count || !is_amended_anew(e, was))
			continue;
		f->amended = arena_grow(m->arena, f->amended, f->amended_count, &m->amended_capacity, sizeof(*f->amended));
		f->amended[f->amended_count++] = (struct forecast_amended){a, e};
	}
}

/* Of translations that are public before and after; a withdrawn advisory's are as they were last. */
static void add_standing(struct making *m, const struct advisory *a, const struct advisory *was)
{
	for (size_t i = 0; was && !a->withdrawal.reason && i < a->text_count; i++) {
		const struct text *now = &a->texts[i], *then = advisory_text(was, now->lang);
		enum forecast_kind kind = now->current ? FORECAST_CAUGHT_UP : FORECAST_STALE;
		if (strcmp(now->lang, a->source) != 0 && then && then->current != now->current)
			add_item(m, (struct forecast_item){kind, a, now->lang, SIZE_MAX, now->reflects});
	}
}

static void add_entries(struct making *m, const struct advisory *a, const struct advisory *was)
{
	for (enum feed_kind feed = FEED_ALL; feed < FEED_KINDS; feed++) {
		bool now = feed_has(a, feed), then = was && feed_has(was, feed);
		if (!now && !then)
			continue;
		if (!now)
			add_entry(m, feed, a, ENTRY_LEAVES);
		else if (!then)
			add_entry(m, feed, a, ENTRY_APPEARS);
		else if (advisory_is_redacted_whole(a) && !advisory_is_redacted_whole(was))
			add_entry(m, feed, a, ENTRY_DELETED);
		else if (was->updated != a->updated)
			add_entry(m, feed, a, ENTRY_MOVES);
	}
}

static int by_kind(const void *x, const void *y)
{
	const struct forecast_item *a = x, *b = y;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	int order = strcmp(a->advisory->id, b->advisory->id);
	if (order)
		return order;
	if (a->event != b->event)
		return a->event < b->event ? -1 : 1;
	return strcmp(a->lang, b->lang);
}

void forecast_make(struct forecast *out, const struct history *before, const struct history *after, struct arena *a)
{
	struct making m = {.out = out, .before = before, .after = after, .arena = a};
	*out = (struct forecast){.publications = after->publication_count - after->base_count};
	for (size_t i = 0; i < after->advisory_count; i++) {
		const struct advisory *adv = &after->advisories[i], *was = history_find(before, adv->id);
		add_events(&m, adv);
		add_amended(&m, adv, was);
		add_standing(&m, adv, was);
		add_entries(&m, adv, was);
	}
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_kind);
}

/* Addresses. ------------------------------------------------------------------------ */

static int by_bytes(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static const char *address_of(const char *path, struct arena *a)
{
	struct span s = span_of(path);
	return span_ends(s, "/index.html") ? arena_dup(a, path, s.length - strlen("index.html")) : path;
}

/* Of what one plan has and the other has not. */
static const char **only_in(size_t *count, const struct plan *one, const struct plan *other, struct arena *a)
{
	const char **paths = arena_array(a, one->count, sizeof(*paths));
	size_t ignored;
	*count = 0;
	for (size_t i = 0; i < one->count; i++)
		if (!other->paths || !map_find(other->paths, span_of(one->outputs[i].path), &ignored))
			paths[(*count)++] = address_of(one->outputs[i].path, a);
	if (*count)
		qsort(paths, *count, sizeof(*paths), by_bytes);
	return paths;
}

/* All of an advisory's own outputs in a language stand for its newest event. */
static bool is_written_anew(const struct output *o, const struct forecast *f)
{
	if (o->write != write_advisory && o->write != write_missing && o->write != write_text)
		return false;
	for (size_t i = 0; i < f->count; i++)
		if (f->items[i].advisory == o->subject && o->number == 0)
			return true;
	for (size_t i = 0; i < f->amended_count; i++)
		if (f->amended[i].advisory == o->subject && o->number == 0)
			return true;
	return false;
}

static const char **in_both(size_t *count, const struct forecast *f, const struct plan *before, const struct plan *after,
			    struct arena *a)
{
	const char **paths = arena_array(a, after->count, sizeof(*paths));
	size_t ignored;
	*count = 0;
	for (size_t i = 0; i < after->count && before->paths; i++) {
		const struct output *o = &after->outputs[i];
		if (map_find(before->paths, span_of(o->path), &ignored) && is_written_anew(o, f))
			paths[(*count)++] = address_of(o->path, a);
	}
	if (*count)
		qsort(paths, *count, sizeof(*paths), by_bytes);
	return paths;
}

void forecast_urls(struct forecast_urls *out, const struct forecast *f, const struct plan *before, const struct plan *after,
		   struct arena *a)
{
	out->appear = only_in(&out->appear_count, after, before, a);
	out->vanish = only_in(&out->vanish_count, before, after, a);
	out->change = in_both(&out->change_count, f, before, after, a);
}
