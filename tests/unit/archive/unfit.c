#include "archive/unfit.h"

#include "unit/archive/help.h"


static void secret(const char *text, unsigned line)
{
	cr_expect_eq(unfit_secret_key(span_of(text)), line, "%s", text);
}

static void conflict(const char *text, unsigned line)
{
	cr_expect_eq(unfit_conflict(span_of(text)), line, "%s", text);
}

Test(unfit, a_secret_key_of_any_kind_is_found_at_its_line)
{
	secret("-----BEGIN PRIVATE KEY-----", 1);
	secret("a\n\n-----BEGIN PGP PRIVATE KEY BLOCK-----\r\n\r\nAAAA", 3);
	secret("-----BEGIN OPENSSH PRIVATE KEY----- \t\nAAAA\n", 1);
	secret("PRIVATE KEY\n+-----BEGIN EC PRIVATE KEY-----\n", 2);
	secret("{\"k\": \"-----BEGIN RSA PRIVATE KEY-----\\nAAAA\\n\"}", 1);
	secret("{\"k\": \"-----BEGIN RSA PRIVATE KEY-----\\r\\nAAAA\\r\\n\"}", 1);
	cr_expect_eq(unfit_secret_key(SPAN_LITERAL("\0\n\0-----BEGIN DSA PRIVATE KEY-----\n")), 2);
}

Test(unfit, what_only_tells_of_a_secret_key_is_none)
{
	secret("", 0);
	secret("PRIVATE KEY", 0);
	secret("PRIVATE KEY BLOCK-----\n", 0);
	secret("-----END PGP PRIVATE KEY BLOCK-----\n", 0);
	secret("-----BEGIN PGP PUBLIC KEY BLOCK-----\n", 0);
	secret("----BEGIN PRIVATE KEY-----\n", 0);
	secret("-----BEGIN PRIVATE KEY----\n", 0);
	secret("`-----BEGIN PRIVATE KEY-----` opens it\n", 0);
	secret("-----BEGIN A KIND OF A NAME THAT IS FAR TOO LONG TO BE ONE PRIVATE KEY-----\n", 0);
}

Test(unfit, a_conflict_is_found_at_its_first_line)
{
	conflict("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b\n", 1);
	conflict("a\n>>>>>>> b", 2);
	conflict("```\n>>>>>>> b\n```\n>>>>>>> b\n", 4);
	conflict("~~~~ text\n~~~\n<<<<<<< b\n~~~~~ \n<<<<<<< b\n", 5);
	conflict("``` a`b\n<<<<<<< b\n", 2);
	conflict("    ```\n<<<<<<< b\r\n", 2);
	conflict("<<<<<<< a\n```\n=======\n", 1);
}

Test(unfit, what_only_looks_like_a_conflict_is_none)
{
	conflict("", 0);
	conflict("=======\n", 0);
	conflict("a <<<<<<< b\n <<<<<<< b\n", 0);
	conflict("<<<<<<<\n>>>>>>>\n>>>>>>>>> a\n<<<<<<<<< a\n", 0);
	conflict("```diff\n<<<<<<< b\n~~~\n``` text\n>>>>>>> b\n```\n", 0);
	conflict("> > > > > > > a\n", 0);
}

/* Much that nearly is a key costs one pass: nothing is looked at again from each of its words. */
Test(unfit, words_that_never_end_are_read_once)
{
	struct buf text;
	buf_init(&text, 32 << 20);
	for (size_t i = 0; i < 1 << 20; i++)
		buf_text(&text, "PRIVATE KEY ");
	cr_expect_eq(unfit_secret_key(span_make(text.data, text.length)), 0);
	buf_fini(&text);
}
