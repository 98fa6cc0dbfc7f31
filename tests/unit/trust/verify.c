#include "trust/verify.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/pool.h"
#include "unit/support/gnupg.h"

static const char *home; /* the signing side */
static char temporary[64];
static struct diags *d;
static char *key;
static struct span certificate;

static struct span given(char *text)
{
	return span_of(text);
}

static void begin(void)
{
	digest_setup();
	home = support_home_begin();
	snprintf(temporary, sizeof(temporary), "%s/tmp", home);
	cr_assert_eq(mkdir(temporary, 0700), 0);
	setenv("TMPDIR", temporary, 1);
	key = support_key("Demo <info@csirt.example.org>", "never");
	certificate = given(support_output("gpg --armor --export %s; echo", key));
	d = diags_new();
}

/* Nothing of a verifier may be left: no folder, no process. */
static void end(void)
{
	char *left =
		support_output("ls -A %s; grep -la '%s/[s]hirase-' /proc/[0-9]*/cmdline 2>/dev/null || true",
			       temporary, temporary);
	cr_expect_str_eq(left, "", "left: %s", left);
	free(left);
	diags_free(d);
	free((char *)certificate.data);
	free(key);
	support_home_end();
}

TestSuite(verify, .init = begin, .fini = end);

static struct verifier *open_verifier(const char *wanted)
{
	struct verifier *v = NULL;
	cr_assert(verifier_new(&v, &certificate, 1, wanted, d));
	return v;
}

/* What gpg makes of text with these options, in the signing home. */
static char *gpg(const char *options, const char *text)
{
	char path[100];
	snprintf(path, sizeof(path), "%s/input", home);
	FILE *f = fopen(path, "w");
	cr_assert(f);
	fputs(text, f);
	fclose(f);
	return support_output(
		"gpg --batch --quiet --armor --pinentry-mode loopback --passphrase '' --output - %s <%s "
		"2>/dev/null; echo",
		options, path);
}

static bool detached(struct verifier *v, const char *text, const char *signature)
{
	return verify_detached(v, span_of(text), span_of(signature), "SHA256SUMS.asc", NULL, d);
}

static bool clear(struct verifier *v, const char *armored, const char *expected)
{
	return verify_clear(v, span_of(armored), span_of(expected), "text/x.asc", NULL, d);
}

static void only(enum diag_code code)
{
	if (!diags_has(d, code))
		diags_print(d, stderr, DIAG_TEXT);
	cr_expect(diags_has(d, code), "%s is lacking", diag_name(code));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
}

Test(verify, accepts_a_detached_signature_and_tells_whose)
{
	struct verifier *v = open_verifier(key);
	char *signature = gpg("--detach-sign", "text");
	struct signature who;
	cr_expect(verify_detached(v, SPAN_LITERAL("text"), given(signature), "x", &who, d));
	cr_expect_str_eq(who.fingerprint, key);
	cr_expect_str_eq(who.user_id, "Demo <info@csirt.example.org>");
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	free(signature);
	verifier_free(v);
}

Test(verify, refuses_a_detached_signature_of_another_text)
{
	struct verifier *v = open_verifier(key);
	char *signature = gpg("--detach-sign", "text");
	cr_expect_not(detached(v, "texx", signature));
	only(DIAG_SIGNATURE_BAD);
	free(signature);
	verifier_free(v);
}

Test(verify, refuses_a_detached_signature_of_an_empty_file_for_a_full_one)
{
	struct verifier *v = open_verifier(NULL);
	char *signature = gpg("--detach-sign", "");
	cr_expect(detached(v, "", signature));
	cr_expect_not(detached(v, "x", signature));
	only(DIAG_SIGNATURE_BAD);
	free(signature);
	verifier_free(v);
}

Test(verify, accepts_a_clear_text_that_equals_the_file)
{
	struct verifier *v = open_verifier(key);
	const char *text = "-dash\nFrom me\n\n- x\n\xe3\x81\x8a\n";
	char *armored = gpg("--clear-sign", text);
	cr_expect(clear(v, armored, text));
	cr_expect(verify_clear(v, given(armored), (struct span){0}, "x", NULL, d));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	cr_expect_not(clear(v, armored, "-dash\nFrom me\n\n- x\n\xe3\x81\x8b\n"));
	only(DIAG_SIGNED_TEXT_DIFFERS);
	free(armored);
	verifier_free(v);
}

Test(verify, refuses_a_clear_text_that_differs_in_its_end_only)
{
	struct verifier *v = open_verifier(key);
	char *armored = gpg("--clear-sign", "a\nb\n");
	cr_expect_not(clear(v, armored, "a\nb"));
	cr_expect_not(clear(v, armored, "a\nb\n\n"));
	cr_expect_not(clear(v, armored, "a\r\nb\r\n"));
	cr_expect_not(clear(v, armored, "a\nb \n"));
	cr_expect_not(clear(v, armored, ""));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 5);
	free(armored);
	verifier_free(v);
}

Test(verify, refuses_blanks_that_the_signature_does_not_cover)
{
	struct verifier *v = open_verifier(key);
	char *armored = gpg("--clear-sign", "pay 1\nend\n");
	char *at = strstr(armored, "pay 1") + 5;
	char *changed;
	cr_assert_geq(asprintf(&changed, "%.*s %s", (int)(at - armored), armored, at), 0);
	cr_expect_not(clear(v, changed, "pay 1 \nend\n"));
	only(DIAG_TEXT_NOT_SIGNABLE);
	free(changed);
	free(armored);
	verifier_free(v);
}

Test(verify, refuses_a_clear_text_that_was_changed)
{
	struct verifier *v = open_verifier(key);
	char *armored = gpg("--clear-sign", "pay 1\n");
	*strchr(strstr(armored, "pay"), '1') = '9';
	cr_expect_not(clear(v, armored, "pay 9\n"));
	only(DIAG_SIGNATURE_BAD);
	free(armored);
	verifier_free(v);
}

Test(verify, refuses_what_stands_around_a_clear_text)
{
	struct verifier *v = open_verifier(key);
	char *armored = gpg("--clear-sign", "x\n");
	char *more = support_output("printf 'trust me\\n%%s' '%s'", armored);
	cr_expect_not(clear(v, more, "x\n"));
	only(DIAG_ARMOR);
	free(more);
	free(armored);
	verifier_free(v);
}

Test(verify, refuses_a_message_that_is_no_detached_signature)
{
	struct verifier *v = open_verifier(key);
	/* A whole signed message under the armour of a signature: old gpg verified its inner text. */
	char *message = gpg("--sign", "inner");
	char *disguised =
		support_output("printf '%%s\\n' '%s' | sed 's/PGP MESSAGE/PGP SIGNATURE/'; echo", message);
	cr_expect_not(detached(v, "outer", disguised));
	cr_expect_not(detached(v, "inner", disguised));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 2);
	free(disguised);
	free(message);
	verifier_free(v);
}

Test(verify, refuses_two_signatures)
{
	char *second = support_key("Second", "never");
	char options[200];
	snprintf(options, sizeof(options), "--detach-sign --local-user %s --local-user %s", key, second);
	char *signature = gpg(options, "text");
	struct span both[] = {certificate, given(support_output("gpg --armor --export %s; echo", second))};
	struct verifier *v = NULL;
	cr_assert(verifier_new(&v, both, 2, key, d));
	cr_expect_not(detached(v, "text", signature));
	only(DIAG_SIGNATURE_COUNT);
	verifier_free(v);
	free((char *)both[1].data);
	free(signature);
	free(second);
}

Test(verify, refuses_a_clear_text_with_two_signatures)
{
	char *second = support_key("Second", "never");
	char options[200];
	snprintf(options, sizeof(options), "--clear-sign --local-user %s --local-user %s", key, second);
	char *armored = gpg(options, "text\n");
	struct verifier *v = open_verifier(key);
	cr_expect_not(clear(v, armored, "text\n"));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 1);
	verifier_free(v);
	free(armored);
	free(second);
}

Test(verify, tells_an_unknown_key)
{
	char *second = support_key("Second", "never");
	char options[100];
	snprintf(options, sizeof(options), "--clear-sign --local-user %s", second);
	char *armored = gpg(options, "text\n");
	struct verifier *v = open_verifier(NULL);
	cr_expect_not(clear(v, armored, "text\n"));
	only(DIAG_SIGNATURE_UNKNOWN_KEY);
	verifier_free(v);
	free(armored);
	free(second);
}

Test(verify, tells_another_key_than_the_wanted_one)
{
	char *second = support_key("Second", "never");
	char options[100];
	snprintf(options, sizeof(options), "--clear-sign --local-user %s", second);
	char *armored = gpg(options, "text\n");
	struct span both[] = {certificate, given(support_output("gpg --armor --export %s; echo", second))};
	struct verifier *v = NULL;
	cr_assert(verifier_new(&v, both, 2, key, d));
	cr_expect_not(clear(v, armored, "text\n"));
	only(DIAG_SIGNATURE_OTHER_KEY);
	verifier_free(v);
	cr_assert(verifier_new(&v, both, 2, NULL, d));
	cr_expect(clear(v, armored, "text\n"));
	verifier_free(v);
	free((char *)both[1].data);
	free(armored);
	free(second);
}

/* On a publisher's card stands the primary key alone. */
static void tells_both_keys(char *by_subkey, const char *subkey)
{
	char *other = support_key("Other", "never"), *text = NULL, expected[400];
	size_t size;
	struct span both[] = {certificate, given(support_output("gpg --armor --export %s; echo", other))};
	struct verifier *v;
	struct diags *told = diags_new();
	FILE *to = open_memstream(&text, &size);
	cr_assert(verifier_new(&v, both, 2, other, d));
	cr_expect_not(verify_detached(v, SPAN_LITERAL("text"), given(by_subkey), "x", NULL, told));
	diags_print(told, to, DIAG_TEXT);
	fclose(to);
	snprintf(expected, sizeof(expected), "the signature is by the key %s (", key);
	cr_expect(strstr(text, expected), "%s", text);
	snprintf(expected, sizeof(expected), "; subkey %s), not by %s", subkey, other);
	cr_expect(strstr(text, expected), "%s", text);
	diags_free(told);
	verifier_free(v);
	free((char *)both[1].data);
	free(other);
	free(text);
}

Test(verify, accepts_a_subkey_of_the_wanted_key_and_a_wanted_subkey)
{
	support_run("gpg --batch --passphrase '' --quick-add-key %s ed25519 sign 1y 2>/dev/null", key);
	char *subkey = support_output(
		"gpg --with-colons --list-keys | sed -n 's/^fpr:*\\([0-9A-F]*\\):/\\1/p' | tail -n 1");
	free((char *)certificate.data);
	certificate = given(support_output("gpg --armor --export %s; echo", key));
	char options[100];
	snprintf(options, sizeof(options), "--detach-sign --local-user %s!", subkey);
	char *by_subkey = gpg(options, "text");
	snprintf(options, sizeof(options), "--detach-sign --local-user %s!", key);
	char *by_primary = gpg(options, "text");
	struct verifier *v = open_verifier(key);
	struct signature who;
	cr_expect(verify_detached(v, SPAN_LITERAL("text"), given(by_subkey), "x", &who, d));
	cr_expect_str_eq(who.fingerprint, key);
	verifier_free(v);
	v = open_verifier(subkey);
	cr_expect(detached(v, "text", by_subkey));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	cr_expect_not(detached(v, "text", by_primary));
	only(DIAG_SIGNATURE_OTHER_KEY);
	verifier_free(v);
	tells_both_keys(by_subkey, subkey);
	free(by_primary);
	free(by_subkey);
	free(subkey);
}

/* A signature of the past, with these options and by a key that lived so long. */
static void ended(const char *life, const char *more, enum diag_code code)
{
	char *past = support_past_key("Past", life);
	char options[200];
	snprintf(options, sizeof(options), SUPPORT_PAST " --clear-sign --local-user %s %s", past, more);
	char *armored = gpg(options, "text\n");
	struct span one = given(support_output("gpg --armor --export %s; echo", past));
	struct verifier *v = NULL;
	cr_assert(verifier_new(&v, &one, 1, past, d));
	cr_expect_not(clear(v, armored, "text\n"));
	only(code);
	verifier_free(v);
	free((char *)one.data);
	free(armored);
	free(past);
}

Test(verify, tells_an_expired_key)
{
	ended("1d", "", DIAG_SIGNATURE_KEY_EXPIRED);
}

Test(verify, tells_an_expired_signature)
{
	ended("never", "--default-sig-expire 1d", DIAG_SIGNATURE_EXPIRED);
}

Test(verify, tells_a_revoked_key)
{
	char *armored = gpg("--clear-sign", "text\n");
	support_run("sed 's/^:-----/-----/' %s/openpgp-revocs.d/%s.rev | gpg --batch --import 2>/dev/null",
		    home, key);
	struct span one = given(support_output("gpg --armor --export %s; echo", key));
	struct verifier *v = NULL;
	cr_assert(verifier_new(&v, &one, 1, key, d));
	cr_expect_not(clear(v, armored, "text\n"));
	only(DIAG_SIGNATURE_KEY_REVOKED);
	verifier_free(v);
	free((char *)one.data);
	free(armored);
}

Test(verify, asks_no_web_of_trust_and_no_other_home)
{
	/* The key is unknown to the user's home, in which nothing is trusted. */
	char *armored = gpg("--clear-sign", "text\n");
	char elsewhere[100];
	snprintf(elsewhere, sizeof(elsewhere), "%s/empty", home);
	cr_assert_eq(mkdir(elsewhere, 0700), 0);
	setenv("GNUPGHOME", elsewhere, 1);
	struct verifier *v = open_verifier(key);
	cr_expect(clear(v, armored, "text\n"));
	verifier_free(v);
	char *made = support_output("ls -A %s", elsewhere);
	cr_expect_str_eq(made, "", "made in the user's home: %s", made);
	setenv("GNUPGHOME", home, 1);
	free(made);
	free(armored);
}

Test(verify, makes_a_private_home_even_where_the_path_of_tmpdir_is_long)
{
	char deep[400];
	snprintf(deep, sizeof(deep), "%s/%0200d", temporary, 0);
	cr_assert_eq(mkdir(deep, 0700), 0);
	setenv("TMPDIR", deep, 1);
	struct verifier *v = open_verifier(key);
	char *armored = gpg("--clear-sign", "text\n");
	cr_expect(clear(v, armored, "text\n"));
	cr_expect_eq(rmdir(deep), 0); /* nothing is in it */
	verifier_free(v);
	free(armored);
}

Test(verify, home_is_private_while_it_lives)
{
	struct verifier *v = open_verifier(key);
	char *mode = support_output("stat -c %%a %s/shirase-*", temporary);
	cr_expect_str_eq(mode, "700");
	verifier_free(v);
	free(mode);
}

Test(verify, tells_that_no_home_can_be_made)
{
	setenv("TMPDIR", "/proc", 1);
	struct verifier *v = NULL;
	cr_expect_not(verifier_new(&v, &certificate, 1, key, d));
	only(DIAG_VERIFY_HOME);
	setenv("TMPDIR", temporary, 1);
}

static void bad_certificate(struct span bytes, enum diag_code code)
{
	struct diags *each = diags_new();
	struct verifier *v = NULL;
	cr_expect_not(verifier_new(&v, &bytes, 1, NULL, each));
	cr_expect(diags_has(each, code));
	cr_expect_eq(diags_count(each, DIAG_NOTE), 1);
	diags_free(each);
}

Test(verify, refuses_what_is_no_certificate)
{
	bad_certificate(SPAN_LITERAL(""), DIAG_CERTIFICATE_NONE);
	bad_certificate(SPAN_LITERAL("hello"), DIAG_CERTIFICATE_NONE);
	char *signature = gpg("--detach-sign", "text");
	bad_certificate(given(signature), DIAG_CERTIFICATE_NONE);
	free(signature);
	struct verifier *v = NULL;
	cr_expect_not(verifier_new(&v, NULL, 0, NULL, d));
	only(DIAG_CERTIFICATE_NONE);
}

Test(verify, refuses_a_secret_key_among_the_certificates)
{
	char *secret = support_output(
		"gpg --batch --pinentry-mode loopback --passphrase '' --armor --export-secret-keys %s; echo",
		key);
	bad_certificate(given(secret), DIAG_CERTIFICATE_SECRET);
	free(secret);
}

Test(verify, tells_that_no_certificate_holds_the_wanted_key)
{
	struct verifier *v = NULL;
	cr_expect_not(verifier_new(&v, &certificate, 1, "0123456789ABCDEF0123456789ABCDEF01234567", d));
	only(DIAG_CERTIFICATE_LACKS_KEY);
}

Test(verify, learns_a_subkey_from_a_later_form_of_a_certificate)
{
	support_run("gpg --batch --passphrase '' --quick-add-key %s ed25519 sign 1y 2>/dev/null", key);
	struct span both[] = {certificate, given(support_output("gpg --armor --export %s; echo", key))};
	char *armored = gpg("--clear-sign", "text\n"); /* by the newest subkey */
	struct verifier *v = open_verifier(key);
	cr_expect_not(clear(v, armored, "text\n"));
	only(DIAG_SIGNATURE_UNKNOWN_KEY);
	verifier_free(v);
	cr_assert(verifier_new(&v, both, 2, key, d));
	cr_expect(clear(v, armored, "text\n"));
	verifier_free(v);
	free((char *)both[1].data);
	free(armored);
}

Test(verify, takes_a_binary_certificate_and_a_fingerprint_in_lower_case)
{
	char path[100], lower[80];
	snprintf(path, sizeof(path), "%s/cert.gpg", home);
	support_run("gpg --export %s >%s", key, path);
	struct buf binary;
	buf_init(&binary, BUF_LIMIT_DEFAULT);
	cr_assert(file_read(&binary, -100, path, 1 << 20, false, d));
	struct span one = buf_as_span(&binary);
	snprintf(lower, sizeof(lower), "%s", key);
	for (char *c = lower; *c; c++)
		if (*c >= 'A')
			*c = (char)(*c - 'A' + 'a');
	struct verifier *v = NULL;
	cr_assert(verifier_new(&v, &one, 1, lower, d));
	char *armored = gpg("--clear-sign", "text\n");
	cr_expect(clear(v, armored, "text\n"));
	verifier_free(v);
	free(armored);
	buf_fini(&binary);
}

Test(verify, refuses_a_short_fingerprint)
{
	struct verifier *v = NULL;
	cr_expect_not(verifier_new(&v, &certificate, 1, key + 24, d));
	only(DIAG_FINGERPRINT);
}

struct batch {
	struct verifier *v;
	const char *armored;
	bool ok[40];
};

static void verify_one(void *context, unsigned worker, size_t index)
{
	struct batch *b = context;
	(void)worker;
	struct signature who;
	b->ok[index] =
		verify_clear(b->v, span_of(b->armored),
			     index % 2 ? SPAN_LITERAL("text\n") : SPAN_LITERAL("txet\n"), "x", &who, d);
}

Test(verify, works_on_many_threads_at_once)
{
	char *armored = gpg("--clear-sign", "text\n");
	struct batch b = {.v = open_verifier(key), .armored = armored};
	pool_run(40, 8, verify_one, &b);
	for (size_t i = 0; i < 40; i++)
		cr_expect_eq(b.ok[i], i % 2 == 1);
	cr_expect_eq(diags_count(d, DIAG_ERROR), 20);
	verifier_free(b.v);
	free(armored);
}

Test(verify, masks_a_user_id_that_would_deceive)
{
	char *odd = support_key("Demo \xe2\x80\xae Ltd", "never"); /* right-to-left override */
	char options[100];
	snprintf(options, sizeof(options), "--clear-sign --local-user %s", odd);
	char *armored = gpg(options, "text\n");
	struct span one = given(support_output("gpg --armor --export %s; echo", odd));
	struct verifier *v = NULL;
	cr_assert(verifier_new(&v, &one, 1, odd, d));
	struct signature who;
	cr_expect(verify_clear(v, given(armored), SPAN_LITERAL("text\n"), "x", &who, d));
	cr_expect_str_eq(who.user_id, "Demo ? Ltd");
	verifier_free(v);
	free((char *)one.data);
	free(armored);
	free(odd);
}
