/* library(name): run once for a worker, read-only, and the same for each document whatever others did with it. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "support.h"

static const char plain_filter[] = "return {api = 1, Text = function(t) t.text = library('l').f(t.text) end}";

/* The error of a document that is filtered while the library is there. */
static void expect_error(const char *library, const char *filter, const char *want)
{
	struct box b;
	box_open(&b);
	box_library(&b, "l", library);
	box_filter(&b, "f", filter);
	for (int i = 0; i < 2; i++) {
		cr_expect_null(box_run(&b, "a\n", "f"));
		cr_expect(strstr(box_diagnostics(&b), want), "%s\ngave: %s\nwant: %s", library, b.said, want);
		diags_free(b.diags);
		b.diags = diags_new();
	}
	box_close(&b);
}

Test(shared, all_scripts_have_it)
{
	struct box b;
	box_open(&b);
	box_library(&b, "shout", "return {up = function(s) return s:upper() end, mark = library('mark').mark}");
	box_library(&b, "mark", "return {mark = '!'}");
	box_filter(&b, "f", "local l = library('shout') return {api = 1, Text = function(t) t.text = l.up(t.text) .. l.mark end}");
	box_template(&b, "t.html", "<%= library('shout').up('x') %>");
	box_locale(&b, "ja", "local l = library('shout') return {api = 1, status = function(s) return l.up(s) end}");
	cr_expect_str_eq(box_run(&b, "a\n", "f"), "<p>A!</p>", "%s", box_diagnostics(&b));
	cr_expect_str_eq(box_render(&b, "t.html", box_page(&b, "ja")), "X", "%s", box_diagnostics(&b));
	struct value *args = value_new(b.arena, VALUE_LIST);
	value_add(b.arena, args, value_of_text(b.arena, "final"));
	cr_expect_str_eq(box_say(&b, "ja", "status", args), "FINAL", "%s", box_diagnostics(&b));
	box_close(&b);
}

Test(shared, its_faults_are_told_each_time)
{
	expect_error("return {}", "library('m')", "there is no library \"m\": it would be filters/lib/m.lua");
	expect_error("return {}", "library(nil)", "bad argument #1 to 'library'");
	expect_error("return 5", plain_filter, "filters/lib/l.lua returns a number instead of a table");
	expect_error("\nerror('broken')", plain_filter, "filters/lib/l.lua:2: error: [S102] broken");
	expect_error("\n\nwhile true do end", plain_filter, "filters/lib/l.lua:3: error: [S103] the script does not end");
	expect_error("return {f = function() local t = {} while true do t[#t + 1] = {} end end}", plain_filter,
		     "filters/lib/l.lua:1: error: [S103] the script needs more than 16 MiB");
	expect_error("return library('l')", plain_filter,
		     "filters/lib/l.lua:1: error: [S102] libraries need each other: \"l\" needs \"l\"");
	expect_error("return {f = function() return shirase.Text('x') end}", plain_filter, "unknown variable \"shirase\"");
	expect_error("return {x = 1}", "library('l').x = 2", "this table is read-only");
	expect_error("return {x = {}}", "library('l').x[1] = 2", "this table is read-only");
	expect_error("x = 1", plain_filter, "\"x\" would become a global variable");
	expect_error("local it = ('abc'):gmatch('.') return {f = it}", plain_filter, "a function that pairs or gmatch made is kept");
	expect_error("local it = pairs({1}) return {f = function() return it end}", plain_filter,
		     "a function that pairs or gmatch made is kept");
}

Test(shared, a_cycle_is_named)
{
	struct box b;
	box_open(&b);
	box_library(&b, "a", "return library('b')");
	box_library(&b, "b", "return {c = pcall(library, 'c')}");
	box_library(&b, "c", "return {b = library('b')}");
	box_library(&b, "d", "return {e = library('e')}");
	box_library(&b, "e", "return {d = library('d')}");
	box_filter(&b, "caught", "local ok, l = pcall(library, 'c') return {api = 1, Text = function(t) t.text = tostring(ok) end}");
	box_filter(&b, "cycle", "library('d')");
	cr_expect_str_eq(box_run(&b, "a\n", "caught"), "<p>true</p>", "%s", box_diagnostics(&b));
	cr_expect_null(box_run(&b, "a\n", "cycle"));
	cr_expect(strstr(box_diagnostics(&b), "filters/lib/e.lua:1: error: [S102] libraries need each other: "
		  "\"e\" needs \"d\" needs \"e\"") || strstr(b.said, "\"d\" needs \"e\" needs \"d\""), "%s", b.said);
	box_close(&b);
}

Test(shared, no_document_can_tell_what_others_did)
{
	struct box b;
	box_open(&b);
	box_library(&b, "l", "local n, log = 0, {} return {next = function() n = n + 1 log = {n} return n end, "
		    "log = function() return #log end}");
	box_locale(&b, "ja", "local l = library('l') return {api = 1, number = function(n) return n .. ':' .. l.next() end}");
	box_filter(&b, "f", "local l = library('l')\nreturn {api = 1, Text = function(t) "
		   "t.text = locale.number(7) .. l.log() .. l.next() .. locale.number(7) .. library('l').next() end}");
	for (int i = 0; i < 3; i++)
		cr_expect_str_eq(box_run(&b, "a\n", "f"), "<p>7:1127:34</p>", "%s", box_diagnostics(&b));
	box_close(&b);
}
