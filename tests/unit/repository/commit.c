#include "repository/repository.h"

#include <criterion/criterion.h>

#include "base/utf8.h"
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

TestSuite(commit, .init = start, .fini = stop);

static struct oid resolve(const char *revision)
{
	struct oid id;
	cr_assert(repository_resolve(&id, r, revision, d));
	return id;
}

static struct commit commit_of(const char *revision)
{
	struct oid id = resolve(revision);
	struct commit c;
	cr_assert(repository_commit(&c, r, &id, a, d));
	return c;
}

static const char *hex(const struct oid *id)
{
	static char text[OID_HEX];
	return oid_hex(text, id);
}

Test(commit, an_unborn_head_is_told_as_such)
{
	struct oid id;
	cr_assert(!repository_resolve(&id, r, "HEAD", d));
	cr_assert(diags_has(d, DIAG_NO_COMMIT));
	cr_assert(!diags_has(d, DIAG_REVISION));
}

Test(commit, a_revision_that_names_nothing_is_wrong_use)
{
	struct oid id;
	static const char *const names[] = {"no-such-branch", "no-such-branch~2", "", "~", "^", "@", "@{", ":", "::", "HEAD~", "HEAD^{tree}",
					    "abcdef1", "aaaa..bbbb", "\xFF", "a b"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		cr_assert(!repository_resolve(&id, r, names[i], d), "%s", names[i]);
	cr_assert(diags_has(d, DIAG_REVISION));
	cr_assert_eq(diags_count(d, DIAG_ERROR), sizeof(names) / sizeof(*names));
	cr_assert_eq(diags_status(d), STATUS_USAGE);
}

Test(commit, a_blob_is_no_commit)
{
	struct oid id;
	repo_run(folder, "echo x > f && git add f && git commit -qm x");
	cr_assert(!repository_resolve(&id, r, "HEAD:f", d));
	cr_assert(diags_has(d, DIAG_REVISION));
}

Test(commit, branches_tags_and_abbreviations_resolve_to_the_commit)
{
	repo_run(folder, "git commit -q --allow-empty -m x && git tag -am t v1");
	const char *head = repo_output(folder, "git rev-parse HEAD");
	char abbreviated[9];
	snprintf(abbreviated, sizeof(abbreviated), "%s", head);
	const char *const names[] = {"HEAD", "main", "v1", "refs/heads/main", abbreviated, "HEAD~0", head};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct oid id = resolve(names[i]);
		cr_assert_str_eq(hex(&id), repo_output(folder, "git rev-parse HEAD"));
	}
}

Test(commit, time_names_parents_and_message_are_read)
{
	repo_run(folder, "git commit -q --allow-empty -m one && GIT_COMMITTER_DATE='1770000000 +0900' "
			 "git commit -q --allow-empty -m 'subject here\n\nbody\n'");
	struct commit c = commit_of("HEAD");
	cr_assert_eq(c.time, 1770000000);
	cr_assert_str_eq(c.committer, "C. Committer");
	cr_assert_str_eq(c.author, "A. Author");
	cr_assert_str_eq(c.subject, "subject here");
	cr_assert_str_eq(c.message, "subject here\n\nbody\n");
	cr_assert_eq(c.parent_count, 1);
	struct oid parent = resolve("HEAD~1");
	cr_assert(oid_equal(&c.parents[0], &parent));
	cr_assert_str_eq(hex(&c.tree), repo_output(folder, "git rev-parse HEAD^{tree}"));
}

Test(commit, a_message_in_shift_jis_is_converted)
{
	repo_run(folder, "printf '表示の修正\\n\\nNote-ja: ①を追加\\n' | iconv -f UTF-8 -t CP932 > m &&"
			 "git -c i18n.commitEncoding=Shift_JIS commit -q --allow-empty -F m");
	struct commit c = commit_of("HEAD");
	cr_assert_str_eq(c.subject, "表示の修正");
	cr_assert_str_eq(c.message, "表示の修正\n\nNote-ja: ①を追加\n");
}

Test(commit, messages_in_euc_jp_and_iso_2022_jp_and_latin1_are_converted)
{
	repo_run(folder, "printf '日本語\\n' | iconv -t EUC-JP > m && git -c i18n.commitEncoding=EUC-JP commit -q --allow-empty -F m");
	cr_assert_str_eq(commit_of("HEAD").subject, "日本語");
	repo_run(folder, "printf '日本語\\n' | iconv -t ISO-2022-JP > m &&"
			 "git -c i18n.commitEncoding=ISO-2022-JP commit -q --allow-empty -F m");
	cr_assert_str_eq(commit_of("HEAD").subject, "日本語");
	repo_run(folder, "printf 'caf\\351\\n' > m && git -c i18n.commitEncoding=ISO-8859-1 commit -q --allow-empty -F m");
	cr_assert_str_eq(commit_of("HEAD").subject, "café");
}

/* Writes a commit object as it stands: text is a format of printf(1) with the tree's id as %s. */
static struct oid raw_commit(const char *text)
{
	repo_run(folder, "tree=$(git mktree </dev/null) && printf '%s' $tree | "
			 "git hash-object -t commit --literally -w --stdin > id", text);
	struct oid id;
	const char *digits = repo_output(folder, "cat id");
	for (size_t i = 0; i < sizeof(id.bytes); i++)
		cr_assert_eq(sscanf(digits + 2 * i, "%2hhx", &id.bytes[i]), 1);
	return id;
}

Test(commit, bytes_that_mean_nothing_become_u_fffd)
{
	struct commit c;
	struct oid id = raw_commit("tree %s\nauthor A\\377 <a> 1 +0000\ncommitter B\\377 <a> 1 +0000\n\na\\377\\376b\n");
	cr_assert(repository_commit(&c, r, &id, a, d));
	cr_assert_str_eq(c.subject, "a\xEF\xBF\xBD\xEF\xBF\xBD" "b");
	cr_assert_str_eq(c.author, "A\xEF\xBF\xBD");
	id = raw_commit("tree %s\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\nencoding Shift_JIS\n\nx\\202\\377y\n");
	cr_assert(repository_commit(&c, r, &id, a, d));
	cr_assert_eq(utf8_invalid(span_of(c.subject)), strlen(c.subject));
	cr_assert(strstr(c.subject, "\xEF\xBF\xBD") != NULL);
	cr_assert(strchr(c.subject, 'y') != NULL);
}

Test(commit, an_encoding_that_nobody_knows_is_read_as_utf8)
{
	struct oid id = raw_commit("tree %s\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\nencoding ../../evil\n\nほ\\377\n");
	struct commit c;
	cr_assert(repository_commit(&c, r, &id, a, d));
	cr_assert_str_eq(c.message, "ほ\xEF\xBF\xBD\n");
}

Test(commit, a_nul_in_a_message_is_replaced)
{
	struct oid id = raw_commit("tree %s\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\na\\000b\n");
	struct commit c;
	cr_assert(repository_commit(&c, r, &id, a, d));
	cr_assert_str_eq(c.message, "a\xEF\xBF\xBD" "b\n");
}

Test(commit, times_out_of_range_are_clamped)
{
	struct commit c;
	struct oid id = raw_commit("tree %s\nauthor A <a> 1 +0000\ncommitter A <a> 99999999999999999999999 +0000\n\nx\n");
	cr_assert(repository_commit(&c, r, &id, a, d));
	cr_assert_eq(c.time, 253402300799);
	id = raw_commit("tree %s\nauthor A <a> 1 +0000\ncommitter A <a> -5 +0000\n\nx\n");
	cr_assert(repository_commit(&c, r, &id, a, d));
	cr_assert_eq(c.time, 0);
	id = raw_commit("tree %s\nauthor A <a> 1 +0000\ncommitter nobody\n\nx\n");
	cr_assert(repository_commit(&c, r, &id, a, d));
	cr_assert_eq(c.time, 0);
}

Test(commit, a_commit_without_a_committer_is_damaged)
{
	struct commit c;
	struct oid id = raw_commit("tree %s\nauthor A <a> 1 +0000\n\nx\n");
	cr_assert(!repository_commit(&c, r, &id, a, d));
	cr_assert(diags_has(d, DIAG_OBJECT_DAMAGED));
}

Test(commit, another_type_where_a_commit_is_needed_is_damaged)
{
	struct commit c;
	repo_run(folder, "echo x > f && git add f && git commit -qm x");
	struct oid tree = commit_of("HEAD").tree;
	cr_assert(!repository_commit(&c, r, &tree, a, d));
	cr_assert(diags_has(d, DIAG_OBJECT_DAMAGED));
}

Test(commit, the_chain_follows_first_parents_oldest_first)
{
	repo_run(folder, "git commit -q --allow-empty -m 1 && git checkout -qb side && git commit -q --allow-empty -m s &&"
			 "git checkout -q main && git commit -q --allow-empty -m 2 && git merge -q --no-ff -m m side");
	struct oid head = resolve("HEAD");
	struct chain chain;
	cr_assert(repository_chain(&chain, r, &head, a, d));
	cr_assert_eq(chain.count, 3);
	cr_assert_str_eq(chain.commits[0].subject, "1");
	cr_assert_str_eq(chain.commits[1].subject, "2");
	cr_assert_str_eq(chain.commits[2].subject, "m");
	cr_assert_eq(chain.commits[2].parent_count, 2);
}

Test(commit, grafts_and_replace_refs_are_ignored)
{
	repo_run(folder, "for i in 1 2 3; do git commit -q --allow-empty -m $i; done;"
			 "git rev-parse HEAD > .git/info/grafts; git replace --graft HEAD~1;"
			 "git -c advice.graftFileDeprecated=false log --oneline > log; test $(wc -l < log) = 1");
	struct oid head = resolve("HEAD");
	struct chain chain;
	cr_assert(repository_chain(&chain, r, &head, a, d));
	cr_assert_eq(chain.count, 3);
}

Test(commit, a_missing_parent_is_reported_with_the_command_to_mend_it)
{
	repo_run(folder, "git commit -q --allow-empty -m 1 && git commit -q --allow-empty -m 2 &&"
			 "id=$(git rev-parse HEAD~1) && rm -f .git/objects/${id%%${id#??}}/${id#??}");
	struct oid head = resolve("HEAD");
	struct chain chain;
	cr_assert(!repository_chain(&chain, r, &head, a, d));
	cr_assert(diags_has(d, DIAG_OBJECT_MISSING));
}

Test(commit, a_damaged_parent_is_reported)
{
	repo_run(folder, "git commit -q --allow-empty -m 1 && git commit -q --allow-empty -m 2 &&"
			 "id=$(git rev-parse HEAD~1) && f=.git/objects/${id%%${id#??}}/${id#??} && chmod u+w $f && echo garbage > $f");
	struct oid head = resolve("HEAD");
	struct chain chain;
	cr_assert(!repository_chain(&chain, r, &head, a, d));
	cr_assert(diags_has(d, DIAG_OBJECT_DAMAGED));
}

static void assert_like_git(const struct oid *from, const struct oid *to, const struct chain *brought)
{
	char x[OID_HEX], y[OID_HEX];
	struct buf got;
	buf_init(&got, 1 << 20);
	for (size_t i = 0; i < brought->count; i++)
		buf_printf(&got, "%s%s", i ? "\n" : "", oid_hex(x, &brought->commits[i].id));
	cr_assert_str_eq(got.data, repo_output(folder, "git rev-list --reverse --topo-order %s..%s", oid_hex(x, from), oid_hex(y, to)));
	buf_fini(&got);
}

/* Branches of branches, an octopus, a merge of main into a branch, clocks that run backwards. */
static void make_tangle(void)
{
	repo_run(folder,
		 "t=1767225600; c() { t=$((t - 5000)); GIT_COMMITTER_DATE=\"$t +0000\" git commit -q --allow-empty -m $1; };"
		 "m() { t=$((t + 20000)); GIT_COMMITTER_DATE=\"$t +0000\" git merge -q --no-ff -m merge \"$@\"; };"
		 "c 1; git checkout -qb a; c a1; c a2; git checkout -qb aa; c aa1; git checkout -q a; c a3; m aa;"
		 "git checkout -q main; c 2; git checkout -qb b; c b1; git checkout -qb e; c e1; git checkout -q b; m e; c b2;"
		 "git checkout -q main; m a b; c 3; git checkout -q a; c a4; m main; c a5; git checkout -q main; c 4; m a;"
		 "git checkout -q --orphan o; c o1; git checkout -q main; m --allow-unrelated-histories o; c 5");
}

Test(commit, what_a_merge_brings_is_what_rev_list_says_in_its_order)
{
	make_tangle();
	struct oid head = resolve("HEAD");
	struct chain chain, brought;
	cr_assert(repository_chain(&chain, r, &head, a, d));
	struct reach *reach = repository_reach_new(r);
	size_t merges = 0, all = 0;
	for (size_t i = 0; i < chain.count; i++) {
		const struct commit *c = &chain.commits[i];
		cr_assert(repository_bring(&brought, reach, &c->id, a, d));
		all += brought.count;
		if (c->parent_count)
			assert_like_git(&c->parents[0], &c->id, &brought);
		merges += c->parent_count > 1;
	}
	repository_reach_free(reach);
	cr_assert_eq(merges, 3);
	char want[32];
	snprintf(want, sizeof(want), "%zu", all);
	cr_assert_str_eq(want, repo_output(folder, "git rev-list --count HEAD"));
}

Test(commit, bringing_reports_a_missing_commit_of_a_side)
{
	repo_run(folder, "git commit -q --allow-empty -m 1 && git checkout -qb side && git commit -q --allow-empty -m s &&"
			 "git commit -q --allow-empty -m s2 && git checkout -q main && git merge -q --no-ff -m m side &&"
			 "id=$(git rev-parse side~1) && rm -f .git/objects/${id%%${id#??}}/${id#??}");
	struct oid head = resolve("HEAD");
	struct chain brought;
	struct reach *reach = repository_reach_new(r);
	cr_assert(!repository_bring(&brought, reach, &head, a, d));
	repository_reach_free(reach);
	cr_assert(diags_has(d, DIAG_OBJECT_MISSING));
}
