/* Histories at random (of fixed seeds), and what must hold for every one. */
#include <criterion/criterion.h>

#include "archive/facts.h"
#include "unit/history/kit.h"
#include "unit/history/tale.h"

TestSuite(random, .init = kit_start, .fini = kit_stop);

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

/* What an event refers to was public; nothing of a redacted revision is reached. */
static void check_version(struct repository *r, const struct advisory *a, const struct event *e, const struct version_ref *v)
{
	struct span text;
	if (!v->path)
		return;
	cr_assert(repository_blob(&text, r, &v->blob, kit.arena, kit.diags));
	cr_assert(!memmem(text.data, text.length, "title: hidden", 13), "%s refers to a hidden version", a->id);
	bool redacted = false, shown = false;
	for (size_t i = 0; i < a->revision_count; i++)
		for (size_t k = 0; k < a->revisions[i].text_count; k++)
			if (oid_equal(&a->revisions[i].texts[k].blob, &v->blob))
				*(a->revisions[i].redacted ? &redacted : &shown) = true;
	cr_assert(event_is_redacted(a, e) || shown || !redacted);
}

/* Each was public then, and says nothing of a redacted revision. */
static void check_titles(const struct advisory *a, const struct event *e)
{
	cr_assert_eq(e->title_count > 0, event_moves(e));
	for (size_t i = 0; i < e->title_count; i++) {
		bool redacted = a->revisions[e->standing - 1].redacted;
		cr_assert(strncmp(e->titles[i].title, "hidden", 6) != 0);
		cr_assert(!redacted || strcmp(e->titles[i].title, a->id) == 0);
	}
}

static void check_references(struct repository *r, const struct advisory *a)
{
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		check_version(r, a, e, &e->before);
		check_version(r, a, e, &e->after);
		check_version(r, a, e, &e->facts_before);
		check_version(r, a, e, &e->facts_after);
		check_titles(a, e);
		cr_assert(e->class == EVENT_REDACTED || (e->class == EVENT_PUBLISHED) == (!e->translation && !e->facts_before.path));
		cr_assert(e->class != EVENT_SUBSTANTIVE || (e->facts_after.path && e->after.path));
		cr_assert_eq(e->class == EVENT_TRANSLATION_REMOVED, e->translation && !e->after.path);
	}
}

static bool is_told(const struct advisory *a, unsigned serial, const char *path)
{
	const char *lang = strstr(path, ".ja.md") ? "ja" : "en";
	for (size_t i = 0; i < a->event_count; i++)
		if (a->events[i].at->serial == serial && strcmp(a->events[i].lang, lang) == 0)
			return true;
	for (size_t i = 0; i < a->quiet_count; i++)
		if (a->quiets[i].at->serial == serial && (a->quiets[i].why == QUIET_TWO_FILES || a->quiets[i].why == QUIET_TWO_SOURCES ||
							  strcmp(a->quiets[i].lang, lang) == 0))
			return true;
	return false;
}

struct telling {
	const struct advisory *advisory;
	unsigned serial;
};

static bool check_change(void *context, const struct change *c)
{
	const struct telling *t = context;
	const char *name = strrchr(c->path, '/') + 1;
	size_t n = strlen(t->advisory->id);
	if (strncmp(name, t->advisory->id, n) == 0 && name[n] == '.' && !strstr(c->path, "/EX-2/"))
		cr_assert(is_told(t->advisory, t->serial, c->path), "%u %s says nothing of %s", t->serial, t->advisory->id, c->path);
	return true;
}

/* Whatever touches a document of what is public has an event, or is told as quiet. */
static void check_quiets(struct repository *r, const struct advisory *a)
{
	for (size_t i = a->events[0].at->serial - 1; i < kit.history.publication_count; i++) {
		const struct oid none = {0}, *before = i ? &kit.history.publications[i - 1].tree : &none;
		struct telling t = {a, (unsigned)i + 1};
		cr_assert(repository_compare_trees(r, before, &kit.history.publications[i].tree, "archive", check_change, &t,
						   kit.diags));
	}
	for (size_t i = 1; i < a->quiet_count; i++)
		cr_assert_leq(a->quiets[i - 1].at->serial, a->quiets[i].at->serial);
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
	tale_begin(seed);
	tale_go_on(150);
	kit_read();
	for (size_t i = 0; i < kit.history.advisory_count; i++)
		check(&kit.history.advisories[i]);
	struct repository *r;
	cr_assert(repository_open(&r, kit.folder, kit.diags));
	for (size_t i = 0; i < kit.history.advisory_count; i++) {
		check_references(r, &kit.history.advisories[i]);
		check_quiets(r, &kit.history.advisories[i]);
	}
	repository_close(r);
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
