#include "formats/atom.h"

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>
#include <pthread.h>

#include "base/utf8.h"

#define ATOM "http://www.w3.org/2005/Atom"
#define TOMBSTONES "http://purl.org/atompub/tombstones/1.0"

/* One writer and whether all went well so far; after a failure nothing more is written. */
struct xml {
	xmlTextWriterPtr writer;
	bool ok;
};

static void check(struct xml *x, int result)
{
	x->ok = x->ok && result >= 0;
}

static void begin(struct xml *x, const char *name)
{
	check(x, xmlTextWriterStartElement(x->writer, BAD_CAST name));
}

static void end(struct xml *x)
{
	check(x, xmlTextWriterEndElement(x->writer));
}

static void attribute(struct xml *x, const char *name, const char *value)
{
	if (value)
		check(x, xmlTextWriterWriteAttribute(x->writer, BAD_CAST name, BAD_CAST value));
}

/* XML 1.0 section 2.2: what is no Char cannot be written, not even escaped. */
static bool allowed(uint32_t c)
{
	return (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c != 0xFFFE && c != 0xFFFF;
}

static void text(struct xml *x, struct span s)
{
	struct buf clean;
	buf_init(&clean, BUF_LIMIT_DEFAULT);
	for (size_t n; s.length; s = span_after(s, n))
		if (allowed(utf8_decode(s, &n)))
			buf_add(&clean, s.data, n);
	x->ok = x->ok && !clean.overflow;
	check(x, xmlTextWriterWriteString(x->writer, BAD_CAST clean.data));
	buf_fini(&clean);
}

static void element(struct xml *x, const char *name, const char *content)
{
	if (!content)
		return;
	begin(x, name);
	text(x, span_of(content));
	end(x);
}

static void date(struct xml *x, const char *name, instant t)
{
	char formatted[INSTANT_SIZE];
	element(x, name, instant_format(formatted, t));
}

static void links(struct xml *x, const struct atom_link *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		begin(x, "link");
		attribute(x, "rel", list[i].rel);
		attribute(x, "type", list[i].type);
		attribute(x, "hreflang", list[i].hreflang);
		attribute(x, "href", list[i].href);
		end(x);
	}
}

static void html(struct xml *x, const char *name, struct span content)
{
	begin(x, name);
	attribute(x, "type", "html");
	text(x, content);
	end(x);
}

static void entry(struct xml *x, const struct atom_entry *e)
{
	begin(x, "entry");
	attribute(x, "xml:lang", e->lang);
	element(x, "id", e->id);
	element(x, "title", e->title);
	date(x, "published", e->published);
	date(x, "updated", e->updated);
	links(x, e->links, e->link_count);
	for (size_t i = 0; i < e->category_count; i++) {
		begin(x, "category");
		attribute(x, "term", e->categories[i]);
		end(x);
	}
	if (e->summary)
		element(x, "summary", e->summary);
	html(x, "content", e->content);
	end(x);
}

static void deleted(struct xml *x, const struct atom_deleted *e)
{
	char when[INSTANT_SIZE];
	begin(x, "at:deleted-entry");
	attribute(x, "xmlns:at", TOMBSTONES);
	attribute(x, "ref", e->id);
	attribute(x, "when", instant_format(when, e->when));
	links(x, e->links, e->link_count);
	if (e->comment) {
		begin(x, "at:comment");
		attribute(x, "xml:lang", e->lang);
		text(x, span_of(e->comment));
		end(x);
	}
	end(x);
}

static void author(struct xml *x, const struct atom_feed *f)
{
	begin(x, "author");
	element(x, "name", f->author);
	element(x, "uri", f->author_uri);
	end(x);
}

static void feed(struct xml *x, const struct atom_feed *f)
{
	begin(x, "feed");
	attribute(x, "xmlns", ATOM);
	attribute(x, "xml:lang", f->lang);
	element(x, "id", f->id);
	element(x, "title", f->title);
	element(x, "subtitle", f->subtitle);
	date(x, "updated", f->updated);
	author(x, f);
	links(x, f->links, f->link_count);
	begin(x, "generator");
	attribute(x, "version", f->generator_version);
	text(x, span_of(f->generator));
	end(x);
	for (size_t i = 0; i < f->deleted_count; i++)
		deleted(x, &f->deleted[i]);
	for (size_t i = 0; i < f->count; i++)
		entry(x, &f->entries[i]);
	end(x);
}

bool atom_write(struct buf *out, const struct atom_feed *f, struct diags *d)
{
	/* By itself libxml2 sets its tables up when first used, and two threads may do so at once. */
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, xmlInitParser);
	xmlBufferPtr buffer = xmlBufferCreate();
	struct xml x = {.writer = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL};
	x.ok = x.writer != NULL;
	if (x.ok) {
		xmlTextWriterSetIndent(x.writer, 1);
		check(&x, xmlTextWriterStartDocument(x.writer, "1.0", "UTF-8", NULL));
		feed(&x, f);
		check(&x, xmlTextWriterEndDocument(x.writer));
	}
	if (x.writer)
		xmlFreeTextWriter(x.writer); /* flushes into buffer */
	if (x.ok)
		buf_add(out, (const char *)xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
	else
		diag(d, DIAG_XML, NO_PLACE, NULL, "the feed %s could not be written as XML", f->id);
	if (buffer)
		xmlBufferFree(buffer);
	return x.ok;
}

void atom_tag(struct buf *out, const char *namespace_url, int year, const char *specific)
{
	const char *host = strstr(namespace_url, "://");
	host = host ? host + 3 : namespace_url;
	buf_text(out, "tag:");
	buf_add(out, host, strcspn(host, "/:?#"));
	buf_printf(out, ",%d:%s", year, specific);
}
