/* Our patterns against Lua's own: the same results for many patterns over many texts. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "script/worker.h"
#include "support.h"

static lua_State *theirs_new(void)
{
	lua_State *L = luaL_newstate();
	luaL_requiref(L, "string", luaopen_string, 1);
	lua_settop(L, 0);
	return L;
}

/* Calls string.<name>(text, pattern, …) and writes all results, or "error". */
static void call(lua_State *L, bool ours, const char *name, struct span text, struct span pattern, struct buf *out)
{
	lua_settop(L, 0);
	if (ours) {
		const luaL_Reg *f = pattern_functions;
		while (strcmp(f->name, name) != 0)
			f++;
		lua_pushcfunction(L, f->func);
	} else {
		lua_getglobal(L, "string");
		lua_getfield(L, -1, name);
		lua_remove(L, 1);
	}
	lua_pushlstring(L, text.data, text.length);
	lua_pushlstring(L, pattern.data, pattern.length);
	if (strcmp(name, "gsub") == 0)
		lua_pushliteral(L, "<%0%%>");
	if (lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0) != LUA_OK) {
		buf_text(out, "error");
		return;
	}
	bool iterate = strcmp(name, "gmatch") == 0;
	for (int rounds = 0; rounds < 50; rounds++) {
		if (iterate) {
			lua_settop(L, 1);
			lua_pushvalue(L, 1);
			if (lua_pcall(L, 0, LUA_MULTRET, 0) != LUA_OK) {
				buf_text(out, "error");
				return;
			}
		}
		for (int i = iterate ? 2 : 1; i <= lua_gettop(L); i++) {
			size_t n;
			const char *s = luaL_tolstring(L, i, &n);
			buf_printf(out, "%d:", lua_type(L, i));
			buf_add(out, s, n);
			buf_char(out, '|');
			lua_pop(L, 1);
		}
		if (!iterate || lua_gettop(L) < 2 || lua_isnil(L, 2))
			return;
	}
}

static void compare(struct box *b, lua_State *theirs, struct span text, struct span pattern)
{
	static const char *const names[] = {"find", "match", "gmatch", "gsub"};
	struct script *w = box_worker(b);
	struct buf x, y;
	buf_init(&x, 1 << 16);
	buf_init(&y, 1 << 16);
	for (size_t i = 0; i < 4; i++) {
		buf_clear(&x);
		buf_clear(&y);
		w->steps = SCRIPT_STEPS;
		call(w->L, true, names[i], text, pattern, &x);
		call(theirs, false, names[i], text, pattern, &y);
		cr_expect(x.length == y.length && memcmp(x.data, y.data, x.length) == 0,
			  "%s of \"%.*s\" over \"%.*s\"\nours:   %s\ntheirs: %s", names[i], (int)pattern.length, pattern.data,
			  (int)text.length, text.data, x.data, y.data);
	}
	buf_fini(&x);
	buf_fini(&y);
}

static unsigned seed;

static unsigned pick(unsigned below)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % below;
}

static struct span compose(char *out, size_t size, const char *const *parts, unsigned count, unsigned most)
{
	struct span s = {out, 0};
	for (unsigned n = pick(most + 1); n; n--) {
		struct span part = span_of(parts[pick(count)]);
		if (s.length + part.length > size)
			break;
		memcpy(out + s.length, part.data, part.length);
		s.length += part.length;
	}
	return s;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

Test(pattern, random_patterns_match_what_they_match_in_lua)
{
	static const char *const items[] = {"a", "b", ".", "%a", "%d", "%s", "%w", "%W", "[ab]", "[^a]", "[%a-]", "[]a]", "[a-c]",
		"[^%s%d]", "*", "+", "-", "?", "(", ")", "()", "(a", "b)", "%1", "%2", "$", "^", "%bab", "%f[a]", "%f[%W]", "%%",
		"%.", "[", "]", "%", "%b", "%f", "[a", "\xEF", "x*", "(.-)", "(.*)", "[%", "%u", "%x", "%p", "%g", "%c", "%l"};
	static const char *const letters[] = {"a", "b", "c", " ", "1", "(", "-", "A", "\xEF\xBC\x91", "ab", "x", "%", "]", "\n"};
	struct box b;
	lua_State *theirs = theirs_new();
	char pattern[64], text[64];
	box_open(&b);
	seed = 20260402;
	for (int i = 0; i < 20000; i++) {
		struct span p = compose(pattern, sizeof(pattern), items, COUNT(items), 6);
		compare(&b, theirs, compose(text, sizeof(text), letters, COUNT(letters), 12), p);
	}
	lua_close(theirs);
	box_close(&b);
}

Test(pattern, each_class_holds_the_same_bytes)
{
	struct box b;
	lua_State *theirs = theirs_new();
	char all[256];
	box_open(&b);
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	for (const char *c = "acdglpsuwxACDGLPSUWX.%-^$"; *c; c++) {
		char pattern[8];
		snprintf(pattern, sizeof(pattern), "%%%c", *c);
		compare(&b, theirs, span_make(all, 256), span_of(pattern));
		snprintf(pattern, sizeof(pattern), "[^%%%c]", *c);
		compare(&b, theirs, span_make(all, 256), span_of(pattern));
	}
	lua_close(theirs);
	box_close(&b);
}

static void expect_lua(const char *expression, const char *want)
{
	struct buf code;
	buf_init(&code, 1 << 16);
	buf_printf(&code, "return {api = 1, Text = function(t) t.text = %s end}", expression);
	struct box b;
	box_open(&b);
	box_filter(&b, "f", code.data);
	const char *got = box_run(&b, "x\n", "f");
	if (!got)
		got = box_diagnostics(&b);
	cr_expect(strstr(got, want), "%s\ngave %s", expression, got);
	box_close(&b);
	buf_fini(&code);
}

Test(pattern, arguments_beyond_text_and_pattern)
{
	expect_lua("('hello'):find('l', 1) .. ('hello'):find('l', -2) .. tostring(('hello'):find('l', 9))", "34nil");
	expect_lua("('hello'):find('', 6) .. tostring(('hello'):find('', 7)) .. ('a.b'):find('.', 1, true)", "6nil2");
	expect_lua("(('hello'):gsub('l', 'L', 1))", "heLlo");
	expect_lua("(('hello'):gsub('.', {h = 'j', e = false, o = 0}))", "jell0");
	expect_lua("(('hello'):gsub('(l)(l)', '%2-%1-%0'))", "hel-l-llo");
	expect_lua("(('hello'):gsub('l', function() return nil end))", "hello");
	expect_lua("(('a1'):gsub('%d', function(d) return d + 1 end))", "a2");
	expect_lua("(('kind'):gsub('%a+', advisory))", "alert");
	expect_lua("(('hello'):gsub('l', function() return {} end))", "invalid replacement value (a table)");
	expect_lua("(('hello'):gsub('l', '%2'))", "invalid capture index");
	expect_lua("(('hello'):gsub('l', '%x'))", "invalid use of '%' in replacement string");
	expect_lua("(('hello'):gsub('l', nil))", "string/function/table expected");
	expect_lua("(('x'):rep(300):match(('x?'):rep(300)))", "pattern too complex");
	expect_lua("(function() for a in ('a b c'):gmatch('%a', 3) do return a end end)()", "b");
	expect_lua("('a b'):match('^(%a) (%a)$') .. (('123'):match('()3') + 0)", "a3");
}
