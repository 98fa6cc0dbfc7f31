/* The key is unambiguous: marks begin with the byte 1, which prose writes as 1 1;
 * what stands byte for byte has its length before it. */
#include "document/compare.h"

#include "base/utf8.h"
#include "document/prose.h"

struct key {
	struct buf *out;
	struct prose prose;
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

/* What comes before a visible character: the white space that counts. */
static void settle(struct key *k, uint32_t next)
{
	if (prose_take(&k->prose, next) == PROSE_BLANK)
		buf_char(k->out, ' ');
}

static void prose(struct key *k, struct span s)
{
	size_t bytes;
	for (; s.length; s = span_after(s, bytes)) {
		uint32_t c = utf8_decode(s, &bytes);
		if (prose_is_white(c)) {
			k->prose.white = true;
			continue;
		}
		settle(k, c);
		if (c == 1)
			buf_char(k->out, 1);
		buf_add(k->out, s.data, bytes);
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
	k->prose.last = s.length ? utf8_decode(span_after(s, at), &bytes) : 0;
}

static void title(struct key *k, const char *text)
{
	struct key own = {.out = k->out, .prose = {.fresh = true}};
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
	prose_start(&k->prose);
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
		k->prose.white = k->prose.white || !node_joins(n);
		return;
	case NODE_LINE_BREAK:
		mark(k, "LineBreak");
		prose_start(&k->prose);
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
	struct key k = {.out = out, .prose = {.fresh = true}};
	for (struct node_event e = {.root = root}; node_next(&e);) {
		if (!node_is_block(e.node->type)) {
			(e.leaving ? end_inline : begin_inline)(&k, e.node);
		} else if (e.leaving) {
			mark(&k, "end");
			prose_start(&k.prose);
		} else {
			begin_block(&k, e.node);
		}
	}
}
