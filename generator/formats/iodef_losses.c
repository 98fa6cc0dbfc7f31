/* What an IODEF document leaves out of the facts as a whole; what it leaves out of a reference or an indicator is noted where that is
 * made. Invariant: each key of the facts (archive/facts.h) stands in the document, or is noted. */
#include "formats/iodef_parts.h"

static bool is_one_of(const char *const *words, const char *word)
{
	for (; *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

/* What programs would act upon, and its status of before. */
static void lose_withdrawn(const struct record *r)
{
	static const char *const kept[] = {"kind", "exercise", "audience", "credits", "related", "supersedes", "tags", "tlp",
					   "first_published", "next_update", "withdrawn", "redact", NULL};
	const char *names = "";
	for (size_t i = 0; r->facts->kind == VALUE_MAP && i < r->facts->count; i++)
		if (is_one_of(facts_keys, r->facts->keys[i].text) && !is_one_of(kept, r->facts->keys[i].text))
			names = arena_printf(r->arena, "%s%s%s", names, *names ? ", " : "", r->facts->keys[i].text);
	if (*names)
		record_lose(r, "what it said before it was withdrawn: %s", names);
}

static void lose_words(const struct record *r)
{
	const char *tlp = value_text(r->facts, "tlp"), *day = value_text(r->facts, "first_published");
	char date[INSTANT_SIZE];
	instant_format(date, r->advisory->published);
	if (tlp && strcmp(tlp, "clear") != 0)
		record_lose(r, "tlp: %.100s: what is published is public", tlp);
	if (day && strncmp(day, date, strlen("2026-01-01")) != 0)
		record_lose(r, "first_published: %.100s: ReportTime is of %.10s", day, date);
	if (value_get(r->facts, "redact"))
		record_lose(r, "redact: which earlier revisions are redacted, and why");
}

/* A product's names are told in the languages of the advisory's texts. */
static void lose_languages(const struct record *r, const char *key)
{
	const struct value *affected = value_get(r->facts, "affected");
	for (size_t i = 0; i < value_count(r->facts, "affected"); i++) {
		const struct value *text = value_get(affected->items[i], key);
		for (size_t k = 0; text && text->kind == VALUE_MAP && k < text->count; k++)
			if (!record_text_in(r, text->keys[k].text))
				record_lose(r, "%s of affected in \"%.40s\": the advisory has no text in that language", key, text->keys[k].text);
	}
}

void iodef_lose(const struct record *r)
{
	if (!r->losses)
		return;
	if (r->withdrawn) {
		lose_withdrawn(r);
	} else {
		lose_languages(r, "vendor");
		lose_languages(r, "product");
	}
	lose_words(r);
	for (size_t i = 0; r->facts->kind == VALUE_MAP && i < r->facts->count; i++)
		if (!is_one_of(facts_keys, r->facts->keys[i].text))
			record_lose(r, "%.100s: IODEF has no place for it", r->facts->keys[i].text);
}
