/* Feeds: which advisories stand in each, and in which formats it is written. Invariant: every feed of a language shows an
 * advisory under the same id with the same `updated`; it is newer than all that follow, by the feed's order. */
#include "site/pages.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "formats/atom.h"
#include "formats/jsonfeed.h"
#include "formats/losses.h"
#include "formats/rss.h"
#include "site/feed.h"
#include "site/phrase.h"

const char *const feed_names[FEED_KINDS] = {"all", "new", "updates", "withdrawals"};
const char *const feed_words[FEED_KINDS] = {"feed.all", "feed.new", "feed.updates", "feed.withdrawals"};
const char *const feed_severities[FEED_SEVERITIES] = {"critical", "high", "medium", "low", "none", "unrated"};

bool feed_has(const struct advisory *a, enum feed_kind kind)
{
	switch (kind) {
	case FEED_UPDATES:
		return a->revision >= 2;
	case FEED_WITHDRAWALS:
		return a->withdrawal.reason != NULL;
	default:
		return true;
	}
}

static int by_updated(const void *x, const void *y)
{
	const struct advisory *a = *(const struct advisory *const *)x, *b = *(const struct advisory *const *)y;
	if (a->updated != b->updated)
		return a->updated > b->updated ? -1 : 1;
	return strcmp(b->id, a->id);
}

/* Advisories of a feed. */
struct chosen {
	const struct advisory **items;
	size_t count;
};

typedef bool chooser(const struct advisory *a, const struct output *o);

static struct chosen choose(struct worker *w, const struct output *o, chooser *has)
{
	const struct site *s = w->site;
	struct chosen c = {.items = arena_array(w->arena, s->history->advisory_count, sizeof(*c.items))};
	for (size_t i = 0; i < s->history->advisory_count; i++)
		if (has(s->newest[i], o))
			c.items[c.count++] = s->newest[i];
	return c;
}

static void sort_by_updated(struct chosen *c)
{
	if (c->count)
		qsort(c->items, c->count, sizeof(*c->items), by_updated);
}

static void cut(struct chosen *c)
{
	c->count = c->count < FEED_ENTRIES ? c->count : FEED_ENTRIES;
}

void feed_head(struct feed *f, const struct view *v, const char *name, const char *title)
{
	struct worker *w = v->worker;
	const struct site *s = w->site;
	const struct config *c = s->config;
	const char *publisher = facts_localised(value_get(c->publisher, "name"), v->lang);
	/* An empty feed is as old as the archive. */
	instant first = s->history->publication_count ? s->history->publications[0].time : 0;
	*f = (struct feed){
		.id = feed_tag(v, year_of(first), arena_printf(w->arena, "feed:%s:%s", name, v->lang)),
		.lang = v->lang,
		.updated = first,
		.title = arena_printf(w->arena, "%s – %s", publisher ? publisher : "", title),
		.subtitle = c->demonstration ? word(v, "banner.demo") : NULL,
		.author = publisher ? publisher : c->base_url,
		.author_uri = c->base_url,
		.generator = "shirase",
		.generator_version = VERSION,
		.self = view_href(v, "%s", v->path),
		.home = view_href(v, "%s/", v->lang),
		.about = view_href(v, "%s/feeds/", v->lang),
	};
}

typedef bool entry_maker(struct feed_entry *out, const struct view *v, const struct advisory *a);

static bool add_entry(struct feed *f, const struct view *v, const struct advisory *a, entry_maker *make)
{
	instant moved = a->updated;
	if (advisory_is_redacted_whole(a)) {
		feed_deleted_make(&f->deleted[f->deleted_count++], v, a);
		moved = f->deleted[f->deleted_count - 1].when;
	} else if (!make(&f->entries[f->count++], v, a)) {
		return false;
	}
	if (moved > f->updated)
		f->updated = moved;
	return true;
}

static bool fill(struct feed *f, const struct view *v, const struct chosen *c, entry_maker *make)
{
	struct arena *a = v->worker->arena;
	f->entries = arena_array(a, c->count, sizeof(*f->entries));
	f->deleted = arena_array(a, c->count, sizeof(*f->deleted));
	for (size_t i = 0; i < c->count; i++)
		if (!add_entry(f, v, c->items[i], make))
			return false;
	return true;
}

/* Of everything and of kinds. --------------------------------------------------- */

static bool of_kind(const struct advisory *a, const struct output *o)
{
	return feed_has(a, (enum feed_kind)o->number);
}

/* The newest, and beyond a hundred whatever is in no finished archive document. */
static void cut_subscription(struct chosen *c, const struct site *s)
{
	size_t n = 0;
	for (size_t i = 0; i < c->count; i++)
		if (i < FEED_ENTRIES || feed_is_recent(s, c->items[i]))
			c->items[n++] = c->items[i];
	c->count = n;
}

bool write_feed(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_absolute(w, o->lang, o->path);
	enum feed_kind kind = (enum feed_kind)o->number;
	struct chosen c = choose(w, o, of_kind);
	struct feed f;
	if (kind != FEED_NEW)
		sort_by_updated(&c);
	if (kind == FEED_ALL)
		cut_subscription(&c, w->site);
	else
		cut(&c);
	feed_head(&f, &v, feed_names[kind], word(&v, feed_words[kind]));
	if (kind == FEED_ALL && w->site->stream->finished)
		f.previous = view_href(&v, "%s/feeds/archive/%u.atom", o->lang, w->site->stream->finished);
	return fill(&f, &v, &c, feed_entry_full) && atom_write(out, &f, w->diags);
}

typedef bool feed_writer(struct buf *out, const struct feed *f, struct diags *d);

/* The newest hundred in another format. */
static bool write_newest(struct worker *w, const struct output *o, struct buf *out, feed_writer *write)
{
	struct view v = view_absolute(w, o->lang, o->path);
	struct chosen c = choose(w, o, of_kind);
	struct feed f;
	sort_by_updated(&c);
	cut(&c);
	feed_head(&f, &v, "all", word(&v, "feed.all"));
	return fill(&f, &v, &c, feed_entry_full) && write(out, &f, w->diags);
}

/* Of all items at once: a feed is for news, and links to the records. */
static void lose(struct worker *w, const char *file, const char *const *keys)
{
	struct buf names;
	if (!w->site->losses || !w->site->history->advisory_count)
		return;
	buf_init(&names, 4000);
	for (; *keys; keys++)
		buf_printf(&names, "%s%s", names.length ? ", " : "", *keys);
	losses_add(w->site->losses, "*", file, arena_printf(w->arena, "a summary only: %s are left out, or told in part", names.data));
	buf_fini(&names);
}

bool write_feed_json(struct worker *w, const struct output *o, struct buf *out)
{
	lose(w, "*/feed.json", jsonfeed_lost);
	return write_newest(w, o, out, jsonfeed_write);
}

bool write_feed_jvnrss(struct worker *w, const struct output *o, struct buf *out)
{
	lose(w, "*/jvnrss.rdf", rss_lost);
	return write_newest(w, o, out, rss_write);
}

/* Of a part: there are many of them, and an advisory stands in several. An entry is an extract, so that they cost little; the
 * whole text is in the feeds of everything. ---------------------------------------- */

static bool write_part(struct worker *w, const struct output *o, struct chosen c, const char *name, const char *title,
		       struct buf *out)
{
	struct view v = view_absolute(w, o->lang, o->path);
	struct feed f;
	sort_by_updated(&c);
	cut(&c);
	feed_head(&f, &v, name, title);
	return fill(&f, &v, &c, feed_entry_extract) && atom_write(out, &f, w->diags);
}

bool write_feed_product(struct worker *w, const struct output *o, struct buf *out)
{
	const struct product *p = o->subject;
	struct chosen c = {arena_array(w->arena, p->count, sizeof(*c.items)), p->count};
	memcpy(c.items, p->advisories, p->count * sizeof(*c.items));
	return write_part(w, o, c, arena_printf(w->arena, "product:%s", p->slug), facts_localised(p->name, o->lang), out);
}

static bool of_severity(const struct advisory *a, const struct output *o)
{
	const char *severity = facts_rating(a->facts).severity;
	return strcmp(severity ? severity : "unrated", feed_severities[o->number]) == 0;
}

const char *feed_severity_title(const struct view *v, size_t number)
{
	const char *severity = feed_severities[number];
	return strcmp(severity, "unrated") == 0 ? word(v, "severity.unrated") : phrase_label(v, "severity", severity);
}

bool write_feed_severity(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_absolute(w, o->lang, o->path);
	const char *name = arena_printf(w->arena, "severity:%s", feed_severities[o->number]);
	return write_part(w, o, choose(w, o, of_severity), name, feed_severity_title(&v, o->number), out);
}

static bool of_year(const struct advisory *a, const struct output *o)
{
	return year_of(a->published) == (int)o->number;
}

bool write_feed_year(struct worker *w, const struct output *o, struct buf *out)
{
	const char *year = arena_printf(w->arena, "%u", o->number);
	return write_part(w, o, choose(w, o, of_year), arena_printf(w->arena, "year:%s", year), year, out);
}
