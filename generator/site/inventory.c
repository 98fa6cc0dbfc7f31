/* Invariant: both lists, of HEAD and of the history, are sorted by id; each id gives one item. */
#include "site/inventory.h"

#include "archive/facts.h"

static void set_parts(struct arena *a, struct value *item, const struct config *c, const char *id)
{
	struct id_parts parts;
	if (!config_id_parts(&parts, c, span_of(id)))
		return;
	if (parts.year)
		value_set_number(a, item, "year", parts.year);
	value_set_number(a, item, "serial", (int64_t)parts.serial);
}

static bool changes(const struct event *e, const char *key)
{
	for (size_t i = 0; i < e->changed_count; i++)
		if (strcmp(e->changed[i], key) == 0)
			return true;
	return false;
}

/* It left the archive, and what came back under its id has another title. */
static bool is_reused(const struct advisory *a)
{
	for (size_t i = 0; i < a->event_count; i++)
		if (a->events[i].class == EVENT_REINSTATED && a->events[i].why == WHY_LEFT && changes(&a->events[i], "title"))
			return true;
	return false;
}

static struct value *item_of(const struct site *s, const char *id, const struct archive_advisory *here, const struct advisory *past)
{
	struct arena *a = s->arena;
	struct value *item = value_new(a, VALUE_MAP);
	const struct document *doc = here ? &here->documents[here->source].document : NULL;
	const char *exercise = value_text(doc ? doc->facts : past->facts, "exercise");
	value_set_text(a, item, "id", id);
	value_set_text(a, item, "lang", doc ? doc->lang : past->source);
	if (doc) {
		value_set_text(a, item, "path", doc->path);
		value_set_text(a, item, "title", value_text(doc->front, "title"));
		value_set_text(a, item, "status", value_text(doc->facts, "status"));
	}
	value_set_bool(a, item, "public", doc && facts_public(doc->facts, false, false));
	value_set_bool(a, item, "exercise", exercise && strcmp(exercise, "yes") == 0);
	value_set_bool(a, item, "withdrawn", (past && past->withdrawal.reason) || (doc && value_get(doc->facts, "withdrawn")));
	value_set_bool(a, item, "gone", !doc);
	value_set_bool(a, item, "reused", past && is_reused(past));
	set_parts(a, item, s->config, id);
	return item;
}

const struct value *inventory_of(const struct site *s)
{
	const struct archive *ar = s->archive;
	const struct history *h = s->history;
	struct value *list = value_new(s->arena, VALUE_LIST);
	for (size_t i = 0, j = 0; i < ar->advisory_count || j < h->advisory_count;) {
		const struct archive_advisory *here = i < ar->advisory_count ? &ar->advisories[i] : NULL;
		const struct advisory *past = j < h->advisory_count ? &h->advisories[j] : NULL;
		int order = !here ? 1 : !past ? -1 : strcmp(here->id, past->id);
		here = order <= 0 ? here : NULL;
		past = order >= 0 ? past : NULL;
		value_add(s->arena, list, item_of(s, here ? here->id : past->id, here, past));
		i += here != NULL;
		j += past != NULL;
	}
	return list;
}
