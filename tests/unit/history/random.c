/* Histories at random (of fixed seeds), and what must hold for every one. */
#include <criterion/criterion.h>

#include "archive/facts.h"
#include "unit/history/kit.h"

TestSuite(random, .init = kit_start, .fini = kit_stop);

static unsigned state;

static unsigned below(unsigned limit)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % limit;
}

static const char *a_path(void)
{
	static const char *const folders[] = {"", "2026/", "EX-2/"};
	return arena_printf(kit.arena, "archive/advisories/%sEX-%u.%s.md", folders[below(8) < 6 ? 0 : 1 + below(2)], 1 + below(4),
			    below(3) ? "ja" : "en");
}

/* Titles tell what may be shown: "public-…", or "hidden-…" of drafts, exercises and what stands beside them. */
static void write_something(void)
{
	static const char *const facts[] = {"", "severity: low\n", "severity: high\n", "withdrawn: {reason: legal}\n",
					    "redact: {revisions: [1], reason: {ja: a}}\n", "tags: [x]\n"};
	static const char *const hidden[] = {"status: draft\n", "status: final\nexercise: yes\n"};
	const char *path = a_path(), *more = facts[below(6)];
	unsigned n = below(5);
	switch (below(10)) {
	case 0:
		story_write(kit.story, path, doc("title: hidden-1\nbroken: [\n", "x"));
		break;
	case 1:
		story_write(kit.story, path, doc("status: final\n", "no title"));
		break;
	case 2:
	case 3:
		story_write(kit.story, path, doc(arena_printf(kit.arena, "title: hidden-%u\n%s%s", n, hidden[below(2)], more), "x"));
		break;
	case 4:
	case 5:
		story_write(kit.story, path, doc(arena_printf(kit.arena, "title: text-%u\n", n), "x"));
		break;
	case 6:
		story_write(kit.story, arena_printf(kit.arena, "archive/advisories/EX-%u/a%u.png", 1 + below(4), below(2)), "x");
		break;
	default:
		story_write(kit.story, path, doc(arena_printf(kit.arena, "title: public-%u\nstatus: final\n%s", n, more), "x"));
	}
}

static void change_something(void)
{
	if (below(5) == 0)
		story_delete(kit.story, a_path());
	else
		write_something();
}

static void tell(unsigned seed)
{
	static const char *const trailers[] = {"", "Revision: editorial\n", "Revision: correction\n", "Note-ja: x\n", "Withdraw-Reason: legal\n"};
	state = seed;
	write_something();
	commit("start");
	story_branch(kit.story, "topic", "main");
	for (int i = 0; i < 150; i++) {
		const char *branch = below(4) ? "main" : "topic";
		if (below(12) == 0)
			story_merge(kit.story, strcmp(branch, "main") == 0 ? "topic" : "main");
		for (unsigned n = 1 + below(3); n > 0; n--)
			change_something();
		story_commit(kit.story, branch, arena_printf(kit.arena, "x\n\n%s", trailers[below(5)]));
	}
}

static void check_texts(const struct advisory *a, const struct text *texts, size_t count, bool redacted)
{
	for (size_t i = 0; i < count; i++) {
		cr_assert(strncmp(texts[i].title, "hidden", 6) != 0, "%s shows %s", a->id, texts[i].title);
		cr_assert(!redacted || strcmp(texts[i].title, a->id) == 0);
		cr_assert(!i || strcmp(texts[i - 1].lang, texts[i].lang) < 0);
		cr_assert(texts[i].reflects >= 1 && texts[i].reflects <= a->revision);
	}
}

static void check_events(const struct advisory *a)
{
	unsigned revision = 0, serial = 0;
	bool withdrawn = false;
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		cr_assert_geq(e->at->serial, serial);
		serial = e->at->serial;
		if (e->translation)
			continue;
		cr_assert(e->revision == revision || e->revision == revision + 1);
		if (e->class == EVENT_SUBSTANTIVE || e->class == EVENT_PUBLISHED)
			cr_assert_eq(e->revision, revision + 1);
		if (e->class == EVENT_EDITORIAL || e->class == EVENT_REDACTED)
			cr_assert_eq(e->revision, revision);
		withdrawn = e->class == EVENT_WITHDRAWN || (withdrawn && e->class != EVENT_REINSTATED);
		revision = e->revision;
	}
	cr_assert_eq(a->events[0].class, EVENT_PUBLISHED);
	cr_assert_eq(revision, a->revision);
	cr_assert(!withdrawn || a->withdrawal.reason);
}

static void check(const struct advisory *a)
{
	check_events(a);
	cr_assert_eq(a->revision_count, a->revision);
	for (size_t i = 0; i < a->revision_count; i++) {
		const struct revision *r = &a->revisions[i];
		cr_assert_leq(r->at->serial, r->last->serial);
		cr_assert(!i || a->revisions[i - 1].last->serial < r->at->serial);
		cr_assert_not_null(revision_text(r, r->source));
		check_texts(a, r->texts, r->text_count, r->redacted);
	}
	check_texts(a, a->texts, a->text_count, a->revisions[a->revision - 1].redacted);
	cr_assert_not_null(advisory_text(a, a->source));
	cr_assert(facts_public(a->facts, false, false));
}

static void run(unsigned seed)
{
	tell(seed);
	kit_read();
	for (size_t i = 0; i < kit.history.advisory_count; i++)
		check(&kit.history.advisories[i]);
	/* One thread or many: the same. */
	struct buf all;
	buf_init(&all, 4 << 20);
	for (size_t i = 0; i < kit.history.advisory_count; i++)
		buf_printf(&all, "%s%s", events(kit.history.advisories[i].id), revisions(kit.history.advisories[i].id));
	kit.options.jobs = 5;
	kit_read();
	size_t at = 0;
	for (size_t i = 0; i < kit.history.advisory_count; i++) {
		const char *one = arena_printf(kit.arena, "%s%s", events(kit.history.advisories[i].id),
					       revisions(kit.history.advisories[i].id));
		cr_assert_eq(strncmp(all.data + at, one, strlen(one)), 0);
		at += strlen(one);
	}
	cr_assert_eq(at, all.length);
	buf_fini(&all);
}

Test(random, invariants_hold_for_histories_at_random)
{
	for (unsigned seed = 1; seed <= 12; seed++) {
		if (seed > 1) {
			kit_stop();
			kit_start();
		}
		run(seed);
	}
}
