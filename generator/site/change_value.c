/* How a value that changed is said.
 *
 * Invariant: a line is short (a value over SHOWN_MAX bytes is not quoted in it) and is one line; what a table
 * shows beside it is whole. */
#include "site/telling.h"

#include "archive/archive.h"
#include "archive/facts.h"
#include "base/map.h"

#define SHOWN_MAX 300  /* bytes of one value in a line */
#define ITEMS_MAX 20   /* of a list in a line */

static const char *as_key(struct arena *a, const struct line *l)
{
	const char *const parts[] = {l->form, l->label, l->before, l->after};
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		buf_text(&b, parts[i] ? "+" : "-");
		buf_text(&b, parts[i] ? parts[i] : "");
		buf_char(&b, '\n'); /* all is text of one line */
	}
	const char *key = arena_dup(a, b.data, b.length);
	buf_fini(&b);
	return key;
}

void tell(struct telling *t, struct line line, const char *name)
{
	const char *key = as_key(t->arena, &line);
	size_t at;
	if (!name || !map_find(t->index, span_of(key), &at)) {
		at = t->count;
		t->lines = arena_grow(t->arena, t->lines, t->count, &t->capacity, sizeof(*t->lines));
		line.names = value_new(t->arena, VALUE_LIST);
		t->lines[t->count++] = line;
		map_put(t->index, span_of(key), at);
	}
	if (name)
		value_add(t->arena, t->lines[at].names, value_of_text(t->arena, name));
}

void tell_changed(struct telling *t, const char *label, const char *name, const char *before, const char *after)
{
	tell(t, (struct line){.form = "change.changed", .label = label, .before = before, .after = after}, name);
}

static void tell_between(struct telling *t, const char *label, const char *name, const char *before, const char *after,
			 const char *was, const char *is)
{
	if (strlen(was) > SHOWN_MAX || strlen(is) > SHOWN_MAX)
		tell_changed(t, label, name, before, after);
	else
		tell(t, (struct line){.form = "change.became", .label = label, .before = before, .after = after, .was = was, .is = is},
		     name);
}

void tell_became(struct telling *t, const char *label, const char *name, const char *was, const char *is)
{
	const char *nothing = was && is ? "" : word(t->view, "change.unstated");
	tell_between(t, label, name, was, is, was ? was : nothing, is ? is : nothing);
}

/* Lists. ------------------------------------------------------------------ */

/* All of them in a sentence; with most, the first of them and how many more. */
static const char *joined(const struct telling *t, struct texts texts, const char *join, size_t most)
{
	struct arena *a = t->arena;
	struct value *list = value_new(a, VALUE_LIST);
	size_t shown = most && texts.count > most ? most : texts.count;
	const char **whole = texts.whole ? texts.whole : texts.items;
	for (size_t i = 0; i < shown; i++)
		value_add(a, list, value_of_text(a, most ? phrase_cut(t->view, texts.items[i], SHOWN_MAX) : whole[i]));
	if (shown < texts.count) {
		struct value *vars = value_new(a, VALUE_MAP);
		value_set_number(a, vars, "n", (int64_t)(texts.count - shown));
		value_add(a, list, value_of_text(a, phrase(t->view, "change.more", vars)));
	}
	return phrase_of(t->view, join, list);
}

static void tell_some(struct telling *t, struct line line, const char *name, struct texts some, const char *join, bool came)
{
	if (!some.count)
		return;
	const char *whole = joined(t, some, join, 0), *shown = joined(t, some, join, ITEMS_MAX);
	line.count = some.count;
	*(came ? &line.after : &line.before) = whole;
	*(came ? &line.is : &line.was) = shown;
	tell(t, line, name);
}

void tell_came(struct telling *t, const char *label, struct texts came, const char *join, bool counted)
{
	struct line line = {.form = counted ? "change.added_count" : "change.added", .label = label};
	tell_some(t, line, NULL, came, join, true);
}

void tell_went(struct telling *t, const char *label, struct texts went, const char *join, bool counted)
{
	struct line line = {.form = counted ? "change.removed_count" : "change.removed", .label = label};
	tell_some(t, line, NULL, went, join, false);
}

static const char *product_in(const struct telling *t, const struct value *facts, const char *name)
{
	const struct value *list = value_get(facts, "affected");
	for (size_t i = 0; i < value_count(facts, "affected"); i++) {
		const char *own = value_text(list->items[i], "name");
		const char *product = facts_localised(value_get(list->items[i], "product"), t->view->lang);
		if (own && product && strcmp(own, name) == 0)
			return product;
	}
	return NULL;
}

const char *product_called(const struct telling *t, const char *name)
{
	const char *product = product_in(t, t->after, name);
	if (!product)
		product = product_in(t, t->before, name);
	return product ? product : name;
}

/* What the archive could give and was not public by then may be, or become, a draft's. */
static bool may_name(const struct view *v, const char *id)
{
	const struct site *s = v->worker->site;
	if (view_advisory(v, id))
		return true;
	return v->then ? !config_id_possible(span_of(id)) || !config_id_matches(s->config, span_of(id)) : !archive_find(s->archive, id);
}

/* NULL: it must not be named. */
static const char *item_text(const struct telling *t, const struct field *f, struct value *item)
{
	const char *text = value_as_text(item);
	switch (f->form) {
	case FORM_RANGES:
		return phrase_line(t->view, phrase_of(t->view, "range", item));
	case FORM_IDS:
		return may_name(t->view, text) ? phrase_line(t->view, text) : NULL;
	case FORM_PRODUCTS:
		return phrase_line(t->view, product_called(t, text));
	case FORM_LABELS:
		return phrase_line(t->view, phrase_label(t->view, f->vocabulary, text));
	default:
		return phrase_line(t->view, text);
	}
}

static struct texts texts_of(const struct telling *t, const struct field *f, const struct value *list)
{
	struct texts out = {0};
	if (!list)
		return out;
	out.items = arena_array(t->arena, list->count, sizeof(*out.items));
	for (size_t i = 0; i < list->count; i++) {
		const char *text = item_text(t, f, list->items[i]);
		if (text)
			out.items[out.count++] = text;
	}
	return out;
}

/* What of x is not in y, each as often as it is there more often. */
static struct texts minus(struct arena *a, struct texts x, struct texts y)
{
	struct map *left = map_new();
	struct texts out = {.items = arena_array(a, x.count, sizeof(*out.items))};
	size_t n;
	for (size_t i = 0; i < y.count; i++)
		map_set(left, span_of(y.items[i]), map_find(left, span_of(y.items[i]), &n) ? n + 1 : 1);
	for (size_t i = 0; i < x.count; i++) {
		if (map_find(left, span_of(x.items[i]), &n) && n)
			map_set(left, span_of(x.items[i]), n - 1);
		else
			out.items[out.count++] = x.items[i];
	}
	map_free(left);
	return out;
}

static bool same(struct texts x, struct texts y)
{
	for (size_t i = 0; i < x.count && i < y.count; i++)
		if (strcmp(x.items[i], y.items[i]) != 0)
			return false;
	return x.count == y.count;
}

/* Few ranges are understood best side by side; of many only what came and went can be found. */
#define RANGES_WHOLE 4

static void tell_list(struct telling *t, const struct field *f, const char *name, struct texts before, struct texts after)
{
	const char *label = field_label(t, f), *join = f->form == FORM_RANGES ? "either" : "enumerate";
	struct texts went = minus(t->arena, before, after), came = minus(t->arena, after, before);
	bool few = f->form == FORM_RANGES && before.count <= RANGES_WHOLE && after.count <= RANGES_WHOLE;
	bool replaced = went.count == before.count && came.count == after.count;
	if (!went.count && !came.count) {
		if (!same(before, after))
			tell(t, (struct line){.form = "change.reordered", .label = label, .before = joined(t, before, join, 0),
					      .after = joined(t, after, join, 0)}, name);
	} else if (went.count && came.count && (few || replaced)) {
		tell_between(t, label, name, joined(t, before, join, 0), joined(t, after, join, 0), joined(t, before, join, ITEMS_MAX),
			     joined(t, after, join, ITEMS_MAX));
	} else {
		tell_some(t, (struct line){.form = "change.added", .label = label}, name, came, join, true);
		tell_some(t, (struct line){.form = "change.removed", .label = label}, name, went, join, false);
	}
}

/* One value. -------------------------------------------------------------- */

static const char *rating_text(const struct telling *t, struct rating r)
{
	struct arena *a = t->arena;
	const char *severity = phrase_label(t->view, "severity", r.severity), *score = score_text(a, r.score);
	if (!score)
		return severity;
	struct value *vars = value_new(a, VALUE_MAP);
	value_set_text(a, vars, "score", score);
	return arena_printf(a, "%s%s", severity, phrase(t->view, "text.score", vars));
}

void tell_rating(struct telling *t, const char *name, const struct value *before, const struct value *after)
{
	const char *was = rating_text(t, facts_rating(before)), *is = rating_text(t, facts_rating(after));
	if (strcmp(was, is) != 0)
		tell_became(t, phrase_label(t->view, "fact", "severity"), name, was, is);
}

static const char *one_text(const struct telling *t, const struct field *f, const struct value *v)
{
	const char *text = v ? facts_localised(v, t->view->lang) : NULL;
	if (!text && f->form == FORM_LABEL)
		text = phrase_label(t->view, f->vocabulary, NULL);
	else if (text && f->form == FORM_LABEL)
		text = phrase_label(t->view, f->vocabulary, text);
	else if (text && f->form == FORM_DAY)
		text = phrase_of(t->view, "day", value_of_text(t->arena, text));
	return text ? phrase_line(t->view, text) : NULL;
}

const char *field_label(const struct telling *t, const struct field *f)
{
	return f->label ? word(t->view, f->label) : phrase_label(t->view, "fact", f->key);
}

static void tell_one(struct telling *t, const struct field *f, const char *name, const struct value *before,
		     const struct value *after)
{
	const char *label = field_label(t, f), *was = one_text(t, f, before), *is = one_text(t, f, after);
	bool same = was && is && strcmp(was, is) == 0;
	bool local = (before && before->kind == VALUE_MAP) || (after && after->kind == VALUE_MAP);
	if (same && local)
		tell(t, (struct line){.form = "change.elsewhere", .label = label, .before = was, .after = is}, name);
	else if (same || f->form == FORM_LONG)
		tell_changed(t, label, name, was, is);
	else
		tell_became(t, label, name, was, is);
}

void tell_field(struct telling *t, const struct field *f, const char *name, const struct value *before,
		const struct value *after)
{
	if (f->form < FORM_TEXTS) {
		tell_one(t, f, name, before, after);
		return;
	}
	tell_list(t, f, name, texts_of(t, f, before), texts_of(t, f, after));
}
