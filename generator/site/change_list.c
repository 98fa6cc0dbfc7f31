/* What changed in a list of maps: affected, vulnerabilities, remediations, indicators, references.
 *
 * Entries are matched in rounds: first what is the same, then by one key after the other that tells what an entry
 * is of. Invariant: each entry has at most one partner, and partners point at each other; of two entries with the same
 * key the first meets the first. */
#include "site/telling.h"

#include "archive/facts.h"
#include "base/map.h"

#define NAME_SHOWN 100 /* bytes of what a line is of */
#define NOBODY ((size_t)-1)
#define ROUNDS 6
#define ROUND_KEYS 2

struct entries {
	const char *fact;
	const char *label, *all; /* an entry, all of them: words; NULL: the label of the fact */
	const struct field *fields;
	const char *rounds[ROUNDS][ROUND_KEYS]; /* keys that are compared; the first must be there */
	/* What an entry is called in one line; what is said of it when it comes or goes. */
	const char *(*name)(const struct telling *t, const struct value *entry, size_t place);
	const char *(*describe)(const struct telling *t, const struct value *entry, size_t place);
	const char *(*whole)(const struct telling *t, const struct value *entry, const char *description); /* in a table; or NULL */
	bool counted, rated; /* how many came is said; an entry has a severity of its own */
};

struct matching {
	const struct value *before, *after;
	size_t *partner_of_before, *partner_of_after;
};

/* Names. ------------------------------------------------------------------ */

static const char *fill(const struct telling *t, const char *key, const char *name1, const char *value1, const char *name2,
			const char *value2)
{
	struct value *vars = value_new(t->arena, VALUE_MAP);
	value_set_text(t->arena, vars, name1, value1);
	value_set_text(t->arena, vars, name2, value2);
	return phrase(t->view, key, vars);
}

static const char *in_language(const struct telling *t, const struct value *entry, const char *key)
{
	const char *text = facts_localised(value_get(entry, key), t->view->lang);
	return text ? phrase_cut(t->view, text, NAME_SHOWN) : NULL;
}

static const char *product_name(const struct telling *t, const struct value *entry, size_t place)
{
	(void)place;
	const char *product = in_language(t, entry, "product");
	return product ? product : in_language(t, entry, "name");
}

static const char *product_description(const struct telling *t, const struct value *entry, size_t place)
{
	const char *name = product_name(t, entry, place);
	struct value *ranges = value_get(entry, "versions");
	return ranges && ranges->count ? fill(t, "change.of", "label", name, "name", phrase_of(t->view, "ranges", ranges)) : name;
}

static const char *ordinal(const struct telling *t, size_t place)
{
	struct value *vars = value_new(t->arena, VALUE_MAP);
	value_set_number(t->arena, vars, "n", (int64_t)place + 1);
	return phrase(t->view, "change.ordinal", vars);
}

static const char *vulnerability_name(const struct telling *t, const struct value *entry, size_t place)
{
	const char *name = in_language(t, entry, "cve");
	if (!name)
		name = in_language(t, entry, "title");
	return name ? name : ordinal(t, place);
}

static const char *vulnerability_description(const struct telling *t, const struct value *entry, size_t place)
{
	const char *cve = in_language(t, entry, "cve"), *title = in_language(t, entry, "title");
	return cve && title ? fill(t, "change.of", "label", cve, "name", title) : vulnerability_name(t, entry, place);
}

static const char *remediation_kind(const struct telling *t, const struct value *entry)
{
	return phrase_cut(t->view, phrase_label(t->view, "remediation", value_text(entry, "kind")), NAME_SHOWN);
}

/* NULL: for all that there are, or for the only one. */
static const char *remediation_products(const struct telling *t, const struct value *entry)
{
	const struct value *names = value_get(entry, "products");
	struct value *products = value_new(t->arena, VALUE_LIST);
	if (!names || (value_count(t->before, "affected") < 2 && value_count(t->after, "affected") < 2))
		return NULL;
	for (size_t i = 0; i < names->count; i++)
		value_add(t->arena, products, value_of_text(t->arena, product_called(t, names->items[i]->text)));
	return phrase_cut(t->view, phrase_of(t->view, "enumerate", products), NAME_SHOWN);
}

static const char *remediation_name(const struct telling *t, const struct value *entry, size_t place)
{
	(void)place;
	const char *kind = remediation_kind(t, entry), *products = remediation_products(t, entry);
	return products ? fill(t, "change.for", "kind", kind, "products", products) : kind;
}

static const char *remediation_description(const struct telling *t, const struct value *entry, size_t place)
{
	(void)place;
	const char *kind = remediation_kind(t, entry), *products = remediation_products(t, entry);
	return products ? fill(t, "change.of", "label", kind, "name", products) : kind;
}

static const char *remediation_whole(const struct telling *t, const struct value *entry, const char *description)
{
	const char *details = facts_localised(value_get(entry, "details"), t->view->lang), *url = value_text(entry, "url");
	const char *parts[] = {details, details && url ? " " : "", url};
	struct buf b;
	if (!details && !url)
		return description;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < 3; i++)
		buf_text(&b, parts[i] ? parts[i] : "");
	const char *text = fill(t, "text.fact", "label", description, "value", phrase_line(t->view, b.data));
	buf_fini(&b);
	return text;
}

static const char *indicator_description(const struct telling *t, const struct value *entry, size_t place)
{
	static const char *const harmless[] = {"md5", "sha1", "sha256", "filename"};
	(void)place;
	const char *type = value_text(entry, "type"), *value = phrase_line(t->view, value_text(entry, "value"));
	for (size_t i = 0; type && i < sizeof(harmless) / sizeof(*harmless); i++)
		if (strcmp(type, harmless[i]) == 0)
			return value;
	return phrase_of(t->view, "defang", value_of_text(t->arena, value));
}

static const char *indicator_name(const struct telling *t, const struct value *entry, size_t place)
{
	return phrase_cut(t->view, indicator_description(t, entry, place), NAME_SHOWN);
}

static const char *reference_description(const struct telling *t, const struct value *entry, size_t place)
{
	(void)place;
	const char *title = facts_localised(value_get(entry, "title"), t->view->lang);
	return phrase_line(t->view, title ? title : value_text(entry, "url"));
}

static const char *reference_name(const struct telling *t, const struct value *entry, size_t place)
{
	return phrase_cut(t->view, reference_description(t, entry, place), NAME_SHOWN);
}

/* Tables. ----------------------------------------------------------------- */

static const struct field affected_fields[] = {
	{"vendor", FORM_LOCAL, "change.vendor", NULL},
	{"product", FORM_LOCAL, "adv.product", NULL},
	{"name", FORM_TEXT, "change.name", NULL},
	{"type", FORM_LABEL, "change.type", "type"},
	{"versions", FORM_RANGES, "adv.affected", NULL},
	{"fixed", FORM_TEXTS, "adv.fixed", NULL},
	{"unaffected", FORM_RANGES, "adv.unaffected", NULL},
	{"fix", FORM_LABEL, "adv.fix", "fix"},
	{"scheme", FORM_TEXT, "change.scheme", NULL},
	{"purl", FORM_TEXT, "change.purl", NULL},
	{"cpe", FORM_TEXT, "change.cpe", NULL},
	{0},
};
static const struct field vulnerability_fields[] = {
	{"cve", FORM_TEXT, NULL, NULL},
	{"title", FORM_LOCAL, "change.vulnerability_title", NULL},
	{"cwe", FORM_TEXTS, NULL, NULL},
	{"cvss", FORM_TEXTS, NULL, NULL},
	{"impact", FORM_LABELS, NULL, "impact"},
	{"exploitation", FORM_LABEL, NULL, "exploitation"},
	{"affected", FORM_PRODUCTS, "adv.products", NULL},
	{"discovered", FORM_DAY, "change.discovered", NULL},
	{"disclosed", FORM_DAY, "change.disclosed", NULL},
	{0},
};
static const struct field remediation_fields[] = {
	{"kind", FORM_LABEL, "change.remediation_kind", "remediation"},
	{"products", FORM_PRODUCTS, "change.remediation_products", NULL},
	{"details", FORM_LONG, "change.remediation_details", NULL},
	{"url", FORM_TEXT, "change.remediation_url", NULL},
	{0},
};
static const struct field indicator_fields[] = {
	{"type", FORM_LABEL, "change.indicator_type", "indicator"},
	{"note", FORM_LONG, "change.indicator_note", NULL},
	{0},
};
static const struct field reference_fields[] = {
	{"title", FORM_LOCAL, "change.reference_title", NULL},
	{"url", FORM_TEXT, "change.reference_url", NULL},
	{"kind", FORM_LABEL, "change.reference_kind", "reference"},
	{0},
};

static const struct entries tables[] = {
	{"affected", "adv.product", "adv.products", affected_fields, {{"name"}, {"product"}, {"purl"}, {"cpe"}, {"versions", "vendor"}},
	 product_name, product_description, NULL, false, false},
	{"vulnerabilities", "change.vulnerability", NULL, vulnerability_fields, {{"cve"}, {"title"}},
	 vulnerability_name, vulnerability_description, NULL, false, true},
	{"remediations", "change.remediation", NULL, remediation_fields, {{"kind", "products"}, {"details"}, {"url"}, {"kind"}},
	 remediation_name, remediation_description, remediation_whole, false, false},
	{"indicators", NULL, NULL, indicator_fields, {{"type", "value"}, {"value"}}, indicator_name, indicator_description, NULL, true, false},
	{"references", NULL, NULL, reference_fields, {{"url"}, {"title"}}, reference_name, reference_description, NULL, false, false},
};

static const struct entries *table_of(const char *fact)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		if (strcmp(tables[i].fact, fact) == 0)
			return &tables[i];
	return NULL;
}

bool is_entries(const char *fact)
{
	return table_of(fact) != NULL;
}

/* Matching. --------------------------------------------------------------- */

/* What the entry is known by in a round; no text if it says nothing of it. */
static struct span key_of(struct arena *a, const struct value *entry, const char *const *keys)
{
	if (keys && !value_get(entry, keys[0]))
		return (struct span){0};
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; keys && i < ROUND_KEYS && keys[i]; i++) {
		const struct value *v = value_get(entry, keys[i]);
		if (v)
			value_canonical(&b, v);
		buf_char(&b, '\n'); /* a canonical text holds none */
	}
	if (!keys)
		value_canonical(&b, entry);
	struct span key = span_make(arena_dup(a, b.data, b.length), b.length);
	buf_fini(&b);
	return key;
}

/* keys: those compared; NULL: the entry as a whole. */
static void match_by(struct arena *a, struct matching *m, const char *const *keys)
{
	struct map *first = map_new();
	size_t *next = arena_array(a, m->after->count, sizeof(*next)), at;
	for (size_t i = m->after->count; i > 0; i--) {
		if (m->partner_of_after[i - 1] != NOBODY)
			continue;
		struct span key = key_of(a, m->after->items[i - 1], keys);
		if (!key.length)
			continue;
		next[i - 1] = map_find(first, key, &at) ? at : NOBODY;
		map_set(first, key, i - 1);
	}
	for (size_t i = 0; i < m->before->count; i++) {
		if (m->partner_of_before[i] != NOBODY)
			continue;
		struct span key = key_of(a, m->before->items[i], keys);
		if (!key.length || !map_find(first, key, &at) || at == NOBODY)
			continue;
		m->partner_of_before[i] = at;
		m->partner_of_after[at] = i;
		map_set(first, key, next[at]);
	}
	map_free(first);
}

/* Vulnerabilities of which one has no CVE id yet, by their place. */
static void match_by_place(struct matching *m)
{
	for (size_t i = 0; i < m->before->count && i < m->after->count; i++)
		if (m->partner_of_before[i] == NOBODY && m->partner_of_after[i] == NOBODY &&
		    (!value_get(m->before->items[i], "cve") || !value_get(m->after->items[i], "cve"))) {
			m->partner_of_before[i] = i;
			m->partner_of_after[i] = i;
		}
}

static size_t *nobodies(struct arena *a, size_t count)
{
	size_t *partners = arena_array(a, count, sizeof(*partners));
	for (size_t i = 0; i < count; i++)
		partners[i] = NOBODY;
	return partners;
}

static struct matching match(struct arena *a, const struct entries *table, const struct value *before,
			     const struct value *after)
{
	struct matching m = {before, after, nobodies(a, before->count), nobodies(a, after->count)};
	match_by(a, &m, NULL);
	for (size_t i = 0; i < ROUNDS && table->rounds[i][0]; i++)
		match_by(a, &m, table->rounds[i]);
	if (strcmp(table->fact, "vulnerabilities") == 0)
		match_by_place(&m);
	return m;
}

/* Telling. ---------------------------------------------------------------- */

static void tell_pair(struct telling *t, const struct entries *table, const struct value *before, const struct value *after,
		      size_t place)
{
	if (value_equal(before, after))
		return;
	const char *name = table->name(t, before, place);
	/* Of one vulnerability alone the rating is the advisory's, which is told anyway. */
	if (table->rated && t->several > 1)
		tell_rating(t, name, before, after);
	for (const struct field *f = table->fields; f->key; f++) {
		const struct value *was = value_get(before, f->key), *is = value_get(after, f->key);
		if (!facts_same(f->key, was, is))
			tell_field(t, f, name, was, is);
	}
}

/* Those without a partner, as they are described. */
static struct texts left_over(const struct telling *t, const struct entries *table, const struct value *list,
			      const size_t *partners)
{
	struct texts out = {.items = arena_array(t->arena, list->count, sizeof(*out.items))};
	if (table->whole)
		out.whole = arena_array(t->arena, list->count, sizeof(*out.whole));
	for (size_t i = 0; i < list->count; i++) {
		if (partners[i] != NOBODY)
			continue;
		out.items[out.count] = table->describe(t, list->items[i], i);
		if (out.whole)
			out.whole[out.count] = table->whole(t, list->items[i], out.items[out.count]);
		out.count++;
	}
	return out;
}

static bool in_order(const struct matching *m)
{
	size_t last = 0;
	for (size_t i = 0; i < m->before->count; i++) {
		if (m->partner_of_before[i] == NOBODY)
			continue;
		if (m->partner_of_before[i] < last)
			return false;
		last = m->partner_of_before[i];
	}
	return true;
}

/* An empty list says that there is no product, which an absent one does not. */
static bool tell_no_product(struct telling *t, const struct value *before, const struct value *after)
{
	if (strcmp(t->fact, "affected") != 0 || (before && before->count) || (after && after->count) || !before == !after)
		return false;
	const char *none = word(t->view, "change.no_product");
	tell_became(t, word(t->view, "adv.products"), NULL, before ? none : NULL, after ? none : NULL);
	return true;
}

void tell_entries(struct telling *t, const struct value *before, const struct value *after)
{
	static const struct value nothing = {.kind = VALUE_LIST};
	const struct entries *table = table_of(t->fact);
	if (tell_no_product(t, before, after))
		return;
	struct matching m = match(t->arena, table, before ? before : &nothing, after ? after : &nothing);
	const char *label = table->label ? word(t->view, table->label) : t->label;
	t->several = m.before->count > m.after->count ? m.before->count : m.after->count;
	for (size_t i = 0; i < m.before->count; i++)
		if (m.partner_of_before[i] != NOBODY)
			tell_pair(t, table, m.before->items[i], m.after->items[m.partner_of_before[i]], i);
	tell_came(t, label, left_over(t, table, m.after, m.partner_of_after), "enumerate", table->counted);
	tell_went(t, label, left_over(t, table, m.before, m.partner_of_before), "enumerate", table->counted);
	if (!t->count && !in_order(&m))
		tell(t, (struct line){.form = "change.reordered", .label = table->all ? word(t->view, table->all) : t->label}, NULL);
}
