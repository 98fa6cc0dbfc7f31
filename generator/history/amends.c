/* Amends: a later commit says better what an earlier one should have said.
 * Invariant: commits are in an order in which parents come before children, so
 * "later" is a higher place; the walk goes from the latest back, so that the latest wins, and
 * one that amends an amendment reaches what that amends. */
#include <strings.h>

#include "history/timeline.h"

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
	diag(t->diags, DIAG_AMENDS_COMMIT, NO_PLACE, "amend it once more, with the full id of the earlier commit",
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

/* What is said stands in place of what was; a commit that says neither takes both back. */
static void hand_over(struct words *to, const struct words *from, struct arena *a)
{
	bool notes = from->note_count > 0, reasons = from->reason || from->replaced_by;
	if (notes || !reasons) {
		to->notes = from->notes;
		to->note_count = from->note_count;
	}
	if (reasons || !notes) {
		to->reason = from->reason;
		to->replaced_by = from->replaced_by;
	}
	keep_revision_slips(to);
	for (size_t i = 0; i < from->slip_count; i++)
		if (!is_of_revision(&from->slips[i]))
			words_add_slip(to, a, &from->slips[i]);
}

static void silence(struct words *w)
{
	w->notes = NULL;
	w->note_count = 0;
	w->reason = w->replaced_by = NULL;
	keep_revision_slips(w);
}

void amends_apply(struct timeline *t)
{
	for (size_t i = t->commit_count; i-- > 0;) {
		struct linked *from = &t->commits[i];
		for (size_t k = 0; k < from->words.amends_count; k++) {
			size_t place;
			if (!commit_find(t, from->words.amends[k], &place) || place >= i) {
				complain(t, from, from->words.amends[k]);
				continue;
			}
			struct linked *to = &t->commits[place];
			if (!to->amended)
				hand_over(&to->words, &from->words, t->arena);
			to->amended = true;
		}
		if (from->words.amends_count)
			silence(&from->words);
	}
}
