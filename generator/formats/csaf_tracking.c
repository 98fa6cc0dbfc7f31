/* Invariant: revisions are numbered from 1 without gaps in order of time, their dates strictly increase, and a later state of the
 * history never has fewer: what was one stays one. So a document that changed has another version, and a later date, whatever
 * `times` mends. */
#include "formats/csaf_tracking.h"

#include <limits.h>
#include <stdlib.h>

#include "base/map.h"

bool csaf_concerns(const char *lang, const struct event *e)
{
	return !e->translation || strcmp(e->lang, lang) == 0 || e->class == EVENT_TRANSLATION_PUBLISHED ||
	       e->class == EVENT_TRANSLATION_REMOVED;
}

/* What becomes a revision, while they are gathered. */
struct cause {
	instant time, clock; /* as a publication's */
	unsigned serial; /* of the publication; 0: CSAF_BEFORE; UINT_MAX: no publication of the archive */
	struct oid commit;
	struct csaf_revision revision;
};

struct gathering {
	struct arena *arena;
	const struct history *history;
	const struct advisory *advisory;
	const char *lang;
	size_t start; /* the document's first event */
	struct cause *causes;
	size_t count, capacity;
};

static void add(struct gathering *g, const struct cause *c)
{
	g->causes = arena_grow(g->arena, g->causes, g->count, &g->capacity, sizeof(*g->causes));
	g->causes[g->count++] = *c;
}

static size_t end_of_publication(const struct advisory *adv, size_t event)
{
	size_t end = event;
	while (end < adv->event_count && adv->events[end].at == adv->events[event].at)
		end++;
	return end;
}

/* What came with the first commit was published before it too. */
static bool was_before(const struct advisory *adv, size_t start)
{
	return adv->began_before && adv->events[start].at == adv->events[0].at;
}

static void add_before(struct gathering *g)
{
	if (was_before(g->advisory, g->start))
		add(g, &(struct cause){.time = g->advisory->began, .clock = g->advisory->began, .revision.cause = CSAF_BEFORE});
}

static void add_events(struct gathering *g)
{
	const struct advisory *adv = g->advisory;
	for (size_t i = 0, end; i < adv->event_count; i = end) {
		const struct publication *at = adv->events[i].at;
		bool concerns = false;
		end = end_of_publication(adv, i);
		for (size_t k = i; k < end; k++)
			concerns |= k >= g->start && csaf_concerns(g->lang, &adv->events[k]);
		if (concerns)
			add(g, &(struct cause){at->time, at->clock, at->serial, at->commit,
					       {.cause = CSAF_EVENTS, .first = i, .count = end - i}});
	}
}

static void add_quiets(struct gathering *g)
{
	const struct advisory *adv = g->advisory;
	const char *source = adv->events[0].lang; /* as the quiet's publication found it */
	for (size_t i = 0, event = 0; i < adv->quiet_count; i++) {
		const struct quiet *q = &adv->quiets[i];
		for (; event < adv->event_count && adv->events[event].at->serial < q->at->serial; event++)
			if (!adv->events[event].translation)
				source = adv->events[event].lang;
		bool own = !q->lang || strcmp(q->lang, g->lang) == 0 || strcmp(q->lang, source) == 0;
		if (own && q->why == QUIET_MECHANICAL && q->at->serial > adv->events[g->start].at->serial)
			add(g, &(struct cause){q->at->time, q->at->clock, q->at->serial, q->at->commit, {.cause = CSAF_MECHANICAL}});
	}
}

static void add_configured(struct gathering *g)
{
	const struct history *h = g->history;
	for (size_t i = 0; i < h->configured_count; i++) {
		const struct publication *at = h->configured[i];
		if (at->serial > g->advisory->events[g->start].at->serial)
			add(g, &(struct cause){at->time, at->clock, at->serial, at->commit, {.cause = CSAF_CONFIGURED}});
	}
}

static void add_amendments(struct gathering *g)
{
	const struct advisory *adv = g->advisory;
	/* The note stands with the first event of a publication. */
	for (size_t i = 0; i < adv->event_count; i++) {
		const struct event *e = &adv->events[i];
		if (e->at->serial < adv->events[g->start].at->serial)
			continue;
		for (size_t k = 0; k < e->amendment_count && csaf_concerns(g->lang, e); k++) {
			const struct amendment *by = &e->amendments[k];
			add(g, &(struct cause){by->time, by->clock, UINT_MAX, by->commit, {.cause = CSAF_AMENDED}});
		}
	}
}

static int in_order(const void *x, const void *y)
{
	const struct cause *a = x, *b = y;
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (a->serial != b->serial)
		return a->serial < b->serial ? -1 : 1;
	int order = memcmp(a->commit.bytes, b->commit.bytes, sizeof(a->commit.bytes));
	return order ? order : (int)a->revision.cause - (int)b->revision.cause;
}

/* One commit is one revision: what else it changes goes with its events. */
static bool goes_with(const struct cause *c, const struct cause *before)
{
	return c->revision.cause != CSAF_EVENTS && before->revision.cause != CSAF_BEFORE && oid_equal(&c->commit, &before->commit);
}

static instant later(instant a, instant b)
{
	return a > b ? a : b;
}

/* told: the latest date that the document had, also before `times` mended a clock: whoever has that version takes only a later one. */
static instant date_of(const struct cause *c, const struct csaf_tracking *before, instant told)
{
	instant date = before->count ? later(c->time, before->current + 1) : c->time;
	return before->count && told <= c->time + CLOCK_WRONG_MOST ? later(date, told + 1) : date;
}

static struct csaf_tracking tracking_of(struct gathering *g)
{
	struct csaf_tracking out = {.revisions = arena_array(g->arena, g->count, sizeof(*out.revisions))};
	instant told = 0;
	qsort(g->causes, g->count, sizeof(*g->causes), in_order);
	for (size_t i = 0; i < g->count; i++) {
		const struct cause *c = &g->causes[i];
		bool same = false;
		/* What one publication did stands together, and what amends behind it. */
		for (size_t k = i; k-- > 0 && !same && g->causes[k].time == c->time &&
				   (c->serial == UINT_MAX || g->causes[k].serial == c->serial);)
			same = goes_with(c, &g->causes[k]);
		if (c->serial != UINT_MAX && c->serial > out.serial)
			out.serial = c->serial;
		if (same)
			continue;
		out.current = date_of(c, &out, told);
		told = later(out.current, c->clock);
		struct csaf_revision *r = &out.revisions[out.count++];
		*r = c->revision;
		r->number = (unsigned)out.count;
		r->date = out.current;
	}
	return out;
}

struct csaf_tracking csaf_track(struct arena *a, const struct history *h, const struct advisory *adv, const struct csaf_document *doc)
{
	struct gathering g = {.arena = a, .history = h, .advisory = adv, .lang = doc->lang, .start = doc->start,
			      .capacity = adv->event_count + h->configured_count + 1};
	g.causes = arena_array(a, g.capacity, sizeof(*g.causes));
	add_before(&g);
	add_events(&g);
	add_quiets(&g);
	add_configured(&g);
	add_amendments(&g);
	return tracking_of(&g);
}

static bool removed_with(const struct advisory *adv, size_t event, const char *lang)
{
	for (size_t i = event; i < adv->event_count && adv->events[i].at == adv->events[event].at; i++)
		if (adv->events[i].class == EVENT_TRANSLATION_REMOVED && strcmp(adv->events[i].lang, lang) == 0)
			return true;
	return false;
}

/* The event from which on there is a translation in this language: its own first, or the source's that took another language.
 * event_count: there never was one. */
static size_t start_of(const struct advisory *adv, const char *lang)
{
	bool was_source = false;
	for (size_t i = 0; i < adv->event_count; i++) {
		const struct event *e = &adv->events[i];
		bool own = strcmp(e->lang, lang) == 0;
		if (e->translation ? own && e->class != EVENT_TRANSLATION_REMOVED : was_source && !own && !removed_with(adv, i, lang))
			return i;
		if (!e->translation)
			was_source = own;
	}
	return adv->event_count;
}

/* Lower case; each run of other bytes than + - a-z 0-9 is one "_". */
const char *csaf_file_name(struct arena *a, const char *id)
{
	char *name = arena_printf(a, "%s.json", id), *to = name;
	bool run = false;
	for (const char *from = id; *from; from++) {
		char c = *from >= 'A' && *from <= 'Z' ? (char)(*from - 'A' + 'a') : *from;
		bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-';
		if (kept || !run)
			*to++ = kept ? c : '_';
		run = !kept;
	}
	memcpy(to, ".json", sizeof(".json"));
	return name;
}

static struct csaf_document document_from(struct arena *a, const struct advisory *adv, const char *lang, enum csaf_standing standing,
					  size_t start)
{
	struct csaf_document doc = {.lang = lang, .standing = standing, .start = start};
	doc.id = standing == CSAF_SOURCE ? adv->id : arena_printf(a, "%s-%s", adv->id, lang);
	doc.initial = was_before(adv, start) ? adv->began : adv->events[start].at->time;
	doc.path = arena_printf(a, ".well-known/csaf/white/%04d/%s", instant_civil(doc.initial).year, csaf_file_name(a, doc.id));
	return doc;
}

const struct csaf_document *csaf_documents(size_t *count, struct arena *a, const struct config *c, const struct advisory *adv)
{
	struct csaf_document *all = arena_array(a, c->language_count + 1, sizeof(*all));
	*count = 1;
	all[0] = document_from(a, adv, adv->source, CSAF_SOURCE, 0);
	for (size_t i = 0; i < c->language_count; i++) {
		const char *lang = c->languages[i];
		size_t start = start_of(adv, lang);
		if (start == adv->event_count)
			continue;
		bool is_source = strcmp(lang, adv->source) == 0, stands = advisory_text(adv, lang) != NULL;
		all[(*count)++] = document_from(a, adv, lang, is_source ? CSAF_MOVED : stands ? CSAF_TRANSLATION : CSAF_REMOVED, start);
	}
	return all;
}

/* The file names of an advisory's documents. */
static size_t names_of(const char **names, struct arena *a, const struct config *c, const struct advisory *adv)
{
	size_t count = 0;
	names[count++] = csaf_file_name(a, adv->id);
	for (size_t i = 0; i < c->language_count; i++)
		if (start_of(adv, c->languages[i]) < adv->event_count)
			names[count++] = csaf_file_name(a, arena_printf(a, "%s-%s", adv->id, c->languages[i]));
	return count;
}

static struct place place_of(const struct advisory *adv)
{
	const struct text *text = advisory_text(adv, adv->source);
	return (struct place){.path = text ? text->path : NULL};
}

bool csaf_names_check(const struct config *c, const struct history *h, struct diags *d)
{
	struct arena *a = arena_new();
	struct map *owners = map_new();
	const char **names = arena_array(a, c->language_count + 1, sizeof(*names));
	bool ok = true;
	for (size_t i = 0; i < h->advisory_count; i++) {
		const struct advisory *adv = &h->advisories[i];
		size_t count = names_of(names, a, c, adv), other;
		for (size_t k = 0; k < count; k++) {
			if (map_put(owners, span_of(names[k]), i) || !map_find(owners, span_of(names[k]), &other))
				continue;
			diag(d, DIAG_CSAF_NAME, place_of(adv),
			     "give the newer of the two another id before it is published, or turn CSAF off in archive.yaml "
			     "(formats: {csaf: no})",
			     "%s and %s would both have a CSAF document %s: its name keeps only letters without case, digits, \"+\" "
			     "and \"-\"", h->advisories[other].id, adv->id, names[k]);
			ok = false;
		}
	}
	map_free(owners);
	arena_free(a);
	return ok;
}
