#include "publish/verify_site.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "publish/vouched.h"
#include "unit/support/gnupg.h"

#define C1 "1111111111111111111111111111111111111111"
#define C2 "2222222222222222222222222222222222222222"

static char *key;
static char root[80]; /* the site */
static int folder;
static struct diags *d;
static struct verify_report report;
static struct verify_options options;

static void put(const char *path, const char *format, ...)
{
	char full[300];
	snprintf(full, sizeof(full), "%s/%s", root, path);
	support_run("mkdir -p $(dirname '%s') && rm -f '%s'", full, full);
	FILE *f = fopen(full, "w");
	cr_assert(f);
	va_list args;
	va_start(args, format);
	vfprintf(f, format, args);
	va_end(args);
	fclose(f);
}

static void put_page(const char *path, const char *commit, int serial)
{
	put(path,
	    "<!DOCTYPE html>\n<html><head>\n<meta name=\"shirase:commit\" content=\"%s\">\n"
	    "<meta name=\"shirase:serial\" content=\"%d\">\n</head><body>\n</body></html>\n",
	    commit, serial);
}

static void put_text(const char *id, const char *language, int revision, const char *state,
		     const char *commit, int serial, const char *warning)
{
	char path[100];
	snprintf(path, sizeof(path), "text/%s.%s.txt", id, language);
	put(path,
	    "Advisory: %s\nLanguage: %s\nRevision: %d\nStatus: %s\nUpdated: 2026-04-02T09:00:00Z\nCommit: %s\nSerial: %d\n"
	    "URL: https://csirt.example.org/%s/%s/index.html\nDEMONSTRATION: yes\n%s\nThe text.\n-- \xe3\x81\x8a\n",
	    id, language, revision, state, commit, serial, language, id, warning);
}

static char *digest_of(const char *path)
{
	return support_output("sha256sum '%s/%s' | cut -c 1-64", root, path);
}

/* "Before" and "after" are put around the list of advisories' own keys, to spoil them. */
static void put_archive_as(const char *top, const char *counts)
{
	char *ja = digest_of("text/EX-2026-0001.ja.txt"), *en = digest_of("text/EX-2026-0001.en.txt");
	char *gone = digest_of("text/EX-2026-0002.ja.txt");
	put("archive.json",
	    "{\"version\": 1, \"generator\": \"x\", \"base_url\": \"https://csirt.example.org/\", %s,\n"
	    "\"counts\": %s, \"advisories\": [\n"
	    "{\"id\": \"EX-2026-0001\", \"state\": \"final\", \"revision\": 2, \"languages\": {"
	    "\"ja\": {\"title\": \"x\", \"reflects\": 2, \"path\": \"ja/EX-2026-0001/\", \"text_sha256\": \"%s\"},"
	    "\"en\": {\"title\": \"x\", \"reflects\": 1, \"path\": \"en/EX-2026-0001/\", \"text_sha256\": \"%s\"}},"
	    "\"events\": [{\"serial\": 1, \"commit\": \"" C1 "\"}, {\"serial\": 3, \"commit\": \"" C2
	    "\"}]},\n"
	    "{\"id\": \"EX-2026-0002\", \"state\": \"withdrawn\", \"exercise\": true, \"revision\": 1, \"languages\": {"
	    "\"ja\": {\"title\": \"x\", \"reflects\": 1, \"path\": \"ja/EX-2026-0002/\", \"text_sha256\": \"%s\"}},"
	    "\"events\": [{\"serial\": 2, \"commit\": \"" C1 "\"}]}]}\n",
	    top, counts, ja, en, gone);
	free(gone);
	free(en);
	free(ja);
}

#define TOP "\"commit\": \"" C2 "\", \"serial\": 3, \"updated\": \"2026-04-02T09:00:00Z\""
#define COUNTS "{\"advisories\": 2, \"withdrawn\": 1}"

static void sum(void)
{
	support_run(
		"cd %s && find . -type f ! -name SHA256SUMS ! -name SHA256SUMS.asc ! -path './text/*.asc' "
		"! -path './.well-known/csaf/*.json.asc' ! -path ./.well-known/security.txt -printf '%%P\\n' | "
		"LC_ALL=C sort | xargs -d '\\n' sha256sum >SHA256SUMS",
		root);
}

static void sign_sums(const char *by)
{
	support_run("cd %s && gpg --batch --yes --quiet --armor --local-user %s --detach-sign SHA256SUMS",
		    root, by);
}

static void sign_text(const char *name, const char *by)
{
	support_run(
		"cd %s/text && gpg --batch --yes --quiet --local-user %s --output %s.asc --clear-sign %s.txt",
		root, by, name, name);
}

/* After a change to an unsigned file: what a publisher's tools would do again. */
static void sum_and_sign(void)
{
	sum();
	sign_sums(key);
}

static void sign_all(void)
{
	support_run("mkdir -p %s/keys && gpg --armor --export %s >%s/keys/%s.asc", root, key, root, key);
	sign_text("EX-2026-0001.ja", key);
	sign_text("EX-2026-0001.en", key);
	sign_text("EX-2026-0002.ja", key);
	sum_and_sign();
}

static void put_content(void)
{
	put_page("index.html", C2, 3);
	put_page("ja/EX-2026-0001/index.html", C2, 3);
	put_page("en/EX-2026-0001/index.html", C2, 3);
	put_page("ja/EX-2026-0002/index.html", C1, 2);
	put_text("EX-2026-0001", "ja", 2, "final", C2, 3, "");
	put_text("EX-2026-0001", "en", 1, "final", C2, 3, "");
	put_text("EX-2026-0002", "ja", 1, "withdrawn", C1, 2,
		 "WITHDRAWN: 2026-04-02T09:00:00Z\nEXERCISE: yes\n");
	put_archive_as(TOP, COUNTS);
}

static void begin(void)
{
	digest_setup();
	snprintf(root, sizeof(root), "%s/site", support_home_begin());
	cr_assert_eq(mkdir(root, 0755), 0);
	folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	key = support_key("Demo <info@csirt.example.org>", "never");
	d = diags_new();
	options = (struct verify_options){.fingerprint = key};
	put_content();
	sign_all();
}

static void end(void)
{
	diags_free(d);
	free(key);
	close(folder);
	support_home_end();
}

TestSuite(verify_site, .init = begin, .fini = end);

static bool verify(void)
{
	return verify_site(&report, folder, &options, d);
}

static void good(void)
{
	bool ok = verify();
	if (!ok)
		diags_print(d, stderr, DIAG_TEXT);
	cr_assert(ok);
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
}

static char *printed(void)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	diags_print(d, to, DIAG_TEXT);
	fclose(to);
	return text;
}

/* The site is at fault, in this one point, which is told with the path of the file. */
static void bad(enum diag_code code, const char *path)
{
	cr_expect_not(verify());
	cr_expect(diags_has(d, code), "no %s", diag_name(code));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
	char *text = printed();
	cr_expect_eq(strncmp(text, path, strlen(path)), 0, "the place is not %s: %s", path, text);
	free(text);
}

Test(verify_site, accepts_a_site_and_tells_what_it_is)
{
	good();
	cr_expect(report.is_signed);
	cr_expect_eq(report.files, 14);
	cr_expect_eq(report.texts, 3);
	cr_expect_eq(report.signatures, 4);
	cr_expect_eq(report.serial, 3);
	cr_expect_str_eq(report.commit, C2);
	cr_expect_str_eq(report.fingerprint, key);
	cr_expect_str_eq(report.user_id, "Demo <info@csirt.example.org>");
	cr_expect_not(report.key_from_site);
	char time[INSTANT_SIZE];
	cr_expect_str_eq(instant_format(time, report.updated), "2026-04-02T09:00:00Z");
}

Test(verify_site, tells_that_the_key_is_the_sites_own_word)
{
	options.fingerprint = NULL;
	good();
	cr_expect(report.key_from_site);
	cr_expect_str_eq(report.fingerprint, key);
}

Test(verify_site, takes_a_keyring_from_elsewhere)
{
	char path[100];
	snprintf(path, sizeof(path), "%s/../ring.asc", root);
	support_run("gpg --armor --export %s >%s", key, path);
	support_run("rm -r %s/keys", root);
	sum_and_sign();
	options = (struct verify_options){.keyring = path};
	good();
	cr_expect_not(report.key_from_site);
}

Test(verify_site, refuses_a_keyring_without_the_key)
{
	char path[100];
	snprintf(path, sizeof(path), "%s/../ring.asc", root);
	char *other = support_key("Other", "never");
	support_run("gpg --armor --export %s >%s", other, path);
	options = (struct verify_options){.keyring = path};
	bad(DIAG_SIGNATURE_UNKNOWN_KEY, "SHA256SUMS.asc");
	free(other);
}

Test(verify_site, refuses_another_fingerprint)
{
	options.fingerprint = "0123456789ABCDEF0123456789ABCDEF01234567";
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_CERTIFICATE_LACKS_KEY));
}

Test(verify_site, accepts_a_read_only_site_and_writes_nothing_into_it)
{
	support_run("chmod -R a-w %s", root);
	char *before = support_output("find %s -printf '%%p %%T@ %%C@\\n' | sort | sha256sum", root);
	good();
	char *after = support_output("find %s -printf '%%p %%T@ %%C@\\n' | sort | sha256sum", root);
	cr_expect_str_eq(before, after);
	free(after);
	free(before);
	support_run("chmod -R u+w %s", root);
}

/* Files. */

Test(verify_site, finds_a_changed_file)
{
	support_run("printf ' ' >>%s/ja/EX-2026-0001/index.html", root);
	bad(DIAG_SITE_DIGEST, "ja/EX-2026-0001/index.html");
}

Test(verify_site, finds_a_changed_large_file)
{
	support_run("truncate -s 300M %s/large", root);
	sum_and_sign();
	good();
	support_run("printf x | dd of=%s/large bs=1 seek=299999999 conv=notrunc 2>/dev/null", root);
	bad(DIAG_SITE_DIGEST, "large");
}

Test(verify_site, finds_a_file_that_is_not_listed)
{
	put("ja/extra.html", "x");
	bad(DIAG_SITE_UNLISTED, "ja/extra.html");
}

Test(verify_site, finds_a_file_whose_name_cannot_be_listed)
{
	put("a\nb", "x");
	bad(DIAG_SITE_UNLISTED, "a\\x0Ab");
}

Test(verify_site, finds_that_a_listed_file_is_lacking)
{
	put("extra", "x");
	sum_and_sign();
	support_run("rm %s/extra", root);
	bad(DIAG_SITE_MISSING, "extra");
}

Test(verify_site, finds_a_link_and_does_not_follow_it)
{
	put("extra", "x");
	sum_and_sign();
	support_run("cd %s && mv extra ../extra && ln -s ../extra extra", root);
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_SITE_ODD_FILE));
	cr_expect(diags_has(d, DIAG_SITE_MISSING));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 2);
}

Test(verify_site, finds_a_link_in_place_of_a_folder)
{
	support_run("cd %s && mv ja/EX-2026-0002 .. && ln -s ../../EX-2026-0002 ja/EX-2026-0002", root);
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_SITE_ODD_FILE));
	cr_expect(diags_has(d, DIAG_SITE_MISSING));
}

Test(verify_site, finds_a_pipe_and_does_not_wait_for_it)
{
	support_run("cd %s && rm index.html && mkfifo index.html extra", root);
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_SITE_ODD_FILE));
}

Test(verify_site, refuses_links_in_place_of_what_it_reads_first)
{
	support_run("cd %s && mv SHA256SUMS .. && ln -s ../SHA256SUMS SHA256SUMS", root);
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_SITE_ODD_FILE));
	cr_expect(diags_has(d, DIAG_SITE_MISSING));
}

Test(verify_site, refuses_folders_that_are_very_deep)
{
	support_run("cd %s && mkdir -p $(printf 'd/%%.0s' $(seq 300))", root);
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_FILE_READ));
}

Test(verify_site, refuses_paths_in_the_sums_that_lead_out)
{
	support_run("cd %s && echo x >../secret && sha256sum ../secret >SHA256SUMS", root);
	sign_sums(key);
	bad(DIAG_SITE_SUMS, "SHA256SUMS:1");
}

Test(verify_site, refuses_sums_that_list_a_signature)
{
	support_run(
		"cd %s && sha256sum text/EX-2026-0001.ja.asc >>SHA256SUMS && LC_ALL=C sort -k 2 -o SHA256SUMS SHA256SUMS",
		root);
	sign_sums(key);
	bad(DIAG_SITE_SUMS, "SHA256SUMS");
}

Test(verify_site, refuses_a_site_without_sums)
{
	support_run("rm %s/SHA256SUMS", root);
	bad(DIAG_SITE_MISSING, "SHA256SUMS");
}

Test(verify_site, refuses_an_empty_folder)
{
	support_run("rm -r %s/*", root);
	bad(DIAG_SITE_MISSING, "SHA256SUMS");
}

/* Signatures. */

Test(verify_site, finds_that_the_sums_were_changed_after_signing)
{
	put("extra", "x");
	sum();
	bad(DIAG_SIGNATURE_BAD, "SHA256SUMS.asc");
}

Test(verify_site, says_that_a_site_without_signatures_is_not_signed)
{
	support_run("rm %s/SHA256SUMS.asc %s/text/*.asc", root, root);
	bad(DIAG_SITE_UNSIGNED, "SHA256SUMS.asc");
	cr_expect_not(report.is_signed);
}

Test(verify_site, takes_an_unsigned_site_where_that_is_asked_for)
{
	support_run("rm -r %s/SHA256SUMS.asc %s/text/*.asc %s/keys", root, root, root);
	sum();
	options = (struct verify_options){.unsigned_ok = true};
	good();
	cr_expect_not(report.is_signed);
	cr_expect_not(report.key_from_site);
	cr_expect_eq(report.signatures, 0);
	cr_expect_eq(report.texts, 3);
	cr_expect_str_eq(report.fingerprint, "");
}

Test(verify_site, finds_signatures_that_were_left_in_an_unsigned_site)
{
	support_run("rm %s/SHA256SUMS.asc %s/text/EX-2026-0001.*.asc", root, root);
	options = (struct verify_options){.unsigned_ok = true};
	bad(DIAG_SITE_SIGNATURE, "text/EX-2026-0002.ja.asc");
}

Test(verify_site, finds_that_the_signature_of_a_text_is_lacking)
{
	support_run("rm %s/text/EX-2026-0001.en.asc", root);
	bad(DIAG_SITE_MISSING, "text/EX-2026-0001.en.asc");
}

Test(verify_site, finds_a_signature_that_belongs_to_no_file)
{
	support_run("cd %s/text && cp EX-2026-0001.en.asc EX-2026-0009.en.asc", root);
	bad(DIAG_SITE_SIGNATURE, "text/EX-2026-0009.en.asc");
}

Test(verify_site, finds_that_a_signed_text_is_another_one)
{
	support_run("cd %s/text && cp EX-2026-0001.en.asc EX-2026-0001.ja.asc", root);
	bad(DIAG_SIGNED_TEXT_DIFFERS, "text/EX-2026-0001.ja.asc");
}

Test(verify_site, finds_text_around_a_signed_text)
{
	support_run("cd %s/text && echo 'Call this number' >>EX-2026-0001.ja.asc", root);
	bad(DIAG_ARMOR, "text/EX-2026-0001.ja.asc");
}

Test(verify_site, finds_a_text_signed_by_another_key_of_the_site)
{
	char *other = support_key("Other", "never");
	support_run("gpg --armor --export %s >%s/keys/%s.asc", other, root, other);
	sign_text("EX-2026-0001.ja", other);
	sum_and_sign();
	options.fingerprint = NULL;
	bad(DIAG_SITE_KEYS, "text/EX-2026-0001.ja.asc");
	free(other);
}

Test(verify_site, takes_a_site_that_also_publishes_a_past_key)
{
	char *other = support_past_key("Past", "1d");
	support_run("gpg --armor --export %s >%s/keys/%s.asc", other, root, other);
	support_run("mkdir %s/keys/committers && echo hello >%s/keys/committers/x.asc", root, root);
	sum_and_sign();
	options.fingerprint = NULL;
	good();
	free(other);
}

Test(verify_site, refuses_a_site_without_certificates)
{
	support_run("rm -r %s/keys", root);
	sum_and_sign();
	bad(DIAG_SITE_KEYS, "keys");
}

Test(verify_site, refuses_a_site_that_publishes_its_secret_key)
{
	support_run(
		"gpg --batch --pinentry-mode loopback --passphrase '' --armor --export-secret-keys %s >%s/keys/%s.asc",
		key, root, key);
	sum_and_sign();
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_CERTIFICATE_SECRET));
}

#define SECURITY_TXT ".well-known/security.txt"

#define SAYS "Contact: mailto:info@csirt.example.org\n"

static void sign_security_txt(const char *says)
{
	put(SECURITY_TXT, "%s", says);
	support_run("cd %s/.well-known && gpg --batch --quiet --local-user %s --output s --clear-sign security.txt && mv s security.txt",
		    root, key);
}

/* What archive.json tells of it. */
static void tell_security_txt(const char *digest)
{
	support_run("sed -i 's|\"counts\"|\"security_txt\": \"" SECURITY_TXT "\", \"security_txt_sha256\": \"%s\", &|' %s/archive.json",
		    digest, root);
	sum_and_sign();
}

static void put_security_txt(const char *says)
{
	put(SECURITY_TXT, "%s", says);
	char *digest = digest_of(SECURITY_TXT);
	sign_security_txt(says);
	tell_security_txt(digest);
	free(digest);
}

Test(verify_site, checks_security_txt)
{
	put_security_txt(SAYS);
	good();
	cr_expect_eq(report.signatures, 5);
	support_run("sed -i s/mailto/MAILTO/ %s/" SECURITY_TXT, root);
	bad(DIAG_SIGNATURE_BAD, SECURITY_TXT);
}

Test(verify_site, checks_that_security_txt_says_what_is_expected)
{
	put_security_txt(SAYS);
	options.security_txt = SPAN_LITERAL(SAYS);
	good();
	options.security_txt = SPAN_LITERAL(SAYS SAYS);
	bad(DIAG_SIGNED_TEXT_DIFFERS, SECURITY_TXT);
}

Test(verify_site, finds_that_the_expected_security_txt_lacks)
{
	options.security_txt = SPAN_LITERAL(SAYS);
	bad(DIAG_SITE_MISSING, SECURITY_TXT);
}

Test(verify_site, finds_that_security_txt_lacks)
{
	put_security_txt(SAYS);
	support_run("rm %s/" SECURITY_TXT, root);
	bad(DIAG_SITE_MISSING, SECURITY_TXT);
}

Test(verify_site, finds_a_security_txt_that_is_not_signed)
{
	put_security_txt(SAYS);
	put(SECURITY_TXT, SAYS);
	bad(DIAG_ARMOR, SECURITY_TXT);
}

/* The same key signed it, long ago or for another site. */
Test(verify_site, finds_a_security_txt_too_many)
{
	sign_security_txt(SAYS);
	bad(DIAG_SITE_SECURITY_TXT, SECURITY_TXT);
}

Test(verify_site, finds_another_security_txt)
{
	put_security_txt(SAYS);
	good();
	sign_security_txt(SAYS SAYS);
	bad(DIAG_SITE_SECURITY_TXT, SECURITY_TXT);
}

Test(verify_site, refuses_an_archive_whose_security_txt_cannot_be_one)
{
	tell_security_txt("12");
	bad(DIAG_SITE_ARCHIVE, "archive.json");
}

#define DOCUMENT ".well-known/csaf/white/2026/x.json"

static void sign_document(const char *by)
{
	support_run("cd %s && gpg --batch --yes --quiet --armor --local-user %s --detach-sign " DOCUMENT, root, by);
}

static void put_document(const char *text)
{
	put(DOCUMENT, "%s", text);
	support_run("cd %s/$(dirname " DOCUMENT ") && for n in 256 512; do sha${n}sum x.json >x.json.sha$n; done", root);
	sum_and_sign();
}

Test(verify_site, checks_signatures_of_documents)
{
	put_document("{}\n");
	sign_document(key);
	good();
	cr_expect_eq(report.signatures, 5);
	put_document("{ }\n");
	bad(DIAG_SIGNATURE_BAD, DOCUMENT ".asc");
}

Test(verify_site, asks_no_two_times_for_a_document_that_was_vouched_for)
{
	struct sha256 state = sha256_of(SPAN_LITERAL(""));
	put_document("{}\n");
	sign_document(key);
	options.vouched = vouched_open(key, &state, NULL);
	good();
	struct buf armored;
	buf_init(&armored, BUF_LIMIT_DEFAULT);
	cr_assert(file_read(&armored, folder, DOCUMENT ".asc", BUF_LIMIT_DEFAULT, false, d));
	cr_expect(vouched_has(options.vouched, SIGN_DETACHED, buf_as_span(&armored), SPAN_LITERAL("{}\n")));
	cr_expect_not(vouched_has(options.vouched, SIGN_CLEAR, buf_as_span(&armored), SPAN_LITERAL("{}\n")));
	put_document("{ }\n");
	bad(DIAG_SIGNATURE_BAD, DOCUMENT ".asc");
	buf_fini(&armored);
	vouched_free(options.vouched);
}

Test(verify_site, finds_a_document_without_its_signature)
{
	put_document("{}\n");
	bad(DIAG_SITE_MISSING, DOCUMENT ".asc");
}

Test(verify_site, finds_a_document_that_another_key_signed)
{
	char *other = support_key("Other", "never");
	support_run("gpg --armor --export %s >%s/keys/%s.asc", other, root, other);
	put_document("{}\n");
	sign_document(other);
	options.fingerprint = NULL;
	bad(DIAG_SITE_KEYS, DOCUMENT ".asc");
	free(other);
}

Test(verify_site, finds_digests_that_are_not_the_documents)
{
	put_document("{}\n");
	sign_document(key);
	put(DOCUMENT ".sha512", "%0128d  x.json\n", 0);
	sum_and_sign();
	bad(DIAG_SITE_DIGEST, DOCUMENT ".sha512");
}

Test(verify_site, finds_digests_that_lack)
{
	put_document("{}\n");
	sign_document(key);
	support_run("rm %s/" DOCUMENT ".sha256", root);
	sum_and_sign();
	bad(DIAG_SITE_MISSING, DOCUMENT ".sha256");
}

Test(verify_site, wants_no_signature_of_what_is_no_document)
{
	put(".well-known/csaf/provider-metadata.json", "{}\n");
	put(".well-known/csaf/white/csaf-feed-tlp-white.json", "{}\n");
	sum_and_sign();
	good();
	cr_expect_eq(report.signatures, 4);
}

Test(verify_site, finds_the_signature_of_a_document_that_is_gone)
{
	support_run("mkdir -p %s/$(dirname " DOCUMENT ") && cp %s/SHA256SUMS.asc %s/" DOCUMENT ".asc", root, root, root);
	bad(DIAG_SITE_SIGNATURE, DOCUMENT ".asc");
}

Test(verify_site, finds_the_signature_of_what_is_not_to_be_signed)
{
	put(".well-known/csaf/provider-metadata.json", "{}\n");
	sum_and_sign();
	support_run("cd %s/.well-known/csaf && gpg --batch --quiet --armor --local-user %s --detach-sign provider-metadata.json", root, key);
	bad(DIAG_SITE_SIGNATURE, ".well-known/csaf/provider-metadata.json.asc");
}

/* Texts and pages against archive.json. */

/* Puts another EX-2026-0001.ja, correctly signed and summed, with archive.json's digest mended. */
static void bad_head(const char *script)
{
	support_run("cd %s/text && sed -i '%s' EX-2026-0001.ja.txt", root, script);
	sign_text("EX-2026-0001.ja", key);
	put_archive_as(TOP, COUNTS);
	sum_and_sign();
	bad(DIAG_SITE_HEAD, "text/EX-2026-0001.ja.txt");
}

Test(verify_site, compares_the_id_of_a_head)
{
	bad_head("1s/0001/0002/");
}

Test(verify_site, compares_the_language_of_a_head)
{
	bad_head("2s/ja/en/");
}

Test(verify_site, compares_the_revision_of_a_head)
{
	bad_head("3s/2/1/");
}

Test(verify_site, compares_the_status_of_a_head)
{
	bad_head("4s/final/interim/");
}

Test(verify_site, demands_a_time_in_a_head)
{
	bad_head("5s/Z$//");
}

Test(verify_site, compares_the_commit_of_a_head)
{
	bad_head("6s/22/21/");
}

Test(verify_site, compares_the_serial_of_a_head)
{
	bad_head("7s/3/1/");
}

Test(verify_site, compares_the_address_of_a_head)
{
	bad_head("8s/csirt/evil/");
}

Test(verify_site, demands_every_line_of_a_head)
{
	bad_head("7d");
}

Test(verify_site, demands_that_a_head_says_when_it_is_withdrawn)
{
	bad_head("9iWITHDRAWN: yes");
}

Test(verify_site, demands_that_a_head_says_when_it_is_an_exercise)
{
	bad_head("9iEXERCISE: yes");
}

Test(verify_site, takes_no_warning_from_the_body_of_a_text)
{
	support_run("cd %s/text && sed -i '/^The text/iWITHDRAWN: x\\nEXERCISE: x' EX-2026-0001.ja.txt",
		    root);
	sign_text("EX-2026-0001.ja", key);
	put_archive_as(TOP, COUNTS);
	sum_and_sign();
	good();
}

Test(verify_site, takes_an_address_without_the_name_of_the_page)
{
	support_run("cd %s/text && sed -i '8s/index.html//' EX-2026-0001.ja.txt", root);
	sign_text("EX-2026-0001.ja", key);
	put_archive_as(TOP, COUNTS);
	sum_and_sign();
	good();
}

Test(verify_site, finds_a_text_under_another_name)
{
	support_run(
		"cd %s/text && mv EX-2026-0001.ja.txt EX-2026-0003.ja.txt && mv EX-2026-0001.ja.asc EX-2026-0003.ja.asc",
		root);
	sum_and_sign();
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_SITE_HEAD));
	cr_expect(diags_has(d, DIAG_SITE_MISSING));
}

Test(verify_site, finds_an_older_text_with_its_good_signature)
{
	/* Somebody who holds the site, but not the key of the texts, puts an old text back. */
	support_run("cp %s/text/EX-2026-0001.ja.* %s/..", root, root);
	put_text("EX-2026-0001", "ja", 2, "final", C2, 3, "NEW: x\n");
	put_archive_as(TOP, COUNTS);
	sign_text("EX-2026-0001.ja", key);
	sum_and_sign();
	good();
	support_run("cp %s/../EX-2026-0001.ja.* %s/text", root, root);
	sum_and_sign();
	bad(DIAG_SITE_ARCHIVE, "text/EX-2026-0001.ja.txt");
}

Test(verify_site, finds_a_text_that_its_signature_does_not_cover)
{
	support_run("cd %s/text && printf 'tail \\n' >>EX-2026-0001.ja.txt", root);
	sign_text("EX-2026-0001.ja", key);
	put_archive_as(TOP, COUNTS);
	sum_and_sign();
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_TEXT_NOT_SIGNABLE));
}

static void bad_page(const char *path, const char *script)
{
	support_run("sed -i '%s' %s/%s", script, root, path);
	sum_and_sign();
	bad(DIAG_SITE_PAGE, path);
}

Test(verify_site, compares_the_commit_of_a_page)
{
	bad_page("en/EX-2026-0001/index.html", "s/content=\"22/content=\"21/");
}

Test(verify_site, compares_the_serial_of_a_page)
{
	bad_page("ja/EX-2026-0002/index.html", "s/content=\"2\"/content=\"3\"/");
}

Test(verify_site, compares_the_front_page)
{
	bad_page("index.html", "s/content=\"3\"/content=\"2\"/");
}

Test(verify_site, demands_that_a_page_says_its_serial)
{
	bad_page("en/EX-2026-0001/index.html", "/shirase:serial/d");
}

Test(verify_site, demands_that_a_page_says_its_serial_once)
{
	bad_page("en/EX-2026-0001/index.html", "/shirase:serial/p");
}

Test(verify_site, takes_nothing_from_the_body_of_a_page)
{
	support_run(
		"sed -i 's/<body>/<body><meta name=\"shirase:serial\" content=\"9\">/' %s/en/EX-2026-0001/index.html",
		root);
	sum_and_sign();
	good();
	support_run("sed -i '/shirase:serial/{h;d};/<body>/{G}' %s/ja/EX-2026-0001/index.html", root);
	sum_and_sign();
	bad(DIAG_SITE_PAGE, "ja/EX-2026-0001/index.html");
}

Test(verify_site, finds_that_the_page_of_an_advisory_is_lacking)
{
	support_run("rm %s/ja/EX-2026-0002/index.html", root);
	sum_and_sign();
	bad(DIAG_SITE_MISSING, "ja/EX-2026-0002/index.html");
}

/* archive.json itself. */

static void bad_archive(const char *script, enum diag_code code)
{
	support_run("sed -i '%s' %s/archive.json", script, root);
	sum_and_sign();
	cr_expect_not(verify());
	char *text = printed();
	cr_expect(diags_has(d, code), "%s: %s", script, text);
	free(text);
	put_archive_as(TOP, COUNTS);
	diags_free(d);
	d = diags_new();
}

Test(verify_site, refuses_an_archive_that_is_not_as_it_should_be)
{
	bad_archive("s/\"version\": 1/\"version\": 2/", DIAG_SITE_ARCHIVE);
	bad_archive("1s/" C2 "/22/", DIAG_SITE_ARCHIVE);
	bad_archive("1s/\"serial\": 3/\"serial\": -3/", DIAG_SITE_ARCHIVE);
	bad_archive("1s/\"serial\": 3/\"serial\": \"3\"/", DIAG_SITE_ARCHIVE);
	bad_archive("1s/\"updated\"/\"update\"/", DIAG_SITE_ARCHIVE);
	bad_archive("1s/base_url/base/", DIAG_SITE_ARCHIVE);
	bad_archive("2s/\"withdrawn\": 1/\"withdrawn\": 0/", DIAG_SITE_ARCHIVE);
	bad_archive("2s/\"advisories\": 2/\"advisories\": 3/", DIAG_SITE_ARCHIVE);
	bad_archive("2s/\"advisories\": \\[/\"advices\": [/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/EX-2026-0001/..\\/EX/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/\"id\"/\"di\"/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/\"final\"/\"draft\"/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/\"revision\": 2/\"revision\": 0/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/ja\\/EX-2026-0001/..\\/..\\/etc/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/\"ja\": {/\"..\\/x\": {/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/\"reflects\": 2/\"reflects\": 0/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/\"events\": .*/\"events\": []},/", DIAG_SITE_ARCHIVE);
	bad_archive("3s/\"serial\": 1/\"serial\": 4/", DIAG_SITE_ARCHIVE);
	bad_archive("4s/EX-2026-0002/EX-2026-0001/g", DIAG_SITE_ARCHIVE);
	bad_archive("3s/text_sha256\": \"./text_sha256\": \"/", DIAG_SITE_ARCHIVE);
	bad_archive("1s/{/{\"version\": 1, /", DIAG_JSON_INPUT);
	bad_archive("$s/$/ x/", DIAG_JSON_INPUT);
	bad_archive("3s/\"title\": \"x\"/\"title\": null/", DIAG_JSON_INPUT);
}

Test(verify_site, refuses_an_archive_that_is_nested_deeply)
{
	support_run("(printf '{\"advisories\": '; printf '[%%.0s' $(seq 100000)) >%s/archive.json", root);
	sum_and_sign();
	bad(DIAG_JSON_INPUT, "archive.json");
}

Test(verify_site, refuses_a_site_without_an_archive)
{
	support_run("rm %s/archive.json", root);
	sum_and_sign();
	bad(DIAG_SITE_MISSING, "archive.json");
}

Test(verify_site, takes_a_site_in_which_nothing_has_happened)
{
	support_run("cd %s && rm -r text ja en SHA256SUMS.asc", root);
	put("archive.json", "{\"version\": 1, \"base_url\": \"x\", \"commit\": \"" C1 "\", \"serial\": 0, "
			    "\"counts\": {\"advisories\": 0, \"withdrawn\": 0}, \"advisories\": []}\n");
	put_page("index.html", C1, 0);
	sum_and_sign();
	good();
}

Test(verify_site, tells_all_faults_at_once)
{
	put("extra", "x");
	put("keys/other.txt", "x");
	support_run("cd %s && rm text/EX-2026-0001.en.asc && printf x >>text/EX-2026-0001.ja.txt", root);
	cr_expect_not(verify());
	cr_expect(diags_has(d, DIAG_SITE_UNLISTED));
	cr_expect(diags_has(d, DIAG_SITE_MISSING));
	cr_expect(diags_has(d, DIAG_SITE_DIGEST));
	cr_expect(diags_has(d, DIAG_SIGNED_TEXT_DIFFERS));
}
