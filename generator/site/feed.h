/* Between the files that make feeds. An entry is made once for a language's group of outputs, whichever formats and feeds
 * it stands in. */
#ifndef SITE_FEED_H
#define SITE_FEED_H

#include "formats/feed.h"
#include "site/data.h"

#define FEED_ENTRIES 100

/* feed_entry.c: the advisory as it is now, in the feed's language, else its source's. All addresses are absolute: so must the
 * view be. full: the whole text and what programs want; otherwise an extract: what changed, and what matters most. False after
 * reporting. */
bool feed_entry_full(struct feed_entry *out, const struct view *v, const struct advisory *a);
bool feed_entry_extract(struct feed_entry *out, const struct view *v, const struct advisory *a);
/* In place of an entry of what is redacted whole. */
void feed_deleted_make(struct feed_deleted *out, const struct view *v, const struct advisory *a);

/* The "tag:" URI of something of the site; the advisory's in the view's language. */
const char *feed_tag(const struct view *v, int year, const char *specific);
const char *feed_entry_id(const struct view *v, const struct advisory *a);
/* A title with the marks of its state, in the view's language. */
const char *feed_title(const struct view *v, bool exercise, bool withdrawn, const char *title);

/* Sets the entry's marks: of what is no advisory to act upon, for programs as its title for people. exercise: it is, or was, one. */
void feed_marks(struct feed_entry *e, const struct view *v, const struct advisory *a, bool exercise);

/* feed_facts.c: what the entry says to programs of these facts (shaped), in the view's language. */
void feed_facts(struct feed_entry *e, const struct view *v, const struct advisory *a, const struct value *facts);

/* page_feed.c: what is the same in all feeds; name: of its id ("all"), title: what it is a feed of. */
void feed_head(struct feed *out, const struct view *v, const char *name, const char *title);

/* feed_archive.c: everything that ever moved an advisory's `updated`, in the order in which it was published. */
struct feed_event {
	const struct advisory *advisory;
	unsigned event;    /* of advisory->events */
	bool withdrawn;    /* it was so after the event */
};

struct feed_stream {
	struct feed_event *events;
	size_t count;
	size_t *last;      /* [advisory index]: the place of its last event */
	unsigned finished; /* archive documents, of FEED_ENTRIES events each; what is left is in the subscription document */
};

/* Fills site->stream. */
void feed_stream_make(struct site *s, struct arena *a);
/* True if the advisory's last event is in no finished archive document. */
bool feed_is_recent(const struct site *s, const struct advisory *a);

#endif
