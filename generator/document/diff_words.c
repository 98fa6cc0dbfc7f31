/* From inlines to words. What two keys of compare.h tell apart, the words tell apart: white space counts as there, and
 * links, code and all else that has an end is enclosed in marks.
 *
 * Invariant: text holds the running text since the last mark, and styles a byte for each of its own. */
#include "base/utf8.h"
#include "document/diff.h"
#include "document/prose.h"

#define TARGET_MOST 400 /* bytes of a target that are shown */
#define LINE_MOST ((size_t)16 << 20)

struct reader {
	struct words *words;
	struct prose prose;
	struct buf text, styles;
	unsigned emph, strong; /* how many are open */
	bool gap;              /* before the next character */
};

static struct word *add_word(struct words *w, enum word_kind kind, enum word_show show, struct span key, struct span text)
{
	w->items = arena_grow(w->arena, w->items, w->count, &w->capacity, sizeof(*w->items));
	struct word *word = &w->items[w->count++];
	*word = (struct word){.key = key, .text = text, .kind = (unsigned char)kind, .show = (unsigned char)show};
	return word;
}

/* A key that no prose has: a control character and more. */
static struct span mark_key(struct arena *a, const char *name, struct span rest)
{
	size_t n = strlen(name);
	char *key = arena_alloc(a, n + rest.length + 2);
	key[0] = 1;
	memcpy(key + 1, name, n + 1);
	if (rest.length)
		memcpy(key + 1 + n, rest.data, rest.length);
	return span_make(key, n + 1 + rest.length);
}

static struct word *add_mark(struct words *w, const char *name, struct span rest, enum word_show show, const char *text)
{
	return add_word(w, WORD_MARK, show, mark_key(w->arena, name, rest), span_of(text));
}

void words_break(struct words *w, const char *name)
{
	add_word(w, WORD_BREAK, SHOW_ALWAYS, mark_key(w->arena, name, span_make(NULL, 0)), SPAN_LITERAL("\n"));
}

bool word_opens(const struct word *w)
{
	return w->kind == WORD_MARK && *w->text.data == '[';
}

bool word_closes(const struct word *w)
{
	return w->kind == WORD_TARGET || (w->kind == WORD_MARK && span_starts(w->text, "（"));
}

/* White space is known to count only after the marks that follow it; it is shown before them. */
static void blank_before_openings(struct words *w, size_t blank)
{
	for (; blank > 0 && word_opens(&w->items[blank - 1]); blank--) {
		struct word swapped = w->items[blank];
		w->items[blank] = w->items[blank - 1];
		w->items[blank - 1] = swapped;
	}
}

static void flush(struct reader *r)
{
	size_t first = r->words->count;
	if (r->text.length) {
		struct span text = span_make(arena_span(r->words->arena, buf_as_span(&r->text)), r->text.length);
		words_split(r->words, text, r->styles.data);
		if (r->words->items[first].kind == WORD_BLANK)
			blank_before_openings(r->words, first);
	}
	buf_clear(&r->text);
	buf_clear(&r->styles);
}

static void take(struct reader *r, uint32_t c)
{
	enum prose_white white = prose_take(&r->prose, c);
	r->gap = white == PROSE_GAP;
	if (white == PROSE_BLANK) {
		buf_char(&r->text, ' ');
		buf_char(&r->styles, 0);
	}
}

static void read_prose(struct reader *r, struct span s)
{
	int style = (r->emph ? STYLE_EMPH : 0) | (r->strong ? STYLE_STRONG : 0);
	size_t bytes;
	for (; s.length; s = span_after(s, bytes)) {
		uint32_t c = utf8_decode(s, &bytes);
		if (prose_is_white(c)) {
			r->prose.white = true;
			continue;
		}
		take(r, c);
		buf_add(&r->text, s.data, bytes);
		buf_char(&r->styles, (char)(style | (r->gap ? STYLE_GAP : 0)));
		buf_repeat(&r->styles, 0, bytes - 1);
	}
}

/* White space of code is a word as it is; what lies between is divided as prose is. */
void words_code(struct words *w, struct span code)
{
	char *styles = arena_alloc(w->arena, code.length + 1);
	for (size_t i = 0, n; i < code.length; i += n) {
		bool blank = strchr(" \t\n\r", code.data[i]) != NULL;
		for (n = 1; i + n < code.length && (strchr(" \t\n\r", code.data[i + n]) != NULL) == blank;)
			n++;
		size_t first = w->count;
		struct span piece = span_make(code.data + i, n);
		if (blank)
			add_word(w, WORD_BLANK, SHOW_ALWAYS, piece, piece);
		else
			words_split(w, piece, styles);
		for (; first < w->count; first++) {
			w->items[first].key = mark_key(w->arena, "=", w->items[first].text);
			w->items[first].style = STYLE_CODE;
		}
	}
}

static uint32_t last_character(struct span s)
{
	size_t bytes, at = s.length;
	while (at > 0 && s.length - at < 4 && ((unsigned char)s.data[--at] & 0xC0) == 0x80) {
	}
	return s.length ? utf8_decode(span_after(s, at), &bytes) : 0;
}

static void read_code(struct reader *r, const struct node *n)
{
	const char *sign = n->type == NODE_CODE ? "`" : "";
	const char *name = node_type_name(n->type);
	size_t bytes;
	take(r, n->literal.length ? utf8_decode(n->literal, &bytes) : 0);
	flush(r);
	struct word *open = add_mark(r->words, name, span_make(NULL, 0), SHOW_PLAIN, sign);
	open->gap = r->gap;
	size_t first = r->words->count;
	words_code(r->words, n->literal);
	for (; n->type != NODE_CODE && first < r->words->count; first++)
		r->words->items[first].style = 0;
	add_mark(r->words, "end", span_of(name), SHOW_PLAIN, sign);
	r->prose.last = last_character(n->literal);
}

/* A title counts as prose does. */
static struct span normalised(struct arena *a, const char *text)
{
	struct words w = {.arena = a};
	struct buf b;
	buf_init(&b, LINE_MOST);
	words_prose(&w, span_of(text));
	for (size_t i = 0; i < w.count; i++)
		buf_span(&b, w.items[i].text);
	struct span s = span_make(arena_span(a, buf_as_span(&b)), b.length);
	buf_fini(&b);
	return s;
}

static void begin(struct reader *r, const struct node *n)
{
	flush(r);
	if (n->type == NODE_IMAGE)
		add_mark(r->words, node_type_name(n->type), span_make(NULL, 0), SHOW_ALWAYS, "[");
	else
		add_mark(r->words, node_type_name(n->type), span_make(NULL, 0), SHOW_ALONE, "[");
}

/* A path of the archive, which readers never see: its last part is shown. */
static bool is_within(const char *url)
{
	size_t scheme = strcspn(url, ":/?#");
	return url[scheme] != ':' && strncmp(url, "//", 2) != 0;
}

static const char *file_name(const char *url)
{
	const char *name = url;
	for (size_t i = 0, end = strcspn(url, "?#"); i + 1 < end; i++)
		if (url[i] == '/')
			name = url + i + 1;
	return name;
}

static const char *shown_target(struct arena *a, const char *url, struct span title)
{
	struct span s = span_of(url);
	bool cut = s.length > TARGET_MOST;
	if (cut)
		for (s.length = TARGET_MOST; s.length && ((unsigned char)s.data[s.length] & 0xC0) == 0x80;)
			s.length--;
	if (title.length && title.length <= TARGET_MOST)
		return arena_printf(a, "%.*s%s “%s”", (int)s.length, s.data, cut ? "…" : "", title.data);
	return arena_printf(a, "%.*s%s", (int)s.length, s.data, cut ? "…" : "");
}

/* True if the link's text is its target, and no more need be said. */
static bool says_itself(const struct node *n, const char *url)
{
	struct buf text;
	buf_init(&text, LINE_MOST);
	node_plain(&text, n);
	if (strncmp(url, "mailto:", 7) == 0 && !span_is(buf_as_span(&text), url))
		url += 7;
	bool same = span_is(buf_as_span(&text), url);
	buf_fini(&text);
	return same;
}

static void end_target(struct reader *r, const struct node *n)
{
	struct arena *a = r->words->arena;
	const char *url = n->url ? n->url : "";
	struct span title = n->title ? normalised(a, n->title) : span_make("", 0);
	struct span key = span_of(arena_printf(a, "%zu:%s%s%s", strlen(url), url, n->title ? "=" : "", title.data));
	bool within = is_within(url), hushed = within || (n->type != NODE_IMAGE && says_itself(n, url));
	if (n->type == NODE_IMAGE)
		add_mark(r->words, "end", span_make(NULL, 0), SHOW_ALWAYS, "]");
	const char *shown = shown_target(a, within ? file_name(url) : url, title);
	struct word *target = add_mark(r->words, "target", key, hushed ? SHOW_ALONE : SHOW_CHANGED, shown);
	target->kind = WORD_TARGET;
	target->gap = true;
}

static void end(struct reader *r, const struct node *n)
{
	flush(r);
	if (n->type == NODE_RUBY) {
		struct span reading = normalised(r->words->arena, n->info ? n->info : "");
		add_mark(r->words, "reading", reading, SHOW_ALWAYS, arena_printf(r->words->arena, "（%s）", reading.data));
	} else {
		end_target(r, n);
	}
}

static bool has_ends(const struct node *n)
{
	return n->type == NODE_LINK || n->type == NODE_IMAGE || n->type == NODE_RUBY || n->type == NODE_TERM;
}

static void read_inline(struct reader *r, const struct node *n, bool leaving)
{
	if (n->type == NODE_EMPH || n->type == NODE_STRONG) {
		unsigned *open = n->type == NODE_EMPH ? &r->emph : &r->strong;
		*open = leaving ? *open - 1 : *open + 1;
	} else if (has_ends(n)) {
		(leaving ? end : begin)(r, n);
	} else if (leaving) {
		return;
	} else if (n->type == NODE_TEXT) {
		read_prose(r, n->literal);
	} else if (n->type == NODE_CODE || n->type == NODE_HTML_INLINE) {
		read_code(r, n);
	} else if (n->type == NODE_SOFT_BREAK) {
		r->prose.white = r->prose.white || !node_joins(n);
	} else if (n->type == NODE_LINE_BREAK) {
		flush(r);
		words_break(r->words, "LineBreak");
		prose_start(&r->prose);
	}
}

static void reader_init(struct reader *r, struct words *w)
{
	*r = (struct reader){.words = w};
	prose_start(&r->prose);
	buf_init(&r->text, SIZE_MAX / 4);
	buf_init(&r->styles, SIZE_MAX / 4);
}

static void reader_fini(struct reader *r)
{
	flush(r);
	buf_fini(&r->text);
	buf_fini(&r->styles);
}

void words_prose(struct words *w, struct span prose)
{
	struct reader r;
	reader_init(&r, w);
	read_prose(&r, prose);
	reader_fini(&r);
}

static void begin_block(struct reader *r, const struct node *n)
{
	flush(r);
	if (n->title)
		read_prose(r, span_of(n->title));
	if (n->type == NODE_CODE_BLOCK || n->type == NODE_HTML_BLOCK)
		words_code(r->words, n->literal);
}

static void end_block(struct reader *r)
{
	flush(r);
	prose_start(&r->prose);
	struct words *w = r->words;
	if (w->count && w->items[w->count - 1].kind != WORD_BREAK)
		words_break(w, "Block");
}

void words_block(struct words *w, const struct node *block)
{
	struct reader r;
	reader_init(&r, w);
	for (struct node_event e = {.root = block}; node_next(&e);) {
		if (!node_is_block(e.node->type))
			read_inline(&r, e.node, e.leaving);
		else if (e.leaving && e.node != block)
			end_block(&r);
		else if (!e.leaving)
			begin_block(&r, e.node);
	}
	reader_fini(&r);
}
