#include "trust/armor.h"

#include <criterion/criterion.h>

#define SIG "-----BEGIN PGP SIGNATURE-----\n\niHUE+/==\n=VaQH\n-----END PGP SIGNATURE-----\n"
#define CLEAR "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"

static bool detached(const char *text)
{
	return !armor_check(span_of(text), "SIGNATURE");
}

static struct buf text;

static bool clear(const char *armored)
{
	buf_clear(&text);
	return !armor_clear_text(&text, span_of(armored));
}

static void begin(void)
{
	buf_init(&text, BUF_LIMIT_DEFAULT);
}

static void end(void)
{
	buf_fini(&text);
}

TestSuite(armor, .init = begin, .fini = end);

Test(armor, of_a_signature_is_one_block_and_nothing_else)
{
	cr_expect(detached(SIG));
	cr_expect(detached(
		"-----BEGIN PGP SIGNATURE-----\nComment: x\nVersion: 1\n\niHUE\n-----END PGP SIGNATURE-----\n"));
	cr_expect_not(detached(""));
	cr_expect_not(detached("\n" SIG));
	cr_expect_not(detached("hello\n" SIG));
	cr_expect_not(detached(SIG "x"));
	cr_expect_not(detached(SIG "\n"));
	cr_expect_not(detached(SIG SIG));
	cr_expect_not(detached("-----BEGIN PGP MESSAGE-----\n\niHUE\n-----END PGP MESSAGE-----\n"));
	cr_expect_not(detached("-----BEGIN PGP SIGNATURE-----\n\niHUE\n-----END PGP MESSAGE-----\n"));
	cr_expect_not(detached("-----BEGIN PGP SIGNATURE-----\n\niHUE\n-----END PGP SIGNATURE-----"));
	cr_expect_not(detached("-----BEGIN PGP SIGNATURE-----\n\niHUE\n"));
	cr_expect_not(detached("-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n"));
	cr_expect_not(detached("-----BEGIN PGP SIGNATURE-----\niHUE\n-----END PGP SIGNATURE-----\n"));
	cr_expect_not(detached("-----BEGIN PGP SIGNATURE-----\n"));
	cr_expect_not(detached("-----BEGIN PGP SIGNATURE-----\n\niH UE\n-----END PGP SIGNATURE-----\n"));
	cr_expect_not(
		detached("-----BEGIN PGP SIGNATURE-----\r\n\r\niHUE\r\n-----END PGP SIGNATURE-----\r\n"));
	cr_expect_not(detached("-----BEGIN PGP -----\n\niHUE\n-----END PGP SIGNATURE-----\n"));
}

Test(armor, of_a_clear_text_gives_the_text_inside)
{
	cr_assert(clear(CLEAR "a\n\n- -b\n- From c\n- - d\n" SIG));
	cr_assert_str_eq(text.data, "a\n\n-b\nFrom c\n- d\n");
	cr_assert(clear(CLEAR SIG));
	cr_assert_str_eq(text.data, "");
	cr_assert(clear("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\nHash: SHA512\n\na\n" SIG));
	cr_assert(clear("-----BEGIN PGP SIGNED MESSAGE-----\n\na\n" SIG));
}

Test(armor, of_a_clear_text_has_nothing_around_it)
{
	cr_expect_not(clear(""));
	cr_expect_not(clear("\n" CLEAR "a\n" SIG));
	cr_expect_not(clear("trust me\n" CLEAR "a\n" SIG));
	cr_expect_not(clear(CLEAR "a\n" SIG "trust me\n"));
	cr_expect_not(clear(CLEAR "a\n" SIG "\n"));
	cr_expect_not(clear(CLEAR "a\n" SIG CLEAR "b\n" SIG));
	cr_expect_not(clear(CLEAR "a\n" SIG SIG));
}

Test(armor, of_a_clear_text_that_is_damaged_is_refused)
{
	cr_expect_not(clear("-----BEGIN PGP SIGNED MESSAGE-----\n"));
	cr_expect_not(clear("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n"));
	cr_expect_not(clear("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\na\n" SIG));
	cr_expect_not(clear("-----BEGIN PGP SIGNED MESSAGE-----\nNotDashEscaped: You need GnuPG\n\na\n" SIG));
	cr_expect_not(clear("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n \na\n" SIG));
	cr_expect_not(clear(CLEAR "a\n"));
	cr_expect_not(clear(CLEAR "a"));
	cr_expect_not(clear(CLEAR "a\r\n" SIG));
	cr_expect_not(clear(CLEAR "-a\n" SIG));
	cr_expect_not(clear(CLEAR "-----BEGIN PGP SIGNED MESSAGE-----\na\n" SIG));
	cr_expect_not(clear(CLEAR "a\n-----BEGIN PGP SIGNATURE-----\n\niHUE\n"));
}

Test(armor, is_stripped_of_its_headers)
{
	armor_plain(
		&text,
		span_of("-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: GnuPG v2\nComment: by me\n\nmDME\n=abcd\n"
			"-----END PGP PUBLIC KEY BLOCK-----\n"));
	cr_assert_str_eq(text.data, "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n=abcd\n"
				    "-----END PGP PUBLIC KEY BLOCK-----\n");
}
