/* The terms of a glossary as a trie over bytes. Invariants: the children of a node
 * stand side by side, sorted by byte; a path from the root spells a form with its
 * case folded and its white space as single blanks. A worker makes the trie of a
 * glossary and language once, when a filter first asks for it; scripts see nothing of that. */
#include "script/terms.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { ALONE_KATAKANA = 1, ALONE_HAN = 2 };

struct trie_node {
	uint32_t first;     /* child */
	uint32_t entry;     /* of the glossary, from 1; 0: no form ends here */
	uint16_t count;     /* of children */
	unsigned char byte; /* that leads here */
	unsigned char alone; /* beside which characters the form does not stand */
};

struct form {
	char *bytes;
	size_t length;
	uint32_t entry;
};

/* Forms of sorted, of which a node's children are still to be made. */
struct range {
	uint32_t low, high, depth;
};

struct terms {
	struct terms *next;
	const struct value *glossary;
	char *lang;
	struct trie_node *nodes;
	uint32_t roots[256]; /* the root's children by byte; 0: none */
};

static bool is_white(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The byte as it is compared: ASCII and Latin-1 letters in lower case. */
static unsigned char folded(unsigned char before, unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c | 0x20;
	return before == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97 ? c | 0x20 : c;
}

/* Forms. ------------------------------------------------------------------ */

struct forms {
	struct form *items;
	size_t count, size;
};

static void forms_add(struct forms *f, const struct value *text, size_t entry)
{
	char out[TERM_BYTES + 1];
	size_t n = 0;
	unsigned char before = 0;
	if (!text || text->kind != VALUE_TEXT)
		return;
	for (size_t i = 0; i < text->length && n <= TERM_BYTES; before = (unsigned char)text->text[i++]) {
		unsigned char c = (unsigned char)text->text[i];
		if (is_white(c) && (n == 0 || out[n - 1] == ' '))
			continue;
		out[n++] = (char)(is_white(c) ? ' ' : folded(before, c));
	}
	if (n && n <= TERM_BYTES && out[n - 1] == ' ')
		n--;
	if (n == 0 || n > TERM_BYTES)
		return;
	if (f->count == f->size) {
		f->size = f->size ? 2 * f->size : 64;
		f->items = memory_resize(f->items, f->size, sizeof(*f->items));
	}
	struct form *form = &f->items[f->count++];
	*form = (struct form){memory_alloc(n), n, (uint32_t)entry + 1};
	memcpy(form->bytes, out, n);
}

static int by_bytes(const void *x, const void *y)
{
	const struct form *a = x, *b = y;
	size_t shorter = a->length < b->length ? a->length : b->length;
	int order = memcmp(a->bytes, b->bytes, shorter);
	if (order == 0)
		order = a->length < b->length ? -1 : a->length > b->length;
	return order ? order : a->entry < b->entry ? -1 : a->entry > b->entry;
}

static void forms_read(struct forms *f, const struct value *glossary, const char *lang)
{
	for (size_t i = 0; glossary && glossary->kind == VALUE_LIST && i < glossary->count; i++) {
		const struct value *also = value_get(value_get(glossary->items[i], "also"), lang);
		forms_add(f, value_get(value_get(glossary->items[i], "term"), lang), i);
		for (size_t k = 0; also && also->kind == VALUE_LIST && k < also->count; k++)
			forms_add(f, also->items[k], i);
	}
	if (f->count)
		qsort(f->items, f->count, sizeof(*f->items), by_bytes);
}

/* Short words of katakana and single kanji are parts of others more often than words. */
static unsigned char alone_of(const struct form *f)
{
	size_t characters = 0, bytes;
	bool katakana = true, han = true;
	for (struct span s = span_make(f->bytes, f->length); s.length; s = span_after(s, bytes), characters++) {
		enum utf8_kind kind = utf8_kind_of(utf8_decode(s, &bytes));
		katakana = katakana && kind == UTF8_KATAKANA;
		han = han && kind == UTF8_HAN;
	}
	return katakana && characters < TERM_SHORT ? ALONE_KATAKANA : han && characters == 1 ? ALONE_HAN : 0;
}

/* The trie. --------------------------------------------------------------- */

struct builder {
	const struct form *forms;
	struct trie_node *nodes;
	struct range *ranges; /* of each node */
	size_t count, size;
};

static void add_node(struct builder *b, unsigned char byte, struct range range)
{
	if (b->count == b->size) {
		b->size = b->size ? 2 * b->size : 1024;
		b->nodes = memory_resize(b->nodes, b->size, sizeof(*b->nodes));
		b->ranges = memory_resize(b->ranges, b->size, sizeof(*b->ranges));
	}
	b->nodes[b->count] = (struct trie_node){.byte = byte};
	b->ranges[b->count++] = range;
}

/* Makes the children of a node: one for each byte that comes next in its forms. */
static void add_children(struct builder *b, size_t at)
{
	struct range r = b->ranges[at];
	if (r.low < r.high && b->forms[r.low].length == r.depth) {
		b->nodes[at].entry = b->forms[r.low].entry;
		b->nodes[at].alone = alone_of(&b->forms[r.low]);
	}
	while (r.low < r.high && b->forms[r.low].length == r.depth)
		r.low++;
	b->nodes[at].first = (uint32_t)b->count;
	while (r.low < r.high) {
		unsigned char byte = (unsigned char)b->forms[r.low].bytes[r.depth];
		uint32_t low = r.low;
		while (r.low < r.high && (unsigned char)b->forms[r.low].bytes[r.depth] == byte)
			r.low++;
		add_node(b, byte, (struct range){low, r.low, r.depth + 1});
		b->nodes[at].count++;
	}
}

struct terms *terms_new(const struct value *glossary, const char *lang)
{
	struct terms *t = memory_alloc(sizeof(*t));
	struct forms f = {0};
	forms_read(&f, glossary, lang);
	struct builder b = {.forms = f.items};
	add_node(&b, 0, (struct range){0, (uint32_t)f.count, 0});
	for (size_t i = 0; i < b.count; i++)
		add_children(&b, i);
	t->nodes = b.nodes;
	for (uint32_t i = 0; i < b.nodes->count; i++)
		t->roots[b.nodes[b.nodes->first + i].byte] = b.nodes->first + i;
	for (size_t i = 0; i < f.count; i++)
		free(f.items[i].bytes);
	free(f.items);
	free(b.ranges);
	return t;
}

void terms_free(struct terms *t)
{
	while (t) {
		struct terms *next = t->next;
		free(t->nodes);
		free(t->lang);
		free(t);
		t = next;
	}
}

/* The child of a node, 0 for none. */
static uint32_t child_of(const struct terms *t, uint32_t at, unsigned char byte)
{
	if (at == 0)
		return t->roots[byte];
	uint32_t low = t->nodes[at].first, high = low + t->nodes[at].count, end = high;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (t->nodes[middle].byte < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low < end && t->nodes[low].byte == byte ? low : 0;
}

/* Borders. ---------------------------------------------------------------- */

/* The character that ends before at (0 at the beginning), and where it begins. */
static uint32_t before(struct span text, size_t at, size_t *start)
{
	size_t bytes;
	if (at == 0)
		return 0;
	do
		at--;
	while (at > 0 && ((unsigned char)text.data[at] & 0xC0) == 0x80);
	*start = at;
	return utf8_decode(span_after(text, at), &bytes);
}

/* The character at at (0 at the end), and where it ends. */
static uint32_t behind(struct span text, size_t at, size_t *end)
{
	size_t bytes;
	if (at >= text.length)
		return 0;
	uint32_t c = utf8_decode(span_after(text, at), &bytes);
	*end = at + bytes;
	return c;
}

static bool is_word(uint32_t c)
{
	return c == '_' || (c && utf8_kind_of(c) == UTF8_LETTER);
}

static bool is_kind(uint32_t c, enum utf8_kind kind)
{
	return c && utf8_kind_of(c) == kind;
}

static bool is_latin(uint32_t c)
{
	return is_kind(c, UTF8_LETTER) && !(c >= '0' && c <= '9');
}

/* Between two letters these make one word: "log-in", "log.txt", "/var/log/", "c2[.]example". */
static bool is_joint(uint32_t c)
{
	return c && c < 0x80 && strchr("-./@\\[]:", (int)c);
}

static bool goes_on_left(struct span text, size_t at)
{
	size_t start = 0;
	uint32_t c = before(text, at, &start);
	for (int i = 0; i < 3 && is_joint(c); i++)
		c = before(text, start, &start);
	return is_word(c);
}

static bool goes_on_right(struct span text, size_t at)
{
	size_t end = at;
	uint32_t c = behind(text, at, &end);
	for (int i = 0; i < 3 && is_joint(c); i++)
		c = behind(text, end, &end);
	return is_word(c);
}

/* Whether what lies from start to end stands there as a word. */
static bool stands(const struct trie_node *n, struct span text, size_t start, size_t end)
{
	size_t at;
	uint32_t first = behind(text, start, &at), last = before(text, end, &at);
	uint32_t left = before(text, start, &at), right = behind(text, end, &at);
	if ((is_word(first) && goes_on_left(text, start)) || (is_word(last) && goes_on_right(text, end)))
		return false;
	return n->alone == ALONE_KATAKANA ? !is_kind(left, UTF8_KATAKANA) && !is_kind(right, UTF8_KATAKANA)
	     : n->alone == ALONE_HAN	  ? !is_kind(left, UTF8_HAN) && !is_kind(left, UTF8_KATAKANA) && !is_latin(left) &&
						!is_kind(right, UTF8_HAN)
					  : true;
}

/* Finding. ---------------------------------------------------------------- */

static size_t white_end(struct span text, size_t at)
{
	while (at < text.length && is_white((unsigned char)text.data[at]))
		at++;
	return at;
}

bool terms_join(struct span text, size_t at, size_t end)
{
	size_t other;
	uint32_t left = before(text, at, &other), right = behind(text, end, &other);
	return left && right && utf8_is_japanese(left) && utf8_is_japanese(right);
}

/* A term that lacks the long mark of the word in the text: "ライブラリ" in "ライブラリー". */
static size_t with_mark(const struct trie_node *n, struct span text, size_t end)
{
	size_t at;
	bool katakana = utf8_is_katakana(before(text, end, &at));
	return katakana && !n->alone && span_starts(span_after(text, end), "ー") ? end + strlen("ー") : end;
}

/* The node of the longest form that begins at start, and its end; NULL if none does. */
static const struct trie_node *longest(const struct terms *t, struct span text, size_t start, size_t *end, size_t *steps)
{
	const struct trie_node *found = NULL;
	size_t i = start;
	for (uint32_t at = 0; i < text.length; (*steps)++) {
		unsigned char c = (unsigned char)text.data[i];
		if (is_white(c)) {
			size_t behind_white = white_end(text, i);
			uint32_t next = child_of(t, at, ' ');
			if (!next && !(at && terms_join(text, i, behind_white)))
				break;
			*steps += behind_white - i;
			at = next ? next : at;
			i = behind_white;
			continue;
		}
		at = child_of(t, at, folded(i ? (unsigned char)text.data[i - 1] : 0, c));
		if (!at)
			break;
		i++;
		if (t->nodes[at].entry && stands(&t->nodes[at], text, start, i)) {
			found = &t->nodes[at];
			*end = i;
		}
	}
	return found;
}

bool terms_next(const struct terms *t, struct span text, size_t from, struct term_match *out, size_t *steps)
{
	for (size_t i = from; i < text.length; i++) {
		unsigned char c = (unsigned char)text.data[i];
		++*steps;
		if ((c & 0xC0) == 0x80 || !t->roots[folded(i ? (unsigned char)text.data[i - 1] : 0, c)])
			continue;
		const struct trie_node *n = longest(t, text, i, &out->end, steps);
		if (!n)
			continue;
		out->start = i;
		out->end = with_mark(n, text, out->end);
		out->entry = n->entry - 1;
		return true;
	}
	return false;
}

/* For filters. ------------------------------------------------------------ */

const struct terms *terms_of(struct script *w)
{
	const struct value *glossary = w->context->glossary;
	for (struct terms *t = w->terms; t; t = t->next)
		if (t->glossary == glossary && strcmp(t->lang, w->context->lang) == 0)
			return t;
	struct terms *t = terms_new(glossary, w->context->lang);
	t->glossary = glossary;
	t->lang = memory_text(w->context->lang);
	t->next = w->terms;
	return w->terms = t;
}

/* terms(text): the terms of the glossary in it, from left to right: a list of {first, last, entry}, bytes of the text and
 * the number of the glossary's entry; nil if there are none. */
int shirase_terms(lua_State *L)
{
	struct term_match m;
	struct span text;
	size_t steps = 0;
	lua_Integer n = 0;
	text.data = luaL_checklstring(L, 1, &text.length);
	if (utf8_invalid(text) < text.length)
		return luaL_argerror(L, 1, "this is not UTF-8");
	const struct terms *t = terms_of(worker_of(L));
	lua_settop(L, 1);
	for (size_t from = 0; terms_next(t, text, from, &m, &steps); from = m.end) {
		if (n == 0)
			lua_newtable(L);
		lua_createtable(L, 3, 0);
		lua_pushinteger(L, (lua_Integer)m.start + 1);
		lua_rawseti(L, -2, 1);
		lua_pushinteger(L, (lua_Integer)m.end);
		lua_rawseti(L, -2, 2);
		lua_pushinteger(L, (lua_Integer)m.entry + 1);
		lua_rawseti(L, -2, 3);
		lua_rawseti(L, 2, ++n);
		script_charge(L, steps / 16 + 5);
		steps %= 16;
	}
	script_charge(L, steps / 16 + text.length / 16);
	if (n == 0)
		lua_pushnil(L);
	return 1;
}
