/* Invariants: while a paragraph is written, its buffer holds CommonMark of which no character of a text is markup, whatever follows; a
 * block knows nothing of the lines' prefixes, which its container puts before them. */
#include "document/markdown_write.h"

#include "base/utf8.h"
#include "document/plain.h"
#include "document/plain_text.h"

#define LIMIT ((size_t)64 << 20)

struct writing {
	const struct markdown_options *options;
	struct buf *text;   /* of the paragraph or heading */
	bool in_heading;
	bool in_link;
	size_t code_end;    /* where the last span of code in the text ends; 0: there is none */
};

/* Text. ------------------------------------------------------------------- */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_blank(char c)
{
	return !c || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

#define DIGITS_MOST 9 /* of a list's number */

/* What stands in the line so far; its end alone, where that is too much to be a number. */
static struct span line_of(const struct buf *text)
{
	struct span all = buf_as_span(text);
	struct span end = span_after(all, all.length > DIGITS_MOST + 1 ? all.length - (DIGITS_MOST + 1) : 0);
	const char *feed = memrchr(end.data, '\n', end.length);
	return feed ? span_after(end, (size_t)(feed + 1 - end.data)) : end;
}

static bool is_number(struct span s)
{
	for (size_t i = 0; i < s.length; i++)
		if (s.data[i] < '0' || s.data[i] > '9')
			return false;
	return s.length > 0 && s.length <= DIGITS_MOST;
}

/* next: 0 at the end of the text, which other inlines may follow. */
static bool is_markup(const struct writing *w, char c, char next)
{
	struct span line = line_of(w->text);
	char before = line.length ? line.data[line.length - 1] : '\0';
	switch (c) {
	case '\\': case '`': case '[': case ']': case '|':
		return true;
	case '*':
		return !line.length || !(is_blank(before) && next && is_blank(next));
	case '_':
		return !(is_word(before) && is_word(next));
	case '<':
		return !next || (!is_blank(next) && !(next >= '0' && next <= '9') && next != '=');
	case '&':
		return !next || is_word(next) || next == '#';
	case '~':
		return !next || next == '~' || before == '~';
	case '!':
		return !next;
	case '#':
		return is_blank(before); /* also one that would close a heading */
	case '-': case '+': case '=': case '>':
		return !line.length;
	case '.': case ')':
		return is_number(line);
	default:
		return false;
	}
}

static bool at_blank(const struct buf *text)
{
	return !text->length || text->data[text->length - 1] == ' ' || text->data[text->length - 1] == '\n';
}

/* Runs of blanks become one, as in plain text; a character that no text may hold is U+FFFD. */
static void add_text(struct writing *w, struct span s)
{
	for (size_t i = 0, n; i < s.length; i += n) {
		char c = s.data[i];
		n = 1;
		if (is_blank(c) && c) {
			if (!at_blank(w->text))
				buf_char(w->text, ' ');
			continue;
		}
		if (is_markup(w, c, i + 1 < s.length ? s.data[i + 1] : '\0'))
			buf_char(w->text, '\\');
		utf8_decode(span_after(s, i), &n);
		plain_clean(w->text, span_make(s.data + i, n));
	}
}

static void trim(struct buf *text)
{
	while (text->length && text->data[text->length - 1] == ' ')
		buf_truncate(text, text->length - 1);
}

static void add_break(struct writing *w)
{
	trim(w->text);
	if (w->in_heading)
		buf_char(w->text, ' ');
	else
		buf_text(w->text, "\\\n");
}

/* Inlines. ---------------------------------------------------------------- */

static size_t longest_run(struct span s, char of)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < s.length; i++) {
		run = s.data[i] == of ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void add_code(struct writing *w, struct span s)
{
	size_t ticks = 1;
	char first = s.length ? s.data[0] : ' ', last = s.length ? s.data[s.length - 1] : ' ';
	bool padded = first == '`' || last == '`' || (is_blank(first) && is_blank(last) && span_trim(s).length);
	if (w->code_end && w->code_end == w->text->length) { /* two that touch would be one */
		add_text(w, s);
		return;
	}
	if (longest_run(s, '`'))
		ticks = longest_run(s, '`') + 1;
	buf_repeat(w->text, '`', ticks);
	buf_text(w->text, padded ? " " : "");
	plain_clean(w->text, s);
	buf_text(w->text, padded ? " " : "");
	buf_repeat(w->text, '`', ticks);
	w->code_end = w->text->length;
}

static const char *target(const struct writing *w, const struct node *n)
{
	if (!n->url || url_is_dangerous(n->url))
		return NULL;
	const char *url = w->options->resolve ? w->options->resolve(w->options->context, n) : n->url;
	return url && *url && *url != '#' && !url_is_dangerous(url) ? url : NULL;
}

static void add_destination(struct buf *out, const char *url)
{
	for (; *url; url++) {
		if (strchr("<>\\&", *url))
			buf_char(out, '\\');
		if ((unsigned char)*url < ' ' || *url == 0x7F)
			buf_printf(out, "%%%02X", (unsigned char)*url);
		else
			buf_char(out, *url);
	}
}

static void add_title(struct buf *out, const char *title)
{
	struct buf clean;
	buf_init(&clean, LIMIT);
	plain_clean(&clean, span_of(title));
	for (const char *c = clean.data; *c; c++) {
		if (strchr("\"\\&", *c))
			buf_char(out, '\\');
		buf_char(out, *c);
	}
	buf_fini(&clean);
}

static void add_target(struct writing *w, const char *url, const char *title)
{
	bool plain = true;
	for (const char *c = url; *c && plain; c++)
		plain = is_word(*c) || strchr("-._~:/?#@!$'+,;=%", *c);
	buf_text(w->text, plain ? "](" : "](<");
	add_destination(w->text, url);
	buf_text(w->text, plain ? "" : ">");
	if (title) {
		buf_text(w->text, " \"");
		add_title(w->text, title);
		buf_char(w->text, '"');
	}
	buf_char(w->text, ')');
}

static void add_inlines(struct writing *w, const struct node *parent);

/* "<https://example.org/>" where the link says itself. */
static bool add_autolink(struct writing *w, const struct node *n, const char *url)
{
	bool fits = !n->title && n->first && n->first == n->last && n->first->type == NODE_TEXT && span_is(n->first->literal, url) &&
		    (strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0);
	for (const char *c = url; *c && fits; c++)
		fits = (unsigned char)*c > ' ' && *c != '<' && *c != '>' && *c != 0x7F && *c != '\\' && *c != '&';
	if (fits)
		buf_printf(w->text, "<%s>", url);
	return fits;
}

static void add_link(struct writing *w, const struct node *n)
{
	const char *url = w->in_link ? NULL : target(w, n);
	if (!url) {
		add_inlines(w, n);
		return;
	}
	if (add_autolink(w, n, url))
		return;
	buf_char(w->text, '[');
	w->in_link = true;
	add_inlines(w, n);
	w->in_link = false;
	add_target(w, url, n->title);
}

static void add_image(struct writing *w, const struct node *n)
{
	const char *url = target(w, n);
	struct buf description;
	buf_init(&description, LIMIT);
	node_plain(&description, n);
	buf_text(w->text, url ? "![" : "\\[");
	add_text(w, buf_as_span(&description));
	if (url)
		add_target(w, url, n->title);
	else
		buf_text(w->text, "\\]");
	buf_fini(&description);
}

static void add_inline(struct writing *w, const struct node *n)
{
	switch (n->type) {
	case NODE_TEXT:
	case NODE_HTML_INLINE:
		add_text(w, n->literal);
		return;
	case NODE_CODE:
		add_code(w, n->literal);
		return;
	case NODE_SOFT_BREAK:
		if (!node_joins(n))
			add_text(w, SPAN_LITERAL(" "));
		return;
	case NODE_LINE_BREAK:
		add_break(w);
		return;
	case NODE_LINK:
		add_link(w, n);
		return;
	case NODE_IMAGE:
		add_image(w, n);
		return;
	default:
		add_inlines(w, n);
	}
}

static void add_inlines(struct writing *w, const struct node *parent)
{
	for (const struct node *n = parent->first; n; n = n->next)
		add_inline(w, n);
}

/* Trees are at most MARKDOWN_INLINE_NESTING deep. */
static void write_inlines(struct buf *out, const struct node *block, const struct markdown_options *o)
{
	struct buf text;
	buf_init(&text, LIMIT);
	struct writing w = {.options = o, .text = &text, .in_heading = block->type == NODE_HEADING};
	add_inlines(&w, block);
	trim(&text);
	while (text.length > 1 && text.data[text.length - 1] == '\n') /* a break that nothing follows, and its backslash */
		buf_truncate(&text, text.length - 2);
	buf_span(out, buf_as_span(&text));
	buf_char(out, '\n');
	buf_fini(&text);
}

/* Blocks. ----------------------------------------------------------------- */

static void write_blocks(struct buf *out, const struct node *parent, int depth, const struct markdown_options *o);

static void add_prefixed(struct buf *out, struct span text, const char *first, const char *rest)
{
	if (!text.length) {
		buf_text(out, first);
		trim(out);
		buf_char(out, '\n');
	}
	for (struct span line; span_next_line(&text, &line); first = rest) {
		buf_text(out, first);
		buf_span(out, line);
		if (!line.length)
			trim(out);
		buf_char(out, '\n');
	}
}

static void write_fenced(struct buf *out, struct span code)
{
	size_t ticks = longest_run(code, '`');
	ticks = ticks < 3 ? 3 : ticks + 1;
	buf_repeat(out, '`', ticks);
	buf_char(out, '\n');
	for (struct span line; span_next_line(&code, &line);) {
		for (struct span part = line; part.length;) { /* tabs stay */
			const char *tab = memchr(part.data, '\t', part.length);
			size_t n = tab ? (size_t)(tab - part.data) : part.length;
			plain_clean(out, span_make(part.data, n));
			if (tab)
				buf_char(out, '\t');
			part = span_after(part, n + (tab != NULL));
		}
		buf_char(out, '\n');
	}
	buf_repeat(out, '`', ticks);
	buf_char(out, '\n');
}

static void write_table(struct buf *out, const struct node *n, const struct markdown_options *o)
{
	struct plain_options options = {.width = PLAIN_UNWRAPPED, .resolve = o->resolve, .context = o->context};
	struct arena *a = arena_new();
	struct node *alone = node_new(a, NODE_DOCUMENT);
	struct buf text;
	buf_init(&text, LIMIT);
	node_append(alone, node_copy(a, n));
	plain_render(&text, alone, &options);
	write_fenced(out, buf_as_span(&text));
	buf_fini(&text);
	arena_free(a);
}

static void write_heading(struct buf *out, const struct node *n, const struct markdown_options *o)
{
	int level = n->level + o->deeper;
	buf_repeat(out, '#', (size_t)(level < 1 ? 1 : level > 6 ? 6 : level));
	buf_char(out, ' ');
	write_inlines(out, n, o);
}

/* Lists that touch, and lists in lists, take turns with their markers: two of one kind would be one list, three bullets a thematic
 * break. before: the marker of the list right before it, or 0. */
static char marker_of(const struct node *list, int depth, char before)
{
	if (list->ordered)
		return (list->delimiter == ')') != (before == (list->delimiter == ')' ? ')' : '.')) ? ')' : '.';
	return (depth % 2) != (before == (depth % 2 ? '*' : '-')) ? '*' : '-';
}

static void write_list(struct buf *out, const struct node *list, int depth, char mark, const struct markdown_options *o)
{
	struct buf item;
	long long number = list->start;
	buf_init(&item, LIMIT);
	for (const struct node *n = list->first; n; n = n->next, number++) {
		char marker[40], indent[41];
		if (list->ordered)
			snprintf(marker, sizeof(marker), "%lld%c ", number, mark);
		else
			snprintf(marker, sizeof(marker), "%c ", mark);
		snprintf(indent, sizeof(indent), "%*s", (int)strlen(marker), "");
		buf_clear(&item);
		write_blocks(&item, n, depth + 1, o);
		if (n->previous && !list->tight)
			buf_char(out, '\n');
		add_prefixed(out, buf_as_span(&item), marker, indent);
	}
	buf_fini(&item);
}

static void write_quote(struct buf *out, const struct node *n, int depth, const struct markdown_options *o)
{
	struct buf text;
	buf_init(&text, LIMIT);
	write_blocks(&text, n, depth, o);
	add_prefixed(out, buf_as_span(&text), "> ", "> ");
	buf_fini(&text);
}

static void write_block(struct buf *out, const struct node *n, int depth, const struct markdown_options *o)
{
	switch (n->type) {
	case NODE_PARAGRAPH:
		write_inlines(out, n, o);
		return;
	case NODE_HEADING:
		write_heading(out, n, o);
		return;
	case NODE_BLOCK_QUOTE:
		write_quote(out, n, depth, o);
		return;
	case NODE_CODE_BLOCK:
	case NODE_HTML_BLOCK:
		write_fenced(out, n->literal);
		return;
	case NODE_THEMATIC_BREAK:
		buf_text(out, "___\n");
		return;
	case NODE_TABLE:
		write_table(out, n, o);
		return;
	default:
		write_blocks(out, n, depth, o);
	}
}

static bool is_tight(const struct node *parent)
{
	return parent->type == NODE_ITEM && parent->parent && parent->parent->tight;
}

static void write_blocks(struct buf *out, const struct node *parent, int depth, const struct markdown_options *o)
{
	char mark = '\0';
	for (const struct node *n = parent->first; n; n = n->next) {
		if (n->previous && !is_tight(parent))
			buf_char(out, '\n');
		mark = n->type == NODE_LIST ? marker_of(n, depth, mark) : '\0';
		if (mark)
			write_list(out, n, depth, mark, o);
		else
			write_block(out, n, depth, o);
	}
}

void markdown_render(struct buf *out, const struct node *root, const struct markdown_options *options)
{
	write_blocks(out, root, 0, options);
}

void markdown_text(struct buf *out, struct span text)
{
	struct buf lines;
	buf_init(&lines, LIMIT);
	struct writing w = {.text = &lines};
	bool first = true;
	for (struct span line; span_next_line(&text, &line); first = false) {
		if (!first)
			add_break(&w);
		add_text(&w, line);
	}
	trim(&lines);
	buf_span(out, buf_as_span(&lines));
	buf_fini(&lines);
}
