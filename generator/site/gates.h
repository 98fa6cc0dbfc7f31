/* What a pull request may not do without saying so: the gates of `check --base`. */
#ifndef SITE_GATES_H
#define SITE_GATES_H

#include "archive/archive.h"
#include "history/history.h"

/* Judges what the publications after history_options.base do. Errors, each once for an advisory (or its
 * language, its attachment):
 *   a public fact changed, or an advisory is withdrawn by deletion or reinstated, and no commit tells why in a note;
 *   a published id, language or attachment disappears without Withdraw-Reason, or the reason is not a known one;
 *   Revision: editorial was said of what changed facts;
 *   a key of a message that says nothing, because it or its value is misspelt.
 * A warning: the note is not in every language in which the advisory is public.
 *
 * h was read with a base; ar is the archive of its head, whose documents give the places. */
void check_gates(const struct archive *ar, const struct history *h, struct diags *d);

#endif
