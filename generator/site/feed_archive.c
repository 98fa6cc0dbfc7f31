/* The whole past as Atom (RFC 5005, section 4): documents of a hundred events each, from the oldest on. A reader that takes them
 * and then the subscription document (all.atom) has seen every advisory in its newest state.
 *
 * Invariant: a finished document never changes. So an entry tells of what its event said then, with the title of then, and
 * leads to pages that stay: nothing of now enters it. What comes later is in later documents, and in the subscription document,
 * which also holds every advisory whose last event is in no finished one. Four things do change a finished document, since
 * otherwise it would tell what must not, or no more, be told: a redaction (the title and the notes of what is redacted go; of an
 * advisory that is redacted whole a tombstone stands in place of its entries), a note that a later commit amends, history that
 * was rewritten (build --allow-rewrite), and what an entry is made with: configuration, and the words of a locale. */
#include "site/feed.h"

#include "formats/atom.h"
#include "site/pages.h"
#include "site/phrase.h"

/* Of one advisory; `places` has, for each serial, the place of its next event. */
static void take_advisory(struct feed_stream *out, size_t *places, const struct advisory *a, size_t index)
{
	bool withdrawn = false;
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		if (!event_moves(e))
			continue;
		if (e->class != EVENT_SUBSTANTIVE)
			withdrawn = e->class == EVENT_WITHDRAWN || (e->class == EVENT_PUBLISHED && e->reason);
		size_t place = places[e->at->serial]++;
		out->events[place] = (struct feed_event){a, (unsigned)i, withdrawn};
		out->last[index] = place;
	}
}

void feed_stream_make(struct site *s, struct arena *a)
{
	const struct history *h = s->history;
	struct feed_stream *out = arena_alloc(a, sizeof(*out));
	struct arena *scratch = arena_new();
	size_t *places = arena_array(scratch, h->publication_count + 2, sizeof(*places));
	*out = (struct feed_stream){.last = arena_array(a, h->advisory_count, sizeof(*out->last))};
	for (size_t i = 0; i < h->advisory_count; i++)
		for (size_t k = 0; k < h->advisories[i].event_count; k++)
			if (event_moves(&h->advisories[i].events[k])) {
				places[h->advisories[i].events[k].at->serial + 1]++;
				out->count++;
			}
	for (size_t i = 1; i < h->publication_count + 2; i++)
		places[i] += places[i - 1];
	out->events = arena_array(a, out->count, sizeof(*out->events));
	for (size_t i = 0; i < h->advisory_count; i++)
		take_advisory(out, places, &h->advisories[i], i);
	out->finished = (unsigned)(out->count / FEED_ENTRIES);
	arena_free(scratch);
	s->stream = out;
}

bool feed_is_recent(const struct site *s, const struct advisory *a)
{
	return s->stream->last[a - s->history->advisories] >= (size_t)s->stream->finished * FEED_ENTRIES;
}

/* The title that a reader of the language saw then: in it, else the source's. */
static const struct event_title *title_for(const struct event *e, const char *lang)
{
	const struct event_title *source = &e->titles[0];
	for (size_t i = 0; i < e->title_count; i++) {
		if (strcmp(e->titles[i].lang, lang) == 0)
			return &e->titles[i];
		if (strcmp(e->titles[i].lang, e->lang) == 0)
			source = &e->titles[i];
	}
	return source;
}

static const char *note_for(const struct event *e, const char *lang)
{
	for (size_t i = 0; i < e->note_count; i++)
		if (!e->notes[i].lang || strcmp(e->notes[i].lang, lang) == 0)
			return e->notes[i].text;
	return e->note_count ? e->notes[0].text : NULL;
}

/* "Corrected, revision 2", the reason of a withdrawal, the note: a line each. */
static const char *told(const struct view *v, const struct event *e)
{
	struct arena *a = v->worker->arena;
	const char *class = e->correction ? "correction" : event_class_name(e->class), *note = note_for(e, v->lang), *reason = "";
	struct value *vars = value_new(a, VALUE_MAP);
	value_set_text(a, vars, "event", phrase_label(v, "event", class));
	value_set_text(a, vars, "revision", phrase_of(v, "revision", value_of_number(a, e->standing)));
	const char *event = phrase(v, "text.event", vars);
	if (e->reason) {
		struct value *why = value_new(a, VALUE_MAP);
		value_set_text(a, why, "reason", phrase_label(v, "reason", e->reason));
		reason = phrase(v, "banner.reason", why);
	}
	return arena_printf(a, "%s%s%s%s%s", event, *reason ? "\n" : "", reason, note ? "\n" : "", note ? note : "");
}

static void add_links(struct feed_entry *e, const struct view *v, const struct advisory *adv, unsigned revision)
{
	struct feed_link *links = arena_array(v->worker->arena, 2, sizeof(*links));
	links[0] = (struct feed_link){"alternate", view_href(v, "%s/%s/r%u/", v->lang, adv->id, revision), "text/html", e->lang};
	links[1] = (struct feed_link){"related", view_href(v, "%s/%s/", v->lang, adv->id), "text/html", v->lang};
	e->links = links;
	e->link_count = 2;
}

static void add_entry(struct feed *f, const struct view *v, const struct feed_event *fe)
{
	struct arena *a = v->worker->arena;
	const struct event *event = &fe->advisory->events[fe->event];
	const struct event_title *title = title_for(event, v->lang);
	struct view own = *v;
	if (language_has_pages(v->worker->site, title->lang))
		own.lang = title->lang;
	struct feed_entry *e = &f->entries[f->count++];
	*e = (struct feed_entry){.id = feed_entry_id(v, fe->advisory), .lang = title->lang, .summary = told(&own, event),
				 .title = feed_title(&own, event->exercise, fe->withdrawn, title->title),
				 .published = fe->advisory->events[0].at->time, .updated = event->at->time};
	feed_marks(e, v, fe->advisory, event->exercise);
	const char **terms = arena_array(a, 1 + e->mark_count, sizeof(*terms));
	terms[e->category_count++] = event_class_name(event->class);
	for (size_t i = 0; i < e->mark_count; i++)
		terms[e->category_count++] = e->marks[i];
	e->categories = terms;
	add_links(e, v, fe->advisory, event->standing);
}

/* Two publications may have one time; of one advisory a document tells the later (RFC 4287, section 4.1.1). */
static bool is_told(const struct feed *f, const char *id, instant updated)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->entries[i].updated == updated && strcmp(f->entries[i].id, id) == 0)
			return true;
	for (size_t i = 0; i < f->deleted_count; i++)
		if (strcmp(f->deleted[i].id, id) == 0)
			return true;
	return false;
}

static void add_event(struct feed *f, const struct view *v, const struct feed_event *fe)
{
	const struct advisory *adv = fe->advisory;
	instant at = adv->events[fe->event].at->time;
	if (is_told(f, feed_entry_id(v, adv), at))
		return;
	if (advisory_is_redacted_whole(adv)) {
		struct feed_deleted *gone = &f->deleted[f->deleted_count++];
		feed_deleted_make(gone, v, adv);
		at = gone->when;
	} else {
		add_entry(f, v, fe);
	}
	if (at > f->updated)
		f->updated = at;
}

/* In which feed documents of a language the past is: 0 is the subscription document. */
static const char *document_of(const struct view *v, unsigned number)
{
	if (!number)
		return view_href(v, "%s/feeds/all.atom", v->lang);
	return view_href(v, "%s/feeds/archive/%u.atom", v->lang, number);
}

bool write_feed_archive(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_absolute(w, o->lang, o->path);
	const struct feed_event *events = w->site->stream->events + (size_t)(o->number - 1) * FEED_ENTRIES;
	struct feed f;
	feed_head(&f, &v, "all", word(&v, "feed.all"));
	f.generator = f.generator_version = NULL;
	f.archive = true;
	f.current = document_of(&v, 0);
	f.previous = o->number > 1 ? document_of(&v, o->number - 1) : NULL;
	f.entries = arena_array(w->arena, FEED_ENTRIES, sizeof(*f.entries));
	f.deleted = arena_array(w->arena, FEED_ENTRIES, sizeof(*f.deleted));
	for (size_t i = FEED_ENTRIES; i > 0; i--)
		add_event(&f, &v, &events[i - 1]);
	return atom_write(out, &f, w->diags);
}
