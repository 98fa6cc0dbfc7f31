/* Blocks of a tree as lines of text with the places of their pieces, and what was found in them.
 *
 * Invariant: each byte of text that is looked at stands in `original` at from[i]; pieces are sorted by
 * where they begin in `original`, and each tells the place of its first byte. */
#include "document/mentions.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/utf8.h"
#include "document/mention_scan.h"
#include "document/position.h"

/* Of one mention as it is shown. */
#define MENTION_TEXT 200

struct piece {
	size_t at;
	unsigned line, column;
};

struct mentions_reader {
	struct arena *arena;
	struct map *named;             /* keys[0] of items */
	struct mention *items;
	size_t count, capacity;
	const char **provided;
	size_t provided_count, provided_capacity;

	struct buf original;
	struct piece *pieces;
	size_t piece_count, piece_capacity;
};

struct mentions_reader *mentions_new(struct arena *a)
{
	struct mentions_reader *r = arena_alloc(a, sizeof(*r));
	*r = (struct mentions_reader){.arena = a, .named = map_new()};
	buf_init(&r->original, BUF_LIMIT_DEFAULT);
	return r;
}

struct arena *scan_arena(struct scan *s)
{
	return s->reader->arena;
}

void scan_provide(struct scan *s, const char *key)
{
	struct mentions_reader *r = s->reader;
	r->provided = arena_grow(r->arena, r->provided, r->provided_count, &r->provided_capacity, sizeof(*r->provided));
	r->provided[r->provided_count++] = key;
}

static struct place place_of(const struct mentions_reader *r, size_t at)
{
	size_t low = 0, high = r->piece_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		*(r->pieces[middle].at <= at ? &low : &high) = middle;
	}
	if (!r->piece_count)
		return NO_PLACE;
	const struct piece *p = &r->pieces[low];
	return (struct place){NULL, p->line, p->column ? p->column + (unsigned)(at - p->at) : 0};
}

/* One line, and not more than a message can take. */
static const char *shown(struct arena *a, struct span text)
{
	bool cut = text.length > MENTION_TEXT;
	if (cut)
		text.length = utf8_invalid(span_make(text.data, MENTION_TEXT));
	char *copy = arena_printf(a, "%.*s%s", (int)text.length, text.data, cut ? "…" : "");
	for (char *c = copy; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return copy;
}

void scan_name(struct scan *s, enum mention_kind kind, size_t at, size_t end, const char *const keys[MENTION_KEYS])
{
	struct mentions_reader *r = s->reader;
	scan_provide(s, keys[0]);
	if (!map_put(r->named, span_of(keys[0]), r->count))
		return;
	r->items = arena_grow(r->arena, r->items, r->count, &r->capacity, sizeof(*r->items));
	struct mention *m = &r->items[r->count++];
	struct place place = place_of(r, s->from[at]);
	*m = (struct mention){.kind = kind, .line = place.line, .column = place.column};
	m->text = shown(r->arena, span_make(r->original.data + s->from[at], s->from[end] - s->from[at]));
	for (int i = 0; i < MENTION_KEYS; i++)
		m->keys[i] = keys[i];
}

/* From a block to what is looked at. ------------------------------------------- */

struct making {
	char *text;
	unsigned *from;
	bool *defanged, *wide;
	size_t length;
};

static void put(struct making *m, const char *bytes, size_t count, size_t from, bool wide)
{
	for (size_t i = 0; i < count; i++) {
		m->text[m->length] = bytes[i];
		m->from[m->length] = (unsigned)from;
		m->wide[m->length++] = wide;
	}
}

/* What a character is looked at as: 0 stands for itself. */
static char plain_form(uint32_t c)
{
	if (c > 0xFF00 && c < 0xFF5E) /* not ～, which joins two versions */
		return (char)(c - 0xFF00 + 0x20);
	if (c == 0x3000 || c == 0xA0 || c == 0x202F)
		return ' ';
	if (c == 0x2010 || c == 0x2011 || c == 0x2212)
		return '-';
	return 0;
}

static void make_plain(struct making *m, struct span original)
{
	for (size_t at = 0, bytes; at < original.length; at += bytes) {
		uint32_t c = utf8_decode(span_after(original, at), &bytes);
		char plain = plain_form(c);
		if (plain)
			put(m, &plain, 1, at, true);
		else
			put(m, original.data + at, bytes, at, false);
	}
	m->from[m->length] = (unsigned)original.length;
}

/* "192.0.2[.]45", "hxxps[:]//", "a[at]example", and "\." of a pattern. */
static size_t defanging(const char *text, size_t left, const char **means)
{
	static const struct {
		const char *written, *means;
	} forms[] = {
		{"[.]", "."},	{"(.)", "."},	{"{.}", "."},	{"[dot]", "."}, {"(dot)", "."}, {"[:]", ":"},
		{"[://]", "://"}, {"[at]", "@"}, {"(at)", "@"}, {"[@]", "@"},	{"(@)", "@"},	{"\\.", "."},
	};
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (span_starts(span_make(text, left), forms[i].written)) {
			*means = forms[i].means;
			return strlen(forms[i].written);
		}
	return 0;
}

static bool may_join(char c)
{
	return scan_is_alnum(c) || c == '/' || c == ':' || c == '[' || c == '_' || c == '-';
}

/* In place: what it makes is never longer. */
static void take_back_defanging(struct making *m)
{
	size_t to = 0;
	for (size_t at = 0; at < m->length;) {
		const char *means;
		size_t n = to ? defanging(m->text + at, m->length - at, &means) : 0;
		if (!n || !may_join(m->text[to - 1]) || at + n >= m->length || !may_join(m->text[at + n])) {
			m->text[to] = m->text[at];
			m->from[to] = m->from[at];
			m->wide[to++] = m->wide[at++];
			continue;
		}
		bool pattern = m->text[at] == '\\'; /* an escape tells nothing of what it stands in */
		for (size_t from = m->from[at]; *means; means++) {
			m->text[to] = *means;
			m->from[to] = (unsigned)from;
			m->wide[to] = false;
			m->defanged[to++] = !pattern;
		}
		at += n;
	}
	m->from[to] = m->from[m->length];
	m->length = to;
	m->text[to] = '\0';
}

static void scan_all(struct scan *s)
{
	static scan_step *const steps[] = {scan_url, scan_id, scan_host, scan_address, scan_date, scan_number};
	for (size_t at = 0; at < s->length;) {
		size_t end = at;
		for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && end == at; i++)
			end = steps[i](s, at);
		at = end > at ? end : at + 1;
	}
}

static struct making making_new(struct arena *a, size_t length)
{
	return (struct making){.text = arena_alloc(a, length + 1),
			       .from = arena_array(a, length + 1, sizeof(unsigned)),
			       .defanged = arena_array(a, length + 1, sizeof(bool)),
			       .wide = arena_array(a, length + 1, sizeof(bool))};
}

static void scan_original(struct mentions_reader *r, bool heading)
{
	struct span original = buf_as_span(&r->original);
	if (!original.length || r->original.overflow || utf8_invalid(original) < original.length)
		return;
	struct arena *a = arena_new();
	struct making m = making_new(a, original.length);
	make_plain(&m, original);
	take_back_defanging(&m);
	struct scan s = {.reader = r, .text = m.text, .length = m.length, .from = m.from, .defanged = m.defanged, .wide = m.wide,
			 .heading = heading};
	scan_all(&s);
	arena_free(a);
}

static void begin(struct mentions_reader *r)
{
	buf_clear(&r->original);
	r->piece_count = 0;
}

static void add_piece(struct mentions_reader *r, struct span text, unsigned line, unsigned column)
{
	r->pieces = arena_grow(r->arena, r->pieces, r->piece_count, &r->piece_capacity, sizeof(*r->pieces));
	r->pieces[r->piece_count++] = (struct piece){r->original.length, line, column};
	buf_span(&r->original, text);
}

static void read_inline(struct mentions_reader *r, const struct node *n)
{
	if (n->type == NODE_TEXT || n->type == NODE_CODE || n->type == NODE_HTML_INLINE)
		add_piece(r, n->literal, n->line, n->type == NODE_TEXT ? n->column : 0);
	else if (n->type == NODE_LINE_BREAK || (n->type == NODE_SOFT_BREAK && !node_joins(n)))
		add_piece(r, SPAN_LITERAL("\n"), n->line, 0);
}

static void read_targets(struct mentions_reader *r, const struct node *block)
{
	for (const struct node *n = block->first; n; n = node_walk(block, n))
		if ((n->type == NODE_LINK || n->type == NODE_IMAGE) && n->url) {
			begin(r);
			add_piece(r, span_of(n->url), n->line, 0);
			struct span url = buf_as_span(&r->original);
			if (!url.length || utf8_invalid(url) < url.length)
				continue;
			const unsigned from[] = {0, (unsigned)url.length};
			struct scan s = {.reader = r, .text = r->original.data, .length = 1, .from = from};
			scan_target(&s, url);
		}
}

static void read_block(struct mentions_reader *r, const struct node *block)
{
	begin(r);
	for (const struct node *n = block->first; n; n = node_walk(block, n))
		read_inline(r, n);
	scan_original(r, block->type == NODE_HEADING);
	read_targets(r, block);
}

/* Its content begins in its first line if that ends with it (an indented block), else below (a fence). */
static void read_literal(struct mentions_reader *r, const struct node *block, const struct source_lines *lines,
			 unsigned offset)
{
	struct span rest = block->literal, line;
	unsigned number = block->line;
	begin(r);
	for (bool first = true; span_next_line(&rest, &line); first = false, number++) {
		struct span source = source_line(lines, block->line - offset);
		bool here = block->type == NODE_HTML_BLOCK ||
			    (line.length && source.length >= line.length &&
			     span_equal(span_after(source, source.length - line.length), line));
		if (first && block->line && !here)
			number++;
		add_piece(r, line, block->line ? number : 0, 0);
		buf_char(&r->original, '\n');
	}
	scan_original(r, false);
}

void mentions_read_tree(struct mentions_reader *r, const struct node *root, struct span body, unsigned body_line)
{
	struct arena *a = arena_new();
	struct source_lines lines = source_lines(a, body);
	for (const struct node *n = root; n; n = node_walk(root, n)) {
		if (n->type == NODE_CODE_BLOCK || n->type == NODE_HTML_BLOCK)
			read_literal(r, n, &lines, body_line - 1);
		else if (node_is_block(n->type) && n->first && !node_is_block(n->first->type))
			read_block(r, n);
	}
	arena_free(a);
}

void mentions_read_text(struct mentions_reader *r, const char *text, unsigned line, unsigned column)
{
	begin(r);
	add_piece(r, span_of(text), line, column);
	scan_original(r, false);
}

static int by_bytes(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

struct mentions mentions_done(struct mentions_reader *r)
{
	size_t n = 0;
	if (r->provided_count)
		qsort(r->provided, r->provided_count, sizeof(*r->provided), by_bytes);
	for (size_t i = 0; i < r->provided_count; i++)
		if (!n || strcmp(r->provided[n - 1], r->provided[i]) != 0)
			r->provided[n++] = r->provided[i];
	map_free(r->named);
	buf_fini(&r->original);
	return (struct mentions){r->items, r->count, r->provided, n};
}

bool mentions_have(const struct mentions *other, const struct mention *m)
{
	for (int i = 0; i < MENTION_KEYS && m->keys[i] && other->provided_count; i++)
		if (bsearch(&m->keys[i], other->provided, other->provided_count, sizeof(*other->provided), by_bytes))
			return true;
	return false;
}

/* Words for those who look. ------------------------------------------------------ */

bool scan_follows(const struct scan *s, size_t at, const char *word)
{
	size_t n = strlen(word);
	if (n > at)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = s->text[at - n + i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != word[i])
			return false;
	}
	return true;
}

size_t scan_skip_any(const struct scan *s, size_t at, const char *const *words)
{
	for (; *words; words++)
		if (scan_has(s, at, *words))
			return at + strlen(*words);
	return at;
}

size_t scan_skip_blanks(const struct scan *s, size_t at)
{
	while (at < s->length && (s->text[at] == ' ' || s->text[at] == '\n' || s->text[at] == '\t'))
		at++;
	return at;
}

char *scan_lower(struct scan *s, size_t at, size_t end)
{
	char *copy = arena_dup(s->reader->arena, s->text + at, end - at);
	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

size_t scan_int(const struct scan *s, size_t at, int most, int *out)
{
	size_t end = at;
	int n = 0;
	while (end < s->length && scan_is_digit(s->text[end]) && end - at < (size_t)most)
		n = n * 10 + (s->text[end++] - '0');
	if (end == at || (end < s->length && scan_is_digit(s->text[end])))
		return at;
	*out = n;
	return end;
}
