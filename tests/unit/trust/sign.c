#include "trust/sign.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <gpgme.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/pool.h"
#include "trust/armor.h"
#include "unit/support/gnupg.h"

static const char *home;
static struct diags *d;
static struct buf out;

static void begin(void)
{
	digest_setup();
	home = support_home_begin();
	d = diags_new();
	buf_init(&out, BUF_LIMIT_DEFAULT);
}

static void end(void)
{
	buf_fini(&out);
	diags_free(d);
	support_home_end();
}

TestSuite(sign, .init = begin, .fini = end);

static struct signer *open_signer(const char *fingerprint, const char *passphrase_file)
{
	struct signer_options options = {fingerprint, passphrase_file};
	struct signer *s = NULL;
	cr_assert_eq(signer_new(&s, &options, d), s != NULL);
	cr_assert_eq(s == NULL, diags_count(d, DIAG_ERROR) == 1);
	return s;
}

/* The signer is refused, with this diagnostic and no other. */
static void refused(const char *fingerprint, const char *passphrase_file, enum diag_code code)
{
	struct signer *s = open_signer(fingerprint, passphrase_file);
	cr_expect_null(s);
	if (!diags_has(d, code))
		diags_print(d, stderr, DIAG_TEXT);
	cr_expect(diags_has(d, code), "%s is lacking", diag_name(code));
	signer_free(s);
}

static bool sign(struct signer *s, enum signature_kind kind, const char *text)
{
	return signer_sign(s, kind, span_of(text), "text/x.txt", &out, d);
}

static void write_file(const char *name, const char *text)
{
	char path[200];
	snprintf(path, sizeof(path), "%s/%s", home, name);
	FILE *f = fopen(path, "w");
	cr_assert(f);
	fputs(text, f);
	fclose(f);
}

Test(sign, makes_a_detached_signature_that_gpg_verifies)
{
	char *key = support_key("Demo <info@csirt.example.org>", "never");
	struct signer *s = open_signer(key, NULL);
	cr_assert(s);
	cr_expect_str_eq(signer_fingerprint(s), key);
	cr_expect_str_eq(signer_user_id(s), "Demo <info@csirt.example.org>");
	cr_assert(sign(s, SIGN_DETACHED, "any \r\n\tbytes"));
	cr_expect_null(armor_check(buf_as_span(&out), "SIGNATURE"));
	write_file("a.asc", out.data);
	write_file("a", "any \r\n\tbytes");
	support_run("cd %s && gpg --verify a.asc a 2>/dev/null", home);
	support_run("cd %s && printf x >>a && ! gpg --verify a.asc a 2>/dev/null", home);
	signer_free(s);
	free(key);
}

Test(sign, makes_a_clear_text_that_gpg_verifies_and_gives_back)
{
	char *key = support_key("Demo", "never");
	struct signer *s = open_signer(key, NULL);
	const char *text = "-dash\n- \xe3\x81\x8a\nFrom here\n\n-----BEGIN PGP SIGNATURE-----\nend\n";
	/* "- " ends with a blank only if nothing follows: here a letter does. */
	cr_assert(sign(s, SIGN_CLEAR, text));
	struct buf inside;
	buf_init(&inside, BUF_LIMIT_DEFAULT);
	cr_expect_null(armor_clear_text(&inside, buf_as_span(&out)));
	cr_expect_str_eq(inside.data, text);
	buf_fini(&inside);
	write_file("a.asc", out.data);
	write_file("a", text);
	support_run("cd %s && gpg --output b --verify a.asc 2>/dev/null && cmp a b", home);
	signer_free(s);
	free(key);
}

Test(sign, refuses_a_clear_text_that_would_not_be_covered)
{
	char *key = support_key("Demo", "never");
	struct signer *s = open_signer(key, NULL);
	cr_expect_not(sign(s, SIGN_CLEAR, "trailing \n"));
	cr_expect(diags_has(d, DIAG_TEXT_NOT_SIGNABLE));
	cr_expect_eq(out.length, 0);
	cr_expect(sign(s, SIGN_CLEAR, "fine\n")); /* the signer itself is not at fault */
	signer_free(s);
	free(key);
}

struct many {
	struct signer *signer;
	struct buf results[24];
	bool ok[24];
};

static void sign_one(void *context, unsigned worker, size_t index)
{
	struct many *m = context;
	(void)worker;
	char text[32];
	snprintf(text, sizeof(text), "text %zu\n", index);
	m->ok[index] = signer_sign(m->signer, SIGN_CLEAR, span_of(text), "t", &m->results[index], d);
}

Test(sign, works_on_many_threads_at_once)
{
	char *key = support_key("Demo", "never");
	struct many m = {.signer = open_signer(key, NULL)};
	for (size_t i = 0; i < 24; i++)
		buf_init(&m.results[i], BUF_LIMIT_DEFAULT);
	pool_run(24, 8, sign_one, &m);
	for (size_t i = 0; i < 24; i++) {
		char text[32];
		snprintf(text, sizeof(text), "\n\ntext %zu\n---", i);
		cr_expect(m.ok[i]);
		cr_expect(strstr(m.results[i].data, text));
		write_file("t.asc", m.results[i].data);
		support_run("gpg --verify %s/t.asc 2>/dev/null", home);
		buf_fini(&m.results[i]);
	}
	signer_free(m.signer);
	free(key);
}

Test(sign, starts_an_agent_for_many_threads_that_find_none)
{
	char *key = support_key("Demo", "never");
	struct many m = {.signer = open_signer(key, NULL)};
	support_run("gpgconf --kill all");
	for (size_t i = 0; i < 24; i++)
		buf_init(&m.results[i], BUF_LIMIT_DEFAULT);
	pool_run(24, 8, sign_one, &m);
	for (size_t i = 0; i < 24; i++) {
		cr_expect(m.ok[i]);
		buf_fini(&m.results[i]);
	}
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	signer_free(m.signer);
	free(key);
}

/* The fault points are compiled in together with the sanitizers only. */
#ifdef FAULTS
Test(sign, is_tried_again_when_gpg_trips_over_another)
{
	char *key = support_key("Demo", "never");
	struct signer *s = open_signer(key, NULL);
	setenv("SHIRASE_FAULT", "sign:1", 1);
	cr_expect(sign(s, SIGN_DETACHED, "x"));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	cr_expect_null(armor_check(buf_as_span(&out), "SIGNATURE"));
	signer_free(s);
	free(key);
}

#endif

Test(sign, takes_the_fingerprint_in_either_case_but_never_less_of_it)
{
	char *key = support_key("Demo", "never");
	char name[80];
	static const char *const bad[] = {"",
					  "info@csirt.example.org",
					  "DEADBEEF",
					  "0123456789ABCDEF",
					  "0x0123456789012345678901234567890123456789",
					  "0123 4567 8901 2345 6789  0123 4567 8901 2345 6789",
					  "01234567890123456789012345678901234567890",
					  "-uX",
					  "G123456789012345678901234567890123456789"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct diags *each = diags_new();
		struct signer *s = NULL;
		cr_expect_not(signer_new(&s, &(struct signer_options){bad[i], NULL}, each));
		cr_expect(diags_has(each, DIAG_FINGERPRINT), "%s", bad[i]);
		diags_free(each);
	}
	snprintf(name, sizeof(name), "%s", key);
	for (char *c = name; *c; c++)
		if (*c >= 'A')
			*c = (char)(*c - 'A' + 'a');
	struct signer *s = open_signer(name, NULL);
	cr_assert(s);
	cr_expect(sign(s, SIGN_CLEAR, "x\n"));
	signer_free(s);
	free(key);
}

Test(sign, tells_that_the_key_is_not_here)
{
	refused("0123456789ABCDEF0123456789ABCDEF01234567", NULL, DIAG_KEY_NONE);
	cr_expect_eq(diags_status(d), STATUS_SYSTEM);
}

Test(sign, tells_that_the_home_is_not_here)
{
	setenv("GNUPGHOME", "/nonexistent/gnupg", 1);
	refused("0123456789ABCDEF0123456789ABCDEF01234567", NULL, DIAG_KEY_NONE);
	setenv("GNUPGHOME", home, 1);
}

Test(sign, tells_that_the_secret_part_is_not_here)
{
	char *key = support_key("Demo", "never");
	support_run("gpg --batch --yes --delete-secret-keys %s 2>/dev/null", key);
	refused(key, NULL, DIAG_KEY_NO_SECRET);
	free(key);
}

Test(sign, tells_that_there_is_no_agent)
{
	char *key = support_key("Demo", "never");
	support_run("gpgconf --kill all");
	write_file("gpg.conf", "agent-program /nonexistent\n");
	refused(key, NULL, DIAG_AGENT);
	free(key);
}

Test(sign, tells_that_the_agent_went_away_and_says_so_once)
{
	char *key = support_key("Demo", "never");
	struct signer *s = open_signer(key, NULL);
	cr_expect(sign(s, SIGN_CLEAR, "x\n"));
	support_run("gpgconf --kill all");
	write_file("gpg.conf", "agent-program /nonexistent\n");
	buf_clear(&out);
	cr_expect_not(sign(s, SIGN_CLEAR, "x\n"));
	cr_expect_not(sign(s, SIGN_CLEAR, "y\n"));
	cr_expect(diags_has(d, DIAG_AGENT));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
	cr_expect_eq(out.length, 0);
	signer_free(s);
	free(key);
}

Test(sign, tells_that_the_key_has_expired)
{
	char *key = support_past_key("Demo", "1d");
	refused(key, NULL, DIAG_KEY_EXPIRED);
	free(key);
}

Test(sign, tells_that_the_key_expired_while_it_was_used)
{
	char *key = support_past_key("Demo", "never");
	struct signer *s = open_signer(key, NULL);
	support_run("gpg --batch --quiet --passphrase '' --faked-system-time '20240102T000000!' --quick-set-expire %s 1d", key);
	cr_expect_not(sign(s, SIGN_CLEAR, "x\n"));
	cr_expect(diags_has(d, DIAG_KEY_EXPIRED));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
	signer_free(s);
	free(key);
}

Test(sign, tells_that_the_key_is_revoked)
{
	char *key = support_key("Demo", "never");
	support_run("sed 's/^:-----/-----/' %s/openpgp-revocs.d/%s.rev | gpg --batch --import 2>/dev/null",
		    home, key);
	refused(key, NULL, DIAG_KEY_REVOKED);
	free(key);
}

Test(sign, tells_that_the_key_is_disabled)
{
	char *key = support_key("Demo", "never");
	support_run("printf 'disable\\nsave\\n' | gpg --batch --command-fd 0 --edit-key %s >/dev/null 2>&1",
		    key);
	refused(key, NULL, DIAG_KEY_DISABLED);
	free(key);
}

Test(sign, tells_that_the_key_is_not_made_for_signing)
{
	char *key = support_output(
		"gpg --batch --passphrase '' --status-fd 1 --quick-gen-key C ed25519 cert never "
		"2>/dev/null | sed -n 's/.*KEY_CREATED . //p'");
	support_run("gpg --batch --passphrase '' --quick-add-key %s cv25519 encr never 2>/dev/null", key);
	refused(key, NULL, DIAG_KEY_CANNOT_SIGN);
	free(key);
}

static char *add_subkey(const char *key, const char *life, const char *options)
{
	support_run("gpg --batch --passphrase '' %s --quick-add-key %s ed25519 sign %s 2>/dev/null", options, key, life);
	return support_output(
		"gpg --with-colons --list-keys %s | sed -n 's/^fpr:*\\([0-9A-F]*\\):/\\1/p' | tail -n 1",
		key);
}

static void signed_by(struct signer *s, const char *fingerprint)
{
	buf_clear(&out);
	cr_assert(sign(s, SIGN_CLEAR, "x\n"));
	write_file("s.asc", out.data);
	char *by = support_output(
		"gpg --status-fd 1 --verify %s/s.asc 2>/dev/null | sed -n 's/.*VALIDSIG \\([^ ]*\\).*/\\1/p'",
		home);
	cr_expect_str_eq(by, fingerprint);
	free(by);
}

Test(sign, takes_exactly_the_subkey_that_is_named)
{
	char *key = support_key("Demo", "never");
	char *older = add_subkey(key, "1y", ""), *newer = add_subkey(key, "2y", "");
	cr_assert_str_neq(older, newer);
	struct signer *s = open_signer(older, NULL);
	cr_assert(s);
	signed_by(s, older);
	cr_expect_str_eq(signer_fingerprint(s), key);
	signer_free(s);
	s = open_signer(newer, NULL);
	signed_by(s, newer);
	signer_free(s);
	free(older);
	free(newer);
	free(key);
}

Test(sign, by_a_primary_key_takes_one_of_its_parts)
{
	char *key = support_output(
		"gpg --batch --passphrase '' --status-fd 1 --quick-gen-key C ed25519 cert never "
		"2>/dev/null | sed -n 's/.*KEY_CREATED . //p'");
	char *subkey = add_subkey(key, "1y", "");
	struct signer *s = open_signer(key, NULL);
	cr_assert(s);
	signed_by(s, subkey);
	signer_free(s);
	free(subkey);
	free(key);
}

Test(sign, tells_that_the_named_subkey_has_expired)
{
	char *key = support_past_key("Demo", "never");
	char *subkey = add_subkey(key, "1d", SUPPORT_PAST);
	refused(subkey, NULL, DIAG_KEY_EXPIRED);
	free(subkey);
	free(key);
}

Test(sign, tells_that_the_named_subkey_only_encrypts)
{
	char *key = support_key("Demo", "never");
	support_run("gpg --batch --passphrase '' --quick-add-key %s cv25519 encr never 2>/dev/null", key);
	char *subkey = support_output(
		"gpg --with-colons --list-keys %s | sed -n 's/^fpr:*\\([0-9A-F]*\\):/\\1/p' | tail -n 1",
		key);
	refused(subkey, NULL, DIAG_KEY_CANNOT_SIGN);
	free(subkey);
	free(key);
}

Test(sign, notices_a_second_signer_in_gpg_conf)
{
	char *key = support_key("Demo", "never"), *other = support_key("Other", "never");
	struct signer *s = open_signer(key, NULL);
	char conf[100];
	snprintf(conf, sizeof(conf), "local-user %s\n", other);
	write_file("gpg.conf", conf);
	cr_expect_not(sign(s, SIGN_CLEAR, "x\n"));
	cr_expect(diags_has(d, DIAG_SIGNED_OTHERWISE));
	cr_expect_eq(out.length, 0);
	signer_free(s);
	free(other);
	free(key);
}

static char *key_with_passphrase(const char *passphrase)
{
	char *key = support_output(
		"gpg --batch --pinentry-mode loopback --passphrase '%s' --status-fd 1 --quick-gen-key "
		"P ed25519 sign never 2>/dev/null | sed -n 's/.*KEY_CREATED . //p'",
		passphrase);
	support_run("gpgconf --kill all"); /* forgets what it cached */
	return key;
}

static const char *in_home(const char *name)
{
	static char path[200];
	snprintf(path, sizeof(path), "%s/%s", home, name);
	return path;
}

Test(sign, takes_the_passphrase_from_a_file)
{
	char *key = key_with_passphrase("h\xc3\xa4mmer blau");
	write_file("pass", "h\xc3\xa4mmer blau\r\nsecond line\n");
	struct signer *s = open_signer(key, in_home("pass"));
	cr_assert(s);
	support_run("rm %s/pass", home); /* read once */
	cr_expect(sign(s, SIGN_CLEAR, "x\n"));
	cr_expect(sign(s, SIGN_CLEAR, "y\n"));
	signer_free(s);
	free(key);
}

Test(sign, takes_the_passphrase_from_a_descriptor_and_leaves_the_rest)
{
	char *key = key_with_passphrase("geheim");
	int ends[2];
	cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
	cr_assert_eq(write(ends[1], "geheim\nrest", 11), 11);
	char name[20];
	snprintf(name, sizeof(name), "fd:%d", ends[0]);
	struct signer *s = open_signer(key, name);
	cr_assert(s);
	char rest[8] = "";
	cr_expect_eq(read(ends[0], rest, sizeof(rest)), 4);
	cr_expect(sign(s, SIGN_CLEAR, "x\n"));
	signer_free(s);
	close(ends[0]);
	close(ends[1]);
	free(key);
}

Test(sign, tells_that_the_passphrase_is_wrong_and_tries_it_once)
{
	char *key = key_with_passphrase("geheim");
	write_file("pass", "falsch\n");
	struct many m = {.signer = open_signer(key, in_home("pass"))};
	for (size_t i = 0; i < 24; i++)
		buf_init(&m.results[i], BUF_LIMIT_DEFAULT);
	pool_run(24, 8, sign_one, &m);
	for (size_t i = 0; i < 24; i++) {
		cr_expect_not(m.ok[i]);
		cr_expect_eq(m.results[i].length, 0);
		buf_fini(&m.results[i]);
	}
	cr_expect(diags_has(d, DIAG_PASSPHRASE_WRONG));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
	signer_free(m.signer);
	free(key);
}

Test(sign, without_a_passphrase_and_nobody_to_ask_fails_at_once)
{
	char *key = key_with_passphrase("geheim");
	setenv("CI", "true", 1);
	setenv("DISPLAY", ":99", 1);
	struct signer *s = open_signer(key, NULL);
	cr_expect_not(sign(s, SIGN_CLEAR, "x\n"));
	cr_expect(diags_has(d, DIAG_PASSPHRASE_NEEDED));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
	signer_free(s);
	free(key);
}

/* A pinentry of the test's own, which gives this answer to every question. */
static void pinentry(const char *answer)
{
	char script[400];
	snprintf(
		script, sizeof(script),
		"#!/bin/sh\necho OK hello\nwhile read -r line; do\ncase $line in\nGETPIN*) %s ;;\n*) echo OK ;;\nesac\n"
		"done\n",
		answer);
	write_file("pinentry", script);
	cr_assert_eq(chmod(in_home("pinentry"), 0700), 0);
	char conf[300];
	snprintf(conf, sizeof(conf), "pinentry-program %s\n", in_home("pinentry"));
	write_file("gpg-agent.conf", conf);
	unsetenv("CI");
	setenv("DISPLAY", ":99", 1);
}

Test(sign, lets_the_agent_ask_where_there_is_a_person)
{
	char *key = key_with_passphrase("geheim");
	pinentry("echo D geheim; echo OK");
	struct signer *s = open_signer(key, NULL);
	cr_expect(sign(s, SIGN_CLEAR, "x\n"));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	signer_free(s);
	free(key);
}

Test(sign, tells_that_the_question_was_cancelled)
{
	char *key = key_with_passphrase("geheim");
	pinentry("echo ERR 83886179 cancelled");
	struct signer *s = open_signer(key, NULL);
	cr_expect_not(sign(s, SIGN_CLEAR, "x\n"));
	cr_expect(diags_has(d, DIAG_PASSPHRASE_NEEDED));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
	signer_free(s);
	free(key);
}

Test(sign, tells_that_the_agent_takes_no_passphrase_from_programs)
{
	char *key = key_with_passphrase("geheim");
	write_file("gpg-agent.conf", "no-allow-loopback-pinentry\n");
	write_file("pass", "geheim\n");
	struct signer *s = open_signer(key, in_home("pass"));
	cr_expect_not(sign(s, SIGN_CLEAR, "x\n"));
	cr_expect(diags_has(d, DIAG_SIGN));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
	signer_free(s);
	free(key);
}

static void bad_source(const char *key, const char *source)
{
	struct diags *each = diags_new();
	struct signer *s = NULL;
	cr_expect_not(signer_new(&s, &(struct signer_options){key, source}, each));
	cr_expect(diags_has(each, DIAG_PASSPHRASE_SOURCE), "%s", source);
	cr_expect_eq(diags_count(each, DIAG_NOTE), 1);
	diags_free(each);
}

Test(sign, tells_that_the_passphrase_cannot_be_read)
{
	char *key = support_key("Demo", "never");
	bad_source(key, "/nonexistent");
	bad_source(key, home);
	bad_source(key, "fd:");
	bad_source(key, "fd:x");
	bad_source(key, "fd:-1");
	bad_source(key, "fd:9999");
	bad_source(key, "fd:4294967296");
	write_file("pass", "");
	bad_source(key, in_home("pass"));
	write_file("pass", "\nsecret\n");
	bad_source(key, in_home("pass"));
	char long_line[1200];
	memset(long_line, 'x', sizeof(long_line) - 1);
	long_line[sizeof(long_line) - 1] = '\0';
	write_file("pass", long_line);
	bad_source(key, in_home("pass"));
	free(key);
}

Test(sign, exports_the_certificate_the_same_each_time)
{
	char *key = support_key("Demo <info@csirt.example.org>", "never"),
	     *other = support_key("Other", "never");
	struct signer *s = open_signer(key, NULL);
	cr_assert(signer_certificate(s, &out, d));
	struct buf again;
	buf_init(&again, BUF_LIMIT_DEFAULT);
	/* Others' signatures and a comment in gpg.conf leave no trace. */
	support_run("gpg --batch --yes --default-key %s --quick-sign-key %s 2>/dev/null", other, key);
	write_file("gpg.conf", "comment by me\nemit-version\n");
	cr_assert(signer_certificate(s, &again, d));
	cr_expect_str_eq(out.data, again.data);
	cr_expect_null(armor_check(buf_as_span(&out), "PUBLIC KEY BLOCK"));
	write_file("cert.asc", out.data);
	char *shown = support_output(
		"gpg --show-keys --with-colons %s/cert.asc | grep -c -e '^pub' -e '^fpr:.*%s'", home, key);
	cr_expect_str_eq(shown, "2");
	free(shown);
	buf_fini(&again);
	signer_free(s);
	free(other);
	free(key);
}

Test(sign, tells_that_there_is_no_certificate_any_more)
{
	char *key = support_key("Demo", "never");
	struct signer *s = open_signer(key, NULL);
	support_run("gpg --batch --yes --delete-secret-and-public-key %s 2>/dev/null", key);
	cr_expect_not(signer_certificate(s, &out, d));
	cr_expect(diags_has(d, DIAG_CERTIFICATE_EXPORT));
	cr_expect_eq(out.length, 0);
	signer_free(s);
	free(key);
}

Test(sign, tells_that_gpg_cannot_be_used)
{
	gpgme_check_version(NULL);
	cr_assert_eq(gpgme_set_engine_info(GPGME_PROTOCOL_OpenPGP, "/nonexistent/gpg", NULL), 0);
	refused("0123456789ABCDEF0123456789ABCDEF01234567", NULL, DIAG_GNUPG);
}
