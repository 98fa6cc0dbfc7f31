/* One event of the walk, one function: begin(…) when a node begins, end(…)
 * when its children are done. What must be known at the end is in the tree, but for
 * the one open link (links do not nest) and the image whose description is being written. */
#include "document/html.h"

#include "document/html_text.h"

struct writer {
	struct buf *out;
	const struct html_options *options;
	const struct node *link;        /* that is open as an element, or NULL */
	const struct node *description; /* image whose children become its alt, or NULL */
	bool pictured;                  /* that image is an img element; otherwise it is its description */
	bool in_head;                   /* of the open table (tables do not nest) */
};

static void cr(struct buf *out)
{
	if (out->length && out->data[out->length - 1] != '\n')
		buf_char(out, '\n');
}

static void text(const struct writer *w, struct span s)
{
	html_add_text(w->out, s, w->options->commonmark);
}

static void attribute(const struct writer *w, const char *name, const char *value)
{
	html_add_attribute(w->out, name, value, w->options->commonmark);
}

/* The target of a Link, Image or Term, NULL if it has none that may be shown. */
static const char *target(const struct writer *w, const struct node *n)
{
	if (!n->url || url_is_dangerous(n->url))
		return NULL;
	if (!w->options->resolve || w->options->commonmark)
		return n->url;
	const char *url = w->options->resolve(w->options->context, n);
	return url && !url_is_dangerous(url) ? url : NULL;
}

static void begin_link(struct writer *w, const struct node *n, const char *url)
{
	buf_text(w->out, n->type == NODE_TERM ? "<a class=\"term\" href=\"" : "<a href=\"");
	html_add_url(w->out, url ? url : "", w->options->commonmark);
	buf_char(w->out, '"');
	attribute(w, "title", n->title);
	if (!w->options->commonmark && n->type != NODE_TERM && url_is_absolute(n->url))
		buf_text(w->out, " rel=\"external\"");
	buf_char(w->out, '>');
	w->link = n;
}

static void link_or_text(struct writer *w, const struct node *n)
{
	const char *url = w->link && !w->options->commonmark ? NULL : target(w, n);
	if (url || w->options->commonmark) {
		begin_link(w, n, url);
	} else if (n->type == NODE_TERM) {
		buf_text(w->out, "<span class=\"term\"");
		attribute(w, "title", n->title);
		buf_char(w->out, '>');
	}
}

static void end_link(struct writer *w, const struct node *n)
{
	if (w->link == n || w->options->commonmark) {
		buf_text(w->out, "</a>");
		w->link = NULL;
	} else if (n->type == NODE_TERM) {
		buf_text(w->out, "</span>");
	}
}

/* An image elsewhere is a link: pages ask no other site for anything. */
static bool is_foreign(const struct writer *w, const struct node *image)
{
	return !w->options->commonmark && image->url && url_is_absolute(image->url);
}

static void begin_image(struct writer *w, const struct node *n)
{
	if (is_foreign(w, n)) {
		link_or_text(w, n);
		if (!n->first)
			text(w, span_of(n->url));
		return;
	}
	const char *url = target(w, n);
	w->description = n;
	w->pictured = url || w->options->commonmark;
	if (!w->pictured)
		return;
	buf_text(w->out, "<img src=\"");
	html_add_url(w->out, url ? url : "", w->options->commonmark);
	buf_text(w->out, "\" alt=\"");
}

static void end_image(struct writer *w, const struct node *n)
{
	if (is_foreign(w, n)) {
		end_link(w, n);
		return;
	}
	w->description = NULL;
	if (!w->pictured)
		return;
	buf_char(w->out, '"');
	attribute(w, "title", n->title);
	buf_text(w->out, w->options->commonmark ? " />" : " loading=\"lazy\">");
}

/* Within an image's description: text only. */
static void describe(struct writer *w, const struct node *n)
{
	if (n->type == NODE_LINE_BREAK || n->type == NODE_SOFT_BREAK) {
		if (w->options->commonmark || n->type == NODE_LINE_BREAK || !node_joins(n))
			buf_char(w->out, ' ');
	} else {
		text(w, n->literal);
	}
}

static void soft_break(struct writer *w, const struct node *n)
{
	if (w->options->commonmark || !node_joins(n))
		buf_char(w->out, '\n');
}

static void raw_html(struct writer *w, const struct node *n)
{
	if (w->options->commonmark)
		buf_text(w->out, "<!-- raw HTML omitted -->");
	else
		text(w, n->literal);
}

static void html_block(struct writer *w, const struct node *n)
{
	cr(w->out);
	if (!w->options->commonmark)
		buf_text(w->out, "<pre tabindex=\"0\"><code class=\"language-html\">");
	raw_html(w, n);
	if (!w->options->commonmark)
		buf_text(w->out, "</code></pre>");
	cr(w->out);
}

static void code_block(struct writer *w, const struct node *n)
{
	size_t word = n->info ? strcspn(n->info, " \t\n\v\f\r") : 0;
	cr(w->out);
	buf_text(w->out, w->options->commonmark ? "<pre><code" : "<pre tabindex=\"0\"><code");
	if (n->info && *n->info) {
		buf_text(w->out, " class=\"language-");
		text(w, span_make(n->info, word));
		buf_char(w->out, '"');
	}
	buf_char(w->out, '>');
	text(w, n->literal);
	buf_text(w->out, "</code></pre>\n");
}

static int heading_level(const struct writer *w, const struct node *n)
{
	int level = w->options->commonmark ? n->level : n->level + w->options->heading_offset;
	return level < 1 ? 1 : level > 6 ? 6 : level;
}

static void begin_heading(struct writer *w, const struct node *n)
{
	cr(w->out);
	buf_printf(w->out, "<h%d", heading_level(w, n));
	if (!w->options->commonmark)
		attribute(w, "id", n->anchor);
	buf_char(w->out, '>');
}

static void begin_list(struct writer *w, const struct node *n)
{
	cr(w->out);
	if (n->ordered && n->start != 1)
		buf_printf(w->out, "<ol start=\"%d\">\n", n->start);
	else
		buf_text(w->out, n->ordered ? "<ol>\n" : "<ul>\n");
}

/* Of a tight list, or the image alone of a figure: without a p element. */
static bool is_bare(const struct node *paragraph)
{
	const struct node *parent = paragraph->parent, *list = parent ? parent->parent : NULL, *only = paragraph->first;
	if (parent && parent->type == NODE_FIGURE && only && only->type == NODE_IMAGE && !only->next)
		return true;
	return list && list->type == NODE_LIST && list->tight;
}

static void begin_table(struct writer *w, const struct node *n)
{
	cr(w->out);
	buf_text(w->out, "<div class=\"table\" tabindex=\"0\"");
	if (n->title)
		buf_text(w->out, " role=\"region\"");
	attribute(w, "aria-label", n->title);
	buf_text(w->out, "><table>\n");
	if (!n->title)
		return;
	buf_text(w->out, "<caption>");
	text(w, span_of(n->title));
	buf_text(w->out, "</caption>\n");
}

/* Rows at the top that are headers make the head; the others the body. */
static void begin_row(struct writer *w, const struct node *n)
{
	if (!n->previous) {
		w->in_head = n->header;
		buf_text(w->out, n->header ? "<thead>\n" : "<tbody>\n");
	} else if (w->in_head && !n->header) {
		w->in_head = false;
		buf_text(w->out, "</thead>\n<tbody>\n");
	}
	buf_text(w->out, "<tr>\n");
}

static void end_row(struct writer *w, const struct node *n)
{
	buf_text(w->out, "</tr>\n");
	if (!n->next)
		buf_text(w->out, w->in_head ? "</thead>\n" : "</tbody>\n");
}

static bool is_header(const struct node *cell)
{
	return cell->header || (cell->parent && cell->parent->header);
}

static void begin_cell(struct writer *w, const struct node *n)
{
	static const char *const classes[] = {NULL, "align-left", "align-centre", "align-right"};
	buf_text(w->out, is_header(n) ? "<th" : "<td");
	if (is_header(n))
		attribute(w, "scope", n->parent && n->parent->header ? "col" : "row");
	attribute(w, "class", classes[n->align & 3]);
	buf_char(w->out, '>');
}

static void begin_classed(struct writer *w, const struct node *n, const char *element)
{
	buf_printf(w->out, "<%s", element);
	attribute(w, "class", n->classes);
	buf_char(w->out, '>');
}

static void begin_box(struct writer *w, const struct node *n, const char *element)
{
	cr(w->out);
	begin_classed(w, n, element);
	buf_char(w->out, '\n');
}

static void end_figure(struct writer *w, const struct node *n)
{
	cr(w->out);
	if (n->title) {
		buf_text(w->out, "<figcaption>");
		text(w, span_of(n->title));
		buf_text(w->out, "</figcaption>\n");
	}
	buf_text(w->out, "</figure>\n");
}

static void end_ruby(struct writer *w, const struct node *n)
{
	if (n->info) {
		buf_text(w->out, "<rp>（</rp><rt>");
		text(w, span_of(n->info));
		buf_text(w->out, "</rt><rp>）</rp>");
	}
	buf_text(w->out, "</ruby>");
}

static void begin_block(struct writer *w, const struct node *n)
{
	switch (n->type) {
	case NODE_PARAGRAPH:
		if (!is_bare(n)) {
			cr(w->out);
			buf_text(w->out, "<p>");
		}
		return;
	case NODE_HEADING:
		begin_heading(w, n);
		return;
	case NODE_LIST:
		begin_list(w, n);
		return;
	case NODE_ITEM:
		cr(w->out);
		buf_text(w->out, "<li>");
		return;
	case NODE_CODE_BLOCK:
		code_block(w, n);
		return;
	case NODE_BLOCK_QUOTE:
		cr(w->out);
		buf_text(w->out, "<blockquote>\n");
		return;
	case NODE_THEMATIC_BREAK:
		cr(w->out);
		buf_text(w->out, w->options->commonmark ? "<hr />\n" : "<hr>\n");
		return;
	case NODE_HTML_BLOCK:
		html_block(w, n);
		return;
	case NODE_TABLE:
		begin_table(w, n);
		return;
	case NODE_ROW:
		begin_row(w, n);
		return;
	case NODE_CELL:
		begin_cell(w, n);
		return;
	case NODE_DIV:
		begin_box(w, n, "div");
		return;
	case NODE_FIGURE:
		begin_box(w, n, "figure");
		return;
	default:
		return;
	}
}

static void end_block(struct writer *w, const struct node *n)
{
	switch (n->type) {
	case NODE_PARAGRAPH:
		if (!is_bare(n))
			buf_text(w->out, "</p>\n");
		return;
	case NODE_HEADING:
		buf_printf(w->out, "</h%d>\n", heading_level(w, n));
		return;
	case NODE_LIST:
		buf_text(w->out, n->ordered ? "</ol>\n" : "</ul>\n");
		return;
	case NODE_ITEM:
		buf_text(w->out, "</li>\n");
		return;
	case NODE_BLOCK_QUOTE:
		cr(w->out);
		buf_text(w->out, "</blockquote>\n");
		return;
	case NODE_TABLE:
		buf_text(w->out, "</table></div>\n");
		return;
	case NODE_ROW:
		end_row(w, n);
		return;
	case NODE_CELL:
		buf_text(w->out, is_header(n) ? "</th>\n" : "</td>\n");
		return;
	case NODE_DIV:
		cr(w->out);
		buf_text(w->out, "</div>\n");
		return;
	case NODE_FIGURE:
		end_figure(w, n);
		return;
	default:
		return;
	}
}

static void begin_inline(struct writer *w, const struct node *n)
{
	switch (n->type) {
	case NODE_TEXT:
		text(w, n->literal);
		return;
	case NODE_CODE:
		buf_text(w->out, "<code>");
		text(w, n->literal);
		buf_text(w->out, "</code>");
		return;
	case NODE_EMPH:
		buf_text(w->out, "<em>");
		return;
	case NODE_STRONG:
		buf_text(w->out, "<strong>");
		return;
	case NODE_LINK:
	case NODE_TERM:
		link_or_text(w, n);
		return;
	case NODE_IMAGE:
		begin_image(w, n);
		return;
	case NODE_SOFT_BREAK:
		soft_break(w, n);
		return;
	case NODE_LINE_BREAK:
		buf_text(w->out, w->options->commonmark ? "<br />\n" : "<br>\n");
		return;
	case NODE_HTML_INLINE:
		raw_html(w, n);
		return;
	case NODE_RUBY:
		buf_text(w->out, "<ruby>");
		return;
	case NODE_SPAN:
		begin_classed(w, n, "span");
		return;
	default:
		return;
	}
}

static void end_inline(struct writer *w, const struct node *n)
{
	switch (n->type) {
	case NODE_EMPH:
		buf_text(w->out, "</em>");
		return;
	case NODE_STRONG:
		buf_text(w->out, "</strong>");
		return;
	case NODE_LINK:
	case NODE_TERM:
		end_link(w, n);
		return;
	case NODE_IMAGE:
		end_image(w, n);
		return;
	case NODE_RUBY:
		end_ruby(w, n);
		return;
	case NODE_SPAN:
		buf_text(w->out, "</span>");
		return;
	default:
		return;
	}
}

void html_render(struct buf *out, const struct node *root, const struct html_options *options)
{
	struct writer w = {.out = out, .options = options};
	for (struct node_event e = {.root = root}; node_next(&e);) {
		const struct node *n = e.node;
		if (w.description && n != w.description) {
			if (!e.leaving)
				describe(&w, n);
		} else if (node_is_block(n->type)) {
			(e.leaving ? end_block : begin_block)(&w, n);
		} else {
			(e.leaving ? end_inline : begin_inline)(&w, n);
		}
	}
}
