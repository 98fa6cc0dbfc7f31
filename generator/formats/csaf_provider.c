/* Invariant: every URL is base_url and a path that the site has. */
#include "formats/csaf_provider.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "base/memory.h"
#include "formats/csaf_site.h"

json_t *csaf_site_url(const struct csaf_provider *p, const char *path)
{
	struct buf url;
	buf_init(&url, 1 << 16);
	buf_text(&url, p->config->base_url);
	buf_url_path(&url, span_of(path));
	json_t *text = json_string(url.data);
	buf_fini(&url);
	return text;
}

const char *csaf_site_publisher(const struct csaf_provider *p)
{
	return facts_localised(value_get(p->config->publisher, "name"), p->config->languages[0]);
}

static json_t *contact_of(const struct value *publisher)
{
	static const char *const keys[] = {"email", "tel", "url"};
	const struct value *contact = value_get(publisher, "contact");
	struct buf text;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (value_text(contact, keys[i]))
			buf_printf(&text, "%s%s", text.length ? ", " : "", value_text(contact, keys[i]));
	json_t *details = text.length ? json_string(text.data) : NULL;
	buf_fini(&text);
	return details;
}

json_t *csaf_site_publisher_object(const struct config *c, const char *lang)
{
	const char *category = value_text(c->publisher, "category");
	json_t *object = json_object();
	json_put_text(object, "category", category ? category : "other");
	json_put(object, "contact_details", contact_of(c->publisher));
	json_put_text(object, "name", facts_localised(value_get(c->publisher, "name"), lang));
	json_put_text(object, "namespace", value_text(c->publisher, "namespace"));
	return object;
}

json_t *csaf_site_only(json_t *item)
{
	json_t *array = json_array();
	json_add(array, item);
	return array;
}

static json_t *distributions(const struct csaf_provider *p)
{
	json_t *feed = json_object(), *rolie = json_object(), *folder = json_object(), *by_rolie = json_object(), *all = json_array();
	json_put_text(feed, "summary", "All CSAF documents of this site (TLP:WHITE)");
	json_put_text(feed, "tlp_label", "WHITE");
	json_put(feed, "url", csaf_site_url(p, CSAF_FEED));
	json_put(rolie, "categories", csaf_site_only(csaf_site_url(p, CSAF_CATEGORIES)));
	json_put(rolie, "feeds", csaf_site_only(feed));
	json_put(rolie, "services", csaf_site_only(csaf_site_url(p, CSAF_SERVICE)));
	json_put(folder, "directory_url", csaf_site_url(p, CSAF_WHITE));
	json_put(by_rolie, "rolie", rolie);
	json_add(all, folder);
	json_add(all, by_rolie);
	return all;
}

static json_t *keys_of(const struct csaf_provider *p)
{
	if (!p->fingerprint)
		return NULL;
	struct buf path;
	buf_init(&path, BUF_LIMIT_DEFAULT);
	buf_printf(&path, "keys/%s.asc", p->fingerprint);
	json_t *key = json_object();
	json_put_text(key, "fingerprint", p->fingerprint);
	json_put(key, "url", csaf_site_url(p, path.data));
	buf_fini(&path);
	return csaf_site_only(key);
}

bool csaf_metadata_write(struct buf *out, const struct csaf_provider *p, struct diags *d)
{
	/* Documents that tell of made-up products are no news for those who gather advisories. */
	bool listed = !p->config->demonstration;
	json_t *object = json_object();
	json_put(object, "canonical_url", csaf_site_url(p, CSAF_METADATA));
	json_put(object, "distributions", distributions(p));
	json_put_time(object, "last_updated", p->updated);
	json_put(object, "list_on_CSAF_aggregators", json_boolean(listed));
	json_put_text(object, "metadata_version", "2.0");
	json_put(object, "mirror_on_CSAF_aggregators", json_boolean(listed));
	json_put(object, "public_openpgp_keys", keys_of(p));
	json_put(object, "publisher", csaf_site_publisher_object(p->config, p->config->languages[0]));
	json_put_text(object, "role", p->fingerprint ? "csaf_trusted_provider" : "csaf_provider");
	return json_finish(out, object, JSON_SORTED, CSAF_METADATA, d);
}

static const char *below_white(const struct csaf_entry *e)
{
	return e->path + strlen(CSAF_WHITE);
}

static int by_path(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

void csaf_index_write(struct buf *out, const struct csaf_provider *p)
{
	const char **paths = memory_resize(NULL, p->count, sizeof(*paths));
	for (size_t i = 0; i < p->count; i++)
		paths[i] = below_white(&p->entries[i]);
	if (p->count)
		qsort(paths, p->count, sizeof(*paths), by_path);
	for (size_t i = 0; i < p->count; i++)
		buf_printf(out, "%s\n", paths[i]);
	free(paths);
}

/* Names of documents hold no quote (csaf_file_name). */
void csaf_changes_write(struct buf *out, const struct csaf_provider *p)
{
	char time[INSTANT_SIZE];
	for (size_t i = 0; i < p->count; i++)
		buf_printf(out, "\"%s\",\"%s\"\n", below_white(&p->entries[i]), instant_format(time, p->entries[i].updated));
}
