/* What scripts must not be able to do, and that what they do has one result. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "script/worker.h"
#include "support.h"

/* The diagnostics of a filter whose Document handler is this code. */
static char *result_of(const char *code)
{
	struct buf lua;
	buf_init(&lua, 1 << 20);
	buf_printf(&lua, "return {api = 1, Document = function() %s end}", code);
	char *result = filter_result(lua.data);
	buf_fini(&lua);
	return result;
}

static void expect_in(const char *code, const char *want)
{
	char *got = result_of(code);
	cr_expect(strstr(got, want), "%s\ngave: %s", code, got);
	free(got);
}

/* The code ends with error(text): the text must be want. */
static void expect_value(const char *expression, const char *want)
{
	struct buf code;
	buf_init(&code, 1 << 16);
	buf_printf(&code, "error('<' .. tostring(%s) .. '>')", expression);
	char *got = result_of(code.data), *at;
	struct buf wanted;
	buf_init(&wanted, 1 << 16);
	buf_printf(&wanted, "<%s>", want);
	at = strstr(got, wanted.data);
	cr_expect(at, "%s\ngave: %swant: %s", expression, got, wanted.data);
	free(got);
	buf_fini(&code);
	buf_fini(&wanted);
}

Test(sandbox, dangerous_names_are_absent)
{
	static const char *const names[] = {"io", "os", "load", "loadstring", "loadfile", "dofile", "require", "package",
		"debug", "collectgarbage", "print", "coroutine", "setmetatable", "getmetatable", "rawget", "rawset",
		"rawequal", "rawlen", "xpcall", "warn", "_G", "arg"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char code[100], want[100];
		snprintf(code, sizeof(code), "local x = %s", names[i]);
		snprintf(want, sizeof(want), "unknown variable \"%s\"", names[i]);
		expect_in(code, want);
	}
	expect_value("string.dump", "nil");
	expect_value("string.pack", "nil");
	expect_value("math.random", "nil");
	expect_value("math.randomseed", "nil");
}

Test(sandbox, libraries_cannot_be_changed)
{
	expect_in("string.rep = nil", "this table is read-only");
	expect_in("math.pi = 3", "this table is read-only");
	expect_in("shirase.Text = nil", "this table is read-only");
	expect_in("table.insert(string, 1)", "this table is read-only");
	expect_in("table.sort(advisory.impact) advisory.impact[2] = 'x'", "this table is read-only");
	expect_in("advisory.kind = 'x'", "this table is read-only");
	expect_in("local s = ('').x; error(tostring(s))", "nil");
	expect_in("(''). x = 1", "attempt to index a string value");
}

Test(sandbox, globals_cannot_be_made_or_read_before_they_are)
{
	expect_in("x = 1", "\"x\" would become a global variable");
	expect_in("local y = x", "unknown variable \"x\"");
	expect_in("_ENV.x = 1", "would become a global variable");
	expect_in("string = nil", "\"string\" would become a global variable");
}

Test(sandbox, errors_name_the_line_of_the_script_and_the_place_in_the_document)
{
	char *got = filter_result("return {api = 1,\n Emph = function(n)\n\n  error('bad thing')\n end}");
	cr_expect_str_eq(got, "filters/f.lua:4: error: [S102] bad thing, while filtering archive/advisories/EX-1.ja.md:30\n");
	free(got);
	got = filter_result("return {api = 1,\n Emph = function(n)\n\n  local x = nil + 1\n end}");
	cr_expect(strstr(got, "filters/f.lua:4: error: [S102] attempt to perform arithmetic on a nil value"), "%s", got);
	free(got);
}

Test(sandbox, a_syntax_error_is_reported_when_the_source_is_added)
{
	struct box b;
	box_open(&b);
	cr_expect_not(scripts_add_filter(b.scripts, "f", "filters/f.lua", span_of("local x =\n\n }"), b.diags));
	cr_expect_str_eq(box_diagnostics(&b), "filters/f.lua:3: error: [S101] unexpected symbol near '}'\n");
	cr_expect_not(scripts_add_filter(b.scripts, "g", "filters/g.lua", span_of("\x1bLua binary"), b.diags));
	cr_expect(strstr(box_diagnostics(&b), "S101"));
	cr_expect_not(scripts_add_filter(b.scripts, "h", "filters/h.lua", span_of("return\n'\xff'"), b.diags));
	cr_expect(strstr(box_diagnostics(&b), "filters/h.lua:2: error: [B103]"));
	box_filter(&b, "twice", "return {}");
	cr_expect_not(scripts_add_filter(b.scripts, "twice", "filters/twice.lua", span_of(""), b.diags));
	cr_expect(diags_has(b.diags, DIAG_SCRIPT_TWICE));
	char *large = malloc((2 << 20) + 1);
	memset(large, ' ', 2 << 20);
	large[2 << 20] = '\0';
	cr_expect_not(scripts_add_filter(b.scripts, "large", "filters/large.lua", span_of(large), b.diags));
	free(large);
	box_close(&b);
}

Test(sandbox, a_long_path_is_named_in_full)
{
	struct box b;
	box_open(&b);
	const char *path = "filters/a/folder/that/has/a/name/so/long/that/lua/would/cut/it/off/in/its/messages.lua";
	cr_assert(scripts_add_filter(b.scripts, "f", path, span_of("\nerror('x')"), b.diags));
	cr_expect_null(box_run(&b, "a\n", "f"));
	cr_expect(strncmp(box_diagnostics(&b), path, strlen(path)) == 0, "%s", b.said);
	cr_expect(strstr(b.said, ".lua:2: error: [S102] x"), "%s", b.said);
	box_close(&b);
}

Test(sandbox, errors_that_are_no_texts_huge_or_not_utf8_are_dealt_with)
{
	expect_in("error({})", "the script raised a table instead of a message");
	expect_in("error(nil)", "the script raised nil instead of a message");
	expect_in("error(string.find)", "the script raised a function instead of a message");
	expect_in("error(('x'):rep(100000))", "xxx…");
	expect_in("error(('あ'):rep(100000), 0)", "あ…");
	expect_in("error('a\\0b\\xff\\27c', 0)", "a b\\xFF\\x1Bc");
	expect_in("error('f.lua:7:', 0)", "f.lua:7:");
}

Test(sandbox, endless_work_ends_and_cannot_be_caught)
{
	static const char *const codes[] = {
		"while true do end",
		"while true do pcall(error, 'x') end",
		"while true do pcall(function() while true do end end) end",
		"local function f() pcall(f) while true do pcall(f) end end f()",
		"pcall(string.gsub, ('x'):rep(1000), '.', function() while true do end end)",
		"pcall(table.sort, {3, 2, 1}, function() while true do end end)",
		"repeat until pcall(string.match, ('a'):rep(200000), ('a*'):rep(30) .. 'b')",
		"repeat local s = pcall(string.find, ('a'):rep(100000), '.-.-.-.-b') until s == 1",
		"for i = 1, 1e9 do local s = ('x'):rep(1e6) end",
		"local s = '' while true do pcall(function() s = s .. 'xxxxxxxxxxxxxxxx' if #s > 4e6 then s = '' end end) end",
		"table.move({}, 1, 1 << 60, 2)",
		"table.move({}, 1, 1e8, 2)",
		"local t = {} for i = 1, 1e5 do t[i] = i end for i = 1, 1e9 do table.insert(t, 1, 0) table.remove(t, 1) end",
		"local t = {} for i = 1, 1e5 do t[i] = i end while true do table.unpack(t, 1, 2e5) end",
		"local t = {} for i = 1, 1e5 do t[i] = i end while true do for k in pairs(t) do break end end",
		"local t = {} for i = 1, 1e5 do t[i] = i end while true do next(t, 1) end",
		"local s = ('x'):rep(4e6) while true do s:upper() end",
		"local s = ('x'):rep(4e6) while true do s:find('y', 1, true) end",
		"local s = ('x'):rep(4e6) while true do utf8.len(s) end",
		"while true do local x <close> = nil end",
		"goto a ::a:: goto a",
		/* What C does for a single instruction is charged too. */
		"while true do pcall(string.match, ('a'):rep(3000) .. 'b', '(a+)+%1(a*)*c') end",
		"local s = ('ab'):rep(1e5) while true do for _ in s:gmatch('a?b-a-b-c') do end end",
		"local set = '[' .. ('a'):rep(1e6) .. ']' local s = ('b'):rep(1e6):find(set)",
		"local set = '[' .. ('a'):rep(1e6) .. ']' local s = ('b'):rep(1e6):find('%f' .. set)",
		"local p = ('a'):rep(1e6) while true do (''):find(p .. 'b?') end",
		"local s = ('a'):rep(2e6) while true do s:find(s, 1, true) end",
		"local s = ('%1'):rep(1e6) local r = ('x'):rep(1e6):gsub('(y*)', s)",
		"local s = ('%%-'):rep(1e6) while true do pcall(string.format, s) end",
		"local t, a, b = {}, ('a'):rep(3e6), 'b' b = ('a'):rep(2999999) .. b for i = 1, 1e5 do t[i] = i % 2 == 0 and a or b end "
		"table.sort(t)",
		"local s = 'a' .. ('\\x80'):rep(4e6) local f = utf8.codes('') while true do pcall(f, s, 1) end",
		"local s = (' '):rep(4e6) while true do tonumber(s) end",
		"for i = 1, 2e5 do local s = ('%99.99f'):format(1e300) end",
		"for i = 1, 4e5 do local s = ('%.99e'):format(1e300) end",
		"for i = 1, 1e6 do local s = ('%s'):format(1e300) .. tostring(1e300) end",
		"local p, s = ('a'):rep(15) .. 'b' .. ('a'):rep(16), ('a'):rep(1e5) for i = 1, 3e3 do s:find(p, 1, true) end",
		"local t, s = {}, ('a'):rep(1e5) for i = 1, 2e4 do local x = t[s:sub(1, 9e4)] end",
		"local n = shirase.Paragraph('x') for i = 1, 3e6 do n.children = n.children end",
		"local s = ('1'):rep(4e6) while true do tonumber(s, 2) end",
	};
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		expect_in(codes[i], "[S103] the script does not end: more than 40 million steps, while filtering");
}

/* No step is charged for these, and each instruction takes long. */
Test(sandbox, slow_instructions_end_by_the_clock)
{
	static const char *const codes[] = {
		"local a, b = ('a'):rep(4e6) .. 'b', ('a'):rep(4e6) .. 'b' while true do local x = a == b end",
		"local a, b = ('a'):rep(4e6) .. 'b', ('a'):rep(4e6) .. 'c' while true do pcall(function() local x = a < b end) end",
		"local t, a = {}, ('a'):rep(4e6) .. 'b' t[('a'):rep(4e6) .. 'b'] = 1 while true do local x = t[a] end",
		"local s = (' '):rep(4e6) .. '1' while true do local x = s + 1 end",
		"local t = {} for i = 1, 1e5 do t[i] = i end local function f(...) return f(...) end f(table.unpack(t))",
	};
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct box b;
		box_open(&b);
		box_filter(&b, "f", arena_printf(b.arena, "return {api = 1, Document = function() %s end}", codes[i]));
		box_worker(&b)->patience = 300;
		cr_expect_null(box_run(&b, "a\n", "f"));
		cr_expect(strstr(box_diagnostics(&b), "[S103] the script does not end: it has run for more than 0 seconds, while filtering"),
			  "%s\ngave: %s", codes[i], b.said);
		box_close(&b);
	}
}

Test(sandbox, memory_ends_and_cannot_be_caught)
{
	static const char *const codes[] = {
		"local t = {} for i = 1, 1e9 do t[i] = i end",
		"local t = {} while true do pcall(function() for i = 1, 1e9 do t[#t + 1] = {} end end) end",
		"local s = ('x'):rep(1 << 40)",
		"local s = ('x'):rep(1 << 62, 'yyyy')",
		"local s = ('x'):rep(17 << 20)",
		"while true do pcall(string.rep, 'x', 1 << 30) end",
		"local s = ('x'):rep(5 << 20) s = s .. s .. s .. s",
		"local s = ('x'):rep(6 << 20) pcall(string.gsub, s, 'x', 'xxxx')",
		"local s = ('x'):rep(6 << 20) while true do pcall(string.format, '%s%s%s', s, s, s) end",
		"local s = ('x'):rep(9 << 20) pcall(string.upper, s)",
		"local t = {} for i = 1, 100 do t[i] = ('x'):rep(1 << 18) end table.concat(t)",
		"local function f() return 1 + f() end f()",
		"local t = {} while true do t[#t + 1] = shirase.Text('x') end",
		"while true do shirase.Text('x') end",
		"local s = ('x'):rep(1 << 20) while true do shirase.Text(s) end",
	};
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		char *got = result_of(codes[i]);
		cr_expect(strstr(got, "[S103] the script needs more than 16 MiB of memory"), "%s\ngave: %s",
			  codes[i], got);
		free(got);
	}
}

Test(sandbox, a_script_that_met_no_limit_may_catch_errors)
{
	expect_value("(function() local ok, e = pcall(error, 'x', 0) return tostring(ok) .. e end)()", "falsex");
	expect_value("select('#', pcall(function() return 1, 2, 3 end))", "4");
	expect_value("(function() local ok, e = pcall(function() local x = nil; x() end) return e end)()",
		     "filters/f.lua:1: attempt to call a nil value (local 'x')");
	expect_value("select(2, pcall(error, {}))", "table");
	expect_value("pcall(string.rep)", "false");
	/* As deep as C goes; the error is an ordinary one. */
	expect_value("(function() local function f(n) local ok, e = pcall(f, n + 1) return ok and e or n end return f(1) > 100 end)()",
		     "true");
}

Test(sandbox, no_address_can_be_seen)
{
	expect_value("{}", "table");
	expect_value("string.find", "function");
	expect_value("function() end", "function");
	expect_value("advisory", "table");
	expect_value("string", "table");
	expect_value("shirase.Text('x')", "node");
	expect_value("type(shirase.Text('x'))", "node");
	expect_value("type(advisory.impact)", "table");
	expect_value("('%s %s'):format({}, string.find)", "table function");
	expect_value("('%10s|%-8s|'):format({}, advisory)", "     table|table   |");
	expect_in("('%p'):format({})", "%p is not supported");
	expect_in("('%5p'):format('x')", "%p is not supported");
	expect_in("('\\0%p'):format('x')", "%p is not supported");
	expect_in("('%%%p'):format('x')", "%p is not supported");
	expect_in("('%99999d'):format(1)", "invalid conversion");
	expect_value("('%q'):format({})", "\"table\"");
	expect_value("('%d %5.1f %x %q %%'):format(3, 2.5, 255, 'a\"')", "3   2.5 ff \"a\\\"\" %");
}

Test(sandbox, pairs_and_next_go_in_order)
{
	static const char keys[] =
		"(function() local t, out = {b = 1, a = 2, ['a\\0'] = 3, [10] = 4, [2] = 5, [1.5] = 6, [-1] = 7, [true] = 8, "
		"[false] = 9, [math.huge] = 10, [math.maxinteger] = 11, ['é'] = 12, Z = 13}, {} "
		"for k, v in pairs(t) do out[#out + 1] = v end ";
	struct buf code;
	buf_init(&code, 1 << 16);
	buf_printf(&code, "%s return table.concat(out, ' ') end)()", keys);
	expect_value(code.data, "7 6 5 4 11 10 13 2 3 1 12 9 8");
	buf_clear(&code);
	buf_printf(&code, "%s local all = {} local k, v = next(t) while k ~= nil do all[#all + 1] = v k, v = next(t, k) end "
		   "return table.concat(all, ' ') end)()", keys);
	expect_value(code.data, "7 6 5 4 11 10 13 2 3 1 12 9 8");
	buf_fini(&code);
	expect_value("next({})", "nil");
	expect_value("next({5})", "1");
	expect_value("(function() local s = '' for k, v in pairs(advisory) do s = s .. k end return s end)()", "extraimpactkind");
	expect_value("(function() local t, n = {a = 1, b = 2, c = 3}, 0 for k in pairs(t) do t.b, t.c = nil, nil n = n + 1 end "
		     "return n end)()", "1");
	expect_in("for k in pairs({[{}] = 1}) do end", "a table is used as a key: such keys have no order");
	expect_in("pairs(nil)", "bad argument #1 to 'pairs' (table expected, got nil)");
	expect_in("pairs('x')", "table expected");
}

Test(sandbox, views_read_like_tables)
{
	expect_value("#advisory.impact .. advisory.impact[1] .. table.concat(advisory.impact, ',') .. "
		     "table.unpack(advisory.impact)", "1fraudfraudfraud");
	expect_value("(function() for i, v in ipairs(advisory.impact) do return i .. v end end)()", "1fraud");
	expect_value("advisory.nothing", "nil");
	expect_value("#glossary", "0");
	expect_value("lang .. id", "jaEX-2026-0002");
}

Test(sandbox, tables_work_as_in_lua)
{
	expect_value("(function() local t = {5, 2, 8, 1} table.sort(t) return table.concat(t, ' ') end)()", "1 2 5 8");
	expect_value("(function() local t = {5, 2, 8, 1} table.sort(t, function(a, b) return a > b end) "
		     "return table.concat(t, ' ') end)()", "8 5 2 1");
	expect_value("(function() local t = {} for i = 1, 300 do t[i] = {i % 7, i} end "
		     "table.sort(t, function(a, b) return a[1] < b[1] end) local s = 0 "
		     "for i = 2, 300 do local a, b = t[i - 1], t[i] if a[1] == b[1] and a[2] > b[2] then s = s + 1 end end "
		     "return s end)()", "0");
	expect_value("(function() local t = {} table.sort(t) return #t end)()", "0");
	expect_in("table.sort({1, 'x'})", "attempt to compare");
	expect_in("table.sort({2, 1}, 5)", "function expected");
	expect_value("(function() local t = {1, 2, 3} table.insert(t, 4) table.insert(t, 1, 0) table.remove(t) "
		     "return table.concat(t, ',') .. table.remove(t, 1) end)()", "0,1,2,30");
	expect_value("table.concat({1, 'b', 2.5}, '-', 2, 3)", "b-2.5");
	expect_in("table.concat({1, {}, 3})", "item 2 of the list is a table, not a text");
	expect_value("select('#', table.unpack({1, nil, 3}, 1, 3))", "3");
	expect_value("table.pack(1, 2).n", "2");
	expect_value("table.concat(table.move({1, 2, 3}, 2, 3, 1), ',')", "2,3,3");
	expect_value("(function() local t = {} for i = 1, 200000 do table.insert(t, i) end return #t end)()", "200000");
}

Test(sandbox, other_functions_work_as_in_lua)
{
	expect_value("('abc'):rep(3, '-')", "abc-abc-abc");
	expect_value("('abc'):rep(0) .. ('abc'):rep(-1)", "");
	expect_value("('aBc'):upper() .. ('aBc'):lower() .. ('abc'):reverse() .. ('abc'):len()", "ABCabccba3");
	expect_value("('abc'):sub(2) .. ('abc'):sub(0, 1) .. ('abc'):sub(-9, -3) .. ('abc'):sub(3, 2) .. ('abc'):sub(4) .. ('abc'):sub(2, 9)", "bcaabc");
	expect_value("('abc'):sub(math.mininteger, math.maxinteger) .. ('abc'):sub(math.maxinteger, math.mininteger) .. (''):sub(1, -1)", "abc");
	expect_in("('abc'):sub('x')", "number expected");
	expect_value("('abc'):byte(2) .. ('abc'):sub(-2) .. string.char(65, 66)", "98bcAB");
	expect_value("utf8.len('あいう') .. utf8.char(0x3042) .. utf8.codepoint('い') .. utf8.offset('あい', 2)", "3あ123564");
	expect_value("(function() local n = 0 for _, c in utf8.codes('あa') do n = n + c end return n end)()", "12451");
	expect_value("tonumber('0x10') + tonumber('11', 2)", "19");
	expect_value("math.max(1, 5, 3) .. math.floor(2.7) .. math.type(1)", "52integer");
	expect_value("'10' + 5", "15");
	expect_value("1e15", "1e+15");
}

Test(sandbox, nothing_is_left_for_the_next_document)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "count", "local n = 0\nreturn {api = 1, Text = function(t) n = n + 1 t.text = t.text .. n end}");
	char *first = strdup(box_run(&b, "a *b* c\n", "count count"));
	cr_expect_str_eq(first, "<p>a 11<em>b22</em> c33</p>");
	for (int i = 0; i < 3; i++)
		cr_expect_str_eq(box_run(&b, "a *b* c\n", "count count"), first);
	free(first);
	box_close(&b);
}

Test(sandbox, what_fits_does_not_depend_on_the_garbage_of_others)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "litter", "return {api = 1, Document = function() local t for i = 1, 20000 do t = ('x'):rep(500) end end}");
	box_filter(&b, "large", "return {api = 1, Document = function() local s = ('x'):rep(6 << 20) "
		   "s = ('y'):rep(2 << 20):upper() end}");
	for (int i = 0; i < 5; i++) {
		cr_expect(box_run(&b, "a\n", "litter"), "%s", box_diagnostics(&b));
		cr_expect(box_run(&b, "a\n", "large"), "%s", box_diagnostics(&b));
	}
	box_close(&b);
}

Test(sandbox, a_worker_goes_on_after_a_limit)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "bomb", "return {api = 1, Document = function() local t = {} while true do t[#t + 1] = {} end end}");
	box_filter(&b, "loop", "return {api = 1, Document = function() while true do end end}");
	box_filter(&b, "good", "return {api = 1, Text = function(t) t.text = 'x' end}");
	for (int i = 0; i < 3; i++) {
		cr_expect_null(box_run(&b, "a\n", "bomb"));
		cr_expect_null(box_run(&b, "a\n", "loop"));
		cr_expect_str_eq(box_run(&b, "a\n", "good"), "<p>x</p>");
	}
	box_close(&b);
}
