/* From steps to events and revisions, one record at a time, in order.
 *
 * Invariants while it goes: langs holds each language that ever was public, with its last
 * public version; the first step is public, and its source's language is the first of them;
 * `shown` says which of them are public (while the source is away: were last);
 * revisions[revision - 1] is the one that is open, its texts are filled in when it closes. */
#include "history/advisory.h"

#include "archive/facts.h"

#define NO_CLASS ((int)-1)

struct language {
	const char *lang;
	const struct version *version;
	bool shown;
	bool within;       /* it was public within the open revision */
	unsigned reflects; /* the source's revision at its last published or substantive event */
	instant updated;   /* the time of that event as a translation; 0: none */
};

struct making {
	struct timeline *t;
	struct advisory *out;
	size_t record;
	struct language *langs;
	size_t lang_count, lang_capacity, source;
	size_t event_capacity, revision_capacity, standing_capacity;
	unsigned *standing; /* the revision in which each event stands */
	const struct step *shown; /* the last public step */
	bool withdrawn, by_deletion;
	unsigned withdrawn_in;    /* the revision in which the withdrawal stands */
	const struct value *withdrawn_value, *redact;
	instant source_updated;
};

static const struct publication *at(const struct making *m, const struct step *s)
{
	return &m->t->publications[s->publication];
}

static struct language *language_of(struct making *m, const char *lang)
{
	for (size_t i = 0; i < m->lang_count; i++)
		if (strcmp(m->langs[i].lang, lang) == 0)
			return &m->langs[i];
	m->langs = arena_grow(m->t->arena, m->langs, m->lang_count, &m->lang_capacity, sizeof(*m->langs));
	struct language *l = &m->langs[m->lang_count++];
	*l = (struct language){.lang = arena_text(m->t->result, lang)};
	return l;
}

static unsigned reflects(const struct making *m, const struct language *l)
{
	unsigned now = m->out->revision;
	if (l == &m->langs[m->source])
		return now;
	unsigned says = l->version->translates ? l->version->translates : l->reflects;
	return says < now ? says : now;
}

static struct text text_of(const struct making *m, const struct language *l)
{
	struct arena *a = m->t->result;
	struct text text = {.lang = l->lang,
			    .title = arena_text(a, l->version->title),
			    .path = arena_text(a, l->version->path),
			    .blob = l->version->blob,
			    .at = &m->t->publications[l->version->publication],
			    .reflects = reflects(m, l),
			    .updated = l->updated > m->source_updated ? l->updated : m->source_updated};
	text.current = text.reflects == m->out->revision;
	return text;
}

static struct text *texts_of(const struct making *m, bool within, size_t *count)
{
	struct text *texts = arena_array(m->t->result, m->lang_count, sizeof(*texts));
	*count = 0;
	for (size_t i = 0; i < m->lang_count; i++) {
		if (!(within ? m->langs[i].within : m->langs[i].shown))
			continue;
		struct text text = text_of(m, &m->langs[i]);
		size_t k = (*count)++;
		for (; k > 0 && strcmp(texts[k - 1].lang, text.lang) > 0; k--)
			texts[k] = texts[k - 1];
		texts[k] = text;
	}
	return texts;
}

static void copy_attachments(struct making *m, struct attachment **out, size_t *count)
{
	*count = m->shown->attachment_count;
	*out = arena_array(m->t->result, *count, sizeof(**out));
	for (size_t i = 0; i < *count; i++)
		(*out)[i] = (struct attachment){arena_text(m->t->result, m->shown->attachments[i].name),
						m->shown->attachments[i].blob};
}

static void close_revision(struct making *m)
{
	if (!m->out->revision)
		return;
	struct revision *r = &m->out->revisions[m->out->revision - 1];
	r->texts = texts_of(m, true, &r->text_count);
	r->source = m->langs[m->source].lang;
	copy_attachments(m, &r->attachments, &r->attachment_count);
}

static void open_revision(struct making *m, const struct step *s)
{
	struct advisory *out = m->out;
	close_revision(m);
	out->revisions =
		arena_grow(m->t->result, out->revisions, out->revision_count, &m->revision_capacity, sizeof(*out->revisions));
	out->revisions[out->revision_count++] = (struct revision){.number = ++out->revision, .at = at(m, s), .last = at(m, s)};
	for (size_t i = 0; i < m->lang_count; i++)
		m->langs[i].within = false;
}

static struct event *add_event(struct making *m, const struct step *s, const struct language *l, enum event_class class)
{
	struct advisory *out = m->out;
	out->events = arena_grow(m->t->result, out->events, out->event_count, &m->event_capacity, sizeof(*out->events));
	m->standing = arena_grow(m->t->arena, m->standing, out->event_count, &m->standing_capacity, sizeof(*m->standing));
	m->standing[out->event_count] = out->revision;
	struct event *e = &out->events[out->event_count++];
	*e = (struct event){.at = at(m, s), .lang = l->lang, .class = class, .revision = out->revision};
	e->translation = class >= EVENT_TRANSLATION_PUBLISHED;
	if (e->translation)
		e->revision = reflects(m, l);
	out->revisions[out->revision - 1].last = at(m, s);
	return e;
}

/* The names of facts and of what of the text changed. */
static void set_changed(struct making *m, struct event *e, const struct step *s, const struct step_text *text)
{
	size_t facts = e->translation ? 0 : s->changed_count;
	e->changed = arena_array(m->t->result, facts + 3, sizeof(*e->changed));
	for (size_t i = 0; i < facts; i++)
		e->changed[e->changed_count++] = arena_text(m->t->result, s->changed[i]);
	if (text->changed & CHANGED_TITLE || text->fresh)
		e->changed[e->changed_count++] = "title";
	if (text->changed & CHANGED_SUMMARY)
		e->changed[e->changed_count++] = "summary";
	if (text->changed & CHANGED_BODY || text->fresh)
		e->changed[e->changed_count++] = "body";
}

static bool source_text_changed(const struct step *s)
{
	return s->public && (s->texts[s->source].fresh || s->texts[s->source].changed);
}

/* design.md's order of classes; NO_CLASS: nothing that is listed happened to the source. */
static int classify(const struct making *m, const struct step *s)
{
	bool away = !s->public || s->withdrawn;
	if (!m->out->revision)
		return s->public ? EVENT_PUBLISHED : NO_CLASS;
	if (m->withdrawn != away)
		return away ? EVENT_WITHDRAWN : EVENT_REINSTATED;
	if (!s->public)
		return NO_CLASS;
	if (m->withdrawn && m->by_deletion)
		return EVENT_WITHDRAWN; /* it is back, and now says itself that it is withdrawn */
	const struct step_text *text = &s->texts[s->source];
	if (s->fact || text->fresh)
		return EVENT_SUBSTANTIVE;
	if (text->changed)
		return text_is_editorial(m->t, m->record, s->publication, text->version->lang, true) ? EVENT_EDITORIAL
												     : EVENT_SUBSTANTIVE;
	return s->changed_count ? EVENT_EDITORIAL : NO_CLASS;
}

static bool takes_revision(int class, const struct step *s)
{
	if (class == EVENT_WITHDRAWN || class == EVENT_REINSTATED)
		return s->fact || source_text_changed(s);
	return class == EVENT_PUBLISHED || class == EVENT_SUBSTANTIVE;
}

static bool has_text(const struct step *s, const char *lang)
{
	for (size_t i = 0; i < s->text_count; i++)
		if (strcmp(s->texts[i].version->lang, lang) == 0)
			return true;
	return false;
}

static void add_translation_events(struct making *m, const struct step *s)
{
	for (size_t i = 0; i < s->text_count; i++) {
		const struct step_text *text = &s->texts[i];
		struct language *l = language_of(m, text->version->lang);
		bool before = l->shown, changed = text->changed;
		l->version = text->version;
		if (i == s->source || (before && !changed))
			continue;
		bool editorial = before && text_is_editorial(m->t, m->record, s->publication, l->lang, false);
		if (!editorial) {
			l->reflects = m->out->revision;
			l->updated = at(m, s)->time;
		}
		struct event *e = add_event(m, s, l,
					    !before     ? EVENT_TRANSLATION_PUBLISHED
					    : editorial ? EVENT_TRANSLATION_EDITORIAL
							: EVENT_TRANSLATION_SUBSTANTIVE);
		if (before)
			set_changed(m, e, s, text);
	}
	for (size_t i = 0; i < m->lang_count; i++)
		if (m->langs[i].shown && !has_text(s, m->langs[i].lang))
			add_event(m, s, &m->langs[i], EVENT_TRANSLATION_REMOVED);
}

static void sort_by_language(struct event *events, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct event e = events[i];
		size_t k = i;
		for (; k > 0 && strcmp(events[k - 1].lang, e.lang) > 0; k--)
			events[k] = events[k - 1];
		events[k] = e;
	}
}

/* What is public is now what the step has. */
static void show(struct making *m, const struct step *s)
{
	m->shown = s;
	for (size_t i = 0; i < m->lang_count; i++)
		m->langs[i].shown = false;
	for (size_t i = 0; i < s->text_count; i++) {
		struct language *l = language_of(m, s->texts[i].version->lang);
		l->version = s->texts[i].version;
		l->shown = l->within = true;
	}
	m->langs[m->source].reflects = m->out->revision;
}

/* The trailers' notes, and those of `withdrawn` in the languages that have none. */
static void set_withdrawal_notes(struct making *m, const struct words *words)
{
	struct words all = {0};
	struct arena *a = m->t->result;
	const struct value *note = value_get(m->withdrawn_value, "note");
	if (words)
		words_add_notes(&all, a, words);
	size_t said = all.note_count;
	for (size_t i = 0; note && note->kind == VALUE_MAP && i < note->count; i++) {
		bool given = false;
		for (size_t k = 0; k < said; k++)
			given = given || !all.notes[k].lang || strcmp(all.notes[k].lang, note->keys[i].text) == 0;
		const char *text = value_as_text(note->items[i]);
		struct note one = {.lang = arena_text(a, note->keys[i].text), .text = text ? arena_text(a, text) : ""};
		if (!given && *one.text)
			words_add_notes(&all, a, &(struct words){.notes = &one, .note_count = 1});
	}
	m->out->withdrawal.notes = all.notes;
	m->out->withdrawal.note_count = all.note_count;
}

/* A reason that is none of the list: HEAD's front matter was checked, so it came from a message or a past version. */
static const char *known_reason(struct making *m, const struct step *s, const char *reason)
{
	char hex[OID_HEX];
	if (!reason) {
		diag(m->t->diags, DIAG_WITHDRAW_SILENT, NO_PLACE,
		     "a withdrawal by deletion says Withdraw-Reason: and Note-<lang>:; a later commit mends it with Amends:",
		     "commit %s withdraws %s without a reason", oid_hex(hex, &at(m, s)->commit), m->out->id);
		return "other";
	}
	if (reason_is_known(reason))
		return arena_text(m->t->result, reason);
	diag(m->t->diags, DIAG_WITHDRAW_REASON, NO_PLACE,
	     "one of duplicate, superseded, not-a-vulnerability, wrong-product, incorrect, published-in-error, legal, other; "
	     "a later commit mends it with Amends:",
	     "commit %s withdraws %s for the reason \"%.60s\", which is none", oid_hex(hex, &at(m, s)->commit), m->out->id, reason);
	return "other";
}

static const char *known_replacement(struct making *m, const struct step *s, const char *id)
{
	char hex[OID_HEX];
	if (!id || config_id_possible(span_of(id)))
		return id ? arena_text(m->t->result, id) : NULL;
	diag(m->t->diags, DIAG_REPLACED_BY, NO_PLACE, "write an advisory's id; a later commit mends it with Amends:",
	     "commit %s replaces %s by \"%.60s\", which is no id", oid_hex(hex, &at(m, s)->commit), m->out->id, id);
	return NULL;
}

/* Front matter gives reason and replacement, the trailer the note. */
static void set_withdrawal(struct making *m, const struct step *s, const struct words *words)
{
	struct withdrawal *w = &m->out->withdrawal;
	const struct value *v = s->public ? s->withdrawn : NULL;
	const char *reason = value_text(v, "reason"), *replaced_by = value_text(v, "replaced_by");
	m->withdrawn_value = v;
	m->withdrawn_in = m->out->revision;
	w->at = at(m, s);
	w->by_deletion = !s->public;
	w->reason = known_reason(m, s, reason ? reason : words->reason);
	w->replaced_by = known_replacement(m, s, replaced_by || reason ? replaced_by : words->replaced_by);
	set_withdrawal_notes(m, words);
}

/* A withdrawn one whose `withdrawn` says something else now: its time stays. */
static void restate_withdrawal(struct making *m, const struct step *s, const struct words *words)
{
	const struct publication *since = m->out->withdrawal.at;
	set_withdrawal(m, s, words);
	m->out->withdrawal.at = since;
}

static void update_withdrawal(struct making *m, const struct step *s, int class, const struct words *words)
{
	if (class == EVENT_REINSTATED) {
		m->out->withdrawal = (struct withdrawal){0};
		m->withdrawn_value = NULL;
	} else if (class == EVENT_WITHDRAWN || (class == EVENT_PUBLISHED && s->withdrawn)) {
		set_withdrawal(m, s, words);
	} else if (m->withdrawn && s->public && !value_equal(m->withdrawn_value, s->withdrawn)) {
		restate_withdrawal(m, s, words);
	}
	m->withdrawn = m->out->revision && (!s->public || s->withdrawn);
	if (class == EVENT_WITHDRAWN || class == EVENT_REINSTATED || class == EVENT_PUBLISHED)
		m->by_deletion = !s->public;
}

/* A note is told once: with the source's event, or else with each translation's. */
static void set_notes(struct making *m, size_t first, const struct words *words)
{
	struct advisory *out = m->out;
	for (size_t i = first; i < out->event_count; i++) {
		struct event *e = &out->events[i];
		if (words->said == SAID_CORRECTION)
			e->correction = e->class == EVENT_SUBSTANTIVE || e->class == EVENT_TRANSLATION_SUBSTANTIVE;
		if (i > first && !out->events[first].translation)
			continue;
		e->notes = words->notes;
		e->note_count = words->note_count;
	}
}

static void add_source_events(struct making *m, const struct step *s, int class)
{
	const struct language *source = &m->langs[m->source];
	if (class != NO_CLASS) {
		struct event *e = add_event(m, s, source, (enum event_class)class);
		if (class != EVENT_PUBLISHED && s->public)
			set_changed(m, e, s, &s->texts[s->source]);
		if (class != EVENT_EDITORIAL)
			m->source_updated = at(m, s)->time;
	}
	if (m->out->revision && redact_grows(m->redact, s->redact))
		add_event(m, s, source, EVENT_REDACTED);
	if (s->public || s->redact)
		m->redact = s->redact;
}

static void take(struct making *m, const struct step *s)
{
	struct advisory *out = m->out;
	int class = classify(m, s);
	size_t first = out->event_count;
	if (takes_revision(class, s))
		open_revision(m, s);
	if (s->public)
		m->source = (size_t)(language_of(m, s->texts[s->source].version->lang) - m->langs);
	if (s->public)
		m->langs[m->source].version = s->texts[s->source].version;
	if (!out->revision)
		return;
	add_source_events(m, s, class);
	size_t translations = out->event_count;
	if (s->public) {
		add_translation_events(m, s);
		sort_by_language(out->events + translations, out->event_count - translations);
		show(m, s);
	}
	struct words words;
	words_gather(&words, m->t, m->record, s->publication, m->t->result);
	update_withdrawal(m, s, class, &words);
	set_notes(m, first, &words);
	for (size_t i = first; i < out->event_count; i++)
		if (out->events[i].class == EVENT_WITHDRAWN) {
			out->events[i].reason = out->withdrawal.reason;
			out->events[i].replaced_by = out->withdrawal.replaced_by;
		}
}

/* design.md: must be before the first event. */
static void set_published(struct making *m, const struct value *facts)
{
	struct advisory *out = m->out;
	const struct value *v = value_get(facts, "first_published");
	const struct archive_advisory *head = archive_find(m->t->archive, out->id);
	instant day;
	out->published = out->events[0].at->time;
	if (!value_as_text(v) || !instant_parse_day(&day, span_of(v->text)))
		return;
	if (day < out->published) {
		out->published = day;
		out->published_before = true;
	} else if (head && !out->withdrawal.by_deletion) {
		diag(m->t->diags, DIAG_FIRST_PUBLISHED,
		     (struct place){head->documents[head->source].document.path, v->line, v->column},
		     "take it out: the day of publication is told by history",
		     "\"first_published\" is not before %s was first published here", out->id);
	}
}

static void finish(struct making *m, const struct steps *steps)
{
	struct advisory *out = m->out;
	close_revision(m);
	out->source = m->langs[m->source].lang;
	out->texts = texts_of(m, false, &out->text_count);
	out->updated = text_of(m, &m->langs[m->source]).updated;
	copy_attachments(m, &out->attachments, &out->attachment_count);
	out->facts = value_copy(m->t->result, steps->facts);
	set_published(m, out->facts);
	if (out->withdrawal.reason && redact_covers(m->redact, m->withdrawn_in))
		set_withdrawal_notes(m, NULL);
	redact_apply(out, m->redact, m->standing);
}

void advisory_make(struct advisory *out, struct timeline *t, size_t record, const struct steps *steps)
{
	struct making m = {.t = t, .out = out, .record = record};
	*out = (struct advisory){.id = arena_text(t->result, t->records[record].id)};
	language_of(&m, steps->items[0].texts[steps->items[0].source].version->lang);
	for (size_t i = 0; i < steps->count; i++)
		take(&m, &steps->items[i]);
	finish(&m, steps);
}
