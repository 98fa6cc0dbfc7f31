/* Invariant: what a record's `modified` is depends on the history alone; the list of them is what a client reads to learn which
 * records to fetch again. */
#include <stdlib.h>

#include "formats/english.h"
#include "formats/osv.h"

static instant later(instant a, instant b)
{
	return a > b ? a : b;
}

static bool concerns(const struct event *e)
{
	return !e->translation || lang_is_english(e->lang) || e->class == EVENT_TRANSLATION_PUBLISHED ||
	       e->class == EVENT_TRANSLATION_REMOVED;
}

static bool is_mechanical(const struct advisory *adv, const struct quiet *q)
{
	bool told = !q->lang || lang_is_english(q->lang) || strcmp(q->lang, adv->source) == 0;
	return told && q->why == QUIET_MECHANICAL;
}

instant osv_modified(const struct advisory *adv)
{
	instant t = adv->published;
	for (size_t i = 0; i < adv->event_count; i++)
		if (concerns(&adv->events[i]))
			t = later(t, later(adv->events[i].at->time, adv->events[i].amended.time));
	for (size_t i = 0; i < adv->quiet_count; i++)
		if (is_mechanical(adv, &adv->quiets[i]))
			t = later(t, adv->quiets[i].at->time);
	return t;
}

static int newest_first(const void *x, const void *y)
{
	const struct osv_item *a = x, *b = y;
	return a->modified != b->modified ? (a->modified < b->modified) - (a->modified > b->modified) : strcmp(a->id, b->id);
}

void osv_modified_csv(struct buf *out, struct osv_item *items, size_t count)
{
	char time[INSTANT_SIZE];
	if (count)
		qsort(items, count, sizeof(*items), newest_first);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s,%s\n", instant_format(time, items[i].modified), items[i].id);
}
