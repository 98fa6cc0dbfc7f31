/* What an OSV record leaves out of the facts as a whole; what it leaves out of a package, a score or a reference is noted where that is
 * made. Invariant: each key of the facts (archive/facts.h) stands in the record, or is noted. */
#include "formats/english.h"
#include "formats/facts_losses.h"
#include "formats/osv_text.h"

static void lose_languages(const struct record *r)
{
	const struct record_text *english = record_in_english(r);
	const struct withdrawal *w = &r->advisory->withdrawal;
	for (size_t i = 0; english && i < r->text_count; i++)
		if (&r->texts[i] != english)
			record_lose(r, "the text in \"%.40s\": OSV has one language", r->texts[i].lang);
	for (size_t i = 0; i < w->note_count; i++)
		if (w->notes[i].lang && !lang_is_english(w->notes[i].lang))
			record_lose(r, "the note of the withdrawal in \"%.40s\"", w->notes[i].lang);
}

void osv_lose_rest(const struct record *r)
{
	facts_lose_common(r, "OSV");
	lose_languages(r);
	if (value_count(r->facts, "supersedes"))
		record_lose(r, "supersedes: OSV knows only that they are related");
}
