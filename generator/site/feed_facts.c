/* What entries of feeds say to programs. Invariant: a value that has not the form which its place demands is left out; none
 * stands twice. */
#include "site/feed.h"

#include "archive/cvss.h"
#include "archive/cwe.h"
#include "archive/facts.h"
#include "base/map.h"
#include "formats/record.h"
#include "formats/rss.h"

struct gathering {
	struct feed_entry *entry;
	const struct view *view;
	struct arena *arena;
	struct map *seen; /* what stands already */
	struct feed_reference *references;
	size_t reference_capacity;
	struct feed_score *scores;
	size_t score_capacity;
};

static bool is_new(struct gathering *g, const char *text)
{
	return map_put(g->seen, span_of(text), 0);
}

static void add_reference(struct gathering *g, const char *source, const char *id, const char *url)
{
	struct feed_entry *e = g->entry;
	if (!is_new(g, url))
		return;
	g->references = arena_grow(g->arena, g->references, e->reference_count, &g->reference_capacity, sizeof(*g->references));
	g->references[e->reference_count++] = (struct feed_reference){.source = source, .id = id, .url = url};
	e->references = g->references;
}

static void add_score(struct gathering *g, const char *vector)
{
	struct feed_entry *e = g->entry;
	struct cvss parsed;
	if (!cvss_parse(&parsed, span_of(vector), NULL) || !is_new(g, vector))
		return;
	g->scores = arena_grow(g->arena, g->scores, e->score_count, &g->score_capacity, sizeof(*g->scores));
	g->scores[e->score_count++] =
		(struct feed_score){parsed.version, score_text(g->arena, parsed.score), parsed.severity, vector};
	e->scores = g->scores;
}

static const char *item_text(const struct value *list, size_t i)
{
	const char *text = value_as_text(list->items[i]);
	return text ? text : "";
}

static void add_cve(struct gathering *g, const char *id)
{
	if (facts_is_cve(id))
		add_reference(g, "CVE", id, arena_printf(g->arena, "https://www.cve.org/CVERecord?id=%s", id));
}

static void add_cwe(struct gathering *g, const char *id)
{
	size_t before = g->entry->reference_count;
	const char *name = cwe_name(span_of(id));
	if (facts_is_cwe(id))
		add_reference(g, NULL, id, arena_printf(g->arena, "https://cwe.mitre.org/data/definitions/%s.html", id + 4));
	if (name && g->entry->reference_count > before)
		g->references[before].title = arena_printf(g->arena, "%s(%s)", name, id);
}

/* of: an entry of vulnerabilities, or the facts as its shorthand. */
static void add_vulnerability(struct gathering *g, const struct value *of)
{
	const struct value *cve = value_get(of, "cve"), *cwe = value_get(of, "cwe"), *cvss = value_get(of, "cvss");
	for (size_t i = 0; i < value_count(of, "cve"); i++)
		add_cve(g, item_text(cve, i));
	if (value_as_text(cve)) /* an entry of vulnerabilities has one */
		add_cve(g, value_as_text(cve));
	for (size_t i = 0; i < value_count(of, "cwe"); i++)
		add_cwe(g, item_text(cwe, i));
	for (size_t i = 0; i < value_count(of, "cvss"); i++)
		add_score(g, item_text(cvss, i));
}

static void add_references(struct gathering *g, const struct value *facts)
{
	const struct value *list = value_get(facts, "references");
	for (size_t i = 0; i < value_count(facts, "references"); i++) {
		const char *url = value_text(list->items[i], "url"), *source, *id;
		if (url && rss_japanese(&source, &id, g->arena, url))
			add_reference(g, source, id, url);
	}
}

static void add_cpes(struct gathering *g, const struct value *facts)
{
	const struct value *list = value_get(facts, "affected");
	size_t count = value_count(facts, "affected");
	struct feed_cpe *cpes = arena_array(g->arena, count, sizeof(*cpes));
	for (size_t i = 0; i < count; i++) {
		const struct value *p = list->items[i];
		const char *name = value_text(p, "cpe"), *lang = g->view->lang;
		if (name && (strncmp(name, "cpe:/", 5) == 0 || strncmp(name, "cpe:2.3:", 8) == 0) && is_new(g, name))
			cpes[g->entry->cpe_count++] = (struct feed_cpe){name, facts_localised(value_get(p, "vendor"), lang),
									facts_localised(value_get(p, "product"), lang)};
	}
	g->entry->cpes = cpes;
}

static void add_tags(struct gathering *g, const struct value *facts)
{
	const struct value *list = value_get(facts, "tags");
	size_t count = value_count(facts, "tags");
	const char **tags = arena_array(g->arena, count, sizeof(*tags));
	for (size_t i = 0; i < count; i++)
		if (*item_text(list, i))
			tags[g->entry->tag_count++] = item_text(list, i);
	g->entry->tags = tags;
}

/* One file of each format: in the entry's language, else the first, which is the source's. */
static const struct record_file *record_for(const struct record_files *files, enum record_format format, const char *lang)
{
	const struct record_file *first = NULL;
	for (size_t i = 0; i < files->count; i++) {
		const struct record_file *f = &files->items[i];
		if (f->format != format)
			continue;
		if (f->lang && strcmp(f->lang, lang) == 0)
			return f;
		first = first ? first : f;
	}
	return first;
}

static void add_records(struct gathering *g, const struct advisory *a)
{
	const struct site *s = g->view->worker->site;
	const struct record_files *files = &s->records[a - s->history->advisories];
	struct feed_record *records = arena_array(g->arena, RECORD_FORMATS, sizeof(*records));
	for (size_t i = 0; i < RECORD_FORMATS; i++) {
		const struct record_file *f = record_for(files, (enum record_format)i, g->entry->lang);
		if (!f)
			continue;
		const char *name = record_format_name(f->format), *url = view_href(g->view, "%s", f->path);
		records[g->entry->record_count++] = (struct feed_record){name, url};
		add_reference(g, name, a->id, url);
	}
	g->entry->records = records;
}

void feed_facts(struct feed_entry *e, const struct view *v, const struct advisory *a, const struct value *facts)
{
	struct gathering g = {.entry = e, .view = v, .arena = v->worker->arena, .seen = map_new()};
	const struct value *list = value_get(facts, "vulnerabilities");
	add_vulnerability(&g, facts);
	for (size_t i = 0; i < value_count(facts, "vulnerabilities"); i++)
		add_vulnerability(&g, list->items[i]);
	add_references(&g, facts);
	add_cpes(&g, facts);
	add_tags(&g, facts);
	add_records(&g, a);
	map_free(g.seen);
}
