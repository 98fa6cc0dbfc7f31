/* YAML: everything is text, and what loses text or expands is refused at its place. */
#include "archive/yaml.h"

#include <stdlib.h>
#include <unistd.h>

#include "unit/archive/help.h"

static void reads(const char *yaml, const char *want)
{
	struct help h;
	help_begin(&h);
	cr_expect_str_eq(help_line(&h, help_yaml(&h, yaml)), want);
	help_expect_nothing(&h);
	help_end(&h);
}

/* Refused with this text in the report; first_line is 10. */
static void refused(const char *yaml, const char *want)
{
	struct help h;
	help_begin(&h);
	cr_expect_null(yaml_parse(h.arena, span_of(yaml), "t.yaml", 10, h.diags), "%s", yaml);
	help_expect(&h, want);
	help_end(&h);
}

Test(yaml, reads_every_scalar_as_text)
{
	reads("a: no\nb: 1.10\nc: 2026-01-01\nd: null\ne: ~\nf: 0x1F\n",
	      "{\"a\":\"no\",\"b\":\"1.10\",\"c\":\"2026-01-01\",\"d\":\"null\",\"e\":\"~\",\"f\":\"0x1F\"}");
}

Test(yaml, reads_lists_maps_blocks_and_quotes)
{
	reads("a: [1, {b: x}]\nc: |\n  l1\n  l2\nd: >-\n  f1\n  f2\ne: 'it''s'\nf: \"q\\n\\u3042\"\ng:\n- "
	      "x\n- y\n",
	      "{\"a\":[\"1\",{\"b\":\"x\"}],\"c\":\"l1\\u000al2\\u000a\",\"d\":\"f1 "
	      "f2\",\"e\":\"it's\",\"f\":\"q\\u000aあ\","
	      "\"g\":[\"x\",\"y\"]}");
}

Test(yaml, a_key_without_a_value_is_the_empty_text)
{
	reads("a:\nb: {c: , d}\n", "{\"a\":\"\",\"b\":{\"c\":\"\",\"d\":\"\"}}");
}

Test(yaml, an_empty_input_is_an_empty_map)
{
	reads("", "{}");
	reads("# only a comment\n\n", "{}");
	reads("\xEF\xBB\xBF", "{}");
}

Test(yaml, a_bom_and_crlf_are_let_pass)
{
	reads("\xEF\xBB\xBF"
	      "a: 1\r\nb: 2\r\n",
	      "{\"a\":\"1\",\"b\":\"2\"}");
}

Test(yaml, keeps_the_place_of_keys_and_values_in_bytes)
{
	struct help h;
	help_begin(&h);
	struct value *v = yaml_parse(h.arena, span_of("a: 1\n日本: {b: あ, c: い}\n"), "t.yaml", 7, h.diags);
	cr_assert(v);
	cr_expect_eq(v->line, 7);
	cr_expect_eq(v->keys[1].line, 8);
	cr_expect_eq(v->keys[1].column, 1);
	const struct value *c = value_get(v->items[1], "c");
	cr_expect_eq(c->line, 8);
	cr_expect_eq(c->column, 21);
	cr_expect_eq(v->items[1]->keys[1].column, 18);
	help_end(&h);
}

Test(yaml, a_duplicate_key_is_reported_at_its_second_use)
{
	refused("a: 1\nb: 2\n  \na: 3\n",
		"t.yaml:13:1: error: [A102] \"a\" stands a second time; first in line 10");
	refused("a: {b: 1, b: 2}\n", "t.yaml:10:11: error: [A102]");
	refused("a: 1\n\"a\": 2\n", "t.yaml:11:1: error: [A102]");
}

Test(yaml, anchors_aliases_and_tags_are_refused_where_they_stand)
{
	refused("a: &x 1\n", "t.yaml:10:4: error: [A110] an anchor is refused");
	refused("a: 1\nb: *x\n", "t.yaml:11:4: error: [A110] an alias is refused");
	refused("a: !!str 1\n", "t.yaml:10:4: error: [A110] a tag is refused");
	refused("a: &l [1]\n", "error: [A110] an anchor is refused");
	refused("a: !x {b: 1}\n", "error: [A1");
}

Test(yaml, all_refusals_are_reported_at_once)
{
	struct help h;
	help_begin(&h);
	cr_expect_null(yaml_parse(h.arena, span_of("a: &x 1\nb: p\n q\na: 2\n"), "t.yaml", 1, h.diags));
	cr_expect(diags_has(h.diags, DIAG_YAML_ALIAS));
	cr_expect(diags_has(h.diags, DIAG_YAML_SEVERAL_LINES));
	cr_expect(diags_has(h.diags, DIAG_YAML_DUPLICATE));
	help_end(&h);
}

Test(yaml, a_plain_scalar_over_several_lines_is_refused)
{
	refused("a: one\n  two\n", "t.yaml:10:4: error: [A111]");
	refused("a: [one\n two]\n", "t.yaml:10:5: error: [A111]");
	reads("a: \"one\n  two\"\n", "{\"a\":\"one two\"}");
}

Test(yaml, a_comment_behind_an_unquoted_title_or_summary_is_refused)
{
	refused("title: issue #12 is # mended\n", "t.yaml:10:14: error: [A112]");
	refused("summary: x\t# y\n", "error: [A112]");
	refused("title: {ja: あ # い\n}\n", "error: [A112]");
	reads("title: \"a\" # b\n", "{\"title\":\"a\"}");
	reads("title: issue#12\n", "{\"title\":\"issue#12\"}");
	reads("status: final # at last\n", "{\"status\":\"final\"}");
}

Test(yaml, nesting_of_sixteen_passes_and_seventeen_is_refused)
{
	char text[100] = "a: ";
	for (int i = 0; i < 15; i++)
		text[3 + i] = '[', text[19 + i] = ']';
	text[18] = '1';
	reads(text, "{\"a\":[[[[[[[[[[[[[[[\"1\"]]]]]]]]]]]]]]]}");
	refused("a: [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\n", "t.yaml:10:19: error: [A113]");
}

Test(yaml, endless_nesting_ends_in_a_report)
{
	struct help h;
	help_begin(&h);
	char *text = memset(malloc(64 << 10), '[', 64 << 10);
	cr_expect_null(yaml_parse(h.arena, span_make(text, 64 << 10), "t.yaml", 1, h.diags));
	cr_expect(diags_count(h.diags, DIAG_ERROR) > 0);
	memset(text, '{', 64 << 10);
	cr_expect_null(yaml_parse_past(h.arena, span_make(text, 64 << 10), 1));
	free(text);
	help_end(&h);
}

Test(yaml, more_keys_than_a_map_may_have_are_refused)
{
	struct help h;
	struct buf b;
	help_begin(&h);
	buf_init(&b, 1 << 20);
	for (int i = 0; i < YAML_KEYS_MAX; i++)
		buf_printf(&b, "k%d: v\n", i);
	cr_expect(yaml_parse(h.arena, buf_as_span(&b), "t.yaml", 1, h.diags) != NULL);
	buf_text(&b, "last: v\n");
	cr_expect_null(yaml_parse(h.arena, buf_as_span(&b), "t.yaml", 1, h.diags));
	cr_expect(diags_has(h.diags, DIAG_TOO_LARGE));
	buf_fini(&b);
	help_end(&h);
}

Test(yaml, input_over_a_mebibyte_is_refused_unparsed)
{
	struct help h;
	help_begin(&h);
	char *text = memset(malloc(YAML_SIZE_MAX + 1), '#', YAML_SIZE_MAX + 1);
	cr_expect(yaml_parse(h.arena, span_make(text, YAML_SIZE_MAX), "t.yaml", 1, h.diags) != NULL);
	cr_expect_null(yaml_parse(h.arena, span_make(text, YAML_SIZE_MAX + 1), "t.yaml", 1, h.diags));
	cr_expect(diags_has(h.diags, DIAG_TOO_LARGE));
	free(text);
	help_end(&h);
}

Test(yaml, a_syntax_error_has_a_place_and_libfyamls_reason_and_a_hint)
{
	refused("a: b: c\n",
		"t.yaml:10:5: error: [A101] not YAML: invalid nested block mapping on the same line\n"
		"  hint: put text that holds \": \" in quotes");
	refused("a: @x\n", "t.yaml:10:4: error: [A101] not YAML: plain scalar cannot start with '@'");
	refused("日本語のキー: \"あ\\qい\"\n", "t.yaml:10:25: error: [A101] not YAML: invalid escape");
	refused("x: [1, 2\n", "error: [A101] not YAML: flow sequence without a closing bracket");
	refused("\ta: 1\n", "t.yaml:10:1: error: [A101]");
	refused("a: 1\n---\nb: 2\n", "t.yaml:11:1: error: [A101] a second YAML document");
	refused("a: 1\n...\nb: 2\n", "t.yaml:11:1: error: [A101] a second YAML document");
	refused("just words\n", "t.yaml:10:1: error: [A101] there are no keys and values");
	refused("title: \"not closed\nstatus: final\n", "hint: is the closing quote missing?");
	refused("a: {b: c\nd: e\n", "hint: close the list with ] or the map with }, or put a comma between entries");
	refused("a: b\nstatus\nkind: alert\n", "t.yaml:11:1: error: [A101] not YAML: could not find expected ':'\n"
					       "  hint: write \"key: value\" on the line");
	refused("a:\n  - b\n - c\n", "hint: entries of a list begin in the same column");
}

Test(yaml, full_width_typing_and_a_missing_blank_are_told)
{
	static const char colon[] = "hint: \"：\" is not YAML's colon: write \":\" and a space (half-width)";
	refused("title：全角\nstatus: final\n", colon);
	refused("a: 1\nstatus： final\nb: 2\n", colon);
	refused("title：全角\n", colon);
	refused("a: 1\nstatus:final\nb: 2\n", "hint: write a space after the colon");
	refused("a: 1\n　b\nc: 2\n", "hint: indent with half-width spaces, not U+3000");
	refused("a: 注意：b: c\n", "hint: put text that holds \": \" in quotes");
}

Test(yaml, keys_that_are_no_text_are_refused)
{
	refused("? [a]\n: b\n", "error: [A114]");
	refused("{a: 1}: b\n", "error: [A1");
	refused(": x\n", "error: [A114] a key is empty");
	refused("\"a\\nb\": x\n", "error: [A114]");
}

Test(yaml, nothing_of_libfyaml_reaches_stderr)
{
	struct help h;
	help_begin(&h);
	char name[] = "/tmp/shirase-yaml-XXXXXX";
	int file = mkstemp(name), old = dup(2);
	unlink(name);
	dup2(file, 2);
	static const char *const bad[] = {"a: b: c\n", "\"\\q\"", "[",        "{",     "&", "*",
					  "!<",        "%x\n",    "a: |9x\n", "? ? :", "'", "- -\n-"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		yaml_parse(h.arena, span_of(bad[i]), "t.yaml", 1, h.diags);
		yaml_parse_past(h.arena, span_of(bad[i]), 1);
	}
	dup2(old, 2);
	cr_expect_eq(lseek(file, 0, SEEK_END), 0);
	close(file);
	close(old);
	help_end(&h);
}

Test(yaml, controls_and_hidden_characters_are_refused_at_their_place)
{
	refused("a: x\x01y\n", "t.yaml:10:5: error: [A115] U+0001, a character that is a control");
	refused("a: 1\nb: あ\u202Ei\n",
		"t.yaml:11:7: error: [A115] U+202E, a character that hides or reorders text");
	refused("a: \"z\\u200Bz\"\n", "t.yaml:10:4: error: [A115] U+200B");
	refused("a\u200Bb: 1\n", "t.yaml:10:2: error: [A115] U+200B");
	struct help h;
	help_begin(&h);
	cr_expect_null(yaml_parse(h.arena, span_of("a\u200Bb: c\u200Bd\n"), "t.yaml", 1, h.diags));
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 2, "the key is not reported twice");
	help_end(&h);
	refused("a: \"\\x00\"\n", "t.yaml:10:4: error: [A115] the text holds an escape that is no character");
	refused("a: \"\\x07\"\n", "error: [A115] U+0007");
}

Test(yaml, what_is_not_utf8_or_holds_nul_is_refused_with_its_offset)
{
	struct help h;
	help_begin(&h);
	cr_expect_null(yaml_parse(h.arena, span_of("a: 1\nb: \xFF\n"), "t.yaml", 1, h.diags));
	help_expect(&h, "t.yaml:2:4: error: [B103] the byte 0xFF at offset 8 is not UTF-8");
	cr_expect_null(yaml_parse(h.arena, span_make("a: \0b\n", 6), "t.yaml", 1, h.diags));
	help_expect(&h, "t.yaml:1:4: error: [A115] a NUL byte at offset 3");
	cr_expect_null(yaml_parse_past(h.arena, span_of("a: \xC3\x28\n"), 1));
	help_end(&h);
}

Test(yaml, a_past_version_is_read_where_it_can_be)
{
	struct help h;
	help_begin(&h);
	const char *text = "title: a # b\nx: one\n  two\ny: !!str 1\nz: \u200Bq\n";
	struct value *v = yaml_parse_past(h.arena, span_of(text), 1);
	cr_assert(v);
	cr_expect_str_eq(help_line(&h, v),
			 "{\"title\":\"a\",\"x\":\"one two\",\"y\":\"1\",\"z\":\"\uFFFDq\"}");
	cr_expect_null(yaml_parse_past(h.arena, span_of("a: 1\na: 2\n"), 1));
	cr_expect_null(yaml_parse_past(h.arena, span_of("a: &x 1\nb: *x\n"), 1));
	cr_expect_null(yaml_parse_past(h.arena, span_of("a: b: c\n"), 1));
	cr_expect_null(yaml_parse_past(h.arena, span_of("a: \"\\x00\"\n"), 1));
	help_end(&h);
}
