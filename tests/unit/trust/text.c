#include "trust/text.h"

#include <criterion/criterion.h>

#include "base/buf.h"

static bool signable(struct span text)
{
	struct diags *d = diags_new();
	bool ok = text_signable(text, "text/x.txt", d);
	cr_expect_eq(ok, !diags_has(d, DIAG_TEXT_NOT_SIGNABLE));
	cr_expect_eq(diags_count(d, DIAG_ERROR), ok ? 0 : 1);
	diags_free(d);
	return ok;
}

static bool signable_text(const char *text)
{
	return signable(span_of(text));
}

Test(text, of_plain_lines_is_signable)
{
	cr_expect(signable_text("a\n"));
	cr_expect(signable_text("\n\na\n\nb\n"));
	cr_expect(signable_text("-----BEGIN PGP SIGNATURE-----\n- x\nFrom me\n"));
	cr_expect(signable_text("お知らせ\n　全角\n"));
}

Test(text, that_a_signature_would_not_cover_is_refused)
{
	cr_expect_not(signable_text(""));
	cr_expect_not(signable_text("\n"));
	cr_expect_not(signable_text("a"));
	cr_expect_not(signable_text("a\nb"));
	cr_expect_not(signable_text("a\n\n"));
	cr_expect_not(signable_text("a \nb\n"));
	cr_expect_not(signable_text(" \na\n"));
	cr_expect_not(signable_text("a\t\n"));
	cr_expect_not(signable_text("a\tb\n"));
	cr_expect_not(signable_text("a\r\n"));
	cr_expect_not(signable_text("a\rb\n"));
	cr_expect_not(signable_text("a\x7f\n"));
	cr_expect_not(signable_text("a\xc2\x85\n")); /* NEL, a C1 control */
	cr_expect_not(signable_text("a\xff\n"));
	cr_expect_not(signable_text("a\xe3\x81\n"));
	cr_expect_not(signable(SPAN_LITERAL("a\0b\n")));
}

Test(text, lines_end_at_900_bytes)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	buf_repeat(&b, 'a', TEXT_LINE_LIMIT);
	buf_char(&b, '\n');
	cr_expect(signable(buf_as_span(&b)));
	buf_clear(&b);
	buf_repeat(&b, 'a', TEXT_LINE_LIMIT + 1);
	buf_char(&b, '\n');
	cr_expect_not(signable(buf_as_span(&b)));
	buf_fini(&b);
}

Test(text, says_where_the_fault_is)
{
	struct diags *d = diags_new();
	char *printed = NULL;
	size_t size;
	FILE *to = open_memstream(&printed, &size);
	cr_assert_not(text_signable(SPAN_LITERAL("one\ntw\x01o\n"), "text/x.txt", d));
	diags_print(d, to, DIAG_TEXT);
	fclose(to);
	cr_assert_eq(strncmp(printed, "text/x.txt:2:3: error: [T120] ", 30), 0, "%s", printed);
	free(printed);
	diags_free(d);
}
