/* Inside document/: one block's text, made ready for looking for mentions, and what looks. */
#ifndef DOCUMENT_MENTION_SCAN_H
#define DOCUMENT_MENTION_SCAN_H

#include "document/mentions.h"

/* The block as it is looked at. text has full-width ASCII as ASCII, hyphens of any kind as "-", and what
 * defangs ("[.]", "hxxp" stays) taken back; from[i] is where text[i] stands in original, and from[length] its
 * length. text ends with a NUL, which is no part of it: text[length] may be looked at. */
struct scan {
	struct mentions_reader *reader;
	const char *text;
	size_t length;
	const unsigned *from;
	const bool *defanged; /* text[i] was written so that nobody clicks on it */
	const bool *wide;     /* text[i] was a full-width character: no part of a URL */
	bool heading;
	/* The month (and year, or 0) of the last kanji date and where it ended: 「4月2日から5日まで」. */
	int month, year;
	size_t month_end;
};

/* Each looks at text[at], where something may begin, and returns where what it took ends, or at if that is
 * nothing. No look goes further than SCAN_AHEAD bytes unless all of it is taken. */
#define SCAN_AHEAD 320
typedef size_t scan_step(struct scan *s, size_t at);
scan_step scan_url, scan_id, scan_host, scan_address, scan_date, scan_number;

/* An IPv4 address at text[at … end), already known to be one: names it, with a prefix length if one follows. */
size_t scan_ipv4(struct scan *s, size_t at, size_t end);

/* Notes a mention of text[at … end); keys[0] must be there. */
void scan_name(struct scan *s, enum mention_kind kind, size_t at, size_t end, const char *const keys[MENTION_KEYS]);
/* Notes that the text has this key. */
void scan_provide(struct scan *s, const char *key);
struct arena *scan_arena(struct scan *s);

/* mention_clock.c: a time of day at text[at]; returns where it ends, its zone included, at if there is none. */
#define SCAN_NO_ZONE (24 * 60)
struct scan_clock {
	int hour, minute;
	int zone; /* minutes east of UTC, or SCAN_NO_ZONE */
};
size_t scan_clock(const struct scan *s, size_t at, struct scan_clock *out);

/* mention_net.c, of a link's target. */
void scan_target(struct scan *s, struct span url);

static inline bool scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool scan_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool scan_is_alnum(char c)
{
	return scan_is_digit(c) || scan_is_letter(c);
}

static inline bool scan_is_hex(char c)
{
	return scan_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The byte before at, 0 at the start. */
static inline char scan_before(const struct scan *s, size_t at)
{
	return at ? s->text[at - 1] : '\0';
}

/* The rest of the text begins with word (bytes as they are). */
static inline bool scan_has(const struct scan *s, size_t at, const char *word)
{
	return at <= s->length && span_starts(span_make(s->text + at, s->length - at), word);
}

/* The text before at ends with word; ASCII letters in any case. */
bool scan_follows(const struct scan *s, size_t at, const char *word);
/* Where the first of the words (NULL ends them) ends that stands at text[at]; at if none does. */
size_t scan_skip_any(const struct scan *s, size_t at, const char *const *words);
size_t scan_skip_blanks(const struct scan *s, size_t at);
/* text[at … end) in the arena, lower-case. */
char *scan_lower(struct scan *s, size_t at, size_t end);
/* Up to `most` digits as a number; returns where they end, at if there is none or more follow. */
size_t scan_int(const struct scan *s, size_t at, int most, int *out);

#endif
