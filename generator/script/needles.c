/* What a node must hold for a handler to be called: short texts, looked for in one pass. It spares the walk most calls:
 * few nodes hold what a filter is after. Invariant: items are in the order of their first bytes, with ASCII letters in
 * lower case, none empty; those that begin with byte b stand from[b] to from[b + 1]. */
#include "script/filter.h"

struct needles {
	uint16_t from[257];
	struct span items[];
};

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* The bytes of the texts in the list; 0 if it is no list of them, or an empty one. */
static size_t bytes_of(lua_State *L, int list, size_t count)
{
	size_t bytes = 0;
	bool ok = true;
	for (size_t i = 1; i <= count; i++, lua_pop(L, 1)) {
		ok = lua_rawgeti(L, list, (lua_Integer)i) == LUA_TSTRING && lua_rawlen(L, -1) && ok;
		bytes += ok ? lua_rawlen(L, -1) : 0;
	}
	script_charge(L, bytes / 16 + count);
	return ok ? bytes : 0;
}

/* A text of the list, which keeps it alive. */
static const char *item_at(lua_State *L, int list, size_t i, size_t *n)
{
	lua_rawgeti(L, list, (lua_Integer)i);
	const char *text = lua_tolstring(L, -1, n);
	lua_pop(L, 1);
	return text;
}

const struct needles *needles_push(lua_State *L, int list)
{
	size_t count = lua_type(L, list) == LUA_TTABLE ? lua_rawlen(L, list) : SIZE_MAX, n;
	size_t bytes = count <= NEEDLE_COUNT ? bytes_of(L, list, count) : 0;
	if (count > NEEDLE_COUNT || (count && !bytes))
		return NULL;
	struct needles *made = lua_newuserdatauv(L, sizeof(*made) + count * sizeof(struct span) + bytes, 0);
	memset(made, 0, sizeof(*made));
	char *at = (char *)(made->items + count);
	for (size_t i = 1; i <= count; i++)
		made->from[(unsigned char)folded(*item_at(L, list, i, &n)) + 1]++;
	for (size_t b = 0; b < 256; b++)
		made->from[b + 1] = (uint16_t)(made->from[b + 1] + made->from[b]);
	uint16_t next[256];
	memcpy(next, made->from, sizeof(next));
	for (size_t i = 1; i <= count; i++) {
		const char *text = item_at(L, list, i, &n);
		made->items[next[(unsigned char)folded(*text)]++] = span_make(at, n);
		for (size_t k = 0; k < n; k++)
			*at++ = folded(text[k]);
	}
	return made;
}

static bool begins(struct span text, size_t at, struct span needle, size_t *steps)
{
	if (needle.length > text.length - at)
		return false;
	++*steps;
	for (size_t i = 1; i < needle.length; i++, ++*steps)
		if (folded(text.data[at + i]) != needle.data[i])
			return false;
	return true;
}

static void charge(lua_State *L, size_t *steps)
{
	script_charge(L, *steps / 4);
	*steps %= 4;
}

/* Charged on the way: a long text of which each place nearly begins a thousand long ones would not be done in years. */
static bool text_holds(lua_State *L, const struct needles *n, struct span text, size_t *steps)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char b = (unsigned char)folded(text.data[i]);
		for (size_t k = n->from[b]; k < n->from[b + 1]; k++)
			if (begins(text, i, n->items[k], steps))
				return true;
		charge(L, steps);
	}
	*steps += text.length / 16;
	return false;
}

bool needles_held(lua_State *L, const struct needles *n, const struct node *root)
{
	size_t steps = 1;
	bool held = false;
	for (const struct node *at = root; at && !held; at = node_walk(root, at), steps++)
		held = at->literal.length && text_holds(L, n, at->literal, &steps);
	charge(L, &steps);
	return held;
}
