/* Decoding by hand (it is in every inner loop), algorithms by libunistring. */
#include "base/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/buf.h"

size_t utf8_invalid(struct span s)
{
	size_t i = 0;
	while (i < s.length) {
		if ((unsigned char)s.data[i] < 0x80) {
			i++;
			continue;
		}
		ucs4_t c;
		int n = u8_mbtoucr(&c, (const uint8_t *)s.data + i, s.length - i);
		if (n < 0)
			return i;
		i += (size_t)n;
	}
	return i;
}

uint32_t utf8_decode(struct span s, size_t *bytes)
{
	ucs4_t c = (unsigned char)s.data[0];
	if (c < 0x80) {
		*bytes = 1;
		return c;
	}
	int n = u8_mbtouc(&c, (const uint8_t *)s.data, s.length);
	*bytes = n > 0 ? (size_t)n : 1;
	return c;
}

size_t utf8_encode(char out[4], uint32_t c)
{
	int n = u8_uctomb((uint8_t *)out, c, 4);
	return n > 0 ? (size_t)n : 0;
}

int utf8_width_of(uint32_t c)
{
	int w = uc_width(c, "UTF-8");
	return w < 0 ? 0 : w;
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
		abort(); /* out of memory: the input is valid UTF-8 */
	char *copy = arena_dup(a, (const char *)text, length);
	free(text);
	return copy;
}

static char *normalised(struct arena *a, struct span s, uninorm_t form)
{
	if (!s.length)
		return arena_text(a, "");
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

char *utf8_fold(struct arena *a, struct span s)
{
	if (!s.length)
		return arena_text(a, "");
	size_t length = 0;
	uint8_t *text = u8_casefold((const uint8_t *)s.data, s.length, NULL, UNINORM_NFKC, NULL, &length);
	return taken(a, text, length);
}

static bool in_script(uint32_t c, const char *name)
{
	const uc_script_t *script = uc_script(c);
	return script && strcmp(script->name, name) == 0;
}

bool utf8_is_han(uint32_t c)
{
	return c >= 0x2E80 && in_script(c, "Han");
}

bool utf8_is_hiragana(uint32_t c)
{
	return c >= 0x3041 && in_script(c, "Hiragana");
}

bool utf8_is_katakana(uint32_t c)
{
	return c == 0x30FC || (c >= 0x30A0 && in_script(c, "Katakana"));
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
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Nd);
}

bool utf8_is_deceptive(uint32_t c)
{
	return c == 0x00AD || c == 0x061C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
	       (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

bool utf8_is_control(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F);
}

struct span utf8_made_visible(struct arena *a, struct span s)
{
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
