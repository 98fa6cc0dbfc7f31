/* Invariant: an id is a function of the publisher's namespace, the advisory, how often it was reinstated, what the object stands for,
 * and how often that had gone before. */
#include "formats/stix_parts.h"

#include "formats/stix_pattern.h"

/* Which there are. -------------------------------------------------------- */

bool stix_is_indicator(const struct value *item)
{
	const char *type = value_text(item, "type"), *value = value_text(item, "value");
	return type && value && *value && stix_has_pattern(type);
}

static bool has_indicators(const struct value *facts)
{
	for (size_t i = 0; i < value_count(facts, "indicators"); i++)
		if (stix_is_indicator(value_get(facts, "indicators")->items[i]))
			return true;
	return false;
}

/* True if a list has an item of this kind: a past version may have any. */
static bool has_item(const struct value *facts, const char *key, enum value_kind kind)
{
	for (size_t i = 0; i < value_count(facts, key); i++)
		if (value_get(facts, key)->items[i]->kind == kind)
			return true;
	return false;
}

bool stix_has_vulnerability(const struct value *facts)
{
	const char *kind = value_text(facts, "kind");
	return has_item(facts, "cve", VALUE_TEXT) || has_item(facts, "vulnerabilities", VALUE_MAP) ||
	       (kind && strcmp(kind, "vulnerability") == 0);
}

void stix_vulnerabilities(struct runs *r, const struct value *facts)
{
	const struct value *list = value_get(facts, "vulnerabilities");
	size_t cves = 0, number = 0;
	for (size_t i = 0; i < value_count(facts, "cve"); i++) {
		const char *cve = value_as_text(value_get(facts, "cve")->items[i]);
		if (!cve || !*cve)
			continue;
		runs_name(r, "", cve);
		cves++;
	}
	for (size_t i = 0; i < value_count(facts, "vulnerabilities"); i++) {
		const char *cve = value_text(list->items[i], "cve");
		if (list->items[i]->kind != VALUE_MAP) /* a record has none */
			continue;
		runs_name(r, "", cve && *cve ? cve : stix_numbered(r->arena, number));
		number++;
	}
	if (!cves && !number && stix_has_vulnerability(facts))
		runs_name(r, "", stix_numbered(r->arena, 0));
}

static bool makes_bundle(const struct value *facts)
{
	return stix_has_vulnerability(facts) || has_indicators(facts);
}

bool stix_has_bundle(const struct advisory *adv)
{
	unsigned since;
	advisory_since(adv, &since);
	bool shown = adv->withdrawal.reason || advisory_was_shown(adv, since, adv->revision), any = shown && makes_bundle(adv->facts);
	for (size_t i = 0; !any && i < adv->former_count; i++)
		any = makes_bundle(adv->formers[i].facts) && advisory_was_shown(adv, adv->formers[i].first, adv->formers[i].last);
	return any;
}

/* Objects. ---------------------------------------------------------------- */

const char *stix_id(const struct bundle *b, const char *type, const char *format, ...)
{
	char text[UUID_TEXT];
	va_list args;
	va_start(args, format);
	const char *name = arena_vprintf(b->record->arena, format, args);
	va_end(args);
	struct uuid u = uuid_named(&b->namespace, span_of(arena_printf(b->record->arena, "%s\n%s", type, name)));
	return arena_printf(b->record->arena, "%s--%s", type, uuid_text(text, &u));
}

void stix_put_time(json_t *object, const char *key, instant t)
{
	char text[INSTANT_SIZE], precise[INSTANT_SIZE + 8];
	snprintf(precise, sizeof(precise), "%.19s.000Z", instant_format(text, t));
	json_put_text(object, key, precise);
}

json_t *stix_object(const char *type, const char *id, instant created, instant modified)
{
	json_t *o = json_object();
	json_put_text(o, "type", type);
	json_put_text(o, "spec_version", "2.1");
	json_put_text(o, "id", id);
	stix_put_time(o, "created", created);
	stix_put_time(o, "modified", modified);
	return o;
}

void stix_put_marking(json_t *object)
{
	json_put(object, "object_marking_refs", json_pack("[s]", TLP_CLEAR));
}

static const char *const marks[] = {"exercise", "demonstration"};

static bool is_marked(const struct record *r, size_t mark)
{
	return mark ? r->site->config->demonstration : r->exercise;
}

void stix_add_marks(json_t *labels, const struct record *r)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (is_marked(r, i))
			json_add_text(labels, marks[i]);
}

const char *stix_numbered(struct arena *a, size_t number)
{
	return arena_printf(a, "#%zu", number);
}

const char *stix_key(struct arena *a, const struct advisory *adv, size_t reinstated)
{
	return reinstated ? arena_printf(a, "%s#%zu", adv->id, reinstated) : adv->id;
}

static const char *suffix(const struct bundle *b, size_t number)
{
	return number ? arena_printf(b->record->arena, "\n%zu", number) : "";
}

const char *stix_indicator_id(const struct bundle *b, const char *key, const char *type, const char *value, size_t number)
{
	return stix_id(b, "indicator", "%s\n%s\n%s%s", key, type, value, suffix(b, number));
}

const char *stix_vulnerability_id(const struct bundle *b, const char *key, const char *name, size_t number)
{
	return stix_id(b, "vulnerability", "%s\n%s%s", key, name, suffix(b, number));
}
