/* Which files are a reader's, and what becomes of what it makes of them. The reader here is in C: a file's lines are "key=value";
 * one that begins with "!" is refused, with what follows as the reason. */
#include "archive/reader.h"

#include <stdlib.h>

#include "archive/beside.h"
#include "unit/archive/help.h"
#include "unit/support/repo.h"

#define CONFIG                                                                                               \
	"version: 1\nbase_url: https://csirt.example.org/\n"                                                 \
	"publisher: {name: E, namespace: https://csirt.example.org}\nlanguages: [ja, en]\nid: "              \
	"\"EX-{serial}\"\n"
#define SOURCE "---\ntitle: t\nstatus: final\n---\nbody\n"
#define FINE "title=t\nstatus=final\nseverity=low"

static struct help h;
static char *folder;
static struct story *story;
static struct repository *repository;
static struct archive archive;

static bool identify(struct reader_name *out, bool *said, void *context, const char *reader, const char *path, const char *shown,
		     struct arena *a, const char **why, struct diags *d)
{
	(void)context;
	(void)shown;
	*said = strcmp(reader, "named") == 0;
	if (strstr(path, "fails")) {
		*why = "fails";
		if (d)
			diag(d, DIAG_READER_FAILED, (struct place){.path = shown}, NULL, "fails");
		return false;
	}
	if (*said && !strstr(path, "README"))
		*out = (struct reader_name){arena_printf(a, "EX-%zu", strlen(path)), "en"};
	return true;
}

static bool read_lines(struct reader_text *out, void *context, const char *reader, const char *path, const char *shown,
		       struct span text, struct arena *a, const char **why, struct diags *d)
{
	struct span line;
	unsigned number = 0;
	(void)context;
	(void)reader;
	(void)path;
	*out = (struct reader_text){.front = value_new(a, VALUE_MAP), .body = SPAN_LITERAL("Text.\r\nMore."), .body_line = 1};
	while (span_next_line(&text, &line)) {
		const char *equals = memchr(line.data, '=', line.length);
		number++;
		if (!equals) {
			*why = arena_span(a, span_after(line, 1));
			if (d)
				diag(d, DIAG_READER_REFUSED, (struct place){shown, number, 0}, NULL, "%s", *why);
			return false;
		}
		const char *key = arena_dup(a, line.data, (size_t)(equals - line.data));
		struct value *v = value_of_span(a, span_after(line, (size_t)(equals - line.data) + 1));
		if (strcmp(key, "lang") == 0) {
			out->lang = v->text;
			continue;
		}
		if (strcmp(key, "body") == 0)
			out->body = strcmp(v->text, "zero") == 0 ? SPAN_LITERAL("a\0b") : SPAN_LITERAL("\xff");
		v->line = number;
		value_set(a, out->front, key, v);
		out->front->keys[out->front->count - 1].line = number;
	}
	return true;
}

static const struct reader_ops ops = {identify, read_lines};

static bool open_readers(void *context, struct archive *ar, struct diags *d)
{
	(void)context;
	(void)d;
	ar->config.readers.ops = &ops;
	ar->config.readers.digest = "1";
	return true;
}

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

TestSuite(readers, .init = start, .fini = stop);

static bool load_from(const char *config)
{
	struct oid head;
	struct commit commit;
	struct archive_beside beside;
	story_commit(story, "main", "x");
	story_tell(story);
	cr_assert(repository_open(&repository, folder, h.diags), "%s", help_reports(&h));
	cr_assert(repository_resolve(&head, repository, "HEAD", h.diags));
	cr_assert(repository_commit(&commit, repository, &head, h.arena, h.diags));
	struct archive_from from = {.tree = commit.tree, .open_readers = open_readers, .jobs = 2};
	if (config) {
		if (!archive_beside_read(&beside, repository, config, h.arena, h.diags))
			return false;
		from.beside = &beside;
	}
	return archive_load(&archive, repository, &from, h.arena, h.diags);
}

static bool load(const char *readers)
{
	story_write(story, "archive/archive.yaml", arena_printf(h.arena, CONFIG "readers: [%s]\n", readers));
	return load_from(NULL);
}

static void parse(struct config *c, const char *path, const char *readers)
{
	cr_assert(config_parse(c, h.arena, span_of(arena_printf(h.arena, CONFIG "readers: [%s]\n", readers)), path, h.diags), "%s",
		  help_reports(&h));
}

static const char *rule(const struct config *c, const char *path)
{
	const struct reader_rule *found = reader_of(c, path);
	return found ? found->name : "";
}

Test(readers, the_first_pattern_that_matches_has_the_file)
{
	struct config c;
	parse(&c, "archive/archive.yaml", "{path: old/special.txt, reader: x}, {path: \"**/*.txt\", reader: y}, {path: \"old/*\", reader: z}");
	cr_expect_str_eq(rule(&c, "archive/old/special.txt"), "x");
	cr_expect_str_eq(rule(&c, "archive/old/a.txt"), "y");
	cr_expect_str_eq(rule(&c, "archive/old/a.md"), "z");
	cr_expect_str_eq(rule(&c, "archive/advisories/a.txt"), "y");
	cr_expect_str_eq(rule(&c, "archive/other/a.md"), "");
	cr_expect_str_eq(rule(&c, "old/a.txt"), "");
	cr_expect_str_eq(rule(&c, "archiveold/a.txt"), "");
	cr_expect_str_eq(reader_path(&c, "archive/old/a.txt"), "old/a.txt");
}

Test(readers, what_is_the_archives_own_is_never_a_readers)
{
	static const char *const own[] = {"archive.yaml", "glossary.yaml", "pages/about.ja.md", "keys/a.asc", "keys/committers/a.asc"};
	struct config c;
	parse(&c, "archive.yaml", "{path: \"**\", reader: x}");
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		cr_expect_str_eq(rule(&c, own[i]), "", "%s", own[i]);
		cr_expect_eq(archive_part(&c, own[i]), PART_BESIDE, "%s", own[i]);
	}
	cr_expect_str_eq(rule(&c, "advisories/x"), "x");
	c.readers.alone = true;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		cr_expect_str_eq(rule(&c, own[i]), "x", "%s", own[i]);
}

Test(readers, what_a_path_is_to_the_archive)
{
	static const struct {
		const char *config, *path;
		bool alone;
		enum archive_part part;
	} cases[] = {
		{"archive/archive.yaml", "archive/advisories/x", false, PART_ADVISORIES},
		{"archive/archive.yaml", "archive/old/x", false, PART_ADVISORIES},
		{"archive/archive.yaml", "archive/new/x", false, PART_BESIDE},
		{"archive/archive.yaml", "archive/advisories", false, PART_BESIDE},
		{"archive/archive.yaml", "old/x", false, PART_NONE},
		{"archive.yaml", "advisories/x", false, PART_ADVISORIES},
		{"archive.yaml", "old/x", false, PART_ADVISORIES},
		{"archive.yaml", "new/x", false, PART_NONE},
		{"archive.yaml", "pages/x", false, PART_BESIDE},
		{"archive.yaml", "advisories/x", true, PART_NONE},
		{"archive.yaml", "pages/x", true, PART_NONE},
		{"archive.yaml", "old/x", true, PART_ADVISORIES},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct config c;
		parse(&c, cases[i].config, "{path: \"old/*\", reader: x}");
		c.readers.alone = cases[i].alone;
		cr_expect_eq(archive_part(&c, cases[i].path), cases[i].part, "%s %s", cases[i].config, cases[i].path);
	}
}

static const char *key(const char *readers, const char *digest, const char **patterns)
{
	struct config c;
	parse(&c, "archive/archive.yaml", readers);
	c.readers.digest = digest;
	*patterns = readers_patterns(&c, h.arena);
	return readers_key(&c, h.arena);
}

Test(readers, what_is_kept_is_kept_for_patterns_and_for_readers)
{
	const char *same, *p[6], *k[6];
	k[0] = key("{path: \"a/*\", reader: x}", "1", &p[0]);
	k[1] = key("{path: \"a/*\", reader: x}", "2", &p[1]);
	k[2] = key("{path: \"a/*\", reader: y}", "1", &p[2]);
	k[3] = key("{path: \"b/*\", reader: x}", "1", &p[3]);
	k[4] = key("{path: \"a/*\", reader: x}, {path: b, reader: x}", "1", &p[4]);
	k[5] = key("{path: \"a/* b\", reader: x}", "1", &p[5]);
	cr_expect_str_eq(key("{path: \"a/*\", reader: x}", "1", &same), k[0]);
	for (size_t i = 0; i < 6; i++)
		for (size_t j = 0; j < i; j++) {
			cr_expect_str_neq(k[i], k[j], "%zu %zu", i, j);
			cr_expect_eq(strcmp(p[i], p[j]) == 0, i < 3, "%zu %zu", i, j);
		}
	struct config root, none;
	parse(&root, "archive.yaml", "{path: \"a/*\", reader: x}");
	root.readers.digest = "1";
	cr_expect_str_neq(readers_key(&root, h.arena), k[0], "readers see another path of the same file");
	cr_assert(config_parse(&none, h.arena, span_of(CONFIG), "archive/archive.yaml", h.diags));
	cr_expect_str_eq(readers_key(&none, h.arena), "");
	cr_expect_str_eq(readers_patterns(&none, h.arena), "");
}

Test(readers, a_file_names_its_document_by_itself)
{
	struct config c;
	const char *id, *lang;
	static const struct {
		const char *path, *id, *lang;
	} cases[] = {{"archive/x/EX-1.txt", "EX-1", "ja"},        {"archive/x/EX-1.en.txt", "EX-1", "en"},
		     {"archive/x/EX-1.fr.txt", "EX-1.fr", "ja"},  {"archive/x/EX-1", "EX-1", "ja"},
		     {"archive/x/EX-1.en", "EX-1", "ja"},         {"archive/x/.txt", NULL, NULL},
		     {"archive/x/ex-1.txt", NULL, NULL},          {"archive/x/fails.txt", NULL, NULL},
		     {"archive/y/EX-1.de.md", "EX-1", "de"},      {"archive/y/EX-1.txt", NULL, NULL}};
	parse(&c, "archive/archive.yaml", "{path: \"x/*\", reader: plain}");
	c.readers.ops = &ops;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bool found = document_identify(&id, &lang, h.arena, &c, cases[i].path);
		cr_assert_eq(found, cases[i].id != NULL, "%s", cases[i].path);
		cr_expect(!found || (strcmp(id, cases[i].id) == 0 && strcmp(lang, cases[i].lang) == 0), "%s: %s %s", cases[i].path, id, lang);
	}
}

Test(readers, an_archive_of_both_kinds)
{
	story_write(story, "archive/advisories/EX-1.ja.md", SOURCE);
	story_write(story, "archive/advisories/EX-1/figure.txt", "x");
	story_write(story, "archive/old/EX-2.txt", FINE);
	story_write(story, "archive/old/EX-2.en.txt", "title=e");
	story_write(story, "archive/old/EX-2/other.bin", "let pass");
	story_write(story, "archive/advisories/EX-1.en.txt", "title=e");
	cr_assert(load("{path: \"old/*.txt\", reader: plain}, {path: \"advisories/*.txt\", reader: plain}"), "%s", help_reports(&h));
	help_expect_nothing(&h);
	cr_assert_eq(archive.advisory_count, 2);
	const struct archive_advisory *one = archive_find(&archive, "EX-1"), *two = archive_find(&archive, "EX-2");
	cr_expect_eq(one->document_count, 2);
	cr_expect_eq(one->attachment_count, 1);
	cr_assert_eq(two->document_count, 2);
	cr_expect_eq(two->attachment_count, 0);
	const struct document *d = &two->documents[two->source].document;
	cr_expect(d->from_reader);
	cr_expect_not(one->documents[one->source].document.from_reader);
	cr_expect_str_eq(d->lang, "ja");
	cr_expect_str_eq(value_text(d->facts, "severity"), "low");
	cr_expect(span_is(d->body, "Text.\nMore."));
}

Test(readers, faults_are_told_where_the_reader_says_they_are)
{
	story_write(story, "archive/old/EX-1.txt", "title=t\n!what is this");
	story_write(story, "archive/old/EX-2.txt", "title=t\nstatus=final\nseverity=enormous\ncve=CVE-1");
	story_write(story, "archive/old/EX-3.txt", "title=t\nstatus=final\nlang=en");
	story_write(story, "archive/old/EX-6.txt", "title=t\nbody=zero");
	story_write(story, "archive/old/EX-7.txt", "title=t\nbody=latin");
	story_write(story, "archive/old/EX-8.txt", "title=a\u202eb");
	story_write(story, "archive/old/EX-4.txt", FINE);
	story_write(story, "archive/old/again/EX-4.txt", FINE);
	story_write(story, "archive/old/fails.txt", FINE);
	story_write(story, "archive/old/EX-5.en.txt", "title=t\nseverity=high");
	story_write(story, "archive/old/EX-5.txt", FINE);
	cr_expect_not(load("{path: \"old/**/*.txt\", reader: plain}, {path: \"none/*\", reader: plain}"));
	const char *reports = help_reports(&h);
	static const char *const wants[] = {
		"archive/old/EX-1.txt:2: error: [A162] what is this",
		"archive/old/EX-2.txt:3: error: [A106] \"severity\" cannot be \"enormous\"",
		"archive/old/EX-2.txt:4: error: [A107] \"cve\": \"CVE-1\"",
		"archive/old/EX-3.txt: error: [A164] the reader \"plain\" returns \"lang\" = en for a file whose language is ja by its path",
		"archive/old/again/EX-4.txt: error: [A138] the same document stands in two folders; the other is archive/old/EX-4.txt",
		"archive/old/EX-6.txt:1: error: [A164] the reader \"plain\" gives a body that has a byte of zero",
		"archive/old/EX-7.txt:1: error: [A164] the reader \"plain\" gives a body that is not UTF-8",
		"archive/old/EX-8.txt:1: error: [A115] U+202E in title, a character that hides or reorders text",
		"archive/old/fails.txt: error: [A163] fails",
		"archive/old/EX-5.en.txt:2: error: [A139] \"severity\" differs from the source, archive/old/EX-5.txt",
		"warning: [A161] no file is read by this pattern: \"none/*\"",
	};
	for (size_t i = 0; i < sizeof(wants) / sizeof(*wants); i++)
		cr_expect(strstr(reports, wants[i]) != NULL, "wanted:\n%s\namong:\n%s", wants[i], reports);
	cr_expect_null(strstr(reports, "A136"), "one document twice is no second source");
}

Test(readers, what_is_none_by_the_readers_word_is_let_pass)
{
	story_write(story, "archive/old/README.txt", "!");
	story_write(story, "archive/old/123.txt", FINE);
	cr_assert(load("{path: \"old/*.txt\", reader: named}"), "%s", help_reports(&h));
	cr_assert_eq(archive.advisory_count, 1);
	cr_expect_str_eq(archive.advisories[0].id, "EX-11");
}

Test(readers, a_past_version_is_read_leniently_or_refused_with_the_reason)
{
	struct config c;
	struct document d;
	const char *why;
	parse(&c, "archive/archive.yaml", "{path: \"old/*\", reader: plain}");
	c.readers.ops = &ops;
	cr_assert(document_parse_past(&d, h.arena, "archive/old/EX-1.txt", SPAN_LITERAL("title=t\nstatus=final\nstrange=1"), &c, &why));
	cr_expect_str_eq(value_text(d.facts, "strange"), "1");
	cr_expect_not(document_parse_past(&d, h.arena, "archive/old/EX-1.txt", SPAN_LITERAL("!no"), &c, &why));
	cr_expect_str_eq(why, "no");
	cr_expect_not(document_parse_past(&d, h.arena, "archive/old/EX-1.txt", SPAN_LITERAL("\xff"), &c, &why));
	cr_expect_str_eq(why, "it is not UTF-8");
	cr_expect_not(document_parse_past(&d, h.arena, "archive/old/EX-1.txt", SPAN_LITERAL("status=final"), &c, &why));
	help_expect_nothing(&h);
}

static void write_file(const char *name, const char *text)
{
	repo_run(folder, "mkdir -p \"$(dirname 'conf/%s')\" && cat >'conf/%s' <<'END'\n%s\nEND", name, name, text);
}

Test(readers, beside_a_configuration_of_its_own)
{
	story_write(story, "archive.yaml", "not: ours");
	story_write(story, "archive/archive.yaml", "nor: this");
	story_write(story, "pages/about.ja.md", "no page of ours");
	story_write(story, "advisories/EX-9.ja.md", SOURCE);
	story_write(story, "old/EX-1.txt", FINE);
	write_file("own.yaml", CONFIG "readers: [{path: \"old/*.txt\", reader: plain}]");
	write_file("pages/about.ja.md", "---\ntitle: ours\n---\nText.");
	write_file(".hidden", "x");
	write_file("pages/.hidden", "x");
	write_file("beside.txt", "not read");
	const char *file = arena_printf(h.arena, "%s/conf/own.yaml", folder);
	cr_assert(load_from(file), "%s", help_reports(&h));
	cr_assert_eq(archive.advisory_count, 1);
	cr_assert_eq(archive.page_count, 1);
	cr_expect_str_eq(archive.pages[0].title, "ours");
	cr_expect_str_eq(archive.config.path, file);
	cr_expect_str_eq(archive.config_sha256,
			 repo_output(folder, "cd conf && { sha256sum own.yaml | sed 's/own/archive/'; sha256sum pages/about.ja.md; } | "
					     "sha256sum | cut -d' ' -f1"));
	write_file("pages/about.ja.md", "---\ntitle: other\n---\nText.");
	const char *before = archive.config_sha256;
	repository_close(repository);
	cr_assert(load_from(file), "%s", help_reports(&h));
	cr_expect_str_neq(archive.config_sha256, before);
}

Test(readers, a_configuration_without_readers_has_no_documents)
{
	write_file("own.yaml", CONFIG);
	story_write(story, "advisories/EX-9.ja.md", SOURCE);
	cr_expect_not(load_from(arena_printf(h.arena, "%s/conf/own.yaml", folder)));
	help_expect(&h, "own.yaml: error: [A165] with --config, files are documents by `readers` alone");
}

Test(readers, where_the_work_tree_is_looked_at)
{
	const char *const *folders = archive_reader_folders(h.arena, span_of("readers: [{path: \"a/b/*.x\", reader: r}, {path: c/d.x, reader: r}]"));
	cr_expect_str_eq(folders[0], "a/b");
	cr_expect_str_eq(folders[1], "c");
	cr_expect_null(folders[2]);
	cr_expect_null(archive_reader_folders(h.arena, span_of("readers: [{path: a/b}, {path: \"**/x\", reader: r}]"))[0]);
	cr_expect_null(archive_reader_folders(h.arena, span_of("version: 1")));
	cr_expect_null(archive_reader_folders(h.arena, span_of("readers: [")));
}
