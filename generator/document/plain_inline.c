/* Inlines as text. Runs of blanks in prose become one, as on the page; code
 * spans stay as they are, between backticks. */
#include <stdlib.h>

#include "base/utf8.h"
#include "document/plain_text.h"

struct inlines {
	struct plain *plain;
	struct buf *text;
	const struct node *link;        /* open, to be numbered */
	const struct node *description; /* image whose description is being written */
	size_t link_start;              /* where the open link's text begins */
};

void plain_clean(struct buf *out, struct span text)
{
	for (size_t n; text.length; text = span_after(text, n)) {
		uint32_t c = utf8_decode(text, &n);
		if (c == '\t' || c == '\n' || c == '\r')
			buf_char(out, ' ');
		else if (utf8_is_control(c))
			buf_text(out, "\uFFFD");
		else
			buf_add(out, text.data, n);
	}
}

static bool at_blank(const struct buf *text)
{
	return text->length == 0 || strchr(" \n", text->data[text->length - 1]) != NULL;
}

static void add_blank(struct buf *text)
{
	if (!at_blank(text))
		buf_char(text, ' ');
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void add_prose(struct buf *text, struct span s)
{
	for (size_t i = 0, n; i < s.length; i += n) {
		for (n = 0; i + n < s.length && !is_blank(s.data[i + n]);)
			n++;
		plain_clean(text, span_make(s.data + i, n));
		if (n == 0) {
			add_blank(text);
			n = 1;
		}
	}
}

static size_t longest_ticks(struct span s)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < s.length; i++) {
		run = s.data[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void add_code(struct buf *text, struct span s)
{
	size_t ticks = longest_ticks(s) + 1;
	buf_repeat(text, '`', ticks);
	if (ticks > 1)
		buf_char(text, ' ');
	plain_clean(text, s);
	if (ticks > 1)
		buf_char(text, ' ');
	buf_repeat(text, '`', ticks);
}

static void add_line_break(struct buf *text)
{
	while (text->length && text->data[text->length - 1] == ' ')
		buf_truncate(text, text->length - 1);
	buf_char(text, '\n');
}

/* Where the Link or Image leads, NULL if nowhere that a text can name. */
static const char *target(const struct inlines *in, const struct node *n)
{
	const struct plain_options *o = in->plain->options;
	if (!n->url || url_is_dangerous(n->url))
		return NULL;
	const char *url = o->resolve ? o->resolve(o->context, n) : n->url;
	return url && *url && *url != '#' && !url_is_dangerous(url) ? url : NULL;
}

static size_t link_number(struct plain *p, const char *url, const char *title)
{
	const char *key = arena_printf(p->arena, "%s\n%s", url, title ? title : "");
	size_t found = p->link_count;
	if (!map_put(p->numbers, span_of(key), p->link_count)) {
		map_find(p->numbers, span_of(key), &found);
		return found + 1;
	}
	p->links = arena_grow(p->arena, p->links, p->link_count, &p->link_size, sizeof(*p->links));
	p->links[p->link_count++] = (struct plain_link){arena_text(p->arena, url), title};
	return p->link_count;
}

static void add_number(struct inlines *in, const char *url, const char *title)
{
	if (in->text->length)
		buf_char(in->text, WRAP_TOGETHER);
	buf_printf(in->text, "[%zu]", link_number(in->plain, url, title));
}

/* True if the link's text is its target: no need to say it again. */
static bool says_itself(struct span text, const char *url)
{
	if (span_is(text, url))
		return true;
	return strncmp(url, "mailto:", 7) == 0 && span_is(text, url + 7);
}

static void end_link(struct inlines *in, const struct node *n)
{
	struct buf *text = in->text;
	size_t from = in->link_start <= text->length ? in->link_start : text->length;
	const char *url = target(in, n);
	in->link = NULL;
	if (url && !says_itself(span_make(text->data + from, text->length - from), url))
		add_number(in, url, n->title);
}

const char *plain_told_by_figure(const struct node *image)
{
	const struct node *figure = image->parent ? image->parent->parent : NULL;
	bool alone = figure && figure->type == NODE_FIGURE && !image->previous && !image->next && figure->first == figure->last;
	return alone && image->type == NODE_IMAGE && !image->first ? figure->title : NULL;
}

static void begin_image(struct inlines *in, const struct node *n)
{
	const char *label = in->plain->options->figure_label, *told = plain_told_by_figure(n);
	in->description = n;
	buf_char(in->text, '[');
	if (label)
		buf_text(in->text, label);
	if (label && (n->first || told))
		buf_text(in->text, plain_colon(in->plain));
	if (told)
		add_prose(in->text, span_of(told));
}

static void end_image(struct inlines *in, const struct node *n)
{
	const char *url = target(in, n);
	in->description = NULL;
	buf_char(in->text, ']');
	if (url)
		add_number(in, url, n->title);
}

static void begin(struct inlines *in, const struct node *n)
{
	switch (n->type) {
	case NODE_TEXT:
	case NODE_HTML_INLINE:
		add_prose(in->text, n->literal);
		return;
	case NODE_CODE:
		if (in->description)
			add_prose(in->text, n->literal);
		else
			add_code(in->text, n->literal);
		return;
	case NODE_SOFT_BREAK:
		if (!node_joins(n))
			add_blank(in->text);
		return;
	case NODE_LINE_BREAK:
		if (in->description)
			add_blank(in->text);
		else
			add_line_break(in->text);
		return;
	case NODE_LINK:
		if (in->link || in->description)
			return;
		in->link = n;
		in->link_start = in->text->length;
		return;
	case NODE_IMAGE:
		if (!in->description)
			begin_image(in, n);
		return;
	default:
		return;
	}
}

/* A term's readings are for pages alone: a text that is read from end to end would stumble over them. */
static bool in_term(const struct node *n)
{
	while (n && !node_is_block(n->type) && n->type != NODE_TERM)
		n = n->parent;
	return n && n->type == NODE_TERM;
}

static void end(struct inlines *in, const struct node *n)
{
	if (n == in->link) {
		end_link(in, n);
	} else if (n == in->description) {
		end_image(in, n);
	} else if (n->type == NODE_RUBY && n->info && !in->description && !in_term(n)) {
		buf_text(in->text, "（");
		add_prose(in->text, span_of(n->info));
		buf_text(in->text, "）");
	}
}

void plain_inlines(struct plain *p, const struct node *block, struct buf *text)
{
	struct inlines in = {.plain = p, .text = text};
	for (struct node_event e = {.root = block}; node_next(&e);)
		if (!node_is_block(e.node->type))
			(e.leaving ? end : begin)(&in, e.node);
	add_line_break(text);
	buf_truncate(text, text->length - 1);
}

/* What a URL must not hold is percent-encoded, so that it stays one word. */
static void add_url(struct buf *out, const char *url)
{
	for (; *url; url++) {
		unsigned char c = (unsigned char)*url;
		if (c <= ' ' || c >= 0x7F)
			buf_printf(out, "%%%02X", c);
		else
			buf_char(out, (char)c);
	}
}

void plain_links(struct plain *p)
{
	struct buf text;
	if (p->link_count == 0)
		return;
	plain_blank(p);
	if (p->options->links_title) {
		size_t columns = plain_paragraph(p, span_of(p->options->links_title));
		buf_repeat(p->out, '=', columns);
		buf_text(p->out, "\n\n");
	}
	buf_init(&text, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < p->link_count; i++) {
		char number[32];
		snprintf(number, sizeof(number), "[%zu] ", i + 1);
		buf_clear(&text);
		add_url(&text, p->links[i].url);
		if (p->links[i].title) {
			buf_text(&text, " (");
			add_prose(&text, span_of(p->links[i].title));
			buf_char(&text, ')');
		}
		plain_lines(p, buf_as_span(&text), number, "    ");
	}
	buf_fini(&text);
}
