#include "formats/json.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct arena *arena;
static struct diags *d;

static void begin(void)
{
	arena = arena_new();
	d = diags_new();
}

static void end(void)
{
	diags_free(d);
	arena_free(arena);
}

TestSuite(json, .init = begin, .fini = end);

static struct value *parse(const char *text)
{
	return json_parse(arena, span_of(text), "x.json", d);
}

static void refused_span(struct span text)
{
	struct diags *each = diags_new();
	cr_expect_null(json_parse(arena, text, "x.json", each), "taken: %.40s", text.data);
	cr_expect(diags_has(each, DIAG_JSON_INPUT));
	cr_expect_eq(diags_count(each, DIAG_NOTE), 1);
	diags_free(each);
}

static void refused(const char *text)
{
	refused_span(span_of(text));
}

Test(json, becomes_values_in_the_order_of_the_file)
{
	struct value *v = parse(
		" {\"z\": [1, -2, true, false, \"\\u304a\\u77e5\\ud83d\\ude00\"], \"a\": {}, \"b\": \"\"}\n");
	cr_assert(v);
	struct buf b;
	buf_init(&b, 1000);
	value_canonical(&b, v);
	cr_expect_str_eq(v->keys[0].text, "z");
	cr_expect_str_eq(v->keys[1].text, "a");
	const struct value *list = value_get(v, "z");
	cr_expect_eq(list->items[1]->number, -2);
	cr_expect_eq(list->items[2]->kind, VALUE_BOOL);
	cr_expect(list->items[2]->truth);
	cr_expect_not(list->items[3]->truth);
	cr_expect_str_eq(list->items[4]->text, "\xe3\x81\x8a\xe7\x9f\xa5\xf0\x9f\x98\x80");
	cr_expect_eq(value_get(v, "a")->kind, VALUE_MAP);
	buf_fini(&b);
}

Test(json, keeps_numbers_to_their_last_digit)
{
	struct value *v = parse("[9223372036854775807, -9223372036854775808, 0]");
	cr_assert(v);
	cr_expect_eq(v->items[0]->number, INT64_MAX);
	cr_expect_eq(v->items[1]->number, INT64_MIN);
}

Test(json, that_is_not_strict_is_refused)
{
	refused("");
	refused("x");
	refused("\"text\"");
	refused("1");
	refused("{\"a\": 1} x");
	refused("{\"a\": 1}{}");
	refused("{\"a\": 1,}");
	refused("[1,]");
	refused("{a: 1}");
	refused("{'a': 1}");
	refused("[01]");
	refused("[NaN]");
	refused("// x\n[]");
	refused("[\"a\nb\"]");
	refused("\xef\xbb\xbf[]");
	refused("[\"\xff\"]");
	refused("[\"\xed\xa0\x80\"]");
	refused("[\"\\ud800\"]");
	refused("[");
	refused_span(SPAN_LITERAL("[]\0"));
	refused_span(SPAN_LITERAL("[\"\0\"]"));
}

Test(json, of_kinds_that_values_do_not_know_is_refused)
{
	refused("[null]");
	refused("[1.5]");
	refused("[1e3]");
	refused("[9223372036854775808]");
	refused("[\"\\u0000\"]");
	refused("{\"a\\u0000b\": 1}");
}

Test(json, with_a_key_twice_is_refused)
{
	refused("{\"a\": 1, \"b\": 2, \"a\": 1}");
	refused("[{\"x\": {\"a\": 1, \"\\u0061\": 2}}]");
}

static char *nested(size_t depth)
{
	char *text = calloc(1, 2 * depth + 1);
	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	return text;
}

Test(json, is_nested_as_deeply_as_the_limit_says_and_no_deeper)
{
	char *text = nested(JSON_DEPTH_LIMIT);
	cr_expect(parse(text));
	free(text);
	text = nested(JSON_DEPTH_LIMIT + 1);
	refused(text);
	free(text);
	text = nested(1000000);
	refused(text);
	free(text);
}

static char *wide(unsigned keys)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (unsigned i = 0; i < keys; i++)
		buf_printf(&b, "%s\"%u\": 1", i ? ", " : "{", i);
	buf_text(&b, "}");
	return b.data;
}

Test(json, objects_have_as_many_keys_as_the_limit_says_and_no_more)
{
	char *text = wide(JSON_KEYS_LIMIT);
	cr_expect(parse(text));
	free(text);
	text = wide(JSON_KEYS_LIMIT + 1);
	refused(text);
	free(text);
}

Test(json, faults_are_told_with_their_place)
{
	cr_assert_null(parse("{\n  \"a\": x\n}"));
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	diags_print(d, to, DIAG_TEXT);
	fclose(to);
	cr_expect_eq(strncmp(text, "x.json:2:", 9), 0, "%s", text);
	free(text);
}

Test(json, what_is_written_is_read_again)
{
	const char *text = "{\n \"z\": [\n  1,\n  -2,\n  true,\n  false,\n  \"お\\\"\\\\\\n\\t/\"\n ],\n \"a\": {},\n \"b\": []\n}\n";
	struct value *v = parse(text);
	struct buf b;
	cr_assert(v);
	buf_init(&b, 1000);
	json_write(&b, v);
	cr_expect_str_eq(b.data, text);
	buf_fini(&b);
}

Test(json, what_a_terminal_would_obey_is_escaped)
{
	struct value *list = value_new(arena, VALUE_LIST);
	struct buf b;
	buf_init(&b, 1000);
	value_add(arena, list, value_of_text(arena, "\x1b[31m\x7f\xc2\x9b\xe2\x80\xae\xf3\xa0\x81\x81"));
	value_add(arena, list, value_of_span(arena, span_make("a\xff\xe3\x81z\xc0\xaf", 7)));
	json_write(&b, list);
	cr_expect_str_eq(b.data, "[\n \"\\u001B[31m\\u007F\\u009B\\u202E\\uDB40\\uDC41\",\n \"a\uFFFD\uFFFD\uFFFDz\uFFFD\uFFFD\"\n]\n");
	cr_expect(json_parse(arena, buf_as_span(&b), "x", d));
	buf_fini(&b);
}

static bool note_item(void *context, const struct value *item, size_t number)
{
	struct buf *b = context;
	buf_printf(b, "%zu:", number);
	value_canonical(b, item);
	buf_char(b, ' ');
	return true;
}

/* The items under "l", then the rest; NULL if it was refused. Allocated as *b. */
static bool in_parts(struct buf *b, const char *text, struct diags *each)
{
	struct json_parts p;
	buf_init(b, 10000);
	if (!json_parse_parts(&p, arena, span_of(text), "x.json", "l", each) || !json_each(&p, note_item, b, each))
		return false;
	value_canonical(b, p.root);
	return true;
}

static void parts_are(const char *text, const char *expected)
{
	struct buf b;
	cr_expect(in_parts(&b, text, d), "refused: %s", text);
	cr_expect_str_eq(b.data, expected);
	buf_fini(&b);
}

Test(json, hands_out_a_long_list_item_by_item)
{
	parts_are("{\"a\": 1, \"l\": [{\"x\": [1, \"],[\\\"\"]}, 7 , \"b,\\\\\", []], \"z\": [2]}",
		  "0:{\"x\":[1,\"],[\\u0022\"]} 1:7 2:\"b,\\u005c\" 3:[] {\"a\":1,\"l\":[],\"z\":[2]}");
	parts_are(" {\"l\" : [ ]}", "{\"l\":[]}");
	parts_are("{\"b\": {\"l\": [1]}, \"c\": \"\\\"l\\\": [\"}", "{\"b\":{\"l\":[1]},\"c\":\"\\u0022l\\u0022: [\"}");
	parts_are("{\"l\": {\"x\": 1}}", "{\"l\":{\"x\":1}}");
	/* Written in another way: it is not cut out, but handed out all the same. */
	parts_are("{\"\\u006c\": [1, 2]}", "0:1 1:2 {\"l\":[1,2]}");
}

Test(json, in_parts_is_refused_wherever_the_whole_is)
{
	static const char *const texts[] = {
		"", "[", "{", "{\"l\"", "{\"l\":", "{\"l\": [", "{\"l\": [1}", "{\"l\": [1}]", "{\"l\": [1], }", "{\"l\": [1] [2]}", "{\"l\": [1]]}",
		"{\"l\": [1,]}", "{\"l\": [,1]}", "{\"l\": [1,,2]}", "{\"l\": [1 2]}", "{\"l\": [{\"a\": 1]}}", "{\"l\": [{\"a\": 1, \"a\": 2}]}",
		"{\"l\": [1], \"l\": [2]}", "{\"l\": [1], \"\\u006c\": [2]}", "{\"l\": [null]}", "{\"l\": [1.5]}", "{\"l\": [\"a]}", "{\"l\": [\"a\\\"]}", "{\"l\": [tru]}",
		"{\"l\": [1]} x", "{\"l\": [1]", "{\"l\": [1}, \"m\": [1]}", "{\"l\": [\"\xff\"]}", "{\"l\": [1], \"m\": null}", "{\"l\": [}, {]}",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct diags *each = diags_new();
		struct buf b;
		cr_expect_not(in_parts(&b, texts[i], each), "taken: %s", texts[i]);
		cr_expect_eq(diags_count(each, DIAG_NOTE), 1, "%zu faults in %s", diags_count(each, DIAG_NOTE), texts[i]);
		cr_expect_null(json_parse(arena, span_of(texts[i]), "x.json", each), "whole: %s", texts[i]);
		buf_fini(&b);
		diags_free(each);
	}
}

/* What was reported, allocated. */
static char *printed(struct diags *each)
{
	char *text = NULL;
	size_t length;
	FILE *to = open_memstream(&text, &length);
	diags_print(each, to, DIAG_TEXT);
	fclose(to);
	return text;
}

Test(json, says_where_in_the_whole_an_item_is_no_json)
{
	static const char *const texts[] = {"{\"l\": [x]}", "{\"l\": [1,\n 2,\n  {\"a\": x}]}", "{\"l\": [1,\n 2, {\"a\":\n 1,\n   x}]}"};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct diags *whole = diags_new(), *parts = diags_new();
		struct buf b;
		cr_expect_null(json_parse(arena, span_of(texts[i]), "x.json", whole));
		cr_expect_not(in_parts(&b, texts[i], parts));
		char *expected = printed(whole), *said = printed(parts);
		cr_expect_str_eq(said, expected);
		free(said);
		free(expected);
		buf_fini(&b);
		diags_free(parts);
		diags_free(whole);
	}
}

Test(json, in_parts_is_as_deep_as_the_whole_may_be)
{
	for (int deep = JSON_DEPTH_LIMIT - 1; deep <= JSON_DEPTH_LIMIT; deep++) {
		struct diags *each = diags_new();
		struct buf b, text;
		buf_init(&text, 10000);
		buf_text(&text, "{\"l\": ");
		buf_repeat(&text, '[', (size_t)deep);
		buf_repeat(&text, ']', (size_t)deep);
		buf_char(&text, '}');
		bool whole = json_parse(arena, buf_as_span(&text), "x.json", each) != NULL;
		cr_expect_eq(in_parts(&b, text.data, each), whole);
		cr_expect_eq(whole, deep < JSON_DEPTH_LIMIT);
		buf_fini(&b);
		buf_fini(&text);
		diags_free(each);
	}
}
