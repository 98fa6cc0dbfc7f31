/* The writers of pages: what struct output.write points to. */
#ifndef SITE_PAGES_H
#define SITE_PAGES_H

#include "site/content.h"
#include "site/data.h"

/* page_advisory.c; subject: advisory, number: revision (0: now) */
bool write_advisory(struct worker *w, const struct output *o, struct buf *out);
/* subject: advisory; where the language has no document */
bool write_missing(struct worker *w, const struct output *o, struct buf *out);
bool write_permalink(struct worker *w, const struct output *o, struct buf *out);

/* page_changes.c; subject: advisory, number: revision */
bool write_changes(struct worker *w, const struct output *o, struct buf *out);

/* page_list.c */
bool write_front(struct worker *w, const struct output *o, struct buf *out);
bool write_latest(struct worker *w, const struct output *o, struct buf *out);
bool write_year(struct worker *w, const struct output *o, struct buf *out); /* number: the year */
bool write_withdrawn(struct worker *w, const struct output *o, struct buf *out);
bool write_product(struct worker *w, const struct output *o, struct buf *out); /* subject: product */
bool write_products(struct worker *w, const struct output *o, struct buf *out);

/* page_history.c; number: the year, 0 for the newest. Years that have events. */
struct years history_years(const struct site *s);
bool write_history(struct worker *w, const struct output *o, struct buf *out);

/* page_fixed.c */
bool write_free_page(struct worker *w, const struct output *o, struct buf *out); /* subject: archive_page */
bool write_glossary(struct worker *w, const struct output *o, struct buf *out);
bool write_verify(struct worker *w, const struct output *o, struct buf *out);
bool write_feeds_page(struct worker *w, const struct output *o, struct buf *out);
bool write_not_found(struct worker *w, const struct output *o, struct buf *out);

/* page_feed.c; number: an enum feed_kind */
enum feed_kind { FEED_ALL, FEED_NEW, FEED_UPDATES, FEED_WITHDRAWALS, FEED_KINDS };
extern const char *const feed_names[FEED_KINDS], *const feed_words[FEED_KINDS]; /* of files, of the locale */
bool write_feed(struct worker *w, const struct output *o, struct buf *out);
bool write_feed_json(struct worker *w, const struct output *o, struct buf *out);
bool write_feed_jvnrss(struct worker *w, const struct output *o, struct buf *out);
/* subject: product */
bool write_feed_product(struct worker *w, const struct output *o, struct buf *out);
/* number: of feed_severities; they are there whether anything is rated so or not */
enum { FEED_SEVERITIES = 6 };
extern const char *const feed_severities[FEED_SEVERITIES];
const char *feed_severity_title(const struct view *v, size_t number);
bool write_feed_severity(struct worker *w, const struct output *o, struct buf *out);
bool write_feed_year(struct worker *w, const struct output *o, struct buf *out); /* number: the year */
/* feed_archive.c; number: of the finished archive document, from 1 */
bool write_feed_archive(struct worker *w, const struct output *o, struct buf *out);
/* True if the advisory is one of that feed, as long as it is among its newest. */
bool feed_has(const struct advisory *a, enum feed_kind kind);
/* True if no revision has a text to show any more: a tombstone stands for its entry. */
bool advisory_is_redacted_whole(const struct advisory *a);

/* page_text.c; subject: advisory. Also keeps the text's digest. */
bool write_text(struct worker *w, const struct output *o, struct buf *out);

/* copy.c: bytes as they are; subject: static_file, attachment, archive_certificate; or of the signing key, nothing */
bool write_static(struct worker *w, const struct output *o, struct buf *out);
bool write_attachment(struct worker *w, const struct output *o, struct buf *out);
bool write_certificate(struct worker *w, const struct output *o, struct buf *out);
bool write_signing_certificate(struct worker *w, const struct output *o, struct buf *out);
bool write_nothing(struct worker *w, const struct output *o, struct buf *out);

/* sets.c */
bool write_osv_zip(struct worker *w, const struct output *o, struct buf *out);
bool write_osv_modified(struct worker *w, const struct output *o, struct buf *out);
bool write_indicators(struct worker *w, const struct output *o, struct buf *out);

/* archive_files.c; number: of the piece in site->changes */
bool write_archive_json(struct worker *w, const struct output *o, struct buf *out);
bool write_changes_events(struct worker *w, const struct output *o, struct buf *out);
bool write_changes_advisories(struct worker *w, const struct output *o, struct buf *out);
bool write_changes_json(struct worker *w, const struct output *o, struct buf *out);

/* The variable "advisory" of a template. revision 0 is now; html and toc are left out without body. */
struct advisory_view {
	const struct advisory *advisory;
	unsigned revision;
	const struct text *text;       /* the document shown */
	const struct value *facts;     /* shown with it */
	bool with_body;
};

/* Finds text and facts; false if there is no text at all (or after reporting). */
bool advisory_view_make(struct advisory_view *out, const struct view *v, const struct advisory *a, unsigned revision);
struct value *advisory_value(const struct view *v, const struct advisory_view *av);
/* The same without what a list of advisories has no room for: no list but affected, no history, no document; of the text only
 * its summary, where HEAD has it. */
struct value *advisory_value_brief(const struct view *v, const struct advisory_view *av);
/* How the links of its document are resolved, seen from v. */
struct links advisory_links(const struct view *v, const struct advisory_view *av);

#endif
