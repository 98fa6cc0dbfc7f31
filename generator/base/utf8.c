/* Decoding by hand (it is in every inner loop), algorithms by libunistring. */
#include "base/utf8.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/buf.h"
#include "base/memory.h"

/* How many bytes from i on are ASCII, or a few less. */
static size_t ascii_run(struct span s, size_t i)
{
	size_t from = i;
	for (uint64_t word; s.length - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, s.data + i, sizeof(word));
		if (word & 0x8080808080808080u)
			break;
	}
	return i - from;
}

size_t utf8_invalid(struct span s)
{
	const unsigned char *p = (const unsigned char *)s.data;
	size_t i = 0;
	while (i < s.length) {
		if (p[i] < 0x80) {
			size_t run = ascii_run(s, i);
			i += run ? run : 1;
			continue;
		}
		if (utf8_is_common(p + i, s.length - i)) {
			i += 3;
			continue;
		}
		ucs4_t c;
		int n = u8_mbtoucr(&c, p + i, s.length - i);
		if (n < 0)
			return i;
		i += (size_t)n;
	}
	return i;
}

uint32_t utf8_decode_other(struct span s, size_t *bytes)
{
	ucs4_t c;
	int n = u8_mbtouc(&c, (const uint8_t *)s.data, s.length);
	*bytes = n > 0 ? (size_t)n : 1;
	return c;
}

size_t utf8_encode(char out[4], uint32_t c)
{
	int n = u8_uctomb((uint8_t *)out, c, 4);
	return n > 0 ? (size_t)n : 0;
}

/* What is asked of each character of a text, for the characters of the first plane. A page of 256 is made
 * when it is first asked for; whichever thread is first, all make the same. */
enum { HAS_WIDTH = 3, IS_HAN = 4, IS_HIRAGANA = 8, IS_KATAKANA = 16, IS_LETTER = 32 };

static _Atomic(unsigned char *) pages[256];

static bool in_script(uint32_t c, const char *name)
{
	const uc_script_t *script = uc_script(c);
	return script && strcmp(script->name, name) == 0;
}

static int properties_of(uint32_t c)
{
	int width = uc_width(c, "UTF-8");
	bool letter = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Nd);
	return (width < 0 ? 0 : width) | (in_script(c, "Han") ? IS_HAN : 0) | (in_script(c, "Hiragana") ? IS_HIRAGANA : 0) |
	       (in_script(c, "Katakana") ? IS_KATAKANA : 0) | (letter ? IS_LETTER : 0);
}

static const unsigned char *make_page(uint32_t number)
{
	unsigned char *page = memory_alloc(256), *there = NULL;
	for (uint32_t i = 0; i < 256; i++)
		page[i] = (unsigned char)properties_of(number * 256 + i);
	if (atomic_compare_exchange_strong(&pages[number], &there, page))
		return page;
	free(page);
	return there;
}

static int properties(uint32_t c)
{
	if (c > 0xFFFF)
		return properties_of(c);
	const unsigned char *page = atomic_load_explicit(&pages[c >> 8], memory_order_acquire);
	return (page ? page : make_page(c >> 8))[c & 0xFF];
}

int utf8_width_of(uint32_t c)
{
	return properties(c) & HAS_WIDTH;
}

size_t utf8_width(struct span s)
{
	size_t width = 0, n;
	for (; s.length; s = span_after(s, n))
		width += (size_t)utf8_width_of(utf8_decode(s, &n));
	return width;
}

void utf8_line_breaks(struct span s, char *out)
{
	if (!s.length)
		return;
	u8_possible_linebreaks((const uint8_t *)s.data, s.length, "UTF-8", out);
	for (size_t i = 0; i < s.length; i++)
		out[i] = out[i] == UC_BREAK_MANDATORY ? BREAK_MANDATORY
			 : out[i] == UC_BREAK_POSSIBLE ? BREAK_POSSIBLE
						       : BREAK_NONE;
}

/* Takes what libunistring allocated over into the arena. */
static char *taken(struct arena *a, uint8_t *text, size_t length)
{
	if (!text)
		memory_exhausted(); /* the input is valid UTF-8 */
	char *copy = arena_dup(a, (const char *)text, length);
	free(text);
	return copy;
}

/* ASCII, kana without voicing marks of their own and unified ideographs: alone and in any order they are their own
 * normal forms. Most texts consist of nothing else. */
static bool is_settled(struct span s)
{
	const unsigned char *p = (const unsigned char *)s.data;
	for (size_t i = 0; i < s.length;) {
		if (p[i] < 0x80) {
			i++;
			continue;
		}
		if (!utf8_is_common(p + i, s.length - i))
			return false;
		uint32_t c = utf8_common(p + i);
		bool kana = (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FC);
		if (!kana && !(c >= 0x4E00 && c <= 0x9FA5) && c != 0x3001 && c != 0x3002)
			return false;
		i += 3;
	}
	return true;
}

static char *normalised(struct arena *a, struct span s, uninorm_t form)
{
	if (is_settled(s))
		return arena_span(a, s);
	size_t length = 0;
	uint8_t *text = u8_normalize(form, (const uint8_t *)s.data, s.length, NULL, &length);
	return taken(a, text, length);
}

char *utf8_nfc(struct arena *a, struct span s)
{
	return normalised(a, s, UNINORM_NFC);
}

char *utf8_nfkc(struct arena *a, struct span s)
{
	return normalised(a, s, UNINORM_NFKC);
}

static char *lower(char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] >= 'A' && text[i] <= 'Z')
			text[i] = (char)(text[i] - 'A' + 'a');
	return text;
}

char *utf8_fold(struct arena *a, struct span s)
{
	if (is_settled(s))
		return lower(arena_span(a, s), s.length);
	size_t length = 0;
	uint8_t *text = u8_casefold((const uint8_t *)s.data, s.length, NULL, UNINORM_NFKC, NULL, &length);
	return taken(a, text, length);
}

bool utf8_is_han(uint32_t c)
{
	return c >= 0x2E80 && (properties(c) & IS_HAN);
}

bool utf8_is_hiragana(uint32_t c)
{
	return c >= 0x3041 && (properties(c) & IS_HIRAGANA);
}

bool utf8_is_katakana(uint32_t c)
{
	return c == 0x30FC || (c >= 0x30A0 && (properties(c) & IS_KATAKANA));
}

bool utf8_is_japanese(uint32_t c)
{
	if (c < 0x2E80)
		return false;
	return (c >= 0x3000 && c <= 0x30FF)      /* CJK punctuation, kana */
	       || (c >= 0xFF00 && c <= 0xFFEF)   /* half- and full-width forms */
	       || utf8_is_han(c) || utf8_is_hiragana(c) || utf8_is_katakana(c);
}

bool utf8_is_letter_or_digit(uint32_t c)
{
	return properties(c) & IS_LETTER;
}

enum utf8_kind utf8_kind_of(uint32_t c)
{
	int p = properties(c);
	if (p & IS_HIRAGANA && c >= 0x3041)
		return UTF8_HIRAGANA;
	if (c == 0x30FC || (p & IS_KATAKANA && c >= 0x30A0))
		return UTF8_KATAKANA;
	if (p & IS_HAN && c >= 0x2E80)
		return UTF8_HAN;
	return p & IS_LETTER ? UTF8_LETTER : UTF8_OTHER;
}

bool utf8_is_deceptive(uint32_t c)
{
	return c == 0x00AD || c == 0x061C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
	       (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

size_t utf8_find_deceptive(struct span s)
{
	const unsigned char *p = (const unsigned char *)s.data;
	size_t n;
	for (size_t i = 0; i < s.length; i += n) {
		size_t run = p[i] < 0x80 ? ascii_run(s, i) : 0;
		n = run ? run : 1;
		if (p[i] < 0x80)
			continue;
		/* Lead bytes of U+3000 to U+CFFF, which hold none. */
		n = 3;
		if (p[i] >= 0xE3 && p[i] <= 0xEC && s.length - i >= 3)
			continue;
		if (utf8_is_deceptive(utf8_decode(span_after(s, i), &n)))
			return i;
	}
	return s.length;
}

bool utf8_is_control(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F) || utf8_is_nothing(c);
}

bool utf8_is_nothing(uint32_t c)
{
	return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

static bool all_visible(struct span s)
{
	for (size_t n; s.length; s = span_after(s, n)) {
		uint32_t c = utf8_decode(s, &n);
		if (utf8_is_control(c) || (c > 0x7F && utf8_is_deceptive(c)))
			return false;
	}
	return true;
}

struct span utf8_made_visible(struct arena *a, struct span s)
{
	if (all_visible(s))
		return span_make(arena_span(a, s), s.length);
	struct buf b;
	buf_init(&b, SIZE_MAX / 4);
	for (size_t n; s.length; s = span_after(s, n)) {
		uint32_t c = utf8_decode(s, &n);
		if (utf8_is_deceptive(c) || utf8_is_control(c))
			buf_text(&b, "\xEF\xBF\xBD");
		else
			buf_add(&b, s.data, n);
	}
	struct span visible = span_make(arena_dup(a, b.data, b.length), b.length);
	buf_fini(&b);
	return visible;
}

const char *utf8_masked(struct arena *a, struct span s, size_t limit)
{
	struct buf b;
	buf_init(&b, limit);
	while (s.length) {
		size_t n = 1;
		bool bad = utf8_invalid(span_make(s.data, s.length < 4 ? s.length : 4)) == 0;
		uint32_t c = bad ? 0 : utf8_decode(s, &n);
		if (bad || c == '\n' || utf8_is_control(c) || utf8_is_deceptive(c))
			for (size_t i = 0; i < n; i++)
				buf_printf(&b, "\\x%02X", (unsigned char)s.data[i]);
		else
			buf_add(&b, s.data, n);
		s = span_after(s, n);
	}
	if (b.overflow)
		buf_truncate(&b, utf8_invalid(buf_as_span(&b)));
	const char *copy = arena_dup(a, b.data, b.length);
	buf_fini(&b);
	return copy;
}
