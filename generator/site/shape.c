/* Invariant: what facts_shape returns has, under each key of the tables, the kind
 * that the table says; keys that no table names are left out. */
#include "site/shape.h"

#include <string.h>

enum shape {
	TEXT,      /* text */
	TEXTS,     /* a list of text */
	LOCALISED, /* text, or {lang: text} */
	RANGES,    /* a list of ranges: maps, or text where a range could not be read */
	MAP,       /* a map by a table of its own */
	MAPS       /* a list of such maps */
};

struct row {
	const char *key; /* NULL ends a table */
	enum shape shape;
	const struct row *inner;
};

static const struct row affected[] = {
	{"name", TEXT, NULL},     {"vendor", LOCALISED, NULL}, {"product", LOCALISED, NULL}, {"type", TEXT, NULL},
	{"scheme", TEXT, NULL},   {"versions", RANGES, NULL},  {"fixed", TEXTS, NULL},       {"unaffected", RANGES, NULL},
	{"fix", TEXT, NULL},      {"purl", TEXT, NULL},        {"cpe", TEXT, NULL},          {0},
};
static const struct row vulnerability[] = {
	{"cve", TEXT, NULL},       {"cwe", TEXTS, NULL},      {"cvss", TEXTS, NULL},      {"title", LOCALISED, NULL},
	{"impact", TEXTS, NULL},   {"exploitation", TEXT, NULL}, {"affected", TEXTS, NULL}, {"discovered", TEXT, NULL},
	{"disclosed", TEXT, NULL}, {"severity", TEXT, NULL},  {0},
};
static const struct row remediation[] = {
	{"kind", TEXT, NULL}, {"products", TEXTS, NULL}, {"details", LOCALISED, NULL}, {"url", TEXT, NULL}, {0},
};
static const struct row indicator[] = {{"type", TEXT, NULL}, {"value", TEXT, NULL}, {"note", LOCALISED, NULL}, {0}};
static const struct row reference[] = {{"url", TEXT, NULL}, {"title", LOCALISED, NULL}, {"kind", TEXT, NULL}, {0}};
static const struct row withdrawn[] = {
	{"reason", TEXT, NULL}, {"replaced_by", TEXT, NULL}, {"note", LOCALISED, NULL}, {0}};
static const struct row redact[] = {{"revisions", TEXTS, NULL}, {"reason", LOCALISED, NULL}, {0}};
static const struct row facts_table[] = {
	{"status", TEXT, NULL},        {"kind", TEXT, NULL},          {"exercise", TEXT, NULL},
	{"audience", TEXTS, NULL},     {"affected", MAPS, affected},  {"impact", TEXTS, NULL},
	{"exploitation", TEXT, NULL},  {"cve", TEXTS, NULL},          {"cwe", TEXTS, NULL},
	{"cvss", TEXTS, NULL},         {"severity", TEXT, NULL},      {"vulnerabilities", MAPS, vulnerability},
	{"remediations", MAPS, remediation}, {"indicators", MAPS, indicator}, {"references", MAPS, reference},
	{"credits", TEXTS, NULL},      {"related", TEXTS, NULL},      {"supersedes", TEXTS, NULL},
	{"tags", TEXTS, NULL},         {"tlp", TEXT, NULL},           {"first_published", TEXT, NULL},
	{"next_update", TEXT, NULL},   {"withdrawn", MAP, withdrawn},
	{"redact", MAP, redact},       {0},
};

static bool is_localised(const struct value *v)
{
	if (v->kind != VALUE_MAP)
		return v->kind == VALUE_TEXT;
	for (size_t i = 0; i < v->count; i++)
		if (v->items[i]->kind != VALUE_TEXT)
			return false;
	return v->count > 0;
}

/* A map of text under the keys that version_range() gives. */
static bool is_range(const struct value *v)
{
	static const char *const keys[] = {"all", "unknown", "eq", "ge", "gt", "le", "lt"};
	size_t known = 0;
	if (v->kind != VALUE_MAP)
		return v->kind == VALUE_TEXT;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct value *bound = value_get(v, keys[i]);
		if (bound && bound->kind != VALUE_TEXT && bound->kind != VALUE_BOOL)
			return false;
		known += bound != NULL;
	}
	return known > 0;
}

/* True if a map of the list under the key says what templates ask of it. */
static bool is_whole(const struct value *map, const char *key)
{
	static const char *const needed[][3] = {{"affected", "product", "name"},
						{"remediations", "kind", "kind"},
						{"indicators", "value", "value"},
						{"references", "url", "title"}};
	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (strcmp(needed[i][0], key) == 0)
			return value_get(map, needed[i][1]) || value_get(map, needed[i][2]);
	return true;
}

static struct value *shape_map(struct arena *a, const struct value *v, const struct row *table);

static struct value *shape_item(struct arena *a, const struct value *v, const struct row *row)
{
	switch (row->shape) {
	case TEXTS:
		return v->kind == VALUE_TEXT ? value_copy(a, v) : NULL;
	case RANGES:
		return is_range(v) ? value_copy(a, v) : NULL;
	default:
		return v->kind == VALUE_MAP ? shape_map(a, v, row->inner) : NULL;
	}
}

static struct value *shape_list(struct arena *a, const struct value *v, const struct row *row)
{
	if (v->kind != VALUE_LIST)
		return NULL;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < v->count; i++) {
		struct value *item = shape_item(a, v->items[i], row);
		if (item && (row->shape != MAPS || is_whole(item, row->key)))
			value_add(a, list, item);
	}
	return list;
}

static struct value *shape_value(struct arena *a, const struct value *v, const struct row *row)
{
	switch (row->shape) {
	case TEXT:
		return v->kind == VALUE_TEXT ? value_copy(a, v) : NULL;
	case LOCALISED:
		return is_localised(v) ? value_copy(a, v) : NULL;
	case MAP:
		return v->kind == VALUE_MAP ? shape_map(a, v, row->inner) : NULL;
	default:
		return shape_list(a, v, row);
	}
}

/* The tables refer to each other without a circle: the depth is that of the tables. */
static struct value *shape_map(struct arena *a, const struct value *v, const struct row *table)
{
	struct value *map = value_new(a, VALUE_MAP);
	for (const struct row *row = table; row->key; row++) {
		const struct value *had = value_get(v, row->key);
		struct value *shaped = had ? shape_value(a, had, row) : NULL;
		if (shaped)
			value_set(a, map, row->key, shaped);
	}
	return map;
}

struct value *facts_shape(struct arena *a, const struct value *facts)
{
	struct value *shaped = shape_map(a, facts, facts_table);
	if (!value_get(shaped, "kind"))
		value_set_text(a, shaped, "kind", "vulnerability");
	return shaped;
}
