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

bool json_finish(struct buf *out, json_t *document, enum json_order order, const char *path, struct diags *d)
{
	size_t flags = JSON_INDENT(1) | JSON_REAL_PRECISION(REAL_DIGITS) | (order == JSON_SORTED ? JSON_SORT_KEYS : 0);
	bool ok = json_dump_callback(document, json_append, out, flags) == 0;
	json_decref(document);
	buf_char(out, '\n');
	if (!ok)
		diag(d, DIAG_BUG, (struct place){.path = path}, NULL, "this could not be written as JSON");
	return ok;
}
