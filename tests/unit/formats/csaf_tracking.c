#include "formats/csaf_tracking.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define DAY 86400
#define FIRST INT64_C(1775120400) /* 2026-04-02T09:00:00Z */

static struct arena *a;
static const char *languages[] = {"ja", "en"};
static struct config config = {.languages = languages, .language_count = 2};
static struct publication at[12];
static struct event events[12];
static struct quiet quiets[4];
static struct text texts[2] = {{.lang = "en"}, {.lang = "ja"}};
static struct advisory adv;
static const struct publication *configured[3];
static struct history history = {.advisories = &adv, .advisory_count = 1, .configured = configured};

static void begin(void)
{
	a = arena_new();
	for (unsigned i = 0; i < 12; i++)
		at[i] = (struct publication){i + 1, FIRST + (instant)i * DAY, {{(unsigned char)(i + 1)}}, {{0}}, 0};
	memset(events, 0, sizeof(events));
	history.configured_count = 0;
	adv = (struct advisory){.id = "EX-2026-0001", .source = "ja", .events = events, .quiets = quiets, .texts = texts,
				.text_count = 2, .published = FIRST};
}

static void end(void)
{
	arena_free(a);
}

TestSuite(csaf_tracking, .init = begin, .fini = end);

static struct event *happens(size_t publication, const char *lang, enum event_class class)
{
	struct event *e = &events[adv.event_count++];
	*e = (struct event){.at = &at[publication], .lang = lang, .class = class, .translation = class >= EVENT_TRANSLATION_PUBLISHED};
	return e;
}

static void amended(struct event *e, struct amendment *by, size_t count)
{
	e->amendments = by;
	e->amendment_count = count;
	e->amended = by[count - 1];
}

static void is_quiet(size_t publication, const char *lang, enum quiet_why why)
{
	quiets[adv.quiet_count++] = (struct quiet){.at = &at[publication], .lang = lang, .why = why};
}

/* The documents as text: "ID standing: number+seconds cause, …;". */
static const char *documents(void)
{
	static const char *const standings[] = {"source", "translation", "removed", "moved"};
	static const char *const causes[] = {"before", "events", "configured", "mechanical", "amended"};
	static char text[2000];
	size_t count, length = 0;
	const struct csaf_document *all = csaf_documents(&count, a, &config, &adv);
	for (size_t i = 0; i < count; i++) {
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s %s:", i ? "; " : "", all[i].id, standings[all[i].standing]);
		struct csaf_tracking tracking = csaf_track(a, &history, &adv, &all[i]);
		for (size_t k = 0; k < tracking.count; k++) {
			const struct csaf_revision *r = &tracking.revisions[k];
			length += (size_t)snprintf(text + length, sizeof(text) - length, " %u+%lld %s", r->number, (long long)(r->date - FIRST),
						   causes[r->cause]);
		}
		cr_expect_eq(all[i].initial, tracking.revisions[0].date);
		cr_expect_eq(tracking.current, tracking.revisions[tracking.count - 1].date);
	}
	return text;
}

Test(csaf_tracking, events_of_one_publication_are_one_revision)
{
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "ja", EVENT_SUBSTANTIVE);
	happens(1, "ja", EVENT_REDACTED);
	adv.text_count = 1;
	texts[0].lang = "ja";
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events");
	texts[0].lang = "en";
}

Test(csaf_tracking, the_source_moves_its_translation_and_not_the_other_way)
{
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "en", EVENT_TRANSLATION_PUBLISHED);
	happens(2, "ja", EVENT_EDITORIAL);
	happens(3, "en", EVENT_TRANSLATION_SUBSTANTIVE);
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events 3+172800 events; "
				      "EX-2026-0001-en translation: 1+86400 events 2+172800 events 3+259200 events");
}

Test(csaf_tracking, publications_of_one_second_are_a_second_apart)
{
	at[1].time = at[2].time = at[0].time;
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "ja", EVENT_SUBSTANTIVE);
	happens(2, "ja", EVENT_SUBSTANTIVE);
	adv.text_count = 0;
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+1 events 3+2 events");
}

Test(csaf_tracking, what_was_published_before_the_archive_is_revision_1)
{
	adv.began_before = true;
	adv.began = FIRST - 10 * DAY;
	happens(0, "ja", EVENT_PUBLISHED);
	happens(0, "en", EVENT_TRANSLATION_PUBLISHED);
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+-864000 before 2+0 events; "
				      "EX-2026-0001-en translation: 1+-864000 before 2+0 events");
	happens(1, "ja", EVENT_SUBSTANTIVE);
	events[1].at = &at[1];
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+-864000 before 2+0 events 3+86400 events; "
				      "EX-2026-0001-en translation: 1+86400 events");
}

/* Its folder is the year of the first revision: that stays, whatever is said later of the day. */
Test(csaf_tracking, a_day_of_publication_that_is_said_later_is_no_revision_before)
{
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "ja", EVENT_SUBSTANTIVE);
	adv.published_before = true;
	adv.published = FIRST - 1000 * DAY;
	adv.text_count = 0;
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events");
}

Test(csaf_tracking, mechanical_changes_of_either_text_count_and_other_quiets_do_not)
{
	happens(0, "ja", EVENT_PUBLISHED);
	happens(0, "en", EVENT_TRANSLATION_PUBLISHED);
	is_quiet(1, "ja", QUIET_MECHANICAL);
	is_quiet(2, "en", QUIET_MECHANICAL);
	is_quiet(3, "ja", QUIET_MOVED);
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 mechanical; "
				      "EX-2026-0001-en translation: 1+0 events 2+86400 mechanical 3+172800 mechanical");
}

Test(csaf_tracking, what_is_configured_after_its_start_is_a_revision_of_each_document)
{
	configured[0] = &at[1];
	configured[1] = &at[2];
	configured[2] = &at[4];
	history.configured_count = 3;
	happens(1, "ja", EVENT_PUBLISHED);
	happens(3, "en", EVENT_TRANSLATION_PUBLISHED);
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+86400 events 2+172800 configured 3+259200 events 4+345600 configured; "
				      "EX-2026-0001-en translation: 1+259200 events 2+345600 configured");
}

Test(csaf_tracking, what_one_commit_configures_and_changes_is_one_revision)
{
	configured[0] = &at[1];
	configured[1] = &at[2];
	history.configured_count = 2;
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "ja", EVENT_SUBSTANTIVE);
	is_quiet(2, "ja", QUIET_MECHANICAL);
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events 3+172800 configured");
}

Test(csaf_tracking, an_amendment_is_a_revision_of_its_own_unless_its_commit_has_one)
{
	struct amendment first[] = {{at[1].time + 5, {{99}}, 0}, {at[2].time + 5, {{98}}, 0}}, second[] = {{at[2].time, at[2].commit, 0}};
	amended(happens(0, "ja", EVENT_PUBLISHED), first, 2);
	amended(happens(1, "ja", EVENT_SUBSTANTIVE), second, 1);
	happens(2, "ja", EVENT_SUBSTANTIVE);
	adv.text_count = 0;
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events 3+86405 amended 4+172800 events "
				      "5+172805 amended");
}

/* It tells of the whole publication, whose note stands with the source's event. */
Test(csaf_tracking, what_came_with_a_translation_is_amended_in_it_too)
{
	struct amendment by[] = {{at[1].time, {{99}}, 0}};
	amended(happens(0, "ja", EVENT_PUBLISHED), by, 1);
	happens(0, "en", EVENT_TRANSLATION_PUBLISHED);
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 amended; "
				      "EX-2026-0001-en translation: 1+0 events 2+86400 amended");
}

Test(csaf_tracking, a_translation_that_went_keeps_its_document)
{
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "en", EVENT_TRANSLATION_PUBLISHED);
	happens(2, "en", EVENT_TRANSLATION_REMOVED);
	adv.text_count = 0;
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events 3+172800 events; "
				      "EX-2026-0001-en removed: 1+86400 events 2+172800 events");
}

Test(csaf_tracking, another_language_becomes_the_source)
{
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "en", EVENT_TRANSLATION_PUBLISHED);
	happens(2, "en", EVENT_SUBSTANTIVE);
	adv.source = "en";
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events 3+172800 events; "
				      "EX-2026-0001-ja translation: 1+172800 events; "
				      "EX-2026-0001-en moved: 1+86400 events 2+172800 events");
	/* The Japanese text went at once: it never was a translation. */
	happens(2, "ja", EVENT_TRANSLATION_REMOVED);
	adv.text_count = 1;
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events 3+172800 events; "
				      "EX-2026-0001-en moved: 1+86400 events 2+172800 events");
}

Test(csaf_tracking, file_names_are_those_of_the_standard)
{
	cr_expect_str_eq(csaf_file_name(a, "EX-2026-0001"), "ex-2026-0001.json");
	cr_expect_str_eq(csaf_file_name(a, "EX.._2026+1-pt-BR"), "ex_2026+1-pt-br.json");
	cr_expect_str_eq(csaf_file_name(a, "A."), "a_.json");
	happens(0, "ja", EVENT_PUBLISHED);
	size_t count;
	cr_expect_str_eq(csaf_documents(&count, a, &config, &adv)->path, ".well-known/csaf/white/2026/ex-2026-0001.json");
}

/* A document's name is one of the whole provider: in whatever year the two are. */
Test(csaf_tracking, names_that_fold_into_one_are_reported_with_both_ids)
{
	happens(0, "ja", EVENT_PUBLISHED);
	happens(0, "en", EVENT_TRANSLATION_PUBLISHED);
	struct advisory both[2] = {adv, adv};
	struct history h = {.advisories = both, .advisory_count = 2};
	struct diags *d = diags_new();
	both[1].id = "EX-2026-0002";
	cr_expect(csaf_names_check(&config, &h, d));
	both[1].id = "EX-2026-0001-en";
	cr_expect_not(csaf_names_check(&config, &h, d));
	cr_expect(diags_has(d, DIAG_CSAF_NAME));
	both[0].id = "A.1";
	both[1].id = "A_1";
	cr_expect_not(csaf_names_check(&config, &h, d));
	diags_free(d);
}

/* Publication n was committed at `clock`, and `times` says `time`; both in seconds after the first. */
static void mended(size_t n, instant clock, instant time)
{
	at[n].clock = FIRST + clock;
	at[n].time = FIRST + time;
}

Test(csaf_tracking, a_date_that_was_told_is_never_gone_behind)
{
	mended(0, 0, 0);
	mended(1, DAY + 9 * 3600, DAY); /* nine hours ahead, and a site was built with the same clock */
	mended(2, DAY + 9 * 3600, DAY + 60); /* as it was published: not before */
	mended(3, DAY + 3600, DAY + 3600); /* mends it */
	mended(4, 2 * DAY, 2 * DAY);
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "ja", EVENT_SUBSTANTIVE);
	happens(2, "ja", EVENT_SUBSTANTIVE);
	configured[0] = &at[3];
	history.configured_count = 1;
	happens(4, "ja", EVENT_SUBSTANTIVE);
	adv.text_count = 0;
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events 3+118801 events 4+118802 configured 5+172800 events");
}

Test(csaf_tracking, nobody_was_told_of_a_clock_that_was_far_ahead)
{
	mended(0, 0, 0);
	mended(1, 400 * DAY, DAY);
	mended(2, DAY + 60, DAY + 60);
	mended(3, DAY + 60, DAY + 60);
	happens(0, "ja", EVENT_PUBLISHED);
	happens(1, "ja", EVENT_SUBSTANTIVE);
	configured[0] = &at[2];
	history.configured_count = 1;
	happens(3, "ja", EVENT_SUBSTANTIVE);
	adv.text_count = 0;
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+86400 events 3+86460 configured 4+86461 events");
}

Test(csaf_tracking, an_amendment_by_a_clock_that_was_ahead_was_told_too)
{
	struct amendment by = {FIRST + 60, {{9}}, FIRST + 3600};
	mended(0, 0, 0);
	mended(1, 1800, 1800);
	amended(happens(0, "ja", EVENT_PUBLISHED), &by, 1);
	configured[0] = &at[1];
	history.configured_count = 1;
	adv.text_count = 0;
	cr_expect_str_eq(documents(), "EX-2026-0001 source: 1+0 events 2+60 amended 3+3601 configured");
}
