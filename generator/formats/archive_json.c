/* Invariant: keys stand in the order in which they are set here, which is
 * design.md's; what is absent is left out, never null. Of the advisories, one at a time is held as a tree: jansson's
 * takes six times the bytes that it becomes. */
#include "formats/archive_parts.h"

#include "archive/facts.h"
#include "formats/json_set.h"
#include "formats/security_txt.h"

/* A replacement that is not published yet must not be named. */
static void set_reason(json_t *o, const char *reason, const char *replaced_by, const struct history *h)
{
	json_put_text(o, "reason", reason);
	if (replaced_by && history_find(h, replaced_by))
		json_put_text(o, "replaced_by", replaced_by);
}

static json_t *withdrawal(const struct withdrawal *w, const struct history *h)
{
	json_t *o = json_object();
	json_put_time(o, "time", w->at->time);
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
			json_put_text(o, e->notes[i].lang, e->notes[i].text);
			continue;
		}
		for (size_t j = 0; j < c->language_count; j++)
			json_put_text(o, c->languages[j], e->notes[i].text);
	}
	return o;
}

/* {lang: text}: a text without a language stands in each, as notes do. */
static json_t *localised(const struct value *v, const struct config *c)
{
	json_t *o = json_object();
	for (size_t i = 0; i < c->language_count; i++)
		json_put_text(o, c->languages[i], v->kind == VALUE_MAP ? value_text(v, c->languages[i]) : value_as_text(v));
	return o;
}

static void set_redacted(json_t *o, const struct event *e, const struct config *c)
{
	json_t *revisions = e->redacted_all ? json_string("all") : json_array();
	for (size_t i = 0; i < e->redacted_count; i++)
		json_add(revisions, json_integer(e->redacted[i]));
	json_put(o, "revisions", revisions);
	if (e->redact_reason)
		json_put(o, "reason", localised(e->redact_reason, c));
}

static json_t *amendment(const struct amendment *by)
{
	if (!by->time)
		return NULL;
	json_t *o = json_object();
	json_put_time(o, "time", by->time);
	json_put_oid(o, "commit", &by->commit);
	return o;
}

json_t *archive_event(const struct archive_json *in, const struct event *e)
{
	json_t *o = json_object();
	json_put_number(o, "serial", e->at->serial);
	json_put_time(o, "time", e->at->time);
	json_put_oid(o, "commit", &e->at->commit);
	json_put_text(o, "language", e->lang);
	json_put_text(o, "class", event_class_name(e->class));
	if (e->revision)
		json_put(o, e->translation ? "reflects" : "revision", json_integer(e->revision));
	if (e->correction)
		json_put(o, "correction", json_true());
	if (e->changed_count) {
		json_t *changed = json_array();
		for (size_t i = 0; i < e->changed_count; i++)
			json_add_text(changed, e->changed[i]);
		json_put(o, "changed", changed);
	}
	set_reason(o, e->reason, e->replaced_by, in->history); /* told for good: after a reinstatement nothing else does */
	if (e->class == EVENT_REDACTED)
		set_redacted(o, e, in->config);
	json_put(o, "note", notes(e, in->config));
	json_put(o, "amended", amendment(&e->amended));
	return o;
}

static json_t *language(const struct archive_json *in, const struct advisory *a, const struct text *t)
{
	json_t *o = json_object();
	json_put_text(o, "title", t->title);
	json_put_number(o, "reflects", t->reflects);
	json_put(o, "current", json_boolean(t->current));
	json_put_time(o, "updated", t->updated);
	json_put(o, "path", json_sprintf("%s/%s/", t->lang, a->id));
	const struct sha256 *digest = in->text_digest(in->context, a, t->lang);
	char hex[SHA256_HEX];
	if (!digest)
		return o;
	json_put(o, "text", json_sprintf("text/%s.%s.txt", a->id, t->lang));
	if (in->is_signed)
		json_put(o, "signature", json_sprintf("text/%s.%s.asc", a->id, t->lang));
	json_put_text(o, "text_sha256", sha256_hex(hex, digest));
	return o;
}

static json_t *record(const struct archive_json *in, const struct record_file *file)
{
	json_t *o = json_object();
	char hex[SHA256_HEX];
	json_put_text(o, "format", record_format_name(file->format));
	json_put_text(o, "language", file->lang);
	json_put_text(o, "path", file->path);
	if (in->is_signed && file->format == RECORD_CSAF)
		json_put(o, "signature", json_sprintf("%s.asc", file->path));
	json_put_text(o, "sha256", sha256_hex(hex, &file->sha256));
	return o;
}

static json_t *records(const struct archive_json *in, const struct advisory *a)
{
	const struct record_files *files = in->records ? &in->records[a - in->history->advisories] : NULL;
	json_t *list = json_array();
	for (size_t i = 0; files && i < files->count; i++)
		json_add(list, record(in, &files->items[i]));
	return list;
}

json_t *archive_head(const struct archive_json *in, const struct advisory *a)
{
	json_t *o = json_object();
	json_put_text(o, "id", a->id);
	json_put_text(o, "state", advisory_state(a));
	json_put_text(o, "kind", advisory_kind(a));
	if (advisory_is_exercise(a))
		json_put(o, "exercise", json_true());
	json_put_text(o, "source", a->source);
	json_put_text(o, "severity", facts_rating(a->facts).severity);
	json_put_time(o, "published", a->published);
	json_put_time(o, "updated", a->updated);
	json_put_number(o, "revision", a->revision);
	if (a->withdrawal.reason)
		json_put(o, "withdrawn", withdrawal(&a->withdrawal, in->history));
	json_t *languages = json_object();
	for (size_t i = 0; i < a->text_count; i++)
		json_put(languages, a->texts[i].lang, language(in, a, &a->texts[i]));
	json_put(o, "languages", languages);
	json_put_filled(o, "records", records(in, a));
	return o;
}

/* The events stand last: what replays changes.json appends them. */
static json_t *advisory(const struct archive_json *in, const struct advisory *a)
{
	json_t *o = archive_head(in, a), *events = json_array();
	for (size_t i = 0; i < a->event_count; i++)
		json_add(events, archive_event(in, &a->events[i]));
	json_put(o, "events", events);
	return o;
}

static json_t *counts(const struct history *h)
{
	size_t withdrawn = 0;
	for (size_t i = 0; i < h->advisory_count; i++)
		withdrawn += h->advisories[i].withdrawal.reason != NULL;
	json_t *o = json_object();
	json_put_number(o, "advisories", (json_int_t)h->advisory_count);
	json_put_number(o, "withdrawn", (json_int_t)withdrawn);
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
		json_put_text(o, "from", value_text(list->items[i], "from"));
		json_put_text(o, "to", value_text(list->items[i], "to"));
		json_put_text(o, "reason", value_text(list->items[i], "reason"));
		if (serial)
			json_put_number(o, "serial", serial->number);
		if (time)
			json_put_time(o, "time", time->number);
		json_add(all, o);
	}
	return all;
}

/* Its signature is its own, and SHA256SUMS does not list it: of which text it is the site's, only this says. */
static void set_security_txt(json_t *o, struct span text)
{
	if (!text.data)
		return;
	struct sha256 digest = sha256_of(text);
	char hex[SHA256_HEX];
	json_put_text(o, "security_txt", SECURITY_TXT_PATH);
	json_put_text(o, "security_txt_sha256", sha256_hex(hex, &digest));
}

json_t *archive_top(const struct archive_json *in)
{
	const struct history *h = in->history;
	json_t *o = json_object();
	json_put_number(o, "version", 1);
	json_put_text(o, "generator", in->generator);
	json_put_text(o, "base_url", in->config->base_url);
	json_put_oid(o, "commit", in->head);
	if (h->publication_count) {
		const struct publication *latest = &h->publications[h->publication_count - 1];
		json_put_number(o, "serial", latest->serial);
		json_put_time(o, "updated", latest->time);
	}
	json_put_text(o, "config_sha256", in->config_sha256);
	json_put(o, "counts", counts(h));
	json_put(o, "rewrites", rewrites(in->rewrites));
	if (config_format(in->config, "changes"))
		json_put_text(o, "changes", "changes.json");
	set_security_txt(o, in->security_txt);
	return o;
}

static json_t *document(const struct archive_json *in)
{
	json_t *o = archive_top(in);
	json_put(o, "advisories", json_array());
	return o;
}

static json_t *advisory_at(const void *context, size_t index)
{
	const struct archive_json *in = context;
	return advisory(in, &in->history->advisories[index]);
}

bool archive_json_write(struct buf *out, const struct archive_json *in, struct diags *d)
{
	struct json_list list = {in->history->advisory_count, advisory_at, in};
	return json_finish_list(out, document(in), 1, &list, "archive.json", d);
}
