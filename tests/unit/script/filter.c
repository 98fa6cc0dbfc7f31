/* The walk, the contract of handlers, nodes and their fields, and trees that
 * filters try to break. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "document/markdown.h"
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
	expect_field_error("t.text = nil", "the field \"text\" wants a text, not nil");
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
	expect_field_error("shirase.Document{}", "there is no constructor \"Document\"");
	expect_field_error("shirase.Foo('x')", "there is no constructor \"Foo\"");
	expect_field_error("shirase.link('x')", "there is no function \"shirase.link\"");
	expect_field_error("e.children = {'a', t, {}}", "a node is wanted, not a table");
	expect_field_error("t.text = t", "the field \"text\" wants a text, not a node");
	expect_field_error("e.children = t", "the field \"children\" wants a list of nodes, not a node");
	expect_field_error("shirase.Heading{level = '2'}", "the field \"level\" wants a whole number from 1 to 6");
	expect_field_error("t.text = 'a\\u{202E}b'", "the field \"text\" holds U+202E, which hides or reorders text");
	expect_field_error("shirase.Link{url = '/', '\\u{200B}'}", "the field \"text\" holds U+200B, which hides or reorders text");
	expect_field_error("shirase.Link{title = '\\u{E0041}'}", "the field \"title\" holds U+E0041, which hides or reorders text");
}

/* Only a past version holds such a character; there nobody could mend it. */
Test(filter, what_hid_in_a_past_version_is_shown)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "line", "return {api = 1, Text = function(n) n.text = shirase.source(n.pos.line) end}");
	const char *names[] = {"line"};
	struct span body = span_of("a\xE2\x80\xAE" "b\n");
	struct filter_context context = {.path = "p.md", .lang = "ja", .body = body, .body_line = 1};
	struct node *root = markdown_parse(b.arena, body, 1, "p.md", NULL);
	cr_assert(script_filter(box_worker(&b), b.arena, root, names, 1, &context, b.diags), "%s", box_diagnostics(&b));
	html_render(&b.out, root, &b.html);
	cr_expect_str_eq(b.out.data, "<p>a\xEF\xBF\xBD" "b</p>\n");
	box_close(&b);
}

Test(filter, nodes_without_what_they_need_render)
{
	expect("Paragraph = function() return shirase.Heading{level = 2.0, 'x'} end", "<h2>x</h2>");
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
	expect_shape("", "filters/f.lua returns nil instead of a table");
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

Test(filter, begin_and_finish_are_called_once_with_the_document)
{
	expect("begin = function(d) out[1] = d.type .. #d.children end, Paragraph = function(n) out[2] = 'p' end, "
	       "finish = function(d) d.children = {shirase.Paragraph(table.concat(out, ' '))} end", "<p>Document1 p</p>");
	expect("begin = function(d) d.children = {} end, Paragraph = function() error('walked') end", "");
	/* What begin puts in is walked; what finish puts in is not. */
	expect("begin = function(d) d.children = {shirase.Paragraph('x')} end, Text = function(t) t.text = t.text .. '!' end, "
	       "finish = function(d) d.children = {d.children[1], shirase.Paragraph('y')} end", "<p>x!</p>\n<p>y</p>");
	static const char must[] = "the handler must return nil: change the document that it is given";
	expect_error("begin = function(d) return d end", 2, must);
	expect_error("\nfinish = function(d) return {} end", 3, must);
	expect_error("finish = function(d)\n\n local x = d.name end", 4, "Document has no field \"name\"");
}

Test(filter, blocks_and_inlines_get_the_children_of_each_container)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "f", "local out = {} local function say(l, p) local t = {} for i, c in ipairs(l) do t[i] = c.type end "
		   "out[#out + 1] = p.type .. ':' .. table.concat(t, ',') end "
		   "return {api = 1, Blocks = say, Inlines = say, Item = function() out[#out + 1] = 'left' end, "
		   "Emph = function(n) return {n, 'x'} end, Link = {enter = function() return nil, false end}, "
		   "finish = function(d) d.children = {shirase.Paragraph(table.concat(out, ' '))} end}");
	cr_expect_str_eq(box_run(&b, "- a *b* [c](u)\n- > ##\n\n```\ncode\n```\n", "f"),
			 "<p>Emph:Text Paragraph:Text,Emph,Text,Text,Link Item:Paragraph left Heading: BlockQuote:Heading Item:BlockQuote "
			 "left Document:List,CodeBlock</p>", "%s", box_diagnostics(&b));
	box_close(&b);
}

Test(filter, what_blocks_and_inlines_return)
{
	expect("Inlines = function(l) end, Blocks = function(l) return nil end", HTML);
	expect("Inlines = function(l) return l end, Blocks = function(l) return l end", HTML);
	expect("Inlines = function(l) return {} end", "<p></p>");
	expect("Blocks = function(l) return {} end", "");
	expect("Inlines = function(l) table.insert(l, 1, '<') l[#l + 1] = shirase.Text('>') return l end",
	       "<p>&lt;a <em>&lt;b&gt;</em> <a href=\"u\">&lt;c&gt;</a>&gt;</p>");
	expect("Blocks = function(l, p) if p.type == 'Document' then return {shirase.BlockQuote{l[1]}} end end",
	       "<blockquote>\n" HTML "\n</blockquote>");
	/* What it put in is not walked, and the container's own handler comes after it. */
	expect("Inlines = function(l, p) if p.type == 'Emph' then return {'new'} end end, Text = function(t) t.text = t.text .. '.' end, "
	       "Emph = function(n) return {n, n.children[1].text} end", "<p>a .<em>new</em>new .<a href=\"u\">c.</a></p>");
	/* The list is the script's own: what becomes of it is nothing to the tree. */
	expect("Inlines = function(l) l[1] = nil l.x = 1 end", HTML);
	expect("Inlines = function(l, p) p.children = {'x'} end", "<p>x</p>");
	expect("Inlines = function(l, p) if p.type == 'Emph' then out[1] = p elseif out[1] then return {out[1]} end end",
	       "<p><em>b</em></p>");
	static const char neither[] = "the handler returned neither nil nor a list of nodes";
	expect_error("Inlines = function(l) return 'x' end", 2, neither);
	expect_error("\nInlines = function(l, p) return p end", 3, neither);
	expect_error("Blocks = function(l) return true end", 2, neither);
	expect_error("Blocks = function(l) return advisory end", 2, neither);
	expect_error("Inlines = function(l) return {5} end", 2, "a node is wanted, not a number");
	expect_error("Inlines = function(l) return {l} end", 2, "a node is wanted, not a table");
	expect_error("Inlines = function(l) return {text = 'x'} end", 2,
		     "a list of nodes is wanted, not a table with named fields");
	expect_error("Inlines = function(l, p) return {l[1], l[1]} end", 2,
		     "the same node stands twice among the children of a Emph");
	expect_error("Inlines = function(l, p) return {p} end", 2, "a node cannot stand in itself");
	expect_error("Inlines = function(l, p) return {shirase.ThematicBreak()} end", 2, "ThematicBreak cannot stand in Emph");
	expect_error("Blocks = function(l, p) return {'x'} end", 2, "Text cannot stand in Document");
	expect_error("Paragraph = {enter = function(n) out[1] = n end}, Inlines = function() out[1].children = {} end", 2,
		     "the children of a node cannot be set while one of them is handled");
	expect_error("begin = function(d) out[1] = d end, Inlines = function() out[1].children = {} end", 2,
		     "the handler took away a node that holds the one being handled");
	/* One that was taken away comes back. */
	expect("Inlines = function(l, p) shirase.Strong{p.type == 'Emph' and p or nil} end", HTML);
	expect("Inlines = 5", "filters/f.lua: error: [S102] the handler of Inlines is a number, not a function, "
	       "while filtering archive/advisories/EX-1.ja.md\n");
}

Test(filter, a_list_is_a_list)
{
	expect_error("Emph = function(n) return {type = 'Text', text = 'x'} end", 2,
		     "a list of nodes is wanted, not a table with named fields");
	expect_error("Emph = function(n) return {nil, n} end", 2, "the list of nodes has a gap behind item 0");
	expect_error("Emph = function(n) return {n, nil, 'x'} end", 2, "the list of nodes has a gap behind item 1");
	expect_error("Emph = function(n) return {[0] = n} end", 2, "the list of nodes has a gap behind item 0");
	expect_error("Emph = function(n) n.children = {'a', x = 'b'} end", 2,
		     "a list of nodes is wanted, not a table with named fields");
	expect_error("Emph = function(n) return shirase.Strong{'a', nil, 'b'} end", 2, "the list of nodes has a gap behind item 1");
	expect_error("Emph = function(n) return shirase.Strong{'a', [7] = n} end", 2, "the list of nodes has a gap behind item 1");
	expect_error("Emph = function(n) return shirase.Text{'a', 'b'} end", 2, "Text takes one text, not a list of 2");
	expect_error("Emph = function(n) return shirase.SoftBreak{'a'} end", 2, "SoftBreak takes no children");
}

Test(filter, extra_goes_from_filter_to_filter_and_out)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "one", "return {api = 1, Emph = function(n) advisory.extra.emphasis = (advisory.extra.emphasis or 0) + 1 end}");
	box_filter(&b, "two", "return {api = 1, finish = function() local x = advisory.extra x.seen = {'a', true, x.emphasis} end}");
	box_filter(&b, "none", "return {api = 1}");
	for (int i = 0; i < 2; i++) {
		cr_assert(box_run(&b, "*a* *b*\n", "one two"), "%s", box_diagnostics(&b));
		const struct value *extra = script_filters_extra(b.script), *seen = value_get(extra, "seen");
		cr_assert(extra && seen && seen->count == 3 && extra->count == 2);
		cr_expect_eq(value_get(extra, "emphasis")->number, 2);
		cr_expect_str_eq(seen->items[0]->text, "a");
		cr_expect(seen->items[1]->truth);
		cr_expect(script_filters_asked(b.script));
	}
	cr_assert(box_run(&b, "*a*\n", "none"));
	cr_expect_null(script_filters_extra(b.script));
	cr_expect_not(script_filters_asked(b.script));
	box_close(&b);
}

static void expect_extra_error(const char *code, const char *message)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "f", arena_printf(b.arena, "return {api = 1, finish = function() local e = advisory.extra\n%s end}", code));
	cr_expect_null(box_run(&b, "a\n", "f"), "%s", code);
	cr_expect(strstr(box_diagnostics(&b), message), "%s\ngave: %s\nwant: %s", code, b.said, message);
	cr_expect_null(script_filters_extra(b.script));
	box_close(&b);
}

Test(filter, extra_holds_plain_values_only)
{
	expect_extra_error("advisory.extra = {}", "filters/f.lua:2: error: [S102] this table is read-only");
	expect_extra_error("advisory.kind = 'x'", "this table is read-only");
	expect_extra_error("advisory.impact[1] = 'x'", "this table is read-only");
	expect_extra_error("e.x = e", "filters/f.lua: error: [S102] advisory.extra is too large or nested too deeply");
	expect_extra_error("e.x = shirase.Text('x')", "advisory.extra holds a node");
	expect_extra_error("e.x = function() end", "advisory.extra holds a function");
	expect_extra_error("e.x = 0.5", "advisory.extra holds a number that is no integer");
	expect_extra_error("e.x = '\\xff'", "advisory.extra holds a text that is not UTF-8");
	expect_extra_error("e[1] = 1 e.x = 2", "advisory.extra mixes a list and a map");
	expect_extra_error("e[3] = 1", "advisory.extra mixes a list and a map");
	expect_extra_error("e[{}] = 1", "such keys have no order");
	expect_extra_error("e['\\xff'] = 1", "advisory.extra holds a key that is not UTF-8");
	expect_extra_error("local s = ('x'):rep(1 << 20) for i = 1, 100 do e['k' .. i] = s end", "advisory.extra is too large");
}

Test(filter, a_free_page_has_extra_alone)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "f", "return {api = 1, Text = function(t) t.text = tostring(id) .. tostring(advisory.kind) "
		   "advisory.extra.x = 'y' end}");
	struct filter_context context = {.path = "pages/about.ja.md", .lang = "ja"};
	struct node *root = markdown_parse(b.arena, span_of("a\n"), 1, context.path, b.diags);
	const char *name = "f";
	cr_assert(script_filter(box_worker(&b), b.arena, root, &name, 1, &context, b.diags), "%s", box_diagnostics(&b));
	cr_expect_str_eq(root->first->first->literal.data, "nilnil");
	cr_expect_str_eq(value_text(script_filters_extra(b.script), "x"), "y");
	box_close(&b);
}

static void open_counting(struct box *b)
{
	box_open(b);
	box_library(b, "l", "local n, kept = 0, nil return {next = function(x) n = n + 1 kept = x return n end, "
		    "last = function() return kept and #kept.children or 'none' end}");
	box_filter(b, "count", "local n, seen = 0, {} local l = library('l')\n"
		   "return {api = 1, begin = function() n = n + 1 advisory.extra.n = (advisory.extra.n or 0) + n end, "
		   "Inlines = function(list, p) seen[p.type] = (seen[p.type] or 0) + 1 "
		   "table.insert(list, n .. p.type .. seen[p.type] .. l.last() .. l.next(p) .. advisory.extra.n) return list end}");
	box_filter(b, "fails", "return {api = 1, Code = function() local t = {} while true do t[#t + 1] = {} end end, "
		   "Strong = function() error({}) end, Heading = function() library('l').next({children = {}}) end}");
}

Test(filter, no_document_can_tell_what_was_filtered_before_it)
{
	static const char *const documents[] = {"a *b* [c](u)\n", "# h\n\n- x\n- y\n", "**a** *b*\n\n```\nc\n```\n",
		"x  \ny `z`\n", ""};
	enum { DOCUMENTS = sizeof(documents) / sizeof(*documents) };
	char *alone[DOCUMENTS];
	struct box b;
	for (size_t i = 0; i < DOCUMENTS; i++) {
		open_counting(&b);
		alone[i] = strdup(box_run(&b, documents[i], "count count"));
		box_close(&b);
	}
	open_counting(&b);
	for (uint32_t i = 0, random = 20261123; i < 300; i++) {
		random = random * 1664525 + 1013904223;
		size_t which = (random >> 8) % DOCUMENTS;
		if (random >> 30 == 0)
			box_run(&b, documents[which], "count fails");
		const char *html = box_run(&b, documents[which], "count count");
		cr_assert_str_eq(html, alone[which]);
	}
	box_close(&b);
	for (size_t i = 0; i < DOCUMENTS; i++)
		free(alone[i]);
}

/* Tables have no order of their own: Lua's differs from run to run. */
Test(filter, of_several_faults_the_first_by_name_is_told)
{
	for (int i = 0; i < 5; i++) {
		expect("zoo = 1, Yes = 2, Emph = 3, apple = 4, mango = 5",
		       "filters/f.lua: error: [S102] the handler of Emph is a number, not a function, "
		       "while filtering archive/advisories/EX-1.ja.md\n");
		expect_error("Emph = function() shirase.Text{'x', zoo = 1, yes = 2, apple = 3, mango = 4} end", 2,
			     "Text has no field \"apple\"");
	}
	expect_error("Emph = function() shirase.Link{'x', url = 'u', [''] = 1} end", 2, "Link has no field \"\"");
	expect("Emph = {enter = 1}", "filters/f.lua: error: [S102] the handler of Emph is a number, not a function, "
	       "while filtering archive/advisories/EX-1.ja.md\n");
	expect("Emph = {leave = function() end}", "filters/f.lua: error: [S102] Emph wants a function, or \"enter\" and \"exit\", "
	       "while filtering archive/advisories/EX-1.ja.md\n");
	expect("begin = {}", "filters/f.lua: error: [S102] the handler of begin is a table, not a function, "
	       "while filtering archive/advisories/EX-1.ja.md\n");
}
