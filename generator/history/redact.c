/* Invariant: what stands in a redacted revision keeps number, times and blob
 * ids, and has neither notes nor a title but its id; nor has an event a title that only a redacted text has. Facts that nobody stated
 * beside the redaction, or after it, go with it. */
#include "archive/facts.h"
#include "history/advisory.h"
#include "history/making.h"

unsigned redact_number(const struct value *v)
{
	const char *text = value_as_text(v);
	unsigned n = 0;
	if (!text)
		return 0;
	for (text += *text == 'r'; *text; text++) {
		if (*text < '0' || *text > '9' || n > 100000)
			return 0;
		n = n * 10 + (unsigned)(*text - '0');
	}
	return n;
}

static bool is_all(const struct value *revisions)
{
	const char *text = value_as_text(revisions);
	return (text && strcmp(text, "all") == 0) || value_has(revisions, "all");
}

bool redact_covers(const struct value *redact, unsigned revision)
{
	const struct value *revisions = value_get(redact, "revisions");
	if (!revisions)
		return false;
	if (is_all(revisions) || redact_number(revisions) == revision)
		return true;
	for (size_t i = 0; revisions->kind == VALUE_LIST && i < revisions->count; i++)
		if (redact_number(revisions->items[i]) == revision)
			return true;
	return false;
}

bool redact_grows(const struct value *before, const struct value *after)
{
	const struct value *was = value_get(before, "revisions"), *is = value_get(after, "revisions");
	if (!is || (was && is_all(was)))
		return false;
	if (is_all(is))
		return true;
	if (is->kind != VALUE_LIST)
		return redact_number(is) && !redact_covers(before, redact_number(is));
	for (size_t i = 0; i < is->count; i++)
		if (redact_number(is->items[i]) && !redact_covers(before, redact_number(is->items[i])))
			return true;
	return false;
}

static void add_number(struct event *e, unsigned number)
{
	size_t at = e->redacted_count;
	while (at > 0 && e->redacted[at - 1] > number)
		at--;
	if (!number || (at > 0 && e->redacted[at - 1] == number))
		return;
	memmove(&e->redacted[at + 1], &e->redacted[at], (e->redacted_count++ - at) * sizeof(*e->redacted));
	e->redacted[at] = number;
}

void redact_tell(struct event *e, struct arena *a, const struct value *before, const struct value *after)
{
	const struct value *is = value_get(after, "revisions"), *reason = value_get(after, "reason");
	bool list = is && is->kind == VALUE_LIST;
	size_t count = list ? is->count : 1;
	e->redact_reason = reason ? value_copy(a, reason) : NULL;
	e->redacted_all = is && is_all(is);
	if (!is || e->redacted_all)
		return;
	e->redacted = arena_array(a, count, sizeof(*e->redacted));
	for (size_t i = 0; i < count; i++) {
		unsigned number = redact_number(list ? is->items[i] : is);
		if (!redact_covers(before, number))
			add_number(e, number);
	}
}

/* A revision that never was is not told, and nothing of what was said in one that is redacted but why it is: last. */
static void redact_event(struct event *e, const struct advisory *of, const struct value *reason)
{
	while (e->redacted_count && e->redacted[e->redacted_count - 1] > of->revision_count)
		e->redacted_count--;
	if (!of->revisions[e->standing - 1].redacted)
		return;
	e->note_count = e->slip_count = 0;
	if (!e->reason)
		e->amended = (struct amendment){0};
	if (e->class == EVENT_REDACTED)
		e->redact_reason = reason;
}

static void redact_events(const struct making *m)
{
	struct advisory *of = m->out;
	const struct value *said = value_get(m->redact, "reason"), *reason = said ? value_copy(m->t->result, said) : NULL;
	for (size_t i = 0; !said && i < of->event_count; i++)
		if (of->events[i].class == EVENT_REDACTED)
			reason = of->events[i].redact_reason;
	for (size_t i = 0; i < of->event_count; i++)
		redact_event(&of->events[i], of, reason);
}

static void redact_texts(struct text *texts, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		texts[i].title = id;
}

/* True if this blob is the last text of redacted revisions, and of no other. */
static bool is_hidden_blob(const struct advisory *a, const struct oid *blob)
{
	bool hidden = false;
	for (size_t i = 0; i < a->revision_count; i++) {
		const struct revision *r = &a->revisions[i];
		for (size_t k = 0; k < r->text_count; k++) {
			if (!oid_equal(&r->texts[k].blob, blob))
				continue;
			if (!r->redacted)
				return false;
			hidden = true;
		}
	}
	return hidden;
}

static void redact_titles(const struct advisory *a)
{
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		for (size_t k = 0; k < e->title_count; k++)
			if (a->revisions[e->standing - 1].redacted || is_hidden_blob(a, &e->titles[k].blob))
				e->titles[k].title = a->id;
	}
}

/* A public version that redacts what is the latest states its own facts, which stay. Where what redacts is not public (a draft),
 * those of the redacted revision would stand for good: nothing but their kind is left. */
static void redact_facts(struct making *m)
{
	static const char *const keys[] = {"status", "kind", "exercise", "tlp", "first_published"};
	struct advisory *out = m->out;
	struct arena *a = m->t->result;
	if (!advisory_is_redacted(out) || redact_covers(m->shown->redact, out->revision))
		return;
	struct value *front = value_new(a, VALUE_MAP);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (value_get(out->facts, keys[i]))
			value_set(a, front, keys[i], value_copy(a, value_get(out->facts, keys[i])));
	if (m->redact)
		value_set(a, front, "redact", value_copy(a, m->redact));
	formers_end(m);
	out->facts = facts_of(a, front);
	out->withdrawal.note_count = 0;
}

void redact_apply(struct making *m)
{
	struct advisory *out = m->out;
	bool any = false;
	for (size_t i = 0; i < out->revision_count; i++) {
		struct revision *r = &out->revisions[i];
		r->redacted = redaction_covers(m, r->number);
		if (!r->redacted)
			continue;
		any = true;
		redact_texts(r->texts, r->text_count, out->id);
		if (r->number == out->revision)
			redact_texts(out->texts, out->text_count, out->id);
	}
	redact_facts(m);
	formers_redact(out);
	redact_events(m);
	if (any)
		redact_titles(out);
}

static bool is_hidden(const struct advisory *a, const struct version_ref *v)
{
	return v->path && is_hidden_blob(a, &v->blob);
}

/* What was compared may stand in two revisions: the one that the event opened and the one before it; or, of a
 * translation that nobody touched for long, in one that is older still. */
bool event_is_redacted(const struct advisory *a, const struct event *e)
{
	const struct revision *r = &a->revisions[e->standing - 1];
	bool opened = r->at == e->at && e->standing > 1;
	return r->redacted || (opened && a->revisions[e->standing - 2].redacted) || is_hidden(a, &e->before) ||
	       is_hidden(a, &e->facts_before);
}
