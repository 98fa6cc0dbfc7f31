#include "site/pages.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "formats/atom.h"
#include "site/changes.h"

#define FEED_ENTRIES 100

const char *const feed_names[FEED_KINDS] = {"all", "new", "updates", "withdrawals"};
static const char *const feed_words[FEED_KINDS] = {"feed.all", "feed.new", "feed.updates", "feed.withdrawals"};

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

/* The advisories of a feed, newest first; returns how many. */
static size_t choose(const struct advisory **out, const struct site *s, enum feed_kind kind)
{
	size_t n = 0;
	for (size_t i = 0; i < s->history->advisory_count; i++)
		if (feed_has(s->newest[i], kind))
			out[n++] = s->newest[i];
	if (kind != FEED_NEW && n)
		qsort(out, n, sizeof(*out), by_updated);
	return n < FEED_ENTRIES ? n : FEED_ENTRIES;
}

static const char *tag(const struct view *v, int year, const char *specific)
{
	struct buf b;
	buf_init(&b, 4096);
	const struct value *publisher = v->worker->site->config->publisher;
	const char *space = value_text(publisher, "namespace");
	atom_tag(&b, space ? space : v->worker->site->config->base_url, year, specific);
	const char *text = arena_text(v->worker->arena, b.data);
	buf_fini(&b);
	return text;
}

/* What marks the title in every output: withdrawn, exercise. */
static const char *marked_title(const struct view *v, const struct advisory *a, const char *title)
{
	struct arena *arena = v->worker->arena;
	const char *exercise = advisory_is_exercise(a) ? word(v, "prefix.exercise") : "";
	const char *withdrawn = a->withdrawal.reason ? word(v, "prefix.withdrawn") : "";
	return arena_printf(arena, "%s%s%s", exercise, withdrawn, title);
}

/* What moved the entry's `updated`, with the facts that changed. */
static void set_news(const struct view *v, struct value *page, const struct advisory *a)
{
	size_t newest = event_newest_told(a);
	struct value *news = event_of(v, a, newest);
	value_set(v->worker->arena, news, "changes", event_lines(v, a, newest));
	value_set(v->worker->arena, page, "news", news);
}

/* All feeds of a language are one group, and most of them show the same advisories. */
static const struct value *value_of(const struct view *v, const struct advisory_view *av)
{
	struct worker *w = v->worker;
	for (const struct entry_value *e = w->entries; e; e = e->next)
		if (e->advisory == av->advisory && strcmp(e->lang, v->lang) == 0)
			return e->value;
	struct value *value = advisory_value(v, av);
	struct entry_value *e = arena_alloc(w->arena, sizeof(*e));
	*e = (struct entry_value){w->entries, av->advisory, v->lang, value};
	if (value)
		w->entries = e;
	return value;
}

static bool content(struct buf *out, const struct view *v, const char *feed_lang, const struct advisory *a,
		    struct advisory_view *av)
{
	struct worker *w = v->worker;
	av->with_body = true;
	const struct value *value = value_of(v, av);
	if (!value)
		return false;
	struct value *page = page_begin(v, "entry.html", av->text->title, NULL);
	value_set_text(w->arena, page, "feed_lang", feed_lang);
	page_publication(page, v, advisory_newest(a));
	set_news(v, page, a);
	value_share(w->arena, page, "advisory", value);
	return page_render(v, page, out);
}

static void entry_links(struct atom_entry *e, const struct view *v, const struct advisory *a, const struct text *t)
{
	struct arena *arena = v->worker->arena;
	struct atom_link *links = arena_array(arena, 2, sizeof(*links));
	links[0] = (struct atom_link){"alternate", view_href(v, "%s/%s/", v->lang, a->id), "text/html", t->lang};
	links[1] = (struct atom_link){"related", view_href(v, "text/%s.%s.txt", a->id, t->lang), "text/plain", t->lang};
	e->links = links;
	e->link_count = 2;
}

static void entry_categories(struct atom_entry *e, struct arena *arena, const struct advisory *a)
{
	const char **terms = arena_array(arena, 3, sizeof(*terms));
	const char *severity = facts_rating(a->facts).severity;
	terms[e->category_count++] = advisory_kind(a);
	terms[e->category_count++] = advisory_state(a);
	if (severity)
		terms[e->category_count++] = severity;
	e->categories = terms;
}

static const char *entry_id(const struct view *v, const struct advisory *a)
{
	const char *specific = arena_printf(v->worker->arena, "%s:%s", a->id, v->lang);
	return tag(v, year_of(a->events[0].at->time), specific);
}

static bool make_entry(struct atom_entry *e, const struct view *v, const struct advisory *a)
{
	struct worker *w = v->worker;
	struct advisory_view av;
	if (!advisory_view_make(&av, v, a, 0))
		return false;
	const struct text *t = av.text;
	*e = (struct atom_entry){.id = entry_id(v, a), .lang = t->lang, .published = a->published, .updated = a->updated};
	/* In the words of the document's language: the entry's xml:lang is its. */
	struct view own = *v;
	own.lang = t->lang;
	e->title = marked_title(&own, a, t->title);
	entry_links(e, v, a, t);
	entry_categories(e, w->arena, a);
	struct buf html;
	buf_init(&html, BUF_LIMIT_DEFAULT);
	bool ok = content(&html, &own, v->lang, a, &av);
	e->content = span_make(arena_dup(w->arena, html.data, html.length), html.length);
	buf_fini(&html);
	return ok;
}

/* Of a text that facts_localised takes in lang's place. */
static const char *language_of(const struct value *localised, const char *lang)
{
	if (!localised || localised->kind != VALUE_MAP || value_get(localised, lang) || !localised->count)
		return lang;
	return localised->keys[0].text;
}

bool advisory_is_redacted_whole(const struct advisory *a)
{
	for (size_t i = 0; i < a->revision_count; i++)
		if (!a->revisions[i].redacted)
			return false;
	return true;
}

static instant redacted_at(const struct advisory *a)
{
	for (size_t i = a->event_count; i > 0; i--)
		if (a->events[i - 1].class == EVENT_REDACTED)
			return a->events[i - 1].at->time;
	return a->events[0].at->time; /* published so */
}

static void make_deleted(struct atom_deleted *e, const struct view *v, const struct advisory *a)
{
	struct arena *arena = v->worker->arena;
	const struct value *reason = value_get(value_get(a->facts, "redact"), "reason");
	struct atom_link *link = arena_array(arena, 1, sizeof(*link));
	*link = (struct atom_link){"alternate", view_href(v, "%s/%s/", v->lang, a->id), "text/html", v->lang};
	*e = (struct atom_deleted){.id = entry_id(v, a), .when = redacted_at(a), .comment = facts_localised(reason, v->lang),
				   .lang = language_of(reason, v->lang), .links = link, .link_count = 1};
}

static void feed_head(struct atom_feed *f, const struct view *v, enum feed_kind kind)
{
	struct worker *w = v->worker;
	const struct config *c = w->site->config;
	const char *publisher = facts_localised(value_get(c->publisher, "name"), v->lang);
	struct atom_link *links = arena_array(w->arena, 2, sizeof(*links));
	links[0] = (struct atom_link){"self", view_href(v, "%s", v->path), "application/atom+xml", NULL};
	links[1] = (struct atom_link){"alternate", view_href(v, "%s/", v->lang), "text/html", v->lang};
	const struct site *s = w->site;
	/* An empty feed is as old as the archive. */
	instant first = s->history->publication_count ? s->history->publications[0].time : 0;
	const char *demonstration = c->demonstration ? word(v, "banner.demo") : NULL;
	*f = (struct atom_feed){
		.id = tag(v, year_of(first), arena_printf(w->arena, "feed:%s:%s", feed_names[kind], v->lang)),
		.lang = v->lang,
		.updated = first,
		.title = arena_printf(w->arena, "%s – %s", publisher ? publisher : "", word(v, feed_words[kind])),
		.subtitle = demonstration,
		.author = publisher ? publisher : c->base_url,
		.author_uri = c->base_url,
		.generator = "shirase",
		.generator_version = VERSION,
		.links = links,
		.link_count = 2,
	};
}

static bool add_entry(struct atom_feed *f, const struct view *v, const struct advisory *a)
{
	instant moved = a->updated;
	if (advisory_is_redacted_whole(a)) {
		make_deleted(&f->deleted[f->deleted_count++], v, a);
		moved = f->deleted[f->deleted_count - 1].when;
	} else if (!make_entry(&f->entries[f->count++], v, a)) {
		return false;
	}
	if (moved > f->updated)
		f->updated = moved;
	return true;
}

bool write_feed(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_absolute(w, o->lang, o->path);
	const struct site *s = w->site;
	enum feed_kind kind = (enum feed_kind)o->number;
	const struct advisory **chosen = arena_array(w->arena, s->history->advisory_count, sizeof(*chosen));
	struct atom_feed feed;
	feed_head(&feed, &v, kind);
	size_t count = choose(chosen, s, kind);
	feed.entries = arena_array(w->arena, count, sizeof(*feed.entries));
	feed.deleted = arena_array(w->arena, count, sizeof(*feed.deleted));
	for (size_t i = 0; i < count; i++)
		if (!add_entry(&feed, &v, chosen[i]))
			return false;
	return atom_write(out, &feed, w->diags);
}
