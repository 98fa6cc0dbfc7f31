/* Invariant: last is the character that stands before the white space which is held back. */
#include "document/prose.h"

#include "base/utf8.h"

bool prose_is_white(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 ||
	       (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
	       c == 0x3000;
}

/* Letters of Latin script, and what ASCII has beside them. */
static bool is_latin(uint32_t c)
{
	return (c > ' ' && c < 0x7F) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) ||
	       (c >= 0x1E00 && c < 0x1F00);
}

/* Of the full-width forms of ASCII only what parts sentences: a full-width digit, letter or point belongs to a
 * version or an id, in which a blank counts. */
static bool is_japanese(uint32_t c)
{
	if (c < 0xFF01 || c > 0xFF5E)
		return utf8_is_japanese(c);
	return c == 0xFF01 || c == 0xFF08 || c == 0xFF09 || c == 0xFF1A || c == 0xFF1B || c == 0xFF1F; /* ！（）：；？ */
}

static bool is_border(uint32_t before, uint32_t after)
{
	return (is_japanese(before) && is_latin(after)) || (is_latin(before) && is_japanese(after));
}

void prose_start(struct prose *p)
{
	*p = (struct prose){.fresh = true};
}

enum prose_white prose_take(struct prose *p, uint32_t c)
{
	enum prose_white white = PROSE_NONE;
	if (p->white && !p->fresh)
		white = is_border(p->last, c) ? PROSE_GAP : PROSE_BLANK;
	*p = (struct prose){.last = c};
	return white;
}
