#include "formats/json_set.h"

void json_put(json_t *object, const char *key, json_t *value)
{
	if (value)
		json_object_set_new(object, key, value);
}

void json_put_text(json_t *object, const char *key, const char *text)
{
	if (text)
		json_put(object, key, json_string(text));
}

void json_put_time(json_t *object, const char *key, instant t)
{
	char formatted[INSTANT_SIZE];
	json_put_text(object, key, instant_format(formatted, t));
}

void json_put_number(json_t *object, const char *key, json_int_t number)
{
	json_put(object, key, json_integer(number));
}

void json_put_oid(json_t *object, const char *key, const struct oid *id)
{
	char hex[OID_HEX];
	json_put_text(object, key, oid_hex(hex, id));
}

void json_add(json_t *array, json_t *value)
{
	if (value)
		json_array_append_new(array, value);
}

void json_add_text(json_t *array, const char *text)
{
	if (text)
		json_add(array, json_string(text));
}

void json_put_filled(json_t *object, const char *key, json_t *array)
{
	if (json_array_size(array))
		json_put(object, key, array);
	else
		json_decref(array);
}

json_t *json_of_value(const struct value *v)
{
	json_t *out;
	if (!v)
		return NULL;
	switch (v->kind) {
	case VALUE_TEXT:
		return json_stringn(v->text, v->length);
	case VALUE_NUMBER:
		return json_integer(v->number);
	case VALUE_BOOL:
		return json_boolean(v->truth);
	case VALUE_LIST:
		out = json_array();
		for (size_t i = 0; i < v->count; i++)
			json_add(out, json_of_value(v->items[i]));
		return out;
	case VALUE_MAP:
		out = json_object();
		for (size_t i = 0; i < v->count; i++)
			json_put(out, v->keys[i].text, json_of_value(v->items[i]));
		return out;
	}
	return NULL;
}

/* So that 7.8 is 7.8, and not the sum of powers of two that is nearest to it. */
#define REAL_DIGITS 15

int json_append(const char *data, size_t size, void *buf)
{
	buf_add(buf, data, size);
	return 0;
}

#define AS_SET (JSON_INDENT(1) | JSON_REAL_PRECISION(REAL_DIGITS))

/* Ends the file. */
static bool finished(struct buf *out, bool ok, const char *path, struct diags *d)
{
	buf_char(out, '\n');
	if (!ok)
		diag(d, DIAG_BUG, (struct place){.path = path}, NULL, "this could not be written as JSON");
	return ok;
}

bool json_finish(struct buf *out, json_t *document, enum json_order order, const char *path, struct diags *d)
{
	bool ok = json_dump_callback(document, json_append, out, AS_SET | (order == JSON_SORTED ? JSON_SORT_KEYS : 0)) == 0;
	json_decref(document);
	return finished(out, ok, path, d);
}

struct deeper {
	struct buf *out;
	unsigned blanks;
};

static void new_line(struct buf *out, unsigned blanks)
{
	buf_printf(out, "\n%*s", (int)blanks, "");
}

/* No text holds a line feed as it is. */
static int append_deeper(const char *data, size_t size, void *context)
{
	const struct deeper *to = context;
	struct span rest = span_make(data, size);
	for (const char *end; (end = memchr(rest.data, '\n', rest.length));) {
		buf_span(to->out, span_make(rest.data, (size_t)(end - rest.data)));
		new_line(to->out, to->blanks);
		rest = span_after(rest, (size_t)(end - rest.data) + 1);
	}
	buf_span(to->out, rest);
	return 0;
}

static bool add_items(struct buf *out, unsigned depth, const struct json_list *list)
{
	struct deeper to = {out, depth + 1};
	bool ok = true;
	for (size_t i = 0; ok && i < list->count; i++) {
		json_t *item = list->item(list->context, i);
		buf_text(out, i ? "," : "");
		new_line(out, to.blanks);
		ok = json_dump_callback(item, append_deeper, &to, AS_SET) == 0;
		json_decref(item);
	}
	return ok;
}

bool json_finish_list(struct buf *out, json_t *document, unsigned depth, const struct json_list *list, const char *path,
		      struct diags *d)
{
	bool ok = json_dump_callback(document, json_append, out, AS_SET) == 0;
	size_t ends = 1; /* "]", and for each level a line with "}" */
	for (unsigned i = 0; i < depth; i++)
		ends += 1 + i + 1;
	json_decref(document);
	if (!ok || !list->count)
		return finished(out, ok, path, d);
	buf_truncate(out, out->length - ends);
	ok = add_items(out, depth, list);
	new_line(out, depth);
	buf_char(out, ']');
	for (unsigned i = depth; i-- > 0; buf_char(out, '}'))
		new_line(out, i);
	return finished(out, ok, path, d);
}
