/* Documents as they were, each read once for a group, whoever asks for it.
 *
 * Invariant: of a version in the worker's list, what was made of it once is read, and not changed, by all outputs of
 * the group: filters work on copies of the tree that was parsed. */
#include "site/content.h"

#include "document/markdown.h"

static const char *const table_filter = "table";

static const struct section_names *section_names(const struct site *s, const char *lang)
{
	size_t i = site_language_index(s, lang);
	return i < s->config->language_count ? s->section_names[i] : NULL;
}

/* Runs the configuration's filters from the given one on. */
static bool filter_from(struct worker *w, struct node *tree, size_t from, const struct filter_context *context, struct diags *d)
{
	const struct config *c = w->site->config;
	struct filter_context full = *context;
	full.glossary = w->site->archive->glossary;
	full.ids = w->site->ids;
	full.id_count = w->site->history->advisory_count;
	return script_filter(w->script, w->arena, tree, c->filters + from, c->filter_count - from, &full, d);
}

bool content_filter(struct worker *w, struct node *tree, const struct filter_context *context, struct diags *d)
{
	return filter_from(w, tree, 0, context, d);
}

struct value *content_extra(struct worker *w)
{
	struct value *extra = script_filters_extra(w->script);
	return extra ? extra : value_new(w->arena, VALUE_MAP);
}

/* d: NULL for a past version, in which nothing can be refused. */
static struct node *parse(struct worker *w, const struct document *doc, struct diags *d)
{
	struct node *tree = markdown_parse(w->arena, doc->body, doc->body_line, doc->path, d);
	if (!tree)
		return NULL;
	sections_find(w->arena, tree, section_names(w->site, doc->lang));
	/* Pages' own anchors hold "_", which no heading's does. */
	anchors_assign(w->arena, tree, NULL);
	return tree;
}

static const struct node *written(struct worker *w, struct version *v)
{
	if (!v->written)
		v->written = parse(w, v->document, NULL);
	return v->written;
}

static struct filter_context context_of(const struct document *d, const struct value *facts)
{
	return (struct filter_context){.path = d->path, .lang = d->lang, .id = d->id, .facts = facts, .body = d->body,
				       .body_line = d->body_line};
}

/* The first byte of a digest is as good as any hash of it. */
static size_t list_of(const struct oid *blob)
{
	return blob->bytes[0] % WORKER_LISTS;
}

static struct version *version_find(const struct worker *w, const struct oid *blob, const char *path)
{
	for (struct version *v = w->versions[list_of(blob)]; v; v = v->next)
		if (oid_equal(&v->blob, blob) && strcmp(v->path, path) == 0)
			return v;
	return NULL;
}

static struct version *version_read(struct worker *w, const struct oid *blob, const char *path)
{
	struct version *v = version_find(w, blob, path), **list = &w->versions[list_of(blob)];
	if (v)
		return v;
	struct span bytes;
	struct document *document = arena_alloc(w->arena, sizeof(*document));
	if (!repository_blob(&bytes, w->site->repository, blob, w->arena, w->diags) ||
	    !document_parse(document, w->arena, path, bytes, LENIENT, w->site->config, w->diags))
		return NULL;
	v = arena_alloc(w->arena, sizeof(*v));
	*v = (struct version){.next = *list, .blob = *blob, .path = document->path, .document = document};
	v->facts = document->facts ? document->facts : value_new(w->arena, VALUE_MAP);
	return *list = v;
}

const struct version *version_of(struct worker *w, const struct version_ref *ref)
{
	static const struct version none;
	return ref->path ? version_read(w, &ref->blob, ref->path) : &none;
}

const struct version *version_of_text(struct worker *w, const struct text *text)
{
	return version_read(w, &text->blob, text->path);
}

/* CommonMark has no tables: without this filter a difference would show pipes and dashes. The others decorate, and would
 * mark as changed what nobody wrote. What the filter cannot bear, in a past version that nobody can mend, stays as it is. */
static const struct node *make_plain(struct worker *w, struct version *v)
{
	const struct config *c = w->site->config;
	size_t table = 0;
	while (table < c->filter_count && strcmp(c->filters[table], table_filter) != 0)
		table++;
	if (table == c->filter_count)
		return written(w, v);
	struct filter_context context = context_of(v->document, NULL);
	struct node *tree = node_copy(w->arena, written(w, v));
	struct diags *unheard = diags_new();
	bool ok = script_filter(w->script, w->arena, tree, &table_filter, 1, &context, unheard);
	diags_free(unheard);
	v->begun = ok && table == 0 && !script_filters_asked(w->script);
	return ok ? tree : v->written;
}

static const struct node *plain(struct worker *w, struct version *v)
{
	if (!v->plain)
		v->plain = make_plain(w, v);
	return v->plain;
}

const struct node *version_tree(struct worker *w, const struct version *version)
{
	if (!version->document)
		return NULL;
	return plain(w, version_find(w, &version->blob, version->path));
}

/* A filtered copy of what was written; NULL if a filter cannot bear it. Where the first filter makes tables, the plain tree
 * has seen it already. */
static struct node *filtered(struct worker *w, struct version *v, const struct value *facts, struct diags *d)
{
	struct filter_context context = context_of(v->document, facts);
	const struct node *from = plain(w, v);
	struct node *tree = node_copy(w->arena, v->begun ? from : v->written);
	return filter_from(w, tree, v->begun, &context, d) ? tree : NULL;
}

/* Of HEAD: what is wrong with it is told. */
static struct node *tree_now(struct worker *w, struct version *v, const struct value *facts)
{
	struct node *tree = parse(w, v->document, w->diags);
	if (tree && !v->written)
		v->written = tree;
	tree = tree ? filtered(w, v, facts, w->diags) : NULL;
	if (!tree)
		w->failed = v->blob;
	return tree;
}

/* Nobody can mend a past version: where a filter cannot bear it, it is shown as it was written. */
static const struct node *tree_past(struct worker *w, struct version *v, const struct value *facts, bool *failed)
{
	struct diags *unheard = diags_new();
	const struct node *tree = filtered(w, v, facts, unheard);
	diags_free(unheard);
	*failed = !tree;
	if (tree)
		return tree;
	/* The current revision's page comes after the page of now, which has told. */
	if (!oid_equal(&w->failed, &v->blob))
		diag(w->diags, DIAG_PAST_UNFILTERED, (struct place){.path = v->path}, "a filter must accept every past version",
		     "a filter fails on a past version of this document, which is shown without filters");
	return v->written;
}

const struct rendering *content_read(struct worker *w, const struct text *text, const struct value *facts, bool strict)
{
	struct version *v = version_read(w, &text->blob, text->path);
	if (!v)
		return NULL;
	struct rendering *r = v->rendering;
	if (r && (r->facts == facts || !r->asked || value_equal(r->facts, facts)) && !(strict && r->failed))
		return r;
	r = arena_alloc(w->arena, sizeof(*r));
	*r = (struct rendering){.document = v->document, .facts = facts};
	r->tree = strict ? tree_now(w, v, facts) : tree_past(w, v, facts, &r->failed);
	r->asked = script_filters_asked(w->script);
	r->extra = content_extra(w);
	if (!r->tree)
		return NULL;
	return v->rendering = r;
}

const struct value *facts_shaped(struct worker *w, const struct value *facts)
{
	/* Where facts stand decides where they are looked for, nothing else. */
	struct shaped **list = &w->shaped[(uintptr_t)facts / sizeof(*facts) % WORKER_LISTS];
	for (const struct shaped *s = *list; s; s = s->next)
		if (s->facts == facts)
			return s->as;
	struct shaped *s = arena_alloc(w->arena, sizeof(*s));
	*s = (struct shaped){*list, facts, facts_shape(w->arena, facts)};
	*list = s;
	return s->as;
}
