/* Parts as text. A leaf is composed as one line, with the places where a colour begins or ends; then it is
 * wrapped, and the colours are put into the wrapped lines.
 *
 * Invariant: rest is the prefix of every line within the open items and quotations, lead that of the next one while
 * pending. */
#include <stdlib.h>

#include "base/utf8.h"
#include "document/diff.h"
#include "document/plain_text.h"

#define CODE_INDENT "    "
#define TAB "    "
#define PREFIX_MOST 40 /* columns; deeper blocks are not indented further */

#define COLOUR_END "\033[m"

struct place_of_colour {
	size_t at;          /* in the line */
	const char *colour; /* NULL: it ends */
};

struct writer {
	struct buf *out;
	const struct difference_words *words;
	struct arena *arena;
	int width;
	bool colour;
	struct buf line;
	struct place_of_colour *colours;
	size_t colour_count, colour_capacity;
	bool marked; /* the line's text is within marks already */
	struct buf lead, rest;
	bool pending, blank;
};

/* Lines. ------------------------------------------------------------------ */

static void add_colour(struct writer *w, const char *colour)
{
	w->colours = arena_grow(w->arena, w->colours, w->colour_count, &w->colour_capacity, sizeof(*w->colours));
	w->colours[w->colour_count++] = (struct place_of_colour){w->line.length, colour};
}

static bool is_skipped(const struct writer *w, size_t at, const char *skipped)
{
	return at < w->line.length && strchr(skipped, w->line.data[at]) && w->line.data[at] != '\0';
}

/* Copies a wrapped line, from at in the line that was composed; returns where the next one goes on. What was
 * composed holds no white space but blanks and line ends; wrapping takes some of it away and adds none. */
static size_t copy_line(struct writer *w, struct span wrapped, size_t at, size_t *next, const char **open)
{
	static const char together[] = {WRAP_TOGETHER, 0}, white[] = {WRAP_TOGETHER, ' ', '\n', 0};
	while (wrapped.length && is_skipped(w, at, white))
		at++;
	if (*open && wrapped.length)
		buf_text(w->out, *open);
	for (size_t i = 0; i < wrapped.length; i++, at++) {
		while (is_skipped(w, at, together))
			at++;
		for (; *next < w->colour_count && w->colours[*next].at <= at; ++*next) {
			*open = w->colours[*next].colour;
			buf_text(w->out, *open ? *open : COLOUR_END);
		}
		buf_char(w->out, wrapped.data[i]);
	}
	for (; *next < w->colour_count && w->colours[*next].at <= at && !w->colours[*next].colour; ++*next) {
		*open = NULL;
		buf_text(w->out, COLOUR_END);
	}
	if (*open && wrapped.length)
		buf_text(w->out, COLOUR_END);
	buf_char(w->out, '\n');
	return at;
}

static void copy_lines(struct writer *w, struct span wrapped, size_t first, size_t rest)
{
	const char *open = NULL;
	size_t at = 0, next = 0, prefix = first;
	for (struct span line; span_next_line(&wrapped, &line); prefix = rest) {
		size_t n = prefix < line.length ? prefix : line.length;
		buf_add(w->out, line.data, n);
		at = copy_line(w, span_after(line, n), at, &next, &open);
	}
}

/* The prefix alone, without blanks at its end. */
static void add_blank_line(struct buf *out, struct span prefix)
{
	while (prefix.length && prefix.data[prefix.length - 1] == ' ')
		prefix.length--;
	buf_span(out, prefix);
	buf_char(out, '\n');
}

static void unwrapped(struct buf *out, struct span text, const char *first, const char *rest)
{
	const char *prefix = first;
	struct span line;
	if (!text.length)
		add_blank_line(out, span_of(first));
	for (; span_next_line(&text, &line); prefix = rest) {
		buf_text(out, prefix);
		for (size_t i = 0; i < line.length; i++)
			if (line.data[i] != WRAP_TOGETHER)
				buf_char(out, line.data[i]);
		buf_char(out, '\n');
	}
}

static void line_done(struct writer *w)
{
	buf_clear(&w->line);
	w->colour_count = 0;
	w->pending = w->blank = false;
}

/* Writes the line that was composed, as lines after the open prefixes. */
static void write_line(struct writer *w, const char *indent, bool wrap)
{
	struct buf lines;
	size_t first, rest;
	buf_init(&lines, SIZE_MAX / 4);
	if (!w->pending) {
		buf_clear(&w->lead);
		buf_span(&w->lead, buf_as_span(&w->rest));
	}
	first = w->lead.length;
	rest = w->rest.length;
	buf_text(&w->lead, indent);
	buf_text(&w->rest, indent);
	if (wrap && w->width > 0)
		plain_wrap(&lines, buf_as_span(&w->line), w->lead.data, w->rest.data, w->width);
	else
		unwrapped(&lines, buf_as_span(&w->line), w->lead.data, w->rest.data);
	copy_lines(w, buf_as_span(&lines), w->lead.length, w->rest.length);
	buf_truncate(&w->lead, first);
	buf_truncate(&w->rest, rest);
	buf_fini(&lines);
	line_done(w);
}

static void blank_line(struct writer *w)
{
	if (w->blank || w->pending)
		return;
	add_blank_line(w->out, buf_as_span(&w->rest));
	w->blank = true;
}

/* Words. ------------------------------------------------------------------ */

/* Whoever wrote the text commands no terminal. */
static void add_text(struct writer *w, struct span s)
{
	for (size_t n; s.length; s = span_after(s, n)) {
		uint32_t c = utf8_decode(s, &n);
		if (c == '\t')
			buf_text(&w->line, TAB);
		else if (c == '\n' || c == '\r')
			buf_char(&w->line, ' ');
		else if (utf8_is_control(c) || utf8_is_deceptive(c) || c == 0x2028 || c == 0x2029)
			buf_text(&w->line, "\uFFFD");
		else
			buf_add(&w->line, s.data, n);
	}
}

static void begin_mark(struct writer *w, enum part_change change)
{
	if (change == PART_SAME || w->marked)
		return;
	if (w->colour)
		add_colour(w, change == PART_ADDED ? "\033[32m" : "\033[31m");
	buf_text(&w->line, change == PART_ADDED ? "{+" : "[-");
	buf_char(&w->line, WRAP_TOGETHER);
}

static void end_mark(struct writer *w, enum part_change change)
{
	if (change == PART_SAME || w->marked)
		return;
	buf_char(&w->line, WRAP_TOGETHER);
	buf_text(&w->line, change == PART_ADDED ? "+}" : "-]");
	if (w->colour)
		add_colour(w, NULL);
}

static void add_break(struct writer *w, enum part_change change)
{
	if (change != PART_SAME)
		buf_text(&w->line, "↵");
	if (change != PART_REMOVED)
		buf_char(&w->line, '\n');
}

static void add_word(struct writer *w, const struct word *word, enum part_change change)
{
	bool target = word->kind == WORD_TARGET;
	if (word->kind == WORD_BREAK) {
		add_break(w, change);
		return;
	}
	add_text(w, span_of(target ? word_target_open(w->words) : ""));
	add_text(w, word->text);
	add_text(w, span_of(target ? word_target_close(w->words) : ""));
}

static void add_run(struct writer *w, const struct words *words, size_t from, size_t count, enum part_change change)
{
	bool alone = change != PART_SAME && words_alone(words, from, count, true);
	begin_mark(w, change);
	for (size_t i = from; i < from + count; i++) {
		const struct word *word = &words->items[i];
		if (i > from && word_has_gap(word, change != PART_SAME, alone, true, w->words))
			buf_char(&w->line, ' ');
		if (!word_is_shown(word, change != PART_SAME, alone, true))
			continue;
		add_word(w, word, change);
		if (i == from && word->kind == WORD_BLANK && change != PART_SAME)
			buf_char(&w->line, WRAP_TOGETHER);
	}
	end_mark(w, change);
}

static void add_sign(struct writer *w, const char *sign, enum part_change change)
{
	if (!*sign)
		return;
	begin_mark(w, change);
	add_text(w, span_of(sign));
	end_mark(w, change);
}

static void add_signs(struct writer *w, const struct part *p)
{
	if (!p->sign_before)
		return;
	add_sign(w, p->sign_before, PART_REMOVED);
	add_sign(w, p->sign_after, PART_ADDED);
	buf_char(&w->line, ' ');
}

/* What came or went and holds nothing: an empty line of code, an item. */
static void add_nothing(struct writer *w, const struct part *p)
{
	if (p->change != PART_ADDED && p->change != PART_REMOVED)
		return;
	begin_mark(w, p->change);
	buf_text(&w->line, "↵");
	end_mark(w, p->change);
}

static void add_leaf(struct writer *w, const struct part *p)
{
	size_t start = w->line.length;
	struct runs r = {.part = p, .arena = w->arena, .said = w->words};
	while (runs_next(&r, true)) {
		if (r.gap)
			buf_char(&w->line, ' ');
		add_run(w, r.words, r.from, r.count, r.change);
	}
	if (w->line.length == start && !w->marked)
		add_nothing(w, p);
}

/* Blocks. ----------------------------------------------------------------- */

static void write_parts(struct writer *w, const struct part *parts, size_t count, unsigned depth, bool tight);

static void left_out(struct writer *w, const char *marker)
{
	buf_text(&w->line, marker);
	add_text(w, span_of(w->words->same));
	write_line(w, "", true);
}

static void write_leaf(struct writer *w, const struct part *p)
{
	bool code = part_unit(p)->kind == UNIT_LINE;
	add_leaf(w, p);
	write_line(w, code ? CODE_INDENT : "", !code);
}

/* The cells of a row in one line. */
static void write_row(struct writer *w, const struct part *p)
{
	struct part *cells;
	size_t count;
	part_below(&cells, &count, w->arena, p);
	begin_mark(w, p->change == PART_CHANGED ? PART_SAME : p->change);
	w->marked = p->change == PART_ADDED || p->change == PART_REMOVED;
	for (size_t i = 0; i < count; i++) {
		buf_text(&w->line, i ? " | " : "");
		add_signs(w, &cells[i]);
		add_leaf(w, &cells[i]);
	}
	w->marked = false;
	end_mark(w, p->change == PART_CHANGED ? PART_SAME : p->change);
	write_line(w, "", true);
}

static void push(struct writer *w, const char *first, const char *rest)
{
	if (!w->pending) {
		buf_clear(&w->lead);
		buf_span(&w->lead, buf_as_span(&w->rest));
	}
	if (w->rest.length < PREFIX_MOST) {
		buf_text(&w->lead, first);
		buf_text(&w->rest, rest);
	}
	w->pending = w->pending || strcmp(first, rest) != 0;
}

static bool is_tight(const struct unit *u)
{
	return u->kind == UNIT_ITEM && u->node->parent->tight;
}

static void write_box(struct writer *w, const struct part *p, unsigned depth)
{
	struct part *parts;
	size_t count, outside = w->rest.length;
	const struct unit *u = part_unit(p);
	char marker[32] = "* ";
	if (unit_is_numbered(u))
		snprintf(marker, sizeof(marker), "%lld. ", u->number);
	if (u->kind == UNIT_ITEM)
		push(w, marker, &"    "[strlen(marker) < 4 ? 4 - strlen(marker) : 0]);
	if (u->kind == UNIT_QUOTE)
		push(w, "> ", "> ");
	add_signs(w, p);
	if (w->line.length && u->kind != UNIT_ITEM)
		write_line(w, "", true);
	if (unit_is_box(u, depth)) {
		part_below(&parts, &count, w->arena, p);
		write_parts(w, parts, count, depth + 1, is_tight(u) || u->kind == UNIT_CODE || u->kind == UNIT_TABLE);
	} else {
		write_leaf(w, p);
	}
	if (w->pending) {
		add_nothing(w, p);
		write_line(w, "", true);
	}
	buf_truncate(&w->rest, outside);
}

static void write_rule(struct writer *w, const struct part *p)
{
	begin_mark(w, p->change);
	buf_text(&w->line, "* * *");
	end_mark(w, p->change);
	write_line(w, "", true);
}

static void write_heading(struct writer *w, const struct part *p)
{
	if (p->sign_before) {
		add_signs(w, p);
	} else {
		buf_repeat(&w->line, '#', (size_t)part_unit(p)->node->level);
		buf_char(&w->line, ' ');
	}
	write_leaf(w, p);
}

static void write_part(struct writer *w, const struct part *p, unsigned depth)
{
	enum unit_kind kind = part_unit(p)->kind;
	if (kind == UNIT_HEADING) {
		write_heading(w, p);
	} else if (kind == UNIT_RULE) {
		write_rule(w, p);
	} else if (kind == UNIT_ROW) {
		write_row(w, p);
	} else if (kind == UNIT_ITEM || unit_is_box(part_unit(p), depth)) {
		write_box(w, p, depth);
	} else {
		add_signs(w, p);
		write_leaf(w, p);
	}
}

static bool is_item(const struct shown *s)
{
	return part_unit(s->part)->kind == UNIT_ITEM;
}

/* A blank line between blocks, but none between the items of a tight list. */
static void write_parts(struct writer *w, const struct part *parts, size_t count, unsigned depth, bool tight)
{
	struct sequence s = sequence_of(w->arena, parts, count, w->words->same != NULL);
	for (size_t i = 0; i < s.count; i++) {
		const struct shown *this = &s.items[i];
		bool together = tight || (i && is_item(this) && is_item(this - 1) && is_tight(part_unit(this->part)));
		if (i && !together)
			blank_line(w);
		if (this->left_out)
			left_out(w, is_item(this) ? "* " : "");
		else
			write_part(w, this->part, depth);
	}
}

void difference_plain(struct buf *out, const struct difference *d, const struct difference_words *words, int width, bool colour)
{
	struct writer w = {.out = out, .words = words, .arena = arena_new(), .width = width, .colour = colour, .blank = true};
	buf_init(&w.line, SIZE_MAX / 4);
	buf_init(&w.lead, SIZE_MAX / 4);
	buf_init(&w.rest, SIZE_MAX / 4);
	write_parts(&w, d->parts, d->count, 0, false);
	buf_fini(&w.line);
	buf_fini(&w.lead);
	buf_fini(&w.rest);
	arena_free(w.arena);
}
