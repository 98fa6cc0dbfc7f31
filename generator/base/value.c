/* Invariant: of a map, keys and items are parallel and no key stands twice. */
#include "base/value.h"

#include <stdlib.h>

#include "base/memory.h"

struct value *value_new(struct arena *a, enum value_kind kind)
{
	struct value *v = arena_alloc(a, sizeof(*v));
	v->kind = kind;
	if (kind == VALUE_TEXT)
		v->text = "";
	return v;
}

struct value *value_of_span(struct arena *a, struct span text)
{
	struct value *v = value_new(a, VALUE_TEXT);
	v->text = arena_span(a, text);
	v->length = text.length;
	return v;
}

struct value *value_of_text(struct arena *a, const char *text)
{
	return value_of_span(a, span_of(text));
}

struct value *value_of_number(struct arena *a, int64_t number)
{
	struct value *v = value_new(a, VALUE_NUMBER);
	v->number = number;
	return v;
}

struct value *value_of_bool(struct arena *a, bool truth)
{
	struct value *v = value_new(a, VALUE_BOOL);
	v->truth = truth;
	return v;
}

/* Room for one more item (and key). */
static void widen(struct arena *a, struct value *v)
{
	if (v->count < v->capacity)
		return;
	size_t capacity = v->capacity;
	v->items = arena_grow(a, v->items, v->count, &capacity, sizeof(*v->items));
	if (v->kind == VALUE_MAP) {
		capacity = v->capacity;
		v->keys = arena_grow(a, v->keys, v->count, &capacity, sizeof(*v->keys));
	}
	v->capacity = capacity;
}

void value_add(struct arena *a, struct value *list, struct value *item)
{
	widen(a, list);
	list->items[list->count++] = item;
}

static bool find_key(const struct value *map, const char *key, size_t *at)
{
	if (!map || map->kind != VALUE_MAP)
		return false;
	for (size_t i = 0; i < map->count; i++)
		if (*map->keys[i].text == *key && strcmp(map->keys[i].text, key) == 0) {
			*at = i;
			return true;
		}
	return false;
}

void value_set(struct arena *a, struct value *map, const char *key, struct value *item)
{
	size_t at;
	if (find_key(map, key, &at)) {
		map->items[at] = item;
		return;
	}
	widen(a, map);
	map->keys[map->count] = (struct value_key){.text = arena_text(a, key)};
	map->items[map->count++] = item;
}

void value_set_text(struct arena *a, struct value *map, const char *key, const char *text)
{
	if (text)
		value_set(a, map, key, value_of_text(a, text));
}

void value_set_number(struct arena *a, struct value *map, const char *key, int64_t number)
{
	value_set(a, map, key, value_of_number(a, number));
}

void value_set_bool(struct arena *a, struct value *map, const char *key, bool truth)
{
	value_set(a, map, key, value_of_bool(a, truth));
}

void value_share(struct arena *a, struct value *map, const char *key, const struct value *item)
{
	value_set(a, map, key, (struct value *)item);
}

bool value_unset(struct value *map, const char *key)
{
	size_t at;
	if (!find_key(map, key, &at))
		return false;
	size_t behind = map->count - at - 1;
	memmove(map->items + at, map->items + at + 1, behind * sizeof(*map->items));
	memmove(map->keys + at, map->keys + at + 1, behind * sizeof(*map->keys));
	map->count--;
	return true;
}

struct value *value_get(const struct value *v, const char *key)
{
	size_t at;
	return find_key(v, key, &at) ? v->items[at] : NULL;
}

const char *value_as_text(const struct value *v)
{
	return v && v->kind == VALUE_TEXT ? v->text : NULL;
}

const char *value_text(const struct value *v, const char *key)
{
	return value_as_text(value_get(v, key));
}

size_t value_count(const struct value *v, const char *key)
{
	const struct value *list = value_get(v, key);
	return list && list->kind == VALUE_LIST ? list->count : 0;
}

bool value_has(const struct value *list, const char *text)
{
	if (!list || list->kind != VALUE_LIST)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		const char *t = value_as_text(list->items[i]);
		if (t && strcmp(t, text) == 0)
			return true;
	}
	return false;
}

struct value *value_copy(struct arena *a, const struct value *v)
{
	if (!v)
		return NULL;
	struct value *copy = value_new(a, v->kind);
	copy->line = v->line;
	copy->column = v->column;
	if (v->kind == VALUE_TEXT) {
		copy->text = arena_dup(a, v->text, v->length);
		copy->length = v->length;
	} else if (v->kind == VALUE_NUMBER) {
		copy->number = v->number;
	} else if (v->kind == VALUE_BOOL) {
		copy->truth = v->truth;
	} else {
		for (size_t i = 0; i < v->count; i++) {
			value_add(a, copy, value_copy(a, v->items[i]));
			if (v->kind == VALUE_MAP) {
				copy->keys[i] = v->keys[i];
				copy->keys[i].text = arena_text(a, v->keys[i].text);
			}
		}
	}
	return copy;
}

static bool children_equal(const struct value *x, const struct value *y)
{
	if (x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++) {
		const struct value *other = x->kind == VALUE_MAP ? value_get(y, x->keys[i].text) : y->items[i];
		if (!other || !value_equal(x->items[i], other))
			return false;
	}
	return true;
}

bool value_equal(const struct value *x, const struct value *y)
{
	if (!x || !y)
		return x == y;
	if (x->kind != y->kind)
		return false;
	switch (x->kind) {
	case VALUE_TEXT:
		return x->length == y->length && memcmp(x->text, y->text, x->length) == 0;
	case VALUE_NUMBER:
		return x->number == y->number;
	case VALUE_BOOL:
		return x->truth == y->truth;
	default:
		return children_equal(x, y);
	}
}

static void quoted(struct buf *out, const char *text, size_t length)
{
	buf_char(out, '"');
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == '"' || c == '\\' || c < 0x20)
			buf_printf(out, "\\u%04x", c);
		else
			buf_char(out, (char)c);
	}
	buf_char(out, '"');
}

static int by_key(const void *x, const void *y, void *map)
{
	const struct value *m = map;
	return strcmp(m->keys[*(const size_t *)x].text, m->keys[*(const size_t *)y].text);
}

static void canonical_map(struct buf *out, const struct value *v)
{
	size_t *order = memory_resize(NULL, v->count, sizeof(*order));
	for (size_t i = 0; i < v->count; i++)
		order[i] = i;
	qsort_r(order, v->count, sizeof(*order), by_key, (void *)v);
	for (size_t i = 0; i < v->count; i++) {
		buf_char(out, i ? ',' : '{');
		quoted(out, v->keys[order[i]].text, strlen(v->keys[order[i]].text));
		buf_char(out, ':');
		value_canonical(out, v->items[order[i]]);
	}
	buf_text(out, v->count ? "}" : "{}");
	free(order);
}

void value_canonical(struct buf *out, const struct value *v)
{
	switch (v->kind) {
	case VALUE_TEXT:
		quoted(out, v->text, v->length);
		break;
	case VALUE_NUMBER:
		buf_printf(out, "%lld", (long long)v->number);
		break;
	case VALUE_BOOL:
		buf_text(out, v->truth ? "true" : "false");
		break;
	case VALUE_LIST:
		for (size_t i = 0; i < v->count; i++) {
			buf_char(out, i ? ',' : '[');
			value_canonical(out, v->items[i]);
		}
		buf_text(out, v->count ? "]" : "[]");
		break;
	case VALUE_MAP:
		canonical_map(out, v);
		break;
	}
}
