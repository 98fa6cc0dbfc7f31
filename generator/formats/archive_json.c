/* Invariant: keys stand in the order in which they are set here, which is
 * design.md's; what is absent is left out, never null. Of the advisories, one at a time is held as a tree: jansson's
 * takes six times the bytes that it becomes. */
#include "formats/archive_json.h"

#include <jansson.h>

#include "archive/facts.h"

static void set(json_t *object, const char *key, json_t *value)
{
	if (value)
		json_object_set_new(object, key, value);
}

static void set_text(json_t *object, const char *key, const char *text)
{
	if (text)
		set(object, key, json_string(text));
}

static void set_time(json_t *object, const char *key, instant t)
{
	char formatted[INSTANT_SIZE];
	set_text(object, key, instant_format(formatted, t));
}

static void set_oid(json_t *object, const char *key, const struct oid *id)
{
	char hex[OID_HEX];
	set_text(object, key, oid_hex(hex, id));
}

/* A replacement that is not published yet must not be named. */
static void set_reason(json_t *o, const char *reason, const char *replaced_by, const struct history *h)
{
	set_text(o, "reason", reason);
	if (replaced_by && history_find(h, replaced_by))
		set_text(o, "replaced_by", replaced_by);
}

static json_t *withdrawal(const struct withdrawal *w, const struct history *h)
{
	json_t *o = json_object();
	set_time(o, "time", w->at->time);
	set_reason(o, w->reason, w->replaced_by, h);
	return o;
}

static json_t *notes(const struct event *e, const struct config *c)
{
	if (!e->note_count)
		return NULL;
	json_t *o = json_object();
	for (size_t i = 0; i < e->note_count; i++) {
		if (e->notes[i].lang) {
			set_text(o, e->notes[i].lang, e->notes[i].text);
			continue;
		}
		for (size_t j = 0; j < c->language_count; j++)
			set_text(o, c->languages[j], e->notes[i].text);
	}
	return o;
}

/* {lang: text}: a text without a language stands in each, as notes do. */
static json_t *localised(const struct value *v, const struct config *c)
{
	json_t *o = json_object();
	for (size_t i = 0; i < c->language_count; i++)
		set_text(o, c->languages[i], v->kind == VALUE_MAP ? value_text(v, c->languages[i]) : value_as_text(v));
	return o;
}

static void set_redacted(json_t *o, const struct event *e, const struct config *c)
{
	json_t *revisions = e->redacted_all ? json_string("all") : json_array();
	for (size_t i = 0; i < e->redacted_count; i++)
		json_array_append_new(revisions, json_integer(e->redacted[i]));
	set(o, "revisions", revisions);
	if (e->redact_reason)
		set(o, "reason", localised(e->redact_reason, c));
}

static json_t *amendment(const struct amendment *by)
{
	if (!by->time)
		return NULL;
	json_t *o = json_object();
	set_time(o, "time", by->time);
	set_oid(o, "commit", &by->commit);
	return o;
}

static json_t *event(const struct event *e, const struct archive_json *in)
{
	json_t *o = json_object();
	set(o, "serial", json_integer(e->at->serial));
	set_time(o, "time", e->at->time);
	set_oid(o, "commit", &e->at->commit);
	set_text(o, "language", e->lang);
	set_text(o, "class", event_class_name(e->class));
	if (e->revision)
		set(o, e->translation ? "reflects" : "revision", json_integer(e->revision));
	if (e->correction)
		set(o, "correction", json_true());
	if (e->changed_count) {
		json_t *changed = json_array();
		for (size_t i = 0; i < e->changed_count; i++)
			json_array_append_new(changed, json_string(e->changed[i]));
		set(o, "changed", changed);
	}
	set_reason(o, e->reason, e->replaced_by, in->history); /* told for good: after a reinstatement nothing else does */
	if (e->class == EVENT_REDACTED)
		set_redacted(o, e, in->config);
	set(o, "note", notes(e, in->config));
	set(o, "amended", amendment(&e->amended));
	return o;
}

static json_t *language(const struct archive_json *in, const struct advisory *a, const struct text *t)
{
	json_t *o = json_object();
	set_text(o, "title", t->title);
	set(o, "reflects", json_integer(t->reflects));
	set(o, "current", json_boolean(t->current));
	set_time(o, "updated", t->updated);
	set(o, "path", json_sprintf("%s/%s/", t->lang, a->id));
	const struct sha256 *digest = in->text_digest(in->context, a, t->lang);
	char hex[SHA256_HEX];
	if (digest)
		set_text(o, "text_sha256", sha256_hex(hex, digest));
	return o;
}

static json_t *advisory(const struct archive_json *in, const struct advisory *a)
{
	json_t *o = json_object();
	const char *kind = value_text(a->facts, "kind"), *exercise = value_text(a->facts, "exercise");
	set_text(o, "id", a->id);
	set_text(o, "state", advisory_state(a));
	set_text(o, "kind", kind ? kind : "vulnerability"); /* a past version may lack it */
	if (exercise && strcmp(exercise, "yes") == 0)
		set(o, "exercise", json_true());
	set_text(o, "source", a->source);
	set_text(o, "severity", facts_rating(a->facts).severity);
	set_time(o, "published", a->published);
	set_time(o, "updated", a->updated);
	set(o, "revision", json_integer(a->revision));
	if (a->withdrawal.reason)
		set(o, "withdrawn", withdrawal(&a->withdrawal, in->history));
	json_t *languages = json_object(), *events = json_array();
	for (size_t i = 0; i < a->text_count; i++)
		set(languages, a->texts[i].lang, language(in, a, &a->texts[i]));
	set(o, "languages", languages);
	for (size_t i = 0; i < a->event_count; i++)
		json_array_append_new(events, event(&a->events[i], in));
	set(o, "events", events);
	return o;
}

static json_t *counts(const struct history *h)
{
	size_t withdrawn = 0;
	for (size_t i = 0; i < h->advisory_count; i++)
		withdrawn += h->advisories[i].withdrawal.reason != NULL;
	json_t *o = json_object();
	set(o, "advisories", json_integer((json_int_t)h->advisory_count));
	set(o, "withdrawn", json_integer((json_int_t)withdrawn));
	return o;
}

static json_t *rewrites(const struct value *list)
{
	if (!list || !list->count)
		return NULL;
	json_t *all = json_array();
	for (size_t i = 0; i < list->count; i++) {
		json_t *o = json_object();
		const struct value *serial = value_get(list->items[i], "serial"), *time = value_get(list->items[i], "time");
		set_text(o, "from", value_text(list->items[i], "from"));
		set_text(o, "to", value_text(list->items[i], "to"));
		set_text(o, "reason", value_text(list->items[i], "reason"));
		if (serial)
			set(o, "serial", json_integer(serial->number));
		if (time)
			set_time(o, "time", time->number);
		json_array_append_new(all, o);
	}
	return all;
}

/* With an empty list of advisories at its end. */
static json_t *document(const struct archive_json *in)
{
	const struct history *h = in->history;
	json_t *o = json_object();
	set(o, "version", json_integer(1));
	set_text(o, "generator", in->generator);
	set_text(o, "base_url", in->config->base_url);
	set_oid(o, "commit", in->head);
	if (h->publication_count) {
		const struct publication *latest = &h->publications[h->publication_count - 1];
		set(o, "serial", json_integer(latest->serial));
		set_time(o, "updated", latest->time);
	}
	set_text(o, "config_sha256", in->config_sha256);
	set(o, "counts", counts(h));
	set(o, "rewrites", rewrites(in->rewrites));
	set(o, "advisories", json_array());
	return o;
}

static int append(const char *data, size_t size, void *out)
{
	buf_add(out, data, size);
	return 0;
}

/* An item of the list stands two levels down. No text holds a line feed as it is. */
static int append_deeper(const char *data, size_t size, void *out)
{
	struct span rest = span_make(data, size);
	for (const char *end; (end = memchr(rest.data, '\n', rest.length));) {
		size_t n = (size_t)(end - rest.data) + 1;
		buf_add(out, rest.data, n);
		buf_text(out, "  ");
		rest = span_after(rest, n);
	}
	buf_span(out, rest);
	return 0;
}

/* Frees o. */
static bool dump(json_t *o, json_dump_callback_t write, struct buf *out)
{
	bool ok = json_dump_callback(o, write, out, JSON_INDENT(1)) == 0;
	json_decref(o);
	return ok;
}

bool archive_json_write(struct buf *out, const struct archive_json *in, struct diags *d)
{
	static const char after[] = "]\n}";
	const struct history *h = in->history;
	bool ok = dump(document(in), append, out);
	if (ok && h->advisory_count)
		buf_truncate(out, out->length - (sizeof(after) - 1));
	for (size_t i = 0; ok && i < h->advisory_count; i++) {
		buf_text(out, i ? ",\n  " : "\n  ");
		ok = dump(advisory(in, &h->advisories[i]), append_deeper, out);
	}
	if (ok && h->advisory_count)
		buf_printf(out, "\n %s", after);
	buf_char(out, '\n');
	if (!ok)
		diag(d, DIAG_BUG, (struct place){.path = "archive.json"}, NULL, "this could not be written as JSON");
	return ok;
}
