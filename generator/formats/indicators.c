/* Invariant: nothing of a withdrawn or redacted advisory is in it, and no line twice. Facts may be of any shape. */
#include "formats/indicators.h"

#include <stdlib.h>

#include "formats/csv.h"
#include "formats/english.h"
#include "formats/runs.h"

#define FILE_NAME "indicators.csv"

enum column { ID, TYPE, VALUE, NOTE, STATE, MARK, REVISION, SERIAL, TIME, URL, COLUMNS };

static const char *const names[COLUMNS] = {"id", "type", "value", "note", "state", "mark", "revision", "serial", "time", "url"};

struct row {
	const char *type, *value, *note;
};

static int by_value(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int order = strcmp(a->type, b->type);
	if (!order)
		order = strcmp(a->value, b->value);
	return order ? order : strcmp(a->note, b->note);
}

static size_t rows_of(struct row *rows, const struct advisory *adv, const struct value *list)
{
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = list->items[i], *note = value_get(item, "note");
		const char *english = value_in_english(note), *said = english ? english : facts_localised(note, adv->source);
		struct row row = {value_text(item, "type"), value_text(item, "value"), said ? said : ""};
		if (row.type && row.value && *row.value)
			rows[count++] = row;
	}
	if (count)
		qsort(rows, count, sizeof(*rows), by_value);
	return count;
}

static void write_advisory(struct buf *out, struct arena *a, const struct config *c, const struct advisory *adv)
{
	const struct value *list = value_get(adv->facts, "indicators");
	struct row *rows = arena_array(a, list->count, sizeof(*rows));
	size_t count = rows_of(rows, adv, list);
	struct runs runs;
	char time[INSTANT_SIZE];
	const char *cells[COLUMNS] = {
		[ID] = adv->id,
		[STATE] = advisory_state(adv),
		[MARK] = advisory_is_exercise(adv) ? "exercise" : c->demonstration ? "demonstration" : NULL,
		[URL] = arena_printf(a, "%s%s/", c->base_url, adv->id),
	};
	runs_init(&runs, a, adv, runs_indicators);
	for (size_t i = 0; i < count; i++) {
		if (i && by_value(&rows[i - 1], &rows[i]) == 0)
			continue;
		cells[TYPE] = rows[i].type;
		cells[VALUE] = rows[i].value;
		cells[NOTE] = rows[i].note;
		const struct run *run = runs_now(&runs, rows[i].type, rows[i].value);
		cells[REVISION] = arena_printf(a, "%u", run->revision);
		cells[SERIAL] = arena_printf(a, "%u", run->from->serial);
		cells[TIME] = instant_format(time, run->from->time);
		csv_line(out, cells, COLUMNS);
	}
	runs_fini(&runs);
}

/* What an advisory's lines leave out of its indicators. */
static void lose(struct losses *l, struct arena *a, const struct advisory *adv, bool shown)
{
	const struct value *list = value_get(adv->facts, "indicators");
	if (!shown)
		losses_add(l, adv->id, FILE_NAME, "its indicators: it is withdrawn or redacted");
	for (size_t i = 0; shown && i < list->count; i++) {
		const struct value *item = list->items[i], *note = value_get(item, "note");
		const char *value = value_text(item, "value"), *english = value_in_english(note);
		const char *said = english ? english : facts_localised(note, adv->source);
		if (!value_text(item, "type") || !value || !*value)
			losses_add(l, adv->id, FILE_NAME, arena_printf(a, "indicator %zu, which lacks its type or value", i + 1));
		for (size_t k = 0; note && note->kind == VALUE_MAP && k < note->count; k++)
			if (value_as_text(note->items[k]) != said)
				losses_add(l, adv->id, FILE_NAME, arena_printf(a, "the note on \"%s\" in \"%.40s\"", value ? value : "",
									       note->keys[k].text));
	}
}

void indicators_write(struct buf *out, const struct config *c, const struct history *h, struct losses *l)
{
	struct arena *scratch = arena_new();
	csv_line(out, names, COLUMNS);
	for (size_t i = 0; i < h->advisory_count; i++) {
		const struct advisory *adv = &h->advisories[i];
		bool shown = !adv->withdrawal.reason && !advisory_is_redacted(adv);
		if (shown && value_count(adv->facts, "indicators"))
			write_advisory(out, scratch, c, adv);
		if (l && value_count(adv->facts, "indicators"))
			lose(l, scratch, adv, shown);
		arena_reset(scratch);
	}
	arena_free(scratch);
}
