/* Invariant: what stands in a redacted revision keeps number, times and blob
 * ids, and has neither notes nor a title but its id. */
#include "history/advisory.h"

/* "2" or "r2"; 0 for what is no number. */
static unsigned number_of(const struct value *v)
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
	if (is_all(revisions) || number_of(revisions) == revision)
		return true;
	for (size_t i = 0; revisions->kind == VALUE_LIST && i < revisions->count; i++)
		if (number_of(revisions->items[i]) == revision)
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
		return number_of(is) && !redact_covers(before, number_of(is));
	for (size_t i = 0; i < is->count; i++)
		if (number_of(is->items[i]) && !redact_covers(before, number_of(is->items[i])))
			return true;
	return false;
}

static void redact_texts(struct text *texts, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		texts[i].title = id;
}

void redact_apply(struct advisory *out, const struct value *redact)
{
	for (size_t i = 0; i < out->revision_count; i++) {
		struct revision *r = &out->revisions[i];
		r->redacted = redact_covers(redact, r->number);
		if (!r->redacted)
			continue;
		redact_texts(r->texts, r->text_count, out->id);
		if (r->number == out->revision)
			redact_texts(out->texts, out->text_count, out->id);
	}
	for (size_t i = 0; i < out->event_count; i++)
		if (redact_covers(redact, out->events[i].standing))
			out->events[i].note_count = out->events[i].slip_count = 0;
}

/* True if this version is the last text of redacted revisions, and of no other. */
static bool is_hidden(const struct advisory *a, const struct version_ref *v)
{
	bool hidden = false;
	for (size_t i = 0; v->path && i < a->revision_count; i++) {
		const struct revision *r = &a->revisions[i];
		for (size_t k = 0; k < r->text_count; k++) {
			if (!oid_equal(&r->texts[k].blob, &v->blob))
				continue;
			if (!r->redacted)
				return false;
			hidden = true;
		}
	}
	return hidden;
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
