/* Greedy wrapping. Invariant: what lies before wrap.start is written; the line
 * from there to wrap.at fits, or has no place where it may be broken.
 *
 * Where a line may be broken: where UAX #14 lets it, but never within an ASCII
 * word (a broken URL, version or option name cannot be told from two), and not against the kinsoku
 * tables, which are stricter than UAX #14 about small kana and the long mark. Only if a line of
 * Japanese has no such place it is broken between any two of its characters. */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/plain_text.h"

/* JIS X 4051: what no line begins with, and what none ends with. */
static const char begins_no_line[] = "、。，．・：；？！゛゜´｀¨ヽヾゝゞ々〻ー"
				     "’”）〕］｝〉》」』】〙〗〟»°′″℃％‰¢"
				     "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ‐–〜～…‥゠"
				     "｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ";
static const char ends_no_line[] = "‘“（〔［｛〈《「『【〘〖〝«￥＄£｢";

struct wrap {
	struct buf *out;
	struct span text, first, rest;
	const char *breaks;          /* of utf8_line_breaks */
	size_t room, most;           /* columns and bytes that the present line may have after its prefix */
	size_t next_room, next_most; /* the same of the lines after it */
	size_t start, at;            /* of the line; how far it is read */
	size_t columns;              /* from start to at */
	size_t place, makeshift;     /* the last places to break after start; 0: none */
	size_t widest;
	bool begun;                  /* a line was written: rest is the prefix */
};

/* The same tables as bits: all of them are characters of the first plane. */
static uint64_t not_first[1024], not_last[1024];
static pthread_once_t tables_made = PTHREAD_ONCE_INIT;

static void make_table(uint64_t *bits, struct span table)
{
	for (size_t n; table.length; table = span_after(table, n)) {
		uint32_t c = utf8_decode(table, &n);
		bits[c / 64] |= (uint64_t)1 << c % 64;
	}
}

static void make_tables(void)
{
	make_table(not_first, span_make(begins_no_line, sizeof(begins_no_line) - 1));
	make_table(not_last, span_make(ends_no_line, sizeof(ends_no_line) - 1));
}

static bool is_in(const uint64_t *bits, uint32_t c)
{
	return c < 0x10000 && (bits[c / 64] >> c % 64 & 1);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The offset of the character before i. */
static size_t character_before(struct span s, size_t i)
{
	size_t n = i - 1;
	while (n > 0 && i - n < 4 && ((unsigned char)s.data[n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* Before the character c at i. */
static bool may_break(const struct wrap *w, size_t i, uint32_t c)
{
	if (w->breaks[i] != BREAK_POSSIBLE)
		return false;
	size_t before = character_before(w->text, i), bytes;
	uint32_t last = utf8_decode(span_after(w->text, before), &bytes);
	if (last == WRAP_TOGETHER || (last < 0x80 && !is_blank((char)last) && c < 0x80))
		return false;
	return !is_in(not_first, c) && !is_in(not_last, last);
}

/* Between two characters that are not ASCII. */
static bool may_break_in_need(const struct wrap *w, size_t i, int columns)
{
	const unsigned char *here = (const unsigned char *)w->text.data + i;
	return columns > 0 && here[0] >= 0x80 && here[-1] >= 0x80;
}

static struct span prefix(const struct wrap *w)
{
	return w->begun ? w->rest : w->first;
}

static void trim_end(struct buf *out, size_t from)
{
	size_t n = out->length;
	while (n > from && is_blank(out->data[n - 1]))
		n--;
	buf_truncate(out, n);
}

/* Writes the line up to end; the next one begins there, blanks skipped. */
static void write_line(struct wrap *w, size_t end)
{
	size_t line = w->out->length;
	buf_span(w->out, prefix(w));
	size_t from = w->out->length;
	for (size_t i = w->start; i < end; i++) {
		char c = w->text.data[i];
		if (c == '\t')
			buf_char(w->out, ' ');
		else if ((unsigned char)c >= ' ' && c != 0x7F)
			buf_char(w->out, c);
	}
	trim_end(w->out, line);
	if (w->out->length > from) {
		size_t columns = utf8_width(span_make(w->out->data + from, w->out->length - from));
		w->widest = columns > w->widest ? columns : w->widest;
	}
	buf_char(w->out, '\n');
	w->begun = true;
	w->room = w->next_room;
	w->most = w->next_most;
	while (end < w->text.length && is_blank(w->text.data[end]))
		end++;
	w->start = w->at = end;
	w->columns = w->place = w->makeshift = 0;
}

static bool is_line_end(uint32_t c)
{
	return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Takes the next character into the line, or ends the line before it. */
static void step(struct wrap *w)
{
	size_t bytes, i = w->at;
	uint32_t c = utf8_decode(span_after(w->text, i), &bytes);
	if (is_line_end(c)) {
		write_line(w, i);
		w->start = w->at = i + bytes;
		return;
	}
	int columns = utf8_width_of(c);
	if (i > w->start && may_break(w, i, c))
		w->place = i;
	if (i > w->start && may_break_in_need(w, i, columns))
		w->makeshift = i;
	bool wide = !is_blank(w->text.data[i]) && w->columns + (size_t)columns > w->room;
	bool long_ = i + bytes - w->start > w->most;
	size_t place = w->place ? w->place : w->makeshift;
	if ((wide || long_) && place) {
		write_line(w, place);
	} else if (long_ && i > w->start) {
		write_line(w, i);
	} else {
		w->columns += (size_t)columns;
		w->at = i + bytes;
	}
}

static size_t room_after(struct span before, int width)
{
	size_t used = utf8_width(before), all = width > 0 ? (size_t)width : 0;
	return all > used + WRAP_LEAST ? all - used : WRAP_LEAST;
}

static size_t most_after(struct span before)
{
	return before.length < PLAIN_LINE_BYTES / 2 ? PLAIN_LINE_BYTES - before.length : PLAIN_LINE_BYTES / 2;
}

size_t plain_wrap(struct buf *out, struct span text, const char *first, const char *rest, int width)
{
	char *breaks = memory_alloc(text.length + 1);
	pthread_once(&tables_made, make_tables);
	utf8_line_breaks(text, breaks);
	struct wrap w = {.out = out,
			 .text = text,
			 .first = span_of(first),
			 .rest = span_of(rest),
			 .breaks = breaks};
	w.room = room_after(w.first, width);
	w.most = most_after(w.first);
	w.next_room = room_after(w.rest, width);
	w.next_most = most_after(w.rest);
	while (w.at < text.length)
		step(&w);
	if (w.start < w.at || !w.begun)
		write_line(&w, w.at);
	free(breaks);
	return w.widest;
}
