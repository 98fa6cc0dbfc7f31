/* The glossary on pages: its own page, and the list of the terms that a document uses. A Term whose url is
 * "glossary:N" is explained by the N-th entry (filters/glossary.lua). */
#include "site/content.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "document/address.h"

static const char scheme[] = "glossary:";

/* The number of a term's entry, from 1; 0 if it has none. */
static size_t entry_of(const struct site *s, const struct node *term)
{
	if (!term->url || strncmp(term->url, scheme, sizeof(scheme) - 1) != 0)
		return 0;
	char *end;
	unsigned long number = strtoul(term->url + sizeof(scheme) - 1, &end, 10);
	return *end == '\0' && number <= s->archive->glossary->count ? number : 0;
}

/* {term, reading, also, definition, other, anchor} of an entry, numbered from 1. */
static struct value *term_value(const struct view *v, const char *lang, size_t number)
{
	struct arena *a = v->worker->arena;
	const struct site *s = v->worker->site;
	const struct value *entry = s->archive->glossary->items[number - 1];
	struct value *item = value_new(a, VALUE_MAP), *other = value_new(a, VALUE_MAP);
	const struct value *names = value_get(entry, "term"), *also = value_get(value_get(entry, "also"), lang);
	value_set_text(a, item, "term", facts_localised(names, lang));
	value_set_text(a, item, "reading", value_text(entry, "reading"));
	value_set_text(a, item, "definition", facts_localised(value_get(entry, "definition"), lang));
	if (also)
		value_set(a, item, "also", value_copy(a, also));
	for (size_t i = 0; i < s->config->language_count; i++)
		if (strcmp(s->config->languages[i], lang) != 0)
			value_set_text(a, other, s->config->languages[i], value_text(names, s->config->languages[i]));
	value_set(a, item, "other", other);
	value_set_text(a, item, "anchor", arena_printf(a, "term-%zu", number));
	return item;
}

struct value *glossary_terms(const struct view *v)
{
	struct value *terms = value_new(v->worker->arena, VALUE_LIST);
	for (size_t i = 1; i <= v->worker->site->archive->glossary->count; i++)
		value_add(v->worker->arena, terms, term_value(v, v->lang, i));
	return terms;
}

const char *term_target(const struct links *l, const struct node *term)
{
	size_t number = entry_of(l->view.worker->site, term);
	if (!number || !language_has_pages(l->view.worker->site, l->lang))
		return NULL;
	struct arena *a = l->view.worker->arena;
	if (!address_has_scheme(l->view.root))
		return arena_printf(a, "#page_term-%zu", number);
	return arena_printf(a, "%s#term-%zu", view_href(&l->view, "%s/glossary/index.html", l->lang), number);
}

struct value *content_terms(const struct links *l)
{
	const struct view *v = &l->view;
	struct arena *a = v->worker->arena;
	const struct site *s = v->worker->site;
	bool *listed = arena_alloc(a, (s->archive->glossary->count + 1) * sizeof(*listed));
	struct value *terms = value_new(a, VALUE_LIST);
	if (!language_has_pages(s, l->lang))
		return terms;
	for (const struct node *n = l->tree; n; n = node_walk(l->tree, n)) {
		size_t number = n->type == NODE_TERM ? entry_of(s, n) : 0;
		if (!number || listed[number])
			continue;
		listed[number] = true;
		struct value *item = term_value(v, l->lang, number);
		value_set_text(a, item, "anchor", arena_printf(a, "page_term-%zu", number));
		value_add(a, terms, item);
	}
	return terms;
}
