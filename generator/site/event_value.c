/* Events, withdrawals and signatures of commits, as templates see them (page.h).
 *
 * Invariant: which revisions have a page of changes follows from the events alone and is the same in
 * every language, so that what links there needs no look at the plan. */
#include "site/data.h"

bool event_has_difference(const struct event *e)
{
	if (e->class == EVENT_PUBLISHED)
		return false;
	/* A withdrawal that is stated anew changes nothing that has a name in `changed`. */
	if (!e->translation)
		return e->changed_count > 0 || e->class == EVENT_SUBSTANTIVE;
	return e->before.path && e->after.path && !oid_equal(&e->before.blob, &e->after.blob);
}

bool revision_has_changes(const struct advisory *adv, unsigned number)
{
	for (size_t i = 0; number == 1 && i < adv->event_count; i++)
		if (adv->events[i].standing == 1 && event_has_difference(&adv->events[i]))
			return true;
	return number > 1;
}

const char *changes_href(const struct view *v, const struct advisory *adv, unsigned number)
{
	if (!revision_has_changes(adv, number))
		return NULL;
	return view_href(v, "%s", path_of_changes(v->worker->arena, v->lang, adv->id, number));
}

size_t event_newest_told(const struct advisory *adv)
{
	size_t newest = 0;
	for (size_t i = 0; i < adv->event_count; i++)
		if (event_moves(&adv->events[i]))
			newest = i;
	return newest;
}

struct value *signed_value(const struct view *v, const struct publication *p)
{
	struct arena *a = v->worker->arena;
	struct provenance found = site_provenance(v->worker->site, p);
	if (found.state == PROVENANCE_NONE)
		return NULL;
	struct value *map = value_new(a, VALUE_MAP);
	value_set_text(a, map, "state", provenance_state_name(found.state));
	value_set_text(a, map, "name", found.name ? found.name : found.fingerprint);
	value_set_text(a, map, "fingerprint", found.fingerprint);
	return map;
}

/* What is not published must not be named. */
static void set_replacement(const struct view *v, struct value *map, const char *id)
{
	struct arena *a = v->worker->arena;
	if (!id || !history_find(v->worker->site->history, id))
		return;
	value_set_text(a, map, "replaced_by", id);
	value_set_text(a, map, "replaced_href", view_href(v, "%s/%s/index.html", v->lang, id));
}

static void set_told(const struct view *v, struct value *map, const char *key, struct value *told)
{
	if (told)
		value_set(v->worker->arena, map, key, told);
}

struct value *withdrawn_value(const struct view *v, const struct advisory *adv)
{
	struct arena *a = v->worker->arena;
	const struct withdrawal *wd = &adv->withdrawal;
	if (!wd->reason)
		return NULL;
	struct value *map = value_new(a, VALUE_MAP);
	value_set_number(a, map, "time", wd->at->time);
	value_set_text(a, map, "reason", wd->reason);
	set_replacement(v, map, wd->replaced_by);
	set_told(v, map, "note", note_value(v, wd->notes, wd->note_count));
	if (wd->by_deletion)
		value_set_bool(a, map, "by_deletion", true);
	return map;
}

/* The withdrawal before events[end]; with anew also the event that stated it otherwise since. */
static const struct event *last_withdrawal(const struct advisory *adv, size_t end, bool anew)
{
	for (size_t i = end; i > 0; i--)
		if (adv->events[i - 1].reason && (anew || adv->events[i - 1].class != EVENT_SUBSTANTIVE))
			return &adv->events[i - 1];
	return NULL;
}

static struct value *reinstatement(const struct view *v, const struct advisory *adv, size_t index)
{
	struct arena *a = v->worker->arena;
	const struct event *back = &adv->events[index], *away = last_withdrawal(adv, index, false);
	struct value *map = value_new(a, VALUE_MAP), *withdrawn = value_new(a, VALUE_MAP);
	value_set_number(a, map, "time", back->at->time);
	set_told(v, map, "note", note_value(v, back->notes, back->note_count));
	if (away) {
		value_set_number(a, withdrawn, "time", away->at->time);
		value_set_text(a, withdrawn, "reason", last_withdrawal(adv, index, true)->reason);
		value_set(a, map, "withdrawn", withdrawn);
	}
	return map;
}

struct value *reinstated_value(const struct view *v, const struct advisory *adv)
{
	for (size_t i = adv->event_count; i > 0 && !adv->withdrawal.reason; i--)
		if (adv->events[i - 1].class == EVENT_REINSTATED)
			return reinstatement(v, adv, i - 1);
	return NULL;
}

/* True if the event made the advisory final. A public status is interim or
 * final, so each change after the event turns it round once from what it is now. */
static bool became_final(const struct advisory *adv, size_t index)
{
	if (!event_changed(&adv->events[index], "status"))
		return false;
	bool final = strcmp(advisory_status(adv), "final") == 0;
	for (size_t i = adv->event_count; i > index + 1; i--)
		final ^= event_changed(&adv->events[i - 1], "status");
	return final;
}

/* Where the difference is shown: a source's event on every language's page, a translation's on its own. */
static void set_difference(const struct view *v, struct value *item, const struct advisory *adv, size_t index)
{
	struct arena *a = v->worker->arena;
	const struct event *e = &adv->events[index];
	const char *lang = e->translation ? e->lang : v->lang;
	if (!event_has_difference(e) || !language_has_pages(v->worker->site, lang))
		return;
	const char *page = view_href(v, "%s", path_of_changes(a, lang, adv->id, e->standing));
	value_set_text(a, item, "diff_href", arena_printf(a, "%s#event_%zu", page, index + 1));
	value_set_number(a, item, "diff_since", e->standing > 1 ? e->standing - 1 : 1);
}

static void set_changed(struct arena *a, struct value *item, const struct event *e)
{
	struct value *changed = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < e->changed_count; i++)
		value_add(a, changed, value_of_text(a, e->changed[i]));
	value_set(a, item, "changed", changed);
}

static void set_redacted(const struct view *v, struct value *item, const struct event *e)
{
	struct arena *a = v->worker->arena;
	if (e->class != EVENT_REDACTED)
		return;
	struct value *revisions = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < e->redacted_count; i++)
		value_add(a, revisions, value_of_number(a, e->redacted[i]));
	value_set(a, item, "revisions", e->redacted_all ? value_of_text(a, "all") : revisions);
	set_told(v, item, "redact_reason", localised_value(v, e->redact_reason));
}

struct value *event_of(const struct view *v, const struct advisory *adv, size_t index)
{
	struct arena *a = v->worker->arena;
	const struct event *e = &adv->events[index];
	char hex[OID_HEX];
	struct value *item = value_new(a, VALUE_MAP), *by = signed_value(v, e->at);
	value_set_number(a, item, "serial", e->at->serial);
	value_set_number(a, item, "time", e->at->time);
	value_set_text(a, item, "commit", oid_hex(hex, &e->at->commit));
	value_set_text(a, item, "class", event_class_name(e->class));
	value_set_text(a, item, "lang", e->lang);
	value_set_number(a, item, "revision", e->revision);
	value_set_number(a, item, "standing", e->standing);
	set_told(v, item, "note", note_value(v, e->notes, e->note_count));
	if (e->amended.time)
		value_set_number(a, item, "amended", e->amended.time);
	if (e->correction)
		value_set_bool(a, item, "correction", true);
	if (became_final(adv, index))
		value_set_bool(a, item, "final", true);
	set_changed(a, item, e);
	if (e->class == EVENT_EDITORIAL && (e->why == WHY_SAID || e->why == WHY_BULK))
		value_set_text(a, item, "editorial", e->why == WHY_SAID ? "said" : "bulk");
	value_set_text(a, item, "reason", e->reason);
	set_replacement(v, item, e->replaced_by);
	set_redacted(v, item, e);
	if (by)
		value_set(a, item, "signed", by);
	set_difference(v, item, adv, index);
	return item;
}
