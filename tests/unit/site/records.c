#include <criterion/criterion.h>
#include <string.h>

#include "document/section.h"
#include "site/changes.h"
#include "site/records.h"
#include "unit/site/teller.h"

static void begin(void)
{
	static struct section_names *names[2];
	teller_begin();
	for (size_t i = 0; i < 2; i++)
		names[i] = section_names_new(speaker.arena, value_get(speaker.site.locales[i], "sections"));
	speaker.site.section_names = names;
	speaker.site.records = arena_alloc(speaker.arena, sizeof(struct record_files));
	speaker.archive.glossary = value_new(speaker.arena, VALUE_LIST);
}

static void end(void)
{
	for (size_t i = 0; i < 2; i++)
		section_names_free(speaker.site.section_names[i]);
	teller_end();
}

TestSuite(records, .init = begin, .fini = end);

static const struct record *read_record(void)
{
	const struct record *r = record_of(speaker.worker, teller_read());
	cr_assert(r, "%s", speaker_diagnostics());
	return r;
}

/* "name|heading|text" of each section, a "!" before those that say nothing. */
static const char *sections_of(const struct record_text *t)
{
	const char *all = "";
	for (size_t i = 0; i < t->section_count; i++) {
		const struct record_section *s = &t->sections[i];
		all = arena_printf(speaker.arena, "%s%s%s|%s|%s\n", all, s->none ? "!" : "", s->name ? s->name : "", s->heading ? s->heading : "",
				   s->text);
	}
	return all;
}

Test(records, sections_are_what_stands_under_the_topmost_headings)
{
	teller_put(TELLER_SOURCE, "summary: S\nstatus: final\naffected: []\n",
		   "before\n\n## Impact\n\na\nlong [line](https://example.org/a) of text\n\n### Below\n\n* b\n\n## Workarounds\n\nNone.\n\n"
		   "## Empty\n\n## Other\n\nc");
	teller_commit("publish");
	const struct record *r = read_record();
	cr_expect_eq(r->text_count, 1);
	cr_expect_str_eq(r->texts[0].summary, "S");
	cr_expect_str_eq(r->texts[0].page, "https://csirt.example.org/en/EX-1/index.html");
	cr_expect_str_eq(sections_of(&r->texts[0]),
			 "||before\n"
			 "impact|Impact|a long line[1] of text\n\nBelow\n=====\n\n* b\n\n[1] https://example.org/a\n"
			 "!workaround|Workarounds|None.\n"
			 "|Other|c\n");
	cr_expect_eq(record_section(&r->texts[0], "impact"), &r->texts[0].sections[1]);
	cr_expect_null(record_section(&r->texts[0], "solution"));
}

Test(records, an_event_tells_its_note_and_the_facts)
{
	teller_put(TELLER_SOURCE, "status: interim\naffected: []\n", "1");
	teller_put("archive/advisories/EX-1.ja.md", "", "1");
	teller_commit("publish\n\nNote-en: First.\n");
	teller_put(TELLER_SOURCE, "status: final\naffected: []\n", "1");
	teller_commit("final");
	const struct record *r = read_record();
	cr_expect_str_eq(r->told(r, 0, "en"), "First.");
	cr_expect_str_eq(r->told(r, 0, "ja"), "公開");
	cr_expect_str_eq(r->told(r, 2, "ja"), "文書の状態：暫定版 → 最終版");
	cr_expect_str_eq(record_text_in(r, "ja")->lang, "ja");
	cr_expect_str_eq(r->texts[0].lang, "en");
}

Test(records, nothing_of_a_redacted_text_is_left)
{
	teller_put(TELLER_SOURCE, "status: final\naffected: []\nredact: {revisions: all, reason: R}\n", "secret");
	teller_commit("publish");
	const struct record *r = read_record();
	cr_expect(r->redacted);
	cr_expect_str_eq(r->texts[0].title, "EX-1");
	cr_expect_eq(r->texts[0].section_count, 0);
	cr_expect_null(r->texts[0].summary);
}
