/* A borrowed piece of text or bytes: pointer and length, not NUL-terminated.
 * Input from the archive travels as spans, so that no function runs strlen()
 * over bytes that somebody else wrote. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *data; /* may be NULL only if length is 0 */
	size_t length;    /* bytes */
};

#define SPAN_LITERAL(text) ((struct span){"" text, sizeof(text) - 1})

static inline struct span span_of(const char *text)
{
	return (struct span){text, text ? strlen(text) : 0};
}

static inline struct span span_make(const char *data, size_t length)
{
	return (struct span){data, length};
}

static inline bool span_equal(struct span a, struct span b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool span_is(struct span a, const char *text)
{
	return span_equal(a, span_of(text));
}

static inline bool span_starts(struct span a, const char *prefix)
{
	size_t n = strlen(prefix);
	return a.length >= n && memcmp(a.data, prefix, n) == 0;
}

static inline bool span_ends(struct span a, const char *suffix)
{
	size_t n = strlen(suffix);
	return a.length >= n && memcmp(a.data + a.length - n, suffix, n) == 0;
}

/* The rest of a after its first n bytes; n is at most a.length. */
static inline struct span span_after(struct span a, size_t n)
{
	return (struct span){a.data + n, a.length - n};
}

/* a without blanks (space, tab, CR, LF) at its ends. */
struct span span_trim(struct span a);

/* Takes the next line off *rest, without its LF (and a CR before it).
 * False when nothing is left. */
bool span_next_line(struct span *rest, struct span *line);

#endif
