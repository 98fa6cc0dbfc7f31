/* What lints declare, what they may do and must not, and where their findings stand. */
#include "script/lint.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "document/markdown.h"
#include "support.h"

struct listener {
	struct box *box;
	size_t count;
	struct buf text;
};

static void listen(void *context, const struct lint_finding *f)
{
	static const char *const names[] = {"off", "note", "warning", "error"};
	struct listener *l = context;
	if (l->count++ < 10)
		buf_printf(&l->text, "%s:%u:%u: %s: [%s] %s%s%s\n", f->at.path, f->at.line, f->at.column, names[f->severity],
			   f->rule->code, f->message, f->hint ? " | " : "", f->hint ? f->hint : "");
}

static const char document[] = "Some *emphasised* text, foo\\*bar baz.\nmore 日本語です\n\n| a | bcd |\n";

static void add(struct box *b, const char *name, const char *lua)
{
	const char *path = arena_printf(b->arena, "filters/lint/%s.lua", name);
	cr_assert(scripts_add_lint(b->scripts, name, path, span_of(lua), b->diags), "%s", box_diagnostics(b));
}

static struct lint_subject subject_of(struct box *b)
{
	struct lint_subject s = {.source = true};
	struct value *front = value_new(b->arena, VALUE_MAP);
	value_set_text(b->arena, front, "title", "Title");
	value_get(front, "title")->line = 2;
	value_get(front, "title")->column = 8;
	s.front = front;
	s.context = (struct filter_context){.path = "archive/advisories/EX-1.ja.md", .lang = "ja", .id = "EX-1", .facts = front,
					    .body = span_of(document), .body_line = 30};
	return s;
}

/* Runs lua over the document; findings, then diagnostics. severity: of the archive for its rule "rule", or NULL. */
static char *lint(const char *lua, const char *severity)
{
	struct box b;
	struct listener l = {.box = &b};
	struct lints lints;
	box_open(&b);
	buf_init(&l.text, 1 << 20);
	add(&b, "f", lua);
	struct lint_subject subject = subject_of(&b);
	if (script_lints(&lints, box_worker(&b), b.arena, "ja", NULL, b.diags)) {
		struct node *root = markdown_parse(b.arena, subject.context.body, 30, subject.context.path, b.diags);
		if (severity)
			lints.rules[0].fixed = lint_severity_of(&lints.rules[0].severity, severity);
		if (lint_applies(&lints, 0, "ja"))
			script_lint(b.script, b.arena, root, &lints, 0, &subject, listen, &l, b.diags);
	}
	buf_text(&l.text, box_diagnostics(&b));
	char *all = strdup(l.text.data);
	buf_fini(&l.text);
	box_close(&b);
	return all;
}

#define HEAD "return {api = 1, name = 'f', rules = {rule = {severity = 'warning'}},\n"
#define PLACE "archive/advisories/EX-1.ja.md:"

static void expect_with(const char *rest, const char *severity, const char *want)
{
	char lua[4000];
	snprintf(lua, sizeof(lua), HEAD "%s}", rest);
	char *got = lint(lua, severity);
	cr_expect_str_eq(got, want, "%s\ngave: %s\nwant: %s", rest, got, want);
	free(got);
}

static void expect(const char *rest, const char *want)
{
	expect_with(rest, NULL, want);
}

static void expect_fault(const char *rest, const char *code, unsigned line, const char *message)
{
	char want[2000];
	snprintf(want, sizeof(want), "filters/lint/f.lua:%u: error: [%s] %s\n", line, code, message);
	expect(rest, want);
}

#define REPORT(fields) "shirase.report{code = 'rule', message = 'm', " fields "}"
#define WHILE ", while reading archive/advisories/EX-1.ja.md"

Test(lint, a_finding_has_the_place_of_its_node)
{
	expect("Emph = function(n) " REPORT("node = n, hint = 'h'") " end", PLACE "30:6: warning: [rule] m | h\n");
	expect("Text = function(n) local s = n.text:find('text', 1, true) if s then " REPORT("node = n, offset = s") " end end",
	       PLACE "30:19: warning: [rule] m\n");
	/* Behind what the source writes otherwise, the bytes are looked for; a text that stands twice has no column. */
	expect("Text = function(n) local s = n.text:find('baz', 1, true) if s then " REPORT("node = n, offset = s") " end end",
	       PLACE "30:34: warning: [rule] m\n");
	expect("Text = function(n) local s = n.text:find('本', 1, true) if s then " REPORT("node = n, offset = s") " end end",
	       PLACE "31:9: warning: [rule] m\n");
	expect("Text = function(n) local s = n.text:find('*bar', 1, true) if s then " REPORT("node = n, offset = s") " end end",
	       PLACE "30:29: warning: [rule] m\n");
	expect("Paragraph = function(n) if n.pos.line == 33 then " REPORT("node = n") " end end", PLACE "33:1: warning: [rule] m\n");
}

Test(lint, a_finding_has_the_place_of_a_key_or_a_line_or_none)
{
	expect("finish = function(d) " REPORT("key = 'title'") " end", PLACE "2:8: warning: [rule] m\n");
	expect("finish = function(d) " REPORT("key = 'summary'") " end", PLACE "1:0: warning: [rule] m\n");
	expect("finish = function(d) " REPORT("line = 31") " end", PLACE "31:0: warning: [rule] m\n");
	expect("finish = function(d) " REPORT("") " end", PLACE "0:0: warning: [rule] m\n");
}

Test(lint, severities)
{
	static const char plain[] = "finish = function() " REPORT("line = 1") " end";
	static const char asks[] = "finish = function() " REPORT("line = 1, severity = 'error'") " end";
	expect(asks, PLACE "1:0: error: [rule] m\n");
	expect_with(plain, "note", PLACE "1:0: note: [rule] m\n");
	expect_with(asks, "note", PLACE "1:0: note: [rule] m\n");
	expect_with(asks, "off", "");
	expect("finish = function() " REPORT("line = 1, severity = 'off'") " end", "");
}

Test(lint, what_a_lint_sees)
{
	expect("begin = function(d) shirase.report{code = 'rule', message = table.concat({d.path, d.id, d.lang, d.title, tostring(d.summary), "
	       "tostring(d.source), tostring(d.from_reader), d.lines(31), tostring(d.lines(99)), tostring(d == document), id, lang, "
	       "advisory.title}, ' ')} end",
	       PLACE "0:0: warning: [rule] archive/advisories/EX-1.ja.md EX-1 ja Title nil true false more 日本語です nil false EX-1 ja Title\n");
	expect("Emph = {enter = function(n) return nil, false end},\nText = function(n) if n.text == 'emphasised' then error('seen') end end", "");
	expect("Emph = function(n) " REPORT("node = n, hint = shirase.plain(n)") " end", PLACE "30:6: warning: [rule] m | emphasised\n");
}

Test(lint, a_lint_changes_nothing)
{
	expect_fault("Emph = function(n)\nn.children = {} end", "S102", 3, "a lint cannot change the document: it sets the field \"children\" of a Emph" WHILE ":30");
	expect_fault("Text = function(n)\nn.text = 'x' end", "S102", 3, "a lint cannot change the document: it sets the field \"text\" of a Text" WHILE ":30");
	expect_fault("\nEmph = function(n) return n end", "S102", 3, "the handler of a lint returns nil: it cannot change the document" WHILE ":30");
	expect_fault("Emph = function(n) return {} end", "S102", 2, "the handler of a lint returns nil: it cannot change the document" WHILE ":30");
	expect_fault("Emph = function(n) return shirase.Strong(n) end", "S102", 2, "there is no constructor \"Strong\"" WHILE ":30");
	expect_fault("Paragraph = function(n) shirase.mark_terms(n, {}) end", "S102", 2, "there is no function \"shirase.mark_terms\"" WHILE ":30");
	expect_fault("begin = function(d)\nd.title = 'x' end", "S102", 3, "this table is read-only" WHILE);
	expect_fault("begin = function(d)\nreturn d end", "S102", 2, "a lint returns nothing: it cannot change the document" WHILE);
	expect_fault("finish = function(d) x = 1 end", "S102", 2, "\"x\" would become a global variable: declare it with \"local\"" WHILE);
}

Test(lint, a_finding_is_checked)
{
	static const struct {
		const char *finding, *message;
	} cases[] = {
		{"5", "bad argument #1 to 'report' (table expected, got number)"},
		{"{message = 'm'}", "a finding wants a code"},
		{"{code = 'rule'}", "a finding wants a message"},
		{"{code = 'other', message = 'm'}", "the rules of this lint have no code \"other\""},
		{"{code = 'rule', message = 5}", "the field \"message\" of a finding wants a text, not a number"},
		{"{code = 'rule', message = ''}", "the field \"message\" of a finding wants a text of 1 to 2000 bytes"},
		{"{code = 'rule', message = ('x'):rep(2001)}", "the field \"message\" of a finding wants a text of 1 to 2000 bytes"},
		{"{code = 'rule', message = '\\xff'}", "the field \"message\" of a finding wants UTF-8 without NUL"},
		{"{code = 'rule', message = 'a\\0'}", "the field \"message\" of a finding wants UTF-8 without NUL"},
		{"{code = 'rule', message = 'm', hint = {}}", "the field \"hint\" of a finding wants a text, not a table"},
		{"{code = 'rule', message = 'm', hunt = 'x'}", "a finding has no field \"hunt\""},
		{"{code = 'rule', message = 'm', 5}", "a finding has no field \"number\""},
		{"{code = 'rule', message = 'm', node = 5}", "the field \"node\" of a finding wants a node, not a number"},
		{"{code = 'rule', message = 'm', line = 0}", "the field \"line\" of a finding wants a whole number from 1 to 10000000"},
		{"{code = 'rule', message = 'm', line = 1.5}", "the field \"line\" of a finding wants a whole number from 1 to 10000000"},
		{"{code = 'rule', message = 'm', line = 1, key = 'title'}", "a finding has one place: \"node\", \"key\" or \"line\""},
		{"{code = 'rule', message = 'm', line = 1, offset = 1}", "the field \"offset\" of a finding goes with \"node\""},
		{"{code = 'rule', message = 'm', node = n, offset = 1}",
		 "the field \"offset\" of a finding goes with a Text or Code, not with a Emph"},
		{"{code = 'rule', message = 'm', node = n.children[1], offset = 12}", "the field \"offset\" of a finding wants a whole number from 1 to 11"},
		{"{code = 'rule', message = 'm', severity = 'loud'}",
		 "the field \"severity\" of a finding wants to be off, note, warning or error"},
		{"{code = 'rule', message = 'm', id = 'EX-1'}", "the field \"id\" of a finding is for findings of the archive"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char rest[500], message[500];
		snprintf(rest, sizeof(rest), "Emph = function(n) shirase.report(%s) end", cases[i].finding);
		snprintf(message, sizeof(message), "%s" WHILE ":30", cases[i].message);
		expect_fault(rest, "S102", 2, message);
	}
}

Test(lint, what_a_lint_declares_is_checked)
{
	static const struct {
		const char *lua, *message;
	} cases[] = {
		{"return 5", "filters/lint/f.lua returns a number instead of a table"},
		{"return {api = 2}", "the table that it returns lacks \"api = 1\""},
		{"return {api = 1}", "the table that it returns lacks \"rules\", as {[\"long-word\"] = {severity = \"warning\"}}"},
		{"return {api = 1, rules = {}}", "filters/lint/f.lua declares no rules"},
		{"return {api = 1, rules = {Loud = {severity = 'note'}}}",
		 "the code of a rule is small letters and digits joined by hyphens, at most 40: \"long-word\""},
		{"return {api = 1, rules = {['a--b'] = {severity = 'note'}}}",
		 "the code of a rule is small letters and digits joined by hyphens, at most 40: \"long-word\""},
		{"return {api = 1, rules = {{severity = 'note'}}}",
		 "the code of a rule is small letters and digits joined by hyphens, at most 40: \"long-word\""},
		{"return {api = 1, rules = {a = 'note'}}", "the rule \"a\" wants a table, as {severity = \"warning\"}"},
		{"return {api = 1, rules = {a = {}}}", "the severity of the rule \"a\" wants to be off, note, warning or error"},
		{"return {api = 1, rules = {a = {severity = 'loud'}}}", "the severity of the rule \"a\" wants to be off, note, warning or error"},
		{"return {api = 1, rules = {a = {severity = 'note', x = 1}}}", "the rule \"a\" has a field that is not known: only \"severity\" is"},
		{"return {api = 1, rules = {a = {severity = 'note'}}, languages = 'ja'}", "\"languages\" wants a list, as {\"ja\"}"},
		{"return {api = 1, rules = {a = {severity = 'note'}}, languages = {5}}", "\"languages\" wants a list of texts"},
		{"return {api = 1, rules = {a = {severity = 'note'}}, archive = 5}", "\"archive\" is a number, not a function"},
		{"return {api = 1, rules = {a = {severity = 'note'}}, Emhp = function() end}", "there is no type of node called \"Emhp\"" WHILE},
		{"return {api = 1, rules = {a = {severity = 'note'}}, begin = 5}", "\"begin\" is a number, not a function" WHILE},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char want[500];
		snprintf(want, sizeof(want), "filters/lint/f.lua: error: [S102] %s\n", cases[i].message);
		char *got = lint(cases[i].lua, NULL);
		cr_expect_str_eq(got, want, "%s\ngave: %s\nwant: %s", cases[i].lua, got, want);
		free(got);
	}
}

Test(lint, languages_and_what_is_off)
{
	char *got = lint("return {api = 1, rules = {a = {severity = 'note'}}, languages = {'en'}, begin = function() error('run') end}", NULL);
	cr_expect_str_eq(got, "");
	free(got);
	got = lint("return {api = 1, rules = {a = {severity = 'off'}}, begin = function() error('run') end}", NULL);
	cr_expect_str_eq(got, "");
	free(got);
}

Test(lint, what_does_not_end_is_ended)
{
	static const char endless[] = "the script does not end: more than 40 million steps" WHILE;
	expect_fault("begin = function()\nwhile true do end end", "S103", 3, endless);
	expect_fault("begin = function()\nwhile true do pcall(function() while true do end end) end end", "S103", 3, endless);
	expect_fault("begin = function()\nlocal t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end end", "S103", 3,
		     "the script needs more than 16 MiB of memory" WHILE);
	expect_fault("begin = function()\nerror({}) end", "S102", 3, "the script raised a table instead of a message" WHILE);
}

Test(lint, a_million_findings_are_a_hundred)
{
	char *got = lint(HEAD "begin = function() for i = 1, 150000 do " REPORT("") " end end}", NULL);
	size_t lines = 0;
	for (const char *p = got; (p = strchr(p, '\n')); p++)
		lines++;
	cr_expect_eq(lines, 10, "%zu lines", lines); /* as many as the listener keeps */
	free(got);
	got = lint(HEAD "begin = function() for i = 1, 1e6 do\n" REPORT("") " end end}", NULL);
	cr_expect(strstr(got, "filters/lint/f.lua:3: error: [S103] the script does not end: more than 40 million steps" WHILE), "%s", got);
	free(got);
}

Test(lint, what_is_beyond_the_limit_is_counted)
{
	struct box b;
	struct listener l = {.box = &b};
	struct lints lints;
	box_open(&b);
	buf_init(&l.text, 1 << 20);
	add(&b, "f", HEAD "begin = function() for _ = 1, 150 do " REPORT("line = 1") " end end}");
	struct lint_subject subject = subject_of(&b);
	cr_assert(script_lints(&lints, box_worker(&b), b.arena, "ja", NULL, b.diags));
	struct node *root = markdown_parse(b.arena, subject.context.body, 30, subject.context.path, b.diags);
	cr_assert(script_lint(b.script, b.arena, root, &lints, 0, &subject, listen, &l, b.diags));
	cr_expect_eq(l.count, 101);
	buf_fini(&l.text);
	box_close(&b);
}

Test(lint, two_lints_cannot_declare_one_rule)
{
	struct box b;
	struct lints lints;
	box_open(&b);
	add(&b, "a", HEAD "}");
	add(&b, "b", HEAD "}");
	cr_expect_not(script_lints(&lints, box_worker(&b), b.arena, "ja", NULL, b.diags));
	cr_expect_str_eq(box_diagnostics(&b),
			 "filters/lint/b.lua: error: [S105] the rule \"rule\" is declared by filters/lint/a.lua too\n");
	box_close(&b);
}

static const struct lint_subject *find(void *context, const char *id)
{
	static struct lint_subject subject;
	(void)context;
	subject.context.path = "archive/advisories/EX-1.ja.md";
	return strcmp(id, "EX-1") == 0 ? &subject : NULL;
}

Test(lint, the_archive_as_a_whole)
{
	struct box b;
	struct listener l = {.box = &b};
	struct lints lints;
	struct filter_context seen = {.path = "archive/archive.yaml", .lang = "ja"};
	box_open(&b);
	buf_init(&l.text, 1 << 20);
	add(&b, "f", HEAD "archive = function(a) for i, one in ipairs(a) do shirase.report{code = 'rule', id = one.id, message = one.id} end "
		     "shirase.report{code = 'rule', message = 'all'} a[1] = 5 end}");
	struct value *list = value_new(b.arena, VALUE_LIST);
	for (int i = 1; i <= 2; i++) {
		struct value *item = value_new(b.arena, VALUE_MAP);
		value_set_text(b.arena, item, "id", arena_printf(b.arena, "EX-%d", i));
		value_add(b.arena, list, item);
	}
	cr_assert(script_lints(&lints, box_worker(&b), b.arena, "ja", NULL, b.diags));
	cr_expect(lints.items[0].for_archive);
	cr_expect_not(script_lint_archive(b.script, b.arena, &lints, 0, list, &seen, find, listen, &l, b.diags));
	cr_expect_str_eq(l.text.data, "archive/advisories/EX-1.ja.md:0:0: warning: [rule] EX-1\n"
				      "archive/archive.yaml:0:0: warning: [rule] EX-2\narchive/archive.yaml:0:0: warning: [rule] all\n");
	cr_expect_str_eq(box_diagnostics(&b),
			 "filters/lint/f.lua:2: error: [S102] this table is read-only, while reading archive/archive.yaml\n");
	buf_fini(&l.text);
	box_close(&b);
}
