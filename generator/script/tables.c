/* pairs and next in a fixed order, and the table library. Invariant: each
 * function charges for the items that it touches; sorting is stable, so that it has one result. */
#include <stdlib.h>

#include "script/worker.h"

/* One key while keys are put in order; text points into the Lua string. */
struct key {
	int rank; /* numbers, then strings, then booleans */
	bool is_integer;
	lua_Integer integer;
	lua_Number number;
	const char *text;
	size_t length;
};

static int compare_numbers(const struct key *x, const struct key *y)
{
	if (x->is_integer && y->is_integer)
		return (x->integer > y->integer) - (x->integer < y->integer);
	if (x->number < y->number || x->number > y->number)
		return x->number > y->number ? 1 : -1;
	return (int)y->is_integer - (int)x->is_integer;
}

static int compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	if (x->rank != y->rank)
		return x->rank - y->rank;
	if (x->rank == 0)
		return compare_numbers(x, y);
	if (x->rank == 2)
		return (int)x->integer - (int)y->integer;
	size_t n = x->length < y->length ? x->length : y->length;
	int c = memcmp(x->text, y->text, n);
	return c ? c : (x->length > y->length) - (x->length < y->length);
}

/* The key on top of the stack. A string stays alive by standing in its table. */
static struct key key_at_top(lua_State *L)
{
	struct key k = {0};
	switch (lua_type(L, -1)) {
	case LUA_TNUMBER:
		k.is_integer = lua_isinteger(L, -1);
		k.integer = k.is_integer ? lua_tointeger(L, -1) : 0;
		k.number = lua_tonumber(L, -1);
		break;
	case LUA_TSTRING:
		k.rank = 1;
		k.text = lua_tolstring(L, -1, &k.length);
		break;
	case LUA_TBOOLEAN:
		k.rank = 2;
		k.integer = lua_toboolean(L, -1);
		break;
	default:
		luaL_error(L, "%s is used as a key: such keys have no order", value_kind(L, -1));
	}
	return k;
}

static void push_key(lua_State *L, const struct key *k)
{
	if (k->rank == 1)
		lua_pushlstring(L, k->text, k->length);
	else if (k->rank == 2)
		lua_pushboolean(L, (int)k->integer);
	else if (k->is_integer)
		lua_pushinteger(L, k->integer);
	else
		lua_pushnumber(L, k->number);
}

static size_t count_keys(lua_State *L, int table)
{
	size_t n = 0;
	lua_pushnil(L);
	while (lua_next(L, table)) {
		lua_pop(L, 1);
		n++;
	}
	script_charge(L, n);
	return n;
}

/* Pushes a list of the table's keys in order. */
static void push_keys(lua_State *L, int table)
{
	size_t count = count_keys(L, table), n = 0;
	if (count > (size_t)1 << 24)
		luaL_error(L, "the table is too large");
	struct key *keys = lua_newuserdatauv(L, (count + 1) * sizeof(*keys), 0);
	lua_pushnil(L);
	while (lua_next(L, table)) {
		lua_pop(L, 1);
		keys[n++] = key_at_top(L);
	}
	qsort(keys, n, sizeof(*keys), compare_keys);
	script_charge(L, n * 4);
	lua_createtable(L, (int)n, 0);
	for (size_t i = 0; i < n; i++) {
		push_key(L, &keys[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_replace(L, -2);
}

/* Upvalues: the keys, the position, the table behind. What was removed meanwhile is passed over. */
static int pairs_step(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
	for (;;) {
		if (lua_rawgeti(L, lua_upvalueindex(1), ++i) == LUA_TNIL)
			break;
		lua_pushvalue(L, -1);
		if (lua_rawget(L, lua_upvalueindex(3)) != LUA_TNIL)
			break;
		lua_pop(L, 2);
	}
	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(2));
	return lua_isnil(L, -1) ? 1 : 2;
}

bool pairs_made(lua_State *L)
{
	return lua_tocfunction(L, -1) == pairs_step;
}

static void need_table(lua_State *L, int arg)
{
	if (!table_behind(L, arg))
		luaL_typeerror(L, arg, "table");
}

static int base_pairs(lua_State *L)
{
	need_table(L, 1);
	push_keys(L, lua_gettop(L));
	lua_pushinteger(L, 0);
	lua_rotate(L, -3, -1); /* keys, position, table */
	lua_pushcclosure(L, pairs_step, 3);
	lua_pushvalue(L, 1);
	lua_pushnil(L);
	return 3;
}

/* The smallest key after the given one: linear, as there is no state. */
static int base_next(lua_State *L)
{
	lua_settop(L, 2);
	need_table(L, 1);
	struct key after = {0}, best = {0};
	bool found = false, first = lua_isnil(L, 2);
	if (!first) {
		lua_pushvalue(L, 2);
		after = key_at_top(L);
		lua_pop(L, 1);
	}
	size_t n = 0;
	lua_pushnil(L);
	for (; lua_next(L, 3); n++) {
		lua_pop(L, 1);
		struct key k = key_at_top(L);
		if ((first || compare_keys(&k, &after) > 0) && (!found || compare_keys(&k, &best) < 0)) {
			best = k;
			found = true;
		}
	}
	script_charge(L, n);
	if (!found) {
		lua_pushnil(L);
		return 1;
	}
	push_key(L, &best);
	lua_pushvalue(L, -1);
	lua_rawget(L, 3);
	return 2;
}

const luaL_Reg pairs_functions[] = {{"pairs", base_pairs}, {"next", base_next}, {NULL, NULL}};

/* Of a table or a view of one. */
static lua_Integer length_of(lua_State *L, int arg)
{
	if (lua_type(L, arg) != LUA_TTABLE && !object_is(L, arg, OBJECT_VIEW))
		luaL_typeerror(L, arg, "table");
	return luaL_len(L, arg);
}

/* Is the value at x (counted from the top) less than the one at y? The second argument of sort decides, if there is one. */
static bool less(lua_State *L, int x, int y)
{
	if (lua_isnil(L, 2) && lua_type(L, x) == LUA_TSTRING)
		script_charge(L, lua_rawlen(L, x) / 16);
	if (lua_isnil(L, 2))
		return lua_compare(L, x, y, LUA_OPLT);
	lua_pushvalue(L, 2);
	lua_pushvalue(L, x - 1);
	lua_pushvalue(L, y - 2);
	lua_call(L, 2, 1);
	bool result = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return result;
}

/* Merges from[low, middle) and from[middle, high) into the table at to; indices from 1. */
static void merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer middle, lua_Integer high)
{
	lua_Integer i = low, j = middle;
	for (lua_Integer k = low; k < high; k++) {
		bool take_left = j >= high;
		if (i < middle && j < high) {
			lua_rawgeti(L, from, i);
			lua_rawgeti(L, from, j);
			take_left = !less(L, -1, -2);
			lua_pop(L, 2);
		}
		lua_rawgeti(L, from, take_left ? i++ : j++);
		lua_rawseti(L, to, k);
	}
}

static int table_sort(lua_State *L)
{
	lua_Integer n = length_of(L, 1);
	lua_settop(L, 2);
	if (!lua_isnil(L, 2))
		luaL_checktype(L, 2, LUA_TFUNCTION);
	int from = 3, to = 4;
	luaL_argcheck(L, n < 1 << 24, 1, "too large");
	lua_createtable(L, (int)n, 0);
	lua_createtable(L, (int)n, 0);
	for (lua_Integer i = 1; i <= n; i++) {
		lua_geti(L, 1, i);
		lua_rawseti(L, from, i);
	}
	for (lua_Integer width = 1; width < n; width *= 2) {
		script_charge(L, (size_t)n * 2);
		for (lua_Integer low = 1; low <= n; low += 2 * width) {
			lua_Integer middle = low + width < n + 1 ? low + width : n + 1;
			lua_Integer high = low + 2 * width < n + 1 ? low + 2 * width : n + 1;
			merge(L, from, to, low, middle, high);
		}
		int swap = from;
		from = to;
		to = swap;
	}
	for (lua_Integer i = 1; i <= n; i++) {
		lua_rawgeti(L, from, i);
		lua_seti(L, 1, i);
	}
	return 0;
}

static int table_concat(lua_State *L)
{
	lua_Integer last = length_of(L, 1);
	size_t separator_length, n;
	const char *separator = luaL_optlstring(L, 2, "", &separator_length);
	lua_Integer i = luaL_optinteger(L, 3, 1);
	last = luaL_optinteger(L, 4, last);
	struct text t;
	text_begin(&t, L, 256);
	for (; i <= last; i++) {
		int type = lua_geti(L, 1, i);
		if (type != LUA_TSTRING && type != LUA_TNUMBER)
			return luaL_error(L, "item %I of the list is %s, not a text", (LUAI_UACINT)i,
					  value_kind(L, -1));
		const char *item = lua_tolstring(L, -1, &n);
		text_add(&t, item, n);
		lua_pop(L, 1);
		if (i == last)
			break;
		text_add(&t, separator, separator_length);
		script_charge(L, 1);
	}
	text_end(&t);
	return 1;
}

enum cost { COST_TAIL, COST_RANGE };

/* Lua's own function (an upvalue) with what it costs (another): the items behind a position that are shifted, or those
 * of a range (arguments 2 and 3). */
static int charged_list(lua_State *L)
{
	int nargs = lua_gettop(L);
	lua_Integer n = length_of(L, 1), first, last = n;
	bool appends = nargs == 2 && !lua_toboolean(L, lua_upvalueindex(3)) && lua_type(L, 1) == LUA_TTABLE;
	if (appends && lua_tointeger(L, lua_upvalueindex(2)) == COST_TAIL) {
		lua_seti(L, 1, n + 1);
		return 0;
	}
	if (lua_tointeger(L, lua_upvalueindex(2)) == COST_TAIL) {
		first = nargs >= 2 && lua_isinteger(L, 2) && (lua_toboolean(L, lua_upvalueindex(3)) || nargs > 2)
			? lua_tointeger(L, 2) : n;
	} else {
		first = luaL_optinteger(L, 2, 1);
		last = luaL_optinteger(L, 3, n);
	}
	if (last >= first)
		script_charge(L, (size_t)last - (size_t)first);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, nargs, LUA_MULTRET);
	return lua_gettop(L);
}

void tables_open(lua_State *L)
{
	/* The position of insert is there with three arguments only. */
	static const struct {
		const char *name;
		enum cost cost;
		bool always;
	} charged[] = {{"insert", COST_TAIL, false}, {"remove", COST_TAIL, true},
		       {"move", COST_RANGE, true}, {"unpack", COST_RANGE, true}};
	lua_newtable(L);
	luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, 0);
	for (size_t i = 0; i < sizeof(charged) / sizeof(charged[0]); i++) {
		lua_getfield(L, -1, charged[i].name);
		lua_pushinteger(L, charged[i].cost);
		lua_pushboolean(L, charged[i].always);
		lua_pushcclosure(L, charged_list, 3);
		lua_setfield(L, -3, charged[i].name);
	}
	lua_getfield(L, -1, "pack");
	lua_setfield(L, -3, "pack");
	lua_pop(L, 1);
	lua_pushcfunction(L, table_sort);
	lua_setfield(L, -2, "sort");
	lua_pushcfunction(L, table_concat);
	lua_setfield(L, -2, "concat");
}
