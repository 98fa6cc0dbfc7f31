/* The stage as a whole: timeline (one thread), steps (all cores, one record a
 * task), then classes and revisions (one thread, in order of ids). */
#include "history/history.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"
#include "history/advisory.h"
#include "history/kept_steps.h"
#include "history/walk.h"

const char *event_class_name(enum event_class class)
{
	static const char *const names[] = {
		[EVENT_PUBLISHED] = "published",
		[EVENT_SUBSTANTIVE] = "substantive",
		[EVENT_EDITORIAL] = "editorial",
		[EVENT_WITHDRAWN] = "withdrawn",
		[EVENT_REINSTATED] = "reinstated",
		[EVENT_REDACTED] = "redacted",
		[EVENT_TRANSLATION_PUBLISHED] = "translation-published",
		[EVENT_TRANSLATION_SUBSTANTIVE] = "translation-substantive",
		[EVENT_TRANSLATION_EDITORIAL] = "translation-editorial",
		[EVENT_TRANSLATION_REMOVED] = "translation-removed",
	};
	return names[class];
}

const char *provenance_state_name(enum provenance_state state)
{
	static const char *const names[] = {
		[PROVENANCE_NONE] = "none",
		[PROVENANCE_BEFORE] = "before",
		[PROVENANCE_SIGNED] = "signed",
		[PROVENANCE_PLATFORM] = "platform",
		[PROVENANCE_SQUASHED] = "squashed",
		[PROVENANCE_UNSIGNED] = "unsigned",
		[PROVENANCE_STRANGER] = "stranger",
		[PROVENANCE_BAD] = "bad",
		[PROVENANCE_SSH] = "ssh",
	};
	return names[state];
}

struct stepping {
	struct timeline *timeline;
	struct kept_steps kept;
	struct arena **arenas; /* one a worker */
	struct steps *steps;   /* one a record */
	atomic_bool failed;
};

static void make_steps(void *context, unsigned worker, size_t index)
{
	struct stepping *s = context;
	if (!kept_steps_find(&s->steps[index], &s->kept, s->timeline, index, s->arenas[worker]) &&
	    !steps_make(&s->steps[index], s->timeline, &s->timeline->records[index], s->arenas[worker]))
		atomic_store(&s->failed, true);
}

static int by_id(const void *x, const void *y)
{
	return strcmp(((const struct advisory *)x)->id, ((const struct advisory *)y)->id);
}

static void make_advisories(struct history *out, struct timeline *t, const struct steps *steps)
{
	out->publications = t->publications;
	out->publication_count = t->publication_count;
	out->advisories = arena_array(t->result, t->record_count, sizeof(*out->advisories));
	for (size_t i = 0; i < t->record_count; i++)
		if (steps[i].facts)
			advisory_make(&out->advisories[out->advisory_count++], t, i, &steps[i]);
	if (out->advisory_count)
		qsort(out->advisories, out->advisory_count, sizeof(*out->advisories), by_id);
}

static bool has_unreadable(const struct advisory *a)
{
	for (size_t i = 0; i < a->quiet_count; i++)
		if (a->quiets[i].why == QUIET_UNREADABLE)
			return true;
	return false;
}

static size_t unreadable_in(const struct steps *s)
{
	size_t count = 0;
	for (size_t i = 0; i < s->quiet_count; i++)
		count += s->quiets[i].why == QUIET_UNREADABLE;
	return count;
}

static int by_unreadable_id(const void *x, const void *y)
{
	return strcmp(((const struct unreadable *)x)->id, ((const struct unreadable *)y)->id);
}

/* What could be read as a draft only is counted and stays unnamed. */
static void collect_unreadable(struct history *out, const struct timeline *t, const struct steps *steps)
{
	out->unreadable = arena_array(t->result, t->record_count, sizeof(*out->unreadable));
	for (size_t i = 0; i < t->record_count; i++) {
		size_t count = unreadable_in(&steps[i]);
		out->unreadable_count += count;
		if (count && !steps[i].sourced)
			quiets_unread(&out->unreadable[out->unreadable_ids++], t, i, &steps[i]);
	}
	for (size_t i = 0; i < out->advisory_count; i++) {
		const struct advisory *a = &out->advisories[i];
		if (has_unreadable(a))
			out->unreadable[out->unreadable_ids++] = (struct unreadable){a->id, a->quiets, a->quiet_count};
	}
	if (out->unreadable_ids)
		qsort(out->unreadable, out->unreadable_ids, sizeof(*out->unreadable), by_unreadable_id);
}

/* What had to be made is kept for the next run; but of a merge that is none, nothing is, and what was
 * made of newer commits is not replaced by what is true of an older one. */
static bool is_to_be_kept(const struct walk *w, const struct kept_steps *k, const struct history_options *options)
{
	return options->use_cache && w->real == w->count && !(w->older && k->cache);
}

static bool read_records(struct history *out, struct timeline *t, const struct walk *w)
{
	unsigned jobs = t->options->jobs ? t->options->jobs : 1;
	struct stepping s = {.timeline = t};
	s.steps = arena_array(t->arena, t->record_count, sizeof(*s.steps));
	s.arenas = memory_resize(NULL, jobs, sizeof(struct arena *));
	for (unsigned i = 0; i < jobs; i++)
		s.arenas[i] = arena_new();
	kept_steps_init(&s.kept, t);
	pool_run(t->record_count, jobs, make_steps, &s);
	bool ok = !atomic_load(&s.failed) && bulk_mark(t, s.steps);
	if (ok) {
		make_advisories(out, t, s.steps);
		collect_unreadable(out, t, s.steps);
	}
	if (ok && is_to_be_kept(w, &s.kept, t->options))
		kept_steps_write(&s.kept, t, s.steps);
	kept_steps_fini(&s.kept);
	for (unsigned i = 0; i < jobs; i++)
		arena_free(s.arenas[i]);
	free(s.arenas);
	return ok;
}

/* What head is compared with: history.base and, if head must be read as merged, virtual_merge. False after reporting. */
static bool find_base(struct history *out, struct repository *r, const struct oid *head, const struct oid *base, struct diags *d)
{
	size_t errors = diags_count(d, DIAG_ERROR);
	if (!base)
		return true;
	out->base = *base;
	if (repository_on_chain(r, head, base, d))
		return true;
	if (diags_count(d, DIAG_ERROR) > errors || !repository_merge_base(&out->base, r, base, head, d))
		return false;
	out->virtual_merge = !oid_equal(&out->base, head);
	return true;
}

/* The publications up to the base. */
static void count_base(struct history *out, const struct timeline *t, const struct walk *w)
{
	size_t count = 0;
	for (size_t i = 0; i < w->real; i++) {
		count += w->links[i].changes.touched;
		if (oid_equal(&t->commits[w->links[i].commit].commit.id, &out->base))
			out->base_count = count;
	}
}

bool history_read(struct history *out, struct repository *r, const struct oid *head, const struct archive *ar,
		  const struct history_options *options, struct arena *a, struct diags *d)
{
	struct timeline t = {.repository = r, .archive = ar, .options = options, .diags = d, .arena = arena_new(), .result = a};
	struct history history = {0};
	struct walk w = {0};
	size_t errors = diags_count(d, DIAG_ERROR);
	timeline_init(&t);
	bool ok = find_base(&history, r, head, options->base, d) &&
		  timeline_read(&t, &w, head, history.virtual_merge ? &history.base : NULL) &&
		  read_records(&history, &t, &w) && configured_find(&history, &t) &&
		  diags_count(d, DIAG_ERROR) == errors;
	if (ok && options->base)
		count_base(&history, &t, &w);
	walk_fini(&w);
	timeline_fini(&t);
	arena_free(t.arena);
	if (ok)
		*out = history;
	return ok;
}

/* The reason stands with the first event of a publication. */
bool event_has_reason(const struct advisory *a, const struct event *e)
{
	for (size_t i = 0; i < a->event_count; i++)
		if (a->events[i].at == e->at && a->events[i].said_reason)
			return true;
	return false;
}

const char *advisory_kind(const struct advisory *a)
{
	const char *kind = value_text(a->facts, "kind");
	return kind ? kind : "vulnerability";
}

bool advisory_is_exercise(const struct advisory *a)
{
	const char *exercise = value_text(a->facts, "exercise");
	return exercise && strcmp(exercise, "yes") == 0;
}

bool advisory_is_redacted(const struct advisory *a)
{
	return a->revisions[a->revision_count - 1].redacted;
}

bool event_moves(const struct event *e)
{
	return e->class == EVENT_PUBLISHED || e->class == EVENT_SUBSTANTIVE || e->class == EVENT_WITHDRAWN ||
	       e->class == EVENT_REINSTATED;
}

const struct advisory *history_find(const struct history *h, const char *id)
{
	struct advisory key = {.id = id};
	return h->advisory_count ? bsearch(&key, h->advisories, h->advisory_count, sizeof(key), by_id) : NULL;
}

const struct unreadable *history_find_unreadable(const struct history *h, const char *id)
{
	struct unreadable key = {.id = id};
	return h->unreadable_ids ? bsearch(&key, h->unreadable, h->unreadable_ids, sizeof(key), by_unreadable_id) : NULL;
}

static const struct text *find_text(const struct text *texts, size_t count, const char *lang)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(texts[i].lang, lang) == 0)
			return &texts[i];
	return NULL;
}

const struct text *advisory_text(const struct advisory *a, const char *lang)
{
	return find_text(a->texts, a->text_count, lang);
}

const struct text *revision_text(const struct revision *r, const char *lang)
{
	return find_text(r->texts, r->text_count, lang);
}

const char *advisory_state(const struct advisory *a)
{
	const char *status = value_text(a->facts, "status");
	if (a->withdrawal.reason)
		return "withdrawn";
	/* A past version may have any word; of what is not final no more is certain than that it may change. */
	if (status && (strcmp(status, "final") == 0 || strcmp(status, "draft") == 0))
		return status;
	return "interim";
}
