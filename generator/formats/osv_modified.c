/* Invariant: what a record's `modified` is depends on the history alone; the list of them is what a client reads to learn which
 * records to fetch again. */
#include <stdlib.h>

#include "formats/english.h"
#include "formats/osv.h"

static instant later(instant a, instant b)
{
	return a > b ? a : b;
}

instant osv_modified(const struct advisory *adv)
{
	instant t = adv->published;
	for (size_t i = 0; i < adv->event_count; i++) {
		const struct event *e = &adv->events[i];
		if (!e->translation || lang_is_english(e->lang))
			t = later(t, later(e->at->time, e->amended.time));
	}
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
