/* Invariant: while version i is read, a run whose `seen` is i or i - 1 may go on; any other has ended, and what it named begins anew.
 * Versions that are redacted count: what is said of others must not change when one is. */
#include "formats/runs.h"

static const char *key_of(const struct runs *r, const char *type, const char *name)
{
	return arena_printf(r->arena, "%s\n%s", type, name);
}

static struct run begin(const struct runs *r, const char *type, const char *name)
{
	const struct advisory *adv = r->advisory;
	struct run run = {.type = type, .name = name};
	if (r->version < adv->former_count) {
		run.from = adv->formers[r->version].from;
		run.revision = adv->formers[r->version].first;
	} else {
		run.from = advisory_since(adv, &run.revision);
	}
	return run;
}

void runs_name(struct runs *r, const char *type, const char *name)
{
	const struct advisory *adv = r->advisory;
	bool former = r->version < adv->former_count, known;
	const char *key = key_of(r, type, name);
	size_t place;
	known = map_find(r->places, span_of(key), &place);
	if (!known || r->items[place].seen + 1 < r->version) {
		struct run run = begin(r, type, name);
		run.number = known ? r->items[place].number + 1 : 0;
		r->items = arena_grow(r->arena, r->items, place = r->count, &r->capacity, sizeof(*r->items));
		r->items[r->count++] = run;
		map_set(r->places, span_of(key), place);
	}
	struct run *run = &r->items[place];
	run->seen = r->version;
	run->until = former ? adv->formers[r->version].until : NULL;
	run->shown = run->shown || !(former ? adv->formers[r->version].redacted : advisory_is_redacted(adv));
}

void runs_init(struct runs *r, struct arena *a, const struct advisory *adv, run_names *names)
{
	*r = (struct runs){.places = map_new(), .arena = a, .advisory = adv};
	for (; r->version < adv->former_count; r->version++)
		names(r, adv->formers[r->version].facts);
	names(r, adv->facts);
}

void runs_fini(struct runs *r)
{
	map_free(r->places);
}

const struct run *runs_now(const struct runs *r, const char *type, const char *name)
{
	size_t place;
	bool found = map_find(r->places, span_of(key_of(r, type, name)), &place);
	return found && !r->items[place].until ? &r->items[place] : NULL;
}

void runs_indicators(struct runs *r, const struct value *facts)
{
	for (size_t i = 0; i < value_count(facts, "indicators"); i++) {
		const struct value *item = value_get(facts, "indicators")->items[i];
		const char *type = value_text(item, "type"), *value = value_text(item, "value");
		if (type && value && *value)
			runs_name(r, type, value);
	}
}
