/* Invariant: nothing of a redacted revision is told but what its page says too: numbers,
 * times, classes and the names of what changed. */
#include "commands/log_value.h"

struct telling {
	const struct view *view;
	const struct advisory *advisory;
	struct arena *arena;
};

static void set_time(struct arena *a, struct value *map, const char *key, instant t)
{
	char text[INSTANT_SIZE];
	value_set_text(a, map, key, instant_format(text, t));
}

static void set_oid(struct arena *a, struct value *map, const char *key, const struct oid *id)
{
	char hex[OID_HEX];
	value_set_text(a, map, key, oid_hex(hex, id));
}

static void set_true(struct arena *a, struct value *map, const char *key, bool truth)
{
	if (truth)
		value_set_bool(a, map, key, true);
}

/* Facts (or what is no fact) among what changed, joined by a comma; "" if there is none. */
static const char *changed_names(struct arena *a, const struct event *e, bool facts)
{
	static const char *const texts[] = {"title", "summary", "body"};
	const char *joined = "";
	for (size_t i = 0; i < e->changed_count; i++) {
		bool text = false;
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++)
			text = text || strcmp(e->changed[i], texts[k]) == 0;
		if (text != facts)
			joined = arena_printf(a, "%s%s%s", joined, *joined ? ", " : "", e->changed[i]);
	}
	return joined;
}

/* Why the event has its class, without what else happened at once. */
static const char *cause(struct arena *a, const struct event *e)
{
	bool back = e->class == EVENT_REINSTATED;
	switch (e->why) {
	case WHY_FIRST:
		return e->translation ? "the first public version in this language" : "the first public version";
	case WHY_FACTS:
		return arena_printf(a, "facts changed (%s)", changed_names(a, e, true));
	case WHY_TEXT:
		return arena_printf(a, "the text changed (%s), and nothing says that it is editorial",
				    changed_names(a, e, false));
	case WHY_SOURCE:
		return arena_printf(a, "the source is now in a language (%s) in which nothing was public before", e->lang);
	case WHY_SAID:
		return arena_printf(a, "only the text changed (%s), and the commit says \"Revision: editorial\"",
				    changed_names(a, e, false));
	case WHY_BULK:
		return arena_printf(a, "only the text changed (%s), and the commit changes that of 20 documents or more",
				    changed_names(a, e, false));
	case WHY_MINOR:
		return arena_printf(a, "only tags or credits changed (%s)", changed_names(a, e, true));
	case WHY_WITHDRAWN_KEY:
		return back ? "\"withdrawn\" is gone from the front matter" : "\"withdrawn\" stands in the front matter";
	case WHY_LEFT:
		return e->translation ? "the document in this language is back"
		       : back         ? "the source is back in the archive"
				      : "the source left the archive";
	case WHY_HIDDEN:
		return back ? "the source is public again" : "the source became a draft or an exercise";
	case WHY_REDACT:
		return "\"redact\" appears, or names more revisions";
	case WHY_REMOVED:
		return "the document in this language is gone";
	case WHY_RESTATED:
		return "what \"withdrawn\" says is not what it said";
	}
	return "";
}

/* The text that changed beside facts; facts and text that changed beside a withdrawal or a reinstatement. */
static const char *besides(struct arena *a, const struct event *e)
{
	const char *facts = changed_names(a, e, true), *text = changed_names(a, e, false);
	bool moved = e->class == EVENT_WITHDRAWN || e->class == EVENT_REINSTATED;
	if (moved && (*facts || *text))
		return arena_printf(a, "; at once %s%s%s changed", facts, *facts && *text ? ", " : "", text);
	if ((e->why == WHY_FACTS || e->why == WHY_RESTATED || e->why == WHY_SOURCE) && *text)
		return arena_printf(a, "; so did the text (%s)", text);
	if (e->why == WHY_TEXT && !e->translation && *facts)
		return arena_printf(a, "; so did %s", facts);
	return "";
}

static const char *because(struct arena *a, const struct event *e)
{
	return arena_printf(a, "%s: %s%s%s%s", event_class_name(e->class), cause(a, e), besides(a, e),
			    e->correction ? "; the commit says \"Revision: correction\"" : "",
			    e->said_editorial ? "; the commit says \"Revision: editorial\", which does not hold for facts" : "");
}

static const char *slip_text(struct arena *a, const struct slip *s)
{
	char hex[OID_HEX];
	const char *said = arena_printf(a, "commit %.12s says \"%s%s%s\"", oid_hex(hex, &s->commit), s->key,
					s->wide_colon ? "：" : ": ", s->value);
	switch (s->kind) {
	case SLIP_REVISION:
		return arena_printf(a, "%s, which is none of editorial, substantive, correction: it was passed over", said);
	case SLIP_LANGUAGE:
		return arena_printf(a, "%s, but archive.yaml has no such language", said);
	case SLIP_KEY:
		return arena_printf(a, "%s, which was passed over: is \"%s:\" meant?", said, s->meant);
	}
	return said;
}

static struct value *slips_value(struct arena *a, const struct event *e)
{
	static const char *const kinds[] = {[SLIP_REVISION] = "revision", [SLIP_LANGUAGE] = "language", [SLIP_KEY] = "key"};
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < e->slip_count; i++) {
		const struct slip *s = &e->slips[i];
		struct value *one = value_new(a, VALUE_MAP);
		set_oid(a, one, "commit", &s->commit);
		value_set_text(a, one, "kind", kinds[s->kind]);
		value_set_text(a, one, "key", s->key);
		value_set_text(a, one, "value", s->value);
		value_set_text(a, one, "meant", s->meant);
		value_set_text(a, one, "text", slip_text(a, s));
		value_add(a, list, one);
	}
	return list;
}

static struct value *notes_value(const struct telling *t, const struct event *e)
{
	const struct config *c = t->view->worker->site->config;
	struct value *notes = value_new(t->arena, VALUE_MAP);
	for (size_t i = 0; i < e->note_count; i++) {
		if (e->notes[i].lang)
			value_set_text(t->arena, notes, e->notes[i].lang, e->notes[i].text);
		for (size_t k = 0; !e->notes[i].lang && k < c->language_count; k++)
			value_set_text(t->arena, notes, c->languages[k], e->notes[i].text);
	}
	return notes;
}

static void set_signed(const struct telling *t, struct value *map, const struct publication *p)
{
	struct provenance found = site_provenance(t->view->worker->site, p);
	if (found.state == PROVENANCE_NONE)
		return;
	struct value *by = value_new(t->arena, VALUE_MAP);
	value_set_text(t->arena, by, "state", provenance_state_name(found.state));
	value_set_text(t->arena, by, "name", found.name);
	value_set_text(t->arena, by, "fingerprint", found.fingerprint);
	value_set_text(t->arena, by, "why", found.why);
	value_set(t->arena, map, "signed", by);
}

static struct value *entry_value(const struct telling *t, const struct publication *p, const char *lang)
{
	struct value *v = value_new(t->arena, VALUE_MAP);
	value_set_number(t->arena, v, "serial", p->serial);
	set_time(t->arena, v, "time", p->time);
	set_oid(t->arena, v, "commit", &p->commit);
	value_set_text(t->arena, v, "language", lang);
	return v;
}

static void set_if_any(struct arena *a, struct value *map, const char *key, struct value *items)
{
	if (items && items->count)
		value_set(a, map, key, items);
}

static void set_changed(const struct telling *t, struct value *v, size_t index)
{
	const struct event *e = &t->advisory->events[index];
	struct value *changed = value_new(t->arena, VALUE_LIST);
	for (size_t i = 0; i < e->changed_count; i++)
		value_add(t->arena, changed, value_of_text(t->arena, e->changed[i]));
	set_if_any(t->arena, v, "changed", changed);
	set_if_any(t->arena, v, "facts", event_changes(t->view, t->advisory, index));
}

/* revisions: numbers, or "all"; reason: {lang: text}. */
static void set_redacted(const struct telling *t, struct value *v, const struct event *e)
{
	struct arena *a = t->arena;
	const struct config *c = t->view->worker->site->config;
	struct value *revisions = value_new(a, VALUE_LIST), *reason = value_new(a, VALUE_MAP);
	for (size_t i = 0; i < e->redacted_count; i++)
		value_add(a, revisions, value_of_number(a, e->redacted[i]));
	for (size_t i = 0; e->redact_reason && i < c->language_count; i++)
		value_set_text(a, reason, c->languages[i],
			       e->redact_reason->kind == VALUE_MAP ? value_text(e->redact_reason, c->languages[i])
								   : value_as_text(e->redact_reason));
	value_set(a, v, "revisions", e->redacted_all ? value_of_text(a, "all") : revisions);
	set_if_any(a, v, "reason", reason);
}

static void set_amended(struct arena *a, struct value *v, const struct amendment *by)
{
	if (!by->time)
		return;
	struct value *amended = value_new(a, VALUE_MAP);
	set_time(a, amended, "time", by->time);
	set_oid(a, amended, "commit", &by->commit);
	value_set(a, v, "amended", amended);
}

static struct value *event_value(const struct telling *t, size_t index)
{
	const struct event *e = &t->advisory->events[index];
	struct arena *a = t->arena;
	struct value *v = entry_value(t, e->at, e->lang);
	value_set_text(a, v, "class", event_class_name(e->class));
	value_set_number(a, v, e->translation ? "reflects" : "revision", e->revision);
	set_true(a, v, "correction", e->correction);
	set_changed(t, v, index);
	value_set_text(a, v, "reason", e->reason);
	value_set_text(a, v, "replaced_by", e->replaced_by);
	if (e->class == EVENT_REDACTED)
		set_redacted(t, v, e);
	set_if_any(a, v, "note", notes_value(t, e));
	set_amended(a, v, &e->amended);
	set_signed(t, v, e->at);
	value_set_text(a, v, "because", because(a, e));
	set_true(a, v, "said_editorial", e->said_editorial);
	set_true(a, v, "redacted", t->advisory->revisions[e->standing - 1].redacted);
	set_if_any(a, v, "slips", slips_value(a, e));
	return v;
}

struct value *log_event(const struct view *view, const struct advisory *adv, size_t index)
{
	struct telling t = {view, adv, view->worker->arena};
	return event_value(&t, index);
}

static const char *unreadable_text(const struct telling *t, const struct quiet *q)
{
	bool first = !t->advisory || q->at->serial < t->advisory->events[0].at->serial;
	return arena_printf(t->arena, "this version cannot be read, and %s: %s", first ? "nothing was public before it" : "the one before it stands",
			    q->reason ? q->reason : "broken YAML, no title, or no UTF-8");
}

static struct value *quiet_value(const struct telling *t, const struct quiet *q)
{
	static const struct {
		const char *name, *because;
	} words[] = {
		[QUIET_MECHANICAL] = {"mechanical", "the same facts and the same text"},
		[QUIET_MOVED] = {"moved", "the same document in another folder"},
		[QUIET_UNREADABLE] = {"unreadable", NULL},
		[QUIET_TWO_SOURCES] = {"two-sources", "two of its documents have \"status\": what was before stands"},
		[QUIET_TWO_FILES] = {"two-files", "one document stands in two folders: what was before stands"},
		[QUIET_NOT_PUBLIC] = {"not-public", "it is a draft or an exercise, or a translation of what is not public"},
	};
	const char *because = q->why == QUIET_UNREADABLE ? unreadable_text(t, q) : words[q->why].because;
	struct value *v = entry_value(t, q->at, q->lang);
	value_set_text(t->arena, v, "quiet", words[q->why].name);
	value_set_text(t->arena, v, "path", q->path);
	set_signed(t, v, q->at);
	value_set_text(t->arena, v, "because", arena_printf(t->arena, "no event: %s", because));
	return v;
}

/* Of one publication events come first. */
static struct value *timeline_value(const struct telling *t)
{
	const struct advisory *adv = t->advisory;
	struct value *list = value_new(t->arena, VALUE_LIST);
	for (size_t i = 0, k = 0; i < adv->event_count || k < adv->quiet_count;) {
		if (k == adv->quiet_count || (i < adv->event_count && adv->events[i].at->serial <= adv->quiets[k].at->serial))
			value_add(t->arena, list, event_value(t, i++));
		else
			value_add(t->arena, list, quiet_value(t, &adv->quiets[k++]));
	}
	return list;
}

struct value *log_value(const struct view *view, const struct advisory *adv)
{
	struct arena *a = view->worker->arena;
	struct telling t = {view, adv, a};
	struct value *v = value_new(a, VALUE_MAP);
	value_set_text(a, v, "id", adv->id);
	value_set_text(a, v, "title", advisory_text_for(adv, view->lang)->title);
	value_set_text(a, v, "state", advisory_state(adv));
	value_set_number(a, v, "revision", adv->revision);
	value_set_text(a, v, "source", adv->source);
	set_time(a, v, "published", adv->published);
	set_time(a, v, "updated", adv->updated);
	value_set(a, v, "timeline", timeline_value(&t));
	return v;
}

struct value *log_unreadable(const struct view *view, const struct unreadable *u)
{
	struct arena *a = view->worker->arena;
	struct telling t = {.view = view, .arena = a};
	struct value *v = value_new(a, VALUE_MAP), *list = value_new(a, VALUE_LIST);
	value_set_text(a, v, "id", u->id);
	value_set_text(a, v, "state", "unreadable");
	for (size_t i = 0; i < u->quiet_count; i++)
		value_add(a, list, quiet_value(&t, &u->quiets[i]));
	value_set(a, v, "timeline", list);
	return v;
}
