/* The product tree (CSAF 2.0, section 3.2.2): vendor, product, version or range; a leaf for each range, fixed and unaffected ones
 * too. Invariant: ids are numbered in order of the facts, so that the documents of all languages have the same; each leaf is
 * reached by a map, so that the tree is made in linear time. */
#include "archive/purl.h"
#include "archive/version.h"
#include "base/map.h"
#include "formats/csaf.h"
#include "formats/vers.h"

struct growing {
	struct csaf *c;
	struct arena *arena;
	struct map *branches; /* category LF vendor LF product -> place in lists */
	json_t **lists;       /* the branches below: of a vendor and a product at most for each entry */
	size_t count;
	/* Of the entry that is added: what its leaves say of it. */
	bool cpe_said, purl_said; /* the identifier as it is, with its version */
	bool scheme_said;
	bool is_affected; /* or may be */
};

/* An entry of `affected`, as its leaves need it. */
struct product {
	size_t entry;
	const char *vendor, *name, *scheme; /* vendor: or NULL */
	const struct purl *purl;            /* or NULL */
	const char *cpe;                    /* or NULL */
};

static json_t *branch(const char *category, const char *name, const char *key, json_t *below)
{
	json_t *b = json_object();
	json_put_text(b, "category", category);
	json_put_text(b, "name", name);
	json_put(b, key, below);
	return b;
}

/* The list below a branch of this name, which is made where there is none. */
static json_t *list_below(struct growing *g, json_t *parent, const char *category, const char *vendor, const char *name)
{
	const char *key = arena_printf(g->arena, "%s\n%s\n%s", category, vendor ? vendor : "", name);
	size_t place;
	if (map_find(g->branches, span_of(key), &place))
		return g->lists[place];
	json_t *below = json_array();
	json_add(parent, branch(category, name, "branches", below));
	g->lists[g->count] = below;
	map_put(g->branches, span_of(key), g->count++);
	return below;
}

/* The vendor's list, or the tree's. */
static json_t *list_of_vendor(struct growing *g, const struct product *p)
{
	return p->vendor ? list_below(g, g->c->products.branches, "vendor", NULL, p->vendor) : g->c->products.branches;
}

/* A name that holds one version is the name of none other: then that attribute is left open. */
static const char *cpe_of(struct growing *g, const char *cpe, const char *version)
{
	const char *from = cpe;
	for (int colons = 0; colons < 5; from++)
		if (*from == '\\')
			from++;
		else if (*from == ':')
			colons++;
	const char *to = from;
	while (*to && *to != ':')
		to += *to == '\\' ? 2 : 1;
	if (version && strlen(version) == (size_t)(to - from) && strncmp(from, version, (size_t)(to - from)) == 0)
		return cpe;
	return *from == '*' || *from == '-' ? cpe : arena_printf(g->arena, "%.*s*%s", (int)(from - cpe), cpe, to);
}

/* True if the name holds a version. */
static bool cpe_has_version(struct growing *g, const char *cpe)
{
	return cpe_of(g, cpe, NULL) != cpe;
}

static json_t *helper_of(struct growing *g, const struct product *p, const char *version)
{
	json_t *helper = json_object();
	if (p->purl) {
		struct purl purl = *p->purl;
		struct buf b;
		buf_init(&b, BUF_LIMIT_DEFAULT);
		g->purl_said |= version && purl.version && strcmp(version, purl.version) == 0;
		purl.version = version;
		purl_write(&b, &purl, version != NULL);
		json_put_text(helper, "purl", b.data);
		buf_fini(&b);
	}
	const char *cpe = p->cpe ? cpe_of(g, p->cpe, version) : NULL;
	g->cpe_said |= cpe && cpe == p->cpe;
	json_put_text(helper, "cpe", cpe);
	return helper;
}

/* version: exactly this one, or NULL; shown: what the leaf is called beyond the product, or NULL. */
static json_t *leaf(struct growing *g, const struct product *p, enum csaf_status status, const char *version, const char *shown)
{
	struct csaf_products *all = &g->c->products;
	const char *vendor = p->vendor && strcmp(p->vendor, p->name) != 0 ? p->vendor : "";
	json_t *product = json_object(), *helper = helper_of(g, p, version);
	json_put_text(product, "name", arena_printf(g->arena, "%s%s%s%s%s", vendor, *vendor ? " " : "", p->name, shown ? " " : "",
						     shown ? shown : ""));
	json_put_text(product, "product_id", arena_printf(g->arena, "CSAFPID-%04zu", all->count + 1));
	if (json_object_size(helper))
		json_put(product, "product_identification_helper", helper);
	else
		json_decref(helper);
	all->items = arena_grow(g->arena, all->items, all->count, &all->capacity, sizeof(*all->items));
	all->items[all->count++] = (struct csaf_product){json_object_get(product, "product_id"), p->entry, status};
	g->is_affected |= status == CSAF_AFFECTED || status == CSAF_INVESTIGATED;
	return product;
}

static void add_whole(struct growing *g, const struct product *p, enum csaf_status status)
{
	json_add(list_of_vendor(g, p), branch("product_name", p->name, "product", leaf(g, p, status, NULL, NULL)));
}

/* What the standard takes for a range where it stands in the name of one version (6.1.31). Blanks of any script part words. */
static bool reads_as_range(struct arena *a, const char *version)
{
	static const char *const words[] = {"after", "all", "before", "earlier", "later", "prior", "versions"};
	char *lower = arena_text(a, version), *rest = lower, *word;
	for (char *p = lower; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
		else if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7F)
			*p = ' ';
	if (strpbrk(version, "<>"))
		return true;
	while ((word = strsep(&rest, " ")))
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (strcmp(word, words[i]) == 0)
				return true;
	return false;
}

static void add_leaf(struct growing *g, const struct product *p, const char *category, const char *name, json_t *product)
{
	json_add(list_below(g, list_of_vendor(g, p), "product_name", p->vendor, p->name), branch(category, name, "product", product));
}

static void add_vers(struct growing *g, const struct product *p, enum csaf_status status, const struct value *range, const char *shown)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	if (vers_add(&b, p->scheme, range)) {
		g->scheme_said |= !value_get(range, "all");
		add_leaf(g, p, "product_version_range", b.data, leaf(g, p, status, NULL, shown));
	} else {
		record_lose(g->c->record, "the versions \"%s\" of %s are no range that VERS can say", shown, p->name);
	}
	buf_fini(&b);
}

static void add_version(struct growing *g, const struct product *p, enum csaf_status status, const char *version)
{
	version = csaf_clean(g->arena, version);
	if (!version)
		return;
	if (!reads_as_range(g->arena, version)) {
		add_leaf(g, p, "product_version", version, leaf(g, p, status, version, version));
		return;
	}
	struct value *range = value_new(g->arena, VALUE_MAP);
	value_set_text(g->arena, range, "eq", version);
	add_vers(g, p, status, range, version);
}

static void add_range(struct growing *g, const struct product *p, enum csaf_status status, const struct value *range)
{
	if (range->kind != VALUE_MAP) {
		record_lose(g->c->record, "a version range of %s is none that can be read", p->name);
		return;
	}
	if (value_text(range, "eq")) {
		add_version(g, p, status, value_text(range, "eq"));
		return;
	}
	if (value_get(range, "unknown")) {
		add_whole(g, p, status == CSAF_AFFECTED ? CSAF_INVESTIGATED : status);
		return;
	}
	if (value_get(range, "all")) {
		add_vers(g, p, status, range, csaf_word(g->c, "csaf.all_versions"));
		return;
	}
	add_vers(g, p, status, range, version_range_line(g->arena, range));
}

static const struct purl *purl_of(struct growing *g, const struct value *entry, const char *name)
{
	const char *text = csaf_clean(g->arena, value_text(entry, "purl"));
	struct purl *purl = arena_alloc(g->arena, sizeof(*purl));
	if (!text)
		return NULL;
	bool letter = false;
	if (purl_parse(purl, g->arena, span_of(text)))
		letter = (*purl->type >= 'a' && *purl->type <= 'z') || strchr(".+-", *purl->type);
	if (!letter)
		record_lose(g->c->record, "the package URL \"%s\" of %s is none that CSAF takes", text, name);
	return letter ? purl : NULL;
}

static const char *cpe_name_of(struct growing *g, const struct value *entry, const char *name)
{
	const char *cpe = csaf_clean(g->arena, value_text(entry, "cpe"));
	if (!cpe || csaf_cpe_is_good(cpe))
		return cpe;
	record_lose(g->c->record, "the CPE \"%s\" of %s is none that CSAF takes", cpe, name);
	return NULL;
}

static bool has_all(const struct value *ranges)
{
	for (size_t i = 0; ranges && ranges->kind == VALUE_LIST && i < ranges->count; i++)
		if (value_get(ranges->items[i], "all"))
			return true;
	return false;
}

/* What of the entry no leaf says. */
static void lose_rest(struct growing *g, const struct product *p, const struct value *entry)
{
	const struct record *r = g->c->record;
	const char *handle = csaf_clean(g->arena, value_text(entry, "name")), *type = value_text(entry, "type");
	const char *fix = value_text(entry, "fix");
	if (handle && strcmp(handle, p->name) != 0)
		record_lose(r, "the name \"%s\" of %s within the advisory", handle, p->name);
	if (type)
		record_lose(r, "the type of %s (%s)", p->name, type);
	if (p->scheme && strcmp(p->scheme, "generic") != 0 && !g->scheme_said)
		record_lose(r, "the version scheme of %s (%s): no range has it", p->name, p->scheme);
	if (p->purl && p->purl->version && !g->purl_said)
		record_lose(r, "the version %s in the package URL of %s: no leaf is of that version alone", p->purl->version, p->name);
	if (p->cpe && cpe_has_version(g, p->cpe) && !g->cpe_said)
		record_lose(r, "the version in the CPE \"%s\" of %s: no leaf is of that version alone, and has * instead", p->cpe, p->name);
	if (fix && !g->is_affected)
		record_lose(r, "the fix of %s (%s): no version is affected", p->name, fix);
}

static void add_entry(struct growing *g, size_t index, const struct value *entry)
{
	const struct csaf *c = g->c;
	const char *product = csaf_clean(g->arena, facts_localised(value_get(entry, "product"), c->lang));
	const char *name = product ? product : csaf_clean(g->arena, value_text(entry, "name"));
	const struct value *versions = value_get(entry, "versions"), *unaffected = value_get(entry, "unaffected");
	if (!name) {
		record_lose(c->record, "an entry of affected has no name");
		return;
	}
	struct product p = {.entry = index, .name = name, .scheme = value_text(entry, "scheme"),
			    .vendor = csaf_clean(g->arena, facts_localised(value_get(entry, "vendor"), c->lang)),
			    .purl = purl_of(g, entry, name), .cpe = cpe_name_of(g, entry, name)};
	g->cpe_said = g->purl_said = g->scheme_said = g->is_affected = false;
	size_t affected = versions && versions->kind == VALUE_LIST ? versions->count : 0;
	for (size_t i = 0; i < affected; i++)
		add_range(g, &p, CSAF_AFFECTED, versions->items[i]);
	if (!affected && !has_all(unaffected))
		add_whole(g, &p, CSAF_AFFECTED);
	for (size_t i = 0; i < csaf_count(entry, "fixed"); i++)
		add_version(g, &p, CSAF_FIXED, csaf_item(entry, "fixed", i));
	for (size_t i = 0; unaffected && unaffected->kind == VALUE_LIST && i < unaffected->count; i++)
		add_range(g, &p, CSAF_NOT_AFFECTED, unaffected->items[i]);
	if (c->record->losses)
		lose_rest(g, &p, entry);
}

/* The entries' names that some vulnerability has; false if one of them is in all products. */
static bool named_by_vulnerabilities(struct map *names, const struct map *entries, const struct value *facts)
{
	const struct value *list = value_get(facts, "vulnerabilities");
	size_t number, all = list && list->kind == VALUE_LIST ? list->count : 0;
	for (size_t i = 0; i < all; i++) {
		bool any = false;
		for (size_t k = 0; k < csaf_count(list->items[i], "affected"); k++) {
			const char *name = csaf_item(list->items[i], "affected", k);
			if (!name || !map_find(entries, span_of(name), &number))
				continue;
			map_put(names, span_of(name), k);
			any = true;
		}
		if (!any)
			return false;
	}
	return all > 0;
}

void csaf_products_make(struct csaf *c)
{
	struct growing g = {.c = c, .arena = c->record->arena, .branches = map_new()};
	struct map *entries = map_new(), *names = map_new();
	const struct value *affected = value_get(c->record->facts, "affected");
	size_t count = affected && affected->kind == VALUE_LIST ? affected->count : 0, number;
	g.lists = arena_array(g.arena, 2 * count, sizeof(json_t *));
	c->products.branches = json_array();
	for (size_t i = 0; i < count; i++)
		if (value_text(affected->items[i], "name"))
			map_put(entries, span_of(value_text(affected->items[i], "name")), i);
	bool some = named_by_vulnerabilities(names, entries, c->record->facts);
	for (size_t i = 0; i < count; i++) {
		const char *name = value_text(affected->items[i], "name");
		if (affected->items[i]->kind != VALUE_MAP)
			continue;
		if (!some || (name && map_find(names, span_of(name), &number)))
			add_entry(&g, i, affected->items[i]);
		else
			record_lose(c->record, "the product %s, which no vulnerability names", name ? name : "without a name");
	}
	map_free(names);
	map_free(entries);
	map_free(g.branches);
}

void csaf_product_add(json_t *ids, const struct csaf_product *product)
{
	json_add(ids, json_incref(product->id));
}

const bool *csaf_products_named(const struct csaf *c, const struct value *of, const char *key)
{
	bool *named = arena_array(c->record->arena, c->products.count + 1, sizeof(*named)), any = false;
	const struct value *affected = value_get(c->record->facts, "affected");
	struct map *names = map_new();
	for (size_t i = 0; i < csaf_count(of, key); i++)
		if (csaf_item(of, key, i))
			map_put(names, span_of(csaf_item(of, key, i)), i);
	size_t number, found = 0, all = map_count(names);
	bool *seen = arena_array(c->record->arena, csaf_count(of, key) + 1, sizeof(*seen));
	for (size_t i = 0; i < c->products.count; i++) {
		const char *name = value_text(affected->items[c->products.items[i].entry], "name");
		named[i] = name && map_find(names, span_of(name), &number);
		any |= named[i];
		found += named[i] && !seen[number];
		if (named[i])
			seen[number] = true;
	}
	for (size_t i = 0; found < all && i < csaf_count(of, key); i++)
		if (csaf_item(of, key, i) && map_find(names, span_of(csaf_item(of, key, i)), &number) && !seen[number])
			record_lose(c->record, "the product %s under %s: the tree has none of this name", csaf_item(of, key, i), key);
	map_free(names);
	return any ? named : NULL;
}
