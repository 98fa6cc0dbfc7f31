#include "formats/atom.h"

#include "formats/web.h"
#include "formats/xml.h"

#define ATOM "http://www.w3.org/2005/Atom"
#define TOMBSTONES "http://purl.org/atompub/tombstones/1.0"
#define HISTORY "http://purl.org/syndication/history/1.0"

static void link_to(struct xml *x, const char *rel, const char *href, const char *type, const char *hreflang)
{
	if (!href)
		return;
	xml_begin(x, "link");
	xml_attribute(x, "rel", rel);
	xml_attribute(x, "type", type);
	xml_attribute(x, "hreflang", hreflang);
	xml_attribute(x, "href", href);
	xml_end(x);
}

static void links(struct xml *x, const struct feed_link *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		link_to(x, list[i].rel, list[i].href, list[i].type, list[i].hreflang);
}

static void html(struct xml *x, const char *name, struct span content)
{
	xml_begin(x, name);
	xml_attribute(x, "type", "html");
	xml_text(x, content);
	xml_end(x);
}

static void entry(struct xml *x, const struct feed_entry *e)
{
	xml_begin(x, "entry");
	xml_attribute(x, "xml:lang", e->lang);
	xml_element(x, "id", e->id);
	xml_element(x, "title", e->title);
	xml_date(x, "published", e->published);
	xml_date(x, "updated", e->updated);
	links(x, e->links, e->link_count);
	for (size_t i = 0; i < e->category_count; i++) {
		xml_begin(x, "category");
		xml_attribute(x, "term", e->categories[i]);
		xml_end(x);
	}
	if (e->content.length)
		html(x, "content", e->content);
	else if (e->extract.length)
		html(x, "summary", e->extract);
	else
		xml_element(x, "summary", e->summary);
	xml_end(x);
}

static void deleted(struct xml *x, const struct feed_deleted *e)
{
	char when[INSTANT_SIZE];
	xml_begin(x, "at:deleted-entry");
	xml_attribute(x, "xmlns:at", TOMBSTONES);
	xml_attribute(x, "ref", e->id);
	xml_attribute(x, "when", instant_format(when, e->when));
	links(x, e->links, e->link_count);
	if (e->comment) {
		xml_begin(x, "at:comment");
		xml_attribute(x, "xml:lang", e->lang);
		xml_text(x, span_of(e->comment));
		xml_end(x);
	}
	xml_end(x);
}

static void author(struct xml *x, const struct feed *f)
{
	xml_begin(x, "author");
	xml_element(x, "name", f->author);
	xml_element(x, "uri", f->author_uri);
	xml_end(x);
}

/* RFC 5005, section 4. There is no next-archive: it would change a document that is finished. */
static void archive(struct xml *x, const struct feed *f)
{
	link_to(x, "current", f->current, ATOM_TYPE, NULL);
	link_to(x, "prev-archive", f->previous, ATOM_TYPE, NULL);
	if (!f->archive)
		return;
	xml_begin(x, "fh:archive");
	xml_attribute(x, "xmlns:fh", HISTORY);
	xml_end(x);
}

/* Not in an archive document, which another version of shirase writes alike. */
static void generator(struct xml *x, const struct feed *f)
{
	if (!f->generator)
		return;
	xml_begin(x, "generator");
	xml_attribute(x, "version", f->generator_version);
	xml_text(x, span_of(f->generator));
	xml_end(x);
}

static void feed(struct xml *x, const struct feed *f)
{
	xml_begin(x, "feed");
	xml_attribute(x, "xmlns", ATOM);
	xml_attribute(x, "xml:lang", f->lang);
	xml_element(x, "id", f->id);
	xml_element(x, "title", f->title);
	xml_element(x, "subtitle", f->subtitle);
	xml_date(x, "updated", f->updated);
	author(x, f);
	link_to(x, "self", f->self, ATOM_TYPE, NULL);
	link_to(x, "alternate", f->home, "text/html", f->lang);
	archive(x, f);
	generator(x, f);
	for (size_t i = 0; i < f->deleted_count; i++)
		deleted(x, &f->deleted[i]);
	for (size_t i = 0; i < f->count; i++)
		entry(x, &f->entries[i]);
	xml_end(x);
}

bool atom_write(struct buf *out, const struct feed *f, struct diags *d)
{
	struct xml x;
	struct buf what;
	buf_init(&what, 4096);
	buf_printf(&what, "the feed %s", f->id);
	xml_start(&x);
	if (x.ok)
		feed(&x, f);
	bool ok = xml_finish(&x, out, what.data, d);
	buf_fini(&what);
	return ok;
}

void atom_tag(struct buf *out, const char *namespace_url, int year, const char *specific)
{
	buf_text(out, "tag:");
	buf_span(out, web_host(namespace_url));
	buf_printf(out, ",%d:%s", year, specific);
}
