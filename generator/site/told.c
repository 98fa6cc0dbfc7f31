/* What changed in each event, told once for each language: pages, feeds and the record of all publications say the same.
 *
 * Invariant: a slot is filled once, under the lock, with lines that nobody changes any more. What is in a slot depends on
 * the archive alone, so it does not matter who fills it. More than lines is kept for the group only. */
#include "site/changes.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "site/content.h"
#include "site/phrase.h"

struct lines {
	size_t count;
	const char *texts; /* one behind the other, each with its NUL */
};

struct told {
	pthread_mutex_t lock;
	struct arena *arena;
	const struct lines **slots; /* [advisory * languages + language][event] */
	size_t languages;
};

struct told *told_new(const struct site *s)
{
	struct told *t = memory_alloc(sizeof(*t));
	pthread_mutex_init(&t->lock, NULL);
	t->arena = arena_new();
	t->languages = s->config->language_count;
	t->slots = arena_array(t->arena, s->history->advisory_count * t->languages, sizeof(*t->slots));
	return t;
}

void told_free(struct told *t)
{
	if (!t)
		return;
	pthread_mutex_destroy(&t->lock);
	arena_free(t->arena);
	free(t);
}

const struct value *facts_of_version(struct worker *w, const struct version_ref *r)
{
	const struct version *v = version_of(w, r);
	return v ? v->facts : NULL;
}

static bool is_text(const char *changed)
{
	return strcmp(changed, "title") == 0 || strcmp(changed, "summary") == 0 || strcmp(changed, "body") == 0;
}

static bool changed_facts(const struct event *e)
{
	for (size_t i = 0; i < e->changed_count; i++)
		if (!is_text(e->changed[i]))
			return true;
	return false;
}

static struct value *changes_of(const struct view *v, const struct advisory *adv, const struct event *e)
{
	struct worker *w = v->worker;
	if (e->translation || !changed_facts(e) || event_is_redacted(adv, e) || !e->facts_before.path || !e->facts_after.path)
		return value_new(w->arena, VALUE_LIST);
	const struct value *before = facts_of_version(w, &e->facts_before);
	const struct value *after = before ? facts_of_version(w, &e->facts_after) : NULL;
	return after ? fact_changes(v, before, after, &e->files_before, &e->files_after) : value_new(w->arena, VALUE_LIST);
}

/* "Changed: text and title" */
static const char *text_line(const struct view *v, const struct event *e)
{
	struct arena *a = v->worker->arena;
	struct value *names = value_new(a, VALUE_LIST), *vars = value_new(a, VALUE_MAP);
	for (size_t i = 0; i < e->changed_count; i++)
		if (is_text(e->changed[i]))
			value_add(a, names, value_of_text(a, phrase_label(v, "fact", e->changed[i])));
	if (!names->count)
		return NULL;
	value_set_text(a, vars, "keys", phrase_of(v, "enumerate", names));
	return phrase(v, "hist.changed", vars);
}

/* {changes: what event_changes gives, lines: what event_lines gives} of an event. */
static struct value *tell_event(const struct view *v, const struct advisory *adv, const struct event *e)
{
	struct arena *a = v->worker->arena;
	struct value *told = value_new(a, VALUE_MAP), *changes = changes_of(v, adv, e), *lines = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < changes->count; i++)
		value_add(a, lines, value_get(changes->items[i], "text"));
	const char *texts = changes->count ? text_line(v, e) : NULL;
	if (texts)
		value_add(a, lines, value_of_text(a, texts));
	value_set(a, told, "changes", changes);
	value_set(a, told, "lines", lines);
	return told;
}

static struct value *tell_all(const struct view *v, const struct advisory *adv)
{
	struct value *all = value_new(v->worker->arena, VALUE_LIST);
	bool part = script_say_together(v->worker->script, true);
	for (size_t i = 0; i < adv->event_count; i++)
		value_add(v->worker->arena, all, tell_event(v, adv, &adv->events[i]));
	script_say_together(v->worker->script, part);
	return all;
}

/* All of an advisory's events, told once for the group. */
static const struct value *events_told(const struct view *v, const struct advisory *adv)
{
	struct worker *w = v->worker;
	for (const struct told_events *t = w->told; t; t = t->next)
		if (t->advisory == adv && strcmp(t->lang, v->lang) == 0)
			return t->events;
	struct told_events *t = arena_alloc(w->arena, sizeof(*t));
	*t = (struct told_events){w->told, adv, arena_text(w->arena, v->lang), tell_all(v, adv)};
	w->told = t;
	return t->events;
}

struct value *event_changes(const struct view *v, const struct advisory *adv, size_t index)
{
	return value_copy(v->worker->arena, value_get(events_told(v, adv)->items[index], "changes"));
}

/* The slot of an advisory in the view's language; NULL where nothing is kept. */
static const struct lines **slot_of(const struct view *v, const struct advisory *adv)
{
	const struct site *s = v->worker->site;
	const struct history *h = s->history;
	size_t lang = site_language_index(s, v->lang);
	if (!s->told || lang >= s->told->languages || adv < h->advisories || adv >= h->advisories + h->advisory_count)
		return NULL;
	return &s->told->slots[(size_t)(adv - h->advisories) * s->told->languages + lang];
}

static struct lines packed(struct arena *a, const struct value *lines)
{
	struct buf b;
	buf_init(&b, SIZE_MAX / 4);
	for (size_t i = 0; i < lines->count; i++)
		buf_add(&b, lines->items[i]->text, strlen(lines->items[i]->text) + 1);
	struct lines out = {lines->count, lines->count ? arena_span(a, buf_as_span(&b)) : ""};
	buf_fini(&b);
	return out;
}

/* What is in the slot; the events are put there if nothing is. */
static const struct lines *kept(struct told *t, const struct lines **slot, const struct value *events)
{
	pthread_mutex_lock(&t->lock);
	if (events && !*slot) {
		struct lines *lines = arena_array(t->arena, events->count, sizeof(*lines));
		for (size_t i = 0; i < events->count; i++)
			lines[i] = packed(t->arena, value_get(events->items[i], "lines"));
		*slot = lines;
	}
	const struct lines *all = *slot;
	pthread_mutex_unlock(&t->lock);
	return all;
}

/* A page of all advisories must not hold what each of them consisted of: that is read and told aside. */
static const struct lines *told_aside(const struct view *v, const struct lines **slot, const struct advisory *adv)
{
	struct worker *w = v->worker, kept_worker = *w;
	struct view view = *v;
	worker_begin(w, arena_new());
	const struct lines *lines = kept(w->site->told, slot, tell_all(&view, adv));
	arena_free(w->arena);
	*w = kept_worker;
	return lines;
}

struct value *event_lines_then(const struct view *v, const struct advisory *adv, size_t index)
{
	const struct event *e = &adv->events[index];
	struct view then = *v;
	if (!event_changed(e, "related") && !event_changed(e, "supersedes"))
		return event_lines(v, adv, index);
	then.then = e->at;
	return value_copy(v->worker->arena, value_get(tell_event(&then, adv, e), "lines"));
}

struct value *event_lines(const struct view *v, const struct advisory *adv, size_t index)
{
	struct worker *w = v->worker;
	struct told *t = w->site->told;
	const struct lines **slot = slot_of(v, adv), *all = slot ? kept(t, slot, NULL) : NULL;
	if (!slot)
		return value_copy(w->arena, value_get(events_told(v, adv)->items[index], "lines"));
	if (!all)
		all = w->subject == adv ? kept(t, slot, events_told(v, adv)) : told_aside(v, slot, adv);
	struct value *lines = value_new(w->arena, VALUE_LIST);
	const char *text = all[index].texts;
	for (size_t i = 0; i < all[index].count; i++, text += strlen(text) + 1)
		value_add(w->arena, lines, value_of_text(w->arena, text));
	return lines;
}
