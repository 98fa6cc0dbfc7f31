/* The key is unambiguous: marks begin with the byte 1, which prose writes as 1 1;
 * what stands byte for byte has its length before it.
 *
 * White space is held back until the next visible character: only then is it
 * known whether it counts. */
#include "document/compare.h"

#include "base/utf8.h"

struct key {
	struct buf *out;
	bool white;    /* white space was read since the last character */
	bool fresh;    /* at the beginning of a block or line: white space does not count */
	uint32_t last; /* the last visible character, 0 at the beginning of a block or line */
};

static void mark(struct key *k, const char *name)
{
	buf_char(k->out, 1);
	buf_text(k->out, name);
	buf_char(k->out, ';');
}

static void exact(struct key *k, struct span s)
{
	buf_printf(k->out, "%zu:", s.length);
	buf_span(k->out, s);
}

static void start_over(struct key *k)
{
	k->white = false;
	k->fresh = true;
	k->last = 0;
}

static bool is_white(uint32_t c)
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

static bool is_border(uint32_t before, uint32_t after)
{
	return (utf8_is_japanese(before) && is_latin(after)) || (is_latin(before) && utf8_is_japanese(after));
}

/* What comes before a visible character: the white space that counts. */
static void settle(struct key *k, uint32_t next)
{
	if (k->white && !k->fresh && !is_border(k->last, next))
		buf_char(k->out, ' ');
	k->white = k->fresh = false;
}

static void prose(struct key *k, struct span s)
{
	size_t bytes;
	for (; s.length; s = span_after(s, bytes)) {
		uint32_t c = utf8_decode(s, &bytes);
		if (is_white(c)) {
			k->white = true;
			continue;
		}
		settle(k, c);
		if (c == 1)
			buf_char(k->out, 1);
		buf_add(k->out, s.data, bytes);
		k->last = c;
	}
}

/* Code within prose: exact, and its ends count as the characters they are. */
static void code(struct key *k, const struct node *n)
{
	struct span s = n->literal;
	size_t bytes, at = s.length;
	settle(k, s.length ? utf8_decode(s, &bytes) : 0);
	mark(k, node_type_name(n->type));
	exact(k, s);
	while (at > 0 && s.length - at < 4 && ((unsigned char)s.data[--at] & 0xC0) == 0x80) {
	}
	k->last = s.length ? utf8_decode(span_after(s, at), &bytes) : 0;
}

static void title(struct key *k, const char *text)
{
	struct key own = {.out = k->out, .fresh = true};
	mark(k, "title");
	prose(&own, span_of(text));
	mark(k, "end");
}

static void target(struct key *k, const struct node *n)
{
	mark(k, node_type_name(n->type));
	exact(k, span_of(n->url));
	if (n->title)
		title(k, n->title);
	if (n->type == NODE_RUBY)
		title(k, n->info ? n->info : "");
}

static void begin_block(struct key *k, const struct node *n)
{
	mark(k, node_type_name(n->type));
	if (n->type == NODE_HEADING)
		buf_printf(k->out, "%d;", n->level);
	if (n->type == NODE_LIST)
		buf_printf(k->out, n->ordered ? "%d;" : "*;", n->start);
	if (n->type == NODE_CELL)
		buf_printf(k->out, "%d%d;", (int)n->align, (int)n->header);
	if (n->type == NODE_CODE_BLOCK)
		exact(k, span_of(n->info));
	if (n->type == NODE_CODE_BLOCK || n->type == NODE_HTML_BLOCK)
		exact(k, n->literal);
	if (n->title)
		title(k, n->title);
	start_over(k);
}

static void begin_inline(struct key *k, const struct node *n)
{
	switch (n->type) {
	case NODE_TEXT:
		prose(k, n->literal);
		return;
	case NODE_CODE:
	case NODE_HTML_INLINE:
		code(k, n);
		return;
	case NODE_SOFT_BREAK:
		k->white = k->white || !node_joins(n);
		return;
	case NODE_LINE_BREAK:
		mark(k, "LineBreak");
		start_over(k);
		return;
	case NODE_LINK:
	case NODE_IMAGE:
	case NODE_RUBY:
	case NODE_TERM:
		target(k, n);
		return;
	default:
		return;
	}
}

static void end_inline(struct key *k, const struct node *n)
{
	if (n->type == NODE_LINK || n->type == NODE_IMAGE || n->type == NODE_RUBY || n->type == NODE_TERM)
		mark(k, "end");
}

void block_key(struct buf *out, const struct node *root)
{
	struct key k = {.out = out, .fresh = true};
	for (struct node_event e = {.root = root}; node_next(&e);) {
		if (!node_is_block(e.node->type)) {
			(e.leaving ? end_inline : begin_inline)(&k, e.node);
		} else if (e.leaving) {
			mark(&k, "end");
			start_over(&k);
		} else {
			begin_block(&k, e.node);
		}
	}
}
