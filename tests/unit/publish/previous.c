#include "publish/previous.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/digest.h"
#include "formats/archive_json.h"
#include "unit/support/gnupg.h"
#include "unit/support/repo.h"

#define ADVISORIES_MOST 40

static char root[100]; /* of the site that is live */
static char *key;
static char *folder;   /* of the repository */
static struct story *story;
static struct repository *repository;
static struct arena *arena;
static struct diags *d;

/* What is built, and what was: the test changes either before it compares. */
static const char *languages[] = {"ja", "en"};
static struct config config;
static struct archive archive;
static struct history history;
static struct advisory advisories[ADVISORIES_MOST];
static struct event first_events[4], second_events[4];
static struct oid head;
static const struct value *told; /* the rewrites of the site that is live */
static struct previous_options options;
static const struct value *rewrites;
static struct map *paths; /* of what would be written */

static int commit(const char *branch, const char *text)
{
	story_write(story, "archive/x", text);
	return story_commit(story, branch, text);
}

/* main: 1 2 3 4; local leaves it after 2, with one commit of its own, and turned is local with main merged in. */
static void make_repository(void)
{
	folder = repo_folder();
	story = story_new(folder);
	commit("main", "1");
	commit("main", "2");
	story_branch(story, "local", "main");
	story_branch(story, "turned", "main");
	commit("main", "3");
	commit("main", "4");
	commit("local", "local");
	commit("turned", "mine");
	story_merge(story, "main");
	story_write(story, "archive/x", "both");
	story_commit(story, "turned", "Merge");
	commit("turned", "after");
	story_write(story, "archive/y", "other");
	story_commit(story, "orphan", "orphan");
	story_tell(story);
	cr_assert(repository_open(&repository, folder, d));
}

/* The publications of the branch: each commit is one. */
static void take_branch(const char *branch)
{
	struct chain chain;
	cr_assert(repository_resolve(&head, repository, branch, d));
	cr_assert(repository_chain(&chain, repository, &head, arena, d));
	history.publications = arena_array(arena, chain.count, sizeof(*history.publications));
	history.publication_count = chain.count;
	for (size_t i = 0; i < chain.count; i++)
		history.publications[i] = (struct publication){(unsigned)i + 1, chain.commits[i].time, chain.commits[i].id, {{0}}, 0};
	first_events[0].at = second_events[0].at = second_events[1].at = &history.publications[0];
	first_events[1].at = &history.publications[chain.count > 2 ? 2 : 0];
}

static struct value *facts(void)
{
	struct value *map = value_new(arena, VALUE_MAP);
	value_set_text(arena, map, "status", "final");
	value_set_text(arena, map, "kind", "alert");
	return map;
}

static void make_history(void)
{
	static struct text ja = {.lang = "ja", .title = "title", .reflects = 1, .current = true}, both[2];
	both[0] = (struct text){.lang = "en", .title = "title", .reflects = 1, .current = true};
	both[1] = ja;
	first_events[0] = (struct event){.lang = "ja", .class = EVENT_PUBLISHED, .revision = 1};
	first_events[1] = (struct event){.lang = "ja", .class = EVENT_SUBSTANTIVE, .revision = 2};
	second_events[0] = (struct event){.lang = "ja", .class = EVENT_PUBLISHED, .revision = 1};
	second_events[1] = (struct event){.lang = "en", .class = EVENT_TRANSLATION_PUBLISHED, .translation = true, .revision = 1};
	struct value *map = facts();
	advisories[0] = (struct advisory){.id = "EX-1", .source = "ja", .facts = map, .revision = 2, .texts = &ja, .text_count = 1,
					  .events = first_events, .event_count = 2};
	advisories[1] = (struct advisory){.id = "EX-2", .source = "ja", .facts = map, .revision = 1, .texts = both, .text_count = 2,
					  .events = second_events, .event_count = 2};
	history = (struct history){.advisories = advisories, .advisory_count = 2};
	take_branch("main");
}

static const struct sha256 *no_digest(const void *context, const struct advisory *a, const char *lang)
{
	(void)context;
	(void)a;
	(void)lang;
	return NULL;
}

static void put_archive(const char *text)
{
	char path[200];
	snprintf(path, sizeof(path), "%s/archive.json", root);
	FILE *f = fopen(path, "w");
	cr_assert(f);
	fputs(text, f);
	fclose(f);
}

static void sum(void)
{
	support_run("cd %s && sha256sum archive.json >SHA256SUMS", root);
}

static void sign(void)
{
	sum();
	support_run("cd %s && gpg --batch --yes --quiet --armor --local-user %s --detach-sign SHA256SUMS", root, key);
}

/* Puts the archive.json of what is now built in place: it is what the next one is compared with. */
static void publish(void)
{
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	struct archive_json input = {.config = &config, .history = &history, .head = &head, .generator = "shirase 0.0.9",
				     .rewrites = told, .text_digest = no_digest};
	cr_assert(archive_json_write(&out, &input, d));
	put_archive(out.data);
	buf_fini(&out);
	sign();
}

static void begin(void)
{
	digest_setup();
	d = diags_new();
	arena = arena_new();
	snprintf(root, sizeof(root), "%s/live", support_home_begin());
	support_run("mkdir %s", root);
	key = support_key("Demo <info@csirt.example.org>", "never");
	static struct archive_certificate certificate;
	char *armored = support_output("gpg --armor --export %s", key);
	certificate = (struct archive_certificate){"archive/keys/x.asc", span_of(arena_text(arena, armored))};
	free(armored);
	config = (struct config){.base_url = "https://csirt.example.org/", .languages = languages, .language_count = 2};
	archive = (struct archive){.config = config, .certificates = &certificate, .certificate_count = 1};
	options = (struct previous_options){.dir = root};
	told = rewrites = NULL;
	paths = map_new();
	make_repository();
	make_history();
	publish();
}

static void end(void)
{
	map_free(paths);
	repository_close(repository);
	story_free(story);
	repo_remove(folder);
	free(key);
	support_home_end();
	arena_free(arena);
	diags_free(d);
}

TestSuite(previous, .init = begin, .fini = end);

/* The live site has these files too. */
static void have(const char *const *files)
{
	sum();
	for (; *files; files++)
		support_run("cd %s && echo %064d'  '%s >>SHA256SUMS", root, 0, *files);
	support_run("cd %s && LC_ALL=C sort -k2 -o SHA256SUMS SHA256SUMS && "
		    "gpg --batch --yes --quiet --armor --local-user %s --detach-sign SHA256SUMS", root, key);
}

static bool check(const char *allow)
{
	struct previous *p = previous_read(&options, &archive, arena, d);
	return p && previous_check(&rewrites, p, repository, &head, &history, paths, allow, arena, d);
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

static void good(void)
{
	bool ok = check(NULL);
	char *text = printed();
	cr_expect(ok && !*text, "it says: %s", text);
	free(text);
}

/* One fault, with this code, that tells of these words. */
static void bad(enum diag_code code, const char *words)
{
	size_t before = diags_count(d, DIAG_NOTE);
	cr_expect_not(check(NULL));
	cr_expect(diags_has(d, code), "no %s", diag_name(code));
	cr_expect_eq(diags_count(d, DIAG_NOTE), before + 1);
	char *text = printed();
	cr_expect(strstr(text, words), "not \"%s\" but: %s", words, text);
	free(text);
}

/* Files. */

static void turn_off(const char *format)
{
	struct value *formats = value_new(arena, VALUE_MAP);
	value_set_text(arena, formats, format, "no");
	archive.config.formats = formats;
}

Test(previous, files_of_a_format_that_are_gone_are_told_once)
{
	static const char *const files[] = {"osv/x_EX-1.json", "osv/all.zip", "ja/feeds/all.atom", "ja/feeds/product/a.atom", "fr/feeds/all.atom",
					    "stix/EX-1.json", "theme/a.css", NULL};
	have(files);
	for (size_t i = 2; files[i]; i++)
		map_put(paths, span_of(files[i]), i);
	bad(DIAG_FORMAT_GONE, "2 files of the format \"osv\" would be gone: osv/all.zip, …");
	turn_off("osv");
	bad(DIAG_FORMAT_GONE, "2 files of the format \"osv\" would be gone, which archive.yaml turns off: osv/all.zip, …");
	cr_expect(check("why"));
	cr_expect(diags_has(d, DIAG_REWRITE_ALLOWED));
	cr_expect_str_eq(value_text(rewrites->items[0], "reason"), "why");
}

Test(previous, what_comes_and_goes_is_told_where_the_format_is_off)
{
	static const char *const files[] = {"ja/feeds/product/a.atom", "ja/feeds/year/2025.atom", "ja/products/a/index.html", NULL};
	have(files);
	good();
	turn_off("atom");
	bad(DIAG_FORMAT_GONE, "2 files of the format \"atom\" would be gone, which archive.yaml turns off");
}

/* With another order of languages the pages that list folders have other names. */
Test(previous, listings_follow_the_languages)
{
	static const char *const files[] = {".well-known/csaf/index.en.html", ".well-known/csaf/white/2026/index.en.html", NULL};
	static const char *const read[] = {".well-known/csaf/index.en.html", ".well-known/csaf/white/index.txt", NULL};
	have(files);
	good();
	turn_off("csaf");
	bad(DIAG_FORMAT_GONE, "2 files of the format \"csaf\" would be gone, which archive.yaml turns off");
	archive.config.formats = NULL;
	have(read);
	bad(DIAG_FORMAT_GONE, "1 file of the format \"csaf\" would be gone: .well-known/csaf/white/index.txt");
}

Test(previous, a_key_that_is_served_no_more_is_a_warning)
{
	static const char *const files[] = {".well-known/openpgpkey/hu/x", NULL};
	have(files);
	cr_expect(check(NULL));
	cr_expect(diags_has(d, DIAG_WEBKEYS_GONE));
	cr_expect_null(rewrites);
}

/* What must be there. */

Test(previous, the_same_history_passes)
{
	good();
	cr_expect_null(rewrites);
}

Test(previous, what_came_since_passes)
{
	history.publication_count = 2;
	head = history.publications[1].commit;
	advisories[0].event_count = 1;
	advisories[0].revision = 1;
	publish();
	take_branch("main");
	advisories[0].event_count = 2;
	advisories[0].revision = 2;
	advisories[2] = advisories[1];
	advisories[2].id = "EX-3";
	history.advisory_count = 3;
	good();
}

Test(previous, titles_notes_and_reasons_may_be_told_otherwise_later)
{
	struct note note = {"ja", "note"};
	first_events[1].notes = &note;
	first_events[1].note_count = 1;
	first_events[1].class = EVENT_WITHDRAWN;
	first_events[1].reason = "duplicate";
	first_events[1].replaced_by = "EX-2";
	publish();
	first_events[1].note_count = 0;
	first_events[1].reason = "other";
	first_events[1].replaced_by = NULL;
	advisories[0].texts[0].title = "EX-1";
	good();
	advisories[0].texts[0].title = "title";
}

Test(previous, each_field_of_an_event_is_the_record)
{
	struct event kept = first_events[1];
	struct publication other = *kept.at;
	first_events[1].class = EVENT_EDITORIAL;
	bad(DIAG_RECORD_ALTERED, "EX-1 is altered");
	first_events[1] = kept;
	first_events[1].revision = 3;
	bad(DIAG_RECORD_ALTERED, "EX-1 is altered");
	first_events[1] = kept;
	first_events[1].lang = "en";
	bad(DIAG_RECORD_ALTERED, "EX-1 is altered");
	first_events[1] = kept;
	first_events[1].at = &other;
	other.serial++;
	bad(DIAG_RECORD_ALTERED, "EX-1 is altered");
	other = *kept.at;
	other.commit.bytes[19] ^= 1;
	bad(DIAG_RECORD_ALTERED, "EX-1 is altered");
	other = *kept.at;
	other.time++;
	bad(DIAG_RECORD_ALTERED, "EX-1 is altered");
	second_events[1].revision = 2;
	first_events[1] = kept;
	bad(DIAG_RECORD_ALTERED, "EX-2 is altered");
}

static void mend(const struct publication *p)
{
	char hex[OID_HEX];
	struct value *times = value_new(arena, VALUE_MAP);
	value_set_text(arena, times, oid_hex(hex, &p->commit), "2026-01-01T00:00:00Z");
	archive.config.times = times;
}

Test(previous, a_time_may_differ_where_times_mends_it_or_one_before)
{
	history.publications[2].time += 60;
	bad(DIAG_RECORD_ALTERED, "EX-1 is altered");
	mend(&history.publications[3]);
	bad(DIAG_RECORD_ALTERED, "EX-1 is altered");
	mend(&history.publications[2]);
	good();
	mend(&history.publications[0]);
	good();
}

Test(previous, an_advisory_that_is_gone_is_named)
{
	history.advisory_count = 1;
	bad(DIAG_RECORD_GONE, "EX-2 is gone");
}

Test(previous, an_event_a_revision_and_a_language_that_are_gone_are_named)
{
	advisories[0].event_count = 1;
	bad(DIAG_RECORD_GONE, "EX-1 has lost an event: serial 3 (substantive, ja, revision 2,");
	advisories[0].event_count = 2;
	advisories[0].revision = 1;
	bad(DIAG_RECORD_GONE, "EX-1 has lost revision 2: its last is 1");
	advisories[0].revision = 2;
	put_archive("{\"version\": 1, \"generator\": \"shirase 0.0.9\", \"base_url\": \"https://csirt.example.org/\", \"serial\": 1,\n"
		    "\"commit\": \"0000000000000000000000000000000000000000\", \"advisories\": []}\n");
	support_run("cd %s && sed -i s/0000000000000000000000000000000000000000/%s/ archive.json", root, story_commit_id(story, 1));
	support_run("cd %s && sed -i 's/\"advisories\": \\[\\]/\"advisories\": [{\"id\": \"EX-1\", \"revision\": 1, "
		    "\"languages\": {\"fr\": {}}, \"events\": [{\"serial\": 1, \"time\": \"2026-01-01T00:00:00Z\", \"commit\": \"%s\", "
		    "\"language\": \"ja\", \"class\": \"published\", \"revision\": 1}]}]/' archive.json",
		    root, story_commit_id(story, 1));
	sign();
	const char *more[] = {"ja", "en", "fr"};
	archive.config.languages = more;
	archive.config.language_count = 3;
	bad(DIAG_RECORD_GONE, "EX-1 has lost its document in fr");
}

Test(previous, a_language_that_the_archive_no_longer_has_is_told_once)
{
	advisories[0].texts = advisories[1].texts;
	advisories[0].text_count = 2;
	first_events[1] = second_events[1];
	advisories[0].revision = 1;
	publish();
	archive.config.language_count = 1;
	bad(DIAG_RECORD_GONE, "the language en is gone");
}

/* The event since is of this class and language; en is public no more. */
static void drop_en(enum event_class class, const char *lang)
{
	second_events[2] = (struct event){.at = &history.publications[2], .lang = lang, .class = class, .revision = 1};
	advisories[1].event_count = 3;
}

Test(previous, a_language_goes_only_by_an_event_that_tells_of_it)
{
	advisories[0].event_count = 1;
	advisories[0].revision = 1;
	history.publication_count = 2;
	head = history.publications[1].commit;
	publish();
	take_branch("main");
	struct text *both = advisories[1].texts;
	advisories[1].texts = both + 1;
	advisories[1].text_count = 1;
	bad(DIAG_RECORD_GONE, "EX-2 has lost its document in en, and no event tells of it");
	drop_en(EVENT_EDITORIAL, "ja");
	bad(DIAG_RECORD_GONE, "EX-2 has lost its document in en");
	drop_en(EVENT_TRANSLATION_EDITORIAL, "en");
	bad(DIAG_RECORD_GONE, "EX-2 has lost its document in en");
	drop_en(EVENT_TRANSLATION_REMOVED, "fr");
	bad(DIAG_RECORD_GONE, "EX-2 has lost its document in en");
	drop_en(EVENT_TRANSLATION_REMOVED, "en");
	bad(DIAG_RECORD_GONE, "EX-2 has lost its document in en, and commit");
	size_t before = diags_count(d, DIAG_NOTE);
	second_events[2].said_reason = "other";
	cr_expect(check(NULL));
	drop_en(EVENT_WITHDRAWN, "ja");
	cr_expect(check(NULL));
	cr_expect_eq(diags_count(d, DIAG_NOTE), before);
}

Test(previous, a_past_that_has_more_events_is_altered)
{
	second_events[2] = (struct event){.at = &history.publications[1], .lang = "ja", .class = EVENT_EDITORIAL, .revision = 1};
	advisories[1].event_count = 3;
	bad(DIAG_RECORD_ALTERED, "EX-2 is altered: its past has an event that the live site does not list, serial 2 (editorial,");
}

Test(previous, an_exercise_says_what_it_needs)
{
	struct value *exercise = facts();
	value_set_text(arena, exercise, "exercise", "yes");
	advisories[1].facts = exercise;
	publish();
	history.advisory_count = 1;
	bad(DIAG_RECORD_GONE, "build with --exercise");
}

Test(previous, the_hint_names_the_version_that_built_the_live_site)
{
	first_events[1].class = EVENT_EDITORIAL;
	bad(DIAG_RECORD_ALTERED, "shirase 0.0.9");
}

Test(previous, twenty_are_named_and_the_others_counted)
{
	for (size_t i = 2; i < ADVISORIES_MOST; i++) {
		advisories[i] = advisories[0];
		advisories[i].id = arena_printf(arena, "EX-%zu", i + 1);
	}
	history.advisory_count = ADVISORIES_MOST;
	publish();
	history.advisory_count = 0;
	cr_expect_not(check(NULL));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 21);
	char *text = printed();
	cr_expect(strstr(text, "of the 40 advisories of the live site, 20 more are gone or altered"), "%s", text);
	cr_expect(strstr(text, "20 more") > strstr(text, "EX-22 is gone"), "the count precedes what it counts: %s", text);
	free(text);
}

/* Where its commit stands. */

/* No advisory differs: the chain alone is at fault. */
static void build_branch(const char *branch)
{
	advisories[0].event_count = 1;
	advisories[0].revision = 1;
	publish();
	take_branch(branch);
}

Test(previous, an_older_commit_is_told_from_a_rewritten_history)
{
	build_branch("main");
	take_branch("main~2");
	bad(DIAG_HISTORY_OLDER, "an older commit is being built");
}

Test(previous, a_history_without_the_live_commit_was_rewritten)
{
	build_branch("local");
	const char *common = arena_printf(arena, "the last publication in common is serial 2 of 2026-01-01T01:00:00Z, commit %s",
					  story_commit_id(story, 2));
	bad(DIAG_HISTORY_REWRITTEN, common);
	bad(DIAG_HISTORY_REWRITTEN, "git switch -C mended");
}

Test(previous, a_merge_that_made_the_public_branch_a_side_branch_is_named)
{
	build_branch("turned");
	const char *merge = arena_text(arena, repo_output(folder, "git rev-parse turned~1"));
	bad(DIAG_HISTORY_SIDE_BRANCH, arena_printf(arena, "merge %s turned the public branch into a side branch", merge));
	bad(DIAG_HISTORY_SIDE_BRANCH, "came in by its second parent");
	bad(DIAG_HISTORY_SIDE_BRANCH, "the last publication in common is serial 2 ");
}

Test(previous, the_remedy_signs_where_committers_are_asked_to)
{
	build_branch("turned");
	bad(DIAG_HISTORY_SIDE_BRANCH, "git merge --no-ff --no-edit ");
	bad(DIAG_HISTORY_SIDE_BRANCH, "git commit --no-edit");
	archive.committer_count = 1;
	bad(DIAG_HISTORY_SIDE_BRANCH, "git merge --no-ff --no-edit -S ");
	bad(DIAG_HISTORY_SIDE_BRANCH, "git commit -S --no-edit");
}

Test(previous, a_commit_that_the_repository_lacks_is_told)
{
	head.bytes[0] ^= 1;
	publish();
	take_branch("main");
	bad(DIAG_HISTORY_REWRITTEN, "is not in this repository; the last publication in common is serial 3 ");
}

Test(previous, histories_that_have_nothing_in_common_are_told)
{
	history.advisory_count = 0;
	publish();
	take_branch("orphan");
	bad(DIAG_HISTORY_REWRITTEN, "no publication in common");
	bad(DIAG_HISTORY_REWRITTEN, "--allow-unrelated-histories");
}

Test(previous, another_address_is_another_archive_or_one_that_has_moved)
{
	archive.config.base_url = "https://moved.example.org/";
	bad(DIAG_RECORD_MOVED, "the live site is that of https://csirt.example.org/");
	cr_expect(check("The CSIRT has another name"));
	cr_expect_eq(rewrites->count, 1);
	free(printed());
	take_branch("local");
	cr_expect_not(check("Never mind"));
	cr_expect(diags_has(d, DIAG_PREVIOUS_OTHER));
}

/* What is allowed. */

Test(previous, what_is_allowed_is_recorded_and_handed_on)
{
	take_branch("local");
	cr_expect(check("A name had to go"));
	cr_expect(diags_has(d, DIAG_REWRITE_ALLOWED));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 0);
	cr_assert_eq(rewrites->count, 1);
	struct buf text;
	buf_init(&text, 10000);
	value_canonical(&text, rewrites->items[0]);
	const char *want = arena_printf(arena, "{\"from\":\"%s\",\"reason\":\"A name had to go\",\"serial\":3,\"time\":%lld,\"to\":\"%s\"}",
					story_commit_id(story, 4), (long long)history.publications[2].time, story_commit_id(story, 5));
	cr_expect_str_eq(text.data, want);
	buf_fini(&text);
	/* The next site hands it on, and has nothing to add. */
	told = rewrites;
	publish();
	free(printed());
	good();
	cr_expect(value_equal(rewrites, told));
	/* The one after that adds its own. */
	take_branch("main");
	cr_expect(check("Back again"));
	cr_assert_eq(rewrites->count, 2);
	cr_expect(value_equal(rewrites->items[0], told->items[0]));
	cr_expect_str_eq(value_text(rewrites->items[1], "reason"), "Back again");
}

Test(previous, a_reason_that_was_not_needed_is_not_recorded)
{
	cr_expect(check("Just in case"));
	cr_expect(diags_has(d, DIAG_REWRITE_NONE));
	cr_expect_null(rewrites);
}

Test(previous, a_reason_is_one_visible_line)
{
	static const char *const none[] = {"", " ", "a\nb", "a\tb", "a\033[1mb", "a\xE2\x80\xAE" "b", "a\xE2\x80\xA8" "b", "a\xFF"};
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		cr_expect_null(previous_reason(none[i], arena, d), "\"%s\" was taken", none[i]);
	char *endless = arena_alloc(arena, 1002);
	memset(endless, 'x', 1001);
	cr_expect_null(previous_reason(endless, arena, d));
	cr_expect(diags_has(d, DIAG_USAGE));
	cr_expect_str_eq(previous_reason(" \xE5\x80\x8B\xE4\xBA\xBA\xE6\x83\x85\xE5\xA0\xB1\n", arena, d),
			 "\xE5\x80\x8B\xE4\xBA\xBA\xE6\x83\x85\xE5\xA0\xB1");
}

Test(previous, rewrites_without_their_form_are_refused)
{
	struct value *list = value_new(arena, VALUE_LIST), *one = value_new(arena, VALUE_MAP);
	value_set_text(arena, one, "from", story_commit_id(story, 1));
	value_set_text(arena, one, "to", story_commit_id(story, 2));
	value_set_text(arena, one, "reason", "two\nlines");
	value_add(arena, list, one);
	told = list;
	publish();
	bad(DIAG_SITE_ARCHIVE, "rewrite 1 is not complete");
	value_set_text(arena, one, "reason", "one line");
	value_set_text(arena, one, "to", "<script>");
	publish();
	bad(DIAG_SITE_ARCHIVE, "rewrite 1 is not complete");
}

/* Whose it is. */

Test(previous, is_signed_by_a_key_of_the_archive_or_by_the_signing_key)
{
	struct span certificate = archive.certificates[0].bytes;
	archive.certificate_count = 0;
	options.certificate = certificate;
	good();
	options.certificate = (struct span){0};
	cr_expect_not(check(NULL));
	cr_expect(diags_has(d, DIAG_CERTIFICATE_NONE));
	free(printed());
	/* The fingerprint alone: the certificate may come from anywhere. */
	options.fingerprint = key;
	cr_expect_not(check(NULL));
	free(printed());
	support_run("mkdir %s/keys && gpg --armor --export %s >%s/keys/%s.asc", root, key, root, key);
	good();
	char *other = support_key("Other", "never");
	support_run("gpg --armor --export %s >%s/keys/%s.asc", other, root, key);
	bad(DIAG_CERTIFICATE_LACKS_KEY, key);
	free(other);
}

Test(previous, by_a_key_that_is_not_ours_is_refused)
{
	char *own = key;
	key = support_key("Other", "never");
	sign();
	bad(DIAG_SIGNATURE_UNKNOWN_KEY, "SHA256SUMS.asc");
	free(key);
	key = own;
}

Test(previous, by_a_key_of_the_archive_that_has_expired_since_is_taken)
{
	char *own = key;
	key = support_past_key("Past", "30d");
	sum();
	support_run("cd %s && gpg --batch --yes --quiet --armor " SUPPORT_PAST " --local-user %s --detach-sign SHA256SUMS", root, key);
	char *armored = support_output("gpg --armor --export %s", key);
	struct archive_certificate both[] = {archive.certificates[0], {"archive/keys/past.asc", span_of(armored)}};
	archive.certificates = both;
	archive.certificate_count = 2;
	cr_expect(check(NULL));
	cr_expect(diags_has(d, DIAG_PREVIOUS_KEY_EXPIRED));
	cr_expect_eq(diags_count(d, DIAG_ERROR), 0);
	/* But it must fit. */
	support_run("echo >>%s/archive.json", root);
	sum();
	free(printed());
	bad(DIAG_SIGNATURE_BAD, "SHA256SUMS.asc");
	free(armored);
	free(key);
	key = own;
}

Test(previous, that_was_changed_after_signing_is_refused)
{
	support_run("sed -i s/substantive/editorial/ %s/archive.json", root);
	bad(DIAG_SITE_DIGEST, "archive.json");
	sum();
	bad(DIAG_SIGNATURE_BAD, "SHA256SUMS.asc");
	support_run("echo >%s/SHA256SUMS", root);
	bad(DIAG_SITE_SUMS, "SHA256SUMS:1");
	support_run("cd %s && sha256sum SHA256SUMS >x && mv x SHA256SUMS", root);
	bad(DIAG_SITE_UNLISTED, "archive.json");
}

Test(previous, without_a_signature_is_taken_by_an_unsigned_build_alone)
{
	support_run("rm %s/SHA256SUMS.asc", root);
	bad(DIAG_PREVIOUS_UNSIGNED, "the live site is not signed");
	options.unsigned_ok = true;
	cr_expect(check(NULL));
	cr_expect(diags_has(d, DIAG_PREVIOUS_NOT_SURE));
	/* What is signed is checked all the same. */
	sign();
	free(printed());
	good();
	support_run("sed -i s/substantive/editorial/ %s/archive.json", root);
	sum();
	bad(DIAG_SIGNATURE_BAD, "SHA256SUMS.asc");
}

/* What is no site, or a hostile one. */

Test(previous, that_is_not_there_has_a_hint)
{
	options.dir = "/nowhere/at/all";
	bad(DIAG_PREVIOUS_NONE, "leave --previous out only where nothing was ever published");
	options.dir = "";
	bad(DIAG_PREVIOUS_NONE, "no live site");
	options.dir = "/dev/null";
	bad(DIAG_PREVIOUS_NONE, "no folder");
	options.dir = root;
	support_run("rm %s/archive.json", root);
	bad(DIAG_PREVIOUS_NONE, "it lacks archive.json");
	cr_expect_eq(diags_status(d), STATUS_USAGE);
}

Test(previous, is_found_through_a_link_that_leads_to_it_and_no_link_inside)
{
	support_run("ln -s live %s/../current", root);
	char path[200];
	snprintf(path, sizeof(path), "%s/../current", root);
	options.dir = path;
	good();
	support_run("cd %s && mv archive.json ../kept && ln -s ../kept archive.json", root);
	bad(DIAG_FILE_READ, "archive.json");
	support_run("cd %s && rm archive.json && mkfifo archive.json", root);
	bad(DIAG_FILE_READ, "no regular file");
	support_run("cd %s && rm archive.json && mv ../kept archive.json && mv SHA256SUMS.asc .. && ln -s ../SHA256SUMS.asc .", root);
	bad(DIAG_FILE_READ, "SHA256SUMS.asc");
	support_run("cd %s && rm SHA256SUMS.asc && mkfifo SHA256SUMS.asc", root);
	bad(DIAG_FILE_READ, "SHA256SUMS.asc");
}

Test(previous, that_is_endless_or_deep_is_refused)
{
	support_run("cd %s && truncate -s 300M archive.json && printf '%%s  archive.json\\n' $(printf '0%%.0s' $(seq 64)) >SHA256SUMS", root);
	bad(DIAG_FILE_READ, "larger than");
	support_run("cd %s && python3 -c 'print(\"[\" * 100000 + \"]\" * 100000)' >archive.json", root);
	sign();
	bad(DIAG_JSON_INPUT, "archive.json");
	support_run("cd %s && python3 -c 'print(\"{\\\"x\\\":\" * 100 + \"1\" + \"}\" * 100)' >archive.json", root);
	sign();
	bad(DIAG_JSON_INPUT, "nested deeper");
}

Test(previous, that_lacks_what_it_must_tell_is_refused)
{
	static const char *const spoil[] = {
		"s/\"version\": 1/\"version\": 2/", "s/\"commit\": \"[0-9a-f]*\"/\"commit\": \"HEAD\"/", "s/\"serial\": 4/\"serial\": -4/",
		"s/\"id\": \"EX-1\"/\"id\": \"..\"/", "s/\"ja\": {/\"..\\/x\": {/", "s/\"class\": \"published\"/\"class\": 1/",
		"s/\"language\": \"ja\"/\"language\": \"\\/\"/", "s/\"time\": \"2026/\"time\": \"later/", "s/\"events\": /\"event\": /",
		"s/\"languages\": /\"language\": /", "s/\"advisories\": \\[/\"none\": [/", "s/\"serial\": 3/\"serial\": 0/"};
	char *kept = support_output("cat %s/archive.json", root);
	for (size_t i = 0; i < sizeof(spoil) / sizeof(*spoil); i++) {
		put_archive(kept);
		support_run("sed -i '%s' %s/archive.json", spoil[i], root);
		sign();
		size_t before = diags_count(d, DIAG_ERROR);
		cr_expect_not(check(NULL), "%s", spoil[i]);
		cr_expect(diags_has(d, DIAG_SITE_ARCHIVE));
		cr_expect_eq(diags_count(d, DIAG_ERROR), before + 1, "%s", spoil[i]);
		free(printed());
	}
	free(kept);
}

Test(previous, that_shows_drafts_is_a_look_beforehand)
{
	support_run("sed -i 's/\"state\": \"final\"/\"state\": \"draft\"/' %s/archive.json", root);
	sign();
	bad(DIAG_PREVIOUS_OTHER, "EX-1");
}

/* A build that goes on from nothing. */

static bool unasked(bool drafts)
{
	return previous_unasked(root, drafts, &archive, repository, &head, &history, d);
}

Test(previous, a_site_of_the_same_chain_is_replaced_without_a_word)
{
	cr_expect(unasked(false));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	advisories[0].event_count = 1;
	history.publication_count = 2;
	head = history.publications[1].commit;
	publish();
	take_branch("main");
	cr_expect(unasked(false));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
}

Test(previous, a_higher_serial_of_the_same_chain_is_told)
{
	history.publication_count = 3;
	cr_expect(unasked(true));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 0);
	cr_expect(unasked(false));
	cr_expect_eq(diags_count(d, DIAG_NOTE), 1);
	cr_expect(diags_has(d, DIAG_REPLACED_ASTRAY));
	char hex[OID_HEX], *text = printed();
	const char *words = arena_printf(arena, "(serial 4, commit %s) has a higher serial than what replaces it (serial 3,",
					 oid_hex(hex, &head));
	cr_expect(strstr(text, words), "%s", text);
	free(text);
}

Test(previous, what_cannot_be_read_says_nothing_of_what_replaces_it)
{
	struct value *list = value_new(arena, VALUE_LIST), *rewrite = value_new(arena, VALUE_MAP);
	char hex[OID_HEX];
	value_set_text(arena, rewrite, "from", oid_hex(hex, &head));
	value_set_text(arena, rewrite, "to", oid_hex(hex, &head));
	value_set_text(arena, rewrite, "reason", "a reason");
	value_add(arena, list, rewrite);
	told = list;
	publish();
	support_run("rm %s/SHA256SUMS.asc", root);
	cr_expect_not(unasked(false));
	cr_expect_not(unasked(true));
	cr_expect(diags_has(d, DIAG_REWRITES_DROPPED));
	size_t before = diags_count(d, DIAG_NOTE);
	cr_expect_eq(before, 2);
	support_run("sed -i 's/a reason/reasons/' %s/archive.json", root);
	cr_expect(unasked(false));
	support_run("mkfifo %s/pipe && mv %s/pipe %s/archive.json", root, root, root);
	cr_expect(unasked(false));
	support_run("rm -r %s && ln -s nowhere %s", root, root);
	cr_expect(unasked(false));
	cr_expect_eq(diags_count(d, DIAG_NOTE), before);
}
