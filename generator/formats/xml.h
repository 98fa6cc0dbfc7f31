/* Inside formats/: writing XML 1.0 with libxml2. One writer and whether all went well so far; after a failure nothing more is
 * written. Control characters that XML does not allow (section 2.2) are left out. */
#ifndef FORMATS_XML_H
#define FORMATS_XML_H

#include <libxml/xmlwriter.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"

struct xml {
	xmlTextWriterPtr writer;
	xmlBufferPtr buffer;
	bool ok;
};

void xml_start(struct xml *x); /* the declaration: UTF-8, indented */
/* Appends the document; false after reporting with what it is ("the feed tag:…"). Frees the writer. */
bool xml_finish(struct xml *x, struct buf *out, const char *what, struct diags *d);

void xml_begin(struct xml *x, const char *name);
void xml_end(struct xml *x);
void xml_attribute(struct xml *x, const char *name, const char *value); /* NULL: left out */
void xml_text(struct xml *x, struct span text);
void xml_element(struct xml *x, const char *name, const char *content); /* NULL: left out */
void xml_date(struct xml *x, const char *name, instant t); /* RFC 3339 in UTC */

#endif
