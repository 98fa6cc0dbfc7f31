/* Terms of a glossary in a text: longest first, borders, white space, hostile glossaries. */
#include "script/terms.h"

#include <criterion/criterion.h>

#include "support.h"

struct glossary {
	struct arena *arena;
	struct value *list;
	struct terms *terms;
};

static void set_up(struct glossary *g)
{
	*g = (struct glossary){.arena = arena_new()};
	g->list = value_new(g->arena, VALUE_LIST);
}

static void tear_down(struct glossary *g)
{
	terms_free(g->terms);
	arena_free(g->arena);
}

/* An entry whose forms are the words between the bars: "認証|オーセンティケーション". */
static void add_entry(struct glossary *g, const char *lang, const char *forms)
{
	struct arena *a = g->arena;
	struct value *item = value_new(a, VALUE_MAP), *term = value_new(a, VALUE_MAP), *also = value_new(a, VALUE_MAP);
	struct value *others = value_new(a, VALUE_LIST);
	size_t n = strcspn(forms, "|");
	value_set_text(a, term, lang, arena_dup(a, forms, n));
	for (forms += n; *forms == '|'; forms += n) {
		n = strcspn(++forms, "|");
		value_add(a, others, value_of_span(a, span_make(forms, n)));
	}
	value_set(a, also, lang, others);
	value_set(a, item, "term", term);
	value_set(a, item, "also", also);
	value_add(a, g->list, item);
}

/* The matches, as "entry:what was found" with blanks between; entries count from 1. */
static const char *found(struct glossary *g, const char *text)
{
	struct term_match m;
	struct buf out;
	size_t steps = 0;
	if (!g->terms)
		g->terms = terms_new(g->list, "ja");
	buf_init(&out, 1 << 20);
	for (size_t from = 0; terms_next(g->terms, span_of(text), from, &m, &steps); from = m.end)
		buf_printf(&out, "%s%zu:%.*s", out.length ? " " : "", m.entry + 1, (int)(m.end - m.start), text + m.start);
	const char *copy = arena_dup(g->arena, out.data, out.length);
	buf_fini(&out);
	return copy;
}

static void check(const char *const *entries, const char *const (*cases)[2])
{
	struct glossary g;
	set_up(&g);
	for (; *entries; entries++)
		add_entry(&g, "ja", *entries);
	for (; (*cases)[0]; cases++)
		cr_expect_str_eq(found(&g, (*cases)[0]), (*cases)[1], "%s: %s", (*cases)[0], found(&g, (*cases)[0]));
	tear_down(&g);
}

Test(terms, the_longest_wins_and_matches_do_not_overlap)
{
	static const char *const entries[] = {"アクセス制御", "不正アクセス", "認証", "認証情報", "認証情報保護", "情報", NULL};
	static const char *const cases[][2] = {
		{"不正アクセスと認証情報と認証", "2:不正アクセス 4:認証情報 3:認証"},
		{"不正アクセス制御", "2:不正アクセス"},
		{"認証情報保", "4:認証情報"},
		{"認証認証認証情報情", "3:認証 3:認証 4:認証情報"},
		{"", ""},
		{"認", ""},
		{NULL, NULL}};
	check(entries, cases);
}

Test(terms, latin_stands_at_borders_in_any_case)
{
	static const char *const entries[] = {"PoC", "log", "C2サーバー|C2|C&C", "command-and-control (C2) server", "C++", "Überlauf",
		"zero-day", NULL};
	static const char *const cases[][2] = {
		{"PoC poc POC,PoC。PoCが「poc」", "1:PoC 1:poc 1:POC 1:PoC 1:PoC 1:poc"},
		{"epoch PoCs xpoc poc_x poc2 éPoC", ""},
		{"log-in log.txt /var/log/x log_x weblog catalogue blog@x.y x@log.y log[.]example", ""},
		{"log. log, (log) log: log's \"log\" log-", "2:log 2:log 2:log 2:log 2:log 2:log 2:log"},
		{"C2サーバーとC2サーバ", "3:C2サーバー 3:C2"},
		{"C2[.]example c2.example C2。", "3:C2"},
		{"a command-and-control (c2) server", "4:command-and-control (c2) server"},
		{"C++ C+++ aC++", "5:C++ 5:C++"},
		{"C&Cとc&c C&CC", "3:C&C 3:c&c"},
		{"überlauf ÜBERLAUF", "6:überlauf 6:ÜBERLAUF"},
		{"Zero-Day zero-days non-zero-day", "7:Zero-Day"},
		{NULL, NULL}};
	check(entries, cases);
}

Test(terms, japanese_stands_anywhere_but_for_what_is_no_word)
{
	static const char *const entries[] = {"ログ", "版", "フィッシング", "ライブラリ", "脆弱性", "なりすまし", NULL};
	static const char *const cases[][2] = {
		{"プログラムのログイン、ブログとカタログとログー", ""},
		{"ログを見る。アクセスのログ", "1:ログ 1:ログ"},
		{"修正版、第3版", "2:版"},
		{"Windows版、ブラウザー版、この版", "2:版"},
		{"偽フィッシングサイト", "3:フィッシング"},
		{"ライブラリーとライブラリ", "4:ライブラリー 4:ライブラリ"},
		{"その脆弱性がCVE脆弱性です", "5:脆弱性 5:脆弱性"},
		{"人のなりすましを", "6:なりすまし"},
		{NULL, NULL}};
	check(entries, cases);
}

Test(terms, white_space_is_a_blank_or_between_japanese_nothing)
{
	static const char *const entries[] = {"affected  versions", "不正アクセス", "logfile", "ゼロ デイ", NULL};
	static const char *const cases[][2] = {
		{"affected\nversions", "1:affected\nversions"},
		{"affected \t\n  versions affectedversions", "1:affected \t\n  versions"},
		{"不正\nアクセス", "2:不正\nアクセス"},
		{"log\nfile", ""},
		{"ゼロ デイ ゼロデイ", "4:ゼロ デイ"},
		{" \n ", ""},
		{NULL, NULL}};
	check(entries, cases);
}

Test(terms, of_the_same_form_twice_the_first_entry_has_it)
{
	static const char *const entries[] = {"認証|Auth", "認証|auth|AUTH", "", " ", "|", NULL};
	static const char *const cases[][2] = {{"認証 auth", "1:認証 1:auth"}, {"|", ""}, {NULL, NULL}};
	check(entries, cases);
}

Test(terms, what_is_no_text_is_left_out)
{
	struct glossary g;
	set_up(&g);
	struct arena *a = g.arena;
	struct value *item = value_new(a, VALUE_MAP), *also = value_new(a, VALUE_MAP);
	value_add(a, g.list, value_of_text(a, "a text"));
	value_add(a, g.list, value_new(a, VALUE_LIST));
	value_set_text(a, item, "term", "term");
	value_set_text(a, also, "ja", "ja");
	value_set(a, item, "also", also);
	value_add(a, g.list, item);
	add_entry(&g, "en", "english");
	cr_expect_str_eq(found(&g, "a text term ja english"), "");
	terms_free(g.terms);
	g.terms = terms_new(g.list, "en");
	cr_expect_str_eq(found(&g, "a text term ja english"), "4:english");
	terms_free(g.terms);
	g.terms = terms_new(NULL, "ja");
	cr_expect_str_eq(found(&g, "english"), "");
	tear_down(&g);
}

Test(terms, long_forms_are_left_out_at_the_limit)
{
	struct glossary g;
	char word[TERM_BYTES + 2];
	set_up(&g);
	memset(word, 'x', sizeof(word));
	word[TERM_BYTES + 1] = '\0';
	add_entry(&g, "ja", word);
	add_entry(&g, "ja", word + 1);
	cr_expect_str_eq(found(&g, word), "");
	cr_expect_str_eq(found(&g, word + 1), arena_printf(g.arena, "2:%s", word + 1));
	tear_down(&g);
}

/* Ten thousand terms that overlap each other, over a text of them: bytes looked at stay in proportion to the text. */
Test(terms, hostile_glossaries_cost_no_more_than_their_text)
{
	struct glossary g;
	struct buf text;
	struct term_match m;
	size_t steps = 0, matches = 0;
	set_up(&g);
	buf_init(&text, 1 << 20);
	buf_repeat(&text, 'a', 10000);
	for (size_t i = 1; i <= 10000; i++)
		add_entry(&g, "ja", arena_printf(g.arena, "%.*s%zu", (int)(i % 300), text.data, i / 300));
	for (int i = 0; i < 300; i++)
		add_entry(&g, "ja", arena_printf(g.arena, "あ%.*s", i, text.data));
	buf_clear(&text);
	for (int i = 0; i < 20000; i++)
		buf_text(&text, i % 2 ? "aaaaaaaaaaaaaaaa" : "あ");
	g.terms = terms_new(g.list, "ja");
	for (size_t from = 0; terms_next(g.terms, buf_as_span(&text), from, &m, &steps); from = m.end)
		matches++;
	cr_expect_eq(matches, 10000, "%zu", matches);
	cr_expect_leq(steps, text.length * 20, "%zu", steps);
	buf_fini(&text);
	tear_down(&g);
}

static const char *const asking = "return {api = 1, name = 'f', Text = function(node)\n"
	"local out = {}\n"
	"for _, t in ipairs(shirase.terms(node.text) or {}) do\n"
	"out[#out + 1] = t[1] .. '-' .. t[2] .. '=' .. glossary[t[3]].term[lang] end\n"
	"return table.concat(out, ' ')\n"
	"end}";

static const char *ask(struct box *b, const char *lang, const struct value *glossary, const char *markdown)
{
	return box_run_with(b, markdown, "f", &(struct filter_context){.path = "a.md", .lang = lang, .glossary = glossary});
}

Test(terms, filters_ask_for_them)
{
	struct box b;
	struct glossary g, other;
	set_up(&g);
	set_up(&other);
	add_entry(&g, "ja", "認証");
	add_entry(&g, "en", "log");
	add_entry(&other, "ja", "版");
	box_open(&b);
	box_filter(&b, "f", asking);
	cr_expect_str_eq(ask(&b, "ja", g.list, "認証のlog"), "<p>1-6=認証</p>");
	cr_expect_str_eq(ask(&b, "en", g.list, "認証のlog"), "<p>10-12=log</p>");
	cr_expect_str_eq(ask(&b, "ja", other.list, "認証の版"), "<p>10-12=版</p>");
	cr_expect_str_eq(ask(&b, "ja", g.list, "認証の版"), "<p>1-6=認証</p>");
	cr_expect_str_eq(ask(&b, "ja", NULL, "認証"), "<p></p>");
	box_close(&b);
	tear_down(&g);
	tear_down(&other);
}

Test(terms, bad_text_is_refused_and_work_is_charged)
{
	char *said = filter_result("return {api = 1, name = 'f', Text = function() shirase.terms('\\xFF') end}");
	cr_expect(strstr(said, "this is not UTF-8"), "%s", said);
	free(said);
	said = filter_result("return {api = 1, name = 'f', Text = function() shirase.terms{} end}");
	cr_expect(strstr(said, "string expected"), "%s", said);
	free(said);
	said = filter_result("local t = ('a'):rep(1000000)\n"
		"return {api = 1, name = 'f', Text = function() for i = 1, 1000000 do shirase.terms(t) end end}");
	cr_expect(strstr(said, "does not end"), "%s", said);
	free(said);
}

/* So that a term's definition is seen. */
static const char *nowhere(void *context, const struct node *link)
{
	(void)context;
	return link->type == NODE_TERM ? NULL : link->url;
}

/* mark_terms on each paragraph with what was seen in the ones before; its result is added to the paragraph's end. */
static const char *const marker = "local seen = {}\n"
	"return {api = 1, name = 'f', Paragraph = function(node)\n"
	"local marked = shirase.mark_terms(node, seen)\n"
	"local children = node.children\n"
	"for _, m in ipairs(marked or {}) do children[#children + 1] = '[' .. m[2] .. m[1].type .. m[1].url .. ']' end\n"
	"node.children = children\n"
	"end}";

static void define(struct glossary *g, size_t entry, const char *lang, const char *definition)
{
	struct value *map = value_new(g->arena, VALUE_MAP);
	value_set_text(g->arena, map, lang, definition);
	value_set(g->arena, g->list->items[entry - 1], "definition", map);
}

Test(terms, the_first_of_each_is_marked)
{
	static const char *const cases[][2] = {
		{"認証と認証", "<p><span class=\"term\" title=\"D\">認証</span>と認証[1Termglossary:1]</p>"},
		{"a *b **認\n証** c* 認証\nAPI", "<p>a <em>b <strong><span class=\"term\" title=\"D\">認証</span></strong> c</em> 認証\n"
			"<span class=\"term\" title=\"E\">API</span>[1Termglossary:1][2Termglossary:2]</p>"},
		{"[認証](u) `認証` ![認証](i.png) no", "<p><a href=\"u\">認証</a> <code>認証</code> <img src=\"i.png\" alt=\"認証\" "
			"loading=\"lazy\"> no</p>"},
		{"x\nweb\napi\ny", "<p>x\n<span class=\"term\" title=\"E\">web api</span>\ny[2Termglossary:2]</p>"},
		{"版\\\n認証  \n版", "<p>版<br>\n<span class=\"term\" title=\"D\">認証</span><br>\n版[1Termglossary:1]</p>"},
		{"api\n\n認証 api\n\n認証", "<p><span class=\"term\" title=\"E\">api</span>[2Termglossary:2]</p>\n"
			"<p><span class=\"term\" title=\"D\">認証</span> api[1Termglossary:1]</p>\n<p>認証</p>"},
		{NULL, NULL}};
	for (size_t i = 0; cases[i][0]; i++) {
		struct box b;
		struct glossary g;
		set_up(&g);
		add_entry(&g, "ja", "認証");
		add_entry(&g, "ja", "API|web api");
		add_entry(&g, "ja", "版"); /* without a definition in this language */
		define(&g, 1, "ja", "D");
		define(&g, 2, "ja", "E");
		define(&g, 3, "en", "F");
		box_open(&b);
		box_filter(&b, "f", marker);
		b.html = (struct html_options){.resolve = nowhere};
		cr_expect_str_eq(ask(&b, "ja", g.list, cases[i][0]), cases[i][1], "%s: %s", cases[i][0], b.out.data);
		box_close(&b);
		tear_down(&g);
	}
}

Test(terms, marking_wants_a_node_and_a_table)
{
	static const char *const bad[] = {"'認証', {}", "node", "nil, {}", "node, 'x'", NULL};
	for (size_t i = 0; bad[i]; i++) {
		char lua[200];
		snprintf(lua, sizeof(lua), "return {api = 1, name = 'f', Paragraph = function(node) shirase.mark_terms(%s) end}", bad[i]);
		char *said = filter_result(lua);
		cr_expect(strstr(said, "expected"), "%s", said);
		free(said);
	}
}

/* The walk's own place stands among the children of the paragraph, and looks like a text. */
Test(terms, marking_leaves_the_place_of_the_walk_alone)
{
	static const char *const cases[][2] = {
		{"Inlines = function(list, parent) if parent.type == 'Emph' then shirase.mark_terms(para, {}) para.children = {} end end",
			"the children of a node cannot be set while one of them is handled"},
		{"Inlines = function(list, parent) if parent.type == 'Emph' then shirase.mark_terms(para, {}) end end",
			"<p><em>a</em> <span class=\"term\" title=\"D\">API</span></p>"},
		{"Emph = function(node) shirase.mark_terms(para, {}) end",
			"<p><em>a</em> <span class=\"term\" title=\"D\">API</span></p>"},
		{NULL, NULL}};
	for (size_t i = 0; cases[i][0]; i++) {
		struct box b;
		struct glossary g;
		set_up(&g);
		add_entry(&g, "en", "API");
		define(&g, 1, "en", "D");
		box_open(&b);
		box_filter(&b, "f", arena_printf(b.arena, "local para\nreturn {api = 1, name = 'f', Paragraph = {enter = function(p) para = p end},\n%s}",
			cases[i][0]));
		b.html = (struct html_options){.resolve = nowhere};
		const char *got = ask(&b, "en", g.list, "*a* API");
		got = got ? got : box_diagnostics(&b);
		cr_expect(strstr(got, cases[i][1]), "%s: %s", cases[i][0], got);
		box_close(&b);
		tear_down(&g);
	}
}
