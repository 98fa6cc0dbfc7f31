/* Invariant: keys of the normal form stand in the order of facts_keys, then
 * unknown ones by byte; every text is a copy in the arena of the facts. Recursion is
 * bounded by the depth of the front matter (YAML_DEPTH_MAX). */
#include "archive/facts.h"

#include <stdlib.h>
#include <strings.h>

#include "archive/cvss.h"
#include "archive/forms.h"
#include "archive/version.h"

const char *const facts_keys[] = {
	"status",       "kind",       "exercise",
	"audience",     "affected",   "impact",
	"exploitation", "cve",        "cwe",
	"cvss",         "severity",   "vulnerabilities",
	"remediations", "indicators", "references",
	"credits",      "related",    "supersedes",
	"tags",         "tlp",        "first_published",
	"next_update",  "withdrawn",  "redact",
	NULL,
};

static const char *const sets[] = {"cve", "cwe", "audience", "impact", "tags", NULL};
static const char *const lists[] = {"audience", "cve",     "cwe",        "cvss", "impact",
				    "credits",  "related", "supersedes", "tags", NULL};
static const char *const no_facts[] = {"title", "summary", "translates", "lint", NULL};

static bool is_one_of(const char *const *words, const char *word)
{
	for (; *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

/* A list of copies: of v's items, or of v alone. Empty texts (a key without a value) say nothing. */
static struct value *as_list(struct arena *a, const struct value *v)
{
	if (v->kind == VALUE_LIST)
		return value_copy(a, v);
	struct value *list = value_new(a, VALUE_LIST);
	list->line = v->line;
	list->column = v->column;
	if (v->kind != VALUE_TEXT || v->length)
		value_add(a, list, value_copy(a, v));
	return list;
}

static struct value *ranges_of(struct arena *a, const struct value *v)
{
	struct value *list = as_list(a, v);
	for (size_t i = 0; i < list->count; i++) {
		const char *why;
		struct value *old = list->items[i], *range = version_range(a, old, &why);
		if (!range)
			continue;
		range->line = old->line;
		range->column = old->column;
		list->items[i] = range;
	}
	return list;
}

static bool says_nothing(const struct value *v)
{
	return v->kind == VALUE_TEXT ? !v->length
				     : (v->kind == VALUE_LIST || v->kind == VALUE_MAP) && !v->count;
}

/* What is empty is left out. */
static void put(struct arena *a, struct value *map, const char *key, struct value *v)
{
	if (v && !says_nothing(v))
		value_set(a, map, key, v);
}

/* Keys of from that are neither in known nor in to yet, by byte. */
static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void put_rest(struct arena *a, struct value *to, const struct value *from, const char *const *known)
{
	const char **keys = arena_array(a, from->count + 1, sizeof(*keys));
	size_t count = 0;
	for (size_t i = 0; i < from->count; i++)
		if (!is_one_of(known, from->keys[i].text))
			keys[count++] = from->keys[i].text;
	if (count)
		qsort(keys, count, sizeof(*keys), by_text);
	for (size_t i = 0; i < count; i++)
		value_set(a, to, keys[i], value_copy(a, value_get(from, keys[i])));
}

/* A copy of a map with its keys in the order of known; those in listed become lists. */
static struct value *ordered(struct arena *a, const struct value *map, const char *const *known,
			     const char *const *listed)
{
	if (map->kind != VALUE_MAP)
		return value_copy(a, map);
	struct value *out = value_new(a, VALUE_MAP);
	out->line = map->line;
	out->column = map->column;
	for (size_t i = 0; known[i]; i++) {
		const struct value *v = value_get(map, known[i]);
		if (v)
			put(a, out, known[i], is_one_of(listed, known[i]) ? as_list(a, v) : value_copy(a, v));
	}
	put_rest(a, out, map, known);
	return out;
}

static struct value *each(struct arena *a, const struct value *list, const char *const *known,
			  const char *const *listed)
{
	if (list->kind != VALUE_LIST)
		return value_copy(a, list);
	struct value *out = value_new(a, VALUE_LIST);
	out->line = list->line;
	out->column = list->column;
	for (size_t i = 0; i < list->count; i++)
		value_add(a, out, ordered(a, list->items[i], known, listed));
	return out;
}

/* The handle of a product without a name. */
static const struct value *default_name(const struct value *product)
{
	if (!product || product->kind != VALUE_MAP)
		return product;
	const struct value *name = value_get(product, "en");
	const char *first = NULL;
	for (size_t i = 0; !name && i < product->count; i++)
		if (!first || strcmp(product->keys[i].text, first) < 0)
			first = product->keys[i].text;
	return name ? name : first ? value_get(product, first) : NULL;
}

static struct value *affected_of(struct arena *a, const struct value *list)
{
	static const char *const known[] = {"name",  "vendor",     "product", "type", "scheme", "versions",
					    "fixed", "unaffected", "fix",     "purl", "cpe",    NULL};
	static const char *const listed[] = {"fixed", NULL};
	if (list->kind != VALUE_LIST)
		return value_copy(a, list);
	struct value *out = value_new(a, VALUE_LIST);
	out->line = list->line;
	out->column = list->column;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = list->items[i], *product = value_get(item, "product"),
				   *name = default_name(product);
		struct value *full = value_copy(a, item);
		if (item->kind == VALUE_MAP) {
			if (!value_get(item, "name") && name)
				value_set(a, full, "name", value_copy(a, name));
			if (!value_get(item, "scheme"))
				value_set_text(a, full, "scheme", "generic");
			for (size_t k = 0; k < 2; k++) {
				const char *key = k ? "unaffected" : "versions";
				if (value_get(item, key))
					value_set(a, full, key, ranges_of(a, value_get(item, key)));
			}
		}
		value_add(a, out, ordered(a, full, known, listed));
	}
	return out;
}

static struct value *vulnerabilities_of(struct arena *a, const struct value *list)
{
	static const char *const known[] = {"cve",          "cwe",      "cvss",       "title",     "impact",
					    "exploitation", "affected", "discovered", "disclosed", NULL};
	static const char *const listed[] = {"cwe", "cvss", "impact", "affected", NULL};
	struct value *out = each(a, list, known, listed);
	for (size_t i = 0; out->kind == VALUE_LIST && i < out->count; i++) {
		const struct value *cve = value_get(out->items[i], "cve");
		if (cve && cve->kind == VALUE_LIST && cve->count == 1)
			value_set(a, out->items[i], "cve", cve->items[0]);
	}
	return out;
}

static struct value *remediations_of(struct arena *a, const struct value *list)
{
	static const char *const known[] = {"kind", "products", "details", "url", NULL};
	static const char *const listed[] = {"products", NULL};
	return each(a, list, known, listed);
}

static struct value *redact_of(struct arena *a, const struct value *redact)
{
	static const char *const known[] = {"revisions", "reason", NULL};
	static const char *const listed[] = {"revisions", NULL};
	static const char *const none[] = {NULL};
	const char *revisions = value_text(redact, "revisions");
	return ordered(a, redact, known, revisions && strcmp(revisions, "all") == 0 ? none : listed);
}

static struct value *normal(struct arena *a, const char *key, const struct value *v)
{
	if (is_one_of(lists, key))
		return as_list(a, v);
	if (strcmp(key, "affected") == 0)
		return affected_of(a, v);
	if (strcmp(key, "vulnerabilities") == 0)
		return vulnerabilities_of(a, v);
	if (strcmp(key, "remediations") == 0)
		return remediations_of(a, v);
	if (strcmp(key, "redact") == 0)
		return redact_of(a, v);
	return value_copy(a, v);
}

/* The one entry of vulnerabilities that says no more than the shorthand can; NULL if there is none. */
static const struct value *foldable(const struct value *front)
{
	static const char *const shorthand[] = {"cve", "cwe", "cvss", NULL};
	const struct value *list = value_get(front, "vulnerabilities");
	if (value_count(front, "vulnerabilities") != 1 || list->items[0]->kind != VALUE_MAP)
		return NULL;
	for (size_t i = 0; shorthand[i]; i++)
		if (value_get(front, shorthand[i]))
			return NULL;
	const struct value *entry = list->items[0];
	for (size_t i = 0; i < entry->count; i++)
		if (!is_one_of(shorthand, entry->keys[i].text))
			return NULL;
	return entry;
}

static bool is_no(const struct value *exercise)
{
	const char *text = value_as_text(exercise);
	return text && (!*text || strcmp(text, "no") == 0 || strcmp(text, "false") == 0);
}

struct value *facts_of(struct arena *a, const struct value *front)
{
	struct value *facts = value_new(a, VALUE_MAP);
	facts->line = front->line;
	facts->column = front->column;
	const struct value *folded = foldable(front);
	for (size_t i = 0; facts_keys[i]; i++) {
		const char *key = facts_keys[i];
		const struct value *v = value_get(front, key);
		if (folded && strcmp(key, "vulnerabilities") == 0)
			continue;
		if (folded && !v)
			v = value_get(folded, key);
		if (strcmp(key, "affected") == 0 && v)
			value_set(a, facts, key, normal(a, key, v));
		else if (v && !(strcmp(key, "exercise") == 0 && is_no(v)))
			put(a, facts, key, normal(a, key, v));
		else if (strcmp(key, "kind") == 0)
			value_set_text(a, facts, key, "vulnerability");
		else if (strcmp(key, "tlp") == 0)
			value_set_text(a, facts, key, "clear");
	}
	if (front->kind == VALUE_MAP) {
		struct value *rest = value_copy(a, front);
		for (size_t i = 0; no_facts[i]; i++)
			value_unset(rest, no_facts[i]);
		put_rest(a, facts, rest, facts_keys);
	}
	return facts;
}

static int by_value(const void *x, const void *y)
{
	const struct value *const *p = x, *const *q = y;
	return strcmp((*p)->text, (*q)->text);
}

static void sort_set(struct value *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i]->kind != VALUE_TEXT)
			return;
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_value);
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++)
		if (!kept || strcmp(list->items[kept - 1]->text, list->items[i]->text) != 0)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

/* Sorts every set in v, which is the value of key. */
static void sort_sets(const char *key, struct value *v)
{
	if (v->kind == VALUE_LIST && is_one_of(sets, key))
		sort_set(v);
	for (size_t i = 0; (v->kind == VALUE_LIST || v->kind == VALUE_MAP) && i < v->count; i++)
		sort_sets(v->kind == VALUE_MAP ? v->keys[i].text : key, v->items[i]);
}

bool facts_same(const char *key, const struct value *x, const struct value *y)
{
	if (!x || !y)
		return x == y;
	if (value_equal(x, y))
		return true;
	struct arena *a = arena_new();
	struct value *p = value_copy(a, x), *q = value_copy(a, y);
	sort_sets(key, p);
	sort_sets(key, q);
	bool same = value_equal(p, q);
	arena_free(a);
	return same;
}

/* The next key after last, by byte, that is unknown and in either map; NULL if there is none. */
static const char *next_unknown(const char *last, const struct value *before, const struct value *after)
{
	const char *best = NULL;
	for (size_t i = 0; i < before->count + after->count; i++) {
		const char *key =
			i < before->count ? before->keys[i].text : after->keys[i - before->count].text;
		if (!is_one_of(facts_keys, key) && (!last || strcmp(key, last) > 0) &&
		    (!best || strcmp(key, best) < 0))
			best = key;
	}
	return best;
}

size_t facts_changed(const char **out, size_t limit, const struct value *before, const struct value *after)
{
	size_t count = 0;
	for (size_t i = 0; facts_keys[i] && count < limit; i++)
		if (!facts_same(facts_keys[i], value_get(before, facts_keys[i]),
				value_get(after, facts_keys[i])))
			out[count++] = facts_keys[i];
	const char *key = NULL;
	while (count < limit && (key = next_unknown(key, before, after)))
		if (!facts_same(key, value_get(before, key), value_get(after, key)))
			out[count++] = key;
	return count;
}

/* Takes the vector over if it is rated higher. */
static void rate(struct rating *best, const struct value *vector)
{
	struct cvss score;
	if (vector->kind != VALUE_TEXT || !cvss_parse(&score, span_make(vector->text, vector->length), NULL))
		return;
	if (score.score > best->score)
		*best = (struct rating){score.severity, score.score, vector->text};
}

static void rate_all(struct rating *best, const struct value *vulnerability)
{
	const struct value *vectors = value_get(vulnerability, "cvss");
	if (!vectors)
		return;
	if (vectors->kind != VALUE_LIST)
		rate(best, vectors);
	else
		for (size_t i = 0; i < vectors->count; i++)
			rate(best, vectors->items[i]);
}

static void rate_by_word(struct rating *rating, const struct value *map)
{
	static const char *const words[] = {"critical", "high", "medium", "low", "none"};
	const char *severity = value_text(map, "severity");
	for (size_t i = 0; severity && i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(severity, words[i]) == 0)
			rating->severity = words[i];
}

struct rating facts_rating_of_vector(const struct value *vector)
{
	struct rating of = {.score = -1};
	rate(&of, vector);
	return of;
}

struct rating facts_rating_of(const struct value *vulnerability)
{
	struct rating best = {.score = -1};
	rate_all(&best, vulnerability);
	if (best.score < 0)
		rate_by_word(&best, vulnerability);
	return best;
}

struct rating facts_rating(const struct value *facts)
{
	struct rating best = {.score = -1};
	rate_all(&best, facts);
	for (size_t i = 0; i < value_count(facts, "vulnerabilities"); i++)
		rate_all(&best, value_get(facts, "vulnerabilities")->items[i]);
	if (best.score < 0)
		rate_by_word(&best, facts);
	return best;
}

bool facts_public(const struct value *facts, bool drafts, bool exercises)
{
	const char *status = value_text(facts, "status");
	bool draft = !status || !*status || strcasecmp(status, "draft") == 0;
	return (!draft || drafts) && (!value_get(facts, "exercise") || exercises);
}

bool facts_is_cve(const char *text)
{
	const char *hint;
	return form_cve(span_of(text), &hint) == NULL;
}

bool facts_is_cwe(const char *text)
{
	const char *hint;
	return form_cwe(span_of(text), &hint) == NULL;
}

const char *facts_localised(const struct value *v, const char *lang)
{
	if (!v || v->kind != VALUE_MAP)
		return value_as_text(v);
	const char *text = value_text(v, lang), *first = NULL;
	if (!text)
		text = value_text(v, "en");
	/* By their names, not as written: the order of keys is no fact. */
	for (size_t i = 0; !text && i < v->count; i++)
		if (value_as_text(v->items[i]) && (!first || strcmp(v->keys[i].text, first) < 0))
			first = v->keys[i].text;
	return first ? value_text(v, first) : text;
}
