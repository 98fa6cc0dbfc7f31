/* The walk, the contract of handlers, nodes and their fields, and trees that
 * filters try to break. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "support.h"

#define HTML "<p>a <em>b</em> <a href=\"u\">c</a></p>"

static void expect(const char *handlers, const char *want)
{
	struct buf lua;
	buf_init(&lua, 1 << 16);
	buf_printf(&lua, "local out = {}\nreturn {api = 1, %s}", handlers);
	char *got = filter_result(lua.data);
	cr_expect_str_eq(got, want, "%s\ngave: %s\nwant: %s", handlers, got, want);
	free(got);
	buf_fini(&lua);
}

/* An error at the line of the script, while the first line of the document was filtered. */
static void expect_error(const char *handlers, unsigned line, const char *message)
{
	struct buf want;
	buf_init(&want, 1 << 16);
	buf_printf(&want, "filters/f.lua:%u: error: [S102] %s, while filtering archive/advisories/EX-1.ja.md:30\n", line, message);
	expect(handlers, want.data);
	buf_fini(&want);
}

Test(filter, what_a_handler_returns)
{
	expect("Emph = function(n) end", HTML);
	expect("Emph = function(n) return nil end", HTML);
	expect("Emph = function(n) return n end", HTML);
	expect("Emph = function(n) return {n} end", HTML);
	expect("Emph = function(n) return shirase.Strong(n.children) end", "<p>a <strong>b</strong> <a href=\"u\">c</a></p>");
	expect("Emph = function(n) return {} end", "<p>a  <a href=\"u\">c</a></p>");
	expect("Emph = function(n) return n.children end", "<p>a b <a href=\"u\">c</a></p>");
	expect("Emph = function(n) return {shirase.Text('x'), n, 'y'} end", "<p>a x<em>b</em>y <a href=\"u\">c</a></p>");
	expect("Emph = function(n) return 'x' end", "<p>a x <a href=\"u\">c</a></p>");
	expect("Emph = function(n) return shirase.Strong{n} end", "<p>a <strong><em>b</em></strong> <a href=\"u\">c</a></p>");
	expect("Paragraph = function(n) return shirase.BlockQuote{n} end", "<blockquote>\n" HTML "\n</blockquote>");
	expect("Paragraph = function(n) return {n, shirase.ThematicBreak()} end", HTML "\n<hr />");
	expect("Paragraph = function(n) return {} end", "");
	expect("Document = function(n) n.children = {shirase.Paragraph{'x'}, n.children[1]} end", "<p>x</p>\n" HTML);
	expect("Emph = function(n) shirase.Strong{n} end", HTML);
}

Test(filter, what_a_handler_must_not_return)
{
	static const char neither[] = "the handler returned neither nil nor a node nor a list of nodes";
	expect_error("Emph = function(n)\n return true end", 2, neither);
	expect_error("\nEmph = function(n) return 5 end", 3, neither);
	expect_error("Emph = function(n) return print_ end", 2, "unknown variable \"print_\"");
	expect_error("Emph = function(n) return function() end end", 2, neither);
	expect_error("Emph = function(n) return advisory end", 2, neither);
	expect_error("Emph = function(n) return {5} end", 2, "a node is wanted, not a number");
	expect_error("Emph = function(n) return {{n}} end", 2, "a node is wanted, not a table");
	expect_error("Emph = function(n) return shirase.Paragraph() end", 2, "Paragraph cannot stand in Paragraph");
	expect_error("Paragraph = function(n) return shirase.Emph{'x'} end", 2, "Emph cannot stand in Document");
	expect_error("Paragraph = function(n) return 'x' end", 2, "Text cannot stand in Document");
	expect_error("Emph = function(n) return {n, n} end", 2, "the handler returned the same node twice");
	expect_error("Emph = function(n) local t = shirase.Text('x') return {t, n, t} end", 2,
		     "the handler returned the same node twice");
	expect_error("Document = function(n) return shirase.Paragraph() end", 2,
		     "the handler of Document must return nil: the document cannot be replaced");
}

Test(filter, trees_stay_trees)
{
	expect_error("Emph = function(n) n.children = {n} end", 2, "a node cannot stand in itself");
	expect_error("Paragraph = function(n) n.children[2].children = {shirase.Link{n.children[2]}} end", 2,
		     "a node cannot stand in itself");
	expect_error("Emph = function(n) n.children = {n.children[1], n.children[1]} end", 2,
		     "the same node stands twice among the children of a Emph");
	expect_error("Paragraph = {enter = function(n) out[1] = n end}, Text = function(n) out[1].children = {} end", 2,
		     "the children of a node cannot be set while one of them is handled");
	expect_error("Document = {enter = function(n) out[1] = n end}, Text = function(n) out[1].children = {} end", 2,
		     "the handler took away a node that holds the one being handled");
	expect_error("Paragraph = {enter = function(n) out[1] = n end}, Text = function(n) return out[1] end", 2,
		     "Paragraph cannot stand in Paragraph");
	expect_error("Emph = {enter = function(n) out[1] = n end}, Text = function(n) if out[1] then return out[1] end end", 2,
		     "a node cannot stand in itself");
	/* A node from elsewhere is moved. */
	expect("Paragraph = {enter = function(n) out[1] = n.children[4] end}, Emph = function(n) return {n, out[1]} end",
	       "<p>a <em>b</em><a href=\"u\">c</a> </p>");
	/* What was taken out may be put in again. */
	expect("Emph = function(n) out[1] = n return {} end, Link = function(n) return {out[1], n} end",
	       "<p>a  <em>b</em><a href=\"u\">c</a></p>");
	expect("Paragraph = function(n) local c = n.children n.children = {} n.children = c end", HTML);
}

Test(filter, the_walk)
{
	static const char trace[] = "local function add(w) return function(n) out[#out + 1] = w .. (n.type == 'Text' and n.text or '') end end\n"
				    "return {api = 1, Paragraph = {enter = add('<p '), exit = add(' p>')}, Emph = {enter = add('<e '), "
				    "exit = add(' e>')}, Text = add(''), Document = function(n) "
				    "n.children = {shirase.Paragraph{table.concat(out)}} end}";
	struct buf lua;
	buf_init(&lua, 1 << 16);
	buf_printf(&lua, "local out = {}\n%s", trace);
	char *got = filter_result(lua.data);
	cr_expect_str_eq(got, "<p>&lt;p a &lt;e b e&gt; c p&gt;</p>");
	free(got);
	buf_fini(&lua);
	/* enter may skip the children; the exit handler still runs. */
	expect("Emph = {enter = function(n) return nil, false end, exit = function(n) return {n, 'x'} end}, "
	       "Text = function(n) n.text = n.text:upper() end", "<p>A <em>b</em>x <a href=\"u\">C</a></p>");
	/* What a handler returned is not walked again. */
	expect("Emph = {enter = function(n) return shirase.Emph{'new'} end}, Text = function(n) n.text = n.text:upper() end",
	       "<p>A <em>new</em> <a href=\"u\">C</a></p>");
	expect("Text = function(n) return {n, shirase.Text('+')} end", "<p>a +<em>b+</em> +<a href=\"u\">c+</a></p>");
	/* Children that enter sets are walked. */
	expect("Emph = {enter = function(n) n.children = {'x', 'y'} end}, Text = function(n) n.text = n.text .. '!' end",
	       "<p>a !<em>x!y!</em> !<a href=\"u\">c!</a></p>");
	/* A later sibling that is taken away is not visited. */
	expect("Emph = function(n) local l = out[1].children[4] out[2] = shirase.Strong{l} end, "
	       "Paragraph = {enter = function(n) out[1] = n end}, Link = function(n) error('visited') end",
	       "<p>a <em>b</em> </p>");
}

Test(filter, touching_texts_are_merged_before_each_filter)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "split", "return {api = 1, Text = function(t) return {'x', 'y'} end}");
	box_filter(&b, "mark", "return {api = 1, Text = function(t) t.text = '[' .. t.text .. ']' end}");
	cr_expect_str_eq(box_run(&b, "a\n", "split mark"), "<p>[xy]</p>");
	cr_expect_str_eq(box_run(&b, "a\n", "split split mark"), "<p>[xy]</p>");
	cr_expect_null(box_run(&b, "a\n", "split none"));
	cr_expect_str_eq(box_diagnostics(&b), "shirase: error: [S104] there is no filter \"none\"\n");
	cr_expect_str_eq(box_run(&b, "a\n", ""), "<p>a</p>");
	box_close(&b);
}

/* The value of an expression about the nodes: d(ocument), p(aragraph), e(mph), l(ink), t(ext). */
static void expect_value(const char *expression, const char *want)
{
	struct buf lua, html;
	buf_init(&lua, 1 << 16);
	buf_init(&html, 1 << 16);
	buf_printf(&lua,
		   "Document = function(d) local p = d.children[1] local t, e, l = p.children[1], p.children[2], p.children[4] "
		   "local v = tostring(%s) d.children = {shirase.Paragraph{v}} end", expression);
	buf_printf(&html, "<p>%s</p>", want);
	expect(lua.data, html.data);
	buf_fini(&lua);
	buf_fini(&html);
}

static void expect_field_error(const char *statement, const char *message)
{
	struct buf lua;
	buf_init(&lua, 1 << 16);
	buf_printf(&lua,
		   "Paragraph = function(p) local t, e, l = p.children[1], p.children[2], p.children[4] %s end", statement);
	expect_error(lua.data, 2, message);
	buf_fini(&lua);
}

Test(filter, fields)
{
	expect_value("t.text .. t.type .. e.type .. l.url .. #p.children", "a TextEmphu4");
	expect_value("l.title", "nil");
	expect_value("p.pos.line .. ':' .. p.pos.column", "30:1");
	expect_value("shirase.Text('x').pos", "nil");
	expect_value("e.children[1] == e.children[1]", "true");
	expect_value("({[e] = 'found'})[p.children[2]]", "found");
	expect_value("shirase.plain(p)", "a b c");
	expect_value("(function() local n = shirase.List{ordered = true, start = 3, tight = false, delimiter = ')'} "
		     "return n.start .. tostring(n.ordered) .. tostring(n.tight) .. n.delimiter end)()", "3truefalse)");
	expect_value("(function() local n = shirase.Cell{align = 'right', header = true, 'x', shirase.Emph{'y'}} "
		     "return n.align .. tostring(n.header) .. #n.children end)()", "righttrue2");
	expect_value("(function() local n = shirase.Ruby{reading = 'r', 'x'} return n.reading end)()", "r");
	expect_value("(function() local n = shirase.Term{url = 'u', definition = 'd', 'x'} return n.url .. n.definition end)()", "ud");
	expect_value("(function() local n = shirase.Heading{level = 3} n.level = 4 return n.level .. tostring(n.section) end)()", "4nil");
	expect_value("(function() local n = shirase.CodeBlock{info = 'c', 'x'} n.info = nil return n.text .. tostring(n.info) end)()",
		     "xnil");
	expect_value("shirase.source(30) .. tostring(shirase.source(31)) .. tostring(shirase.source(29)) .. shirase.source(30)",
		     "a *b* [c](u)nilnila *b* [c](u)");
	expect_value("tostring(shirase.known('EX-2026-0001')) .. tostring(shirase.known('EX-2026-000')) .. "
		     "tostring(shirase.known('EX-2026-0003')) .. tostring(shirase.known('')) .. shirase.prefix()",
		     "truefalsefalsefalseEX-2026-000");
}

Test(filter, fields_are_checked)
{
	expect_field_error("local x = e.text", "Emph has no field \"text\"");
	expect_field_error("e.url = 'x'", "Emph has no field \"url\"");
	expect_field_error("e.txt = 'x'", "Emph has no field \"txt\"");
	expect_field_error("local x = t[1]", "Text has no field \"1\"");
	expect_field_error("local x = t[{}]", "a node has no field that is a table");
	expect_field_error("t[true] = 1", "a node has no field that is a boolean");
	expect_field_error("t.type = 'Emph'", "the field \"type\" cannot be set");
	expect_field_error("t.pos = nil", "the field \"pos\" cannot be set");
	expect_field_error("t.text = 5", "the field \"text\" wants a text, not a number");
	expect_field_error("t.text = nil", "the field \"text\" wants a text, not a nil");
	expect_field_error("t.text = 'a\\0b'", "the field \"text\" wants UTF-8 without NUL");
	expect_field_error("t.text = 'a\\xff'", "the field \"text\" wants UTF-8 without NUL");
	expect_field_error("l.url = '\\xff'", "the field \"url\" wants UTF-8 without NUL");
	expect_field_error("e.children = 5", "the field \"children\" wants a list of nodes, not a number");
	expect_field_error("e.children = {5}", "a node is wanted, not a number");
	expect_field_error("e.children = {shirase.Paragraph()}", "Paragraph cannot stand in Emph");
	expect_field_error("shirase.Link{href = 'x'}", "Link has no field \"href\"");
	expect_field_error("shirase.Heading{level = 7}", "the field \"level\" wants a whole number from 1 to 6");
	expect_field_error("shirase.Heading{level = 2.5}", "the field \"level\" wants a whole number from 1 to 6");
	expect_field_error("shirase.List{start = -1}", "the field \"start\" wants a whole number from 0 to 999999999");
	expect_field_error("shirase.List{ordered = 1}", "the field \"ordered\" wants true or false");
	expect_field_error("shirase.List{delimiter = '..'}", "the field \"delimiter\" wants \".\" or \")\"");
	expect_field_error("shirase.Cell{align = 'middle'}", "the field \"align\" wants none, left, centre or right");
	expect_field_error("shirase.List{shirase.Paragraph()}", "Paragraph cannot stand in List");
	expect_field_error("shirase.Text{}.children = {}", "Text has no field \"children\"");
	expect_field_error("shirase.Document{}", "attempt to call a nil value (field 'Document')");
}

Test(filter, nodes_without_what_they_need_render)
{
	expect("Paragraph = function() return {shirase.Paragraph{shirase.Link{'x'}, shirase.Image(), shirase.Text(), shirase.Code(), "
	       "shirase.Emph(), shirase.LineBreak(), shirase.Ruby{'r'}, shirase.Term{'t'}, shirase.Span{'s'}, "
	       "shirase.HtmlInline()}, shirase.Heading(), shirase.List(), shirase.CodeBlock(), shirase.Table(), shirase.Div(), "
	       "shirase.HtmlBlock(), shirase.BlockQuote()} end, Document = function(d) d.children = {} end", "");
	struct box b;
	box_open(&b);
	box_filter(&b, "odd", "return {api = 1, Paragraph = function() return {shirase.Paragraph{shirase.Link{'x'}, shirase.Image(), "
		   "shirase.Text(), shirase.Code(), shirase.Emph(), shirase.LineBreak(), shirase.Ruby{'r'}, shirase.Term{'t'}, "
		   "shirase.Span{'s'}, shirase.HtmlInline()}, shirase.Heading(), shirase.List(), shirase.CodeBlock(), "
		   "shirase.Table(), shirase.Table{shirase.Row()}, shirase.Div(), shirase.HtmlBlock(), shirase.BlockQuote()} end}");
	cr_expect(box_run(&b, "a\n", "odd"), "%s", box_diagnostics(&b));
	box_close(&b);
}

static void expect_shape(const char *lua, const char *want)
{
	char *got = filter_result(lua);
	cr_expect(strstr(got, want), "%s\ngave: %s", lua, got);
	free(got);
}

Test(filter, a_filter_of_the_wrong_shape_is_told)
{
	expect_shape("return 5", "filters/f.lua: error: [S102] filters/f.lua returns a number instead of a table");
	expect_shape("", "filters/f.lua returns a nil instead of a table");
	expect_shape("return {}", "filters/f.lua: error: [S102] the table that it returns lacks \"api = 1\"");
	expect_shape("return {api = 1.0}", "lacks \"api = 1\"");
	expect_shape("return {api = 1, name = 5}", "\"name\" wants a text");
	expect_shape("return {api = 1, Emp = function() end}", "there is no type of node called \"Emp\"");
	expect_shape("return {api = 1, [1] = function() end}", "there is no type of node called \"\"");
	expect_shape("return {api = 1, Emph = 5}", "the handler of Emph is a number, not a function");
	expect_shape("return {api = 1, Emph = {leave = function() end}}", "Emph wants a function, or \"enter\" and \"exit\"");
	expect_shape("return {api = 1, Emph = {enter = 5}}", "the handler of Emph is a number, not a function");
	expect_shape("return {api = 1, Emph = {}}", HTML);
	expect_shape("return {api = 1, name = 'n'}", HTML);
	expect_shape("\nerror('at load')", "filters/f.lua:2: error: [S102] at load, while filtering archive/advisories/EX-1.ja.md\n");
}

Test(filter, the_place_is_that_of_the_node_that_was_handled)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "f", "return {api = 1, Emph = function(n) error('x') end}");
	cr_expect_null(box_run(&b, "a\n\nb\n\n- c\n- d *e*\n", "f"));
	cr_expect(strstr(box_diagnostics(&b), "archive/advisories/EX-1.ja.md:35\n"), "%s", b.said);
	box_close(&b);
}

Test(filter, nesting_has_a_limit)
{
	expect_shape("return {api = 1, Emph = function(n) for i = 1, 1000 do n = shirase.Emph{n} end return n end}",
		     "filters/f.lua nests nodes more than 256 deep");
	expect_shape("return {api = 1, Emph = function(n) local t = shirase.Text('x') for i = 1, 200 do t = shirase.Emph{t} end "
		     "return t end}", "</em></em></em>");
}

/* Random filters over a tree with everything in it: whatever happens, the tree that is left renders. */
Test(filter, random_changes_leave_a_tree)
{
	static const char markdown[] = "# h *e*\n\na **b** `c` [l](u) ![i](u)\n\n> q\n>\n> - x\n> - y *z*\n\n1. n\n\n   ```\n   k\n   ```\n\n"
				       "***\n\nlast  \nline\n";
	static const char lua[] =
		"local seed = %d\n"
		"local function pick(n) seed = (seed * 1103515245 + 12345) %% 2147483648 return seed // 65536 %% n + 1 end\n"
		"local kept, made = {}, {'Paragraph', 'Emph', 'Strong', 'Text', 'Link', 'BlockQuote', 'Div', 'List', 'Item', 'Table', "
		"'Row', 'Cell', 'Code', 'Span', 'Heading', 'Figure', 'Ruby', 'Term'}\n"
		"local function any() if #kept > 0 and pick(2) == 1 then return kept[pick(#kept)] end "
		"return shirase[made[pick(#made)]]() end\n"
		"local function act(n) kept[#kept + 1] = n\n"
		" for i = 1, pick(4) do local what, x, y = pick(5), any(), any()\n"
		"  if what == 1 then pcall(function() x.children = {y, any()} end)\n"
		"  elseif what == 2 then pcall(function() x.children = x.children end)\n"
		"  elseif what == 3 then pcall(function() kept[#kept + 1] = shirase[made[pick(#made)]]{x, y} end)\n"
		"  elseif what == 4 then pcall(function() local c = x.children table.remove(c) x.children = c end) end end\n"
		" local r = pick(40) if r == 1 then return {n} elseif r == 2 then return {} elseif r == 3 then return any()\n"
		" elseif r == 4 then return {any(), n, any()} elseif r == 5 then return n.type ~= 'Text' and n.children or n end end\n"
		"local f = {api = 1}\n"
		"for _, t in ipairs(made) do f[t] = pick(2) == 1 and act or {enter = act, exit = act} end\nreturn f";
	size_t good = 0;
	for (int seed = 1; seed <= 3000; seed++) {
		struct box b;
		struct buf script;
		box_open(&b);
		buf_init(&script, 1 << 16);
		buf_printf(&script, lua, seed);
		box_filter(&b, "f", script.data);
		good += box_run(&b, markdown, "f") != NULL;
		cr_expect_not(diags_has(b.diags, DIAG_SCRIPT_LIMIT), "seed %d: %s", seed, box_diagnostics(&b));
		buf_fini(&script);
		box_close(&b);
	}
	cr_expect_gt(good, 50, "only %zu runs ended well", good);
}
