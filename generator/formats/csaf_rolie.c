/* ROLIE in JSON (RFC 8322, as CSAF 2.0 sections 7.1.15 to 7.1.17 use it). */
#include "formats/csaf_site.h"

#define INFORMATION_TYPE "urn:ietf:params:rolie:category:information-type"
#define SCHEMA "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json"

static void add_link(json_t *links, const struct csaf_provider *p, const char *rel, const char *path, const char *end)
{
	struct buf whole;
	buf_init(&whole, 1 << 16);
	buf_printf(&whole, "%s%s", path, end);
	json_t *link = json_object();
	json_put_text(link, "rel", rel);
	json_put(link, "href", csaf_site_url(p, whole.data));
	json_add(links, link);
	buf_fini(&whole);
}

static json_t *category(const char *scheme, const char *term)
{
	json_t *object = json_object();
	json_put_text(object, "scheme", scheme);
	json_put_text(object, "term", term);
	return object;
}

static json_t *categories(const char *const *terms, size_t count)
{
	json_t *array = json_array();
	for (size_t i = 0; i < count; i++)
		json_add(array, category(NULL, terms[i]));
	return array;
}

static json_t *information_type(void)
{
	return csaf_site_only(category(INFORMATION_TYPE, "csaf"));
}

/* The self link stands first: the schema wants it there. */
static json_t *links_of(const struct csaf_provider *p, const struct csaf_entry *e)
{
	json_t *links = json_array();
	add_link(links, p, "self", e->path, "");
	add_link(links, p, "hash", e->path, ".sha256");
	add_link(links, p, "hash", e->path, ".sha512");
	if (p->fingerprint)
		add_link(links, p, "signature", e->path, ".asc");
	return links;
}

static json_t *entry(const void *context, size_t index)
{
	const struct csaf_provider *p = context;
	const struct csaf_entry *e = &p->entries[index];
	json_t *object = json_object(), *content = json_object(), *format = json_object();
	json_put_text(content, "type", "application/json");
	json_put(content, "src", csaf_site_url(p, e->path));
	json_put_text(format, "schema", SCHEMA);
	json_put_text(format, "version", "2.0");
	json_put_text(object, "id", e->id);
	json_put_text(object, "title", p->title(p->context, e));
	json_put(object, "link", links_of(p, e));
	json_put_time(object, "published", e->published);
	json_put_time(object, "updated", e->updated);
	json_put_filled(object, "category", categories(e->terms, e->term_count));
	json_put(object, "content", content);
	json_put(object, "format", format);
	return object;
}

/* "csirt.example.org-csaf-feed-tlp-white": of the host only what an id may hold. */
static json_t *feed_id(const struct csaf_provider *p)
{
	struct buf id;
	buf_init(&id, BUF_LIMIT_DEFAULT);
	const char *host = strstr(p->config->base_url, "://") + strlen("://");
	for (; *host && *host != '/'; host++)
		buf_char(&id, strchr(":[]", *host) ? '-' : *host);
	buf_text(&id, "-csaf-feed-tlp-white");
	json_t *text = json_string(id.data);
	buf_fini(&id);
	return text;
}

static json_t *feed_title(const struct csaf_provider *p)
{
	struct buf title;
	buf_init(&title, BUF_LIMIT_DEFAULT);
	buf_printf(&title, "%s: CSAF (TLP:WHITE)", csaf_site_publisher(p));
	json_t *text = json_string(title.data);
	buf_fini(&title);
	return text;
}

bool csaf_feed_write(struct buf *out, const struct csaf_provider *p, struct diags *d)
{
	json_t *root = json_object(), *feed = json_object(), *links = json_array();
	const struct json_list entries = {p->count, entry, p};
	add_link(links, p, "self", CSAF_FEED, "");
	add_link(links, p, "service", CSAF_SERVICE, "");
	json_put(feed, "id", feed_id(p));
	json_put(feed, "title", feed_title(p));
	json_put(feed, "link", links);
	json_put(feed, "category", information_type());
	json_put_time(feed, "updated", p->updated);
	json_put(feed, "entry", json_array());
	json_put(root, "feed", feed);
	return json_finish_list(out, root, 2, &entries, CSAF_FEED, d);
}

static json_t *object_of(const char *key, json_t *value)
{
	json_t *object = json_object();
	json_put(object, key, value);
	return object;
}

bool csaf_service_write(struct buf *out, const struct csaf_provider *p, struct diags *d)
{
	json_t *collection = json_object(), *workspace = json_object();
	json_put(collection, "title", feed_title(p));
	json_put(collection, "href", csaf_site_url(p, CSAF_FEED));
	json_put(collection, "categories", object_of("category", information_type()));
	json_put(workspace, "title", feed_title(p));
	json_put(workspace, "collection", csaf_site_only(collection));
	json_t *root = object_of("service", object_of("workspace", csaf_site_only(workspace)));
	return json_finish(out, root, JSON_AS_SET, CSAF_SERVICE, d);
}

bool csaf_categories_write(struct buf *out, const struct csaf_provider *p, struct diags *d)
{
	json_t *root = object_of("categories", object_of("category", categories(p->terms, p->term_count)));
	return json_finish(out, root, JSON_AS_SET, CSAF_CATEGORIES, d);
}
