/* Files that tell who publishes and how all of it is found: what a CSAF provider has beside its documents, security.txt, the Web
 * Key Directory. */
#ifndef SITE_PROVIDER_H
#define SITE_PROVIDER_H

#include "site/data.h"

/* Fills site->provider from site->records, in the arena: NULL where it is turned off, or archive.yaml lacks what it needs. */
void provider_list(struct site *s, struct arena *a);
/* Calls fn for each file of the provider but the pages, with its path; number is what write_provider wants. */
typedef void provider_file(void *context, const char *path, unsigned number);
void provider_files(provider_file *fn, void *context);
/* The years that have documents, newest first. */
struct years provider_years(const struct site *s);

/* The page that lists a folder (".well-known/csaf/") in the language. */
const char *provider_listing(const struct site *s, struct arena *a, const char *folder, const char *lang);

/* number: as provider_files gives it */
bool write_provider(struct worker *w, const struct output *o, struct buf *out);
/* A page that lists a folder (section 7.1.14). lang: NULL for the site's first; number: 0 for .well-known/csaf/, 1 for white/, else the year. */
bool write_listing(struct worker *w, const struct output *o, struct buf *out);
/* subject: advisory, number: twice the index of its file; and 1 for SHA-512. */
bool write_record_digest(struct worker *w, const struct output *o, struct buf *out);

/* Warns of a security.txt that had expired when the archive was changed last, or says that it is good for more than a year; notes
 * that the site does not lie where .well-known/ is looked for. */
void check_well_known(const struct site *s, struct diags *d);

/* Fills site->security_txt, in the arena. After provider_list. */
void security_txt_make(struct site *s, struct arena *a);
bool write_security_txt(struct worker *w, const struct output *o, struct buf *out);
/* subject: webkey */
bool write_webkey(struct worker *w, const struct output *o, struct buf *out);

#endif
