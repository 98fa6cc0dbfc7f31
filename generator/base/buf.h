/* A growing string with a mandatory maximum. Appends return nothing: going
 * over the maximum sets a sticky flag and drops what came, and the owner asks
 * once, at the end. The text is always NUL-terminated. Running out of memory
 * aborts (style.md). */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define BUF_LIMIT_DEFAULT ((size_t)64 << 20)

struct buf {
	char *data;    /* never NULL after buf_init */
	size_t length; /* bytes, without the NUL */
	size_t size;   /* bytes allocated; 0: data is a shared empty string */
	size_t limit;  /* length never exceeds this */
	bool overflow; /* something did not fit and was dropped */
};

void buf_init(struct buf *b, size_t limit);
void buf_fini(struct buf *b);

/* Empties b and clears the overflow flag; the memory is kept. */
void buf_clear(struct buf *b);
void buf_truncate(struct buf *b, size_t length);

void buf_add_slowly(struct buf *b, const char *data, size_t length); /* where there may be no room yet */

static inline void buf_add(struct buf *b, const char *data, size_t length)
{
	if (!length || length >= b->size - b->length || length > b->limit - b->length) {
		buf_add_slowly(b, data, length);
		return;
	}
	memcpy(b->data + b->length, data, length);
	b->length += length;
	b->data[b->length] = '\0';
}

static inline void buf_span(struct buf *b, struct span s)
{
	buf_add(b, s.data, s.length);
}

static inline void buf_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

static inline void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_repeat(struct buf *b, char c, size_t count);
__attribute__((format(printf, 2, 3))) void buf_printf(struct buf *b, const char *format, ...);
__attribute__((format(printf, 2, 0))) void buf_vprintf(struct buf *b, const char *format, va_list args);

static inline struct span buf_as_span(const struct buf *b)
{
	return (struct span){b->data, b->length};
}

/* One escaper per context. html_text: element content (& < > and "); html_attr:
 * a double-quoted attribute value (the same and '). html_url: an attribute
 * value that holds a URL: what RFC 3986 does not allow is percent-encoded, then
 * the rest is escaped as for an attribute. url_path: one path segment or a path of them
 * ("/" is kept), percent-encoded byte by byte (RFC 3986 section 2.1). */
void buf_html_text(struct buf *b, struct span s);
/* As html_text, and ASCII controls, which HTML has no place for, become U+FFFD: what a template shows. */
void buf_html_shown(struct buf *b, struct span s);
void buf_html_attr(struct buf *b, struct span s);
void buf_html_url(struct buf *b, struct span s);
void buf_url_path(struct buf *b, struct span s);
/* True if buf_url_path leaves it as it is. */
bool url_path_is_plain(struct span s);
/* A word as it must be typed for a shell; text of one line as a double-quoted scalar of YAML. */
void buf_shell_word(struct buf *b, const char *text);
void buf_yaml_text(struct buf *b, const char *text);
/* A string of JSON (RFC 8259, section 7), with its quotes. Controls, line separators and what hides or reorders text are \uNNNN, and so
 * are the ASCII characters of also; bytes that are not UTF-8 are U+FFFD. */
void buf_json_text(struct buf *b, struct span s, const char *also);

#endif
