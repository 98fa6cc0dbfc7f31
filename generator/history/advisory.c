/* From steps to events and revisions, one record at a time, in order. The
 * invariants stand at struct making (making.h). */
#include "history/advisory.h"

#include "archive/facts.h"
#include "history/making.h"

const struct publication *making_at(const struct making *m, const struct step *s)
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

/* The version's path after the publication: while it waited to be public, it may have moved. */
static const char *path_after(const struct making *m, const struct version *v, size_t publication)
{
	const struct record *r = &m->t->records[m->record];
	size_t low = 0, high = r->snapshot_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (r->snapshots[middle].publication < publication)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = 0; low < r->snapshot_count && i < r->snapshots[low].document_count; i++) {
		const struct document_file *f = &r->snapshots[low].documents[i];
		if (strcmp(f->lang, v->lang) == 0 && oid_equal(&f->blob, &v->blob))
			return f->path;
	}
	return v->path;
}

/* The version is public from the step on. */
static void set_version(struct making *m, struct language *l, const struct version *v, const struct step *s)
{
	if (l->version == v)
		return;
	l->version = v;
	l->since = making_at(m, s);
	l->path = path_after(m, v, s->publication);
	l->title = arena_text(m->t->result, v->title);
}

static struct text text_of(const struct making *m, const struct language *l)
{
	struct arena *a = m->t->result;
	struct text text = {.lang = l->lang,
			    .title = l->title,
			    .path = arena_text(a, l->path),
			    .blob = l->version->blob,
			    .at = l->since,
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

static struct attachments attachments_of(struct making *m, const struct step *s)
{
	struct attachment *items = arena_array(m->t->result, s->attachment_count, sizeof(*items));
	for (size_t i = 0; i < s->attachment_count; i++)
		items[i] = (struct attachment){arena_text(m->t->result, s->attachments[i].name), s->attachments[i].blob};
	return (struct attachments){items, s->attachment_count};
}

static void close_revision(struct making *m)
{
	if (!m->out->revision)
		return;
	struct revision *r = &m->out->revisions[m->out->revision - 1];
	r->texts = texts_of(m, true, &r->text_count);
	r->source = m->langs[m->source].lang;
	r->attachments = m->shown_files.items;
	r->attachment_count = m->shown_files.count;
}

static void open_revision(struct making *m, const struct step *s)
{
	struct advisory *out = m->out;
	close_revision(m);
	out->revisions =
		arena_grow(m->t->result, out->revisions, out->revision_count, &m->revision_capacity, sizeof(*out->revisions));
	const struct publication *now = making_at(m, s);
	out->revisions[out->revision_count++] = (struct revision){.number = ++out->revision, .at = now, .last = now};
	for (size_t i = 0; i < m->lang_count; i++)
		m->langs[i].within = false;
}

static struct version_ref version_ref_of(struct making *m, const struct version *v)
{
	struct arena *a = m->t->result;
	return v ? (struct version_ref){arena_text(a, v->path), arena_text(a, v->lang), v->blob} : (struct version_ref){0};
}

/* What the step has in this language; NULL if nothing that is public. */
static const struct version *version_in(const struct step *s, const char *lang)
{
	for (size_t i = 0; s->public && i < s->text_count; i++)
		if (strcmp(s->texts[i].version->lang, lang) == 0)
			return s->texts[i].version;
	return NULL;
}

static const struct version *source_version(const struct step *s)
{
	return s && s->public ? s->texts[s->source].version : NULL;
}

/* What was compared. m->shown is still the step before. */
static void set_references(struct making *m, struct event *e, const struct step *s, const struct language *l)
{
	e->before = version_ref_of(m, l->before);
	e->after = version_ref_of(m, version_in(s, l->lang));
	if (e->translation)
		return;
	e->facts_before = version_ref_of(m, source_version(m->shown));
	e->facts_after = version_ref_of(m, source_version(s));
	e->files_before = m->shown_files;
	e->files_after = m->new_files;
}

static struct event *add_event(struct making *m, const struct step *s, const struct language *l, enum event_class class,
			       enum event_why why)
{
	struct advisory *out = m->out;
	out->events = arena_grow(m->t->result, out->events, out->event_count, &m->event_capacity, sizeof(*out->events));
	struct event *e = &out->events[out->event_count++];
	*e = (struct event){.at = making_at(m, s), .lang = l->lang, .class = class, .revision = out->revision,
			    .standing = out->revision, .why = why};
	e->translation = class >= EVENT_TRANSLATION_PUBLISHED;
	if (e->translation)
		e->revision = reflects(m, l);
	set_references(m, e, s, l);
	out->revisions[out->revision - 1].last = making_at(m, s);
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

/* What happened to the source, and why it is called so. */
struct verdict {
	int class; /* NO_CLASS: nothing that is listed */
	enum event_why why;
};

static struct verdict classify_move(const struct making *m, const struct step *s, bool away)
{
	if (!away)
		return (struct verdict){EVENT_REINSTATED, m->away};
	return (struct verdict){EVENT_WITHDRAWN, s->public ? WHY_WITHDRAWN_KEY : s->here ? WHY_HIDDEN : WHY_LEFT};
}

static struct verdict classify_text(const struct making *m, const struct step *s)
{
	static const enum event_why why[] = {
		[EDITORIAL_NOT] = WHY_TEXT, [EDITORIAL_SAID] = WHY_SAID, [EDITORIAL_BULK] = WHY_BULK};
	enum editorial e = text_editorial(m->t, m->record, s->publication, s->texts[s->source].version->lang, true);
	return (struct verdict){e == EDITORIAL_NOT ? EVENT_SUBSTANTIVE : EVENT_EDITORIAL, why[e]};
}

/* design.md's order of classes. */
static struct verdict classify(const struct making *m, const struct step *s)
{
	bool away = !s->public || s->withdrawn;
	if (!m->out->revision)
		return (struct verdict){s->public ? EVENT_PUBLISHED : NO_CLASS, WHY_FIRST};
	if (m->withdrawn != away)
		return classify_move(m, s, away);
	if (!s->public)
		return (struct verdict){.class = NO_CLASS};
	if (m->withdrawn && m->by_deletion)
		return (struct verdict){EVENT_WITHDRAWN, WHY_WITHDRAWN_KEY}; /* it is back, and now says it itself */
	if (s->fact)
		return (struct verdict){EVENT_SUBSTANTIVE, s->restated ? WHY_RESTATED : WHY_FACTS};
	if (s->texts[s->source].fresh)
		return (struct verdict){EVENT_SUBSTANTIVE, WHY_SOURCE};
	if (s->texts[s->source].changed)
		return classify_text(m, s);
	return (struct verdict){s->changed_count ? EVENT_EDITORIAL : NO_CLASS, WHY_MINOR};
}

static bool takes_revision(int class, const struct step *s)
{
	if (class == EVENT_WITHDRAWN || class == EVENT_REINSTATED)
		return s->fact || source_text_changed(s);
	return class == EVENT_PUBLISHED || class == EVENT_SUBSTANTIVE;
}

static void add_translation_event(struct making *m, const struct step *s, const struct step_text *text)
{
	struct language *l = language_of(m, text->version->lang);
	if (!l->shown) {
		l->reflects = m->out->revision;
		l->updated = making_at(m, s)->time;
		add_event(m, s, l, EVENT_TRANSLATION_PUBLISHED, l->before ? WHY_LEFT : WHY_FIRST);
		return;
	}
	if (!text->changed)
		return;
	bool editorial = text_editorial(m->t, m->record, s->publication, l->lang, false) != EDITORIAL_NOT;
	if (!editorial) {
		l->reflects = m->out->revision;
		l->updated = making_at(m, s)->time;
	}
	struct event *e = editorial ? add_event(m, s, l, EVENT_TRANSLATION_EDITORIAL, WHY_SAID)
				    : add_event(m, s, l, EVENT_TRANSLATION_SUBSTANTIVE, WHY_TEXT);
	set_changed(m, e, s, text);
}

static void add_translation_events(struct making *m, const struct step *s)
{
	for (size_t i = 0; i < s->text_count; i++) {
		set_version(m, language_of(m, s->texts[i].version->lang), s->texts[i].version, s);
		if (i != s->source)
			add_translation_event(m, s, &s->texts[i]);
	}
	for (size_t i = 0; i < m->lang_count; i++)
		if (m->langs[i].shown && !version_in(s, m->langs[i].lang))
			add_event(m, s, &m->langs[i], EVENT_TRANSLATION_REMOVED, WHY_REMOVED);
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
	m->shown_files = m->new_files;
	for (size_t i = 0; i < m->lang_count; i++)
		m->langs[i].shown = false;
	for (size_t i = 0; i < s->text_count; i++) {
		struct language *l = language_of(m, s->texts[i].version->lang);
		l->shown = l->within = true;
	}
	m->langs[m->source].reflects = m->out->revision;
}

static void add_source_events(struct making *m, const struct step *s, struct verdict verdict)
{
	const struct language *source = &m->langs[m->source];
	if (verdict.class != NO_CLASS) {
		struct event *e = add_event(m, s, source, (enum event_class)verdict.class, verdict.why);
		if (verdict.class != EVENT_PUBLISHED && s->public)
			set_changed(m, e, s, &s->texts[s->source]);
		if (verdict.class != EVENT_PUBLISHED)
			e->said_editorial = s->public && s->fact && editorial_was_said(m->t, m->record, s->publication);
		if (verdict.class != EVENT_EDITORIAL)
			m->source_updated = making_at(m, s)->time;
	}
	if (m->out->revision && redact_grows(m->redact, s->redact))
		redact_tell(add_event(m, s, source, EVENT_REDACTED, WHY_REDACT), m->t->result, m->redact, s->redact);
	if (s->public || s->redact)
		m->redact = s->redact;
	redaction_note(m, s->redact);
}

static void add_events(struct making *m, const struct step *s, struct verdict verdict)
{
	struct advisory *out = m->out;
	add_source_events(m, s, verdict);
	size_t translations = out->event_count;
	if (!s->public)
		return;
	add_translation_events(m, s);
	sort_by_language(out->events + translations, out->event_count - translations);
	show(m, s);
}

static void take(struct making *m, const struct step *s)
{
	struct verdict verdict = classify(m, s);
	size_t first = m->out->event_count;
	if (verdict.class == EVENT_PUBLISHED)
		m->first_published = s->first_published;
	for (size_t i = 0; i < m->lang_count; i++)
		m->langs[i].before = m->langs[i].version;
	if (s->before)
		formers_add(m, s);
	if (takes_revision(verdict.class, s))
		open_revision(m, s);
	m->new_files = s->public ? attachments_of(m, s) : (struct attachments){0};
	if (s->public) {
		m->source = (size_t)(language_of(m, s->texts[s->source].version->lang) - m->langs);
		set_version(m, &m->langs[m->source], s->texts[s->source].version, s);
	}
	if (!m->out->revision)
		return;
	add_events(m, s, verdict);
	telling_titles(m, first);
	struct words words;
	words_gather(&words, m->t, m->record, s, m->t->result);
	bool said = withdrawal_take(m, s, verdict.class, &words);
	if (verdict.class == EVENT_WITHDRAWN)
		m->away = verdict.why;
	telling_notes(m, first, &words);
	bool reason = said && verdict.class != NO_CLASS;
	if (reason)
		telling_reason(m, &m->out->events[first]);
	telling_amended(m, first, &words, reason);
}

/* What the first public version said of its day of publication. */
static void set_began(struct advisory *out, const struct value *said)
{
	instant day;
	if (value_as_text(said) && instant_parse_day(&day, span_of(said->text)) && day < out->events[0].at->time) {
		out->began_before = true;
		out->began = day;
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

/* Of HEAD's documents: a past one that was ahead reflects what there was. */
static void check_translates(struct making *m)
{
	const struct advisory *out = m->out;
	const struct archive_advisory *head = archive_find(m->t->archive, out->id);
	for (size_t i = 0; head && i < head->document_count; i++) {
		const struct archive_document *d = &head->documents[i];
		const struct value *said = value_get(d->document.front, "translates");
		const struct version *v = said ? language_of(m, d->document.lang)->version : NULL;
		if (!v || !oid_equal(&v->blob, &d->blob) || v->translates <= out->revision)
			continue;
		diag(m->t->diags, DIAG_TRANSLATES_AHEAD, (struct place){d->document.path, said->line, said->column},
		     "name the revision of the source that this is a translation of, or take the key out",
		     "\"translates\" says r%u, but %s has no more than r%u", v->translates, out->id, out->revision);
	}
}

static void finish(struct making *m, const struct steps *steps)
{
	struct advisory *out = m->out;
	close_revision(m);
	out->source = m->langs[m->source].lang;
	out->texts = texts_of(m, false, &out->text_count);
	out->updated = text_of(m, &m->langs[m->source]).updated;
	out->attachments = m->shown_files.items;
	out->attachment_count = m->shown_files.count;
	out->facts = steps->facts_stay ? steps->facts : value_copy(m->t->result, steps->facts);
	set_published(m, out->facts);
	set_began(out, m->first_published);
	check_translates(m);
	withdrawal_check_texts(m);
	if (out->withdrawal.reason && redaction_covers(m, m->withdrawn_in))
		withdrawal_notes(m, NULL);
	redact_apply(m);
	quiets_make(m);
}

void advisory_make(struct advisory *out, struct timeline *t, size_t record, const struct steps *steps)
{
	struct making m = {.t = t, .out = out, .record = record, .steps = steps, .away = WHY_WITHDRAWN_KEY};
	*out = (struct advisory){.id = arena_text(t->result, t->records[record].id)};
	language_of(&m, steps->items[0].texts[steps->items[0].source].version->lang);
	for (size_t i = 0; i < steps->count; i++)
		take(&m, &steps->items[i]);
	finish(&m, steps);
}
