/* Files into front matter and body, strictly and leniently. */
#include "archive/document.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "unit/archive/help.h"

static bool parse(struct document *d, struct help *h, const char *text, enum strictness mode)
{
	return document_parse(d, h->arena, "archive/a/EX-2026-0001.ja.md", span_of(text), mode, &h->config,
			      mode == STRICT ? h->diags : NULL);
}

Test(document, has_front_matter_and_a_body_with_its_line)
{
	struct help h;
	struct document d;
	help_begin(&h);
	cr_assert(parse(&d, &h, "---\ntitle: t\nstatus: final\n---\n\n# H\n---\nx\n", STRICT));
	help_expect_nothing(&h);
	cr_expect_str_eq(d.id, "EX-2026-0001");
	cr_expect_str_eq(d.lang, "ja");
	cr_expect(d.is_source);
	cr_expect_str_eq(value_text(d.front, "title"), "t");
	cr_expect_str_eq(value_text(d.facts, "kind"), "vulnerability");
	cr_expect(span_is(d.body, "\n# H\n---\nx\n"));
	cr_expect_eq(d.body_line, 5);
	help_end(&h);
}

Test(document, without_status_is_a_translation_without_facts)
{
	struct help h;
	struct document d;
	help_begin(&h);
	cr_assert(parse(&d, &h, "---\ntitle: t\ntranslates: r3\n---\n", STRICT));
	cr_expect_not(d.is_source);
	cr_expect_null(d.facts);
	cr_expect_eq(d.body.length, 0);
	cr_expect_not(parse(&d, &h, "---\ntitle: t\ntranslates: 3\n---\n", STRICT));
	help_expect(&h, "3:13: error: [A107] \"translates\": \"3\" is no revision");
	help_end(&h);
}

Test(document, bom_crlf_and_cr_alone_become_lf)
{
	struct help h;
	struct document d;
	help_begin(&h);
	cr_assert(parse(
		&d, &h,
		"\xEF\xBB\xBF---\r\ntitle: t\r\nkind: alert\r\nstatus: final\r\n---  \r\na\r\nb\rc\r\r\nd",
		STRICT));
	help_expect_nothing(&h);
	cr_expect_str_eq(value_text(d.front, "kind"), "alert");
	cr_expect(span_is(d.body, "a\nb\nc\n\nd"));
	cr_expect_eq(d.body_line, 6);
	help_end(&h);
}

static void refused(struct span text, const char *want)
{
	struct help h;
	struct document d;
	help_begin(&h);
	cr_expect_not(document_parse(&d, h.arena, "x.ja.md", text, STRICT, &h.config, h.diags));
	help_expect(&h, want);
	cr_expect_not(document_parse(&d, h.arena, "x.ja.md", text, LENIENT, NULL, NULL));
	help_end(&h);
}

Test(document, missing_and_unterminated_front_matter_differ)
{
	refused(span_of(""), "x.ja.md:1:1: error: [A117] the document has no front matter");
	refused(span_of("# Title\n"), "[A117]");
	refused(span_of("\n---\ntitle: t\n---\n"), "[A117]");
	refused(span_of("----\ntitle: t\n---\n"), "[A117]");
	refused(span_of("---\ntitle: t\nbody\n"), "x.ja.md:1:1: error: [A118] the front matter does not end");
	refused(span_of("---\ntitle: t\n ---\n"), "[A118]");
	refused(span_of("---"), "[A118]");
}

Test(document, what_is_not_utf8_is_refused_with_place_and_offset)
{
	refused(span_of("---\ntitle: t\nstatus: final\n---\nab\xE3\x81\n"),
		"x.ja.md:5:3: error: [B103] the byte 0xE3 at offset 33 is not UTF-8");
	refused(span_make("---\ntitle: t\n---\nx\0y\n", 21),
		"x.ja.md:4:2: error: [A115] a NUL byte at offset 18");
}

Test(document, hidden_characters_and_controls_of_the_body_are_refused_at_head)
{
	static const char text[] = "---\ntitle: t\nstatus: final\n---\na\tb\r\nあ\u202Ei\uFEFF\n\x07\n\u200B\n\xC2\x85\n";
	struct help h;
	struct document d;
	help_begin(&h);
	cr_expect_not(parse(&d, &h, text, STRICT));
	const char *reports = help_reports(&h);
	static const char *const wanted[] = {
		":6:4: error: [A115] U+202E, a character that hides or reorders text\n",
		":6:8: error: [A115] U+FEFF,",
		":7:1: error: [A115] U+0007, a character that is a control\n",
		":8:1: error: [A115] U+200B,",
		":9:1: error: [A115] U+0085,"};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		cr_expect(strstr(reports, wanted[i]) != NULL, "%s\namong:\n%s", wanted[i], reports);
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 5);
	cr_expect(parse(&d, &h, text, LENIENT));
	help_end(&h);
}

Test(document, twenty_characters_of_a_body_are_reported)
{
	struct help h;
	struct document d;
	struct buf b;
	help_begin(&h);
	buf_init(&b, 1000);
	buf_text(&b, "---\ntitle: t\n---\n");
	for (int i = 0; i < 21; i++)
		buf_text(&b, "\u200B");
	cr_expect_not(parse(&d, &h, b.data, STRICT));
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 20);
	buf_fini(&b);
	help_end(&h);
}

Test(document, lines_of_a_past_version_are_those_of_the_file)
{
	struct help h;
	struct document d;
	help_begin(&h);
	cr_assert(parse(&d, &h, "---\ntitle: t\nstatus: final\nfirst_published: 2020-01-01\n---\n", LENIENT));
	cr_expect_eq(d.front->items[0]->line, 2);
	cr_expect_eq(value_get(d.facts, "first_published")->line, 4);
	help_end(&h);
}

static void place(char *at, struct span text)
{
	memcpy(at, text.data, text.length);
}

static char *filled(size_t front, size_t body, size_t *length)
{
	/* "---\ntitle: t\n#####\n---\nxxx": front counts what stands between the two fences. */
	char *text = malloc(front + body + 8);
	place(text, span_of("---\n"));
	memset(text + 4, '#', front);
	place(text + 4, span_of("title: t\n"));
	place(text + 4 + front - 1, span_of("\n---\n"));
	memset(text + 8 + front, 'x', body);
	*length = front + 8 + body;
	return text;
}

static bool fits(size_t front, size_t body)
{
	struct help h;
	struct document d;
	size_t length;
	help_begin(&h);
	char *text = filled(front, body, &length);
	bool read =
		document_parse(&d, h.arena, "x.ja.md", span_make(text, length), STRICT, &h.config, h.diags);
	cr_expect_eq(read, !diags_has(h.diags, DIAG_TOO_LARGE));
	free(text);
	help_end(&h);
	return read;
}

Test(document, sizes_end_at_64_kib_of_front_matter_and_1_mib_in_all)
{
	cr_expect(fits(64 << 10, 10));
	cr_expect_not(fits((64 << 10) + 1, 10));
	cr_expect(fits(100, (1 << 20) - 108));
	cr_expect_not(fits(100, (1 << 20) - 107));
}

Test(document, a_past_version_keeps_what_it_does_not_know)
{
	struct help h;
	struct document d;
	help_begin(&h);
	cr_assert(parse(&d, &h,
			"---\ntitle: t # c\nstatus: Final\nkind: rumour\nnew: {a: [1]}\nseverity: "
			"[x]\naffected: none\n---\nb\n",
			LENIENT));
	cr_expect(d.is_source);
	cr_expect_str_eq(help_line(&h, d.facts),
			 "{\"affected\":\"none\",\"kind\":\"rumour\",\"new\":{\"a\":[\"1\"]},"
			 "\"severity\":[\"x\"],\"status\":\"Final\",\"tlp\":\"clear\"}");
	cr_expect(document_parse(&d, h.arena, "x.md", span_of("---\ntitle: t\n---\n"), LENIENT, NULL, NULL));
	cr_expect_str_eq(d.id, "");
	help_end(&h);
}

Test(document, a_past_version_with_broken_yaml_or_without_a_title_cannot_be_read)
{
	static const char *const bad[] = {"---\ntitle: a: b\n---\n",
					  "---\nstatus: final\n---\n",
					  "---\ntitle:\n---\n",
					  "---\ntitle: \" \"\n---\n",
					  "---\ntitle: [a]\n---\n",
					  "---\n- title\n---\n",
					  "---\n---\n",
					  "---\ntitle: a\ntitle: b\n---\n"};
	struct help h;
	struct document d;
	help_begin(&h);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		cr_expect_not(parse(&d, &h, bad[i], LENIENT), "%s", bad[i]);
	help_end(&h);
}

Test(document, an_empty_front_matter_lacks_its_title)
{
	struct help h;
	struct document d;
	help_begin(&h);
	cr_expect_not(parse(&d, &h, "---\n---\nbody\n", STRICT));
	help_expect(&h, "EX-2026-0001.ja.md:2:1: error: [A103] the front matter lacks \"title\"");
	cr_expect_not(parse(&d, &h, "---\n- a\n---\nbody\n", STRICT));
	help_expect(&h, "[A105] the front matter is no map");
	help_end(&h);
}

Test(document, a_past_title_keeps_hidden_characters_and_a_present_one_is_refused)
{
	struct help h;
	struct document d;
	help_begin(&h);
	const char *text = "---\ntitle: a\u202Eb\nstatus: final\n---\n";
	cr_expect(parse(&d, &h, text, LENIENT));
	cr_expect_not(parse(&d, &h, text, STRICT));
	help_expect(&h, "EX-2026-0001.ja.md:2:9: error: [A115] U+202E");
	help_end(&h);
}

static void name(const char *path, const char *want)
{
	struct arena *a = arena_new();
	const char *id, *lang;
	bool named = document_name(&id, &lang, a, path);
	cr_expect_str_eq(named ? arena_printf(a, "%s %s", id, lang) : "no", want, "%s", path);
	arena_free(a);
}

Test(document, is_named_by_id_and_language)
{
	name("archive/x/EX-2026-0001.ja.md", "EX-2026-0001 ja");
	name("EX-1.en.md", "EX-1 en");
	name("A.B.pt-BR.md", "A.B pt-BR");
	name("EX-1.md", "no");
	name("EX-1.ja.txt", "no");
	name("EX-1.ja.MD", "no");
	name(".ja.md", "no");
	name("EX-1..md", "no");
	name("notes.ja.md", "no");
	name("2026.ja.md", "no");
	name("EX-1.JA.md", "no");
	name("EX-1.japanese.md", "no");
	name("dir.ja.md/x", "no");
	name("", "no");
}
