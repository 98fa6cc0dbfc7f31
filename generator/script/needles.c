/* What a node must hold for a handler to be called: short texts, looked for in one pass. It spares the walk most calls:
 * few nodes hold what a filter is after. Invariant: items have ASCII letters in lower case, none is empty; the last that
 * begins with byte b, small or capital, is items[first[b] - 1] (0: none does), and each leads to the one before it. */
#include "script/filter.h"

struct needle {
	struct span text;
	uint16_t next; /* its number + 1; 0: the last */
};

struct needles {
	uint16_t first[256];
	struct needle items[];
};

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static unsigned char capital(char c)
{
	return (unsigned char)(c >= 'a' && c <= 'z' ? c ^ 0x20 : c);
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
	struct needles *made = lua_newuserdatauv(L, sizeof(*made) + count * sizeof(struct needle) + bytes, 0);
	memset(made->first, 0, sizeof(made->first));
	char *at = (char *)(made->items + count);
	for (size_t i = 0; i < count; i++) {
		const char *text = item_at(L, list, i + 1, &n);
		char b = folded(*text);
		made->items[i] = (struct needle){span_make(at, n), made->first[(unsigned char)b]};
		made->first[(unsigned char)b] = made->first[capital(b)] = (uint16_t)(i + 1);
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
		size_t k = n->first[(unsigned char)text.data[i]];
		if (!k)
			continue;
		for (; k; k = n->items[k - 1].next)
			if (begins(text, i, n->items[k - 1].text, steps))
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
