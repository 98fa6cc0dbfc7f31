#include "formats/xml.h"

#include <libxml/parser.h>
#include <pthread.h>

#include "base/utf8.h"

static void check(struct xml *x, int result)
{
	x->ok = x->ok && result >= 0;
}

void xml_start(struct xml *x)
{
	/* By itself libxml2 sets its tables up when first used, and two threads may do so at once. */
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, xmlInitParser);
	x->buffer = xmlBufferCreate();
	x->writer = x->buffer ? xmlNewTextWriterMemory(x->buffer, 0) : NULL;
	x->ok = x->writer != NULL;
	if (!x->ok)
		return;
	xmlTextWriterSetIndent(x->writer, 1);
	check(x, xmlTextWriterStartDocument(x->writer, "1.0", "UTF-8", NULL));
}

bool xml_finish(struct xml *x, struct buf *out, const char *what, struct diags *d)
{
	if (x->ok)
		check(x, xmlTextWriterEndDocument(x->writer));
	if (x->writer)
		xmlFreeTextWriter(x->writer); /* flushes into buffer */
	if (x->ok)
		buf_add(out, (const char *)xmlBufferContent(x->buffer), (size_t)xmlBufferLength(x->buffer));
	else
		diag(d, DIAG_XML, NO_PLACE, NULL, "%s could not be written as XML", what);
	if (x->buffer)
		xmlBufferFree(x->buffer);
	return x->ok;
}

void xml_begin(struct xml *x, const char *name)
{
	check(x, xmlTextWriterStartElement(x->writer, BAD_CAST name));
}

void xml_end(struct xml *x)
{
	check(x, xmlTextWriterEndElement(x->writer));
}

static bool allowed(uint32_t c)
{
	return (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c != 0xFFFE && c != 0xFFFF;
}

/* XML 1.0 section 2.2: what is no Char cannot be written, not even escaped. */
static void clean(struct buf *out, struct span s)
{
	for (size_t n; s.length; s = span_after(s, n))
		if (allowed(utf8_decode(s, &n)))
			buf_add(out, s.data, n);
}

void xml_attribute(struct xml *x, const char *name, const char *value)
{
	if (!value)
		return;
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	clean(&b, span_of(value));
	x->ok = x->ok && !b.overflow;
	check(x, xmlTextWriterWriteAttribute(x->writer, BAD_CAST name, BAD_CAST b.data));
	buf_fini(&b);
}

void xml_text(struct xml *x, struct span text)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	clean(&b, text);
	x->ok = x->ok && !b.overflow;
	check(x, xmlTextWriterWriteString(x->writer, BAD_CAST b.data));
	buf_fini(&b);
}

void xml_element(struct xml *x, const char *name, const char *content)
{
	if (!content)
		return;
	xml_begin(x, name);
	xml_text(x, span_of(content));
	xml_end(x);
}

void xml_date(struct xml *x, const char *name, instant t)
{
	char formatted[INSTANT_SIZE];
	xml_element(x, name, instant_format(formatted, t));
}
