/* Invariant: rendering->tree was filtered exactly once; it is read, not
 * changed, by all outputs of the group. */
#include "site/content.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "base/map.h"
#include "base/utf8.h"
#include "document/address.h"
#include "document/markdown.h"

static const struct value *section_names(const struct site *s, const char *lang)
{
	size_t i = site_language_index(s, lang);
	return i < s->config->language_count ? value_get(s->locales[i], "sections") : NULL;
}

/* context says which document; the rest of it is filled in here. */
static bool filter_tree(struct worker *w, struct node *tree, struct filter_context context, struct diags *d)
{
	const struct site *s = w->site;
	context.glossary = s->archive->glossary;
	context.ids = s->ids;
	context.id_count = s->history->advisory_count;
	return script_filter(w->script, w->arena, tree, s->config->filters, s->config->filter_count, &context, d);
}

/* d: NULL for a past version, in which nothing can be refused. */
static struct node *parse(struct worker *w, struct rendering *r, struct diags *d)
{
	const struct document *doc = r->document;
	struct node *tree = markdown_parse(w->arena, doc->body, doc->body_line, r->path, d);
	if (!tree)
		return NULL;
	r->sections = sections_find(w->arena, tree, section_names(w->site, r->lang));
	/* Pages' own anchors hold "_", which no heading's does. */
	anchors_assign(w->arena, tree, NULL);
	return tree;
}

static struct node *tree_filtered(struct worker *w, struct rendering *r, struct filter_context context, struct diags *d)
{
	struct node *tree = parse(w, r, d);
	if (tree && filter_tree(w, tree, context, d))
		return tree;
	w->failed = r->blob;
	return NULL;
}

/* Nobody can mend a past version: where a filter cannot bear it, it is shown as it was written. */
static struct node *tree_of_past(struct worker *w, struct rendering *r, struct filter_context context)
{
	struct diags *unheard = diags_new();
	struct node *tree = parse(w, r, NULL);
	if (!filter_tree(w, tree, context, unheard)) {
		/* The current revision's page comes after the page of now, which has told. */
		if (!oid_equal(&w->failed, &r->blob))
			diag(w->diags, DIAG_PAST_UNFILTERED, (struct place){.path = r->path},
			     "a filter must accept every past version",
			     "a filter fails on a past version of this document, which is shown without filters");
		tree = parse(w, r, NULL);
	}
	diags_free(unheard);
	return tree;
}

static const struct rendering *keep(struct worker *w, struct rendering *r)
{
	w->last = r;
	return r;
}

const struct rendering *content_read(struct worker *w, const struct text *text, const struct value *facts, bool strict)
{
	if (w->last && oid_equal(&w->last->blob, &text->blob) && strcmp(w->last->lang, text->lang) == 0 &&
	    strcmp(w->last->path, text->path) == 0)
		return w->last;
	struct span bytes;
	struct rendering *r = arena_alloc(w->arena, sizeof(*r));
	struct document *document = arena_alloc(w->arena, sizeof(*document));
	*r = (struct rendering){.blob = text->blob, .lang = text->lang, .path = text->path, .document = document};
	if (!repository_blob(&bytes, w->site->repository, &text->blob, w->arena, w->diags) ||
	    !document_parse(document, w->arena, text->path, bytes, LENIENT, w->site->config, w->diags))
		return NULL;
	struct filter_context context = {.path = text->path, .lang = text->lang, .facts = facts, .id = document->id,
					 .body = document->body, .body_line = document->body_line};
	r->tree = strict ? tree_filtered(w, r, context, w->diags) : tree_of_past(w, r, context);
	return r->tree ? keep(w, r) : NULL;
}

static struct node *tree_of(struct worker *w, const struct document *d)
{
	struct node *tree = markdown_parse(w->arena, d->body, d->body_line, d->path, NULL);
	sections_find(w->arena, tree, section_names(w->site, d->lang));
	anchors_assign(w->arena, tree, NULL);
	return tree;
}

/* CommonMark has no tables: without this filter a difference would show pipes and dashes. The others decorate, and would
 * mark as changed what nobody wrote. What the filter cannot bear, in a past version that nobody can mend, stays as it is. */
static struct node *tree_with_tables(struct worker *w, const struct document *d)
{
	static const char *const table = "table";
	const struct config *c = w->site->config;
	struct filter_context context = {.path = d->path, .lang = d->lang, .id = d->id, .body = d->body, .body_line = d->body_line};
	struct node *tree = tree_of(w, d);
	struct diags *unheard = diags_new();
	bool ok = true;
	for (size_t i = 0; i < c->filter_count; i++)
		if (strcmp(c->filters[i], table) == 0)
			ok = script_filter(w->script, w->arena, tree, &table, 1, &context, unheard);
	diags_free(unheard);
	return ok ? tree : tree_of(w, d);
}

/* Neighbouring events share a version: each is read once. */
static const struct version *find_version(const struct worker *w, const struct version_ref *ref)
{
	for (const struct version *v = w->versions; v; v = v->next)
		if (oid_equal(&v->blob, &ref->blob) && strcmp(v->path, ref->path) == 0)
			return v;
	return NULL;
}

const struct version *content_version(struct worker *w, const struct version_ref *ref)
{
	static const struct version none;
	const struct version *found = ref->path ? find_version(w, ref) : &none;
	if (found)
		return found;
	struct span bytes;
	struct document *document = arena_alloc(w->arena, sizeof(*document));
	if (!repository_blob(&bytes, w->site->repository, &ref->blob, w->arena, w->diags) ||
	    !document_parse(document, w->arena, ref->path, bytes, LENIENT, w->site->config, w->diags))
		return NULL;
	struct version *v = arena_alloc(w->arena, sizeof(*v));
	*v = (struct version){w->versions, ref->blob, ref->path, document, tree_with_tables(w, document)};
	w->versions = v;
	return v;
}

struct node *content_page(struct worker *w, const struct archive_page *page)
{
	struct node *tree = markdown_parse(w->arena, page->body, page->body_line, page->path, w->diags);
	if (!tree)
		return NULL;
	anchors_assign(w->arena, tree, NULL);
	struct filter_context context = {.path = page->path, .lang = page->lang, .body = page->body,
					 .body_line = page->body_line};
	return filter_tree(w, tree, context, w->diags) ? tree : NULL;
}

/* Links. ------------------------------------------------------------------ */

/* A page of the language: pages/<name>.<lang>.md. */
static const char *page_target(const struct links *l, const char *path)
{
	const struct archive *ar = l->view.worker->site->archive;
	for (size_t i = 0; i < ar->page_count; i++)
		if (strcmp(ar->pages[i].path, path) == 0)
			return view_href(&l->view, "%s/pages/%s/index.html", ar->pages[i].lang, ar->pages[i].name);
	return NULL;
}

/* A file of an advisory: some component of the path is an advisory's id, the rest its name. */
static const char *file_target(const struct links *l, const char *path)
{
	const char *name = l->id ? strstr(path, l->id) : NULL;
	size_t n = l->id ? strlen(l->id) : 0;
	if (!name || name[n] != '/' || (name != path && name[-1] != '/'))
		return NULL;
	name += n + 1;
	for (size_t i = 0; i < l->attachment_count; i++)
		if (strcmp(l->attachments[i].name, name) == 0)
			return view_href(&l->view, "%s/%s", l->files, name);
	return NULL;
}

static const char *advisory_target(const struct links *l, const char *id, const char *lang)
{
	if (!history_find(l->view.worker->site->history, id))
		return NULL;
	return view_href(&l->view, "%s/%s/index.html", lang, id);
}

static void report(const struct links *l, const struct node *link, bool unpublished)
{
	if (!l->strict)
		return;
	struct place at = {l->path, link->line, link->column};
	if (unpublished)
		diag(l->view.worker->diags, DIAG_LINK_UNPUBLISHED, at, "the text stays, the link is left out until it is published",
		     "this link leads to \"%s\", which is not published", link->url);
	else
		diag(l->view.worker->diags, DIAG_LINK_NOWHERE, at,
		     *link->url == '#' ? "behind # stands a heading of this document" : "links are relative to this file's folder, as in git",
		     "this link leads to \"%s\", which is not in the archive", link->url);
}

static void report_dangerous(const struct links *l, const struct node *link)
{
	if (l->strict)
		diag(l->view.worker->diags, DIAG_LINK_DANGEROUS, (struct place){l->path, link->line, link->column},
		     "the text stays, the link is left out", "only http, https, mailto, tel and ftp lead out of the site, not \"%.200s\"",
		     link->url);
}

static const char *inside_target(const struct links *l, const struct node *link, const char *path)
{
	struct arena *a = l->view.worker->arena;
	const char *id, *lang;
	const char *target = file_target(l, path);
	if (!target)
		target = page_target(l, path);
	if (target)
		return target;
	if (document_name(&id, &lang, a, path)) {
		target = advisory_target(l, id, lang);
		if (!target)
			report(l, link, archive_find(l->view.worker->site->archive, id) != NULL);
		return target;
	}
	report(l, link, false);
	return NULL;
}

/* A full URL of this very site becomes relative, so that mirrors and zips stay whole. */
static const char *own_target(const struct links *l, const char *url)
{
	const struct site *s = l->view.worker->site;
	size_t n = strlen(s->config->base_url), from;
	if (strncmp(url, s->config->base_url, n) != 0)
		return NULL;
	const char *rest = url + n;
	size_t length = strcspn(rest, "?#");
	struct arena *a = l->view.worker->arena;
	const char *path = address_decoded(a, rest, length);
	if (!*path || path[strlen(path) - 1] == '/')
		path = arena_printf(a, "%sindex.html", path);
	if (!map_find(s->paths, span_of(path), &from))
		return NULL;
	return arena_printf(a, "%s%s", view_href(&l->view, "%s", path), rest + length);
}

/* The heading that a fragment names: by its anchor, or, as in git, by its text ("#対策"). */
static const struct node *heading_named(const struct links *l, const char *fragment)
{
	struct arena *a = l->view.worker->arena;
	struct span decoded = span_of(address_decoded(a, fragment, strlen(fragment)));
	if (utf8_invalid(decoded) < decoded.length)
		return NULL; /* "#%FF" names nothing */
	const char *wanted = utf8_fold(a, decoded);
	const struct node *found = NULL;
	struct buf title;
	buf_init(&title, 1 << 16);
	for (const struct node *n = l->tree; n && !found; n = node_walk(l->tree, n)) {
		if (n->type != NODE_HEADING || !n->anchor)
			continue;
		buf_clear(&title);
		node_plain(&title, n);
		if (strcmp(n->anchor, wanted) == 0 || strcmp(utf8_fold(a, buf_as_span(&title)), wanted) == 0)
			found = n;
	}
	buf_fini(&title);
	return found;
}

/* An anchor of the same document; in a feed or a text that is a place on the advisory's page. */
static const char *anchor_target(const struct links *l, const struct node *link)
{
	const struct node *heading = l->tree ? heading_named(l, link->url + 1) : NULL;
	if (l->tree && !heading) {
		report(l, link, false);
		return NULL;
	}
	const char *url = heading ? arena_printf(l->view.worker->arena, "#%s", heading->anchor) : link->url;
	if (!l->id || !address_has_scheme(l->view.root))
		return url;
	return arena_printf(l->view.worker->arena, "%s%s", view_href(&l->view, "%s/%s/", l->view.lang, l->id), url);
}

const char *links_resolve(void *context, const struct node *link)
{
	const struct links *l = context;
	struct arena *a = l->view.worker->arena;
	const char *url = link->url;
	if (!url || !*url)
		return NULL;
	if (strncmp(url, "advisory:", 9) == 0)
		return advisory_target(l, url + 9, l->view.lang);
	if (url_is_dangerous(url) || !address_is_safe(url)) {
		report_dangerous(l, link);
		return NULL;
	}
	/* A picture of another scheme or host would be asked of another site; one by http is made a link (html.h). */
	if (link->type == NODE_IMAGE && !url_is_absolute(url) && (address_has_scheme(url) || strncmp(url, "//", 2) == 0))
		return NULL;
	const char *own = own_target(l, url);
	if (own || address_has_scheme(url))
		return own ? own : url;
	if (*url == '#')
		return anchor_target(l, link);
	if (strncmp(url, "//", 2) == 0)
		return arena_printf(a, "https:%s", url);
	size_t n = strcspn(url, "?#");
	const char *path = address_file(a, l->path, url);
	const char *target = path ? inside_target(l, link, path) : (report(l, link, false), NULL);
	return target && url[n] == '#' ? arena_printf(a, "%s%s", target, url + n) : target;
}

/* Rendering. -------------------------------------------------------------- */

struct value *content_html(const struct view *v, const struct node *tree, struct links *links)
{
	struct html_options options = {.resolve = links_resolve, .context = links};
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	html_render(&b, tree, &options);
	struct value *html = value_of_span(v->worker->arena, buf_as_span(&b));
	buf_fini(&b);
	return html;
}

struct value *content_toc(struct arena *a, const struct node *tree)
{
	struct value *toc = value_new(a, VALUE_LIST);
	for (const struct node *n = tree->first; n; n = n->next) {
		if (n->type != NODE_HEADING || !n->anchor || n->level > 3)
			continue;
		struct buf title;
		buf_init(&title, 1 << 16);
		node_plain(&title, n);
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "anchor", n->anchor);
		value_set_text(a, item, "title", title.data);
		value_set_number(a, item, "level", n->level);
		value_add(a, toc, item);
		buf_fini(&title);
	}
	return toc;
}
