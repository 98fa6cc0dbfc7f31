/* What changed in each event, told once for each language: pages, feeds and the record of all publications say the same.
 *
 * Invariant: a slot is filled once, under the lock, with values that nobody changes any more; who asks gets a copy. What
 * is in a slot depends on the archive alone, so it does not matter who fills it. */
#include "site/changes.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "site/phrase.h"

struct told {
	pthread_mutex_t lock;
	struct arena *arena;
	const struct value **slots; /* [advisory * languages + language]: the changes of each of its events */
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
	struct span bytes;
	struct document *document = arena_alloc(w->arena, sizeof(*document));
	if (!repository_blob(&bytes, w->site->repository, &r->blob, w->arena, w->diags) ||
	    !document_parse(document, w->arena, r->path, bytes, LENIENT, w->site->config, w->diags))
		return NULL;
	return document->facts ? document->facts : value_new(w->arena, VALUE_MAP);
}

/* The version that the event before this one led to is most often the one that it began with. */
struct known {
	struct oid blob;
	const struct value *facts; /* NULL: none yet */
};

static const struct value *known_facts(struct worker *w, struct known *last, const struct version_ref *r)
{
	if (!last->facts || !oid_equal(&last->blob, &r->blob))
		*last = (struct known){r->blob, facts_of_version(w, r)};
	return last->facts;
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

static struct value *changes_of(const struct view *v, const struct advisory *adv, const struct event *e, struct known *last)
{
	struct worker *w = v->worker;
	if (e->translation || !changed_facts(e) || event_is_redacted(adv, e) || !e->facts_before.path || !e->facts_after.path)
		return value_new(w->arena, VALUE_LIST);
	const struct value *before = known_facts(w, last, &e->facts_before);
	const struct value *after = before ? known_facts(w, last, &e->facts_after) : NULL;
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

/* {changes: what event_changes gives, texts: what event_lines adds, or absent} of an event. */
static struct value *tell_event(const struct view *v, const struct advisory *adv, const struct event *e, struct known *last)
{
	struct arena *a = v->worker->arena;
	struct value *told = value_new(a, VALUE_MAP), *changes = changes_of(v, adv, e, last);
	value_set(a, told, "changes", changes);
	if (changes->count)
		value_set_text(a, told, "texts", text_line(v, e));
	return told;
}

static struct value *tell_all(const struct view *v, const struct advisory *adv)
{
	struct value *all = value_new(v->worker->arena, VALUE_LIST);
	struct known last = {.facts = NULL};
	bool part = script_say_together(v->worker->script, true);
	for (size_t i = 0; i < adv->event_count; i++)
		value_add(v->worker->arena, all, tell_event(v, adv, &adv->events[i], &last));
	script_say_together(v->worker->script, part);
	return all;
}

/* The slot of an advisory in the view's language; NULL where nothing is kept. */
static const struct value **slot_of(const struct view *v, const struct advisory *adv)
{
	const struct site *s = v->worker->site;
	const struct history *h = s->history;
	size_t lang = site_language_index(s, v->lang);
	if (!s->told || lang >= s->told->languages || adv < h->advisories || adv >= h->advisories + h->advisory_count)
		return NULL;
	return &s->told->slots[(size_t)(adv - h->advisories) * s->told->languages + lang];
}

/* What is in the slot; made is put there if nothing is. */
static const struct value *kept(struct told *t, const struct value **slot, const struct value *made)
{
	pthread_mutex_lock(&t->lock);
	if (made && !*slot)
		*slot = value_copy(t->arena, made);
	const struct value *all = *slot;
	pthread_mutex_unlock(&t->lock);
	return all;
}

/* Borrowed from the slot, or made in the worker's arena. */
static const struct value *event_told(const struct view *v, const struct advisory *adv, size_t index)
{
	struct told *t = v->worker->site->told;
	const struct value **slot = slot_of(v, adv);
	struct known none = {.facts = NULL};
	if (!slot)
		return tell_event(v, adv, &adv->events[index], &none);
	const struct value *all = kept(t, slot, NULL);
	if (!all)
		all = kept(t, slot, tell_all(v, adv));
	return all->items[index];
}

struct value *event_changes(const struct view *v, const struct advisory *adv, size_t index)
{
	return value_copy(v->worker->arena, value_get(event_told(v, adv, index), "changes"));
}

struct value *event_lines(const struct view *v, const struct advisory *adv, size_t index)
{
	struct arena *a = v->worker->arena;
	struct value *lines = value_new(a, VALUE_LIST);
	const struct value *told = event_told(v, adv, index), *changes = value_get(told, "changes");
	const char *texts = value_text(told, "texts");
	for (size_t i = 0; i < changes->count; i++)
		value_add(a, lines, value_of_text(a, value_text(changes->items[i], "text")));
	if (texts)
		value_add(a, lines, value_of_text(a, texts));
	return lines;
}
