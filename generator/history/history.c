/* The stage as a whole: timeline (one thread), steps (all cores, one record a
 * task), then classes and revisions (one thread, in order of ids). */
#include "history/history.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"
#include "history/advisory.h"

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

struct stepping {
	struct timeline *timeline;
	struct arena **arenas; /* one a worker */
	struct steps *steps;   /* one a record */
	atomic_bool failed;
};

static void make_steps(void *context, unsigned worker, size_t index)
{
	struct stepping *s = context;
	if (!steps_make(&s->steps[index], s->timeline, &s->timeline->records[index], s->arenas[worker]))
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

static bool read_records(struct history *out, struct timeline *t)
{
	unsigned jobs = t->options->jobs ? t->options->jobs : 1;
	struct stepping s = {.timeline = t};
	s.steps = arena_array(t->arena, t->record_count, sizeof(*s.steps));
	s.arenas = memory_resize(NULL, jobs, sizeof(struct arena *));
	for (unsigned i = 0; i < jobs; i++)
		s.arenas[i] = arena_new();
	pool_run(t->record_count, jobs, make_steps, &s);
	bool ok = !atomic_load(&s.failed) && bulk_mark(t, s.steps);
	if (ok)
		make_advisories(out, t, s.steps);
	for (unsigned i = 0; i < jobs; i++)
		arena_free(s.arenas[i]);
	free(s.arenas);
	return ok;
}

bool history_read(struct history *out, struct repository *r, const struct oid *head, const struct archive *ar,
		  const struct history_options *options, struct arena *a, struct diags *d)
{
	struct timeline t = {.repository = r, .archive = ar, .options = options, .diags = d, .arena = arena_new(), .result = a};
	struct history history = {0};
	size_t errors = diags_count(d, DIAG_ERROR);
	timeline_init(&t);
	bool ok = timeline_read(&t, head) && read_records(&history, &t) && diags_count(d, DIAG_ERROR) == errors;
	timeline_fini(&t);
	arena_free(t.arena);
	if (ok)
		*out = history;
	return ok;
}

const struct advisory *history_find(const struct history *h, const char *id)
{
	struct advisory key = {.id = id};
	return h->advisory_count ? bsearch(&key, h->advisories, h->advisory_count, sizeof(key), by_id) : NULL;
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
