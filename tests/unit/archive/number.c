#include "archive/number.h"

#include "unit/archive/help.h"
#include "unit/support/repo.h"

static struct help h;
static char *folder;
static struct story *s;
static struct archive ar;

static void start(void)
{
	help_begin(&h);
	folder = repo_folder();
	s = story_new(folder);
	ar = (struct archive){.config = h.config, .prefix = "archive"};
}

static void stop(void)
{
	story_free(s);
	repo_remove(folder);
	help_end(&h);
}

TestSuite(number, .init = start, .fini = stop);

static bool next(const char **id, unsigned year)
{
	struct repository *r;
	struct oid head;
	cr_assert(repository_open(&r, folder, h.diags));
	cr_assert(repository_resolve(&head, r, "main", h.diags));
	bool ok = number_next(id, r, &head, &ar, year, h.arena, h.diags);
	repository_close(r);
	return ok;
}

static void expect(unsigned year, const char *want)
{
	const char *id;
	cr_assert(next(&id, year));
	cr_assert_str_eq(id, want);
	help_expect_nothing(&h);
}

static void put(const char *name)
{
	story_write(s, arena_printf(h.arena, "archive/advisories/%s", name), "x");
}

Test(number, each_year_begins_with_one)
{
	put("2026/EX-2026-0007.ja.md");
	put("EX-2025-0012.ja.md");
	story_commit(s, "main", "1");
	story_tell(s);
	expect(2026, "EX-2026-0008");
	expect(2025, "EX-2025-0013");
	expect(2027, "EX-2027-0001");
}

Test(number, what_was_deleted_moved_or_stands_on_a_branch_was_used)
{
	put("EX-2026-0001.ja.md");
	put("EX-2026-0005.ja.md");
	story_commit(s, "main", "1");
	story_delete(s, "archive/advisories/EX-2026-0005.ja.md");
	story_rename(s, "archive/advisories/EX-2026-0001.ja.md", "archive/advisories/old/EX-2026-0001.ja.md");
	story_commit(s, "main", "2");
	story_tell(s);
	expect(2026, "EX-2026-0006");
	story_branch(s, "colleague", "main");
	put("EX-2026-0009.en.md");
	story_commit(s, "colleague", "3");
	story_tell(s);
	expect(2026, "EX-2026-0010");
}

Test(number, other_files_and_other_schemes_do_not_count)
{
	put("EX-2026-0002.ja.md");
	put("EX-2026-0002/EX-2026-0050.ja.md.txt");
	put("OLD-2026-0077.ja.md");
	put("EX-2026-77.ja.md");
	story_write(s, "archive/pages/EX-2026-0088.ja.md", "x");
	story_write(s, "EX-2026-0099.ja.md", "x");
	story_commit(s, "main", "1");
	story_tell(s);
	expect(2026, "EX-2026-0003");
}

Test(number, serials_grow_beyond_their_width)
{
	put("EX-2026-9999.ja.md");
	story_commit(s, "main", "1");
	story_tell(s);
	expect(2026, "EX-2026-10000");
}

Test(number, a_scheme_without_a_year_counts_on)
{
	ar.config.id_scheme = "SA{serial:03}x";
	put("SA041x.en.md");
	story_commit(s, "main", "1");
	story_tell(s);
	expect(0, "SA042x");
	const char *id;
	cr_assert_not(next(&id, 2026));
	help_expect(&h, "has no year");
}

Test(number, without_a_scheme_there_is_no_next_one)
{
	const char *id;
	story_write(s, "x", "x");
	story_commit(s, "main", "1");
	story_tell(s);
	ar.config.id_scheme = NULL;
	ar.config.path = "archive/archive.yaml";
	cr_assert_not(next(&id, 2026));
	help_expect(&h, "A154");
}

Test(number, a_number_beyond_all_others_is_counted_on_from_no_further)
{
	put("EX-2026-99999999999999999999999999999999999999999999999999999999999999999999999999999999999999.ja.md");
	story_commit(s, "main", "1");
	story_tell(s);
	expect(2026, "EX-2026-1000000000000000001");
}

Test(number, an_id_says_its_year_and_serial)
{
	struct id_parts parts;
	struct config c = h.config;
	cr_assert(config_id_parts(&parts, &c, span_of("EX-2026-0012")));
	cr_assert_eq(parts.year, 2026);
	cr_assert_eq(parts.serial, 12);
	cr_assert_not(config_id_parts(&parts, &c, span_of("EX-2026-12")));
	c.id_scheme = "A{serial}-{year}";
	cr_assert(config_id_parts(&parts, &c, span_of("A7-2025")));
	cr_assert_eq(parts.year, 2025);
	cr_assert_eq(parts.serial, 7);
	cr_assert_str_eq(config_id_make(h.arena, &c, &parts), "A7-2025");
	c.id_scheme = "A{year}{serial:02}";
	cr_assert(config_id_parts(&parts, &c, span_of("A2025123")));
	cr_assert_eq(parts.serial, 123);
	c.id_scheme = NULL;
	cr_assert_not(config_id_parts(&parts, &c, span_of("A7")));
}
