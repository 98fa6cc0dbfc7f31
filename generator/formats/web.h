/* Addresses of the web as records must have them: RFC 3986, in ASCII. */
#ifndef FORMATS_WEB_H
#define FORMATS_WEB_H

#include "base/arena.h"
#include "base/span.h"

/* The http or https URL with what a URI may not hold percent-encoded; NULL if it is none: another scheme, no host, a host that is
 * not in ASCII, a user name. In the arena. */
const char *web_url(struct arena *a, const char *text);

/* The host that a URL names, as written, without a port. */
struct span web_host(const char *url);

#endif
