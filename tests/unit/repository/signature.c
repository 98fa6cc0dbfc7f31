/* Signatures of commits and what they cover; what stands at a path; best common ancestors. */
#include "repository/repository.h"

#include <criterion/criterion.h>

#include "unit/support/repo.h"

static struct diags *d;
static struct arena *a;
static char *folder;
static struct repository *r;

static void start(void)
{
	d = diags_new();
	a = arena_new();
	folder = repo_folder();
	repo_run(folder, "git init -q -b main .");
	cr_assert(repository_open(&r, folder, d));
}

static void stop(void)
{
	repository_close(r);
	repo_remove(folder);
	arena_free(a);
	diags_free(d);
}

TestSuite(signature, .init = start, .fini = stop);

static struct oid resolve(const char *revision)
{
	struct oid id;
	cr_assert(repository_resolve(&id, r, revision, d));
	return id;
}

#define HEADERS "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n"

/* Writes the commit raw (a format of printf(1)), and compares what is read of it. */
static void expect(const char *raw, const char *signature, const char *covered)
{
	struct span s, c;
	struct oid id;
	repo_run(folder, "git mktree </dev/null >/dev/null; printf '%s' | git hash-object -t commit --literally -w --stdin > id", raw);
	id = resolve(repo_output(folder, "cat id"));
	cr_assert(repository_signature(&s, &c, r, &id, a, d));
	cr_expect_str_eq(arena_span(a, s), signature);
	cr_expect_str_eq(arena_span(a, c), covered);
}

Test(signature, a_commit_without_one_is_covered_whole)
{
	expect(HEADERS "\nHello\n", "", HEADERS "\nHello\n");
	expect(HEADERS "\n", "", HEADERS "\n");
	expect(HEADERS "encoding x\n\ngpgsig -----BEGIN PGP SIGNATURE-----\n abc\n", "",
	       HEADERS "encoding x\n\ngpgsig -----BEGIN PGP SIGNATURE-----\n abc\n");
}

Test(signature, its_lines_are_unfolded_and_left_out_of_what_it_covers)
{
	expect(HEADERS "gpgsig BEGIN\n \n abc\n END\nencoding x\n y\n\nHello\n gpgsig\n", "BEGIN\n\nabc\nEND\n",
	       HEADERS "encoding x\n y\n\nHello\n gpgsig\n");
	/* A blank line behind it, as some write it, and no message. */
	expect(HEADERS "gpgsig BEGIN\n END\n \n\n", "BEGIN\nEND\n", HEADERS "\n");
	expect(HEADERS "gpgsig BEGIN", "BEGIN\n", HEADERS);
}

Test(signature, several_are_one_and_none_covers_another)
{
	expect(HEADERS "gpgsig A\n a\nx y\ngpgsig B\n b\n\nHello\n", "A\na\nB\nb\n", HEADERS "x y\n\nHello\n");
	/* That over another hash is a header like any other. */
	expect(HEADERS "gpgsig-sha256 A\n a\n\nHello\n", "", HEADERS "gpgsig-sha256 A\n a\n\nHello\n");
}

Test(signature, of_a_tag_that_was_merged_is_no_signature_of_the_commit)
{
	expect(HEADERS "mergetag object 1\n -----BEGIN PGP SIGNATURE-----\n x\n\nHello\n", "",
	       HEADERS "mergetag object 1\n -----BEGIN PGP SIGNATURE-----\n x\n\nHello\n");
}

Test(signature, of_what_is_no_commit_is_told)
{
	struct span s, c;
	repo_run(folder, "echo x > f && git add f && git commit -qm x");
	struct commit head;
	struct oid id = resolve("HEAD");
	cr_assert(repository_commit(&head, r, &id, a, d));
	cr_expect_not(repository_signature(&s, &c, r, &head.tree, a, d));
	cr_expect(diags_has(d, DIAG_OBJECT_DAMAGED));
	memset(&id, 7, sizeof(id));
	cr_expect_not(repository_signature(&s, &c, r, &id, a, d));
	cr_expect(diags_has(d, DIAG_OBJECT_MISSING));
}

Test(signature, its_form_is_known_by_its_first_line)
{
	static const struct {
		const char *text;
		enum signature_form form;
	} cases[] = {
		{"", SIGNATURE_NONE},
		{"-----BEGIN PGP SIGNATURE-----\n", SIGNATURE_OPENPGP},
		{"-----BEGIN PGP MESSAGE-----\n", SIGNATURE_OPENPGP},
		{"-----BEGIN SSH SIGNATURE-----\n", SIGNATURE_SSH},
		{"-----BEGIN SIGNED MESSAGE-----\n", SIGNATURE_X509},
		{" -----BEGIN PGP SIGNATURE-----\n", SIGNATURE_OTHER},
		{"x", SIGNATURE_OTHER},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(signature_form(span_of(cases[i].text)), cases[i].form, "%s", cases[i].text);
}

Test(signature, what_stands_at_a_path_is_told_from_nothing)
{
	static const struct {
		const char *path;
		enum seen_kind kind;
	} cases[] = {
		{"", SEEN_FOLDER}, {"a", SEEN_FOLDER}, {"a/b", SEEN_FOLDER}, {"a/b/f", SEEN_FILE}, {"a/l", SEEN_LINK},
		{"b", SEEN_NONE},  {"a/c", SEEN_NONE}, {"a/b/f/g", SEEN_NONE}, {"a/l/f", SEEN_NONE}, {"s", SEEN_SUBMODULE},
	};
	repo_run(folder, "mkdir -p a/b && echo x > a/b/f && ln -s b a/l && git add a && git commit -qm x &&"
			 "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),s && git commit -qm y");
	struct oid id = resolve("HEAD");
	struct commit head;
	struct seen file, again;
	cr_assert(repository_commit(&head, r, &id, a, d));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct seen seen;
		cr_assert(repository_look(&seen, r, &head.tree, cases[i].path, d));
		cr_expect_eq(seen.kind, cases[i].kind, "%s", cases[i].path);
		cr_expect_eq(oid_is_zero(&seen.id), seen.kind == SEEN_NONE);
	}
	cr_assert(repository_look(&file, r, &head.tree, "a/b/f", d) && repository_look(&again, r, &head.tree, "a/b/f", d));
	cr_expect(seen_equal(&file, &again));
	again.kind = SEEN_LINK;
	cr_expect_not(seen_equal(&file, &again));
}

Test(signature, a_tree_that_cannot_be_read_is_not_taken_for_nothing)
{
	struct seen seen;
	repo_run(folder, "mkdir -p a/b && echo x > a/b/f && git add a && git commit -qm x &&"
			 "t=$(git rev-parse HEAD:a/b) && rm -f .git/objects/${t%%${t#??}}/${t#??}");
	struct oid id = resolve("HEAD");
	struct commit head;
	cr_assert(repository_commit(&head, r, &id, a, d));
	cr_expect(repository_look(&seen, r, &head.tree, "a/b", d));
	cr_expect_not(repository_look(&seen, r, &head.tree, "a/b/f", d));
	cr_expect(diags_has(d, DIAG_OBJECT_MISSING));
}

static size_t bases(const char *one, const char *other, const char *first)
{
	struct oid x = resolve(one), y = resolve(other), base;
	size_t count;
	char hex[OID_HEX];
	cr_assert(repository_merge_bases(&base, &count, r, &x, &y, d));
	if (first)
		cr_expect_str_eq(oid_hex(hex, &base), repo_output(folder, "git rev-parse %s", first));
	return count;
}

Test(signature, best_common_ancestors_are_counted)
{
	repo_run(folder, "c() { git commit -q --allow-empty -m $1 && git tag $1; }\n"
			 "c root && c a1 && git checkout -q -b other root && c b1 &&"
			 "git checkout -q main && git merge -q -m m1 b1 && git tag m1 && git checkout -q other && git merge -q -m m2 a1 && git tag m2 &&"
			 "git checkout -q --orphan alone && c alone");
	cr_expect_eq(bases("a1", "b1", "root"), 1);
	cr_expect_eq(bases("m1", "b1", "b1"), 1);
	cr_expect_eq(bases("m1", "m1", "m1"), 1);
	cr_expect_eq(bases("m1", "m2", NULL), 2);
	cr_expect_eq(bases("m1", "alone", NULL), 0);
}
