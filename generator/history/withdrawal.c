/* Invariant: `withdrawal` says how things are after the step that was taken last;
 * its time is that of the event, also where it was said anew since. */
#include "archive/facts.h"
#include "history/advisory.h"
#include "history/making.h"

void withdrawal_notes(struct making *m, const struct words *words)
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

static bool is_uncommitted(const struct making *m, const struct publication *at)
{
	const struct oid *uncommitted = m->t->options->uncommitted;
	return uncommitted && oid_equal(uncommitted, &at->commit);
}

/* "commit 0123…"; nobody can look up what is made of a work tree. */
static const char *commit_name(const struct making *m, const struct publication *at)
{
	char hex[OID_HEX];
	return is_uncommitted(m, at) ? "the commit to come" : arena_printf(m->t->result, "commit %s", oid_hex(hex, &at->commit));
}

static bool is_new_at(const struct making *m, const char *id, size_t publication)
{
	size_t record;
	return map_find(m->t->record_places, span_of(id), &record) && m->t->records[record].snapshots[0].publication == publication;
}

/* The document of a new advisory that is, byte for byte, the source that has just gone: NULL if there is none, or it went
 * before HEAD. */
static const struct archive_document *renamed(const struct making *m, const struct step *s)
{
	const struct archive *ar = m->t->archive;
	const struct oid *gone = &m->langs[m->source].version->blob;
	if (s->publication + 1 != m->t->publication_count)
		return NULL;
	for (size_t i = 0; i < ar->advisory_count; i++)
		for (size_t k = 0; k < ar->advisories[i].document_count; k++)
			if (oid_equal(&ar->advisories[i].documents[k].blob, gone) && is_new_at(m, ar->advisories[i].id, s->publication))
				return &ar->advisories[i].documents[k];
	return NULL;
}

#define REASON_HINT "say why in its message, by Withdraw-Reason: and Note-<lang>:; a later commit mends it with Amends:"

static void tell_silent(const struct making *m, const struct step *s, const char *way)
{
	const struct publication *at = making_at(m, s);
	const struct archive_document *now = s->here ? NULL : renamed(m, s);
	const char *hint = REASON_HINT;
	if (now)
		hint = arena_printf(m->t->result, "is it the same advisory as %s? give it back its id, in each language: git mv %s %s; if not, %s",
				    now->document.id, now->document.path, m->langs[m->source].version->path, hint);
	diag(m->t->diags, DIAG_WITHDRAW_SILENT, NO_PLACE, hint, "%s withdraws %s%s without a reason", commit_name(m, at), m->out->id,
	     way);
}

/* A language's last removal alone counts, and no more than the advisory's own. */
static bool is_gone(const struct advisory *a, size_t event)
{
	const char *lang = a->events[event].lang;
	if (a->events[event].class != EVENT_TRANSLATION_REMOVED || a->withdrawal.reason || advisory_text(a, lang))
		return false;
	while (++event < a->event_count)
		if (a->events[event].class == EVENT_TRANSLATION_REMOVED && strcmp(a->events[event].lang, lang) == 0)
			return false;
	return true;
}

void withdrawal_check_texts(const struct making *m)
{
	const struct advisory *a = m->out;
	for (size_t i = 0; i < a->event_count; i++)
		if (is_gone(a, i) && !event_has_reason(a, &a->events[i]))
			diag(m->t->diags, DIAG_WITHDRAW_SILENT, NO_PLACE, REASON_HINT,
			     "%s takes away the document of %s in \"%s\" without a reason", commit_name(m, a->events[i].at), a->id,
			     a->events[i].lang);
}

static const char *withdrawal_way(const struct step *s)
{
	return s->public ? "" : s->here ? ", which becomes a draft or an exercise," : " by deletion";
}

/* A reason that is none of the list: HEAD's front matter was checked, so it came from a message or a past version. */
static const char *known_reason(struct making *m, const struct step *s, const char *reason)
{
	char hex[OID_HEX];
	if (!reason) {
		tell_silent(m, s, withdrawal_way(s));
		return "other";
	}
	if (reason_is_known(reason))
		return arena_text(m->t->result, reason);
	diag(m->t->diags, DIAG_WITHDRAW_REASON, NO_PLACE,
	     "one of duplicate, superseded, not-a-vulnerability, wrong-product, incorrect, published-in-error, legal, other; "
	     "a later commit mends it with Amends:",
	     "commit %s withdraws %s for the reason \"%.60s\", which is not a known reason",
	     oid_hex(hex, &making_at(m, s)->commit), m->out->id, reason);
	return "other";
}

static const char *known_replacement(struct making *m, const struct step *s, const char *id)
{
	char hex[OID_HEX];
	if (!id || config_id_possible(span_of(id)))
		return id ? arena_text(m->t->result, id) : NULL;
	diag(m->t->diags, DIAG_REPLACED_BY, NO_PLACE, "write an advisory ID; a later commit mends it with Amends:",
	     "commit %s replaces %s by \"%.60s\", which is not an advisory ID", oid_hex(hex, &making_at(m, s)->commit), m->out->id, id);
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
	w->at = making_at(m, s);
	w->by_deletion = !s->public;
	w->reason = known_reason(m, s, reason ? reason : words->reason);
	w->replaced_by = known_replacement(m, s, replaced_by || reason ? replaced_by : words->replaced_by);
	withdrawal_notes(m, words);
}

/* A withdrawn one whose `withdrawn` says something else now: its time stays. */
static void restate_withdrawal(struct making *m, const struct step *s, const struct words *words)
{
	const struct publication *since = m->out->withdrawal.at;
	set_withdrawal(m, s, words);
	m->out->withdrawal.at = since;
}

bool withdrawal_take(struct making *m, const struct step *s, int class, const struct words *words)
{
	bool said = true;
	if (class == EVENT_REINSTATED) {
		m->out->withdrawal = (struct withdrawal){0};
		m->withdrawn_value = NULL;
		said = false;
	} else if (class == EVENT_WITHDRAWN || (class == EVENT_PUBLISHED && s->withdrawn)) {
		set_withdrawal(m, s, words);
	} else if (m->withdrawn && s->public && !value_equal(m->withdrawn_value, s->withdrawn)) {
		restate_withdrawal(m, s, words);
	} else {
		said = false;
	}
	m->withdrawn = m->out->revision && (!s->public || s->withdrawn);
	if (class == EVENT_WITHDRAWN || class == EVENT_REINSTATED || class == EVENT_PUBLISHED)
		m->by_deletion = !s->public;
	return said;
}
