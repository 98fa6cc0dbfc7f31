/* What `shirase plan` tells: a value, that is printed as JSON as it is, and as text and Markdown from here. */
#ifndef COMMANDS_PLAN_VALUE_H
#define COMMANDS_PLAN_VALUE_H

#include "commands/log_value.h"
#include "site/forecast.h"

struct planned {
	const struct oid *head, *base; /* base NULL: nothing was published before */
	const struct oid *asked;       /* what --base or --previous names; NULL: nothing */
	bool merged;                   /* head stands beside base: it is read as if it were merged */
	const struct forecast *forecast;
	const struct forecast_urls *urls;
	const struct value *presentation; /* [path]: files that say how what is published looks, and differ from the base */
};

/* {version: 1, commit, base, asked_base (what was named as the base, where base is another: the commit at which the two
 * parted), contained (true: what was named has the commit already; absent), merged (true; absent), base_url, publications, language (of facts),
 *  changes [{kind (forecast_kind_name), id, title, and what log_value tells of the event; of what is stale or caught up
 *    language, reflects, and revision: the source's}],
 *  amended [{id, serial (of the event), commit (whose message says its note or reason now), note {lang: text}, reason,
 *    replaced_by}] (of events that the base had published; absent if there are none),
 *  feeds [{id, move (forecast_move_name), feeds ["all" …], languages [text]}],
 *  presentation [path] (files by which public pages and texts may read otherwise without an event; absent if there are none),
 *  urls {appear [path], change [path], vanish [path]}}, in the worker's arena. Keys with nothing to tell are absent, but
 * changes, feeds and urls; keys that a later version adds are to be passed over. */
struct value *plan_value(const struct view *v, const struct planned *p);

void plan_text(struct buf *out, struct arena *a, const struct value *plan);
/* For a comment on a pull request: nothing of the archive or a message is taken for Markdown, a mention or a reference, and
 * the whole stays below what GitHub takes (65,536 characters). */
void plan_markdown(struct buf *out, struct arena *a, const struct value *plan);

/* The headings of both, by the name of a kind; NULL ends it. */
struct plan_heading {
	const char *kind, *heading;
};
extern const struct plan_heading plan_headings[];

/* True if there is nothing in it that a reader sees. */
bool plan_is_unseen(const struct value *plan);
/* What an entry does, by the name of its move: "moves to the top of". */
const char *plan_move(const char *name);
/* The line that tells of the base where it is not what was asked for, or has the commit already; NULL: there is no need. */
const char *plan_base_line(struct arena *a, const struct value *plan);
/* The line on `presentation`, but for the files themselves; NULL: there are none. */
const char *plan_presentation_line(struct arena *a, const struct value *plan);
/* The line on what is rewritten and not listed; NULL: nothing is published, or nothing was before. */
const char *plan_rewritten_line(const struct value *plan);

#endif
