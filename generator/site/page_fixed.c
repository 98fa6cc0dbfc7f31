#include "site/pages.h"

#include "archive/formats.h"
#include "formats/record.h"
#include "formats/security_txt.h"
#include "base/map.h"
#include "site/content.h"

bool write_free_page(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	const struct archive_page *p = o->subject;
	struct node *tree = content_page(w, p);
	if (!tree)
		return false;
	struct links links = {.view = v, .path = p->path, .lang = p->lang, .tree = tree, .strict = true};
	struct value *page = page_begin(&v, "page.html", p->title, p->name);
	value_set_text(w->arena, page, "name", p->name);
	value_set(w->arena, page, "extra", content_extra(w));
	value_set(w->arena, page, "body", content_html(&v, tree, &links));
	value_set(w->arena, page, "toc", content_toc(w->arena, tree));
	value_set(w->arena, page, "terms", content_terms(&links));
	if (strcmp(p->lang, v.lang) != 0)
		value_set_text(w->arena, page, "text_lang", p->lang);
	page_alternates(page, &v);
	return page_render(&v, page, out);
}

bool write_glossary(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	struct value *page = page_begin(&v, "glossary.html", word(&v, "nav.glossary"), "glossary");
	value_set(w->arena, page, "terms", glossary_terms(&v));
	page_alternates(page, &v);
	return page_render(&v, page, out);
}

static struct value *key_list(const struct view *v)
{
	const struct site *s = v->worker->site;
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < s->archive->certificate_count; i++) {
		const char *path = s->archive->certificates[i].path, *slash = strrchr(path, '/');
		const char *name = slash ? slash + 1 : path;
		const char *own = s->options->fingerprint;
		if (own && strncmp(name, own, strlen(own)) == 0)
			continue;
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "fingerprint", arena_dup(a, name, strcspn(name, ".")));
		value_set_text(a, item, "href", view_href(v, "keys/%s", name));
		value_add(a, list, item);
	}
	return list;
}

/* The CSAF document in this language; NULL if there is none. */
static const char *csaf_of(const struct view *v, const struct advisory *a)
{
	const struct site *s = v->worker->site;
	const struct record_files *files = &s->records[a - s->history->advisories];
	for (size_t i = 0; i < files->count; i++)
		if (files->items[i].format == RECORD_CSAF && strcmp(files->items[i].lang, v->lang) == 0)
			return view_href(v, "%s", files->items[i].path);
	return NULL;
}

bool write_verify(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	const struct site *s = w->site;
	struct arena *a = w->arena;
	struct value *page = page_begin(&v, "verify.html", word(&v, "verify.title"), "verify");
	const struct publication *latest = site_latest(s);
	page_publication(page, &v, latest);
	char hex[OID_HEX];
	value_set_text(a, page, "commit", oid_hex(hex, &s->head));
	if (latest)
		value_set_number(a, page, "updated", latest->time);
	value_set_text(a, page, "fingerprint", s->options->fingerprint);
	value_set_text(a, page, "user_id", s->options->user_id);
	if (s->options->fingerprint)
		value_set_text(a, page, "key_href", view_href(&v, "keys/%s.asc", s->options->fingerprint));
	value_set(a, page, "keys", key_list(&v));
	if (format_made(s->config, CONFIG_SECURITY_TXT))
		value_set_text(a, page, "security_href", view_href(&v, SECURITY_TXT_PATH));
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		const struct text *t = advisory_text(s->newest[i], v.lang);
		if (!t || s->newest[i]->withdrawal.reason)
			continue;
		struct value *example = value_new(a, VALUE_MAP);
		value_set_text(a, example, "id", s->newest[i]->id);
		value_set_text(a, example, "txt", view_href(&v, "text/%s.%s.txt", s->newest[i]->id, t->lang));
		value_set_text(a, example, "asc", view_href(&v, "text/%s.%s.asc", s->newest[i]->id, t->lang));
		value_set_text(a, example, "csaf", csaf_of(&v, s->newest[i]));
		value_set(a, page, "example", example);
		break;
	}
	page_alternates(page, &v);
	return page_render(&v, page, out);
}

/* [{name, path, href}] of what holds all advisories for programs, as far as the site has it. */
static struct value *data_files(const struct view *v)
{
	static const char *const files[][2] = {
		{"csaf", ".well-known/csaf/index.html"}, {"osv", "osv/all.zip"}, {"indicators", "indicators.csv"},
		{"archive", "archive.json"},		 {"changes", "changes.json"},
	};
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		size_t at;
		if (!map_find(v->worker->site->paths, span_of(files[i][1]), &at))
			continue;
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "name", files[i][0]);
		value_set_text(a, item, "href", view_href(v, "%s", files[i][1]));
		value_add(a, list, item);
	}
	return list;
}

bool write_feeds_page(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	struct value *page = page_begin(&v, "feeds.html", word(&v, "nav.feeds"), "feeds");
	page_feeds(page, &v, NULL, NULL);
	page_feed_groups(page, &v);
	value_set(w->arena, page, "data", data_files(&v));
	page_alternates(page, &v);
	return page_render(&v, page, out);
}

bool write_not_found(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_absolute(w, w->site->config->languages[0], o->path);
	struct value *page = page_begin(&v, "404.html", "404", NULL);
	value_set(w->arena, page, "languages", language_values(&v));
	return page_render(&v, page, out);
}
