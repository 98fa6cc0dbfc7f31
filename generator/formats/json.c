/* Invariant: depth counts the containers around what is converted, and never
 * exceeds JSON_DEPTH_LIMIT; jansson's own parser stops at 2,048. A long list is cut out of a text, and into its items, without a
 * judgement: whatever is cut where it should not be is no JSON, and the parser that gets the pieces says so. */
#include "formats/json.h"

#include <jansson.h>

#include "base/buf.h"

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

/* from: where text stands in a longer one, for the place of a fault. */
static json_t *load(struct span text, size_t flags, struct place from, struct diags *d)
{
	json_error_t error;
	json_t *json = json_loadb(text.length ? text.data : "", text.length, JSON_REJECT_DUPLICATES | flags, &error);
	if (!json) {
		unsigned line = error.line > 0 ? (unsigned)error.line : 0, column = error.column > 0 ? (unsigned)error.column : 0;
		if (line == 1)
			column += from.column;
		diag(d, DIAG_JSON_INPUT, (struct place){from.path, line + from.line, column}, NULL,
		     "this is no JSON that can be read: %s", error.text);
	}
	return json;
}

struct value *json_parse(struct arena *a, struct span text, const char *path, struct diags *d)
{
	json_t *json = load(text, 0, (struct place){.path = path}, d);
	struct reader r = {a, path, d};
	struct value *value = json ? convert(&r, json, 1) : NULL;
	json_decref(json);
	return value;
}

static void skip_blanks(struct span *rest)
{
	while (rest->length && strchr(" \t\r\n", *rest->data) && *rest->data)
		*rest = span_after(*rest, 1);
}

static bool take(struct span *rest, char c)
{
	skip_blanks(rest);
	if (!rest->length || *rest->data != c)
		return false;
	*rest = span_after(*rest, 1);
	return true;
}

/* Behind the opening quote; *out is what stands between the quotes, escapes as they are. */
static bool take_string(struct span *rest, struct span *out)
{
	for (size_t i = 0; i < rest->length; i++) {
		if (rest->data[i] == '"') {
			*out = span_make(rest->data, i);
			*rest = span_after(*rest, i + 1);
			return true;
		}
		i += rest->data[i] == '\\';
	}
	return false;
}

/* One value; *out is its text. Brackets are counted, not matched. */
static bool take_value(struct span *rest, struct span *out)
{
	struct span ignored;
	size_t depth = 0;
	skip_blanks(rest);
	const char *from = rest->data;
	while (rest->length) {
		char c = *rest->data;
		if (!depth && (c == ',' || c == ']' || c == '}'))
			break;
		*rest = span_after(*rest, 1);
		if (c == '"' && !take_string(rest, &ignored))
			return false;
		depth += c == '[' || c == '{';
		depth -= c == ']' || c == '}';
	}
	*out = span_make(from, (size_t)(rest->data - from));
	return out->length > 0 && !depth;
}

/* The text between the brackets of the list under key in the object that text is. */
static bool find_list(struct span *out, struct span text, const char *key)
{
	struct span name, value;
	if (!take(&text, '{'))
		return false;
	do {
		if (!take(&text, '"') || !take_string(&text, &name) || !take(&text, ':') || !take_value(&text, &value))
			return false;
		value = span_trim(value);
		if (span_is(name, key) && value.length >= 2 && *value.data == '[' && value.data[value.length - 1] == ']') {
			*out = span_make(value.data + 1, value.length - 2);
			return true;
		}
	} while (take(&text, ','));
	return false;
}

bool json_parse_parts(struct json_parts *out, struct arena *a, struct span text, const char *path, const char *key,
		      struct diags *d)
{
	struct json_parts p = {.key = key, .path = path, .text = text};
	struct buf rest;
	buf_init(&rest, text.length + 1);
	if (find_list(&p.items, text, key)) {
		buf_add(&rest, text.data, (size_t)(p.items.data - text.data));
		buf_span(&rest, span_after(text, (size_t)(p.items.data - text.data) + p.items.length));
		p.root = json_parse(a, buf_as_span(&rest), path, d);
	} else {
		p.root = json_parse(a, text, path, d);
	}
	buf_fini(&rest);
	*out = p;
	return p.root != NULL;
}

static struct value *parse_item(struct arena *a, struct span text, struct place at, struct diags *d)
{
	json_t *json = load(text, JSON_DECODE_ANY, at, d);
	struct reader r = {a, at.path, d};
	struct value *value = json ? convert(&r, json, 3) : NULL;
	json_decref(json);
	return value;
}

/* Where the parser's first line and column stand in the whole text. */
static void advance(struct place *at, const char *from, const char *to)
{
	const char *line = from;
	for (const char *lf; (lf = memchr(line, '\n', (size_t)(to - line))); line = lf + 1) {
		at->line++;
		at->column = 0;
	}
	at->column += (unsigned)(to - line);
}

static bool each_cut(const struct json_parts *p, json_item *fn, void *context, struct diags *d)
{
	struct span rest = p->items, item;
	struct place at = {.path = p->path};
	const char *from = p->text.data;
	skip_blanks(&rest);
	if (!rest.length)
		return true;
	for (size_t number = 0; ; number++) {
		bool whole = take_value(&rest, &item);
		if (!whole)
			item = span_make(rest.data, 0);
		advance(&at, from, item.data);
		from = item.data;
		struct arena *scratch = arena_new();
		const struct value *value = parse_item(scratch, item, at, d);
		bool ok = value && fn(context, value, number);
		arena_free(scratch);
		if (!ok)
			return false;
		if (!take(&rest, ','))
			break;
	}
	/* What is left begins with a bracket that closes nothing. */
	return !rest.length || parse_item(NULL, rest, at, d);
}

bool json_each(const struct json_parts *p, json_item *fn, void *context, struct diags *d)
{
	if (p->items.data)
		return each_cut(p, fn, context, d);
	const struct value *list = value_get(p->root, p->key);
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++)
		if (!fn(context, list->items[i], i))
			return false;
	return true;
}
