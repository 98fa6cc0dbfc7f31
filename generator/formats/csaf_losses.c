/* What a CSAF document leaves out of the facts as a whole; what it leaves out of a product, a score or a remediation is noted where
 * that is made. Invariant: each key of the facts (archive/facts.h) stands in the document, or is noted. */
#include "formats/csaf.h"

static bool is_word(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

/* "affected, cve, cvss" */
static const char *keys_of(const struct record *r)
{
	const char *text = "";
	for (size_t i = 0; r->facts->kind == VALUE_MAP && i < r->facts->count; i++)
		text = arena_printf(r->arena, "%s%s%s", text, *text ? ", " : "", r->facts->keys[i].text);
	return text;
}

/* A document that says where to look for another leaves nothing out: that one says it. */
static void lose_all(const struct csaf *c)
{
	const struct record *r = c->record;
	if (r->withdrawn || r->redacted)
		record_lose(r, "what it said before it was %s: its text, and %s", r->withdrawn ? "withdrawn" : "redacted", keys_of(r));
	if (r->redacted && r->advisory->withdrawal.by_deletion)
		record_lose(r, "redact: the reason, as its document is not public");
}

static void lose_kind(const struct csaf *c)
{
	const char *kind = value_text(c->record->facts, "kind");
	bool vulnerable = c->scope == CSAF_FULL || c->scope == CSAF_NO_PRODUCTS;
	if (!kind || (strcmp(kind, "vulnerability") == 0 && vulnerable) || (strcmp(kind, "information") == 0 && !vulnerable))
		return;
	if (strcmp(kind, "information") == 0)
		record_lose(c->record, "that it is a notice (kind: information): it has vulnerabilities");
	else if (strcmp(kind, "vulnerability") == 0)
		record_lose(c->record, "that it is of a vulnerability (kind: vulnerability): none is named");
	else
		record_lose(c->record, "kind: %.100s: CSAF has no category for it", kind);
}

static void lose_words(const struct csaf *c)
{
	static const char *const statuses[] = {"draft", "interim", "final", NULL}, *const clear[] = {"clear", "white", NULL};
	const struct record *r = c->record;
	const char *status = value_text(r->facts, "status"), *tlp = value_text(r->facts, "tlp");
	const char *severity = value_text(r->facts, "severity");
	if (status && !is_word(status, statuses))
		record_lose(r, "status: %.100s, which is no word of CSAF", status);
	if (tlp && !is_word(tlp, clear))
		record_lose(r, "tlp: %.100s: what is published is clear", tlp);
	if (severity && (!r->rating.severity || strcmp(severity, r->rating.severity) != 0))
		record_lose(r, "severity: %.100s: the vectors say otherwise", severity);
}

static void lose_day(const struct csaf *c)
{
	char date[INSTANT_SIZE];
	const char *day = value_text(c->record->facts, "first_published");
	instant_format(date, c->document->initial);
	if (day && strncmp(day, date, strlen("2026-01-01")) != 0)
		record_lose(c->record, "first_published: %.100s: the first revision is of %.10s", day, date);
}

/* True if some vulnerability says the word, be it because it says nothing of its own. */
static bool is_said(const struct value *vulnerabilities, const char *key, const char *word)
{
	for (size_t i = 0; i < vulnerabilities->count; i++) {
		const struct value *one = vulnerabilities->items[i];
		if (!value_get(one, key))
			return true;
		for (size_t k = 0; k < csaf_count(one, key); k++)
			if (csaf_item(one, key, k) && strcmp(csaf_item(one, key, k), word) == 0)
				return true;
	}
	return !vulnerabilities->count;
}

/* What is said of all, where each vulnerability says something else of itself. */
static void lose_common(const struct csaf *c)
{
	static const char *const keys[] = {"impact", "exploitation"};
	const struct value *facts = c->record->facts, *list = value_get(facts, "vulnerabilities");
	for (size_t k = 0; k < sizeof(keys) / sizeof(*keys) && list && list->kind == VALUE_LIST; k++)
		for (size_t i = 0; i < csaf_count(facts, keys[k]); i++) {
			const char *word = csaf_item(facts, keys[k], i);
			if (word && !is_said(list, keys[k], word))
				record_lose(c->record, "%s: %.100s of all: each vulnerability has another", keys[k], word);
		}
}

/* Keys of a text in several languages of which no document is in one. */
static void lose_languages(const struct csaf *c, const char *list, const char *key)
{
	const struct value *items = value_get(c->record->facts, list);
	for (size_t i = 0; items && items->kind == VALUE_LIST && i < items->count; i++) {
		const struct value *text = value_get(items->items[i], key);
		for (size_t k = 0; text && text->kind == VALUE_MAP && k < text->count; k++)
			if (!advisory_text(c->record->advisory, text->keys[k].text))
				record_lose(c->record, "%s of %s in \"%.40s\": there is no document in that language", key, list,
					    text->keys[k].text);
	}
}

static void lose_unknown(const struct csaf *c)
{
	const struct value *facts = c->record->facts;
	for (size_t i = 0; facts->kind == VALUE_MAP && i < facts->count; i++)
		if (!is_word(facts->keys[i].text, facts_keys))
			record_lose(c->record, "%.100s: CSAF has no place for it", facts->keys[i].text);
}

static void lose_placeless(const struct csaf *c)
{
	static const char *const facts[] = {"indicators", "tags"};
	const struct record *r = c->record;
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		if (csaf_count(r->facts, facts[i]))
			record_lose(r, "%s: CSAF has no place for them", facts[i]);
	if (r->advisory->attachment_count)
		record_lose(r, "attachments: CSAF has no place for them");
	if (value_get(r->facts, "redact"))
		record_lose(r, "redact: which earlier revisions are redacted, and why");
	if (c->scope != CSAF_FULL && csaf_count(r->facts, "remediations"))
		record_lose(r, "remediations: there is no product that they are for");
	if ((c->scope == CSAF_NOTES || c->scope == CSAF_INFORMATION) && csaf_count(r->facts, "cwe"))
		record_lose(r, "cwe: no vulnerability is named");
}

void csaf_lose(const struct csaf *c)
{
	if (!c->record->losses)
		return;
	if (c->scope == CSAF_BARE) {
		lose_all(c);
		return;
	}
	lose_kind(c);
	lose_words(c);
	lose_day(c);
	lose_common(c);
	lose_placeless(c);
	lose_unknown(c);
	if (c->scope == CSAF_FULL && c->document->standing == CSAF_SOURCE) {
		lose_languages(c, "affected", "vendor");
		lose_languages(c, "affected", "product");
		lose_languages(c, "remediations", "details");
	}
}
