/* What publishing a commit would do to a site that stands at an earlier one: what readers are told, which entries of
 * feeds move, which addresses come. Made from two histories alone: of the base, and of the commit as it would be
 * published after the base. */
#ifndef SITE_FORECAST_H
#define SITE_FORECAST_H

#include "site/pages.h"

/* The first ones are enum event_class. */
enum forecast_kind {
	FORECAST_NEW,
	FORECAST_REVISED,
	FORECAST_EDITORIAL,
	FORECAST_WITHDRAWN,
	FORECAST_REINSTATED,
	FORECAST_REDACTED,
	FORECAST_TRANSLATION_PUBLISHED,
	FORECAST_TRANSLATION_UPDATED,
	FORECAST_TRANSLATION_EDITORIAL,
	FORECAST_TRANSLATION_REMOVED,
	FORECAST_STALE,     /* a translation that was current is behind its source */
	FORECAST_CAUGHT_UP, /* one that was behind is current */
	FORECAST_KINDS
};

/* "new", "revised", "editorial", "withdrawn", "reinstated", "redacted", "translation-published", "translation-updated",
 * "translation-editorial", "translation-removed", "stale", "caught-up". */
const char *forecast_kind_name(enum forecast_kind kind);

struct forecast_item {
	enum forecast_kind kind;
	const struct advisory *advisory; /* of the history after */
	const char *lang;
	size_t event;      /* index into advisory->events; SIZE_MAX of what is stale or caught up */
	unsigned revision; /* the event's; of a translation the one that it reflects */
};

enum forecast_move {
	ENTRY_APPEARS,
	ENTRY_MOVES,  /* its `updated` does: readers see it as unread */
	ENTRY_LEAVES, /* the feed */
	ENTRY_DELETED /* a tombstone takes its place: all of its text is redacted */
};

/* "appears", "moves", "leaves", "deleted". */
const char *forecast_move_name(enum forecast_move move);

/* In every language's feed of that name. */
struct forecast_entry {
	enum feed_kind feed;
	const struct advisory *advisory;
	enum forecast_move move;
};

/* What was said of an earlier event, and is said otherwise since the base. */
struct forecast_amended {
	const struct advisory *advisory; /* of the history after */
	const struct event *event;
};

struct forecast {
	struct forecast_item *items; /* by kind, then id, then event */
	size_t count;
	struct forecast_entry *entries; /* by id, then feed */
	size_t entry_count;
	struct forecast_amended *amended; /* by id, then event */
	size_t amended_count;
	size_t publications;            /* after the base */
};

/* before: the history of the base (empty, if there is none). after: with history_options.base. In the arena. */
void forecast_make(struct forecast *out, const struct history *before, const struct history *after, struct arena *a);

/* Addresses as paths of the site, sorted by byte. "index.html" is left out but at the root. */
struct forecast_urls {
	const char **appear, **vanish;
	const char **change; /* pages and texts of advisories that stay where they are and are written anew */
	size_t appear_count, vanish_count, change_count;
};

/* From the two lists of outputs; before may be empty. */
void forecast_urls(struct forecast_urls *out, const struct forecast *f, const struct plan *before, const struct plan *after,
		   struct arena *a);

#endif
