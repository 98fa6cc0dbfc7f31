/* Building blocks of what templates are given (page.h). All values live in the
 * worker's arena and are gone with the group. */
#ifndef SITE_DATA_H
#define SITE_DATA_H

#include "site/site.h"

/* Where a page stands: its language and the way from it to the site's root. */
struct view {
	struct worker *worker;
	const char *lang;
	const char *path; /* "ja/EX-2026-0001/index.html" */
	const char *root; /* "../../", or the base URL where links must be absolute */
	/* NULL; or what is named and linked to is what was public by then, so that nothing changes by what others do since. */
	const struct publication *then;
};

struct view view_make(struct worker *w, const char *lang, const char *path);
struct view view_absolute(struct worker *w, const char *lang, const char *path);

/* The advisory of this id; NULL if it was not public, or not by view->then. */
const struct advisory *view_advisory(const struct view *v, const char *id);

/* root and the percent-encoded path of a file of the site. */
__attribute__((format(printf, 2, 3))) const char *view_href(const struct view *v, const char *format, ...);

/* The variables of every page; nav may be NULL. */
struct value *page_begin(const struct view *v, const char *template_name, const char *title, const char *nav);
/* Adds "alternates": this page in each language; for a page of no language,
 * what stands at the same place below each. */
void page_alternates(struct value *page, const struct view *v);
/* feed_list.c: adds "feeds", for programs that look for them in a page's head. A page of a part has that part's feed (a path, or
 * NULL) before the others, and adds "feed", where there is one. */
void page_feeds(struct value *page, const struct view *v, const char *title, const char *path);
/* Adds "groups": the feeds by whom they are for. */
void page_feed_groups(struct value *page, const struct view *v);
/* What readers are shown for `updated`: of an advisory that was published before this archive (first_published) and has nothing here
 * but the commit that brought it, the day of its publication. archive.json and feeds have what history has. */
instant advisory_updated(const struct advisory *a, instant updated);
/* Adds commit, serial (and updated) of a publication. */
void page_publication(struct value *page, const struct view *v, const struct publication *p);

/* [{code, name, href}]: the front of each language. */
struct value *language_values(const struct view *v);
/* False for a past document's language that is configured no more. */
bool language_has_pages(const struct site *s, const char *lang);
/* The name of a language in itself ("日本語"). */
const char *language_name(const struct site *s, const char *lang);
/* A word of the locale without placeholders; reported and "" if missing. */
const char *word(const struct view *v, const char *key);

/* Paths of the site. */
const char *path_of_advisory(struct arena *a, const char *lang, const char *id);
const char *path_of_revision(struct arena *a, const char *lang, const char *id, unsigned number);
const char *path_of_changes(struct arena *a, const char *lang, const char *id, unsigned number);

/* The document that a reader of lang gets: in that language, else the source's,
 * which every advisory has. */
const struct text *advisory_text_for(const struct advisory *a, const char *lang);
/* "interim" or "final": of the text, also where it is withdrawn. */
const char *advisory_status(const struct advisory *a);

/* An item of a list; a list of items of these advisories. */
struct value *item_of(const struct view *v, const struct advisory *a);
struct value *items_of(const struct view *v, const struct advisory *const *advisories, size_t count);
/* Notes in the page's language, else the first there is; NULL if none. */
/* A text in the view's language; {lang: text} where there is none, so that it can be marked with its language. NULL: no text. */
struct value *note_value(const struct view *v, const struct note *notes, size_t count);
struct value *localised_value(const struct view *v, const struct value *localised);
/* "7.8" from 78. */
const char *score_text(struct arena *a, int score);
/* True if the event names this fact as changed. */
bool event_changed(const struct event *e, const char *fact);

/* event_value.c: an event as page.h tells: adv->events[index]. */
struct value *event_of(const struct view *v, const struct advisory *adv, size_t index);
/* Who signed the publication's commit; NULL where nothing was checked. */
struct value *signed_value(const struct view *v, const struct publication *p);
/* {time, reason, replaced_by, replaced_href, note, by_deletion}; NULL if it is not withdrawn. */
struct value *withdrawn_value(const struct view *v, const struct advisory *adv);
/* {time, note, withdrawn {time, reason}} of the last withdrawal that was taken back; NULL if there is none, or it is
 * withdrawn now. */
struct value *reinstated_value(const struct view *v, const struct advisory *adv);
/* The newest event of the source that moved `updated`: adv->events[…]. */
size_t event_newest_told(const struct advisory *adv);
/* True if the event changed facts, or a text that was public before: there is something to compare. */
bool event_has_difference(const struct event *e);
/* True if the revision has a page of changes, in all languages alike. */
bool revision_has_changes(const struct advisory *adv, unsigned number);
/* That page in the view's language, or NULL. */
const char *changes_href(const struct view *v, const struct advisory *adv, unsigned number);
int year_of(instant t);

/* Years, newest first, with how many things each holds. */
struct years {
	int year[256];
	size_t count[256];
	size_t n;
};

/* Counts more things; the caller goes from the newest to the oldest. What is
 * older than 256 years before it is left out: not of this calendar. */
void years_note(struct years *y, int year, size_t count);
/* Of the publication of all advisories. */
struct years advisory_years(const struct site *s);
/* Sets "years" of the page; folder is below the language, with a slash at its end, or "". */
void page_years(struct value *page, const struct view *v, const struct years *y, const char *folder, int current);

bool page_render(const struct view *v, const struct value *page, struct buf *out);

#endif
