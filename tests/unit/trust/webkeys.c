#include "trust/webkeys.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/digest.h"
#include "unit/support/gnupg.h"

static struct arena *a;
static struct diags *d;
static struct webkeys keys;
static const char *const domains[] = {"csirt.example.org", "example.net"};

static void begin(void)
{
	digest_setup();
	support_home_begin();
	a = arena_new();
	d = diags_new();
}

static void end(void)
{
	diags_free(d);
	arena_free(a);
	support_home_end();
}

TestSuite(webkeys, .init = begin, .fini = end);

static void add_user(const char *key, const char *user)
{
	support_run("gpg --batch --quiet --passphrase '' --pinentry-mode loopback --quick-add-uid %s '%s'", key, user);
}

static struct span exported(const char *key)
{
	char *text = support_output("gpg --armor --export %s", key);
	char *kept = arena_printf(a, "%s\n", text);
	free(text);
	return span_of(kept);
}

static void read_keys(const struct span *certificates, size_t count)
{
	struct webkey_source *sources = arena_array(a, count, sizeof(*sources));
	for (size_t i = 0; i < count; i++)
		sources[i] = (struct webkey_source){"a", certificates[i]};
	cr_assert(webkeys_read(&keys, sources, count, domains, 2, 1704844800, a, d));
}

/* What gpg finds in the bytes, a line each: fingerprints of primary keys, and user IDs. */
static char *listed(const struct webkey *key)
{
	const char *path = arena_printf(a, "%s/webkey", getenv("GNUPGHOME"));
	FILE *f = fopen(path, "w");
	cr_assert(f && fwrite(key->bytes.data, 1, key->bytes.length, f) == key->bytes.length);
	fclose(f);
	return support_output("gpg --show-keys --with-colons %s 2>/dev/null | awk -F: '$1 == \"pub\" {p = 1} "
			      "$1 == \"fpr\" && p {print $10; p = 0} $1 == \"uid\" {print $10}'", path);
}

static void expect(size_t index, const char *local, const char *domain, const char *wanted)
{
	cr_assert_lt(index, keys.count);
	cr_expect_str_eq(keys.items[index].local, local);
	cr_expect_str_eq(keys.items[index].domain, domain);
	char *is = listed(&keys.items[index]);
	cr_expect_str_eq(is, wanted);
	free(is);
}

Test(webkeys, each_address_gets_its_user_ids_alone)
{
	char *key = support_key("Example CSIRT <Info@CSIRT.example.org>", "never");
	add_user(key, "alerts@csirt.example.org");
	add_user(key, "Again <info@csirt.example.org>");
	add_user(key, "Elsewhere <info@example.net>");
	add_user(key, "Nobody <info@elsewhere.example>");
	add_user(key, "No address");
	struct span certificate = exported(key);
	read_keys(&certificate, 1);
	cr_expect_eq(keys.count, 3);
	expect(0, "alerts", "csirt.example.org", arena_printf(a, "%s\nalerts@csirt.example.org", key));
	expect(2, "info", "example.net", arena_printf(a, "%s\nElsewhere <info@example.net>", key));
	char *info = listed(&keys.items[1]);
	cr_expect(strstr(info, "Again <info@csirt.example.org>") && strstr(info, "Example CSIRT <Info@CSIRT.example.org>"), "%s", info);
	cr_expect_not(strstr(info, "example.net"));
	free(info);
	free(key);
}

Test(webkeys, of_one_address_the_newest_is_first)
{
	char *one = support_past_key("One <info@csirt.example.org>", "never"), *two = support_key("Two <info@csirt.example.org>", "never");
	struct span certificates[] = {exported(one), exported(two), exported(one)};
	read_keys(certificates, 3);
	cr_expect_eq(keys.count, 1);
	expect(0, "info", "csirt.example.org", arena_printf(a, "%s\nTwo <info@csirt.example.org>\n%s\nOne <info@csirt.example.org>", two, one));
	free(two);
	free(one);
}

Test(webkeys, a_revoked_user_id_gives_no_address)
{
	char *key = support_key("Now <now@csirt.example.org>", "never");
	add_user(key, "Past <past@csirt.example.org>");
	support_run("gpg --batch --quiet --passphrase '' --pinentry-mode loopback --quick-revoke-uid %s 'Past <past@csirt.example.org>' "
		    "2>/dev/null", key);
	struct span certificate = exported(key);
	read_keys(&certificate, 1);
	cr_expect_eq(keys.count, 1);
	cr_expect_str_eq(keys.items[0].local, "now");
	free(key);
}

static void add_encryption(const char *key, const char *expires)
{
	support_run("gpg --batch --quiet --passphrase '' --pinentry-mode loopback --quick-add-key %s cv25519 encr %s", key, expires);
}

#define DAY ((instant)86400)

/* The fingerprints that can be encrypted to after so many days, of the key that signs and of others, newest first. */
static void expect_encrypting(char *const *made, size_t count, unsigned days, const char *wanted)
{
	struct webkey_source *sources = arena_array(a, count, sizeof(*sources));
	char *is = arena_printf(a, "%s", "");
	for (size_t i = 0; i < count; i++)
		sources[i] = (struct webkey_source){i ? "keys/other.asc" : NULL, exported(made[i])};
	cr_assert(webkeys_read(&keys, sources, count, NULL, 0, instant_now() + days * DAY, a, d));
	cr_expect_eq(keys.count, 0);
	for (size_t i = 0; i < keys.encrypting_count; i++) {
		const struct webkey_encrypting *e = &keys.encrypting[i];
		for (size_t k = 0; k < count; k++)
			if (strcmp(made[k], e->fingerprint) == 0)
				is = arena_printf(a, "%s%zu%s%s ", is, k, e->path ? "" : " signs", e->expires ? " expires" : "");
	}
	cr_expect_str_eq(is, wanted, "%u days: %s", days, is);
}

Test(webkeys, only_what_can_be_encrypted_to_is_named)
{
	char *made[3] = {support_key("Signs <a@csirt.example.org>", "never"), support_key("Old <b@csirt.example.org>", "never"),
			 support_key("New <c@csirt.example.org>", "3d")};
	expect_encrypting(made, 3, 0, "");
	add_encryption(made[0], "2d");
	add_encryption(made[1], "never");
	expect_encrypting(made, 3, 0, "0 signs expires 1 ");
	expect_encrypting(made, 3, 2, "1 ");
	add_encryption(made[2], "never");
	expect_encrypting(made, 1, 3, "");
	expect_encrypting(made + 2, 1, 2, "0 signs expires "); /* no longer than its primary key */
	expect_encrypting(made + 2, 1, 3, "");
	support_run("gpg --batch --quiet --yes --pinentry-mode loopback --passphrase '' --command-fd 0 --edit-key %s 'key 1' revkey save >/dev/null 2>&1 <<'END'\n"
		    "y\n0\n\ny\nEND\n", made[1]);
	expect_encrypting(made + 1, 1, 0, "");
	for (size_t i = 0; i < 3; i++)
		free(made[i]);
}

Test(webkeys, a_revoked_certificate_is_found_by_its_address)
{
	char *key = support_key("Gone <gone@csirt.example.org>", "never");
	support_run("sed 's/^:-----/-----/' \"$GNUPGHOME/openpgp-revocs.d/%s.rev\" | gpg --batch --quiet --import 2>/dev/null", key);
	struct span certificate = exported(key);
	read_keys(&certificate, 1);
	cr_expect_eq(keys.count, 1);
	expect(0, "gone", "csirt.example.org", arena_printf(a, "%s\nGone <gone@csirt.example.org>", key));
	free(key);
}

Test(webkeys, what_no_mail_program_writes_gives_no_address)
{
	static const char *const users[] = {"Two at <a@b@csirt.example.org>", "Quoted <\"a b\"@csirt.example.org>",
					    "Blank <a b@csirt.example.org>", "Nobody <@csirt.example.org>", "csirt.example.org",
					    "Route <@csirt.example.org:a@csirt.example.org>"};
	char *key = support_key("日本 <例示@csirt.example.org>", "never");
	for (size_t i = 0; i < sizeof(users) / sizeof(*users); i++)
		support_run("gpg --batch --quiet --passphrase '' --pinentry-mode loopback --allow-freeform-uid --quick-add-uid %s '%s'",
			    key, users[i]);
	add_user(key, "Odd <../a/?b+c=d#e@csirt.example.org>");
	struct span certificate = exported(key);
	read_keys(&certificate, 1);
	cr_expect_eq(keys.count, 2);
	expect(0, "../a/?b+c=d#e", "csirt.example.org", arena_printf(a, "%s\nOdd <../a/?b+c=d#e@csirt.example.org>", key));
	expect(1, "例示", "csirt.example.org", arena_printf(a, "%s\n日本 <例示@csirt.example.org>", key));
	free(key);
}

Test(webkeys, nothing_comes_from_nothing)
{
	read_keys(NULL, 0);
	cr_expect_eq(keys.count, 0);
}

Test(webkeys, what_holds_no_key_is_told)
{
	char *key = support_key("One <info@csirt.example.org>", "never");
	static const char *const texts[] = {"", "no key\n", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n"};
	struct webkey_source sources[] = {{"keys/one.asc", exported(key)}, {"keys/other.asc", {0}}};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		sources[1].bytes = span_of(texts[i]);
		cr_expect_not(webkeys_read(&keys, sources, 2, domains, 2, 1704844800, a, d));
		cr_expect_eq(diags_count(d, DIAG_ERROR), i + 1);
	}
	cr_expect(diags_has(d, DIAG_CERTIFICATE_NONE));
	free(key);
}

/* Packets. */

static bool keep(const char *bytes, size_t length, const char *kept, struct span wanted)
{
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	buf_text(&out, "before");
	bool ok = webkeys_keep(&out, span_make(bytes, length), &kept, 1);
	cr_expect(span_equal(span_after(buf_as_span(&out), strlen("before")), wanted));
	buf_fini(&out);
	return ok;
}

#define KEEP(bytes, kept, wanted) keep(bytes, sizeof(bytes) - 1, kept, SPAN_LITERAL(wanted))
#define KEY "\x98\x01k" /* old form, one byte of length */
#define NEW_KEY "\xc6\x01k"
#define USER_A "\xb4\x01" "A"
#define USER_B "\xcd\x01" "B"
#define SIGNATURE "\x88\x02ss"
#define SUBKEY "\xb9\x00\x01k"
#define ATTRIBUTE "\xd1\x01p"

Test(webkeys, signatures_go_with_what_they_stand_behind)
{
	cr_expect(KEEP(KEY SIGNATURE USER_A SIGNATURE SIGNATURE USER_B SIGNATURE ATTRIBUTE SIGNATURE SUBKEY SIGNATURE, "B",
		       KEY SIGNATURE USER_B SIGNATURE SUBKEY SIGNATURE));
	cr_expect(KEEP(NEW_KEY USER_A SIGNATURE, "A", NEW_KEY USER_A SIGNATURE));
}

Test(webkeys, lengths_of_each_form)
{
	static char bytes[300] = NEW_KEY USER_A "\xcd\xc0\x10"; /* 208 bytes */
	cr_expect(keep(bytes, 6 + 3 + 208, "A", SPAN_LITERAL(NEW_KEY USER_A)));
	cr_expect_not(keep(bytes, 6 + 3 + 207, "A", (struct span){0}));
	cr_expect(KEEP(NEW_KEY USER_A "\xcd\xff\x00\x00\x00\x02xy", "A", NEW_KEY USER_A));
	cr_expect(KEEP(NEW_KEY USER_A "\xb6\x00\x00\x00\x02xy", "A", NEW_KEY USER_A));
}

Test(webkeys, where_no_user_id_is_found_all_are_kept)
{
	cr_expect(KEEP(KEY USER_A ATTRIBUTE, "C", KEY USER_A ATTRIBUTE));
}

Test(webkeys, what_is_no_certificate_is_not_cut)
{
	cr_expect_not(KEEP(USER_A SIGNATURE, "A", ""));
	cr_expect_not(KEEP("", "A", ""));
	cr_expect_not(KEEP("text", "A", ""));
	cr_expect_not(KEEP(KEY USER_A "\xcd", "A", ""));
	cr_expect_not(KEEP(KEY USER_A "\xcd\xc1", "A", ""));
	cr_expect_not(KEEP(KEY USER_A "\xcd\xe0xy", "A", ""));
	cr_expect_not(KEEP(KEY USER_A "\xcd\xff\xff\xff\xff\xff", "A", ""));
	cr_expect_not(KEEP(KEY USER_A "\xb7", "A", ""));
	cr_expect_not(KEEP(KEY USER_A "\xb6\xff", "A", ""));
}
