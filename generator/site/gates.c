/* Invariant: what is judged are events after the base, with the history that was read as head would be published. */
#include "site/gates.h"

#include <strings.h>

#include "archive/facts.h"

struct judging {
	const struct archive *archive;
	const struct history *history;
	const struct advisory *advisory;
	const struct archive_advisory *head; /* NULL: HEAD has it no more */
	struct diags *diags;
};

static bool is_new(const struct judging *j, const struct event *e)
{
	return e->at->serial > j->history->base_count;
}

static bool is_no_fact(const char *changed)
{
	static const char *const names[] = {"title", "summary", "body", "tags", "credits"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(changed, names[i]) == 0)
			return true;
	return false;
}

static const char *first_fact(const struct event *e)
{
	for (size_t i = 0; i < e->changed_count; i++)
		if (!is_no_fact(e->changed[i]))
			return e->changed[i];
	return NULL;
}

static bool changes_facts(const struct event *e)
{
	bool counts = e->class == EVENT_SUBSTANTIVE || e->class == EVENT_WITHDRAWN || e->class == EVENT_REINSTATED;
	return counts && first_fact(e);
}

/* The key's line in HEAD's source; the document's first, if it is no more there; the event's file, if there is no
 * document. */
static struct place place_of(const struct judging *j, const struct event *e, const char *key)
{
	if (!j->head)
		return (struct place){.path = e->after.path ? e->after.path : e->before.path};
	const struct document *source = &j->head->documents[j->head->source].document;
	const struct value *front = source->front;
	for (size_t i = 0; front && i < front->count; i++)
		if (strcmp(front->keys[i].text, key) == 0)
			return (struct place){source->path, front->keys[i].line, front->keys[i].column};
	return (struct place){source->path, 1, 1};
}

static struct place document_place(const struct judging *j, const char *lang, const char *otherwise)
{
	for (size_t i = 0; j->head && i < j->head->document_count; i++)
		if (strcmp(j->head->documents[i].document.lang, lang) == 0)
			return (struct place){j->head->documents[i].document.path, 1, 1};
	return (struct place){.path = otherwise};
}

static bool is_for(const struct judging *j, const struct note *n, const char *lang)
{
	const struct config *c = &j->archive->config;
	for (size_t i = 0; n->lang && i < c->language_count; i++)
		if (strcasecmp(n->lang, c->languages[i]) == 0)
			return !lang || strcmp(lang, c->languages[i]) == 0;
	return !n->lang;
}

/* A note of any commit since the base, in this language (NULL: in one that readers have). */
static bool has_note(const struct judging *j, const char *lang)
{
	for (size_t i = 0; i < j->advisory->event_count; i++) {
		const struct event *e = &j->advisory->events[i];
		for (size_t n = 0; is_new(j, e) && n < e->note_count; n++)
			if (is_for(j, &e->notes[n], lang))
				return true;
	}
	return false;
}

/* A redacted revision shows no notes, whatever its commits say. */
static bool is_redacted(const struct judging *j, const struct event *e)
{
	return e->standing && e->standing <= j->advisory->revision_count && j->advisory->revisions[e->standing - 1].redacted;
}

/* What was withdrawn and is back, or was back and is withdrawn again, is as it was. NULL: nothing to tell. A withdrawal in
 * the front matter has its note there, where its reason needs one. */
static const struct event *moving(const struct judging *j)
{
	const struct event *first = NULL, *last = NULL;
	for (size_t i = 0; i < j->advisory->event_count; i++) {
		const struct event *e = &j->advisory->events[i];
		if (is_new(j, e) && (e->class == EVENT_WITHDRAWN || e->class == EVENT_REINSTATED)) {
			first = first ? first : e;
			last = e;
		}
	}
	bool explained = last && last->class == EVENT_WITHDRAWN && last->why == WHY_WITHDRAWN_KEY;
	return last && first->class == last->class && !explained && !is_redacted(j, last) ? last : NULL;
}

static const struct event *changing(const struct judging *j)
{
	for (size_t i = 0; i < j->advisory->event_count; i++) {
		const struct event *e = &j->advisory->events[i];
		if (is_new(j, e) && changes_facts(e) && !is_redacted(j, e))
			return e;
	}
	return NULL;
}

/* told: what readers must be told of. */
static void judge_notes_on(const struct judging *j, struct place at, const char *told)
{
	if (!has_note(j, NULL)) {
		diag(j->diags, DIAG_FACT_WITHOUT_NOTE, at,
		     "say in the commit's message what changed, for readers: Note-ja: …, Note-en: …",
		     "%s, and no commit tells why", told);
		return;
	}
	for (size_t i = 0; i < j->advisory->text_count; i++)
		if (!has_note(j, j->advisory->texts[i].lang))
			diag(j->diags, DIAG_NOTE_LANGUAGE, at, "add the line Note-<lang>: to the commit's message",
			     "%s, and no commit tells why in \"%s\"", told, j->advisory->texts[i].lang);
}

static void judge_notes(const struct judging *j)
{
	const struct event *e = moving(j);
	const char *id = j->advisory->id;
	char told[512];
	if (e) {
		const char *lang = e->lang, *path = e->after.path ? e->after.path : e->before.path;
		snprintf(told, sizeof(told), "%.200s is %s", id, e->class == EVENT_WITHDRAWN ? "withdrawn" : "reinstated");
		judge_notes_on(j, document_place(j, lang, path), told);
	} else if ((e = changing(j))) {
		const char *key = first_fact(e);
		snprintf(told, sizeof(told), "\"%.200s\" of %.200s changes", key, id);
		judge_notes_on(j, place_of(j, e, key), told);
	}
}

static void judge_editorial(const struct judging *j)
{
	char hex[OID_HEX];
	for (size_t i = 0; i < j->advisory->event_count; i++) {
		const struct event *e = &j->advisory->events[i];
		const char *key = first_fact(e);
		if (!is_new(j, e) || !e->said_editorial || e->translation || !key)
			continue;
		diag(j->diags, DIAG_EDITORIAL_FACT, place_of(j, e, key),
		     "leave Revision: editorial out, or change the text alone",
		     "commit %.12s calls its change of %s editorial, but \"%s\" changes", oid_hex(hex, &e->at->commit),
		     j->advisory->id, key);
		return;
	}
}

/* What disappears. ------------------------------------------------------------------ */

static const char reason_hint[] = "say why in the commit's message: Withdraw-Reason: duplicate, superseded, "
				  "not-a-vulnerability, wrong-product, incorrect, published-in-error, legal or other";

static bool has_file(const struct advisory *a, const char *name)
{
	for (size_t i = 0; i < a->attachment_count; i++)
		if (strcmp(a->attachments[i].name, name) == 0)
			return true;
	return false;
}

static void judge_files(const struct judging *j, const struct event *e)
{
	const struct attachments *before = &e->files_before, *after = &e->files_after;
	for (size_t i = 0, k = 0; i < before->count; i++) {
		while (k < after->count && strcmp(after->items[k].name, before->items[i].name) < 0)
			k++;
		bool stays = k < after->count && strcmp(after->items[k].name, before->items[i].name) == 0;
		if (!stays && !has_file(j->advisory, before->items[i].name))
			diag(j->diags, DIAG_GONE_WITHOUT_REASON, document_place(j, e->lang, e->after.path), reason_hint,
			     "the attachment \"%s\" of %s was published and disappears", before->items[i].name, j->advisory->id);
	}
}

/* What is back at the end did not disappear. */
static void judge_disappearance(const struct judging *j, const struct event *e)
{
	const char *id = j->advisory->id;
	bool withdrawn = j->advisory->withdrawal.reason != NULL;
	if (e->class == EVENT_WITHDRAWN && withdrawn && (e->why == WHY_LEFT || e->why == WHY_HIDDEN))
		diag(j->diags, DIAG_GONE_WITHOUT_REASON, document_place(j, e->lang, e->before.path), reason_hint,
		     "%s was published and %s", id, e->why == WHY_LEFT ? "disappears" : "becomes a draft or an exercise");
	else if (e->class == EVENT_TRANSLATION_REMOVED && !advisory_text(j->advisory, e->lang))
		diag(j->diags, DIAG_GONE_WITHOUT_REASON, document_place(j, e->lang, e->before.path), reason_hint,
		     "%s was published in \"%s\" and is no more", id, e->lang);
	else if (!e->translation && e->class != EVENT_WITHDRAWN)
		judge_files(j, e);
}

/* Told once for a publication, whatever advisories it touches: by the first of them. */
static bool reason_told_before(const struct judging *j, const struct event *e)
{
	for (const struct advisory *a = j->history->advisories; a < j->advisory; a++)
		for (size_t i = 0; i < a->event_count; i++) {
			const struct event *other = &a->events[i];
			if (other->at == e->at && other->said_reason && strcmp(other->said_reason, e->said_reason) == 0)
				return true;
		}
	return false;
}

static void judge_reason(const struct judging *j, const struct event *e)
{
	char hex[OID_HEX];
	if (!e->said_reason || reason_is_known(e->said_reason) || reason_told_before(j, e))
		return;
	diag(j->diags, DIAG_REASON_UNKNOWN, document_place(j, e->lang, e->after.path ? e->after.path : e->before.path),
	     reason_hint, "commit %.12s says \"Withdraw-Reason: %.60s\", which is not a known reason",
	     oid_hex(hex, &e->at->commit), e->said_reason);
}

/* Messages. --------------------------------------------------------------------------- */

/* A key that is right but for what stands between it and its value is told by that. */
static const char *likeness(char *out, size_t size, const struct slip *slip)
{
	bool right = strcasecmp(slip->key, slip->meant) == 0;
	if (slip->wide_colon)
		snprintf(out, size, "：\", with a full-width colon%s%s%s", right ? "" : ", which looks like \"",
			 right ? "" : slip->meant, right ? "" : "\" and is not");
	else if (right)
		snprintf(out, size, " :\", with a space before the colon");
	else
		snprintf(out, size, "\", which looks like \"%s\" and is not", slip->meant);
	return out;
}

static void judge_slip(const struct judging *j, const struct event *e, const struct slip *slip)
{
	char hex[OID_HEX], text[160];
	struct place at = document_place(j, e->lang, e->after.path ? e->after.path : e->before.path);
	oid_hex(hex, &slip->commit);
	switch (slip->kind) {
	case SLIP_REVISION:
		diag(j->diags, DIAG_MESSAGE_REVISION, at, "write one of editorial, substantive, correction",
		     "the message of commit %.12s says \"%s: %.60s\", which is not a known value", hex, slip->key, slip->value);
		break;
	case SLIP_LANGUAGE:
		diag(j->diags, DIAG_MESSAGE_LANGUAGE, at, "name a language of archive.yaml: Note-<lang>",
		     "the message of commit %.12s has a note \"%s\", which no reader sees", hex, slip->key);
		break;
	case SLIP_KEY:
		diag(j->diags, DIAG_MESSAGE_KEY, at, "correct the key, or reword the line so that it does not look like one",
		     "the message of commit %.12s says \"%s%s", hex, slip->key, likeness(text, sizeof(text), slip));
		break;
	}
}

/* One slip is told once, whatever advisories its commit touched: by the first of them. */
static bool told_before(const struct judging *j, const struct slip *slip)
{
	for (const struct advisory *a = j->history->advisories; a < j->advisory; a++)
		for (size_t i = 0; i < a->event_count; i++)
			for (size_t k = 0; is_new(j, &a->events[i]) && k < a->events[i].slip_count; k++) {
				const struct slip *other = &a->events[i].slips[k];
				if (oid_equal(&other->commit, &slip->commit) && strcmp(other->key, slip->key) == 0 &&
				    strcmp(other->value, slip->value) == 0)
					return true;
			}
	return false;
}

static void judge_advisory(const struct judging *j)
{
	judge_notes(j);
	judge_editorial(j);
	for (size_t i = 0; i < j->advisory->event_count; i++) {
		const struct event *e = &j->advisory->events[i];
		if (!is_new(j, e))
			continue;
		if (!event_has_reason(j->advisory, e))
			judge_disappearance(j, e);
		judge_reason(j, e);
		for (size_t k = 0; k < e->slip_count; k++)
			if (!told_before(j, &e->slips[k]))
				judge_slip(j, e, &e->slips[k]);
	}
}

void check_gates(const struct archive *ar, const struct history *h, struct diags *d)
{
	for (size_t i = 0; i < h->advisory_count; i++) {
		const struct advisory *a = &h->advisories[i];
		struct judging j = {ar, h, a, archive_find(ar, a->id), d};
		if (a->event_count && is_new(&j, &a->events[a->event_count - 1]))
			judge_advisory(&j);
	}
}
