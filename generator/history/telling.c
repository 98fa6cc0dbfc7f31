/* What commit messages and `withdrawn` tell of the events of a step: notes, reasons, amendments; and the titles beside them.
 * Invariant: only events from `first` on are touched, which are those of the step. */
#include "history/making.h"

/* A note is told once: with the source's event, or else with each translation's. */
void telling_notes(struct making *m, size_t first, const struct words *words)
{
	struct advisory *out = m->out;
	for (size_t i = first; i < out->event_count; i++) {
		struct event *e = &out->events[i];
		if (words->said == SAID_CORRECTION)
			e->correction = e->class == EVENT_SUBSTANTIVE || e->class == EVENT_TRANSLATION_SUBSTANTIVE;
		if (i == first) {
			e->slips = words->slips;
			e->slip_count = words->slip_count;
			e->said_reason = words->reason ? arena_text(m->t->result, words->reason) : NULL;
		}
		if (i > first && !out->events[first].translation)
			continue;
		e->notes = words->notes;
		e->note_count = words->note_count;
	}
}

/* What was public when all of the step's events had happened. */
void telling_titles(struct making *m, size_t first)
{
	struct event *e = &m->out->events[first];
	if (first == m->out->event_count || !event_moves(e))
		return;
	e->titles = arena_array(m->t->result, m->lang_count, sizeof(*e->titles));
	for (size_t i = 0; i < m->lang_count; i++)
		if (m->langs[i].shown)
			e->titles[e->title_count++] =
				(struct event_title){m->langs[i].lang, m->langs[i].title, m->langs[i].version->blob};
	e->exercise = m->shown->exercise;
}

/* What the withdrawal says stands with its event too: that lasts beyond a reinstatement. */
void telling_reason(struct making *m, struct event *e)
{
	const struct withdrawal *w = &m->out->withdrawal;
	e->reason = w->reason;
	e->replaced_by = w->replaced_by;
	e->notes = w->notes;
	e->note_count = w->note_count;
}

static struct amendment amendment_of(const struct making *m, size_t commit)
{
	struct amendment by = m->t->commits[commit].amends;
	by.commit = m->t->commits[commit].commit.id;
	return by;
}

/* Where a note is told, or a reason that is not front matter's, and a later commit gave it. */
void telling_amended(struct making *m, size_t first, const struct words *words, bool reason)
{
	for (size_t i = first; i < m->out->event_count; i++) {
		struct event *e = &m->out->events[i];
		size_t by = e->note_count ? words->notes_by : 0;
		if (i == first && reason && !value_text(m->withdrawn_value, "reason") && words->reasons_by > by)
			by = words->reasons_by;
		if (!by)
			continue;
		e->amended = amendment_of(m, by - 1);
		e->amendments = arena_array(m->t->result, words->amender_count, sizeof(*e->amendments));
		for (size_t k = 0; k < words->amender_count; k++)
			e->amendments[e->amendment_count++] = amendment_of(m, words->amenders[k]);
	}
}
