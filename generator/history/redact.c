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

void redact_apply(struct advisory *out, const struct value *redact, const unsigned *standing)
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
		if (redact_covers(redact, standing[i]))
			out->events[i].note_count = 0;
}
