/* What a bundle told of once. Invariant: an object that was revoked says no more than what its type must say, and always the same:
 * nobody may make another version of it (STIX 2.1, section 3.2). Of what only redacted versions named there is nothing, not even the id,
 * from which a short value could be found by trying. */
#include "formats/stix_parts.h"
#include "formats/stix_pattern.h"

/* From a publication of the advisory, or its reinstatement, to the next reinstatement. */
struct era {
	const char *key;
	const struct publication *begin;
	const struct publication *end; /* NULL: it is the last */
};

struct eras {
	struct era *items;
	size_t count;
};

static struct eras eras_of(const struct bundle *b)
{
	const struct advisory *adv = b->record->advisory;
	struct arena *a = b->record->arena;
	struct eras all = {arena_array(a, adv->event_count, sizeof(*all.items)), 1};
	all.items[0] = (struct era){.key = adv->id, .begin = adv->events[0].at};
	for (size_t i = 0; i < adv->event_count; i++) {
		const struct event *e = &adv->events[i];
		if (e->class != EVENT_REINSTATED)
			continue;
		all.items[all.count - 1].end = e->at;
		all.items[all.count] = (struct era){.key = stix_key(a, adv, all.count), .begin = e->at};
		all.count++;
	}
	return all;
}

static bool before(const struct publication *x, const struct publication *y)
{
	return !y || x->serial < y->serial;
}

/* False if the run was not in it; else when its object went; NULL: it is not gone. Until then each version of the bundle had a version
 * of it, revoked or not. */
static bool gone_in(const struct publication **at, const struct era *e, const struct run *run)
{
	if (!before(run->from, e->end) || (run->until && !before(e->begin, run->until)))
		return false;
	*at = e->end && before(e->end, run->until) ? e->end : run->until;
	return true;
}

static json_t *revoked(const struct bundle *b, const char *type, const char *id, instant created, instant at)
{
	json_t *o = stix_object(type, id, created, at > created ? at : created);
	json_put_text(o, "created_by_ref", b->identity);
	json_put(o, "revoked", json_true());
	json_t *labels = json_array();
	stix_add_marks(labels, b->record);
	json_put_filled(o, "labels", labels);
	stix_put_marking(o);
	return o;
}

static void add_indicator(struct bundle *b, const struct era *e, const struct run *run, instant at)
{
	const char *id = stix_indicator_id(b, e->key, run->type, run->name, run->number);
	if (!stix_has_pattern(run->type) || !map_put(b->seen, span_of(id), 0))
		return;
	json_t *o = revoked(b, "indicator", id, run->from->time, at);
	json_put_text(o, "name", run->name);
	json_put_text(o, "pattern", stix_pattern(b->record->arena, run->type, run->name));
	json_put_text(o, "pattern_type", "stix");
	json_put_text(o, "pattern_version", "2.1");
	stix_put_time(o, "valid_from", run->from->time);
	json_add(b->objects, o);
}

static void add_vulnerability(struct bundle *b, const struct era *e, const struct run *run, instant at)
{
	const char *id = stix_vulnerability_id(b, e->key, run->name, run->number);
	if (!map_put(b->seen, span_of(id), 0))
		return;
	json_t *o = revoked(b, "vulnerability", id, run->from->time, at);
	json_put_text(o, "name", *run->name == '#' ? b->record->advisory->id : run->name);
	json_add(b->objects, o);
}

typedef void adder(struct bundle *b, const struct era *e, const struct run *run, instant at);

static void add_runs(struct bundle *b, const struct eras *eras, const struct runs *runs, adder *add)
{
	const struct publication *at;
	for (size_t i = 0; i < runs->count; i++)
		for (size_t k = 0; k < eras->count && runs->items[i].shown; k++)
			if (gone_in(&at, &eras->items[k], &runs->items[i]) && at)
				add(b, &eras->items[k], &runs->items[i], at->time);
}

static void add_report(struct bundle *b, const struct era *e)
{
	const char *id = stix_id(b, "report", "%s", e->key);
	json_t *o = revoked(b, "report", id, b->created, e->end->time);
	json_put_text(o, "name", b->record->advisory->id);
	stix_put_time(o, "published", b->record->advisory->published);
	json_put(o, "object_refs", json_pack("[s]", b->identity));
	json_add(b->objects, o);
}

void stix_add_gone(struct bundle *b)
{
	struct eras eras = eras_of(b);
	add_runs(b, &eras, &b->vulnerabilities_named, add_vulnerability);
	add_runs(b, &eras, &b->indicators_named, add_indicator);
	for (size_t i = 0; i + 1 < eras.count; i++)
		add_report(b, &eras.items[i]);
}
