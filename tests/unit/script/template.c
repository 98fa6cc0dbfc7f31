/* Templates: tags, lines, escaping, variables, inclusion. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "support.h"

static void page_fill(struct box *b, struct value *page)
{
	struct arena *a = b->arena;
	struct value *list = value_new(a, VALUE_LIST), *map = value_new(a, VALUE_MAP);
	value_set_text(a, page, "title", "a < b & \"c\"");
	value_set_number(a, page, "n", 7);
	value_set_bool(a, page, "yes", true);
	value_add(a, list, value_of_text(a, "x"));
	value_add(a, list, value_of_text(a, "y"));
	value_set(a, page, "list", list);
	value_set_text(a, map, "ja", "日本");
	value_set_text(a, map, "en", "Japan");
	value_set(a, page, "name", map);
}

/* What the template gives, or the diagnostics. */
static char *result_of(const char *text, const char *other)
{
	struct box b;
	box_open(&b);
	box_shipped_locale(&b, "ja");
	box_shipped_locale(&b, "en");
	struct value *page = box_page(&b, "ja");
	page_fill(&b, page);
	const char *path = "themes/t/templates/a.html";
	char *result = NULL;
	if (other)
		box_template(&b, "other.html", other);
	if (scripts_add_template(b.scripts, "a.html", path, span_of(text), b.diags)) {
		script_set(box_worker(&b), "site", page);
		const char *got = box_render(&b, "a.html", page);
		result = got ? strdup(got) : NULL;
	}
	if (!result)
		result = strdup(box_diagnostics(&b));
	box_close(&b);
	return result;
}

static void expect2(const char *text, const char *other, const char *want)
{
	char *got = result_of(text, other);
	cr_expect_str_eq(got, want, "%s\ngave: %s\nwant: %s", text, got, want);
	free(got);
}

static void expect(const char *text, const char *want)
{
	expect2(text, NULL, want);
}

static void expect_error(const char *text, unsigned line, const char *want)
{
	char *got = result_of(text, "<% include('other.html') %>"), place[100];
	snprintf(place, sizeof(place), "themes/t/templates/a.html:%u: error: ", line);
	cr_expect(strncmp(got, place, strlen(place)) == 0 && strstr(got, want), "%s\ngave: %s", text, got);
	free(got);
}

Test(template, text_and_tags)
{
	expect("", "");
	expect("plain \"text\" \\ with\r\n\ttabs\n", "plain \"text\" \\ with\r\n\ttabs\n");
	expect("<%= title %>|<%- title %>", "a &lt; b &amp; &quot;c&quot;|a < b & \"c\"");
	expect("<%= n %> <%= 1.5 %> <%= n + 1 %>", "7 1.5 8");
	expect("<%% not a tag %> <%", "themes/t/templates/a.html:1: error: [S106] the tag that opens here with \"<%\" is not closed by "
		"\"%>\"\n");
	expect("<%%= x %>", "<%= x %>");
	expect("a<% if yes then %>b<% else %>c<% end %>d", "abd");
	expect("<% for i, v in ipairs(list) do %>\n<%= i %>:<%= v %>\n<% end %>\nend", "1:x\n2:y\nend");
	expect("<% local function twice(x) %>[<%= x %><%= x %>]<% end %><% twice('a') twice('b') %>", "[aa][bb]");
	expect("<%= ('a-b'):gsub('-', '+') %>", "a+b");
	expect("<%= (function() return 'x' end)() %>", "x");
	expect("a<%= '<' %>\"<b>\\<%- '<' %>\n\nc<%= 'z' %><%= 'w' %><%%", "a&lt;\"<b>\\<\n\nczw<%");
	expect("<%= 'x', 'y' %>z<%- ('a-b'):gsub('-', '+') %>c<%= 'd', 1 %>", "xza+bcd");
	expect("<% local t = {'<%= %>', [[%>]], \"%>\"} %><%- t[1] .. t[2] .. t[3] %>", "<%= %>%>%>");
}

Test(template, comments_end_with_their_tag)
{
	expect("a<% -- it's a comment %>b", "ab");
	expect("a<% local x = 1 -- set %><%= x -- show %>b", "a1b");
	expect("a<% --[[ it's\n %> long ]] local x = 2 %><%= x %>", "a2");
	expect("a<% --[==[ ]] ]==] local x = 2 %><%= x %>", "a2");
	expect("<% local s = '--' %><%= s %>", "--");
	expect("<% local t = {1} local u = t[t[1]] %><%= u %>", "1");
	expect("<% --[[ first ]] %>\n<% -- second %>\nx", "x");
}

Test(template, lines_are_those_of_the_template)
{
	expect_error("a\nb\n<%= nothing %>", 3, "[S102] unknown variable \"nothing\", while rendering ja/index.html");
	expect_error("\"a\\\n\"\n\n<% if yes then %>\n\n<%= missing %><% end %>", 6, "unknown variable \"missing\"");
	expect_error("<% --[[\n\n]] local s = [[\n\n]] %>\n<%= s.x.y %>", 6, "attempt to index a nil value (field 'x')");
	expect_error("\n<%= name.fr %>text\n\nmore\n", 2, "the value to show is nil");
	expect_error("<%= 'x'\n%>text\n\n<%- name.fr %>text\n<%= 'y' %>", 4, "the value to show is nil");
	expect_error("\n\n<% local local %>", 3, "[S101]");
	expect_error("\n<% if yes then %>\nx", 3, "'end' expected");
	expect_error("\n\n<%= 'x' ", 3, "[S106]");
	expect_error("\n\n<% [[ %>", 3, "[S106]");
	expect_error("\n<% error('my own') %>", 2, "[S102] my own");
}

Test(template, what_cannot_be_shown_is_an_error)
{
	expect_error("<%= name.fr %>", 1, "the value to show is nil");
	expect_error("<%- name.fr %>", 1, "the value to show is nil");
	expect_error("<%= list %>", 1, "a table cannot be shown");
	expect_error("<%= yes %>", 1, "a boolean cannot be shown");
	expect_error("<%= say %>", 1, "a function cannot be shown");
	expect_error("<% x = 1 %>", 1, "\"x\" would become a global variable");
	expect_error("<% title = 'x' %>", 1, "\"title\" would become a global variable");
}

Test(template, bytes_that_are_not_utf8_do_not_get_out)
{
	char *got = result_of("<%= ('あ'):sub(1, 2) %>", NULL);
	cr_expect_str_eq(got, "themes/t/templates/a.html: error: [S102] the template wrote bytes that are not UTF-8, while rendering "
			      "ja/index.html\n");
	free(got);
}

Test(template, variables_and_vars)
{
	expect("<%= tostring(vars.feeds) %> <%= vars.n %> <%= site.n %> <%= site.list[2] %> <%= #site.list %>", "nil 7 7 y 2");
	expect("<% for k in pairs(vars) do %><%= k %> <% end %>", "lang list n name path title yes ");
	expect_error("<% site.n = 1 %>", 1, "this table is read-only");
	expect_error("<% vars.n = 1 %>", 1, "this table is read-only");
	expect("<%= tostring(has(vars.no)) %> <%= tostring(has('')) %> <%= tostring(has({})) %> <%= tostring(has(list)) %> "
	       "<%= tostring(has(site.list)) %> <%= tostring(has('x')) %> <%= tostring(has(0)) %>",
	       "false false false true true true true");
	expect("<%= escape('<a>&\"') %>|<%- escape('<a>&\"') %>", "&amp;lt;a&amp;gt;&amp;amp;&amp;quot;|&lt;a&gt;&amp;&quot;");
}

Test(template, inclusion)
{
	expect2("[<%- include('other.html', {n = 8, extra = 'e'}) %>] <%= n %>", "<%= n %><%= extra %><%= title %>",
		"[8ea &lt; b &amp; &quot;c&quot;] 7");
	expect2("<%= include('other.html') %>", "<b>", "&lt;b&gt;");
	expect2("<% local a = include('other.html', {n = 1}) local b = include('other.html', {n = 2}) %><%- b .. a %>", "<%= n %>",
		"21");
	expect2("<%- include('other.html', {list = {1, 2, 3}}) %>",
		"<% if #list > 0 then %><%= list[#list] %><%- include('other.html', {list = {table.unpack(list, 1, #list - 1)}}) %><% end %>",
		"321");
	expect2("<%- include('other.html', site) %>", "<%= n %>", "7");
	expect2("<%- include('other.html', {say = function() return 's' end}) %>", "<%= say('x') %>", "s");
	expect2("<% local ok = pcall(include, 'other.html') %>|<%= n %><%- tostring(ok) %>", "written <%= nothing %>", "|7false");
	expect_error("\n<%- include('none.html') %>", 2, "there is no template \"none.html\"");
	expect_error("<%- include('other.html', 5) %>", 1, "table expected");
	char *got = result_of("<%- include('other.html') %>", "x\n<%- include('other.html') %>");
	cr_expect_str_eq(got, "themes/t/templates/other.html:2: error: [S102] templates include each other more than 16 deep, "
			      "while rendering ja/index.html\n");
	free(got);
}

Test(template, words_of_the_page_and_of_other_languages)
{
	expect("<%= say('list.count', {n = 1}) %> <%= locale('en').say('list.count', {n = 1}) %> "
	       "<%= locale('en').say('list.count', {n = 1234567}) %>", "1件 1 advisory 1,234,567 advisories");
	expect("<%= label('severity', 'high') %> <%= label('severity') %> <%= label('severity', 'odd', 'odd') %>",
	       "重要（High） 未評価 odd");
	expect("<%= text_of(name) %> <%= locale('en').text_of(name) %> <%= text_of('t') %> <%= text_of(site.name) %> "
	       "<%= text_of({en = 'only'}) %> <%= tostring(text_of(nil)) %>", "日本 Japan t 日本 only nil");
	expect("<%- say_html('banner.replaced_by', {id = '<a>X</a>'}) %><%= say('banner.replaced_by', {id = '<a>'}) %>",
	       "代わりに<a>X</a>をご覧ください。代わりに&lt;a&gt;をご覧ください。");
	expect("<%- locale('en').say_html('verify.bad_output', {user = '<b>u</b>'}) %>",
	       "gpg: BAD signature from &quot;<b>u</b>&quot;");
	expect_error("\n<%= say('no.such') %>", 2, "the locale \"ja\" (filters/locale/ja.lua) lacks the word \"no.such\"");
	expect_error("<%= label('severity', 'odd') %>", 1, "lacks the label \"odd\" of \"severity\"");
	expect_error("<%= label('odd', 'odd') %>", 1, "lacks the labels \"odd\"");
	expect_error("<%= locale('fr').say('x') %>", 1, "there is no locale for the language \"fr\"");
	expect_error("<%= say('banner.reason') %>", 1, "the word \"banner.reason\" needs a value for {reason}, not nil");
	expect_error("<%= say('banner.reason', {reason = {}}) %>", 1, "not a table");
	expect_error("<%= locale('en').say('list.count') %>", 1, "the word \"list.count\" needs a number for {n}");
	expect_error("<% locale('en').say = nil %>", 1, "this table is read-only");
}

Test(template, addresses_of_attackers)
{
	expect("<%= defang('https://a.login.example.net/x.php?y=z') %> <%= defang('http://198.51.100.23:80/') %> "
	       "<%= defang('c2.example.net') %> <%= defang('192.0.2.45') %> <%= defang('info@mail.example.org') %> "
	       "<%= defang('2001:db8::45') %> <%= defang('HTTPS://X.example/') %> <%= defang('plain') %> <%= defang('') %>",
	       "hxxps://a.login.example[.]net/x.php?y=z hxxp://198.51.100[.]23:80/ c2.example[.]net 192.0.2[.]45 "
	       "info[@]mail.example[.]org 2001[:]db8::45 hxxps://X[.]example/ plain ");
}

Test(template, limits_hold_while_rendering)
{
	char *got = result_of("\n\n<% while true do pcall(say, 'nav.home') end %>", NULL);
	cr_expect(strncmp(got, "themes/t/templates/a.html:3: error: [S103] the script does not end", 60) == 0, "%s", got);
	cr_expect(strstr(got, "while rendering ja/index.html"), "%s", got);
	free(got);
	got = result_of("<% local s = ('x'):rep(1 << 20) for i = 1, 100 do %><%= s %><% end %>", NULL);
	cr_expect(strstr(got, "the page is larger than 64 MiB"), "%.200s", got);
	free(got);
}

Test(template, one_that_is_missing_is_reported)
{
	struct box b;
	box_open(&b);
	cr_expect_null(box_render(&b, "none.html", box_page(&b, "ja")));
	cr_expect_str_eq(box_diagnostics(&b), "shirase: error: [S104] the theme has no template \"none.html\", which ja/index.html needs\n");
	box_close(&b);
}

Test(template, a_bom_is_no_text)
{
	expect("\xEF\xBB\xBFx", "x");
}

Test(template, json_of_values)
{
	expect("<%- json {b = 1, a = {'x', true, {}}, ['@c'] = name} %>",
	       "{\"@c\":{\"en\":\"Japan\",\"ja\":\"日本\"},\"a\":[\"x\",true,[]],\"b\":1}");
	expect("<%- json(list) %> <%- json('') %> <%- json(-7) %>", "[\"x\",\"y\"] \"\" -7");
	expect("<%= title %> <%- json(title) %> <%= title %>",
	       "a &lt; b &amp; &quot;c&quot; \"a \\u003C b \\u0026 \\\"c\\\"\" a &lt; b &amp; &quot;c&quot;");
}

Test(template, nothing_in_json_ends_a_script)
{
	expect("<%- json {['</script>'] = '</script><!--<script>]]>'} %>",
	       "{\"\\u003C/script\\u003E\":\"\\u003C/script\\u003E\\u003C!--\\u003Cscript\\u003E]]\\u003E\"}");
	expect("<%- json('\\u{2028}\\u{2029}\\u{202E}\\0\\r\\n\\\\') %>",
	       "\"\\u2028\\u2029\\u202E\\u0000\\u000D\\n\\\\\"");
	expect("<%- json('a\\xFFb') %>", "\"a�b\"");
}

Test(template, json_of_what_has_none)
{
	expect_error("\n<%- json(nil) %>", 2, "json: nil has no form in JSON");
	expect_error("<%- json {1.5} %>", 1, "json: a number has no form in JSON");
	expect_error("<%- json {ipairs} %>", 1, "json: a function has no form in JSON");
	expect_error("<%- json {a = 1, 2, [3] = 4, [1] = nil} %>", 1, "json: a table mixes a list and a map");
	expect_error("<% local t = {} t.t = t %><%- json(t) %>", 1, "json: the value is nested too deeply");
	expect_error("<%- json() %>", 1, "bad argument");
}
