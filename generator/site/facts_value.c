/* Invariant: what is given is a copy; the facts are shared by all pages of the group and never changed. */
#include "site/facts_value.h"

#include "archive/facts.h"
#include "base/map.h"
#include "document/address.h"
#include "site/content.h"
#include "site/phrase.h"

static struct value *list_or_empty(struct arena *a, const struct value *facts, const char *key)
{
	const struct value *list = value_get(facts, key);
	return list && list->kind == VALUE_LIST ? value_copy(a, list) : value_new(a, VALUE_LIST);
}

/* Ratings. ---------------------------------------------------------------- */

/* The vectors beside the one that rates: each with its own rating, those of a past version that cannot be read without. */
static void set_other_vectors(struct arena *a, struct value *map, const struct value *vectors, const char *rating)
{
	struct value *others = value_new(a, VALUE_LIST);
	for (size_t i = 0; vectors && vectors->kind == VALUE_LIST && i < vectors->count; i++) {
		const char *text = value_as_text(vectors->items[i]);
		if (!text || (rating && strcmp(text, rating) == 0))
			continue;
		struct value *other = value_new(a, VALUE_MAP);
		struct rating r = facts_rating_of_vector(vectors->items[i]);
		value_set_text(a, other, "severity", r.severity);
		value_set_text(a, other, "score", score_text(a, r.score));
		value_set_text(a, other, "vector", text);
		value_add(a, others, other);
	}
	if (others->count)
		value_set(a, map, "others", others);
}

static void set_rating(struct arena *a, struct value *map, struct rating r, const struct value *vectors)
{
	value_set_text(a, map, "severity", r.severity);
	value_set_text(a, map, "score", score_text(a, r.score));
	value_set_text(a, map, "vector", r.vector);
	set_other_vectors(a, map, vectors, r.vector);
}

struct value *rating_value(const struct view *v, const struct value *facts)
{
	struct value *map = value_new(v->worker->arena, VALUE_MAP);
	set_rating(v->worker->arena, map, facts_rating(facts), value_get(facts, "cvss"));
	return map;
}

/* Products. --------------------------------------------------------------- */

/* What the handles of products stand for: the product's name in the page's language where only one has it. */
struct names {
	struct map *handles, *shown; /* index into list */
	const struct value *list;    /* the facts' affected, or NULL */
	const char **names;          /* NULL: the handle has to do */
};

static void names_init(struct names *n, const struct view *v, const struct value *facts)
{
	size_t count = value_count(facts, "affected"), first;
	*n = (struct names){map_new(), map_new(), value_get(facts, "affected"),
			    arena_array(v->worker->arena, count + 1, sizeof(*n->names))};
	for (size_t i = 0; i < count; i++) {
		const struct value *entry = n->list->items[i];
		const char *handle = value_text(entry, "name"), *name = facts_localised(value_get(entry, "product"), v->lang);
		n->names[i] = name;
		if (name && !map_put(n->shown, span_of(name), i) && map_find(n->shown, span_of(name), &first))
			n->names[i] = n->names[first] = NULL;
		if (handle)
			map_put(n->handles, span_of(handle), i);
	}
}

static void names_fini(struct names *n)
{
	map_free(n->handles);
	map_free(n->shown);
}

struct value *affected_value(const struct view *v, const struct value *facts)
{
	struct arena *a = v->worker->arena;
	struct value *list = list_or_empty(a, facts, "affected");
	struct names names;
	names_init(&names, v, facts);
	for (size_t i = 0; i < list->count; i++) {
		struct value *entry = list->items[i];
		const struct product *p = site_product_of(v->worker->site, entry);
		const struct value *product = value_get(entry, "product");
		if (product && !names.names[i])
			value_set_text(a, entry, "handle", value_text(entry, "name"));
		value_set_text(a, entry, "vendor", facts_localised(value_get(entry, "vendor"), v->lang));
		value_set_text(a, entry, "product", facts_localised(product, v->lang));
		if (p)
			value_set_text(a, entry, "product_href",
				       view_href(v, "%s/products/%s/index.html", v->lang, p->slug));
	}
	names_fini(&names);
	return list;
}

static void name_products(const struct view *v, const struct names *n, struct value *entry, const char *key)
{
	const struct value *handles = value_get(entry, key);
	struct value *out = value_new(v->worker->arena, VALUE_LIST);
	if (!handles)
		return;
	for (size_t i = 0; i < handles->count; i++) {
		const char *handle = value_as_text(handles->items[i]);
		size_t at;
		if (handle && map_find(n->handles, span_of(handle), &at) && n->names[at])
			handle = n->names[at];
		value_add(v->worker->arena, out, value_of_text(v->worker->arena, handle ? handle : ""));
	}
	value_set(v->worker->arena, entry, key, out);
}

/* Vulnerabilities. -------------------------------------------------------- */

/* Its CVE id, else its title, else its place: 2番目の脆弱性. */
static const char *vulnerability_name(const struct view *v, const struct value *entry, size_t place)
{
	struct arena *a = v->worker->arena;
	const char *title = facts_localised(value_get(entry, "title"), v->lang), *cve = value_text(entry, "cve");
	if (cve || title)
		return cve ? cve : title;
	struct value *number = value_new(a, VALUE_MAP);
	value_set_number(a, number, "n", (int64_t)place + 1);
	return phrase(v, "adv.vulnerability", number);
}

static struct value *vulnerabilities_value(const struct view *v, const struct value *facts, const struct names *names)
{
	struct arena *a = v->worker->arena;
	struct value *list = list_or_empty(a, facts, "vulnerabilities");
	for (size_t i = 0; i < list->count; i++) {
		struct value *entry = list->items[i];
		const char *title = facts_localised(value_get(entry, "title"), v->lang);
		value_set_text(a, entry, "name", vulnerability_name(v, entry, i));
		value_set_text(a, entry, "title", title);
		set_rating(a, entry, facts_rating_of(entry), value_get(entry, "cvss"));
		name_products(v, names, entry, "affected");
	}
	return list;
}

/* What is not known is graver than what is known not to be. Words of a past version come last. */
static const char *const gravest[] = {"observed", "proof-of-concept", "unknown", "none-known"};
enum { LEVELS = sizeof(gravest) / sizeof(*gravest) };

static size_t gravity(const char *level)
{
	size_t i = 0;
	while (i < LEVELS && strcmp(gravest[i], level) != 0)
		i++;
	return i;
}

/* The item of that level, made if need be, in its place. */
static struct value *level_in(struct arena *a, struct value *list, const char *level)
{
	size_t at = 0;
	for (; at < list->count; at++) {
		const char *other = value_text(list->items[at], "level");
		if (strcmp(other, level) == 0)
			return list->items[at];
		if (gravity(other) > gravity(level))
			break;
	}
	struct value *item = value_new(a, VALUE_MAP);
	value_set_text(a, item, "level", level);
	value_add(a, list, item);
	memmove(&list->items[at + 1], &list->items[at], (list->count - 1 - at) * sizeof(struct value *));
	list->items[at] = item;
	return item;
}

struct value *exploitation_value(const struct view *v, const struct value *facts)
{
	struct arena *a = v->worker->arena;
	const char *stated = value_text(facts, "exploitation");
	const struct value *entries = value_get(facts, "vulnerabilities");
	struct value *list = value_new(a, VALUE_LIST);
	if (stated)
		level_in(a, list, stated);
	for (size_t i = 0; !stated && i < value_count(facts, "vulnerabilities"); i++) {
		const char *level = value_text(entries->items[i], "exploitation");
		if (!level)
			continue;
		struct value *item = level_in(a, list, level);
		if (!value_get(item, "of"))
			value_set(a, item, "of", value_new(a, VALUE_LIST));
		value_add(a, value_get(item, "of"), value_of_text(a, vulnerability_name(v, entries->items[i], i)));
	}
	return list;
}

/* What can be done, indicators, references. --------------------------------- */

static struct value *remediations_value(const struct view *v, const struct value *facts, const struct names *names)
{
	struct arena *a = v->worker->arena;
	struct value *list = list_or_empty(a, facts, "remediations");
	for (size_t i = 0; i < list->count; i++) {
		const char *url = value_text(list->items[i], "url");
		value_set_text(a, list->items[i], "details",
			       facts_localised(value_get(list->items[i], "details"), v->lang));
		if (url && !address_is_safe(url))
			value_unset(list->items[i], "url");
		name_products(v, names, list->items[i], "products");
	}
	return list;
}

static struct value *indicators_value(const struct view *v, const struct value *facts)
{
	struct arena *a = v->worker->arena;
	struct value *list = list_or_empty(a, facts, "indicators");
	for (size_t i = 0; i < list->count; i++)
		value_set_text(a, list->items[i], "note", facts_localised(value_get(list->items[i], "note"), v->lang));
	return list;
}

static struct value *references_value(const struct view *v, const struct value *facts)
{
	struct arena *a = v->worker->arena;
	struct value *list = list_or_empty(a, facts, "references");
	for (size_t i = 0; i < list->count; i++) {
		const char *url = value_text(list->items[i], "url");
		value_set_text(a, list->items[i], "title",
			       facts_localised(value_get(list->items[i], "title"), v->lang));
		if (url && (url_is_dangerous(url) || !address_is_safe(url))) /* HEAD cannot have one; a past version can */
			value_unset(list->items[i], "url");
	}
	return list;
}

void set_facts_lists(const struct view *v, struct value *map, const struct value *facts)
{
	struct arena *a = v->worker->arena;
	struct names names;
	names_init(&names, v, facts);
	value_set(a, map, "vulnerabilities", vulnerabilities_value(v, facts, &names));
	value_set(a, map, "remediations", remediations_value(v, facts, &names));
	value_set(a, map, "indicators", indicators_value(v, facts));
	value_set(a, map, "references", references_value(v, facts));
	names_fini(&names);
}
