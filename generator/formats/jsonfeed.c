/* Invariant: an item has an id, a URL and content; a key that says nothing is absent. */
#include "formats/jsonfeed.h"

#include "formats/json_set.h"

/* affected: but for name, versions and fix; vulnerabilities: but for severity and exploitation. */
const char *const jsonfeed_lost[] = {"audience",   "affected",   "impact",  "cve",     "cwe",        "cvss", "vulnerabilities", "remediations",
				     "indicators", "references", "credits", "related", "supersedes", "tlp",  "redact",          NULL};

static void put_span(json_t *object, const char *key, struct span text)
{
	if (text.length)
		json_put(object, key, json_stringn(text.data, text.length));
}

static json_t *authors(const struct feed *f)
{
	json_t *list = json_array(), *author = json_object();
	json_put_text(author, "name", f->author);
	json_put_text(author, "url", f->author_uri);
	json_add(list, author);
	return list;
}

static void put_tags(json_t *item, const struct feed_entry *e)
{
	json_t *tags = json_array();
	for (size_t i = 0; i < e->category_count; i++)
		json_add_text(tags, e->categories[i]);
	for (size_t i = 0; i < e->tag_count; i++)
		json_add_text(tags, e->tags[i]);
	json_put_filled(item, "tags", tags);
}

static void put_text(json_t *item, const struct feed_entry *e)
{
	if (!e->text)
		return;
	json_t *list = json_array(), *text = json_object();
	json_put_text(text, "url", e->text);
	json_put_text(text, "mime_type", "text/plain");
	json_add(list, text);
	json_put(item, "attachments", list);
}

static json_t *extension(const struct feed *f, const struct feed_entry *e)
{
	json_t *own = json_object(), *records = json_object();
	json_put_text(own, "about", f->about);
	json_put_text(own, "id", e->advisory);
	json_put_text(own, "kind", e->kind);
	json_put_text(own, "state", e->state);
	json_put_text(own, "severity", e->severity);
	json_put_number(own, "revision", e->revision);
	for (size_t i = 0; i < e->mark_count; i++)
		json_put(own, e->marks[i], json_true());
	for (size_t i = 0; i < e->record_count; i++)
		json_put_text(records, e->records[i].name, e->records[i].url);
	if (e->record_count)
		json_put(own, "records", records);
	else
		json_decref(records);
	return own;
}

static json_t *item(const struct feed *f, const struct feed_entry *e)
{
	json_t *item = json_object();
	json_put_text(item, "id", e->id);
	json_put_text(item, "url", e->page);
	json_put_text(item, "title", e->title);
	put_span(item, "content_html", e->content.length ? e->content : e->extract);
	json_put_text(item, "summary", e->summary);
	json_put_time(item, "date_published", e->published);
	json_put_time(item, "date_modified", e->updated);
	put_tags(item, e);
	json_put_text(item, "language", e->lang);
	put_text(item, e);
	json_put(item, "_shirase", extension(f, e));
	return item;
}

bool jsonfeed_write(struct buf *out, const struct feed *f, struct diags *d)
{
	json_t *root = json_object(), *items = json_array();
	json_put_text(root, "version", "https://jsonfeed.org/version/1.1");
	json_put_text(root, "title", f->title);
	json_put_text(root, "description", f->subtitle);
	json_put_text(root, "home_page_url", f->home);
	json_put_text(root, "feed_url", f->self);
	json_put_text(root, "language", f->lang);
	json_put(root, "authors", authors(f));
	for (size_t i = 0; i < f->count; i++)
		json_add(items, item(f, &f->entries[i]));
	json_put(root, "items", items);
	return json_finish(out, root, JSON_AS_SET, f->self, d);
}
