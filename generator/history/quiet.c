/* What touched an advisory's documents and is no event, told from its snapshots.
 *
 * Invariant: of each publication since the first event, a document that it touched has an
 * event, or is told here once. Before it only what could not be read is told: that nothing else was public then is known. */
#include <stdlib.h>

#include "history/advisory.h"
#include "history/making.h"

struct looking {
	struct making *m;
	size_t capacity;
	size_t step;  /* steps->items[step] is the last one that is not after the snapshot */
	size_t event; /* the first event that is not before the snapshot */
	size_t quiet; /* the same of steps->quiets */
};

static struct quiet quiet_of(const struct timeline *t, const struct quiet_step *q)
{
	return (struct quiet){.at = &t->publications[q->publication],
			      .lang = q->lang ? arena_text(t->result, q->lang) : NULL,
			      .path = arena_text(t->result, q->path),
			      .why = q->why,
			      .reason = q->reason ? arena_text(t->result, q->reason) : NULL};
}

static void add(struct looking *l, const struct quiet_step *q)
{
	struct advisory *out = l->m->out;
	out->quiets = arena_grow(l->m->t->result, out->quiets, out->quiet_count, &l->capacity, sizeof(*out->quiets));
	out->quiets[out->quiet_count++] = quiet_of(l->m->t, q);
}

static bool has_event(const struct looking *l, size_t publication, const char *lang)
{
	const struct advisory *out = l->m->out;
	for (size_t i = l->event; i < out->event_count && out->events[i].at->serial == publication + 1; i++)
		if (strcmp(out->events[i].lang, lang) == 0)
			return true;
	return false;
}

/* True if the publication's quiets of steps.c speak of this document, or of all. */
static bool is_told(const struct looking *l, size_t publication, const char *lang)
{
	const struct steps *s = l->m->steps;
	for (size_t i = l->quiet; i < s->quiet_count && s->quiets[i].publication == publication; i++)
		if (s->quiets[i].why != QUIET_UNREADABLE || strcmp(s->quiets[i].lang, lang) == 0)
			return true;
	return false;
}

static const struct document_file *find(const struct snapshot *s, const char *lang)
{
	for (size_t i = 0; i < s->document_count; i++)
		if (strcmp(s->documents[i].lang, lang) == 0)
			return &s->documents[i];
	return NULL;
}

static bool has_path(const struct snapshot *s, const char *path)
{
	for (size_t i = 0; i < s->document_count; i++)
		if (strcmp(s->documents[i].path, path) == 0)
			return true;
	return false;
}

/* True if the document went, and did not move: of two in one language, one may stay where it was. */
static bool is_gone(const struct document_file *d, const struct snapshot *before, const struct snapshot *now)
{
	const struct document_file *other = find(now, d->lang);
	return !has_path(now, d->path) && (!other || has_path(before, other->path));
}

/* A document as it was and as it is; either may be NULL. */
static void look_at(struct looking *l, size_t publication, const struct document_file *before,
		    const struct document_file *after)
{
	const struct document_file *d = after ? after : before;
	bool same = before && after && oid_equal(&before->blob, &after->blob);
	if ((same && strcmp(before->path, after->path) == 0) || has_event(l, publication, d->lang) ||
	    is_told(l, publication, d->lang))
		return;
	enum quiet_why why = same                                  ? QUIET_MOVED
			     : l->m->steps->items[l->step].public ? QUIET_MECHANICAL
								   : QUIET_NOT_PUBLIC;
	add(l, &(struct quiet_step){.publication = publication, .lang = d->lang, .path = d->path, .why = why});
}

static void look(struct looking *l, const struct snapshot *before, const struct snapshot *now)
{
	const struct steps *s = l->m->steps;
	const struct advisory *out = l->m->out;
	size_t n = now->publication;
	while (l->step + 1 < s->count && s->items[l->step + 1].publication <= n)
		l->step++;
	while (l->event < out->event_count && out->events[l->event].at->serial < n + 1)
		l->event++;
	while (l->quiet < s->quiet_count && s->quiets[l->quiet].publication < n)
		l->quiet++;
	for (size_t i = l->quiet; i < s->quiet_count && s->quiets[i].publication == n; i++)
		add(l, &s->quiets[i]);
	for (size_t i = 0; i < now->document_count; i++)
		look_at(l, n, find(before, now->documents[i].lang), &now->documents[i]);
	for (size_t i = 0; i < before->document_count; i++)
		if (is_gone(&before->documents[i], before, now))
			look_at(l, n, &before->documents[i], NULL);
}

static int in_order(const void *x, const void *y)
{
	const struct quiet *a = x, *b = y;
	if (a->at->serial != b->at->serial)
		return a->at->serial < b->at->serial ? -1 : 1;
	int order = strcmp(a->lang ? a->lang : "", b->lang ? b->lang : "");
	return order ? order : strcmp(a->path, b->path);
}

void quiets_make(struct making *m)
{
	const struct record *r = &m->t->records[m->record];
	static const struct snapshot nothing;
	struct looking l = {.m = m};
	const size_t first = m->out->events[0].at->serial - 1;
	for (size_t i = 0; i < m->steps->quiet_count && m->steps->quiets[i].publication < first; i++)
		if (m->steps->quiets[i].why == QUIET_UNREADABLE)
			add(&l, &m->steps->quiets[i]);
	for (size_t i = 0; i < r->snapshot_count; i++)
		if (r->snapshots[i].publication >= first)
			look(&l, i ? &r->snapshots[i - 1] : &nothing, &r->snapshots[i]);
	if (m->out->quiet_count)
		qsort(m->out->quiets, m->out->quiet_count, sizeof(*m->out->quiets), in_order);
}

void quiets_unread(struct unreadable *out, const struct timeline *t, size_t record, const struct steps *steps)
{
	struct quiet *quiets = arena_array(t->result, steps->quiet_count, sizeof(*quiets));
	*out = (struct unreadable){.id = arena_text(t->result, t->records[record].id), .quiets = quiets};
	for (size_t i = 0; i < steps->quiet_count; i++)
		if (steps->quiets[i].why == QUIET_UNREADABLE)
			quiets[out->quiet_count++] = quiet_of(t, &steps->quiets[i]);
}
