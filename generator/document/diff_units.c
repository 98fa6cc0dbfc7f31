/* Nodes to units. Lists stand for their items: an item knows of its list what can be seen of it. */
#include "document/compare.h"
#include "document/diff.h"

bool unit_is_box(const struct unit *u, unsigned depth)
{
	switch (u->kind) {
	case UNIT_ITEM:
	case UNIT_CODE:
	case UNIT_QUOTE:
	case UNIT_ROW:
	case UNIT_BOX:
	case UNIT_FIGURE:
		return depth < UNITS_DEEP;
	case UNIT_TABLE:
		return depth + 1 < UNITS_DEEP; /* its rows are boxes */
	default:
		return false;
	}
}

bool unit_is_numbered(const struct unit *u)
{
	return u->kind == UNIT_ITEM && u->node->parent->ordered;
}

static enum unit_kind kind_of(const struct node *n)
{
	switch (n->type) {
	case NODE_HEADING:
		return UNIT_HEADING;
	case NODE_ITEM:
		return UNIT_ITEM;
	case NODE_CODE_BLOCK:
	case NODE_HTML_BLOCK:
		return UNIT_CODE;
	case NODE_BLOCK_QUOTE:
		return UNIT_QUOTE;
	case NODE_THEMATIC_BREAK:
		return UNIT_RULE;
	case NODE_TABLE:
		return UNIT_TABLE;
	case NODE_ROW:
		return UNIT_ROW;
	case NODE_CELL:
		return UNIT_CELL;
	case NODE_DIV:
		return UNIT_BOX;
	case NODE_FIGURE:
		return UNIT_FIGURE;
	default:
		return UNIT_PARAGRAPH;
	}
}

struct maker {
	struct arena *arena;
	struct units units;
	size_t capacity;
};

static struct unit *add(struct maker *m, enum unit_kind kind, const struct node *node, struct span text)
{
	struct units *u = &m->units;
	u->items = arena_grow(m->arena, u->items, u->count, &m->capacity, sizeof(*u->items));
	u->items[u->count] = (struct unit){.kind = kind, .node = node, .text = text};
	u->items[u->count].words = arena_alloc(m->arena, sizeof(struct words));
	return &u->items[u->count++];
}

static void add_lines(struct maker *m, const struct node *code)
{
	struct span rest = code->literal, none = {0};
	while (rest.length) {
		const char *end = memchr(rest.data, '\n', rest.length);
		size_t n = end ? (size_t)(end - rest.data) : rest.length;
		add(m, UNIT_LINE, code, none)->text = span_make(rest.data, n);
		rest = span_after(rest, end ? n + 1 : n);
	}
}

static void add_items(struct maker *m, const struct node *list)
{
	long long number = list->start;
	for (const struct node *n = list->first; n; n = n->next)
		add(m, UNIT_ITEM, n, span_make(NULL, 0))->number = number++;
}

struct units units_below(struct arena *a, const struct node *node)
{
	struct maker m = {.arena = a};
	if (node->type == NODE_CODE_BLOCK || node->type == NODE_HTML_BLOCK)
		add_lines(&m, node);
	if (node->title && node->type == NODE_TABLE)
		add(&m, UNIT_CAPTION, node, span_of(node->title));
	for (const struct node *n = node->first; n; n = n->next) {
		if (n->type == NODE_LIST)
			add_items(&m, n);
		else
			add(&m, kind_of(n), n, span_make(NULL, 0));
	}
	if (node->title && node->type != NODE_TABLE)
		add(&m, UNIT_CAPTION, node, span_of(node->title));
	return m.units;
}

static void add_key(struct buf *key, const struct unit *u)
{
	buf_printf(key, "%d;", (int)u->kind);
	if (u->kind == UNIT_ITEM)
		buf_char(key, unit_is_numbered(u) ? '1' : '*');
	if (u->kind == UNIT_LINE || u->kind == UNIT_CAPTION)
		buf_span(key, u->text);
	else
		block_key(key, u->node);
}

struct span *units_keys(struct arena *a, const struct units *units)
{
	struct span *keys = arena_array(a, units->count + 1, sizeof(*keys));
	struct buf key;
	buf_init(&key, SIZE_MAX / 4);
	for (size_t i = 0; i < units->count; i++) {
		buf_clear(&key);
		add_key(&key, &units->items[i]);
		keys[i] = span_make(arena_span(a, buf_as_span(&key)), key.length);
	}
	buf_fini(&key);
	return keys;
}

void unit_words(struct words *w, const struct unit *u)
{
	if (u->kind == UNIT_LINE)
		words_code(w, u->text);
	else if (u->kind == UNIT_CAPTION)
		words_prose(w, u->text);
	else
		words_block(w, u->node);
}

const struct words *unit_read(struct arena *a, const struct unit *u)
{
	if (!u->words->arena) {
		u->words->arena = a;
		unit_words(u->words, u);
	}
	return u->words;
}

struct words unit_take(struct arena *a, const struct unit *u)
{
	struct words taken = {.arena = a};
	if (u->words && u->words->arena) {
		taken = *u->words;
		*u->words = (struct words){.arena = NULL};
	} else {
		unit_words(&taken, u);
	}
	return taken;
}

static const char *cell_sign(const struct node *n)
{
	static const char *const signs[2][4] = {{"", "←", "↔", "→"}, {"■", "■←", "■↔", "■→"}};
	return signs[n->header ? 1 : 0][n->align & 3];
}

const char *unit_sign(struct arena *a, const struct unit *u)
{
	switch (u->kind) {
	case UNIT_HEADING:
		return arena_printf(a, "%.*s", u->node->level < 6 ? u->node->level : 6, "######");
	case UNIT_ITEM:
		return unit_is_numbered(u) ? arena_printf(a, "%lld.", u->number) : "•";
	case UNIT_CELL:
		return cell_sign(u->node);
	case UNIT_CODE:
		if (u->node->type == NODE_HTML_BLOCK)
			return "HTML";
		return u->node->info ? u->node->info : "";
	default:
		return "";
	}
}
