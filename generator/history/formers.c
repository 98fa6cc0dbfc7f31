/* What is said no more. Invariant: former i ends where the next begins, the last where what the facts say now does; a step that
 * ends one opens a revision, since each of its keys is a fact; but not where a redaction ends the last. */
#include "history/advisory.h"
#include "history/making.h"

const struct publication *advisory_since(const struct advisory *a, unsigned *revision)
{
	const struct former *last = a->former_count ? &a->formers[a->former_count - 1] : NULL;
	*revision = last ? last->last + 1 : 1;
	return last ? last->until : a->events[0].at;
}

static bool names(const struct event *e, unsigned revision)
{
	bool named = e->redacted_all;
	for (size_t i = 0; i < e->redacted_count; i++)
		named = named || e->redacted[i] == revision;
	return named && e->class == EVENT_REDACTED;
}

const struct publication *advisory_redacted_at(const struct advisory *a, unsigned revision)
{
	const struct revision *r = &a->revisions[revision - 1];
	/* An event before the revision may have named it as well, or all that there would be, and been taken back. */
	for (size_t i = 0; r->redacted && i < a->event_count; i++)
		if (a->events[i].at->serial >= r->at->serial && names(&a->events[i], revision))
			return a->events[i].at->serial > r->at->serial ? a->events[i].at : NULL;
	return NULL;
}

bool advisory_was_shown(const struct advisory *a, unsigned first, unsigned last)
{
	for (unsigned n = first; n <= last; n++)
		if (!a->revisions[n - 1].redacted || advisory_redacted_at(a, n))
			return true;
	return false;
}

static void add(struct making *m, const struct value *facts, const struct publication *until)
{
	struct advisory *out = m->out;
	struct former f = {.facts = facts, .until = until, .last = out->revision};
	f.from = advisory_since(out, &f.first);
	out->formers = arena_grow(m->t->result, out->formers, out->former_count, &m->former_capacity, sizeof(*out->formers));
	out->formers[out->former_count++] = f;
}

void formers_add(struct making *m, const struct step *s)
{
	add(m, value_copy(m->t->result, s->before), making_at(m, s));
}

void formers_end(struct making *m)
{
	const struct publication *at = advisory_redacted_at(m->out, m->out->revision);
	add(m, m->out->facts, at ? at : m->out->revisions[m->out->revision - 1].at);
}

void formers_redact(const struct advisory *a)
{
	for (size_t i = 0; i < a->former_count; i++) {
		struct former *f = &a->formers[i];
		f->redacted = true;
		for (unsigned n = f->first; n <= f->last; n++)
			f->redacted = f->redacted && a->revisions[n - 1].redacted;
	}
}
