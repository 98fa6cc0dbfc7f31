/* The archive of a commit: what its files are, and how they fit together. */
#include "archive/archive.h"

#include <stdlib.h>

#include "unit/archive/help.h"
#include "unit/support/repo.h"

#define CONFIG                                                                                               \
	"version: 1\nbase_url: https://csirt.example.org/\n"                                                 \
	"publisher: {name: E, namespace: https://csirt.example.org}\nlanguages: [ja, en]\nid: "              \
	"\"EX-{serial}\"\n"
#define SOURCE "---\ntitle: t\nstatus: final\ncve: [CVE-2026-0001, CVE-2026-0002]\n---\nbody\n"
#define TRANSLATION "---\ntitle: e\n---\nbody\n"

static struct help h;
static char *folder;
static struct story *story;
static struct repository *repository;
static struct archive archive;

static void start(void)
{
	help_begin(&h);
	folder = repo_folder();
	story = story_new(folder);
}

static void stop(void)
{
	repository_close(repository);
	story_free(story);
	repo_remove(folder);
	help_end(&h);
}

TestSuite(archive, .init = start, .fini = stop);

/* Loads what HEAD holds. */
static bool load_head(void)
{
	struct oid head;
	struct commit commit;
	cr_assert(repository_open(&repository, folder, h.diags), "%s", help_reports(&h));
	cr_assert(repository_resolve(&head, repository, "HEAD", h.diags));
	cr_assert(repository_commit(&commit, repository, &head, h.arena, h.diags));
	return archive_load(&archive, repository, &(struct archive_from){.tree = commit.tree, .jobs = 2}, h.arena, h.diags);
}

/* Commits what was written, and loads it. */
static bool load(void)
{
	story_commit(story, "main", "x");
	story_tell(story);
	return load_head();
}

static void write_basics(void)
{
	story_write(story, "archive/archive.yaml", CONFIG);
	story_write(story, "archive/advisories/EX-1.ja.md", SOURCE);
}

/* The basics and one file more, which is wrong. */
static void with(const char *path, const char *text, const char *want)
{
	write_basics();
	story_write(story, path, text);
	cr_expect_not(load(), "%s", path);
	help_expect(&h, want);
}

Test(archive, holds_advisories_pages_glossary_and_certificates)
{
	write_basics();
	story_write(story, "README.md", "not of the archive");
	story_write(story, "archive/README.md", "x");
	story_write(story, "archive/.gitattributes", "x");
	story_write(story, "archive/LICENSE", "x");
	story_write(story, "archive/advisories/.gitkeep", "");
	story_write(story, "archive/advisories/README.ja.md", "x");
	story_write(story, "archive/advisories/2026/en/EX-1.en.md", TRANSLATION);
	story_write(story, "archive/advisories/EX-1/figure.png", "png");
	story_write(story, "archive/advisories/EX-1/data/図.csv", "a,b");
	story_write(story, "archive/advisories/2026/en/EX-1/zz.txt", "z");
	story_write(story, "archive/advisories/EX-10/EX-10.en.md", SOURCE);
	story_write(story, "archive/advisories/2026/EX-2.en.md", SOURCE);
	story_write(story, "archive/pages/policy.ja.md", "---\ntitle: 方針\nsummary: x\n---\ntext\n");
	story_write(story, "archive/pages/about.en.md", "---\ntitle: About\n---\ntext\n");
	story_write(story, "archive/glossary.yaml", "- {term: {ja: あ}, definition: {ja: い}}\n");
	story_write(story, "archive/keys/site.asc", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n");
	story_write(story, "archive/keys/committers/a.asc", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n");
	cr_expect(load());
	help_expect_nothing(&h);
	cr_expect_str_eq(archive.prefix, "archive");
	cr_assert_eq(archive.advisory_count, 3);
	const struct archive_advisory *one = archive_find(&archive, "EX-1");
	cr_assert(one && one == archive.advisories);
	cr_assert_eq(one->document_count, 2);
	cr_expect_str_eq(one->documents[0].document.lang, "en");
	cr_expect_eq(one->source, 1);
	cr_expect_str_eq(one->documents[1].document.path, "archive/advisories/EX-1.ja.md");
	cr_expect(span_is(one->documents[1].document.body, "body\n"));
	cr_assert_eq(one->attachment_count, 3);
	cr_expect_str_eq(one->attachments[0].name, "data/図.csv");
	cr_expect_str_eq(one->attachments[1].name, "figure.png");
	cr_expect_str_eq(one->attachments[2].name, "zz.txt");
	char hex[OID_HEX];
	cr_expect_str_eq(oid_hex(hex, &one->attachments[1].blob),
			 repo_output(folder, "printf png | git hash-object --stdin"));
	cr_expect_str_eq(archive.advisories[1].id, "EX-10");
	cr_expect_str_eq(archive.advisories[2].id, "EX-2");
	cr_expect_null(archive_find(&archive, "EX-3"));
	cr_assert_eq(archive.page_count, 2);
	cr_expect_str_eq(archive.pages[0].name, "about");
	cr_expect_str_eq(archive.pages[0].lang, "en");
	cr_expect_str_eq(archive.pages[1].title, "方針");
	cr_expect(span_is(archive.pages[1].body, "text\n"));
	cr_expect_eq(archive.pages[1].body_line, 5);
	cr_expect_eq(archive.glossary->count, 1);
	cr_assert_eq(archive.certificate_count, 1);
	cr_expect_str_eq(archive.certificates[0].path, "archive/keys/site.asc");
	cr_assert_eq(archive.committer_count, 1);
	cr_expect_str_eq(archive.committers[0].path, "archive/keys/committers/a.asc");
}

Test(archive, may_be_the_root_of_the_repository_beside_other_things)
{
	story_write(story, "archive.yaml", CONFIG);
	story_write(story, "advisories/EX-1.ja.md", SOURCE);
	story_write(story, "src/main.c", "int x;");
	story_write(story, "filters/x.lua", "");
	story_write(story, "keysmith.txt", "");
	cr_expect(load());
	help_expect_nothing(&h);
	cr_expect_str_eq(archive.prefix, "");
	cr_expect_eq(archive.advisory_count, 1);
	cr_expect_eq(archive.glossary->kind, VALUE_LIST);
	cr_expect_eq(archive.glossary->count, 0);
}

Test(archive, without_archive_yaml_there_is_none)
{
	story_write(story, "README.md", "x");
	cr_expect_not(load());
	help_expect(&h, "error: [A130] the commit holds no archive");
}

Test(archive, with_two_archive_yaml_one_has_to_go)
{
	story_write(story, "archive.yaml", CONFIG);
	story_write(story, "archive/archive.yaml", CONFIG);
	cr_expect_not(load());
	help_expect(&h, "archive.yaml: error: [A131]");
}

Test(archive, a_symbolic_link_and_a_submodule_are_named)
{
	write_basics();
	story_commit(story, "main", "x");
	story_tell(story);
	repo_run(folder, "git reset -q --hard && ln -s EX-1.ja.md archive/advisories/EX-2.ja.md && ln -s . "
			 "archive/loop && ln -s /etc etc "
			 "&& git add -A && git update-index --add --cacheinfo "
			 "160000,1234567890123456789012345678901234567890,archive/advisories/sub && git "
			 "commit -q -m links");
	cr_expect_not(load_head());
	cr_expect_str_eq(help_reports(&h),
			 "archive/advisories/EX-2.ja.md: error: [A132] a symbolic link inside the archive\n"
			 "  hint: put a copy of the file there\n"
			 "archive/advisories/sub: error: [A132] a submodule inside the archive\n"
			 "  hint: commit its files instead\n"
			 "archive/loop: error: [A132] a symbolic link inside the archive\n"
			 "  hint: put a copy of the file there\n");
}

Test(archive, hidden_characters_in_the_body_of_a_page_are_refused)
{
	with("archive/pages/about.en.md", "---\ntitle: t\n---\n\nab\u202Ecd\n",
	     "archive/pages/about.en.md:5:3: error: [A115] U+202E, a character that hides or reorders text");
}

Test(archive, a_page_with_an_empty_front_matter_has_a_line)
{
	with("archive/pages/about.en.md", "---\n---\n",
	     "archive/pages/about.en.md:2:1: error: [A103] the front matter of a page lacks \"title\"\n"
	     "  hint: add title: …");
}

/* Commits what was written, without the object that the name stands for. */
static void commit_without(const char *object)
{
	story_commit(story, "main", "x");
	story_tell(story);
	repo_run(folder, "git repack -qad && mv .git/objects/pack/*.pack p && rm -f .git/objects/pack/* && "
			 "git unpack-objects -q <p && o=$(git rev-parse %s) && "
			 "rm -f .git/objects/$(echo $o | cut -c-2)/$(echo $o | cut -c3-)", object);
}

Test(archive, a_file_whose_object_is_missing_is_named)
{
	write_basics();
	commit_without("HEAD:archive/advisories/EX-1.ja.md");
	cr_expect_not(load_head());
	help_expect(&h, "archive/advisories/EX-1.ja.md: error: [R109] the blob ");
}

Test(archive, a_folder_whose_object_is_missing_is_not_taken_for_no_archive)
{
	write_basics();
	commit_without("HEAD:archive");
	cr_expect_not(load_head());
	cr_expect(diags_has(h.diags, DIAG_OBJECT_MISSING));
	cr_expect_not(diags_has(h.diags, DIAG_ARCHIVE_MISSING));
}

Test(archive, archive_yaml_that_is_a_link_is_refused)
{
	story_write(story, "real.yaml", CONFIG);
	story_commit(story, "main", "x");
	story_tell(story);
	repo_run(folder, "git reset -q --hard && mkdir archive && ln -s ../real.yaml archive/archive.yaml && "
			 "git add -A && git commit -q -m l");
	cr_expect_not(load_head());
	help_expect(&h, "archive/archive.yaml: error: [A132]");
}

#define POINTER "version https://git-lfs.github.com/spec/v1\noid sha256:44a70fd3\nsize 12345\n"

Test(archive, an_lfs_pointer_is_named_wherever_it_stands)
{
	write_basics();
	story_write(story, "archive/advisories/EX-1/big.bin", POINTER);
	story_write(story, "archive/advisories/EX-2.ja.md", POINTER);
	story_write(story, "archive/keys/a.asc", POINTER);
	cr_expect_not(load());
	const char *reports = help_reports(&h);
	cr_expect(strstr(reports, "archive/advisories/EX-1/big.bin: error: [A133] a pointer of Git LFS") !=
			  NULL,
		  "%s", reports);
	cr_expect(strstr(reports, "archive/advisories/EX-2.ja.md: error: [A133]") != NULL, "%s", reports);
	cr_expect(strstr(reports, "archive/keys/a.asc: error: [A133]") != NULL, "%s", reports);
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 3, "%s", reports);
}

Test(archive, a_stem_that_is_no_id_of_the_scheme)
{
	with("archive/advisories/EY-1.ja.md", SOURCE,
	     "archive/advisories/EY-1.ja.md: error: [A134] \"EY-1\" is no id of this archive\n  hint: "
	     "archive.yaml says EX-{serial}");
}

Test(archive, a_stem_that_cannot_be_an_id)
{
	with("archive/advisories/notes.ja.md", SOURCE, "[A134] \"notes\" is no id of this archive");
}

Test(archive, ids_that_differ_in_case_alone)
{
	story_write(story, "archive/archive.yaml",
		    "version: 1\nbase_url: https://csirt.example.org/\n"
		    "publisher: {name: E, namespace: https://csirt.example.org}\nlanguages: [ja]\n");
	story_write(story, "archive/advisories/EX-a.ja.md", SOURCE);
	story_write(story, "archive/advisories/EX-A.ja.md", SOURCE);
	cr_expect_not(load());
	help_expect(&h,
		    "archive/advisories/EX-a.ja.md: error: [A135] the id differs from EX-A in case alone");
}

Test(archive, two_sources)
{
	with("archive/advisories/EX-1.en.md", SOURCE,
	     "archive/advisories/EX-1.en.md:3:1: error: [A136] a second source of EX-1; the other is "
	     "archive/advisories/EX-1.ja.md");
}

Test(archive, of_two_sources_the_one_with_fewer_keys_is_at_fault)
{
	with("archive/advisories/EX-1.en.md", "---\ntitle: T\nstatus: final\naffected: []\nkind: alert\n---\n\nText.\n",
	     "archive/advisories/EX-1.ja.md:3:1: error: [A136] a second source of EX-1; the other is "
	     "archive/advisories/EX-1.en.md");
}

Test(archive, a_translation_of_nothing)
{
	with("archive/advisories/EX-2.en.md", TRANSLATION,
	     "archive/advisories/EX-2.en.md: error: [A137] EX-2 has no source: none of its documents has "
	     "\"status\"");
}

Test(archive, a_source_that_cannot_be_read_makes_no_second_fault)
{
	write_basics();
	story_write(story, "archive/advisories/EX-2.en.md", TRANSLATION);
	story_write(story, "archive/advisories/EX-2.ja.md", "---\ntitle: a: b\n---\n");
	cr_expect_not(load());
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 1, "%s", help_reports(&h));
	cr_expect_eq(archive_find(&archive, "EX-2")->document_count, 1);
}

Test(archive, one_document_in_two_folders)
{
	with("archive/advisories/old/EX-1.ja.md", SOURCE,
	     "archive/advisories/old/EX-1.ja.md: error: [A138] the same document stands in two folders; the "
	     "other is "
	     "archive/advisories/EX-1.ja.md");
}

Test(archive, attachments_of_one_name)
{
	write_basics();
	story_write(story, "archive/advisories/EX-1/a.png", "1");
	story_write(story, "archive/advisories/EX-1/A.png", "2");
	cr_expect_not(load());
	help_expect(&h, "archive/advisories/EX-1/a.png: error: [A138] two attachments whose names differ at "
			"most in case; the other is archive/advisories/EX-1/A.png");
}

Test(archive, a_translation_may_repeat_facts_but_not_differ)
{
	write_basics();
	story_write(
		story, "archive/advisories/EX-1.en.md",
		"---\ntitle: e\nsummary: s\ncve: [CVE-2026-0002, CVE-2026-0001]\nkind: vulnerability\n---\n");
	cr_expect(load());
	help_expect_nothing(&h);
}

Test(archive, a_translation_whose_facts_differ)
{
	with("archive/advisories/EX-1.en.md",
	     "---\ntitle: e\nkind: alert\ncve: CVE-2026-0001\ntags: [x]\n---\n",
	     "archive/advisories/EX-1.en.md:3:1: error: [A139] \"kind\" differs from the source, "
	     "archive/advisories/EX-1.ja.md\n"
	     "  hint: take it out: the facts stand in the source\n"
	     "archive/advisories/EX-1.en.md:4:1: error: [A139] \"cve\" differs from the source, "
	     "archive/advisories/EX-1.ja.md\n"
	     "  hint: take it out: the facts stand in the source\n"
	     "archive/advisories/EX-1.en.md:5:1: error: [A139] \"tags\"");
}

Test(archive, a_language_that_is_not_the_archives)
{
	with("archive/advisories/EX-1.fr.md", TRANSLATION,
	     "archive/advisories/EX-1.fr.md: error: [A119] \"fr\" is no language of this archive");
}

Test(archive, files_that_belong_to_nothing)
{
	write_basics();
	story_write(story, "archive/advisories/figure.png", "x");
	story_write(story, "archive/advisories/EX-9/figure.png", "x");
	story_write(story, "archive/advisories/EX-9.md", "x");
	story_write(story, "archive/advisory/EX-7.ja.md", SOURCE);
	story_write(story, "archive/pages/About.ja.md", "x");
	story_write(story, "archive/pages/sub/about.ja.md", "x");
	story_write(story, "archive/keys/secret.gpg", "x");
	story_write(story, "archive/keys/deep/er/a.asc", "x");
	cr_expect_not(load());
	const char *reports = help_reports(&h);
	static const char *const wants[] = {
		"archive/advisories/EX-9.md: error: [A140] the file belongs to no advisory\n  hint: a "
		"document is named ID.LANGUAGE.md",
		"archive/advisories/EX-9/figure.png: error: [A140] the file belongs to no advisory\n  hint: "
		"attachments lie in a folder",
		"archive/advisories/figure.png: error: [A140]",
		"archive/advisory/EX-7.ja.md: error: [A140] the file is no part of the archive",
		"archive/keys/deep/er/a.asc: error: [A140] the file is no certificate",
		"archive/keys/secret.gpg: error: [A140]",
		"archive/pages/About.ja.md: error: [A140] the file is no page",
		"archive/pages/sub/about.ja.md: error: [A140]"};
	for (size_t i = 0; i < sizeof(wants) / sizeof(*wants); i++)
		cr_expect(strstr(reports, wants[i]) != NULL, "wanted:\n%s\namong:\n%s", wants[i], reports);
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 8, "%s", reports);
}

Test(archive, an_advisory_among_the_attachments_of_another)
{
	with("archive/advisories/EX-1/EX-2.ja.md", SOURCE,
	     "archive/advisories/EX-1/EX-2.ja.md: error: [A140] this looks like an advisory, but lies among "
	     "the attachments");
}

Test(archive, names_that_cannot_be_published)
{
	write_basics();
	story_write(story, "archive/advisories/EX-1/.htaccess", "x");
	story_write(story, "archive/advisories/EX-1/a\\b.png", "x");
	story_write(story, "archive/advisories/EX-1/a\u202Egnp.exe", "x");
	cr_expect_not(load());
	const char *reports = help_reports(&h);
	cr_expect(strstr(reports, "EX-1/.htaccess: error: [A141] an attachment's name begins with a dot") !=
			  NULL,
		  "%s", reports);
	cr_expect(strstr(reports, "EX-1/a\\b.png: error: [A141] the name is not UTF-8") != NULL, "%s",
		  reports);
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 3, "%s", reports);
}

Test(archive, a_secret_key_among_the_certificates)
{
	with("archive/keys/site.asc", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n",
	     "archive/keys/site.asc: error: [A142] a secret key; whoever can read the repository has it: "
	     "revoke it");
}

Test(archive, a_certificate_that_is_none)
{
	with("archive/keys/committers/a.asc", "hello\n",
	     "archive/keys/committers/a.asc: error: [A142] no armored OpenPGP certificate");
}

Test(archive, a_page_without_a_title)
{
	with("archive/pages/about.ja.md", "---\nstatus: final\n---\n",
	     "archive/pages/about.ja.md:2:1: error: [A103] the front matter of a page lacks \"title\"");
}

Test(archive, a_replacement_that_is_not_there)
{
	write_basics();
	story_write(story, "archive/advisories/EX-2.ja.md",
		    "---\ntitle: t\nstatus: final\nwithdrawn: {reason: duplicate, replaced_by: EX-3}\n---\n");
	cr_expect(load());
	help_expect(
		&h,
		"EX-2.ja.md:4:45: warning: [A143] \"replaced_by\" names EX-3, which is not in this archive");
}

Test(archive, a_replacement_by_itself)
{
	with("archive/advisories/EX-2.ja.md",
	     "---\ntitle: t\nstatus: final\nwithdrawn: {reason: duplicate, replaced_by: EX-2}\n---\n",
	     "error: [A123] \"replaced_by\" names the advisory itself");
}

Test(archive, a_broken_configuration_brings_forth_no_other_faults)
{
	story_write(story, "archive/archive.yaml", "version: [\n");
	story_write(
		story, "archive/advisories/EX-1.ja.md",
		"---\ntitle: t\nstatus: final\ncve: CVE-1900-0001\naffected: [{product: {ja: あ}}]\n---\n");
	story_write(story, "archive/glossary.yaml", "- {term: {ja: あ}, definition: {ja: い}}\n");
	cr_expect_not(load());
	cr_expect_eq(diags_count(h.diags, DIAG_ERROR), 1, "%s", help_reports(&h));
	cr_expect_eq(archive.advisory_count, 1);
}

Test(archive, reports_are_the_same_with_any_number_of_threads)
{
	write_basics();
	for (int i = 10; i < 60; i++) {
		const char *path = arena_printf(h.arena, "archive/advisories/EX-%d.ja.md", i);
		story_write(story, path, i % 2 ? "---\ntitle: t\nstatus: x\nkind: y\n---\n" : SOURCE);
	}
	cr_expect_not(load());
	const char *first = help_reports(&h);
	cr_expect(strstr(first, "EX-59.ja.md:4:7") != NULL);
	struct oid head;
	struct commit commit;
	cr_assert(repository_resolve(&head, repository, "HEAD", h.diags));
	cr_assert(repository_commit(&commit, repository, &head, h.arena, h.diags));
	for (unsigned jobs = 1; jobs < 9; jobs += 3) {
		cr_expect_not(archive_load(&archive, repository, &(struct archive_from){.tree = commit.tree, .jobs = jobs}, h.arena, h.diags));
		cr_expect_str_eq(help_reports(&h), first);
		cr_expect_eq(archive.advisory_count, 51);
	}
}
