/* The text in a tree: what a soft break is, and text without markup.
 *
 * The search for a soft break's neighbours ends at the next leaf or break, so
 * that it passes each beginning and end of a node once: all breaks of a
 * document together cost linear time. */
#include "base/buf.h"
#include "base/utf8.h"
#include "document/node.h"

static bool is_leaf_text(const struct node *n)
{
	return n->type == NODE_TEXT || n->type == NODE_CODE || n->type == NODE_HTML_INLINE;
}

/* What ends the search without a character. */
static bool is_stop(const struct node *n)
{
	return n->type == NODE_SOFT_BREAK || n->type == NODE_LINE_BREAK || n->type == NODE_IMAGE ||
	       node_is_block(n->type);
}

static uint32_t last_character(struct span s)
{
	size_t at = s.length - 1, bytes;
	while (at > 0 && s.length - at < 4 && ((unsigned char)s.data[at] & 0xC0) == 0x80)
		at--;
	return utf8_decode(span_after(s, at), &bytes);
}

static uint32_t first_character(struct span s)
{
	size_t bytes;
	return utf8_decode(s, &bytes);
}

/* The next node in reading direction within the block: leaves first, so that
 * each is met before what holds it. NULL at the block's edge. */
static const struct node *neighbour(const struct node *n, bool forward)
{
	const struct node *next = forward ? n->next : n->previous;
	if (!next)
		return n->parent && !is_stop(n->parent) ? n->parent : NULL;
	while (!is_stop(next) && (forward ? next->first : next->last))
		next = forward ? next->first : next->last;
	return next;
}

/* The character beside node, 0 if there is none. */
static uint32_t character_beside(const struct node *node, bool forward)
{
	const struct node *n = neighbour(node, forward);
	for (; n && !is_stop(n); n = neighbour(n, forward))
		if (is_leaf_text(n) && n->literal.length)
			return forward ? first_character(n->literal) : last_character(n->literal);
	return 0;
}

/* Punctuation and symbols without a script (… — → ① ※), which stand in Japanese as they do in English. */
static bool is_symbol(uint32_t c)
{
	return (c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205E) || (c >= 0x2190 && c <= 0x23FF) ||
	       (c >= 0x2460 && c <= 0x27BF);
}

bool node_joins(const struct node *soft_break)
{
	uint32_t before = character_beside(soft_break, false), after;
	if (!utf8_is_japanese(before) && !is_symbol(before))
		return false;
	after = character_beside(soft_break, true);
	return utf8_is_japanese(after) || (is_symbol(after) && utf8_is_japanese(before));
}

/* Appends text as part of one line: line ends become blanks. */
static void add_line(struct buf *out, struct span s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.length; i++) {
		if (s.data[i] != '\n' && s.data[i] != '\r')
			continue;
		buf_add(out, s.data + from, i - from);
		buf_char(out, ' ');
		from = i + 1;
	}
	if (s.length)
		buf_add(out, s.data + from, s.length - from);
}

void node_plain(struct buf *out, const struct node *node)
{
	size_t start = out->length;
	for (const struct node *n = node; n; n = node_walk(node, n)) {
		bool apart = node_is_block(n->type) && out->length > start;
		if (apart && out->data[out->length - 1] != ' ')
			buf_char(out, ' ');
		if (n->type == NODE_LINE_BREAK || (n->type == NODE_SOFT_BREAK && !node_joins(n)))
			buf_char(out, ' ');
		else
			add_line(out, n->literal);
	}
	while (out->length > start && out->data[out->length - 1] == ' ')
		buf_truncate(out, out->length - 1);
}
