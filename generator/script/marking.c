/* Terms of the glossary as nodes. Texts and line ends that stand side by side are one text here, so that a term may
 * stand on two lines. Invariant: a text in which nothing is marked keeps its nodes; the others are parts of one copy of it. */
#include "base/utf8.h"
#include "script/filter.h"
#include "script/terms.h"

struct marking {
	lua_State *L;
	const struct terms *terms;
	const struct filter_context *context;
	struct arena *arena;
	int seen, out; /* stack indices: entries that were marked before, and what is returned */
	lua_Integer count;
	size_t steps;
};

/* The node with which a walk keeps its place is a Text to all others. */
static bool is_text(const struct marking *m, const struct node *n)
{
	return n->type == NODE_TEXT && !walk_marks(worker_of(m->L), n);
}

static bool is_prose(const struct marking *m, const struct node *n)
{
	return is_text(m, n) || n->type == NODE_SOFT_BREAK;
}

static bool is_entered(const struct node *n)
{
	return n->type == NODE_EMPH || n->type == NODE_STRONG || n->type == NODE_SPAN;
}

static const char *definition_of(const struct marking *m, size_t entry)
{
	const char *text = value_text(value_get(m->context->glossary->items[entry], "definition"), m->context->lang);
	return text && *text ? text : NULL;
}

/* The next match of an entry that was not marked before and has a definition in this language. */
static bool next_new(struct marking *m, struct span text, size_t from, struct term_match *match)
{
	for (; terms_next(m->terms, text, from, match, &m->steps); from = match->end) {
		bool known = lua_rawgeti(m->L, m->seen, (lua_Integer)match->entry + 1) != LUA_TNIL;
		lua_pop(m->L, 1);
		if (!known && definition_of(m, match->entry))
			return true;
	}
	return false;
}

static struct node *add_node(struct marking *m, struct node *before, enum node_type type)
{
	struct node *n = node_of(m->L, type);
	n->line = before->line;
	n->column = before->column;
	node_insert_before(before, n);
	return n;
}

static void add_lines(struct marking *m, struct node *before, struct span text)
{
	for (size_t end; text.length; text = span_after(text, end)) {
		const char *lf = memchr(text.data, '\n', text.length);
		end = lf == text.data ? 1 : lf ? (size_t)(lf - text.data) : text.length;
		if (lf == text.data)
			add_node(m, before, NODE_SOFT_BREAK);
		else
			add_node(m, before, NODE_TEXT)->literal = span_make(text.data, end);
	}
}

/* The text of a term: line ends in it are nothing between Japanese characters and else blanks. */
static struct span on_one_line(struct marking *m, struct span text)
{
	if (!memchr(text.data, '\n', text.length))
		return text;
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] != '\n')
			buf_char(&out, text.data[i]);
		else if (!terms_join(text, i, i + 1))
			buf_char(&out, ' ');
	struct span copy = span_make(arena_dup(m->arena, out.data, out.length), out.length);
	buf_fini(&out);
	return copy;
}

static void add_term(struct marking *m, struct node *before, struct span text, size_t entry)
{
	lua_State *L = m->L;
	const char *definition = definition_of(m, entry);
	node_charge(L, text.length + strlen(definition) + 64);
	struct node *term = add_node(m, before, NODE_TERM);
	term->url = arena_printf(m->arena, "glossary:%zu", entry + 1);
	term->title = arena_text(m->arena, definition);
	node_append(term, node_text(m->arena, on_one_line(m, text)));
	lua_pushboolean(L, true);
	lua_rawseti(L, m->seen, (lua_Integer)entry + 1);
	lua_createtable(L, 2, 0);
	node_push(L, term);
	lua_rawseti(L, -2, 1);
	lua_pushinteger(L, (lua_Integer)entry + 1);
	lua_rawseti(L, -2, 2);
	lua_rawseti(L, m->out, ++m->count);
}

/* Puts what the text becomes before the nodes from first to last, and takes those away. Returns the last of the new ones. */
static struct node *replace(struct marking *m, struct node *first, struct node *last, struct span text, struct term_match match)
{
	size_t from = 0;
	do {
		add_lines(m, first, span_make(text.data + from, match.start - from));
		add_term(m, first, span_make(text.data + match.start, match.end - match.start), match.entry);
		from = match.end;
	} while (next_new(m, text, from, &match));
	add_lines(m, first, span_after(text, from));
	struct node *end = first->previous;
	for (struct node *n = first, *next; n; n = n == last ? NULL : next) {
		next = n->next;
		node_remove(n);
	}
	return end;
}

/* The text that begins with first. Returns its last node. */
static struct node *mark_text(struct marking *m, struct node *first)
{
	struct script *w = worker_of(m->L);
	struct term_match match;
	struct node *last = first;
	size_t mark = w->text.length;
	for (;; last = last->next) {
		if (last->type == NODE_TEXT)
			buf_span(&w->text, last->literal);
		else
			buf_char(&w->text, '\n');
		if (!last->next || !is_prose(m, last->next))
			break;
	}
	struct span text = span_make(w->text.data + mark, w->text.length - mark);
	if (next_new(m, text, 0, &match)) {
		text.data = arena_dup(m->arena, text.data, text.length);
		node_charge(m->L, text.length);
		last = replace(m, first, last, text, match);
	}
	buf_truncate(&w->text, mark);
	script_charge(m->L, m->steps / 16 + 1);
	m->steps %= 16;
	return last;
}

/* mark_terms(block, seen): makes a Term of the first place of each entry of the glossary that seen[entry] lacks, in the texts
 * of the block, of its Emph, Strong and Span; sets seen[entry]. A list of {Term, entry}; nil if there are none. */
int shirase_mark_terms(lua_State *L)
{
	struct script *w = worker_of(L);
	struct node *root = node_at(L, 1);
	if (!root)
		return luaL_typeerror(L, 1, "node");
	luaL_checktype(L, 2, LUA_TTABLE);
	if (w->linting)
		return luaL_error(L, "a lint cannot change the document");
	lua_settop(L, 2);
	lua_newtable(L);
	struct marking m = {.L = L, .terms = terms_of(w), .context = w->context, .arena = w->arena, .seen = 2, .out = 3};
	for (struct node *n = node_walk(root, root); n;) {
		struct node *done = is_text(&m, n) ? mark_text(&m, n) : n;
		n = is_entered(done) ? node_walk(root, done) : node_skip(root, done);
	}
	if (m.count == 0)
		lua_pushnil(L);
	return 1;
}
