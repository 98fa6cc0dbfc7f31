/* The facts of an advisory: the front matter in one normal form, in which equal
 * facts are equal values (design.md, "Documents" and "Comparison").
 *
 * A map with these keys, absent where the advisory says nothing (an empty list
 * says nothing but for affected):
 *   status, kind (default "vulnerability"), exercise ("yes"; absent for no), audience [text],
 *   affected [{name, vendor {lang: text} or text, product likewise, type, scheme (default
 *     "generic"), versions [range], fixed [text], unaffected [range], fix, purl, cpe}],
 *     name: as written, else the product: its text, its English text, or that of the first language by byte;
 *     range: what version_range() gives; vendor and product given as one text stay one text
 *   impact [text], exploitation,
 *   cve [text], cwe [text], cvss [text]: shorthand for one vulnerability; absent with vulnerabilities
 *   severity: only as written (see facts_rating)
 *   vulnerabilities [{cve, cwe [text], cvss [text], title, impact [text], exploitation, affected [text],
 *     discovered, disclosed}]. A single entry that says no more than the
 *     shorthand can (cve, cwe, cvss) is folded into it: then vulnerabilities is absent
 *   remediations [{kind, products [text], details {…}, url}], indicators, references, credits, related,
 *   supersedes, tags, tlp (default "clear"), first_published, next_update,
 *   withdrawn {reason, replaced_by, note {…}}, redact {revisions [text] or "all", reason {…}}
 * title, summary, translates and lint are no facts. Scalars that the table
 * allows as text or list are always lists here. Values of LENIENT documents
 * that fit no type, and keys that are not known, are kept as they are, unknown keys last, sorted. */
#ifndef ARCHIVE_FACTS_H
#define ARCHIVE_FACTS_H

#include "base/value.h"

/* From a front matter; lives in the arena. Never fails: what it does not know it keeps. */
struct value *facts_of(struct arena *a, const struct value *front);

/* The names of the front-matter keys in which two normal forms differ, in the
 * order of design.md's table (unknown ones last), into out (at most limit);
 * returns how many. Sets (cve cwe audience impact tags) are compared as sets. A name is
 * borrowed from the table or from before or after. All keys are named:
 * the caller leaves out withdrawn and redact, and sees whether it is only tags and credits. */
size_t facts_changed(const char **out, size_t limit, const struct value *before, const struct value *after);

/* True if the values of one key are the same facts; either may be NULL. */
bool facts_same(const char *key, const struct value *x, const struct value *y);

/* All keys of facts in the order of the table; NULL ends it. */
extern const char *const facts_keys[];

struct rating {
	const char *severity; /* "critical" … "none", or NULL: not rated */
	int score;            /* tenths; -1: none */
	const char *vector;   /* the vector that it came from, or NULL */
};

/* Computed from the highest vector of all vulnerabilities, else from severity. */
struct rating facts_rating(const struct value *facts);
/* Of one entry of vulnerabilities (or of the facts themselves as shorthand). */
struct rating facts_rating_of(const struct value *vulnerability);
/* Of one vector alone. */
struct rating facts_rating_of_vector(const struct value *vector);

/* True if it may be seen by anyone: status is not draft, and exercise is not
 * yes. With drafts or exercises those count as public. Of a past version with
 * a strange status ("Draft", a list) or exercise the careful side is taken. */
bool facts_public(const struct value *facts, bool drafts, bool exercises);

/* True for "CVE-2026-12345"; for "CWE-79", whether the catalogue has it or not. */
bool facts_is_cve(const char *text);
bool facts_is_cwe(const char *text);

/* The text of {lang: text} or plain text in the language, else the English one, else that of
 * the first language by byte; NULL if v is NULL. */
const char *facts_localised(const struct value *v, const char *lang);

#endif
