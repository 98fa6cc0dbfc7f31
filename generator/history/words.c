/* Invariant: a value is one line of clean UTF-8, without blanks at its ends;
 * a note holds each line once. */
#include "history/words.h"

#include <strings.h>

#include "base/utf8.h"

struct reading {
	struct words *out;
	struct arena *arena;
	const struct oid *commit;
	const struct config *config;
	const char *key; /* of the line that may be continued; NULL: none */
	struct buf value;
};

/* Of a message, of one note, of the commits that one amends: what nobody's message reaches. */
#define MESSAGE_LIMIT ((size_t)64 << 10)
#define NOTE_LIMIT ((size_t)16 << 10)
#define AMENDS_LIMIT 16

bool reason_is_known(const char *reason)
{
	static const char *const known[] = {"duplicate",     "superseded", "not-a-vulnerability", "wrong-product",
					    "incorrect",     "published-in-error", "legal",       "other"};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(reason, known[i]) == 0)
			return true;
	return false;
}

/* Messages are nobody's reviewed text: what hides or reorders is left out. */
static void add_clean(struct buf *out, struct span text)
{
	while (text.length) {
		size_t bytes;
		uint32_t c = utf8_decode(text, &bytes);
		if (c == '\t')
			buf_char(out, ' ');
		else if (!utf8_is_control(c) && c != '\n' && !utf8_is_deceptive(c))
			buf_add(out, text.data, bytes);
		text = span_after(text, bytes);
	}
}

const char *clean_text(struct arena *a, struct span text)
{
	struct buf out;
	buf_init(&out, NOTE_LIMIT);
	add_clean(&out, text);
	const char *copy = arena_span(a, buf_as_span(&out));
	buf_fini(&out);
	return copy;
}

static uint32_t last_character(struct span s)
{
	size_t at = s.length - 1, bytes;
	while (at > 0 && ((unsigned char)s.data[at] & 0xC0) == 0x80)
		at--;
	return utf8_decode(span_after(s, at), &bytes);
}

/* A folded line goes on by one space, by none beside a Japanese character (、 and 。 are such). */
static void fold(struct buf *value, struct span more)
{
	size_t bytes;
	if (value->length && !utf8_is_japanese(last_character(buf_as_span(value))) &&
	    !utf8_is_japanese(utf8_decode(more, &bytes)))
		buf_char(value, ' ');
	add_clean(value, more);
}

static struct note *note_in(struct words *w, struct arena *a, const char *lang)
{
	for (size_t i = 0; i < w->note_count; i++)
		if (w->notes[i].lang == lang || (lang && w->notes[i].lang && strcasecmp(w->notes[i].lang, lang) == 0))
			return &w->notes[i];
	struct note *wider = arena_array(a, w->note_count + 1, sizeof(*wider));
	if (w->note_count)
		memcpy(wider, w->notes, w->note_count * sizeof(*wider));
	w->notes = wider;
	wider[w->note_count] = (struct note){.lang = lang ? arena_text(a, lang) : NULL};
	return &wider[w->note_count++];
}

static bool has_line(const char *text, struct span line)
{
	struct span rest = span_of(text), one;
	while (span_next_line(&rest, &one))
		if (span_equal(one, line))
			return true;
	return false;
}

static void add_note(struct words *w, struct arena *a, const char *lang, struct span line)
{
	struct note *n = note_in(w, a, lang);
	if (!n->text)
		n->text = arena_span(a, line);
	else if (strlen(n->text) + line.length < NOTE_LIMIT && !has_line(n->text, line))
		n->text = arena_printf(a, "%s\n%.*s", n->text, (int)line.length, line.data);
}

void words_add_notes(struct words *out, struct arena *a, const struct words *from)
{
	for (size_t i = 0; i < from->note_count; i++) {
		struct span rest = span_of(from->notes[i].text), line;
		while (span_next_line(&rest, &line))
			add_note(out, a, from->notes[i].lang, line);
	}
}

void words_add_amender(struct words *w, struct arena *a, size_t place)
{
	size_t at = w->amender_count;
	while (at > 0 && w->amenders[at - 1] > place)
		at--;
	if (w->amender_count == AMENDERS_LIMIT || (at > 0 && w->amenders[at - 1] == place))
		return;
	size_t *grown = arena_array(a, w->amender_count + 1, sizeof(*grown));
	for (size_t i = 0; i <= w->amender_count; i++)
		grown[i] = i < at ? w->amenders[i] : i == at ? place : w->amenders[i - 1];
	w->amenders = grown;
	w->amender_count++;
}

void words_add_amenders(struct words *out, struct arena *a, const struct words *from)
{
	for (size_t i = 0; i < from->amender_count; i++)
		words_add_amender(out, a, from->amenders[i]);
}

enum said said_of(const char *value)
{
	static const char *const words[] = {"", "editorial", "substantive", "correction"};
	for (enum said s = SAID_EDITORIAL; s <= SAID_CORRECTION; s++)
		if (strcasecmp(value, words[s]) == 0)
			return s;
	return SAID_NOTHING;
}

static void add_revision(struct reading *r, const char *key, const char *value)
{
	enum said said = said_of(value);
	if (said > r->out->said)
		r->out->said = said; /* of two, the one that hides less */
	if (said == SAID_NOTHING)
		words_add_slip(r->out, r->arena, &(struct slip){*r->commit, SLIP_REVISION, key, value, NULL, false});
}

/* A note in a language that the archive does not have is nobody's to read ("Note-to-self: …"): it is told as a slip alone. */
static void add_said_note(struct reading *r, const char *key, struct span value)
{
	for (size_t i = 0; i < r->config->language_count; i++)
		if (strcasecmp(key + strlen("note-"), r->config->languages[i]) == 0) {
			add_note(r->out, r->arena, r->config->languages[i], value);
			return;
		}
	words_add_slip(r->out, r->arena, &(struct slip){*r->commit, SLIP_LANGUAGE, key, arena_span(r->arena, value), NULL, false});
}

/* The line that was read is whole. */
static void finish(struct reading *r)
{
	struct span value = span_trim(buf_as_span(&r->value));
	const char *key = r->key;
	r->key = NULL;
	if (!key || !value.length)
		return;
	const char *text = arena_span(r->arena, value);
	struct words *w = r->out;
	if (strncasecmp(key, "note-", 5) == 0) {
		add_said_note(r, key, value);
	} else if (strcasecmp(key, "revision") == 0) {
		add_revision(r, key, text);
	} else if (strcasecmp(key, "withdraw-reason") == 0) {
		w->reason = text;
	} else if (strcasecmp(key, "replaced-by") == 0) {
		w->replaced_by = text;
	} else if (w->amends_count < AMENDS_LIMIT) {
		const char **wider = arena_array(r->arena, w->amends_count + 1, sizeof(*wider));
		if (w->amends_count)
			memcpy(wider, w->amends, w->amends_count * sizeof(*wider));
		wider[w->amends_count++] = text;
		w->amends = wider;
	}
}

static bool is_key(struct span name)
{
	static const char *const keys[] = {"revision", "withdraw-reason", "replaced-by", "amends"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (name.length == strlen(keys[i]) && strncasecmp(name.data, keys[i], name.length) == 0)
			return true;
	if (name.length <= 5 || name.length > 5 + 35 || strncasecmp(name.data, "note-", 5) != 0)
		return false;
	for (size_t i = 5; i < name.length; i++) {
		char c = name.data[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return true;
}

static void begin(struct reading *r, struct span line)
{
	const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;
	struct span name = span_make(line.data, colon ? (size_t)(colon - line.data) : 0);
	if (!colon || !is_key(name)) {
		slips_look(r->out, r->arena, r->commit, line, r->config);
		return;
	}
	r->key = arena_span(r->arena, name);
	buf_clear(&r->value);
	add_clean(&r->value, span_trim(span_after(line, name.length + 1)));
}

void words_read(struct words *out, struct arena *a, const struct commit *c, const struct config *config)
{
	struct reading r = {.out = out, .arena = a, .commit = &c->id, .config = config};
	struct span rest = span_of(c->message), line;
	*out = (struct words){0};
	if (rest.length > MESSAGE_LIMIT)
		rest.length = utf8_invalid(span_make(rest.data, MESSAGE_LIMIT));
	buf_init(&r.value, NOTE_LIMIT);
	while (span_next_line(&rest, &line)) {
		bool folded = line.length && (line.data[0] == ' ' || line.data[0] == '\t');
		if (r.key && folded && span_trim(line).length) {
			fold(&r.value, span_trim(line));
			continue;
		}
		finish(&r);
		begin(&r, line);
	}
	finish(&r);
	if (config->notes_from_subject && !out->note_count && *c->subject) {
		buf_clear(&r.value);
		add_clean(&r.value, span_of(c->subject));
		if (r.value.length)
			add_note(out, a, NULL, buf_as_span(&r.value));
	}
	buf_fini(&r.value);
}
