/* UTF-8 (RFC 3629) and the Unicode algorithms that shirase needs; only base/
 * includes libunistring. Code points are uint32_t. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/* The offset of the first byte that is not UTF-8 (overlong forms and surrogates
 * are not), or s.length. */
size_t utf8_invalid(struct span s);

uint32_t utf8_decode_other(struct span s, size_t *bytes); /* what is not as common */

/* Three bytes that begin with 0xE1 to 0xEC stand for kana and most Han; none of them is overlong or a surrogate. */
static inline bool utf8_is_common(const unsigned char *p, size_t length)
{
	return length >= 3 && p[0] >= 0xE1 && p[0] <= 0xEC && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
}

static inline uint32_t utf8_common(const unsigned char *p)
{
	return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
}

/* Decodes the first code point of s, which is valid and not empty; stores its bytes. */
static inline uint32_t utf8_decode(struct span s, size_t *bytes)
{
	const unsigned char *p = (const unsigned char *)s.data;
	*bytes = 1;
	if (p[0] < 0x80)
		return p[0];
	if (!utf8_is_common(p, s.length))
		return utf8_decode_other(s, bytes);
	*bytes = 3;
	return utf8_common(p);
}
/* Encodes into out (4 bytes at least); returns the number of bytes. */
size_t utf8_encode(char out[4], uint32_t c);

/* Columns on a terminal: East Asian wide and fullwidth are 2, combining marks 0
 * (UAX #11; ambiguous ones are 1). */
int utf8_width_of(uint32_t c);
size_t utf8_width(struct span s);

/* Line breaking by UAX #14. For every byte of s, out says whether a line may
 * (BREAK_POSSIBLE) or must (BREAK_MANDATORY) begin *at* that byte. out has s.length items. */
enum { BREAK_NONE, BREAK_POSSIBLE, BREAK_MANDATORY };
void utf8_line_breaks(struct span s, char *out);

/* Normalisation forms NFC and NFKC, and NFKC with case folded, into the arena. */
char *utf8_nfc(struct arena *a, struct span s);
char *utf8_nfkc(struct arena *a, struct span s);
char *utf8_fold(struct arena *a, struct span s); /* NFKC and full case folding: for comparing */

/* The script of c where it is one of these (as the functions below say), else whether it is a letter or digit. */
enum utf8_kind { UTF8_HAN, UTF8_HIRAGANA, UTF8_KATAKANA, UTF8_LETTER, UTF8_OTHER };
enum utf8_kind utf8_kind_of(uint32_t c);

bool utf8_is_han(uint32_t c);
bool utf8_is_hiragana(uint32_t c);
bool utf8_is_katakana(uint32_t c); /* with the long mark */
/* Script Han, Hiragana or Katakana, or CJK punctuation or full-width form:
 * what is set without spaces. */
bool utf8_is_japanese(uint32_t c);
bool utf8_is_letter_or_digit(uint32_t c); /* any script */
/* Controls that may hide or reorder text: bidi controls (UAX #9), zero-width
 * space and joiners, soft hyphen, BOM, annotations, tags. Variation selectors are none. */
bool utf8_is_deceptive(uint32_t c);
/* The offset of the first character of s (which is valid) that utf8_is_deceptive names, or s.length. */
size_t utf8_find_deceptive(struct span s);
/* The text with deceptive and control characters as U+FFFD, in the arena; s is valid. */
struct span utf8_made_visible(struct arena *a, struct span s);
/* C0 except LF and TAB, DEL, C1, and what utf8_is_nothing. */
bool utf8_is_control(uint32_t c);
/* A noncharacter (Unicode, section 23.7), which never will be a character: XML and HTML refuse them. */
bool utf8_is_nothing(uint32_t c);
/* A copy of at most limit bytes for a terminal: controls (LF too, a tab not), what hides or reorders text, and bytes that
 * are not UTF-8 stand as \xNN. */
const char *utf8_masked(struct arena *a, struct span s, size_t limit);

#endif
