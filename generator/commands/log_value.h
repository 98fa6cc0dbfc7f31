/* What `shirase log` tells of an advisory: a value, that is printed as JSON as it is, and as text by log.c. */
#ifndef COMMANDS_LOG_VALUE_H
#define COMMANDS_LOG_VALUE_H

#include "site/changes.h"

/* {id, title, state, revision, source, published, updated, timeline [...]}, in the worker's arena; the
 * timeline oldest first, in which an event is
 *   {serial, time, commit, language, class, revision (source) or reflects (translation), correction (true; absent),
 *    changed [text], facts [{fact, label, product, before, after, text}], reason (of a redaction: {lang: text}), replaced_by,
 *    revisions ([number] or "all": redacted), note {lang: text},
 *    amended {time, commit} (a later commit gave note or reason anew; absent: they are as published first),
 *    signed {state, name, fingerprint, why}, because (a sentence), said_editorial (true; absent), redacted (true; absent),
 *    slips [{commit, kind ("revision", "language", "key"), key, value, meant, text (a sentence)}]}
 * and what touched a document and is no event
 *   {serial, time, commit, language, quiet ("mechanical" …), path, signed, because}.
 * Keys with nothing to tell are absent; keys that a later version adds are to be passed over. note has what the commits say
 * (with `notes: subject` in every language); facts are in the view's language; all else is English. */
struct value *log_value(const struct view *v, const struct advisory *adv);
/* Of an id of which no source could ever be read: {id, state ("unreadable"), timeline}. */
struct value *log_unreadable(const struct view *v, const struct unreadable *u);
/* The item of its timeline that adv->events[index] is. */
struct value *log_event(const struct view *v, const struct advisory *adv, size_t index);

#endif
