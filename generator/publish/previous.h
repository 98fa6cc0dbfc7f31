/* What is live now against what would be published: nothing published vanishes (design.md, principle 3). */
#ifndef PUBLISH_PREVIOUS_H
#define PUBLISH_PREVIOUS_H

#include "archive/archive.h"
#include "base/map.h"
#include "history/history.h"

struct previous;

struct previous_options {
	const char *dir;         /* the live site, or a copy of its archive.json, SHA256SUMS and SHA256SUMS.asc */
	const char *fingerprint; /* the configured signing key, or NULL */
	struct span certificate; /* of that key, where it is at hand; or empty */
	bool unsigned_ok;        /* a site that is not signed is taken, with a warning */
};

/* Reads archive.json and checks it: SHA256SUMS is signed by a key of ar (keys/), or by the one named
 * fingerprint, and lists archive.json with its digest. A key of keys/ that has expired since is taken, with a warning.
 * ar outlives the result, which lies in the arena. NULL after reporting. */
struct previous *previous_read(const struct previous_options *options, const struct archive *ar, struct arena *a,
			       struct diags *d);

/* Compares. Of each advisory that it lists, every event is there with its serial, commit, language, class, revision
 * (of a translation: what it reflects) and time, in the same order, and its past has no other; the time may differ where
 * `times` of archive.yaml mends that commit or an earlier one. Titles, notes, reasons, digests, and all that tells of
 * now, may differ. A document that it lists is public still, unless an event since tells that it went, and a commit why.
 * Its languages are among the archive's, its base_url is ours, its commit is on head's first-parent chain. What is not
 * so is an error each, which names the advisory; a commit that is not on the chain is reported with
 * the last publication in common, with the merge that turned the public branch into a side branch, if there is one, and
 * with how to mend it.
 *
 * paths: of all files that the new site would have (a map to anything). Files of a format that the live site has, and that are not
 * among them, are an error for each format: archive.yaml turned it off, or gives them other addresses. Of the Web Key Directory they are a
 * warning: keys expire.
 *
 * allow (a reason, or NULL) lets all of it pass with warnings; *rewrites then has one entry more. *rewrites is for
 * site_options: what the previous site told, and that: [{from, to, reason, serial?, time?}] with numbers for the last
 * two (the last publication of `to`), NULL if there is none. False after reporting. */
bool previous_check(const struct value **rewrites, const struct previous *p, struct repository *r, const struct oid *head,
		    const struct history *h, const struct map *paths, const char *allow, struct arena *a, struct diags *d);

/* Warns of texts that are not as the live site has them though nothing was published that would change them, neither of them nor of
 * an advisory that they name, whose title and state they show: another filter, locale, theme, glossary or configuration made
 * them. digest gives that of the text as it is now; NULL: there is none. */
typedef const struct sha256 *text_digest_of(const void *context, const struct advisory *a, const char *lang);
void previous_texts(const struct previous *p, struct repository *r, const struct history *h, text_digest_of *digest, const void *context,
		    struct diags *d);

/* For a build that goes on from nothing, over what stands in dir. Where that is a site that tells of rewrites, which nothing
 * else keeps: an error. Where its serial is higher, or its commit is not on head's first-parent chain: a warning (a look
 * beforehand, with drafts, is spared it). What cannot be read as previous_read reads it is passed over, and no signature is
 * asked for: what may be replaced is said by stage.h. False after reporting an error. */
bool previous_unasked(const char *dir, bool drafts, const struct archive *ar, struct repository *r, const struct oid *head,
		      const struct history *h, struct diags *d);

/* The commit of the live site in dir, for those who only look: of its files archive.json and SHA256SUMS are read, and no
 * signature is asked for. False after reporting, also where the repository lacks the commit. */
bool previous_commit(struct oid *out, const char *dir, const struct archive *ar, struct repository *r, struct diags *d);

/* A reason as --allow-rewrite gives it: one line of visible text, without the blanks at its ends, into the arena;
 * NULL after reporting. */
const char *previous_reason(const char *text, struct arena *a, struct diags *d);

#endif
