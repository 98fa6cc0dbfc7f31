/* Notes of a document (CSAF 2.0, section 3.2.1.5). Invariant: what the reader must know first stands first; a section stands here
 * or in a remediation, not in both. */
#include "formats/csaf.h"

json_t *csaf_note(const char *category, const char *title, const char *text)
{
	json_t *note = json_object();
	json_put_text(note, "category", category);
	json_put_text(note, "title", title);
	json_put_text(note, "text", text);
	return note;
}

static void add(json_t *notes, const char *category, const char *title, const char *text)
{
	json_add(notes, csaf_note(category, title, text));
}

/* What became of it. ------------------------------------------------------ */

static const char *joined(const struct csaf *c, const char *text, const char *line)
{
	return !line || !*line ? text : !*text ? line : arena_printf(c->record->arena, "%s\n%s", text, line);
}

static void add_withdrawal(const struct csaf *c, json_t *notes)
{
	const struct withdrawal *w = &c->record->advisory->withdrawal;
	const char *text = csaf_word(c, "csaf.withdrawn");
	text = joined(c, text, csaf_fill(c, "banner.reason", "reason", csaf_label(c, "reason", w->reason)));
	for (size_t i = 0; i < w->note_count; i++)
		if (!w->notes[i].lang || strcmp(w->notes[i].lang, c->lang) == 0)
			text = joined(c, text, w->notes[i].text);
	if (csaf_known(c, w->replaced_by))
		text = joined(c, text, csaf_fill(c, "banner.replaced_by", "id", w->replaced_by));
	add(notes, "description", csaf_word(c, "csaf.reasoning"), text);
}

static const char *redact_reason(const struct csaf *c)
{
	const struct advisory *adv = c->record->advisory;
	/* A draft may say another one at any time, which is no revision. */
	for (size_t i = adv->withdrawal.by_deletion ? 0 : adv->event_count; i-- > 0;)
		if (adv->events[i].class == EVENT_REDACTED)
			return csaf_clean(c->record->arena, facts_localised(adv->events[i].redact_reason, c->lang));
	return NULL;
}

static void add_state(const struct csaf *c, json_t *notes)
{
	const struct record *r = c->record;
	const char *reason = r->redacted ? redact_reason(c) : NULL;
	if (r->withdrawn)
		add_withdrawal(c, notes);
	if (r->redacted)
		add(notes, "general", csaf_label(c, "event", "redacted"),
		    joined(c, csaf_word(c, "banner.redacted"), reason ? csaf_fill(c, "banner.redacted_reason", "reason", reason) : NULL));
	if (c->document->standing == CSAF_MOVED)
		add(notes, "general", NULL, csaf_fill(c, "csaf.moved", "id", r->advisory->id));
	else if (c->document->standing == CSAF_REMOVED || (!r->withdrawn && !r->redacted))
		add(notes, "general", csaf_label(c, "event", "translation-removed"),
		    csaf_fill(c, "csaf.removed", "id", r->advisory->id));
}

/* What it says. ----------------------------------------------------------- */

static const char *category_of(const char *section)
{
	static const char *const categories[][2] = {{"overview", "description"}, {"details", "details"},     {"detection", "details"},
						    {"solution", "details"},     {"workaround", "details"},  {"mitigation", "details"},
						    {"side-effects", "details"}, {"references", "other"},    {"contact", "other"}};
	for (size_t i = 0; section && i < sizeof(categories) / sizeof(*categories); i++)
		if (strcmp(categories[i][0], section) == 0)
			return categories[i][1];
	return "general";
}

/* "Administrators / Developers"; NULL: it is not said for whom it is. */
static const char *audience_of(const struct csaf *c)
{
	const char *text = NULL;
	for (size_t i = 0; i < csaf_count(c->record->facts, "audience"); i++) {
		const char *word = csaf_item(c->record->facts, "audience", i);
		const char *label = word ? csaf_label(c, "audience", word) : NULL;
		if (label && *label)
			text = text ? arena_printf(c->record->arena, "%s%s%s", text, csaf_word(c, "text.slash"), label) : label;
	}
	return text;
}

static void add_sections(const struct csaf *c, json_t *notes)
{
	const struct record_text *t = c->text;
	for (size_t i = 0; i < t->section_count; i++) {
		const struct record_section *s = &t->sections[i];
		const char *heading = csaf_clean(c->record->arena, s->heading);
		if (!c->told[i])
			add(notes, s->heading ? category_of(s->name) : "description", heading, s->text);
	}
}

/* Facts that a vulnerability would have carried. */
static void add_threats(const struct csaf *c, json_t *notes)
{
	const struct value *facts = c->record->facts;
	const char *exploitation = value_text(facts, "exploitation");
	if (exploitation)
		add(notes, "general", csaf_label(c, "fact", "exploitation"), csaf_label(c, "exploitation", exploitation));
	for (size_t i = 0; i < csaf_count(facts, "impact"); i++)
		if (csaf_item(facts, "impact", i))
			add(notes, "general", csaf_label(c, "fact", "impact"), csaf_label(c, "impact", csaf_item(facts, "impact", i)));
}

static void add_text(const struct csaf *c, json_t *notes)
{
	const struct record_text *t = c->text;
	const char *summary = csaf_clean(c->record->arena, t->summary), *title = csaf_clean(c->record->arena, t->title);
	const char *next = csaf_clean(c->record->arena, value_text(c->record->facts, "next_update")), *audience = audience_of(c);
	json_t *first = csaf_note("summary", csaf_label(c, "fact", "summary"),
				  summary ? summary : title ? title : c->record->advisory->id);
	json_put_text(first, "audience", audience);
	json_add(notes, first);
	if (!t->text->current)
		add(notes, "general", NULL, csaf_word(c, "csaf.stale"));
	if (next)
		add(notes, "general", csaf_label(c, "fact", "next_update"), next);
	if (c->scope == CSAF_NOTES || c->scope == CSAF_INFORMATION)
		add_threats(c, notes);
	add_sections(c, notes);
}

json_t *csaf_notes(const struct csaf *c)
{
	json_t *notes = json_array();
	if (c->record->exercise)
		add(notes, "legal_disclaimer", csaf_word(c, "tag.exercise"), csaf_word(c, "banner.exercise"));
	if (c->record->site->config->demonstration)
		add(notes, "legal_disclaimer", csaf_word(c, "tag.demo"), csaf_word(c, "banner.demo"));
	if (c->scope == CSAF_BARE)
		add_state(c, notes);
	else
		add_text(c, notes);
	return notes;
}
