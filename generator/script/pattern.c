/* Lua's patterns (Reference Manual 5.4, section 6.4.1) with a count of steps,
 * so that backtracking ends where instructions end. Invariant: text <= s <= text_end
 * for each position s; level is the number of captures begun; classes are ASCII, whatever the locale. */
#include "script/worker.h"

#define CAPTURES 32
#define NESTING 200
#define OPEN (-1)
#define POSITION (-2)

struct matcher {
	lua_State *L;
	struct script *w;
	const char *text, *text_end, *pattern_end;
	int level, depth;
	struct {
		const char *start;
		ptrdiff_t length; /* or OPEN, POSITION */
	} captures[CAPTURES];
};

static const char *match_here(struct matcher *m, const char *s, const char *p);

static inline void step(struct matcher *m)
{
	if (--m->w->steps < 0)
		script_exceed(m->L, LIMIT_STEPS);
}

/* The end of the item at p: one character, class, set. */
static const char *item_end(struct matcher *m, const char *p)
{
	char c = *p++;
	if (c == '%') {
		if (p == m->pattern_end)
			luaL_error(m->L, "malformed pattern (ends with '%%')");
		return p + 1;
	}
	if (c != '[')
		return p;
	if (p < m->pattern_end && *p == '^')
		p++;
	do {
		if (p == m->pattern_end)
			luaL_error(m->L, "malformed pattern (missing ']')");
		if (*p++ == '%' && p < m->pattern_end)
			p++;
	} while (p == m->pattern_end || *p != ']');
	return p + 1;
}

static bool is_alpha(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool in_class(int c, int class)
{
	bool in;
	switch (class | 0x20) {
	case 'a': in = is_alpha(c); break;
	case 'c': in = c < 0x20 || c == 0x7F; break;
	case 'd': in = is_digit(c); break;
	case 'g': in = c > 0x20 && c < 0x7F; break;
	case 'l': in = c >= 'a' && c <= 'z'; break;
	case 'p': in = c > 0x20 && c < 0x7F && !is_alpha(c) && !is_digit(c); break;
	case 's': in = c == ' ' || (c >= '\t' && c <= '\r'); break;
	case 'u': in = c >= 'A' && c <= 'Z'; break;
	case 'w': in = is_alpha(c) || is_digit(c); break;
	case 'x': in = is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); break;
	default: return class == c;
	}
	return in != (class >= 'A' && class <= 'Z');
}

/* p is at the "[", end behind the "]". */
static bool in_set(int c, const char *p, const char *end)
{
	bool in = true;
	end--;
	if (*++p == '^') {
		in = false;
		p++;
	}
	while (p < end) {
		if (*p == '%') {
			if (in_class(c, (unsigned char)p[1]))
				return in;
			p += 2;
		} else if (end - p > 2 && p[1] == '-') {
			if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2])
				return in;
			p += 3;
		} else if ((unsigned char)*p++ == c) {
			return in;
		}
	}
	return !in;
}

static bool one(struct matcher *m, const char *s, const char *p, const char *end)
{
	step(m);
	if (s >= m->text_end)
		return false;
	int c = (unsigned char)*s;
	switch (*p) {
	case '.': return true;
	case '%': return in_class(c, (unsigned char)p[1]);
	case '[': return in_set(c, p, end);
	default: return (unsigned char)*p == c;
	}
}

static const char *longest(struct matcher *m, const char *s, const char *p, const char *end)
{
	const char *e = s;
	while (one(m, e, p, end))
		e++;
	for (; e >= s; e--) {
		const char *result = match_here(m, e, end + 1);
		if (result)
			return result;
	}
	return NULL;
}

static const char *shortest(struct matcher *m, const char *s, const char *p, const char *end)
{
	for (;; s++) {
		const char *result = match_here(m, s, end + 1);
		if (result)
			return result;
		if (!one(m, s, p, end))
			return NULL;
	}
}

static const char *balanced(struct matcher *m, const char *s, const char *p)
{
	if (m->pattern_end - p < 2)
		luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
	if (s >= m->text_end || *s != p[0])
		return NULL;
	int nested = 1;
	for (const char *e = s + 1; e < m->text_end; e++) {
		step(m);
		if (*e == p[1]) {
			if (--nested == 0)
				return e + 1;
		} else if (*e == p[0]) {
			nested++;
		}
	}
	return NULL;
}

static int open_capture(struct matcher *m)
{
	for (int i = m->level - 1; i >= 0; i--)
		if (m->captures[i].length == OPEN)
			return i;
	return luaL_error(m->L, "invalid pattern capture");
}

static const char *begin_capture(struct matcher *m, const char *s, const char *p, ptrdiff_t what)
{
	if (m->level >= CAPTURES)
		luaL_error(m->L, "too many captures");
	m->captures[m->level].start = s;
	m->captures[m->level].length = what;
	m->level++;
	const char *result = match_here(m, s, p);
	if (!result)
		m->level--;
	return result;
}

static const char *end_capture(struct matcher *m, const char *s, const char *p)
{
	int i = open_capture(m);
	m->captures[i].length = s - m->captures[i].start;
	const char *result = match_here(m, s, p);
	if (!result)
		m->captures[i].length = OPEN;
	return result;
}

static const char *back_reference(struct matcher *m, const char *s, int digit)
{
	int i = digit - '1';
	if (i < 0 || i >= m->level || m->captures[i].length < 0)
		luaL_error(m->L, "invalid capture index %%%d in pattern", i + 1);
	size_t n = (size_t)m->captures[i].length;
	script_charge(m->L, n / 16);
	if ((size_t)(m->text_end - s) < n || memcmp(m->captures[i].start, s, n) != 0)
		return NULL;
	return s + n;
}

/* %f: between a character outside the set and one inside; the ends of the text count as NUL. */
static bool frontier(struct matcher *m, const char *s, const char *p, const char *end)
{
	int before = s == m->text ? 0 : (unsigned char)s[-1];
	int here = s == m->text_end ? 0 : (unsigned char)*s;
	step(m);
	return !in_set(before, p, end) && in_set(here, p, end);
}

/* Items that begin with "%" and are no class. Sets *p behind the item and returns where s goes on, NULL for no match;
 * *is_class if it is a class after all. */
static const char *special(struct matcher *m, const char *s, const char **p, bool *is_class)
{
	const char *at = *p + 1, *end, *result;
	*is_class = false;
	if (at == m->pattern_end)
		luaL_error(m->L, "malformed pattern (ends with '%%')");
	if (*at == 'b') {
		result = balanced(m, s, at + 1);
		*p += 4;
		return result;
	}
	if (*at == 'f') {
		if (++at == m->pattern_end || *at != '[')
			luaL_error(m->L, "missing '[' after '%%f' in pattern");
		end = item_end(m, at);
		*p = end;
		return frontier(m, s, at, end) ? s : NULL;
	}
	if (is_digit((unsigned char)*at)) {
		*p += 2;
		return back_reference(m, s, *at);
	}
	*is_class = true;
	return s;
}

/* A single item with what follows it. Sets *p to go on at the end; *over if the result is final. */
static const char *repeated(struct matcher *m, const char *s, const char **p, bool *over)
{
	const char *item = *p, *end = item_end(m, item), *result;
	char how = end < m->pattern_end ? *end : '\0';
	*over = true;
	switch (how) {
	case '?':
		if (one(m, s, item, end) && (result = match_here(m, s + 1, end + 1)))
			return result;
		*p = end + 1;
		*over = false;
		return s;
	case '+':
		return one(m, s, item, end) ? longest(m, s + 1, item, end) : NULL;
	case '*':
		return longest(m, s, item, end);
	case '-':
		return shortest(m, s, item, end);
	default:
		*p = end;
		*over = false;
		return one(m, s, item, end) ? s + 1 : NULL;
	}
}

static const char *match_items(struct matcher *m, const char *s, const char *p)
{
	while (s && p != m->pattern_end) {
		bool over = false, is_class = true;
		step(m);
		if (*p == '(') {
			bool position = p + 1 < m->pattern_end && p[1] == ')';
			return begin_capture(m, s, p + (position ? 2 : 1), position ? POSITION : OPEN);
		}
		if (*p == ')')
			return end_capture(m, s, p + 1);
		if (*p == '$' && p + 1 == m->pattern_end)
			return s == m->text_end ? s : NULL;
		if (*p == '%')
			s = special(m, s, &p, &is_class);
		if (s && is_class)
			s = repeated(m, s, &p, &over);
		if (over)
			return s;
	}
	return s;
}

static const char *match_here(struct matcher *m, const char *s, const char *p)
{
	if (++m->depth > NESTING)
		luaL_error(m->L, "pattern too complex");
	const char *result = match_items(m, s, p);
	m->depth--;
	return result;
}

static void push_capture(struct matcher *m, int i, const char *s, const char *e)
{
	if (i >= m->level) {
		if (i != 0)
			luaL_error(m->L, "invalid capture index %%%d", i + 1);
		lua_pushlstring(m->L, s, (size_t)(e - s));
	} else if (m->captures[i].length == POSITION) {
		lua_pushinteger(m->L, m->captures[i].start - m->text + 1);
	} else if (m->captures[i].length == OPEN) {
		luaL_error(m->L, "unfinished capture");
	} else {
		lua_pushlstring(m->L, m->captures[i].start, (size_t)m->captures[i].length);
	}
}

/* All captures, or the whole match if there are none and s is not NULL. */
static int push_captures(struct matcher *m, const char *s, const char *e)
{
	int n = m->level == 0 && s ? 1 : m->level;
	luaL_checkstack(m->L, n, "too many captures");
	for (int i = 0; i < n; i++)
		push_capture(m, i, s, e);
	return n;
}

/* The first byte that every match begins with, or -1. */
static int first_byte(const char *p, const char *end)
{
	if (p == end || strchr("^$*+?.([%-)", *p) || (p + 1 < end && p[1] && strchr("*+?-", p[1])))
		return -1;
	return (unsigned char)*p;
}

/* The first match at s or later; *end is its end. NULL if there is none. */
static const char *search(struct matcher *m, const char *s, const char *p, bool anchored, const char **end)
{
	int byte = anchored ? -1 : first_byte(p, m->pattern_end);
	for (; s <= m->text_end; s++) {
		if (byte >= 0) {
			size_t left = (size_t)(m->text_end - s);
			const char *found = left ? memchr(s, byte, left) : NULL;
			script_charge(m->L, (found ? (size_t)(found - s) : left) / 16);
			if (!found)
				return NULL;
			s = found;
		}
		m->level = m->depth = 0;
		*end = match_here(m, s, p);
		if (*end || anchored)
			return *end ? s : NULL;
	}
	return NULL;
}

static struct matcher matcher_of(lua_State *L, int text, int pattern, const char **p)
{
	size_t n;
	struct matcher m = {.L = L, .w = worker_of(L)};
	m.text = luaL_checklstring(L, text, &n);
	m.text_end = m.text + n;
	*p = luaL_checklstring(L, pattern, &n);
	m.pattern_end = *p + n;
	return m;
}

/* The byte offset of the optional argument init, or SIZE_MAX if it lies behind the end. */
static size_t start_of(lua_State *L, int arg, size_t length)
{
	lua_Integer i = luaL_optinteger(L, arg, 1);
	if (i > 0)
		return (size_t)i - 1 > length ? SIZE_MAX : (size_t)i - 1;
	if (i == 0 || i < -(lua_Integer)length)
		return 0;
	return length - (size_t)-i;
}

static int find_plain(struct matcher *m, const char *s, const char *p)
{
	size_t left = (size_t)(m->text_end - s), n = (size_t)(m->pattern_end - p);
	const char *found = n ? memmem(s, left, p, n) : s;
	script_charge(m->L, (found ? (size_t)(found - s) : left) / 16);
	if (!found) {
		lua_pushnil(m->L);
		return 1;
	}
	lua_pushinteger(m->L, found - m->text + 1);
	lua_pushinteger(m->L, found - m->text + (ptrdiff_t)n);
	return 2;
}

static bool is_plain(const char *p, const char *end)
{
	for (; p < end; p++)
		if (*p && strchr("^$*+?.([%-", *p))
			return false;
	return true;
}

static int find_or_match(lua_State *L, bool find)
{
	const char *p, *end;
	struct matcher m = matcher_of(L, 1, 2, &p);
	size_t init = start_of(L, 3, (size_t)(m.text_end - m.text));
	if (init == SIZE_MAX) {
		lua_pushnil(L);
		return 1;
	}
	if (find && (lua_toboolean(L, 4) || is_plain(p, m.pattern_end)))
		return find_plain(&m, m.text + init, p);
	bool anchored = p < m.pattern_end && *p == '^';
	const char *found = search(&m, m.text + init, p + anchored, anchored, &end);
	if (!found) {
		lua_pushnil(L);
		return 1;
	}
	if (!find)
		return push_captures(&m, found, end);
	lua_pushinteger(L, found - m.text + 1);
	lua_pushinteger(L, end - m.text);
	return 2 + push_captures(&m, NULL, NULL);
}

static int string_find(lua_State *L)
{
	return find_or_match(L, true);
}

static int string_match(lua_State *L)
{
	return find_or_match(L, false);
}

/* Upvalues: text, pattern, where to go on, where the last match ended (offsets; -1: nowhere). */
static int gmatch_step(lua_State *L)
{
	const char *p, *end;
	struct matcher m = matcher_of(L, lua_upvalueindex(1), lua_upvalueindex(2), &p);
	const char *s = m.text + lua_tointeger(L, lua_upvalueindex(3));
	lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
	for (; s <= m.text_end; s++) {
		s = search(&m, s, p, false, &end);
		if (!s)
			return 0;
		if (end - m.text == last)
			continue;
		lua_pushinteger(L, end - m.text);
		lua_copy(L, -1, lua_upvalueindex(3));
		lua_copy(L, -1, lua_upvalueindex(4));
		lua_pop(L, 1);
		return push_captures(&m, s, end);
	}
	return 0;
}

static int string_gmatch(lua_State *L)
{
	size_t n;
	luaL_checklstring(L, 1, &n);
	luaL_checkstring(L, 2);
	size_t init = start_of(L, 3, n);
	lua_settop(L, 2);
	lua_pushinteger(L, init == SIZE_MAX ? (lua_Integer)n + 1 : (lua_Integer)init);
	lua_pushinteger(L, -1);
	lua_pushcclosure(L, gmatch_step, 4);
	return 1;
}

static void add_replacement_text(struct matcher *m, struct text *t, const char *s, const char *e)
{
	size_t n;
	const char *r = lua_tolstring(m->L, 3, &n), *end = r + n;
	for (const char *from = r; from < end;) {
		const char *percent = memchr(from, '%', (size_t)(end - from));
		text_add(t, from, (size_t)((percent ? percent : end) - from));
		if (!percent)
			return;
		char c = percent + 1 < end ? percent[1] : '\0';
		if (c == '%')
			text_add(t, "%", 1);
		else if (c == '0')
			text_add(t, s, (size_t)(e - s));
		else if (is_digit((unsigned char)c)) {
			push_capture(m, c - '1', s, e);
			const char *capture = luaL_tolstring(m->L, -1, &n);
			text_add(t, capture, n);
			lua_pop(m->L, 2);
		} else {
			luaL_error(m->L, "invalid use of '%%' in replacement string");
		}
		from = percent + 2;
	}
}

static void add_replacement(struct matcher *m, struct text *t, const char *s, const char *e)
{
	lua_State *L = m->L;
	size_t n;
	int type = lua_type(L, 3);
	if (type == LUA_TSTRING || type == LUA_TNUMBER) {
		add_replacement_text(m, t, s, e);
		return;
	}
	if (type == LUA_TFUNCTION) {
		lua_pushvalue(L, 3);
		lua_call(L, push_captures(m, s, e), 1);
	} else {
		push_capture(m, 0, s, e);
		lua_gettable(L, 3);
	}
	if (!lua_toboolean(L, -1)) {
		text_add(t, s, (size_t)(e - s));
	} else {
		if (!lua_isstring(L, -1))
			luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
		const char *value = lua_tolstring(L, -1, &n);
		text_add(t, value, n);
	}
	lua_pop(L, 1);
}

static void check_replacement(lua_State *L)
{
	int type = lua_type(L, 3);
	if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TFUNCTION && type != LUA_TTABLE &&
	    !luaL_testudata(L, 3, READONLY))
		luaL_typeerror(L, 3, "string/function/table");
}

static int string_gsub(lua_State *L)
{
	const char *p, *last = NULL;
	lua_settop(L, 4);
	struct matcher m = matcher_of(L, 1, 2, &p);
	check_replacement(L);
	lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)(m.text_end - m.text) + 1), count = 0;
	bool anchored = p < m.pattern_end && *p == '^';
	const char *s = m.text;
	struct text t;
	text_begin(&t, L, (size_t)(m.text_end - s));
	while (count < limit && s <= m.text_end) {
		const char *end, *found = search(&m, s, p + anchored, anchored, &end);
		if (!found)
			break;
		text_add(&t, s, (size_t)(found - s));
		s = found;
		if (end != last) {
			count++;
			add_replacement(&m, &t, s, end);
			s = last = end;
		} else if (s < m.text_end) {
			text_add(&t, s++, 1);
		} else {
			break;
		}
		if (anchored)
			break;
	}
	if (s < m.text_end)
		text_add(&t, s, (size_t)(m.text_end - s));
	text_end(&t);
	lua_pushinteger(L, count);
	return 2;
}

const luaL_Reg pattern_functions[] = {{"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch},
	{"gsub", string_gsub}, {NULL, NULL}};
