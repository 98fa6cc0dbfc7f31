/* Invariant: each range has one `introduced` before each end, no version in two events, and either `fixed` or `last_affected`;
 * of type SEMVER all its versions are SemVer. An entry has a package, or exact versions. What is said otherwise than in the facts
 * is wider than they are, and told. */
#include "formats/osv_affected.h"

#include "archive/version.h"
#include "formats/ecosystem.h"
#include "formats/english.h"

/* One entry while it is being made. */
struct entry {
	const struct record *record;
	const struct value *facts;
	const char *name; /* for what is told */
	enum version_scheme scheme;
	bool has_package, semver;
	json_t *ranges, *versions;
	json_t *open;         /* events of the last range, which ends with `fixed` and may go on */
	const char *open_end; /* that version */
};

/* Of a range that has bounds. */
struct bounds {
	const char *introduced, *fixed, *last; /* fixed and last: not both */
};

static bool package_of(struct ecosystem *out, struct purl *purl, struct arena *a, const struct value *entry)
{
	const char *text = value_text(entry, "purl");
	return text && purl_parse(purl, a, span_of(text)) && ecosystem_of(out, a, purl);
}

static bool names_versions(const struct value *entry)
{
	for (size_t i = 0; i < value_count(entry, "versions"); i++)
		if (value_text(value_get(entry, "versions")->items[i], "eq"))
			return true;
	return false;
}

static bool is_unaffected(const struct value *entry)
{
	for (size_t i = 0; i < value_count(entry, "unaffected"); i++)
		if (value_get(value_get(entry, "unaffected")->items[i], "all"))
			return !value_count(entry, "versions");
	return false;
}

/* False of an entry of a past version that no record has. */
static bool is_named(const struct value *entry)
{
	return value_text(entry, "name") || facts_localised(value_get(entry, "product"), "en");
}

static bool is_said(const struct value *entry, bool has_package, bool withdrawn)
{
	return has_package ? withdrawn || !is_unaffected(entry) : names_versions(entry);
}

bool osv_affected_any(const struct value *facts, bool withdrawn)
{
	bool any = false;
	struct arena *scratch = arena_new();
	for (size_t i = 0; !any && i < value_count(facts, "affected"); i++) {
		struct ecosystem package;
		struct purl purl;
		const struct value *entry = value_get(facts, "affected")->items[i];
		any = is_named(entry) && is_said(entry, package_of(&package, &purl, scratch, entry), withdrawn);
	}
	arena_free(scratch);
	return any;
}

/* Ranges. ----------------------------------------------------------------- */

static bool is_semver(const char *version)
{
	int order;
	return version_compare(&order, VERSION_SEMVER, version, version);
}

static bool all_semver(const struct value *ranges)
{
	static const char *const keys[] = {"eq", "ge", "gt", "le", "lt"};
	for (size_t i = 0; ranges && i < ranges->count; i++)
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
			const char *version = value_text(ranges->items[i], keys[k]);
			if (version && !is_semver(version))
				return false;
		}
	return true;
}

/* The least version above this one (semver.org 2.0.0, section 11): 1.2.3 gives 1.2.4-0, 1.2.3-a gives 1.2.3-a.0. NULL where its
 * last number has no successor that fits. */
static const char *semver_after(struct arena *a, const char *version)
{
	size_t length = strcspn(version, "+");
	const char *dash = memchr(version, '-', length);
	if (dash)
		return arena_printf(a, "%.*s.0", (int)length, version);
	const char *dot = memrchr(version, '.', length);
	size_t digits = dot ? (size_t)(version + length - dot) - 1 : 0;
	if (!digits || digits > 17)
		return NULL;
	unsigned long long patch = strtoull(dot + 1, NULL, 10);
	return arena_printf(a, "%.*s.%llu-0", (int)(dot - version), version, patch + 1);
}

static const char *range_text(const struct entry *e, const struct value *range)
{
	return version_range_line(e->record->arena, range);
}

__attribute__((format(printf, 2, 3))) static void lose(const struct entry *e, const char *format, ...)
{
	if (!e->record->losses)
		return;
	va_list args;
	va_start(args, format);
	record_lose(e->record, "affected \"%s\": %s", e->name, arena_vprintf(e->record->arena, format, args));
	va_end(args);
}

/* False if there is nothing between them. */
static bool bounds_of(struct bounds *out, const struct entry *e, const struct value *range)
{
	const char *ge = value_text(range, "ge"), *gt = value_text(range, "gt");
	*out = (struct bounds){.introduced = ge ? ge : "0", .fixed = value_text(range, "lt"), .last = value_text(range, "le")};
	if (gt) {
		const char *next = e->semver ? semver_after(e->record->arena, gt) : NULL;
		out->introduced = next ? next : gt;
		if (!next)
			lose(e, "OSV cannot leave out %s, where the range %s begins: it is said to be affected", gt, range_text(e, range));
	}
	const char *end = out->fixed ? out->fixed : out->last;
	int order;
	bool empty = version_range_is_empty(e->scheme, range) || (end && strcmp(end, out->introduced) == 0) ||
		     (end && strcmp(out->introduced, "0") != 0 && version_compare(&order, e->scheme, out->introduced, end) && order >= 0);
	if (empty)
		lose(e, "the range %s has no version in it", range_text(e, range));
	return !empty;
}

/* True if the facts say of the version that it is not affected any more. */
static bool is_told_as_fixed(const struct value *entry, const char *version)
{
	if (value_has(value_get(entry, "fixed"), version))
		return true;
	for (size_t i = 0; i < value_count(entry, "unaffected"); i++) {
		const char *from = value_text(value_get(entry, "unaffected")->items[i], "ge");
		if (from && strcmp(from, version) == 0)
			return true;
	}
	return false;
}

static void add_event(json_t *events, const char *key, const char *version)
{
	if (version)
		json_add(events, json_pack("{s:s}", key, version));
}

/* True if the last range may go on with what is introduced: its end is certainly earlier. */
static bool goes_on(const struct entry *e, const struct bounds *b)
{
	int order;
	return e->open && !b->last && version_compare(&order, e->scheme, e->open_end, b->introduced) && order < 0;
}

static void add_range(struct entry *e, const struct bounds *b)
{
	if (!goes_on(e, b)) {
		json_t *range = json_object();
		json_put_text(range, "type", e->semver ? "SEMVER" : "ECOSYSTEM");
		e->open = json_array();
		json_put(range, "events", e->open);
		json_add(e->ranges, range);
	}
	add_event(e->open, "introduced", b->introduced);
	add_event(e->open, "fixed", b->fixed);
	add_event(e->open, "last_affected", b->last);
	e->open_end = b->fixed;
	if (!b->fixed)
		e->open = NULL;
}

static void add_bounds(struct entry *e, const struct value *range)
{
	struct bounds b;
	const char *ge = value_text(range, "ge"), *le = value_text(range, "le");
	if (ge && le && strcmp(ge, le) == 0) {
		json_add_text(e->versions, ge);
		return;
	}
	if (!e->has_package) {
		lose(e, "without a package that OSV has an ecosystem for, the range %s cannot be said", range_text(e, range));
		return;
	}
	if (!bounds_of(&b, e, range))
		return;
	if (b.fixed && !is_told_as_fixed(e->facts, b.fixed))
		lose(e, "OSV calls %s fixed, which the facts only say is no more affected", b.fixed);
	add_range(e, &b);
}

static void add_versions(struct entry *e)
{
	const struct value *ranges = value_get(e->facts, "versions");
	for (size_t i = 0; i < value_count(e->facts, "versions"); i++) {
		const struct value *range = ranges->items[i];
		const char *eq = value_text(range, "eq");
		if (eq)
			json_add_text(e->versions, eq);
		else if (range->kind != VALUE_MAP)
			lose(e, "\"%s\" is no range of versions", value_as_text(range) ? value_as_text(range) : "");
		else if (value_get(range, "unknown"))
			lose(e, "it cannot be said that the affected versions are not known");
		else if (!value_get(range, "all"))
			add_bounds(e, range);
		else if (e->has_package)
			add_range(e, &(struct bounds){.introduced = "0"});
		else
			lose(e, "without a package that OSV has an ecosystem for, all versions cannot be said");
	}
}

/* Entries. ---------------------------------------------------------------- */

static json_t *texts_of(const struct value *list)
{
	json_t *out = json_array();
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++)
		json_add_text(out, value_as_text(list->items[i]));
	return out;
}

static json_t *ranges_of(const struct entry *e, const char *key)
{
	json_t *out = json_array();
	for (size_t i = 0; i < value_count(e->facts, key); i++) {
		const struct value *range = value_get(e->facts, key)->items[i];
		json_add_text(out, range->kind == VALUE_MAP ? range_text(e, range) : value_as_text(range));
	}
	return out;
}

/* In English, else as it is. */
static const char *said(const struct value *v)
{
	const char *text = value_in_english(v);
	return text ? text : facts_localised(v, "en");
}

/* Notes the languages in which said() leaves it out. */
static void lose_said(const struct entry *e, const char *key)
{
	const struct value *v = value_get(e->facts, key);
	const char *text = said(v);
	for (size_t i = 0; v && v->kind == VALUE_MAP && i < v->count; i++)
		if (value_as_text(v->items[i]) != text)
			lose(e, "its %s in \"%.40s\": OSV has one language", key, v->keys[i].text);
}

/* What OSV has no word for. */
static json_t *specific(const struct entry *e)
{
	const char *scheme = value_text(e->facts, "scheme");
	json_t *out = json_object();
	lose_said(e, "vendor");
	lose_said(e, "product");
	json_put_text(out, "name", value_text(e->facts, "name"));
	json_put_text(out, "scheme", scheme && strcmp(scheme, "generic") != 0 ? scheme : NULL);
	json_put_text(out, "vendor", said(value_get(e->facts, "vendor")));
	json_put_text(out, "product", said(value_get(e->facts, "product")));
	json_put_text(out, "type", value_text(e->facts, "type"));
	json_put_text(out, "cpe", value_text(e->facts, "cpe"));
	json_put_filled(out, "fixed", texts_of(value_get(e->facts, "fixed")));
	json_put_filled(out, "unaffected", ranges_of(e, "unaffected"));
	json_put_text(out, "fix", value_text(e->facts, "fix"));
	return out;
}

static void put_package(json_t *entry, const struct ecosystem *package, const struct purl *purl, struct arena *a)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	purl_write(&b, purl, false);
	json_put(entry, "package", json_pack("{s:s, s:s, s:s}", "ecosystem", package->ecosystem, "name", package->name, "purl",
					     arena_text(a, b.data)));
	buf_fini(&b);
}

/* The entry as database_specific has it, where OSV has no place for it. */
static void add_other(struct entry *e, json_t *others)
{
	json_t *other = specific(e);
	json_put_text(other, "purl", value_text(e->facts, "purl"));
	json_put_filled(other, "versions", ranges_of(e, "versions"));
	json_add(others, other);
	const char *purl = value_text(e->facts, "purl"), *hint;
	if (purl && purl_fault(span_of(purl), &hint))
		lose(e, "its purl \"%s\" %s", purl, purl_fault(span_of(purl), &hint));
	lose(e, "it stands in database_specific alone: OSV has no ecosystem for it%s",
	     value_count(e->facts, "versions") ? ", and no exact versions are listed" : "");
}

static void add_entry(json_t *affected, json_t *others, const struct record *r, const struct value *facts)
{
	struct ecosystem package;
	struct purl purl = {0};
	struct entry e = {.record = r, .facts = facts, .name = value_text(facts, "name"),
			  .scheme = version_scheme(value_text(facts, "scheme"))};
	e.name = e.name ? e.name : "";
	e.has_package = package_of(&package, &purl, r->arena, facts);
	if (!is_said(facts, e.has_package, r->withdrawn)) {
		add_other(&e, others);
		return;
	}
	json_t *entry = json_object();
	e.semver = e.scheme == VERSION_SEMVER && all_semver(value_get(facts, "versions"));
	e.ranges = json_array();
	e.versions = json_array();
	if (e.has_package)
		put_package(entry, &package, &purl, r->arena);
	add_versions(&e);
	if (e.has_package && purl.version)
		lose(&e, "the purl's version %s: OSV has purls without one", purl.version);
	if (!json_array_size(e.ranges) && !json_array_size(e.versions))
		lose(&e, "the package is named without a version that is affected");
	json_put_filled(entry, "ranges", e.ranges);
	json_put_filled(entry, "versions", e.versions);
	json_put(entry, "database_specific", specific(&e));
	json_add(affected, entry);
}

void osv_put_affected(json_t *record, json_t *others, const struct record *r)
{
	json_t *affected = json_array();
	for (size_t i = 0; i < value_count(r->facts, "affected"); i++)
		add_entry(affected, others, r, value_get(r->facts, "affected")->items[i]);
	json_put_filled(record, "affected", affected);
}
