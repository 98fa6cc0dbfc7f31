/* Amends: a later commit says better what an earlier one should have said.
 * Invariant: commits are in an order in which parents come before children, so
 * "later" is a higher place; the walk goes from the latest back, so that the latest wins (of
 * notes and of reasons, each for itself), and one that amends an amendment reaches what that amends. */
#include <strings.h>

#include "history/walk.h"

#define ABBREVIATION_MIN 4

static bool is_hex(const char *text)
{
	size_t length = strlen(text);
	return length >= ABBREVIATION_MIN && length < OID_HEX && strspn(text, "0123456789abcdefABCDEF") == length;
}

bool commit_find(const struct timeline *t, const char *abbreviation, size_t *place)
{
	size_t found = 0, length = strlen(abbreviation);
	if (!is_hex(abbreviation))
		return false;
	for (size_t i = 0; i < t->commit_count; i++) {
		char hex[OID_HEX];
		oid_hex(hex, &t->commits[i].commit.id);
		if (strncasecmp(hex, abbreviation, length) == 0) {
			*place = i;
			found++;
		}
	}
	return found == 1;
}

static void complain(struct timeline *t, const struct linked *from, const char *abbreviation)
{
	char hex[OID_HEX];
	diag(t->diags, DIAG_AMENDS_COMMIT, NO_PLACE, "write one more commit that says Amends: with the full id of the earlier commit",
	     "commit %s says \"Amends: %.60s\", which names no single commit before it", oid_hex(hex, &from->commit.id),
	     abbreviation);
}

static bool is_of_revision(const struct slip *s)
{
	return s->kind == SLIP_REVISION || (s->meant && strcmp(s->meant, "Revision") == 0);
}

/* What was wrong with notes and reasons goes with them; a word on the revision cannot be amended. */
static void keep_revision_slips(struct words *w)
{
	size_t kept = 0;
	for (size_t i = 0; i < w->slip_count; i++)
		if (is_of_revision(&w->slips[i]))
			w->slips[kept++] = w->slips[i];
	w->slip_count = kept;
}

static bool says_notes(const struct words *w)
{
	return w->note_count > 0;
}

static bool says_reasons(const struct words *w)
{
	return w->reason || w->replaced_by;
}

/* What is said stands in place of what was. place: of the commit that amends. */
static void hand_over(struct words *to, const struct words *from, size_t place, struct arena *a)
{
	bool notes = says_notes(from) && !to->notes_by, reasons = says_reasons(from) && !to->reasons_by;
	if (says_notes(from) || says_reasons(from)) {
		words_add_amender(to, a, place);
		words_add_amenders(to, a, from);
	}
	if ((notes || reasons) && !to->notes_by && !to->reasons_by)
		keep_revision_slips(to);
	if (notes) {
		to->notes = from->notes;
		to->note_count = from->note_count;
		to->notes_by = from->notes_by ? from->notes_by : place + 1;
	}
	if (reasons) {
		to->reason = from->reason;
		to->replaced_by = from->replaced_by;
		to->reasons_by = from->reasons_by ? from->reasons_by : place + 1;
	}
	for (size_t i = 0; i < from->slip_count; i++)
		if (!is_of_revision(&from->slips[i]))
			words_add_slip(to, a, &from->slips[i]);
}

static void silence(struct words *w)
{
	w->notes = NULL;
	w->note_count = w->notes_by = w->reasons_by = w->amender_count = 0;
	w->reason = w->replaced_by = NULL;
	keep_revision_slips(w);
}

/* The link of the chain that brings the commit. */
static const struct walked *link_of(const struct walk *w, size_t commit)
{
	size_t low = 0, high = w->count - 1;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (w->links[middle].commit < commit)
			low = middle + 1;
		else
			high = middle;
	}
	return &w->links[low];
}

/* The link's times, as those of a publication; it may touch nothing, and be none. */
static void set_times(struct amendment *out, struct timeline *t, const struct walked *link)
{
	size_t low = 0, high = t->publication_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->links[middle].commit <= link->commit)
			low = middle + 1;
		else
			high = middle;
	}
	const struct publication none = {0}, *before = low ? &t->publications[low - 1] : &none;
	const struct commit *c = &t->commits[link->commit].commit;
	bool is_it = low && t->links[low - 1].commit == link->commit;
	out->time = is_it ? before->time : clock_time(t, c, before->time);
	out->clock = is_it ? before->clock : clock_untold(c, before->clock);
}

/* True if the commit changes advisories itself: then what it says on the revision is said of that. */
static bool changes_itself(const struct walked *link, size_t commit)
{
	return commit == link->commit ? link->changes.count > 0 : link->sides && link->sides[commit - link->first].count > 0;
}

/* What the author of an amendment would look for in vain. */
static void complain_of_words(struct timeline *t, const struct linked *from, const char *abbreviation, bool changes)
{
	char hex[OID_HEX];
	const struct words *w = &from->words;
	oid_hex(hex, &from->commit.id);
	if (w->said != SAID_NOTHING && !changes)
		diag(t->diags, DIAG_AMENDS_REVISION, NO_PLACE,
		     "the class of what was published stands; only notes, Withdraw-Reason: and Replaced-By: are amended",
		     "commit %s amends %.60s and says \"Revision:\", which cannot be amended", hex, abbreviation);
	else if (!says_notes(w) && !says_reasons(w))
		diag(t->diags, DIAG_AMENDS_NOTHING, NO_PLACE,
		     "repeat the keys as they should be (Note-<lang>:, Withdraw-Reason:, Replaced-By:) in one more commit",
		     "commit %s amends %.60s, but says nothing to put in its place", hex, abbreviation);
}

/* False if it amends nothing that is there. */
static bool amend(struct timeline *t, size_t commit, const struct walked *link)
{
	struct linked *from = &t->commits[commit];
	bool any = false;
	for (size_t k = 0; k < from->words.amends_count; k++) {
		const char *abbreviation = from->words.amends[k];
		size_t place;
		if (!commit_find(t, abbreviation, &place) || place >= commit) {
			complain(t, from, abbreviation);
			continue;
		}
		if (!any)
			complain_of_words(t, from, abbreviation, changes_itself(link, commit));
		hand_over(&t->commits[place].words, &from->words, commit, t->arena);
		any = true;
	}
	return any;
}

void amends_apply(struct timeline *t, const struct walk *w)
{
	for (size_t i = t->commit_count; i-- > 0;) {
		struct words *words = &t->commits[i].words;
		if (!words->amends_count)
			continue;
		const struct walked *link = link_of(w, i);
		if (amend(t, i, link) && (says_notes(words) || says_reasons(words)))
			set_times(&t->commits[i].amends, t, link);
		silence(words);
	}
}
