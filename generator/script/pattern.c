/* Lua's patterns (Reference Manual 5.4, section 6.4.1) with a count of steps,
 * so that backtracking ends where instructions end. Invariant: text <= s <= text_end
 * for each position s; level is the number of captures begun; classes are ASCII, whatever the locale. */
#include "script/pattern.h"

#define NESTING 200

static const char *match_here(struct matcher *m, const char *s, const char *p);

static inline void steps(struct matcher *m, ptrdiff_t count)
{
	if ((m->w->steps -= count) < 0)
		script_exceed(m->L, LIMIT_STEPS);
}

static inline void step(struct matcher *m)
{
	steps(m, 1);
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
	const char *from = p;
	if (p < m->pattern_end && *p == '^')
		p++;
	do {
		if (p == m->pattern_end)
			luaL_error(m->L, "malformed pattern (missing ']')");
		if (*p++ == '%' && p < m->pattern_end)
			p++;
	} while (p == m->pattern_end || *p != ']');
	steps(m, (p - from) / 8);
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
	case '[': return steps(m, (end - p) / 8), in_set(c, p, end);
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
	if (i < 0 || i >= m->level || m->captures[i].length == OPEN)
		luaL_error(m->L, "invalid capture index %%%d in pattern", i + 1);
	if (m->captures[i].length == POSITION)
		return NULL;
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
	steps(m, 1 + (end - p) / 4);
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

void pattern_push_capture(struct matcher *m, int i, const char *s, const char *e)
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

/* The bytes that every match begins with; behind the brackets of captures, in which they may stand. */
static struct span literal_beginning(const char *p, const char *end)
{
	while (p < end && *p == '(')
		p += p + 1 < end && p[1] == ')' ? 2 : 1;
	const char *from = p;
	while (p < end && (!*p || !strchr("^$*+?.([%-)", *p)) && !(p + 1 < end && p[1] && strchr("*+?-", p[1])))
		p++;
	return span_make(from, (size_t)(p - from));
}

/* The captures stay as they are: level says how many mean something. */
const char *pattern_prepare(struct matcher *m, lua_State *L, int text, int pattern)
{
	size_t n;
	m->L = L;
	m->w = worker_of(L);
	m->level = m->depth = 0;
	m->text = luaL_checklstring(L, text, &n);
	m->text_end = m->text + n;
	const char *p = luaL_checklstring(L, pattern, &n);
	m->pattern_end = p + n;
	script_charge(L, n / 2); /* it is looked through for what stands in it literally */
	return p;
}

const char *pattern_search(struct matcher *m, const char *s, const char *p, bool anchored, const char **end)
{
	struct span literal = anchored ? span_make("", 0) : literal_beginning(p, m->pattern_end);
	for (; s <= m->text_end; s++) {
		if (literal.length) {
			size_t left = (size_t)(m->text_end - s);
			const char *found = memmem(s, left, literal.data, literal.length);
			script_charge(m->L, (found ? (size_t)(found - s) : left) / 16 + literal.length / 8);
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
