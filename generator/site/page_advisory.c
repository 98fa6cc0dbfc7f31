/* An advisory as it is now, each of its revisions, and the pages that point to it. */
#include "site/pages.h"

#include "archive/facts.h"
#include "site/content.h"

bool write_advisory(struct worker *w, const struct output *o, struct buf *out)
{
	const struct advisory *adv = o->subject;
	struct view v = view_make(w, o->lang, o->path);
	struct advisory_view av;
	if (!advisory_view_make(&av, &v, adv, o->number))
		return false;
	av.with_body = true;
	struct value *page = page_begin(&v, "advisory.html", av.text ? av.text->title : adv->id, NULL);
	if (o->number) {
		value_set_bool(w->arena, page, "fixed", true);
		if (o->number < adv->revision)
			value_set_bool(w->arena, page, "past", true);
	}
	page_publication(page, &v, advisory_newest(adv));
	page_alternates(page, &v);
	struct value *value = advisory_value(&v, &av);
	if (!value)
		return false;
	value_set(w->arena, page, "advisory", value);
	return page_render(&v, page, out);
}

/* Where it can be read: [{code, name, href, title}]. number: revision, 0 for now. */
static struct value *available(const struct view *v, const struct advisory *adv, unsigned number)
{
	struct arena *a = v->worker->arena;
	const struct config *c = v->worker->site->config;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < c->language_count; i++) {
		const char *lang = c->languages[i];
		const struct text *t = number ? revision_text(&adv->revisions[number - 1], lang) : advisory_text(adv, lang);
		if (!t)
			continue;
		struct value *item = value_new(a, VALUE_MAP);
		const char *path = number ? path_of_revision(a, lang, adv->id, number) : path_of_advisory(a, lang, adv->id);
		value_set_text(a, item, "code", lang);
		value_set_text(a, item, "name", language_name(v->worker->site, lang));
		value_set_text(a, item, "href", view_href(v, "%s", path));
		value_set_text(a, item, "title", t->title);
		value_add(a, list, item);
	}
	return list;
}

static bool pointer_page(const struct view *v, const char *template_name, const struct output *o, struct buf *out)
{
	const struct advisory *adv = o->subject;
	struct worker *w = v->worker;
	const struct text *t = advisory_text_for(adv, v->lang);
	struct value *page = page_begin(v, template_name, t->title, NULL);
	value_set(w->arena, page, "item", item_of(v, adv));
	value_set(w->arena, page, "available", available(v, adv, o->number));
	if (o->number) {
		value_set_number(w->arena, page, "number", o->number);
		value_set_text(w->arena, page, "changes_href", changes_href(v, adv, o->number));
	}
	page_publication(page, v, advisory_newest(adv));
	page_alternates(page, v);
	return page_render(v, page, out);
}

bool write_missing(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, o->lang, o->path);
	return pointer_page(&v, "missing.html", o, out);
}

bool write_permalink(struct worker *w, const struct output *o, struct buf *out)
{
	struct view v = view_make(w, w->site->config->languages[0], o->path);
	return pointer_page(&v, "permalink.html", o, out);
}
