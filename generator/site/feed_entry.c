/* Entries of feeds: an advisory as it is now. Invariant: what an entry says depends on the advisory and the feed's language
 * alone, so that it is the same in every feed. */
#include "site/feed.h"

#include "archive/facts.h"
#include "formats/atom.h"
#include "site/changes.h"
#include "site/content.h"
#include "site/pages.h"
#include "site/phrase.h"

/* Of a summary that is the beginning of the text. */
#define SUMMARY_SHOWN 1000

const char *feed_tag(const struct view *v, int year, const char *specific)
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

const char *feed_entry_id(const struct view *v, const struct advisory *a)
{
	return feed_tag(v, year_of(a->events[0].at->time), arena_printf(v->worker->arena, "%s:%s", a->id, v->lang));
}

const char *feed_title(const struct view *v, bool exercise, bool withdrawn, const char *title)
{
	return arena_printf(v->worker->arena, "%s%s%s", exercise ? word(v, "prefix.exercise") : "",
			    withdrawn ? word(v, "prefix.withdrawn") : "", title);
}

/* What moved the entry's `updated`, with the facts that changed. */
static void set_news(const struct view *v, struct value *page, const struct advisory *a)
{
	size_t newest = event_newest_told(a);
	struct value *news = event_of(v, a, newest);
	value_set(v->worker->arena, news, "changes", event_lines(v, a, newest));
	value_set(v->worker->arena, page, "news", news);
}

/* v: in the document's language. */
static bool render(struct span *out, const struct view *v, const char *feed_lang, const struct advisory *a,
		   const struct value *value)
{
	struct arena *arena = v->worker->arena;
	struct value *page = page_begin(v, "entry.html", value_text(value, "title"), NULL);
	struct buf html;
	value_set_text(arena, page, "feed_lang", feed_lang);
	page_publication(page, v, advisory_newest(a));
	set_news(v, page, a);
	value_share(arena, page, "advisory", value);
	buf_init(&html, BUF_LIMIT_DEFAULT);
	bool ok = page_render(v, page, &html);
	*out = span_make(arena_dup(arena, html.data, html.length), html.length);
	buf_fini(&html);
	return ok;
}

static void set_links(struct feed_entry *e, struct arena *arena)
{
	struct feed_link *links = arena_array(arena, 2, sizeof(*links));
	links[0] = (struct feed_link){"alternate", e->page, "text/html", e->lang};
	links[1] = (struct feed_link){"related", e->text, "text/plain", e->lang};
	e->links = links;
	e->link_count = 2;
}

/* With --drafts only; a withdrawn one is a draft still. */
static bool is_draft(const struct advisory *a)
{
	return !facts_public(a->facts, false, true);
}

void feed_marks(struct feed_entry *e, const struct view *v, const struct advisory *a, bool exercise)
{
	const char **marks = arena_array(v->worker->arena, 3, sizeof(*marks));
	if (exercise)
		marks[e->mark_count++] = "exercise";
	if (v->worker->site->config->demonstration)
		marks[e->mark_count++] = "demonstration";
	if (is_draft(a))
		marks[e->mark_count++] = "draft";
	e->marks = marks;
}

static void set_categories(struct feed_entry *e, struct arena *arena)
{
	const char **terms = arena_array(arena, 3 + e->mark_count, sizeof(*terms));
	terms[e->category_count++] = e->kind;
	terms[e->category_count++] = e->state;
	if (e->severity)
		terms[e->category_count++] = e->severity;
	for (size_t i = 0; i < e->mark_count; i++)
		if (strcmp(e->marks[i], e->state) != 0)
			terms[e->category_count++] = e->marks[i];
	e->categories = terms;
}

/* v: of the feed; own: the same in the document's language, which is the entry's. */
static void begin(struct feed_entry *e, const struct view *v, const struct view *own, const struct advisory *a,
		  const struct text *t)
{
	*e = (struct feed_entry){
		.id = feed_entry_id(v, a),
		.lang = t->lang,
		.title = feed_title(own, advisory_is_exercise(a), a->withdrawal.reason, t->title),
		.published = a->published,
		.updated = a->updated,
		.advisory = a->id,
		.state = advisory_state(a),
		.kind = advisory_kind(a),
		.severity = facts_rating(a->facts).severity,
		.revision = a->revision,
		.page = view_href(v, "%s/%s/", v->lang, a->id),
		.text = view_href(v, "text/%s.%s.txt", a->id, t->lang),
	};
	set_links(e, v->worker->arena);
	feed_marks(e, v, a, advisory_is_exercise(a));
	set_categories(e, v->worker->arena);
}

/* The text's first paragraph, for what has no summary. */
static const char *beginning(const struct view *v, const struct text *t)
{
	const struct version *version = version_of_text(v->worker, t);
	const struct node *tree = version ? version_tree(v->worker, version) : NULL, *n = tree ? tree->first : NULL;
	struct buf b;
	while (n && n->type != NODE_PARAGRAPH)
		n = n->next;
	if (!n)
		return NULL;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	node_plain(&b, n);
	const char *text = phrase_cut(v, b.data, SUMMARY_SHOWN);
	buf_fini(&b);
	return *text ? text : NULL;
}

static struct view own_view(const struct view *v, const struct text *t)
{
	struct view own = *v;
	own.lang = t->lang;
	return own;
}

static bool make_full(struct feed_entry *e, const struct view *v, const struct advisory *a)
{
	struct advisory_view av;
	if (!advisory_view_make(&av, v, a, 0))
		return false;
	struct view own = own_view(v, av.text);
	av.with_body = true;
	const struct value *value = advisory_value(&own, &av);
	if (!value)
		return false;
	begin(e, v, &own, a, av.text);
	e->summary = value_text(value, "summary");
	if (!advisory_is_redacted(a)) {
		e->summary = e->summary ? e->summary : beginning(&own, av.text);
		feed_facts(e, &own, a, av.facts);
	}
	return render(&e->content, &own, v->lang, a, value);
}

static bool make_extract(struct feed_entry *e, const struct view *v, const struct advisory *a)
{
	struct advisory_view av;
	if (!advisory_view_make(&av, v, a, 0))
		return false;
	struct view own = own_view(v, av.text);
	begin(e, v, &own, a, av.text);
	return render(&e->extract, &own, v->lang, a, advisory_value_brief(&own, &av));
}

/* The feeds of one group show the same advisories, most of them. */
static bool make_once(struct feed_entry *out, const struct view *v, const struct advisory *a, bool full)
{
	struct worker *w = v->worker;
	struct entry_made **list = &w->entries[(size_t)(a - w->site->history->advisories) % WORKER_LISTS];
	for (const struct entry_made *e = *list; e; e = e->next)
		if (e->advisory == a && e->full == full && strcmp(e->lang, v->lang) == 0) {
			*out = *e->entry;
			return true;
		}
	struct feed_entry *made = arena_alloc(w->arena, sizeof(*made));
	if (!(full ? make_full : make_extract)(made, v, a))
		return false;
	struct entry_made *e = arena_alloc(w->arena, sizeof(*e));
	*e = (struct entry_made){*list, a, v->lang, full, made};
	*list = e;
	*out = *made;
	return true;
}

bool feed_entry_full(struct feed_entry *out, const struct view *v, const struct advisory *a)
{
	return make_once(out, v, a, true);
}

bool feed_entry_extract(struct feed_entry *out, const struct view *v, const struct advisory *a)
{
	return make_once(out, v, a, false);
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

void feed_deleted_make(struct feed_deleted *e, const struct view *v, const struct advisory *a)
{
	struct arena *arena = v->worker->arena;
	const struct value *reason = value_get(value_get(a->facts, "redact"), "reason");
	struct feed_link *link = arena_array(arena, 1, sizeof(*link));
	*link = (struct feed_link){"alternate", view_href(v, "%s/%s/", v->lang, a->id), "text/html", v->lang};
	*e = (struct feed_deleted){.id = feed_entry_id(v, a), .when = redacted_at(a), .comment = facts_localised(reason, v->lang),
				   .lang = language_of(reason, v->lang), .links = link, .link_count = 1};
}
