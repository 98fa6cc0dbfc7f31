/* Invariant: nothing is noted of a record that says it. Facts of past versions hold keys and words that are none. */
#include "formats/facts_losses.h"

static bool is_key(const char *name)
{
	for (size_t i = 0; facts_keys[i]; i++)
		if (strcmp(facts_keys[i], name) == 0)
			return true;
	return false;
}

static void lose_words(const struct record *r)
{
	const char *tlp = value_text(r->facts, "tlp"), *severity = value_text(r->facts, "severity"), *status = value_text(r->facts, "status");
	if (tlp && strcmp(tlp, "clear") != 0 && strcmp(tlp, "white") != 0)
		record_lose(r, "tlp: %.100s: what is published is clear", tlp);
	if (severity && (!r->rating.severity || strcmp(severity, r->rating.severity) != 0))
		record_lose(r, "severity: %.100s: the vectors say otherwise", severity);
	if (status && !r->withdrawn && strcmp(status, advisory_state(r->advisory)) != 0)
		record_lose(r, "status: %.100s: it is told as %s", status, advisory_state(r->advisory));
	else if (status && r->withdrawn)
		record_lose(r, "status: %.100s, which it had before it was withdrawn", status);
}

static void lose_day(const struct record *r)
{
	char time[INSTANT_SIZE];
	const char *day = value_text(r->facts, "first_published");
	instant_format(time, r->advisory->published);
	if (day && strncmp(day, time, strlen("2026-01-01")) != 0)
		record_lose(r, "first_published: %.100s: it was published on %.10s", day, time);
}

void facts_lose_common(const struct record *r, const char *format)
{
	const struct value *facts = r->advisory->facts;
	lose_words(r);
	lose_day(r);
	if (value_get(value_get(r->facts, "redact"), "reason"))
		record_lose(r, "redact: why revisions were redacted, and which");
	for (size_t i = 0; facts->kind == VALUE_MAP && i < facts->count; i++)
		if (!is_key(facts->keys[i].text))
			record_lose(r, "%.100s: %s has no place for it", facts->keys[i].text, format);
}

void facts_lose_all(const struct record *r)
{
	const char *keys = "";
	for (size_t i = 0; r->facts->kind == VALUE_MAP && i < r->facts->count; i++)
		keys = arena_printf(r->arena, "%s, %s", keys, r->facts->keys[i].text);
	record_lose(r, "what it said before it was redacted: its text%s", keys);
}
