/* Parts of checking who published; the whole is in tests/e2e/committers.sh. */
#include "trust/committers.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/cache.h"
#include "trust/results.h"
#include "trust/revocations.h"
#include "unit/support/gnupg.h"
#include "unit/support/repo.h"

#define ALICE "0123456789ABCDEF0123456789ABCDEF01234567"
#define SUB "89ABCDEF0123456789ABCDEF0123456789ABCDEF"

static struct arena *a;
static struct diags *d;
static char *folder;
static struct repository *r;

static void start(void)
{
	digest_setup();
	a = arena_new();
	d = diags_new();
	folder = repo_folder();
	repo_run(folder, "git init -q -b main . && git commit -q --allow-empty -m one");
	cr_assert(repository_open(&r, folder, d));
	cr_assert(gnupg_setup(d));
}

static void stop(void)
{
	repository_close(r);
	repo_remove(folder);
	diags_free(d);
	arena_free(a);
}

TestSuite(committers, .init = start, .fini = stop);

/* Revocations. ------------------------------------------------------------------ */

#define PUB "pub:r:255:22:x:1:::-:::sc:::::ed25519:::0:\nfpr:::::::::" ALICE ":\n"
#define UID "uid:r::::1::H::A B <a@example.org>::::::::::0:\n"
#define SUBKEY "sub:r:255:22:y:1:::::s:::::ed25519::\nfpr:::::::::" SUB ":\n"
#define REV(validity, time, class) "rev:" validity "::22:x:" time "::::A:" class "::" ALICE ":::8:\n"

static void expect_revocation(const char *listing, enum ring_revocation key, instant key_since, enum ring_revocation sub,
			      instant sub_since)
{
	struct revocations found = {0};
	instant since = 0;
	revocations_parse(&found, span_of(listing), a);
	cr_expect_eq(revocations_find(&found, ALICE, ALICE, &since), key, "%s", listing);
	cr_expect_eq(since, key_since, "%s", listing);
	since = 0;
	cr_expect_eq(revocations_find(&found, SUB, ALICE, &since), sub, "%s", listing);
	cr_expect_eq(since, sub_since, "%s", listing);
}

Test(committers, a_revocation_is_a_compromise_unless_it_surely_says_otherwise)
{
	const enum ring_revocation hard = RING_COMPROMISED, soft = RING_RETIRED;
	expect_revocation("tru::1:1:0:3:1:5\n" PUB REV("!", "5", "20x,01") UID SUBKEY, soft, 5, soft, 5);
	expect_revocation(PUB REV("!", "5", "20x,03") UID SUBKEY, soft, 5, soft, 5);
	expect_revocation(PUB REV("!", "5", "20x,00") UID SUBKEY, hard, 0, hard, 0);
	expect_revocation(PUB REV("!", "5", "20x,02") UID SUBKEY, hard, 0, hard, 0);
	expect_revocation(PUB REV("!", "5", "20x") UID SUBKEY, hard, 0, hard, 0);
	expect_revocation(PUB REV("?", "5", "20x,01") UID SUBKEY, hard, 0, hard, 0);
	expect_revocation(PUB REV("-", "5", "20x,01") UID SUBKEY, hard, 0, hard, 0);
	expect_revocation(PUB REV("!", "20240101T000000", "20x,01") UID SUBKEY, hard, 0, hard, 0);
	expect_revocation(PUB REV("!", "", "20x,01") UID SUBKEY, hard, 0, hard, 0);
	/* None is found: a designated revoker's, perhaps. */
	expect_revocation(PUB UID SUBKEY, hard, 0, hard, 0);
	/* Of a user ID, which takes nothing away. */
	expect_revocation(PUB UID REV("!", "5", "30x,01") SUBKEY, hard, 0, hard, 0);
	/* Of several the worst, else the earliest. */
	expect_revocation(PUB REV("!", "7", "20x,01") REV("!", "5", "20x,03") UID SUBKEY, soft, 5, soft, 5);
	expect_revocation(PUB REV("!", "7", "20x,01") REV("!", "5", "20x,02") UID SUBKEY, hard, 0, hard, 0);
	/* Of a subkey alone, and of both. */
	expect_revocation(PUB UID SUBKEY REV("!", "5", "28x,03"), hard, 0, soft, 5);
	expect_revocation(PUB REV("!", "7", "20x,01") UID SUBKEY REV("!", "5", "28x,03"), soft, 7, soft, 5);
	expect_revocation(PUB REV("!", "7", "20x,01") UID SUBKEY REV("!", "5", "28x,02"), soft, 7, hard, 0);
	expect_revocation("rev:!\n:::\n\nfpr\nfpr:::::::::" ALICE "\n", hard, 0, hard, 0);
}

/* Kept results. -------------------------------------------------------------------- */

static struct oid number(unsigned char n)
{
	struct oid id;
	memset(&id, n, sizeof(id));
	return id;
}

static void keep(const struct sha256 *ring)
{
	static const struct ring_signature found[] = {
		{RING_GOOD, ALICE, 5, 7},	    {RING_UNKNOWN_KEY, SUB, 5, 0}, {RING_MISMATCH, "", 0, 0},
		{RING_REFUSED, "", 0, 0}, {RING_SEVERAL, "", 0, 0},
	};
	struct results *s = results_open(r, ring, true);
	for (size_t i = 0; i < sizeof(found) / sizeof(*found); i++) {
		struct oid id = number((unsigned char)i);
		results_add(s, &id, &found[i]);
	}
	results_close(s);
}

/* Which of the numbers are kept, as letters. */
static const char *kept(const struct sha256 *ring)
{
	static char text[10];
	struct ring_signature found;
	struct results *s = results_open(r, ring, true);
	size_t n = 0;
	for (unsigned char i = 0; i < 5; i++) {
		struct oid id = number(i);
		if (results_find(s, &id, &found))
			text[n++] = (char)('a' + i);
	}
	text[n] = '\0';
	results_close(s);
	return text;
}

Test(committers, what_stays_true_is_kept)
{
	struct sha256 ring = sha256_of(SPAN_LITERAL("x")), other = sha256_of(SPAN_LITERAL("y"));
	struct ring_signature found;
	keep(&ring);
	cr_expect_str_eq(kept(&ring), "abc");
	/* With other certificates only what fits. */
	cr_expect_str_eq(kept(&other), "a");
	struct results *s = results_open(r, &ring, true);
	struct oid id = number(0);
	cr_assert(results_find(s, &id, &found));
	cr_expect_eq(found.fault, RING_GOOD);
	cr_expect_str_eq(found.fingerprint, ALICE);
	cr_expect_eq(found.created, 5);
	cr_expect_eq(found.expires, 7);
	results_close(s);
	s = results_open(r, &ring, false);
	cr_expect_not(results_find(s, &id, &found));
	results_close(s);
}

static const char *secret_path(void)
{
	return arena_printf(a, "%s-secret", repository_cache(r));
}

Test(committers, what_somebody_else_wrote_is_not_believed)
{
	struct sha256 ring = sha256_of(SPAN_LITERAL("x"));
	keep(&ring);
	cr_expect_str_eq(kept(&ring), "abc");
	repo_run(folder, "sed -i 's/" ALICE "/" SUB "/' %s/committers", repository_cache(r));
	cr_expect_str_eq(kept(&ring), "");
	keep(&ring);
	cr_expect_str_eq(kept(&ring), "abc");
	repo_run(folder, "rm %s", secret_path());
	cr_expect_str_eq(kept(&ring), "");
}

/* The whole, with a history that hides something. ------------------------------------------- */

#define YAML                                                                                                                  \
	"version: 1\nbase_url: https://csirt.example.org/\nlanguages: [ja]\n"                                                   \
	"publisher: {name: {ja: J}, namespace: https://csirt.example.org}\n"

struct told {
	struct history history;
	const struct provenance *provenance;
	bool ok;
};

/* Reads HEAD; with_history: as many publications as the chain has commits, else none. */
static struct told check(bool with_history)
{
	struct told t = {0};
	struct archive ar = {.prefix = "archive"};
	struct committers_options options = {.use_cache = true, .jobs = 2};
	struct chain chain;
	struct oid head;
	diags_free(d);
	d = diags_new();
	cr_assert(config_parse(&ar.config, a, SPAN_LITERAL(YAML), "archive/archive.yaml", d));
	cr_assert(repository_resolve(&head, r, "HEAD", d));
	cr_assert(repository_chain(&chain, r, &head, a, d));
	t.history.publications = arena_array(a, chain.count, sizeof(struct publication));
	for (size_t i = 0; with_history && i < chain.count; i++)
		t.history.publications[t.history.publication_count++] = (struct publication){
			.serial = (unsigned)i + 1, .commit = chain.commits[i].id, .tree = chain.commits[i].tree, .time = chain.commits[i].time};
	t.ok = committers_check(&t.provenance, r, &head, &ar, &t.history, &options, a, d);
	return t;
}

Test(committers, a_history_that_leaves_a_commit_out_does_not_hide_it)
{
	support_home_begin();
	free(support_key("Alice <a@example.org>", "never"));
	repo_run(folder, "mkdir -p archive/keys/committers && printf '%s' > archive/archive.yaml &&"
			 "gpg --armor --export > archive/keys/committers/a.asc && git add . && git commit -qm admit", YAML);
	struct told t = check(true);
	cr_expect(t.ok);
	cr_expect_eq(t.provenance[1].state, PROVENANCE_BEFORE);
	cr_expect(diags_has(d, DIAG_TRUST_START));
	repo_run(folder, "mkdir archive/advisories && echo x > archive/advisories/X-1.ja.md && git add . && git commit -qm evil");
	t = check(true);
	cr_expect_not(t.ok);
	cr_expect_eq(t.provenance[0].state, PROVENANCE_NONE);
	cr_expect_eq(t.provenance[2].state, PROVENANCE_UNSIGNED);
	t = check(false);
	cr_expect_not(t.ok);
	cr_expect(diags_has(d, DIAG_COMMIT_SIGNATURE));
	support_home_end();
}

/* A long chain without committers is walked once; what is kept of it is believed only if it is ours. */
Test(committers, that_nobody_was_ever_admitted_is_kept_under_a_seal)
{
	repo_run(folder, "mkdir -p archive/keys/committers && printf '%s' > archive/archive.yaml &&"
			 "echo x > archive/keys/committers/a.asc && git add . && git commit -qm admit &&"
			 "git rm -q -r archive/keys && git commit -qm 'and away' &&"
			 "for i in $(seq 1005); do printf 'commit refs/heads/main\\ncommitter A <a> %%d +0000\\ndata 1\\nx' $((1767225600+i));"
			 "[ $i -gt 1 ] || printf '\\nfrom refs/heads/main^0'; printf '\\n'; done | git fast-import --quiet", YAML);
	struct told t = check(true);
	cr_expect_not(t.ok);
	cr_expect(diags_has(d, DIAG_COMMITTERS_CHANGED));
	/* Who has the secret is believed: the walk ends at what he wrote. Without it the lie is nothing. */
	const char *head = arena_text(a, repo_output(folder, "git rev-parse HEAD"));
	cr_assert(cache_write(repository_cache(r), "committers-never", "1 folder", span_of(head)));
	cr_expect(check(true).ok);
	repo_run(folder, "rm %s", secret_path());
	cr_expect_not(check(true).ok);
	repo_run(folder, "rm -r %s", repository_cache(r));
	/* Without that past. */
	repo_run(folder, "git checkout -q --orphan new HEAD && git commit -q --allow-empty -m first &&"
			 "for i in $(seq 1005); do printf 'commit refs/heads/new\\ncommitter A <a> %%d +0000\\ndata 1\\nx' $((1767225600+i));"
			 "[ $i -gt 1 ] || printf '\\nfrom refs/heads/new^0'; printf '\\n'; done | git fast-import --quiet");
	t = check(true);
	cr_expect(t.ok);
	cr_expect_null(t.provenance);
	struct cache *c;
	struct span bytes;
	cr_assert(cache_open(&c, &bytes, repository_cache(r), "committers-never", "1 folder"));
	cr_expect(span_starts(bytes, repo_output(folder, "git rev-parse HEAD")));
	cache_close(c);
}
