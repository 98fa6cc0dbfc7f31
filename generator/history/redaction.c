/* What was taken out stays out.
 *
 * Invariant: redactions holds every `redact` that the advisory ever had while public, with the revisions that
 * there were then; a revision that one of them covers is in no output, whatever HEAD says, and
 * HEAD must say so too. */
#include "history/advisory.h"
#include "history/making.h"

void redaction_note(struct making *m, const struct value *redact)
{
	if (!redact)
		return;
	m->redactions = arena_grow(m->t->arena, m->redactions, m->redaction_count, &m->redaction_capacity, sizeof(*m->redactions));
	m->redactions[m->redaction_count++] = (struct redaction){redact, m->out->revision};
}

bool redaction_covers(const struct making *m, unsigned revision)
{
	for (size_t i = 0; i < m->redaction_count; i++)
		if (revision <= m->redactions[i].revisions && redact_covers(m->redactions[i].redact, revision))
			return true;
	return redact_covers(m->redact, revision);
}

/* What HEAD must say, or must not: told once the history is whole. */
struct judging {
	const struct advisory *advisory;
	const struct document *source; /* in HEAD; NULL: it is gone */
	const struct value *redact;    /* HEAD's, or the last one */
	struct diags *diags;
};

static struct place place_of(const struct judging *j)
{
	const struct value *v = j->redact;
	if (!j->source)
		return NO_PLACE;
	return (struct place){j->source->path, v ? v->line : 1, v ? v->column : 1};
}

static void check_kept(const struct judging *j)
{
	const struct advisory *a = j->advisory;
	for (size_t i = 0; j->source && i < a->revision_count; i++)
		if (a->revisions[i].redacted && !redact_covers(j->redact, a->revisions[i].number))
			diag(j->diags, DIAG_REDACT_LOST, place_of(j), "name it in \"redact\" again: what was taken out stays out",
			     "revision %u of %s was redacted, and \"redact\" no longer names it", a->revisions[i].number, a->id);
}

static void check_number(const struct judging *j, const struct value *item)
{
	if (redact_number(item) > j->advisory->revision_count)
		diag(j->diags, DIAG_REDACT_NUMBER, (struct place){j->source->path, item->line, item->column},
		     "look at the number in the address, or with `shirase log`: nothing was taken out",
		     "\"redact\" names revision %u of %s, which has %zu", redact_number(item), j->advisory->id,
		     j->advisory->revision_count);
}

static void check_numbers(const struct judging *j)
{
	const struct value *revisions = value_get(j->redact, "revisions");
	if (!revisions || !j->source)
		return;
	if (revisions->kind != VALUE_LIST)
		check_number(j, revisions);
	for (size_t i = 0; revisions->kind == VALUE_LIST && i < revisions->count; i++)
		check_number(j, revisions->items[i]);
}

static bool shows(const struct revision *r, const struct text *text)
{
	const struct text *own = revision_text(r, text->lang);
	return own && oid_equal(&own->blob, &text->blob);
}

/* A text that an earlier revision shows, which is not redacted, holds nothing that must go. */
static bool is_innocent(const struct advisory *a, const struct revision *redacted, const struct text *text)
{
	for (unsigned n = 1; n < redacted->number; n++)
		if (!a->revisions[n - 1].redacted && shows(&a->revisions[n - 1], text))
			return true;
	return false;
}

/* A text that came with the redacted revision, and that a later one shows as well. What stands now may say by
 * `translates` that it was looked through since. */
static void check_text(const struct judging *j, const struct revision *redacted, const struct revision *later)
{
	bool now = later->number == j->advisory->revision_count;
	for (size_t i = 0; i < redacted->text_count; i++) {
		const struct text *gone = &redacted->texts[i];
		if (!shows(later, gone) || is_innocent(j->advisory, redacted, gone) ||
		    (now && revision_text(later, gone->lang)->reflects > redacted->number))
			continue;
		struct place here = {.path = revision_text(later, gone->lang)->path};
		diag(j->diags, DIAG_REDACT_SHOWN, now ? here : place_of(j),
		     now ? "change this text in the same commit; if it holds nothing that must go, say so by `translates: rN`"
			 : "name this revision in \"redact\" too",
		     "revision %u of %s, which is not redacted, still shows the text (%s) of revision %u, which is", later->number,
		     j->advisory->id, gone->lang, redacted->number);
	}
}

static void check_advisory(const struct judging *j)
{
	const struct advisory *a = j->advisory;
	check_kept(j);
	check_numbers(j);
	for (size_t i = 0; i < a->revision_count; i++)
		for (size_t k = i + 1; a->revisions[i].redacted && k < a->revision_count; k++)
			if (!a->revisions[k].redacted)
				check_text(j, &a->revisions[i], &a->revisions[k]);
}

void history_check(const struct history *h, const struct archive *ar, struct diags *d)
{
	for (size_t i = 0; i < h->advisory_count; i++) {
		const struct archive_advisory *head = archive_find(ar, h->advisories[i].id);
		struct judging j = {.advisory = &h->advisories[i], .diags = d};
		j.source = head ? &head->documents[head->source].document : NULL;
		j.redact = value_get(head ? j.source->facts : j.advisory->facts, "redact");
		check_advisory(&j);
	}
}
