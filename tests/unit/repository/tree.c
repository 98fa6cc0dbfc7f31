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

TestSuite(tree, .init = start, .fini = stop);

static const struct oid none;

static struct oid tree_of(const char *revision)
{
	struct oid id;
	struct commit c;
	cr_assert(repository_resolve(&id, r, revision, d));
	cr_assert(repository_commit(&c, r, &id, a, d));
	return c.tree;
}

/* "+path", "-path" or "~path" and the kind, one a line. */
static bool note_change(void *context, const struct change *c)
{
	static const char *const kinds[] = {"", " link", " submodule"};
	char mark = oid_is_zero(&c->before) ? '+' : oid_is_zero(&c->after) ? '-' : '~';
	buf_printf(context, "%c%s%s\n", mark, c->path, kinds[c->kind]);
	return true;
}

static const char *compared(const struct oid *before, const struct oid *after, const char *prefix)
{
	static char text[65536];
	struct buf out;
	buf_init(&out, sizeof(text) - 1);
	cr_assert(repository_compare_trees(r, before, after, prefix, note_change, &out, d));
	memcpy(text, out.data, out.length + 1);
	buf_fini(&out);
	return text;
}

static const char *last_change(const char *prefix)
{
	struct oid before = tree_of("HEAD~1"), after = tree_of("HEAD");
	return compared(&before, &after, prefix);
}

Test(tree, changes_are_told_in_byte_order_of_paths)
{
	repo_run(folder, "mkdir -p a/b && echo 1 > a/b/same && echo 1 > a/gone && echo 1 > a/edited && echo 1 > z &&"
			 "git add . && git commit -qm 1 && rm a/gone && echo 2 > a/edited && echo 1 > a/new && mkdir a.d &&"
			 "echo 1 > a.d/x && echo 1 > a0 && git add -A && git commit -qm 2");
	cr_assert_str_eq(last_change(""), "+a.d/x\n~a/edited\n-a/gone\n+a/new\n+a0\n");
}

Test(tree, a_file_that_becomes_a_folder_goes_and_comes)
{
	repo_run(folder, "echo 1 > x && echo 1 > x.y && echo 1 > x0 && git add . && git commit -qm 1 && rm x && mkdir x &&"
			 "echo 1 > x/f && git add -A && git commit -qm 2");
	cr_assert_str_eq(last_change(""), "-x\n+x/f\n");
	struct oid before = tree_of("HEAD"), after = tree_of("HEAD~1");
	cr_assert_str_eq(compared(&before, &after, ""), "+x\n-x/f\n");
}

Test(tree, only_what_lies_below_the_prefix_is_told)
{
	repo_run(folder, "mkdir -p archive/sub archive2 && echo 1 > archive/sub/f && echo 1 > archive2/f && echo 1 > f && git add . &&"
			 "git commit -qm 1 && echo 2 > archive/sub/f && echo 2 > archive2/f && echo 2 > f && git commit -qam 2");
	cr_assert_str_eq(last_change("archive"), "~archive/sub/f\n");
	cr_assert_str_eq(last_change("archive/sub"), "~archive/sub/f\n");
	cr_assert_str_eq(last_change("nowhere"), "");
	cr_assert_str_eq(last_change("f"), "", "a file is no folder");
}

Test(tree, a_prefix_that_appears_or_goes_is_a_whole_tree)
{
	repo_run(folder, "echo 1 > f && git add . && git commit -qm 1 && mkdir archive && echo 1 > archive/f && git add . &&"
			 "git commit -qm 2");
	cr_assert_str_eq(last_change("archive"), "+archive/f\n");
	struct oid before = tree_of("HEAD"), after = tree_of("HEAD~1");
	cr_assert_str_eq(compared(&before, &after, "archive"), "-archive/f\n");
}

Test(tree, a_mode_alone_is_no_change_but_a_kind_is)
{
	repo_run(folder, "printf x > f && printf x > g && git add . && git commit -qm 1 && chmod +x f && rm g && ln -s x g &&"
			 "git add -A && git commit -qm 2");
	cr_assert_str_eq(last_change(""), "~g link\n");
}

Test(tree, links_and_submodules_are_told_by_kind)
{
	repo_run(folder, "ln -s target l && git init -q sub && git -C sub commit -q --allow-empty -m s && git add l &&"
			 "git -c advice.addEmbeddedRepo=false add sub && git commit -qm 1");
	struct oid tree = tree_of("HEAD");
	struct listing list;
	cr_assert(repository_list(&list, r, &tree, "", a, d));
	cr_assert_eq(list.count, 2);
	cr_assert_str_eq(list.files[0].path, "l");
	cr_assert_eq(list.files[0].kind, ENTRY_LINK);
	cr_assert_str_eq(list.files[1].path, "sub");
	cr_assert_eq(list.files[1].kind, ENTRY_SUBMODULE);
}

static unsigned state = 1;

static unsigned below(unsigned limit)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % limit;
}

/* Names that are each other's beginnings, files here and folders there. */
static const char *a_path(void)
{
	static const char *const names[] = {"a", "a.b", "a-", "a0", "aa", "b", "ab", "a b", "\xE3\x81\x82", "zz"};
	const char *path = names[below(10)];
	while (below(3) == 0)
		path = arena_printf(a, "%s/%s", path, names[below(10)]);
	return path;
}

Test(tree, changes_at_random_agree_with_diff_tree)
{
	struct story *s = story_new(folder);
	for (unsigned i = 0; i < 150; i++) {
		for (unsigned n = 1 + below(i < 10 ? 30 : 4); n > 0; n--) {
			const char *path = a_path();
			if (below(3))
				story_write(s, path, arena_printf(a, "%u", below(5)));
			else
				story_delete(s, path);
		}
		story_commit(s, "main", "x");
	}
	story_tell(s);
	struct buf ours;
	buf_init(&ours, 1 << 20);
	for (unsigned i = 149; i > 0; i--) {
		struct oid before = tree_of(arena_printf(a, "main~%u", i)), after = tree_of(arena_printf(a, "main~%u", i - 1));
		buf_text(&ours, compared(&before, &after, ""));
	}
	repo_run(folder, "git -c core.quotePath=false log --reverse --name-status --no-renames --format= main~149..main |"
			 "sed 's/^A\t/+/; s/^D\t/-/; s/^M\t/~/; /^$/d' > theirs");
	cr_assert_gt(ours.length, 2000);
	FILE *f = fopen(arena_printf(a, "%s/ours", folder), "w");
	cr_assert(f && fwrite(ours.data, 1, ours.length, f) == ours.length && fclose(f) == 0);
	repo_run(folder, "diff ours theirs >&2");
	buf_fini(&ours);
	story_free(s);
}

Test(tree, a_listing_agrees_with_ls_tree)
{
	repo_run(folder, "mkdir -p a/b a-b && touch a/b/c a/x a-b/y a.txt && git add . && git commit -qm 1");
	struct oid tree = tree_of("HEAD");
	struct listing list;
	struct buf got;
	buf_init(&got, 4096);
	cr_assert(repository_list(&list, r, &tree, "", a, d));
	for (size_t i = 0; i < list.count; i++)
		buf_printf(&got, "%s%s", i ? "\n" : "", list.files[i].path);
	cr_assert_str_eq(got.data, repo_output(folder, "git ls-tree -r --name-only HEAD"));
	buf_fini(&got);
	cr_assert(repository_list(&list, r, &tree, "not/there", a, d));
	cr_assert_eq(list.count, 0);
}

static bool stop_at_second(void *context, const struct change *c)
{
	(void)c;
	return ++*(int *)context < 2;
}

Test(tree, no_file_is_visited_after_one_that_failed)
{
	repo_run(folder, "mkdir x && touch x/a b c && git add . && git commit -qm 1");
	struct oid tree = tree_of("HEAD");
	int visits = 0;
	cr_assert(!repository_compare_trees(r, &none, &tree, "", stop_at_second, &visits, d));
	cr_assert_eq(visits, 2);
	cr_assert_eq(diags_count(d, DIAG_NOTE), 0);
}

Test(tree, files_are_found_by_path)
{
	repo_run(folder, "mkdir -p a/b && printf hello > a/b/f && git add . && git commit -qm 1");
	struct oid tree = tree_of("HEAD");
	struct tree_file f;
	struct span text;
	cr_assert(repository_find(&f, r, &tree, "a/b/f", a, d));
	cr_assert_str_eq(f.path, "a/b/f");
	cr_assert(repository_blob(&text, r, &f.blob, a, d));
	cr_assert(span_is(text, "hello"));
	const char *const absent[] = {"a", "a/b", "a/b/f/", "a/b/f/g", "", "/a/b/f", "a//b/f", "x", "a/b/ff"};
	for (size_t i = 0; i < sizeof(absent) / sizeof(*absent); i++)
		cr_assert(!repository_find(&f, r, &tree, absent[i], a, d), "%s", absent[i]);
	cr_assert_eq(diags_count(d, DIAG_NOTE), 0);
}

Test(tree, an_empty_blob_is_read)
{
	struct span text = {"x", 1};
	struct tree_file f;
	repo_run(folder, ": > e && git add . && git commit -qm 1");
	struct oid tree = tree_of("HEAD");
	cr_assert(repository_find(&f, r, &tree, "e", a, d));
	cr_assert(repository_blob(&text, r, &f.blob, a, d));
	cr_assert_eq(text.length, 0);
}

Test(tree, missing_objects_are_reported)
{
	struct span text;
	struct oid nothing = {{1, 2, 3}};
	cr_assert(!repository_blob(&text, r, &nothing, a, d));
	cr_assert(diags_has(d, DIAG_OBJECT_MISSING));
	cr_assert(!repository_compare_trees(r, &none, &nothing, "", note_change, NULL, d));
	cr_assert(!repository_compare_trees(r, &none, &nothing, "archive", note_change, NULL, d));
	cr_assert_eq(diags_count(d, DIAG_ERROR), 3);
}

static const char *reported(void)
{
	static char text[4096];
	FILE *to = fmemopen(text, sizeof(text), "w");
	diags_print(d, to, DIAG_TEXT);
	fclose(to);
	return text;
}

Test(tree, a_file_that_cannot_be_read_is_named)
{
	struct span text;
	struct tree_file f;
	struct oid nothing = {{1, 2, 3}};
	repo_run(folder, "printf hello > f && git add . && git commit -qm 1 && o=$(git rev-parse HEAD:f) && "
			 "p=.git/objects/$(echo $o | cut -c-2)/$(echo $o | cut -c3-) && chmod u+w $p && echo x > $p");
	struct oid tree = tree_of("HEAD");
	cr_assert(repository_find(&f, r, &tree, "f", a, d));
	cr_assert(!repository_file(&text, r, "a/missing", &nothing, a, d));
	cr_assert(!repository_file(&text, r, "a/damaged", &f.blob, a, d));
	cr_assert(!repository_file(&text, r, "a/tree", &tree, a, d));
	const char *reports = reported();
	cr_expect(strstr(reports, "a/missing: error: [R109] the blob 0102030000") != NULL, "%s", reports);
	cr_expect(strstr(reports, "a/damaged: error: [R110] the object ") != NULL, "%s", reports);
	cr_expect(strstr(reports, "a/tree: error: [R110] the object ") != NULL, "%s", reports);
}

/* Writes a tree as it stands; format is printf(1)'s. */
static struct oid raw_tree(const char *format)
{
	repo_run(folder, "printf '%s' | git hash-object -t tree --literally -w --stdin > id &&"
			 "echo \"tree $(cat id)\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nx\" |"
			 "git hash-object -t commit --literally -w --stdin > commit", format);
	return tree_of(repo_output(folder, "cat commit"));
}

#define TWENTY "\\001\\002\\003\\004\\005\\006\\007\\010\\011\\012\\013\\014\\015\\016\\017\\020\\021\\022\\023\\024"

Test(tree, damaged_trees_are_reported)
{
	static const char *const damaged[] = {
		"100644 b\\000" TWENTY "100644 a\\000" TWENTY, /* order */
		"100644 a\\000" TWENTY "100644 a\\000" TWENTY, /* twice */
		"100644 a\\000abc",                            /* cut off */
		"100644 a",
		"100644 \\000" TWENTY,
		"100644 ..\\000" TWENTY,
		"100644 .\\000" TWENTY,
		"100644 a/b\\000" TWENTY,
		"100648 a\\000" TWENTY,
		"170000 a\\000" TWENTY,
		"a\\000" TWENTY,
		" a\\000" TWENTY,
	};
	struct buf out;
	buf_init(&out, 4096);
	for (size_t i = 0; i < sizeof(damaged) / sizeof(*damaged); i++) {
		struct oid tree = raw_tree(damaged[i]);
		cr_assert(!repository_compare_trees(r, &none, &tree, "", note_change, &out, d), "%zu", i);
		cr_assert_eq(diags_count(d, DIAG_ERROR), i + 1);
	}
	cr_assert(diags_has(d, DIAG_OBJECT_DAMAGED));
	buf_fini(&out);
}

Test(tree, trees_within_trees_without_end_are_refused_in_head_and_left_out_of_the_past)
{
	repo_run(folder, "t=$(echo x | git hash-object -w --stdin) && l=\"100644 blob $t\tf\" &&"
			 "for i in $(seq 70); do t=$(echo \"$l\" | git mktree) && l=\"040000 tree $t\td\"; done &&"
			 "git commit-tree -m x $t > commit");
	struct oid tree = tree_of(repo_output(folder, "cat commit"));
	struct buf out;
	buf_init(&out, 4096);
	cr_assert(repository_compare_trees(r, &none, &tree, "", note_change, &out, d), "nobody can mend a past tree");
	cr_assert_eq(out.length, 0);
	struct listing list;
	cr_assert(!repository_list(&list, r, &tree, "", a, d));
	cr_assert(diags_has(d, DIAG_OBJECT_LARGE));
	buf_fini(&out);
}

Test(tree, a_bomb_of_shared_trees_is_refused)
{
	/* 20 entries a level, 10 levels: 10^13 files in 10 objects. */
	repo_run(folder, "t=$(echo x | git hash-object -w --stdin) && k='100644 blob' &&"
			 "for i in $(seq 10); do for j in $(seq 10 29); do echo \"$k $t\tn$j\"; done > l && t=$(git mktree < l) &&"
			 "k='040000 tree'; done && git commit-tree -m x $t > commit");
	struct oid tree = tree_of(repo_output(folder, "cat commit"));
	int visits = -2000000000;
	cr_assert(!repository_compare_trees(r, &none, &tree, "", stop_at_second, &visits, d));
	cr_assert(diags_has(d, DIAG_OBJECT_LARGE));
}

static size_t uncommitted(struct repository *of, const char *prefix)
{
	struct uncommitted u;
	repository_uncommitted(&u, of, prefix, NULL, NULL, a);
	for (size_t i = 0; i < u.count && i < UNCOMMITTED_NAMED; i++)
		cr_assert(strncmp(u.paths[i], prefix, strlen(prefix)) == 0);
	return u.count;
}

Test(tree, uncommitted_files_are_counted)
{
	cr_assert_eq(uncommitted(r, ""), 0);
	repo_run(folder, "mkdir -p archive/deep other && echo 1 > archive/a && echo 1 > archive/b && echo 1 > other/c &&"
			 "echo ignored > .gitignore && git add . && git commit -qm 1");
	cr_assert_eq(uncommitted(r, ""), 0);
	repo_run(folder, "echo 2 > archive/a && rm archive/b && echo 1 > archive/deep/new && echo 1 > archive/ignored &&"
			 "echo 1 > archive/staged && git add archive/staged && echo 2 > other/c");
	cr_assert_eq(uncommitted(r, "archive"), 4);
	cr_assert_eq(uncommitted(r, ""), 5);
	cr_assert_eq(uncommitted(r, "nowhere"), 0);
}

Test(tree, a_bare_repository_has_nothing_uncommitted)
{
	struct repository *bare;
	char path[4096];
	repo_run(folder, "touch f && git add f && git commit -qm 1 && git clone -q --bare . bare.git");
	snprintf(path, sizeof(path), "%s/bare.git", folder);
	cr_assert(repository_open(&bare, path, d));
	cr_assert_eq(uncommitted(bare, ""), 0);
	repository_close(bare);
}

Test(tree, what_cannot_be_read_is_not_taken_for_absent)
{
	struct tree_file f;
	repo_run(folder, "mkdir -p a/b && printf hello > a/b/f && git add . && git commit -qm 1 && "
			 "t=$(git rev-parse HEAD:a/b) && rm -f .git/objects/${t%%${t#??}}/${t#??} .git/objects/b6/fc4c*");
	struct oid tree = tree_of("HEAD"), blob = {.bytes = {0xb6, 0xfc, 0x4c, 0x62, 0x0b, 0x67, 0xd9, 0x5f, 0x95, 0x3a,
							      0x5c, 0x1c, 0x12, 0x30, 0xaa, 0xab, 0x5d, 0xb5, 0xa1, 0xb0}};
	cr_assert(!repository_find(&f, r, &tree, "a/b/f", a, d));
	cr_assert_eq(diags_count(d, DIAG_ERROR), 1);
	cr_assert_eq(repository_blob_size(r, &blob, d), 0);
	cr_assert_eq(diags_count(d, DIAG_ERROR), 2);
}
