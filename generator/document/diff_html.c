/* Parts as HTML. Invariant: whoever sets whole had found it PART_SAME, and sets it back when the element is closed. */
#include "document/diff_html.h"

static void write_parts(struct diff_writer *w, const struct part *parts, size_t count, unsigned depth);

static bool is_whole(const struct diff_writer *w, enum part_change change)
{
	return w->whole == PART_SAME && (change == PART_REMOVED || change == PART_ADDED);
}

static const char *class_of(enum part_change change)
{
	return change == PART_ADDED ? "diff-added" : "diff-removed";
}

/* Ends the tag of an element that holds what came or went whole. */
static void begin_whole(struct diff_writer *w, enum part_change change)
{
	buf_printf(w->out, " class=\"%s\">", class_of(change));
	diff_html_note(w, change);
	w->whole = change;
}

static void left_out(const struct diff_writer *w, const char *begin, const char *end)
{
	buf_text(w->out, begin);
	diff_html_text(w, span_of(w->words->same));
	buf_text(w->out, end);
}

/* What stands in a part: words, or parts. */
static void write_content(struct diff_writer *w, const struct part *p, unsigned depth)
{
	struct part *parts;
	size_t count;
	if (!unit_is_box(part_unit(p), depth)) {
		diff_html_leaf(w, p);
		return;
	}
	part_below(&parts, &count, w->arena, p);
	write_parts(w, parts, count, depth + 1);
}

static void write_box(struct diff_writer *w, const struct part *p, const char *element, unsigned depth)
{
	buf_printf(w->out, "<%s>", element);
	diff_html_signs(w, p);
	write_content(w, p, depth);
	buf_printf(w->out, "</%s>\n", element);
}

/* Lines that came or went together are in one element, their ends with them. */
static size_t write_lines_of(struct diff_writer *w, const struct sequence *s, size_t from)
{
	enum part_change change = s->items[from].part->change;
	bool marked = is_whole(w, change);
	if (marked) {
		buf_text(w->out, change == PART_ADDED ? "<ins>" : "<del>");
		diff_html_note(w, change);
		w->whole = change;
	}
	size_t i = from;
	for (; i < s->count && !s->items[i].left_out && s->items[i].part->change == change; i++) {
		diff_html_leaf(w, s->items[i].part);
		buf_char(w->out, '\n');
	}
	if (marked) {
		buf_text(w->out, change == PART_ADDED ? "</ins>" : "</del>");
		w->whole = PART_SAME;
	}
	return i;
}

static void write_lines(struct diff_writer *w, const struct sequence *s)
{
	for (size_t i = 0; i < s->count;) {
		if (s->items[i].left_out) {
			left_out(w, "<span class=\"diff-same\">", "</span>\n");
			i++;
		} else {
			i = write_lines_of(w, s, i);
		}
	}
}

static void write_code(struct diff_writer *w, const struct part *p, unsigned depth)
{
	struct part *parts;
	size_t count;
	if (p->sign_before) {
		buf_text(w->out, "<p class=\"diff-sign\">");
		diff_html_signs(w, p);
		buf_text(w->out, "</p>\n");
	}
	buf_text(w->out, "<pre tabindex=\"0\"><code>");
	w->in_code = true;
	if (unit_is_box(part_unit(p), depth)) {
		part_below(&parts, &count, w->arena, p);
		struct sequence s = sequence_of(w->arena, parts, count, w->words->same && w->whole == PART_SAME);
		write_lines(w, &s);
	} else {
		diff_html_leaf(w, p);
	}
	w->in_code = false;
	buf_text(w->out, "</code></pre>\n");
}

/* Tables. ----------------------------------------------------------------- */

static void begin_cell(struct diff_writer *w, const struct part *p, const char *class)
{
	static const char *const aligns[] = {"", "align-left", "align-centre", "align-right"};
	const struct node *n = part_unit(p)->node;
	const char *align = aligns[n->align & 3];
	if (n->header || n->parent->header)
		buf_printf(w->out, "<th scope=\"%s\"", n->parent->header ? "col" : "row");
	else
		buf_text(w->out, "<td");
	if (*class || *align)
		buf_printf(w->out, " class=\"%s%s%s\"", class, *class && *align ? " " : "", align);
	buf_char(w->out, '>');
}

/* first: of a row that came or went whole. */
static void write_cell(struct diff_writer *w, const struct part *p, bool first, unsigned depth)
{
	const struct node *n = part_unit(p)->node;
	bool marked = is_whole(w, p->change);
	begin_cell(w, p, marked ? class_of(p->change) : "");
	if (marked || first)
		diff_html_note(w, p->change);
	if (marked)
		w->whole = p->change;
	diff_html_signs(w, p);
	write_content(w, p, depth);
	if (marked)
		w->whole = PART_SAME;
	buf_text(w->out, n->header || n->parent->header ? "</th>\n" : "</td>\n");
}

static void write_row(struct diff_writer *w, const struct part *p, unsigned depth)
{
	struct part *parts;
	size_t count;
	bool marked = is_whole(w, p->change);
	part_below(&parts, &count, w->arena, p);
	buf_text(w->out, "<tr");
	if (marked)
		buf_printf(w->out, " class=\"%s\"", class_of(p->change));
	buf_text(w->out, ">\n");
	if (marked)
		w->whole = p->change;
	for (size_t i = 0; i < count; i++)
		write_cell(w, &parts[i], marked && i == 0, depth + 1);
	if (marked)
		w->whole = PART_SAME;
	buf_text(w->out, "</tr>\n");
}

static size_t columns_of(const struct sequence *s)
{
	size_t most = 1;
	for (size_t i = 0; i < s->count; i++) {
		const struct unit *u = part_unit(s->items[i].part);
		size_t n = 0;
		for (const struct node *c = u->kind == UNIT_ROW ? u->node->first : NULL; c; c = c->next)
			n++;
		most = n > most ? n : most;
	}
	return most;
}

static bool is_header(const struct part *p)
{
	const struct unit *u = part_unit(p);
	return u->kind == UNIT_ROW && u->node->header;
}

/* The end of the head: rows at the top that are headers, with what went between them, or at the top of a table that has
 * none. */
static size_t head_end(const struct sequence *s, size_t from)
{
	size_t end = from;
	bool only_gone = true; /* so far */
	for (size_t i = from; i < s->count; i++) {
		const struct part *p = s->items[i].part;
		if (p->after && !is_header(p))
			break;
		if (is_header(p) && (p->after || only_gone))
			end = i + 1;
		only_gone = only_gone && !p->after;
	}
	return end;
}

static void write_rows(struct diff_writer *w, const struct sequence *s, size_t from, size_t end, const char *element,
		       unsigned depth)
{
	if (from == end)
		return;
	buf_printf(w->out, "<%s>\n", element);
	for (size_t i = from; i < end; i++) {
		if (!s->items[i].left_out) {
			write_row(w, s->items[i].part, depth);
		} else {
			buf_printf(w->out, "<tr class=\"diff-same\"><td colspan=\"%zu\">", w->columns);
			left_out(w, "", "</td></tr>\n");
		}
	}
	buf_printf(w->out, "</%s>\n", element);
}

/* What was the caption and what is may both be there. */
static void write_captions(struct diff_writer *w, const struct part *parts, size_t count, const char *element)
{
	if (!count)
		return;
	buf_printf(w->out, "<%s>", element);
	for (size_t i = 0; i < count; i++)
		diff_html_leaf(w, &parts[i]);
	buf_printf(w->out, "</%s>\n", element);
}

static bool is_caption(const struct part *p)
{
	return part_unit(p)->kind == UNIT_CAPTION;
}

static void write_table(struct diff_writer *w, const struct part *p, unsigned depth)
{
	struct part *parts;
	size_t count, captions = 0;
	part_below(&parts, &count, w->arena, p);
	while (captions < count && is_caption(&parts[captions]))
		captions++;
	struct sequence s = sequence_of(w->arena, parts, count, w->words->same && w->whole == PART_SAME);
	buf_text(w->out, "<div class=\"table\" tabindex=\"0\"><table>\n");
	write_captions(w, parts, captions, "caption");
	size_t head = head_end(&s, captions);
	w->columns = columns_of(&s);
	write_rows(w, &s, captions, head, "thead", depth + 1);
	write_rows(w, &s, head, s.count, "tbody", depth + 1);
	buf_text(w->out, "</table></div>\n");
}

static void write_figure(struct diff_writer *w, const struct part *p, unsigned depth)
{
	struct part *parts;
	size_t count, blocks;
	part_below(&parts, &count, w->arena, p);
	for (blocks = count; blocks > 0 && is_caption(&parts[blocks - 1]);)
		blocks--;
	buf_text(w->out, "<figure>\n");
	write_parts(w, parts, blocks, depth + 1);
	write_captions(w, parts + blocks, count - blocks, "figcaption");
	buf_text(w->out, "</figure>\n");
}

/* Sequences. -------------------------------------------------------------- */

static bool is_tight(const struct node *paragraph)
{
	const struct node *list = paragraph->parent ? paragraph->parent->parent : NULL;
	return list && list->type == NODE_LIST && list->tight;
}

static void write_paragraph(struct diff_writer *w, const struct part *p, unsigned depth)
{
	if (!is_tight(part_unit(p)->node)) {
		write_box(w, p, "p", depth);
		return;
	}
	diff_html_signs(w, p);
	write_content(w, p, depth);
}

static void write_block(struct diff_writer *w, const struct part *p, unsigned depth)
{
	const struct unit *u = part_unit(p);
	bool box = unit_is_box(u, depth);
	static const char *const headings[] = {"h1", "h1", "h2", "h3", "h4", "h5", "h6"};
	if (u->kind == UNIT_HEADING)
		write_box(w, p, headings[u->node->level < 0 ? 0 : u->node->level > 6 ? 6 : u->node->level], depth);
	else if (u->kind == UNIT_QUOTE)
		write_box(w, p, "blockquote", depth);
	else if (u->kind == UNIT_BOX)
		write_box(w, p, "div", depth);
	else if (u->kind == UNIT_RULE)
		buf_text(w->out, "<hr>\n");
	else if (u->kind == UNIT_CODE)
		write_code(w, p, depth);
	else if (u->kind == UNIT_TABLE && box)
		write_table(w, p, depth);
	else if (u->kind == UNIT_FIGURE && box)
		write_figure(w, p, depth);
	else
		write_paragraph(w, p, depth);
}

static void write_item(struct diff_writer *w, const struct part *p, unsigned depth)
{
	const struct unit *u = part_unit(p);
	bool marked = is_whole(w, p->change);
	buf_text(w->out, "<li");
	if (unit_is_numbered(u))
		buf_printf(w->out, " value=\"%lld\"", u->number);
	if (marked)
		begin_whole(w, p->change);
	else
		buf_char(w->out, '>');
	diff_html_signs(w, p);
	write_content(w, p, depth);
	if (marked)
		w->whole = PART_SAME;
	buf_text(w->out, "</li>\n");
}

static void write_list(struct diff_writer *w, const struct sequence *s, size_t from, size_t end, unsigned depth)
{
	const char *element = unit_is_numbered(part_unit(s->items[from].part)) ? "ol" : "ul";
	buf_printf(w->out, "<%s>\n", element);
	for (size_t i = from; i < end; i++) {
		if (s->items[i].left_out)
			left_out(w, "<li class=\"diff-same\">", "</li>\n");
		else
			write_item(w, s->items[i].part, depth);
	}
	buf_printf(w->out, "</%s>\n", element);
}

static void write_piece(struct diff_writer *w, const struct sequence *s, size_t from, size_t end, unsigned depth)
{
	const struct part *p = s->items[from].part;
	if (s->items[from].left_out && end == from + 1)
		left_out(w, "<p class=\"diff-same\">", "</p>\n");
	else if (part_unit(p)->kind == UNIT_ITEM)
		write_list(w, s, from, end, depth);
	else
		write_block(w, p, depth);
}

/* Neighbours that came, or went, are in one box. */
static void write_parts(struct diff_writer *w, const struct part *parts, size_t count, unsigned depth)
{
	struct sequence s = sequence_of(w->arena, parts, count, w->words->same && w->whole == PART_SAME);
	enum part_change open = PART_SAME, change;
	for (size_t i = 0, end; i < s.count; i = end) {
		end = sequence_piece(&s, i, &change);
		if (open != PART_SAME && change != open) {
			buf_text(w->out, "</div>\n");
			w->whole = open = PART_SAME;
		}
		if (is_whole(w, change)) {
			buf_text(w->out, "<div");
			begin_whole(w, change);
			buf_char(w->out, '\n');
			open = change;
		}
		write_piece(w, &s, i, end, depth);
	}
	if (open != PART_SAME) {
		buf_text(w->out, "</div>\n");
		w->whole = PART_SAME;
	}
}

void difference_html(struct buf *out, const struct difference *d, const struct difference_words *words)
{
	struct diff_writer w = {.out = out, .words = words, .arena = arena_new(), .whole = PART_SAME};
	if (d->is_prose)
		diff_html_leaf(&w, d->parts);
	else
		write_parts(&w, d->parts, d->count, 0);
	arena_free(w.arena);
}
