#include "publish/vouched.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"

#define TEXT SPAN_LITERAL("text")
#define ASC SPAN_LITERAL("armored")

static char root[] = "/tmp/shirase-vouched-XXXXXX";
static char folder[64];
static struct sha256 state;

static void begin(void)
{
	digest_setup();
	cr_assert_not_null(mkdtemp(root));
	snprintf(folder, sizeof(folder), "%s/shirase", root);
	state = sha256_of(SPAN_LITERAL("a certificate"));
}

static void end(void)
{
	struct diags *d = diags_new();
	file_remove_tree(AT_FDCWD, root, d);
	diags_free(d);
}

TestSuite(vouched, .init = begin, .fini = end);

/* What is known in a new run after another one kept what it knew. */
static bool kept(const char *fingerprint, const struct sha256 *of, struct span armored, struct span text)
{
	struct vouched *v = vouched_open(fingerprint, of, folder);
	bool has = vouched_has(v, SIGN_CLEAR, armored, text);
	vouched_free(v);
	return has;
}

static void keep(struct span armored, struct span text)
{
	struct vouched *v = vouched_open("AAAA", &state, folder);
	vouched_add(v, SIGN_CLEAR, armored, text);
	vouched_keep(v);
	vouched_free(v);
}

Test(vouched, is_what_was_added_and_nothing_else)
{
	struct vouched *v = vouched_open("AAAA", &state, NULL);
	cr_expect_str_eq(vouched_fingerprint(v), "AAAA");
	cr_expect_not(vouched_has(v, SIGN_CLEAR, ASC, TEXT));
	vouched_add(v, SIGN_CLEAR, ASC, TEXT);
	vouched_add(v, SIGN_CLEAR, ASC, TEXT);
	cr_expect(vouched_has(v, SIGN_CLEAR, ASC, TEXT));
	cr_expect_not(vouched_has(v, SIGN_DETACHED, ASC, TEXT), "signed otherwise");
	cr_expect_not(vouched_has(v, SIGN_CLEAR, TEXT, ASC));
	cr_expect_not(vouched_has(v, SIGN_CLEAR, ASC, ASC));
	cr_expect_not(vouched_has(v, SIGN_CLEAR, SPAN_LITERAL("armoredt"), SPAN_LITERAL("ext")), "where one ends and the other begins counts");
	vouched_keep(v); /* nowhere */
	vouched_free(v);
}

Test(vouched, is_kept_for_the_same_certificate_in_the_same_state)
{
	struct sha256 expired = sha256_of(SPAN_LITERAL("a certificate with an expired key"));
	keep(ASC, TEXT);
	cr_expect(kept("AAAA", &state, ASC, TEXT));
	cr_expect_not(kept("BBBB", &state, ASC, TEXT));
	cr_expect_not(kept("AAAA", &expired, ASC, TEXT));
	cr_expect_not(kept("AAAA", &state, TEXT, ASC));
}

Test(vouched, is_kept_as_long_as_somebody_asks)
{
	keep(ASC, TEXT);
	struct vouched *v = vouched_open("AAAA", &state, folder);
	cr_expect(vouched_has(v, SIGN_CLEAR, ASC, TEXT));
	vouched_add(v, SIGN_CLEAR, TEXT, ASC);
	vouched_keep(v);
	vouched_free(v);
	cr_expect(kept("AAAA", &state, ASC, TEXT) && kept("AAAA", &state, TEXT, ASC));
	keep(TEXT, TEXT);
	cr_expect_not(kept("AAAA", &state, ASC, TEXT));
	cr_expect(kept("AAAA", &state, TEXT, TEXT));
}
