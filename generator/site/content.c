/* From a tree to a page: where its links lead, HTML, table of contents; free pages. */
#include "site/content.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "base/map.h"
#include "base/utf8.h"
#include "document/address.h"
#include "document/markdown.h"

struct node *content_page(struct worker *w, const struct archive_page *page)
{
	struct node *tree = markdown_parse(w->arena, page->body, page->body_line, page->path, w->diags);
	if (!tree)
		return NULL;
	anchors_assign(w->arena, tree, NULL);
	struct filter_context context = {.path = page->path, .lang = page->lang, .body = page->body,
					 .body_line = page->body_line};
	return content_filter(w, tree, &context, w->diags) ? tree : NULL;
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
	if (!view_advisory(&l->view, id))
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
	if (document_identify(&id, &lang, a, l->view.worker->site->config, path)) {
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
	if (l->view.then || strncmp(url, s->config->base_url, n) != 0)
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

/* Invariant: sorted by name, then by place in the document. */
struct heading_name {
	const char *name; /* the anchor, or the text, folded */
	const struct node *heading;
	size_t order;
};

static int by_name(const void *x, const void *y)
{
	const struct heading_name *a = x, *b = y;
	int names = strcmp(a->name, b->name);
	return names ? names : a->order < b->order ? -1 : a->order > b->order;
}

static void name_headings(struct links *l)
{
	struct arena *a = l->view.worker->arena;
	size_t capacity = 0, count = 0;
	struct buf title;
	buf_init(&title, BUF_LIMIT_DEFAULT);
	l->headings = arena_grow(a, NULL, 0, &capacity, sizeof(*l->headings));
	for (const struct node *n = l->tree; n; n = node_walk(l->tree, n)) {
		if (n->type != NODE_HEADING || !n->anchor)
			continue;
		buf_clear(&title);
		node_plain(&title, n);
		const char *const names[] = {n->anchor, utf8_fold(a, buf_as_span(&title))};
		for (size_t i = 0; i < 2; i++) {
			l->headings = arena_grow(a, l->headings, count, &capacity, sizeof(*l->headings));
			l->headings[count] = (struct heading_name){names[i], n, count};
			count++;
		}
	}
	qsort(l->headings, count, sizeof(*l->headings), by_name);
	l->heading_count = count;
	buf_fini(&title);
}

/* The heading that a fragment names: by its anchor, or, as in git, by its text ("#対策"); the first of several. */
static const struct node *heading_named(struct links *l, const char *fragment)
{
	struct arena *a = l->view.worker->arena;
	struct span decoded = span_of(address_decoded(a, fragment, strlen(fragment)));
	if (utf8_invalid(decoded) < decoded.length)
		return NULL; /* "#%FF" names nothing */
	const char *wanted = utf8_fold(a, decoded);
	if (!l->headings)
		name_headings(l);
	size_t low = 0, high = l->heading_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(l->headings[middle].name, wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < l->heading_count && strcmp(l->headings[low].name, wanted) == 0;
	return found ? l->headings[low].heading : NULL;
}

/* An anchor of the same document; in a feed or a text that is a place on the advisory's page. */
static const char *anchor_target(struct links *l, const struct node *link)
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
	struct links *l = context;
	struct arena *a = l->view.worker->arena;
	const char *url = link->url;
	if (!url || !*url)
		return NULL;
	if (link->type == NODE_TERM && strncmp(url, "glossary:", 9) == 0)
		return term_target(l, link);
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
