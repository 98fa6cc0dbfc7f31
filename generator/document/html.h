/* HTML of a tree. Equal to cmark's safe mode on CommonMark's own nodes, apart
 * from what the options ask for and from what shirase's rules ask for: raw HTML is shown
 * as text, a soft break between two Japanese characters is nothing, void tags have no slash. */
#ifndef DOCUMENT_HTML_H
#define DOCUMENT_HTML_H

#include "base/buf.h"
#include "document/node.h"

/* Where a Link, an Image or a Term leads from the page that is being written: NULL
 * leaves the link out (its text stays). The result lives as long as the rendering. */
typedef const char *link_resolve(void *context, const struct node *link);

struct html_options {
	link_resolve *resolve; /* NULL: urls as they are (dangerous ones are still dropped) */
	void *context;
	int heading_offset;    /* added to heading levels, at most 6 in the end */
	bool commonmark;       /* cmark's safe rendering byte for byte (no anchors, raw HTML omitted, soft
				  breaks as LF), but that an empty title is none and FF of &#xFFFF; is U+FFFD */
};

/* What it writes besides CommonMark's elements:
 *   h2 id=ANCHOR; a rel="external" where the document's own url is absolute (http, https);
 *   img loading="lazy"; an image with such a url becomes a link, so that no page asks another site for it;
 *   pre tabindex="0" (it scrolls); raw HTML: pre tabindex="0" > code.language-html, or text;
 *   div.table tabindex="0" (with a caption: role="region", aria-label) > table > caption, thead, tbody,
 *   th scope, th and td with class align-left, align-centre, align-right;
 *   ruby > rp, rt; a.term or span.term with title; span, div, figure with class; figcaption; no p around a figure's only image.
 * A link within a link is its text only. */
void html_render(struct buf *out, const struct node *root, const struct html_options *options);

/* True for javascript:, vbscript:, file:, and data: but for images of PNG, GIF, JPEG, WebP
 * (cmark's rule); letters in any case, blanks and controls ignored wherever a browser does. */
bool url_is_dangerous(const char *url);

/* True for http: and https: with a host, and for //host. */
bool url_is_absolute(const char *url);

#endif
