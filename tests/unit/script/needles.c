/* What a node must hold for its handlers to be called. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "support.h"

static const char *run(struct box *b, const char *holds, const char *type, const char *markdown)
{
	box_open(b);
	box_filter(b, "f", arena_printf(b->arena, "return {api = 1, name = 'f', %s = {holds = %s, exit = function(node)\n"
		"return shirase.%s{'<' .. shirase.plain(node) .. '>'} end}}", type, holds, type));
	const char *html = box_run(b, markdown, "f");
	return html ? html : box_diagnostics(b);
}

static void expect(const char *holds, const char *type, const char *markdown, const char *html)
{
	struct box b;
	const char *got = run(&b, holds, type, markdown);
	cr_expect_str_eq(got, html, "%s %s: %s", holds, type, got);
	box_close(&b);
}

Test(needles, a_handler_is_called_for_what_holds_one_of_the_texts)
{
	expect("{'b'}", "Text", "abc *def* `b`", "<p>&lt;abc&gt;<em>def</em> <code>b</code></p>");
	expect("{'x', 'DEF'}", "Text", "abc *dEf*", "<p>abc <em>&lt;dEf&gt;</em></p>");
	expect("{'abcd', 'c*'}", "Text", "abc", "<p>abc</p>");
	expect("{}", "Text", "abc", "<p>abc</p>");
	expect("nil", "Text", "abc", "<p>&lt;abc&gt;</p>");
	expect("{'\\xE8'}", "Code", "`脆` `弱`", "<p><code>&lt;脆&gt;</code> <code>弱</code></p>");
}

Test(needles, the_text_of_a_node_is_that_of_all_below)
{
	expect("{'deep'}", "Emph", "*a **b [deep](u)** c* *d*", "<p><em>&lt;a b deep c&gt;</em> <em>d</em></p>");
	expect("{'u'}", "Link", "[a](u)", "<p><a href=\"u\">a</a></p>");
}

Test(needles, enter_and_exit_are_asked_for_each_on_its_own)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "f", "local entered = 0 return {api = 1, name = 'f', Text = function(n) n.text = 'new' end,\n"
		"Emph = {holds = {'old'}, enter = function() entered = entered + 1 end, exit = function() error('called') end},\n"
		"finish = function(d) d.children = {shirase.Paragraph(tostring(entered))} end}");
	cr_expect_str_eq(box_run(&b, "*old* *o*", "f"), "<p>1</p>", "%s", box_diagnostics(&b));
	box_close(&b);
}

Test(needles, other_lists_are_refused)
{
	static const char *const bad[] = {"'a'", "{1}", "{''}", "{'a', {}}", "true", "many", NULL};
	for (size_t i = 0; bad[i]; i++) {
		char lua[300];
		snprintf(lua, sizeof(lua), "local many = {} for i = 1, 1001 do many[i] = 'x' end\n"
			"return {api = 1, name = 'f', Text = {holds = %s, exit = function() end}}", bad[i]);
		char *said = filter_result(lua);
		cr_expect(strstr(said, "\"holds\" of Text wants a list of texts, at most 1000 and none empty"), "%s", said);
		free(said);
	}
}

/* A thousand texts, each of which nearly begins everywhere: the work is charged. */
Test(needles, the_work_is_charged)
{
	char *said = filter_result("local many = {} for i = 1, 1000 do many[i] = ('a'):rep(1000) .. i end\n"
		"local long = ('a'):rep(100000)\n"
		"return {api = 1, name = 'f', begin = function(d) d.children = {shirase.Paragraph(long)} end,\n"
		"Text = {holds = many, exit = function() end}}");
	cr_expect(strstr(said, "does not end"), "%s", said);
	free(said);
}

/* One text of four million places: without end, if it is charged only when it was gone through. */
Test(needles, the_work_is_charged_as_it_is_done, .timeout = 60)
{
	char *said = filter_result("local many = {} for i = 1, 1000 do many[i] = ('a'):rep(3000) .. i end\n"
		"local long = ('a'):rep(4000000)\n"
		"return {api = 1, name = 'f', begin = function(d) d.children = {shirase.Paragraph(long)} end,\n"
		"Text = {holds = many, exit = function() end}}");
	cr_expect(strstr(said, "does not end"), "%s", said);
	free(said);
}
