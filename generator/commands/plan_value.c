/* Invariant: what is told of an event is what `log` tells of it. */
#include "commands/plan_value.h"

#include <stdint.h>

const struct plan_heading plan_headings[] = {
	{"new", "New"},
	{"revised", "Revised"},
	{"editorial", "Editorial changes"},
	{"withdrawn", "Withdrawn"},
	{"reinstated", "Reinstated"},
	{"redacted", "Redacted"},
	{"translation-published", "Translations published"},
	{"translation-updated", "Translations updated"},
	{"translation-editorial", "Editorial changes of translations"},
	{"translation-removed", "Translations removed"},
	{"stale", "Translations that go stale"},
	{"caught-up", "Translations that catch up"},
	{0},
};

bool plan_is_unseen(const struct value *plan)
{
	return !value_count(plan, "changes") && !value_count(plan, "amended") && !value_count(plan, "presentation") &&
	       !value_get(plan, "contained");
}

const char *plan_move(const char *name)
{
	static const struct {
		const char *name, *phrase;
	} moves[] = {{"appears", "appears in"}, {"moves", "moves to the top of"}, {"leaves", "leaves"}, {"deleted", "is deleted from"}};
	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++)
		if (strcmp(moves[i].name, name) == 0)
			return moves[i].phrase;
	return name;
}

const char *plan_base_line(struct arena *a, const struct value *plan)
{
	const char *asked = value_text(plan, "asked_base"), *base = value_text(plan, "base");
	if (value_get(plan, "contained"))
		return asked ? arena_printf(a, "The base %.12s has this commit already: publishing it adds nothing. "
					       "Is it the right commit?", asked)
			     : "The base is this commit: publishing it adds nothing.";
	return asked ? arena_printf(a, "The base %.12s is no ancestor of this commit: compared with %.12s, where the two parted.",
				    asked, base)
		     : NULL;
}

const char *plan_presentation_line(struct arena *a, const struct value *plan)
{
	size_t n = value_count(plan, "presentation");
	if (!n)
		return NULL;
	return arena_printf(a, "%zu file%s of presentation change%s: what is public already may read otherwise, and no event tells of it "
			       "(build --previous DIR names the texts).", n, n == 1 ? "" : "s", n == 1 ? "s" : "");
}

const char *plan_rewritten_line(const struct value *plan)
{
	bool any = value_get(plan, "base") && value_get(plan, "publications")->number > 0;
	return any ? "Feeds, lists and archive.json are rewritten too." : NULL;
}

static void set_oid(struct arena *a, struct value *map, const char *key, const struct oid *id)
{
	char hex[OID_HEX];
	if (id)
		value_set_text(a, map, key, oid_hex(hex, id));
}

static struct value *change_value(const struct view *v, const struct forecast_item *item)
{
	struct arena *a = v->worker->arena;
	const struct advisory *adv = item->advisory;
	const struct text *text = advisory_text(adv, item->lang);
	struct value *change = value_new(a, VALUE_MAP);
	value_set_text(a, change, "kind", forecast_kind_name(item->kind));
	value_set_text(a, change, "id", adv->id);
	value_set_text(a, change, "title", (text ? text : advisory_text_for(adv, v->lang))->title);
	if (item->event == SIZE_MAX) {
		value_set_text(a, change, "language", item->lang);
		value_set_number(a, change, "reflects", item->revision);
		value_set_number(a, change, "revision", adv->revision);
		return change;
	}
	const struct value *event = log_event(v, adv, item->event);
	for (size_t i = 0; i < event->count; i++)
		value_set(a, change, event->keys[i].text, event->items[i]);
	return change;
}

static struct value *amended_value(const struct view *v, const struct forecast_amended *f)
{
	static const char *const told[] = {"note", "reason", "replaced_by"};
	struct arena *a = v->worker->arena;
	struct value *one = value_new(a, VALUE_MAP);
	const struct value *event = log_event(v, f->advisory, (size_t)(f->event - f->advisory->events));
	value_set_text(a, one, "id", f->advisory->id);
	value_set_number(a, one, "serial", f->event->at->serial);
	set_oid(a, one, "commit", &f->event->amended.commit);
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
		if (value_get(event, told[i]))
			value_set(a, one, told[i], value_get(event, told[i]));
	return one;
}

static void set_amended(const struct view *v, struct value *plan, const struct forecast *f)
{
	struct arena *a = v->worker->arena;
	struct value *amended = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < f->amended_count; i++)
		value_add(a, amended, amended_value(v, &f->amended[i]));
	if (f->amended_count)
		value_set(a, plan, "amended", amended);
}

static struct value *list_of(struct arena *a, const char *const *texts, size_t count)
{
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < count; i++)
		value_add(a, list, value_of_text(a, texts[i]));
	return list;
}

/* The first entries that are one advisory's and move alike; *count says how many. */
static struct value *entries_value(const struct view *v, const struct forecast_entry *e, size_t left, size_t *count)
{
	struct arena *a = v->worker->arena;
	const struct config *c = v->worker->site->config;
	struct value *entry = value_new(a, VALUE_MAP), *feeds = value_new(a, VALUE_LIST);
	value_set_text(a, entry, "id", e->advisory->id);
	value_set_text(a, entry, "move", forecast_move_name(e->move));
	for (*count = 0; *count < left && e[*count].advisory == e->advisory && e[*count].move == e->move; ++*count)
		value_add(a, feeds, value_of_text(a, feed_names[e[*count].feed]));
	value_set(a, entry, "feeds", feeds);
	value_set(a, entry, "languages", list_of(a, c->languages, c->language_count));
	return entry;
}

struct value *plan_value(const struct view *v, const struct planned *p)
{
	struct arena *a = v->worker->arena;
	struct value *plan = value_new(a, VALUE_MAP), *changes = value_new(a, VALUE_LIST), *feeds = value_new(a, VALUE_LIST),
		     *urls = value_new(a, VALUE_MAP);
	value_set_number(a, plan, "version", 1);
	set_oid(a, plan, "commit", p->head);
	set_oid(a, plan, "base", p->base);
	if (p->base && p->asked && !oid_equal(p->base, p->asked))
		set_oid(a, plan, "asked_base", p->asked);
	if (p->base && p->asked && oid_equal(p->base, p->head))
		value_set_bool(a, plan, "contained", true);
	if (p->merged)
		value_set_bool(a, plan, "merged", true);
	value_set_text(a, plan, "base_url", v->worker->site->config->base_url);
	value_set_number(a, plan, "publications", (int64_t)p->forecast->publications);
	value_set_text(a, plan, "language", v->lang);
	for (size_t i = 0; i < p->forecast->count; i++)
		value_add(a, changes, change_value(v, &p->forecast->items[i]));
	for (size_t i = 0, count; i < p->forecast->entry_count; i += count)
		value_add(a, feeds, entries_value(v, &p->forecast->entries[i], p->forecast->entry_count - i, &count));
	if (p->presentation->count)
		value_set(a, plan, "presentation", value_copy(a, p->presentation));
	value_set(a, urls, "appear", list_of(a, p->urls->appear, p->urls->appear_count));
	value_set(a, urls, "change", list_of(a, p->urls->change, p->urls->change_count));
	value_set(a, urls, "vanish", list_of(a, p->urls->vanish, p->urls->vanish_count));
	value_set(a, plan, "changes", changes);
	set_amended(v, plan, p->forecast);
	value_set(a, plan, "feeds", feeds);
	value_set(a, plan, "urls", urls);
	return plan;
}
