/* Invariant: depth counts the containers around what is converted, and never
 * exceeds JSON_DEPTH_LIMIT; jansson's own parser stops at 2,048. */
#include "formats/json.h"

#include <jansson.h>

struct reader {
	struct arena *arena;
	const char *path;
	struct diags *diags;
};

static struct value *convert(struct reader *r, const json_t *json, unsigned depth);

static struct value *refuse(struct reader *r, const char *fault)
{
	diag(r->diags, DIAG_JSON_INPUT, (struct place){.path = r->path}, NULL, "%s", fault);
	return NULL;
}

static struct value *convert_array(struct reader *r, const json_t *json, unsigned depth)
{
	struct value *list = value_new(r->arena, VALUE_LIST);
	size_t count = json_array_size(json);
	for (size_t i = 0; i < count; i++) {
		struct value *item = convert(r, json_array_get(json, i), depth + 1);
		if (!item)
			return NULL;
		value_add(r->arena, list, item);
	}
	return list;
}

static struct value *convert_object(struct reader *r, json_t *json, unsigned depth)
{
	if (json_object_size(json) > JSON_KEYS_LIMIT)
		return refuse(r, "an object has more than 1,000 keys");
	struct value *map = value_new(r->arena, VALUE_MAP);
	const char *key;
	json_t *member;
	json_object_foreach (json, key, member) {
		struct value *item = convert(r, member, depth + 1);
		if (!item)
			return NULL;
		value_set(r->arena, map, key, item);
	}
	return map;
}

static struct value *convert(struct reader *r, const json_t *json, unsigned depth)
{
	if (depth > JSON_DEPTH_LIMIT)
		return refuse(r, "arrays and objects are nested deeper than 64 levels");
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		return convert_object(r, (json_t *)json, depth);
	case JSON_ARRAY:
		return convert_array(r, json, depth);
	case JSON_STRING:
		return value_of_span(r->arena, span_make(json_string_value(json), json_string_length(json)));
	case JSON_INTEGER:
		return value_of_number(r->arena, json_integer_value(json));
	case JSON_TRUE:
	case JSON_FALSE:
		return value_of_bool(r->arena, json_is_true(json));
	case JSON_REAL:
		return refuse(r, "a number is not a whole one");
	default:
		return refuse(r, "null stands for a value: leave the key out");
	}
}

struct value *json_parse(struct arena *a, struct span text, const char *path, struct diags *d)
{
	json_error_t error;
	json_t *json = json_loadb(text.length ? text.data : "", text.length, JSON_REJECT_DUPLICATES, &error);
	if (!json) {
		struct place at = {path, error.line > 0 ? (unsigned)error.line : 0,
				   error.column > 0 ? (unsigned)error.column : 0};
		diag(d, DIAG_JSON_INPUT, at, NULL, "this is no JSON that can be read: %s", error.text);
		return NULL;
	}
	struct reader r = {a, path, d};
	struct value *value = convert(&r, json, 1);
	json_decref(json);
	return value;
}
