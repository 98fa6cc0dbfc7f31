/* Lines of a message that look like a key of ours and are none. Invariant: a line is
 * called a slip only where its value fits the key that it looks like: prose, and the trailers
 * of other tools, are left alone. */
#include <strings.h>

#include "base/near.h"
#include "history/words.h"

#define NAME_LIMIT 24
#define FULL_WIDTH_COLON "\xEF\xBC\x9A"

static bool fits_id(const char *value)
{
	return config_id_possible(span_of(value));
}

static bool fits_revision(const char *value)
{
	return said_of(value) != SAID_NOTHING;
}

static bool fits_commit(const char *value)
{
	size_t n = strlen(value);
	return n >= 7 && n < OID_HEX && strspn(value, "0123456789abcdefABCDEF") == n;
}

static const struct likeness {
	const char *key, *folded;
	size_t far; /* what is farther off is something else */
	bool (*fits)(const char *value);
} likenesses[] = {
	{"Revision", "revision", 2, fits_revision},
	{"Withdraw-Reason", "withdraw-reason", 4, reason_is_known},
	{"Replaced-By", "replaced-by", 1, fits_id},
	{"Amends", "amends", 2, fits_commit},
};

/* "notes-ja", "note_ja", "note ja", "noteja": the language, which archive.yaml must have; NULL for what is no such name. */
static const char *note_language(const char *name, const struct config *c)
{
	if (!span_starts(span_of(name), "note"))
		return NULL;
	const char *rest = name + strlen("note");
	rest += *rest == 's';
	rest += *rest == '-' || *rest == '_' || *rest == ' ';
	for (size_t i = 0; i < c->language_count; i++)
		if (strcasecmp(rest, c->languages[i]) == 0)
			return c->languages[i];
	return NULL;
}

static const char *meant_by(const char *name, const char *value, struct arena *a, const struct config *c)
{
	const char *lang = note_language(name, c);
	if (lang)
		return arena_printf(a, "Note-%s", lang);
	for (size_t i = 0; i < sizeof(likenesses) / sizeof(*likenesses); i++)
		if (likenesses[i].fits(value) && near_distance(name, likenesses[i].folded) <= likenesses[i].far)
			return likenesses[i].key;
	return NULL;
}

/* The name before the line's first colon, trimmed and in lower case; false if it is none that could be a key. */
static bool split(char name[NAME_LIMIT + 1], struct span *key, struct span *value, bool *is_wide, struct span line)
{
	const char *wide = line.length ? memmem(line.data, line.length, FULL_WIDTH_COLON, 3) : NULL;
	const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;
	*is_wide = wide && (!colon || wide < colon);
	if (*is_wide)
		colon = wide;
	if (!colon || colon == line.data || line.data[0] == ' ' || line.data[0] == '\t')
		return false;
	*key = span_trim(span_make(line.data, (size_t)(colon - line.data)));
	*value = span_trim(span_after(line, (size_t)(colon - line.data) + (*is_wide ? 3 : 1)));
	if (!key->length || key->length > NAME_LIMIT || !value->length)
		return false;
	for (size_t i = 0; i < key->length; i++) {
		char c = key->data[i];
		if (c < ' ' || c > '~')
			return false;
		name[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	}
	name[key->length] = '\0';
	return true;
}

void words_add_slip(struct words *w, struct arena *a, const struct slip *slip)
{
	for (size_t i = 0; i < w->slip_count; i++)
		if (oid_equal(&w->slips[i].commit, &slip->commit) && strcmp(w->slips[i].key, slip->key) == 0 &&
		    strcmp(w->slips[i].value, slip->value) == 0)
			return;
	if (w->slip_count >= SLIPS_LIMIT)
		return;
	struct slip *wider = arena_array(a, w->slip_count + 1, sizeof(*wider));
	if (w->slip_count)
		memcpy(wider, w->slips, w->slip_count * sizeof(*wider));
	struct slip *s = &wider[w->slip_count++];
	*s = (struct slip){.commit = slip->commit, .kind = slip->kind, .wide_colon = slip->wide_colon};
	s->key = arena_text(a, slip->key);
	s->value = arena_text(a, slip->value);
	s->meant = slip->meant ? arena_text(a, slip->meant) : NULL;
	w->slips = wider;
}

void words_add_slips(struct words *out, struct arena *a, const struct words *from)
{
	for (size_t i = 0; i < from->slip_count; i++)
		words_add_slip(out, a, &from->slips[i]);
}

void slips_look(struct words *out, struct arena *a, const struct oid *commit, struct span line, const struct config *c)
{
	char name[NAME_LIMIT + 1] = "";
	struct span key, value;
	bool wide;
	if (!split(name, &key, &value, &wide, line))
		return;
	const char *text = clean_text(a, value), *meant = meant_by(name, text, a, c);
	if (meant)
		words_add_slip(out, a, &(struct slip){*commit, SLIP_KEY, arena_span(a, key), text, meant, wide});
}
