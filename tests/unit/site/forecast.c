#include "site/forecast.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "base/map.h"

#define MOST 8

/* Two histories of the same archive: of the base (three publications), and with two more. */
static struct arena *a;
static struct publication publications[5];
static struct advisory then[MOST], now[MOST];
static struct history before, after;

static void begin(void)
{
	a = arena_new();
	for (unsigned i = 0; i < 5; i++)
		publications[i] = (struct publication){.serial = i + 1, .time = 1000 * (instant)(i + 1)};
	before = (struct history){.publications = publications, .publication_count = 3, .advisories = then};
	after = (struct history){.publications = publications, .publication_count = 5, .base_count = 3, .advisories = now};
	memset(then, 0, sizeof(then));
	memset(now, 0, sizeof(now));
}

static void end(void)
{
	arena_free(a);
}

TestSuite(forecast, .init = begin, .fini = end);

/* Adds one that was published with serial 1, in ja and in en (which reflects what is said). */
static struct advisory *add(struct history *h, const char *id, unsigned revision, unsigned reflects)
{
	struct advisory *adv = &h->advisories[h->advisory_count++];
	struct text *texts = arena_array(a, 2, sizeof(*texts));
	texts[0] = (struct text){.lang = "en", .title = "T", .reflects = reflects, .current = reflects == revision};
	texts[1] = (struct text){.lang = "ja", .title = "T", .reflects = revision, .current = true};
	*adv = (struct advisory){.id = id, .source = "ja", .revision = revision, .updated = 1000, .texts = texts, .text_count = 2};
	adv->revisions = arena_array(a, revision, sizeof(*adv->revisions));
	adv->revision_count = revision;
	adv->events = arena_array(a, MOST, sizeof(*adv->events));
	return adv;
}

static void happens(struct advisory *adv, unsigned serial, enum event_class class, unsigned revision)
{
	bool translation = class >= EVENT_TRANSLATION_PUBLISHED;
	adv->events[adv->event_count++] = (struct event){.at = &publications[serial - 1], .class = class, .revision = revision,
							 .lang = translation ? "en" : "ja", .translation = translation};
	if (class == EVENT_PUBLISHED || class == EVENT_SUBSTANTIVE || class == EVENT_WITHDRAWN || class == EVENT_REINSTATED)
		adv->updated = publications[serial - 1].time;
}

/* "new A ja r1, stale A en r1; all A moves, …" */
static const char *made(void)
{
	struct forecast f;
	struct buf b;
	buf_init(&b, 10000);
	forecast_make(&f, &before, &after, a);
	for (size_t i = 0; i < f.count; i++)
		buf_printf(&b, "%s%s %s %s r%u", i ? ", " : "", forecast_kind_name(f.items[i].kind), f.items[i].advisory->id,
			   f.items[i].lang, f.items[i].revision);
	for (size_t i = 0; i < f.entry_count; i++)
		buf_printf(&b, "%s%s %s %s", i ? ", " : "; ", feed_names[f.entries[i].feed], f.entries[i].advisory->id,
			   forecast_move_name(f.entries[i].move));
	const char *text = arena_text(a, b.data);
	buf_fini(&b);
	return text;
}

Test(forecast, nothing_new)
{
	happens(add(&before, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	happens(add(&after, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	cr_expect_str_eq(made(), "");
}

Test(forecast, a_new_advisory_appears_in_feeds)
{
	struct advisory *adv = add(&after, "A", 1, 1);
	happens(adv, 4, EVENT_PUBLISHED, 1);
	happens(adv, 4, EVENT_TRANSLATION_PUBLISHED, 1);
	cr_expect_str_eq(made(), "new A ja r1, translation-published A en r1; all A appears, new A appears");
}

Test(forecast, a_first_publication_has_no_base)
{
	before = (struct history){0};
	after.base_count = 0;
	happens(add(&after, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	cr_expect_str_eq(made(), "new A ja r1; all A appears, new A appears");
}

Test(forecast, a_revision_moves_entries_and_leaves_translations_behind)
{
	happens(add(&before, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	struct advisory *adv = add(&after, "A", 2, 1);
	happens(adv, 1, EVENT_PUBLISHED, 1);
	happens(adv, 4, EVENT_SUBSTANTIVE, 2);
	cr_expect_str_eq(made(), "revised A ja r2, stale A en r1; all A moves, new A moves, updates A appears");
}

Test(forecast, a_translation_catches_up_and_moves_no_entry)
{
	struct advisory *was = add(&before, "A", 2, 1), *adv = add(&after, "A", 2, 2);
	happens(was, 1, EVENT_PUBLISHED, 1);
	happens(was, 2, EVENT_SUBSTANTIVE, 2);
	happens(adv, 1, EVENT_PUBLISHED, 1);
	happens(adv, 2, EVENT_SUBSTANTIVE, 2);
	happens(adv, 5, EVENT_TRANSLATION_SUBSTANTIVE, 2);
	cr_expect_str_eq(made(), "translation-updated A en r2, caught-up A en r2");
}

Test(forecast, an_editorial_change_moves_nothing)
{
	happens(add(&before, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	struct advisory *adv = add(&after, "A", 1, 1);
	happens(adv, 1, EVENT_PUBLISHED, 1);
	happens(adv, 4, EVENT_EDITORIAL, 1);
	happens(adv, 5, EVENT_TRANSLATION_EDITORIAL, 1);
	cr_expect_str_eq(made(), "editorial A ja r1, translation-editorial A en r1");
}

Test(forecast, withdrawn_and_back)
{
	happens(add(&before, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	struct advisory *adv = add(&after, "A", 1, 1);
	happens(adv, 1, EVENT_PUBLISHED, 1);
	happens(adv, 4, EVENT_WITHDRAWN, 1);
	adv->withdrawal.reason = "other";
	cr_expect_str_eq(made(), "withdrawn A ja r1; all A moves, new A moves, withdrawals A appears");
	then[0].withdrawal.reason = "other";
	now[0].withdrawal.reason = NULL;
	adv->events[1].class = EVENT_REINSTATED;
	cr_expect_str_eq(made(), "reinstated A ja r1; all A moves, new A moves, withdrawals A leaves");
}

/* A withdrawn advisory's translations are as they were last. */
Test(forecast, no_translation_of_a_withdrawn_advisory_goes_stale)
{
	happens(add(&before, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	struct advisory *adv = add(&after, "A", 2, 1);
	happens(adv, 1, EVENT_PUBLISHED, 1);
	happens(adv, 4, EVENT_WITHDRAWN, 2);
	adv->withdrawal.reason = "incorrect";
	cr_expect_str_eq(made(), "withdrawn A ja r2; all A moves, new A moves, updates A appears, withdrawals A appears");
}

Test(forecast, a_redaction_of_the_whole_leaves_a_tombstone)
{
	happens(add(&before, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	struct advisory *adv = add(&after, "A", 1, 1);
	happens(adv, 1, EVENT_PUBLISHED, 1);
	happens(adv, 4, EVENT_REDACTED, 1);
	adv->revisions[0].redacted = true;
	cr_expect_str_eq(made(), "redacted A ja r1; all A deleted, new A deleted");
}

Test(forecast, items_stand_by_kind_then_id_then_event)
{
	static const char *const ids[] = {"A", "B"};
	for (int i = 0; i < 2; i++) {
		happens(add(&before, ids[i], 1, 1), 1, EVENT_PUBLISHED, 1);
		struct advisory *adv = add(&after, ids[i], 3, 1);
		happens(adv, 1, EVENT_PUBLISHED, 1);
		happens(adv, 4, EVENT_SUBSTANTIVE, 2);
		happens(adv, 5, EVENT_SUBSTANTIVE, 3);
	}
	const char *text = made();
	cr_expect(strncmp(text, "revised A ja r2, revised A ja r3, revised B ja r2, revised B ja r3, stale A en r1, stale B en r1;", 94) == 0,
		  "%s", text);
}

/* Addresses. ------------------------------------------------------------------------- */

static void plan(struct plan *p, const struct output *outputs, size_t count)
{
	*p = (struct plan){.outputs = (struct output *)outputs, .count = count, .paths = map_new()};
	for (size_t i = 0; i < count; i++)
		map_put(p->paths, span_of(outputs[i].path), i);
}

static const char *joined(const char **paths, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = arena_printf(a, "%s%s%s", text, i ? " " : "", paths[i]);
	return text;
}

Test(forecast, addresses)
{
	happens(add(&before, "A", 1, 1), 1, EVENT_PUBLISHED, 1);
	struct advisory *adv = add(&after, "A", 2, 2);
	happens(adv, 1, EVENT_PUBLISHED, 1);
	happens(adv, 4, EVENT_SUBSTANTIVE, 2);
	const struct output old[] = {{.path = "ja/A/index.html", .write = write_advisory, .subject = &then[0]},
				     {.path = "ja/A/r1/index.html", .write = write_advisory, .subject = &then[0], .number = 1},
				     {.path = "ja/index.html", .write = write_latest},
				     {.path = "x", .write = write_static}};
	const struct output new[] = {{.path = "ja/A/index.html", .write = write_advisory, .subject = adv},
				     {.path = "ja/A/r2/index.html", .write = write_advisory, .subject = adv, .number = 2},
				     {.path = "ja/A/r1/index.html", .write = write_advisory, .subject = adv, .number = 1},
				     {.path = "ja/index.html", .write = write_latest},
				     {.path = "ja/A/files/b", .write = write_attachment}};
	struct plan one, other, none = {0};
	struct forecast f;
	struct forecast_urls urls;
	plan(&one, old, 4);
	plan(&other, new, 5);
	forecast_make(&f, &before, &after, a);
	forecast_urls(&urls, &f, &one, &other, a);
	cr_expect_str_eq(joined(urls.appear, urls.appear_count), "ja/A/files/b ja/A/r2/");
	cr_expect_str_eq(joined(urls.change, urls.change_count), "ja/A/");
	cr_expect_str_eq(joined(urls.vanish, urls.vanish_count), "x");
	/* Where nothing stood all of it appears. */
	forecast_urls(&urls, &f, &none, &one, a);
	cr_expect_eq(urls.appear_count, 4);
	cr_expect_eq(urls.change_count + urls.vanish_count, 0);
	plan_fini(&one);
	plan_fini(&other);
}
