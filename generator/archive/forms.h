/* Private to archive/: the forms that texts may have. A form is NULL if the
 * text has it, else static text that says what is wrong; *hint (static) how to mend it. */
#ifndef ARCHIVE_FORMS_H
#define ARCHIVE_FORMS_H

#include <stdbool.h>

#include "base/span.h"

typedef const char *form_fn(struct span text, const char **hint);

form_fn form_day;     /* YYYY-MM-DD, a day that exists */
form_fn form_instant; /* YYYY-MM-DDTHH:MM:SSZ */
form_fn form_cve;
form_fn form_cwe;
form_fn form_web_url;  /* http or https, with a host, no user, nothing that must be percent-encoded */
form_fn form_base_url; /* the same without query and fragment */
form_fn form_email;
form_fn form_telephone;
form_fn form_purl;        /* pkg:type/… (purl.h) */
form_fn form_cpe;         /* CPE 2.3 formatted string */
form_fn form_version;     /* what a range may name, or text of one line */
form_fn form_id;          /* an advisory id by design.md, no reserved name of the site */
form_fn form_fingerprint; /* 40 or 64 hex digits */
form_fn form_name;        /* a theme, filter, reader: [A-Za-z0-9][A-Za-z0-9_-]* */
form_fn form_language;    /* a BCP 47 tag in its usual case: ja, en, pt-BR */
form_fn form_translates;  /* r1, r2 … */
form_fn form_number;      /* a positive whole number below a million */
form_fn form_count;       /* the same, or 0 */
form_fn form_time_zone;   /* a name of the tz database */
form_fn form_id_scheme;   /* literals, {serial:0N} once, {year} at most once */
form_fn form_glob;        /* a path pattern below the root */
form_fn form_tlp;

/* Values of indicators by type; NULL for a type that has no form of its own. */
form_fn *form_indicator(const char *type);

#endif
