/* Inside formats/: building JSON documents (RFC 8259) with jansson. What is absent is left out, never null. */
#ifndef FORMATS_JSON_SET_H
#define FORMATS_JSON_SET_H

#include <jansson.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"
#include "base/value.h"
#include "repository/repository.h"

/* Each takes the value; NULL sets nothing. */
void json_put(json_t *object, const char *key, json_t *value);
void json_put_text(json_t *object, const char *key, const char *text);
void json_put_time(json_t *object, const char *key, instant t); /* "2026-04-02T09:00:00Z" */
void json_put_number(json_t *object, const char *key, json_int_t number);
void json_put_oid(json_t *object, const char *key, const struct oid *id);
void json_add(json_t *array, json_t *value);
void json_add_text(json_t *array, const char *text);
/* The array, or nothing where it is empty: then it is freed. */
void json_put_filled(json_t *object, const char *key, json_t *array);

/* What the value says; NULL for NULL. */
json_t *json_of_value(const struct value *v);

/* For json_dump_callback: appends to a struct buf. */
int json_append(const char *data, size_t size, void *buf);
/* Appends the document with one LF at its end, one blank a level; keys in the order in which they were set, or sorted. Frees it.
 * False after reporting with the path. */
enum json_order { JSON_AS_SET, JSON_SORTED };
bool json_finish(struct buf *out, json_t *document, enum json_order order, const char *path, struct diags *d);

/* A list whose items are made one at a time, so that memory is needed for one of them. */
struct json_list {
	size_t count;
	json_t *(*item)(const void *context, size_t index); /* owned by who asks */
	const void *context;
};
/* The same of a document that ends with the list: its last key, and so on `depth` levels down, has an empty array in its place. */
bool json_finish_list(struct buf *out, json_t *document, unsigned depth, const struct json_list *list, const char *path,
		      struct diags *d);

#endif
