#include "unit/document/helpers.h"

#include "base/utf8.h"

static void expect_wrapped(const char *text, int width, const char *wanted)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	plain_wrap(&b, span_of(text), "", "", width);
	cr_expect_str_eq(b.data, wanted, "got:\n%s", b.data);
	buf_fini(&b);
}

Test(wrap, breaks_at_blanks_and_drops_them)
{
	expect_wrapped("aaaa bbbb cccc dddd eeee ffff", 24, "aaaa bbbb cccc dddd eeee\nffff\n");
	expect_wrapped("aaaa bbbb cccc dddd eeeee   ffff", 24, "aaaa bbbb cccc dddd\neeeee   ffff\n");
	expect_wrapped("aaaa bbbb cccc dddd eeee  ", 24, "aaaa bbbb cccc dddd eeee\n");
	expect_wrapped("", 24, "\n");
}

Test(wrap, wide_characters_count_as_two)
{
	expect_wrapped("あいうえおかきくけこさしすせ", 24, "あいうえおかきくけこさし\nすせ\n");
	expect_wrapped("aあいうえおかきくけこさしす", 24, "aあいうえおかきくけこさ\nしす\n");
	expect_wrapped("か\u3099き\u3099く\u3099け\u3099こ\u3099さ\u3099し\u3099す\u3099せ\u3099そ\u3099た\u3099ち\u3099つ\u3099", 24,
		       "か\u3099き\u3099く\u3099け\u3099こ\u3099さ\u3099し\u3099す\u3099せ\u3099そ\u3099た\u3099ち\u3099\nつ\u3099\n");
}

/* The thirteenth character would begin the second line. */
static void expect_not_at_start(const char *character)
{
	struct buf text, b;
	buf_init(&text, 1000);
	buf_init(&b, 1000);
	buf_printf(&text, "あいうえおかきくけこさし%sすせそ", character);
	plain_wrap(&b, buf_as_span(&text), "", "", 24);
	const char *second = strchr(b.data, '\n') + 1;
	cr_expect(!span_starts(span_of(second), character), "%s begins a line:\n%s", character, b.data);
	cr_expect(span_starts(span_of(second), "し"), "%s:\n%s", character, b.data);
	buf_fini(&text);
	buf_fini(&b);
}

Test(wrap, kinsoku_at_the_beginning_of_lines)
{
	static const char *const characters[] = {
		"、", "。", "，", "．", "・", "：", "；", "？", "！", "）", "］", "｝", "」", "』", "】", "〉", "》", "〕",
		"”", "’", "ー", "々", "ゝ", "ヽ", "ぁ", "っ", "ゃ", "ゅ", "ょ", "ァ", "ィ", "ッ", "ャ", "ョ", "ヵ", "ヶ", "…",
		"‥", "〜", "～", "％", "゛", "℃", ")", "]", "!", "?", ",", ".", ":", ";", "%",
	};
	for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++)
		expect_not_at_start(characters[i]);
}

Test(wrap, kinsoku_at_the_end_of_lines)
{
	static const char *const characters[] = {"「", "『", "（", "［", "｛", "【", "〈", "《", "〔", "“", "‘", "￥", "(", "["};
	for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++) {
		struct buf text, b;
		buf_init(&text, 1000);
		buf_init(&b, 1000);
		buf_printf(&text, "あいうえおかきくけこさ%sしすせ", characters[i]);
		plain_wrap(&b, buf_as_span(&text), "", "", 24);
		struct span rest = buf_as_span(&b), line;
		span_next_line(&rest, &line);
		cr_expect(!span_ends(line, characters[i]), "%s ends a line:\n%s", characters[i], b.data);
		cr_expect_geq(utf8_width(line), 20);
		buf_fini(&text);
		buf_fini(&b);
	}
}

Test(wrap, several_in_a_row_move_together)
{
	expect_wrapped("あいうえおかきくけこさし」）。す", 24, "あいうえおかきくけこさ\nし」）。す\n");
	expect_wrapped("あいうえおかきくけこ「『さし", 24, "あいうえおかきくけこ\n「『さし\n");
}

Test(wrap, lines_without_a_place_are_broken_only_if_they_are_japanese)
{
	expect_wrapped("ーーーーーーーーーーーーーー", 24, "ーーーーーーーーーーーー\nーー\n");
	expect_wrapped("「「「「「「「「「「「「「「", 24, "「「「「「「「「「「「「\n「「\n");
	expect_wrapped("https://example.org/a-b/c?d=e&f=g#h end", 24, "https://example.org/a-b/c?d=e&f=g#h\nend\n");
	expect_wrapped("詳細はhttps://example.org/a-b/c?d=e&f=gを参照", 24, "詳細は\nhttps://example.org/a-b/c?d=e&f=g\nを参照\n");
}

Test(wrap, ascii_words_are_not_broken)
{
	expect_wrapped("the option --allow-rewrite of libreiji-json", 24, "the option\n--allow-rewrite of\nlibreiji-json\n");
	expect_wrapped("see EX-2026-0001/EX-2026-0002", 24, "see\nEX-2026-0001/EX-2026-0002\n");
}

Test(wrap, first_and_rest_are_prefixes_and_count)
{
	struct buf b;
	buf_init(&b, 1000);
	size_t widest = plain_wrap(&b, SPAN_LITERAL("aaaa bbbb cccc dddd eeee ffff gggg"), "1. ", "   ", 27);
	cr_expect_str_eq(b.data, "1. aaaa bbbb cccc dddd eeee\n   ffff gggg\n");
	cr_expect_eq(widest, 24);
	buf_fini(&b);
}

Test(wrap, a_line_end_in_the_text_is_kept)
{
	expect_wrapped("a  \n b\nc\n", 24, "a\n b\nc\n");
	expect_wrapped("a\u2028b\xC2\x85" "c", 24, "a\nb\nc\n");
}

Test(wrap, no_line_is_over_900_bytes)
{
	char *word = repeated("", "x", "", 2000);
	char *marks = repeated("e", "\u0301", "", 2000);
	const char *texts[] = {word, marks};
	for (size_t i = 0; i < 2; i++) {
		struct buf b;
		buf_init(&b, 10000);
		plain_wrap(&b, span_of(texts[i]), "> ", "> ", 72);
		for (struct span rest = buf_as_span(&b), line; span_next_line(&rest, &line);)
			cr_expect_leq(line.length, PLAIN_LINE_BYTES);
		cr_expect_eq(utf8_invalid(buf_as_span(&b)), b.length);
		cr_expect_gt(b.length, strlen(texts[i]));
		buf_fini(&b);
	}
	free(word);
	free(marks);
}

Test(wrap, control_characters_are_not_written)
{
	expect_wrapped("a\x02[1]\x1b b\tc\x7f", 24, "a[1] b c\n");
}
