/* Invariant: to which piece a thing belongs never changes while history only grows: its serial, or how many advisories were
 * published before it, says so. Within a piece events stand by serial, then id, then as their advisory has them, so that who
 * reads all pieces in order has each advisory's events in their order. */
#include "formats/changes_json.h"

#include <stdlib.h>

#include "formats/archive_parts.h"
#include "formats/json_set.h"

#define PIECE 100

static int by_serial(const void *x, const void *y)
{
	const struct changes_item *a = x, *b = y;
	if (a->event->at->serial != b->event->at->serial)
		return a->event->at->serial < b->event->at->serial ? -1 : 1;
	int order = strcmp(a->advisory->id, b->advisory->id);
	return order ? order : a->event < b->event ? -1 : a->event > b->event;
}

static void add_piece(struct changes_pieces *all, size_t *capacity, struct arena *a, const char *folder, unsigned number,
		      const struct changes_item *items, size_t count)
{
	all->items = arena_grow(a, all->items, all->count, capacity, sizeof(*all->items));
	all->items[all->count++] = (struct changes_piece){.path = arena_printf(a, "changes/%s/%u.json", folder, number),
							  .from = (number - 1) * PIECE + 1, .to = number * PIECE,
							  .items = items, .count = count};
}

static unsigned number_of(const struct changes_item *c)
{
	return (c->event->at->serial - 1) / PIECE + 1;
}

static void divide_events(struct changes_pieces *out, const struct history *h, struct arena *a)
{
	size_t n = 0, capacity = 0;
	for (size_t i = 0; i < h->advisory_count; i++)
		n += h->advisories[i].event_count;
	struct changes_item *all = arena_array(a, n, sizeof(*all));
	n = 0;
	for (size_t i = 0; i < h->advisory_count; i++)
		for (size_t j = 0; j < h->advisories[i].event_count; j++)
			all[n++] = (struct changes_item){&h->advisories[i], &h->advisories[i].events[j]};
	if (n)
		qsort(all, n, sizeof(*all), by_serial);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && number_of(&all[end]) == number_of(&all[i]); end++)
			;
		add_piece(out, &capacity, a, "events", number_of(&all[i]), &all[i], end - i);
	}
}

static void divide_advisories(struct changes_pieces *out, const struct history *h, struct arena *a)
{
	size_t n = h->advisory_count, capacity = 0;
	struct changes_item *all = arena_array(a, n, sizeof(*all));
	for (size_t i = 0; i < n; i++)
		all[i] = (struct changes_item){&h->advisories[i], &h->advisories[i].events[0]};
	if (n)
		qsort(all, n, sizeof(*all), by_serial);
	for (size_t i = 0; i < n; i += PIECE)
		add_piece(out, &capacity, a, "advisories", (unsigned)(i / PIECE) + 1, &all[i], n - i < PIECE ? n - i : PIECE);
}

struct changes *changes_divide(const struct history *h, struct arena *a)
{
	struct changes *c = arena_alloc(a, sizeof(*c));
	divide_events(&c->events, h, a);
	divide_advisories(&c->advisories, h, a);
	return c;
}

/* An item takes a line: of all that tells differences, the oldest tools work by lines. */
static bool write_piece(struct buf *out, const struct archive_json *in, struct changes_piece *p, const char *key,
			json_t *(*make)(const struct archive_json *in, const struct changes_item *item), struct diags *d)
{
	size_t begin = out->length;
	bool ok = true;
	buf_printf(out, "{\"version\": 1, \"from\": %u, \"to\": %u, \"%s\": [", p->from, p->to, key);
	for (size_t i = 0; ok && i < p->count; i++) {
		buf_text(out, i ? ",\n" : "\n");
		json_t *item = make(in, &p->items[i]);
		ok = json_dump_callback(item, json_append, out, 0) == 0;
		json_decref(item);
	}
	buf_text(out, "\n]}\n");
	p->sha256 = sha256_of(span_after(buf_as_span(out), begin));
	if (!ok)
		diag(d, DIAG_BUG, (struct place){.path = p->path}, NULL, "this could not be written as JSON");
	return ok;
}

static json_t *named_event(const struct archive_json *in, const struct changes_item *item)
{
	json_t *o = json_object();
	json_put_text(o, "id", item->advisory->id);
	json_object_update_new(o, archive_event(in, item->event));
	return o;
}

static json_t *head(const struct archive_json *in, const struct changes_item *item)
{
	return archive_head(in, item->advisory);
}

bool changes_events_write(struct buf *out, const struct archive_json *in, struct changes_piece *p, struct diags *d)
{
	return write_piece(out, in, p, "events", named_event, d);
}

bool changes_advisories_write(struct buf *out, const struct archive_json *in, struct changes_piece *p, struct diags *d)
{
	return write_piece(out, in, p, "advisories", head, d);
}

static json_t *list(const struct changes_pieces *all)
{
	json_t *array = json_array();
	for (size_t i = 0; i < all->count; i++) {
		const struct changes_piece *p = &all->items[i];
		char hex[SHA256_HEX];
		json_t *o = json_object();
		json_put_text(o, "path", p->path);
		json_put_number(o, "from", p->from);
		json_put_number(o, "to", p->to);
		json_put_number(o, "count", (json_int_t)p->count);
		json_put_text(o, "sha256", sha256_hex(hex, &p->sha256));
		json_add(array, o);
	}
	return array;
}

bool changes_index_write(struct buf *out, const struct archive_json *in, const struct changes *c, struct diags *d)
{
	json_t *o = json_object();
	json_put_number(o, "version", 1);
	json_put_text(o, "replays", "archive.json");
	json_put(o, "archive", archive_top(in));
	json_put(o, "events", list(&c->events));
	json_put(o, "advisories", list(&c->advisories));
	return json_finish(out, o, JSON_AS_SET, "changes.json", d);
}
