/* Inside document/: text, attributes and URLs of the HTML rendering. */
#ifndef DOCUMENT_HTML_TEXT_H
#define DOCUMENT_HTML_TEXT_H

#include "base/buf.h"

/* Text for an element or an attribute in double quotes. What XML cannot hold (feeds carry this
 * HTML) becomes U+FFFD, unless commonmark: then it is cmark's, byte for byte. */
void html_add_text(struct buf *out, struct span text, bool commonmark);
/* " name=\"value\"", nothing for NULL. */
void html_add_attribute(struct buf *out, const char *name, const char *value, bool commonmark);
void html_add_url(struct buf *out, const char *url, bool commonmark);

#endif
