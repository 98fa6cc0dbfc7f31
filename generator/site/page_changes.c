/* What changed within a revision: /<lang>/<ID>/rN/changes/.
 *
 * Invariant: no change of a public text is silent. Each event stands in exactly one revision, and each event's
 * difference is taken between the version before it and the version after it; so the entries of a
 * language's pages, in order, lead from its first text to its last without a gap, editorial changes too. Facts
 * are the source's: its events are on the pages of all languages. */
#include "site/pages.h"

#include "archive/facts.h"
#include "document/difference.h"
#include "site/changes.h"
#include "site/content.h"
#include "site/phrase.h"

/* Sets the key to the difference as HTML; nothing if a reader sees none. */
static void set_html(const struct view *v, struct value *map, const char *key, const struct difference *d)
{
	if (difference_is_empty(d))
		return;
	struct difference_words words = phrase_of_difference(v);
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	difference_html(&b, d, &words);
	value_set(v->worker->arena, map, key, value_of_span(v->worker->arena, buf_as_span(&b)));
	buf_fini(&b);
}

static const char *front_text(const struct version *version, const char *key)
{
	return version->document ? value_text(version->document->front, key) : NULL;
}

/* Title, summary and body in the page's language, before the event and after it. */
static bool set_texts(const struct view *v, struct value *entry, const struct event *e)
{
	struct worker *w = v->worker;
	const struct version *before = version_of(w, &e->before), *after = version_of(w, &e->after);
	if (!before || !after)
		return false;
	static const char *const lines[] = {"title", "summary"};
	struct value *texts = value_new(w->arena, VALUE_MAP);
	for (size_t i = 0; i < 2; i++) {
		const char *was = front_text(before, lines[i]), *is = front_text(after, lines[i]);
		struct difference *d = difference_of_prose(w->arena, was, is, w->diags);
		if (!d)
			return false;
		set_html(v, texts, lines[i], d);
	}
	struct difference *body = difference_of(w->arena, version_tree(w, before), version_tree(w, after), w->diags);
	if (!body)
		return false;
	set_html(v, texts, "body", body);
	value_set(w->arena, entry, "texts", texts);
	return true;
}

/* The reader of another language learns what changed in the source's text, and where to see it. */
static void set_elsewhere(const struct view *v, struct value *entry, const struct advisory *adv, size_t index)
{
	struct arena *a = v->worker->arena;
	const struct event *e = &adv->events[index];
	struct value *changed = value_new(a, VALUE_LIST), *elsewhere = value_new(a, VALUE_MAP);
	static const char *const parts[] = {"title", "summary", "body"};
	for (size_t i = 0; i < 3; i++)
		if (event_changed(e, parts[i]))
			value_add(a, changed, value_of_text(a, parts[i]));
	if (!changed->count || !language_has_pages(v->worker->site, e->lang))
		return;
	const char *page = view_href(v, "%s", path_of_changes(a, e->lang, adv->id, e->standing));
	value_set_text(a, elsewhere, "lang", e->lang);
	value_set_text(a, elsewhere, "href", arena_printf(a, "%s#event_%zu", page, index + 1));
	value_set(a, elsewhere, "changed", changed);
	value_set(a, entry, "elsewhere", elsewhere);
}

/* {reason, replaced_by, note} of a version's `withdrawn`. */
static struct value *restated(const struct view *v, const struct value *facts)
{
	struct arena *a = v->worker->arena;
	const struct value *withdrawn = value_get(facts, "withdrawn");
	struct value *map = value_new(a, VALUE_MAP);
	const char *replaced_by = value_text(withdrawn, "replaced_by");
	value_set_text(a, map, "reason", value_text(withdrawn, "reason"));
	if (replaced_by && history_find(v->worker->site->history, replaced_by))
		value_set_text(a, map, "replaced_by", replaced_by);
	struct value *note = localised_value(v, value_get(withdrawn, "note"));
	if (note)
		value_set(a, map, "note", note);
	return map;
}

/* What `withdrawn` says of a withdrawal that goes on: no fact of the list, and not to be lost. */
static bool set_restated(const struct view *v, struct value *entry, const struct event *e)
{
	struct arena *a = v->worker->arena;
	if (e->class != EVENT_SUBSTANTIVE || !e->facts_before.path || !e->facts_after.path)
		return true;
	const struct value *before = facts_of_version(v->worker, &e->facts_before);
	const struct value *after = facts_of_version(v->worker, &e->facts_after);
	if (!before || !after)
		return false;
	const struct value *was = value_get(before, "withdrawn"), *is = value_get(after, "withdrawn");
	if (!was || !is || value_equal(was, is))
		return true;
	struct value *both = value_new(a, VALUE_MAP);
	value_set(a, both, "before", restated(v, before));
	value_set(a, both, "after", restated(v, after));
	value_set(a, entry, "restated", both);
	return true;
}

static bool set_difference(const struct view *v, struct value *entry, const struct advisory *adv, size_t index)
{
	struct arena *a = v->worker->arena;
	const struct event *e = &adv->events[index];
	bool own = strcmp(e->lang, v->lang) == 0;
	if (event_is_redacted(adv, e)) {
		if (event_has_difference(e))
			value_set_bool(a, entry, "redacted", true);
		return true;
	}
	if (!e->translation)
		value_set(a, entry, "facts", event_changes(v, adv, index));
	if (!set_restated(v, entry, e))
		return false;
	if (own && e->after.path && !e->before.path)
		value_set_bool(a, entry, "first", true);
	if (own && e->after.path && e->before.path && event_has_difference(e))
		return set_texts(v, entry, e);
	if (!own)
		set_elsewhere(v, entry, adv, index);
	return true;
}

/* Events of other languages' translations are on those languages' pages. */
static bool is_told(const struct event *e, unsigned revision, const char *lang)
{
	return e->standing == revision && e->class != EVENT_PUBLISHED && (!e->translation || strcmp(e->lang, lang) == 0);
}

static struct value *entries_of(const struct view *v, const struct advisory *adv, unsigned revision)
{
	struct arena *a = v->worker->arena;
	struct value *entries = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < adv->event_count; i++) {
		if (!is_told(&adv->events[i], revision, v->lang))
			continue;
		struct value *entry = event_of(v, adv, i);
		value_set_text(a, entry, "anchor", arena_printf(a, "event_%zu", i + 1));
		if (!set_difference(v, entry, adv, i))
			return NULL;
		value_add(a, entries, entry);
	}
	return entries;
}

/* A revision's page and its page of changes: {number, href, changes_href}. */
static void set_neighbour(const struct view *v, struct value *page, const char *key, const struct advisory *adv,
			  unsigned number)
{
	if (number == 0 || number > adv->revision)
		return;
	struct arena *a = v->worker->arena;
	struct value *map = value_new(a, VALUE_MAP);
	value_set_number(a, map, "number", number);
	value_set_text(a, map, "href", view_href(v, "%s", path_of_revision(a, v->lang, adv->id, number)));
	value_set_text(a, map, "changes_href", changes_href(v, adv, number));
	value_set(a, page, key, map);
}

/* Where the page's language has no text in the revision: where the source's is. */
static void set_missing(const struct view *v, struct value *page, const struct advisory *adv, const struct revision *r)
{
	struct arena *a = v->worker->arena;
	if (revision_text(r, v->lang) || !language_has_pages(v->worker->site, r->source))
		return;
	struct value *missing = value_new(a, VALUE_MAP);
	value_set_text(a, missing, "lang", r->source);
	value_set_text(a, missing, "href", view_href(v, "%s", path_of_changes(a, r->source, adv->id, r->number)));
	value_set(a, page, "missing", missing);
}

/* What the page says above the changes: the advisory as it is now, by the revision's title. */
static struct value *heading(const struct view *v, const struct advisory *adv, const struct text *text)
{
	struct arena *a = v->worker->arena;
	struct value *map = value_new(a, VALUE_MAP), *withdrawn = withdrawn_value(v, adv);
	value_set_text(a, map, "id", adv->id);
	value_set_text(a, map, "title", text ? text->title : adv->id);
	value_set_text(a, map, "lang", text ? text->lang : v->lang);
	value_set_text(a, map, "href", view_href(v, "%s", path_of_advisory(a, v->lang, adv->id)));
	value_set_text(a, map, "kind", advisory_kind(adv));
	value_set_text(a, map, "state", advisory_state(adv));
	value_set_number(a, map, "latest", adv->revision);
	if (advisory_is_exercise(adv))
		value_set_bool(a, map, "exercise", true);
	if (withdrawn)
		value_set(a, map, "withdrawn", withdrawn);
	return map;
}

bool write_changes(struct worker *w, const struct output *o, struct buf *out)
{
	const struct advisory *adv = o->subject;
	const struct revision *r = &adv->revisions[o->number - 1];
	struct view v = view_make(w, o->lang, o->path);
	const struct text *text = revision_text(r, v.lang);
	if (!text)
		text = revision_text(r, r->source);
	struct value *page = page_begin(&v, "changes.html", text ? text->title : adv->id, NULL);
	page_publication(page, &v, advisory_newest(adv));
	page_alternates(page, &v);
	value_set(w->arena, page, "advisory", heading(&v, adv, text));
	set_neighbour(&v, page, "revision_shown", adv, o->number);
	set_neighbour(&v, page, "earlier", adv, o->number - 1);
	set_neighbour(&v, page, "later", adv, o->number + 1);
	set_missing(&v, page, adv, r);
	struct value *entries = entries_of(&v, adv, o->number);
	if (!entries)
		return false;
	value_set(w->arena, page, "entries", entries);
	return page_render(&v, page, out);
}
