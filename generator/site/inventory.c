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

static bool is_exercise(const struct value *facts)
{
	const char *exercise = value_text(facts, "exercise");
	return exercise && strcmp(exercise, "yes") == 0;
}

static void set_document(struct arena *a, struct value *item, const struct document *source)
{
	value_set_text(a, item, "lang", source->lang);
	value_set_text(a, item, "path", source->path);
	value_set_text(a, item, "title", value_text(source->front, "title"));
	value_set_text(a, item, "status", value_text(source->facts, "status"));
	value_set_bool(a, item, "from_reader", source->from_reader);
	value_set_bool(a, item, "public", facts_public(source->facts, false, false));
	value_set_bool(a, item, "exercise", is_exercise(source->facts));
	value_set_bool(a, item, "withdrawn", value_get(source->facts, "withdrawn") != NULL);
	value_set_bool(a, item, "gone", false);
	value_set_bool(a, item, "reused", false);
}

/* The last to have its say: a withdrawal is known from the history too. */
static void set_past(struct arena *a, struct value *item, const struct advisory *past, bool gone)
{
	if (gone) {
		value_set_text(a, item, "lang", past->source);
		value_set_bool(a, item, "public", false);
		value_set_bool(a, item, "exercise", is_exercise(past->facts));
		value_set_bool(a, item, "gone", true);
	}
	if (gone || past->withdrawal.reason)
		value_set_bool(a, item, "withdrawn", true);
	value_set_bool(a, item, "reused", is_reused(past));
}

static struct value *item_of(const struct site *s, const struct archive_advisory *here, const struct advisory *past)
{
	struct value *item = value_new(s->arena, VALUE_MAP);
	const char *id = here ? here->id : past ? past->id : "";
	value_set_text(s->arena, item, "id", id);
	if (here)
		set_document(s->arena, item, &here->documents[here->source].document);
	if (past)
		set_past(s->arena, item, past, here == NULL);
	set_parts(s->arena, item, s->config, id);
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
		value_add(s->arena, list, item_of(s, here, past));
		i += here != NULL;
		j += past != NULL;
	}
	return list;
}
