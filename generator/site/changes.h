/* What facts changed, in the words of a language: the line that history, feeds, texts, `diff` and `plan` tell.
 *
 * A key with one value tells old → new; one with several tells what came and what went, each on its own line, and
 * old → new only where all of it was replaced. */
#ifndef SITE_CHANGES_H
#define SITE_CHANGES_H

#include "site/data.h"

/* [{fact ("affected"), label ("影響を受けるバージョン"), product (what the line is of, where there are several and only
 * some changed: a product, a vulnerability, …), before, after (text, either absent: was nothing, is nothing), text
 * ("影響を受けるバージョン：1.38およびそれ以前 → 1.38より前")}] in the order of design.md's table, then keys that are not
 * known, then attachments, in the view's language. All is plain text of one line. before and after are normal forms
 * (archive/facts.h) of any shape; withdrawn and redact are left out. Whatever else differs has a line: where no words would
 * be short enough, one that says that it changed. Of a list before and after are what went and what came, whole; text has
 * at most twenty of it, and how many more. */
struct value *fact_changes(const struct view *v, const struct value *before, const struct value *after,
			   const struct attachments *files_before, const struct attachments *files_after);

/* The same of adv->events[index]: reads the documents that it compared. An empty list where nothing changed, where
 * it is a translation's, or where a revision on either side is redacted. */
struct value *event_changes(const struct view *v, const struct advisory *adv, size_t index);

/* The texts of event_changes and, where there are any, one more line that names what else of the document changed
 * (title, summary, text). */
struct value *event_lines(const struct view *v, const struct advisory *adv, size_t index);

/* The same for a record, which must not change by what others do: of advisories that are related only those are named that were
 * public when it happened. */
struct value *event_lines_then(const struct view *v, const struct advisory *adv, size_t index);

/* The facts of a document as it was: the normal form as it is, which may have any shape (for templates: facts_shape).
 * NULL after reporting. */
const struct value *facts_of_version(struct worker *w, const struct version_ref *r);

/* What event_changes keeps for other pages: each event is put into the words of a language once. */
struct told *told_new(const struct site *s);
void told_free(struct told *t);

#endif
